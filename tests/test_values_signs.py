"""Amounts and rates with the signs that people and programs put around them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsstat.catalog import load_catalogue
from zsstat.model import Cell, CellKind, FieldValue
from zsstat.values import Reading, read_value

CATALOGUE = load_catalogue()
AMOUNT = CATALOGUE.returns["projects"].columns[7]
COUNT = CATALOGUE.returns["activities"].columns[6]
RATE = CATALOGUE.returns["summary"].columns[4]
WAN = CATALOGUE.units["万元"]


def read(text: str, column: object = AMOUNT) -> Reading:
    own = next(c for t in CATALOGUE.returns.values() for c in t.columns if c is column)
    unit = WAN if own is AMOUNT else None
    return read_value(Cell(1, 1, CellKind.TEXT, text), own, unit, CATALOGUE)


def rules(reading: Reading) -> list[str]:
    return [problem.rule for problem in reading.problems]


def test_the_columns_are_those_that_are_meant() -> None:
    assert (AMOUNT.name, COUNT.name, RATE.name) == ("总投资", "批次", "同比")


@pytest.mark.parametrize("text", ["'1234", "‘1234", "’1,234", "＇1234", " '1234"])
def test_an_apostrophe_that_makes_a_number_a_text_says_nothing(text: str) -> None:
    assert (read(text).value, rules(read(text))) == (12_340_000, [])


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        ("△12", 120_000, "“△”可能表示负数"),
        ("▲ 12", 120_000, "“▲”可能表示负数"),
        ("▼12", 120_000, "“▼”可能表示负数"),
        ("(1,234)", 12_340_000, "带括号的数可能表示负数"),
        ("5²", 50_000, "上标或圈码"),
        ("12①", 120_000, "上标或圈码"),
        ("1 234.5", 12_345_000, "数字之间有空格"),
        ("一", 10_000, "可能是一条横线"),
    ],
)
def test_what_may_mean_two_things_is_read_literally_and_asked(
    text: str, value: int, why: str
) -> None:
    reading = read(text)
    assert reading.value == value
    assert rules(reading) == ["cell.ambiguous_number"]
    assert why in reading.problems[0].message


@pytest.mark.parametrize("text", ["−12", "－12", "-12", "—12", "负12"])
def test_every_kind_of_minus_is_a_minus(text: str) -> None:
    assert read(text).value == -120_000
    assert "cell.negative" in rules(read(text))


@pytest.mark.parametrize("text", ["…", "……", "---", "———", "N.A.", "／"])
def test_marks_of_a_blank_are_no_zero(text: str) -> None:
    assert (read(text).value, rules(read(text))) == (None, ["cell.blank_mark"])


@pytest.mark.parametrize("text", ["12.3%", "1'234", "1.234,5", "12.3.4", "1·5", "12 34", "同上"])
def test_what_nobody_can_read_has_no_value(text: str) -> None:
    assert (read(text).value, read(text).readable) == (None, False)


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        ("△7.8%", "7.8", ["cell.ambiguous_number"]),
        ("7.8%①", "7.8", ["cell.ambiguous_number"]),
        ("▲7.8%", "7.8", []),
        ("▼7.8%", "-7.8", []),
        ("'7.8", "7.8", []),
    ],
)
def test_signs_of_a_rate(text: str, value: str, rule: list[str]) -> None:
    reading = read(text, RATE)
    assert (reading.value, rules(reading)) == (Decimal(value), rule)


@pytest.mark.parametrize("text", ["7 82", "1 234"])
def test_digits_apart_are_no_rate(text: str) -> None:
    assert rules(read(text, RATE)) == ["cell.not_number"]


@given(st.integers(0, 10**9), st.sampled_from("①②⑨²³⁹"))
def test_a_footnote_never_becomes_a_digit(number: int, mark: str) -> None:
    wanted: FieldValue = number
    assert read(f"{number}{mark}", COUNT).value == wanted
