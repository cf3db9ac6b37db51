"""The growth that the province prints against the values that it prints, this year and last."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.checks_support import (
    BLANK,
    UNREADABLE,
    Case,
    Written,
    area,
    case,
    cells,
    indicator,
    number,
    rate,
    table,
)
from tests.sample_support import SAMPLE
from zsstat.checks import History
from zsstat.compute import ProvinceLine
from zsstat.model import Issue, Outcome

GROWTH = "province.growth_recomputed"
OURS = "field-ankang"


def printed(
    value: Written, growth: Written, *before: int | None, code: str = "funds_interprov"
) -> Case:
    """One line of this year's table; ``before`` are the values of last year's."""
    row = {"地区": area(OURS), "指标": indicator(code), "本年累计": value, "同比": growth}
    lines = tuple(ProvinceLine(OURS, code, value=last) for last in before)
    made = replace(case(table("province", row)), reporter="shaanxi")
    return replace(made, history=History(province=lines))


def yi(value: str, growth: str, before: str, *, unit: str = "亿元") -> list[Issue]:
    last = int(Fraction(before) * 10**8)
    return printed(number(value, unit), rate(growth), last).run(GROWTH)


@pytest.mark.parametrize(
    ("value", "growth", "before"),
    [
        ("818", "7.82", "758.67"),
        ("818", "7.8", "758.67"),
        ("818", "8", "758.67"),
        ("818", "7.82", "759"),  # a whole 亿 may be anything from 758.5 to 759.5
        ("817.996843", "7.82", "758.674632"),
        ("100", "0", "100"),
        ("90", "-10", "100"),
    ],
)
def test_growth_that_two_printed_values_can_have_passes(
    value: str, growth: str, before: str
) -> None:
    assert yi(value, growth, before) == []


@pytest.mark.parametrize(
    ("value", "growth", "before"),
    [
        ("818", "9.82", "758.67"),
        ("817.996843", "7.83", "758.674632"),
        ("818", "7.82", "761"),
        ("90", "10", "100"),
    ],
)
def test_growth_that_they_cannot_have_is_asked_about(value: str, growth: str, before: str) -> None:
    (issue,) = yi(value, growth, before)
    assert issue.outcome is Outcome.FAIL


def test_the_sentence_gives_both_values_and_the_cells() -> None:
    (issue,) = yi("800", "9.5", "750.5")
    assert issue.message == (
        "安康的“实际引进内资(省际)”同比印为9.5%，按今年印的800亿元和上年印的750.5亿元算是"
        "约6.5956%，相差约2.9044个百分点"
    )
    assert cells(issue) == ["E5", "D5"]
    assert (issue.shown, issue.expected) == ("9.5", "约6.5956%")


def test_last_years_value_is_said_in_this_years_unit() -> None:
    (issue,) = yi("8000000", "9.5", "750.5", unit="万元")
    assert "8000000万元和上年印的7505000万元" in issue.message


def test_counts_are_exact() -> None:
    def of(growth: str) -> list[Issue]:
        return printed(number("23", "家"), rate(growth), 20, code="fie_new").run(GROWTH)

    assert of("15") == []
    assert len(of("16")) == 1


def test_without_last_years_table_one_thing_is_undecided() -> None:
    made = printed(number("818", "亿元"), rate("99"))
    (issue,) = made.run(GROWTH)
    assert issue.outcome is Outcome.UNDECIDED
    assert issue.message == "库里没有上年同期的全省位次表，印出的同比无法重算"


@pytest.mark.parametrize("before", [(None,), (0,), (-1,), (75_000_000_000, 76_000_000_000)])
def test_a_base_that_is_none_is_undecided(before: tuple[int | None, ...]) -> None:
    (issue,) = printed(number("818", "亿元"), rate("99"), *before).run(GROWTH)
    assert issue.outcome is Outcome.UNDECIDED
    assert "安康的“实际引进内资(省际)”" in issue.message
    assert cells(issue) == ["E5"]


def test_the_same_value_twice_is_one() -> None:
    before = 75_867_000_000
    assert printed(number("818", "亿元"), rate("7.82"), before, before).run(GROWTH) == []


def test_blank_and_unreadable_figures_are_passed_over_and_missing_columns_undecided() -> None:
    for cell in (BLANK, UNREADABLE):
        assert printed(cell, rate("99"), 1).run(GROWTH) == []
        assert printed(number("818", "亿元"), cell, 1).run(GROWTH) == []
    row = {"地区": area(OURS), "指标": indicator("funds_interprov"), "同比": rate("7.82")}
    (issue,) = replace(case(table("province", row)), history=History()).run(GROWTH)
    assert issue.outcome is Outcome.UNDECIDED
    assert "“本年累计”" in issue.message


def test_a_city_that_is_not_recognised_is_said_elsewhere() -> None:
    made = printed(number("818", "亿元"), rate("99"), 1)
    (found,) = made.tables
    row = {"地区": Written(None, "兴安", readable=False), "指标": indicator("funds_interprov")}
    row |= {"本年累计": number("818", "亿元"), "同比": rate("99")}
    assert replace(made, tables=(table(found.table, row),)).run(GROWTH) == []


@given(st.integers(10**9, 10**12), st.integers(10**9, 10**12), st.integers(0, 2))
def test_what_an_office_prints_of_exact_values_is_never_asked_about(
    now: int, before: int, decimals: int
) -> None:
    """Values in 亿元 and growth each rounded once, from the exact values."""

    def shown(value: Fraction, places: int) -> str:
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))

    value, last = (shown(Fraction(v, 10**8), decimals) for v in (now, before))
    growth = shown((Fraction(now, before) - 1) * 100, 2)
    assume(Decimal(last) > 0)
    assert yi(value, growth, last) == []


def test_the_samples_tables_of_both_years_agree(tmp_path: Path) -> None:
    from tests.cli_support import run

    database = tmp_path / "zsstat.db"
    for year in (2019, 2020):
        (file,) = (SAMPLE / "returns" / str(year)).glob("*全省*")
        done = run("import", file, "--db", database, "--format", "json").json
        judged = [f for f in done["files"][0]["findings"] if f["rule"] == GROWTH]
        assert [f["outcome"] for f in judged] == (["undecided"] if year == 2019 else [])
