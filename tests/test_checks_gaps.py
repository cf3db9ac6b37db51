"""What a return is compared with when its tables did not all come every month, and when the office
changed last year's figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli_support import run
from tests.followed_support import Row, failing, found, history, only, row, rows, sent, write
from tests.recognise_support import Entry
from tests.rounds_support import Bureau, project
from zsstat.model import Outcome, Period

FELL, GONE = "history.cumulative_fell", "history.project_vanished"
TOTAL, SLIP, COPIED = "history.total_changed", "cell.unit_slip", "history.copied"
JULY, AUGUST, SEPTEMBER = (Period(2020, month) for month in (7, 8, 9))
ACTIVITIES: list[list[Entry]] = [
    ["日期", "类型", "级别", "目的地"],
    ["2020年3月1日", "推介活动", "市级", "杭州"],
]


def _activities(path: Path, name: str, period: Period) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.append([f"{name}{period.year}年1—{period.month}月招商活动"])
    for line in ACTIVITIES:
        page.append(line)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        (FELL, {"本年到位资金": 2800}),
        (TOTAL, {"总投资": 9000}),
        (SLIP, {"总投资": 80000000}),
    ],
)
def test_projects_are_compared_with_the_last_month_that_had_any(rule: str, changed: Row) -> None:
    """The month between had activities alone: of projects it says nothing."""
    july = sent(row(), period=JULY, further=ACTIVITIES)
    august = sent(period=AUGUST, further=ACTIVITIES)
    now = sent(row() | changed, period=SEPTEMBER, further=ACTIVITIES)
    assert any("1—7月" in finding.message for finding in failing(rule, now, july, august))
    same = sent(row(), period=SEPTEMBER, further=ACTIVITIES)
    assert failing(rule, same, july, august) == []


def test_a_project_that_was_left_out_after_a_month_without_projects_is_missed() -> None:
    july, august = sent(*rows(2), period=JULY), sent(period=AUGUST, further=ACTIVITIES)
    now = sent(*rows(1), period=SEPTEMBER)
    finding = only(failing(GONE, now, july, august))
    assert "没有2020年1—7月报过的“乙号茶叶加工项目”" in finding.message


def test_projects_that_were_copied_from_before_the_gap_are_asked_about() -> None:
    july, august = sent(*rows(3), period=JULY), sent(period=AUGUST, further=ACTIVITIES)
    finding = only(failing(COPIED, sent(*rows(3), period=SEPTEMBER), july, august))
    assert "2020年1—7月" in finding.message


def test_the_sum_of_what_no_row_follows_is_compared_over_the_gap() -> None:
    """Activities are not followed row by row; their number came in July, not in August."""
    more: list[list[Entry]] = [*ACTIVITIES, ["2020年5月1日", "推介活动", "市级", "上海"]]
    july, august = sent(period=JULY, further=more), sent(row(), period=AUGUST)
    now = sent(row(), period=SEPTEMBER, further=ACTIVITIES)
    finding = only(failing(FELL, now, july, august))
    assert "2020年1—7月" in finding.message
    assert finding.difference == "1场"


def test_projects_that_come_for_the_first_time_are_undecided() -> None:
    """An earlier return without any projects is nothing to compare them with."""
    august = sent(period=AUGUST, further=ACTIVITIES)
    now = sent(row(), period=SEPTEMBER, further=ACTIVITIES)
    for rule in (GONE, TOTAL, COPIED):
        only(found(rule, now, history(august)), Outcome.UNDECIDED)


def test_a_gap_through_imports(tmp_path: Path) -> None:
    files = (
        write(tmp_path / "7.xlsx", "汉滨区", JULY, *rows(2)),
        _activities(tmp_path / "8.xlsx", "汉滨区", AUGUST),
        write(tmp_path / "9.xlsx", "汉滨区", SEPTEMBER, rows(1)[0] | {"本年到位资金": 2800}),
    )
    done = run("import", *files, "--format", "json", db=tmp_path / "zsstat.db")
    told = {file["file"]: file for file in done.json["files"]}
    assert [told[name]["status"] for name in ("7.xlsx", "8.xlsx")] == ["accepted", "accepted"]
    assert told["9.xlsx"]["status"] == "returned"
    rules = {f["rule"] for f in told["9.xlsx"]["findings"] if f["outcome"] == "fail"}
    assert {FELL, GONE} <= rules


def test_a_correction_before_the_gap_is_looked_at_after_it(tmp_path: Path) -> None:
    """The return after the gap is compared with July's, so it is looked at when July's changes."""
    db = tmp_path / "zsstat.db"
    files = (
        write(tmp_path / "7.xlsx", "汉滨区", JULY, row()),
        _activities(tmp_path / "8.xlsx", "汉滨区", AUGUST),
        write(tmp_path / "9.xlsx", "汉滨区", SEPTEMBER, row(本年到位资金=3100)),
    )
    assert run("import", *files, db=db).status == 0
    corrected = write(tmp_path / "7b.xlsx", "汉滨区", JULY, row(本年到位资金=3300))
    run("import", corrected, "--replace", "--reason", "更正", db=db)
    done = run("findings", "--rule", FELL, "--format", "json", db=db)
    assert [finding["file"] for finding in done.json["findings"]] == ["9.xlsx"]


@pytest.mark.parametrize(("stated", "fails"), [(1000, False), (600, False), (700, True)])
def test_a_county_may_state_what_the_office_made_of_last_years_figure(
    tmp_path: Path, stated: int, fails: bool
) -> None:
    bureau = Bureau(tmp_path)
    bureau.must("import", bureau.write("汉阴县", 2021, 12, project()))
    options = ("--area", "汉阴县", "--year", 2021, "--reason", "与汉滨区分成")
    bureau.must("adjust", "funds_total", "-400万元", *options)
    book = Workbook()
    page = book.worksheets[0]
    for line in (
        ["汉阴县2022年招商引资汇总表"],
        ["单位：万元"],
        ["指标", "本年累计", "上年同期"],
        ["到位资金合计", 0, stated],
    ):
        page.append(line)
    path = tmp_path / "汇总.xlsx"
    book.save(path)
    told = bureau.do("import", path, "--format", "json").json["files"][0]["findings"]
    found_ = [f for f in told if f["rule"] == "history.base_mismatch" and f["outcome"] == "fail"]
    assert bool(found_) is fails, told
