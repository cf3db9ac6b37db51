"""Several tables on one sheet: side by side, continued, under one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Entry,
    catalogue,
    issues,
    known,
    names,
    places,
    project,
    rules,
    sheet,
)
from zsstat.model import Period, RecognisedTable, Return
from zsstat.read import read_workbook
from zsstat.recognise import recognise

FOREIGN = ("企业名称", "设立时间", "实际利用外资")
SHORT = PROJECTS[1:]
Line: TypeAlias = list[Entry]
Table: TypeAlias = Sequence[Sequence[Entry]]


def enterprise(name: str, value: Entry = 120) -> list[Entry]:
    return [name, "2020年5月", value]


def beside(left: Table, right: Table, gap: int = 1) -> list[list[Entry]]:
    """Two tables in the same rows, ``gap`` empty columns between them."""
    width = max(map(len, left)) + gap
    return [
        [*(a or ()), *[None] * (width - len(a or ())), *(b or ())]
        for a, b in zip_longest(left, right)
    ]


def found_in(subject: Return) -> list[tuple[str, list[str]]]:
    return [
        (t.table, [r.fields[next(iter(r.fields))].ref.cell for r in t.records])
        for t in subject.tables
    ]


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_two_tables_in_the_same_rows(gap: int) -> None:
    left: Table = [PROJECTS, project(1, "甲茶厂项目"), project(2, "乙茶厂项目")]
    right: Table = [[*FOREIGN[:2], "实际利用外资（万美元）"], enterprise("某某（香港）有限公司")]
    found = known(sheet([TITLE, UNITS, *beside(left, right, gap)]))
    assert names(found) == ["甲茶厂项目", "乙茶厂项目"]
    assert names(found, "foreign", "企业名称") == ["某某（香港）有限公司"]
    assert next(found.records("foreign")).value("实际利用外资") == 1_200_000
    assert found.issues == ()
    assert [t.title for t in found.tables] == [TITLE[0], TITLE[0]]


def test_each_has_its_own_title_unit_line_total_and_footer() -> None:
    left: Table = [
        ["各镇招商项目台账", None, None, "单位：万元"],
        SHORT,
        project(1, "甲茶厂项目")[1:],
        ["合计", None, 8000, None, 3000, 1000],
        ["填表人：张三"],
    ]
    right: Table = [
        ["外资企业基本情况", None, "单位：万美元"],
        FOREIGN,
        enterprise("某某（香港）有限公司"),
        enterprise("某某（澳门）有限公司", 80),
        ["合计", None, 200],
    ]
    found = known(sheet(beside(left, right)))
    assert [t.title for t in found.tables] == ["各镇招商项目台账", "外资企业基本情况"]
    assert [(c.row, c.first_row, c.last_row) for t in found.tables for c in t.claims] == [
        (4, 3, 3),
        (5, 3, 4),
    ]
    assert next(found.records("projects")).value("总投资") == 80_000_000
    assert [r.value("实际利用外资") for r in found.records("foreign")] == [1_200_000, 800_000]
    assert found.issues == ()


def test_a_unit_line_over_one_of_them_holds_for_the_other_too() -> None:
    left: Table = [["项目台账"], SHORT, project(1, "甲茶厂项目")[1:]]
    right: Table = [[None] * 5 + ["单位：万元"], SHORT, project(2, "乙茶厂项目")[1:]]
    found = known(sheet(beside(left, right)))
    assert [r.value("总投资") for r in found.records("projects")] == [80_000_000] * 2
    assert found.issues == ()


def test_two_copies_of_one_table_go_on_beside_each_other() -> None:
    left: Table = [PROJECTS, *(project(n, f"第{n}号茶厂项目") for n in (1, 2, 3))]
    right: Table = [PROJECTS, *(project(n, f"第{n}号茶厂项目") for n in (4, 5))]
    for gap in (0, 1):
        found = known(sheet([UNITS, *beside(left, right, gap)]))
        assert names(found) == [f"第{n}号茶厂项目" for n in range(1, 6)]
        assert found.issues == ()


def test_three_copies_beside_each_other() -> None:
    tables = [[SHORT, project(n, f"第{n}号茶厂项目")[1:]] for n in (1, 2, 3)]
    rows = beside(beside(tables[0], tables[1], 0), tables[2], 0)
    found = known(sheet([UNITS, *rows]))
    assert names(found) == ["第1号茶厂项目", "第2号茶厂项目", "第3号茶厂项目"]
    assert found.issues == ()


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("shift", [2, 4])
@pytest.mark.parametrize("right_first", [False, True])
def test_a_table_that_begins_lower_than_the_one_beside_it(
    gap: int, shift: int, right_first: bool
) -> None:
    left: list[list[Entry]] = [
        ["单位：万元"],
        list(SHORT),
        *(project(n, f"第{n}号茶厂项目")[1:] for n in range(1, 6)),
    ]
    right: list[list[Entry]] = [
        ["单位：万美元"],
        list(FOREIGN),
        *(enterprise(f"某某第{n}制品有限公司") for n in range(1, 4)),
    ]
    empty: list[list[Entry]] = [[]] * shift
    rows = (
        beside([*empty, *left], right, gap) if right_first else beside(left, [*empty, *right], gap)
    )
    found = known(sheet(rows))
    assert sorted(map(str, names(found))) == [f"第{n}号茶厂项目" for n in range(1, 6)]
    assert len(names(found, "foreign", "企业名称")) == 3
    assert {r.value("实际利用外资") for r in found.records("foreign")} == {1_200_000}
    assert {r.value("总投资") for r in found.records("projects")} == {80_000_000}
    assert found.issues == ()


def test_a_wide_table_below_ends_the_division() -> None:
    left: Table = [SHORT, project(1, "甲茶厂项目")[1:]]
    right: Table = [[*FOREIGN[:2], "实际利用外资（万美元）"], enterprise("某某（香港）有限公司")]
    wide: Line = [*PROJECTS, "其中省内", "自签约累计到位", "联系人", "备注"]
    rows: Table = [UNITS, *beside(left, right), [], ["第二批项目"], UNITS, wide]
    found = known(sheet([*rows, [*project(2, "乙茶厂项目"), 500, 4000, "李四", "好"]]))
    assert found_in(found) == [
        ("projects", ["A3"]),
        ("foreign", ["H3"]),
        ("projects", ["B8"]),
    ]
    assert found.tables[2].records[0].value("自签约累计到位") == 40_000_000
    assert found.issues == ()


def test_divisions_and_wide_tables_in_turn() -> None:
    wide: Line = [*PROJECTS, "其中省内", "自签约累计到位", "联系人", "备注"]
    rows: list[list[Entry]] = []
    for n in range(12):
        left: Table = [SHORT, project(1, f"左{n}号茶厂项目")[1:]]
        right: Table = [FOREIGN, enterprise(f"某某第{n}制品有限公司")]
        last = [*project(2, f"下{n}号茶厂项目"), 500, 4000, "李四", "好"]
        rows += [*beside(left, right), [], [f"第{n}批项目"], wide, last, []]
    found = known(sheet([["单位：万元、万美元"], *rows]))
    assert [t.table for t in found.tables] == ["projects", "foreign", "projects"] * 12
    assert names(found)[2:4] == ["左1号茶厂项目", "下1号茶厂项目"]
    assert {len(t.records) for t in found.tables} == {1}
    assert rules(found) == ["file.unit_unknown"]  # the unit line is that of the first tables


def test_very_many_tables_beside_each_other() -> None:
    count = 120
    heads: Line = ["指标", "计量单位", "年度目标"] * count
    values: Line = [v for n in range(count) for v in ("到位资金合计", "亿元", n)]
    found = known(sheet([heads, values]))
    assert [r.value("年度目标") for r in found.records("targets")] == [
        n * 100_000_000 for n in range(count)
    ]


def test_tables_above_a_division_stay_whole() -> None:
    above: Table = [UNITS, [*PROJECTS, "其中省内"], [*project(1, "甲茶厂项目"), 500], []]
    left: Table = [["活动"], ["日期", "类型", "级别"], ["2020年4月1日", "小分队", "市级"]]
    right: Table = [
        ["外资"],
        [*FOREIGN[:2], "实际利用外资（万美元）"],
        enterprise("某某（香港）有限公司"),
    ]
    found = known(sheet([*above, *beside(left, right)]))
    assert [t.table for t in found.tables] == ["projects", "activities", "foreign"]
    assert found.tables[0].records[0].value("其中省内") == 5_000_000
    assert found.issues == ()


def test_what_belongs_to_no_column_is_said_of_its_own_table() -> None:
    left: Table = [[*SHORT, "用地面积"], [*project(1, "甲茶厂项目")[1:], 12]]
    right: Table = [
        [*FOREIGN[:2], "实际利用外资（万美元）", "法人"],
        [*enterprise("某某公司有限"), "王五"],
    ]
    found = known(sheet([UNITS, *beside(left, right)]))
    said = issues(found, "file.unknown_column")
    assert [places(issue) for issue in said] == [["G2"], ["L2"]]
    assert found.tables[0].unknown_columns == ("用地面积",)


def test_an_incomplete_table_beside_another_is_a_finding() -> None:
    left: Table = [SHORT, project(1, "甲茶厂项目")[1:]]
    right: Table = [["企业名称", "实际利用外资（万美元）"], ["某某（香港）有限公司", 120]]
    found = known(sheet([UNITS, *beside(left, right)]))
    (issue,) = issues(found, "file.required_column")
    assert "“外资企业”缺少必填的列“设立时间”" in issue.message
    assert names(found) == ["甲茶厂项目"]


def test_an_empty_column_within_a_table_divides_nothing() -> None:
    header = [*PROJECTS[:4], None, *PROJECTS[4:], None, "备注"]
    row = project(1, "甲茶厂项目")
    found = known(sheet([UNITS, header, [*row[:4], None, *row[4:], None, "好"]]))
    assert len(found.tables) == 1
    assert found.tables[0].records[0].value("备注") == "好"
    assert found.issues == ()


def test_a_group_heading_over_both_halves_keeps_a_table_whole() -> None:
    top: Line = ["项目名称", "总投资", "资金和企业", None, None, None, None]
    leaves: Line = [None, None, "签约时间", "本年到位资金", "其中省际", "企业名称", "设立时间"]
    row: Line = ["甲茶厂项目", 8000, "2020年3月", 3000, 1000, "某某公司", "2020年5月"]
    merges = ["A2:A3", "B2:B3", "C2:G2"]
    found = known(sheet([UNITS, top, leaves, row], merges=merges))
    assert [t.table for t in found.tables] == ["projects"]
    assert rules(found) == ["file.unknown_column"]


def test_hidden_and_covered_cells_are_looked_for_in_each_table() -> None:
    left: Table = [SHORT, project(1, "甲茶厂项目")[1:], project(2, "乙茶厂项目")[1:]]
    right: Table = [[*FOREIGN[:2], "实际利用外资（万美元）"], enterprise("某某（香港）有限公司")]
    found = known(
        sheet([UNITS, *beside(left, right)], hidden_rows=[4], hidden_columns=[9], merges=["E3:E4"])
    )
    (hidden,) = issues(found, "file.hidden_data")
    assert "隐藏的行 4；隐藏的列 I" in hidden.message
    assert places(issues(found, "file.merged_values")[0]) == ["E4"]


# --- continued ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        ["续表"],
        ["续表1"],
        ["续表二"],
        ["（续）"],
        ["旬阳县2020年1—9月招商引资项目台账（续）"],
        ["旬阳县2020年1—9月招商引资项目台账（续表1）"],
        ["续表", None, "单位：万元"],
        ["续上表"],
    ],
)
def test_a_continued_table_is_one_table(title: list[Entry]) -> None:
    rows: Table = [TITLE, UNITS, PROJECTS, project(1, "甲茶厂项目"), [], title, PROJECTS]
    end: Line = ["合计", None, None, 16000]
    found = known(sheet([*rows, project(2, "乙茶厂项目"), end]))
    assert len(found.tables) == 1
    assert [r.value("总投资") for r in found.tables[0].records] == [80_000_000] * 2
    (claim,) = found.tables[0].claims
    assert (claim.first_row, claim.last_row) == (4, 8)
    assert found.issues == ()


def test_a_page_with_another_unit_is_a_table_of_its_own() -> None:
    rows: Table = [
        TITLE,
        UNITS,
        PROJECTS,
        project(1, "甲茶厂项目"),
        ["续表"],
        ["单位：亿元"],
        PROJECTS,
    ]
    found = known(sheet([*rows, [*project(2, "乙茶厂项目")[:3], "0.8", "2020年3月", "0.3", "0.1"]]))
    assert [r.value("总投资") for r in found.records("projects")] == [80_000_000] * 2
    assert len(found.tables) == 2


def test_a_table_with_a_title_of_its_own_does_not_go_on() -> None:
    rows: Table = [TITLE, UNITS, PROJECTS, project(1, "甲茶厂项目"), ["续建项目"], UNITS, PROJECTS]
    found = known(sheet([*rows, project(2, "乙茶厂项目")]))
    assert len(found.tables) == 2


def test_a_heading_broken_differently_on_the_next_page_is_the_same_table() -> None:
    again = [name.replace("资金", "\n资金") for name in PROJECTS]
    rows: Table = [UNITS, PROJECTS, project(1, "甲茶厂项目"), again, project(2, "乙茶厂项目")]
    assert len(known(sheet(rows)).tables) == 1


# --- two columns right beside a table ---------------------------------------------------------

ACTIVITIES: Table = [
    ["日期", "类型"],
    ["2020-04-01", "小分队"],
    ["2020-06-18", "领导外出"],
    ["2020-09-09", "小分队"],
]
LEDGER: Table = [SHORT, project(1, "甲茶厂项目")[1:], project(2, "乙茶厂项目")[1:]]


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("shift", [0, 1])
def test_a_table_of_two_columns_right_beside_another(
    numbered: bool, left: bool, shift: int
) -> None:
    small = [["序号" if numbered and not n else n, *row] for n, row in enumerate(ACTIVITIES)]
    small = [[], [], *small] if shift else small
    small = small if numbered else [row[1:] for row in small]
    rows = beside(small, LEDGER, 0) if left else beside(LEDGER, small, 0)
    found = known(sheet([UNITS, *rows]))
    assert names(found) == ["甲茶厂项目", "乙茶厂项目"]
    assert names(found, "activities", "类型") == ["小分队", "领导外出", "小分队"]
    assert [str(value) for value in names(found, "activities", "日期")] == [
        "2020年4月1日",
        "2020年6月18日",
        "2020年9月9日",
    ]
    assert found.issues == ()


def test_a_small_table_between_two_large_ones() -> None:
    right: Table = [[*FOREIGN[:2], "实际利用外资（万美元）"], enterprise("某某（香港）有限公司")]
    rows = beside(beside(LEDGER, ACTIVITIES, 0), right, 0)
    found = known(sheet([UNITS, *rows]))
    assert sorted((t.table, len(t.records)) for t in found.tables) == [
        ("activities", 3),
        ("foreign", 1),
        ("projects", 2),
    ]
    assert found.issues == ()


def test_a_column_of_neither_table_stays_with_the_one_before_it() -> None:
    left: Table = [[*SHORT, "用地面积"], [*project(1, "甲茶厂项目")[1:], 12]]
    found = known(sheet([UNITS, *beside(left, ACTIVITIES, 0)]))
    assert len(list(found.records("activities"))) == 3
    assert [places(issue) for issue in issues(found, "file.unknown_column")] == [["G2"]]


@pytest.mark.parametrize(
    "rows",
    [
        [["时间", "类别"], ["2020-04-01", "食品加工"], ["2020-06-18", "茶叶"]],
        [["时间", "类别"], ["上午", "小分队"], ["下午", "小分队"]],
        [["时间", "类别"], [None, None], [None, None]],
        [["类别", "用地"], ["小分队", 5], ["小分队", 6]],
    ],
)
def test_columns_that_only_sound_like_a_table_are_none(rows: Table) -> None:
    found = known(sheet([UNITS, *beside(LEDGER, rows, 0)]))
    assert [t.table for t in found.tables] == ["projects"]
    assert set(rules(found)) <= {"file.unknown_column"}


def test_one_bad_cell_does_not_make_a_table_less_of_one() -> None:
    rows = [*ACTIVITIES, ["2020-09-10", "不知道"]]
    found = known(sheet([UNITS, *beside(LEDGER, rows, 0)]))
    assert len(list(found.records("activities"))) == 4
    assert [places(issue) for issue in found.issues] == [["H6"]]


# --- item tables, real files, any arrangement -----------------------------------------------------


@pytest.mark.parametrize("gap", [1, 2])
def test_tables_of_indicators_beside_each_other(gap: int) -> None:
    left: Table = [["指标", "计量单位", "本年累计"], ["到位资金合计", "亿元", 3]]
    right: Table = [["指标", "计量单位", "年度目标"], ["到位资金合计", "亿元", 5]]
    found = known(sheet(beside(left, right, gap)))
    assert [t.table for t in found.tables] == ["summary", "targets"]
    assert [r.value("本年累计") for r in found.records("summary")] == [300_000_000]
    assert [r.value("年度目标") for r in found.records("targets")] == [500_000_000]
    assert found.issues == ()


def test_one_table_of_indicators_in_two_columns() -> None:
    left: Table = [["指标", "计量单位", "年度目标"], ["到位资金合计", "亿元", 5]]
    right: Table = [["指标", "计量单位", "年度目标"], ["实际利用外资", "万美元", 500]]
    found = known(sheet(beside(left, right, 0)))
    assert [r.value("指标") for r in found.records("targets")] == ["funds_total", "fdi_actual"]
    assert found.issues == ()


def test_a_workbook_with_tables_beside_each_other_under_a_merged_title(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.append(["旬阳县2020年1—9月招商引资情况"])
    page.append(["单位：万元", None, None, None, None, None, None, "单位：万美元"])
    page.append([*SHORT[:4], "资金", None, None, "企业名称", "设立时间", "实际利用外资"])
    page.append([None, None, None, None, "本年到位资金", "其中省际"])
    page.append([*project(1, "甲茶厂项目")[1:], None, *enterprise("某某（香港）有限公司")])
    for merge in ("A1:J1", "E3:F3", "H3:H4", "I3:I4", "J3:J4", *(f"{c}3:{c}4" for c in "ABCD")):
        page.merge_cells(merge)
    path = tmp_path / "报表.xlsx"
    workbook.save(path)
    found = recognise(read_workbook(path.read_bytes(), path.name), catalogue())
    assert (found.reporter, found.period) == ("xunyang", Period(2020, 9))
    assert [(t.table, t.header_rows, t.title) for t in found.tables] == [
        ("projects", (3, 4), "旬阳县2020年1—9月招商引资情况"),
        ("foreign", (3,), "旬阳县2020年1—9月招商引资情况"),
    ]
    assert next(found.records("projects")).value("其中省际") == 10_000_000
    assert next(found.records("foreign")).fields["实际利用外资"].ref.cell == "J5"
    assert next(found.records("foreign")).value("实际利用外资") == 1_200_000
    assert found.issues == ()


@settings(max_examples=40)
@given(
    left=st.integers(1, 6),
    right=st.integers(1, 6),
    gap=st.integers(0, 2),
    lowered=st.sampled_from([(0, 0), (0, 3), (3, 0), (1, 4)]),
    copies=st.booleans(),
)
def test_side_by_side_each_table_is_what_it_is_alone(
    left: int, right: int, gap: int, lowered: tuple[int, int], copies: bool
) -> None:
    """The law: putting a table beside another changes none of its values and adds no finding."""
    first: list[list[Entry]] = [["单位：万元"], list(SHORT)]
    first += [project(n, f"第{n}号茶厂项目", total=n)[1:] for n in range(1, left + 1)]
    second: list[list[Entry]]
    if copies:
        second = [["单位：万元"], list(SHORT)]
        second += [project(n, f"另{n}号茶厂项目", total=n)[1:] for n in range(1, right + 1)]
    else:
        second = [["单位：万美元"], list(FOREIGN)]
        second += [enterprise(f"某某第{n}制品有限公司", n) for n in range(1, right + 1)]
    one, two = (
        [*[[]] * down, *table] for down, table in zip(lowered, (first, second), strict=True)
    )
    together = known(sheet(beside(one, two, gap)))
    apart = known(sheet(one, name="一"), sheet(two, name="二"))
    assert sorted(map(_content, together.tables)) == sorted(map(_content, apart.tables))
    assert together.issues == ()


def _content(table: RecognisedTable) -> tuple[str, list[list[str]]]:
    rows = [[f"{name}={field.value}" for name, field in r.fields.items()] for r in table.records]
    return table.table, rows
