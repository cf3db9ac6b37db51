"""Specs of the catalogue and figures, made into tables for people and data for machines.

A cell of a table is a :class:`~zsstat.model.Figure` (renderers print its ``number``, the unit
stands in the heading or in a column of its own), a text, or None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from zsstat.figures import FigureBuilder
from zsstat.model import Dimension, Report
from zsstat.tables.about import about
from zsstat.tables.build import by_county, by_dimension, by_name, headline, league
from zsstat.tables.cross import cross_table
from zsstat.tables.deferred import Deferred
from zsstat.tables.machine import dimension_data, head, rank_data, summary_data
from zsstat.tables.placements import comparison, field_lines, fields, placements, ranked
from zsstat.tables.trends import Trends

__all__ = [
    "Trends",
    "by_county",
    "by_dimension",
    "by_name",
    "comparison",
    "county_report",
    "cross_report",
    "dimension_data",
    "dimension_report",
    "field_lines",
    "fields",
    "headline",
    "league",
    "placements",
    "rank_data",
    "rank_report",
    "summary_data",
    "summary_report",
]


def summary_report(builder: FigureBuilder, trends: Trends | None = None) -> Report:
    """The headline table, then the tables by area; with the months of the year where there are
    some to show."""
    shown = trends if trends and trends.shown else None
    data = Deferred(lambda: summary_data(builder, shown) if shown else summary_data(builder))
    tables = (*headline(builder, shown), *by_county(builder))
    return Report(tables, data, about(builder, "about_title_summary"))


def county_report(builder: FigureBuilder) -> Report:
    """The tables by area alone."""
    data = Deferred(lambda: summary_data(builder))
    return Report(by_county(builder), data, about(builder, "about_title_summary"))


def dimension_report(builder: FigureBuilder, dimension: Dimension) -> Report:
    """The city by industry, source, stage or size; the book must hold that dimension's groups."""
    data = Deferred(lambda: dimension_data(builder, dimension))
    return Report(by_dimension(builder, dimension), data, about(builder, "about_title_summary"))


def cross_report(
    builder: FigureBuilder,
    indicators: Mapping[str, Mapping[tuple[str, str], int]],
    dimension: Dimension,
) -> Report:
    """By area and dimension at once: indicator → (reporter, member) → whole base units."""
    tables = tuple(
        cross_table(builder, spec, code, dimension, sums)
        for spec in builder.catalogue.tables.values()
        for code, sums in indicators.items()
        if spec.rows == "cross" and code in spec.indicators
    )
    rows = [
        {"area": area, "dimension": dimension.value, "member": member, "indicator": code}
        | {"value": builder.exact(code, value)}
        | {"unit": builder.catalogue.indicators[code].unit}
        for code, sums in indicators.items()
        for (area, member), value in sums.items()
        if area in builder.book.received
    ]
    data = {**head(builder), "dimension": dimension.value, "rows": rows}
    return Report(tables, data, about(builder, "about_title_summary"))


def rank_report(builder: FigureBuilder) -> Report:
    """Placements, the check against the province, the field behind each place, the league."""
    compared = comparison(builder)
    tables = (
        *((placements(builder),) if ranked(builder) else ()),
        *((compared,) if compared else ()),
        *fields(builder),
        *league(builder),
    )
    data = Deferred(lambda: rank_data(builder))
    return Report(tables, data, about(builder, "about_title_rank"))
