"""What a header means where its words leave it open: 单位, periods, two tables or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

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
from zsstat.declarations import Column, ColumnType
from zsstat.model import Period, Return
from zsstat.recognise import Expected, recognise

Table: TypeAlias = Sequence[Sequence[Entry]]
Line: TypeAlias = list[Entry]
FUNDS = "到位资金合计"
FDI = "实际利用外资"
UNITED = ("指标", "单位", "本年累计")


def summary(subject: Return) -> list[tuple[object, object, object]]:
    return [
        (r.value("指标"), r.value("本年累计"), r.value("上年同期"))
        for r in subject.records("summary")
    ]


# --- 单位 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["旬阳县", "旬阳县招商局", "城关镇人民政府"])
def test_a_column_of_organisations_is_no_column_of_units(who: str) -> None:
    rows: Table = [[*UNITED, "上年同期"], [FUNDS, who, 3, 2]]
    found = known(sheet([["单位：亿元"], *rows]))
    assert summary(found) == [("funds_total", 300_000_000, 200_000_000)]
    assert rules(found) == ["file.unknown_column"]
    assert places(found.issues[0]) == ["B2"]


def test_units_and_organisations_in_one_column_are_a_finding() -> None:
    rows: Table = [[*UNITED, "上年同期"], [FUNDS, "亿元", 3, 2], [FDI, "旬阳县", 5, 4]]
    found = known(sheet([["单位：万美元"], *rows]))
    (issue,) = issues(found, "file.ambiguous_column")
    assert places(issue) == ["B2"]
    assert "计量单位" in issue.message


def test_a_misspelt_unit_is_no_organisation() -> None:
    rows: Table = [[*UNITED, "上年同期"], [FUNDS, "万圆", 3, 2]]
    found = known(sheet([["单位：亿元"], *rows]))
    assert issues(found, "file.unit_unknown")[0].shown == "万圆"


def test_reporters_in_the_column_make_no_table_of_the_province() -> None:
    found = known(sheet([["单位：亿元"], UNITED, [FUNDS, "旬阳县", 3]]))
    (issue,) = issues(found, "file.ambiguous_table")
    assert "“汇总表”、“全省位次”" in issue.message


def test_an_office_that_signs_below_the_units_is_none_of_them() -> None:
    rows: Table = [[*UNITED, "上年同期"], [FUNDS, "亿元", 3, 2], [], [None, "旬阳县招商局"]]
    found = known(sheet(rows))
    assert summary(found) == [("funds_total", 300_000_000, 200_000_000)]
    assert issues(found, "file.ambiguous_column") == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["亿元", "万美元"], "计量单位"),
        (["旬阳县", "汉滨区"], "责任单位"),
        (["发改局", "招商局"], "责任单位"),
        (["亿元", "旬阳县"], None),
    ],
)
def test_a_word_for_two_columns_of_a_table_is_what_its_cells_are(
    cells: list[str], column: str | None
) -> None:
    table = catalogue().returns["summary"]
    who = Column("责任单位", ColumnType.TEXT, ("单位",))
    returns = {**catalogue().returns, "summary": replace(table, columns=(*table.columns, who))}
    rows: Table = [[*UNITED, "上年同期"], [FUNDS, cells[0], 3, 2], [FDI, cells[1], 5, 4]]
    found = recognise(
        book(sheet([["单位：亿元、万美元"], *rows])),
        replace(catalogue(), returns=returns),
        Expected("xunyang", 2020, 9),
    )
    assert bool(issues(found, "file.ambiguous_column")) is (column is None)
    if column:
        assert next(found.records("summary")).value(column) == cells[0]
        assert summary(found)[0] == ("funds_total", 300_000_000, 200_000_000)


def test_in_a_list_the_word_means_who() -> None:
    header = ["单位", *PROJECTS[1:]]
    row: Line = ["旬阳县招商局", *project(1, "甲茶厂项目")[1:]]
    found = known(sheet([UNITS, header, row]))
    assert rules(found) == ["file.unknown_column"]
    assert next(found.records("projects")).value("总投资") == 80_000_000


# --- columns headed by a period ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "base"),
    [
        ("2020年1—9月", "2019年1—9月"),
        ("2020年1-9月累计", "2019年同期"),
        ("2020年1至9月完成（亿元）", "2019年1至9月完成（亿元）"),
        ("2020年", "2019年"),
        ("二〇二〇年1—9月", "二〇一九年1—9月"),
    ],
)
def test_the_own_period_and_the_year_before_head_the_value_columns(current: str, base: str) -> None:
    rows: Table = [["指标", "计量单位", current, base], [FUNDS, "亿元", 3, 2]]
    found = known(sheet([TITLE, *rows]))
    assert summary(found) == [("funds_total", 300_000_000, 200_000_000)]
    assert found.issues == ()


def test_the_year_before_may_stand_first() -> None:
    rows: Table = [["指标", "计量单位", "2019年1—9月", "2020年1—9月"], [FUNDS, "亿元", 2, 3]]
    assert summary(known(sheet(rows))) == [("funds_total", 300_000_000, 200_000_000)]


def test_a_year_above_and_the_months_below() -> None:
    header: Table = [["指标", "计量单位", "2020年", "2019年"], [None, None, "1—9月", "1—9月"]]
    found = known(sheet([*header, [FUNDS, "亿元", 3, 2]], merges=["A1:A2", "B1:B2"]))
    assert summary(found) == [("funds_total", 300_000_000, 200_000_000)]
    assert found.tables[0].header_rows == (1, 2)


def test_the_headings_say_the_period_where_nothing_else_does() -> None:
    rows: Table = [["指标", "计量单位", "2020年1—9月", "2019年1—9月"], [FUNDS, "亿元", 3, 2]]
    found = understood(sheet([["填报单位：旬阳县"], *rows]))
    assert found.period == Period(2020, 9)
    assert found.issues == ()


@pytest.mark.parametrize(
    ("current", "base", "cells"),
    [
        ("2020年1—12月", "2019年1—12月", [["C2"], ["D2"]]),
        ("2021年1—9月", "2020年1—9月", [["C2"], ["D2"]]),
    ],
)
def test_columns_of_another_period_are_a_finding(
    current: str, base: str, cells: list[list[str]]
) -> None:
    rows: Table = [["指标", "计量单位", current, base], [FUNDS, "亿元", 3, 2]]
    found = known(sheet([TITLE, *rows]))
    said = issues(found, "file.period_unexpected")
    assert [places(issue) for issue in said] == cells
    assert said[0].expected == "2020年1—9月"
    assert said[1].expected == "2019年1—9月"


def test_a_year_that_is_not_the_one_before_is_no_base() -> None:
    rows: Table = [["指标", "计量单位", "2020年1—9月", "2018年1—9月"], [FUNDS, "亿元", 3, 2]]
    found = known(sheet(rows))
    assert summary(found) == [("funds_total", 300_000_000, None)]
    assert places(issues(found, "file.unknown_column")[0]) == ["D1"]


def test_other_months_of_the_year_before_are_no_base() -> None:
    rows: Table = [["指标", "计量单位", "2020年1—9月", "2019年1—12月"], [FUNDS, "亿元", 3, 2]]
    found = known(sheet(rows))
    assert summary(found) == [("funds_total", 300_000_000, None)]


def test_a_named_column_comes_before_a_dated_one() -> None:
    rows: Table = [["指标", "计量单位", "本年累计", "2019年1—9月"], [FUNDS, "亿元", 3, 2]]
    assert summary(known(sheet(rows))) == [("funds_total", 300_000_000, 200_000_000)]


def test_the_month_alone_and_the_months_so_far_are_two_columns_of_one_period() -> None:
    rows: list[list[Entry]] = [["指标", "计量单位", "2020年1—9月", "2020年9月"]]
    found = known(sheet([*rows, [FUNDS, "亿元", 3, 1]]))
    assert places(issues(found, "within.duplicate_column")[0]) == ["C2", "D2"]


@pytest.mark.parametrize(
    "heading", ["2020年到位资金", "2020年1—9月到位资金", "2020年1—9月实际到位资金（万元）"]
)
def test_a_column_may_say_the_year_in_place_of_the_word(heading: str) -> None:
    header = [*PROJECTS[:5], heading, *PROJECTS[6:], "2019年到位资金"]
    found = known(sheet([UNITS, header, [*project(1, "甲茶厂项目"), 777]]))
    assert next(found.records("projects")).value("本年到位资金") == 30_000_000
    assert rules(found) == ["file.unknown_column"]


def test_last_years_column_is_not_this_years() -> None:
    header = [*PROJECTS[:5], "2019年到位资金", *PROJECTS[6:]]
    found = known(sheet([UNITS, header, project(1, "甲茶厂项目")]))
    (issue,) = issues(found, "file.period_unexpected")
    assert (places(issue), issue.expected) == (["F2"], "2020年1—9月")


@pytest.mark.parametrize(
    "heading",
    [
        "1—9月到位资金",
        "1-9月份到位资金（万元）",
        "1至9月实际到位资金",
        "本年1—9月到位资金",
        "到位资金（1—9月）",
        "1月—9月到位资金",
        "前三季度到位资金",
    ],
)
def test_months_without_a_year_are_those_of_the_return(heading: str) -> None:
    header = [*PROJECTS[:5], heading, *PROJECTS[6:], "2019年1—9月到位资金"]
    found = known(sheet([UNITS, header, [*project(1, "甲茶厂项目"), 777]]))
    assert next(found.records("projects")).value("本年到位资金") == 30_000_000
    assert rules(found) == ["file.unknown_column"]


@pytest.mark.parametrize("heading", ["1—8月到位资金", "上半年到位资金", "1—12月到位资金"])
def test_other_months_than_those_of_the_return_are_a_finding(heading: str) -> None:
    header = [*PROJECTS[:5], heading, *PROJECTS[6:]]
    found = known(sheet([UNITS, header, project(1, "甲茶厂项目")]))
    (issue,) = issues(found, "file.period_unexpected")
    assert (places(issue), issue.expected) == (["F2"], "2020年1—9月")


@pytest.mark.parametrize(
    "heading",
    [
        "9月到位资金",
        "去年1—9月到位资金",
        "1—9月目标",
        "1—9月到位资金增速",
        "7—9月到位资金",
        "11—12月到位资金",
        "1—19月到位资金",
    ],
)
def test_what_is_no_value_from_january_on_is_not_this_years(heading: str) -> None:
    header = [*PROJECTS[:5], heading, *PROJECTS[6:]]
    found = known(sheet([UNITS, header, project(1, "甲茶厂项目")]))
    assert "本年到位资金" in issues(found, "file.required_column")[0].message


@pytest.mark.parametrize(
    ("current", "base"),
    [
        ("1—9月", "2019年1—9月"),
        ("1-9月累计（亿元）", "2019年同期（亿元）"),
        ("本年1—9月", "上年同期"),
        ("前三季度", "2019年前三季度"),
    ],
)
def test_months_alone_head_the_value_columns(current: str, base: str) -> None:
    rows: Table = [["指标", "计量单位", current, base], [FUNDS, "亿元", 3, 2]]
    found = known(sheet([TITLE, *rows]))
    assert summary(found) == [("funds_total", 300_000_000, 200_000_000)]
    assert found.issues == ()


def test_last_years_months_are_compared_with_the_year_before_the_return() -> None:
    rows: Table = [["指标", "计量单位", "1—9月", "2018年1—9月"], [FUNDS, "亿元", 3, 2]]
    found = known(sheet([TITLE, *rows]))
    (issue,) = issues(found, "file.period_unexpected")
    assert (places(issue), issue.expected) == (["D2"], "2019年1—9月")


@pytest.mark.parametrize("heading", ["1—9月到位资金", "2020年1—9月到位资金"])
def test_a_title_with_the_year_and_a_heading_with_the_months(heading: str) -> None:
    header = [*PROJECTS[:5], heading, *PROJECTS[6:]]
    rows: Table = [["旬阳县2020年招商引资项目台账"], UNITS, header, project(1, "甲茶厂项目")]
    found = understood(sheet(rows))
    assert (found.period, found.issues) == (Period(2020, 9), ())


@pytest.mark.parametrize(
    ("above", "heading"),
    [
        (["旬阳县2020年1—8月招商引资项目台账"], "1—9月到位资金"),
        (["旬阳县2020年招商引资项目台账", "（1—8月）"], "1—9月到位资金"),
        (["旬阳县2021年招商引资项目台账"], "2020年1—9月到位资金"),
    ],
)
def test_a_title_that_says_otherwise_than_the_heading(above: list[Entry], heading: str) -> None:
    header = [*PROJECTS[:5], heading, *PROJECTS[6:]]
    titles: Table = [[text] for text in above]
    found = understood(sheet([*titles, UNITS, header, project(1, "甲茶厂项目")]))
    assert rules(found) == ["file.period_unexpected"]


def test_months_without_a_year_do_not_say_the_year() -> None:
    header = [*PROJECTS[:5], "1—9月到位资金", *PROJECTS[6:]]
    found = understood(sheet([["填报单位：旬阳县"], UNITS, header, project(1, "甲茶厂项目")]))
    assert rules(found) == ["file.period_missing"]


def test_a_list_has_no_column_that_is_a_period_and_nothing_else() -> None:
    header = [*PROJECTS[:5], "2020年1—9月", *PROJECTS[6:]]
    found = known(sheet([UNITS, header, project(1, "甲茶厂项目")]))
    assert "本年到位资金" in issues(found, "file.required_column")[0].message


# --- two tables, no table -----------------------------------------------------------------------


def test_the_finding_says_what_would_tell_the_tables_apart() -> None:
    found = known(sheet([["指标", "年度目标", "本年累计"], [FDI, 500, 300]]))
    (issue,) = issues(found, "file.ambiguous_table")
    assert "按“目标任务”认出指标、年度目标" in issue.message
    assert "按“汇总表”认出指标、本年累计" in issue.message
    assert "补上“下达单位”列就是“目标任务”" in issue.message
    assert "补上“上年同期”列就是“汇总表”" in issue.message


def test_a_nearly_right_name_is_asked_about() -> None:
    rows: Table = [
        ["项目名字", "计划投资", "日期", "联系人"],
        ["甲茶厂项目", 8000, "2020年3月", "张三"],
    ]
    found = known(sheet([TITLE, *rows], name="表一"))
    (issue,) = issues(found, "file.no_table")
    assert "工作表“表一”第 2 行" in issue.message
    assert "像“项目台账”" in issue.message
    assert "“项目名字”是不是“项目名称”？" in issue.message


def test_a_workbook_without_anything_alike_says_so() -> None:
    found = known(sheet([["天气", "温度"], ["晴", "25"]]))
    (issue,) = issues(found, "file.no_table")
    assert "没有一个列名能够认出" in issue.message


def test_the_name_of_the_sheet_settles_nothing() -> None:
    rows: Table = [["指标", "年度目标", "本年累计"], [FDI, 500, 300]]
    found = understood(
        sheet(rows, name="汇总表"), file="汇总表.xlsx", expected=Expected("xunyang", 2020, 9)
    )
    assert found.tables == ()
    assert issues(found, "file.ambiguous_table")
