"""After something has changed: which of the published sentences no longer hold, and why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.publish_support import MONTH, WHEN, YEAR, Press, hanbin, sentences, ziyang
from tests.rounds_support import project
from zsstat.catalog import load_catalogue
from zsstat.pipeline.agreement import Verdict, judged
from zsstat.store import open_store


@pytest.fixture
def press(tmp_path: Path) -> Press:
    made = Press(tmp_path)
    made.publish()
    return made


def of(found: dict[str, Any], sentence: str) -> list[dict[str, Any]]:
    return [row for row in found["rows"] if row["sentence"].startswith(sentence)]


def test_nothing_changed_nothing_is_listed(press: Press) -> None:
    found = press.found()
    assert (found["rows"], found["broken"]) == ([], 0)
    assert press.do("published").status == press.do("published", 1).status == 0
    verdicts = {figure["verdict"] for figure in found["figures"]}
    assert verdicts == {"agrees", "own"}


def test_the_sentences_listed_are_those_that_read_otherwise_now(press: Press) -> None:
    """Oracle: the bulletin before and after, sentence by sentence."""
    before = sentences(press.text())
    press.replace("紫阳县", ziyang(1500), project("瓦房店茶旅项目", 本年到位资金=300))
    after = sentences(press.text())
    changed = {then for then, now in zip(before, after, strict=True) if then != now}
    found = press.found()
    assert {row["sentence"] for row in found["rows"] if row["verdict"] == "differs"} == changed
    assert len(changed) == 4
    assert press.do("published").status == press.do("published", 1).status == 1
    assert press.listed()[0]["broken"] == found["broken"] == len(found["rows"])


def test_a_changed_figure_says_what_it_was_is_and_which_cell_did_it(press: Press) -> None:
    press.replace("紫阳县", ziyang(1500), project("瓦房店茶旅项目", 本年到位资金=300))
    found = press.found()
    (county,) = of(found, "紫阳县到位资金")
    assert (county["printed"], county["printed_now"]) == ("0.13亿元", "0.18亿元")
    assert Fraction(county["value_now"]) - Fraction(county["value"]) == Fraction(5, 100)
    assert county["difference"] == "+0.05亿元"
    (cell,) = [c for c in found["cells"] if c["anchor"] == county["anchor"]]
    assert (cell["before"]["file"], cell["after"]["file"]) == (
        "紫阳县2021-6.xlsx", "紫阳县更正.xlsx",
    )  # fmt: skip
    assert (cell["before"]["text"], cell["after"]["text"]) == ("1000", "1500")
    since = found["since"]
    assert [part["file"] for part in since["gone"]] == ["紫阳县2021-6.xlsx"]
    assert [part["file"] for part in since["come"]] == ["紫阳县更正.xlsx"]
    told = "".join(press.do("published", 1).out.split())
    assert "更正" in told
    assert "“1000”→紫阳县更正.xlsx" in told


def test_a_return_sent_again_without_a_change_changes_nothing(press: Press) -> None:
    press.replace("紫阳县", ziyang(备注="盖章件"), project("瓦房店茶旅项目", 本年到位资金=300))
    assert press.found()["rows"] == []


def test_a_value_that_prints_the_same_is_weaker_news(press: Press) -> None:
    press.must("adjust", "到位资金合计", "1万元", *WHEN, "--reason", "尾差", "--by", "李四")
    found = press.found()
    assert {row["verdict"] for row in found["rows"]} == {"same_print"}
    assert found["broken"] == 0
    done = press.do("published", 1)
    assert done.status == 0
    assert "数值有变，印出相同" not in done.out
    assert "数值有变，印出相同，相差 +0.0001亿元" in press.do("published", 1, "--all").out


def test_an_adjustment_is_named_as_what_changed_it_and_gone_when_revoked(press: Press) -> None:
    press.must("adjust", "到位资金合计", "1000万元", *WHEN, "--reason", "漏报", "--by", "李四")
    found = press.found()
    (row,) = [r for r in found["rows"] if r["verdict"] == "differs"]
    assert (row["printed"], row["printed_now"]) == ("0.33亿元", "0.43亿元")
    (cell,) = [c for c in found["cells"] if c["anchor"] == row["anchor"]]
    assert cell["before"] is None
    assert cell["after"]["text"] == "漏报"
    assert found["since"]["decided"] == [1]
    press.must("revoke", 1, "--reason", "重复", "--by", "李四")
    assert press.found()["rows"] == []


def test_a_project_that_is_not_there_any_more_cannot_be_computed(press: Press) -> None:
    press.replace("紫阳县", project("瓦房店茶旅项目", 本年到位资金=300))
    rows = of(press.found(), "富硒茶饮料生产线项目到位")
    assert [row["verdict"] for row in rows] == ["gone", "gone"]
    assert "找不到“富硒茶饮料生产线项目”" in rows[0]["reason"]


def test_a_project_is_found_again_in_a_return_that_was_replaced(press: Press) -> None:
    """Its row has another number and stands elsewhere."""
    press.replace("紫阳县", project("瓦房店茶旅项目", 本年到位资金=300), ziyang(1100))
    rows = of(press.found(), "富硒茶饮料生产线项目到位")
    assert [(r["printed"], r["printed_now"]) for r in rows] == [("0.1亿元", "0.11亿元")]


def test_a_project_that_would_not_be_listed_any_more(press: Press) -> None:
    larger = project("无水港项目", 投资方="西安港务有限公司", 来源地="浙江杭州", 本年到位资金=1800)
    press.replace("紫阳县", ziyang(), project("瓦房店茶旅项目", 本年到位资金=300), larger)
    rows = of(press.found(), "富硒茶饮料生产线项目到位")
    assert {row["verdict"] for row in rows} == {"unlisted"}


def test_a_county_that_is_withdrawn_leaves_no_figure(press: Press) -> None:
    press.must("withdraw", "紫阳县", *WHEN, "--reason", "报错", "--by", "李四")
    (row,) = of(press.found(), "紫阳县到位资金")
    assert (row["verdict"], row["printed_now"]) == ("gone", None)
    (other,) = of(press.found(), "汉滨区到位资金") or ({"verdict": "agrees"},)
    assert other["verdict"] == "agrees"


def test_what_the_clerk_wrote_is_not_judged(press: Press) -> None:
    own = [f["printed"] for f in press.found()["figures"] if f["verdict"] == "own"]
    assert "12" in own or any("12" in text for text in own)
    press.replace("紫阳县", ziyang(1500))
    assert not of(press.found(), "明年再引进")


def test_an_indicator_that_the_catalogue_lost(press: Press) -> None:
    whole = load_catalogue(None)
    kept = {code: i for code, i in whole.indicators.items() if code != "funds_interprov"}
    less = replace(whole, indicators=kept, fingerprint="less")
    with open_store(press.db) as store:
        publication = store.publications.publication(1)
        found = judged(store, less, publication, publication.program)
    gone = [f for f in found.figures if f.verdict is Verdict.GONE]
    assert [f.published.figure.key.indicator for f in gone] == ["funds_interprov"]
    assert "没有指标" in gone[0].reason


def test_only_the_period_and_its_past_matter(press: Press) -> None:
    """A later month of the year may not change it, a return of the past may."""
    press.accept("汉滨区", YEAR, MONTH + 1, hanbin(2600))
    assert press.found()["rows"] == []
    assert press.listed()[0]["broken"] == 0
