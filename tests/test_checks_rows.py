"""Rules about single rows: each rule passing, failing and undecided."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.checks_support import (
    BLANK,
    UNREADABLE,
    Case,
    Written,
    case,
    catalogue,
    cells,
    day,
    flag,
    number,
    table,
    wan,
    words,
)
from zsstat.checks import noticed
from zsstat.declarations import Rule, Tolerance
from zsstat.errors import CatalogueError
from zsstat.model import Issue, Outcome, Period

Row = Mapping[str, Written]
NAME = {"项目名称": words("紫阳硒茶产业园")}
FUNDS = {"本年到位资金": wan("8000"), "其中省际": wan("5000"), "其中省内": wan("3000")}
COUNT = "批次"

PROJECTS: list[tuple[str, Row, Row, tuple[str, ...]]] = [
    # rule, what passes, what changes to make it fail, the columns it cannot do without
    ("row.parts_exceed_funds", FUNDS, {"其中省际": wan("5000.0001")}, ("其中省内", "本年到位资金")),
    (
        "row.subset_exceeds_funds",
        {"本年到位资金": wan("8000"), "其中省际": wan("8000"), "其中省内": BLANK},
        {"其中省际": wan("8000.0001")},
        ("本年到位资金", "其中省际"),
    ),
    (
        "row.funds_exceed_cumulative",
        {"本年到位资金": wan("5000"), "自签约累计到位": wan("5000")},
        {"本年到位资金": wan("5000.0001")},
        ("自签约累计到位",),
    ),
    (
        "row.cumulative_exceeds_total",
        {"自签约累计到位": wan("8000"), "总投资": number("0.8", "亿元")},
        {"自签约累计到位": wan("8000.0001")},
        ("自签约累计到位", "总投资"),
    ),
    (
        "row.construction_contradicts",
        {"建设性质": words("新建"), "签约时间": day(2020, 3)},
        {"签约时间": day(2019, 3)},
        ("建设性质", "签约时间"),
    ),
    (
        "row.construction_contradicts",
        {"建设性质": words("续建"), "签约时间": day(2019, 12, 31)},
        {"签约时间": day(2020, 1, 1)},
        ("建设性质",),
    ),
    (
        "row.signed_after_start",
        {"签约时间": day(2020, 5, 6), "开工时间": day(2020, 5)},
        {"签约时间": day(2020, 6)},
        ("开工时间",),
    ),
    (
        "row.started_after_production",
        {"开工时间": day(2020, 5, 6), "投产时间": day(2020, 5, 6)},
        {"开工时间": day(2020, 5, 7)},
        ("投产时间",),
    ),
    (
        "row.signed_after_period",
        {"签约时间": day(2020, 12, 31)},
        {"签约时间": day(2021, 1, 1)},
        ("签约时间",),
    ),
    (
        "row.started_after_period",
        {"开工时间": day(2020, 12)},
        {"开工时间": day(2021, 1)},
        ("开工时间",),
    ),
    (
        "row.production_after_period",
        {"投产时间": day(2020)},
        {"投产时间": day(2021)},
        ("投产时间",),
    ),
    (
        "row.stage_before_start",
        {"阶段": words("开工"), "开工时间": day(2020, 5)},
        {"阶段": words("落地")},
        ("阶段", "开工时间"),
    ),
    (
        "row.stage_before_production",
        {"阶段": words("终止"), "投产时间": day(2020, 5)},
        {"阶段": words("开工")},
        ("阶段", "投产时间"),
    ),
    (
        "row.stage_without_date",
        {"阶段": words("开工"), "开工时间": day(2020, 5)},
        {"开工时间": BLANK},
        ("阶段", "开工时间"),
    ),
    (
        "row.funds_before_contract",
        {"阶段": words("签约"), "签约时间": day(2020, 3), "本年到位资金": wan("500")},
        {"阶段": words("洽谈")},
        ("签约时间",),
    ),
    (
        "row.interprovincial_blank",
        {"本年到位资金": wan("500"), "其中省际": wan("0")},
        {"其中省际": BLANK},
        ("本年到位资金", "其中省际"),
    ),
    (
        "row.source_in_province",
        {"来源地": words("西安"), "其中省际": wan("0")},
        {"其中省际": wan("0.0001")},
        ("来源地", "其中省际"),
    ),
    (
        "row.source_mixed",
        {"来源地": words("西安、江苏"), "其中省际": wan("0")},
        {"其中省际": wan("3000")},
        ("来源地",),
    ),
    (
        "row.foreign_as_domestic",
        {"来源地": words("香港"), "内外资": words("外资"), "其中省际": wan("0")},
        {"内外资": words("内资")},
        ("来源地", "其中省际"),
    ),
]
OTHERS: list[tuple[str, str, Row, Row, tuple[str, ...]]] = [
    (
        "row.activity_outside_period",
        "activities",
        {"日期": day(2020, 12, 31), "类型": words("小分队")},
        {"日期": day(2019, 12, 31)},
        ("日期",),
    ),
    (
        "row.persons_below_batches",
        "activities",
        {"类型": words("接待客商"), "批次": number("3", "批次"), "人次": number("3", "人次")},
        {"人次": number("2", "人次")},
        ("批次", "人次"),
    ),
    (
        "row.fdi_identity",
        "foreign",
        {
            "企业名称": words("安康外资公司"),
            "实际利用外资": number("500", "万美元"),
            "其中外商直接投资": number("400", "万美元"),
            "其中外商其他投资": number("100", "万美元"),
        },
        {"其中外商其他投资": number("100.0001", "万美元")},
        ("其中外商直接投资", "实际利用外资"),
    ),
]
ALL = [
    (rule, "projects", {**NAME, **good}, bad, need) for rule, good, bad, need in PROJECTS
] + OTHERS


def failing(rule: str, kind: str, *rows: Row) -> list[Issue]:
    return case(table(kind, *rows)).run(rule)


def test_every_row_rule_is_tried() -> None:
    declared = {rule.id for rule in catalogue().rules.values() if rule.check == "row"}
    assert declared == {rule for rule, *_ in ALL}


@pytest.mark.parametrize(("rule", "kind", "good", "bad", "need"), ALL)
def test_a_good_row_passes_and_a_bad_one_fails(
    rule: str, kind: str, good: Row, bad: Row, need: tuple[str, ...]
) -> None:
    del need
    assert failing(rule, kind, good) == []
    (issue,) = failing(rule, kind, good, {**good, **bad})
    assert issue.outcome is Outcome.FAIL
    assert {ref[1:] for ref in cells(issue)} == {"6"}
    assert "{" not in issue.message
    assert issue.expected
    for changed in bad.values():
        assert (changed.text or "（未填）") in issue.shown


@pytest.mark.parametrize(("rule", "kind", "good", "bad", "need"), ALL)
def test_without_a_needed_column_the_rule_is_undecided_once(
    rule: str, kind: str, good: Row, bad: Row, need: tuple[str, ...]
) -> None:
    for column in need:
        row = {name: cell for name, cell in {**good, **bad}.items() if name != column}
        (issue,) = failing(rule, kind, row, row)
        assert issue.outcome is Outcome.UNDECIDED
        assert f"“{column}”" in issue.message


@pytest.mark.parametrize(("rule", "kind", "good", "bad", "need"), ALL)
def test_an_unreadable_cell_is_not_reported_again(
    rule: str, kind: str, good: Row, bad: Row, need: tuple[str, ...]
) -> None:
    for column in need:
        assert failing(rule, kind, {**good, **bad, column: UNREADABLE}) == []


BLANKABLE = [c for c in ALL if c[0] not in ("row.stage_without_date", "row.fdi_identity")]


JUDGED_BLANK = {
    ("row.foreign_as_domestic", "其中省际"),  # 内资 from Hong Kong is wrong whatever the amount
    ("row.parts_exceed_funds", "本年到位资金"),  # parts of nothing
    ("row.subset_exceeds_funds", "本年到位资金"),
    ("row.funds_before_contract", "签约时间"),  # money, and no word of a contract
    ("row.interprovincial_blank", "其中省际"),
}


@pytest.mark.parametrize(("rule", "kind", "good", "bad", "need"), BLANKABLE)
def test_a_blank_cell_leaves_the_row_alone(
    rule: str, kind: str, good: Row, bad: Row, need: tuple[str, ...]
) -> None:
    for column in need:
        row = {**good, **bad, column: BLANK}
        if (rule, column) in JUDGED_BLANK:
            continue
        assert failing(rule, kind, row) == []


def test_funds_need_a_date_of_signing() -> None:
    row = {**NAME, "签约时间": BLANK, "本年到位资金": wan("500"), "阶段": BLANK}
    (issue,) = failing("row.funds_before_contract", "projects", row)
    assert "看不出已经签约" in issue.message
    assert failing("row.funds_before_contract", "projects", {**row, "本年到位资金": wan("0")}) == []


def test_a_part_without_its_whole_is_more_than_it() -> None:
    row = {**NAME, "本年到位资金": BLANK, "其中省际": wan("3000"), "其中省内": BLANK}
    (issue,) = failing("row.subset_exceeds_funds", "projects", row)
    assert issue.message == "“紫阳硒茶产业园”：其中省际3000万元大于本年到位资金（未填）"
    assert failing("row.subset_exceeds_funds", "projects", {**row, "其中省际": wan("0")}) == []
    (issue,) = failing("row.parts_exceed_funds", "projects", {**row, "其中省内": wan("1")})
    assert issue.difference == "3001万元"


def test_the_sentence_names_the_row_and_both_values_with_their_units() -> None:
    row = {**NAME, "自签约累计到位": wan("9000"), "总投资": number("0.8", "亿元")}
    (issue,) = failing("row.cumulative_exceeds_total", "projects", row)
    assert issue.message == "“紫阳硒茶产业园”：自签约累计到位9000万元大于总投资0.8亿元"
    assert issue.expected == "≤ 8000万元"
    assert issue.difference == "1000万元"
    assert issue.shown == "总投资 0.8，自签约累计到位 9000"
    assert cells(issue) == ["H5", "R5"]


def test_persons_and_batches_are_compared_as_plain_numbers() -> None:
    row = {"类型": words("接待客商"), "批次": number("3", "批次"), "人次": number("2", "人次")}
    (issue,) = failing("row.persons_below_batches", "activities", row)
    assert issue.message == "“接待客商”：人次（2人次）少于批次（3批次）"
    assert (issue.expected, issue.difference) == ("≤ 2", "1")


def test_years_have_no_difference_worth_saying() -> None:
    row = {**NAME, "建设性质": words("新建"), "签约时间": day(2019, 3)}
    (issue,) = failing("row.construction_contradicts", "projects", row)
    assert (issue.expected, issue.difference) == ("建设性质与签约时间一致", "")


def test_dates_are_said_in_one_form() -> None:
    row = {**NAME, "签约时间": Written(day(2021, 1, 5).value, "2021/1/5")}
    (issue,) = failing("row.signed_after_period", "projects", row)
    assert issue.message == "“紫阳硒茶产业园”：签约时间2021年1月5日晚于报告期末2020年12月31日"
    assert (issue.shown, issue.expected) == ("签约时间 2021/1/5", "≤ 2020年12月31日")
    assert issue.difference == ""


def test_the_period_of_the_return_decides() -> None:
    row = {**NAME, "签约时间": day(2020, 12)}
    rule = "row.signed_after_period"
    assert replace(case(table("projects", row)), period=Period(2020, 11)).run(rule) != []
    assert replace(case(table("projects", row)), period=Period(2020, 12)).run(rule) == []


def test_a_stage_is_expected_to_be_one_of_a_list() -> None:
    row = {**NAME, "阶段": words("开工"), "投产时间": day(2020, 5)}
    (issue,) = failing("row.stage_before_production", "projects", row)
    assert issue.expected == "应为投产、终止"


def test_parts_and_subset_never_report_the_same_row_twice() -> None:
    for inside in (BLANK, wan("0")):
        row = {**NAME, "本年到位资金": wan("1"), "其中省际": wan("2"), "其中省内": inside}
        found = [i for i in noticed(case(table("projects", row)).context) if "funds" in i.rule]
        assert len([i for i in found if i.outcome is Outcome.FAIL]) == 1


def test_a_cell_that_only_had_to_be_blank_is_not_shown() -> None:
    row = {**NAME, "本年到位资金": wan("1"), "其中省际": wan("2"), "其中省内": BLANK}
    (issue,) = failing("row.subset_exceeds_funds", "projects", row)
    assert cells(issue) == ["O5", "P5"]


def test_a_column_that_is_known_otherwise_than_by_a_header_is_there() -> None:
    found = table("projects", {**NAME, "签约时间": day(2021)})
    (issue,) = case(replace(found, columns={})).run("row.signed_after_period")
    assert issue.outcome is Outcome.FAIL


def test_foreign_capital_is_wrong_by_either_sign() -> None:
    rule, row = "row.foreign_as_domestic", {**NAME, "来源地": words("香港")}
    assert failing(rule, "projects", {**row, "其中省际": wan("1")}) != []
    assert failing(rule, "projects", {**row, "其中省际": wan("0")}) == []
    both = {**row, "内外资": words("外资"), "其中省际": wan("1")}
    assert failing(rule, "projects", both) != []


def test_several_sources_ask_and_do_not_refuse() -> None:
    row = {**NAME, "来源地": words("香港、江苏"), "其中省际": wan("1"), "内外资": words("内资")}
    assert failing("row.foreign_as_domestic", "projects", row) == []
    assert len(failing("row.source_mixed", "projects", row)) == 1


def test_a_table_without_rows_is_asked_nothing() -> None:
    """But for what it is compared with, which is not there yet."""
    nil = case(table("projects"), table("summary"), table("province"))
    said = [issue for issue in noticed(nil.context) if not issue.rule.startswith("history.")]
    assert said == nil.run("file.late")


def test_a_row_without_a_name_is_named_by_its_number() -> None:
    row = {"签约时间": day(2021), "项目名称": BLANK}
    (issue,) = failing("row.signed_after_period", "projects", row)
    assert issue.message.startswith("第5行：")


def with_rule(trial: Case, rule: Rule) -> Case:
    rules = {**trial.catalogue.rules, rule.id: rule}
    return replace(trial, catalogue=replace(trial.catalogue, rules=rules))


@pytest.mark.parametrize(
    ("tolerance", "excess", "fails"),
    [
        (Tolerance(absolute="1万元"), "1", False),
        (Tolerance(absolute="1万元"), "1.0001", True),
        (Tolerance(absolute="10000"), "1", False),
        (Tolerance(absolute="1万美元"), "0.5", True),
        (Tolerance(relative="1"), "50", False),
        (Tolerance(relative="1"), "50.0001", True),
        (Tolerance(absolute="1万元", relative="1"), "50", False),
    ],
)
def test_a_tolerance_is_absolute_or_relative(
    tolerance: Tolerance, excess: str, fails: bool
) -> None:
    row = {**NAME, "自签约累计到位": wan("5000"), "本年到位资金": wan(str(5000 + float(excess)))}
    rule = replace(catalogue().rules["row.funds_exceed_cumulative"], tolerance=tolerance)
    found = with_rule(case(table("projects", row)), rule).run(rule.id)
    assert bool(found) is fails


def test_a_malformed_tolerance_or_message_is_a_mistake_of_the_catalogue() -> None:
    trial = case(table("projects", {**NAME, "自签约累计到位": wan("1"), "本年到位资金": wan("2")}))
    rule = catalogue().rules["row.funds_exceed_cumulative"]
    for changed in (
        replace(rule, tolerance=Tolerance(absolute="一点点")),
        replace(rule, message="{没有这一列}不对"),
    ):
        with pytest.raises(CatalogueError, match=r"row\.funds_exceed_cumulative"):
            with_rule(trial, changed).run(rule.id)


def test_a_rule_without_a_message_falls_back_to_its_title() -> None:
    rule = replace(catalogue().rules["row.funds_exceed_cumulative"], message="")
    row = {**NAME, "自签约累计到位": wan("1"), "本年到位资金": wan("2")}
    (issue,) = with_rule(case(table("projects", row)), rule).run(rule.id)
    assert issue.message == "“紫阳硒茶产业园”：不符合“本年到位资金不大于自签约累计到位”"


# --- texts ------------------------------------------------------------------------------------


def test_a_short_name_is_asked_about_and_a_full_one_is_not() -> None:
    good, short = {"项目名称": words("硒茶园区")}, {"项目名称": words("茶 厂区")}
    (issue,) = failing("row.text_too_short", "projects", good, short, short)[:1]
    assert issue.message == "项目台账的项目名称“茶 厂区”只有3个字，可能不是全称"
    assert (issue.expected, issue.difference) == ("不少于4个字", "少1个字")
    assert cells(issue) == ["B6"]
    assert failing("row.text_too_short", "projects", {"项目名称": BLANK}) == []
    assert failing("row.text_too_short", "projects", {"投资方": words("甲")}) != []
    assert failing("row.text_too_short", "projects", {"备注": words("甲")}) == []


def test_a_phone_number_in_a_name_is_not_printed() -> None:
    row = {"项目名称": words("张13812345678"), "签约时间": day(2021)}
    (issue,) = failing("row.signed_after_period", "projects", row)
    assert "13812345678" not in issue.message


# --- the same thing twice ---------------------------------------------------------------------


def test_rows_of_one_code_are_one_finding_with_all_their_cells() -> None:
    def row(code: str, name: str) -> Row:
        return {"项目编号": words(code), "项目名称": words(name), "投资方": words("甲公司")}

    found = failing(
        "within.duplicate_row",
        "projects",
        row("A1", "硒茶一期"),
        row("A2", "硒茶一期"),
        row("Ａ１ ", "硒茶二期"),
        row("a1", "硒茶三期"),
    )
    (issue,) = found
    assert cells(issue) == ["A5", "A7", "A8"]
    assert issue.message == "项目台账里项目编号“A1”填了3行"


def test_without_codes_name_and_investor_together_decide() -> None:
    def row(name: str, investor: Written) -> Row:
        return {"项目编号": BLANK, "项目名称": words(name), "投资方": investor}

    rows = [row("硒茶（一期）", words("甲")), row("硒茶(一期)", words("甲"))]
    (issue,) = failing("within.duplicate_row", "projects", *rows)
    assert cells(issue) == ["B5", "C5", "B6", "C6"]
    other = [row("硒茶", words("甲")), row("硒茶", words("乙"))]
    assert failing("within.duplicate_row", "projects", *other) == []
    unsaid = [row("硒茶", BLANK), row("硒茶", BLANK)]
    (issue,) = failing("within.duplicate_row", "projects", *unsaid)
    assert cells(issue) == ["B5", "B6"]


def test_a_code_is_never_taken_for_a_name() -> None:
    declared = replace(catalogue().returns["projects"], identity=(("项目编号",), ("项目名称",)))
    rows = (
        {"项目编号": words("A1"), "项目名称": words("硒茶")},
        {"项目编号": BLANK, "项目名称": words("A1")},
    )
    trial = case(table("projects", *rows))
    returns = {**catalogue().returns, "projects": declared}
    trial.catalogue = replace(catalogue(), returns=returns)
    assert trial.run("within.duplicate_row") == []


def test_the_same_project_on_two_sheets_is_the_same_project() -> None:
    row = {"项目编号": words("A1")}
    trial = case(table("projects", row, sheet="一"), table("projects", row, sheet="二"))
    (issue,) = trial.run("within.duplicate_row")
    assert [ref.sheet for ref in issue.cells] == ["一", "二"]


def test_activities_may_repeat() -> None:
    row = {"日期": day(2020, 5), "类型": words("小分队"), "是否联合": flag(False)}
    assert failing("within.duplicate_row", "activities", row, row) == []


# --- speed ------------------------------------------------------------------------------------


def test_forty_rules_on_six_hundred_rows_take_little_time() -> None:
    row = {
        **NAME,
        **FUNDS,
        "自签约累计到位": wan("9000"),
        "总投资": wan("10000"),
        "阶段": words("开工"),
        "签约时间": day(2020, 3),
        "开工时间": day(2020, 5),
        "建设性质": words("新建"),
        "来源地": words("江苏南京"),
    }
    rules = {r.id: r for r in catalogue().rules.values() if r.check == "row"}
    many = {f"{name}.{n}": replace(rule, id=name) for name, rule in rules.items() for n in (1, 2)}
    small = replace(catalogue(), rules=many)
    trial = replace(case(table("projects", *[row] * 600)), catalogue=small)
    assert {issue.outcome for issue in noticed(trial.context)} == {Outcome.UNDECIDED}
    times = []
    for _ in range(3):
        started = time.process_time()
        list(noticed(trial.context))
        times.append(time.process_time() - started)
    assert min(times) < 0.4, times  # about 0.08 s on an idle two-core machine
