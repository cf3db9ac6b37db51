"""Tables declared in the catalogue: the headline, by area, by dimension, the league."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zsstat.declarations import TableColumnSpec, TableSpec
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder
from zsstat.model import Align, Dimension, Figure, Heading, Measure, Parts, Table, TableRow
from zsstat.tables import marks, notes
from zsstat.tables.cells import Subject, cell, heading
from zsstat.tables.titles import title
from zsstat.tables.trends import Trends, with_trends


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    figures: tuple[Figure | None, ...]
    total: bool = False
    area: str | None = None


def headline(builder: FigureBuilder, trends: Trends | None = None) -> tuple[Table, ...]:
    """One row an indicator, for the city: value, last year, growth, placements, perhaps the
    months."""
    pairs = [(spec, _headline(builder, spec)) for spec in _specs(builder, "indicators")]
    return tuple(with_trends(table, spec, trends) if trends else table for spec, table in pairs)


def by_county(builder: FigureBuilder) -> tuple[Table, ...]:
    """One row a reporter, the joint deduction where there is one, and the city."""
    return tuple(_by_area(builder, spec) for spec in _specs(builder, "areas"))


def league(builder: FigureBuilder) -> tuple[Table, ...]:
    """The reporters in order of one column, with their places among each other."""
    return tuple(_league(builder, spec) for spec in _specs(builder, "league"))


def by_dimension(builder: FigureBuilder, dimension: Dimension) -> tuple[Table, ...]:
    """One row a member (an industry, a source …) and the city."""
    return tuple(_by_dimension(builder, spec, dimension) for spec in _specs(builder, "dimension"))


def by_name(builder: FigureBuilder, spec: TableSpec, dimension: Dimension | None = None) -> Table:
    """One declared table, whatever its layout; by ``dimension`` the book must hold its groups.

    Raises :class:`CatalogueError` for a layout that no document has."""
    match spec.rows:
        case "indicators":
            return _headline(builder, spec)
        case "areas":
            return _by_area(builder, spec)
        case "league":
            return _league(builder, spec)
        case "dimension" if dimension is not None:
            return _by_dimension(builder, spec, dimension)
    raise CatalogueError(
        f"tables.toml 的表 {spec.id} 不能用在通报里",
        "通报里可以用 rows 为 indicators、areas、league、dimension 的表",
    )


def _specs(builder: FigureBuilder, rows: str) -> Iterator[TableSpec]:
    return (spec for spec in builder.catalogue.tables.values() if spec.rows == rows)


# --- one function a layout --------------------------------------------------------------------


def _headline(builder: FigureBuilder, spec: TableSpec) -> Table:
    indicators = builder.catalogue.indicators
    codes = spec.indicators or tuple(builder.catalogue.listed)
    rows = [_row(builder, spec, indicators[c].name, Subject(indicator=c)) for c in codes]
    left = [Heading(builder.say("head_indicator"), Align.LEFT)]
    left.append(Heading(builder.say("head_unit"), Align.LEFT))
    under = (
        *notes.completeness(builder),
        *notes.lacking(builder, codes),
        *notes.like_for_like(builder),
        *notes.no_growth(builder, ((row.label, row.figures) for row in rows)),
        *notes.restated(builder, codes),
        *(notes.placement(builder, codes) if _has_places(spec) else ()),
        *notes.calibers(builder, codes),
        *notes.declared(builder, spec),
        notes.rounding(builder),
    )
    return Table(
        title=title(builder, spec),
        headings=(*left, *(heading(builder, column) for column in spec.columns)),
        rows=tuple(
            TableRow((row.label, indicators[code].unit, *row.figures))
            for code, row in zip(codes, rows, strict=True)
        ),
        notes=under,
        marks=tuple(marks.of_rows(builder, codes, under)),
    )


def _by_area(builder: FigureBuilder, spec: TableSpec) -> Table:
    areas = _sorted(spec, _area_rows(builder, spec, is_league=False))
    rows = [line for row in areas for line in (row, *_of_which_adjusted(builder, spec, row))]
    deducted, adjusted = _deduction(builder, spec), _adjustment(builder, spec)
    closing = [*deducted, *adjusted, _row(builder, spec, _city(builder), Subject(), total=True)]
    extra = [(builder.say("note_deduction"),)] if deducted else []
    extra += [(builder.say("note_adjustment"),)] if adjusted or len(rows) > len(areas) else []
    return _table(builder, spec, [*rows, *closing], extra, notes.rounding(builder))


def _league(builder: FigureBuilder, spec: TableSpec) -> Table:
    rows = _sorted(spec, _area_rows(builder, spec, is_league=True))
    total = _row(builder, spec, _city(builder), Subject(area=builder.book.city, league=True))
    closing = _Row(total.label, total.figures, total=True)
    return _table(builder, spec, [*rows, closing], [(builder.say("note_league"),)])


def _by_dimension(builder: FigureBuilder, spec: TableSpec, dimension: Dimension) -> Table:
    rows = [
        _row(builder, spec, member, Subject(dimension=dimension, member=member))
        for member in _members(builder, spec, dimension)
    ]
    total = _row(builder, spec, _city(builder), Subject(), total=True)
    said = builder.say(f"dimension_{dimension.value}")
    adjusted = _adjustment_of_all(builder, spec)
    extra: list[Parts] = [(builder.say("note_adjustment"),)] if adjusted else []
    ordered = [*_sorted(spec, rows), *_deduction(builder, spec), *adjusted, total]
    return _table(builder, spec, ordered, extra, notes.rounding(builder), first=said)


def _members(builder: FigureBuilder, spec: TableSpec, dimension: Dimension) -> Iterator[str]:
    """The members that this table has anything about: a country that only enterprises come from
    has no row among the projects."""
    indicators = {column.indicator for column in spec.columns if column.indicator}
    shown = indicators.union(
        code
        for indicator in indicators
        if (ratio := builder.catalogue.indicators[indicator].ratio)
        for code in (ratio.numerator, ratio.denominator)
    )
    groups = (*builder.book.groups, *builder.book.base_groups)
    known = {member for code, which, member in groups if which == dimension and code in shown}
    return (m for m in builder.book.group_members(dimension) if m in known)


# --- what they share --------------------------------------------------------------------------


def _table(
    builder: FigureBuilder,
    spec: TableSpec,
    rows: Sequence[_Row],
    extra: Iterable[Parts],
    *closing: Parts,
    first: str = "",
) -> Table:
    indicators = [column.indicator for column in spec.columns if column.indicator]
    label = Heading(first or builder.say("head_area"), Align.LEFT)
    under = (
        *notes.completeness(builder),
        *notes.lacking(builder, indicators),
        *notes.no_growth(builder, ((row.label, row.figures) for row in rows)),
        *notes.restated(builder, indicators),
        *extra,
        *notes.calibers(builder, indicators),
        *notes.declared(builder, spec),
        *closing,
    )
    return Table(
        title=title(builder, spec, dimension=first),
        headings=(label, *(heading(builder, column) for column in spec.columns)),
        rows=tuple(TableRow((row.label, *row.figures), row.total) for row in rows),
        notes=under,
        marks=tuple(marks.of_columns(builder, spec, under)),
    )


def _row(
    builder: FigureBuilder, spec: TableSpec, label: str, subject: Subject, *, total: bool = False
) -> _Row:
    figures = tuple(cell(builder, column, subject) for column in spec.columns)
    return _Row(label, figures, total, subject.area)


def _area_rows(builder: FigureBuilder, spec: TableSpec, *, is_league: bool) -> list[_Row]:
    catalogue, period = builder.catalogue, builder.book.period
    return [
        _row(builder, spec, catalogue.area_name(area, period), Subject(area=area, league=is_league))
        for area in builder.book.reporters
    ]


def _sorted(spec: TableSpec, rows: list[_Row]) -> list[_Row]:
    """Rows by the exact values of the spec's column, largest first; rows without one come last,
    equal ones stay in the order of the catalogue."""
    column = spec.sort
    if column is None:
        return rows
    if not 0 <= column < len(spec.columns):
        raise CatalogueError(
            f"tables.toml 的表 {spec.id} 按第 {column} 栏排序，但它没有这一栏",
            f"sort 从 0 数起，最大是 {len(spec.columns) - 1}",
        )

    def key(row: _Row) -> tuple[bool, Fraction]:
        figure = row.figures[column]
        value = figure.value if figure else None
        return (value is None, -(value or Fraction(0)))

    return sorted(rows, key=key)


def _deduction(builder: FigureBuilder, spec: TableSpec) -> list[_Row]:
    """The line that makes areas and city add up, if anything was deducted in this table."""
    figures = []
    for column in spec.columns:
        figure = None
        base = column.measure is Measure.BASE
        restated = base and (builder.book.city, column.indicator) in builder.book.restated
        if column.indicator and column.measure in (Measure.VALUE, Measure.BASE) and not restated:
            figure = builder.deduction(column.indicator, base=base)
        figures.append(figure if figure and figure.value else None)
    return [_Row(builder.say("label_deduction"), tuple(figures))] if any(figures) else []


def _adjustment(builder: FigureBuilder, spec: TableSpec) -> list[_Row]:
    """The city's own entries, which no reporter's row holds."""
    figures = tuple(_adjusted(builder, column, None) for column in spec.columns)
    return [_Row(builder.say("label_adjustment"), figures)] if any(figures) else []


def _adjustment_of_all(builder: FigureBuilder, spec: TableSpec) -> list[_Row]:
    """The entries for each reporter and for the city: an entry is of no member of a dimension."""
    rows = []
    for area in builder.book.reporters:
        figures = tuple(_adjusted(builder, column, area) for column in spec.columns)
        name = builder.catalogue.area_name(area, builder.book.period)
        if any(figures):
            rows.append(_Row(f"{name}{builder.say('measure_adjustment')}", figures))
    return [*rows, *_adjustment(builder, spec)]


def _of_which_adjusted(builder: FigureBuilder, spec: TableSpec, row: _Row) -> list[_Row]:
    """What of a reporter's row is the office's own entry."""
    figures = tuple(_adjusted(builder, column, row.area) for column in spec.columns)
    return [_Row(builder.say("label_of_which_adjusted"), figures)] if any(figures) else []


def _adjusted(builder: FigureBuilder, column: TableColumnSpec, area: str | None) -> Figure | None:
    if column.indicator is None or column.measure not in (Measure.VALUE, Measure.BASE):
        return None
    base = column.measure is Measure.BASE
    if base and (area or builder.book.city, column.indicator) in builder.book.restated:
        return None  # the official figure stands in the place of what was reported and adjusted
    figure = builder.adjustment(column.indicator, area, base=base)
    return figure if figure.value else None


def _has_places(spec: TableSpec) -> bool:
    return any(column.measure in notes.BASES for column in spec.columns)


def _city(builder: FigureBuilder) -> str:
    return builder.catalogue.area_name(builder.book.city, builder.book.period)
