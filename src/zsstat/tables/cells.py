"""One cell of a printed table: which figure a column's measure asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zsstat.declarations import Catalogue, TableColumnSpec
from zsstat.figures import FigureBuilder
from zsstat.model import Dimension, Figure, Heading, Measure

_RATES = frozenset(
    {
        Measure.GROWTH,
        Measure.SHARE,
        Measure.COMPLETION,
        Measure.SINGLE_GROWTH,
        Measure.MONTH_ON_MONTH,
        Measure.LIKE_FOR_LIKE,
    }
)
_PLACES = frozenset({Measure.GROWTH_RANK, Measure.COMPLETION_RANK})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about: an indicator of the city, an area, or a member of a dimension.

    ``league``: places are those among the reporters and not the city's in the province."""

    indicator: str | None = None
    area: str | None = None
    dimension: Dimension | None = None
    member: str | None = None
    league: bool = False


def cell(builder: FigureBuilder, column: TableColumnSpec, subject: Subject) -> Figure | None:
    """The figure, or None where the column has nothing to say about this row (the place of an
    indicator that is not ranked)."""
    indicator = column.indicator or subject.indicator
    if indicator is None:
        return None
    if column.measure in _PLACES:
        return _place(builder, column.measure, indicator, subject)
    if column.measure is Measure.LIKE_FOR_LIKE:
        of_city = subject.area is None and subject.dimension is None
        compared = of_city and builder.compared_reporters(indicator)
        return builder.like_for_like(indicator) if compared else None
    return _measure(builder, column.measure, indicator, subject)


def _place(
    builder: FigureBuilder, basis: Measure, indicator: str, subject: Subject
) -> Figure | None:
    if subject.league:
        return builder.league(indicator, basis).get(subject.area or "")
    ranked = builder.catalogue.indicators[indicator].ranked
    return builder.placement(indicator, basis) if ranked and subject.area is None else None


def _measure(
    builder: FigureBuilder, measure: Measure, indicator: str, subject: Subject
) -> Figure | None:
    area, dimension, member = subject.area, subject.dimension, subject.member
    match measure:
        case Measure.VALUE:
            return builder.value(indicator, area, dimension, member)
        case Measure.BASE:
            return builder.base(indicator, area, dimension, member)
        case Measure.CHANGE:
            return builder.change(indicator, area, dimension, member)
        case Measure.GROWTH:
            return in_points(builder, builder.growth(indicator, area, dimension, member))
        case Measure.SHARE:
            return builder.share(indicator, area, dimension, member)
    return None if dimension else _against_target(builder, measure, indicator, area)


def _against_target(
    builder: FigureBuilder, measure: Measure, indicator: str, area: str | None
) -> Figure | None:
    match measure:
        case Measure.TARGET:
            return builder.target(indicator, area)
        case Measure.COMPLETION:
            return builder.completion(indicator, area)
        case Measure.PACE:
            return builder.pace(indicator, area)
    return None


def in_points(builder: FigureBuilder, figure: Figure) -> Figure:
    """In a column of growth rates, the change of a rate says that it is in percentage points."""
    if figure.value is None or figure.unit == "%":
        return figure
    return replace(figure, number=builder.say("cell_points", number=figure.number))


def heading(builder: FigureBuilder, column: TableColumnSpec) -> Heading:
    """The heading of a column: its own text, else its indicator's or its measure's name."""
    catalogue = builder.catalogue
    named = builder.say(f"measure_{column.measure.value}")
    if column.heading:
        text = column.heading
    elif column.indicator and column.measure is Measure.VALUE:
        indicator = catalogue.indicators[column.indicator]
        text = indicator.short or indicator.name
    else:
        text = named
    return Heading(text, unit=_unit(catalogue, column), keep=column.keep)


def _unit(catalogue: Catalogue, column: TableColumnSpec) -> str:
    match column.measure:
        case measure if measure in _RATES:
            return "%"
        case Measure.PACE:
            return "百分点"
        case measure if measure in _PLACES or column.indicator is None:
            return ""
    return catalogue.indicators[column.indicator or ""].unit
