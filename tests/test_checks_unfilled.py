"""``table.period_blank``: rows of a table, and nothing about the period that it is of."""

from __future__ import annotations

from tests.checks_support import (
    BLANK,
    UNREADABLE,
    Written,
    case,
    cells,
    indicator,
    table,
    wan,
    words,
)

RULE = "table.period_blank"
DASH = Written(None, "—", conversions=("blank_mark",))


def project(funds: Written) -> dict[str, Written]:
    return {"项目名称": words("紫阳茶园"), "总投资": wan("5000"), "本年到位资金": funds}


def test_one_figure_is_enough() -> None:
    assert case(table("projects", project(BLANK), project(wan("0")))).run(RULE) == []


def test_a_column_without_any_figure_is_no_zero() -> None:
    (issue,) = case(table("projects", project(BLANK), project(DASH))).run(RULE)
    assert len(cells(issue)) == 2
    assert "“项目台账”有2行，“本年到位资金”一列全部空白" in issue.message
    assert issue.expected == "逐行填写，没有发生的填 0"


def test_indicators_without_any_figure_are_no_zeros_either() -> None:
    row = {"指标": indicator("funds_total"), "本年累计": BLANK, "上年同期": wan("5")}
    (issue,) = case(table("summary", row)).run(RULE)
    assert "“本年累计”" in issue.message


def test_a_figure_that_cannot_be_read_is_another_finding() -> None:
    assert case(table("projects", project(UNREADABLE))).run(RULE) == []


def test_a_nil_return_has_no_rows_to_be_filled_in() -> None:
    assert case(table("projects")).run(RULE) == []


def test_a_column_that_a_table_may_lack_may_be_blank() -> None:
    """The province prints rates alone."""
    row = {"地区": words("安康"), "指标": indicator("fdi_actual"), "本年累计": BLANK}
    assert case(table("province", row)).run(RULE) == []


def test_without_the_column_nothing_is_said() -> None:
    row = {"项目名称": words("紫阳茶园"), "总投资": wan("5000")}
    assert case(table("projects", row)).run(RULE) == []


def test_what_is_not_of_the_period_may_be_blank() -> None:
    row = {"指标": indicator("funds_total"), "年度目标": BLANK}
    assert case(table("targets", row)).run(RULE) == []
