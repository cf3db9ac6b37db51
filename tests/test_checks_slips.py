"""Units taken for one another: against the last return, and against the columns beside."""

from __future__ import annotations

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
    failing,
    found,
    history,
    ledger_lines,
    only,
    places,
    row,
    rows,
    sent,
    write,
)
from zsstat.model import Finding, Outcome, Period

SLIP, TOTAL, FELL = "cell.unit_slip", "history.total_changed", "history.cumulative_fell"
AUGUST, SEPTEMBER, LAST = Period(2020, 8), Period(2020, 9), Period(2019)


def slips(now: list[Row], before: list[Row], period: Period = AUGUST) -> list[Finding]:
    return failing(SLIP, sent(*now, period=SEPTEMBER), sent(*before, period=period))


def at(column: str, line: int = 0) -> str:
    return f"{chr(65 + COLUMNS.index(column))}{FIRST_ROW + line}"


def test_usual_changes_pass() -> None:
    now = [row(总投资=9000, 本年到位资金=6000, 自签约累计到位=8000), *rows(3)]
    assert slips(now, [row(), *rows(3)]) == []


@pytest.mark.parametrize(
    ("total", "unit"),
    [
        (80_000_000, "，可能是按元填的，却按万元读"),
        (95_000_000, "，可能是按元填的，却按万元读"),
        (8_000_000, "，可能单位弄错了"),
        (8, "，可能是按千万元填的，却按万元读"),
    ],
)
def test_a_total_that_is_thousands_of_times_what_it_was(total: int, unit: str) -> None:
    finding = only(slips([row(总投资=total)], [row()]))
    assert finding.message.startswith("“汉水富硒茶加工项目”的总投资是2020年1—8月报表的")
    assert f"（上次8000万元，这次{total}万元）" in finding.message
    assert finding.message.endswith(unit)
    assert places(finding) == [at("总投资")]


def test_a_small_total_was_probably_given_in_a_larger_unit() -> None:
    (finding,) = slips([row(总投资=12)], [row(总投资=120_000)])
    assert "万分之一左右" in finding.message
    assert finding.message.endswith("可能是按亿元填的，却按万元读")


@pytest.mark.parametrize("total", [100_000_000, 60_000_000, 800_000, 800, 80_000])
def test_another_factor_is_no_slip(total: int) -> None:
    assert slips([row(总投资=total)], [row()]) == []


def test_a_slip_is_said_instead_of_another_total_or_a_fall() -> None:
    now = sent(row(总投资=80_000_000), row("别的项目", 自签约累计到位=5), period=SEPTEMBER)
    before = sent(row(), row("别的项目", 自签约累计到位=50_000, 总投资=90_000), period=AUGUST)
    past = history(before)
    assert len(found(SLIP, now, past)) == 2
    assert [f for f in found(TOTAL, now, past) if "汉水" in f.message] == []
    assert [f for f in found(FELL, now, past) if "别的项目" in f.message] == []


def test_funds_that_fell_by_a_slip_are_still_missing_in_the_sum() -> None:
    now = sent(row(本年到位资金=3, 其中省际=1, 自签约累计到位=5), period=SEPTEMBER)
    past = history(sent(row(本年到位资金=30_000), period=AUGUST))
    assert [f.message[:9] for f in found(FELL, now, past)][:1] == ["“到位资金合计”2"]


def test_cells_of_one_column_are_one_finding() -> None:
    now = [line | {"总投资": 80_000_000} for line in rows(3)]
    finding = only(slips([*now, row()], [*rows(3), row()]))
    assert finding.message.startswith("“甲号茶叶加工项目”等3行的总投资")
    assert places(finding) == [at("总投资", n) for n in range(3)]


def test_honest_growth_is_no_slip() -> None:
    now = row(本年到位资金=3000, 自签约累计到位=5000)
    before = row(本年到位资金=3, 其中省际=1, 自签约累计到位=5)
    assert slips([now], [before]) == []
    more = row(本年到位资金=30_000, 自签约累计到位=30_000)
    assert len(slips([more], [before | {"本年到位资金": 3, "自签约累计到位": 30}])) == 1 + 1


def test_the_funds_of_another_year_say_nothing() -> None:
    before = row(本年到位资金=30_000, 总投资=90_000, 自签约累计到位=30_000)
    now = row(本年到位资金=3, 其中省际=1, 总投资=90_000, 自签约累计到位=30_003)
    assert slips([now], [before], LAST) == []


def test_a_column_of_new_projects_is_compared_with_what_was_usual() -> None:
    new = [
        row(f"{n}期工程项目", 总投资=70_000_000 + n, 本年到位资金=0, 其中省际=0) for n in range(4)
    ]
    finding = only(slips([*rows(3), *new], rows(3)))
    assert finding.message == (
        "总投资整列的中位数70000000万元，是2020年1—8月报表的一万倍左右（上次8000万元），"
        "可能是按元填的，却按万元读"
    )
    assert len(finding.cells) == 7
    few = [*rows(2), *new[:3]]
    assert slips(few, rows(2)) == []


def test_without_an_earlier_return_the_columns_are_compared() -> None:
    now = sent(*rows(3, 总投资=80_000_000), period=SEPTEMBER)
    finding = only(found(SLIP, now))
    assert finding.message == (
        "自签约累计到位整列的中位数5000万元，是总投资的中位数80000000万元的几千分之一还少，"
        "两列中有一列单位弄错了"
    )
    assert found(SLIP, sent(*rows(3), period=SEPTEMBER)) == []
    assert found(SLIP, sent(*rows(3, 总投资=1, 自签约累计到位=5000), period=SEPTEMBER)) != []


def test_too_few_rows_without_an_earlier_return_are_undecided() -> None:
    only(found(SLIP, sent(*rows(2), period=SEPTEMBER)), Outcome.UNDECIDED)


def test_the_unit_is_that_of_the_sheet() -> None:
    def in_oku(total: str) -> Sent:
        lines = ledger_lines([row(总投资=total, 本年到位资金="0.3", 其中省际="0.1",
                                  自签约累计到位="0.5")])  # fmt: skip
        lines[1] = ["单位：亿元"]
        return sent(period=SEPTEMBER, further=lines)

    (finding,) = failing(SLIP, in_oku("8000"), sent(row(), period=AUGUST))
    assert finding.message.endswith("可能是按万元填的，却按亿元读")
    assert failing(SLIP, in_oku("0.8"), sent(row(), period=AUGUST)) == []


def test_what_is_looked_at_again_is_found_again() -> None:
    now, before = sent(row(总投资=80_000_000), period=SEPTEMBER), sent(row(), period=AUGUST)
    (one,), (other,) = failing(SLIP, now, before), failing(SLIP, now.seen_again(), before)
    assert (one.message, one.cells) == (other.message, other.cells)


@given(st.integers(1, 10**9), st.integers(81, 119), st.sampled_from([1000, 10_000]))
def test_every_slip_of_a_total_is_found_and_taken_back(before: int, off: int, fold: int) -> None:
    now = before * fold * off // 100
    if now > 10**15:
        return
    assert len(slips([row(总投资=now)], [row(总投资=before)])) == (now != 0)
    assert slips([row(总投资=before * 200)], [row(总投资=before)]) == []


def test_a_slip_through_an_import(tmp_path: Path) -> None:
    first = write(tmp_path / "8.xlsx", "汉滨区", AUGUST, row(), *rows(2))
    second = write(tmp_path / "9.xlsx", "汉滨区", SEPTEMBER, row(总投资=80_000_000), *rows(2))
    told = run("import", first, second, "--format", "json", db=tmp_path / "zsstat.db").json["files"]
    failed = {f["rule"]: f["level"] for f in told[1]["findings"] if f["outcome"] == "fail"}
    assert (told[0]["status"], told[1]["status"]) == ("accepted", "returned")
    assert failed[SLIP] == "B"
    assert TOTAL not in failed
