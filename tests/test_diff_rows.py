"""Two versions of a table: which row is which, and what changed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks_support import (
    BLANK,
    UNREADABLE,
    Written,
    catalogue,
    day,
    flag,
    indicator,
    number,
    rate,
    table,
    wan,
    words,
)
from tests.diff_support import (
    Row,
    applied,
    project_rows,
    project_tables,
    projects,
    records,
    shown,
)
from zsstat.compute.versions import LIKENESS_PAIRS, Quiet, RowChange, repeated, row_changes
from zsstat.model import Record


def compared(
    before: Sequence[Row], after: Sequence[Row], kind: str = "projects"
) -> list[RowChange]:
    declared = catalogue().returns[kind]
    return list(row_changes(declared, records(before, kind), records(after, kind), 2020))


def project(name: str, **cells: Written) -> Row:
    filled = {"项目编号": BLANK, "投资方": BLANK, "总投资": wan("100"), "本年到位资金": wan("10")}
    return {"项目名称": words(name), **filled, "阶段": words("签约"), **cells}


# --- laws -------------------------------------------------------------------------------------


@given(project_tables)
def test_a_version_does_not_differ_from_itself(rows: list[Row]) -> None:
    assert compared(rows, rows) == []


@given(project_tables, project_tables)
def test_the_difference_applied_to_the_former_gives_the_latter(
    before: list[Row], after: list[Row]
) -> None:
    was, now = records(before), records(after)
    changes = row_changes(projects(), was, now, 2020)
    assert applied(was, changes) == Counter(shown(record.fields) for record in now)


@given(project_tables, st.randoms())
def test_rows_that_were_only_moved_are_no_change(rows: list[Row], random: object) -> None:
    moved = list(rows)
    random.shuffle(moved)  # type: ignore[attr-defined]
    assert [c for c in compared(rows, moved) if not c.only_written] == []


@given(project_tables, project_rows)
def test_one_row_more_is_one_row_added(rows: list[Row], new: Row) -> None:
    changes = compared(rows, [new, *rows])
    assert sum(c.before is None for c in changes) - sum(c.after is None for c in changes) == 1


# --- which row is which -----------------------------------------------------------------------


def test_a_code_tells_a_renamed_project() -> None:
    coded = {"项目编号": words("X-1")}
    (change,) = compared(
        [project("甲厂", **coded), project("乙厂")], [project("乙厂"), project("丁园", **coded)]
    )
    (cell,) = change.cells
    assert change.kept
    assert (cell.column, cell.before and cell.before.text) == ("项目名称", "甲厂")


def test_name_and_party_tell_it_however_they_are_spaced() -> None:
    before = project("甲厂（一期）", 投资方=words("东方公司"), 总投资=wan("100"))
    after = project("甲厂 (一期)", 投资方=words("东方公司"), 总投资=wan("120"))
    (change,) = compared([project("乙厂"), before], [after, project("乙厂")])
    assert change.kept
    assert [c.column for c in change.cells] == ["项目名称", "总投资"]


def test_a_row_renamed_in_its_place_is_the_same_row() -> None:
    before = [project("甲厂"), project("乙厂", 总投资=wan("77")), project("丙厂")]
    after = [project("甲厂"), project("乙园", 总投资=wan("77")), project("丙厂")]
    (change,) = compared(before, after)
    assert change.kept
    assert [cell.column for cell in change.cells] == ["项目名称"]


def test_another_project_in_the_place_of_one_is_not_the_same() -> None:
    other = project("戊港", 总投资=wan("9"), 本年到位资金=wan("1"), 阶段=words("投产"))
    changes = compared([project("甲厂"), project("乙厂")], [project("甲厂"), other])
    assert [(c.before is None, c.after is None) for c in changes] == [(True, False), (False, True)]


def test_of_rows_of_one_name_the_most_alike_are_paired() -> None:
    small, large = project("甲厂", 总投资=wan("5")), project("甲厂", 阶段=words("投产"))
    (change,) = compared([small, large], [{**large, "本年到位资金": wan("11")}, small])
    assert [c.column for c in change.cells] == ["本年到位资金"]


def test_activities_are_told_by_what_describes_them() -> None:
    def activity(date: int, place: str, times: str) -> Row:
        return {
            "日期": day(2020, 5, date), "类型": words("领导外出"), "目的地": words(place),
            "带队领导": words("张三"), "次数": number(times, "次"),
        }  # fmt: skip

    before = [activity(1, "西安", "1"), activity(2, "上海", "1")]
    after = [activity(1, "西安", "1"), activity(9, "北京", "1"), activity(2, "上海", "3")]
    changed, added = compared(before, after, "activities")
    assert [(c.column, c.difference) for c in changed.cells] == [("次数", 2)]
    assert added.before is None
    assert added.record.fields["目的地"].text == "北京"


def test_a_target_of_another_indicator_is_never_the_same_row() -> None:
    def target(code: str, amount: str) -> Row:
        return {
            "指标": indicator(code),
            "下达单位": words("市"),
            "年度目标": number(amount, "亿元"),
        }

    changes = compared([target("funds_total", "5")], [target("funds_interprov", "5")], "targets")
    assert [c.kept for c in changes] == [False, False]


def test_many_rows_that_only_their_place_tells_are_taken_in_order() -> None:
    count = int(LIKENESS_PAIRS**0.5) + 2

    def trip(batch: int, persons: int) -> Row:
        counts = {"批次": number(str(batch), "批次"), "人次": number(str(persons), "人次")}
        return {"类型": words("领导外出"), **counts}

    def trips(moved: int) -> list[Row]:
        return [trip(n, n + moved) for n in range(count)]

    changes = compared(trips(0), trips(1000), "activities")
    assert len(changes) == count
    assert {c.difference for row in changes for c in row.cells if row.kept} == {1000}


# --- what changed -----------------------------------------------------------------------------


def only_cell(before: Written, after: Written, column: str = "总投资") -> tuple[object, bool]:
    (row,) = compared([project("甲厂", **{column: before})], [project("甲厂", **{column: after})])
    (cell,) = row.cells
    return cell.difference, cell.only_written


def test_the_same_value_written_otherwise_is_only_written() -> None:
    assert only_cell(number("1.2", "亿元"), number("12000", "万元")) == (0, True)


@pytest.mark.parametrize(("before", "after"), [(BLANK, wan("3")), (wan("3"), BLANK)])
def test_a_missing_value_is_not_zero(before: Written, after: Written) -> None:
    assert only_cell(before, after) == (None, False)


def test_what_cannot_be_read_is_told_by_its_text() -> None:
    assert only_cell(UNREADABLE, Written(None, "再定", readable=False)) == (None, False)
    assert only_cell(UNREADABLE, BLANK) == (None, False)


def test_a_blank_mark_in_place_of_a_blank_is_only_written() -> None:
    assert only_cell(BLANK, Written(None, "—")) == (None, True)


def test_yes_and_one_are_not_the_same() -> None:
    assert only_cell(flag(True), flag(False), "是否返乡创业") == (None, False)


def test_a_personal_column_is_left_out() -> None:
    before, after = project("甲厂", 联系电话=words("1")), project("甲厂", 联系电话=words("2"))
    assert compared([before], [after]) == []


def test_a_column_that_came_or_went_is_a_change_where_it_was_filled() -> None:
    (row,) = compared([project("甲厂")], [project("甲厂", 备注=words("更正"))])
    (cell,) = row.cells
    assert (cell.column, cell.before, cell.after and cell.after.text) == ("备注", None, "更正")
    assert compared([project("甲厂")], [project("甲厂", 备注=BLANK)]) == []


def test_last_years_figures_and_targets_are_quiet_changes() -> None:
    def line(value: str, base: str, growth: str) -> Row:
        return {
            "指标": indicator("funds_total"), "本年累计": number(value, "亿元"),
            "上年同期": number(base, "亿元"), "同比": rate(growth),
        }  # fmt: skip

    (row,) = compared([line("5", "4", "25")], [line("6", "3", "100")], "summary")
    quiet = {cell.column: (cell.quiet, cell.difference) for cell in row.cells}
    assert quiet == {
        "本年累计": (None, 10**8),
        "上年同期": (Quiet.BASE, -(10**8)),
        "同比": (None, Decimal(75)),
    }
    target = {"指标": indicator("funds_total"), "年度目标": number("5", "亿元")}
    (row,) = compared([target], [{**target, "年度目标": number("4", "亿元")}], "targets")
    assert [cell.quiet for cell in row.cells] == [Quiet.TARGET]


def test_equal_changes_of_a_column_are_counted_together() -> None:
    before = [project(name) for name in ("甲厂", "乙厂", "丙厂", "丁厂")]
    after = [{**row, "阶段": words("开工")} for row in before[:3]] + [
        {**before[3], "阶段": words("投产")}
    ]
    counts = repeated(compared(before, after))
    assert sorted(counts.values()) == [1, 3]


def test_rows_keep_the_present_order() -> None:
    before: tuple[Record, ...] = table("projects", project("甲厂"), project("乙厂")).records
    after = table(
        "projects",
        project("乙厂", 总投资=wan("1")),
        project(
            "新厂", 投资方=words("别人"), 总投资=wan("2"), 本年到位资金=wan("3"), 阶段=words("投产")
        ),
        project("甲厂", 总投资=wan("1")),
    ).records
    names = [c.record.fields["项目名称"].text for c in row_changes(projects(), before, after, 2020)]
    assert names == ["乙厂", "甲厂", "新厂"]
