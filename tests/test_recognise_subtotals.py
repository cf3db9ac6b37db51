"""Which rows a 小计 speaks for: nested, leading or trailing, by name, numbering and arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recognise_support import (
    PROJECTS,
    UNITS,
    Entry,
    Rows,
    book,
    catalogue,
    issues,
    known,
    names,
    places,
    project,
    sheet,
)
from zsstat.checks import Context, History, noticed
from zsstat.declarations import (
    Area,
    AreaKind,
    Catalogue,
    Column,
    ColumnType,
    DatedName,
    ReturnTable,
)
from zsstat.model import Issue, Period, Return
from zsstat.recognise import Expected, recognise

HEAD: Rows = [UNITS, PROJECTS]
"""Data begin in row 3; each project has 3000 of funds in column F."""


def line(label: str, funds: Entry, *, ordinal: Entry = None, total: Entry = None) -> list[Entry]:
    return [ordinal, label, None, total, None, funds]


def projects(*numbers: int) -> list[list[Entry]]:
    return [project(number, f"第{number}号茶厂项目") for number in numbers]


def spans(rows: Rows) -> dict[str, tuple[int, int]]:
    """Label and row of each claim → the rows it speaks for."""
    (table,) = known(sheet([*HEAD, *rows])).tables
    return {f"{c.label}@{c.row}": (c.first_row, c.last_row) for c in table.claims}


def mismatches(subject: Return) -> list[Issue]:
    assert subject.period is not None
    context = Context(subject, subject.period, (), catalogue(), History(), date(2020, 10, 8))
    return [issue for issue in noticed(context) if issue.rule == "table.total_mismatch"]


def wrong(rows: Rows) -> list[str]:
    """The cells of totals that are not the sums of their rows."""
    return [places(i)[0] for i in mismatches(known(sheet([*HEAD, *rows])))]


# --- nested groups that lead ------------------------------------------------------------------

NUMBERED: Rows = [
    line("合计", 15000),
    line("一、新建项目", 9000),
    line("（一）工业", 6000),
    *projects(1, 2),
    line("（二）农业", 3000),
    *projects(3),
    line("二、续建项目", 6000),
    line("（一）工业", 3000),
    *projects(4),
    line("（二）农业", 3000),
    *projects(5),
]


def test_numbered_groups_that_lead_go_down_to_the_next_of_their_depth() -> None:
    assert spans(NUMBERED) == {
        "合计@3": (6, 14),
        "一、新建项目@4": (6, 9),
        "（一）工业@5": (6, 7),
        "（二）农业@8": (9, 9),
        "二、续建项目@10": (12, 14),
        "（一）工业@11": (12, 12),
        "（二）农业@13": (14, 14),
    }
    assert wrong(NUMBERED) == []


def test_a_wrong_group_is_named_against_its_own_rows() -> None:
    rows = [list(row) for row in NUMBERED]
    rows[1][5] = 9001
    found = mismatches(known(sheet([*HEAD, *rows])))
    assert [(places(i)[0], i.expected) for i in found] == [("F4", "9000万元")]


def test_numbers_under_the_ordinal_column_nest_as_well() -> None:
    rows: list[list[Entry]] = [
        line("新建项目", 9000, ordinal="一"),
        line("工业", 6000, ordinal="（一）"),
        *projects(1, 2),
        line("农业", 3000, ordinal="（二）"),
        *projects(3),
        line("续建项目", 3000, ordinal="二"),
        *projects(4),
    ]
    assert wrong(rows) == []
    assert spans(rows)["新建项目@3"] == (5, 8)


def test_unnumbered_groups_that_lead_are_nested_by_arithmetic() -> None:
    rows: list[list[Entry]] = [
        line("新建小计", 9000),
        line("工业小计", 6000),
        *projects(1, 2),
        line("农业小计", 3000),
        *projects(3),
        line("续建小计", 6000),
        line("工业小计", 3000),
        *projects(4),
        line("农业小计", 3000),
        *projects(5),
    ]
    assert wrong(rows) == []
    assert spans(rows)["新建小计@3"] == (5, 8)
    assert spans(rows)["续建小计@9"] == (11, 13)


def test_the_last_group_that_leads_may_have_no_groups_of_its_own() -> None:
    rows: list[list[Entry]] = [
        line("新建小计", 9000),
        line("工业小计", 6000),
        *projects(1, 2),
        line("农业小计", 3000),
        *projects(3),
        line("续建小计", 6000),
        *projects(4, 5),
    ]
    assert wrong(rows) == []
    assert spans(rows)["新建小计@3"] == (5, 8)


# --- nested groups that end -------------------------------------------------------------------


def test_three_levels_below_their_groups() -> None:
    rows: list[list[Entry]] = [
        *projects(1, 2),
        line("甲镇小计", 6000),
        *projects(3),
        line("乙镇小计", 3000),
        line("工业小计", 9000),
        *projects(4),
        line("甲镇小计", 3000),
        line("农业小计", 3000),
        line("新建小计", 12000),
        *projects(5),
        line("甲镇小计", 3000),
        line("工业小计", 3000),
        line("续建小计", 3000),
        line("总计", 15000),
    ]
    assert wrong(rows) == []
    assert spans(rows)["新建小计@12"] == (3, 9)


def test_a_small_group_right_behind_a_sum_of_groups() -> None:
    """The sum of two groups stands right behind the second, and a third group has no parts."""
    rows: list[list[Entry]] = [
        *projects(1),
        line("甲小计", 3000),
        *projects(2),
        line("乙小计", 3000),
        line("新建小计", 6000),
        *projects(3, 4),
        line("续建小计", 6000),
        line("合计", 12000),
    ]
    assert wrong(rows) == []


def test_headings_without_amounts_bound_the_groups() -> None:
    rows: list[list[Entry]] = [
        ["一、新建项目"],
        *projects(1, 2),
        ["二、续建项目"],
        *projects(3),
        line("小计", 3000),
        line("合计", 9000),
    ]
    assert wrong(rows) == []
    assert spans(rows)["小计@8"] == (7, 7)


def test_headings_inside_a_group_do_not_cut_it() -> None:
    rows: list[list[Entry]] = [
        ["一、新建项目"],
        ["（一）工业"],
        *projects(1, 2),
        ["（二）农业"],
        *projects(3),
        line("小计", 9000),
    ]
    assert wrong(rows) == []
    assert spans(rows)["小计@9"] == (5, 8)


def test_a_running_total_speaks_for_all_rows_above_it() -> None:
    rows = [
        *projects(1, 2),
        line("本页小计", 6000),
        line("累计", 6000),
        *projects(3),
        line("本页小计", 3000),
        line("累计", 9000),
    ]
    assert wrong(rows) == []
    assert spans(rows)["累计@9"] == (3, 7)


def test_running_sums_of_a_paged_ledger_speak_for_all_rows_above_them() -> None:
    rows: list[list[Entry]] = [
        *projects(1, 2),
        line("本页小计", 6000),
        line("累计", 6000),
        line("过次页", 6000),
        line("承 前 页：", 6000),
        *projects(3),
        line("本页小计", 3000),
        line("累计", 9000),
        line("合计", 9000),
    ]
    assert spans(rows) == {
        "本页小计@5": (3, 4),
        "累计@6": (3, 4),
        "过次页@7": (3, 4),
        "承前页：@8": (3, 4),
        "本页小计@10": (9, 9),
        "累计@11": (3, 9),
        "合计@12": (3, 9),
    }
    assert wrong(rows) == []
    rows[-2] = line("累计", 9001)
    assert wrong(rows) == ["F11"]


def test_a_group_without_rows_is_of_nothing() -> None:
    named: Rows = [["一、新建项目"], *projects(1), line("小计", 3000), ["二、续建项目"]]
    assert wrong([*named, [None, "无"], line("小计", 0), line("合计", 3000)]) == []
    assert wrong([*named, line("小计", 1), line("合计", 3000)]) == ["F7"]
    bare = [*projects(1), line("新建小计", 3000), line("续建小计", 0), line("合计", 3000)]
    assert wrong(bare) == []


def test_a_group_line_may_say_how_many_rows_it_has() -> None:
    first: list[Entry] = [None, "新建项目", "2个", 16000, None, 6000]
    second: list[Entry] = [None, "二、续建项目", "共1家", 8000, None, 3000]
    found = known(sheet([*HEAD, first, *projects(1, 2), second, *projects(3)]))
    assert len(names(found)) == 3
    assert mismatches(found) == []


def test_a_second_subtotal_that_also_holds_the_first_group_is_wrong() -> None:
    """What is called alike stands for its own group only, whatever happens to add up."""
    rows = [*projects(1), line("小计", 3000), *projects(2), line("小计", 6000)]
    assert wrong(rows) == ["F6"]


def test_lines_lead_their_groups_and_subtotals_end_them() -> None:
    rows: list[list[Entry]] = [
        line("一、新建项目", 6000),
        *projects(1, 2),
        line("小计", 6000),
        line("二、续建项目", 3000),
        *projects(3),
        line("小计", 3000),
        line("合计", 9000),
    ]
    assert wrong(rows) == []


def test_a_total_above_each_group_under_a_total_of_all() -> None:
    rows: list[list[Entry]] = [
        line("总计", 9000),
        line("合计", 6000),
        *projects(1, 2),
        line("合计", 3000),
        *projects(3),
    ]
    assert wrong(rows) == []


def test_a_total_of_the_first_group_only_under_a_total_of_all() -> None:
    rows = [*projects(1, 2), line("合计", 6000), *projects(3), line("总计", 9000)]
    assert wrong(rows) == []
    assert spans(rows)["合计@5"] == (3, 4)


def test_a_lone_total_speaks_for_rows_below_it_too() -> None:
    assert wrong([*projects(1, 2), line("合计", 6000), *projects(3)]) == ["F5"]


def test_text_amounts_and_other_units_add_up_as_well() -> None:
    rows: list[list[Entry]] = [
        line("新建小计", "0.9亿元"),
        line("工业小计", "6,000"),
        *projects(1, 2),
        line("农业小计", 3000),
        *projects(3),
        line("续建小计", 3000),
        *projects(4),
    ]
    assert spans(rows)["新建小计@3"] == (5, 8)


def test_pages_have_their_subtotals_and_the_end_the_total() -> None:
    rows: list[list[Entry]] = [
        *projects(1, 2),
        line("本页小计", 6000),
        list(PROJECTS),
        *projects(3),
        line("本页小计", 3000),
        line("合计", 9000),
    ]
    found = known(sheet([*HEAD, *rows]))
    assert len(found.tables) == 1
    assert [(c.label, c.first_row, c.last_row) for c in found.tables[0].claims] == [
        ("本页小计", 3, 4),
        ("本页小计", 7, 7),
        ("合计", 3, 7),
    ]
    assert mismatches(found) == []


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=3), min_size=1, max_size=4),
    leads=st.booleans(),
    numbered=st.booleans(),
    amounts=st.randoms(use_true_random=False),
)
def test_right_nested_totals_are_never_accused(
    sizes: list[list[int]], leads: bool, numbered: bool, amounts: object
) -> None:
    """Two levels of groups with their true sums, wherever they stand: nothing is wrong."""
    draw = amounts.randint  # type: ignore[attr-defined]
    rows: list[list[Entry]] = []
    whole = 0
    for outer, groups in enumerate(sizes):
        inner_rows: list[list[Entry]] = []
        outer_sum = 0
        for inner, size in enumerate(groups):
            funds = [draw(1, 10**6) for _ in range(size)]
            own = [project(n, f"第{n}号茶厂项目", funds=f) for n, f in enumerate(funds, 1)]
            name = f"（{'一二三'[inner]}）组小计" if numbered else f"{'甲乙丙'[inner]}组小计"
            total = line(name, sum(funds))
            inner_rows += [total, *own] if leads else [*own, total]
            outer_sum += sum(funds)
        name = f"{'一二三四'[outer]}、类小计" if numbered else f"{'子丑寅卯'[outer]}类小计"
        total = line(name, outer_sum)
        rows += [total, *inner_rows] if leads else [*inner_rows, total]
        whole += outer_sum
    rows.append(line("合计", whole))
    assert wrong(rows) == []


# --- groups by name ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["市辖区", "东部地区", "一类", "（一）东部", "1.重点项目"])
def test_names_of_groups_are_groups_whatever_they_add_up_to(name: str) -> None:
    found = known(sheet([*HEAD, line(name, 6001), *projects(1, 2)]))
    assert len(names(found)) == 2
    assert len(mismatches(found)) == 1


def test_a_name_of_groups_alone_is_a_heading() -> None:
    found = known(sheet([*HEAD, [None, "续建项目"], *projects(1)]))
    assert len(names(found)) == 1
    assert found.issues == ()


@pytest.mark.parametrize("label", ["合计12个项目", "合计：2个", "小计（3个）", "合计共2项"])
def test_a_total_with_the_number_of_rows_is_a_total(label: str) -> None:
    found = known(sheet([*HEAD, *projects(1, 2), line(label, 6000)]))
    assert len(names(found)) == 2
    assert mismatches(found) == []


def of_counties() -> Catalogue:
    """A list whose rows are counties, with a declared group of two that do not stand together."""
    shipped = catalogue()
    columns = (
        Column("县区", ColumnType.AREA, required=True),
        Column("产量", ColumnType.AMOUNT, base="元", required=True),
    )
    crop = ReturnTable("crop", "产量表", columns, "县区")
    south = Area("south", AreaKind.GROUP, (DatedName("南部片区"),), members=("hanyin", "ziyang"))
    return replace(
        shipped,
        returns={**shipped.returns, "crop": crop},
        areas={**shipped.areas, "south": south},
    )


@pytest.mark.parametrize(("south", "wrong_cells"), [(30, []), (31, ["B4"])])
def test_a_declared_group_and_the_city_are_claims_about_their_members(
    south: int, wrong_cells: list[str]
) -> None:
    rows: Rows = [
        ["县区", "产量（万元）"],
        ["汉阴县", 10],
        ["汉滨区", 5],
        ["南部片区", south],
        ["紫阳县", 20],
        ["全市", 35],
    ]
    known_here = of_counties()
    found = recognise(book(sheet(rows)), known_here, Expected("xunyang", 2020, 9))
    assert names(found, "crop", "县区") == ["hanyin", "hanbin", "ziyang"]
    assert [(c.label, c.area) for c in found.tables[0].claims] == [
        ("南部片区", "south"),
        ("全市", None),
    ]
    context = Context(found, Period(2020, 9), (), known_here, History(), date(2020, 10, 8))
    mismatch = [i for i in noticed(context) if i.rule == "table.total_mismatch"]
    assert [place for issue in mismatch for place in places(issue)] == wrong_cells


# --- parts ------------------------------------------------------------------------------------


def test_a_part_with_its_own_date_is_not_counted_again_and_is_said() -> None:
    part = project(2, "其中：一期工程", funds=1000)
    found = known(sheet([*HEAD, *projects(1), part]))
    assert len(names(found)) == 1
    (issue,) = issues(found, "row.not_posted")
    assert "组成部分" in issue.message
    assert "B4" in places(issue)


def in_parts(*parts: list[Entry]) -> Return:
    """A numbered project, its parts, another project and the total of the two."""
    rows = [*projects(1), *parts, line("　某某茶厂", 3000, ordinal=2), line("合计", 6000)]
    return known(sheet([*HEAD, *rows]))


def test_what_is_moved_in_below_a_part_is_a_part_as_well() -> None:
    found = in_parts(line("其中：一期工程", 1000), line("　　　二期工程", 2000))
    assert names(found) == ["第1号茶厂项目", "某某茶厂"]
    assert issues(found, "row.not_posted") == []
    assert mismatches(found) == []


def test_parts_that_are_not_all_of_the_row_are_said() -> None:
    found = in_parts(line("其中：一期工程", 1000), line("　　　二期工程", 1999))
    assert names(found) == ["第1号茶厂项目", "某某茶厂"]
    (issue,) = issues(found, "row.not_posted")
    assert places(issue) == ["B5", "F5"]
    assert "接在“其中”后面" in issue.message


def test_a_part_may_have_a_date_where_rows_have_numbers() -> None:
    second: list[Entry] = [None, "　　二期工程", "江苏某某公司", None, "2020年5月", 2500]
    found = in_parts(line("其中：一期工程", 1000), second)
    assert names(found) == ["第1号茶厂项目", "某某茶厂"]
    assert places(issues(found, "row.not_posted")[0]) == ["B5", "C5", "E5", "F5"]
    without_numbers = [
        [None, *row[1:]]
        for row in (*projects(1), line("其中：一期工程", 1000), second, *projects(2))
    ]
    dated = known(sheet([*HEAD, *without_numbers]))
    assert names(dated) == ["第1号茶厂项目", "二期工程", "第2号茶厂项目"]


@pytest.mark.parametrize(
    "numbers", [("（1）", "（2）"), ("1.1", "1.2"), (Decimal("1.1"), Decimal("1.2"))]
)
def test_parts_may_be_numbered_below_the_row(numbers: tuple[Entry, Entry]) -> None:
    first = line("其中：一期工程", 1000, ordinal=numbers[0])
    found = in_parts(first, line("二期工程", 2000, ordinal=numbers[1]))
    assert names(found) == ["第1号茶厂项目", "某某茶厂"]
    assert issues(found, "row.not_posted") == []


@pytest.mark.parametrize("date_of_part", [None, "2020年5月"])
def test_a_row_without_number_that_completes_the_parts_is_one_and_is_asked_about(
    date_of_part: Entry,
) -> None:
    second: list[Entry] = [None, "二期工程", None, None, date_of_part, 2000]
    found = in_parts(line("其中：一期工程", 1000), second)
    assert names(found) == ["第1号茶厂项目", "某某茶厂"]
    assert "B5" in places(issues(found, "row.not_posted")[0])
    assert mismatches(found) == []


@pytest.mark.parametrize(
    "second",
    [
        line("二期工程", 2000, ordinal=9),
        line("　二期工程", 2000, ordinal=9),
        line("二期工程", 2000, ordinal="2."),
        line("别项", 1999),
    ],
)
def test_a_row_with_a_number_or_another_amount_is_a_row_of_its_own(second: list[Entry]) -> None:
    found = in_parts(line("其中：一期工程", 1000), second)
    assert len(names(found)) == 3


@pytest.mark.parametrize(
    ("name", "is_row"),
    [
        ("其中路改造项目", True),
        ("其中 一期工程", False),
        ("其中（一期）", False),
        ("其中：一期", False),
    ],
)
def test_a_name_that_begins_like_of_which_is_a_name(name: str, is_row: bool) -> None:
    found = known(sheet([*HEAD, *projects(1), project(2, name)]))
    assert (name in names(found)) is is_row


@pytest.mark.parametrize(
    "label", ["Total", "合计\nTotal", "合计 Total", "Total 合计", "小计 Subtotal", "Sub-total"]
)
def test_totals_may_be_in_english_as_well(label: str) -> None:
    found = known(sheet([*HEAD, *projects(1, 2), line(label, 6000), line("合计", 6000)]))
    assert len(names(found)) == 2
    assert mismatches(found) == []
    wrong_total = known(sheet([*HEAD, *projects(1, 2), line(label, 6001)]))
    assert [places(issue) for issue in mismatches(wrong_total)] == [["F5"]]


def test_a_subtotal_that_is_moved_in_below_parts_is_a_subtotal() -> None:
    found = in_parts(line("其中：一期工程", 1000), line("　　小计", 3000))
    assert [claim.label for claim in found.tables[0].claims] == ["小计", "合计"]
    assert len(names(found)) == 2


def test_a_row_below_a_group_does_not_complete_the_parts_above_it() -> None:
    found = in_parts(line("其中：一期工程", 1000), line("小计", 3000), line("二期工程", 2000))
    assert names(found) == ["第1号茶厂项目", "二期工程", "某某茶厂"]


def test_a_group_may_be_named_before_the_column_of_names() -> None:
    rows = [line("", 6000, ordinal="一类"), *projects(1, 2), line("", 3000, ordinal="二类")]
    rows = [[None if entry == "" else entry for entry in row] for row in rows]
    found = known(sheet([*HEAD, *rows, *projects(3), line("合计", 9000)]))
    assert len(names(found)) == 3
    assert [(c.label, c.first_row, c.last_row) for c in found.tables[0].claims] == [
        ("一类", 4, 5),
        ("二类", 7, 7),
        ("合计", 4, 7),
    ]
    assert mismatches(found) == []


def test_of_which_before_the_column_of_names_is_no_group_and_no_row() -> None:
    rows = [*projects(1, 2), line("合计", 6000), line("新建项目", 2000, ordinal="其中：")]
    found = known(sheet([*HEAD, *rows]))
    assert len(names(found)) == 2
    assert [claim.label for claim in found.tables[0].claims] == ["合计"]
    assert mismatches(found) == []


# --- arithmetic alone -------------------------------------------------------------------------


def test_what_only_arithmetic_knows_for_a_sum_is_asked() -> None:
    found = known(sheet([*HEAD, *projects(1, 2), line("城关镇", 6000)]))
    assert len(names(found)) == 2
    (issue,) = issues(found, "row.maybe_subtotal")
    assert "第5行“城关镇”没有写明是小计，金额是第3—4行之和" in issue.message
    assert places(issue) == ["B5"]


def test_nested_lines_without_words_or_numbers_are_told_apart() -> None:
    rows: list[list[Entry]] = [
        line("城关镇", 9000),
        line("甲村", 6000),
        *projects(1, 2),
        line("乙村", 3000),
        *projects(3),
    ]
    found = known(sheet([*HEAD, *rows]))
    assert len(names(found)) == 3
    assert mismatches(found) == []


def test_a_single_row_is_a_group_beside_groups() -> None:
    rows = [line("甲村", 6000), *projects(1, 2), line("乙村", 3000), *projects(3)]
    assert len(names(known(sheet([*HEAD, *rows])))) == 3
    assert len(names(known(sheet([*HEAD, *rows[3:]])))) == 2


def test_a_project_that_happens_to_equal_the_two_above_is_a_project() -> None:
    third = project(3, "第3号茶厂项目", total=16000, funds=6000)
    found = known(sheet([*HEAD, *projects(1, 2), third]))
    assert len(names(found)) == 3
    assert issues(found, "row.maybe_subtotal") == []


def test_a_row_without_particulars_that_adds_up_is_counted_and_asked_about() -> None:
    third: list[Entry] = [3, "某某园区", "江苏某公司", 16000, None, 6000, 2000]
    found = known(sheet([*HEAD, *projects(1, 2), third]))
    assert len(names(found)) == 3
    (issue,) = issues(found, "row.maybe_subtotal")
    assert "可能重复" in issue.message
    lower: list[Entry] = [3, "某某园区", "江苏某公司", None, None, 6000]
    assert issues(known(sheet([*HEAD, *projects(1, 2), lower])), "row.maybe_subtotal") == []


def test_where_no_row_has_more_than_a_name_and_amounts_it_is_only_asked() -> None:
    header = ["企业名称", "设立时间", "实际利用外资（万美元）", "合同外资（万美元）"]
    rows: Rows = [
        header,
        ["甲乙有限公司", None, 100, 300],
        ["丙丁有限公司", None, 250, 400],
        ["某某工业园区", None, 350, 700],
    ]
    found = known(sheet(rows))
    assert len(list(found.records("foreign"))) == 3
    assert [places(i) for i in issues(found, "row.maybe_subtotal")] == [["A4"]]


@settings(max_examples=80, deadline=None)
@given(
    towns=st.lists(
        st.lists(st.lists(st.integers(1, 10**6), min_size=2, max_size=4), min_size=1, max_size=3),
        min_size=2,
        max_size=3,
    ),
    leads=st.booleans(),
)
def test_nothing_is_counted_twice_and_nothing_is_lost(
    towns: list[list[list[int]]], leads: bool
) -> None:
    """Towns and villages with their sums, none of them called 小计: only projects count."""
    rows: list[list[Entry]] = []
    wanted = 0
    for t, villages in enumerate(towns):
        own: list[list[Entry]] = []
        for v, funds in enumerate(villages):
            named = [project(n, f"第{n}号茶厂", funds=f) for n, f in enumerate(funds, 1)]
            village = line(f"{'甲乙丙'[v]}村", sum(funds))
            own += [village, *named] if leads else [*named, village]
        total = sum(map(sum, villages))
        wanted += total
        town = line(f"{'城关蒿坪汉王'[2 * t : 2 * t + 2]}镇", total)
        rows += [town, *own] if leads else [*own, town]
    found = known(sheet([*HEAD, *rows]))
    counted = sum(int(str(r.value("本年到位资金"))) for r in found.records("projects"))
    assert counted == wanted * 10_000
    assert mismatches(found) == []


def test_a_sheet_of_nothing_but_subtotals_is_read_in_linear_time() -> None:
    rows = [row for n in range(3000) for row in ([None, "小计", None, n], line(f"第{n}村", n))]
    found = known(sheet([*HEAD, *projects(1, 2), *rows]))
    assert len(found.tables[0].claims) >= 3000


LABELS = [
    "合计",
    "小计",
    "新建小计",
    "一、新建",
    "（一）工业",
    "续建项目",
    "其中：一期",
    "例：甲",
    "总计",
]
ROWS: st.SearchStrategy[list[Entry]] = st.one_of(
    st.builds(line, st.sampled_from(LABELS), st.integers(0, 3)),
    st.builds(line, st.sampled_from(LABELS), st.integers(0, 3), ordinal=st.just("一")),
    st.builds(
        project, st.integers(1, 9), st.sampled_from(["甲厂", "乙厂"]), funds=st.integers(0, 3)
    ),
    st.builds(line, st.sampled_from(["甲村", "乙村"]), st.integers(0, 6)),
    st.builds(
        lambda text: [text], st.sampled_from(["一、新建项目", "（二）农业", "续建项目", "无"])
    ),
    st.just(list(PROJECTS)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, max_size=14))
def test_each_row_is_one_thing_and_spans_hold_rows(rows: list[list[Entry]]) -> None:
    found = known(sheet([*HEAD, *rows]))
    for table in found.tables:
        data = [record.row for record in table.records]
        claims = [claim.row for claim in table.claims]
        assert len({*data, *claims, *table.header_rows}) == len(
            [*data, *claims, *table.header_rows]
        )
        for claim in table.claims:
            empty = claim.first_row == claim.last_row == claim.row
            assert empty or {claim.first_row, claim.last_row} <= set(data) or not data
    assert {issue.rule for issue in found.issues} <= set(catalogue().rules)


# --- examples ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ordinal", "name"),
    [("例", "某某项目"), ("示例", "某某项目"), (1, "例：某某项目"), (1, "（示例）某某项目")],
)
def test_an_example_row_is_no_record_and_is_said(ordinal: Entry, name: str) -> None:
    example = [ordinal, *project(1, name)[1:]]
    found = known(sheet([*HEAD, example, *projects(1)]))
    assert names(found) == ["第1号茶厂项目"]
    (issue,) = issues(found, "row.not_posted")
    assert "示例" in issue.message
    alone = known(sheet([*HEAD, example]))
    assert [i.rule for i in alone.issues if i.rule.startswith("file")] == ["file.no_table"]


def test_a_name_that_only_begins_like_an_example_is_a_record() -> None:
    found = known(sheet([*HEAD, project(1, "例外管理示范项目"), project(2, "示例工厂建设项目")]))
    assert len(names(found)) == 2
