"""Growth, completion, pace, placement and published intervals: exact, or the reason why not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures_support import COMPLETION, FUNDS, GROWTH, MEMBERS, PROVINCE, YI, book, line
from zsstat.compute import (
    Interval,
    Place,
    Rate,
    agrees,
    compatible,
    completion,
    growth,
    implied_base,
    pace_gap,
    placement,
    printed_amount_interval,
    published_interval,
    ranking,
    ratio,
    share,
)
from zsstat.figures import round_half
from zsstat.model import Dimension, Measure

# --- rates ------------------------------------------------------------------------------------


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**15))
def test_growth_is_the_exact_fraction(current: int, base: int) -> None:
    rate = growth(current, base).value
    assert rate == (Fraction(current) / Fraction(base) - 1) * 100
    assert rate is not None
    assert (1 + rate / 100) * base == current


@pytest.mark.parametrize(
    ("current", "base", "flags", "note"),
    [
        (5, None, {}, "base_missing"),
        (None, None, {}, "base_missing"),
        (5, None, {"current_complete": False}, "base_missing"),
        (None, 5, {}, "current_incomplete"),
        (5, 0, {"current_complete": False}, "current_incomplete"),
        (5, 4, {"current_complete": False, "base_complete": False}, "current_incomplete"),
        (5, 0, {"base_complete": False}, "base_incomplete"),
        (5, 0, {}, "base_zero"),
        (0, 0, {}, "base_zero"),
        (5, -1, {}, "base_negative"),
    ],
)
def test_growth_without_a_base_says_why(
    current: int | None, base: int | None, flags: dict[str, bool], note: str
) -> None:
    assert growth(current, base, **flags) == Rate(None, note)


def test_equal_values_grow_by_nothing() -> None:
    assert growth(7, 7) == Rate(Fraction(0))
    assert growth(-3, 6) == Rate(Fraction(-150))


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "printed"),
    [
        ("9394.21", "10752", 1, "87.4"),
        ("8152.19", "10752", 1, "75.8"),
        ("198", "292", 1, "67.8"),
        ("291", "292", 2, "99.66"),
    ],
)
def test_published_rates(part: str, whole: str, decimals: int, printed: str) -> None:
    rate = ratio(int(Decimal(part) * 100), int(Decimal(whole) * 100)).value
    assert rate is not None
    assert str(round_half(rate, decimals)) == printed


def test_completion_and_pace_of_a_published_month() -> None:
    done = completion(10_051_360_000, 80 * YI)
    ahead = pace_gap(done, 10)
    assert done.value is not None
    assert ahead.value is not None
    assert str(round_half(done.value, 2)) == "125.64"
    assert str(round_half(ahead.value, 2)) == "42.31"


def test_rates_that_do_not_exist() -> None:
    assert share(1, 0) == Rate(None, "denominator_zero")
    assert share(None, 5) == ratio(5, None) == Rate(None, "value_missing")
    assert completion(5, None) == completion(5, 0) == Rate(None, "target_missing")
    assert completion(None, 5) == Rate(None, "value_missing")
    assert pace_gap(Rate(None, "target_missing"), 10) == Rate(None, "target_missing")


# --- placement --------------------------------------------------------------------------------


@given(st.dictionaries(st.text(max_size=3), st.integers(-4, 4) | st.just(Fraction(1, 2))))
def test_ranking_is_one_more_than_those_above(values: dict[str, Fraction | Decimal | int]) -> None:
    places = ranking(values)
    assert set(places) == set(values)
    for name, place in places.items():
        others = list(values.values())
        assert place.place == 1 + sum(1 for v in others if v > values[name])
        assert place.tied == (sum(1 for v in others if v == values[name]) > 1)
        assert place.field == len(values)


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    places = ranking({"a": Decimal("7.80"), "b": Decimal(9), "c": Decimal("7.8"), "d": Decimal(1)})
    assert [places[name].place for name in "bacd"] == [1, 2, 2, 4]
    assert places["a"] == Place(2, 4, tied=True)


def test_placement_counts_only_members_with_a_rate() -> None:
    lines = [line("a", FUNDS, "5", None), line("b", FUNDS, None, "100"), line("c", FUNDS, "6", "1")]
    found = placement(lines, FUNDS, GROWTH, "a", ("a", "b", "c", "d"))
    assert found is not None
    assert found.place == Place(2, 2, tied=False)
    assert found.missing == ("b", "d")
    assert found.provisional
    by_completion = placement(lines, FUNDS, COMPLETION, "b", ("b", "c"))
    assert by_completion is not None
    assert by_completion.place == Place(1, 2, tied=False)
    assert not by_completion.provisional


def test_placement_of_nobody_is_none() -> None:
    assert placement([], FUNDS, GROWTH, "a") is None
    assert placement([line("a", FUNDS, None, "9")], FUNDS, GROWTH, "a") is None
    assert placement([line("a", "other", "5", None)], FUNDS, GROWTH, "a") is None
    assert placement([line("a", FUNDS, "5", None)], FUNDS, GROWTH, None) is None


def test_a_member_printed_twice_differently_has_no_rate() -> None:
    twice = [line("a", FUNDS, "5", None), line("a", FUNDS, "6", None), line("b", FUNDS, "1", None)]
    assert placement(twice, FUNDS, GROWTH, "a") is None
    same = [line("a", FUNDS, "5", None), line("a", FUNDS, "5.0", None)]
    assert placement(same, FUNDS, GROWTH, "a") is not None


def test_only_rates_are_a_basis() -> None:
    with pytest.raises(ValueError, match="not a basis"):
        PROVINCE[0].rate(Measure.SHARE)


# --- published figures ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decimals", "low", "high"), [(2, "758.63", "758.71"), (0, "758.17", "759.17")]
)
def test_the_base_that_a_published_pair_implies(decimals: int, low: str, high: str) -> None:
    current = published_interval(Decimal(818), decimals)
    base = implied_base(current, published_interval(Decimal("7.82")))
    assert base is not None
    assert str(round_half(base.low, 2)) == low
    assert str(round_half(base.high, 2)) == high


def test_compatibility_takes_the_widest_reading() -> None:
    rate = published_interval(Decimal("7.82"))
    base = published_interval(Decimal("759.1"))
    assert compatible(published_interval(Decimal(818)), base, rate)
    assert not compatible(published_interval(Decimal(818), 2), base, rate)


def test_a_fall_by_everything_implies_nothing() -> None:
    everything = published_interval(Decimal(-100))
    assert implied_base(published_interval(Decimal(5)), everything) is None
    assert compatible(
        published_interval(Decimal(5)), Interval(Fraction(1), Fraction(1)), everything
    )


def test_not_a_number_is_no_published_figure() -> None:
    with pytest.raises(ValueError, match="finite"):
        published_interval(Decimal("NaN"))


@given(st.integers(1, 10**12), st.integers(0, 4), st.integers(1, 10**9))
def test_what_prints_as_a_figure_lies_in_its_interval(
    numerator: int, decimals: int, denominator: int
) -> None:
    exact = Fraction(numerator, denominator)
    printed = round_half(exact, decimals)
    assert exact in published_interval(printed)
    assert exact not in published_interval(printed + Decimal(2).scaleb(-decimals))


def test_the_trailing_zeros_of_an_amount_are_its_precision() -> None:
    assert printed_amount_interval(818 * YI, YI) == Interval(
        Fraction(81_750_000_000), Fraction(81_850_000_000)
    )
    narrow = printed_amount_interval(81_756_000_000, YI)
    assert agrees(81_756_499_999, narrow)
    assert not agrees(81_756_500_001, narrow)
    assert printed_amount_interval(820 * YI, YI).high == 820 * YI + YI // 2
    assert agrees(None, narrow) is None
    assert agrees(5, None) is None


# --- the book ---------------------------------------------------------------------------------


def test_the_city_is_the_sum_of_its_reporters_and_the_deduction() -> None:
    books = book(deductions={"promo_events": -2}, base_deductions={"promo_events": -1})
    areas = [books.value(area, "promo_events") for area in books.reporters]
    assert areas == [0, 4, 5, 0]
    assert books.value("ankang", "promo_events") == 7
    assert books.base_value("ankang", "promo_events") == -1


def test_who_was_not_received_has_no_value_and_leaves_the_city_incomplete() -> None:
    books = book(received=frozenset({"hanbin", "ziyang", "xunyang"}))
    assert books.missing == ("bureau",)
    assert books.value("bureau", FUNDS) is None
    assert books.value("ankang", FUNDS) == 82_299_123_456
    assert books.growth("ankang", FUNDS) == Rate(None, "current_incomplete")
    assert books.growth("hanbin", FUNDS).note is None
    nothing = book(received=frozenset(), base_received=frozenset())
    assert nothing.value("ankang", FUNDS) is nothing.base_value("ankang", FUNDS) is None
    assert nothing.growth("ankang", FUNDS).note == "base_missing"


def test_last_year_had_its_own_reporters() -> None:
    books = book(base_reporters=("hanbin", "ziyang", "old"))
    assert books.base_missing == ("old",)
    assert books.growth("ankang", FUNDS).note == "base_incomplete"
    assert book(base_reporters=("hanbin",)).base_value("ankang", FUNDS) == 450 * YI


def test_like_for_like_takes_the_reporters_of_both_years() -> None:
    books = book(received=frozenset({"hanbin", "xunyang"}), base_received=frozenset({"hanbin"}))
    rate, both = books.like_for_like(FUNDS)
    assert both == ("hanbin",)
    assert rate == growth(50_000_123_456, 450 * YI)
    assert book(base_received=frozenset()).like_for_like(FUNDS)[0].note == "base_missing"


def test_groups_are_the_citys() -> None:
    books = book()
    assert books.group_members(Dimension.INDUSTRY) == ("=富硒|食品", "装备制造")
    assert books.group_growth(FUNDS, Dimension.INDUSTRY, "装备制造") == Rate(Fraction(20))
    assert books.group_growth(FUNDS, Dimension.INDUSTRY, "=富硒|食品").note == "base_zero"
    assert books.group_value(FUNDS, Dimension.INDUSTRY, "无此") == 0
    assert book(received=frozenset()).group_value(FUNDS, Dimension.INDUSTRY, "装备制造") is None


def test_places_gained_against_last_year() -> None:
    before = tuple(line(m, FUNDS, g, None) for m, g in zip(MEMBERS, "9876", strict=True))
    assert book(previous_province=before).places_gained(FUNDS, GROWTH) == 2
    assert book(previous_province=before).places_gained(FUNDS, COMPLETION) is None
    assert book().places_gained(FUNDS, GROWTH) is None
    awaited = book(previous_province=before, previous_members=(*MEMBERS, "field-hanzhong"))
    assert awaited.places_gained(FUNDS, GROWTH) is None  # last year's place is provisional


def test_our_line_is_ours_alone() -> None:
    assert book().own_line(FUNDS) is PROVINCE[-1]
    assert book(province=(*PROVINCE, PROVINCE[-1])).own_line(FUNDS) is None
    assert book(province=()).own_line(FUNDS) is None
