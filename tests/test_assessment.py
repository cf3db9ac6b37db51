"""The points of an assessment: exact, against brute-force definitions, and the laws they keep."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsstat.compute.assessment import (
    by_rank,
    item_points,
    league,
    linear,
    relative,
    span,
    total_points,
)
from zsstat.declarations import AssessmentItem, PointsBy, WithoutValue
from zsstat.errors import CatalogueError

AREAS = ("甲", "乙", "丙", "丁", "戊")

COMPARED = (PointsBy.RANK, PointsBy.RELATIVE, PointsBy.SPAN)

values = st.fractions(min_value=-500, max_value=500, max_denominator=60)
levels = st.decimals(min_value=-200, max_value=200, places=1)
weights = st.decimals(min_value=1, max_value=50, places=1)
fields = st.dictionaries(st.sampled_from(AREAS), st.none() | values, min_size=1)


def made(points: PointsBy = PointsBy.LINEAR, **changes: object) -> AssessmentItem:
    plain: dict[str, object] = {"name": "项", "indicator": "x", "weight": Decimal(20)}
    if points is PointsBy.LINEAR:
        plain["full_at"] = Decimal(100)
    if points is PointsBy.RANK:
        plain["step"] = Decimal(2)
    return AssessmentItem(**{**plain, "points": points, **changes})  # type: ignore[arg-type]


@st.composite
def items(
    draw: st.DrawFn, name: str = "项", among: tuple[PointsBy, ...] = tuple(PointsBy)
) -> AssessmentItem:
    method = draw(st.sampled_from(among))
    changes: dict[str, object] = {
        "name": name,
        "weight": draw(weights),
        "missing": draw(st.sampled_from(WithoutValue)),
        "bonus": draw(st.booleans()),
    }
    if method is PointsBy.LINEAR:
        changes["zero_at"], changes["full_at"] = draw(
            st.lists(levels, min_size=2, max_size=2, unique=True)
        )
    return made(method, **changes)


# --- examples of the manual -------------------------------------------------------------------


def test_the_examples_of_each_way_of_giving_points() -> None:
    assert linear(Fraction(75), Fraction(50), Fraction(100), Fraction(30)) == 15
    nine = {"甲": Fraction(9), "乙": Fraction(7), "丙": Fraction(7), "丁": Fraction(4)}
    assert by_rank(nine, Fraction(10), Fraction(2)) == {"甲": 10, "乙": 8, "丙": 8, "丁": 4}
    eight = {"甲": Fraction(8), "乙": Fraction(6), "丙": Fraction(2)}
    assert relative(eight, Fraction(20)) == {"甲": 20, "乙": 15, "丙": 5}
    twelve = {"甲": Fraction(12), "乙": Fraction(6), "丙": Fraction(-3)}
    assert span(twelve, Fraction(20), Fraction(8)) == {"甲": 20, "乙": Fraction(76, 5), "丙": 8}


def test_what_nobody_can_be_compared_by() -> None:
    equal = {"甲": Fraction(5), "乙": Fraction(5)}
    assert span(equal, Fraction(20), Fraction(8)) == {"甲": 20, "乙": 20}
    assert relative({"甲": Fraction(0), "乙": Fraction(-1)}, Fraction(20)) == {"甲": 0, "乙": 0}
    assert relative({}, Fraction(20)) == span({}, Fraction(20), Fraction(0)) == {}


@pytest.mark.parametrize(
    ("changes", "value", "points"),
    [
        ({}, 104, 20),
        ({}, 50, 10),
        ({}, -8, 0),
        ({"cap": Decimal(24)}, 110, 22),
        ({"cap": Decimal(24)}, 130, 24),
        ({"floor": Decimal(5)}, 10, 5),
        ({"floor": Decimal(-10)}, -40, -8),
        ({"zero_at": Decimal(20), "full_at": Decimal(10)}, 15, 10),
        ({"zero_at": Decimal(20), "full_at": Decimal(10)}, 5, 20),
        ({"weight": Decimal(-6)}, 50, -3),
        ({"weight": Decimal(-6)}, 500, -6),
        ({"weight": Decimal(-6)}, -1, 0),
    ],
)
def test_points_between_two_levels_stop_at_floor_and_cap(
    changes: dict[str, object], value: int, points: int
) -> None:
    assert item_points(made(**changes), {"甲": Fraction(value)}) == {"甲": points}  # type: ignore[arg-type]


def test_a_rank_never_falls_below_its_floor() -> None:
    field: dict[str, Fraction | None] = {a: Fraction(-n) for n, a in enumerate(AREAS)}
    ranked = made(PointsBy.RANK, weight=Decimal(10), step=Decimal(4), floor=Decimal(1))
    assert list(item_points(ranked, field).values()) == [10, 6, 2, 1, 1]


def test_without_a_value_there_are_no_points_or_none_at_all() -> None:
    field = {"甲": Fraction(3), "乙": None}
    for method in PointsBy:
        assert item_points(made(method, floor=Decimal(2)), field)["乙"] == 0
        assert item_points(made(method, missing=WithoutValue.SKIP), field)["乙"] is None


def test_a_level_that_is_not_declared_is_refused() -> None:
    for method, key in ((PointsBy.LINEAR, "full_at"), (PointsBy.RANK, "step")):
        with pytest.raises(CatalogueError, match=key):
            item_points(made(method, **{key: None}), {"甲": Fraction(3)})


# --- against brute force ----------------------------------------------------------------------


def brute(item: AssessmentItem, field: dict[str, Fraction | None], area: str) -> Fraction | None:
    """The points of one area, by the words of the manual."""
    own, known = field[area], [value for value in field.values() if value is not None]
    if own is None:
        return Fraction(0) if item.missing is WithoutValue.ZERO else None
    weight = Fraction(item.weight)
    if item.points is PointsBy.LINEAR:
        assert item.full_at is not None
        low, high = Fraction(item.zero_at), Fraction(item.full_at)
        found = weight * (own - low) / (high - low)
    elif item.points is PointsBy.RANK:
        found = weight - 2 * sum(value > own for value in known)
    elif item.points is PointsBy.RELATIVE:
        found = weight * own / max(known) if max(known) > 0 else Fraction(0)
    elif max(known) == min(known):
        found = weight
    else:
        found = weight * (own - min(known)) / (max(known) - min(known))
    return sorted((Fraction(0), found, weight))[1]


@given(items(), fields)
def test_points_are_what_the_definition_says(
    item: AssessmentItem, field: dict[str, Fraction | None]
) -> None:
    points = item_points(item, field)
    assert points == {area: brute(item, field, area) for area in field}


def weighed(some: list[AssessmentItem]) -> Fraction:
    return sum((Fraction(item.weight) for item in some), Fraction(0))


@given(st.lists(st.sampled_from(AREAS), unique=True, min_size=1), st.data())
def test_totals_and_places_are_what_the_definition_says(
    areas: list[str], data: st.DataObject
) -> None:
    declared = [data.draw(items(name)) for name in ("一", "二", "三")]
    field = {
        item.name: {area: data.draw(st.none() | values) for area in areas} for item in declared
    }
    found = league(declared, field)
    totals = {}
    for area in areas:
        points = {i.name: brute(i, field[i.name], area) for i in declared}
        counted = [i for i in declared if not i.bonus]
        left = [i for i in counted if points[i.name] is not None]
        assert found[area].points == points
        if left:
            scale = weighed(counted) / weighed(left)
            plain = sum(Fraction(points[i.name] or 0) for i in left)
            bonus = sum(Fraction(points[i.name] or 0) for i in declared if i.bonus)
            totals[area] = plain * scale + bonus
        assert found[area].total == totals.get(area)
    for area in areas:
        place = found[area].place
        if area not in totals:
            assert place is None
            continue
        better = sum(total > totals[area] for total in totals.values())
        alike = sum(total == totals[area] for total in totals.values())
        assert place is not None
        assert (place.place, place.field, place.tied) == (better + 1, len(totals), alike > 1)


# --- laws -------------------------------------------------------------------------------------


@given(items(among=(PointsBy.LINEAR,)), values, values)
def test_points_between_levels_never_turn_back(
    item: AssessmentItem, one: Fraction, other: Fraction
) -> None:
    assert item.full_at is not None
    low, high = sorted((one, other))
    points = item_points(item, {"低": low, "高": high})
    if item.full_at < item.zero_at:
        low, high = high, low
        points = {"低": points["高"], "高": points["低"]}
    assert (points["低"] or 0) <= (points["高"] or 0)


@given(items(among=COMPARED), fields)
def test_who_has_more_never_gets_less_of_what_is_compared(
    item: AssessmentItem, field: dict[str, Fraction | None]
) -> None:
    points = item_points(item, field)
    known = sorted((value, points[area]) for area, value in field.items() if value is not None)
    given_ = [got for _, got in known]
    assert given_ == sorted(given_, key=lambda got: got or 0)


@given(fields, st.fractions(min_value=Fraction(1, 9), max_value=9), values)
def test_the_span_does_not_depend_on_unit_and_origin(
    field: dict[str, Fraction | None], factor: Fraction, shift: Fraction
) -> None:
    item = made(PointsBy.SPAN, floor=Decimal(8))
    moved = {a: None if v is None else v * factor + shift for a, v in field.items()}
    assert item_points(item, field) == item_points(item, moved)


@given(st.data())
def test_nobody_gets_more_than_all_weights_together(data: st.DataObject) -> None:
    declared = [data.draw(items(name)) for name in ("一", "二", "三")]
    field = {
        item.name: {"甲": data.draw(st.none() | values), "乙": data.draw(values)}
        for item in declared
    }
    for standing in league(declared, field).values():
        if standing.total is not None:
            assert 0 <= standing.total <= sum(Fraction(item.weight) for item in declared)


@given(st.lists(weights, min_size=1, max_size=5), st.data())
def test_who_does_fully_what_is_left_has_the_full_score(
    parts: list[Decimal], data: st.DataObject
) -> None:
    declared = [made(name=str(n), weight=weight) for n, weight in enumerate(parts)]
    left = data.draw(st.sets(st.sampled_from(declared), min_size=1))
    points = {i.name: Fraction(i.weight) if i in left else None for i in declared}
    assert total_points(declared, points) == sum(Fraction(weight) for weight in parts)
    assert total_points(declared, dict.fromkeys(points)) is None


def test_what_is_taken_off_and_what_comes_on_top_is_never_scaled() -> None:
    declared = [
        made(name="甲", weight=Decimal(60)),
        made(name="乙", weight=Decimal(40)),
        made(name="加", weight=Decimal(5), bonus=True),
        made(name="扣", weight=Decimal(-3)),
    ]
    points = {"甲": Fraction(30), "乙": None, "加": Fraction(4), "扣": Fraction(-2)}
    assert total_points(declared, points) == 30 * Fraction(100, 60) + 4 - 2
