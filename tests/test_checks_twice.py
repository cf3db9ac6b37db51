"""The same project in several places of one workbook: where it stands and what differs is said."""

from __future__ import annotations

from tests.checks_support import BLANK, Written, case, cells, indicator, number, table, wan, words

RULE = "within.duplicate_row"


def project(code: Written, name: str, funds: str) -> dict[str, Written]:
    return {
        "项目编号": code,
        "项目名称": words(name),
        "投资方": words("甲公司"),
        "本年到位资金": wan(funds),
    }


def test_a_project_on_two_sheets_with_two_amounts_says_where_and_how_much() -> None:
    first = table("projects", project(words("A1"), "硒茶", "300"), sheet="一季度")
    second = table("projects", project(words("A1"), "硒茶", "500"), sheet="二季度")
    (issue,) = case(first, second).run(RULE)
    assert issue.message == (
        "项目台账里项目编号“A1”填了2行（工作表“一季度”第5行、工作表“二季度”第5行）"
        "；本年到位资金分别是300万元、500万元"
    )
    assert [(ref.sheet, ref.cell) for ref in issue.cells] == [
        ("一季度", "A5"),
        ("二季度", "A5"),
        ("一季度", "O5"),
        ("二季度", "O5"),
    ]


def test_equal_amounts_in_two_units_do_not_differ() -> None:
    one = project(words("A1"), "硒茶", "5000")
    other = {**one, "本年到位资金": number("0.5", "亿元")}
    (issue,) = case(table("projects", one, other)).run(RULE)
    assert issue.message == "项目台账里项目编号“A1”填了2行"
    assert cells(issue) == ["A5", "A6"]


def test_a_row_without_a_code_is_like_the_row_with_one() -> None:
    coded = table("projects", project(words("A1"), "硒茶（一期）", "300"), sheet="一")
    bare = table("projects", project(BLANK, "硒茶(一期)", "300"), sheet="二")
    (issue,) = case(coded, bare).run(RULE)
    assert issue.message.startswith("项目台账里项目名称“硒茶（一期）”、投资方“甲公司”填了2行")
    others = table("projects", project(words("A2"), "硒茶（一期）", "300"), sheet="二")
    assert case(coded, others).run(RULE) == []


def test_rows_that_are_indicators_are_not_rows_of_a_list() -> None:
    row = {"指标": indicator("funds_total"), "本年累计": wan("5")}
    assert case(table("summary", row, row)).run(RULE) == []
