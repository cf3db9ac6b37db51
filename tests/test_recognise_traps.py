"""Sheets that are easily read wrong without anybody noticing: years in rows, sums over years, the
same fact with and without its year, one project in merged rows, numbers that are text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.matrix_support import Value, cells, facts, rules, understood, workbook_bytes, yearbook
from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Rows,
    catalogue,
    issues,
    known,
    project,
    sheet,
)
from zsstat.checks.areas import area_totals
from zsstat.checks.context import Context, History
from zsstat.checks.within import duplicate_rows
from zsstat.model import Issue, Outcome, Period, Return
from zsstat.post import post
from zsstat.read import Limits, read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.values import split_unit

YI = 10**8
LONG = ("地区", "年份", "指标", "计量单位", "数值")


def matrix(*rows: Sequence[Value]) -> Return:
    return understood(rows)


# --- years in rows --------------------------------------------------------------------------------


def long_table(*rows: list[Value], title: str = "2020年统计资料") -> Return:
    return matrix([title], LONG, *rows)


def test_a_row_that_names_its_year_is_of_that_year() -> None:
    found = long_table(
        ["北京", 2019, "R&D经费", "亿元", 1],
        ["北京", 2020, "R&D经费", "亿元", 2],
        ["天津", 2020, "R&D经费", "亿元", 3],
    )
    posted = {(o.area, o.period): o.value for o in post(found, yearbook())[0]}
    assert posted == {
        ("beijing", Period(2019)): YI,
        ("beijing", Period(2020)): 2 * YI,
        ("tianjin", Period(2020)): 3 * YI,
    }


def test_the_rows_say_the_period_against_a_title_of_the_year_of_printing() -> None:
    found = long_table(["北京", 2018, "R&D经费", "亿元", 1], ["天津", 2019, "R&D经费", "亿元", 3])
    assert found.period == Period(2019)
    assert [table.period for table in found.tables] == [Period(2019), Period(2018)]


def test_years_in_rows_take_the_months_of_the_title() -> None:
    found = long_table(
        ["北京", 2019, "出口额", "亿美元", 1],
        ["天津", 2020, "出口额", "亿美元", 3],
        title="2020年1—9月各省出口额",
    )
    assert [table.period for table in found.tables] == [Period(2020, 9), Period(2019, 9)]


def test_a_row_without_its_year_beside_rows_with_one_is_not_counted() -> None:
    found = long_table(
        ["北京", 2019, "R&D经费", "亿元", 1],
        ["北京", 2020, "R&D经费", "亿元", 2],
        ["天津", None, "R&D经费", "亿元", 3],
    )
    assert cells(found, "row.not_posted") == ["B5"]
    assert ("tianjin", "rd", 2020) not in facts(found)


# --- sums over years ------------------------------------------------------------------------------


def test_a_sum_beside_columns_of_years_is_of_no_year() -> None:
    found = matrix(
        ["各省R&D经费"],
        ["单位：亿元"],
        ["地区", 2019, 2020, "合计"],
        ["北京", 12, 13, 25],
        ["天津", 24, 25, 49],
    )
    assert facts(found) == {
        ("beijing", "rd", 2019): 12 * YI,
        ("beijing", "rd", 2020): 13 * YI,
        ("tianjin", "rd", 2019): 24 * YI,
        ("tianjin", "rd", 2020): 25 * YI,
    }
    assert cells(found, "file.unknown_column") == ["D3"]


def test_a_sum_below_rows_of_years_is_of_no_year() -> None:
    found = matrix(
        ["R&D经费"],
        ["单位：亿元"],
        ["年份", "北京", "天津"],
        [2019, 10, 1],
        [2020, 11, 2],
        ["合计", 21, 3],
    )
    assert facts(found)["beijing", "rd", 2020] == 11 * YI
    assert sum(len(table.records) for table in found.tables) == 4


def test_a_sum_beside_areas_is_still_the_whole() -> None:
    found = matrix(
        ["2020年主要指标"],
        ["单位：亿元"],
        ["指标", "北京", "天津", "合计"],
        ["R&D经费", 10, 1, 11],
        ["基础研究", 1, 2, 3],
    )
    assert [claim.area for table in found.tables for claim in table.claims] == ["china", "china"]


# --- the same fact with and without its year ------------------------------------------------------


def test_a_fact_without_a_year_contradicts_the_same_one_with_it() -> None:
    """The second sheet leaves the year to the first one."""
    above: list[list[Value]] = [["R&D经费"], ["单位：亿元"]]
    dated: list[list[Value]] = [*above, ["地区", "2019年", "2020年"], ["北京", 12, 13]]
    bare: list[list[Value]] = [*above, ["地区", "本年"], ["北京", 14], ["天津", 25]]
    dated.append(["天津", 24, 25])
    content = workbook_bytes((dated, ()), (bare, ()))
    found = recognise(read_workbook(content, "表.xlsx", Limits()), yearbook(), Expected())
    (issue,) = post(found, yearbook())[1]
    assert issue.rule == "within.same_fact"
    assert [(ref.sheet, ref.cell) for ref in issue.cells] == [("Sheet", "C4"), ("Sheet1", "B4")]


def test_a_contradiction_that_was_seen_is_said_once() -> None:
    found = matrix(["2020年"], ["地区", "R&D经费(亿元)"], ["北京", 12], ["北京市", 13], ["天津", 3])
    assert rules(found) == ["within.same_fact"]
    assert post(found, yearbook())[1] == ()


# --- values that nobody understood ----------------------------------------------------------------


def test_rates_alone_do_not_make_up_for_values_that_were_not_understood() -> None:
    found = matrix(
        ["2020年9月出口额"],
        ["单位：亿美元"],
        ["地区", "累计", "同比增长"],
        ["北京", 12, 9.1],
        ["天津", 24, 9.1],
    )
    assert cells(found, "file.required_column") == ["B3"]


def test_columns_that_are_not_used_beside_values_are_no_fault() -> None:
    found = matrix(
        ["2020年R&D经费"],
        ["单位：亿元"],
        ["地区", "R&D经费", "位次"],
        ["北京", 1, 2],
        ["天津", 2, 1],
    )
    assert rules(found) == ["file.unknown_column"]


@pytest.mark.parametrize("heading", ["2020年（初步数）", "2020(修订)"])
def test_a_year_with_a_proviso_is_not_left_out_in_silence(heading: str) -> None:
    found = matrix(
        ["R&D经费"], ["单位：亿元"], ["地区", "2019年", heading], ["北京", 1, 2], ["天津", 2, 3]
    )
    assert cells(found, "row.not_posted") == ["C3"]


@pytest.mark.parametrize("text", ["同比%", "同比％", "同比 %", "同比(%)", "同比\n%"])
def test_a_percent_sign_needs_no_brackets(text: str) -> None:
    name, unit = split_unit(text, catalogue())
    assert (name, unit and unit.id) == ("同比", "%")


@pytest.mark.parametrize("text", ["%", "占5%", "5%"])
def test_a_percentage_is_no_name_with_a_unit(text: str) -> None:
    assert split_unit(text, catalogue())[1] is None


# --- units ----------------------------------------------------------------------------------------


def summary(name: str, unit: str) -> Return:
    heading = ["指标", "计量单位", "本年累计", "上年同期"]
    return known(sheet([["汇总表"], heading, [name, unit, 35000, 30000]]))


def test_a_unit_in_the_name_that_contradicts_the_unit_column_is_a_finding() -> None:
    (issue,) = issues(summary("到位资金合计（亿元）", "万元"), "file.unit_clash")
    assert [ref.cell for ref in issue.cells] == ["A3", "B3"]


@pytest.mark.parametrize(
    ("name", "unit"), [("到位资金合计（万元）", "万元"), ("到位资金合计", "万元")]
)
def test_units_that_agree_are_none(name: str, unit: str) -> None:
    assert issues(summary(name, unit), "file.unit_clash") == []


def test_blocks_of_numbers_that_are_text_have_titles_of_their_own() -> None:
    """As csv and html have them: 北京 | 12 is no title of what stands below."""
    found = matrix(
        ["2020年R&D经费"],
        ["单位：亿元"],
        ["地区", "R&D经费"],
        ["北京", "12"],
        ["天津", "24"],
        [],
        ["2020年粮食产量"],
        ["地区", "粮食产量(万吨)"],
        ["北京", "3"],
        ["天津", "4"],
    )
    assert found.reporter == "office"
    assert facts(found)["beijing", "grain", 2020] == 30000
    assert rules(found) == []


def test_two_units_beside_one_row_of_a_matrix_are_a_finding() -> None:
    found = matrix(
        ["2020年"],
        ["指标", "计量单位", "北京", "天津"],
        ["R&D经费（万元）", "亿元", 1, 2],
        ["出口额（亿美元）", "亿美元", 3, 4],
    )
    assert cells(found, "file.unit_clash") == ["A3", "B3"]


@pytest.mark.parametrize(
    "note",
    ["注：总投资以亿元为单位，其余为万元", "注：以上单位均为亿元。", "注：金额单位：亿元"],
)
def test_a_remark_that_names_another_unit_is_a_finding(note: str) -> None:
    found = known(sheet([TITLE, UNITS, PROJECTS, project(1, "食品加工项目"), [note]]))
    (issue,) = issues(found, "file.unit_clash")
    assert [ref.cell for ref in issue.cells] == ["A5"]


@pytest.mark.parametrize(
    "note",
    [
        "注：本表单位为万元。",
        "注：投资5亿元以上的项目另行报送",
        "注：填报单位为旬阳县招商局",
        "注：外资以万美元为单位",
    ],
)
def test_a_remark_that_does_not_is_none(note: str) -> None:
    found = known(sheet([TITLE, UNITS, PROJECTS, project(1, "食品加工项目"), [note]]))
    assert issues(found, "file.unit_clash") == []


# --- one project in merged rows -------------------------------------------------------------------


def duplicates(rows: Rows, *merges: str) -> list[Issue]:
    found = known(sheet([TITLE, UNITS, PROJECTS, *rows], merges=merges))
    context = Context(found, Period(2020, 9), (), catalogue(), History(), date.min)
    return list(duplicate_rows(catalogue().rules["within.duplicate_row"], context))


SECOND = [None, None, "浙江另一公司", None, "2020年3月", 500, 200]


def test_rows_under_one_merged_name_are_one_project() -> None:
    (issue,) = duplicates([project(1, "食品加工项目"), SECOND], "B4:B5")
    assert issue.message.startswith("项目台账里项目名称“食品加工项目”填了2行")
    assert "本年到位资金分别是3000万元、500万元" in issue.message


def test_rows_with_names_of_their_own_are_not() -> None:
    other = [None, "食品冷链项目", *SECOND[2:]]
    assert duplicates([project(1, "食品加工项目"), other]) == []


def test_rows_that_are_alike_anyway_are_said_once() -> None:
    same = [None, None, None, *SECOND[3:]]
    assert len(duplicates([project(1, "食品加工项目"), same], "B4:B5", "C4:C5")) == 1


# --- a whole of which only some parts are known ---------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "outcome"), [(30, Outcome.FAIL), (36, Outcome.UNDECIDED), (40, Outcome.UNDECIDED)]
)
def test_some_of_the_parts_are_never_more_than_the_whole(whole: int, outcome: Outcome) -> None:
    found = matrix(
        ["2020年R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], ["全国", whole], ["北京", 12],
        ["天津", 24],
    )  # fmt: skip
    context = Context(found, Period(2020), (), yearbook(), History(), date.min)
    (issue,) = area_totals(yearbook().rules["table.areas_mismatch"], context)
    assert issue.outcome is outcome
    assert [ref.cell for ref in issue.cells] == ["B4"]


def test_rows_of_one_name_without_an_investor_may_be_one_project() -> None:
    first, second = project(1, "食品加工项目"), project(2, "食品加工 项目")
    second[2] = None
    (issue,) = duplicates([first, second])
    assert [ref.cell for ref in issue.cells] == ["B4", "B5"]


def test_rows_of_one_name_and_two_investors_are_two() -> None:
    second = project(2, "食品加工项目")
    second[2] = "浙江另一公司"
    assert duplicates([project(1, "食品加工项目"), second]) == []
