"""What the office decides: entered with who, when and why, seen in every figure."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.rounds_support import Bureau, project
from zsstat.store import open_store

WHY = ("--reason", "经核实", "--by", "王科长")


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


# --- adjustments ------------------------------------------------------------------------------


def test_an_entry_of_the_city_is_a_line_of_its_own(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("adjust", "到位资金", "-300万元", "--year", 2021, "--month", 3, *WHY)
    city = bureau.row(2021, 3, "funds_total", "ankang")
    assert (city["value"], city["adjustment"]) == ("0.07", "-0.03")
    assert bureau.value(2021, 3, "hanbin") == 1000
    table = bureau.must("summary", "--year", 2021, "--month", 3, "--by", "county").out
    assert "市级调整" in table
    assert "zsstat log" in table


def test_an_entry_of_a_reporter_changes_its_figure_and_is_shown(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must(
        "adjust", "到位资金", "500万元", "--year", 2021, "--month", 3, "--area", "汉滨", *WHY
    )
    assert bureau.value(2021, 3, "hanbin") == 1500
    assert bureau.value(2021, 3, "ankang") == 1500
    assert (
        "其中：调整" in bureau.must("summary", "--year", 2021, "--month", 3, "--by", "county").out
    )


def test_an_entry_goes_on_to_the_later_months_of_its_year(bureau: Bureau) -> None:
    """A flow is cumulative from January: what was taken off in March is off in May."""
    for month in (3, 5):
        bureau.accept("汉滨区", 2021, month, project(本年到位资金=1000 * month))
    bureau.must("adjust", "到位资金", "-300万元", "--year", 2021, "--month", 3, *WHY)
    assert bureau.value(2021, 5, "ankang") == 4700
    bureau.must("adjust", "到位资金", "-200万元", "--year", 2021, "--month", 5, *WHY)
    assert bureau.value(2021, 3, "ankang") == 2700
    assert bureau.value(2021, 5, "ankang") == 4500


def test_the_trace_of_an_adjusted_figure_sums_to_it(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    path = "汉滨区2021-3.xlsx!项目台账!K4"
    bureau.must(
        "adjust", "到位资金", "-300万元", "--year", 2021, "--month", 3, "--cell", path, *WHY
    )
    bureau.must("adjust", "到位资金", "5万元", "--year", 2021, "--month", 3, "--area", "汉滨", *WHY)
    traced = bureau.must("trace", "到位资金", "--year", 2021, "--month", 3, "--format", "json").json
    assert [(a["area"], a["value"]) for a in traced["areas"]] == [
        ("hanbin", "10000000"),
        ("adjustment", "-3000000"),
        ("adjustment", "50000"),
    ]
    (cell,) = traced["areas"][1]["cells"]
    assert (cell["file"], cell["cell"], cell["text"]) == ("汉滨区2021-3.xlsx", "K4", "经核实")
    total = sum(int(c["value"]) for a in traced["areas"] for c in a["cells"])
    assert total == Fraction(traced["figure"]["value"]) * 10**8


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("到位资金", "一些"), "不是一个确切的数"),
        (("到位资金", "约300万元"), "不是一个确切的数"),
        (("到位资金", "3个"), "单位与“到位资金合计”不符"),
        (("到位资金", "0.3元"), "细于一元"),
        (("到位资金", "0"), "调整数为 0"),
        (("资金到位率", "3%"), "是算出来的比率"),
        (("到位姿金", "3万元"), "是不是：到位资金合计"),
    ],
)
def test_an_entry_that_says_nothing_exact_is_refused(
    bureau: Bureau, words: tuple[str, str], said: str
) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    assert said in bureau.refused("adjust", *words, "--year", 2021, "--month", 3, *WHY)
    assert bureau.log() == []


def test_an_entry_refers_to_cells_that_the_figure_rests_on(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    asked = ("adjust", "到位资金", "5万元", "--year", 2021, "--month", 3)
    said = bureau.refused(*asked, "--cell", "汉滨区2021-3.xlsx!项目台账!Z9", *WHY)
    assert "不是“到位资金合计”的数据来源" in said


def test_what_was_entered_can_be_revoked_once(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("adjust", "到位资金", "-300万元", "--year", 2021, "--month", 3, *WHY)
    bureau.must("revoke", 1, "--reason", "记错了", "--by", "李四")
    assert bureau.value(2021, 3, "ankang") == 1000
    assert "已经撤销过" in bureau.refused("revoke", 1, *WHY)
    assert "没有编号为 9" in bureau.refused("revoke", 9, *WHY)
    first, second = bureau.log()
    assert (first["kind"], first["revoked_by"], first["who"]) == ("adjust", 2, "王科长")
    assert (second["kind"], second["reason"], second["who"]) == ("revoke", "记错了", "李四")


# --- locks ------------------------------------------------------------------------------------


def test_nothing_of_a_locked_period_changes(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    corrected = project(本年到位资金=900)
    replacing = ("--replace", "--reason", "更正")
    entry = bureau.send("汉滨区", 2021, 3, corrected, more=replacing, name="更正.xlsx")
    assert entry["status"] == "returned"
    (found,) = [f for f in entry["findings"] if f["rule"] == "history.locked"]
    assert found["level"] == "A"
    assert "王科长" in found["message"]
    assert "经核实" in found["message"]
    other = bureau.send("汉阴县", 2021, 3, project("另一个生产线项目"))
    assert other["status"] == "returned"
    for words in (
        ("adjust", "到位资金", "5万元", "--year", 2021, "--month", 3),
        ("adjust", "到位资金", "5万元", "--year", 2021, "--month", 2),
        ("restate", "到位资金", "5亿元", "--year", 2020, "--month", 3, "--source", "统计局"),
        ("withdraw", "汉滨区"),
    ):
        assert "已锁定" in bureau.refused(*words, *WHY)
    assert bureau.value(2021, 3, "ankang") == 1000


def test_the_base_of_a_locked_period_is_locked_with_it(bureau: Bureau) -> None:
    """A published growth stays, so what it was computed from does."""
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    late = project(签约时间="2020-01-15", 开工时间="2020-02-01")
    entry = bureau.send("汉滨区", 2020, 3, late)
    assert entry["status"] == "returned"
    assert failed(entry, "A") == ["history.locked"]


@pytest.mark.parametrize(("month", "held"), [(12, True), (11, True), (10, False)])
def test_the_months_before_a_locked_one_are_locked_with_it(
    bureau: Bureau, month: int, held: bool
) -> None:
    """Its single month is what came since the month before, and 环比 compares two of those."""
    bureau.accept("汉滨区", 2021, 1, project())
    bureau.must("lock", "--year", 2021, "--month", 1, *WHY)
    old = project(签约时间="2020-01-15", 开工时间="2020-02-01")
    assert ("history.locked" in failed(bureau.send("汉阴县", 2020, month, old), "A")) is held


def test_other_periods_go_on_while_one_is_locked(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    bureau.accept("汉滨区", 2021, 4, project(本年到位资金=1500))
    bureau.must("adjust", "到位资金", "5万元", "--year", 2021, "--month", 4, *WHY)


def test_a_year_is_locked_month_by_month_or_as_a_whole(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must("lock", "--year", 2021, *WHY)
    assert "已经锁定" in bureau.refused("lock", "--year", 2021, "--month", 3, *WHY)
    bureau.must("unlock", "--year", 2021, "--month", 3, *WHY)
    bureau.must(
        "adjust", "到位资金", "5万元", "--year", 2021, "--month", 12, *WHY
    ) if False else None
    assert "没有锁定" in bureau.refused("unlock", "--year", 2021, "--month", 3, *WHY)
    assert "已锁定" in bureau.refused("adjust", "到位资金", "5万元", "--year", 2021, *WHY)
    bureau.must("unlock", "--year", 2021, *WHY)
    bureau.must("adjust", "到位资金", "5万元", "--year", 2021, *WHY)
    assert [e["kind"] for e in bureau.log()] == ["lock", "unlock", "unlock", "adjust"]


# --- withdrawals ------------------------------------------------------------------------------


def test_a_return_filed_under_the_wrong_period_is_withdrawn(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.accept("汉滨区", 2021, 4, project(本年到位资金=1500))
    said = bureau.must("withdraw", "汉滨区", "--year", 2021, "--month", 4, *WHY).out
    assert "撤回汉滨区2021年1—4月" in said
    assert "没有2021年1—4月" in bureau.do("summary", "--year", 2021, "--month", 4).err
    again = bureau.write("汉滨区", 2021, 4, project(本年到位资金=1500))
    (entry,) = bureau.do("import", again, "--format", "json").json["files"]
    assert entry["status"] == "accepted"


def test_what_a_withdrawn_return_had_replaced_counts_again(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    replacing = ("--replace", "--reason", "更正")
    wrong = project(本年到位资金=9000)
    assert (
        bureau.send("汉滨区", 2021, 3, wrong, more=replacing, name="b.xlsx")["status"] == "accepted"
    )
    assert bureau.value(2021, 3, "ankang") == 9000
    bureau.must("withdraw", 2, *WHY)
    assert bureau.value(2021, 3, "ankang") == 1000
    assert "没有计入" in bureau.refused("withdraw", 2, *WHY)
    assert bureau.must("verify").status == 0


def test_whoever_has_several_returns_is_asked_which(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.accept("汉滨区", 2021, 4, project(本年到位资金=1500))
    said = bureau.refused("withdraw", "汉滨区", *WHY)
    assert "有2份已接收的报表" in said
    assert "1 汉滨区2021-3.xlsx（2021年1—3月）" in said
    assert "没有这一期已接收的报表" in bureau.refused("withdraw", "汉阴县", *WHY)


# --- restated bases ---------------------------------------------------------------------------


def two_years(bureau: Bureau) -> None:
    old = project(签约时间="2020-01-15", 开工时间="2020-02-01")
    bureau.accept("汉滨区", 2020, 3, old)
    new = old | {"本年到位资金": 1200, "其中省际": 1200, "自签约累计到位": 2200, "建设性质": "续建"}
    bureau.accept("汉滨区", 2021, 3, new)


def test_growth_uses_the_restated_base_and_says_so(bureau: Bureau) -> None:
    two_years(bureau)
    assert bureau.row(2021, 3, "funds_total", "hanbin")["growth_percent"] == "20"
    source = ("--source", "市统计局2021年2月核定")
    asked = ("restate", "到位资金", "800万元", "--year", 2020, "--month", 3, "--area", "汉滨区")
    bureau.must(*asked, *source, *WHY)
    row = bureau.row(2021, 3, "funds_total", "hanbin")
    assert (row["base"], row["base_source"], row["base_reported"]) == ("0.08", "restated", "0.1")
    assert row["growth_percent"] == "50"
    assert bureau.value(2020, 3, "hanbin") == 1000  # what was reported stays
    city = bureau.row(2021, 3, "funds_total", "ankang")
    assert (city["base"], city["base_source"]) == ("0.08", "stored")
    traced = bureau.must(
        "trace", "到位资金.上年同期", "--year", 2021, "--month", 3, "--format", "json"
    ).json
    (area,) = traced["areas"]
    assert (area["area"], area["value"]) == ("hanbin", "8000000")
    assert area["cells"][0]["text"] == "市统计局2021年2月核定"
    table = bureau.must("summary", "--year", 2021, "--month", 3).out
    assert "修订数" in table.replace("\n", "")


def test_a_restated_city_is_not_the_sum_of_its_reporters(bureau: Bureau) -> None:
    two_years(bureau)
    asked = ("restate", "到位资金", "1600万元", "--year", 2020, "--month", 3, "--source", "统计局")
    bureau.must(*asked, *WHY)
    city = bureau.row(2021, 3, "funds_total", "ankang")
    assert (city["base"], city["base_source"], city["base_reported"]) == ("0.16", "restated", "0.1")
    assert bureau.row(2021, 3, "funds_total", "hanbin")["growth_percent"] == "20"


def test_the_last_restatement_holds_and_a_revoked_one_does_not(bureau: Bureau) -> None:
    two_years(bureau)
    for amount in ("800万元", "600万元"):
        asked = ("restate", "到位资金", amount, "--year", 2020, "--month", 3, "--source", "统计局")
        bureau.must(*asked, *WHY)
    assert bureau.row(2021, 3, "funds_total", "ankang")["base"] == "0.06"
    bureau.must("revoke", 2, *WHY)
    assert bureau.row(2021, 3, "funds_total", "ankang")["base"] == "0.08"
    bureau.must("revoke", 1, *WHY)
    assert bureau.row(2021, 3, "funds_total", "ankang")["base"] == "0.1"


def restated_table(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "核定"
    sheet.append(["指标", "地区", "计量单位", "修订数"])
    for row in rows:
        sheet.append(list(row))
    path = folder / "统计局核定.xlsx"
    book.save(path)
    return path


def test_restated_figures_come_from_a_workbook_with_their_cells(bureau: Bureau) -> None:
    two_years(bureau)
    path = restated_table(
        bureau.folder, ("到位资金合计", "汉滨区", "万元", 800), ("省际到位资金", None, "亿元", 0.06)
    )
    bureau.must("restate", path, "--year", 2020, "--month", 3, "--source", "统计局", *WHY)
    assert bureau.row(2021, 3, "funds_total", "hanbin")["growth_percent"] == "50"
    assert bureau.row(2021, 3, "funds_interprov", "ankang")["base"] == "0.06"
    traced = bureau.must(
        "trace", "省际到位资金.上年同期", "--year", 2021, "--month", 3, "--format", "json"
    ).json
    (cell,) = traced["areas"][0]["cells"]
    assert (cell["file"], cell["sheet"], cell["cell"]) == ("统计局核定.xlsx", "核定", "D3")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("到位资金合计", "汉滨区", "万元", "待定")], "待定"),
        ([("到位资金合计", "汉滨区", None, 800)], "单位"),
    ],
)
def test_a_table_of_restated_figures_with_a_doubt_is_refused_whole(
    bureau: Bureau, rows: list[tuple[object, ...]], said: str
) -> None:
    two_years(bureau)
    path = restated_table(bureau.folder, ("省际到位资金", None, "亿元", 0.06), *rows)
    asked = ("restate", path, "--year", 2020, "--month", 3, "--source", "统计局")
    assert said in bureau.refused(*asked, *WHY)
    assert bureau.log() == []


# --- the same project from two reporters --------------------------------------------------------


def failed(entry: dict[str, Any], level: str) -> list[str]:
    """The rules of a level that do not hold."""
    found = entry["findings"]
    return [f["rule"] for f in found if (f["level"], f["outcome"]) == (level, "fail")]


def shared(**changed: Any) -> dict[str, Any]:
    return project(**{"项目编号": "AK-2021-001", **changed})


def both_sent(bureau: Bureau) -> int:
    """Two counties report one project; gives the number of the finding on the second."""
    bureau.accept(
        "汉滨区",
        2021,
        3,
        shared(本年到位资金=1000),
        project("汉滨自己的茶叶加工项目", 投资方="甲公司"),
    )
    entry = bureau.send("汉阴县", 2021, 3, shared(本年到位资金=900))
    assert entry["status"] == "returned"
    return bureau.finding("elsewhere.same_project")


def figures(bureau: Bureau, month: int = 3) -> dict[str, Fraction]:
    return {area: bureau.value(2021, month, area) for area in ("hanbin", "hanyin", "ankang")}


def test_a_project_of_two_reporters_belongs_to_one(bureau: Bureau) -> None:
    number = both_sent(bureau)
    said = bureau.must("resolve", number, "--to", "汉滨区", *WHY).out
    assert "归汉滨区，其余不计" in said
    assert figures(bureau) == {"hanbin": 2000, "hanyin": 0, "ankang": 2000}
    count = bureau.row(2021, 3, "contract_count", "ankang")
    assert count["value"] == "2"


def test_a_project_of_two_reporters_is_shared(bureau: Bureau) -> None:
    number = both_sent(bureau)
    bureau.must("resolve", number, "--share", "汉滨区=33.33", "--share", "汉阴县=66.67", *WHY)
    shares = figures(bureau)
    assert shares["hanbin"] - 1000 + shares["hanyin"] == 1000  # the larger of 1000 and 900
    assert shares["hanyin"] == Fraction("666.7")
    assert shares["ankang"] == 2000
    counts = [bureau.row(2021, 3, "contract_count", a)["value"] for a in ("hanbin", "hanyin")]
    assert counts == ["1", "1"]  # a contract is not divided: the larger share has it


def test_two_projects_that_look_alike_may_both_stand(bureau: Bureau) -> None:
    number = both_sent(bureau)
    bureau.must("resolve", number, "--both", *WHY)
    assert figures(bureau) == {"hanbin": 2000, "hanyin": 900, "ankang": 2900}


def test_what_was_decided_holds_for_the_months_after(bureau: Bureau) -> None:
    bureau.must("resolve", both_sent(bureau), "--to", "汉阴县", *WHY)
    own = project("汉滨自己的茶叶加工项目", 投资方="甲公司", 本年到位资金=1100)
    bureau.accept("汉滨区", 2021, 4, shared(本年到位资金=1500), own)
    entry = bureau.accept("汉阴县", 2021, 4, shared(本年到位资金=1400))
    assert "elsewhere.same_project" not in {f["rule"] for f in entry["findings"]}
    assert figures(bureau, 4) == {"hanbin": 1100, "hanyin": 1400, "ankang": 2500}
    bureau.must("revoke", 1, *WHY)
    assert figures(bureau, 4) == {"hanbin": 2600, "hanyin": 1400, "ankang": 4000}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "请说明归谁"),
        (("--to", "汉滨区", "--both"), "请说明归谁"),
        (("--to", "石泉县"), "与报了这个项目的单位不一致"),
        (("--share", "汉滨区=60", "--share", "汉阴县=30"), "各家比例之和是90"),
        (("--share", "汉滨区=一半"), "不是一家的比例"),
        (("--share", "汉滨区=100"), "与报了这个项目的单位不一致"),
    ],
)
def test_a_division_that_does_not_fit_is_refused(
    bureau: Bureau, words: tuple[str, ...], said: str
) -> None:
    number = both_sent(bureau)
    assert said in bureau.refused("resolve", number, *words, *WHY)


def test_only_a_duplicate_can_be_resolved(bureau: Bureau) -> None:
    bureau.send("汉滨区", 2021, 3, project(总投资="待定"))
    number = bureau.finding("cell.not_number")
    assert "不是与其他单位重复的问题" in bureau.refused("resolve", number, "--both", *WHY)


# --- explanations -----------------------------------------------------------------------------


def overpaid() -> dict[str, Any]:
    return project(自签约累计到位=30000)


def test_a_waiver_lapses_with_a_notice_when_values_change(bureau: Bureau) -> None:
    assert bureau.send("汉滨区", 2021, 3, overpaid())["status"] == "returned"
    number = bureau.finding("row.cumulative_exceeds_total")
    assert "接收" in bureau.must("waive", number, *WHY).out
    replacing = ("--replace", "--reason", "更正")
    other = project(自签约累计到位=40000)
    entry = bureau.send("汉滨区", 2021, 3, other, more=replacing, name="更正.xlsx")
    assert entry["status"] == "returned"
    (lapsed,) = [f for f in entry["findings"] if f["rule"] == "file.waiver_lapsed"]
    assert "王科长" in lapsed["message"]
    assert "核销失效" in lapsed["message"]


def test_a_waiver_of_what_is_mended_lapses_in_silence(bureau: Bureau) -> None:
    bureau.send("汉滨区", 2021, 3, overpaid())
    bureau.must("waive", bureau.finding("row.cumulative_exceeds_total"), *WHY)
    replacing = ("--replace", "--reason", "更正")
    entry = bureau.send("汉滨区", 2021, 3, project(), more=replacing, name="更正.xlsx")
    assert entry["status"] == "accepted"
    assert "file.waiver_lapsed" not in {f["rule"] for f in entry["findings"]}


def test_what_the_county_says_can_be_the_reason(bureau: Bureau) -> None:
    bureau.send("汉滨区", 2021, 3, overpaid())
    number = bureau.finding("row.cumulative_exceeds_total")
    assert "理由" in bureau.refused("waive", number, "--by", "王科长")
    bureau.must("answer", number, "追加投资尚未变更备案", "--by", "汉滨区刘主任")
    bureau.must("waive", number, "--by", "王科长")
    said, waived = bureau.log()
    assert (said["kind"], said["who"], said["reason"]) == (
        "answer",
        "汉滨区刘主任",
        "追加投资尚未变更备案",
    )
    assert waived["reason"] == "采用填报单位的说明：追加投资尚未变更备案"
    assert waived["finding"] == number


def test_a_question_can_be_answered_and_waived(bureau: Bureau) -> None:
    """What asks (C) blocks nothing; answered, it is open no more."""
    blank = project(产业类别="富硒食品", 其中省际=None)
    entry = bureau.accept("汉滨区", 2021, 3, blank)
    (asked,) = [f["rule"] for f in entry["findings"] if f["rule"] == "row.interprovincial_blank"]
    number = bureau.finding(asked)
    bureau.must("answer", number, "没有省际资金", "--by", "李四")
    bureau.must("waive", number, *WHY)
    assert [e["kind"] for e in bureau.log()] == ["answer", "waive"]
    assert "已经核销过" in bureau.refused("waive", number, *WHY)


def test_what_must_be_mended_can_be_neither_answered_nor_waived(bureau: Bureau) -> None:
    bureau.send("汉滨区", 2021, 3, project(总投资="待定"))
    number = bureau.finding("cell.not_number")
    assert "不能核销" in bureau.refused("waive", number, *WHY)
    assert "不需要说明" in bureau.refused("answer", number, "情况属实", "--by", "李四")


# --- looked at again --------------------------------------------------------------------------


def test_a_corrected_month_is_followed_by_a_look_at_the_next(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project(本年到位资金=1000))
    bureau.accept("汉滨区", 2021, 4, project(本年到位资金=1200))
    replacing = ("--replace", "--reason", "更正")
    more = project(本年到位资金=1300)
    entry = bureau.send("汉滨区", 2021, 3, more, more=replacing, name="更正.xlsx")
    assert entry["status"] == "accepted"
    (affected,) = entry["affected"]
    assert (affected["file"], affected["reporter"]) == ("汉滨区2021-4.xlsx", "hanbin")
    assert "history.cumulative_fell" in {f["rule"] for f in affected["opened"]}
    assert bureau.value(2021, 4, "hanbin") == 1200  # accepted returns are not revoked by themselves
    less = project(本年到位资金=1100)
    entry = bureau.send("汉滨区", 2021, 3, less, more=replacing, name="再更正.xlsx")
    (affected,) = entry["affected"]
    assert affected["opened"] == []
    assert "history.cumulative_fell" in {f["rule"] for f in affected["closed"]}


def test_a_recheck_finds_what_the_import_found_and_nothing_else(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project(本年到位资金=1000))
    bureau.accept("汉滨区", 2021, 4, project(本年到位资金=1200))
    done = bureau.must("recheck", "--year", 2021, "--month", 4, "--format", "json")
    assert done.json["changed"] == []


def test_what_can_be_judged_now_is_no_news(bureau: Bureau) -> None:
    """Without the month before, nothing could be said; when it comes late, nothing is wrong."""
    bureau.accept("汉滨区", 2021, 4, project(本年到位资金=1200))
    entry = bureau.accept("汉滨区", 2021, 3, project(本年到位资金=1000))
    assert entry["affected"] == []
    with open_store(bureau.db) as store:
        late = [s for s in store.findings(1) if s.finding.rule == "history.total_changed"]
        assert [(s.finding.outcome.value, s.closed) for s in late] == [("undecided", True)]


# --- the ledger made anew ---------------------------------------------------------------------


def test_a_new_threshold_is_given_its_history(bureau: Bureau, tmp_path: Path) -> None:
    bureau.accept(
        "汉滨区", 2021, 3, project(总投资=20000), project("第二个富硒茶项目", 总投资=60000)
    )
    config = tmp_path / "config"
    config.mkdir()
    (config / "indicators.toml").write_text(
        '[constants]\n"大项目门槛" = "1亿元"\n', encoding="utf-8"
    )
    overlay = ("--config", config)
    why = ("--reason", "门槛改为1亿元", "--by", "王科长")
    tried = bureau.must("repost", "--dry-run", *why, *overlay, "--format", "json").json
    assert {(f["indicator"], f["before"], f["after"]) for f in tried["figures"]} == {
        ("big_count", "1", "2"),
        ("big_total", "600000000", "800000000"),
    }
    assert bureau.row(2021, 3, "big_count", "hanbin")["value"] == "1"
    bureau.must("repost", *why, *overlay)
    assert bureau.row(2021, 3, "big_count", "hanbin")["value"] == "2"
    assert bureau.must("verify", *overlay).status == 0
    assert sorted(e["kind"] for e in bureau.log()) == ["import", "repost"]
    again = bureau.must("repost", *why, *overlay, "--format", "json").json
    assert (again["moved"], again["figures"]) == ([], [])


def test_a_repost_leaves_what_is_locked(bureau: Bureau, tmp_path: Path) -> None:
    bureau.accept("汉滨区", 2021, 3, project(总投资=20000))
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    config = tmp_path / "config"
    config.mkdir()
    (config / "indicators.toml").write_text(
        '[constants]\n"大项目门槛" = "1亿元"\n', encoding="utf-8"
    )
    done = bureau.do("repost", *WHY, "--config", config)
    assert done.status == 1
    assert "已锁定" in done.out
    assert bureau.row(2021, 3, "big_count", "hanbin")["value"] == "0"


# --- a rule tried before it is switched on ----------------------------------------------------


def test_a_rule_of_the_overlay_is_tried_on_what_was_accepted(
    bureau: Bureau, tmp_path: Path
) -> None:
    bureau.accept(
        "汉滨区",
        2021,
        3,
        project(),
        project("第二个富硒茶项目", 总投资=900, 自签约累计到位=800, 本年到位资金=800),
    )
    bureau.accept("汉阴县", 2021, 3, project("汉阴的茶项目", 投资方="乙公司"))
    config = tmp_path / "config"
    config.mkdir()
    (config / "rules.toml").write_text(
        '[[rule]]\nid = "row.small"\ntitle = "总投资不小于一千万元"\nlevel = "B"\ncheck = "row"\n'
        'table = "projects"\nholds = "总投资 >= 1000万元"\nenabled = false\n'
        'why = "小项目不进台账"\naction = "请核对"\npasses = "1200万元"\nfails = "900万元"\n',
        encoding="utf-8",
    )
    done = bureau.must("backtest", "row.small", "--config", config, "--format", "json").json
    assert (done["returns"], done["blocked"]) == (2, 1)
    (file,) = done["files"]
    assert file["file"] == "汉滨区2021-3.xlsx"
    assert [f["cells"] for f in file["findings"]] == [["E5"]]
    said = bureau.must("backtest", "row.small", "--config", config).out
    assert "会指出1条" in said
    assert "会有1件被退回" in said


@pytest.mark.parametrize("rule", ["file.replaces", "history.locked", "row.nothing_like_it"])
def test_a_rule_that_cannot_be_tried_is_refused(bureau: Bureau, rule: str) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    assert rule in bureau.refused("backtest", rule)


def test_a_rule_about_the_reading_can_be_tried(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project(备注="/"))
    done = bureau.must("backtest", "cell.blank_mark", "--format", "json").json
    assert [f["rule"] for file in done["files"] for f in file["findings"]] == ["cell.blank_mark"]


# --- the log ----------------------------------------------------------------------------------


def test_every_decision_says_who_when_and_why(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.send(
        "汉滨区",
        2021,
        3,
        project(本年到位资金=1100),
        more=("--replace", "--reason", "漏报", "--by", "张三"),
        name="b.xlsx",
    )
    bureau.must("adjust", "到位资金", "5万元", "--year", 2021, "--month", 3, *WHY)
    bureau.must("lock", "--year", 2021, "--month", 3, *WHY)
    entries = bureau.log()
    assert [(e["kind"], e["who"], e["reason"]) for e in entries] == [
        ("import", "张三", "漏报"),
        ("adjust", "王科长", "经核实"),
        ("lock", "王科长", "经核实"),
    ]
    assert all(e["at"] for e in entries)
    lines = bureau.must("log").out.splitlines()
    assert "第1号" in "".join(lines)
    assert "理由：漏报" in "".join(lines)
    assert bureau.must("log", "--year", 2019).out.strip() == "还没有决定"


def test_a_decision_without_a_reason_is_none(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    done = bureau.do("lock", "--year", 2021, "--reason", " ", "--by", "王科长")
    assert done.status == 2
    assert "理由" in done.err
