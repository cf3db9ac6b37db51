"""Views over time as plain data: one row for each area, indicator and, of several years, year.

Values are exact decimal strings in ``unit`` as in :mod:`zsstat.tables.machine`, rates rounded as
configured; what does not exist is null and a note names the reason.
"""

from __future__ import annotations

from zsstat.figures import FigureBuilder
from zsstat.figures.single import SingleFigures, Taken
from zsstat.model import Figure
from zsstat.tables.machine import Data, base_source, changed, exactly, head, like_for_like
from zsstat.tables.overtime import specs
from zsstat.tables.years import Years


def single_data(figures: SingleFigures) -> Data:
    """One row for each area (the city, then each reporter) and visible indicator."""
    builder = FigureBuilder(figures.catalogue, figures.book)
    areas = (builder.book.city, *builder.book.reporters)
    rows = [_single_row(figures, area, code) for area in areas for code in builder.catalogue.listed]
    without = list(figures.month.without_opening)
    return {**head(builder), "single": True, "without_month_before": without, "rows": rows}


def _single_row(figures: SingleFigures, area: str, code: str) -> Data:
    indicator = figures.catalogue.indicators[code]
    points = indicator.ratio is not None
    single, base = figures.single(code, area), figures.single_base(code, area)
    previous = figures.single_previous(code, area)
    taken = figures.taken(code)
    return {
        "area": area,
        "area_name": figures.catalogue.area_name(area, figures.book.period),
        "indicator": code,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "taken": None if taken is Taken.NOTHING else taken.value,
        "value": exactly(single, points=points),
        "display": single.display or None,
        "note": single.note,
        "base": exactly(base, points=points),
        **changed(figures.single_growth(code, area), points=points),
        "previous": exactly(previous, points=points),
        **_month_on_month(figures.month_on_month(code, area), points=points),
        "cumulative": exactly(figures.value(code, area), points=points),
    }


def _month_on_month(figure: Figure, *, points: bool) -> Data:
    """环比; the reasons are named as those of growth are, for they are the same."""
    rate = changed(figure, points=points)
    note = rate["growth_note"]
    plain = note.removeprefix("month_") if isinstance(note, str) else note
    return {"month_on_month_percent": rate["growth_percent"], "month_on_month_note": plain}


def years_data(years: Years) -> Data:
    """One row for each indicator of the city and each year, then for each reporter those of the
    indicators asked for."""
    latest = years.latest
    listed = dict.fromkeys(code for spec in specs(latest, "years") for code in spec.indicators)
    places = [(latest.book.city, code) for code in listed or latest.catalogue.listed]
    places += [(area, code) for code in years.indicators for area in years.areas]
    return {
        "years": [builder.book.period.year for builder in years.builders],
        "missing_years": list(years.missing),
        "month": latest.book.period.month,
        "reporters": {
            str(builder.book.period.year): head(builder)["reporters"] for builder in years.builders
        },
        "rows": [
            _year_row(builder, area, code)
            for area, code in places
            for builder in years.builders
            if area == builder.book.city or area in builder.book.reporters
        ],
    }


def _year_row(builder: FigureBuilder, area: str, code: str) -> Data:
    indicator = builder.catalogue.indicators[code]
    points = indicator.ratio is not None
    value, base = builder.value(code, area), builder.base(code, area)
    return {
        "area": area,
        "area_name": builder.catalogue.area_name(area, builder.book.period),
        "indicator": code,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "year": builder.book.period.year,
        "value": exactly(value, points=points),
        "display": value.display or None,
        "base": exactly(base, points=points),
        "base_source": base_source(builder, base),
        **changed(builder.growth(code, area), points=points),
        "like_for_like": like_for_like(builder, area, code),
    }
