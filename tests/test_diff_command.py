"""``zsstat diff`` on real workbooks: what it says is what the books said before and after."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli_support import ROOT, SAMPLE_CONFIG, SAMPLE_RETURNS, Done, run
from zsstat.model import Party, Period, Trait
from zsstat.render.lines import display_width
from zsstat.store import Decided, open_store

YEAR = SAMPLE_RETURNS / "2020"
ZHENPING = YEAR / "镇坪县2020年招商引资情况.xlsx"
YINGHU = YEAR / "瀛湖2020年项目.xlsx"
Edit = Callable[[openpyxl.Workbook], None]
Values = dict[tuple[str, str], str | None]


class Office:
    """A copy of the sample's database, and returns that are sent again."""

    def __init__(self, folder: Path, db: Path) -> None:
        self.folder = folder
        self.db = Path(shutil.copy(db, folder / "office.db"))

    def do(self, *words: object) -> Done:
        return run(*words, db=self.db, config=SAMPLE_CONFIG)

    def diff(self, *words: object) -> Any:
        done = self.do("diff", *words, "--year", 2020, "--format", "json")
        assert done.status == 0, done.err
        return done.json

    def text(self, *words: object) -> str:
        done = self.do("diff", *words, "--year", 2020)
        assert done.status == 0, done.err
        return done.out

    def send(self, source: Path, name: str, *edits: Edit, how: str = "--replace") -> str:
        """Sends an edited copy again; what became of it."""
        book = openpyxl.load_workbook(source)
        for edit in edits:
            edit(book)
        path = self.folder / name
        book.save(path)
        done = self.do("import", path, how, "--reason", "县里更正", "--format", "json")
        (entry,) = done.json["files"]
        status: str = entry["status"]
        return status

    def values(self) -> Values:
        rows = self.do("summary", "--year", 2020, "--format", "json").json["rows"]
        return {(row["area"], row["indicator"]): row["value"] for row in rows}


@pytest.fixture
def office(tmp_path: Path, sample_db: Path) -> Office:
    return Office(tmp_path, sample_db)


def fewer_trips(book: openpyxl.Workbook) -> None:
    book["招商活动"]["G3"] = 1  # until now 2


def other_industry(book: openpyxl.Workbook) -> None:
    for cell in book["项目台账"]["I"]:
        if cell.value == "富硒食品":
            cell.value = "绿色食品"


def another_base(book: openpyxl.Workbook) -> None:
    """A quiet change, which the office must accept: last year's total is another one."""
    book["汇总表"]["C4"] = "20.03亿元"  # until now 20.93亿元


def otherwise_written(book: openpyxl.Workbook) -> None:
    book["项目台账"]["D3"] = "11300万元"  # until now 1.13亿元


def note(book: openpyxl.Workbook) -> None:
    book["项目台账"]["A40"] = "注：重报"


def cells(found: Any) -> list[tuple[str, str, str | None, str | None, str | None]]:
    return [
        (
            row["table"],
            row["column"],
            row["before"] and row["before"]["text"],
            row["after"] and row["after"]["text"],
            row["difference"],
        )
        for row in found["rows"]
        if not row["only_written"]
    ]


# --- what changed -----------------------------------------------------------------------------


def test_every_figure_before_and_after_is_what_the_summary_says(office: Office) -> None:
    before = office.values()
    assert office.send(ZHENPING, "更正.xlsx", fewer_trips) == "accepted"
    after = office.values()
    found = office.diff("镇坪县")
    assert cells(found) == [("activities", "次数", "2", "1", "-1")]
    told = {
        (f["area"], f["indicator"]): (f["before"], f["after"], f["difference"])
        for f in found["figures"]
    }
    assert told.keys() == {("zhenping", "leader_trips"), ("ankang", "leader_trips")}
    assert told.keys() == {key for key, value in after.items() if before[key] != value}
    for key, (was, now, difference) in told.items():
        assert (was, now) == (before[key], after[key])
        assert Decimal(difference) == Decimal(now) - Decimal(was)


def test_a_change_is_quoted_with_both_cells_and_where_it_stands(office: Office) -> None:
    office.send(ZHENPING, "更正.xlsx", fewer_trips)
    (row,) = office.diff("zhenping")["rows"]
    assert row["change"] == "changed"
    assert row["identity"] == {"日期": "2020-04-29", "目的地": "东莞", "带队领导": "钱明远"}
    assert (row["before"]["cell"], row["after"]["cell"]) == ("G3", "G3")
    assert row["before"]["file"].endswith(ZHENPING.name)
    assert (row["after"]["file"], row["after"]["sheet"]) == ("更正.xlsx", "招商活动")
    said = office.text("镇坪县")
    assert "“领导外出”（20200429、东莞、钱明远）" in said
    assert "次数：2次（G3） → 1次（G3），减少1次" in said
    assert "理由：县里更正" in said


def test_a_return_that_only_says_the_same_again_is_said_to_be_one(office: Office) -> None:
    assert office.send(ZHENPING, "重报.xlsx", note) == "accepted"
    found = office.diff("镇坪县")
    assert (found["unchanged"], found["same_file"]) == (True, False)
    assert (found["rows"], found["figures"]) == ([], [])
    said = office.text("镇坪县")
    assert "两个文件不同，内容一样" in said
    assert "指标没有变动" in said


def test_what_is_only_written_otherwise_is_counted_and_listed_on_request(office: Office) -> None:
    assert office.send(ZHENPING, "重报.xlsx", otherwise_written) == "accepted"
    found = office.diff("镇坪县")
    assert found["unchanged"]
    assert [row["only_written"] for row in found["rows"]] == [True]
    said = office.text("镇坪县")
    assert "只有1处写法不同" in said
    assert "11300万元" not in said
    assert "总投资：1.13亿元（D3） → 11300万元（D3）" in office.text("镇坪县", "--all")


def test_a_version_against_itself_is_the_same_file(office: Office) -> None:
    office.send(ZHENPING, "更正.xlsx", fewer_trips)
    number = office.diff("镇坪县")["tables"][0]["to"]["number"]
    assert "同一个文件" in office.text("镇坪县", "--from", number, "--to", number)
    found = office.diff("镇坪县", "--from", number, "--to", number)
    assert (found["rows"], found["figures"], found["same_file"]) == ([], [], True)


def test_last_years_figures_come_first(office: Office) -> None:
    assert office.send(ZHENPING, "更正.xlsx", another_base, fewer_trips) == "returned"
    said = office.text("镇坪县")
    assert said.index("上年数有改动（1处）") < said.index("招商活动（改动1行）")
    assert "上年同期：20.93亿元（C4） → 20.03亿元（C4）" in re.sub(r"\n　+", "", said)
    assert [row["quiet"] for row in office.diff("镇坪县")["rows"]] == [None, "base"]


def test_the_same_change_of_many_rows_is_said_once(office: Office) -> None:
    assert office.send(ZHENPING, "更正.xlsx", other_industry) == "accepted"
    changed = [row for row in office.diff("镇坪县")["rows"] if row["column"] == "产业类别"]
    assert len(changed) > 6
    said = office.text("镇坪县")
    assert said.count("“富硒食品” → “绿色食品”") == 1
    assert f"{len(changed)}行都是这样" in re.sub(r"\n　+", "", said)
    assert "等" in said
    everything = office.text("镇坪县", "--all")
    for row in changed:
        assert row["label"] in re.sub(r"\n　+", "", everything)


def test_rows_added_and_removed(office: Office) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["招商活动"]
        last = max(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 3).value)
        sheet.cell(last + 1, 1).value = last
        for column in range(2, 11):
            sheet.cell(last + 1, column).value = sheet.cell(3, column).value
        sheet.cell(last + 1, 6).value = "拉萨"
        sheet.delete_rows(4)

    assert office.send(ZHENPING, "更正.xlsx", edit) == "accepted"
    found = office.diff("镇坪县")
    assert {(row["change"], row["label"]) for row in found["rows"]} == {
        ("added", "领导外出"),
        ("removed", "推介活动"),
    }
    said = office.text("镇坪县")
    assert "招商活动（新增1行、删去1行）" in said
    assert "拉萨" in said
    (figure,) = [f for f in found["figures"] if f["area"] == "zhenping"]
    assert (figure["indicator"], figure["difference"]) == ("leader_trips", "2")


# --- which versions ---------------------------------------------------------------------------


def test_what_was_sent_back_is_compared_from_its_bytes(office: Office) -> None:
    before = office.values()
    assert office.send(ZHENPING, "更正.xlsx", another_base, fewer_trips) == "returned"
    said = office.text("镇坪县")
    assert "退回" in said
    assert "后一版没有计入统计" in said
    (city,) = [f for f in office.diff("镇坪县")["figures"] if f["area"] == "ankang"]
    assert city["before"] == before["ankang", "leader_trips"]
    assert Decimal(city["after"]) == Decimal(city["before"]) - 1
    assert office.values() == before, "nothing is written by looking"


def test_of_three_versions_the_last_two_unless_said_otherwise(office: Office) -> None:
    office.send(ZHENPING, "更正一.xlsx", fewer_trips)
    office.send(ZHENPING, "更正二.xlsx", fewer_trips, other_industry)
    found = office.diff("镇坪县")
    assert {column for _, column, *_ in cells(found)} == {"产业类别"}
    step = found["tables"][0]
    assert (step["from"]["file"], step["to"]["file"]) == ("更正一.xlsx", "更正二.xlsx")
    first = int(re.findall(r"(\d+) 号（已被替换）", office.text("镇坪县"))[0])
    whole = office.diff("镇坪县", "--from", first)
    assert {column for _, column, *_ in cells(whole)} == {"产业类别", "次数"}
    middle = office.diff("镇坪县", "--to", step["from"]["number"])
    assert cells(middle) == [("activities", "次数", "2", "1", "-1")]
    back = office.diff("镇坪县", "--from", step["from"]["number"], "--to", first)
    assert cells(back) == [("activities", "次数", "1", "2", "1")]
    (was,) = {f["before"] for f in middle["figures"] if f["area"] == "zhenping"}
    (now,) = {f["after"] for f in back["figures"] if f["area"] == "zhenping"}
    assert was == now


def test_one_table_alone(office: Office) -> None:
    office.send(ZHENPING, "更正.xlsx", fewer_trips, other_industry)
    for name in ("招商活动", "activities"):
        found = office.diff("镇坪县", "--table", name)
        assert [step["table"] for step in found["tables"]] == ["activities"]
        assert {table for table, *_ in cells(found)} == {"activities"}


def test_tables_sent_by_themselves_have_versions_of_their_own(office: Office) -> None:
    """The zone's activities are a file of their own and were sent once."""
    assert office.send(YINGHU, "瀛湖更正.xlsx", note_beside) == "accepted"
    found = office.diff("瀛湖")
    assert "activities" not in [step["table"] for step in found["tables"]]
    assert found["figures"] == []


def note_beside(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[-1]
    sheet.cell(sheet.max_row + 5, 1).value = "注：重报"


def test_what_was_added_is_all_that_changed(office: Office) -> None:
    def one_more(book: openpyxl.Workbook) -> None:
        for name in book.sheetnames:
            if name != "招商活动":
                del book[name]
        sheet = book["招商活动"]
        sheet.delete_rows(4, sheet.max_row)
        sheet["F3"] = "拉萨"

    assert office.send(ZHENPING, "补充.xlsx", one_more, how="--add") == "accepted"
    found = office.diff("镇坪县")
    assert [step["table"] for step in found["tables"]] == ["activities"]
    assert {row["change"] for row in found["rows"]} == {"added"}
    (own, city) = found["figures"]
    assert own["difference"] == city["difference"] == "2"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["镇坪县"], "没有两个可以比较的版本"),
        (["镇坪县", "--from", 999], "没有 999 号报表"),
        (["镇坪县", "--table", "旅游"], "没有“旅游”这种表"),
        (["安康市"], "不是填报单位"),
        (["镇平县"], "是不是：镇坪县"),
    ],
)
def test_what_cannot_be_compared_is_said(office: Office, words: list[object], said: str) -> None:
    done = office.do("diff", *words, "--year", 2020)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_a_year_without_returns_is_said(office: Office) -> None:
    done = office.do("diff", "镇坪县", "--year", 2018)
    assert done.status == 2
    assert "没有收到过该单位2018年的报表" in done.err


# --- how it looks -----------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_too_wide_and_no_figure_cut(
    office: Office, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    office.send(ZHENPING, "更正.xlsx", another_base, fewer_trips, other_industry)
    said = office.text("镇坪县", "--all")
    assert max(map(display_width, said.splitlines())) <= columns
    assert "…" not in said
    for figure in office.diff("镇坪县")["figures"]:
        assert figure["before"] in said
        assert figure["after"] in said


def test_the_csv_is_the_list_of_cells(office: Office) -> None:
    office.send(ZHENPING, "更正.xlsx", fewer_trips)
    out = office.do("diff", "镇坪县", "--year", 2020, "--format", "csv").out.lstrip("\ufeff")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["column"], row["before.value"], row["after.value"]) == ("次数", "2", "1")


def test_the_workbook_has_cells_and_figures(office: Office) -> None:
    office.send(ZHENPING, "更正.xlsx", fewer_trips)
    path = office.folder / "比较.xlsx"
    done = office.do("diff", "镇坪县", "--year", 2020, "--format", "xlsx", "--output", path)
    assert done.status == 0
    cells_, own, city = openpyxl.load_workbook(path).worksheets
    assert [cell.value for cell in cells_[3]][:4] == ["招商活动", "改动", "领导外出", "次数"]
    value = office.values()["ankang", "leader_trips"]
    assert [cell.value for cell in city[3]][:5] == [
        "领导外出招商", "次", int(value or 0) + 1, int(value or 0), -1,
    ]  # fmt: skip
    assert own.max_row == 3


@pytest.mark.parametrize("words", [["--format", "xlsx"], ["--output", "x.xlsx"]])
def test_a_workbook_needs_a_file_and_a_file_a_format(office: Office, words: list[str]) -> None:
    office.send(ZHENPING, "更正.xlsx", fewer_trips)
    assert office.do("diff", "镇坪县", "--year", 2020, *words).status == 2


def test_shared_projects_and_adjustments_are_reckoned_with(office: Office) -> None:
    """A project that two counties share: when one of them corrects it, both shares move."""
    with open_store(office.db) as store:
        own = store.followed.of("zhenping", Period(2020))[3]
        smaller = min(store.followed.of("langao", Period(2020)), key=lambda e: e.balance or 0)
        parties = [
            Party(e.reporter, e.table, e.label, e.code, e.name, e.party, percent)
            for e, percent in ((own, Fraction(60)), (smaller, Fraction(40)))
        ]
        when = datetime(2021, 1, 5, tzinfo=UTC)
        store.office.resolve(parties, Period(2020), "两家共享", Decided("张三", "协商", when))
    assert own.cells[Trait.BALANCE] == "N6"
    done = office.do("adjust", "funds_cumulative", "1亿元", "--year", 2020, "--reason", "漏报")
    assert done.status == 0, done.err
    before = office.values()
    assert office.send(ZHENPING, "更正.xlsx", paid_more) == "accepted"
    after = office.values()
    told = {
        (f["area"], f["indicator"]): (f["before"], f["after"])
        for f in office.diff("镇坪县")["figures"]
    }
    assert told == {k: (before[k], after[k]) for k in after if before[k] != after[k]}
    assert {"zhenping", "langao", "ankang"} == {area for area, _ in told}


def paid_more(book: openpyxl.Workbook) -> None:
    """One project's balance since the contract; the total, which no longer fits, goes."""
    sheet = book["项目台账"]
    sheet["N6"] = "6900万元"  # until now 5971.76万元
    total = next(cell.row for cell in sheet["A"] if cell.value == "合计")
    sheet[f"N{total}"] = None


# --- withdrawn, and stated year by year -------------------------------------------------------


def test_a_withdrawn_return_is_no_version_of_its_own(office: Office) -> None:
    before = office.values()
    office.send(ZHENPING, "更正.xlsx", fewer_trips)
    step = office.diff("镇坪县")["tables"][0]
    number, former = step["to"]["number"], step["from"]["number"]
    done = office.do("withdraw", number, "--reason", "报错了")
    assert done.status == 0, done.err
    assert office.values() == before
    found = office.diff("镇坪县", "--from", former, "--to", number)
    assert found["tables"][0]["to"]["status"] == "withdrawn"
    assert cells(found) == [("activities", "次数", "2", "1", "-1")]
    office.send(ZHENPING, "再报.xlsx", other_industry)
    again = office.diff("镇坪县")
    assert {column for _, column, *_ in cells(again)} == {"产业类别"}
    assert again["tables"][0]["from"]["number"] == former


YEARBOOK = ROOT / "examples" / "yearbook"


def test_facts_of_earlier_years_are_quiet_and_move_the_base(tmp_path: Path) -> None:
    """A yearbook printed again with another value of last year, which the office has not accepted
    yet: of hundreds of facts one differs, and with it nothing but a base and its growth."""
    db, config = tmp_path / "yearbook.db", YEARBOOK / "config"
    source = YEARBOOK / "returns" / "2-1科技投入.xlsx"
    run("import", YEARBOOK / "returns", db=db, config=config)
    book = openpyxl.load_workbook(source)
    assert book.worksheets[0]["B10"].value == 709.45
    book.worksheets[0]["B10"] = 710.45
    book.save(tmp_path / "再版.xlsx")
    assert run("import", tmp_path / "再版.xlsx", db=db, config=config).status == 1
    words = ("diff", "示例统计资料编辑部", "--year", 2020, "--from", 2, "--to", 3)
    found = run(*words, "--format", "json", db=db, config=config).json
    ((_, column, before, after, difference),) = cells(found)
    assert (column, before, after, difference) == ("数值", "709.45", "710.45", "100000000")
    assert [row["quiet"] for row in found["rows"] if not row["only_written"]] == ["base"]
    figures = {(f["area"], f["measure"]): f for f in found["figures"]}
    assert figures.keys() == {("beijing", "base"), ("china", "base")}
    assert figures["china", "base"]["difference"] == "1"
    beijing = figures["beijing", "base"]
    assert (beijing["growth_before"], beijing["growth_after"]) == ("-6", "-6.13")
    said = run(*words, db=db, config=config).out
    assert "上年数有改动（1处）" in said
    assert "“北 京”（R&D经费、2019年）" in said
