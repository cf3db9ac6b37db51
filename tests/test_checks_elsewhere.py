"""Projects that two reporters send: the same one, and those that look alike."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli_support import run
from tests.followed_support import (
    COLUMNS,
    FIRST_ROW,
    Row,
    Sent,
    found,
    history,
    only,
    places,
    row,
    sent,
    write,
)
from tests.recognise_support import catalogue
from zsstat.checks import elsewhere
from zsstat.model import Entity, Finding, Outcome, Party, Period, Resolution

SAME, SIMILAR = "elsewhere.same_project", "elsewhere.similar_project"
SEPTEMBER = Period(2020, 9)
CODE, PARTY = "AK-2020-088", "江苏南京江河控股有限公司"
CREDIT = "91350100M000100Y43"


def ours(*projects: Row) -> Sent:
    return sent(*projects, period=SEPTEMBER)


def theirs(*projects: Row, reporter: str = "hanyin") -> Sent:
    return sent(*projects, period=SEPTEMBER, reporter=reporter)


def failing(
    rule: str, now: Sent, *others: Sent, resolved: Resolution | None = None
) -> list[Finding]:
    past = history(others=others, resolved=(resolved,) if resolved else ())
    return [f for f in found(rule, now, past) if f.outcome is Outcome.FAIL]


# --- the same project -------------------------------------------------------------------------


def test_the_same_code_is_the_same_project_whatever_it_is_called() -> None:
    now = ours(row("本县项目"), row("甲地水产加工项目", 项目编号=CODE))
    finding = only(failing(SAME, now, theirs(row("乙地文旅项目", 项目编号="ak-2020-088"))))
    assert finding.message == (
        "“甲地水产加工项目”（AK-2020-088）与汉阴县报的“乙地文旅项目”（AK-2020-088）（编号相同）"
        "是同一个项目"
    )
    line = FIRST_ROW + 1
    assert places(finding) == [f"A{line}", f"D{line}", f"B{line}", f"C{line}"]


def test_a_credit_code_and_a_name_make_the_same_project() -> None:
    now = ours(row("汉江水产项目", 统一社会信用代码=CREDIT, 投资方=None))
    other = theirs(row("汉江水产 项目", 统一社会信用代码=CREDIT.lower(), 投资方=None))
    assert "信用代码和名称相同" in only(failing(SAME, now, other)).message
    renamed = theirs(row("汉江茶叶项目", 统一社会信用代码=CREDIT, 投资方=None))
    assert failing(SAME, now, renamed) == []


def test_different_projects_pass() -> None:
    now = ours(row("汉江水产项目", 项目编号="A-1"))
    assert failing(SAME, now, theirs(row("汉江水产项目", 项目编号="A-2"))) == []
    assert failing(SAME, now) == []


def test_where_the_other_stands_is_part_of_the_advice_and_not_of_what_is_accepted() -> None:
    now = ours(row(项目编号=CODE))
    one = only(failing(SAME, now, theirs(row(项目编号=CODE))))
    assert "hanyin2020-9.xlsx 工作表“项目”第4行，总投资8000万元，本年到位资金3000万元" in one.action
    dearer = ours(row(项目编号=CODE, 总投资=9000))
    moved = only(failing(SAME, dearer, theirs(row("别的项目"), row(项目编号=CODE, 总投资=7000))))
    assert one.fingerprint == moved.fingerprint
    assert one.action != moved.action


def test_three_reporters_of_one_project_are_one_finding() -> None:
    others = [
        theirs(row(项目编号=CODE), reporter=r) for r in ("hanyin", "shiquan", "ziyang", "baihe")
    ]
    finding = only(failing(SAME, ours(row(项目编号=CODE)), *others))
    assert finding.message.count("编号相同") == 3
    assert "等4行" in finding.message


def test_a_ledger_without_codes_is_undecided() -> None:
    columns = [name for name in COLUMNS if name not in ("项目编号", "统一社会信用代码")]
    bare = sent(row(), period=SEPTEMBER, columns=columns)
    assert "“项目编号”“统一社会信用代码”" in only(found(SAME, bare), Outcome.UNDECIDED).message
    assert found(SAME, sent(row(), period=SEPTEMBER, columns=COLUMNS[1:])) == []
    assert found(SAME, bare.seen_again()) == []


def _decided(one: Entity, other: Entity, percent: tuple[int, int] | None) -> Resolution:
    shares = [Fraction(p) for p in percent] if percent else [None, None]
    parties = [
        Party(e.reporter, e.table, e.label, e.code, e.name, e.party, share)
        for e, share in zip((one, other), shares, strict=True)
    ]
    return Resolution(1, SEPTEMBER, tuple(parties), "两县商定", "审核员")


@pytest.mark.parametrize("percent", [(60, 40), None])
def test_what_was_resolved_is_not_said_again(percent: tuple[int, int] | None) -> None:
    now, other = ours(row(项目编号=CODE)), theirs(row(项目编号=CODE))
    third = theirs(row(项目编号=CODE), reporter="shiquan")
    decided = _decided(now.entities[0], other.entities[0], percent)
    assert failing(SAME, now, other, resolved=decided) == []
    assert failing(SIMILAR, now, other, resolved=decided) == []
    assert "石泉县" in only(failing(SAME, now, other, third, resolved=decided)).message


# --- projects that look alike -----------------------------------------------------------------


def alike(one: Row, other: Row) -> list[Finding]:
    return failing(SIMILAR, ours(one), theirs(other))


def test_similar_names_of_one_party_are_asked_about() -> None:
    finding = only(alike(row("富硒水加工项目"), row("富硒水加工厂项目", 总投资=100)))
    assert finding.message == (
        "“富硒水加工项目”与汉阴县报的“富硒水加工厂项目”（投资方相同，名称相似77%）可能是同一个项目"
    )
    assert finding.level == "C"


@pytest.mark.parametrize(
    ("total", "asked"), [(7200, True), (7199, False), (8888, True), (8889, False)]
)
def test_amounts_within_a_tenth_of_the_larger_are_asked_about(total: int, *, asked: bool) -> None:
    findings = alike(row("文旅康养综合体", 总投资=8000), row("水产冷链仓储", 总投资=total))
    assert bool(findings) == asked
    assert not asked or "总投资相差不到10%" in findings[0].message


def test_another_party_or_none_is_not_compared() -> None:
    assert alike(row(), row(投资方="浙江杭州某某公司")) == []
    assert alike(row(投资方=None), row(投资方=None)) == []


def test_what_is_the_same_is_not_said_to_be_similar() -> None:
    assert alike(row(项目编号=CODE), row(项目编号=CODE)) == []
    both = theirs(row(项目编号=CODE), row("富硒茶加工二期项目"))
    finding = only(failing(SIMILAR, ours(row(项目编号=CODE)), both))
    assert "富硒茶加工二期项目" in finding.message
    assert CODE not in finding.message.partition("与")[2]


def test_the_nearest_names_are_named() -> None:
    others = [row(f"富硒茶加工{n}号厂", 总投资=n + 1) for n in range(5)]
    finding = only(failing(SIMILAR, ours(row("富硒茶加工4号厂")), theirs(*others)))
    assert "名称相似100%" in finding.message
    assert "等5行" in finding.message


def test_a_ledger_without_parties_is_undecided() -> None:
    columns = [name for name in COLUMNS if name != "投资方"]
    bare = sent(row(), period=SEPTEMBER, columns=columns)
    only(found(SIMILAR, bare), Outcome.UNDECIDED)
    assert found(SIMILAR, bare.seen_again()) == []


def test_what_is_looked_at_again_is_found_again() -> None:
    now = ours(row(项目编号=CODE), row("富硒水加工项目"))
    other = theirs(row(项目编号=CODE), row("富硒水加工厂项目"))
    for rule in (SAME, SIMILAR):
        one, again = failing(rule, now, other), failing(rule, now.seen_again(), other)
        assert [f.fingerprint for f in one] == [f.fingerprint for f in again]
        assert one


# --- the measure ------------------------------------------------------------------------------

_NAMES = st.text("汉江水产加工项目一二期", min_size=1, max_size=12)


def _entity(name: str, total: int | None = None, reporter: str = "hanbin") -> Entity:
    (made,) = sent(row(name, 总投资=1), period=SEPTEMBER, reporter=reporter).entities
    return Entity(
        made.table, reporter, SEPTEMBER, made.row, made.home, name, PARTY, None, None, name, PARTY,
        total,
    )  # fmt: skip


@given(_NAMES, st.lists(_NAMES, min_size=1, max_size=6))
def test_what_is_counted_at_once_is_what_the_library_measures(one: str, others: list[str]) -> None:
    measure = elsewhere.Measure.of(catalogue().rules[SIMILAR])
    own, rivals = _entity(one), [_entity(name, reporter="hanyin") for name in others]
    chosen = {id(e) for e in elsewhere.Likeness(measure, rivals).like(own)}
    for rival in rivals:
        measured = elsewhere.similarity(one, rival.label)
        assert (id(rival) in chosen) == (measured >= 0.6), (one, rival.label, measured)


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**6), max_size=8))
def test_amounts_are_near_exactly_within_a_tenth(total: int, others: list[int]) -> None:
    measure = elsewhere.Measure.of(catalogue().rules[SIMILAR])
    own = _entity("甲乙丙丁", total)
    rivals = [_entity("戊己庚辛", value, "hanyin") for value in others]
    chosen = {id(e) for e in elsewhere.Likeness(measure, rivals).like(own)}
    for rival, value in zip(rivals, others, strict=True):
        larger = max(total, value)
        assert (id(rival) in chosen) == (10 * abs(total - value) <= larger)


def test_one_party_with_hundreds_of_projects_is_compared_quickly() -> None:
    """An aim and no law: 200 rows against 400 of one party take a few hundredths of a second."""
    measure = elsewhere.Measure.of(catalogue().rules[SIMILAR])
    words = ("光伏", "茶叶", "水产", "文旅", "康养", "物流", "建材", "桑蚕", "魔芋", "饮用水")
    pattern = _entity("甲乙丙丁")

    def made(n: int, reporter: str) -> Entity:
        name = f"安康{words[n % 10]}{words[n // 10 % 10]}第{n}期建设项目"
        return Entity(
            pattern.table, reporter, SEPTEMBER, n, pattern.home, name, PARTY, None, None, name,
            PARTY, 10**7 + n * 10**6,
        )  # fmt: skip

    own, rivals = [made(n, "hanbin") for n in range(200)], [made(n, "hanyin") for n in range(400)]
    start = time.perf_counter()
    likeness = elsewhere.Likeness(measure, rivals)
    counted = sum(len(likeness.like(entity)) for entity in own)
    assert counted > 200
    assert time.perf_counter() - start < 2


# --- through the command line -----------------------------------------------------------------


def test_a_project_of_two_counties_through_an_import(tmp_path: Path) -> None:
    first = write(tmp_path / "1.xlsx", "汉滨区", SEPTEMBER, row(项目编号=CODE))
    second = write(
        tmp_path / "2.xlsx", "汉阴县", SEPTEMBER, row("汉水富硒茶加工项目", 项目编号=CODE)
    )
    told = run("import", first, second, "--format", "json", db=tmp_path / "zsstat.db").json["files"]
    failed = {f["rule"]: f for f in told[1]["findings"] if f["outcome"] == "fail"}
    assert (told[0]["status"], told[1]["status"]) == ("accepted", "returned")
    assert "1.xlsx" in failed[SAME]["action"]
    assert SIMILAR not in failed
