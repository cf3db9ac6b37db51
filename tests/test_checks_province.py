"""The province's printed table: against ours and against itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks_support import (
    BLANK,
    PERIOD,
    UNREADABLE,
    Case,
    Written,
    area,
    case,
    catalogue,
    cells,
    indicator,
    number,
    rate,
    table,
)
from zsstat.checks import History
from zsstat.compute import ranking
from zsstat.declarations import Area, AreaKind, DatedName
from zsstat.model import Issue, Outcome, Period

VALUE = "province.value_differs"
RANK = "province.rank_contradicts"
FIELD = "province.rank_exceeds_field"
COMPLETION = "province.completion_recomputed"
LAST = Period(2019)
MEMBERS = [a.id for a in catalogue().members(2020)]
OURS = "field-ankang"
Row = Mapping[str, Written]


def province(*rows: Row) -> Case:
    return replace(case(table("province", *rows)), reporter="shaanxi")


def only(issues: Sequence[Issue], outcome: Outcome = Outcome.FAIL) -> Issue:
    (issue,) = issues
    assert issue.outcome is outcome
    return issue


def place(written: int) -> Written:
    return Written(written, str(written))


def line(member: str = OURS, code: str = "funds_interprov", **columns: Written) -> Row:
    return {"地区": area(member), "指标": indicator(code), **columns}


# --- against ours -----------------------------------------------------------------------------


def books(*, current: int = 81_800_000_000, base: int = 75_867_000_000) -> History:
    sums = {
        ("ankang", "funds_interprov", PERIOD): current,
        ("ankang", "funds_interprov", LAST): base,
    }
    return History(sums, complete=frozenset({PERIOD, LAST}))


def against_ours(row: Row, history: History) -> list[Issue]:
    return replace(province(row), history=history).run(VALUE)


def test_the_citys_value_agrees_as_printed() -> None:
    for text, fails in (("818", False), ("818.0", False), ("817.99", True), ("820", True)):
        row = line(本年累计=number(text, "亿元"))
        assert bool(against_ours(row, books(current=81_800_400_000))) is fails
    issue = only(against_ours(line(本年累计=number("820", "亿元")), books()))
    assert issue.message == (
        "省上公布的本市“实际引进内资(省际)”为820亿元，本库为818亿元，相差2亿元"
    )
    assert cells(issue) == ["D5"]


def test_the_citys_growth_agrees_as_printed() -> None:
    for text, fails in (("7.82", False), ("7.8", False), ("8", False), ("7.83", True)):
        assert bool(against_ours(line(同比=rate(text)), books())) is fails
    issue = only(against_ours(line(同比=rate("7.9")), books()))
    assert issue.expected.startswith("约7.82")
    assert issue.difference.endswith("个百分点")


def test_other_cities_are_not_ours_to_check() -> None:
    row = line("field-xian", 本年累计=number("820", "亿元"), 同比=rate("99"))
    assert against_ours(row, books()) == []


@pytest.mark.parametrize("complete", [frozenset[Period](), frozenset({LAST})])
def test_before_all_returns_are_in_nothing_is_decided(complete: frozenset[Period]) -> None:
    history = replace(books(), complete=complete)
    row = line(本年累计=number("820", "亿元"))
    only(against_ours(row, history), Outcome.UNDECIDED)


def test_growth_needs_both_years_and_a_base() -> None:
    for history in (
        replace(books(), complete=frozenset({PERIOD})),
        replace(books(), complete=frozenset({LAST})),
        books(base=0),
    ):
        only(against_ours(line(同比=rate("7.82")), history), Outcome.UNDECIDED)


def test_blank_and_unreadable_figures_are_passed_over() -> None:
    for cell in (BLANK, UNREADABLE):
        assert against_ours(line(本年累计=cell, 同比=cell), books()) == []


# --- placements -------------------------------------------------------------------------------


def test_the_citys_growth_is_compared_over_the_restated_base() -> None:
    """The province computes over the official figure, and so does the bulletin."""
    row = line(同比=rate("9.07"))
    assert against_ours(row, books()) != []
    of_city = {("ankang", "funds_interprov", LAST): 75_000_000_000}
    assert against_ours(row, replace(books(), restated=of_city)) == []
    assert against_ours(line(同比=rate("7.82")), replace(books(), restated=of_city)) != []
    unreported = replace(books(), restated=of_city, complete=frozenset({PERIOD}))
    assert against_ours(row, unreported) == []


def test_what_was_restated_of_a_reporter_is_in_the_base() -> None:
    known = books()
    sums = {**known.sums, ("hanbin", "funds_interprov", LAST): 10_000_000_000}
    restated = {("hanbin", "funds_interprov", LAST): 9_133_000_000}
    history = replace(known, sums=sums, restated=restated)
    assert against_ours(line(同比=rate("9.07")), history) == []
    assert against_ours(line(同比=rate("7.82")), history) != []


def contest(*printed: tuple[str, int], basis: str = "同比") -> list[Row]:
    return [
        {**line(member), basis: rate(text), "位次": place(rank)}
        for member, (text, rank) in zip(MEMBERS, printed, strict=False)
    ]


ELEVEN = [(str(20 - n), n + 1) for n in range(11)]


def swapped(first: int, second: int) -> list[tuple[str, int]]:
    rows = list(ELEVEN)
    rows[first], rows[second] = (
        (rows[first][0], rows[second][1]),
        (rows[second][0], rows[first][1]),
    )
    return rows


def test_ranks_that_follow_growth_pass() -> None:
    assert province(*contest(*ELEVEN)).run(RANK) == []
    assert province(*reversed(contest(*ELEVEN))).run(RANK) == []


def test_ranks_that_follow_completion_pass() -> None:
    assert province(*contest(*ELEVEN, basis="完成比例")).run(RANK) == []
    rows = [
        {**row, "同比": rate(str(n))} for n, row in enumerate(contest(*ELEVEN, basis="完成比例"))
    ]
    assert province(*rows).run(RANK) == []


def test_swapped_ranks_are_both_reported_with_what_they_should_be() -> None:
    found = province(*contest(*swapped(2, 3))).run(RANK)
    assert [(i.shown, i.expected, i.difference) for i in found] == [
        ("4", "第3", "相差1位"),
        ("3", "第4", "相差1位"),
    ]
    assert found[0].message == "宝鸡的“实际引进内资(省际)”印为第4，按同比排序是第3"
    assert cells(found[0]) == ["H7", "E7"]


def test_when_neither_basis_fits_the_closer_one_is_said() -> None:
    rows = [{**row, "完成比例": rate(str(n))} for n, row in enumerate(contest(*swapped(0, 1)))]
    found = province(*rows).run(RANK)
    assert len(found) == 2
    assert all("同比最接近" in issue.message for issue in found)


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    tied = [("9", 1), ("8", 2), ("8", 2), ("7", 4), *[(str(6 - n), 5 + n) for n in range(7)]]
    assert province(*contest(*tied)).run(RANK) == []
    dense = [("9", 1), ("8", 2), ("8", 2), ("7", 3), *[(str(6 - n), 4 + n) for n in range(7)]]
    assert len(province(*contest(*dense)).run(RANK)) == 8
    second = [("9", 1), ("8", 3), ("8", 3), ("7", 4), *[(str(6 - n), 5 + n) for n in range(7)]]
    assert len(province(*contest(*second)).run(RANK)) == 2


def test_rates_that_print_alike_may_have_been_told_apart() -> None:
    apart = [("9", 1), ("8", 3), ("8", 2), ("7", 4), *[(str(6 - n), 5 + n) for n in range(7)]]
    assert province(*contest(*apart)).run(RANK) == []


def test_members_that_are_not_printed_may_stand_anywhere() -> None:
    assert province(*contest(("5", 4), ("4", 11))).run(RANK) == []
    assert len(province(*contest(("5", 1), ("4", 1))).run(RANK)) == 1
    assert len(province(*contest(("5", 11), ("4", 11))).run(RANK)) == 1


def test_indicators_are_ranked_apart() -> None:
    other = [
        {**row, "指标": indicator("fdi_actual")}
        for row in contest(*[(str(n), 11 - n) for n in range(11)])
    ]
    assert province(*contest(*ELEVEN), *other).run(RANK) == []


def test_without_rates_or_ranks_placements_are_undecided() -> None:
    bare = [line(member, 位次=place(n)) for n, member in enumerate(MEMBERS, 1)]
    assert only(province(*bare).run(RANK), Outcome.UNDECIDED).message.startswith("“实际引进")
    gap = contest(*ELEVEN)
    gap[0] = {**gap[0], "同比": UNREADABLE}
    only(province(*gap).run(RANK), Outcome.UNDECIDED)
    unranked = [line(member, 同比=rate("5")) for member in MEMBERS]
    assert "“位次”" in only(province(*unranked).run(RANK), Outcome.UNDECIDED).message


def test_a_row_without_a_rank_is_not_placed_but_counts() -> None:
    rows = contest(*ELEVEN)
    rows[0] = {**rows[0], "位次": BLANK}
    assert province(*rows).run(RANK) == []


@given(st.lists(st.integers(0, 6), min_size=11, max_size=11), st.integers(0, 10))
def test_competition_ranks_pass_and_any_worse_one_fails(rates: list[int], who: int) -> None:
    places = ranking(dict(zip(MEMBERS, rates, strict=True)))
    ranks = [places[member].place for member in MEMBERS]
    rows = contest(*[(str(v), r) for v, r in zip(rates, ranks, strict=True)])
    assert province(*rows).run(RANK) == []
    ranks[who] = 12
    rows = contest(*[(str(v), r) for v, r in zip(rates, ranks, strict=True)])
    assert province(*rows).run(RANK) != []


# --- the size of the field --------------------------------------------------------------------


def test_a_rank_beyond_the_field_is_asked_about() -> None:
    rows = contest(*ELEVEN)
    assert province(*rows).run(FIELD) == []
    rows[3] = {**rows[3], "位次": place(12)}
    issue = only(province(*rows).run(FIELD))
    assert issue.message == "咸阳的“实际引进内资(省际)”印为第12，参加排名的只有11个市（区）"
    assert (issue.shown, issue.expected, issue.difference) == ("12", "不大于11", "1")
    assert cells(issue) == ["H8"]


def test_the_field_is_that_of_the_year() -> None:
    hancheng = Area("field-x", AreaKind.MEMBER, (DatedName("韩城"),), since=2021)
    more = replace(catalogue(), areas={**catalogue().areas, "field-x": hancheng})
    trial = replace(province(line(位次=place(12))), catalogue=more)
    assert len(trial.run(FIELD)) == 1
    assert replace(trial, period=Period(2021)).run(FIELD) == []


def test_a_table_that_lists_more_members_has_a_larger_field() -> None:
    rows = [*contest(*ELEVEN), {**line(位次=place(12)), "地区": Written(None, "韩城")}]
    assert province(*rows).run(FIELD) == []
    rows = [*contest(*ELEVEN), line(code="fdi_actual", 位次=place(12))]
    assert len(province(*rows).run(FIELD)) == 1


def test_without_ranks_the_field_is_undecided() -> None:
    only(province(line(同比=rate("5"))).run(FIELD), Outcome.UNDECIDED)


# --- completion -------------------------------------------------------------------------------


def completed(value: str, target: str, printed: str, unit: str = "亿元") -> list[Issue]:
    row = line(本年累计=number(value, unit), 目标=number(target, unit), 完成比例=rate(printed))
    return province(row).run(COMPLETION)


@pytest.mark.parametrize(
    ("value", "target", "printed", "fails"),
    [
        ("9394.21", "10752", "87.4", False),
        ("8152.19", "10752", "75.8", False),
        ("100.5136", "80", "125.64", False),
        ("198", "292", "67.8", False),
        ("291", "292", "99.65", True),
        ("291", "292", "99.66", False),
        ("9394.21", "10752", "87.3", True),
        ("9394.21", "10752", "87.40", True),
    ],
)
def test_completion_is_recomputed_to_the_printed_decimals(
    value: str, target: str, printed: str, fails: bool
) -> None:
    assert bool(completed(value, target, printed)) is fails


def test_a_wrong_completion_names_its_operands() -> None:
    issue = only(completed("291", "292", "99.65"))
    assert issue.message == (
        "安康的“实际引进内资(省际)”完成比例印为99.65%，291亿元除以292亿元是约99.6575%，"
        "相差约0.0075个百分点"
    )
    assert cells(issue) == ["G5", "D5", "F5"]


def test_completion_without_a_value_or_target_is_not_recomputed() -> None:
    for missing in ("本年累计", "目标", "完成比例"):
        row = dict(line(本年累计=place(1), 目标=place(2), 完成比例=rate("99")))
        assert province({**row, missing: BLANK}).run(COMPLETION) == []
        del row[missing]
        only(province(row).run(COMPLETION), Outcome.UNDECIDED)
    assert completed("1", "0", "99") == []
