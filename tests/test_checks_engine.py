"""How issues become findings: level, grouping, order, fingerprint, rules by year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.checks_support import PERIOD, case, catalogue, ref, table, wan, words
from zsstat.checks import READING, RULES, check, noticed, stamp
from zsstat.checks.manual import explain, manual, page
from zsstat.declarations import Rule
from zsstat.errors import CatalogueError
from zsstat.model import Finding, Issue, Level, Outcome, Period

ROOT = Path(__file__).parent.parent
RULE = Rule("cell.blank", "空缺留空", Level.D, action="请留空")
STERN = Rule("cell.wrong", "填数值", Level.A, action="请改正", version=3)
RULES_HERE = {rule.id: rule for rule in (RULE, STERN)}


def stamped(
    *issues: Issue,
    rules: dict[str, Rule] | None = None,
    reporter: str | None = "ziyang",
    period: Period | None = PERIOD,
) -> tuple[Finding, ...]:
    return stamp(issues, rules or RULES_HERE, reporter=reporter, period=period)


def issue(
    row: int = 5, rule: str = "cell.blank", message: str = "甲", shown: str = "/", sheet: str = ""
) -> Issue:
    return Issue(rule, message, (ref("projects", "总投资", row, sheet),), shown=shown)


def test_an_issue_gets_level_version_and_advice_of_its_rule() -> None:
    (finding,) = stamped(issue(rule="cell.wrong"))
    assert (finding.level, finding.version, finding.action) == (Level.A, 3, "请改正")
    assert finding.blocks


def test_an_issue_keeps_its_own_advice() -> None:
    (finding,) = stamped(replace(issue(), action="请问县局"))
    assert finding.action == "请问县局"


def test_equal_messages_are_one_finding_with_all_cells_in_order() -> None:
    (finding,) = stamped(issue(5), issue(9), issue(7), issue(5))
    assert [cell.cell for cell in finding.cells] == ["H5", "H9", "H7"]
    assert finding.shown == "/"


def test_differing_values_of_one_message_are_listed_once_each() -> None:
    (finding,) = stamped(issue(5, shown="/"), issue(6, shown="-"), issue(7, shown="/"))
    assert finding.shown == "/；-"


@pytest.mark.parametrize(
    "other",
    [
        issue(message="乙"),
        issue(rule="cell.wrong"),
        replace(issue(), outcome=Outcome.UNDECIDED),
        replace(issue(), action="另一个办法"),
    ],
)
def test_what_differs_in_message_rule_outcome_or_advice_stays_apart(other: Issue) -> None:
    assert len(stamped(issue(), other)) == 2


def test_findings_come_by_level_then_sheet_then_row_then_column() -> None:
    far = Issue("cell.blank", "列", (ref("projects", "其中省际", 5),))
    findings = stamped(
        issue(20, message="后"),
        issue(3, message="别的表", sheet="zz"),
        far,
        issue(5, message="前"),
        Issue("cell.blank", "全表"),
        issue(30, rule="cell.wrong", message="重"),
    )
    assert [f.message for f in findings] == ["重", "全表", "前", "列", "后", "别的表"]


def test_columns_beyond_z_come_after_z() -> None:
    def at(cell: str) -> Issue:
        return Issue("cell.blank", cell, (replace(ref("projects", "总投资", 5), cell=cell),))

    assert [f.message for f in stamped(at("AA5"), at("Z5"), at("B5"))] == ["B5", "Z5", "AA5"]


def test_an_undecided_finding_never_blocks() -> None:
    (finding,) = stamped(replace(issue(rule="cell.wrong"), outcome=Outcome.UNDECIDED))
    assert finding.level is Level.A
    assert not finding.blocks


def test_nothing_is_to_be_done_about_what_could_not_be_judged() -> None:
    (finding,) = stamped(replace(issue(), outcome=Outcome.UNDECIDED))
    assert finding.action == ""
    (finding,) = stamped(replace(issue(), outcome=Outcome.UNDECIDED, action="请补上该列"))
    assert finding.action == "请补上该列"
    (finding,) = stamped(issue())
    assert finding.action == RULE.action != ""


def test_an_unknown_rule_is_refused_and_not_dropped() -> None:
    with pytest.raises(CatalogueError, match=r"cell\.unheard"):
        stamped(issue(rule="cell.unheard"))


def test_a_rule_that_is_off_or_of_other_years_leaves_nothing() -> None:
    for changed in (
        replace(RULE, enabled=False),
        replace(RULE, since=2021),
        replace(RULE, until=2019),
    ):
        assert stamped(issue(), rules={"cell.blank": changed}) == ()
    assert stamped(issue(), rules={"cell.blank": replace(RULE, since=2020, until=2020)})


def test_without_a_period_rules_of_all_years_hold() -> None:
    dated = {"cell.blank": replace(RULE, since=2021)}
    assert len(stamped(issue(), rules=dated, period=None)) == 1


def fingerprint(*issues: Issue, **options: object) -> str:
    (finding,) = stamped(*issues, **options)  # type: ignore[arg-type]
    return finding.fingerprint


def test_a_fingerprint_survives_moved_rows_and_other_files() -> None:
    moved = replace(issue(), cells=(replace(issue(17).cells[0], file="新.xlsx", sha256="1" * 64),))
    assert fingerprint(issue()) == fingerprint(moved)
    assert len(fingerprint(issue())) == 16


def test_a_fingerprint_survives_another_order_of_rows() -> None:
    first, second = issue(5, shown="/"), issue(6, shown="-")
    assert fingerprint(first, second) == fingerprint(second, first)


@pytest.mark.parametrize(
    "changed",
    [
        issue(shown="-"),
        issue(message="乙"),
        replace(issue(), expected="空"),
    ],
)
def test_a_fingerprint_changes_with_the_values(changed: Issue) -> None:
    assert fingerprint(issue()) != fingerprint(changed)


def test_a_fingerprint_changes_when_an_occurrence_is_added() -> None:
    assert fingerprint(issue(5)) != fingerprint(issue(5), issue(6))


def test_a_fingerprint_changes_when_one_occurrence_takes_in_another_cell() -> None:
    wider = replace(issue(5), cells=issue(5).cells + issue(6).cells)
    assert fingerprint(issue(5)) != fingerprint(wider)


def test_a_fingerprint_belongs_to_sender_period_and_version() -> None:
    newer = {"cell.blank": replace(RULE, version=2)}
    prints = {
        fingerprint(issue()),
        fingerprint(issue(), reporter="langao"),
        fingerprint(issue(), period=Period(2020, 11)),
        fingerprint(issue(), period=Period(2019)),
        fingerprint(issue(), rules=newer),
    }
    assert len(prints) == 5


# --- the whole --------------------------------------------------------------------------------


def test_check_stamps_reading_posting_and_rules_together() -> None:
    found = table("projects", {"项目名称": words("紫阳硒茶产业园"), "总投资": wan("100")})
    seen = Issue("cell.blank_mark", "总投资列有空缺记号", (ref("projects", "总投资", 5),))
    posted = Issue("row.not_posted", "判断不出", (ref("projects", "签约时间", 5),))
    findings = check(replace(case(found), issues=(seen, posted)).context)
    assert {"cell.blank_mark", "row.not_posted"} <= {f.rule for f in findings}
    assert any(f.rule == "row.subset_exceeds_funds" for f in findings)


def test_a_blank_required_cell_is_reported_once() -> None:
    blank, other = ref("projects", "签约时间", 5), ref("projects", "阶段", 5)
    issues = (
        Issue("cell.needed_blank", "必填项没有填写", (blank,)),
        Issue("row.not_posted", "没有填签约时间", (blank,)),
        Issue("row.not_posted", "没有填签约时间和阶段", (blank, other)),
        Issue("cell.not_date", "看不出日期", (blank,)),
    )
    rules = catalogue().rules
    said = [f.message for f in stamp(issues, rules, reporter=None, period=None)]
    assert sorted(said) == ["必填项没有填写", "没有填签约时间和阶段", "看不出日期"]
    silent = {**rules, "cell.needed_blank": replace(rules["cell.needed_blank"], enabled=False)}
    said = [f.message for f in stamp(issues, silent, reporter=None, period=None)]
    assert "没有填签约时间" in said


def test_a_rule_runs_only_when_enabled_and_in_its_years() -> None:
    found = table("projects", {"项目名称": words("茶厂")})
    rules = catalogue().rules
    for changes in ({"enabled": False}, {"since": 2021}):
        changed = replace(rules["row.text_too_short"], **changes)
        trial = replace(
            case(found),
            catalogue=replace(catalogue(), rules={**rules, changed.id: changed}),
        )
        assert trial.run("row.text_too_short") == []
    assert len(case(found).run("row.text_too_short")) == 1


def test_a_check_that_does_not_exist_is_refused_by_name() -> None:
    rule = Rule("row.odd", "怪", Level.A, check="magic")
    odd = replace(case(), catalogue=replace(catalogue(), rules={"row.odd": rule}))
    with pytest.raises(CatalogueError, match="magic"):
        list(noticed(odd.context))


def test_every_rule_has_a_check_examples_and_advice() -> None:
    for rule in catalogue().rules.values():
        assert rule.check == READING or rule.check in RULES, rule.id
        assert rule.passes, rule.id
        assert rule.fails, rule.id
        assert rule.action, rule.id
    used = {rule.check for rule in catalogue().rules.values()}
    assert set(RULES) <= used


def test_every_check_has_a_manual_page() -> None:
    for name, function in RULES.items():
        assert function.__doc__, name


# --- the manual -------------------------------------------------------------------------------


def test_the_printed_manual_is_the_generated_one() -> None:
    printed = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert printed == manual(catalogue()), "run: python -m tests.checks_manual"


def test_the_manual_names_every_rule_and_every_check() -> None:
    text = manual(catalogue())
    for rule in catalogue().rules.values():
        assert f"`{rule.id}`" in text
    for name in RULES:
        assert f"### {name}\n" in text


def test_a_page_says_level_years_condition_tolerance_and_advice() -> None:
    rule = replace(catalogue().rules["row.funds_exceed_cumulative"], since=2021, version=2)
    rule = replace(rule, tolerance=replace(rule.tolerance, absolute="1万元", relative="0.5"))
    text = page(rule, catalogue())
    for part in (
        "A（强制性）",
        "第2版",
        "2021年起",
        "项目台账",
        "`本年到位资金 <= 自签约累计到位`",
        "1万元 或 0.5%",
        rule.passes,
        rule.fails,
        rule.action,
    ):
        assert part in text


def test_an_explained_rule_shows_its_check() -> None:
    assert "读不出" in explain(catalogue().rules["row.funds_exceed_cumulative"], catalogue())
    assert "读取报表时" in explain(catalogue().rules["cell.not_number"], catalogue())
