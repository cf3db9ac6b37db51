"""Decisions where they meet each other, mistakes, and those who would get round them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.decisions_hard_support import (
    ADDING,
    REPLACING,
    WHY,
    activities,
    shared,
    sheet_of,
    targets,
    traced,
    unbalanced,
)
from tests.rounds_support import Bureau, project
from zsstat.catalog import load_catalogue
from zsstat.model import Period
from zsstat.pipeline.history import HistoryReader
from zsstat.store import open_store
from zsstat.store.named import named_queries


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def rules(entry: dict[str, Any]) -> set[str]:
    return {f["rule"] for f in entry["findings"] if f["outcome"] == "fail"}


# --- locks ------------------------------------------------------------------------------------


def test_targets_of_the_year_replaced_after_a_lock_are_refused(bureau: Bureau) -> None:
    """The year's targets come as a table of the whole year and hold in its months."""
    bureau.accept("汉滨区", 2021, 3, project())
    assert targets(bureau, "汉滨区", 2021, 12, 5000)["status"] == "accepted"
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    before = bureau.row(2021, 3, "funds_total", "hanbin")
    entry = targets(bureau, "汉滨区", 2021, 12, 900, *REPLACING, name="b.xlsx")
    assert rules(entry) >= {"history.locked"}
    assert "已锁定" in bureau.refused("withdraw", 2, *WHY)
    assert bureau.row(2021, 3, "funds_total", "hanbin") == before


def test_the_first_targets_of_another_county_are_refused_after_a_lock(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.accept("汉阴县", 2021, 3, project("汉阴的茶叶加工项目", 投资方="乙公司"))
    targets(bureau, "汉滨区", 2021, 1, 5000)
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    assert "history.locked" in rules(targets(bureau, "汉阴县", 2021, 12, 4000))
    assert "history.locked" in rules(targets(bureau, "汉阴县", 2021, 2, 4000))


def test_targets_that_a_locked_month_does_not_use_go_in(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    targets(bureau, "汉滨区", 2021, 1, 5000)
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    before = bureau.row(2021, 3, "funds_total", "hanbin")
    assert targets(bureau, "汉滨区", 2021, 6, 6000)["status"] == "accepted"
    assert bureau.row(2021, 3, "funds_total", "hanbin") == before


# --- withdrawals ------------------------------------------------------------------------------


def replaced(bureau: Bureau, *amounts: int) -> None:
    """A return and its corrections, one after the other."""
    bureau.accept("汉滨区", 2021, 3, project(本年到位资金=amounts[0]))
    for number, amount in enumerate(amounts[1:], 2):
        name = f"更正{number}.xlsx"
        corrected = project(本年到位资金=amount)
        entry = bureau.send("汉滨区", 2021, 3, corrected, more=REPLACING, name=name)
        assert entry["status"] == "accepted"


def test_what_was_withdrawn_does_not_come_back_with_its_successor(bureau: Bureau) -> None:
    """B had two tables, one was replaced, then B was withdrawn: it never counts again."""
    bureau.accept("汉滨区", 2021, 3, project(本年到位资金=1000))
    both = bureau.write("汉滨区", 2021, 3, project(本年到位资金=2000), name="b.xlsx")
    book = openpyxl.load_workbook(both)
    sheet = book.create_sheet("目标任务")
    for row in (
        ("2021年1—3月招商引资目标任务",),
        ("填报单位：汉滨区",),
        ("指标", "下达单位", "年度目标(万元)"),
        ("到位资金合计", "市", 5000),
    ):
        sheet.append(list(row))
    book.save(both)
    (entry,) = bureau.do("import", both, *REPLACING, "--format", "json").json["files"]
    assert entry["status"] == "accepted"
    last = project(本年到位资金=3000)
    assert bureau.send("汉滨区", 2021, 3, last, more=REPLACING, name="c.xlsx")["status"] == (
        "accepted"
    )
    bureau.must("withdraw", 2, *WHY)  # its targets still counted
    assert bureau.value(2021, 3, "hanbin") == 3000
    bureau.must("withdraw", 3, *WHY)
    assert bureau.value(2021, 3, "hanbin") == 1000


def test_a_part_that_was_added_stays_when_what_it_was_added_to_goes(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project(本年到位资金=1000))
    second = project("第二个茶叶项目", 本年到位资金=20)
    assert (
        bureau.send("汉滨区", 2021, 3, second, more=ADDING, name="b.xlsx")["status"] == "accepted"
    )
    both = project(本年到位资金=3000)
    assert bureau.send("汉滨区", 2021, 3, both, more=REPLACING, name="c.xlsx")["status"] == (
        "accepted"
    )
    third = project("第三个茶叶项目", 本年到位资金=7)
    assert bureau.send("汉滨区", 2021, 3, third, more=ADDING, name="d.xlsx")["status"] == "accepted"
    assert bureau.value(2021, 3, "hanbin") == 3007
    bureau.must("withdraw", 3, *WHY)
    assert bureau.value(2021, 3, "hanbin") == 1027
    assert bureau.must("verify").status == 0
    bureau.must("withdraw", 4, *WHY)
    assert bureau.value(2021, 3, "hanbin") == 1020


def test_a_chain_of_corrections_is_withdrawn_from_its_end(bureau: Bureau) -> None:
    replaced(bureau, 1000, 2000, 3000)
    assert "没有计入" in bureau.refused("withdraw", 2, *WHY)
    bureau.must("withdraw", 3, *WHY)
    assert bureau.value(2021, 3, "hanbin") == 2000
    bureau.must("withdraw", 2, *WHY)
    assert bureau.value(2021, 3, "hanbin") == 1000
    again = project(本年到位资金=3000)
    assert bureau.send("汉滨区", 2021, 3, again, more=REPLACING, name="更正3.xlsx")["status"] == (
        "accepted"
    )
    assert bureau.value(2021, 3, "hanbin") == 3000


@pytest.mark.parametrize("what", ["²", "99999999999999999999", "0", "-1", " "])
def test_a_number_that_is_none_is_refused(bureau: Bureau, what: str) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.refused("withdraw", what, *WHY)


@pytest.mark.parametrize("command", ["waive", "revoke", "answer"])
def test_a_number_beyond_all_numbers_is_refused(bureau: Bureau, command: str) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    text = ("说明",) if command == "answer" else WHY
    bureau.refused(command, "99999999999999999999", *text)


# --- the same thing from several reporters ------------------------------------------------------


def both_sent(bureau: Bureau, *own: dict[str, Any]) -> int:
    bureau.accept("汉滨区", 2021, 3, *(own or (shared(本年到位资金=1000),)))
    assert bureau.send("汉阴县", 2021, 3, shared(本年到位资金=900))["status"] == "returned"
    return bureau.finding("elsewhere.same_project")


def funds(bureau: Bureau, month: int = 3) -> tuple[object, ...]:
    areas = ("hanbin", "hanyin", "ankang")
    return tuple(bureau.value(2021, month, area) for area in areas)


def test_a_second_resolution_takes_the_place_of_the_first(bureau: Bureau) -> None:
    number = both_sent(bureau)
    bureau.must("resolve", number, "--to", "汉滨区", *WHY)
    assert funds(bureau) == (1000, 0, 1000)
    bureau.must("resolve", number, "--to", "汉阴县", *WHY)
    assert funds(bureau) == (0, 900, 900)
    bureau.must("resolve", number, "--both", *WHY)
    assert funds(bureau) == (1000, 900, 1900)
    bureau.must("revoke", 3, *WHY)
    assert funds(bureau) == (0, 900, 900)
    assert not list(unbalanced(bureau, 2021, 3))


def test_a_third_reporter_is_divided_with_the_first_two(bureau: Bureau) -> None:
    bureau.must("resolve", both_sent(bureau), "--share", "汉滨区=60", "--share", "汉阴县=40", *WHY)
    assert funds(bureau) == (600, 400, 1000)
    entry = bureau.send("石泉县", 2021, 3, shared(本年到位资金=500))
    assert entry["status"] == "returned"
    number = bureau.finding("elsewhere.same_project")
    bureau.must("resolve", number, "--to", "石泉县", *WHY)
    assert (*funds(bureau), bureau.value(2021, 3, "shiquan")) == (0, 0, 500, 500)
    assert not list(unbalanced(bureau, 2021, 3))


def test_two_rows_of_one_reporter_are_one_claim(bureau: Bureau) -> None:
    """One county entered the project in two rows, by another name each."""
    code = {"项目编号": "AK-2021-001"}
    rows = (
        project("富硒茶饮料生产线一号线项目", 本年到位资金=600, **code),
        project("富硒茶饮料生产线二号线项目", 本年到位资金=400, **code),
    )
    bureau.send("汉滨区", 2021, 3, *rows)
    for _ in range(3):
        with open_store(bureau.db) as store:
            asked = [
                f.id
                for f in store.findings()
                if f.finding.blocks and f.finding.level == "B" and f.finding.waiver is None
            ]
        for number in asked:
            bureau.do("waive", number, *WHY)
    assert bureau.value(2021, 3, "hanbin") == 1000
    assert bureau.send("汉阴县", 2021, 3, shared(本年到位资金=900))["status"] == "returned"
    number = bureau.finding("elsewhere.same_project")
    bureau.must("resolve", number, "--share", "汉滨区=60", "--share", "汉阴县=40", *WHY)
    assert funds(bureau) == (600, 400, 1000)
    bureau.must("resolve", number, "--to", "汉滨区", *WHY)
    assert funds(bureau) == (1000, 0, 1000)
    assert not list(unbalanced(bureau, 2021, 3))


def test_a_code_that_comes_later_and_a_new_name_change_nothing(bureau: Bureau) -> None:
    plain = project(统一社会信用代码=None)
    bureau.accept("汉滨区", 2021, 3, plain)
    entry = bureau.send("汉阴县", 2021, 3, plain | {"本年到位资金": 900, "其中省际": 900})
    (number,) = {bureau.finding(r) for r in rules(entry) if r.startswith("elsewhere.")}
    bureau.must("resolve", number, "--to", "汉滨区", *WHY)
    bureau.accept("汉滨区", 2021, 4, shared(本年到位资金=1500))
    later = bureau.send("汉阴县", 2021, 4, shared(本年到位资金=1400))
    assert not {r for r in rules(later) if r.startswith("elsewhere.")}
    assert funds(bureau, 4) == (1500, 0, 1500)


def test_what_is_withdrawn_is_no_duplicate_any_more(bureau: Bureau) -> None:
    bureau.must("resolve", both_sent(bureau), "--to", "汉滨区", *WHY)
    bureau.must("withdraw", "汉滨区", *WHY)
    assert bureau.value(2021, 3, "hanyin") == 900
    assert bureau.value(2021, 3, "ankang") == 900


def test_the_other_findings_of_a_resolved_return_still_block(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, shared())
    wrong = project("汉阴的茶叶加工项目", 投资方="乙公司", 总投资="待定")
    assert bureau.send("汉阴县", 2021, 3, shared(本年到位资金=900), wrong)["status"] == "returned"
    number = bureau.finding("elsewhere.same_project")
    done = bureau.do("resolve", number, "--to", "汉滨区", *WHY)
    assert done.status == 1
    right = wrong | {"总投资": 8000}
    bureau.accept("汉阴县", 2021, 3, shared(本年到位资金=900), right)
    assert funds(bureau) == (1000, 1000, 2000)


# --- entries ----------------------------------------------------------------------------------


@pytest.mark.parametrize("area", ["西安市", "陕西省"])
def test_an_entry_for_whom_the_city_is_not_the_sum_of_is_refused(bureau: Bureau, area: str) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    asked = ("到位资金", "5万元", "--year", 2021, "--month", 3, "--area", area)
    bureau.refused("adjust", *asked, *WHY)
    bureau.refused("restate", *asked, "--source", "统计局", *WHY)
    assert bureau.log() == []


@pytest.mark.parametrize("amount", ["99999999999999999亿元", "-99999999999999999亿元"])
def test_an_amount_beyond_what_can_be_kept_is_refused(bureau: Bureau, amount: str) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    asked = ("--year", 2021, "--month", 3, *WHY)
    bureau.refused("adjust", "到位资金", amount, *asked)
    bureau.refused("restate", "到位资金", amount, *asked, "--source", "统计局")


@pytest.mark.parametrize("said", ["１２万元", "十二万元", "12万 元"])
def test_full_width_and_chinese_numerals_are_understood(bureau: Bureau, said: str) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("adjust", "到位资金", said, "--year", 2021, "--month", 3, *WHY)
    assert bureau.value(2021, 3, "ankang") == 1012


def test_a_cell_that_two_files_of_one_name_have_is_not_guessed(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project(), name="报表.xlsx")
    bureau.accept("汉阴县", 2021, 3, project("汉阴的项目", 投资方="乙公司"), name="报表.xlsx")
    asked = ("adjust", "到位资金", "5万元", "--year", 2021, "--month", 3)
    said = bureau.refused(*asked, "--cell", "报表.xlsx!项目台账!K4", *WHY)
    assert "2" in said


def everything(bureau: Bureau) -> None:
    """Two years of shares, joint trips, entries of both kinds and a restated base."""
    for year in (2020, 2021):
        for month in (2, 3):

            def paid(amount: int, *, of_year: int = year) -> dict[str, Any]:
                return {
                    "签约时间": f"{of_year}-01-15",
                    "开工时间": f"{of_year}-01-20",
                    "本年到位资金": amount,
                    "其中省际": amount,
                    "自签约累计到位": amount + (of_year - 2020) * 5000,
                }

            own = project("汉滨自己的茶叶加工项目", 投资方="甲公司", **paid(month))
            bureau.accept("汉滨区", year, month, shared(**paid(700 * month)), own)
            entry = bureau.send("汉阴县", year, month, shared(**paid(700 * month - 1)))
            if "elsewhere.same_project" in rules(entry):
                number = bureau.finding("elsewhere.same_project")
                asked = ("--share", "汉滨区=33.33", "--share", "汉阴县=66.67")
                bureau.must("resolve", number, *asked, *WHY)
            for who in ("汉滨区", "汉阴县", "石泉县"):
                assert activities(bureau, who, year, month, f"{year}-1-8")["status"] == "accepted"
        when = ("--year", year, "--month", 2)
        bureau.must("adjust", "到位资金", f"-{year % 100}万元", *when, *WHY)
        bureau.must("adjust", "到位资金", "3万元", *when, "--area", "汉阴县", *WHY)
        bureau.must("adjust", "“小分队”精准招商活动", "-1次", *when, *WHY)
    restated = ("restate", "到位资金", "800万元", "--year", 2020, "--month", 3)
    bureau.must(*restated, "--area", "汉滨区", "--source", "统计局", *WHY)


def test_everything_at_once_adds_up_and_is_traced(bureau: Bureau) -> None:
    everything(bureau)
    for year in (2020, 2021):
        for month in (2, 3):
            assert not list(unbalanced(bureau, year, month))
    areas = {"ankang": "全市", "hanbin": "汉滨区", "hanyin": "汉阴县"}
    asked = (("到位资金", "funds_total", 10**8), ("小分队精准招商活动", "squad_trips", 1))
    for what, code, unit in asked:
        for area, name in areas.items():
            row = bureau.row(2021, 3, code, area)
            assert traced(bureau, what, 2021, 3, "--area", name) == Fraction(row["value"]) * unit
            base = traced(bureau, f"{what}.上年同期", 2021, 3, "--area", name)
            assert base == Fraction(row["base"]) * unit


def test_the_months_of_adjusted_books_add_up(bureau: Bureau) -> None:
    """The single month is the difference of the two cumulative figures, entries and all."""
    everything(bureau)
    asked = ("summary", "--year", 2021, "--month", 3, "--single", "--format", "json")
    rows = bureau.must(*asked).json["rows"]
    for area in ("ankang", "hanbin", "hanyin"):
        (single,) = [r for r in rows if (r["area"], r["indicator"]) == (area, "funds_total")]
        months = [bureau.value(2021, month, area) for month in (2, 3)]
        assert Fraction(single["value"]) * 10_000 == months[1] - months[0]
    years = bureau.must("summary", "--years", "2020-2021", "--month", 3, "--format", "json").json
    for row in years["rows"]:
        for of in row.get("years", ()):
            expected = bureau.row(of["year"], 3, row["indicator"], row["area"])["value"]
            assert of["value"] == expected


def test_what_is_counted_by_industry_adds_up_to_the_city(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("adjust", "到位资金", "-300万元", "--year", 2021, "--month", 3, *WHY)
    out = bureau.must("summary", "--year", 2021, "--month", 3, "--by", "industry").out
    assert "调整" in out


# --- restated figures ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [("到位资金合计", "汉滨区", "万元", 800), ("到位资金合计", "汉滨区", "万元", 900)],
        [("到位资金合计", "汉滨区", "万元", 800), ("资金到位率", "汉滨区", "%", 90)],
        [("到位资金合计", "汉滨区", "万元", 800), ("到位资金合计", "汉阴县", "万元", None)],
        [("到位资金合计", "汉滨区", "万元", 800), ("到位资金合计", "西安市", "万元", 900)],
        [("到位资金合计", "汉滨区", "万元", 800), ("到位资金合计", "汉滨市", "万元", 900)],
        [("到位资金合计", "汉滨区", "万元", 800), ("没有这个指标", "汉滨区", "万元", 900)],
    ],
)
def test_a_row_of_restated_figures_that_cannot_count_refuses_the_table(
    bureau: Bureau, rows: list[tuple[object, ...]]
) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    path = sheet_of(bureau, "核定.xlsx", ("指标", "地区", "计量单位", "修订数"), *rows)
    bureau.refused("restate", path, "--year", 2020, "--month", 3, "--source", "统计局", *WHY)
    assert bureau.log() == []


# --- the ledger made anew ---------------------------------------------------------------------


def lower_threshold(tmp_path: Path) -> tuple[object, ...]:
    config = tmp_path / "config"
    config.mkdir(exist_ok=True)
    (config / "indicators.toml").write_text(
        '[constants]\n"大项目门槛" = "1亿元"\n', encoding="utf-8"
    )
    return ("--config", config)


def test_a_repost_keeps_what_was_added(bureau: Bureau, tmp_path: Path) -> None:
    bureau.accept("汉滨区", 2021, 3, project(本年到位资金=1000))
    second = project("第二个茶叶项目", 本年到位资金=20)
    assert (
        bureau.send("汉滨区", 2021, 3, second, more=ADDING, name="b.xlsx")["status"] == "accepted"
    )
    overlay = lower_threshold(tmp_path)
    done = bureau.must("repost", *WHY, *overlay, "--format", "json").json
    assert {f["indicator"] for f in done["figures"]} == {"big_count", "big_total"}
    assert bureau.value(2021, 3, "hanbin") == 1020
    assert bureau.row(2021, 3, "big_count", "hanbin")["value"] == "2"
    assert bureau.must("verify", *overlay).status == 0
    bureau.must("repost", *WHY)  # the overlay is taken away again
    assert bureau.row(2021, 3, "big_count", "hanbin")["value"] == "0"
    assert bureau.value(2021, 3, "hanbin") == 1020


def test_what_is_withdrawn_after_a_repost_is_gone(bureau: Bureau, tmp_path: Path) -> None:
    replaced(bureau, 1000, 2000)
    overlay = lower_threshold(tmp_path)
    bureau.must("repost", *WHY, *overlay)
    assert bureau.row(2021, 3, "big_count", "hanbin")["value"] == "1"
    bureau.must("withdraw", "汉滨区", *WHY, *overlay)
    assert bureau.value(2021, 3, "hanbin") == 1000
    assert bureau.row(2021, 3, "big_count", "hanbin")["value"] == "1"
    bureau.must("withdraw", "汉滨区", *WHY, *overlay)
    with open_store(bureau.db) as store:
        assert store.periods() == ()


# --- looked at again --------------------------------------------------------------------------


def test_a_return_in_two_parts_is_looked_at_as_one(bureau: Bureau) -> None:
    """What stands in the added part has not vanished."""
    names = ("第一个茶叶项目", "第二个魔芋项目")
    bureau.accept("汉滨区", 2021, 3, *(project(n, 投资方=f"{n}公司") for n in names))
    one, two = (project(n, 投资方=f"{n}公司", 本年到位资金=1200) for n in names)
    first = bureau.send("汉滨区", 2021, 4, one)
    if first["status"] != "accepted":
        for rule in rules(first):
            bureau.do("waive", bureau.finding(rule), *WHY)
    assert bureau.send("汉滨区", 2021, 4, two, more=ADDING, name="b.xlsx")["status"] == "accepted"
    done = bureau.do("recheck", "--year", 2021, "--month", 4, "--format", "json").json
    opened = [f["rule"] for change in done["changed"] for f in change["opened"]]
    assert opened == []


def test_what_cannot_be_followed_up_is_not_stored(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction and what it makes of the next month are stored together or not at all."""
    bureau.accept("汉滨区", 2021, 3, project(本年到位资金=1000))
    bureau.accept("汉滨区", 2021, 4, project(本年到位资金=1200))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zsstat.pipeline.returns.Examiner.examine", killed)
    path = bureau.write("汉滨区", 2021, 3, project(本年到位资金=1300), name="更正.xlsx")
    assert bureau.do("import", path, *REPLACING).status == 130
    assert bureau.do("withdraw", 1, *WHY).status in (0, 130)
    monkeypatch.undo()
    assert bureau.value(2021, 3, "hanbin") == 1000
    (entry,) = bureau.do("import", path, *REPLACING, "--format", "json").json["files"]
    assert [f["rule"] for f in entry["affected"][0]["opened"]] == ["history.cumulative_fell"]


def test_the_province_is_compared_with_the_figure_that_the_city_says(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    for amount, more in (("-300万元", ()), ("-100万元", ("--area", "汉滨区"))):
        bureau.must("adjust", "到位资金", amount, "--year", 2021, "--month", 3, *more, *WHY)
    catalogue, march = load_catalogue(None), Period(2021, 3)
    with open_store(bureau.db) as store:
        known = HistoryReader(store, catalogue).of(catalogue.province, march).sums
        own = HistoryReader(store, catalogue).of("hanbin", march).sums
    assert known["ankang", "funds_total", march] == 6_000_000
    assert own["hanbin", "funds_total", march] == 10_000_000  # what it sent itself


def test_a_restated_base_shows_no_entry_that_it_does_not_hold(bureau: Bureau) -> None:
    old = {"签约时间": "2020-01-15", "开工时间": "2020-01-20"}
    bureau.accept("汉滨区", 2020, 3, project(**old))
    later = {"建设性质": "续建", "自签约累计到位": 2200, "本年到位资金": 1200, "其中省际": 1200}
    bureau.accept("汉滨区", 2021, 3, project(**old) | later)
    asked = ("省际到位资金", "500万元", "--year", 2020, "--month", 3, "--area", "汉滨区")
    bureau.must("adjust", *asked, *WHY)
    said = ("summary", "--year", 2021, "--month", 3)
    assert "其中：调整" in bureau.must(*said).out
    bureau.must("restate", *asked, "--source", "统计局", *WHY)
    assert "其中：调整" not in bureau.must(*said).out


def test_what_is_asked_for_one_return_is_found_by_an_index(bureau: Bureau) -> None:
    """However many returns there are, none of these looks at all of them."""
    bureau.accept("汉滨区", 2021, 3, project())
    wanted = {
        "submission_numbered", "submissions_of", "parts_numbered", "parts_of_sender", "findings",
        "finding_numbers", "finding_numbers_of", "waivers", "lines_of_rows", "answer",
        "entities", "sums_of", "lines", "line_parts", "line_records", "standing_until",
        "counting_until", "publication", "publication_row", "publications_sent_as",
        "senders_periods", "active_files", "counting_parts_of", "replaced_by", "parts_of",
        "active_parts", "targets_ever_sent", "restatements", "adjustments",
    }  # fmt: skip
    queries = named_queries()
    with closing(sqlite3.connect(bureau.db)) as connection:
        assert wanted <= set(queries.available_queries)
        for name in wanted:
            sql = getattr(queries, name).sql
            named = dict.fromkeys(re.findall(r":(\w+)", sql))
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", named)]
            scanned = [step for step in plan if step.startswith("SCAN") and "VIRTUAL" not in step]
            assert scanned in ([], ["SCAN w"]), (name, plan)  # w: withdrawals, of which few are


# --- odd words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason", ["=1+1", "\x1b[31m红\x07", "长" * 20_000, "\udcff坏", "甲\n乙\t丙"]
)
def test_a_reason_may_be_odd(bureau: Bureau, reason: str) -> None:
    entry = bureau.accept("汉滨区", 2021, 3, project(产业类别="富硒食品", 其中省际=None))
    number = bureau.finding("row.interprovincial_blank")
    assert entry
    done = bureau.do("waive", number, "--reason", reason, "--by", reason)
    assert done.status in (0, 2), done.err
    done = bureau.do("answer", number, reason)
    assert done.status in (0, 2), done.err
    done = bureau.do("adjust", "到位资金", "5万元", "--year", 2021, "--reason", reason)
    assert done.status in (0, 2), done.err
    out = bureau.must("log").out
    assert "\x1b" not in out
    assert "\x07" not in out
    path = bureau.folder / "问题.xlsx"
    bureau.must("findings", "--year", 2021, "--month", 3, "--format", "xlsx", "--output", path)
    for sheet in openpyxl.load_workbook(path).worksheets:
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    bureau.must("summary", "--year", 2021, "--month", 3, "--by", "county")
    bureau.must("trace", "到位资金", "--year", 2021, "--month", 3)


@pytest.mark.parametrize("odd", ["\x1b[31m红", "\udcff坏", "零\x00"])
def test_what_no_screen_can_show_is_refused(bureau: Bureau, odd: str) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    path = bureau.write("汉滨区", 2021, 3, project(本年到位资金=1100), name="更正.xlsx")
    asked = ("restate", "到位资金", "5亿元", "--year", 2020, "--month", 3)
    for words in (
        ("import", path, "--replace", "--reason", odd),
        ("import", path, "--replace", "--reason", "更正", "--by", odd),
        (*asked, "--source", odd, *WHY),
        ("lock", "--year", 2021, "--reason", odd),
    ):
        assert "无法显示" in bureau.refused(*words)
    assert bureau.log() == []
    assert "写明出处" in bureau.refused(*asked, "--source", " ", *WHY)
