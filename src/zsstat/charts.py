"""Charts declared in the catalogue, made of figures; what draws them is no business of this module.

A chart shows what tables and text show, by the same figures, and says in the same words what is to
be seen in it. One that there is nothing to draw of (no table of the province, one month alone) is
None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zsstat.declarations import ChartOf, ChartSpec
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder, chinese_number
from zsstat.model import Chart, ChartKind, ChartMark, Dimension, Exhibit, Figure, Measure, Parts
from zsstat.tables import field_lines
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
    if len(drawn.marks) < FEWEST:
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


# --- one function for each --------------------------------------------------------------------


def _field(builder: FigureBuilder, spec: ChartSpec) -> Chart:
    """The members of the province by their printed rate, our city set apart."""
    catalogue, book = builder.catalogue, builder.book
    marks = tuple(
        ChartMark(
            catalogue.area_name(line.member, book.period),
            (line.rate,),
            own=line.member == book.own_member,
        )
        for line in field_lines(builder, spec.indicator, spec.measure)
    )
    place = builder.placement(spec.indicator, spec.measure)
    said: Parts = ()
    if place.display:
        said = (_city(builder), _short(builder, spec), place)
    return Chart(spec.id, ChartKind.BARS, "%", (_basis(builder, spec),), marks, said)


def _areas(builder: FigureBuilder, spec: ChartSpec) -> Chart:
    """The reporters, this year beside last year, the largest first."""
    catalogue, book = builder.catalogue, builder.book
    pairs = [
        (area, builder.value(spec.indicator, area), builder.base(spec.indicator, area))
        for area in book.reporters
    ]
    known = sorted((pair for pair in pairs if pair[1].value), key=_by_size)[: spec.most]
    marks = tuple(
        ChartMark(catalogue.area_name(area, book.period), (value, base if base.value else None))
        for area, value, base in known
    )
    said: Parts = ()
    if known:
        area, value, _ = known[0]
        share = builder.share(spec.indicator, area)
        said = (catalogue.area_name(area, book.period), "最多，为", value)
        said = (*said, "，占全市", share) if share.display else said
    series = tuple(str(year) + "年" for year in (book.period.year, book.period.year - 1))
    return Chart(spec.id, ChartKind.PAIRS, _unit(builder, spec), series, marks, said)


def _members(builder: FigureBuilder, spec: ChartSpec, dimension: Dimension) -> Chart:
    """The members of a dimension, the largest first."""
    members = builder.book.group_members(dimension)
    found = [(m, builder.value(spec.indicator, None, dimension, m)) for m in members]
    sized = sorted((pair for pair in found if pair[1].value), key=_by_size)
    marks = tuple(ChartMark(member, (value,)) for member, value in sized[: spec.most])
    said: Parts = ()
    if sized:
        member, value = sized[0]
        said = (member, "最多，为", value)
        share = builder.share(spec.indicator, None, dimension, member)
        said = (*said, "，占全市", share) if share.display else said
    notes: tuple[Parts, ...] = ()
    if len(sized) > spec.most:
        notes = ((f"图中只列最多的{chinese_number(spec.most)}个，其余见表。",),)
    series = (_short(builder, spec),)
    return Chart(spec.id, ChartKind.BARS, _unit(builder, spec), series, marks, said, notes)


def _months(months: Sequence[FigureBuilder], spec: ChartSpec) -> Chart:
    """The months of the year, cumulative, this year's line and last year's."""
    if not months:
        return Chart(spec.id, ChartKind.LINES, "", (), ())
    marks = tuple(_month_marks(months, spec))
    latest = months[-1]
    year = latest.book.period.year
    growth = latest.growth(spec.indicator)
    value = latest.value(spec.indicator)
    said: Parts = (latest.period(), _short(latest, spec), value)
    said = (*said, "，", growth) if growth.display else said
    series = (f"{year}年", f"{year - 1}年")
    return Chart(spec.id, ChartKind.LINES, _unit(latest, spec), series, marks, said)


def _month_marks(months: Sequence[FigureBuilder], spec: ChartSpec) -> Iterator[ChartMark]:
    for of in months:
        value, base = of.value(spec.indicator), of.base(spec.indicator)
        if value.value is not None:
            figures = (value, base if base.value is not None else None)
            yield ChartMark(f"{of.book.period.month}月", figures)


# --- what they share --------------------------------------------------------------------------


def _by_size(pair: tuple[str, Figure] | tuple[str, Figure, Figure]) -> Fraction:
    return -(pair[1].value or Fraction(0))


def _unit(builder: FigureBuilder, spec: ChartSpec) -> str:
    return builder.catalogue.indicators[spec.indicator].unit


def _short(builder: FigureBuilder, spec: ChartSpec) -> str:
    indicator = builder.catalogue.indicators[spec.indicator]
    return indicator.short or indicator.name


def _basis(builder: FigureBuilder, spec: ChartSpec) -> str:
    completion = spec.measure is Measure.COMPLETION_RANK
    basis = Measure.COMPLETION_RANK if completion else Measure.GROWTH_RANK
    return builder.say(f"basis_{basis.value}")


def _city(builder: FigureBuilder) -> str:
    return builder.catalogue.area_name(builder.book.city, builder.book.period)
