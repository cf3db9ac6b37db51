"""Tables are found wherever they stand, and decided by their columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Entry,
    Formula,
    book,
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
from zsstat.recognise import Expected, recognise

FOREIGN = ("企业名称", "国别", "设立时间", "实际利用外资（万美元）")
ACTIVITIES = ("日期", "类型", "级别", "人次")


def test_title_unit_row_and_header_are_not_data_and_rows_keep_their_numbers() -> None:
    found = known(
        sheet([TITLE, UNITS, [], PROJECTS, [], project(1, "甲茶厂项目"), [], [], project(2, "乙")])
    )
    assert [(r.row, r.value("项目名称")) for r in found.records("projects")] == [
        (6, "甲茶厂项目"),
        (9, "乙"),
    ]
    table = found.tables[0]
    assert (table.table, table.title, table.header_rows) == ("projects", TITLE[0], (4,))
    assert table.columns["总投资"].unit == "万元"
    assert table.records[0].value("总投资") == 80_000_000
    assert table.records[0].fields["总投资"].ref.cell == "D6"
    assert found.issues == ()


def test_a_table_in_the_middle_of_a_sheet_with_columns_in_any_order() -> None:
    header = [None, None, *reversed(PROJECTS)]
    row = [None, None, *reversed(project(1, "甲茶厂项目"))]
    found = known(sheet([[]] * 20 + [[None, None, *UNITS], header, row]))
    assert names(found) == ["甲茶厂项目"]
    assert found.tables[0].columns["项目名称"].ref.cell == "H22"


@pytest.mark.parametrize(
    "header",
    [
        ("项目 名称", "客商", "计划\n总投资", "签订时间", "当年到位", "省际到位"),
        ("＊项目名称", "投资主体", "投资总额", "签约日期", "本年累计到位", "其中：省际"),
        (
            "招商项目名称",
            "投资方（客商）",
            "合同金额",
            "合同签订时间",
            "本年到位",
            "其中:省外资金"[3:],
        ),
    ],
)
def test_aliases_are_compared_after_normalising(header: tuple[str, ...]) -> None:
    found = known(sheet([UNITS, header, project(1, "甲茶厂项目")[1:]]))
    assert names(found) == ["甲茶厂项目"]
    assert set(found.tables[0].columns) == set(PROJECTS[1:])


def test_names_are_matched_whole_and_the_longest_wins() -> None:
    header = [*PROJECTS, "累计到位"]
    header[5] = "本年累计到位"
    found = known(sheet([UNITS, header, [*project(1, "甲茶厂项目"), 7000]]))
    record = found.tables[0].records[0]
    assert record.value("本年到位资金") == 30_000_000
    assert record.value("自签约累计到位") == 70_000_000


# --- headers of several rows ------------------------------------------------------------------


def test_two_row_header_with_merged_parents() -> None:
    found = known(
        sheet(
            [
                TITLE,
                UNITS,
                ["项目名称", "总投资", "时间", None, "到位资金", None],
                [None, None, "签约时间", "开工时间", "本年到位", "其中省际"],
                ["甲茶厂项目", 8000, "2020年3月", "2020年5月", 3000, 1000],
            ],
            merges=["A1:F1", "A3:A4", "B3:B4", "C3:D3", "E3:F3"],
        )
    )
    table = found.tables[0]
    assert table.header_rows == (3, 4)
    assert set(table.columns) == {
        "项目名称", "总投资", "签约时间", "开工时间", "本年到位资金", "其中省际"
    }  # fmt: skip
    assert table.columns["签约时间"].header == "时间 > 签约时间"
    assert [r.row for r in table.records] == [5]
    assert found.issues == ()


@pytest.mark.parametrize("merges", [["C1:D1", "E1:F1"], []])
def test_half_a_name_in_the_parent_and_half_in_the_leaf(merges: list[str]) -> None:
    found = known(
        sheet(
            [
                ["项目名称", "总投资（万元）", "时间", None, "到位资金（万元）", None, None],
                [None, None, "签约", "开工", "本年", "其中省际", "自签约累计"],
                ["甲茶厂项目", 8000, "2020年3月", "2020年5月", 3000, 1000, 4000],
            ],
            merges=merges and [*merges[:1], "E1:G1"],
        )
    )
    record = found.tables[0].records[0]
    assert str(record.value("签约时间")) == "2020年3月"
    assert str(record.value("开工时间")) == "2020年5月"
    assert record.value("本年到位资金") == 30_000_000
    assert record.row == 3


def test_three_row_header_with_units_in_the_lowest_row_and_column_numbers() -> None:
    found = known(
        sheet(
            [
                ["序号", "项目名称", "总投资", "签约时间", "到位资金", None],
                [None, None, None, None, "本年到位资金", "其中省际"],
                [None, None, "（亿元）", None, "（万元）", "万元"],
                ["甲", "乙", 1, 2, 3, 4],
                [1, "甲茶厂项目", "1.2", "2020年3月", 3000, 1000],
            ],
            merges=["A1:A3", "B1:B3", "C1:C2", "D1:D3", "E1:F1"],
        )
    )
    table = found.tables[0]
    assert table.header_rows == (1, 2, 3, 4)
    assert [r.row for r in table.records] == [5]
    assert table.records[0].value("总投资") == 120_000_000
    assert table.records[0].value("其中省际") == 10_000_000


def test_the_joined_name_wins_over_the_lowest_cell_alone() -> None:
    found = known(
        sheet(
            [
                UNITS,
                ["项目名称", "总投资", "签约时间", "本年", None, "自签约"],
                [None, None, None, "累计到位", "其中省际", "累计到位"],
                ["甲茶厂项目", 8000, "2020年3月", 3000, 1000, 7000],
            ],
            merges=["A2:A3", "B2:B3", "C2:C3", "D2:E2"],
        )
    )
    (record,) = found.records("projects")
    assert record.value("本年到位资金") == 30_000_000
    assert record.value("自签约累计到位") == 70_000_000
    assert found.issues == ()


def test_the_unit_of_the_lowest_cell_wins_over_that_of_its_group() -> None:
    found = known(
        sheet(
            [
                ["项目名称", "总投资（亿元）", "签约时间", "到位资金（亿元）", None],
                [None, None, None, "本年到位（万元）", "其中省际"],
                ["甲茶厂项目", 8, "2020年3月", 3000, "0.1"],
            ],
            merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"],
        )
    )
    (record,) = found.records("projects")
    assert record.value("本年到位资金") == 30_000_000
    assert record.value("其中省际") == 10_000_000


def test_a_heading_merged_over_two_columns_is_one_heading() -> None:
    header = [*PROJECTS[:2], None, *PROJECTS[2:]]
    row = [*project(1, "甲茶厂项目")[:2], "x", *project(1, "甲茶厂项目")[2:]]
    found = known(sheet([UNITS, header, row], merges=["B2:C2"]))
    assert names(found) == ["甲茶厂项目"]
    assert found.issues == ()


@pytest.mark.parametrize("numbers", [["甲", 1], ["（甲）", "（1）"]])
def test_column_numbers_under_a_narrow_table(numbers: list[Entry]) -> None:
    found = known(sheet([["指标", "年度目标（万美元）"], numbers, ["实际利用外资", 500]]))
    assert [record.row for record in found.records("targets")] == [3]


def test_total_as_the_leaf_of_a_group_means_the_group() -> None:
    found = known(
        sheet(
            [
                UNITS,
                ["项目名称", "总投资", "签约时间", "本年到位资金", None],
                [None, None, None, "小计", "其中省际"],
                ["甲茶厂项目", 8000, "2020年3月", 3000, 1000],
            ],
            merges=["A2:A3", "B2:B3", "C2:C3", "D2:E2"],
        )
    )
    assert found.tables[0].records[0].value("本年到位资金") == 30_000_000


def test_unit_of_a_merged_parent_above_a_complete_header_row() -> None:
    found = known(
        sheet(
            [
                TITLE,
                [None, None, "投资情况（亿元）", None, None],
                ["项目名称", "签约时间", "总投资", "本年到位资金", "其中省际"],
                ["甲茶厂项目", "2020年3月", 3, 2, 1],
            ],
            merges=["C2:E2"],
        )
    )
    assert found.tables[0].records[0].value("总投资") == 300_000_000


def test_rows_of_ones_and_twos_are_no_column_numbers_when_the_name_is_text() -> None:
    found = known(sheet([UNITS, PROJECTS, [1, "甲茶厂项目", "乙", 3, "2020年3月", 2, 1]]))
    assert names(found) == ["甲茶厂项目"]


# --- several tables ---------------------------------------------------------------------------


def test_tables_under_one_another_on_one_sheet() -> None:
    found = known(
        sheet(
            [
                TITLE,
                UNITS,
                PROJECTS,
                project(1, "甲茶厂项目"),
                ["合计", None, None, 8000, None, 3000, 1000],
                [],
                ["旬阳县2020年1—9月外资企业情况表"],
                FOREIGN,
                ["某某（香港）公司", "香港", "2020年4月", 500],
                ["填表人：张三"],
                [],
                ["旬阳县2020年1—9月招商活动"],
                ACTIVITIES,
                ["2020年4月1日", "小分队", "市级", None],
            ]
        )
    )
    assert [(t.table, [r.row for r in t.records]) for t in found.tables] == [
        ("projects", [4]),
        ("foreign", [9]),
        ("activities", [14]),
    ]
    assert found.tables[1].title == "旬阳县2020年1—9月外资企业情况表"
    assert found.tables[1].records[0].value("实际利用外资") == 5_000_000
    assert found.issues == ()


def test_a_unit_row_applies_to_its_own_table_only() -> None:
    rows = [UNITS, PROJECTS, project(1, "甲茶厂项目"), [], (*FOREIGN[:3], "实际利用外资")]
    found = known(sheet([*rows, ["某某（香港）公司", "香港", "2020年4月", 500]]))
    assert places(issues(found, "file.unit_unknown")[0])[0] == "D5"


def test_the_same_table_on_two_sheets() -> None:
    first = sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")], name="一季度")
    second = sheet([UNITS, PROJECTS, project(1, "乙茶厂项目")], name="二季度")
    found = known(first, second)
    assert names(found) == ["甲茶厂项目", "乙茶厂项目"]
    assert [t.sheet for t in found.tables] == ["一季度", "二季度"]


def test_a_header_repeated_at_a_page_break_is_one_table() -> None:
    found = known(
        sheet(
            [
                TITLE,
                UNITS,
                PROJECTS,
                project(1, "甲茶厂项目"),
                PROJECTS,
                project(2, "乙茶厂项目"),
                ["合计", None, None, 16000],
            ]
        )
    )
    assert len(found.tables) == 1
    assert [r.row for r in found.tables[0].records] == [4, 6]
    claim = found.tables[0].claims[0]
    assert (claim.first_row, claim.last_row) == (4, 6)


def test_the_same_layout_twice_with_a_total_each_is_two_tables() -> None:
    half = [PROJECTS, project(1, "甲茶厂项目"), ["合计", None, None, 8000]]
    found = known(sheet([UNITS, *half, *half]))
    assert [(t.claims[0].first_row, t.claims[0].last_row) for t in found.tables] == [
        (3, 3),
        (6, 6),
    ]


def test_a_nil_return_beside_a_filled_table_is_no_finding() -> None:
    filled = sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")])
    found = known(filled, sheet([FOREIGN, ["无"], ["合计", None, None, 0]], name="外资"))
    assert [(t.table, len(t.records)) for t in found.tables] == [("projects", 1), ("foreign", 0)]
    assert found.issues == ()


def test_headers_without_a_single_row_are_not_accepted_as_a_return() -> None:
    found = known(sheet([PROJECTS]), sheet([FOREIGN], name="外资"))
    (issue,) = issues(found, "file.no_table")
    assert "项目台账、外资企业" in issue.message
    assert [t.records for t in found.tables] == [(), ()]


def test_an_instruction_sheet_is_left_alone() -> None:
    text = ["填报说明：", "总投资填写合同金额。", "项目名称"]
    found = known(
        sheet([[line] for line in text], name="说明"),
        sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")]),
    )
    assert [t.table for t in found.tables] == ["projects"]
    assert found.issues == ()


def test_no_table_at_all_says_what_was_looked_for_and_what_came_nearest() -> None:
    found = known(sheet([["通讯录"], ["姓名", "联系电话", "备注"], ["张三", "0915", ""]]))
    (issue,) = issues(found, "file.no_table")
    assert "第 2 行的“联系电话、备注”" in issue.message
    assert "项目名称、总投资、签约时间" in issue.message
    assert rules(found) == ["file.no_table"]


def test_an_empty_workbook_does_not_crash() -> None:
    assert rules(understood(sheet([]))) == [
        "file.no_table",
        "file.period_missing",
        "file.reporter_missing",
    ]


# --- deciding ---------------------------------------------------------------------------------


def test_a_missing_required_column_lists_what_was_seen_and_what_is_missing() -> None:
    header = [*PROJECTS[:6], "备注"]
    found = known(sheet([UNITS, header, project(1, "甲茶厂项目")]))
    (issue,) = issues(found, "file.required_column")
    assert "“其中省际”" in issue.message
    assert issue.shown == "、".join(header)
    assert found.tables == ()
    assert rules(found) == ["file.required_column"]


def test_equal_fits_name_both_tables() -> None:
    found = known(sheet([["指标", "年度目标", "本年累计"], ["实际利用外资", 500, 300]]))
    (issue,) = issues(found, "file.ambiguous_table")
    assert "“目标任务”" in issue.message
    assert "“汇总表”" in issue.message
    assert found.tables == ()


def test_the_province_table_needs_one_of_its_value_columns() -> None:
    row: list[Entry] = ["西安", "实际利用外资", 1]
    found = known(sheet([["地区", "指标", "位次"], row]))
    assert "同比或完成比例或本年累计" in issues(found, "file.required_column")[0].message
    found = understood(
        sheet([["2020年全省位次"], ["地区", "指标", "位次", "同比"], [*row, "7.8%"]])
    )
    assert [t.table for t in found.tables] == ["province"]


def test_sheet_and_file_names_are_no_evidence() -> None:
    grid = sheet([["企业名称", "备注"], ["某某公司", "x"]], name="外资企业")
    found = understood(grid, file="旬阳县2020年外资企业.xlsx")
    assert found.tables == ()
    assert found.reporter is None
    assert found.period is None
    assert "旬阳县" in issues(found, "file.reporter_missing")[0].message
    assert "2020年" in issues(found, "file.period_missing")[0].message


def test_a_name_that_fits_two_columns_of_the_table() -> None:
    projects = catalogue().returns["projects"]
    columns = tuple(
        replace(c, aliases=(*c.aliases, "到位资金"))
        if c.name.endswith(("到位资金", "累计到位"))
        else c
        for c in projects.columns
    )
    returns = {**catalogue().returns, "projects": replace(projects, columns=columns)}
    header = ["到位资金" if name == "本年到位资金" else name for name in PROJECTS]
    found = recognise(
        book(sheet([UNITS, header, project(1, "甲茶厂项目")])),
        replace(catalogue(), returns=returns),
        Expected("xunyang", 2020, 9),
    )
    (issue,) = found.issues
    assert (issue.rule, places(issue)) == ("file.ambiguous_column", ["F2"])
    assert issue.expected == "“本年到位资金”、“自签约累计到位”"
    assert "本年到位资金" not in found.tables[0].columns


# --- columns ----------------------------------------------------------------------------------


def test_unknown_columns_with_data_are_listed_once_and_empty_ones_are_not() -> None:
    header = [*PROJECTS, "用地面积", "审批进度", "空列"]
    rows = [[*project(n, f"第{n}号茶厂项目"), 12, "办理中"] for n in (1, 2)]
    found = known(sheet([UNITS, header, *rows]))
    (issue,) = issues(found, "file.unknown_column")
    assert places(issue) == ["H2", "I2"]
    assert found.tables[0].unknown_columns == ("用地面积", "审批进度")
    assert rules(found) == ["file.unknown_column"]


def test_data_under_no_heading_is_an_unknown_column() -> None:
    header = [*PROJECTS[:3], None, *PROJECTS[3:]]
    row = project(1, "甲茶厂项目")
    found = known(sheet([UNITS, header, [*row[:3], "x", *row[3:]]]))
    assert found.tables[0].unknown_columns == ("D列（无列名）",)


def test_a_column_twice_with_equal_values_is_harmless() -> None:
    found = known(sheet([UNITS, [*PROJECTS, "计划总投资"], [*project(1, "甲茶厂项目"), 8000]]))
    assert rules(found) == ["file.unknown_column"]
    assert found.tables[0].records[0].value("总投资") == 80_000_000


def test_a_column_twice_with_different_values_names_the_cells() -> None:
    rows = [[*project(1, "甲茶厂项目"), 8000], [*project(2, "乙茶厂项目"), 9000]]
    found = known(sheet([UNITS, [*PROJECTS, "计划总投资"], *rows]))
    (issue,) = issues(found, "within.duplicate_column")
    assert places(issue) == ["D4", "H4"]
    assert rules(found) == ["within.duplicate_column"]


def test_two_columns_of_remarks_may_differ() -> None:
    found = known(
        sheet([UNITS, [*PROJECTS, "备注", "说明"], [*project(1, "甲茶厂项目"), "a", "b"]])
    )
    assert rules(found) == ["file.unknown_column"]


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
