"""Single months by the arithmetic: what they are, what they are not, and that they add up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures_support import FDI, FUNDS, REPORTERS, YI, book
from zsstat.catalog import load_catalogue
from zsstat.compute import Book
from zsstat.compute.single import SingleMonth, narrowed
from zsstat.figures import FigureBuilder
from zsstat.figures.single import SingleFigures, Taken, taken
from zsstat.model import Measure, Period

STOCK = "funds_cumulative"
TRIPS = "leader_trips"
BALANCES = frozenset({STOCK, "rate_funds", "rate_investment"})


def to(
    month: int, values: dict[str, int], base: dict[str, int] | None = None, **more: object
) -> Book:
    """A cumulative book up to a month: the values of 汉滨区 and, if said, its base."""
    return book(
        period=Period(2020, month),
        actual={("hanbin", code): value for code, value in values.items()},
        base={("hanbin", code): value for code, value in (base or {}).items()},
        **more,
    )


def month_of(whole: Book, opening: Book | None) -> SingleMonth:
    if opening is None:
        return SingleMonth(whole, whole, None, BALANCES)
    return SingleMonth(whole, narrowed(whole, opening), narrowed(opening, whole), BALANCES)


def figures(whole: Book, opening: Book, before: Book | None = None) -> SingleFigures:
    return SingleFigures(load_catalogue(), month_of(whole, opening), month_of(opening, before))


# --- what a month added -----------------------------------------------------------------------


def test_a_month_is_what_it_added_and_says_of_what_it_is_the_difference() -> None:
    made = figures(to(4, {FUNDS: 12 * YI}), to(3, {FUNDS: 9 * YI + YI // 2}))
    figure = made.single(FUNDS)
    assert (figure.display, figure.formula) == ("2.5亿元", "12 − 9.5")
    assert (figure.key.measure, figure.key.period) == (Measure.SINGLE, Period(2020, 4))


def test_in_january_what_was_counted_is_the_months() -> None:
    january = to(1, {FUNDS: 3 * YI})
    made = SingleFigures(load_catalogue(), month_of(january, None), month_of(january, None))
    assert (made.single(FUNDS).display, made.single(FUNDS).formula) == ("3亿元", "3亿元")


def test_a_month_may_be_negative_and_then_nothing_grows_from_it() -> None:
    low = to(4, {FUNDS: 8 * YI}, {FUNDS: 5 * YI})
    made = figures(low, to(3, {FUNDS: 9 * YI}, {FUNDS: 6 * YI}), to(2, {FUNDS: 9 * YI}))
    assert made.single(FUNDS).display == "-1亿元"
    assert made.single_base(FUNDS).display == "-1亿元"
    assert (made.single_growth(FUNDS).value, made.single_growth(FUNDS).note) == (
        None,
        "base_negative",
    )
    assert made.month_on_month(FUNDS).note == "month_base_zero"
    after = figures(to(5, {FUNDS: 9 * YI}), low, to(3, {FUNDS: 9 * YI}))
    assert after.month_on_month(FUNDS).note == "month_base_negative"


def test_a_fall_below_zero_is_a_fall_of_more_than_all() -> None:
    made = figures(to(4, {FUNDS: 8 * YI}, {FUNDS: 8 * YI}), to(3, {FUNDS: 9 * YI}, {FUNDS: 6 * YI}))
    assert made.single_growth(FUNDS).display == "同比下降150%"


def test_rates_are_over_the_same_month_and_over_the_month_before() -> None:
    made = figures(
        to(4, {FUNDS: 12 * YI}, {FUNDS: 10 * YI}),
        to(3, {FUNDS: 9 * YI}, {FUNDS: 8 * YI}),
        to(2, {FUNDS: 5 * YI}),
    )
    assert made.single_base(FUNDS).display == "2亿元"
    assert made.single_growth(FUNDS).display == "同比增长50%"
    assert made.single_previous(FUNDS).display == "4亿元"
    assert made.month_on_month(FUNDS).display == "环比下降25%"
    assert made.month_on_month(FUNDS).formula == "(3 − 4) ÷ 4 × 100"


@pytest.mark.parametrize(
    ("now", "said"), [(6, "与上月持平"), (18, "环比增长2倍"), (9, "环比增长50%")]
)
def test_month_on_month_in_words(now: int, said: str) -> None:
    made = figures(to(4, {FUNDS: (10 + now) * YI}), to(3, {FUNDS: 10 * YI}), to(2, {FUNDS: 4 * YI}))
    assert made.month_on_month(FUNDS).display == said


def test_two_months_of_nothing_are_said_to_be_equal() -> None:
    made = figures(to(4, {}), to(3, {}), to(2, {}))
    assert made.month_on_month(FDI).display == "与上月持平"
    assert made.month_on_month(FDI).note == "month_base_zero"


# --- what has no month ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "kind"),
    [
        (FUNDS, Taken.MONTH),
        (TRIPS, Taken.MONTH),
        (STOCK, Taken.BALANCE),
        ("funds_rate", Taken.BALANCE),
        ("start_rate", Taken.NOTHING),
    ],
)
def test_how_an_indicator_is_taken_follows_from_its_kind(indicator: str, kind: Taken) -> None:
    assert taken(load_catalogue(), indicator) is kind


def test_a_balance_is_what_there_is_at_the_end_and_says_how_it_changed() -> None:
    made = figures(to(4, {STOCK: 90 * YI}), to(3, {STOCK: 80 * YI}), to(2, {STOCK: 64 * YI}))
    assert made.single(STOCK).display == "90亿元"
    assert made.single_previous(STOCK).display == "80亿元"
    assert made.balance_change(STOCK).display == "比上月末增加10亿元"
    assert made.month_on_month(STOCK).display == "环比增长12.5%"
    assert made.balance_change(FUNDS).value is None


def test_a_rate_of_balances_is_theirs_at_the_end_and_changes_in_points() -> None:
    parts = {"rate_funds": 60, "rate_investment": 100}
    made = figures(to(4, parts), to(3, {"rate_funds": 55, "rate_investment": 100}))
    assert made.single("funds_rate").display == "60%"
    assert made.month_on_month("funds_rate").display == "比上月末提高5个百分点"


def test_a_rate_of_flows_has_no_month() -> None:
    parts = {"started_count": 3, "contract_count": 4}
    made = figures(to(4, parts), to(3, {"contract_count": 2}))
    for figure in (
        made.single("start_rate"),
        made.single_growth("start_rate"),
        made.month_on_month("start_rate"),
    ):
        assert (figure.value, figure.note) == (None, "not_monthly")


# --- who is missing ---------------------------------------------------------------------------


def test_who_sent_nothing_up_to_the_month_before_has_no_month() -> None:
    """What was added since two months ago is not the last month's."""
    there = frozenset(REPORTERS)
    whole = replace(to(4, {FUNDS: 5 * YI}), actual={(r, FUNDS): 5 * YI for r in REPORTERS})
    opening = replace(
        to(3, {}),
        actual={(r, FUNDS): 3 * YI for r in REPORTERS if r != "hanbin"},
        received=there - {"hanbin"},
    )
    made = figures(whole, opening, to(2, {}))
    assert made.month.without_opening == ("hanbin",)
    assert made.single(FUNDS, "hanbin").note == "opening_missing"
    assert made.single(FUNDS, "ziyang").display == "2亿元"
    assert made.single(FUNDS).display == "6亿元"  # of the three
    assert made.month_on_month(FUNDS).note == "month_current_incomplete"
    gone = replace(whole, received=there - {"ziyang"})
    assert figures(gone, opening).single(FUNDS, "ziyang").note == "value_missing"


def test_a_stated_value_needs_both_its_ends() -> None:
    stated = frozenset({FUNDS})
    whole = to(4, {FUNDS: 5 * YI}, stated=stated)
    assert month_of(whole, to(3, {FUNDS: 3 * YI}, stated=stated)).value("hanbin", FUNDS) == 2 * YI
    assert month_of(whole, to(3, {}, stated=stated)).value("hanbin", FUNDS) is None
    assert month_of(whole, to(3, {}, stated=stated)).value("ankang", FUNDS) is None


def test_a_base_that_is_incomplete_gives_no_rate() -> None:
    opening = to(3, {FUNDS: 1}, {FUNDS: 1}, base_received=frozenset({"hanbin"}))
    made = figures(to(4, {FUNDS: 3}, {FUNDS: 2}), opening)
    assert made.single_growth(FUNDS).note == "base_incomplete"
    assert made.single_growth(FUNDS, "hanbin").value == 100


def test_deductions_belong_to_the_month_in_which_they_arose() -> None:
    opening = to(3, {TRIPS: 6}, deductions={TRIPS: -1})
    made = figures(to(4, {TRIPS: 10}, deductions={TRIPS: -3}), opening, to(2, {TRIPS: 2}))
    assert made.single(TRIPS).value == 2  # (10 − 3) − (6 − 1)
    assert made.single_deduction(TRIPS).value == -2
    assert made.single_deduction(TRIPS, Measure.SINGLE_PREVIOUS).value == -1


# --- laws -------------------------------------------------------------------------------------

amounts = st.integers(min_value=-(10**12), max_value=10**12)
years = st.lists(st.dictionaries(st.sampled_from(REPORTERS), amounts), min_size=12, max_size=12)


@given(
    years, st.lists(st.integers(-50, 0), min_size=12, max_size=12), st.sampled_from([FUNDS, TRIPS])
)
def test_the_months_of_a_year_add_up_to_the_year(
    growing: list[dict[str, int]], deducted: list[int], indicator: str
) -> None:
    books = [
        book(
            period=Period(2020, number),
            actual={(area, indicator): value for area, value in sums.items()},
            deductions={indicator: deduction},
        )
        for number, (sums, deduction) in enumerate(zip(growing, deducted, strict=True), start=1)
    ]
    months = [
        month_of(whole, opening) for whole, opening in zip(books, [None, *books[:-1]], strict=True)
    ]
    for area in ("ankang", *REPORTERS):
        assert sum(month.value(area, indicator) or 0 for month in months) == books[-1].value(
            area, indicator
        )


@given(
    st.fixed_dictionaries(dict.fromkeys(REPORTERS, amounts)),
    st.fixed_dictionaries(dict.fromkeys(REPORTERS, amounts)),
)
def test_like_for_like_with_nobody_missing_is_the_growth(
    now: dict[str, int], before: dict[str, int]
) -> None:
    made = FigureBuilder(
        load_catalogue(),
        book(
            actual={(r, FUNDS): v for r, v in now.items()},
            base={(r, FUNDS): v for r, v in before.items()},
        ),
    )
    plain, like = made.growth(FUNDS), made.like_for_like(FUNDS)
    assert (like.value, like.display) == (plain.value, plain.display)
    assert made.compared_reporters(FUNDS) is None


# --- like for like ----------------------------------------------------------------------------


def test_like_for_like_compares_who_is_in_both_and_shows_its_sums() -> None:
    made = FigureBuilder(
        load_catalogue(),
        book(
            actual={("hanbin", FUNDS): 12 * YI, ("ziyang", FUNDS): 9 * YI},
            base={("hanbin", FUNDS): 10 * YI, ("xunyang", FUNDS): 4 * YI},
            received=frozenset({"hanbin", "ziyang"}),
            base_received=frozenset({"hanbin", "xunyang"}),
            deductions={FUNDS: -YI},
        ),
    )
    assert made.compared_reporters(FUNDS) == ("hanbin",)
    figure = made.like_for_like(FUNDS)
    assert figure.value == Fraction(20)
    assert figure.key.measure is Measure.LIKE_FOR_LIKE
    assert figure.formula == "可比口径（1个单位）：(12 − 10) ÷ 10 × 100"
    assert [each.display for each in made.comparable(FUNDS)] == ["12亿元", "10亿元"]
    assert made.compared_reporters("funds_rate") is None


# --- restated and adjusted --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closing", "opening", "of_city", "of_county"),
    [
        ({("hanbin", FUNDS): 7 * YI}, {}, None, None),
        ({}, {("hanbin", FUNDS): YI}, None, None),
        ({("ankang", FUNDS): 9 * YI}, {}, None, 2 * YI),
        ({("hanbin", FUNDS): 7 * YI}, {("hanbin", FUNDS): 4 * YI}, 3 * YI, 3 * YI),
    ],
)
def test_a_restated_base_at_one_end_is_no_month(
    closing: dict[tuple[str, str], int],
    opening: dict[tuple[str, str], int],
    of_city: int | None,
    of_county: int | None,
) -> None:
    made = figures(
        to(4, {FUNDS: 12 * YI}, {FUNDS: 5 * YI}, restated=closing),
        to(3, {FUNDS: 9 * YI}, {FUNDS: 3 * YI}, restated=opening),
    )
    assert made.month.base_value("ankang", FUNDS) == of_city
    assert made.month.base_value("hanbin", FUNDS) == of_county
    assert made.single(FUNDS).display == "3亿元"
    expected = "base_restated" if of_city is None else None
    assert (made.single_base(FUNDS).note, made.single_growth(FUNDS).note) == (expected, expected)


def test_the_offices_adjustment_is_part_of_the_month_that_it_was_made_for() -> None:
    adjusted = {("ankang", FUNDS): -YI}
    april = to(4, {FUNDS: 12 * YI}, adjustments=adjusted)
    made = figures(april, to(3, {FUNDS: 9 * YI}), to(2, {}))
    assert made.single(FUNDS).display == "2亿元"
    may = figures(to(5, {FUNDS: 13 * YI}, adjustments=adjusted), april, to(3, {}))
    assert may.single(FUNDS).display == "1亿元"


def test_a_city_whose_base_is_settled_needs_no_other_caliber() -> None:
    settled = {("ankang", FUNDS): 5 * YI}
    made = FigureBuilder(
        load_catalogue(), book(base_received=frozenset({"hanbin"}), restated=settled)
    )
    assert made.compared_reporters(FUNDS) is None
    assert made.compared_reporters(FDI) == ("hanbin",)
