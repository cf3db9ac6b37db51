"""Arrivals by format: the same return in every form of file, and forms with a turn of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sample_data._arrivals_case import Arrival, everywhere
from sample_data._pages import Page

LEDGER = Page(
    "项目台账",
    [
        ["旬阳县2020年招商引资项目台账"],
        ["填报单位：旬阳县招商局", None, None, None, None, None, None, None, "单位：万元"],
        ["序号", "项目名称", "投资方", "来源地", "签约时间", "总投资", "到位资金"],
        [None, None, None, None, None, None, "本年到位资金", "其中省际", "其中省内"],
        [
            1, "富硒茶精深加工项目", "江苏茗山茶业有限公司", "江苏", date(2020, 3, 18),
            12000, Decimal("3500.5"), Decimal("3500.5"), 0,
        ],
        [
            2, "毛绒玩具生产线项目", "浙江童趣玩具有限公司", "浙江", date(2020, 5, 6),
            8600, 2100, 2000, 100,
        ],
        [
            3, "山地酒店建设项目", "西安秦岭旅游有限公司", "陕西西安", date(2019, 11, 20),
            Decimal("36000.25"), 4800, 0, 4800,
        ],
        [
            "合计", None, None, None, None,
            Decimal("56600.25"), Decimal("10400.5"), Decimal("5500.5"), 4900,
        ],
        ["注：来源地指投资方注册地。"],
    ],
    ["A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:I3"],
)  # fmt: skip

_ACTIVITIES = Page(
    "招商活动",
    [
        ["汉阴县2020年1—9月招商活动统计表"],
        ["日期", "类型", "级别", "带队领导", "目的地", "接待情况", None, "是否\n联合"],
        [None, None, None, None, None, "批次", "人次"],
        ["2020年3月5日", "推介活动", "市级", "陈海川", "西安", None, None, "否"],
        ["2020年6月12日", "接待客商", "县级", "吕春燕", None, 6, 38, "否"],
        ["2020年7月20日", "接待客商", "县级", "吕春燕", None, 2, 9, "否"],
        ["2020年9月1日", "小分队", "县级", "周立新", "杭州", None, None, "否"],
    ],
    ["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2", "H2:H3"],
    hidden_rows=[6],
)

_FOREIGN = Page(
    "外资企业",
    [
        ["平利县2020年外商投资企业情况表"],
        [None, None, None, "单位：万美元"],
        ["企业\n名称", "国别\n（地区）", "设立时间", "实际利用\n外资", "其中：外商\n直接投资"],
        ["平利县恒达电子\n有限公司", "中国香港", "2020-04-08", "120.5", "120.5"],
        ["陕西绿源饮品有限公司", "新加坡", "2018-10-16", "1,036.25", "1,036.25"],
    ],
    ["A1:E1"],
)

_LOGIN = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>统一身份认证</title></head><body>'
    '<form action="/login"><p>登录已超时，请重新登录</p><input name="user"></form></body></html>\n'
)

_MISNAMED = Page(
    "外资企业",
    [
        ["白河县2020年招商引资项目台账"],
        ["项目名称", "签约时间", "总投资（万元）", "本年到位资金（万元）", "其中省际（万元）"],
        ["汉江物流码头项目", "2020-04-25", 16000, 5200, 5200],
    ],
)

ARRIVALS = (
    Arrival(
        "01-one-return-in-every-format",
        "同一张台账，十九种文件，结果一样",
        {
            "旬阳县.xlsx": ("openpyxl", [LEDGER]),
            "旬阳县2.xlsx": ("xlsxwriter", [LEDGER]),
            "旬阳县.xls": ("xls", [LEDGER]),
            "旬阳县.et": ("xls", [LEDGER]),
            "旬阳县是xls.xlsx": ("xls", [LEDGER]),
            "旬阳县.xml": ("xml", [LEDGER]),
            "旬阳县是网页.xls": ("html gb2312", [LEDGER]),
            "旬阳县.html": ("html utf-8", [LEDGER]),
            "旬阳县.mht": ("mht", [LEDGER]),
            "旬阳县.csv": ("text gb18030 comma", [LEDGER]),
            "旬阳县分号.csv": ("text bom semicolon", [LEDGER]),
            "旬阳县制表符.tsv": ("text utf8 tab", [LEDGER]),
            "旬阳县sep.csv": ("text sep semicolon", [LEDGER]),
            "旬阳县.txt": ("text utf16 tab", [LEDGER]),
        },
        kept=(
            "旬阳县LibreOffice.ods",
            "旬阳县LibreOffice.xls",
            "旬阳县LibreOffice.xlsx",
            "旬阳县LibreOffice.html",
            "旬阳县.xlsb",
        ),
    ),
    Arrival(
        "02-default-password",
        "Excel 内置默认密码保护的 .xlsx，照常打开",
        {},
        kept=("旬阳县.xlsx",),
    ),
    Arrival(
        "03-exported-web-page",
        "报表系统导出的网页改名 .xls：跨行跨列的表头、隐藏行",
        {"汉阴县招商活动.xls": ("html gb2312", [_ACTIVITIES])},
    ),
    Arrival(
        "04-quoted-line-breaks",
        "单元格里有换行：CSV 引号、网页 <br>、XML 换行符；千分位是文本",
        everywhere("平利县外资", [_FOREIGN]) | {
            "平利县外资.csv": ("text gb18030 comma", [_FOREIGN]),
            "平利县外资.txt": ("text utf16 tab", [_FOREIGN]),
        },
    ),
    Arrival(
        "05-degraded-with-a-blank",
        "ODS 里一个金额是空的，看不出是不是错误值：要说明",
        {},
        kept=("旬阳县.ods",),
    ),
    Arrival(
        "06-login-page",
        "系统登录超时，导出的是登录页：拒收",
        {"旬阳县.xls": ("as is", [Page("", [[_LOGIN]])])},
    ),
    Arrival(
        "07-names-are-no-evidence",
        "文件名、工作表名写的是别的县、别的年、别的表：以表内为准",
        {
            "汉滨区2019年外资企业.xlsx": ("openpyxl", [_MISNAMED]),
            "汉滨区2019年外资企业.xls": ("xls", [_MISNAMED]),
        },
    ),
    Arrival(
        "08-percent-cells",
        "同比是百分比格式的单元格：0.25 就是 25%",
        {},
        kept=(
            "宁陕县LibreOffice.xlsx",
            "宁陕县LibreOffice.xls",
            "宁陕县LibreOffice.ods",
            "宁陕县LibreOffice.html",
        ),
    ),
)  # fmt: skip
