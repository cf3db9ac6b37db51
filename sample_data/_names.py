"""Invented names: companies, projects, people, credit codes. Nobody is meant by them."""

from __future__ import annotations

from random import Random

_FIRST = "瑞恒泽鼎嘉润禾铭博盛远卓锦辰宏昊腾裕翔朗沐沃颐绿硒秦巴景凯荣骏弘皓奕晟泓钰璟楚衡"
_SECOND = "丰源泰康达诚森谷和信立佳峰悦田瀚川霖宸兴茂隆祥元舟帆航岳桥桐磊松原野岭溪湾泉坤屿"

DOMESTIC = (
    ("浙江", "杭州"), ("浙江", "台州"), ("浙江", "义乌"), ("浙江", "温州"), ("浙江", "宁波"),
    ("江苏", "常州"), ("江苏", "扬州"), ("江苏", "苏州"), ("江苏", "南京"), ("江苏", "无锡"),
    ("广东", "东莞"), ("广东", "中山"), ("广东", "深圳"), ("广东", "广州"), ("广东", "佛山"),
    ("福建", "福州"), ("福建", "泉州"), ("上海", ""), ("北京", ""), ("天津", ""),
    ("湖北", "武汉"), ("湖北", "十堰"), ("四川", "成都"), ("重庆", ""), ("河南", "郑州"),
    ("山东", "青岛"), ("湖南", "长沙"), ("安徽", "合肥"), ("河北", "石家庄"),
)  # fmt: skip
HOME = (("陕西", "西安"), ("陕西", "咸阳"), ("陕西", "宝鸡"), ("陕西", "渭南"), ("陕西", "汉中"))
OVERSEAS = (("香港", ""), ("台湾", ""), ("新加坡", ""), ("韩国", ""))

# industry → (suffix of the company's name, products, what is built)
INDUSTRIES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "富硒食品": (
        "食品科技",
        (
            "富硒魔芋",
            "富硒茶",
            "富硒矿泉水",
            "腊肉制品",
            "拐枣饮品",
            "核桃油",
            "富硒大米",
            "豆制品",
        ),
        ("精深加工", "加工生产线", "标准化加工厂", "全产业链开发"),
    ),
    "毛绒玩具文创": (
        "文化创意",
        ("毛绒玩具", "动漫文创", "刺绣工艺品", "节庆饰品", "布艺玩偶"),
        ("生产基地", "社区工厂", "智能化生产线", "创意设计中心"),
    ),
    "新型材料": (
        "新材料",
        ("重晶石", "钡盐", "石英砂", "装配式建材", "绿色板材", "钛铁矿", "硅基材料"),
        ("精深加工", "生产线建设", "综合利用", "产业园"),
    ),
    "装备制造": (
        "机械制造",
        ("精密零部件", "农机装备", "汽车配件", "电梯配件", "数控机床", "环保设备"),
        ("生产", "制造基地", "组装生产线", "技术改造"),
    ),
    "生态旅游": (
        "文旅发展",
        ("生态康养小镇", "茶旅融合", "山地度假", "滨水民宿", "研学营地", "温泉酒店", "峡谷漂流"),
        ("开发", "建设", "提升改造", "综合体"),
    ),
    "医药康养": (
        "生物医药",
        ("中药材", "绞股蓝", "黄精", "杜仲", "中药饮片", "植物提取物"),
        ("种植加工", "提取生产线", "康养基地", "仓储加工"),
    ),
    "现代物流": (
        "供应链管理",
        ("冷链物流", "电商物流", "农产品集散", "快递分拨", "城市配送"),
        ("中心", "园区建设", "枢纽", "仓储建设"),
    ),
    "电子信息": (
        "电子科技",
        ("电子元器件", "数据线", "智能穿戴", "线路板", "蓝牙耳机", "变压器"),
        ("生产线", "产业园", "制造", "研发生产"),
    ),
    "现代农业": (
        "农业发展",
        ("生猪养殖", "食用菌", "猕猴桃", "林下养鸡", "蚕桑", "有机蔬菜", "冷水鱼"),
        ("示范园", "产业化", "标准化基地", "种养循环"),
    ),
    "纺织服装": (
        "服饰",
        ("针织服装", "运动鞋", "手套", "家纺", "校服"),
        ("加工", "生产线", "新社区工厂", "扩建"),
    ),
    "新能源": (
        "新能源",
        ("光伏发电", "风力发电", "生物质能源", "充电桩", "储能电池"),
        ("建设", "示范", "综合利用", "配套"),
    ),
    "商贸服务": (
        "商业管理",
        ("城市综合体", "建材家居", "专业市场", "星级酒店", "数字电商"),
        ("建设", "运营", "改造", "产业园"),
    ),
}

_OUTPUT = {
    "富硒食品": "吨",
    "新型材料": "吨",
    "装备制造": "套",
    "电子信息": "万只",
    "纺织服装": "万件",
}

_FAMILY = "赵钱孙周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "明远志诚文博建安晓岚思源国栋海川子墨立新雨桐佳宁永平春燕德厚"


class Brands:
    """Hands out two-character brands, none of them twice."""

    def __init__(self, random: Random) -> None:
        pairs = [a + b for a in _FIRST for b in _SECOND]
        random.shuffle(pairs)
        self._left = pairs

    def take(self) -> str:
        return self._left.pop()


def person(random: Random) -> str:
    start = random.randrange(0, len(_GIVEN), 2)
    return random.choice(_FAMILY) + _GIVEN[start : start + 2]


def phone(random: Random) -> str:
    """1390000xxxx: a block of numbers that is plainly not anybody's."""
    return f"1390000{random.randrange(10000):04d}"


def place(source: tuple[str, str], form: str) -> str:
    """``("浙江", "杭州")`` as the county writes it: 浙江省杭州市, 浙江杭州 or 浙江."""
    province, city = source
    municipal = province in ("上海", "北京", "天津", "重庆")
    overseas = source in OVERSEAS
    match form:
        case "long" if municipal:
            return f"{province}市"
        case "long" if not overseas:
            return f"{province}省{city}市"
        case "province":
            return province
        case _:
            return province + city


def company(source: tuple[str, str], brand: str, industry: str) -> str:
    return f"{source[1] or source[0]}{brand}{INDUSTRIES[industry][0]}有限公司"


def project_name(area_name: str, brand: str, industry: str, random: Random) -> str:
    _, products, works = INDUSTRIES[industry]
    product, work = random.choice(products), random.choice(works)
    match random.randrange(10):
        case 0 | 1:
            return f"{area_name}{brand}{product}{work}项目"
        case 2 if industry in _OUTPUT:
            output = f"{random.randrange(2, 60) * 500}{_OUTPUT[industry]}"
            return f"年产{output}{brand}{product}{work}项目"
        case 3:
            return f"{brand}{product}{work}项目（一期）"
        case _:
            return f"{brand}{product}{work}项目"


_GB32100 = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _organisation_check(code: str) -> str:
    """Check character of an organisation code (GB 11714), mod 11."""
    rest = sum(
        int(c, 36) * weight for c, weight in zip(code, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    return "0X987654321"[rest % 11]


def credit_code(serial: int) -> str:
    """A valid unified social credit code (GB 32100, mod 31) of an invented company.

    The region 990000 does not exist, so none of them can be anybody's."""
    body = f"XXX{serial:05d}"
    stem = "91990000" + body + _organisation_check(body)
    rest = sum(_GB32100.index(c) * pow(3, i, 31) for i, c in enumerate(stem)) % 31
    return stem + _GB32100[(31 - rest) % 31]
