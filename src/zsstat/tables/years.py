"""Tables of several years side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zsstat.declarations import TableSpec
from zsstat.figures import FigureBuilder
from zsstat.model import Align, Figure, Heading, Measure, Parts, Table, TableRow
from zsstat.tables import notes
from zsstat.tables.cells import Subject, cell, heading
from zsstat.tables.overtime import Row, ordered, specs
from zsstat.tables.titles import title


@dataclass(frozen=True, slots=True)
class Years:
    """The books of the same months of several years, in order, and the years asked for that have
    none; ``indicators`` are those that the tables by county are about."""

    builders: tuple[FigureBuilder, ...]
    missing: tuple[int, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def latest(self) -> FigureBuilder:
        return self.builders[-1]

    @property
    def areas(self) -> tuple[str, ...]:
        """Who reported in any of the years, in the catalogue's order."""
        known = {area for builder in self.builders for area in builder.book.reporters}
        return tuple(area for area in self.latest.catalogue.areas if area in known)

    @property
    def period(self) -> str:
        return _in_years(self.latest, (builder.book.period.year for builder in self.builders))


def year_spans(years: Iterable[int]) -> str:
    """2016—2018、2020: neighbouring years as a span."""
    runs = []
    for _, run in groupby(enumerate(sorted(years)), key=lambda pair: pair[1] - pair[0]):
        found = [year for _, year in run]
        runs.append(str(found[0]) if len(found) == 1 else f"{found[0]}—{found[-1]}")
    return "、".join(runs)


def years_headline(years: Years) -> tuple[Table, ...]:
    """One row an indicator, for the city: all years' values, then their growth."""
    return tuple(_years_headline(years, spec) for spec in specs(years.latest, "years"))


def years_by_county(years: Years) -> tuple[Table, ...]:
    """For each indicator asked for one row a reporter, the joint deduction and the city."""
    return tuple(
        _years_by_area(years, spec, code)
        for code in years.indicators
        for spec in specs(years.latest, "years_areas")
    )


def _years_headline(years: Years, spec: TableSpec) -> Table:
    builder = years.latest
    indicators = builder.catalogue.indicators
    codes = spec.indicators or tuple(builder.catalogue.listed)
    rows: list[Row] = [
        (
            builder.say("label_unit", name=indicators[code].name, unit=indicators[code].unit),
            _across(years, spec, Subject(indicator=code)),
        )
        for code in codes
    ]
    return Table(
        title=title(builder, spec, period=years.period),
        headings=(
            Heading(builder.say("head_indicator"), Align.LEFT),
            *_year_headings(years, spec, ""),
        ),
        rows=tuple(TableRow((name, *figures)) for name, figures in rows),
        notes=(
            *_years_notes(years, codes, _renamed(rows, [indicators[c].name for c in codes])),
            *notes.calibers(builder, codes),
            *notes.declared(builder, spec),
            notes.rounding(builder),
        ),
    )


def _years_by_area(years: Years, spec: TableSpec, code: str) -> Table:
    builder = years.latest
    indicator, period = builder.catalogue.indicators[code], builder.book.period
    rows: list[Row] = [
        (
            builder.catalogue.area_name(area, period),
            _across(years, spec, Subject(indicator=code, area=area)),
        )
        for area in years.areas
    ]
    latest = None if spec.sort is None else (spec.sort + 1) * len(years.builders) - 1
    rows = ordered(rows, latest)
    deducted = _line(years, spec, lambda of: of.deduction(code))
    if any(deducted):
        rows.append((builder.say("label_deduction"), deducted))
    adjusted = _line(years, spec, lambda of: of.adjustment(code))
    if any(adjusted):
        rows.append((builder.say("label_adjustment"), adjusted))
    city = notes.area_names(builder, (builder.book.city,))
    rows.append((city, _across(years, spec, Subject(indicator=code))))
    said = [("note_deduction", deducted), ("note_adjustment", adjusted)]
    return Table(
        title=title(builder, spec, period=years.period, indicator=indicator.name),
        headings=(
            Heading(builder.say("head_area"), Align.LEFT),
            *_year_headings(years, spec, indicator.unit),
        ),
        rows=tuple(TableRow((name, *cells), name == city) for name, cells in rows),
        notes=(
            *_years_notes(years, (code,), rows),
            *((builder.say(phrase),) for phrase, line in said if any(line)),
            *notes.calibers(builder, (code,)),
            *notes.declared(builder, spec),
            notes.rounding(builder),
        ),
    )


def _across(years: Years, spec: TableSpec, subject: Subject) -> tuple[Figure | None, ...]:
    """A row: what the first column says, year after year, then the second … An area that was no
    reporter in a year has nothing there."""
    return tuple(
        cell(builder, column, subject) if _reports(builder, subject.area) else None
        for column in spec.columns
        for builder in years.builders
    )


def _reports(builder: FigureBuilder, area: str | None) -> bool:
    return area is None or area in builder.book.reporters


def _line(
    years: Years, spec: TableSpec, make: Callable[[FigureBuilder], Figure]
) -> tuple[Figure | None, ...]:
    """A line of the city's own under the areas, in the columns of amounts, where there is one."""
    figures = (
        make(builder) if column.measure is Measure.VALUE else None
        for column in spec.columns
        for builder in years.builders
    )
    return tuple(figure if figure and figure.value else None for figure in figures)


def _year_headings(years: Years, spec: TableSpec, unit: str) -> Iterator[Heading]:
    for column in spec.columns:
        plain = heading(years.latest, column)
        for builder in years.builders:
            year = str(builder.book.period.year)
            dated = builder.say("head_year", year=year)
            if column.measure is Measure.VALUE:
                yield Heading(dated, unit=unit, keep=column.keep, levels=(plain.text, dated))
            else:
                said = builder.say("head_year_measure", year=year, measure=plain.text)
                yield Heading(said, unit=plain.unit, keep=column.keep, levels=(plain.text, dated))


def _years_notes(years: Years, codes: Sequence[str], rows: Sequence[Row]) -> Iterator[Parts]:
    """Which years are missing, then what is to be said of each year, the year named."""
    latest = years.latest
    if years.missing:
        yield (latest.say("note_years_missing", years=_in_years(latest, years.missing)),)
    for builder in years.builders:
        year = builder.book.period.year
        of_year = [(name, [f for f in figures if _is_of(f, year)]) for name, figures in rows]
        for note in (
            *notes.completeness(builder),
            *notes.lacking(builder, codes),
            *notes.restated(builder, codes),
            *notes.adjusted(builder, codes),
            *notes.like_for_like(builder),
            *notes.no_growth(builder, of_year),
        ):
            yield _of_year(builder, note)
        outside = [area for area in years.areas if area not in builder.book.reporters]
        if outside:
            names = notes.area_names(latest, outside)
            yield (latest.say("note_year_outside", names=names, year=str(year)),)
    yield (latest.say("note_years_growth"),)


def _in_years(builder: FigureBuilder, years: Iterable[int]) -> str:
    """2016—2020年, 2018、2020年1—9月."""
    month = builder.book.period.month
    phrase = {12: "period_years", 1: "period_years_january"}.get(month, "period_years_months")
    return builder.say(phrase, years=year_spans(years), month=str(month))


def _renamed(rows: Iterable[Row], names: Iterable[str]) -> list[Row]:
    return [(name, figures) for name, (_, figures) in zip(names, rows, strict=True)]


def _is_of(figure: Figure | None, year: int) -> bool:
    return figure is not None and figure.key.period is not None and figure.key.period.year == year


def _of_year(builder: FigureBuilder, note: Parts) -> Parts:
    """A note with its year before it."""
    marked = builder.say("note_year", year=str(builder.book.period.year), note="\0")
    before, _, after = marked.partition("\0")
    return tuple(part for part in (before, *note, after) if part != "")
