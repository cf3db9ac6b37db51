"""Tables are found wherever they stand on a sheet."""

from __future__ import annotations

import pytest

from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Entry,
    issues,
    known,
    names,
    places,
    project,
    rules,
    sheet,
    understood,
)
from zsstat.recognise import Expected

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
    assert rules(understood(sheet([]))) == ["file.no_table"]


def test_what_is_no_return_is_not_asked_who_sends_it_and_when() -> None:
    addresses = sheet([["通讯录"], ["姓名", "联系电话", "备注"], ["张三", "0915", ""]])
    assert rules(understood(addresses)) == ["file.no_table"]
    template = sheet([UNITS, PROJECTS])
    assert rules(understood(template)) == [
        "file.no_table",
        "file.period_missing",
        "file.reporter_missing",
    ]
    renamed = sheet([UNITS, [*PROJECTS[:3], "钱", *PROJECTS[4:]], project(1, "甲茶厂项目")])
    assert "file.reporter_missing" in rules(understood(renamed))


def test_what_is_no_return_but_says_another_sender_is_told_so() -> None:
    letter = sheet([["旬阳县招商局2020年通讯录"], ["姓名", "联系电话"], ["张三", "0915"]])
    found = understood(letter, expected=Expected("hanbin", 2020))
    assert rules(found) == ["file.no_table", "file.reporter_unexpected"]
