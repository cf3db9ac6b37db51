"""``zsstat status``: who owes what, what came when, how late, what is open; and reminders."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from tests.cli_support import SAMPLE_CONFIG, run
from tests.matrix_support import yearbook
from tests.status_support import Office
from zsstat.cli.paper import PIPE_WIDTH
from zsstat.model import Period
from zsstat.pipeline.rounds import Stage, round_on
from zsstat.render.lines import display_width
from zsstat.store import open_store

FAULTY, UNEXPLAINED = "待定", 0.4
"""A total that cannot be read; one that is less than what was paid in (5000万元)."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


@pytest.fixture
def january(office: Office) -> Office:
    """Deadline 10 January, today the 13th: one in time, one late, one sent back twice, one sent
    back once and accepted since, all others missing."""
    assert office.send("汉滨区", day="2021-01-08") == "accepted"
    assert office.send("汉阴县", day="2021-01-12") == "accepted"
    assert office.send("紫阳县", day="2021-01-08", total=FAULTY) == "returned"
    assert office.send("紫阳县", day="2021-01-09", total="未定") == "returned"
    assert office.send("岚皋县", day="2021-01-09", total=FAULTY) == "returned"
    assert office.send("岚皋县", day="2021-01-13") == "accepted"
    return office


# --- where everybody stands -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "status", "back", "first", "accepted", "late"),
    [
        ("hanbin", "accepted", 0, "2021-01-08", "2021-01-08", 0),
        ("hanyin", "accepted", 0, "2021-01-12", "2021-01-12", 2),
        ("ziyang", "returned", 2, "2021-01-08", None, 3),
        ("langao", "accepted", 1, "2021-01-09", "2021-01-13", 3),
        ("pingli", "missing", 0, None, None, 3),
        ("shaanxi", "missing", 0, None, None, None),
    ],
)
def test_where_a_sender_stands(
    january: Office, area: str, status: str, back: int, first: str, accepted: str, late: int
) -> None:
    row = january.row(area)
    assert (row["status"], row["times_returned"]) == (status, back)
    assert (row["first_received"], row["accepted"]) == (first, accepted)
    assert row["days_late"] == late


def test_the_sum_of_it_all(january: Office) -> None:
    told = january.json()
    assert told["reporters"] == {
        "expected": 14, "accepted": 3, "returned": 1, "missing": 10, "late": 13,
    }  # fmt: skip
    assert (told["today"], told["deadline"]) == ("2021-01-13", "2021-01-10")
    assert "14个单位，已报3，退回待报1，未报10，逾期13" in january.status().out


def test_before_the_deadline_nobody_is_late(january: Office) -> None:
    told = january.json(day="2021-01-10")
    assert [row["days_late"] for row in told["rows"] if row["status"] == "missing"][:-1] == [0] * 10
    assert january.json(day="2021-01-11")["reporters"]["late"] == 13


def test_without_a_deadline_nobody_is_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch, due=None)
    office.send("汉滨区")
    told = office.json(day="2031-01-01")
    assert told["deadline"] is None
    assert {row["days_late"] for row in told["rows"]} == {None}
    assert "没有规定这一期的截止日" in office.status().out


def test_the_same_bytes_judged_again_went_back_once(office: Office) -> None:
    path = office.book("紫阳县", total=FAULTY)
    for _ in range(2):
        assert office.do("import", path).status == 1
    assert office.row("ziyang")["times_returned"] == 1
    assert office.send("紫阳县", total="未定") == "returned"
    assert office.row("ziyang")["times_returned"] == 2


def test_an_explanation_accepted_later_makes_nothing_late(office: Office) -> None:
    assert office.send("平利县", day="2021-01-09", total=UNEXPLAINED) == "returned"
    row = office.row("pingli")
    assert (row["status"], row["open_b"]) == ("returned", 1)
    (finding,) = office.json("--findings")["findings"]
    office.today("2021-01-12")
    number = finding["number"]
    assert office.do("waive", number, "--reason", "设备涨价", "--by", "李四").status == 0
    row = office.row("pingli")
    assert (row["status"], row["open_b"], row["days_late"]) == ("accepted", 0, 0)
    assert (row["first_received"], row["accepted"]) == ("2021-01-09", "2021-01-12")


def test_a_correction_makes_nothing_late(office: Office) -> None:
    office.send("汉滨区", day="2021-01-08")
    again = ("--replace", "--reason", "更正")
    assert office.send("汉滨区", *again, day="2021-01-15", total=4) == "accepted"
    row = office.row("hanbin")
    assert (row["first_received"], row["accepted"]) == ("2021-01-08", "2021-01-08")
    assert row["days_late"] == 0


def test_a_second_file_without_a_word_leaves_something_open(office: Office) -> None:
    office.send("汉滨区", day="2021-01-08")
    assert office.send("汉滨区", day="2021-01-12", total=4) == "returned"
    row = office.row("hanbin")
    assert (row["status"], row["days_late"], row["open_b"]) == ("partly_returned", 2, 1)
    assert row["tables"]["projects"] == "accepted"
    assert office.json()["reporters"]["returned"] == 1


def test_targets_alone_report_nothing(office: Office) -> None:
    assert office.send("汉滨区", tables="targets") == "accepted"
    row = office.row("hanbin")
    assert row["status"] == "missing"
    assert row["tables"]["targets"] == "accepted"
    assert row["tables"]["projects"] == "missing"


def test_the_province_is_listed_and_not_counted(january: Office) -> None:
    row = january.row("shaanxi")
    assert set(row["tables"]) == {"province"}
    assert "province" not in january.row("hanbin")["tables"]


def test_where_only_one_sends_it_is_counted(tmp_path: Path) -> None:
    from datetime import datetime

    with open_store(tmp_path / "x.db", create=True, catalogue_fingerprint="f") as store:
        now = datetime(2021, 1, 5).astimezone()
        round_ = round_on(store, yearbook(), Period(2020), now)
    assert [(s.area.id, s.stage) for s in round_.reporters] == [("office", Stage.MISSING)]


# --- tables that are owed ---------------------------------------------------------------------


def tables(office: Office, area: str) -> dict[str, str | None]:
    return {t: state for t, state in office.row(area)["tables"].items() if state}


def test_without_a_precedent_facts_are_awaited_until_some_have_come(office: Office) -> None:
    office.send("汉阴县")
    awaited = {"projects": "missing", "foreign": "missing", "activities": "missing"}
    assert tables(office, "hanbin") == awaited
    assert tables(office, "hanyin") == {"projects": "accepted"}


def test_what_was_sent_last_year_is_owed(office: Office) -> None:
    office.send("汉滨区", year=2019, tables="projects foreign")
    assert tables(office, "hanbin") == {"projects": "missing", "foreign": "missing"}
    office.send("汉滨区", total=FAULTY)
    assert tables(office, "hanbin") == {"projects": "returned", "foreign": "returned"}
    office.send("汉滨区")
    assert tables(office, "hanbin") == {"projects": "accepted", "foreign": "missing"}
    assert "外资企业以前报过、这一期没有，请问是否漏报：汉滨区" in office.status().out


def test_last_year_goes_before_last_month(office: Office) -> None:
    office.send("汉滨区", year=2019, month=9, tables="projects")
    office.send("汉滨区", year=2020, month=8, tables="projects foreign targets")
    told = office.json("--month", 9)
    (row,) = [row for row in told["rows"] if row["area"] == "hanbin"]
    assert {t for t, state in row["tables"].items() if state} == {"projects"}
    told = office.json("--month", 10)
    (row,) = [row for row in told["rows"] if row["area"] == "hanbin"]
    assert {t for t, state in row["tables"].items() if state} == {"projects", "foreign"}


# --- text -------------------------------------------------------------------------------------


def test_the_tables_fit_a_terminal(january: Office) -> None:
    said = january.status().out.splitlines()
    assert max(map(display_width, said)) <= PIPE_WIDTH
    first, second = (line.split() for line in said if line.startswith("紫阳县"))
    assert first == ["紫阳县", "待重报", "2次", "2021-01-08", "-", "3天", "-", "-"]
    assert second == ["紫阳县", "待重报", "待重报", "待重报", "-"]
    _, second = (line.split() for line in said if line.startswith("汉滨区"))
    assert second == ["汉滨区", "已接收", "-", "-", "-"]


def test_what_to_do_next(january: Office) -> None:
    said = january.status().out.splitlines()
    assert "下一步：请紫阳县更正后重报" in said
    assert "　　　　问题和编号见 zsstat status --year 2020 --findings" in said
    assert any(line.startswith("下一步：催报市本级、石泉县") for line in said)
    assert "　　　　催报文字见 zsstat status --year 2020 --urge" in said
    assert "zsstat status --year 2020 --month 9 --urge" in january.status("--month", 9).out
    asked = january.status("--urge", "--findings").out
    assert "请紫阳县更正后重报" in asked
    assert "zsstat" not in asked


def test_many_names_are_cut(january: Office) -> None:
    assert "等11个单位" in january.status().out


def test_a_round_that_is_complete_says_so(sample_db: Path) -> None:
    done = run("status", "--year", 2020, db=sample_db, config=SAMPLE_CONFIG)
    assert "14个单位，已报14，退回待报0，未报0，逾期0" in done.out
    assert "各单位都已报齐，可以汇总\n　　　　zsstat summary --year 2020\n" in done.out
    assert "请核实的事项还有" in done.out
    urged = run("status", "--year", 2020, "--urge", db=sample_db, config=SAMPLE_CONFIG)
    assert "没有需要催报的单位" in urged.out


def test_findings_that_ask_are_counted(sample_db: Path) -> None:
    done = run(
        "status", "--year", 2020, "--details", "--format", "json",
        db=sample_db, config=SAMPLE_CONFIG,
    )  # fmt: skip
    told = done.json
    (langao,) = [row["open_c"] for row in told["rows"] if row["area"] == "langao"]
    asked = {
        (f["rule"], f["message"], f["shown"])
        for f in told["further"]
        if (f["reporter"], f["level"], f["outcome"]) == ("langao", "C", "fail")
    }
    assert langao == len(asked) > 0
    assert all(f["open"] for f in told["further"] if (f["level"], f["outcome"]) == ("C", "fail"))
    assert "findings" not in told
    assert "reminders" not in told


# --- reminders --------------------------------------------------------------------------------


def reminder(office: Office, area: str) -> str:
    (text,) = [r["text"] for r in office.json("--urge")["reminders"]["each"] if r["area"] == area]
    return str(text)


def test_who_has_sent_nothing_is_told_what_is_owed(january: Office) -> None:
    assert reminder(january, "pingli") == (
        "平利县：\n"
        "你单位2020年报表尚未报送。\n"
        "截止日为2021年1月10日，已逾期3天，请尽快报送。\n"
        "如有疑问，请与我局负责统计的同志联系。\n"
        "安康市招商和经济合作局\n"
        "2021年1月13日"
    )
    january.send("平利县", year=2019, tables="projects foreign")
    assert "尚未报送，应报：项目台账、外资企业。" in reminder(january, "pingli")


def test_who_was_sent_back_is_told_why(january: Office) -> None:
    assert reminder(january, "ziyang") == (
        "紫阳县：\n"
        "你单位2020年报表“紫阳县.xlsx”已于2021年1月9日退回（第2次），至今没有重报。\n"
        "需要改正或说明的问题共1条：\n"
        "1. “总投资”填“未定”，看不出是多少（工作表“projects” C3）。\n"
        "具体位置和办法见退回函和审核稿（工作表“审核意见”）。\n"
        "截止日为2021年1月10日，已逾期3天，请尽快报送。\n"
        "如有疑问，请与我局负责统计的同志联系。\n"
        "安康市招商和经济合作局\n"
        "2021年1月13日"
    )


def test_what_is_said_to_the_office_is_not_in_a_reminder(office: Office) -> None:
    office.send("汉滨区")
    office.send("汉滨区", total=4)
    assert "已经接收过项目台账" in reminder(office, "hanbin")
    assert "--" not in reminder(office, "hanbin")


def test_before_the_deadline_a_reminder_asks(january: Office) -> None:
    january.today("2021-01-10")
    assert "\n请于2021年1月10日前报送。\n" in reminder(january, "pingli")
    january.today("2021-01-11")
    assert "已逾期1天" in reminder(january, "pingli")


def test_without_a_deadline_a_reminder_asks_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch, due=None)
    office.send("汉滨区")
    assert "\n请尽快报送。\n" in reminder(office, "pingli")


def test_one_text_for_all(january: Office) -> None:
    told = january.json("--urge")["reminders"]
    assert told["together"] == (
        "【催报】2020年报表应报14个单位，截至2021年1月13日已报3个。\n"
        "未报10个：市本级、石泉县、宁陕县、平利县、镇坪县、旬阳县、白河县、"
        "安康高新区、恒口示范区、瀛湖生态旅游区。\n"
        "退回待重报1个：紫阳县。\n"
        "截止日为2021年1月10日，已逾期3天，请尽快报送。\n"
        "安康市招商和经济合作局\n"
        "2021年1月13日"
    )
    assert len(told["each"]) == 11
    assert "陕西省" not in told["together"]
    said = january.status("--urge").out
    assert told["together"] in said
    assert all(one["text"] in said for one in told["each"])


def test_many_findings_are_cut(office: Office) -> None:
    path = office.book("紫阳县", total=FAULTY)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for number in range(4, 11):
        sheet.append([f"第{number}个加工项目", "浙江", f"待定{number}", "2020年3月5日", "开工"])
    book.save(path)
    office.do("import", path)
    text = reminder(office, "ziyang")
    blocking = len(office.json("--findings")["findings"])
    assert f"问题共{blocking}条" in text
    assert "\n5. " in text
    assert "\n6. " not in text
    assert f"其余{blocking - 5}条见审核稿。" in text


# --- formats ----------------------------------------------------------------------------------


def test_csv_has_a_row_for_each_sender(january: Office) -> None:
    text = january.status("--format", "csv").out.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 15
    (ziyang,) = [row for row in rows if row["area"] == "ziyang"]
    assert ziyang["status"] == "returned"
    assert ziyang["days_late"] == "3"
    assert ziyang["accepted"] == ""
    assert ziyang["tables.projects"] == "returned"
    assert ziyang["tables.targets"] == ""


def test_xlsx_has_both_tables(january: Office, tmp_path: Path) -> None:
    target = tmp_path / "报送情况.xlsx"
    assert january.status("--format", "xlsx", "--output", target).status == 0
    first, second = openpyxl.load_workbook(target).worksheets
    (row,) = [r for r in first.iter_rows(values_only=True) if r[0] == "紫阳县"]
    assert row == ("紫阳县", "待重报", "2次", "2021-01-08", "—", "3天", "—", "—")
    (row,) = [r for r in second.iter_rows(values_only=True) if r[0] == "紫阳县"]
    assert row == ("紫阳县", "待重报", "待重报", "待重报", "—")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--output", "x.txt"), "--output 要同时用 --format"),
        (("--format", "xlsx"), "xlsx 要写入文件"),
        (("--format", "csv", "--urge"), "不能写成 csv"),
        (("--format", "xlsx", "--findings"), "不能写成 xlsx"),
    ],
)
def test_what_cannot_be_written(office: Office, words: tuple[str, ...], said: str) -> None:
    office.send("汉滨区")
    done = office.status(*words)
    assert done.status == 2
    assert said in done.err


def test_what_was_sent_back_makes_a_round(office: Office) -> None:
    office.send("汉滨区", total=FAULTY)
    done = office.do("status")
    assert done.status == 0
    assert "2020年报送情况" in done.out
    assert "退回待报1" in done.out


# --- answers ----------------------------------------------------------------------------------


def test_an_answer_in_the_review_workbook_closes_what_was_asked(office: Office) -> None:
    back = office.folder / "退回"
    path = office.book("紫阳县", total=FAULTY)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A3"] = "某厂"
    book.save(path)
    office.do("import", path, "--review", back)
    assert office.row("ziyang")["open_c"] == 1
    review = back / "紫阳县.审核.xlsx"
    book = openpyxl.load_workbook(review)
    (asked,) = [r for r in book["审核意见"].iter_rows(min_row=10) if r[1].value == "核实性"]
    asked[9].value = "就叫这个名字"
    book["projects"]["C3"] = 3
    book.save(review)
    assert office.do("import", review).status == 0
    row = office.row("ziyang")
    assert (row["status"], row["open_c"]) == ("accepted", 0)


def test_what_was_withdrawn_was_never_received(office: Office) -> None:
    office.send("汉滨区")
    with open_store(office.db) as store:
        (row,) = store.submissions()
    done = office.do("withdraw", row.id, "--reason", "报错单位", "--by", "李四")
    assert done.status == 0, done.err
    row_now = office.row("hanbin")
    assert (row_now["status"], row_now["first_received"]) == ("missing", None)
