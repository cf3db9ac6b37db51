"""Charts declared in the catalogue, made of figures; what draws them is no business of this module.

A chart shows what tables and text show, by the same figures, and says in the same words what is to
be seen in it. One that there is nothing to draw of (no table of the province, one month alone) is
None.
"""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from zsstat.declarations import ChartOf, ChartSpec, IndicatorKind
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder, chinese_number
from zsstat.model import (
    Chart,
    ChartKind,
    ChartMark,
    Dimension,
    Exhibit,
    Figure,
    Part,
    Parts,
)
from zsstat.tables import field_lines, notes
from zsstat.tables.titles import title_parts

FEWEST = 2
"""What has fewer marks is no chart."""


@dataclass(frozen=True, slots=True)
class Books:
    """Other books than the period's own, opened when a chart needs them: ``grouped`` has the sums
    by a dimension, ``months`` are those of the year's months so far that anything was received
    for, in order."""

    grouped: Callable[[Dimension], FigureBuilder]
    months: Callable[[], Sequence[FigureBuilder]]


def chart(builder: FigureBuilder, spec: ChartSpec, books: Books) -> Exhibit | None:
    """The chart of a spec with its caption, or None where there is nothing to draw.

    Raises :class:`CatalogueError` for a title with a field that there is not."""
    drawn = _drawn(builder, spec, books)
    if sum(any(mark.figures) for mark in drawn.marks) < FEWEST:
        return None
    return Exhibit(title_parts(builder, spec.title, f"图 {spec.id}"), drawn)


def _drawn(builder: FigureBuilder, spec: ChartSpec, books: Books) -> Chart:
    match spec.of:
        case ChartOf.FIELD:
            return _field(builder, spec)
        case ChartOf.AREAS:
            return _areas(builder, spec)
        case ChartOf.MEMBERS:
            if spec.dimension is None:
                raise CatalogueError(
                    f"tables.toml 的图 {spec.id} 没有写按什么分类", "请写 dimension，例如 industry"
                )
            return _members(books.grouped(spec.dimension), spec, spec.dimension)
        case ChartOf.MONTHS:
            return _months(books.months(), spec)
        case ChartOf.GROWTHS:
            return _growths(builder, spec)


# --- one function for each --------------------------------------------------------------------


def _field(builder: FigureBuilder, spec: ChartSpec) -> Chart:
    """The members of the province by their printed rate, our city set apart."""
    catalogue, book = builder.catalogue, builder.book

    def mark(member: str, rate: Figure | None) -> ChartMark:
        name, own = catalogue.area_name(member, book.period), member == book.own_member
        return ChartMark(builder.say("cell_own", name=name) if own else name, (rate,), own=own)

    lines = field_lines(builder, spec.indicator, spec.measure)
    marks = tuple(mark(line.member, line.rate) for line in lines)
    basis = builder.say(f"basis_{spec.measure.value}")
    place = builder.placement(spec.indicator, spec.measure)
    short = _short(builder, spec)
    said: Parts = ()
    if place.display:
        said = _said(builder, "chart_place", city=_city(builder), indicator=short, place=place)
    under = tuple(_field_notes(builder, spec, basis))
    return Chart(spec.id, ChartKind.BARS, "%", (basis,), marks, said, under)


def _field_notes(builder: FigureBuilder, spec: ChartSpec, basis: str) -> Iterator[Parts]:
    """Who has not published yet, and that our own rate is not there: then nothing is placed."""
    found = builder.book.placement(spec.indicator, spec.measure)
    short = _short(builder, spec)
    if found is None:
        yield (builder.say("note_not_placed", names=short + basis),)
    elif found.missing:
        names = notes.area_names(builder, found.missing)
        yield (builder.say("note_field_missing", indicator=short, basis=basis, names=names),)


def _areas(builder: FigureBuilder, spec: ChartSpec) -> Chart:
    """The reporters, this year beside last year, the largest first. One that has nothing in both
    years is left out."""
    found = [
        (area, builder.value(spec.indicator, area), builder.base(spec.indicator, area))
        for area in builder.book.reporters
    ]
    known = [
        _Sized(builder.catalogue.area_name(area, builder.book.period), (value, _there(base)), area)
        for area, value, base in found
        if value.value is not None and (value.value or base.value)
    ]
    known.sort(key=_Sized.order)
    said = _largest(builder, spec, known, lambda one: builder.share(spec.indicator, one.key))
    under = (*_cut(builder, spec, known), *notes.completeness(builder))
    return _paired(builder, spec, ChartKind.PAIRS, known[: spec.most], said, under)


def _members(builder: FigureBuilder, spec: ChartSpec, dimension: Dimension) -> Chart:
    """The members of a dimension, the largest first."""

    def share(one: _Sized) -> Figure:
        return builder.share(spec.indicator, None, dimension, one.key)

    members = builder.book.group_members(dimension)
    found = [(m, builder.value(spec.indicator, None, dimension, m)) for m in members]
    known = sorted((_Sized(m, (value,), m) for m, value in found if value.value), key=_Sized.order)
    marks = tuple(ChartMark(one.name, one.figures) for one in known[: spec.most])
    said = _largest(builder, spec, known, share)
    series = (_short(builder, spec),)
    under = tuple(_cut(builder, spec, known))
    return Chart(spec.id, ChartKind.BARS, _unit(builder, spec), series, marks, said, under)


def _months(months: Sequence[FigureBuilder], spec: ChartSpec) -> Chart:
    """The months of the year, cumulative, this year's line and last year's. A month for which
    nothing was received has no figures: the lines have a gap there."""
    known = {
        of.book.period.month: of for of in months if of.value(spec.indicator).value is not None
    }
    if not known:
        return Chart(spec.id, ChartKind.LINES, "", (), ())
    latest = known[max(known)]
    lines = [
        _Sized(latest.say("chart_month", month=str(month)), _month(known.get(month), spec))
        for month in range(1, max(known) + 1)
    ]
    growth = latest.growth(spec.indicator)
    said = _said(
        latest,
        "chart_month_growth" if growth.display else "chart_month_value",
        period=latest.period(),
        indicator=_short(latest, spec),
        value=latest.value(spec.indicator),
        growth=growth,
    )
    under = tuple(_incomplete(latest, known.values(), spec))
    return _paired(latest, spec, ChartKind.LINES, lines, said, under)


def _month(of: FigureBuilder | None, spec: ChartSpec) -> tuple[Figure | None, ...]:
    if of is None:
        return None, None
    return of.value(spec.indicator), _there(of.base(spec.indicator))


def _incomplete(
    latest: FigureBuilder, months: Iterable[FigureBuilder], spec: ChartSpec
) -> Iterator[Parts]:
    """The months in which a reporter is missing: their points are too low."""
    numbers = [
        of.book.period.month for of in months if of.book.missing or of.book.lacking(spec.indicator)
    ]
    if numbers:
        names = (latest.say("chart_month", month=span) for span in _spans(numbers))
        yield (latest.say("chart_incomplete", months="、".join(names)),)


def _spans(numbers: Iterable[int]) -> Iterator[str]:
    """Ascending numbers, those that follow each other as a range: 1—9, 11."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        first, *_, last = [number for _, number in run] * 2
        yield str(first) if first == last else f"{first}—{last}"


def _growths(builder: FigureBuilder, spec: ChartSpec) -> Chart:
    """The reporters by growth, the city among them and set apart; under it who has no rate, why."""
    book = builder.book
    found = [(area, builder.growth(spec.indicator, area)) for area in (*book.reporters, book.city)]
    known = [
        _Sized(builder.catalogue.area_name(area, book.period), (growth,), area)
        for area, growth in found
        if growth.value is not None
    ]
    known.sort(key=_Sized.order)
    marks = tuple(ChartMark(one.name, one.figures, own=one.key == book.city) for one in known)
    without = defaultdict(list)
    for area, growth in found:
        if growth.value is None:
            without[growth.note or ""].append(area)
    under = tuple(
        (
            builder.say(
                "note_no_growth",
                reason=builder.say(reason),
                names=notes.area_names(builder, areas),
            ),
        )
        for reason, areas in without.items()
    )
    city = builder.growth(spec.indicator)
    said: Parts = ()
    if city.display:
        short = _short(builder, spec)
        said = _said(builder, "chart_growth", city=_city(builder), indicator=short, growth=city)
    series = (builder.say("basis_growth_rank"),)
    return Chart(spec.id, ChartKind.BARS, city.unit, series, marks, said, under)


# --- what they share --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sized:
    """What stands along a chart before it is drawn; ``key`` is what the name is the name of."""

    name: str
    figures: tuple[Figure | None, ...]
    key: str = ""

    @property
    def size(self) -> Fraction:
        first = self.figures[0]
        return (first.value if first else None) or Fraction(0)

    def order(self) -> Fraction:
        """The largest first; equal ones stay in the order that they had."""
        return -self.size


def _there(figure: Figure) -> Figure | None:
    return None if figure.value is None else figure


def _paired(
    builder: FigureBuilder,
    spec: ChartSpec,
    kind: ChartKind,
    sized: Sequence[_Sized],
    said: Parts,
    under: tuple[Parts, ...],
) -> Chart:
    """This year beside last year; this year alone where nothing of last year is known."""
    year = builder.book.period.year
    series = tuple(builder.say("chart_year", year=str(y)) for y in (year, year - 1))
    count = 2 if any(one.figures[1] for one in sized) else 1
    marks = tuple(ChartMark(one.name, one.figures[:count]) for one in sized)
    return Chart(spec.id, kind, _unit(builder, spec), series[:count], marks, said, under)


def _largest(
    builder: FigureBuilder,
    spec: ChartSpec,
    known: Sequence[_Sized],
    share: Callable[[_Sized], Figure],
) -> Parts:
    """Which is the largest, or which are, with the share of the whole. Nothing is said where there
    is nothing above zero, and no share where some are below it: the others would add up to more
    than the whole."""
    top = [one for one in known if one.size == known[0].size] if known else []
    if not top or top[0].size <= 0:
        return ()
    (value, *_), of_whole = top[0].figures, share(top[0])
    rate = builder.catalogue.indicators[spec.indicator].kind is IndicatorKind.RATE
    phrase = "chart_highest" if rate else "chart_most"
    if len(top) > 1:
        phrase += "_tied"
    elif of_whole.display and all(one.size >= 0 for one in known):
        phrase += "_share"
    names = "、".join(one.name for one in top)
    return _said(builder, phrase, names=names, value=value or "", share=of_whole)


def _cut(builder: FigureBuilder, spec: ChartSpec, known: Sequence[_Sized]) -> Iterator[Parts]:
    if len(known) > spec.most:
        yield (builder.say("chart_cut", number=chinese_number(spec.most)),)


def _said(builder: FigureBuilder, phrase: str, **fields: Part) -> Parts:
    """A phrase of the wording with figures in it.

    Raises :class:`CatalogueError` for a phrase that is missing or names an unknown field."""
    marked = builder.say(phrase, **{name: f"{{{name}}}" for name in fields})
    parts: list[Part] = []
    for words, name, _, _ in string.Formatter().parse(marked):
        parts += [words] if words else []
        parts += [fields[name]] if name is not None else []
    return tuple(parts)


def _unit(builder: FigureBuilder, spec: ChartSpec) -> str:
    return builder.catalogue.indicators[spec.indicator].unit


def _short(builder: FigureBuilder, spec: ChartSpec) -> str:
    indicator = builder.catalogue.indicators[spec.indicator]
    return indicator.short or indicator.name


def _city(builder: FigureBuilder) -> str:
    return builder.catalogue.area_name(builder.book.city, builder.book.period)
