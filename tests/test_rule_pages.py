"""The manual pages of the rules: what must hold, why, examples, what to do, how seriously, when."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli_support import run
from zsstat.catalog import load_catalogue
from zsstat.checks.manual import explain, manual, page
from zsstat.declarations import Rule
from zsstat.model import Level

RULES = load_catalogue().rules
PARTS = ("编号", "要求", "为什么", "合格的例子", "不合格的例子", "怎样处理", "级别", "年份")
SHORTEST = 12
"""A reason of fewer characters says no more than the title."""


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_says_what_why_and_what_to_do(rule: Rule) -> None:
    assert rule.title
    assert len(rule.why) >= SHORTEST
    assert rule.passes
    assert rule.fails
    assert rule.action or rule.level is Level.D


def test_no_two_rules_have_the_same_reason_and_none_repeats_its_title() -> None:
    twice = [why for why, times in Counter(r.why for r in RULES.values()).items() if times > 1]
    assert twice == []
    for rule in RULES.values():
        assert rule.title not in rule.why, rule.id
        assert rule.action not in rule.why, rule.id
        assert not rule.why.endswith(("。", "；", "，")), rule.id


def test_a_reason_is_for_a_clerk() -> None:
    """No options of ours, no columns of a database, nothing in Latin but names of standards."""
    for rule in RULES.values():
        foreign = re.findall(r"[A-Za-z_]{3,}", rule.why)
        assert foreign == [], rule.id


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_page_has_its_parts_in_order(rule: Rule) -> None:
    names = re.findall(r"^- (\w+)：", page(rule, load_catalogue()), re.MULTILINE)
    assert tuple(names[: len(PARTS)]) == PARTS
    assert f"要求：{rule.title}\n" in page(rule, load_catalogue())
    assert f"为什么：{rule.why}\n" in page(rule, load_catalogue())


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, "不限"),
        (2021, None, "2021年起"),
        (None, 2020, "2020年以前（含）"),
        (2019, 2020, "2019—2020年"),
    ],
)
def test_a_page_says_in_which_years_the_rule_holds(
    since: int | None, until: int | None, said: str
) -> None:
    rule = replace(RULES["file.late"], since=since, until=until)
    assert f"- 年份：{said}\n" in page(rule, load_catalogue())


def test_the_manual_and_the_command_say_the_same() -> None:
    rule = RULES["cell.credit_code"]
    printed = re.sub(r"[\s　]", "", run("catalog", "rule", rule.id).out)
    for part in (
        rule.title,
        rule.why,
        rule.passes,
        rule.fails,
        rule.action,
        "不限",
        "B（准强制性）",
    ):
        assert re.sub(r"\s", "", part) in printed
    assert page(rule, load_catalogue()) in manual(load_catalogue())
    assert page(rule, load_catalogue()) in explain(rule, load_catalogue())


def test_an_office_may_give_a_reason_of_its_own(tmp_path: Path) -> None:
    text = '[[rule]]\nid = "file.late"\nwhy = "市里每月十二日要用这张表"\n'
    (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    assert load_catalogue(tmp_path).rules["file.late"].why == "市里每月十二日要用这张表"
