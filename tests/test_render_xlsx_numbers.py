"""What cells hold and show: exact numbers under formats that print the figure, never rounded twice.

What a spreadsheet shows is asked of LibreOffice, many numbers in one run."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.xlsx_support import figure, shown, statistics
from zsstat.declarations import Rounding
from zsstat.figures import round_half, trimmed
from zsstat.render.xlsx import xlsx_bytes
from zsstat.render.xlsx.laid import WITHHELD, Laid, Signs
from zsstat.render.xlsx.numbers import MOST_DIGITS, held

VALUES = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**8)


def printed(value: Fraction, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> str:
    return trimmed(round_half(value, decimals, rounding))


@given(VALUES, st.integers(0, 4), st.sampled_from(Rounding))
def test_the_held_number_shows_the_figure_under_either_rounding(
    value: Fraction, decimals: int, rounding: Rounding
) -> None:
    text = printed(value, decimals, rounding)
    found = held(figure(text, value))
    assert found is not None
    assert len(found.number.as_tuple().digits) <= MOST_DIGITS
    step = Decimal(1).scaleb(-found.decimals)
    as_shown = found.number.quantize(step, rounding=ROUND_HALF_UP)
    assert (abs(as_shown) if found.unsigned else as_shown) == Decimal(text)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 8))
def test_what_has_a_finite_decimal_is_held_exactly(digits: int, scale: int) -> None:
    value = Fraction(digits, 10**scale)
    found = held(figure(printed(value, 2), value))
    assert found is not None
    assert Fraction(found.number) == value


def test_a_long_number_is_never_rounded_twice() -> None:
    just_below = Fraction("7.8149999999999999999")
    found = held(figure("7.81", just_below))
    assert found is not None
    assert found.number == Decimal("7.81499999999999")
    third = held(figure("7.82", Fraction(782034, 100000) + Fraction(1, 3 * 10**9)))
    assert third is not None
    assert third.number == Decimal("7.82034000033333")


def test_a_tie_that_went_to_the_even_digit_is_held_as_printed() -> None:
    found = held(figure("7.82", Fraction("7.825")))
    assert found is not None
    assert found.number == Decimal("7.82")


@pytest.mark.parametrize(
    ("number", "value", "code", "digits"),
    [
        ("818", "818.001", "0", "818.001"),
        ("25.8", "25.8003", "0.0", "25.8003"),
        ("-3.1", "-3.0999", "0.0", "-3.0999"),
        ("并列3", "3", '"并列"0', "3"),
        ("0.25百分点", "0.2512", '0.00"百分点"', "0.2512"),
        ("-1.92百分点", "-1.9187", '0.00"百分点"', "-1.9187"),
        ("后退2位", "-2", '"后退"0"位";"后退"0"位"', "-2"),
        ("0", "-0.001", "0;0", "-0.001"),
        ("3*", "3", '0"*"', "3"),
    ],
)
def test_formats(number: str, value: str, code: str, digits: str) -> None:
    found = held(figure(number, Fraction(value)))
    assert found is not None
    assert (found.code(), format(found.number, "f")) == (code, digits)


def test_points_stand_in_one_line() -> None:
    whole, one = held(figure("818", Fraction(818))), held(figure("25.8", Fraction("25.8")))
    assert whole is not None
    assert one is not None
    assert (whole.code(2), one.code(2)) == ("0_._0_0", "0.0_0")
    assert (whole.shown(2), one.shown(2)) == ("818   ", "25.8 ")
    tied = held(figure("并列3", Fraction(3)))
    assert tied is not None
    assert tied.code(2) == '"并列"0'


@pytest.mark.parametrize("number", ["不变", "", "1234567890123456.7", '5"'])
def test_what_is_no_number_or_too_long_for_one_is_text(number: str) -> None:
    assert held(figure(number, Fraction(1))) is None
    assert held(figure("1", None)) is None


def test_signs_stand_for_what_is_missing_tiny_or_withheld() -> None:
    cells = (
        figure("", None, note="base_zero"),
        figure("0", Fraction(1, 1000)),
        figure("0", Fraction(0)),
        figure("5", Fraction(5), note="withheld"),
        None,
    )
    (table,) = statistics(cells).tables
    laid = Laid(table, Signs("", "…"))
    assert [entry.shown for entry in laid.rows[0]] == ["", "…", "0", WITHHELD, ""]
    assert [entry.number for entry in laid.rows[0]] == [None, "0.001", "0", None, None]
    assert laid.signs == {"", "…", WITHHELD}
    (row,) = Laid(table, Signs("—", "")).rows
    assert [entry.shown for entry in row] == ["—", "0", "0", WITHHELD, ""]


def _batch() -> list[tuple[Fraction, int]]:
    """Ties and their neighbours of either sign, rates without a finite decimal, amounts."""
    chance = random.Random(2020)  # noqa: S311
    made: list[tuple[Fraction, int]] = []
    for _ in range(300):
        decimals = chance.randint(0, 3)
        tie = Fraction(2 * chance.randint(0, 10**6) + 1, 2 * 10**decimals)
        nudge = Fraction(chance.choice((-1, 0, 1)), 10 ** chance.randint(6, 20))
        made.append((chance.choice((-1, 1)) * (tie + nudge), decimals))
    for _ in range(300):
        over, under = chance.randint(1, 10**11), chance.randint(1, 10**11)
        made.append(((Fraction(over, under) - 1) * 100, 2))
    known = ("1.005", "2.675", "7.815", "0.125", "-0.005", "-0.0049", "0.0049", "9.95", "-2.5")
    return [*made, *((Fraction(text), 2) for text in known), (Fraction("-0.4"), 0)]


def test_libreoffice_shows_every_number_as_it_is_printed(tmp_path: Path) -> None:
    numbers = [(printed(value, decimals), value) for value, decimals in _batch()]
    report = statistics(*((f"第{n}行", figure(*pair)) for n, pair in enumerate(numbers)))
    found = shown({"law": xlsx_bytes(report)}, tmp_path)
    rows = found["law", "表1某表"][-len(numbers) :]
    expected = ["…" if text == "0" and value else text for text, value in numbers]
    assert [row[1].strip() for row in rows] == expected
