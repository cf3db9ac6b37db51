"""Which rows are data, which are totals, and which are neither."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recognise_support import (
    PROJECTS,
    UNITS,
    Broken,
    Entry,
    Formula,
    Rows,
    catalogue,
    issues,
    known,
    names,
    places,
    project,
    rules,
    sheet,
    understood,
)

# --- totals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["合计", "合  计", "总 计：", "全县合计", "合计（2个）"])
@pytest.mark.parametrize("place", [0, 1])
def test_a_total_is_a_claim_and_no_record(label: str, place: int) -> None:
    total: list[Entry] = [None] * 7
    total[place] = label
    total[3] = Formula("SUM(D3:D4)", 16000)
    rows = [project(1, "甲茶厂项目"), project(2, "乙茶厂项目")]
    below = known(sheet([UNITS, PROJECTS, *rows, total]))
    assert names(below) == ["甲茶厂项目", "乙茶厂项目"]
    (claim,) = below.tables[0].claims
    assert (claim.row, claim.first_row, claim.last_row) == (5, 3, 4)
    assert claim.fields["总投资"].value == 160_000_000
    assert claim.formulas == {"总投资": "SUM(D3:D4)"}
    above = known(sheet([UNITS, PROJECTS, total, *rows]))
    (claim,) = above.tables[0].claims
    assert (claim.row, claim.first_row, claim.last_row) == (3, 4, 5)
    assert below.issues == above.issues == ()


def test_subtotals_below_their_groups() -> None:
    found = known(
        sheet(
            [
                UNITS,
                PROJECTS,
                ["一、新建项目"],
                project(1, "甲茶厂项目"),
                project(2, "乙茶厂项目"),
                [None, "小计", None, 16000],
                ["二、续建项目"],
                project(3, "丙茶厂项目"),
                [None, "续建项目小计", None, 8000],
                [None, "合计", None, 24000],
            ]
        )
    )
    assert len(names(found)) == 3
    assert [(c.row, c.first_row, c.last_row) for c in found.tables[0].claims] == [
        (6, 4, 5),
        (9, 8, 8),
        (10, 4, 8),
    ]
    assert found.issues == ()


def test_subtotals_above_their_groups() -> None:
    found = known(
        sheet(
            [
                UNITS,
                PROJECTS,
                ["合计", None, None, 24000],
                ["一", "新建项目", None, 16000, None, 6000, 2000],
                project(1, "甲茶厂项目"),
                project(2, "乙茶厂项目"),
                ["二", "续建项目", None, 8000, None, 3000, 1000],
                project(3, "丙茶厂项目"),
            ]
        )
    )
    assert names(found) == ["甲茶厂项目", "乙茶厂项目", "丙茶厂项目"]
    assert [(c.row, c.first_row, c.last_row) for c in found.tables[0].claims] == [
        (3, 5, 8),
        (4, 5, 6),
        (7, 8, 8),
    ]


def test_a_total_row_without_its_word_is_still_no_record() -> None:
    total = [None, None, None, Formula("SUM(D3:D3)", 8000), None, Formula("SUM(F3:F3)", 3000)]
    found = known(sheet([UNITS, PROJECTS, project(1, "甲茶厂项目"), total]))
    assert names(found) == ["甲茶厂项目"]
    assert found.tables[0].claims[0].row == 4


def test_an_indicator_called_total_is_data() -> None:
    found = known(sheet([["指标", "计量单位", "本年累计"], ["到位资金合计", "亿元", "12.5"]]))
    (record,) = found.records("summary")
    assert record.value("本年累计") == 1_250_000_000


def test_indicators_numbered_in_chinese_are_data() -> None:
    rows: list[list[Entry]] = [
        ["序号", "指标", "计量单位", "本年累计"],
        ["一", "到位资金合计", "亿元", "12.5"],
        ["二", "实际利用外资", "万美元", 500],
    ]
    found = known(sheet(rows))
    assert len(list(found.records("summary"))) == 2


# --- what is no data --------------------------------------------------------------------------


def test_footers_notes_and_signatures_end_the_data() -> None:
    found = known(
        sheet(
            [
                UNITS,
                PROJECTS,
                project(1, "甲茶厂项目"),
                ["填报单位（盖章）：旬阳县招商局", None, "审核人：张三", None, "填表人：李四"],
                [None, None, None, None, "2020年10月9日"],
                ["注：1.本表按月填报。"],
                [None, "2.总投资按合同填写"],
            ]
        )
    )
    assert names(found) == ["甲茶厂项目"]
    assert found.reporter == "xunyang"
    assert found.issues == ()


def test_a_whole_record_below_a_note_still_counts() -> None:
    rows: list[list[Entry]] = [
        project(1, "甲茶厂项目"),
        ["注：以下为新增"],
        project(2, "乙茶厂项目"),
    ]
    assert len(names(known(sheet([UNITS, PROJECTS, *rows])))) == 2


def test_a_stray_character_far_below_is_no_record_and_is_said() -> None:
    below: list[list[Entry]] = [[]] * 40
    found = known(sheet([UNITS, PROJECTS, project(1, "甲茶厂项目"), *below, [None, "1"]]))
    assert names(found) == ["甲茶厂项目"]
    (issue,) = issues(found, "row.not_posted")
    assert places(issue) == ["B44"]


def test_a_character_outside_the_columns_is_nothing() -> None:
    found = known(sheet([UNITS, PROJECTS, project(1, "甲茶厂项目"), [], [None] * 11 + ["x"]]))
    assert len(names(found)) == 1
    assert found.issues == ()


def test_numbered_but_empty_rows_and_template_formulas_are_no_records() -> None:
    empty: list[Entry] = [2, None, None, None, None, Formula("D5-E5", 0)]
    found = known(sheet([UNITS, PROJECTS, project(1, "甲茶厂项目"), empty, [3], [4, "　"]]))
    assert len(names(found)) == 1
    assert found.issues == ()


def test_a_row_merged_into_the_one_above_is_one_project() -> None:
    second = [None, None, "浙江某某公司", None, None, None, None]
    found = known(
        sheet(
            [UNITS, PROJECTS, project(1, "甲茶厂项目"), second],
            merges=["A3:A4", "B3:B4", "D3:D4", "E3:E4", "F3:F4", "G3:G4"],
        )
    )
    assert names(found) == ["甲茶厂项目"]
    assert places(issues(found, "row.not_posted")[0]) == ["C4"]


def test_one_incomplete_row_is_kept_and_asked_about() -> None:
    found = known(sheet([UNITS, PROJECTS, [1, "甲茶厂项目"], project(2, "乙茶厂项目")]))
    assert names(found) == ["甲茶厂项目", "乙茶厂项目"]
    assert [i.rule for i in found.issues] == ["cell.needed_blank", "cell.needed_blank"]
    assert [places(i) for i in found.issues] == [["D3"], ["E3"]]


# --- what stands under and above the data -----------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        [None, None, None, None, "2020年10月9日"],  # a lone date in the column of contract dates
        [None, None, None, 8000],
        [None, "旬阳县招商局", None, None, "2020年10月9日"],
        [None, "注1、总投资按合同填写"],
        [None, "其中：新建项目", None, 8000, None, 3000, 1000],
        [None, None, "合计", 8000, None, 3000, 1000],
    ],
)
def test_lines_under_the_data_that_are_no_projects(line: list[Entry]) -> None:
    found = known(sheet([UNITS, PROJECTS, project(1, "甲茶厂项目"), line]))
    assert names(found) == ["甲茶厂项目"]


def test_a_lone_date_under_the_data_is_said() -> None:
    line: list[Entry] = [None, None, None, None, "2020年10月9日"]
    found = known(sheet([UNITS, PROJECTS, project(1, "甲茶厂项目"), line]))
    assert [(i.rule, places(i)) for i in found.issues] == [("row.not_posted", ["E4"])]


def test_a_remark_with_a_label_in_it_does_not_end_the_data() -> None:
    first = [*project(1, "甲茶厂项目"), "说明：分两期建设；联系人：张三"]
    found = known(sheet([UNITS, [*PROJECTS, "备注"], first, project(2, "乙茶厂项目")]))
    assert names(found) == ["甲茶厂项目", "乙茶厂项目"]


def test_a_unit_row_far_above_the_first_header_still_counts() -> None:
    found = known(sheet([UNITS, [], [], ["表一", "审批文号", "x"], [], PROJECTS, project(1, "甲")]))
    assert found.tables[0].records[0].value("总投资") == 80_000_000


def test_an_example_header_beside_filled_tables_is_left_alone() -> None:
    example = sheet([["项目名称", "总投资", "签约时间"]], name="填报示例")
    found = known(example, sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")]))
    assert found.issues == ()
    assert rules(known(example)) == ["file.required_column"]


def test_a_heading_merged_down_into_the_data_does_not_hide_the_table() -> None:
    found = known(sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")[:6]], merges=["G2:G3"]))
    assert names(found) == ["甲茶厂项目"]


def test_a_long_ledger_of_words_is_read_in_linear_time() -> None:
    rows: list[list[Entry]] = [
        [n, f"第{n}号茶厂", "说明", 8000, "2020年3月", 3000, "备注"] for n in range(3000)
    ]
    found = known(sheet([UNITS, PROJECTS, *rows]))
    assert len(names(found)) == 3000


@settings(max_examples=60, deadline=None)
@given(
    order=st.permutations(range(7)),
    top=st.integers(0, 6),
    left=st.integers(0, 4),
    gaps=st.lists(st.integers(0, 2), min_size=1, max_size=6),
)
def test_where_the_table_stands_does_not_matter(
    order: list[int], top: int, left: int, gaps: list[int]
) -> None:
    margin: list[Entry] = [None] * left
    rows: list[list[Entry]] = [[] for _ in range(top)]
    rows += [[*margin, *UNITS], [*margin, *(PROJECTS[place] for place in order)]]
    wanted = []
    for number, gap in enumerate(gaps, 1):
        rows += [[] for _ in range(gap)]
        row = project(number, f"第{number}号茶厂项目", total=1000 + number)
        rows.append([*margin, *(row[place] for place in order)])
        wanted.append((len(rows), f"第{number}号茶厂项目", (1000 + number) * 10_000))
    found = known(sheet(rows))
    records = found.records("projects")
    assert [(r.row, r.value("项目名称"), r.value("总投资")) for r in records] == wanted
    assert found.issues == ()


ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.none(),
    st.sampled_from(
        [*PROJECTS, "合计", "小计", "单位：万元", "填报单位：", "审核人：", "注：", "一", "甲"]
    ),
    st.sampled_from(
        ["旬阳县2020年1—9月项目台账", "2020年3月", "/", "其中", "　", "指标", "本年累计"]
    ),
    st.integers(-5, 100000),
    st.text(max_size=6),
    st.builds(Formula, st.sampled_from(["SUM(A1:A3)", "A1"]), st.sampled_from([None, 0, 8])),
    st.just(Broken()),
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(ENTRIES, max_size=8), max_size=12),
    merges=st.lists(st.sampled_from(["A1:C1", "A2:A4", "B2:D3", "E5:E7", "A6:H6"]), unique=True),
)
def test_no_sheet_whatever_is_a_crash(rows: list[list[Entry]], merges: list[str]) -> None:
    found = understood(sheet(rows, merges=merges), sheet([UNITS, PROJECTS, *rows], name="二"))
    assert set(rules(found)) <= set(catalogue().rules)
    for table in found.tables:
        taken = [*table.header_rows, *(r.row for r in table.records)]
        assert len(taken) == len(set(taken))
        assert not {claim.row for claim in table.claims} & set(taken)


# --- groups without the word 小计 -----------------------------------------------------------------


def _line(label: str, funds: Entry, *, ordinal: Entry = None) -> list[Entry]:
    return [ordinal, label, None, None, None, funds]


def _spans(rows: Rows) -> tuple[list[int], list[tuple[str, int, int]]]:
    """The data rows, and what each claim speaks for."""
    (table,) = known(sheet([UNITS, PROJECTS, *rows])).tables
    claims = [(c.label, c.first_row, c.last_row) for c in table.claims]
    return [record.row for record in table.records], claims


def _projects(*numbers: int) -> list[list[Entry]]:
    return [project(number, f"第{number}号茶厂项目") for number in numbers]


@pytest.mark.parametrize("label", ["新建项目", "新建", "（一）新建项目", "一、新建"])
@pytest.mark.parametrize("funds", [6000, 6001])
def test_a_line_named_like_a_class_of_rows_is_its_sum(label: str, funds: int) -> None:
    rows = [_line(label, funds), *_projects(1, 2), _line("续建项目", 3000), *_projects(3)]
    assert _spans(rows) == ([4, 5, 7], [(label, 4, 5), ("续建项目", 7, 7)])


def test_a_line_that_is_the_sum_of_its_group_is_not_counted_again() -> None:
    after = [*_projects(1, 2), _line("城关镇", 6000), *_projects(3, 4), _line("蒿坪镇", 6000)]
    assert _spans(after) == ([3, 4, 6, 7], [("城关镇", 3, 4), ("蒿坪镇", 6, 7)])
    before = [_line("城关镇", 6000), *_projects(1, 2)]
    assert _spans(before) == ([4, 5], [("城关镇", 4, 5)])


@pytest.mark.parametrize(
    "line",
    [
        _line("城关镇", 6001),
        [None, "城关镇", None, 1, None, 6000],
        [None, "城关镇", "江苏某公司", None, None, 6000],
        [None, "城关镇", None, None, "2020年3月", 6000],
        _line("城关镇", 0),
    ],
)
def test_any_other_line_is_a_row(line: list[Entry]) -> None:
    assert _spans([*_projects(1, 2), line]) == ([3, 4, 5], [])


def test_a_line_that_equals_one_row_may_be_one() -> None:
    assert _spans([*_projects(1), _line("某某茶厂", 3000)]) == ([3, 4], [])


def test_a_subtotal_behind_subtotals_speaks_for_all_of_them() -> None:
    rows = [*_projects(1, 2), _line("工业小计", 6000), *_projects(3), _line("农业小计", 3000)]
    rows += [_line("新建小计", 9000), *_projects(4), _line("工业小计", 3000)]
    rows += [_line("续建小计", 3000), _line("合计", 12000)]
    assert _spans(rows)[1] == [
        ("工业小计", 3, 4),
        ("农业小计", 6, 6),
        ("新建小计", 3, 6),
        ("工业小计", 9, 9),
        ("续建小计", 9, 9),
        ("合计", 3, 9),
    ]


def test_a_total_behind_each_group_is_a_subtotal() -> None:
    groups = [*_projects(1), _line("合计", 3000), *_projects(2), _line("合计", 3000)]
    assert _spans([*groups, _line("总计", 6000)])[1] == [
        ("合计", 3, 3),
        ("合计", 5, 5),
        ("总计", 3, 5),
    ]
    assert _spans([*groups, _line("合计", 6000)])[1][-1] == ("合计", 3, 5)
    around = [_line("合计", 6000), *_projects(1, 2), _line("合计", 6000)]
    assert _spans(around)[1] == [("合计", 4, 5), ("合计", 4, 5)]


def test_an_activity_without_its_date_is_no_group() -> None:
    header = ["日期", "类型", "批次", "人次"]
    found = known(sheet([header, [None, "接待客商", 3, 28], ["2020年4月1日", "接待客商", 3, 28]]))
    assert [record.row for record in found.records("activities")] == [2, 3]
