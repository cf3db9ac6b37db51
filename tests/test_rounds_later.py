"""What happens to a round afterwards: findings of a later look, locks, next year's targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.status_support import LATE, Office
from zsstat.catalog import load_catalogue
from zsstat.checks.files import deadline_of
from zsstat.forms import Known, plan_form
from zsstat.model import Level, Outcome, Period
from zsstat.render.lines import wrapped
from zsstat.store import StoredFinding, open_store

FAULTY = "待定"
AT = datetime.fromisoformat("2021-02-01T09:00+08:00")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


# --- what a later look finds ------------------------------------------------------------------


def look_again(office: Office, reporter: str, level: Level) -> StoredFinding:
    """Opens a finding under the accepted workbook of a reporter, as a later look does."""
    with open_store(office.db) as store:
        row = next(r for r in store.submissions(reporter=reporter) if r.active_tables)
        model = store.findings(row.id)[0].finding
        found = replace(
            model,
            rule="history.cumulative_fell",
            level=level,
            message="后来查出的问题",
            outcome=Outcome.FAIL,
            fingerprint="f" * 16,
            waiver=None,
        )
        store.examinations.keep(row, (found,), [], "复核", AT)
        return next(s for s in store.findings(row.id) if s.finding.fingerprint == "f" * 16)


@pytest.mark.parametrize("level", [Level.A, Level.B])
def test_what_a_later_look_found_in_an_accepted_return_is_something_to_do(
    office: Office, level: Level
) -> None:
    office.send("汉滨区")
    assert "后来查出" not in office.status().out
    number = look_again(office, "hanbin", level).id
    out = office.status().out
    assert "下一步：已接收的报表后来查出1条问题，请核实：汉滨区\n" in out
    assert "　　　　编号见 zsstat findings --year 2020 --open\n" in out
    listed = office.status("--findings").out
    assert f"编号 {number}　汉滨区.xlsx" in listed
    assert office.row("hanbin")["status"] == "accepted"
    assert [f["number"] for f in office.json("--findings")["findings"]] == [number]


def test_a_reminder_tells_only_what_sent_the_return_back(office: Office) -> None:
    office.send("汉滨区")
    look_again(office, "hanbin", Level.B)
    assert office.send("汉滨区", total=FAULTY, name="补报.xlsx") == "returned"
    (text,) = [
        r["text"] for r in office.json("--urge")["reminders"]["each"] if "汉滨区" in r["text"]
    ]
    assert "补报.xlsx" in text
    assert "看不出是多少" in text
    assert "后来查出的问题" not in text


def test_what_was_settled_since_is_told_no_more(office: Office) -> None:
    office.send("汉滨区")
    asked = look_again(office, "hanbin", Level.C)
    assert "后来查出的问题" in office.status("--details").out
    with open_store(office.db) as store:
        row = store.submission(asked.submission_id)
        store.examinations.keep(row, (), [asked.id], "更正", AT)
    assert "后来查出的问题" not in office.status("--details").out


def test_the_number_by_which_a_return_is_withdrawn_is_shown(office: Office) -> None:
    office.send("汉滨区")
    look_again(office, "hanbin", Level.C)
    with open_store(office.db) as store:
        (row,) = store.submissions()
    assert f"第{row.id}号报表　汉滨区.xlsx" in office.status("--details").out


# --- locks ------------------------------------------------------------------------------------


def test_the_lock_that_stands_in_the_way_is_the_one_to_open(office: Office) -> None:
    office.send("汉阴县")
    decided = ("--reason", "已公布", "--by", "李四")
    assert office.do("lock", "--year", 2020, *decided).status == 0
    assert office.send("汉滨区", year=2019) == "returned"
    out = office.do("findings", "--year", 2019).out
    commands = [
        line.strip() for line in out.splitlines() if line.startswith("　　　　zsstat unlock")
    ]
    assert "zsstat unlock --year 2020 --month 12 --reason 解锁的理由" in commands
    assert "再导入一次" not in out
    for number, command in enumerate(commands, start=1):
        assert office.do(*command.split()[1:], "--by", "李四").status == 0
        with open_store(office.db) as store:
            locked = store.office.locked_periods()
        assert len(locked) == 12 - number, "a period, and not the year"
        out = office.do("findings", "--year", 2019).out
        assert ("再导入一次" in out) == (number == len(commands))
    out = office.do("findings", "--year", 2019).out
    assert "　　　　zsstat unlock" not in out
    assert "已经解锁：把汉滨区的报表再导入一次" in out
    path = office.folder / "汉滨区.xlsx"
    assert office.do("import", path).status == 0


# --- which round it is ------------------------------------------------------------------------


def test_next_years_targets_do_not_begin_the_next_round(office: Office) -> None:
    office.send("汉滨区")
    assert office.send("汉阴县", year=2021, tables="targets") == "accepted"
    told = office.do("status", "--format", "json").json
    assert (told["year"], told["month"]) == (2020, 12)


def test_a_round_begins_with_what_is_sent_back(office: Office) -> None:
    office.send("汉滨区", month=9)
    office.send("汉滨区", total=FAULTY)
    commands = ("status", "findings")
    told = [office.do(command, "--format", "json").json for command in commands]
    assert [(t["year"], t["month"]) for t in told] == [(2020, 12)] * 2


def test_an_empty_database_must_be_told_the_year(office: Office) -> None:
    with open_store(office.db, create=True):
        pass
    done = office.do("status")
    assert (done.status, done.out) == (2, "")
    assert "请用 --year 说明是哪一年" in done.err


# --- deadlines --------------------------------------------------------------------------------


@pytest.mark.parametrize(("until", "due"), [(2020, date(2021, 1, 10)), (2019, None)])
def test_a_form_has_the_deadline_of_the_round(until: int, due: date | None, tmp_path: Path) -> None:
    text = LATE.format(due="2021-01-10") + f"until = {until}\n"
    (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    catalogue = load_catalogue(tmp_path)
    form = plan_form(catalogue.areas["hanbin"], Period(2020), "2020年", catalogue, Known())
    assert form.due == deadline_of(catalogue, Period(2020)) == due


# --- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", range(8, 20))
def test_an_option_is_never_broken(width: int) -> None:
    lines = wrapped("没有列出，加 --all 可以看到", width)
    assert sum("--all" in line for line in lines) == 1
