"""Arrivals as matrices: areas and indicators across each other, years, months, groups, parts."""

from __future__ import annotations

from decimal import Decimal

from sample_data._arrivals_case import Arrival, everywhere
from sample_data._pages import Page

_D = Decimal

_AREAS_DOWN = Page(
    "2-1",
    [
        ["2-1  2020年东北三省主要指标（虚构）"],
        [
            "地区", "R&D经费\n（亿元）", "出口额\n（亿美元）",
            "粮食产量\n（万吨）", "居民人均可支配收入\n（元）",
        ],
        ["东北地区", _D("881.7"), _D("477.4"), _D("13682.8")],
        ["辽 宁", _D("549"), _D("383.3"), _D("2338.8"), 32738],
        ["吉 林", _D("159.5"), _D("42.1"), _D("3803.2"), 25751],
        ["黑龙江", _D("173.2"), 52, _D("7540.8"), 24902],
    ],
    ["A1:E1"],
)  # fmt: skip

_AREAS_ACROSS = Page(
    "2-2",
    [
        ["2-2  2020年分地区主要指标（虚构）"],
        ["指标", "计量单位", "北京", "天津", "河北"],
        ["一、R&D经费", "亿元", _D("2326.6"), _D("485"), _D("634.4")],
        ["　　其中：基础研究", "万元", 3731000, 280500, 182000],
        ["二、出口额", "万美元", 6713500, 4432000, 3643000],
        ["三、粮食产量", "万吨", _D("30.5"), _D("228.2"), _D("3795.9")],
    ],
    ["A1:E1"],
)

_YEARS_BELOW = Page(
    "2-3",
    [
        ["2-3  各地区出口额和粮食产量（虚构）"],
        ["地区", "出口额（亿美元）", None, "粮食产量（万吨）"],
        [None, "2019年", "2020年", "2019年", "2020年"],
        ["上海市", _D("1988.7"), _D("1981.1"), _D("95.9"), _D("91.4")],
        ["江苏省", 3948, _D("3962.8"), _D("3706.2"), _D("3729.1")],
    ],
    ["A1:E1", "A2:A3", "B2:C2", "D2:E2"],
)

_MONTH = Page(
    "1-9月",
    [
        ["2020年1—9月各县区主要指标"],
        [None, None, None, None, "单位：万元"],
        ["县区", "社会消费品零售总额"],
        [None, "当月", "累计", "上年同期", "同比±%"],
        ["汉滨区", 210500, 1820000, 1880000, _D("-3.2")],
        ["旬阳县", _D("52100.5"), 466000, 460000, _D("1.3")],
        ["白河县", 21000, 180000, 180000, 0],
    ],
    ["A1:E1", "A3:A4", "B3:E3"],
)

_FIVE_ROWS = Page(
    "2-4",
    [
        ["2-4  各地区科技投入（虚构）"],
        ["地 区\nRegion", "科 技 投 入"],
        [None, "R&D经费\n内部支出（亿元）", None, None, None, "R&D经费\n投入强度（%）"],
        [None, "合 计", None, "#基础研究", None, None, None],
        [None, "Total", None, "Basic Research", None, "Intensity", None],
        [None, "2019年", "2020年", "2019年", "2020年", "2019年", "2020年"],
        ["新 疆\nXinjiang", _D("64.1"), _D("61.6"), _D("4.1"), _D("4.3"), _D("0.47"), _D("0.45")],
        ["宁 夏\nNingxia", _D("54.5"), _D("59.6"), _D("2.2"), _D("2.5"), _D("1.45"), _D("1.52")],
        ["新疆建\n设兵团", _D("1.5"), _D("1.7"), None, None, None, None],
        ["注：兵团的数已包括在新疆内。"],
    ],
    ["A1:G1", "A2:A6", "B2:G2", "B3:E3", "F3:G4", "B4:C4", "D4:E4", "B5:C5", "D5:E5", "F5:G5"],
)

_PART_AND_VALUE = Page(
    "内资",
    [
        ["2020年各县区招商引资完成情况"],
        ["地区", "实际到位内资（亿元）"],
        [None, "合计", "其中：省外资金"],
        [None, None, "完成值", "增幅（%）"],
        ["汉滨区", _D("120.5"), _D("98.25"), _D("7.1")],
        ["旬 阳", _D("88.6"), _D("80.1"), _D("-2.5")],
    ],
    ["A1:D1", "A2:A4", "B2:D2", "B3:B4", "C3:D3"],
)

_GROUP_WRONG = Page(
    "2-5",
    [
        ["2020年东北三省粮食产量（万吨）"],
        ["地区", "绝对数", "比上年增长（%）"],
        ["东北地区", 13782, 1],
        ["辽宁", 2339, _D("-3.8")],
        ["吉林", 3803, _D("-1.9")],
        ["黑龙江", 7540, _D("0.5")],
    ],
)

_PROVINCE = Page(
    "全省",
    [
        ["2020年全省各市招商引资主要指标完成情况"],
        ["市（区）", "实际引进内资（省际）", None, None, "实际利用外资"],
        [
            None, "本年累计\n（亿元）", "同比增长\n（%）", "位次",
            "本年累计\n（万美元）", "同比增长\n（%）", "位次",
        ],
        ["西安市", 2100, _D("7.5"), 2, 760000, _D("12.1"), 2],
        ["安康市", 818, _D("7.82"), 1, 6076, _D("25.8"), 1],
        ["全省合计", 2918, _D("7.6"), None, 766076, _D("12.2"), None],
    ],
    ["A1:G1", "A2:A3", "B2:D2", "E2:G2"],
)  # fmt: skip

_YEARS_DOWN = Page(
    "2-6",
    [
        ["2-6  各地区R&D经费支出（虚构）"],
        [None, None, None, "单位：亿元"],
        ["年份", "北京", "天津", "河北"],
        [2019, _D("2233.6"), 463, _D("566.7")],
        [2020, _D("2326.6"), 485, _D("634.4")],
        [],
        ["续表"],
        ["年份", "山西", "内蒙古"],
        [2019, _D("191.2"), _D("147.8")],
        [2020, _D("211.1"), _D("161.1")],
    ],
    ["A1:D1"],
)

_TWO_STUBS = Page(
    "2-7",
    [
        ["2-7  主要指标（虚构）"],
        ["地区", "指标", "2019年", "2020年"],
        ["浙江", "出口额（亿美元）", 3346, 3631],
        [None, "粮食产量（万吨）", _D("592.1"), _D("605.7")],
        ["福建", "出口额（亿美元）", 1201, 1223],
        [None, "粮食产量（万吨）", _D("493.9"), _D("502.3")],
    ],
    ["A1:D1", "A3:A4", "A5:A6"],
)

_HALVES = Page(
    "2-8",
    [
        ["2-8  2020年各地区粮食产量（虚构）"],
        [None, None, None, "单位：万吨"],
        ["地区", "绝对数", "地区", "绝对数"],
        ["湖 北", _D("2727.4"), "广 东", _D("1267.6")],
        ["湖 南", _D("3015.1"), "广 西", 1370],
    ],
    ["A1:D1"],
)

_REGIONS = Page(
    "全省",
    [
        ["2020年全省各市招商引资位次（单位：亿元）"],
        ["市区", "实际引进内资（省际）"],
        [None, "本年累计", "同比（%）"],
        ["全省合计", 4000, _D("7.1")],
        ["关中地区", 2100, _D("7.5")],
        ["　西安市", 2100, _D("7.5")],
        ["陕南地区", 1900, _D("6.7")],
        ["　安康市", 818, _D("7.82")],
        ["　商洛市", 1082, _D("5.9")],
    ],
    ["A1:C1", "A2:A3", "B2:C2"],
)

_WHOLE_AND_DISTRICTS = Page(
    "社零",
    [
        ["2020年1—9月各县区社会消费品零售总额"],
        [None, None, None, "单位：亿元"],
        ["地区", "2020年1—9月", "2019年1—9月", "同比（%）"],
        ["市辖区", _D("182.5"), 190, _D("-3.9")],
        ["汉滨区", _D("182.5"), 190, _D("-3.9")],
        ["县（市）", _D("64.6"), 64, _D("0.9")],
        ["旬阳县", _D("46.6"), 46, _D("1.3")],
        ["白河县", 18, 18, 0],
    ],
)

_YEARS_OVER_AREAS = Page(
    "2-9",
    [
        ["2-9  主要指标（虚构）"],
        ["指标", "2019年", None, "2020年"],
        [None, "山东", "河南", "山东", "河南"],
        ["R&D经费（亿元）", _D("1494.7"), 793, _D("1681.9"), _D("901.3")],
        ["　#基础研究（亿元）", _D("60.2"), _D("20.1"), 71, _D("22.4")],
        ["粮食产量（万吨）", 5357, _D("6695.4"), _D("5446.8"), _D("6825.8")],
    ],
    ["A1:E1", "A2:A3", "B2:C2", "D2:E2"],
)

_LIKE_A_YEAR = Page(
    "全省",
    [
        ["2020年全省各市招商引资位次（单位：亿元）"],
        ["市区", "实际引进内资（省际）"],
        [None, "本年累计", "同比（%）"],
        ["韩城市", 2019, _D("7.5")],
        ["西安市", 2100, _D("7.1")],
        ["安康市", 818, _D("7.82")],
    ],
    ["A1:C1", "A2:A3", "B2:C2"],
)

_PART_OVER_YEARS = Page(
    "2-10",
    [
        ["2-10  各地区科技投入（虚构）"],
        ["地区", "R&D经费（亿元）"],
        [None, "#基础研究"],
        [None, "2019年", "2020年"],
        ["甘 肃", _D("5.1"), _D("5.6")],
        ["青 海", _D("1.3"), _D("1.2")],
    ],
)

_BLANK_LABELS = Page(
    "2-11",
    [
        ["2-11  主要指标（虚构）"],
        ["地区", "指标", "2019年", "2020年"],
        ["贵州", "出口额（亿美元）", _D("47.4"), _D("62.4")],
        [None, "粮食产量（万吨）", _D("1051.2"), _D("1057.6")],
        ["云南", "出口额（亿美元）", _D("150.2"), _D("221.8")],
        [None, "粮食产量（万吨）", 1870, _D("1895.9")],
    ],
)

_MONTHS_AS_HEADINGS = Page(
    "社零",
    [
        ["2020年各县区社会消费品零售总额（亿元）"],
        ["县区", "1—9月", "同比（%）"],
        ["汉滨区", _D("182.5"), _D("-3.9")],
        ["旬阳县", _D("46.6"), _D("1.3")],
    ],
    ["A1:C1"],
)

_UNITS_CLASH = Page(
    "2-12",
    [
        ["2-12  2020年各地区R&D经费（虚构）"],
        [None, "单位：万元"],
        ["地区", "R&D经费（亿元）"],
        ["陕 西", _D("632.3")],
        ["甘 肃", _D("109.6")],
    ],
)

_EXPORTS = ["地区", "2020年出口额（亿美元）"]
_TWICE_EQUAL = [
    Page("表1", [["出口额"], _EXPORTS, ["四川", 672], ["重庆", _D("605.3")]]),
    Page(
        "表2",
        [["出口额"], ["地区", "2020年出口额（万美元）"], ["四川", 6720000], ["云南", 2218000]],
    ),
]
_TWICE_DIFFERENT = [
    Page("表1", [["出口额"], _EXPORTS, ["四川", 672], ["重庆", _D("605.3")]]),
    Page("表2", [["出口额"], _EXPORTS, ["四川", 627], ["云南", _D("221.8")]]),
]

ARRIVALS = (
    Arrival(
        "60-areas-down-indicators-across",
        "行是地区，列是指标，各列单位不同，分组行不重复计",
        everywhere("东北", [_AREAS_DOWN]),
    ),
    Arrival(
        "61-indicators-down-areas-across",
        "行是指标，列是地区，计量单位自成一列",
        everywhere("分地区", [_AREAS_ACROSS]),
    ),
    Arrival(
        "62-years-below-indicators",
        "指标下面是年份",
        everywhere("出口粮食", [_YEARS_BELOW])
        | {"出口粮食.csv": ("text gb18030 comma", [_YEARS_BELOW])},
    ),
    Arrival(
        "63-month-total-base-growth",
        "指标下面是当月、累计、上年同期、同比",
        everywhere("县区", [_MONTH]) | {"县区.csv": ("text bom comma", [_MONTH])},
    ),
    Arrival(
        "64-matrix-with-five-header-rows",
        "五行表头：合并、断行、英文、年份；地名里有空格和英文，兵团单列",
        everywhere("科技", [_FIVE_ROWS]) | {"科技.txt": ("text utf16 tab", [_FIVE_ROWS])},
    ),
    Arrival(
        "65-indicator-part-and-value-word",
        "实际到位内资（亿元）> 其中：省外资金 > 完成值",
        {"内资.xlsx": ("xlsxwriter", [_PART_AND_VALUE]), "内资.xls": ("xls", [_PART_AND_VALUE])},
    ),
    Arrival(
        "66-group-is-not-the-sum",
        "东北地区比三省之和多100万吨，退回",
        {
            "粮食.xlsx": ("openpyxl", [_GROUP_WRONG]),
            "粮食.csv": ("text utf8 comma", [_GROUP_WRONG]),
        },
    ),
    Arrival(
        "67-placements-as-a-matrix",
        "全省位次排成各市一行、指标一列",
        everywhere("全省", [_PROVINCE]) | {"全省.csv": ("text utf8 semicolon", [_PROVINCE])},
    ),
    Arrival(
        "68-years-down-and-continued",
        "行是年份，列是地区，指标在表题；续表换了地区",
        {"研发.xls": ("xls", [_YEARS_DOWN]), "研发.xlsx": ("openpyxl", [_YEARS_DOWN])},
    ),
    Arrival(
        "69-two-columns-of-labels",
        "地区合并两行，第二列是指标",
        {
            "主要指标.xlsx": ("xlsxwriter", [_TWO_STUBS]),
            "主要指标.xls": ("xls", [_TWO_STUBS]),
            "主要指标.html": ("html gb2312", [_TWO_STUBS]),
        },
    ),
    Arrival(
        "70-matrix-in-two-halves",
        "一张表左右两栏，指标和单位在表题",
        {"粮食.xlsx": ("openpyxl", [_HALVES]), "粮食.csv": ("text gb18030 tab", [_HALVES])},
    ),
    Arrival(
        "71-stated-twice-and-equal",
        "四川出口额两张表都有，一处亿美元一处万美元，数相同",
        {"出口.xlsx": ("openpyxl", _TWICE_EQUAL), "出口.xls": ("xls", _TWICE_EQUAL)},
    ),
    Arrival(
        "72-stated-twice-and-different",
        "四川出口额一处672、一处627，退回",
        {"出口.xlsx": ("xlsxwriter", _TWICE_DIFFERENT), "出口.xls": ("xls", _TWICE_DIFFERENT)},
    ),
    Arrival(
        "73-regions-of-the-province",
        "关中地区、陕南地区是分组的小计，不是市",
        everywhere("全省", [_REGIONS]),
    ),
    Arrival(
        "74-districts-and-counties",
        "市辖区、县（市）是分组；列名是两年的同期",
        {
            "社零.xlsx": ("openpyxl", [_WHOLE_AND_DISTRICTS]),
            "社零.xls": ("xls", [_WHOLE_AND_DISTRICTS]),
        },
    ),
    Arrival(
        "75-years-over-areas",
        "上一行是年份，下一行是地区，指标在左，#其中是一项",
        everywhere("主要指标", [_YEARS_OVER_AREAS]),
    ),
    Arrival(
        "76-a-value-that-looks-like-a-year",
        "第一行是目录里没有的市，数恰好是2019：不是年份",
        {
            "全省.xlsx": ("openpyxl", [_LIKE_A_YEAR]),
            "全省.csv": ("text utf8 comma", [_LIKE_A_YEAR]),
        },
    ),
    Arrival(
        "77-a-part-over-two-years",
        "#基础研究下面两个年份，表头没有合并",
        {
            "科技.xlsx": ("xlsxwriter", [_PART_OVER_YEARS]),
            "科技.csv": ("text gb18030 comma", [_PART_OVER_YEARS]),
        },
    ),
    Arrival(
        "78-labels-said-once",
        "地区只在第一行写，下面一行空着，没有合并",
        {
            "主要指标.xlsx": ("openpyxl", [_BLANK_LABELS]),
            "主要指标.csv": ("text utf8 comma", [_BLANK_LABELS]),
        },
    ),
    Arrival(
        "79-months-in-the-headings-of-a-matrix",
        "年份在表题，月份只在列名：不是全年",
        {
            "社零.xlsx": ("xlsxwriter", [_MONTHS_AS_HEADINGS]),
            "社零.xls": ("xls", [_MONTHS_AS_HEADINGS]),
        },
    ),
    Arrival(
        "80-units-of-a-matrix-clash",
        "单位行万元，列名亿元，要说明",
        {"研发.xlsx": ("openpyxl", [_UNITS_CLASH])},
    ),
)  # fmt: skip
