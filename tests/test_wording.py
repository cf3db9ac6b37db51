"""Which words are said is decided on exact values: one test for each variant, at its boundary."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures_support import FDI, FUNDS, GROWTH, MEMBERS, builder, city_builder, line
from zsstat.figures import round_half

BASE = 10**9


def grown(percent: str) -> str:
    """What is said of a growth of exactly so many percent."""
    now = BASE + Fraction(percent) * BASE / 100
    assert now.denominator == 1
    return city_builder(FUNDS, int(now), BASE).growth(FUNDS).display


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("7.82", "同比增长7.82%"),
        ("0.005", "同比增长0.01%"),
        ("0.0049999", "与上年基本持平"),
        ("0.0000001", "与上年基本持平"),
        ("0", "与上年持平"),
        ("-0.004", "与上年基本持平"),
        ("-0.0049999", "与上年基本持平"),
        ("-0.005", "同比下降0.01%"),
        ("-100", "同比下降100%"),
        ("99.995", "同比增长100%"),
        ("100", "同比增长100%"),
        ("199.99", "同比增长199.99%"),
        ("199.994999", "同比增长199.99%"),
        ("199.999", "同比增长200%"),
        ("200", "同比增长2倍"),
        ("200.5", "同比增长2.01倍"),
        ("433", "同比增长4.33倍"),
        ("7.815", "同比增长7.82%"),
        ("7.814999", "同比增长7.81%"),
    ],
)
def test_growth_is_worded_by_its_exact_value(percent: str, said: str) -> None:
    assert grown(percent) == said


@pytest.mark.parametrize(
    ("now", "before", "said", "note"),
    [
        (0, 0, "与上年持平", "base_zero"),
        (1, 0, "", "base_zero"),
        (5, -1, "", "base_negative"),
    ],
)
def test_no_rate_over_such_a_base(now: int, before: int, said: str, note: str) -> None:
    figure = city_builder(FDI, now, before).growth(FDI)
    assert (figure.display, figure.note, figure.value) == (said, note, None)


def test_no_rate_over_a_missing_base() -> None:
    figure = builder(base_received=frozenset()).growth(FUNDS)
    assert (figure.display, figure.note) == ("", "base_missing")


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_the_word_is_growth_exactly_where_something_is_printed(now: int, before: int) -> None:
    said = city_builder(FUNDS, now, before).growth(FUNDS).display
    exact = Fraction(now - before, before) * 100
    printed = round_half(exact, 2) != Decimal(0)
    assert said.startswith("同比增长") == (exact > 0 and printed)
    assert said.startswith("同比下降") == (exact < 0 and printed)
    assert (said == "与上年持平") == (exact == 0)
    assert (said == "与上年基本持平") == (exact != 0 and not printed)
    assert said.endswith("倍") == (exact >= 200)
    assert "-" not in said


def field(*rates: str | None) -> str:
    """Our city is the last one."""
    lines = tuple(line(m, FUNDS, rate, rate) for m, rate in zip(MEMBERS, rates, strict=True))
    return builder(province=lines).placement(FUNDS, GROWTH).display


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        (("1", "2", "3", "4"), "增速位列全省第一"),
        (("4", "2", "3", "4"), "增速位列全省并列第一"),
        (("5", "4", "4", "4"), "增速位列全省并列第二"),
        (("5", "5", "5", "4.99"), "增速位列全省第四"),
        (("5", None, "3", "4"), "增速暂列全省第二"),
        (("4", None, "3", "4"), "增速暂列全省并列第一"),
        (("5", "4", "3", None), ""),
    ],
)
def test_a_placement_is_worded_with_ties_and_what_is_missing(
    rates: tuple[str | None, ...], said: str
) -> None:
    assert field(*rates) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "增速居各县区第一"),
        ({"received": frozenset({"bureau", "hanbin", "ziyang"})}, "增速暂列各县区第一"),
        ({"base_received": frozenset({"hanbin", "ziyang"})}, "增速暂列各县区第一"),
    ],
)
def test_a_place_among_the_reporters_is_provisional_while_one_is_missing(
    changes: dict[str, Any], said: str
) -> None:
    made = builder(**changes)
    place = made.reporter_places(FUNDS, GROWTH)["hanbin"]
    assert made.reporter_place(FUNDS, GROWTH, "hanbin", place).display == said
    assert made.reporter_place(FUNDS, GROWTH, "xunyang", None).display == ""
