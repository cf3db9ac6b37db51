"""Laws of dividing a thing that several reporters sent."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zsstat.adjusting import SharedLine, shared_out
from zsstat.model import WHOLE, Adjustment, CellRef, Party, Period, Resolution

PERIOD = Period(2021, 5)
COUNTED = frozenset({"count"})


def party(number: int, percent: Fraction | None) -> Party:
    return Party(f"r{number}", "projects", "项目", "K1", "项目", "甲", percent)


def line(number: int, indicator: str, value: int) -> SharedLine:
    return SharedLine(f"r{number}", indicator, value, CellRef("sha", "f.xlsx", "表", f"A{number}"))


def decided(*parties: Party) -> Resolution:
    return Resolution(7, PERIOD, parties, "理由", "谁")


def adjusted(
    resolution: Resolution, lines: dict[Party, list[SharedLine]]
) -> dict[tuple[str, str], int]:
    """(reporter, indicator) → what it has after the adjustments."""
    total = {
        (of.reporter, indicator): sum(x.value for x in found if x.indicator == indicator)
        for of, found in lines.items()
        for indicator in ("funds", "count")
    }
    made: tuple[Adjustment, ...] = shared_out(resolution, lines, PERIOD, COUNTED)
    for one in made:
        total[one.area, one.indicator] += one.value
    return total


def _percentages(cuts: list[int]) -> list[Fraction]:
    """Hundredths of a percent that sum to 100 exactly."""
    edges = [0, *sorted(cuts), 10_000]
    return [Fraction(b - a, 100) for a, b in pairwise(edges)]


AMOUNTS = st.integers(min_value=1, max_value=10**13)


@given(st.lists(st.integers(1, 9_999), min_size=1, max_size=4, unique=True), st.data())
def test_shares_are_whole_and_make_up_the_largest_claim(
    cuts: list[int], data: st.DataObject
) -> None:
    percentages = _percentages(cuts)
    parties = [party(n, p) for n, p in enumerate(percentages)]
    claims = [data.draw(AMOUNTS) for _ in parties]
    lines = {of: [line(n, "funds", claims[n])] for n, of in enumerate(parties)}
    after = adjusted(decided(*parties), lines)
    shares = [after[of.reporter, "funds"] for of in parties]
    assert sum(shares) == max(claims)
    for share, percent in zip(shares, percentages, strict=True):
        assert abs(share - max(claims) * percent / WHOLE) < 1


@given(st.integers(0, 3), st.lists(AMOUNTS, min_size=4, max_size=4))
def test_what_belongs_to_one_is_what_it_says_itself(owner: int, claims: list[int]) -> None:
    parties = [party(n, WHOLE if n == owner else Fraction(0)) for n in range(4)]
    lines = {of: [line(n, "funds", claims[n])] for n, of in enumerate(parties)}
    after = adjusted(decided(*parties), lines)
    expected = [claims[n] if n == owner else 0 for n in range(4)]
    assert [after[of.reporter, "funds"] for of in parties] == expected


def test_a_count_goes_to_the_largest_share_and_of_equal_ones_to_the_first() -> None:
    for percents, expected in (((40, 60), (0, 1)), ((50, 50), (1, 0))):
        parties = [party(n, Fraction(p)) for n, p in enumerate(percents)]
        lines = {of: [line(n, "count", 1)] for n, of in enumerate(parties)}
        after = adjusted(decided(*parties), lines)
        assert tuple(after[of.reporter, "count"] for of in parties) == expected


def test_what_only_one_party_sends_is_not_divided() -> None:
    """A row that is gone at the other is no duplicate any more."""
    parties = (party(0, Fraction(60)), party(1, Fraction(40)))
    lines = {parties[0]: [line(0, "funds", 100)], parties[1]: []}
    assert shared_out(decided(*parties), lines, PERIOD, COUNTED) == ()


def test_where_all_stand_nothing_is_adjusted() -> None:
    parties = (party(0, None), party(1, None))
    lines = {of: [line(n, "funds", 100)] for n, of in enumerate(parties)}
    assert shared_out(decided(*parties), lines, PERIOD, COUNTED) == ()


def test_an_indicator_that_the_owner_has_no_line_of_is_nobodys() -> None:
    """It belongs to the one, and the one did not count it."""
    parties = (party(0, WHOLE), party(1, Fraction(0)))
    lines = {
        parties[0]: [line(0, "funds", 100)],
        parties[1]: [line(1, "funds", 90), line(1, "count", 1)],
    }
    after = adjusted(decided(*parties), lines)
    assert after["r1", "funds"] == after["r1", "count"] == 0
    assert after["r0", "funds"] == 100
    assert after["r0", "count"] == 0


def test_an_adjustment_names_its_decision_and_its_cells() -> None:
    parties = (party(0, WHOLE), party(1, Fraction(0)))
    lines = {of: [line(n, "funds", 100)] for n, of in enumerate(parties)}
    (made,) = shared_out(decided(*parties), lines, PERIOD, COUNTED)
    assert (made.decision, made.area, made.value, made.period) == (7, "r1", -100, PERIOD)
    assert [ref.cell for ref in made.refs] == ["A1"]
    assert (made.reason, made.who) == ("理由", "谁")
