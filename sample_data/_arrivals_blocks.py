"""Arrivals with several tables on a sheet, the same fact twice, and what cannot be told."""

from __future__ import annotations

from decimal import Decimal

from sample_data._arrivals_case import Arrival, everywhere
from sample_data._cells import Value
from sample_data._pages import Page

_LEDGER_HEAD = ["序号", "项目名称", "签约时间", "总投资", "本年到位资金", "其中省际"]

_CONTINUED = Page(
    "台账",
    [
        ["汉滨区2020年招商引资项目台账"],
        [None, None, None, None, None, "单位：万元"],
        _LEDGER_HEAD,
        [1, "秦巴药材仓储项目", "2020-01-15", 5000, 2000, 2000],
        [2, "新型建材生产项目", "2020-03-20", 7000, 3000, 2500],
        ["本页小计", None, None, 12000, 5000, 4500],
        [],
        ["续表"],
        _LEDGER_HEAD,
        [3, "社区工厂扩建项目", "2020-06-18", 900, 600, 600],
        [4, "冷链物流园项目", "2020-08-08", 15000, 4000, 3500],
        ["本页小计", None, None, 15900, 4600, 4100],
        ["合计", None, None, 27900, 9600, 8600],
    ],
    ["A1:F1"],
)

_BESIDE = Page(
    "报表",
    [
        ["安康高新区2020年招商引资报表"],
        ["表1 项目台账　单位：万元", None, None, None, None, None, "表2 外资企业　单位：万美元"],
        [
            "项目名称", "签约时间", "总投资", "本年到位资金", "其中省际", None,
            "企业名称", "设立时间", "实际利用外资",
        ],
        [
            "智能终端制造项目", "2020-04-10", 22000, 6000, 6000, None,
            "安康恒芯电子有限公司", "2020-03-01", Decimal("150.5"),
        ],
        [
            "数据中心建设项目", "2020-09-09", 30000, 5000, 4000, None,
            "安康绿源食品有限公司", "2019-05-06", 80,
        ],
        ["合计", None, 52000, 11000, 10000, None, "合计", None, Decimal("230.5")],
    ],
    ["A1:I1", "A2:E2", "G2:I2"],
)  # fmt: skip

_HALVES = Page(
    "台账",
    [
        ["恒口示范区2020年招商引资项目台账（单位：万元）"],
        [*_LEDGER_HEAD, *_LEDGER_HEAD],
        [
            1, "毛绒玩具创意园项目", "2020-02-12", 3000, 1000, 1000,
            3, "装配式建筑基地项目", "2020-06-09", 12000, 2500, 2500,
        ],
        [
            2, "电子线束生产项目", "2020-03-30", 1800, 700, 500,
            4, "智慧仓储中心项目", "2020-07-21", 6400, 900, 0,
        ],
    ],
    ["A1:L1"],
)  # fmt: skip

_UNDER_ONE_ANOTHER = Page(
    "Sheet1",
    [
        ["瀛湖生态旅游区2020年招商引资报表"],
        ["一、项目台账（单位：万元）"],
        ["项目名称", "签约时间", "总投资", "本年到位资金", "其中省际"],
        ["环湖骑行驿站项目", "2020-05-15", 2600, 800, 800],
        ["枇杷采摘园项目", "2020-08-30", 1500, 450, 300],
        [],
        ["二、外资企业（单位：万美元）"],
        ["企业名称", "设立时间", "实际利用外资"],
        ["安康瀛湖水世界有限公司", "2020-07-07", Decimal("62.8")],
        [],
        ["三、招商活动"],
        ["日期", "类型", "级别", "次数"],
        ["2020-03-12", "小分队", "县级", 2],
        ["2020-10-20", "领导外出", "县级", 1],
        ["填报单位：瀛湖生态旅游区管委会", None, None, None, None],
    ],
    ["A1:E1", "A2:E2", "A7:E7", "A11:E11"],
)

_NO_GAP = Page(
    "报表",
    [
        ["瀛湖生态旅游区2020年1—9月招商引资报表"],
        [
            "项目名称",
            "签约时间",
            "总投资（万元）",
            "本年到位资金（万元）",
            "其中省际（万元）",
            "日期",
            "类型",
        ],
        ["水上运动基地项目", "2020-03-16", 7000, 2100, 2100, "2020-04-01", "小分队"],
        ["生态渔庄项目", "2020-08-05", 1200, 500, 300, "2020-06-18", "领导外出"],
        [None, None, None, None, None, "2020-09-09", "小分队"],
    ],
    ["A1:G1"],
)

_SUMMARY_HEAD = ["指标", "计量单位", "本年累计"]
_SUMMARY = Page(
    "汇总表",
    [
        ["白河县2020年招商引资汇总表"],
        _SUMMARY_HEAD,
        ["新签订招商引资合同项目", "个", 15],
        ["合同项目总投资", "亿元", Decimal("32.5")],
    ],
)
_SUMMARY_DIFFERS = Page(
    "附表",
    [
        ["白河县2020年招商引资汇总表"],
        _SUMMARY_HEAD,
        ["新签订招商引资合同项目", "个", 15],
        ["合同项目总投资", "万元", 335000],
    ],
)
_SUMMARY_AGREES = Page(
    "附表",
    [
        ["白河县2020年招商引资汇总表"],
        _SUMMARY_HEAD,
        ["新签订招商引资合同项目", "个", 15],
        ["合同项目总投资", "万元", 325000],
    ],
)

_HEAD_WITH_UNITS = [
    "项目名称",
    "投资方",
    "签约时间",
    "总投资（万元）",
    "本年到位资金（万元）",
    "其中省际（万元）",
]
_ONE_PROJECT_TWICE = [
    Page(
        "续建",
        [
            ["镇坪县2020年招商引资项目台账"],
            _HEAD_WITH_UNITS,
            ["飞渡峡漂流项目", "重庆巫溪旅游有限公司", "2019-04-01", 5000, 1200, 1200],
        ],
    ),
    Page(
        "新建",
        [
            ["镇坪县2020年招商引资项目台账"],
            _HEAD_WITH_UNITS,
            ["飞渡峡漂流项目", "重庆巫溪旅游有限公司", "2019-04-01", 5000, 1500, 1500],
            ["中药饮片加工项目", "湖北竹溪药业有限公司", "2020-04-16", 3200, 800, 800],
        ],
    ),
]  # fmt: skip

_TWO_TABLES_FIT = Page(
    "任务完成",
    [
        ["宁陕县2020年招商引资任务完成情况"],
        ["指标", "计量单位", "年度目标", "本年累计"],
        ["合同项目总投资", "亿元", 20, Decimal("21.3")],
        ["实际利用外资", "万美元", 100, 110],
    ],
)

_WITHOUT_A_YEAR = Page(
    "台账",
    [
        ["汉阴县招商引资项目台账"],
        [None, None, None, None, None, "单位：万元"],
        _LEDGER_HEAD,
        [1, "富硒大米加工项目", "2020-03-09", 4800, 1600, 1600],
        [2, "古梯田民宿项目", "2020-05-26", 2700, 900, 900],
    ],
)


def _until_september(period: str) -> list[Page]:
    rows: list[list[Value]] = [
        [f"旬阳县2020年{period}招商引资项目台账"],
        ["项目名称", "签约时间", "总投资（万元）", "本年到位资金（万元）", "其中省际（万元）"],
        ["汉江生态农庄项目", "2020-03-05", 3600, 1100, 1100],
    ]
    return [Page("台账", rows)]


_TEMPLATE = Page(
    "项目台账",
    [
        ["紫阳县2020年招商引资项目台账"],
        [None, None, None, None, None, "单位：万元"],
        _LEDGER_HEAD,
        ["示例", "××产业园项目", "2020-01-01", 10000, 5000, 5000],
        [1, None, None, None, None, None],
        [2, None, None, None, None, None],
        [3, None, None, None, None, None],
        ["合计", None, None, 0, 0, 0],
        ["填表说明：金额填到小数点后两位。"],
    ],
    ["A1:F1"],
)

_PHONE_BOOK = Page(
    "通讯录",
    [
        ["各县区招商局通讯录"],
        ["县区", "办公室", "楼层", "项目名字"],
        ["汉滨区", "综合股", 3, "无"],
        ["汉阴县", "业务股", 5, "无"],
    ],
)

ARRIVALS = (
    Arrival(
        "30-continued-under-a-second-header",
        "续表：表头重复，每页小计，最后合计",
        everywhere("汉滨区", [_CONTINUED]) | {
            "汉滨区.csv": ("text bom comma", [_CONTINUED]),
        },
    ),
    Arrival(
        "31-two-tables-side-by-side",
        "左边项目台账，右边外资企业，各有单位和合计",
        {"高新区.xlsx": ("xlsxwriter", [_BESIDE]), "高新区.xls": ("xls", [_BESIDE])},
    ),
    Arrival(
        "32-one-table-in-two-halves",
        "一张表分两栏排，右栏接着左栏",
        {"恒口.xlsx": ("openpyxl", [_HALVES]), "恒口.csv": ("text gb18030 comma", [_HALVES])},
    ),
    Arrival(
        "33-different-tables-under-one-another",
        "一张工作表上下三种报表，单位各不相同",
        everywhere("瀛湖", [_UNDER_ONE_ANOTHER]),
    ),
    Arrival(
        "42-side-by-side-without-a-gap",
        "两种报表左右紧挨着，右边多一行",
        {"瀛湖.xlsx": ("openpyxl", [_NO_GAP]), "瀛湖.csv": ("text utf8 comma", [_NO_GAP])},
    ),
    Arrival(
        "34-same-fact-twice-and-equal",
        "汇总表两处，一处亿元一处万元，数相同",
        {"白河县.xlsx": ("openpyxl", [_SUMMARY, _SUMMARY_AGREES])},
    ),
    Arrival(
        "35-same-fact-twice-and-different",
        "汇总表两处，合同项目总投资相差1亿元，退回",
        {
            "白河县.xlsx": ("xlsxwriter", [_SUMMARY, _SUMMARY_DIFFERS]),
            "白河县.xls": ("xls", [_SUMMARY, _SUMMARY_DIFFERS]),
        },
    ),
    Arrival(
        "36-same-project-on-two-sheets",
        "同一个项目在两张工作表上，到位资金不同，退回",
        {"镇坪县.xlsx": ("openpyxl", _ONE_PROJECT_TWICE)},
    ),
    Arrival(
        "37-two-tables-fit-equally",
        "既像目标任务又像汇总表，退回",
        {"宁陕县.xlsx": ("openpyxl", [_TWO_TABLES_FIT])},
    ),
    Arrival(
        "38-year-in-the-file-name-only",
        "只有文件名有年份：退回，提示用 --year 确认",
        {"汉阴县2020年.xlsx": ("xlsxwriter", [_WITHOUT_A_YEAR])},
    ),
    Arrival(
        "39-year-confirmed",
        "只有文件名有年份，用 --year 2020 确认",
        {"汉阴县2020年.xlsx": ("xlsxwriter", [_WITHOUT_A_YEAR])},
    ),
    Arrival(
        "43-periods-in-words",
        "第三季度、前三季度、一至三季度、元月至九月，都是到9月",
        {
            f"{period}.xlsx": ("openpyxl", _until_september(period))
            for period in ("第三季度", "前三季度", "一至三季度", "1—3季度", "元月至九月", "元—9月")
        },
    ),
    Arrival(
        "40-template-without-rows",
        "空白模板：示例行、序号、0 的合计，不算零统计，退回",
        {"紫阳县.xlsx": ("openpyxl", [_TEMPLATE]), "紫阳县.xls": ("xls", [_TEMPLATE])},
    ),
    Arrival(
        "41-nothing-recognisable",
        "没有一张报表，退回",
        {
            "通讯录.xlsx": ("openpyxl", [_PHONE_BOOK]),
            "通讯录.csv": ("text utf8 comma", [_PHONE_BOOK]),
        },
    ),
)  # fmt: skip
