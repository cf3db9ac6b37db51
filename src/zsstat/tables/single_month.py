"""Tables of a single month: what it added, beside last year's same month and the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zsstat.compute import BASE_INCOMPLETE, CURRENT_INCOMPLETE
from zsstat.declarations import TableColumnSpec, TableSpec
from zsstat.figures import FigureBuilder
from zsstat.figures.single import SingleFigures, Taken
from zsstat.model import About, Align, Figure, Heading, Measure, Parts, Table, TableRow
from zsstat.tables import notes
from zsstat.tables.about import about
from zsstat.tables.cells import Subject, cell, heading, in_points
from zsstat.tables.overtime import Row, ordered, specs
from zsstat.tables.titles import title

_RATES = (Measure.SINGLE_GROWTH, Measure.MONTH_ON_MONTH)
_AMOUNTS = (Measure.SINGLE, Measure.SINGLE_BASE, Measure.SINGLE_PREVIOUS)


@dataclass(frozen=True, slots=True)
class _Single:
    """The figures of a month, and a builder of the cumulative ones for what tables share."""

    figures: SingleFigures
    builder: FigureBuilder

    @classmethod
    def of(cls, figures: SingleFigures) -> _Single:
        return cls(figures, FigureBuilder(figures.catalogue, figures.book))

    @property
    def period(self) -> str:
        period = self.figures.book.period
        return self.figures.say("period_single", year=str(period.year), month=str(period.month))

    def cell(self, column: TableColumnSpec, subject: Subject) -> Figure | None:
        """The month's figure, or a cumulative one where the column asks for such."""
        indicator = column.indicator or subject.indicator
        if indicator is None:
            return None
        make = {
            Measure.SINGLE: self.figures.single,
            Measure.SINGLE_BASE: self.figures.single_base,
            Measure.SINGLE_PREVIOUS: self.figures.single_previous,
            Measure.SINGLE_GROWTH: self.figures.single_growth,
            Measure.MONTH_ON_MONTH: self.figures.month_on_month,
            Measure.BALANCE_CHANGE: self.figures.balance_change,
        }.get(column.measure)
        if make is None:
            return cell(self.builder, column, subject)
        figure = make(indicator, subject.area)
        return in_points(self.builder, figure) if column.measure in _RATES else figure

    def name(self, code: str) -> str:
        """An indicator's name; of a balance it is said that it is one."""
        name = self.figures.catalogue.indicators[code].name
        balance = self.figures.taken(code) is Taken.BALANCE
        return self.figures.say("label_balance", name=name) if balance else name


def single_about(figures: SingleFigures) -> About:
    """What the tables of a month are about."""
    of = _Single.of(figures)
    return about(of.builder, "about_title_summary", of.period)


def single_headline(figures: SingleFigures) -> tuple[Table, ...]:
    """One row an indicator, for the city; rates that have no single month are left out."""
    of = _Single.of(figures)
    return tuple(_single_headline(of, spec) for spec in specs(figures, "single"))


def single_by_county(figures: SingleFigures) -> tuple[Table, ...]:
    """One row a reporter, the month's joint deduction where there is one, and the city."""
    of = _Single.of(figures)
    return tuple(_single_by_area(of, spec) for spec in specs(figures, "single_areas"))


def _single_headline(of: _Single, spec: TableSpec) -> Table:
    builder, indicators = of.builder, of.figures.catalogue.indicators
    asked = spec.indicators or tuple(of.figures.catalogue.listed)
    codes = [code for code in asked if of.figures.taken(code) is not Taken.NOTHING]
    rows: list[Row] = [
        (of.name(code), tuple(of.cell(column, Subject(indicator=code)) for column in spec.columns))
        for code in codes
    ]
    left = (
        Heading(builder.say("head_indicator"), Align.LEFT),
        Heading(builder.say("head_unit"), Align.LEFT),
    )
    return Table(
        title=title(builder, spec, period=of.period),
        headings=(*left, *(heading(builder, column) for column in spec.columns)),
        rows=tuple(
            TableRow((name, indicators[code].unit, *figures))
            for code, (name, figures) in zip(codes, rows, strict=True)
        ),
        notes=(
            *_single_notes(of, _unsaid(of, rows), spec, codes),
            *_balances(of, codes),
            *_left_out(of, asked),
            notes.rounding(builder),
        ),
    )


def _single_by_area(of: _Single, spec: TableSpec) -> Table:
    builder, book = of.builder, of.figures.book
    rows: list[Row] = [
        (
            builder.catalogue.area_name(area, book.period),
            tuple(of.cell(column, Subject(area=area)) for column in spec.columns),
        )
        for area in book.reporters
    ]
    rows = ordered(rows, spec.sort)
    deducted = _line(of, spec, of.figures.single_deduction)
    if any(deducted):
        rows.append((builder.say("label_deduction"), deducted))
    adjusted = _line(of, spec, of.figures.single_adjustment)
    if any(adjusted):
        rows.append((builder.say("label_adjustment"), adjusted))
    city = notes.area_names(builder, (book.city,))
    rows.append((city, tuple(of.cell(column, Subject()) for column in spec.columns)))
    codes = [column.indicator for column in spec.columns if column.indicator]
    said = [("note_deduction", deducted), ("note_adjustment", adjusted)]
    return Table(
        title=title(builder, spec, period=of.period),
        headings=(
            Heading(builder.say("head_area"), Align.LEFT),
            *(heading(builder, column) for column in spec.columns),
        ),
        rows=tuple(TableRow((name, *cells), name == city) for name, cells in rows),
        notes=(
            *_single_notes(of, rows, spec, codes),
            *((builder.say(phrase),) for phrase, line in said if any(line)),
            notes.rounding(builder),
        ),
    )


def _line(
    of: _Single, spec: TableSpec, make: Callable[[str, Measure], Figure]
) -> tuple[Figure | None, ...]:
    """A line of the city's own under the areas; nothing where a column's amount has no part."""
    figures = (
        make(column.indicator, column.measure)
        if column.indicator
        and column.measure in _AMOUNTS
        and of.figures.taken(column.indicator) is Taken.MONTH
        else None
        for column in spec.columns
    )
    return tuple(figure if figure and figure.value else None for figure in figures)


def _single_notes(
    of: _Single, rows: Iterable[Row], spec: TableSpec, codes: Iterable[str]
) -> Iterator[Parts]:
    """Who is missing in which month, why there is no rate, what the numbers are."""
    builder, rows = of.builder, tuple(rows)
    yield from notes.completeness(builder)
    yield from notes.lacking(builder, codes)
    yield from notes.restated(builder, codes)
    yield from notes.adjusted(builder, codes)
    yield from _unknown(of)
    yield from notes.no_growth(builder, rows, Measure.SINGLE_GROWTH)
    yield from notes.no_growth(builder, rows, Measure.MONTH_ON_MONTH, "note_no_month_on_month")
    january = builder.book.period.month == 1
    yield (builder.say("note_single_january" if january else "note_single"),)
    yield from notes.calibers(builder, codes)
    yield from notes.declared(builder, spec)


def _unsaid(of: _Single, rows: Iterable[Row]) -> list[Row]:
    """The city's rows without the rates whose lack is explained already, in one note for all, by
    naming the reporters that the month is without."""
    if not of.figures.month.without_opening:
        return list(rows)
    said = (CURRENT_INCOMPLETE, f"month_{CURRENT_INCOMPLETE}", f"month_{BASE_INCOMPLETE}")
    return [(name, tuple(f for f in row if f and f.note not in said)) for name, row in rows]


def _unknown(of: _Single) -> Iterator[Parts]:
    """Reporters whose month is unknown because a return around it is missing: this month's, that of
    the same month last year, that of the month before."""
    builder, month, earlier = of.builder, of.figures.month, of.figures.earlier
    if month.without_opening:
        before = FigureBuilder(builder.catalogue, earlier.whole).period().display
        names = notes.area_names(builder, month.without_opening)
        yield (builder.say("note_single_missing", period=before, names=names),)
    base = [r for r in month.closing.base_missing if r not in month.whole.base_missing]
    if base and month.closing.base_received:
        names = notes.area_names(builder, base)
        yield (builder.say("note_single_base_missing", names=names),)
    lacking = [r for r in earlier.closing.missing if r not in month.closing.missing]
    if lacking and earlier.closing.received:
        names = notes.area_names(builder, lacking)
        yield (builder.say("note_single_before_missing", names=names),)


def _balances(of: _Single, codes: Iterable[str]) -> Iterator[Parts]:
    """That a balance is one, and by how much it changed in the month."""
    for code in codes:
        if of.figures.taken(code) is Taken.BALANCE:
            name = of.figures.catalogue.indicators[code].name
            change = of.figures.balance_change(code)
            said = ("；", change) if change.value is not None else ()
            yield (of.builder.say("note_balance", indicator=name), *said, "。")


def _left_out(of: _Single, codes: Iterable[str]) -> Iterator[Parts]:
    indicators = of.figures.catalogue.indicators
    names = [indicators[c].name for c in codes if of.figures.taken(c) is Taken.NOTHING]
    if names:
        yield (of.builder.say("note_not_monthly", names="、".join(names)),)
