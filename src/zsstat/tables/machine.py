"""The same figures as plain data for machines: stable keys, exact decimal strings, null and a note.

Values and bases are exact in ``unit`` and never in exponent form; an indicator that is itself a
rate has no exact decimal in general, so its value is rounded as it is printed, and its change is in
points, so that ``growth_percent`` is null with the note ``points``. Rates are rounded as
configured, zeros trimmed.
"""

from __future__ import annotations

from typing import TypeAlias

from zsstat.compute import Placement
from zsstat.figures import FigureBuilder, exact_text
from zsstat.model import Dimension, Figure, Measure
from zsstat.tables.placements import checked_basis, compare, field_lines, ranked
from zsstat.tables.trends import Trends

Data: TypeAlias = dict[str, object]

STORED = "stored"
RESTATED = "restated"
"""The base is last year's stored value (and not an officially restated one)."""


def summary_data(builder: FigureBuilder, trends: Trends | None = None) -> Data:
    """One row for each area (the city, then each reporter) and visible indicator. Those of the city
    have the single ``months`` from January on, where there are enough of them."""
    areas = (builder.book.city, *builder.book.reporters)
    rows = [
        _summary_row(builder, area, code) for area in areas for code in builder.catalogue.listed
    ]
    if trends:
        for row in rows:
            if row["area"] == builder.book.city:
                row["months"] = trends.exact(str(row["indicator"]))
    return {**head(builder), "rows": rows}


def dimension_data(builder: FigureBuilder, dimension: Dimension) -> Data:
    """One row for each member of a dimension and visible indicator that has it."""
    book = builder.book
    codes = [
        code
        for code in builder.catalogue.listed
        if any(c == code and d == dimension for c, d, _ in book.groups)
    ]
    rows = [
        {
            "dimension": dimension.value,
            "member": member,
            **_figures(builder, code, dimension, member),
        }
        for member in book.group_members(dimension)
        for code in codes
    ]
    return {**head(builder), "dimension": dimension.value, "rows": rows}


def rank_data(builder: FigureBuilder) -> Data:
    """The city's placements, the whole field behind each, the check of the province's figures and
    the counties' league."""
    bases = (Measure.GROWTH_RANK, Measure.COMPLETION_RANK)
    pairs = [(code, basis) for code in ranked(builder) for basis in bases]
    return {
        **head(builder),
        "rows": [_rank_row(builder, code, basis) for code, basis in pairs],
        "field": [row for code, basis in pairs for row in _field_rows(builder, code, basis)],
        "comparison": _comparison_rows(builder),
        "league": [row for code, basis in pairs for row in _league_rows(builder, code, basis)],
    }


# --- rows -------------------------------------------------------------------------------------


def head(builder: FigureBuilder) -> Data:
    """The period, and who is in it."""
    book = builder.book
    return {
        "year": book.period.year,
        "month": book.period.month,
        "reporters": {
            "expected": len(book.reporters),
            "counted": len(book.reporters) - len(book.missing),
            "missing": list(book.missing),
        },
    }


def _summary_row(builder: FigureBuilder, area: str, code: str) -> Data:
    city = area == builder.book.city
    indicator = builder.catalogue.indicators[code]
    value, base = builder.value(code, area), builder.base(code, area)
    growth = builder.growth(code, area)
    points = indicator.ratio is not None
    return {
        "area": area,
        "area_name": builder.catalogue.area_name(area, builder.book.period),
        "indicator": code,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "value": exactly(value, points=points),
        "display": value.display or None,
        "base": exactly(base, points=points),
        "base_source": base_source(builder, base),
        "base_reported": exactly(builder.reported_base(code, area), points=points)
        if (area, code) in builder.book.restated
        else None,
        "adjustment": _adjusted(builder, code, area),
        **changed(growth, points=points),
        "like_for_like": like_for_like(builder, area, code),
        "share_percent": rounded(builder.share(code, area)),
        "target": exactly(builder.target(code, area), points=points),
        "completion_percent": None if points else rounded(builder.completion(code, area)),
        "rank": _ranks(builder, code) if city and indicator.ranked else None,
    }


def base_source(builder: FigureBuilder, base: Figure) -> str | None:
    if base.value is None:
        return None
    restated = (base.key.area, base.key.indicator) in builder.book.restated
    return RESTATED if restated else STORED


def _adjusted(builder: FigureBuilder, code: str, area: str) -> str | None:
    """What the office's own entries add to the figure; of the city those that are nobody else's."""
    if builder.catalogue.indicators[code].ratio is not None:
        return None
    figure = builder.adjustment(code, area)
    return exactly(figure, points=False) if figure.value else None


def _figures(builder: FigureBuilder, code: str, dimension: Dimension, member: str) -> Data:
    indicator = builder.catalogue.indicators[code]
    value = builder.value(code, None, dimension, member)
    base = builder.base(code, None, dimension, member)
    points = indicator.ratio is not None
    return {
        "indicator": code,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "value": exactly(value, points=points),
        "display": value.display or None,
        "base": exactly(base, points=points),
        **changed(builder.growth(code, None, dimension, member), points=points),
        "share_percent": rounded(builder.share(code, None, dimension, member)),
    }


def changed(figure: Figure, *, points: bool) -> Data:
    """A rate's change is in points: it has no growth in percent, for that reason."""
    if points and figure.value is not None:
        return {"growth_percent": None, "growth_note": "points"}
    return {"growth_percent": rounded(figure), "growth_note": figure.note}


def like_for_like(builder: FigureBuilder, area: str, code: str) -> Data | None:
    """The city's growth over the reporters of both years, and who they are; None where nobody is
    missing, for areas and for rates."""
    both = builder.compared_reporters(code) if area == builder.book.city else None
    if both is None:
        return None
    return {"growth_percent": rounded(builder.like_for_like(code)), "reporters": list(both)}


def _ranks(builder: FigureBuilder, code: str) -> Data:
    growth = builder.book.placement(code, Measure.GROWTH_RANK)
    completion = builder.book.placement(code, Measure.COMPLETION_RANK)
    return {"growth": _place(growth), "completion": _place(completion)}


def _place(found: Placement | None) -> Data | None:
    if found is None:
        return None
    return {"place": found.place.place, "field": found.place.field, "tied": found.place.tied}


def _rank_row(builder: FigureBuilder, code: str, basis: Measure) -> Data:
    found = builder.book.placement(code, basis)
    before = builder.book.previous_placement(code, basis)
    line = builder.book.own_line(code)
    printed = line.printed_rank if line and basis is checked_basis(builder, code) else None
    return {
        "indicator": code,
        "indicator_name": builder.catalogue.indicators[code].name,
        "basis": _basis(basis),
        "rate_percent": format(found.rate, "f") if found else None,
        "place": found.place.place if found else None,
        "field": found.place.field if found else None,
        "tied": found.place.tied if found else None,
        "missing": list(found.missing) if found else [],
        "tier": builder.tier(code, basis),
        "previous_place": before.place.place if before else None,
        "previous_field": before.place.field if before else None,
        "places_gained": builder.book.places_gained(code, basis),
        "printed_place": printed,
        "printed_place_agrees": printed == found.place.place if found and printed else None,
        "display": builder.placement(code, basis).display or None,
    }


def _field_rows(builder: FigureBuilder, code: str, basis: Measure) -> list[Data]:
    return [
        {
            "indicator": code,
            "basis": _basis(basis),
            "member": line.member,
            "member_name": builder.catalogue.area_name(line.member, builder.book.period),
            "rate_percent": line.rate.number,
            "place": line.place.place,
            "tied": line.place.tied,
            "printed_place": line.printed,
        }
        for line in field_lines(builder, code, basis)
    ]


def _comparison_rows(builder: FigureBuilder) -> list[Data]:
    return [
        {
            "indicator": found.indicator,
            "measure": found.measure.value,
            "unit": found.own.unit,
            "printed": exactly(found.printed, points=False),
            "own": found.own.number or None,
            "agrees": found.agrees,
        }
        for found in compare(builder)
    ]


def _league_rows(builder: FigureBuilder, code: str, basis: Measure) -> list[Data]:
    places = builder.league(code, basis)
    rows: list[Data] = []
    for area, place in places.items():
        of = builder.growth if basis is Measure.GROWTH_RANK else builder.completion
        rows.append(
            {
                "indicator": code,
                "basis": _basis(basis),
                "area": area,
                "area_name": builder.catalogue.area_name(area, builder.book.period),
                "rate_percent": rounded(of(code, area)),
                "place": None if place.value is None else int(place.value),
            }
        )
    return rows


def _basis(basis: Measure) -> str:
    return "growth" if basis is Measure.GROWTH_RANK else "completion"


def exactly(figure: Figure, *, points: bool) -> str | None:
    """The exact value as a decimal; of a rate (``points``) the rounded one."""
    if figure.value is None:
        return None
    return figure.number if points else exact_text(figure.value)


def rounded(figure: Figure) -> str | None:
    """The number as it is printed."""
    return None if figure.value is None else figure.number
