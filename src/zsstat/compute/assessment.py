"""Points of an assessment (考核): from exact values to exact points, totals and places.

Nothing is rounded. Values are in the unit in which the indicator is printed (percent for rates),
for so the levels of the catalogue are written. What an area without a value gets is said by the
item: 0 points, or the item is left out and what the others give is scaled up to the full score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from zsstat.compute.placement import Place, ranking
from zsstat.declarations import AssessmentItem, PointsBy, WithoutValue
from zsstat.errors import CatalogueError

Points: TypeAlias = dict[str, Fraction | None]
"""Area → points; None where the item is left out for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One area of a league. ``points`` by the item's name, None for what is left out; ``total`` is
    None where nothing that counts is left, and then there is no ``place``."""

    points: Mapping[str, Fraction | None]
    total: Fraction | None
    place: Place | None


def linear(value: Fraction, zero_at: Fraction, full_at: Fraction, weight: Fraction) -> Fraction:
    """(value − zero) ÷ (full − zero) × weight, not yet bounded; ``full_at`` may be the lower level.

    75 between 50 (0 points) and 100 (30 points) gives 15."""
    return (value - zero_at) / (full_at - zero_at) * weight


def by_rank(
    values: Mapping[str, Fraction], weight: Fraction, step: Fraction
) -> dict[str, Fraction]:
    """weight − step × (place − 1), not yet bounded. Equal values share place and points.

    9, 7, 7, 4 with weight 10 and step 2 give 10, 8, 8, 4."""
    return {
        area: weight - step * (place.place - 1) for area, place in ranking(dict(values)).items()
    }


def relative(values: Mapping[str, Fraction], weight: Fraction) -> dict[str, Fraction]:
    """value ÷ best × weight, not yet bounded; 0 for everybody where the best is not above zero.

    8, 6, 2 with weight 20 give 20, 15, 5."""
    best = max(values.values(), default=Fraction(0))
    if best <= 0:
        return dict.fromkeys(values, Fraction(0))
    return {area: value / best * weight for area, value in values.items()}


def span(values: Mapping[str, Fraction], weight: Fraction, floor: Fraction) -> dict[str, Fraction]:
    """floor + (value − least) ÷ (best − least) × (weight − floor), the 功效系数 of statistics;
    where all values are equal, everybody has the weight.

    12, 6, −3 with weight 20 and floor 8 give 20, 15.2, 8."""
    if not values:
        return {}
    best, least = max(values.values()), min(values.values())
    if best == least:
        return dict.fromkeys(values, weight)
    return {
        area: floor + (value - least) / (best - least) * (weight - floor)
        for area, value in values.items()
    }


def item_points(item: AssessmentItem, values: Mapping[str, Fraction | None]) -> Points:
    """The points that an item gives to those who are compared, never below ``least`` nor above
    ``most``. An area without a value takes no place and is compared with nobody."""
    known = {area: value for area, value in values.items() if value is not None}
    given = _given(item, known)
    least, most = Fraction(item.least), Fraction(item.most)
    without = Fraction(0) if item.missing is WithoutValue.ZERO else None
    return {
        area: min(max(given[area], least), most) if area in given else without for area in values
    }


def _given(item: AssessmentItem, known: Mapping[str, Fraction]) -> dict[str, Fraction]:
    weight = Fraction(item.weight)
    match item.points:
        case PointsBy.LINEAR:
            levels = Fraction(item.zero_at), _needed(item.full_at, "full_at", item)
            return {area: linear(value, *levels, weight) for area, value in known.items()}
        case PointsBy.RANK:
            return by_rank(known, weight, _needed(item.step, "step", item))
        case PointsBy.RELATIVE:
            return relative(known, weight)
        case PointsBy.SPAN:
            return span(known, weight, Fraction(item.least))


def _needed(level: Decimal | None, key: str, item: AssessmentItem) -> Fraction:
    if level is None:
        raise CatalogueError(
            f"tables.toml 的考核项目 {item.name} 没有写 {key}", "写法见 docs/catalog.md"
        )
    return Fraction(level)


def total_points(
    items: Sequence[AssessmentItem], points: Mapping[str, Fraction | None]
) -> Fraction | None:
    """The sum of an area's points. Where items that count are left out, what the others of them
    give is multiplied by all their weights ÷ the weights that are left; bonuses and what is taken
    off are added as they are. None where nothing that counts is left."""
    counted = [item for item in items if item.counts]
    left = [item for item in counted if points[item.name] is not None]
    if not left:
        return None
    scale = full_weight(counted) / full_weight(left)
    own = sum((points[item.name] or Fraction(0) for item in left), Fraction(0))
    apart = (points[item.name] or Fraction(0) for item in items if not item.counts)
    return own * scale + sum(apart, Fraction(0))


def full_weight(items: Iterable[AssessmentItem]) -> Fraction:
    """The weights of these items together."""
    return sum((Fraction(item.weight) for item in items), Fraction(0))


def league(
    items: Sequence[AssessmentItem], values: Mapping[str, Mapping[str, Fraction | None]]
) -> dict[str, Standing]:
    """Area → its standing, from item name → area → value; the places are by the exact totals, ties
    share one and the next is skipped."""
    points = {item.name: item_points(item, values[item.name]) for item in items}
    areas = dict.fromkeys(area for item in items for area in values[item.name])
    of_area = {area: {name: given[area] for name, given in points.items()} for area in areas}
    totals = {area: total_points(items, own) for area, own in of_area.items()}
    places = ranking({area: total for area, total in totals.items() if total is not None})
    return {area: Standing(of_area[area], totals[area], places.get(area)) for area in areas}
