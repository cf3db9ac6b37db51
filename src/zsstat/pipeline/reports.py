"""What is read out of the books: summary tables and placements."""

from __future__ import annotations

from collections.abc import Iterable

from zsstat.declarations import Catalogue
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder
from zsstat.model import Dimension, Period, Report
from zsstat.pipeline.ledger import load_book
from zsstat.store import Store
from zsstat.tables import (
    Trends,
    county_report,
    cross_report,
    dimension_report,
    rank_report,
    summary_report,
)
from zsstat.tables.trends import FEWEST

BY_COUNTY = "county"
_OFFERED = (Dimension.INDUSTRY, Dimension.SOURCE, Dimension.STAGE, Dimension.SIZE)


def summary(
    store: Store,
    catalogue: Catalogue,
    period: Period,
    by: Iterable[str] = (),
    *,
    drawn: bool = True,
) -> Report:
    """The headline table, then the tables by county; with ``by`` the one asked for alone. The
    months are ``drawn`` beside the headline figures where enough of them were received.

    ``by`` holds ``county``, a dimension's name, or both: then they are cross-tabulated. Raises
    :class:`UsageError` for anything else."""
    wanted = set(by)
    dimension = _dimension(wanted - {BY_COUNTY})
    builder = _figures(store, catalogue, period, (dimension,) if dimension else ())
    if dimension is None:
        if wanted:
            return county_report(builder)
        return summary_report(builder, _trends(store, catalogue, builder) if drawn else None)
    if BY_COUNTY not in wanted:
        return dimension_report(builder, dimension)
    return cross_report(builder, _crossed(store, catalogue, period, dimension), dimension)


def ranks(store: Store, catalogue: Catalogue, period: Period) -> Report:
    """The city's provincial placements with their checks, then the counties' league tables."""
    return rank_report(_figures(store, catalogue, period))


def _figures(
    store: Store, catalogue: Catalogue, period: Period, dimensions: Iterable[Dimension] = ()
) -> FigureBuilder:
    return FigureBuilder(catalogue, load_book(store, catalogue, period, dimensions))


def _trends(store: Store, catalogue: Catalogue, builder: FigureBuilder) -> Trends | None:
    """The books of the year's months, opened where enough of them were received to show."""
    period = builder.book.period
    months = [p for p in store.periods() if p.year == period.year and p.month <= period.month]
    if len(months) < FEWEST:
        return None
    received = [p for p in months if store.received(p, catalogue.fact_tables)]
    if len(received) < FEWEST:
        return None
    books = {p.month: load_book(store, catalogue, p) for p in received if p != period}
    if period in received:
        books[period.month] = builder.book
    return Trends(builder, books)


def _dimension(names: set[str]) -> Dimension | None:
    if not names:
        return None
    known = {dimension.value: dimension for dimension in _OFFERED}
    choices = "、".join((BY_COUNTY, *known))
    if len(names) > 1:
        raise UsageError("一次只能按一种分类", f"可以用的是：{choices}；county 可以与其中一种合用")
    (name,) = names
    if name not in known:
        raise UsageError(f"不能按 {name} 分组", f"可以用的是：{choices}")
    return known[name]


def _crossed(
    store: Store, catalogue: Catalogue, period: Period, dimension: Dimension
) -> dict[str, dict[tuple[str, str], int]]:
    """Indicator → (reporter, member) → sum, for the indicators that the catalogue lists for it."""
    crossing = [spec for spec in catalogue.tables.values() if spec.rows == "cross"]
    if not crossing:
        raise UsageError(
            "目录里没有交叉表，不能同时按地区和另一种分类",
            "请在 tables.toml 里启用 cross 表，或者只按一种分类",
        )
    listed = dict.fromkeys(code for spec in crossing for code in spec.indicators)
    crossed: dict[str, dict[tuple[str, str], int]] = {code: {} for code in listed}
    for (area, indicator, member), value in store.groups_by_area(period, dimension).items():
        if indicator in crossed:
            crossed[indicator][area, member] = value
    return crossed
