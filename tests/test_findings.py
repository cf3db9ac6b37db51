"""``zsstat findings``: what was found, where each finding stands, and what to do next."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.status_support import Office
from zsstat.model import Finding, Level, Outcome, Period
from zsstat.pipeline.findings import Listed, State, Step, step_for
from zsstat.render.lines import display_width
from zsstat.store import StoredFinding, open_store

FAULTY, UNEXPLAINED = "待定", 0.4
"""A total that cannot be read (A); one that is less than what was paid in, 5000万元 (B)."""
NOT_NUMBER, OVERPAID = "cell.not_number", "row.cumulative_exceeds_total"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


def found(office: Office, *words: object) -> list[dict[str, Any]]:
    return list(office.do("findings", *words, "--format", "json").json["findings"])


def told(office: Office, *words: object) -> str:
    """The text, its folded lines joined."""
    done = office.do("findings", *words)
    assert (done.status, done.err) == (0, "")
    return done.out.replace("\n　", "")


def numbers(entries: list[dict[str, Any]]) -> list[int]:
    return list(dict.fromkeys(entry["number"] for entry in entries))


# --- the loop: found, explained, decided ------------------------------------------------------


def test_from_import_to_waiver(office: Office) -> None:
    assert office.send("平利县", total=UNEXPLAINED) == "returned"
    (entry,) = found(office, "--open")
    assert (entry["rule"], entry["level"], entry["state"]) == (OVERPAID, "B", "to_explain")
    assert (entry["reporter"], entry["year"], entry["month"]) == ("pingli", 2020, 12)
    text = told(office)
    assert "B（待说明）" in text
    command = f"zsstat waive {entry['number']} --reason 核销的理由"
    assert f"\n　　　　{command}\n" in office.do("findings").out
    number = entry["number"]
    done = office.do("waive", number, "--reason", "设备涨价", "--by", "李四")
    assert done.status == 0
    assert found(office, "--open") == []
    (entry,) = found(office, "--rule", OVERPAID)
    assert (entry["state"], entry["open"]) == ("waived", False)
    assert entry["number"] != number, "the workbook was judged again"
    assert (entry["waiver"]["who"], entry["waiver"]["reason"]) == ("李四", "设备涨价")
    assert datetime.fromisoformat(entry["waiver"]["at"]).date().isoformat() == "2021-01-08"
    text = told(office, "--rule", OVERPAID)
    assert "B（已核销）" in text
    assert "核销：2021-01-08 09:00　李四　理由：设备涨价" in text
    assert "zsstat waive" not in text


def test_an_explanation_is_shown_and_blocks_until_it_is_accepted(office: Office) -> None:
    office.send("平利县", total=UNEXPLAINED)
    (entry,) = found(office, "--open")
    number = entry["number"]
    assert office.do("answer", number, "追加了投资", "--by", "张三").status == 0
    (entry,) = found(office, "--open")
    assert (entry["state"], entry["answer"], entry["open"]) == ("answered", "追加了投资", True)
    out = office.do("findings").out
    assert "B（已说明）" in out
    assert "　　　　说明：追加了投资\n" in out
    assert f"　　　　zsstat waive {number}\n" in out, "the explanation is the reason"
    assert office.do("waive", number).status == 0
    assert found(office, "--open") == []


def test_a_fault_that_was_corrected_is_history(office: Office) -> None:
    office.send("紫阳县", total=FAULTY)
    (entry,) = found(office, "--rule", NOT_NUMBER)
    assert entry["state"] == "to_correct"
    assert "请紫阳县改正后重报：A级1条" in told(office)
    assert office.send("紫阳县") == "accepted"
    assert found(office, "--rule", NOT_NUMBER) == []
    (entry,) = found(office, "--rule", NOT_NUMBER, "--all")
    assert (entry["state"], entry["open"]) == ("past", False)
    assert "已失效1条（所在报表已重报、替换或撤回）" in told(office, "--rule", NOT_NUMBER, "--all")
    assert found(office, "--all", "--open") == []


def test_what_a_later_look_settled_is_history(office: Office) -> None:
    office.send("平利县", total=UNEXPLAINED)
    (entry,) = found(office, "--open")
    with open_store(office.db) as store:
        (row,) = store.submissions()
        at = datetime.fromisoformat("2021-02-01T09:00+08:00")
        store.examinations.keep(row, (), [entry["number"]], "更正", at)
    assert entry["number"] not in numbers(found(office))
    (entry,) = found(office, "--rule", OVERPAID, "--all")
    assert (entry["state"], entry["open"]) == ("closed", False)
    assert "B（已消除）" in told(office, "--all")


def test_what_could_not_be_judged_is_counted(office: Office) -> None:
    office.send("汉滨区")
    machine = office.do("findings", "--format", "json").json
    assert machine["undecided"] > 0
    assert all(entry["outcome"] == "fail" for entry in machine["findings"])
    assert f"未能判定{machine['undecided']}条没有列出，加 --all 可以看到" in told(office)
    everything = office.do("findings", "--all", "--format", "json").json
    undecided = [e for e in everything["findings"] if e["outcome"] == "undecided"]
    assert len(numbers(undecided)) == machine["undecided"]
    assert {entry["state"] for entry in undecided} == {"undecided"}
    assert everything["undecided"] == 0


# --- what belongs together, and what comes first ----------------------------------------------


@pytest.fixture
def two_alike(office: Office) -> Office:
    """Two counties with one and the same fault, a third with a question."""
    for who, total in (("平利县", UNEXPLAINED), ("紫阳县", FAULTY), ("岚皋县", FAULTY)):
        assert office.send(who, total=total) == "returned"
    return office


def test_the_same_sentence_of_several_reporters_is_said_once(two_alike: Office) -> None:
    out = two_alike.do("findings").out
    entries = found(two_alike, "--rule", NOT_NUMBER)
    assert [entry["reporter"] for entry in entries] == ["ziyang", "langao"]
    assert out.count("看不出是多少") == 1
    assert out.count("办法：请改填数值") == 1
    assert "〔cell.not_number〕（共2条）" in out
    first, second = (entry["number"] for entry in entries)
    assert f"　　编号 {first}　紫阳县　紫阳县.xlsx：工作表“projects” C3\n" in out
    assert f"　　编号 {second}　岚皋县　岚皋县.xlsx：工作表“projects” C3\n" in out


def test_values_that_differ_stand_beside_their_places(office: Office) -> None:
    for who, paid in (("平利县", 5000), ("紫阳县", 6000)):
        office.send(who, total=UNEXPLAINED, paid=paid)
    entries = found(office, "--rule", OVERPAID)
    shown = {entry["shown"] for entry in entries}
    assert len(entries) == len(shown) == 2
    out = told(office, "--rule", OVERPAID)
    for entry in entries:
        _, _, after = out.partition(f"编号 {entry['number']}　")
        assert f"填报：{entry['shown']}" in after.partition("编号")[0]


def test_the_most_urgent_comes_first(two_alike: Office) -> None:
    out = two_alike.do("findings").out
    heads = [line[:5] for line in out.splitlines() if line[:1] in "ABCD" and line[1:2] == "（"]
    assert heads[:2] == ["A（待改正", "B（待说明"]
    assert heads == sorted(heads)
    states = [entry["state"] for entry in found(two_alike)]
    assert states[:3] == ["to_correct", "to_correct", "to_explain"]
    summary = told(two_alike)
    assert "要办的3条：A级待改正2条、B级待说明1条" in summary
    steps = [line for line in summary.splitlines() if line.startswith("下一步")]
    assert ["紫阳县、岚皋县改正后重报" in steps[0], "B级1条" in steps[1]] == [True, True]


def stored(level: Level, rule: str = "x", waiver: str | None = None) -> StoredFinding:
    finding = Finding(rule, level, "", (), "", "", "", "", Outcome.FAIL, 1, "f", waiver)
    return StoredFinding(1, 1, "hanbin", Period(2020), "a.xlsx", finding)


def test_the_order_of_urgency() -> None:
    ordered = [
        (Level.A, State.TO_CORRECT),
        (Level.B, State.TO_EXPLAIN),
        (Level.B, State.ANSWERED),
        (Level.C, State.TO_EXPLAIN),
        (Level.C, State.ANSWERED),
        (Level.B, State.WAIVED),
        (Level.D, State.NOTICE),
        (Level.A, State.UNDECIDED),
        (Level.A, State.CLOSED),
        (Level.A, State.PAST),
    ]
    listed = [Listed(stored(level), state, None, counts=True) for level, state in ordered]
    mixed = [*listed[5:], *listed[1:5], listed[0]]
    assert sorted(mixed, key=lambda one: one.rank) == listed
    assert [one.open for one in listed] == [True] * 4 + [False] * 6


@pytest.mark.parametrize(
    ("rule", "level", "step"),
    [
        (NOT_NUMBER, Level.A, Step.CORRECT),
        ("history.locked", Level.A, Step.SEND_AGAIN),
        ("file.replaces", Level.B, Step.SAY_WHICH),
        (OVERPAID, Level.B, Step.WAIVE),
        ("cell.personal", Level.C, Step.ANSWER),
        ("a rule of former times", Level.C, Step.ANSWER),
    ],
)
def test_what_settles_a_finding(rule: str, level: Level, step: Step) -> None:
    from zsstat.catalog import load_catalogue

    one = Listed(stored(level, rule), State.TO_EXPLAIN, None, counts=False)
    assert step_for(one, load_catalogue(None)) is step


def test_what_two_counties_sent_is_resolved() -> None:
    from zsstat.catalog import load_catalogue
    from zsstat.checks.elsewhere import BETWEEN

    catalogue = load_catalogue(None)
    rules = [rule for rule in catalogue.rules.values() if rule.check in BETWEEN]
    assert len(rules) >= 2
    for rule in rules:
        one = Listed(stored(rule.level, rule.id), State.TO_EXPLAIN, None, counts=True)
        assert step_for(one, catalogue) is Step.RESOLVE


def test_a_second_file_is_answered_by_saying_which(office: Office) -> None:
    office.send("汉滨区")
    assert office.send("汉滨区", total=4, name="汉滨区 再报.xlsx") == "returned"
    out = office.do("findings").out
    assert '　　　　zsstat import "汉滨区 再报.xlsx" --replace --reason 更正的理由\n' in out


# --- which are listed -------------------------------------------------------------------------


def test_filters(two_alike: Office) -> None:
    assert {e["level"] for e in found(two_alike, "--level", "A", "--level", "B")} == {"A", "B"}
    assert {e["reporter"] for e in found(two_alike, "--reporter", "紫阳县")} == {"ziyang"}
    assert {e["rule"] for e in found(two_alike, "--rule", OVERPAID)} == {OVERPAID}
    assert {e["level"] for e in found(two_alike, "--open")} <= {"A", "B", "C"}
    assert found(two_alike, "--reporter", "紫阳县", "--rule", OVERPAID) == []
    assert "没有要列的问题" in told(two_alike, "--reporter", "紫阳县", "--rule", OVERPAID)


def test_the_latest_period_may_be_one_that_was_only_sent_back(office: Office) -> None:
    assert office.send("汉滨区", month=9) == "accepted"
    assert office.send("汉滨区", total=FAULTY) == "returned"
    machine = office.do("findings", "--format", "json").json
    assert (machine["year"], machine["month"]) == (2020, 12)
    assert NOT_NUMBER in {entry["rule"] for entry in machine["findings"]}


def test_other_periods_are_told_by_their_open_findings(office: Office) -> None:
    assert office.send("紫阳县", total=FAULTY, month=9) == "returned"
    assert office.send("汉滨区") == "accepted"
    machine = office.do("findings", "--format", "json").json
    assert (machine["year"], machine["month"]) == (2020, 12)
    here, elsewhere = numbers(found(office, "--open")), machine["elsewhere"]
    there = found(office, "--year", 2020, "--month", 9, "--open")
    assert elsewhere == [{"year": 2020, "month": 9, "open": len(numbers(there))}]
    assert NOT_NUMBER in {entry["rule"] for entry in there}
    assert not set(here) & set(numbers(there))
    *_, last, command = office.do("findings").out.splitlines()
    assert "其他时期还有要办的：2020年1—9月" in last
    assert command == "　　　　zsstat findings --year 2020 --month 9 --open"
    assert office.do("findings", "--reporter", "汉滨区", "--format", "json").json["elsewhere"] == []


def test_a_workbook_of_an_unknown_sender_is_listed_until_it_is_known(office: Office) -> None:
    path = office.book("", name="无名.xlsx")
    assert office.do("import", path).status == 1
    out = told(office)
    assert "单位不明　无名.xlsx" in out
    assert "请无名.xlsx改正后重报" in out
    assert office.do("import", path, "--reporter", "汉滨区").status == 0
    assert "无名.xlsx改正后重报" not in told(office)
    assert {entry["reporter"] for entry in found(office, "--open")} <= {"hanbin"}


def test_a_workbook_of_no_period_is_listed_with_the_latest(office: Office) -> None:
    path = office.book("汉滨区", name="无期.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"] = "汉滨区"
    for row in book.worksheets[0].iter_rows(min_row=3):
        row[3].value = None
    book.save(path)
    office.do("import", path)
    machine = office.do("findings", "--format", "json").json
    assert (machine["year"], machine["month"]) == (None, None)
    assert "file.period_missing" in {entry["rule"] for entry in machine["findings"]}
    assert "报告期不明：共" in told(office)
    office.send("汉阴县")
    assert "file.period_missing" in {entry["rule"] for entry in found(office)}
    assert "file.period_missing" not in {e["rule"] for e in found(office, "--year", 2020)}


def test_what_cannot_be_listed_is_refused(office: Office) -> None:
    office.send("汉滨区")
    refusals = {
        ("--year", 2018): "没有收到过2018年的报表",
        ("--month", 3): "没有收到过2020年1—3月的报表",
        ("--rule", "cell.not_numbr"): "没有规则“cell.not_numbr”",
        ("--reporter", "汉口"): "没有地区“汉口”",
        ("--level", "E"): "--level 的值不对",
        ("--output", office.folder / "x.txt"): "--output 要同时用 --format",
        ("--format", "xlsx"): "xlsx 要写入文件",
    }
    for words, said in refusals.items():
        done = office.do("findings", *words)
        assert (done.status, done.out) == (2, ""), words
        assert said in done.err
    assert "cell.not_number" in office.do("findings", "--rule", "cell.not_numbr").err


def test_an_empty_database_is_said_to_be_one(office: Office) -> None:
    with open_store(office.db, create=True):
        pass
    done = office.do("findings")
    assert done.status == 2
    assert "数据库里还没有报表" in done.err


# --- formats ----------------------------------------------------------------------------------


def test_the_machine_form(two_alike: Office) -> None:
    machine = two_alike.do("findings", "--format", "json").json
    assert set(machine) == {"year", "month", "findings", "undecided", "elsewhere"}
    assert list(machine["findings"][0]) == [
        "number", "rule", "level", "outcome", "state", "open", "reporter", "year", "month", "file",
        "submission", "sheet", "cells", "message", "shown", "expected", "difference", "action",
        "answer", "waiver",
    ]  # fmt: skip
    first = machine["findings"][0]
    assert (first["sheet"], first["cells"], first["shown"]) == ("projects", ["C3"], FAULTY)
    assert (first["answer"], first["waiver"]) == (None, None)


def test_the_csv_is_flat_and_its_columns_do_not_depend_on_waivers(two_alike: Office) -> None:
    out = two_alike.do("findings", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert len(rows) == len(found(two_alike))
    assert {"number", "state", "waiver.who", "waiver.reason", "waiver.at"} <= set(rows[0])
    assert (rows[0]["state"], rows[0]["cells"]) == ("to_correct", "C3")
    number = next(row["number"] for row in rows if row["rule"] == OVERPAID)
    two_alike.do("waive", number, "--reason", "设备涨价", "--by", "李四")
    again = two_alike.do("findings", "--format", "csv").out
    waived = list(csv.DictReader(io.StringIO(again.removeprefix("\ufeff"))))
    assert list(waived[0]) == list(rows[0])
    assert [r["waiver.who"] for r in waived if r["rule"] == OVERPAID] == ["李四"]


def test_the_workbook_has_a_row_for_each_finding(two_alike: Office) -> None:
    path = two_alike.folder / "问题.xlsx"
    assert two_alike.do("findings", "--format", "xlsx", "--output", path).status == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value == "2020年报表问题清单"
    heads = [cell.value for cell in sheet[2]]
    rows = [dict(zip(heads, (c.value for c in row), strict=True)) for row in sheet.iter_rows(3)]
    listed = [row for row in rows if row["级别"]]
    assert [str(row["编号"]) for row in listed] == [*map(str, numbers(found(two_alike)))]
    first = listed[0]
    assert (first["级别"], first["状态"], first["填报单位"]) == ("A", "待改正", "紫阳县")
    assert (first["工作表"], first["单元格"], first["填报"]) == ("projects", "C3", FAULTY)
    assert str(rows[-1]["编号"]).startswith("注：2020年：共")


def test_long_sentences_are_folded_in_the_workbook(two_alike: Office) -> None:
    path = two_alike.folder / "问题.xlsx"
    two_alike.do("findings", "--all", "--format", "xlsx", "--output", path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    (column,) = [cell.column_letter for cell in sheet[2] if cell.value == "问题"]
    room = sheet.column_dimensions[column].width
    assert room <= 42
    long = [c for c in sheet[column][2:] if c.value and display_width(str(c.value)) > 2 * room]
    assert long
    for cell in long:
        assert cell.alignment.wrap_text
        lines = display_width(str(cell.value)) / (room - 2)
        assert (sheet.row_dimensions[cell.row].height or 0) >= 15 * lines


@pytest.mark.parametrize("columns", [80, 120])
def test_it_fits_the_terminal(
    two_alike: Office, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = list(_without_commands(two_alike.do("findings", "--all").out))
    assert max(map(display_width, lines)) <= columns
    assert max(map(display_width, lines)) > columns - 20, "the room is used"


def _without_commands(text: str) -> Iterator[str]:
    yield from (line for line in text.splitlines() if not line.startswith("　　　　zsstat "))
