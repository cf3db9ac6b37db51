"""Totals, identities of the 汇总表, 汇总表 against rows and against last year, deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks_support import (
    BLANK,
    PERIOD,
    UNREADABLE,
    Case,
    Written,
    case,
    catalogue,
    cells,
    claim,
    day,
    indicator,
    number,
    observation,
    rate,
    table,
    wan,
    words,
)
from zsstat.checks import History, precision, wording
from zsstat.declarations import Tolerance
from zsstat.errors import CatalogueError
from zsstat.model import Field, Issue, Outcome, Period, RecognisedTable, Role

TOTAL = "table.total_mismatch"
SUMMARY = "cross.summary_mismatch"
BASE = "history.base_mismatch"
LATE = "file.late"


def only(issues: list[Issue], outcome: Outcome = Outcome.FAIL) -> Issue:
    (issue,) = issues
    assert issue.outcome is outcome
    return issue


# --- totals -----------------------------------------------------------------------------------


def funds(*amounts: Written) -> RecognisedTable:
    return table("projects", *[{"本年到位资金": a} for a in amounts])


def totals(found: RecognisedTable) -> list[Issue]:
    return case(found).run(TOTAL)


def test_a_total_that_is_the_sum_passes_and_blanks_count_nothing() -> None:
    rows = funds(wan("100"), BLANK, wan("200.5"))
    assert totals(claim(rows, {"本年到位资金": wan("300.5")})) == []
    assert totals(claim(rows, {"本年到位资金": BLANK})) == []


def test_a_total_that_is_not_says_both_values_and_the_difference() -> None:
    rows = funds(wan("100"), wan("200"), wan("300"))
    issue = only(totals(claim(rows, {"本年到位资金": wan("500")})))
    assert issue.message == (
        "“合计”行的“本年到位资金”为500万元，各行之和为600万元，合计比各行之和少100万元"
        "；正好漏了第5行的数"
    )
    assert (issue.shown, issue.expected, issue.difference) == ("500", "600万元", "100万元")
    assert cells(issue) == ["O8"]
    more = only(totals(claim(rows, {"本年到位资金": wan("600.0001")})))
    assert more.difference == "0.0001万元"
    assert "多" in more.message


def test_a_subtotal_speaks_for_its_own_rows_only() -> None:
    rows = funds(wan("100"), wan("200"), wan("300"))
    first = claim(rows, {"本年到位资金": wan("300")}, label="小计", rows=(5, 6))
    both = claim(first, {"本年到位资金": wan("600")})
    assert totals(both) == []
    wrong = claim(rows, {"本年到位资金": wan("600")}, label="小计", rows=(5, 6))
    assert "“小计”行" in only(totals(wrong)).message


def test_a_total_over_an_unreadable_cell_is_undecided() -> None:
    rows = funds(wan("100"), UNREADABLE)
    issue = only(totals(claim(rows, {"本年到位资金": wan("999")})), Outcome.UNDECIDED)
    assert "读不出" in issue.message
    assert totals(claim(rows, {"本年到位资金": UNREADABLE})) == []


def test_an_unreadable_cell_outside_the_group_does_not_matter() -> None:
    rows = funds(wan("100"), UNREADABLE)
    wrong = claim(rows, {"本年到位资金": wan("101")}, label="小计", rows=(5, 5))
    assert only(totals(wrong)).outcome is Outcome.FAIL


def test_a_total_in_a_larger_unit_may_be_rounded_and_no_more() -> None:
    rows = funds(wan("12345"), wan("6789"))  # 1.9134亿元
    for text, fails in (("1.91", False), ("1.913", False), ("1.92", True), ("1.9135", True)):
        assert bool(totals(claim(rows, {"本年到位资金": number(text, "亿元")}))) is fails


def test_a_total_in_the_same_unit_is_exact() -> None:
    rows = funds(wan("0.4"), wan("0.4"))
    assert totals(claim(rows, {"本年到位资金": wan("1")})) != []


def test_rows_rounded_to_one_yuan_may_be_off_by_half_of_one_each() -> None:
    rounded = replace(wan("0.0001"), conversions=("rounded",))
    rows = funds(rounded, rounded)
    assert totals(claim(rows, {"本年到位资金": wan("0.0003")})) == []
    assert totals(claim(rows, {"本年到位资金": wan("0.0004")})) != []
    plain = funds(wan("0.0001"), wan("0.0001"))
    assert totals(claim(plain, {"本年到位资金": wan("0.0003")})) != []


def test_the_rules_tolerance_is_added() -> None:
    rows = funds(wan("100"))
    rule = replace(catalogue().rules[TOTAL], tolerance=Tolerance(absolute="1万元"))
    rules = {**catalogue().rules, TOTAL: rule}
    for text, fails in (("101", False), ("101.0001", True)):
        trial = case(claim(rows, {"本年到位资金": wan(text)}))
        trial.catalogue = replace(catalogue(), rules=rules)
        assert bool(trial.run(TOTAL)) is fails


@pytest.mark.parametrize(
    ("formula", "missed"),
    [
        ("SUM(O5:O6)", "第7行"),
        ("SUM($O$5:$O$5)", "第6、7行"),
        ("sum(O5, O7)", "第6行"),
        ("SUM(O5:O7)", None),
        ("SUM(N5:N7)", "第5、6、7行"),
        ("O5+O6", "第7行"),
        ("O5+O6+O8", "第7行"),
        ("SUM(O5:O6)+O7", None),
        ("O5*2", None),
        ("SUM(O5:O6)+1", None),
    ],
)
def test_rows_that_a_sum_leaves_out_are_named(formula: str, missed: str | None) -> None:
    rows = funds(wan("100"), wan("200"), wan("300"))
    made = claim(rows, {"本年到位资金": wan("1")}, formulas={"本年到位资金": formula})
    message = only(totals(made)).message
    if missed:
        assert message.endswith(f"；合计公式没有包括{missed}")
    else:
        assert "公式" not in message


def test_a_sum_that_leaves_out_empty_rows_is_no_hint() -> None:
    rows = funds(wan("100"), BLANK)
    made = claim(rows, {"本年到位资金": wan("1")}, formulas={"本年到位资金": "SUM(O5:O5)"})
    assert "公式" not in only(totals(made)).message


def test_lines_of_different_indicators_are_never_added_up() -> None:
    rows = table("summary", {"指标": indicator("funds_total"), "本年累计": wan("5")})
    assert totals(claim(rows, {"本年累计": wan("7")})) == []


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(-3, 3))
def test_a_total_fails_exactly_when_it_is_off(amounts: list[int], off: int) -> None:
    rows = funds(*[wan(str(amount)) for amount in amounts])
    stated = Written((sum(amounts) + off) * 10000, str(sum(amounts) + off), "万元")
    assert bool(totals(claim(rows, {"本年到位资金": stated}))) is bool(off)


# --- the 汇总表 against itself ----------------------------------------------------------------

Stated = Mapping[str, Written]


def summary(stated: Stated, column: str = "本年累计") -> RecognisedTable:
    return table(
        "summary",
        *[{"指标": indicator(code), column: written} for code, written in stated.items()],
    )


def yi(text: str) -> Written:
    return number(text, "亿元")


def usd(text: str) -> Written:
    return number(text, "万美元")


IDENTITIES: list[tuple[str, Stated, Stated]] = [
    (
        "table.parts_total",
        {"funds_new": yi("4.5"), "funds_continued": yi("8.0"), "funds_total": yi("12.5")},
        {"funds_continued": yi("7.0")},
    ),
    (
        "table.fdi_identity",
        {"fdi_direct": usd("400"), "fdi_other": usd("100"), "fdi_actual": usd("500")},
        {"fdi_other": usd("50")},
    ),
    (
        "table.subset_exceeds_whole",
        {"funds_interprov": yi("12.5"), "funds_total": yi("12.5")},
        {"funds_interprov": yi("12.7")},
    ),
    (
        "table.big_below_threshold",
        {"big_count": number("3", "个"), "big_total": yi("15.00")},
        {"big_total": yi("14.98")},
    ),
    (
        "table.persons_below_batches",
        {"guest_batches": number("60", "批次"), "guest_persons": number("60", "人次")},
        {"guest_persons": number("59", "人次")},
    ),
]


def test_every_identity_is_tried() -> None:
    declared = {rule.id for rule in catalogue().rules.values() if rule.check == "stated"}
    assert declared == {rule for rule, *_ in IDENTITIES}


@pytest.mark.parametrize(("rule", "good", "bad"), IDENTITIES)
def test_an_identity_passes_and_fails(rule: str, good: Stated, bad: Stated) -> None:
    assert case(summary(good)).run(rule) == []
    issue = only(case(summary({**good, **bad})).run(rule))
    assert len(issue.cells) == len(good)
    assert "{" not in issue.message
    assert issue.expected
    assert issue.difference
    for changed in bad.values():
        assert changed.text in issue.shown


@pytest.mark.parametrize(("rule", "good", "bad"), IDENTITIES)
def test_an_identity_needs_all_its_lines_once(rule: str, good: Stated, bad: Stated) -> None:
    wrong = {**good, **bad}
    assert case(table("projects", {"总投资": wan("1")})).run(rule) == []
    for code in good:
        name = catalogue().indicators[code].name
        without = {other: cell for other, cell in wrong.items() if other != code}
        for stated in (summary(without), summary({**wrong, code: BLANK})):
            assert name in only(case(stated).run(rule), Outcome.UNDECIDED).message
        assert case(summary({**wrong, code: UNREADABLE})).run(rule) == []
        twice = table(
            "summary",
            *[{"指标": indicator(c), "本年累计": wrong[c]} for c in [*wrong, code]],
        )
        only(case(twice).run(rule), Outcome.UNDECIDED)


def test_a_summary_without_the_column_is_undecided() -> None:
    found = case(summary({"funds_total": yi("1")}, "上年同期")).run("table.parts_total")
    assert "“本年累计”" in only(found, Outcome.UNDECIDED).message


def test_an_identity_says_the_values_in_their_units() -> None:
    stated = {"funds_new": yi("4.5"), "funds_continued": wan("70000"), "funds_total": yi("12.5")}
    issue = only(case(summary(stated)).run("table.parts_total"))
    assert issue.message == "新建4.5亿元与续建70000万元之和不等于到位资金合计12.5亿元"
    assert (issue.expected, issue.difference) == ("= 125000万元", "10000万元")


def test_rounding_of_the_parts_is_no_contradiction() -> None:
    def parts(new: str, continued: str, total: str) -> list[Issue]:
        stated = {"funds_new": yi(new), "funds_continued": yi(continued), "funds_total": yi(total)}
        return case(summary(stated)).run("table.parts_total")

    assert parts("4.51", "8.02", "12.54") == []
    assert parts("4.51", "8.02", "12.545") != []
    assert parts("4.51", "8.02", "12.55") != []
    assert parts("4.51", "8", "12.2") != []
    assert parts("4.5", "8", "12.6") == []
    assert parts("4", "8", "13") == []


def test_a_bare_number_is_as_exact_as_the_lines_beside_it() -> None:
    def subset(part: str, whole: str) -> list[Issue]:
        stated = {"funds_interprov": yi(part), "funds_total": yi(whole)}
        return case(summary(stated)).run("table.subset_exceeds_whole")

    assert subset("13", "12.5") != []
    assert subset("13", "12.9") == []
    assert subset("13", "12") == []  # whole 亿元, both: 12.5 to 12.5


def test_lines_of_another_unit_and_formulas_say_nothing_about_decimals() -> None:
    def subset(other: Written) -> list[Issue]:
        stated = {"funds_interprov": yi("13"), "funds_total": yi("12"), "contract_total": other}
        return case(summary(stated)).run("table.subset_exceeds_whole")

    assert subset(wan("0.1")) == []
    assert subset(usd("7.5")) == []
    assert subset(yi("1.00000001")) == []
    assert subset(yi("1.5")) != []


def test_a_shortfall_against_a_threshold_is_an_amount() -> None:
    stated = {"big_count": number("3", "个"), "big_total": yi("14.98")}
    issue = only(case(summary(stated)).run("table.big_below_threshold"))
    assert issue.message == "大项目3个，总投资只有14.98亿元，达不到门槛乘以个数"
    assert (issue.expected, issue.difference) == ("≥ 15亿元", "0.02亿元")


def test_a_strict_condition_fails_on_equal_sides() -> None:
    rule = replace(
        catalogue().rules["table.persons_below_batches"], holds="guest_persons > guest_batches"
    )
    stated = {"guest_batches": number("60", "批次"), "guest_persons": number("60", "人次")}
    trial = case(summary(stated))
    trial.catalogue = replace(catalogue(), rules={rule.id: rule})
    assert only(trial.run(rule.id)).expected == "＞ 60"


def test_amounts_down_to_the_base_unit_have_no_slack() -> None:
    stated = {
        "fdi_direct": number("3", "美元"),
        "fdi_other": number("4", "美元"),
        "fdi_actual": number("8", "美元"),
    }
    assert case(summary(stated)).run("table.fdi_identity") != []


# --- the 汇总表 against the rows --------------------------------------------------------------

PROJECT = {"项目名称": words("硒茶产业园"), "本年到位资金": wan("1"), "签约时间": day(2020, 3)}


def against_rows(
    stated: Stated, *sums: tuple[str, int], project: Mapping[str, Written] = PROJECT
) -> Case:
    trial = case(table("projects", project), summary(stated))
    trial.observations = tuple(observation(code, value) for code, value in sums)
    return trial


@pytest.mark.parametrize(
    ("text", "unit", "fails"),
    [
        ("12.35", "亿元", False),
        ("12.3", "亿元", False),
        ("12", "亿元", False),
        ("12.34", "亿元", False),  # half to even
        ("12.36", "亿元", True),
        ("12.33", "亿元", True),
        ("12.350", "亿元", True),
        ("123450", "万元", False),
        ("123451", "万元", True),
        ("1234500000", "元", False),
        ("1234500001", "元", True),
    ],
)
def test_a_line_agrees_when_the_rows_round_to_it_as_written(
    text: str, unit: str, fails: bool
) -> None:
    stated = {"funds_total": number(text, unit)}
    trial = against_rows(stated, ("funds_total", 1_000_000_000), ("funds_total", 234_500_000))
    assert bool(trial.run(SUMMARY)) is fails


def test_a_line_that_differs_says_which_table_and_by_how_much() -> None:
    trial = against_rows({"funds_total": yi("12.5")}, ("funds_total", 1_230_000_000))
    issue = only(trial.run(SUMMARY))
    assert issue.message == (
        "汇总表的“到位资金合计”为12.5亿元，项目台账加总为12.3亿元，两者相差0.2亿元"
    )
    assert (issue.shown, issue.expected, issue.difference) == ("12.5", "12.3亿元", "0.2亿元")
    assert [ref.cell for ref in issue.cells] == ["C5"]


def test_no_matching_row_is_zero() -> None:
    assert against_rows({"funds_total": yi("0")}).run(SUMMARY) == []
    assert against_rows({"funds_total": yi("1")}).run(SUMMARY) != []


def test_targets_and_other_senders_are_not_added() -> None:
    trial = against_rows({"funds_total": yi("1")}, ("funds_total", 100_000_000))
    trial.observations += (
        observation("funds_total", 100_000_000, role=Role.TARGET),
        observation("funds_total", 100_000_000, reporter="langao"),
        observation("funds_new", 100_000_000),
    )
    assert trial.run(SUMMARY) == []


def test_a_blank_or_unknown_line_is_passed_over() -> None:
    trial = against_rows({"funds_total": BLANK})
    assert trial.run(SUMMARY) == []
    unknown = table("summary", {"指标": Written(None, "某指数"), "本年累计": yi("1")})
    assert case(table("projects", PROJECT), unknown).run(SUMMARY) == []


def test_without_the_detail_table_a_line_is_undecided_unless_it_says_zero() -> None:
    issue = only(against_rows({"fdi_actual": usd("5")}).run(SUMMARY), Outcome.UNDECIDED)
    assert "外资企业" in issue.message
    assert against_rows({"fdi_actual": usd("0")}).run(SUMMARY) == []


def test_a_detail_table_that_was_accepted_by_itself_is_compared_with() -> None:
    accepted = History(
        {("ziyang", "fdi_actual", PERIOD): 50_000, ("ziyang", "funds_total", PERIOD): 7},
        tables=frozenset({("ziyang", PERIOD, "foreign"), ("ziyang", PERIOD, "projects")}),
    )
    for said, fails in (("5", False), ("6", True), ("0", True)):
        trial = against_rows({"fdi_actual": usd(said)})
        trial.history = accepted
        found = trial.run(SUMMARY)
        assert [i.outcome for i in found] == ([Outcome.FAIL] if fails else [])
    own = against_rows({"funds_total": wan("1")}, ("funds_total", 10_000))
    own.history = accepted
    assert own.run(SUMMARY) == [], "the rows of this return go before what they replace"
    others = against_rows({"fdi_actual": usd("6")})
    others.history = History(tables=frozenset({("hanbin", PERIOD, "foreign")}))
    only(others.run(SUMMARY), Outcome.UNDECIDED)


@pytest.mark.parametrize(
    ("column", "undecided"), [("本年到位资金", True), ("建设性质", True), ("备注", False)]
)
def test_an_unreadable_cell_that_matters_leaves_the_line_undecided(
    column: str, undecided: bool
) -> None:
    project = {**PROJECT, column: UNREADABLE}
    found = against_rows({"funds_new": yi("5")}, project=project).run(SUMMARY)
    assert only(found, Outcome.UNDECIDED if undecided else Outcome.FAIL)


def test_a_rate_is_computed_from_sums() -> None:
    sums = (("rate_funds", 2), ("rate_investment", 3))
    for text, fails in (("66.67", False), ("66.7", False), ("66.66", True)):
        assert bool(against_rows({"funds_rate": rate(text)}, *sums).run(SUMMARY)) is fails
    issue = only(against_rows({"funds_rate": rate("66.66")}, *sums).run(SUMMARY))
    assert issue.expected == "约66.6667%"
    assert issue.difference.endswith("个百分点")
    bare = against_rows({"funds_rate": rate("66"), "start_rate": rate("12.5")}, *sums)
    assert "66%" in next(i for i in bare.run(SUMMARY) if i.outcome is Outcome.FAIL).message
    nothing = against_rows({"funds_rate": rate("66.66")})
    assert "分母为零" in only(nothing.run(SUMMARY), Outcome.UNDECIDED).message


# --- last year --------------------------------------------------------------------------------

LAST = Period(2019)


def against_last_year(stated: Stated, history: History) -> list[Issue]:
    trial = case(summary(stated, "上年同期"))
    trial.history = history
    return trial.run(BASE)


def stored(code: str, value: int, area: str = "ziyang", period: Period = LAST) -> History:
    return History({(area, code, period): value}, frozenset({(area, period)}))


def test_last_years_value_is_compared_as_written() -> None:
    history = stored("funds_total", 1_020_000_000)
    assert against_last_year({"funds_total": yi("10.2")}, history) == []
    assert against_last_year({"funds_total": yi("10")}, history) == []
    issue = only(against_last_year({"funds_total": yi("9.8")}, history))
    assert issue.message == (
        "“到位资金合计”的上年同期填为9.8亿元，上年已接收的是10.2亿元，两者相差0.4亿元"
    )
    assert cells(issue) == ["D5"]


def test_a_received_year_without_such_rows_is_zero() -> None:
    history = History({}, frozenset({("ziyang", LAST)}))
    assert against_last_year({"funds_total": yi("0")}, history) == []
    assert against_last_year({"funds_total": yi("1")}, history) != []


@pytest.mark.parametrize(
    "history",
    [
        History(),
        stored("funds_total", 1, area="langao"),
        stored("funds_total", 1, period=PERIOD),
        stored("funds_total", 1, period=Period(2019, 11)),
    ],
)
def test_without_last_years_return_nothing_is_decided(history: History) -> None:
    found = against_last_year({"funds_total": yi("9.8")}, history)
    only(found, Outcome.UNDECIDED)


def test_an_unknown_sender_has_no_last_year() -> None:
    trial = case(summary({"funds_total": yi("9.8")}, "上年同期"))
    trial.reporter = None
    only(trial.run(BASE), Outcome.UNDECIDED)


def test_a_summary_without_last_years_column_is_undecided_once() -> None:
    trial = case(summary({"funds_total": yi("1"), "funds_new": yi("1")}))
    assert "“上年同期”" in only(trial.run(BASE), Outcome.UNDECIDED).message


# --- deadlines --------------------------------------------------------------------------------


def deadline(
    due: str | None, today: date, reporter: str = "ziyang", period: str = "2020-12"
) -> list[Issue]:
    rule = replace(catalogue().rules[LATE], parameters={period: due} if due else {})
    trial = case()
    trial.catalogue = replace(catalogue(), rules={LATE: rule})
    trial.today, trial.reporter = today, reporter
    return trial.run(LATE)


def test_a_return_is_late_after_its_last_day() -> None:
    assert deadline("2021-01-10", date(2021, 1, 10)) == []
    issue = only(deadline("2021-01-10", date(2021, 1, 12)))
    assert issue.message == "报表在2021年1月12日收到，截止日是2021年1月10日"
    assert (issue.expected, issue.difference) == ("不晚于2021-01-10", "晚2天")


def test_without_any_deadline_nothing_is_said() -> None:
    assert deadline(None, date(2021, 1, 12)) == []


def test_without_a_deadline_for_the_period_nothing_is_decided() -> None:
    found = deadline("2021-01-10", date(2021, 1, 12), period="2019-12")
    only(found, Outcome.UNDECIDED)


def test_the_province_has_no_deadline() -> None:
    assert deadline("2021-01-10", date(2022, 1, 1), reporter="shaanxi") == []


def test_a_deadline_that_is_no_date_is_a_mistake_of_the_catalogue() -> None:
    with pytest.raises(CatalogueError, match="2020-12"):
        deadline("元月十日", date(2021, 1, 12))


def test_a_missing_parameter_is_a_mistake_of_the_catalogue() -> None:
    rule = replace(catalogue().rules[BASE], parameters={"indicator": "指标"})
    trial = case(summary({"funds_total": yi("1")}, "上年同期"))
    trial.catalogue = replace(catalogue(), rules={BASE: rule})
    with pytest.raises(CatalogueError, match="value"):
        trial.run(BASE)


# --- how exactly a figure speaks --------------------------------------------------------------


PERCENT_CENT = Fraction(1, 100)


def as_field(written: Written) -> Field:
    return Field(
        written.value,
        written.text,
        table("projects", {"总投资": written}).columns["总投资"].ref,
        written.unit,
        written.conversions,
    )


@pytest.mark.parametrize(
    ("written", "step"),
    [
        (number("12.35", "亿元"), 10**6),
        (number("12.30", "亿元"), 10**6),
        (number("12", "亿元"), 10**8),
        (Written(1_230_000_000, "１２．３亿元", "亿元"), 10**7),
        (Written(123_450_000, "12,345.0万元", "万元"), 10**3),
        (Written(500_000_000, "五亿", "亿元"), 10**8),
        (Written(530_000_000, "五亿三千万", "亿元"), 10**7),
        (number("3", "个"), 1),
        (rate("7.82"), Fraction(1, 100)),
        (rate("66.66666666666667"), Fraction(1, 10**8)),
        (Written(Decimal("58.95"), "0.5895", "%", conversions=("percent_format",)), PERCENT_CENT),
    ],
)
def test_the_step_is_one_unit_of_the_last_decimal(written: Written, step: int) -> None:
    assert precision.step(as_field(written), catalogue()) == step


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_what_rounds_to_a_printed_figure_is_within_half_a_step(exact: int, zeros: int) -> None:
    step = Fraction(10**zeros)
    nearest = Fraction(round(Fraction(exact) / step)) * step
    assert precision.rounds_to(Fraction(exact), nearest, step)
    assert not precision.rounds_to(Fraction(exact), nearest + 2 * step, step)
    assert abs(nearest - exact) <= step / 2


def test_both_ways_of_rounding_ties_are_accepted_and_no_third() -> None:
    tie, step = Fraction(25, 10), Fraction(1)
    assert precision.rounds_to(tie, Fraction(2), step)
    assert precision.rounds_to(tie, Fraction(3), step)
    assert not precision.rounds_to(Fraction(35, 10), Fraction(3), step)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(25, 2), "12.5"),
        (Fraction(0), "0"),
        (Fraction(-1, 10000), "-0.0001"),
        (Fraction(10**20), "1" + "0" * 20),
        (Fraction(200, 3), "约66.6667"),
        (Fraction(-200, 3), "约-66.6667"),
    ],
)
def test_numbers_are_said_exactly_or_said_to_be_near(value: Fraction, text: str) -> None:
    assert wording.number(value) == text
