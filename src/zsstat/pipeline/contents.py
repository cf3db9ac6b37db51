"""What a data package is made from, and its tables of areas, indicators, periods and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from zsstat.compute import Book
from zsstat.declarations import AreaKind, Catalogue, Indicator, IndicatorKind, Posting
from zsstat.figures import FigureBuilder
from zsstat.model import Period
from zsstat.pipeline.flat import (
    AREA,
    FIGURES,
    INDICATOR,
    OBSERVATIONS,
    PERIOD,
    Row,
    figure_rows,
    observation_rows,
    text,
    whole,
    yes_or_no,
)
from zsstat.render.resources import Column, Reference, Resource
from zsstat.store import Store, SubmissionRow

OF_AREA = Reference(("area",), "areas", ("area",))
OF_INDICATOR = Reference(("indicator",), "indicators", ("indicator",))
OF_PERIOD = Reference(("year", "month"), "periods", ("year", "month"))


@dataclass(frozen=True)
class Contents:
    """What a package is made from: the figures of its periods."""

    store: Store
    catalogue: Catalogue
    builders: tuple[FigureBuilder, ...]

    @property
    def books(self) -> tuple[Book, ...]:
        return tuple(builder.book for builder in self.builders)

    @property
    def last(self) -> Period:
        return self.books[-1].period

    @cached_property
    def observations(self) -> tuple[Row, ...]:
        """The ledger lines of all periods, by period."""
        rows = (observation_rows(self.store, self.catalogue, book) for book in self.books)
        return tuple(row for of_period in rows for row in of_period)

    @cached_property
    def submissions(self) -> tuple[SubmissionRow, ...]:
        """The workbooks that lines come from and those that were sent for these periods, also
        those that went back, in the order of arrival."""
        number = places_of(OBSERVATIONS)["submission"]
        used = {row[number] for row in self.observations}
        periods = {book.period for book in self.books}
        return tuple(
            row for row in self.store.submissions() if row.id in used or row.period in periods
        )


def places_of(columns: Sequence[Column]) -> dict[str, int]:
    return {column.name: number for number, column in enumerate(columns)}


# --- what is measured -------------------------------------------------------------------------

_AREA_KINDS = {
    AreaKind.CITY: "全市",
    AreaKind.REPORTER: "填报单位",
    AreaKind.MEMBER: "全省位次的成员",
    AreaKind.PROVINCE: "省",
    AreaKind.GROUP: "分组",
}
_INDICATOR_KINDS = {
    IndicatorKind.FLOW: "流量（1月起累计）",
    IndicatorKind.STOCK: "存量（期末数）",
    IndicatorKind.COUNT: "个数",
    IndicatorKind.RATE: "比率",
}


def areas(of: Contents) -> Resource:
    year = of.last.year
    columns = (
        replace(AREA, description="不随更名和代码变化"),
        text("name", "名称", "所含最后一年的名称", required=True),
        text("kind", "种类", required=True, choices=tuple(_AREA_KINDS.values())),
        text("code", "行政区划代码", "GB/T 2260，该年有效的；没有的为空"),
    )
    rows = [
        (
            area.id,
            area.name(year),
            _AREA_KINDS[area.kind],
            next((code.value for code in area.codes if code.holds_in(year)), None),
        )
        for area in of.catalogue.areas.values()
    ]
    return Resource("areas", "地区", "全市、填报单位和全省位次的成员", columns, ("area",), rows)


def indicators(of: Contents) -> Resource:
    columns = (
        replace(INDICATOR, description=""),
        text("name", "名称", required=True),
        text("kind", "种类", required=True, choices=tuple(_INDICATOR_KINDS.values())),
        text("unit", "单位", "figures 里用的单位", required=True),
        text("base_unit", "基本单位", "observations 里用的单位", required=True),
        whole("factor", "换算系数", "一个单位合多少个基本单位", required=True),
        whole("decimals", "小数位数", "印出时最多几位小数", required=True),
        yes_or_no(
            "listed", "是否列出", "只供计算别的指标用的不列出，figures 里没有", required=True
        ),
        text("definition", "统计方法", "怎样从报表的行得出"),
        text("caliber", "口径"),
        text("numerator", "分子", "比率类指标：指标代码"),
        text("denominator", "分母", "比率类指标：指标代码"),
    )
    rows = [_indicator(of.catalogue, one) for one in of.catalogue.indicators.values()]
    return Resource("indicators", "指标", "单位、统计方法和口径", columns, ("indicator",), rows)


def _indicator(catalogue: Catalogue, one: Indicator) -> Row:
    unit = catalogue.units[one.unit]
    ratio = one.ratio
    return (
        one.code,
        one.name,
        _INDICATOR_KINDS[one.kind],
        one.unit,
        unit.base,
        unit.factor,
        one.decimals,
        not one.hidden,
        "；".join(_posting(catalogue, posting) for posting in one.post)
        or ("分子 ÷ 分母 × 100" if ratio else "报表所列的数"),
        one.note or None,
        ratio.numerator if ratio else None,
        ratio.denominator if ratio else None,
    )


def _posting(catalogue: Catalogue, posting: Posting) -> str:
    """How rows become lines; conditions that the catalogue names are told in full."""
    table = catalogue.returns[posting.table].name
    what = f"“{posting.value}”之和" if posting.value else f"行数（看“{posting.count}”一格）"
    otherwise = "，空缺的按1计" if posting.otherwise else ""
    when = f"，条件：{posting.when}" if posting.when else ""
    named = (
        f"，其中“{name}”指 {meaning}"
        for name, meaning in catalogue.definitions.items()
        if posting.when and name in posting.when
    )
    return f"{table}的{what}{otherwise}{when}{''.join(named)}"


def periods(of: Contents) -> Resource:
    columns = (
        *PERIOD,
        text("name", "报告期", required=True),
        whole("expected", "应报单位个数", required=True),
        whole("counted", "已计入单位个数", required=True),
        text("missing", "尚未报送的单位", "地区代码，用空格隔开"),
        yes_or_no("preliminary", "是否初步统计数", required=True),
    )
    rows = [
        (
            book.period.year,
            book.period.month,
            book.period.in_words,
            len(book.reporters),
            len(book.reporters) - len(book.missing),
            " ".join(book.missing) or None,
            bool(book.missing),
        )
        for book in of.books
    ]
    return Resource("periods", "报告期", "各期有谁报送", columns, ("year", "month"), rows)


def figures(of: Contents) -> Resource:
    rows = [row for builder in of.builders for row in figure_rows(builder)]
    return Resource(
        "figures",
        "各项指标",
        "每个报告期、地区、指标一行：本期、上年同期、同比、目标、完成比例和位次",
        FIGURES,
        ("year", "month", "area", "indicator"),
        rows,
        (OF_PERIOD, OF_AREA, OF_INDICATOR),
    )
