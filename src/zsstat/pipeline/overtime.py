"""Views over time: a single month out of cumulative returns, several years side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zsstat.compute import Book
from zsstat.compute.single import SingleMonth, narrowed
from zsstat.declarations import Catalogue, IndicatorKind
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder
from zsstat.figures.single import SingleFigures
from zsstat.model import Period, Report
from zsstat.pipeline import reports
from zsstat.pipeline.ledger import (
    deductions_by_indicator,
    describe,
    indicator_named,
    load_book,
    settled_period,
)
from zsstat.store import Store
from zsstat.tables.about import about_all
from zsstat.tables.deferred import Deferred
from zsstat.tables.overtime import specs
from zsstat.tables.overtime_machine import single_data, years_data
from zsstat.tables.single_month import single_about, single_by_county, single_headline
from zsstat.tables.years import Years, year_spans, years_by_county, years_headline

FIRST_YEAR, LAST_YEAR = 1990, 2100
_DASHES = "-—–－~～至"
_SPAN = re.compile(rf"(\d{{4}})年?(?:[{_DASHES}](\d{{4}})年?)?")
_YEARS_HINT = "请写成 2016-2020，或 2018,2020"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a summary was asked for, as the options say it; ``drawn``: by a medium in which a line
    of characters can show the months (a workbook is none)."""

    year: int | None = None
    month: int | None = None
    by: Sequence[str] = ()
    single: bool = False
    years: str | None = None
    indicators: Sequence[str] = ()
    drawn: bool = True


def summary_of(store: Store, catalogue: Catalogue, asked: Asked) -> Report:
    """The summary asked for: of a period, of a single month, or of several years.

    Raises :class:`UsageError` for options that do not go together and for what there is not."""
    _together(asked)
    if asked.years is not None:
        return years_summary(
            store, catalogue, parsed_years(asked.years), asked.month, asked.indicators
        )
    if asked.single:
        return single_summary(store, catalogue, single_period(store, asked.year, asked.month))
    period = settled_period(store, asked.year, asked.month)
    return reports.summary(store, catalogue, period, asked.by, drawn=asked.drawn)


def _together(asked: Asked) -> None:
    if asked.single and asked.years is not None:
        raise UsageError(
            "--single 和 --years 不能同时用", "--single 看一个月，--years 看几年，请分两次运行"
        )
    if asked.years is not None and asked.year is not None:
        raise UsageError("--years 和 --year 不能同时用", "要看的年份都写在 --years 里")
    if asked.by and (asked.single or asked.years is not None):
        option = "--single" if asked.single else "--years"
        raise UsageError(f"{option} 不能按分类（--by）看", f"请去掉 --by 或 {option}")
    if asked.indicators and asked.years is None:
        raise UsageError("--indicator 要与 --years 同用", "例如 --years 2016-2020 --indicator 指标")


# --- a single month ---------------------------------------------------------------------------


def single_period(store: Store, year: int | None, month: int | None) -> Period:
    """The month asked for; of a year alone December, of neither the latest that has data.

    Raises :class:`UsageError` when nothing was imported for it."""
    if year is not None and month is None and Period(year) not in store.periods():
        raise UsageError(
            f"没有{describe(Period(year))}的已接收报表，看不了12月当月数",
            f"只写 --year 就是12月，别的月份请加 --month；{_known_periods(store)}",
        )
    return settled_period(store, year, month)


def single_summary(store: Store, catalogue: Catalogue, period: Period) -> Report:
    """The month's headline table, then its tables by county.

    Raises :class:`UsageError` where nobody has reported up to the month before: then nothing of
    the month is known."""
    figures = single_figures(store, catalogue, period)
    opening = figures.month.opening
    if opening is not None and not figures.earlier.whole.received:
        before = describe(period.previous_month)
        raise UsageError(
            f"没有{before}的已接收报表，推不出{period.year}年{period.month}月的当月数",
            f"当月数是两个累计数之差，请先导入{before}的报表；{_known_periods(store)}",
        )
    _declared(figures, "single", "single_areas")
    tables = (*single_headline(figures), *single_by_county(figures))
    return Report(tables, Deferred(lambda: single_data(figures)), single_about(figures))


def single_figures(store: Store, catalogue: Catalogue, period: Period) -> SingleFigures:
    """The figures of one month, with the month before at hand."""
    before = period.previous_month
    whole = load_book(store, catalogue, period)
    opening = load_book(store, catalogue, before)
    earlier = None if before.month == 1 else load_book(store, catalogue, before.previous_month)
    month = _month(store, catalogue, whole, None if period.month == 1 else opening)
    return SingleFigures(catalogue, month, _month(store, catalogue, opening, earlier))


def _month(store: Store, catalogue: Catalogue, whole: Book, opening: Book | None) -> SingleMonth:
    balances = frozenset(
        code for code, i in catalogue.indicators.items() if i.kind is IndicatorKind.STOCK
    )
    if opening is None:
        return SingleMonth(whole, whole, None, balances)
    return SingleMonth(
        whole,
        _narrowed(store, catalogue, whole, opening),
        _narrowed(store, catalogue, opening, whole),
        balances,
    )


def _narrowed(store: Store, catalogue: Catalogue, book: Book, other: Book) -> Book:
    """The book with the reporters of both; what is deducted for joint activities is then what
    those have in common."""
    both, base_both = book.received & other.received, book.base_received & other.base_received
    return narrowed(
        book,
        other,
        None
        if both == book.received
        else deductions_by_indicator(store, catalogue, book.period, both),
        None
        if base_both == book.base_received
        else deductions_by_indicator(store, catalogue, book.period.previous_year, base_both),
    )


# --- several years ----------------------------------------------------------------------------


def parsed_years(text: str) -> tuple[int, ...]:
    """``2016-2020`` and ``2018,2020`` (also mixed) as years in order, each once.

    Raises :class:`UsageError` for what is neither."""
    years: set[int] = set()
    for part in re.split(r"[,，、;；\s]+", text.strip()):
        found = _SPAN.fullmatch(part)
        if not found:
            raise UsageError(f"--years 的值不对：{text or '（空）'}", _YEARS_HINT)
        first, last = int(found[1]), int(found[2] or found[1])
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            raise UsageError(
                f"--years 的值不对：{part}",
                f"先小后大，在{FIRST_YEAR}和{LAST_YEAR}之间；{_YEARS_HINT}",
            )
        years.update(range(first, last + 1))
    return tuple(sorted(years))


def years_summary(
    store: Store,
    catalogue: Catalogue,
    years: Iterable[int],
    month: int | None = None,
    indicators: Iterable[str] = (),
) -> Report:
    """The headline indicators year by year, then a table by county for each of ``indicators``
    (names or codes; none: those that are ranked). Years without a return are said and left out,
    those of which only targets came, too.

    Raises :class:`UsageError` where there is none of the years."""
    asked = tuple(Period(year, month or 12) for year in years)
    found = [period for period in asked if store.received(period, catalogue.fact_tables)]
    missing = tuple(period.year for period in asked if period not in found)
    if not found:
        months = "" if month in (None, 12) else describe(asked[0]).partition("年")[2]
        raise UsageError(f"没有{year_spans(missing)}年{months}的已接收报表", _known_periods(store))
    codes = tuple(dict.fromkeys(indicator_named(catalogue, name).code for name in indicators))
    ranked = tuple(c for c, i in catalogue.listed.items() if i.ranked)
    builders = tuple(FigureBuilder(catalogue, load_book(store, catalogue, p)) for p in found)
    view = Years(builders, missing, codes or ranked)
    _declared(view.latest, "years", "years_areas")
    tables = (*years_headline(view), *years_by_county(view))
    cover = about_all(view.builders, "about_title_summary", view.period)
    return Report(tables, Deferred(lambda: years_data(view)), cover)


# --- what they share --------------------------------------------------------------------------


def _known_periods(store: Store) -> str:
    known = "、".join(describe(period) for period in store.periods())
    return f"已有的报告期：{known or '（无）'}"


def _declared(builder: FigureBuilder | SingleFigures, *layouts: str) -> None:
    """Raises :class:`UsageError` where a configuration of its own has none of these tables."""
    if not any(specs(builder, layout) for layout in layouts):
        names = "、".join(layouts)
        raise UsageError(
            "配置里没有这种表",
            f"请在 tables.toml 里加 rows 为 {names} 的表，写法见 docs/catalog.md",
        )
