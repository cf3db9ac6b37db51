"""A return against the sender's earlier ones: falls, jumps, projects that are gone or changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks_support import Case, Written, case, indicator, number, rate, table
from tests.cli_support import run
from tests.followed_support import (
    COLUMNS,
    FIRST_ROW,
    Row,
    Sent,
    failing,
    found,
    history,
    nil_ledger,
    only,
    places,
    row,
    rows,
    sent,
    write,
)
from tests.recognise_support import Entry, catalogue
from zsstat.checks import History, thresholds
from zsstat.checks.followed import course
from zsstat.errors import CatalogueError
from zsstat.model import Entity, Finding, Issue, Outcome, Party, Period, Resolution

FELL = "history.cumulative_fell"
JUMP = "history.growth_jump"
GONE = "history.project_vanished"
TOTAL = "history.total_changed"
RENAMED = "history.project_renamed"
COPIED = "history.copied"
GROWTH = "table.growth_recomputed"
BASE = "history.base_mismatch"

AUGUST, SEPTEMBER = Period(2020, 8), Period(2020, 9)
LAST, YEAR = Period(2019), Period(2020)


def august(*projects: Row) -> Sent:
    return sent(*projects, period=AUGUST)


def september(*projects: Row) -> Sent:
    return sent(*projects, period=SEPTEMBER)


def at(column: str, line: int = 0) -> str:
    """The cell of a column in a row of the ledger."""
    return f"{chr(65 + COLUMNS.index(column))}{FIRST_ROW + line}"


# --- the same project again -------------------------------------------------------------------


def _entities(*projects: Row, period: Period = AUGUST) -> tuple[Entity, ...]:
    return sent(*projects, period=period).entities


def test_a_project_is_found_by_its_code_whatever_it_is_called() -> None:
    before = _entities(row("旧名称项目", 项目编号="A-1"))
    now = _entities(row("新名称项目", 项目编号="A-1", 投资方="别的公司"), period=SEPTEMBER)
    found_again = course(before, now)
    assert [(p.before, p.now) for p in found_again.pairs] == [(before[0], now[0])]
    assert (found_again.gone, found_again.new) == ((), ())


def test_a_code_that_was_added_or_dropped_does_not_make_another_project() -> None:
    with_code, without = row(项目编号="A-1"), row()
    for before, now in ((with_code, without), (without, with_code)):
        assert len(course(_entities(before), _entities(now, period=SEPTEMBER)).pairs) == 1


def test_two_codes_are_two_projects() -> None:
    met = course(_entities(row(项目编号="A-1")), _entities(row(项目编号="A-2"), period=SEPTEMBER))
    assert (len(met.pairs), len(met.gone), len(met.new)) == (0, 1, 1)


@pytest.mark.parametrize("one", ["江苏南京江河控股有限公司", None])
def test_a_name_alone_is_enough_where_a_party_is_not_said(one: str | None) -> None:
    other = None if one else "江苏南京江河控股有限公司"
    met = course(_entities(row(投资方=one)), _entities(row(投资方=other), period=SEPTEMBER))
    assert len(met.pairs) == 1


def test_a_name_that_stands_twice_is_not_enough() -> None:
    now = _entities(row(投资方=None), row(投资方="别的公司"), period=SEPTEMBER)
    assert course(_entities(row()), now).pairs == ()


def test_other_parties_are_other_projects() -> None:
    met = course(_entities(row()), _entities(row(投资方="别的公司"), period=SEPTEMBER))
    assert met.pairs == ()


_KEYS = st.sampled_from((None, "甲", "乙", "丙"))


@given(st.lists(st.tuples(_KEYS, _KEYS, _KEYS)), st.lists(st.tuples(_KEYS, _KEYS, _KEYS)))
def test_every_row_is_found_once_or_not_at_all(
    before: list[tuple[str | None, ...]], now: list[tuple[str | None, ...]]
) -> None:
    (pattern,) = _entities(row())

    def made(keys: list[tuple[str | None, ...]], period: Period) -> list[Entity]:
        return [
            replace(pattern, code=code, name=name or "无", party=party, row=n, period=period)
            for n, (code, name, party) in enumerate(keys)
        ]

    old, new = made(before, AUGUST), made(now, SEPTEMBER)
    met = course(old, new)
    assert sorted([*(p.before.row for p in met.pairs), *(e.row for e in met.gone)]) == list(
        range(len(old))
    )
    assert sorted([*(p.now.row for p in met.pairs), *(e.row for e in met.new)]) == list(
        range(len(new))
    )
    for pair in met.pairs:
        assert pair.before.code == pair.now.code or None in (pair.before.code, pair.now.code)
        assert pair.before.code == pair.now.code or pair.before.name == pair.now.name


# --- cumulative figures -----------------------------------------------------------------------


def fell(now: Sent, *before: Sent) -> list[Finding]:
    return failing(FELL, now, *before)


def test_figures_that_grow_or_stay_pass() -> None:
    now = september(row(本年到位资金=3100, 自签约累计到位=5100))
    assert fell(now, august(row())) == []
    assert fell(september(row()), august(row())) == []


def test_a_project_that_fell_says_both_values_and_where_the_other_stands() -> None:
    now = september(row(本年到位资金=2800))
    finding = only(fell(now, august(row())))
    assert finding.message == (
        "“汉水富硒茶加工项目”的本年到位资金由3000万元变为2800万元，少于2020年1—8月的报表"
    )
    assert places(finding) == [at("本年到位资金")]
    assert (finding.expected, finding.difference) == ("不少于3000万元", "200万元")
    assert "hanbin2020-8.xlsx 工作表“项目”第4行" in finding.action


def test_one_row_is_one_finding_and_its_sums_say_no_more() -> None:
    now = september(row(本年到位资金=2800, 其中省际=900, 自签约累计到位=4800), row("别的项目"))
    finding = only(fell(now, august(row(), row("别的项目"))))
    assert places(finding) == [at("本年到位资金"), at("自签约累计到位")]


@pytest.mark.parametrize("remark", ["更正：上月多报", "按审计意见核减200万元", "（冲 减）"])
def test_a_correction_that_is_explained_passes(remark: str) -> None:
    now = september(row(本年到位资金=2800, 其中省际=800, 自签约累计到位=4800, 备注=remark))
    assert fell(now, august(row())) == []


def test_another_remark_explains_nothing() -> None:
    assert fell(september(row(本年到位资金=2800, 备注="在建")), august(row())) != []


def test_a_cell_that_was_filled_and_is_blank_now_fell() -> None:
    finding = only(fell(september(row(本年到位资金=None)), august(row())))
    assert "3000万元变为（未填）" in finding.message


def test_an_unreadable_cell_is_not_said_to_be_blank() -> None:
    now = september(row(本年到位资金="待定"), row("别的项目", 本年到位资金=9000, 其中省际=3000))
    assert fell(now, august(row(), row("别的项目"))) == []


def test_a_part_that_fell_by_itself_is_found_in_its_sum() -> None:
    finding = only(fell(september(row(其中省际=600)), august(row())))
    assert finding.message == (
        "“实际引进内资(省际)”2020年1—9月累计0.06亿元，少于2020年1—8月已接收的0.1亿元，少0.04亿元"
    )
    assert [(ref.sheet, ref.cell) for ref in finding.cells] == [("项目", "")]
    assert "hanbin2020-8.xlsx" in finding.action


def test_a_part_that_fell_in_an_explained_row_passes() -> None:
    assert fell(september(row(其中省际=600, 备注="更正省际数")), august(row())) == []


def test_a_remark_explains_no_more_than_its_own_row() -> None:
    small = row("小项目", 本年到位资金=10, 其中省际=5)
    now = september(row(其中省际=600), small | {"备注": "更正"})
    assert only(fell(now, august(row(), small))).message.startswith("“实际引进内资(省际)”")


def test_a_count_that_fell_without_a_row_that_says_why() -> None:
    signed = {"签约时间": "2020年3月"}
    now = september(row("甲号项目", 签约时间="2019年3月"), row("乙号项目", **signed))
    messages = [
        f.message for f in fell(now, august(row("甲号项目", **signed), row("乙号项目", **signed)))
    ]
    assert any(m.startswith("“新签订招商引资合同项目”2020年1—9月累计1个") for m in messages)
    assert not any("到位资金合计" in m for m in messages)


def test_a_project_that_is_gone_is_said_once() -> None:
    now = september(row())
    before = august(row(), row("别的项目"))
    assert fell(now, before) == []
    assert len(failing(GONE, now, before)) == 1


def test_a_finished_project_whose_funds_are_dropped_within_the_year_is_found() -> None:
    before = august(row(), row("别的项目", 阶段="投产"))
    messages = [finding.message for finding in fell(september(row()), before)]
    assert any(message.startswith("“到位资金合计”") for message in messages)


def test_a_reduction_of_contracts_with_foreigners_may_lower_their_sum() -> None:
    def foreign(contract: int, funds: int = 100) -> list[list[Entry]]:
        return [
            ["单位：万美元"],
            ["企业名称", "设立时间", "合同外资", "实际利用外资", "备注"],
            ["安康某某外资公司", "2020年3月", contract, funds],
        ]

    before = sent(period=AUGUST, further=foreign(500))
    assert fell(sent(period=SEPTEMBER, further=foreign(300)), before) == []
    lower = foreign(500, 80)
    finding = only(fell(sent(period=SEPTEMBER, further=lower), before))
    assert finding.message.startswith("“实际利用外资”2020年1—9月累计80万美元")
    lower[2].append("更正：上月误报")
    assert fell(sent(period=SEPTEMBER, further=lower), before) == []


def test_within_another_year_only_the_balance_is_compared() -> None:
    before = sent(row(本年到位资金=4000), period=LAST)
    now = sent(row(本年到位资金=100, 自签约累计到位=5100), period=YEAR)
    assert found(FELL, now, history(before)) == []
    less = sent(row(本年到位资金=100, 自签约累计到位=4900), period=YEAR)
    assert places(only(fell(less, before))) == [at("自签约累计到位")]


def test_without_an_earlier_month_of_the_year_nothing_is_decided() -> None:
    before = sent(row(), period=LAST)
    assert only(found(FELL, september(row()), history(before)), Outcome.UNDECIDED).action == ""
    only(found(FELL, september(row())), Outcome.UNDECIDED)
    assert found(FELL, sent(row(), period=Period(2020, 1)), history(before)) == []
    assert found(FELL, sent(row(), period=YEAR), history(before)) == []


def test_a_table_that_did_not_come_is_undecided_unless_it_came_by_itself() -> None:
    before = august(row())
    alone = sent(period=SEPTEMBER, further=ACTIVITIES)
    assert "项目台账" in only(found(FELL, alone, history(before)), Outcome.UNDECIDED).message
    past = history(before)
    known = replace(past, tables=past.tables | {("hanbin", SEPTEMBER, "projects")})
    assert found(FELL, alone, known) == []


def test_a_table_without_a_row_has_lost_everything() -> None:
    now = sent(period=SEPTEMBER, further=[*nil_ledger(), [], *ACTIVITIES])
    before = august(*[line | {"阶段": "投产"} for line in rows(2)])
    assert any("到位资金合计" in finding.message for finding in fell(now, before))


def test_what_is_added_stands_beside_what_is_there() -> None:
    past = history(august(row(), row("别的项目")))
    there = september(row()).sums
    both = replace(
        past, sums={**past.sums, **there}, received=past.received | {("hanbin", SEPTEMBER)}
    )
    addition = september(row("别的项目"))
    assert found(FELL, addition, both, added=True) == []
    assert found(GONE, addition, both, added=True) == []
    assert found(FELL, september(row("别的项目", 其中省际=900)), both, added=True) != []


def test_what_is_looked_at_again_is_found_from_followed_rows_and_sums() -> None:
    now, before = september(row(本年到位资金=2800)), august(row())
    assert [f.message for f in fell(now.seen_again(), before)] == [
        f.message for f in fell(now, before)
    ]


_FUNDS = st.lists(st.integers(0, 900), min_size=1, max_size=5)


@given(_FUNDS, st.data())
def test_the_sum_never_falls_unsaid(before: list[int], data: st.DataObject) -> None:
    """Whatever becomes of the rows: where the funds together are less, something is said."""
    count = len(before)
    now = data.draw(st.lists(st.integers(0, 900), min_size=count, max_size=count))
    left = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))

    def made(values: list[int], period: Period, kept: list[bool]) -> Sent:
        projects = [
            line | {"本年到位资金": value, "其中省际": 0, "自签约累计到位": 5000}
            for line, value, keep in zip(rows(count), values, kept, strict=True)
            if keep
        ]
        return sent(*projects, row("常在项目"), period=period)

    old, new = made(before, AUGUST, [True] * count), made(now, SEPTEMBER, left)
    if sum(v for v, keep in zip(now, left, strict=True) if keep) < sum(before):
        assert fell(new, old) or failing(GONE, new, old)


# --- growth -----------------------------------------------------------------------------------

ACTIVITIES: list[list[Entry]] = [
    ["日期", "类型", "级别", "目的地"],
    ["2020年3月1日", "小分队", "县级", "杭州"],
]


def jumps(now: int, before: int) -> list[Finding]:
    """The jumps of the funds together, given in 万元, over the same year before."""
    last = sent(row(本年到位资金=before, 其中省际=0), period=LAST)
    found_ = failing(JUMP, sent(row(本年到位资金=now, 其中省际=0), period=YEAR), last)
    return [finding for finding in found_ if finding.message.startswith("“到位资金合计”")]


@pytest.mark.parametrize(
    ("now", "before", "jumped"),
    [
        (20_000, 10_000, True),
        (19_999, 10_000, False),  # not twice as much
        (10_000, 5_000, False),  # less than the absolute threshold
        (14_000, 4_999, False),  # a small base
        (15_000, 5_000, True),
        (10_000, 20_000, True),
        (10_001, 20_000, False),
    ],
)
def test_growth_must_exceed_both_thresholds_from_a_large_base(
    now: int, before: int, *, jumped: bool
) -> None:
    assert bool(jumps(now, before)) == jumped


def test_a_jump_names_both_years() -> None:
    finding = jumps(30_000, 12_000)[0]
    assert finding.message == "“到位资金合计”2020年3亿元，2019年1.2亿元，增长150%"
    fallen = jumps(12_000, 30_000)[0]
    assert fallen.message.endswith("下降60%")


def test_a_restated_base_is_the_base() -> None:
    last = sent(row(本年到位资金=10_000, 其中省际=0), period=LAST)
    now = sent(row(本年到位资金=30_000, 其中省际=0), period=YEAR)
    key = ("hanbin", "funds_total", LAST)
    past = replace(history(last), restated={key: 2 * 10**8})
    messages = [f.message for f in found(JUMP, now, past) if "“到位资金合计”" in f.message]
    assert messages == []
    past = replace(history(last), restated={key: 12 * 10**7})
    (message,) = [f.message for f in found(JUMP, now, past) if "“到位资金合计”" in f.message]
    assert message == "“到位资金合计”2020年3亿元，2019年修订数1.2亿元，增长150%"


def test_without_last_year_growth_is_undecided_once() -> None:
    only(found(JUMP, september(row()), history(august(row()))), Outcome.UNDECIDED)


def test_a_table_that_is_not_in_the_return_is_no_fall_to_nothing() -> None:
    last = sent(row(本年到位资金=50_000), period=LAST)
    assert failing(JUMP, sent(period=YEAR, further=ACTIVITIES), last) == []


def _summary(value: Written | None, base: Written | None, growth: Written) -> Case:
    blank = Written(None, "")
    cells = {
        "指标": indicator("funds_total"),
        "本年累计": value or blank,
        "上年同期": base or blank,
        "同比": growth,
    }
    return case(table("summary", cells))


def yi(text: str) -> Written:
    return number(text, "亿元")


def test_a_stated_growth_fits_its_own_two_values_as_they_are_written() -> None:
    assert _summary(yi("11"), yi("10"), rate("10")).run(GROWTH) == []
    assert _summary(yi("818"), yi("758.67"), rate("7.82")).run(GROWTH) == []
    assert _summary(yi("1.1"), yi("1.0"), rate("12")).run(GROWTH) == []  # up to 1.15 over 0.95
    (issue,) = _summary(yi("11.00"), yi("10.00"), rate("12")).run(GROWTH)
    assert issue.message == "“到位资金合计”的同比填为12%，按本年11亿元、上年同期10亿元算是10%"
    assert issue.expected == "10%"
    assert len(issue.cells) == 3


@pytest.mark.parametrize(
    ("value", "base"), [(None, yi("10")), (yi("11"), None), (yi("11"), yi("0"))]
)
def test_a_stated_growth_over_a_blank_or_nothing_is_undecided(
    value: Written | None, base: Written | None
) -> None:
    (issue,) = _summary(value, base, rate("10")).run(GROWTH)
    assert issue.outcome is Outcome.UNDECIDED


def test_a_growth_that_nobody_states_is_not_asked_about() -> None:
    assert _summary(yi("11"), yi("10"), Written(None, "")).run(GROWTH) == []


def test_a_rate_may_be_compared_in_points() -> None:
    def line(growth: str) -> list[Outcome]:
        cells = {
            "指标": indicator("funds_rate"),
            "本年累计": rate("55.00"),
            "上年同期": rate("50.00"),
            "同比": rate(growth),
        }
        return [issue.outcome for issue in case(table("summary", cells)).run(GROWTH)]

    assert line("5.00") == []
    assert line("10.00") == []
    assert line("7.00") == [Outcome.FAIL]


@given(st.integers(100, 99_999), st.integers(100, 99_999), st.integers(0, 2))
def test_a_growth_computed_from_what_is_written_is_never_doubted(
    now: int, before: int, places_: int
) -> None:
    exact = Fraction(now - before, before) * 100
    written = rate(f"{Decimal(exact.numerator) / Decimal(exact.denominator):.{places_}f}")
    value, base = yi(f"{now / 100:.2f}"), yi(f"{before / 100:.2f}")
    assert _summary(value, base, written).run(GROWTH) == []


# --- what is said of last year ----------------------------------------------------------------


def _based(text: str, restated: int | None) -> Case:
    trial = case(table("summary", {"指标": indicator("funds_total"), "上年同期": yi(text)}))
    key = ("ziyang", "funds_total", LAST)
    trial.history = History(
        {key: 102 * 10**7},
        frozenset({("ziyang", LAST)}),
        files={("ziyang", LAST): ("紫阳2019.xlsx",)},
        restated={key: restated} if restated is not None else {},
    )
    return trial


def test_a_base_that_differs_says_which_return_said_what() -> None:
    (issue,) = _based("9.80", None).run(BASE)
    assert "填为9.8亿元，上年已接收的是10.2亿元" in issue.message
    assert "紫阳2019.xlsx" in issue.action


def test_the_restated_and_the_former_base_are_both_accepted() -> None:
    assert _based("10.50", 105 * 10**7).run(BASE) == []
    assert _based("10.20", 105 * 10**7).run(BASE) == []
    (issue,) = _based("9.80", 105 * 10**7).run(BASE)
    assert issue.message == (
        "“到位资金合计”的上年同期填为9.8亿元，上年的修订数是10.5亿元（原来接收的是10.2亿元），"
        "与修订数相差0.7亿元"
    )


def test_the_adjusted_base_is_accepted_beside_the_one_that_was_received() -> None:
    def stated(text: str) -> list[Issue]:
        trial = _based(text, None)
        key = ("ziyang", "funds_total", LAST)
        trial.history = replace(trial.history, adjusted={key: -2 * 10**7})
        return trial.run(BASE)

    assert stated("10.00") == stated("10.20") == []
    (issue,) = stated("9.80")
    assert issue.message == (
        "“到位资金合计”的上年同期填为9.8亿元，上年经市局调整后的数是10亿元（原来接收的是10.2亿元），"
        "与调整后的数相差0.2亿元"
    )


def test_a_restated_base_is_enough_where_nothing_was_received() -> None:
    trial = _based("9.80", 105 * 10**7)
    trial.history = replace(trial.history, sums={}, received=frozenset())
    assert len(trial.run(BASE)) == 1


# --- projects ---------------------------------------------------------------------------------


def test_a_project_that_goes_on_must_come_again() -> None:
    before = august(row(), row("别的项目", 项目编号="A-7"))
    finding = only(failing(GONE, september(row()), before))
    assert finding.message == "项目台账里没有2020年1—8月报过的“别的项目”（A-7）（当时开工）"
    assert finding.expected == "“别的项目”（A-7）"
    assert [ref.sheet for ref in finding.cells] == ["项目"]
    assert "hanbin2020-8.xlsx 工作表“项目”第5行" in finding.action
    assert failing(GONE, september(row(), row("别的项目", 项目编号="A-7")), before) == []


@pytest.mark.parametrize("stage", ["投产", "终止", "已投产", "建成投产"])
def test_a_project_that_is_finished_need_not_come_again(stage: str) -> None:
    now = sent(row(), period=YEAR)
    before = sent(row(), row("别的项目", 阶段=stage), period=LAST)
    assert found(GONE, now, history(before)) == []


def test_a_project_of_unknown_stage_is_undecided() -> None:
    before = august(row(), row("别的项目", 阶段=None))
    finding = only(found(GONE, september(row()), history(before)), Outcome.UNDECIDED)
    assert "“别的项目”" in finding.message


def test_a_project_under_another_code_is_pointed_at() -> None:
    before = august(row(), row("别的项目", 项目编号="A-7"))
    now = september(row(), row("别的项目", 项目编号="A-8"))
    assert "第5行名称相同，编号是A-8" in only(failing(GONE, now, before)).message


def test_what_was_accepted_holds_although_the_other_workbook_is_sent_again() -> None:
    """A waiver is bound to what a finding says: the earlier return's file and row are no part."""
    now = september(row(总投资=8800))
    first = history(august(row(), row("别的项目")))
    again = history(august(row("更早的项目", 阶段="投产"), row(), row("别的项目")))
    for rule in (GONE, TOTAL):
        one, other = (only(found(rule, now, past)) for past in (first, again))
        assert one.fingerprint == other.fingerprint
        assert one.action != other.action


def test_each_project_is_a_finding_until_there_are_too_many() -> None:
    before = august(row(), *rows(20))
    assert len(failing(GONE, september(row()), before)) == 20
    before = august(row(), *rows(21))
    finding = only(failing(GONE, september(row()), before))
    assert "还没有完成的21行：“甲号茶叶加工项目”、" in finding.message
    assert finding.expected.count("“") == 21


def test_a_table_that_is_missing_says_nothing_and_an_empty_one_does() -> None:
    """The table may come in a file of its own; that it is owed stands in the state of the round."""
    before = august(*rows(3))
    assert found(GONE, sent(period=SEPTEMBER, further=ACTIVITIES), history(before)) == []
    nil = sent(period=SEPTEMBER, further=[*nil_ledger(), [], *ACTIVITIES])
    assert len(failing(GONE, nil, before)) == 3


def test_a_project_that_was_given_to_another_reporter_may_go() -> None:
    before = august(row(), row("别的项目"))
    gone = before.entities[1]

    def resolved(percent: int) -> Resolution:
        parties = tuple(
            Party(who, "projects", gone.label, gone.code, gone.name, gone.party, Fraction(part))
            for who, part in (("hanbin", percent), ("hanyin", 100 - percent))
        )
        return Resolution(1, AUGUST, parties, "归汉阴县", "审核员")

    def findings(percent: int) -> list[Finding]:
        return found(GONE, september(row()), history(before, resolved=(resolved(percent),)))

    assert findings(0) == []
    assert len(findings(40)) == 1


def test_without_any_earlier_return_projects_are_undecided() -> None:
    for rule in (GONE, TOTAL, COPIED):
        assert "以前的项目台账" in only(found(rule, september(row())), Outcome.UNDECIDED).message


def test_another_total_says_both_and_by_how_much() -> None:
    finding = only(failing(TOTAL, september(row(总投资=8800)), august(row())))
    assert finding.message == (
        "“汉水富硒茶加工项目”的总投资由8000万元变为8800万元，增加800万元（上次：2020年1—8月）"
    )
    assert places(finding) == [at("总投资")]
    assert "第4行" in finding.action


@pytest.mark.parametrize("now", [8000, 8001, None])
def test_a_total_that_stays_within_its_tolerance_or_is_blank_passes(now: int | None) -> None:
    assert failing(TOTAL, september(row(总投资=now)), august(row())) == []


def test_another_name_under_the_same_code_is_a_remark() -> None:
    before = august(row("旧名称的项目", 项目编号="A-1"))
    finding = only(failing(RENAMED, september(row("新名称的项目", 项目编号="A-1")), before))
    assert (finding.shown, finding.expected) == ("新名称的项目", "旧名称的项目")
    assert places(finding) == [at("项目名称")]
    assert failing(RENAMED, september(row("旧名称的 项目", 项目编号="Ａ-1")), before) == []


def test_names_without_a_column_of_codes_are_undecided() -> None:
    now = sent(row(), period=SEPTEMBER, columns=COLUMNS[1:])
    only(found(RENAMED, now, history(august(row()))), Outcome.UNDECIDED)
    assert found(RENAMED, now.seen_again(), history(august(row()))) == []


def test_a_return_that_repeats_the_last_one_is_asked_about() -> None:
    finding = only(failing(COPIED, september(*rows(3)), august(*rows(3))))
    assert finding.message.startswith("项目台账里3行的本年到位资金全部与2020年1—8月的报表相同")


def test_what_is_not_copied() -> None:
    before = august(*rows(3))
    more = [*rows(2), rows(3)[2] | {"本年到位资金": 3001}]
    assert failing(COPIED, september(*more), before) == []
    assert failing(COPIED, september(*rows(4)), before) == []  # a new row
    assert failing(COPIED, september(*rows(2)), august(*rows(2))) == []  # too few to tell
    idle = rows(3, 本年到位资金=0, 其中省际=0)
    assert failing(COPIED, september(*idle), august(*idle)) == []


def test_last_years_funds_are_copied_even_beside_new_rows() -> None:
    before = sent(*rows(3), period=LAST)
    assert len(failing(COPIED, sent(*rows(4), period=YEAR), before)) == 1
    other = [line | {"本年到位资金": 100 + n} for n, line in enumerate(rows(3))]
    assert failing(COPIED, sent(*other, period=YEAR), before) == []


def test_without_projects_the_sums_are_compared() -> None:
    def events(*kinds: str) -> list[list[Entry]]:
        lines: list[list[Entry]] = [["2020年3月1日", kind, "市级", "杭州"] for kind in kinds]
        return [["日期", "类型", "级别", "目的地"], *lines]

    three = events("推介活动", "小分队", "领导外出")
    before = sent(period=AUGUST, further=three)
    only(failing(COPIED, sent(period=SEPTEMBER, further=three), before))
    more = events("推介活动", "小分队", "领导外出", "领导外出")
    assert failing(COPIED, sent(period=SEPTEMBER, further=more), before) == []
    assert failing(COPIED, sent(period=Period(2021, 9), further=three), before) == []


# --- parameters -------------------------------------------------------------------------------


def test_a_threshold_in_a_unit_that_is_not_there_serves_nothing() -> None:
    rule = catalogue().rules[JUMP]
    made = replace(rule, parameters={"base": ("1.5亿元", "3 个", "7担")})
    assert thresholds.by_base(made, "base", catalogue()) == {"元": 150_000_000, "个": 3}


@pytest.mark.parametrize("written", [("很多",), "5亿元", None])
def test_what_is_no_list_of_quantities_is_a_mistake_of_the_catalogue(written: object) -> None:
    parameters = {} if written is None else {"base": written}
    rule = replace(catalogue().rules[JUMP], parameters=parameters)  # type: ignore[arg-type]
    with pytest.raises(CatalogueError, match=r"parameters\.base"):
        thresholds.by_base(rule, "base", catalogue())


@pytest.mark.parametrize("written", ["约20", ("20",), None])
def test_what_is_no_number_is_a_mistake_of_the_catalogue(written: object) -> None:
    parameters = {} if written is None else {"within": written}
    rule = replace(catalogue().rules[JUMP], parameters=parameters)  # type: ignore[arg-type]
    with pytest.raises(CatalogueError, match=r"parameters\.within"):
        thresholds.number(rule, "within")


# --- through the command line -----------------------------------------------------------------


def _imported(folder: Path, *files: Path) -> dict[str, tuple[str, set[str]]]:
    """File → status and the rules that failed, of an import of one after the other."""
    told = run("import", *files, "--format", "json", db=folder / "zsstat.db").json["files"]
    return {
        file["file"]: (
            file["status"],
            {f["rule"] for f in file["findings"] if f["outcome"] == "fail"},
        )
        for file in told
    }


def test_two_months_through_an_import(tmp_path: Path) -> None:
    first = write(tmp_path / "8.xlsx", "汉滨区", AUGUST, row(), *rows(2))
    second = write(tmp_path / "9.xlsx", "汉滨区", SEPTEMBER, row(本年到位资金=2800), *rows(1))
    told = _imported(tmp_path, first, second)
    assert told["8.xlsx"][0] == "accepted"
    status, failed = told["9.xlsx"]
    assert status == "returned"
    assert {FELL, GONE} <= failed
