"""A table is decided by its columns; what is said of columns that do not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Entry,
    book,
    catalogue,
    issues,
    known,
    places,
    project,
    rules,
    sheet,
    understood,
)
from zsstat.recognise import Expected, recognise

# --- deciding ---------------------------------------------------------------------------------


def test_a_missing_required_column_lists_what_was_seen_and_what_is_missing() -> None:
    header = [*PROJECTS[:6], "备注"]
    found = known(sheet([UNITS, header, project(1, "甲茶厂项目")]))
    (issue,) = issues(found, "file.required_column")
    assert "“其中省际”" in issue.message
    assert issue.shown == "、".join(header)
    assert found.tables == ()
    assert rules(found) == ["file.required_column"]


@pytest.mark.parametrize(
    ("below", "table"),
    [("亿元", "summary"), ("西安", "province")],
)
def test_what_stands_below_tells_alike_headers_apart(below: str, table: str) -> None:
    line = ["到位资金合计", below, "3亿元"]
    rows = [["指标", "单位", "本年累计"], line, line, ["填表人", "张三"]]
    found = known(sheet(rows))
    assert [t.table for t in found.tables] == [table]
    assert issues(found, "file.ambiguous_table") == []


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
    assert understood(grid, file="旬阳县2020年外资企业.xlsx").tables == ()
    ledger = sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")], name="汉滨区2019年")
    found = understood(ledger, file="旬阳县2020年外资企业.xlsx")
    assert [table.table for table in found.tables] == ["projects"]
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


def test_a_table_beside_a_table_is_read_like_one_by_itself() -> None:
    foreign = ["企业名称", "设立时间", "实际利用外资（万美元）"]
    rows = [[*project(1, "甲茶厂项目"), None, "紫阳县甲乙制品有限公司", "2020年5月", 120]]
    found = known(sheet([UNITS, [*PROJECTS, None, *foreign], *rows]))
    assert [table.table for table in found.tables] == ["projects", "foreign"]
    assert [r.value("实际利用外资") for r in found.records("foreign")] == [1_200_000]
    assert found.issues == ()


def test_two_columns_that_another_table_has_too_are_no_table() -> None:
    found = known(
        sheet([UNITS, [*PROJECTS, "时间", "类别"], [*project(1, "甲茶厂项目"), "a", "b"]])
    )
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


def test_a_column_of_areas_beside_rows_that_all_count_for_one_is_asked_about() -> None:
    """The bureau's list by counties: the counties report the same projects themselves."""
    head = (*PROJECTS, "县区")
    rows = [
        [*project(n, f"第{n}号茶厂项目"), area] for n, area in enumerate(("旬阳县", "汉滨区"), 1)
    ]
    found = known(sheet([TITLE, UNITS, head, *rows]))
    (asked,) = issues(found, "row.not_posted")
    assert places(asked) == ["H4", "H5"]
    assert "旬阳县、汉滨区" in asked.message
    same = [[*project(n, f"第{n}号茶厂项目"), "旬阳县"] for n in (1, 2)]
    assert issues(known(sheet([TITLE, UNITS, head, *same])), "row.not_posted") == []
