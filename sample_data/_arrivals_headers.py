"""Arrivals by header: deep, broken, spaced, numbered and bilingual ones; units at every level."""

from __future__ import annotations

from decimal import Decimal

from sample_data._arrivals_case import Arrival, everywhere
from sample_data._pages import Page

_FIVE_ROWS = Page(
    "台账",
    [
        ["紫阳县2020年招商引资项目台账"],
        ["序号", "项目名称", "签约时间", "资金情况"],
        [None, None, None, "计划", "到位资金"],
        [None, None, None, "总投资", "本年到位资金", None, None, "自签约累计到位"],
        [None, None, None, None, "合计", "其中：省际", "其中：省内"],
        [None, None, None, "亿元", "万元", "万元", "万元", "万元"],
        [1, "硒谷生物科技产业园项目", "2020-04-02", Decimal("3.5"), 8000, 6500, 1500, 8000],
        [2, "朝天椒加工厂项目", "2019-08-15", Decimal("1.2"), 2600, 2600, 0, 5100],
        ["合计", None, None, Decimal("4.7"), 10600, 9100, 1500, 13100],
    ],
    ["A1:H1", "A2:A6", "B2:B6", "C2:C6", "D2:H2", "E3:H3", "D4:D5", "E4:G4", "H4:H5"],
)

_FOUR_ROWS = Page(
    "台账",
    [
        ["石泉县2020年1—6月项目进展"],
        ["项目基本情况", None, "资金（万元）"],
        ["项目名称", "签约时间", "总投资", "到位"],
        [None, None, None, "本年", None, "累计到位"],
        [None, None, None, "本年到位", "其中省际"],
        ["汉江画廊观光项目", "2020.3.12", 15000, 4200, 4200, 4200],
        ["蚕桑丝绸加工项目", "2018.6.30", 9800, Decimal("1250.75"), 1000, 8600],
    ],
    ["A1:F1", "A2:B2", "C2:F2", "A3:A5", "B3:B5", "C3:C5", "D3:F3", "D4:E4", "F4:F5"],
)

_BROKEN_PARENTS = Page(
    "项目表",
    [
        ["岚皋县2020年招商引资项目表"],
        [None, None, None, None, None, "单位：万元"],
        ["项目", "投资", "签约", "计划", "本年到", "其中"],
        ["名称", "主体", "时间", "总投资", "位资金", "省际"],
        ["南宫山索道改造项目", "成都山河旅游有限公司", "2020-05-20", 6800, 2000, 2000],
        ["魔芋精粉生产项目", "湖北楚天食品有限公司", "2020-08-11", 4300, 1500, 1500],
    ],
    ["A1:F1"],
)

_UNITS_EVERYWHERE = Page(
    "台账",
    [
        ["平利县2020年招商引资项目台账"],
        ["项目名称", "签约时间", "总投资（亿元）", "到位资金（万元）"],
        [None, None, None, "本年到位资金", "其中省际", "其中省内（元）"],
        ["茶旅融合示范园项目", "2020-02-20", Decimal("1.5"), 3000, 2000, 10000000],
        [
            "铝塑门窗生产项目",
            "2020-07-01",
            Decimal("0.68"),
            Decimal("1800.5"),
            Decimal("1800.5"),
            0,
        ],
    ],
    ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:F2"],
)

_UNITS_BELOW = Page(
    "台账",
    [
        ["镇坪县2020年招商引资项目台账"],
        ["项目名称", "签约时间", "总投资", "本年到位资金", "其中省际", "备注"],
        [None, None, "亿元", "万元", "万元", None],
        ["黄连种植基地项目", "2020-03-03", Decimal("0.5"), 1200, 1000, None],
        ["腊肉加工厂项目", "2020-10-09", Decimal("0.36"), 800, 800, "已试产"],
    ],
    ["A1:F1"],
)

_TWO_UNITS = Page(
    "汇总表",
    [
        ["石泉县2020年招商引资主要指标汇总表"],
        [None, None, "单位：个、亿元"],
        ["指标", "本年累计", "上年同期"],
        ["新签订招商引资合同项目", 12, 10],
        ["合同项目总投资", Decimal("25.6"), Decimal("20.1")],
    ],
    ["A1:C1"],
)

_TWO_UNITS_OF_MONEY = Page(
    "汇总表",
    [
        ["石泉县2020年招商引资主要指标汇总表"],
        [None, None, "单位：万元、亿元"],
        ["指标", "本年累计", "上年同期"],
        ["新签订招商引资合同项目", 12, 10],
        ["合同项目总投资", Decimal("25.6"), Decimal("20.1")],
    ],
    ["A1:C1"],
)

_ENGLISH = Page(
    "Ledger",
    [
        ["宁陕县2020年招商引资项目台账\nLedger of Investment Projects, Ningshan 2020"],
        [
            "项目名称\nProject", "投资方", "签约时间",
            "总投资（万元）", "本年到位资金（万元）", "其中省际（万元）",
        ],
        [
            None, "Investor", "Date of Contract",
            "Total Investment", "Funds in Place", "of which: other provinces",
        ],
        ["皇冠镇民宿集群项目", "上海栖山酒店管理有限公司", "2020/6/1", 5200, 1600, 1600],
        ["冷水鱼养殖项目", "四川江源渔业有限公司", "2020/9/18", 3100, 900, 700],
    ],
    ["A1:F1", "A2:A3"],
)  # fmt: skip

_SPACED = Page(
    "台账",
    [
        ["白河县2020年招商引资项目台账"],
        [
            "序　号", "1、项 目 名 称", "2、签 约\n时 间", "3、总 投 资①\n（万 元）",
            "4、本年到位\n资 金*（万元）", "5、其中：\n省 际（万元）",
        ],
        [1, "绿松石文创产业园项目", "2020-01-08", 26000, 7000, 7000],
        [2, "木瓜酒庄建设项目", "2020-11-02", 11800, 2400, 2100],
        ["注：①含土地费用。*为1—12月累计数。"],
    ],
    ["A1:F1"],
)  # fmt: skip

_ORGANISATION = Page(
    "位次",
    [
        ["2020年全省各市招商引资完成情况"],
        ["陕西省商务厅"],
        ["单位", "指标", "本年累计", "同比", "位次"],
        ["西安市", "实际引进内资(省际)（亿元）", 2000, "6.5%", 2],
        ["安康市", "实际引进内资(省际)（亿元）", 818, "7.82%", 1],
        ["安康市", "实际利用外资（万美元）", 6076, "25.8%", 1],
    ],
    ["A1:E1"],
)

_PERIODS_AS_HEADINGS = Page(
    "汇总",
    [
        ["汉滨区招商引资主要指标"],
        ["指标", "计量单位", "2020年1—9月", "2019年1—9月", "增速（%）"],
        ["新签订招商引资合同项目", "个", 40, 32, 25],
        ["合同项目总投资", "亿元", Decimal("61.5"), 60, Decimal("2.5")],
        ["实际利用外资", "万美元", 450, 500, -10],
    ],
    ["A1:E1"],
)

_SAME_LEAF = Page(
    "外资",
    [
        ["汉滨区2020年外商投资企业情况表"],
        ["企业名称", "设立时间", "合同外资（万美元）", None, "实际利用外资（万美元）"],
        [None, None, "合计", "备注", "合计", "其中：外商直接投资", "其中：外商其他投资"],
        ["安康江华电子有限公司", "2020-05-12", 500, None, 210, 200, 10],
        ["安康秦汉饮品有限公司", "2017-11-30", -20, "减资", 35, 35, 0],
    ],
    ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:G2"],
)

_COLUMN_NUMBERS = Page(
    "台账",
    [
        ["石泉县二〇二〇年招商引资项目台账"],
        [],
        [None, "填报单位：石泉县招商局", None, None, None, "金额单位：万元"],
        ["序号", "项目名称", "签约时间", "总投资", "本年到位资金", "其中省际"],
        ["甲", "乙", "丙", 1, 2, 3],
        [],
        [1, "鎏金铜蚕文创项目", "2020年4月", 5600, 1900, 1900],
        [],
        [2, "桑叶茶加工项目", "2020年10月", 2400, 600, 450],
        ["审核人：孔国栋", None, "填表人：曹岚"],
    ],
    ["A1:F1"],
)

_TWO_CURRENCIES = Page(
    "外资企业",
    [
        ["紫阳县2020年外商投资企业情况表"],
        [None, None, None, "单位：万元、万美元、家"],
        ["企业名称", "设立时间", "合同外资", "实际利用外资"],
        ["紫阳富硒矿泉有限公司", "2020-02-03", 800, 320],
    ],
)

_MONTHS_AS_HEADINGS = Page(
    "汇总",
    [
        ["汉滨区2020年招商引资主要指标"],
        ["指标", "计量单位", "1—9月累计", "去年同期"],
        ["新签订招商引资合同项目", "个", 40, 32],
        ["合同项目总投资", "亿元", Decimal("61.5"), 60],
    ],
    ["A1:D1"],
)

ARRIVALS = (
    Arrival(
        "10-header-of-five-rows",
        "五行表头，逐级合并，第五行是各列的单位",
        everywhere("紫阳县台账", [_FIVE_ROWS]),
    ),
    Arrival(
        "11-header-of-four-rows",
        "四行表头，单位在最上一级，日期用点",
        {"石泉县.xlsx": ("xlsxwriter", [_FOUR_ROWS]), "石泉县.xls": ("xls", [_FOUR_ROWS])},
    ),
    Arrival(
        "12-headings-broken-over-rows",
        "列名断成上下两行，没有合并",
        {
            "岚皋县.xlsx": ("openpyxl", [_BROKEN_PARENTS]),
            "岚皋县.csv": ("text gb18030 comma", [_BROKEN_PARENTS]),
        },
    ),
    Arrival(
        "13-units-at-every-level",
        "上级列名万元，一个下级列名元，另一列亿元",
        everywhere("平利县", [_UNITS_EVERYWHERE]),
    ),
    Arrival(
        "14-units-below-the-header",
        "表头下面一行是各列单位",
        {"镇坪县.xlsx": ("xlsxwriter", [_UNITS_BELOW]), "镇坪县.xls": ("xls", [_UNITS_BELOW])},
    ),
    Arrival(
        "15-two-units-in-one-cell",
        "“单位：个、亿元”：每个指标只可能是其中一个",
        {"石泉县汇总.xlsx": ("openpyxl", [_TWO_UNITS])},
    ),
    Arrival(
        "16-two-units-of-money",
        "“单位：万元、亿元”：金额是哪一个说不准，退回",
        {"石泉县汇总.xlsx": ("openpyxl", [_TWO_UNITS_OF_MONEY])},
    ),
    Arrival(
        "17-english-beside-chinese",
        "中英文对照的表题、列名和整行英文",
        {"宁陕县.xlsx": ("xlsxwriter", [_ENGLISH]), "宁陕县.html": ("html utf-8", [_ENGLISH])},
    ),
    Arrival(
        "18-spaced-and-numbered-headings",
        "列名里有空格、换行、编号、注释号，全角空格",
        everywhere("白河县", [_SPACED]),
    ),
    Arrival(
        "19-unit-means-organisation",
        "“单位”一列是各市的名字，不是计量单位",
        {"全省位次.xlsx": ("openpyxl", [_ORGANISATION]), "全省位次.xls": ("xls", [_ORGANISATION])},
    ),
    Arrival(
        "20-periods-as-headings",
        "列名就是时期：2020年1—9月、2019年1—9月",
        {"汉滨区.xlsx": ("openpyxl", [_PERIODS_AS_HEADINGS])},
    ),
    Arrival(
        "21-same-leaf-under-two-parents",
        "两个上级列名下面都叫“合计”：按路径分",
        everywhere("汉滨区外资", [_SAME_LEAF])
        | {"汉滨区外资.csv": ("text gb18030 comma", [_SAME_LEAF])},
    ),
    Arrival(
        "22-numbers-of-columns-and-blank-rows",
        "表头下面甲、乙、1、2，行间空行，年份是汉字",
        everywhere("石泉县", [_COLUMN_NUMBERS]),
    ),
    Arrival(
        "23-two-currencies-in-one-cell",
        "“单位：万元、万美元、家”：外资只可能是万美元",
        {
            "紫阳县.xlsx": ("xlsxwriter", [_TWO_CURRENCIES]),
            "紫阳县.xls": ("xls", [_TWO_CURRENCIES]),
        },
    ),
    Arrival(
        "24-months-in-the-headings",
        "年份在表题，月份只在列名：1—9月累计",
        {
            "汉滨区.xlsx": ("openpyxl", [_MONTHS_AS_HEADINGS]),
            "汉滨区.xls": ("xls", [_MONTHS_AS_HEADINGS]),
        },
    ),
)
