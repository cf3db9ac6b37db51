"""The figures and the ledger of a period as flat, typed rows: for data packages and for frames.

Amounts in figures are exact in the unit in which the indicator is shown, rates in percent rounded
as configured; ledger lines are whole base units. Nothing is a float, what does not exist is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, cast

from zsstat.compute import Book
from zsstat.declarations import Catalogue
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder
from zsstat.model import Dimension, Period, Role
from zsstat.pipeline.ledger import load_book
from zsstat.render.resources import Column, Kind, Value
from zsstat.store import LedgerLine, Store
from zsstat.tables.machine import summary_data
from zsstat.values import mask_personal

Row = tuple[Value, ...]


def text(
    name: str,
    title: str,
    description: str = "",
    *,
    required: bool = False,
    free: bool = False,
    choices: tuple[str, ...] = (),
) -> Column:
    return Column(name, Kind.STRING, title, description, required, free, choices)


def whole(name: str, title: str, description: str = "", *, required: bool = False) -> Column:
    return Column(name, Kind.INTEGER, title, description, required)


def number(name: str, title: str, description: str = "") -> Column:
    return Column(name, Kind.NUMBER, title, description)


def yes_or_no(name: str, title: str, description: str = "", *, required: bool = False) -> Column:
    return Column(name, Kind.BOOLEAN, title, description, required)


PERIOD = (
    whole("year", "年份", "报告期的年份", required=True),
    whole("month", "月份", "1月至该月累计；全年为12", required=True),
)
AREA = text("area", "地区", "地区代码，见 areas", required=True)
INDICATOR = text("indicator", "指标", "指标代码，见 indicators", required=True)


# --- figures ----------------------------------------------------------------------------------

FIGURES = (
    *PERIOD,
    AREA,
    text("area_name", "地区名称", "该年的名称"),
    INDICATOR,
    text("indicator_name", "指标名称"),
    text("unit", "单位", "value、base、base_reported、adjustment、target 的单位", required=True),
    number("value", "本期", "精确值，未四舍五入；比率类指标为按规定取舍后的百分数。没有报表的为空"),
    number("base", "上年同期", "计算增速所用的上年同期数"),
    text("base_source", "上年同期来源", "stored 上年所报，restated 官方修订数",
         choices=("stored", "restated")),
    number("base_reported", "上年所报", "有修订数时，上年原来所报的数"),
    number("adjustment", "其中调整", "本单位决定的调整数；全市一行只含不属于某个填报单位的"),
    number("growth_percent", "同比（%）"),
    text("growth_note", "没有同比的原因",
         "如 base_missing 无可比数据、base_zero 上年同期为零、points 比率类指标按百分点比"),
    number("like_for_like_percent", "可比同比（%）", "两年都有报表的单位的同比，只在有缺报时有"),
    number("share_percent", "占全市（%）"),
    number("target", "目标任务"),
    number("completion_percent", "完成比例（%）"),
    whole("growth_place", "增速位次", "全市在全省的位次"),
    whole("growth_field", "增速位次的成员个数"),
    yes_or_no("growth_tied", "增速位次是否并列"),
    whole("completion_place", "完成比例位次", "全市在全省的位次"),
    whole("completion_field", "完成比例位次的成员个数"),
    yes_or_no("completion_tied", "完成比例位次是否并列"),
)  # fmt: skip

_NESTED = {
    "like_for_like_percent": ("like_for_like", "growth_percent"),
    **{
        f"{basis}_{what}": ("rank", basis, what)
        for basis in ("growth", "completion")
        for what in ("place", "field", "tied")
    },
}


def figure_rows(builder: FigureBuilder) -> Iterator[Row]:
    """A row of :data:`FIGURES` for each area (the city, then each reporter) and listed indicator.

    Raises :class:`UsageError` for a figure that no decimal number can say exactly."""
    period = builder.book.period
    about = {"year": period.year, "month": period.month}
    for row in cast("list[dict[str, object]]", summary_data(builder)["rows"]):
        yield tuple(_typed(column, _found(column.name, about | row), row) for column in FIGURES)


def _found(name: str, row: Mapping[str, object]) -> object:
    found: object = row
    for key in _NESTED.get(name, (name,)):
        found = found[key] if isinstance(found, Mapping) else None
    return found


def _typed(column: Column, value: object, row: Mapping[str, object]) -> Value:
    if value is None or column.kind is not Kind.NUMBER:
        return cast("Value", value)
    if "/" in str(value):
        raise UsageError(
            f"{row['area_name']}的{row['indicator_name']}是 {value}{row['unit']}，"
            "写不成有限的小数，不能导出",
            "请在 indicators.toml 里给这个指标换一个单位（换算系数只含因数2和5）",
        )
    return Decimal(str(value))


# --- the ledger -------------------------------------------------------------------------------

_DIMENSIONS = {
    Dimension.INDUSTRY: "产业类别",
    Dimension.SOURCE: "来源地",
    Dimension.STAGE: "阶段",
    Dimension.CONSTRUCTION: "建设性质",
    Dimension.SIZE: "规模",
    Dimension.PLACE: "地点",
    Dimension.ISSUER: "下达单位",
}

OBSERVATIONS = (
    whole("line", "台账行号", "数据库里的编号", required=True),
    *PERIOD,
    AREA,
    INDICATOR,
    text("role", "性质", "actual 实际数，target 目标任务", required=True,
         choices=tuple(role.value for role in Role)),
    whole("value", "数值", "整数，以基本单位计（元、美元、个……见 indicators 的 base_unit）",
          required=True),
    text("unit", "基本单位", required=True),
    yes_or_no("counts", "是否计入",
              "本行是否计入它那个地区的数；同一个数报了几次的，只有最后一次计入", required=True),
    *(text(d.value, _DIMENSIONS[d], "按此分类汇总时用；没有则为空", free=True) for d in Dimension),
    text("joint", "联合活动", "同一项联合活动的各行相同；全市只计一次，见 deductions", free=True),
    whole("submission", "报表编号", "见 files", required=True),
    text("reporter", "填报单位", "报表是谁报的", required=True),
    text("table", "表", "报表种类的代码", required=True),
    text("file", "文件", "收到时的文件名", required=True, free=True),
    text("sha256", "文件校验值", "原件内容的 SHA-256", required=True),
    text("sheet", "工作表", free=True),
    whole("row", "行", "工作表里的行号", required=True),
    text("cell", "单元格", "数值所在的格；数行数的，是决定它计入的那一格", required=True),
    text("text", "原文", "单元格里写的是什么；身份证号、手机号已遮住", free=True),
    text("label", "名称", "这一行是什么，如项目名称、企业名称", free=True),
)  # fmt: skip


def observation_rows(store: Store, catalogue: Catalogue, book: Book) -> Iterator[Row]:
    """A row of :data:`OBSERVATIONS` for each ledger line of a period, in the order of its number,
    with the lines of targets that hold in it and came with another month's return. Lines of areas
    and indicators that the catalogue no longer has are in no figure and left out.

    ``counts`` says that the line is a summand: the lines of an area that count, its adjustments and
    (for the city) the deductions for joint activities add up to its figure."""
    held = _target_months(store, book.period)
    lines = _lines(store, catalogue, book, held)
    counts = _counting(catalogue, book, lines, held)
    units = {code: catalogue.base_unit(code) for code in catalogue.indicators}
    masked = lru_cache(maxsize=None)(mask_personal)
    roles = {role: role.value for role in Role}
    for line in lines:
        yield (
            line.id, line.year, line.month, line.area, line.indicator, roles[line.role], line.value,
            units[line.indicator], counts(line), *line.dimensions, line.joint, line.submission,
            line.reporter, line.table, masked(line.file), line.sha256, masked(line.sheet), line.row,
            line.cell, line.text, line.label,
        )  # fmt: skip


Held: TypeAlias = Mapping[tuple[str, str], int]
"""(area, indicator) → the month with whose return the target that holds was sent."""


def _lines(store: Store, catalogue: Catalogue, book: Book, held: Held) -> list[LedgerLine]:
    labels = {table.id: table.label for table in catalogue.returns.values()}
    later = {month for month in held.values() if month != book.period.month}
    found = list(store.lines.of(book.period, labels))
    for month in sorted(later):
        of = store.lines.of(Period(book.period.year, month), labels, Role.TARGET)
        found += [x for x in of if held[x.area, x.indicator] == month]
    known = (x for x in found if x.indicator in catalogue.indicators and x.area in catalogue.areas)
    return sorted(known, key=lambda line: line.id)


def _target_months(store: Store, period: Period) -> Held:
    return {
        key: max((m for m in months if m <= period.month), default=min(months))
        for key, months in store.target_months(period.year).items()
    }


def _counting(
    catalogue: Catalogue, book: Book, lines: Iterable[LedgerLine], held: Held
) -> Callable[[LedgerLine], bool]:
    """Whether a line is a summand of the figure of its area."""
    present = {code: frozenset(book.present(code)) for code in catalogue.indicators}
    last = _last_stated(book, lines)

    def counts(line: LedgerLine) -> bool:
        key = (line.area, line.indicator)
        if line.role is Role.TARGET:
            return held[key] == line.month
        if key in last and last[key] != line.id:
            return False
        own = line.area == book.city and line.indicator in book.unsummed
        return own or line.area in present[line.indicator]

    return counts


def _last_stated(book: Book, lines: Iterable[LedgerLine]) -> Mapping[tuple[str, str], int]:
    """(area, indicator) → the line that holds of those that state the same: of the workbook that
    arrived last, the last of it."""
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for line in lines:
        if line.role is Role.ACTUAL and line.indicator in book.stated:
            key, place = (line.area, line.indicator), (line.submission, line.id)
            last[key] = max(last.get(key, place), place)
    return {key: number for key, (_, number) in last.items()}


def builder_of(store: Store, catalogue: Catalogue, period: Period) -> FigureBuilder:
    """The figures of a period."""
    return FigureBuilder(catalogue, load_book(store, catalogue, period))
