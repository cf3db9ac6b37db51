"""Writes returns as counties do: five hands, each with its own headings, units, dates and totals.

One workbook holds a reporter's tables of a month; 瀛湖 sends its activities in a file of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.year.world import (
    OKU,
    REPORTERS,
    WAN,
    Activity,
    Content,
    Enterprise,
    Month,
    Project,
    name_of,
)

Written: TypeAlias = str | int | float | datetime | None
_Fill: TypeAlias = Callable[[Content, Worksheet], None]
"""What writes a table below its title."""

_PREFIX = {
    "bureau": "市招商局", "gaoxin": "高新区", "hengkou": "恒口", "yinghu": "瀛湖",
    "xunyang": "旬阳",
}  # fmt: skip
APART = ("yinghu",)
"""Reporters whose activities come in a file of their own."""
SUMMARISES = ("hanbin", "pingli", "langao", "baihe")
"""Reporters that add a 汇总表."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody fills in returns. ``unit`` is that of the amounts, written ``where``: in a row
    above, in the headings or in the cells; ``headings`` in the order of ``_FIELDS``."""

    unit: str
    where: str
    headings: tuple[str, ...]
    day: str
    months: tuple[str, str]
    total: str
    below: bool = True
    grouped: bool = False
    text_amounts: bool = False


_PLAIN = (
    "项目编号", "项目名称", "投资方", "统一社会信用代码", "来源地", "合同类型", "总投资",
    "签约时间", "建设性质", "阶段", "开工时间", "投产时间", "本年到位资金", "其中省际",
    "其中省内", "自签约累计到位", "是否返乡创业", "备注",
)  # fmt: skip
_OTHER = (
    "项目编号", "项目名称", "投资主体", "统一社会信用代码", "资金来源", "合同类型", "计划总投资",
    "签订时间", "建设性质", "项目进展", "开工时间", "投产时间", "当年到位", "省际到位", "其中省内",
    "累计到位", "是否返乡创业", "备注",
)  # fmt: skip
_AMOUNTS = (6, 12, 13, 14, 15)
_GROUP = (12, 13, 14, 15)
_CREDIT = 3

_HANDS = (
    Hand("万元", "row", _PLAIN, "cell", ("{y}年1月", "{y}年1—{m}月"), "合计"),
    Hand("亿元", "heading", _OTHER, "%Y-%m-%d", ("{y}年1月份", "{y}年1-{m}月"), "总计",
         below=False),
    Hand("万元", "cell", _PLAIN, "cn", ("{y}年1月", "{y}年{m}月"), "合计"),
    Hand("元", "row", _OTHER, "%Y.%m.%d", ("{y}年1月", "{y}年1—{m}月"), "合计", grouped=True),
    Hand("万元", "heading", _PLAIN, "%Y/%m/%d", ("{y}年1月", "{y}年1至{m}月"), "合计",
         text_amounts=True),
)  # fmt: skip
_FACTORS = {"元": 1, "万元": WAN, "亿元": OKU}


def hand_of(reporter: str) -> Hand:
    return _HANDS[REPORTERS.index(reporter) % len(_HANDS)]


def write(content: Content, folder: Path, mark: str = "") -> tuple[Path, ...]:
    """The workbooks of a month; ``mark`` stands in the names of those sent again."""
    year, month = content.month.year, content.month.month
    known = _PREFIX.get(content.reporter, name_of(content.reporter, year))
    stem = f"{known}{year}-{month:02}{mark}"
    tables = [
        (name, fill)
        for name, fill in (
            ("项目台账", _projects),
            ("外资企业", _enterprises),
            ("招商活动", _activities),
            ("目标任务", _targets),
            ("汇总表", _summary),
        )
        if _sends(content, name)
    ]
    if content.reporter not in APART:
        return (_book(content, tables, folder / f"{stem}.xlsx"),)
    activities = [(name, fill) for name, fill in tables if name == "招商活动"]
    others = [(name, fill) for name, fill in tables if name != "招商活动"]
    return (
        _book(content, others, folder / f"{stem}项目.xlsx"),
        _book(content, activities, folder / f"{stem}活动.xlsx"),
    )


def _sends(content: Content, table: str) -> bool:
    match table:
        case "项目台账":
            return content.reporter != "bureau"
        case "外资企业":
            return content.reporter not in ("bureau", "yinghu", "ningshan")
        case "目标任务":
            return bool(content.targets)
        case "汇总表":
            return content.reporter in SUMMARISES
    return True


def _book(content: Content, tables: Iterable[tuple[str, _Fill]], path: Path) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, fill in tables:
        sheet = book.create_sheet(name)
        sheet.append([f"{_who(content)}{_period(content)}{name}"])
        fill(content, sheet)
        sheet.append([f"填报单位：{_who(content)}"])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _who(content: Content) -> str:
    return name_of(content.reporter, content.month.year)


def _period(content: Content) -> str:
    month = content.titled or content.month
    first, later = hand_of(content.reporter).months
    if month.month == 12 and content.reporter in ("hanbin", "ziyang"):
        return f"{month.year}年"
    return (first if month.month == 1 else later).format(y=month.year, m=month.month)


# --- projects ---------------------------------------------------------------------------------


def _projects(content: Content, sheet: Worksheet) -> None:
    hand = hand_of(content.reporter)
    columns = [n for n in range(len(_PLAIN)) if n != _CREDIT or len(_who(content)) == 3]
    if hand.where == "row":
        sheet.append([None, None, f"单位：{hand.unit}"])
    _headings(hand, columns, sheet)
    rows = [_project(row, hand) for row in content.projects]
    totals: list[Written] = [None] * len(_PLAIN)
    totals[1] = hand.total
    for column in _AMOUNTS:
        slip = content.total_slip if column == _AMOUNTS[0] else 0
        totals[column] = _amount(sum(_whole(p, column) for p in content.projects) + slip, hand)
    for row in [*rows, totals] if hand.below else [totals, *rows]:
        sheet.append([row[n] for n in columns])


def _headings(hand: Hand, columns: Sequence[int], sheet: Worksheet) -> None:
    unit = f"（{hand.unit}）" if hand.where == "heading" else ""
    names = [hand.headings[n] + (unit if n in _AMOUNTS else "") for n in columns]
    if not hand.grouped:
        sheet.append(names)
        return
    top = sheet.max_row + 1
    above = ["到位资金" if n in _GROUP else name for n, name in zip(columns, names, strict=True)]
    sheet.append([*above])
    sheet.append([name if n in _GROUP else None for n, name in zip(columns, names, strict=True)])
    for place, number in enumerate(columns, start=1):
        if number not in _GROUP:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=place, end_column=place)
    first = columns.index(_GROUP[0]) + 1
    for column in range(first + 1, first + len(_GROUP)):
        sheet.cell(top, column).value = None
    sheet.merge_cells(
        start_row=top, end_row=top, start_column=first, end_column=first + len(_GROUP) - 1
    )


def _whole(project: Project, column: int) -> int:
    return (project.total, project.funds, project.interprov, project.intraprov, project.cumulative)[
        _AMOUNTS.index(column)
    ]


def _project(row: Project, hand: Hand) -> list[Written]:
    return [
        row.code,
        row.name,
        row.party,
        row.credit,
        row.place,
        row.contract,
        _amount(row.total, hand),
        _day(row.signed, hand),
        "新建" if row.new else "续建",
        row.stage,
        _day(row.started, hand),
        _day(row.produced, hand),
        _amount(row.funds, hand),
        _amount(row.interprov, hand),
        _amount(row.intraprov, hand),
        _amount(row.cumulative, hand),
        "是" if row.returnee else "否",
        row.note or None,
    ]


def _amount(whole: int, hand: Hand) -> Written:
    number = Decimal(whole) / _FACTORS[hand.unit]
    if hand.where == "cell":
        return f"{Decimal(whole) / OKU}亿元" if whole >= OKU else f"{number}万元"
    if hand.text_amounts:
        return f"{number:,}"
    return int(number) if number == number.to_integral() else float(number)


def _day(day: date | None, hand: Hand) -> Written:
    if day is None:
        return None
    if hand.day == "cell":
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as a cell holds it
    return f"{day.year}年{day.month}月{day.day}日" if hand.day == "cn" else day.strftime(hand.day)


# --- the other tables -------------------------------------------------------------------------


def _enterprises(content: Content, sheet: Worksheet) -> None:
    hand = hand_of(content.reporter)
    sheet.append([None, "单位：万美元"])
    sheet.append(["企业名称", "国别(地区)", "设立时间", "合同外资", "实际利用外资",
                  "其中外商直接投资", "其中外商其他投资"])  # fmt: skip
    for row in content.enterprises:
        sheet.append([row.name, row.country, _day(row.founded, hand), *_dollars(row)])


def _dollars(row: Enterprise) -> list[float]:
    amounts = (row.contracted, row.direct + row.other, row.direct, row.other)
    return [float(Decimal(amount) / WAN) for amount in amounts]


def _activities(content: Content, sheet: Worksheet) -> None:
    hand = hand_of(content.reporter)
    sheet.append(["序号", "日期", "类型", "级别", "带队领导", "目的地", "次数", "批次", "人次",
                  "是否联合"])  # fmt: skip
    for number, row in enumerate(content.activities, start=1):
        sheet.append([number, *_activity(row, hand)])


def _activity(row: Activity, hand: Hand) -> list[Written]:
    return [_day(row.day, hand), row.kind, row.level, row.leader, row.place, row.times,
            row.batches, row.persons, "是" if row.joint else "否"]  # fmt: skip


def _targets(content: Content, sheet: Worksheet) -> None:
    sheet.append(["指标", "计量单位", "下达单位", "年度目标"])
    for row in content.targets:
        sheet.append([row.indicator, row.unit, row.issuer, float(row.value)])


def _summary(content: Content, sheet: Worksheet) -> None:
    """Exact in 亿元, last year's beside it where that was reported."""
    sheet.append(["指标", "计量单位", "本年累计", "上年同期"])
    before = content.before.projects if content.before else None
    for name, column in (("到位资金合计", 12), ("实际引进内资(省际)", 13)):
        now = sum(_whole(p, column) for p in content.projects)
        then = None if before is None else sum(_whole(p, column) for p in before)
        if then is not None and column == _GROUP[0]:
            then += content.base_slip
        sheet.append(
            [name, "亿元", float(Decimal(now) / OKU),
             "—" if then is None else float(Decimal(then) / OKU)]
        )  # fmt: skip


# --- the province's table ---------------------------------------------------------------------

_FIELD = (
    "西安", "铜川", "宝鸡", "咸阳", "渭南", "延安", "汉中", "榆林", "安康", "商洛", "杨凌示范区",
)  # fmt: skip


def write_province(month: Month, folder: Path) -> Path:
    """Eleven cities and two indicators with growth and completion; some share a rate."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "全省位次"
    until = f"1—{month.month}月" if month.month < 12 else ""
    sheet.append([f"陕西省招商引资考核办{month.year}年{until}全省招商引资位次表"])
    sheet.append(["地区", "指标", "计量单位", "本年累计", "同比（%）", "目标", "完成比例（%）",
                  "位次"])  # fmt: skip
    for name, unit in (("实际引进内资(省际)", "亿元"), ("实际利用外资", "万美元")):
        growths = [_printed(n, month, len(name)) for n in range(len(_FIELD))]
        for number, city in enumerate(_FIELD):
            target = 100 + number * 50
            value = target * month.month // 12 + number
            place = 1 + sum(other > growths[number] for other in growths)
            percent = float(round(Decimal(value * 100) / target, 2))
            sheet.append([city, name, unit, value, growths[number], target, percent, place])
    path = folder / f"全省位次{month.year}-{month.month:02}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _printed(number: int, month: Month, salt: int) -> float:
    """A rate in percent, of which few enough are about that some are equal: in even months two of
    them are ours and another's."""
    return float(Decimal((number * 7 + month.month * salt) % (8 + month.month % 2) * 25 - 50) / 10)
