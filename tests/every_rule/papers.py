"""Returns without a fault, written with openpyxl.

石泉县 sends four projects, two foreign enterprises and three activities. What it sent before, for
the year 2019 and for January to November, goes with that.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Value: TypeAlias = str | int | Decimal | date | None
Row: TypeAlias = Mapping[str, Value]

COUNTY, OTHER = "石泉县", "汉滨区"
LEDGER, FOREIGN, EVENTS, SUMMARY = "项目台账", "外资企业", "招商活动", "汇总表"

TEA, INN, SILK, WATER, OLD = (
    "富硒茶叶加工项目", "后柳镇民宿集群项目", "池河镇蚕丝织造项目", "云雾山矿泉水项目",
    "饶峰镇石材加工项目",
)  # fmt: skip
FIRST_FIRM, SECOND_FIRM = "安康晨沐生物科技有限公司", "安康远岭电子有限公司"
TRIP, EVENT, GUESTS = "江河清", "山远明", "陆知秋"
"""The leaders of the activities, by whom their rows are known."""

_OF_2019: Mapping[str, Row] = {
    OLD: {
        "项目编号": "SQ-000", "投资方": "泉州石语石材公司", "来源地": "福建泉州", "总投资": 30000,
        "签约时间": "2019-02-11", "建设性质": "新建", "产业类别": "建材", "行业代码": "C3032",
        "阶段": "投产", "开工时间": "2019-03-01", "投产时间": "2019-11-20", "本年到位资金": 6000,
        "其中省际": 2000, "其中省内": 4000, "自签约累计到位": 6000,
    },
    INN: {
        "项目编号": "SQ-002", "投资方": "成都远岫旅游公司", "来源地": "四川成都", "总投资": 9000,
        "签约时间": "2018-05-20", "建设性质": "续建", "产业类别": "生态旅游", "行业代码": "N78",
        "阶段": "开工", "开工时间": "2018-09-10", "本年到位资金": 1800, "其中省际": 1800,
        "自签约累计到位": 3000,
    },
    SILK: {
        "项目编号": "SQ-003", "投资方": "西安锦澜丝绸公司", "来源地": "陕西西安", "总投资": 6500,
        "签约时间": "2019-04-08", "建设性质": "新建", "产业类别": "纺织", "行业代码": "C1742",
        "阶段": "开工", "开工时间": "2019-06-18", "本年到位资金": 2500, "其中省际": 0,
        "其中省内": 2500, "自签约累计到位": 2500,
    },
}  # fmt: skip
_SINCE: Mapping[str, Row] = {
    TEA: {
        "项目编号": "SQ-001", "投资方": "杭州青屿茶业公司", "来源地": "浙江杭州",
        "统一社会信用代码": "91350100M000100Y43", "总投资": 8000, "签约时间": "2020-03-10",
        "建设性质": "新建", "产业类别": "富硒食品", "行业代码": "C1530", "阶段": "开工",
        "开工时间": "2020-05-06", "本年到位资金": 3000, "其中省际": 3000, "其中省内": 0,
        "自签约累计到位": 3000, "是否返乡创业": "是",
    },
    INN: {**_OF_2019[INN], "本年到位资金": 2000, "其中省际": 2000, "自签约累计到位": 5000},
    SILK: {
        **_OF_2019[SILK], "建设性质": "续建", "阶段": "投产", "投产时间": "2020-10-20",
        "本年到位资金": 1500, "其中省内": 1500, "自签约累计到位": 4000,
    },
    WATER: {
        "项目编号": "SQ-004", "投资方": "香港清涧饮品公司", "来源地": "香港", "内外资": "外资",
        "总投资": 60000, "签约时间": "2020-06-15", "建设性质": "新建", "产业类别": "饮料",
        "行业代码": "C1522", "阶段": "签约", "本年到位资金": 500, "其中省际": 0, "其中省内": 0,
        "自签约累计到位": 500,
    },
}  # fmt: skip
_LESS: Mapping[str, Row] = {
    TEA: {"本年到位资金": 2500, "其中省际": 2500, "自签约累计到位": 2500},
    INN: {"本年到位资金": 1600, "其中省际": 1600, "自签约累计到位": 4600},
    SILK: {},
    WATER: {"本年到位资金": 400, "自签约累计到位": 400},
}
_PROJECT: Row = {"内外资": "内资", "合同类型": "合同", "是否返乡创业": "否"}
_PROJECT_HEAD = (
    "项目编号", "项目名称", "投资方", "统一社会信用代码", "来源地", "内外资", "合同类型", "总投资",
    "签约时间", "建设性质", "产业类别", "行业代码", "阶段", "开工时间", "投产时间", "本年到位资金",
    "其中省际", "其中省内", "自签约累计到位", "是否返乡创业", "联系电话", "备注",
)  # fmt: skip
_FOREIGN_HEAD = (
    "企业名称", "国别", "设立时间", "合同外资", "实际利用外资", "其中外商直接投资",
    "其中外商其他投资",
)  # fmt: skip
_EVENT_HEAD = ("日期", "类型", "级别", "带队领导", "目的地", "次数", "批次", "人次", "是否联合")
_SUMMARY_HEAD = ("指标", "计量单位", "本年累计", "上年同期", "同比")
_SUMMARY_ROWS: Sequence[Sequence[Value]] = (
    ("新签订招商引资合同项目", "个", 2, 2, "0%"),
    ("合同项目总投资", "万元", 68000, 36500, None),
    ("投资5亿元以上项目", "个", 1, 0, None),
    ("投资5亿元以上项目总投资", "万元", 60000, 0, None),
    ("到位资金合计", "万元", 7000, 10300, "-32.04%"),
    ("新建项目到位资金", "万元", 3500, 8500, "-58.82%"),
    ("续建项目到位资金", "万元", 3500, 1800, "94.44%"),
    ("实际引进内资(省际)", "万元", 5000, 3800, "31.58%"),
    ("实际利用外资", "万美元", 200, 100, "100%"),
    ("外商直接投资", "万美元", 180, 100, "80%"),
    ("外商其他投资", "万美元", 20, 0, None),
    ("接待客商批次", "批次", 3, 2, "50%"),
    ("接待客商人次", "人次", 28, 20, "40%"),
)


# --- whole returns ----------------------------------------------------------------------------


def details() -> Workbook:
    """The year 2020: projects, enterprises and activities, row by row."""
    projects = [_project(name, row) for name, row in _SINCE.items()]
    firms = [
        _firm(FIRST_FIRM, "新加坡", "2019-03-09", 100, 20),
        _firm(SECOND_FIRM, "日本", "2020-04-16", 80, 0),
    ]
    events = [
        _event(TRIP, "2020-05-12", "小分队", "县级", 目的地="杭州", 次数=1),
        _event(EVENT, "2020-06-20", "推介活动", "县级", 目的地="西安"),
        _event(GUESTS, "2020-09-03", "接待客商", "县级", 批次=3, 人次=28),
    ]
    return _return("2020年", projects, firms, events)


def whole() -> Workbook:
    """The same with a total below the projects and with the 汇总表."""
    made = details()
    page = made[LEDGER]
    total: Row = {"项目编号": "合计", "总投资": 83500, "本年到位资金": 7000, "其中省际": 5000,
             "其中省内": 1500, "自签约累计到位": 12500}  # fmt: skip
    foot = page.max_row
    page.insert_rows(foot)
    for column, heading in enumerate(_PROJECT_HEAD, 1):
        page.cell(foot, column).value = total.get(heading)
    _sheet(made, SUMMARY, f"{COUNTY}2020年招商引资汇总表", "", _SUMMARY_HEAD, _SUMMARY_ROWS)
    return made


def last_year() -> Workbook:
    """What the county sent for 2019."""
    projects = [_project(name, row) for name, row in _OF_2019.items()]
    firms = [_firm(FIRST_FIRM, "新加坡", "2019-03-09", 100, 0)]
    events = [_event(GUESTS, "2019-09-03", "接待客商", "县级", 批次=2, 人次=20)]
    return _return("2019年", projects, firms, events)


def november() -> Workbook:
    """What it sent for January to November 2020."""
    projects = [_project(name, {**row, **_LESS[name]}) for name, row in _SINCE.items()]
    firms = [
        _firm(FIRST_FIRM, "新加坡", "2019-03-09", 90, 10),
        _firm(SECOND_FIRM, "日本", "2020-04-16", 80, 0),
    ]
    events = [
        _event(TRIP, "2020-05-12", "小分队", "县级", 目的地="杭州", 次数=1),
        _event(GUESTS, "2020-09-03", "接待客商", "县级", 批次=3, 人次=25),
    ]
    return _return("2020年1—11月", projects, firms, events)


def neighbour(name: str, year: int) -> Workbook:
    """What another reporter sent: one activity; 汉滨区 in 2020 one project beside it."""
    made = Workbook()
    made.remove(made.worksheets[0])
    if (name, year) == (OTHER, 2020):
        row = {**_SINCE[TEA], "项目编号": "HB-007", "投资方": "宁波清和食品公司",
               "统一社会信用代码": None, "总投资": 3000, "本年到位资金": 0,
               "其中省际": 0}  # fmt: skip
        _ledger(made, name, "2020年", [_project("月河镇魔芋食品厂项目", row)])
    event = _event(f"{name}领导", f"{year}-04-02", "小分队", "县级", 目的地="上海", 次数=1)
    _events(made, name, f"{year}年", [event])
    return made


_CITIES = ("西安", "铜川", "宝鸡", "咸阳", "渭南", "延安", "汉中", "榆林", "商洛", "杨凌示范区")
_PROVINCE_HEAD = ("地区", "指标", "计量单位", "本年累计", "同比", "目标", "完成比例", "位次")


def province(year: int = 2020) -> Workbook:
    """The province's table: the nine cities after 西安 grow by 28, 26 … per cent, 安康 by 31.58."""
    made = Workbook()
    made.remove(made.worksheets[0])
    growths = dict(zip(_CITIES, (40, *range(28, 10, -2)), strict=True))
    values = {city: Decimal(100 + (rate if year == 2020 else 0)) for city, rate in growths.items()}
    own = Decimal("0.50") if year == 2020 else Decimal("0.38")
    rows: list[Sequence[Value]] = [_placed("安康", own, "31.58", "0.40", "125", 2, year)]
    for place, (city, rate) in enumerate(growths.items()):
        of_all = place + 1 if place == 0 else place + 2
        done = str(values[city])
        rows.append(_placed(city, values[city], str(rate), "100", done, of_all, year))
    title = f"陕西省{year}年实际引进内资情况表"
    _sheet(made, "位次", title, "填报单位：陕西省招商引资考核办", _PROVINCE_HEAD, rows)
    return made


def _placed(
    city: str, value: Decimal, growth: str, target: str, done: str, place: int, year: int
) -> Sequence[Value]:
    printed: Sequence[Value] = (f"{growth}%", Decimal(target), f"{done}%", place)
    return (city, "实际引进内资(省际)", "亿元", value, *(printed if year == 2020 else ()))


COUNTIES = (
    "市本级", "汉滨区", "汉阴县", "石泉县", "宁陕县", "紫阳县", "岚皋县", "平利县", "镇坪县",
    "旬阳县", "白河县", "安康高新区", "恒口示范区", "瀛湖生态旅游区",
)  # fmt: skip


def matrix() -> Workbook:
    """The harvest of each county and of the city, as the province's yearbook prints it."""
    made = Workbook()
    made.remove(made.worksheets[0])
    tons = [Decimal(101 + number) / 10 for number in range(len(COUNTIES))]
    page = made.create_sheet("粮食")
    for line in (
        ("2020年全省统计资料：安康市各县区粮食产量",), ("单位：万吨",), ("县区", "粮食产量"),
        (None, "绝对数"), ("全市", sum(tons, Decimal(0))), *zip(COUNTIES, tons, strict=True),
    ):  # fmt: skip
        page.append(line)
    return made


def content(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _return(
    period: str, projects: Sequence[Row], firms: Sequence[Row], events: Sequence[Row]
) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    _ledger(made, COUNTY, period, projects)
    title = f"{COUNTY}{period}外资企业情况表"
    rows = [[row.get(name) for name in _FOREIGN_HEAD] for row in firms]
    _sheet(made, FOREIGN, title, "单位：万美元", _FOREIGN_HEAD, rows)
    _events(made, COUNTY, period, events)
    return made


def _ledger(book: Workbook, name: str, period: str, projects: Sequence[Row]) -> None:
    rows = [[row.get(heading) for heading in _PROJECT_HEAD] for row in projects]
    title = f"{name}{period}招商引资项目台账"
    page = _sheet(book, LEDGER, title, "单位：万元", _PROJECT_HEAD, rows)
    page.append(["审核人：张三　　填表人：李四"])


def _events(book: Workbook, name: str, period: str, events: Sequence[Row]) -> None:
    rows = [[row.get(heading) for heading in _EVENT_HEAD] for row in events]
    _sheet(book, EVENTS, f"{name}{period}招商活动统计表", "", _EVENT_HEAD, rows)


def _project(name: str, row: Row) -> Row:
    return {"项目名称": name, **_PROJECT, **row}


def _firm(name: str, country: str, founded: str, direct: int, other: int) -> Row:
    return {
        "企业名称": name, "国别": country, "设立时间": founded, "合同外资": direct + other,
        "实际利用外资": direct + other, "其中外商直接投资": direct, "其中外商其他投资": other,
    }  # fmt: skip


def _event(leader: str, day: str, kind: str, level: str, **more: Value) -> Row:
    return {"日期": day, "类型": kind, "级别": level, "带队领导": leader, "是否联合": "否", **more}


def _sheet(
    book: Workbook,
    name: str,
    title: str,
    below: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Value]],
) -> Worksheet:
    page: Worksheet = book.create_sheet(name)
    for line in ([title], [below], head, *rows):
        page.append(list(line))
    return page
