"""A round of returns: what goes back, what replaces what, what is waived, what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli_support import SAMPLE_CONFIG, SAMPLE_RETURNS, Done, run
from zsstat.store import Status, open_store

YEAR = SAMPLE_RETURNS / "2020"
ZHENPING = YEAR / "镇坪县2020年招商引资情况.xlsx"
BASE = SAMPLE_RETURNS / "2019" / "镇坪县2019年招商引资情况.xlsx"
LANGAO = YEAR / "岚皋2020.xlsx"
YINGHU = (YEAR / "瀛湖2020年项目.xlsx", YEAR / "瀛湖2020年招商活动.csv")

Edit = Callable[[openpyxl.Workbook], None]


class Office:
    """A database and the commands of the clerk who keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "office.db"

    def do(self, *words: object) -> Done:
        return run(*words, db=self.db, config=SAMPLE_CONFIG)

    def take(self, *words: object) -> list[dict[str, Any]]:
        """Imports and gives what became of the files."""
        return list(self.do("import", *words, "--format", "json").json["files"])

    def status_of(self, *words: object) -> list[str]:
        return [entry["status"] for entry in self.take(*words)]

    def value(self, indicator: str, area: str = "zhenping") -> str | None:
        rows = self.do("summary", "--year", 2020, "--format", "json").json["rows"]
        (found,) = [r for r in rows if (r["area"], r["indicator"]) == (area, indicator)]
        value: str | None = found["value"]
        return value

    def edited(self, source: Path, name: str, edit: Edit) -> Path:
        """A copy of a return with something changed."""
        book = openpyxl.load_workbook(source)
        edit(book)
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        book.save(path)
        return path

    def open_findings(self) -> str:
        return self.do("status", "--year", 2020, "--findings").out


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def no_number(book: openpyxl.Workbook) -> None:
    """An A: text where an amount should be."""
    book["项目台账"]["L11"] = "若干"


def overpaid(book: openpyxl.Workbook) -> None:
    """A B: more in place since the contract than the contract says (row 3: 1.13亿元)."""
    paid(book, "1.14亿元")


def paid(book: openpyxl.Workbook, amount: str) -> None:
    sheet = book["项目台账"]
    sheet["N3"] = amount
    total = next(cell.row for cell in sheet["A"] if cell.value == "合计")
    sheet[f"N{total}"] = None  # it would no longer add up, which is another matter


def other_note(book: openpyxl.Workbook) -> None:
    """Different bytes, the same figures."""
    book["项目台账"]["A40"] = "注：更正"


def blocking(entry: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (finding["level"], finding["rule"])
        for finding in entry["findings"]
        if finding["level"] in "AB" and finding["outcome"] == "fail" and not finding["waived"]
    ]


def number_of(listing: str) -> str:
    """The number under which the first open finding is listed."""
    return listing.partition("编号 ")[2].split()[0]


# --- going back -------------------------------------------------------------------------------


def test_a_faulty_return_goes_back_and_nothing_of_it_counts(office: Office) -> None:
    faulty = office.edited(ZHENPING, "镇坪.xlsx", no_number)
    (entry,) = office.take(faulty, LANGAO)[:1]
    assert entry["status"] == "returned"
    assert ("A", "cell.not_number") in blocking(entry)
    (finding,) = [f for f in entry["findings"] if f["rule"] == "cell.not_number"]
    assert (finding["sheet"], finding["cells"], finding["shown"]) == ("项目台账", ["L11"], "若干")
    assert office.value("funds_total") is None
    assert office.value("funds_total", "langao") is not None
    listing = office.open_findings()
    assert "待重报" in listing
    assert "镇坪.xlsx" in listing
    assert "项目台账" in listing
    assert "L11" in listing
    done = office.do("import", faulty)
    assert done.status == 1
    assert done.out.startswith("退回")


def test_the_corrected_return_is_accepted_and_the_round_is_closed(office: Office) -> None:
    office.take(office.edited(ZHENPING, "镇坪.xlsx", no_number))
    assert office.status_of(ZHENPING) == ["accepted"]
    listing = office.open_findings()
    assert "没有待处理的问题" in listing
    assert "待重报" not in listing


def test_what_does_not_block_is_kept_and_shown_on_request(office: Office) -> None:
    said = office.do("import", LANGAO).out
    assert "C级" in said
    assert "必填项" not in said
    assert "zsstat status --year 2020 --details" in said
    details = office.do("status", "--year", 2020, "--details").out
    assert "岚皋2020.xlsx" in details
    assert "必填项“签约时间”没有填写" in details
    assert "F33、F34" in details
    assert "（未能判定）" in details


# --- replacing and adding ---------------------------------------------------------------------


def test_a_correction_replaces_with_a_reason_and_the_former_stays_readable(office: Office) -> None:
    def halved(book: openpyxl.Workbook) -> None:
        book["招商活动"]["G3"] = 1  # trips, until now 2

    later = office.edited(ZHENPING, "镇坪更正.xlsx", halved)
    assert office.status_of(BASE, ZHENPING) == ["accepted", "accepted"]
    before = office.value("leader_trips")
    (again,) = office.take(later)
    assert again["status"] == "returned"
    assert set(blocking(again)) == {("B", "file.replaces")}
    assert office.value("leader_trips") == before, "nobody said that it replaces"

    done = office.do("import", later, "--replace", "--reason", "县里更正")
    assert done.status == 0
    (replaced,) = (line for line in done.out.splitlines() if "替换了先前接收的" in line)
    assert "招商活动" in replaced
    assert before is not None
    assert office.value("leader_trips") == str(int(before) - 1)
    with open_store(office.db) as store:
        rows = [r for r in store.submissions(2020) if r.status is Status.ACCEPTED]
        former, latter = rows
        assert former.active_tables == ()
        assert "activities" in latter.active_tables
        assert store.original(former.sha256)[1] == ZHENPING.read_bytes()
        trips = {o.ref.cell: o.value for o in store.observations(former.id)
                 if o.indicator == "leader_trips"}  # fmt: skip
        assert trips["G3"] == 2
    assert office.do("verify").status == 0


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.take(ZHENPING)
    before = office.do("summary", "--year", 2020, "--format", "json").out
    (again,) = office.take(ZHENPING)
    assert again["status"] == "unchanged"
    assert [f["rule"] for f in again["findings"]] == ["file.same_again"]
    assert office.do("summary", "--year", 2020, "--format", "json").out == before
    assert office.do("import", ZHENPING).status == 0


def test_the_same_file_twice_in_one_call(office: Office) -> None:
    copy = office.folder / "副本.xlsx"
    shutil.copy(ZHENPING, copy)
    first, second = office.take(ZHENPING, copy)
    assert first["status"] == "accepted"
    assert second["status"] == "unchanged"
    with open_store(office.db) as store:
        assert len(store.submissions()) == 1


def test_a_second_part_is_added(office: Office) -> None:
    office.take(*YINGHU)
    before = int(office.value("leader_trips", "yinghu") or 0)
    text = YINGHU[1].read_bytes().decode("gb18030")
    lines = text.splitlines()
    top = next(n for n, line in enumerate(lines) if "类型" in line)
    trip = next(line for line in lines[top + 1 :] if "领导外出" in line)
    tail = [line for line in lines if line.startswith("填报单位")]
    more = office.folder / "瀛湖2020年招商活动补充.csv"
    more.write_bytes("\r\n".join([*lines[: top + 1], trip, *tail]).encode("gb18030"))
    assert office.status_of(more) == ["returned"]
    assert office.status_of(more, "--add", "--reason", "漏报") == ["accepted"]
    assert int(office.value("leader_trips", "yinghu") or 0) > before


# --- trying out -------------------------------------------------------------------------------


def test_a_dry_run_says_that_nothing_was_stored(office: Office) -> None:
    said = office.do("import", LANGAO, "--dry-run").out
    assert "没有入库" in said
    assert "status --details" not in said, "there is nothing to be seen there"


def test_a_dry_run_stores_nothing(office: Office) -> None:
    assert office.status_of(ZHENPING, "--dry-run") == ["accepted"]
    assert not office.db.exists()
    office.take(LANGAO)
    before = office.db.read_bytes()
    assert office.status_of(ZHENPING, LANGAO, "--dry-run") == ["accepted", "unchanged"]
    assert office.value("funds_total") is None
    assert office.db.read_bytes() == before


# --- waiving ----------------------------------------------------------------------------------


def test_waiving_a_b_accepts_the_workbook_at_once(office: Office) -> None:
    office.take(BASE)
    faulty = office.edited(ZHENPING, "镇坪.xlsx", overpaid)
    (entry,) = office.take(faulty)
    assert [level for level, _ in blocking(entry)] == ["B"], blocking(entry)
    number = number_of(office.open_findings())
    done = office.do("waive", number, "--reason", "追加投资协议已报备", "--by", "王科长")
    assert done.status == 0
    assert done.out.startswith("接收")
    assert "已核销" in done.out
    assert office.value("funds_total") is not None
    assert "没有待处理的问题" in office.open_findings()
    assert office.do("waive", number, "--reason", "再次").status == 2


def test_an_a_cannot_be_waived(office: Office) -> None:
    office.take(office.edited(ZHENPING, "镇坪.xlsx", no_number))
    done = office.do("waive", number_of(office.open_findings()), "--reason", "没关系")
    assert done.status == 2
    assert done.err.startswith("错误：")
    assert "A" in done.err
    assert "待重报" in office.open_findings()


def test_a_waiver_needs_a_reason(office: Office) -> None:
    office.take(office.edited(ZHENPING, "镇坪.xlsx", overpaid))
    assert office.do("waive", number_of(office.open_findings()), "--reason", " ").status == 2


def test_a_waiver_lapses_when_the_value_changes(office: Office) -> None:
    office.take(BASE)
    office.take(office.edited(ZHENPING, "镇坪.xlsx", overpaid))
    office.do("waive", number_of(office.open_findings()), "--reason", "已报备")

    def more(book: openpyxl.Workbook) -> None:
        paid(book, "1.15亿元")

    def same(book: openpyxl.Workbook) -> None:
        overpaid(book)
        other_note(book)

    replacing = ("--replace", "--reason", "更正")
    changed = office.edited(ZHENPING, "镇坪改.xlsx", more)
    assert office.status_of(changed, *replacing) == ["returned"]
    unchanged = office.edited(ZHENPING, "镇坪注.xlsx", same)
    assert office.status_of(unchanged, *replacing) == ["accepted"]


# --- order ------------------------------------------------------------------------------------


def test_the_result_does_not_depend_on_the_order_of_the_files(tmp_path: Path) -> None:
    names = ("镇坪", "瀛湖", "岚皋", "全省")
    files = sorted(p for p in SAMPLE_RETURNS.glob("*/*") if p.name.startswith(names))
    seen = []
    for number, order in enumerate((files, files[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        office = Office(folder)
        entries = office.take(*order)
        assert [entry["file"] for entry in entries] == [path.name for path in order]
        assert {entry["status"] for entry in entries} == {"accepted"}
        found = {
            entry["file"]: sorted(
                (f["rule"], f["message"], tuple(f["cells"])) for f in entry["findings"]
            )
            for entry in entries
        }
        seen.append(
            (
                found,
                office.do("summary", "--year", 2020, "--format", "json").out,
                office.do("rank", "--year", 2020, "--format", "json").out,
            )
        )
    assert seen[0] == seen[1]
    later = seen[1][0][ZHENPING.name]
    assert not any(rule == "history.base_mismatch" for rule, _, _ in later), "2019 came first"


# --- who is missing ---------------------------------------------------------------------------


def test_a_city_with_a_missing_reporter_says_so(tmp_path: Path) -> None:
    returns = tmp_path / "returns"
    shutil.copytree(SAMPLE_RETURNS, returns)
    (returns / "2020" / ZHENPING.name).unlink()
    office = Office(tmp_path)
    assert office.do("import", returns).status == 0
    made = office.do("summary", "--year", 2020, "--format", "json").json
    assert made["reporters"] == {"expected": 14, "counted": 13, "missing": ["zhenping"]}
    rows = {(row["area"], row["indicator"]): row for row in made["rows"]}
    city = rows["ankang", "funds_interprov"]
    assert (city["growth_percent"], city["growth_note"]) == (None, "current_incomplete")
    assert city["base"] == "758.674632"
    assert rows["zhenping", "funds_interprov"]["value"] is None
    assert rows["ziyang", "funds_interprov"]["growth_percent"] == "21.35"
    table = office.do("summary", "--year", 2020).out
    assert "镇坪县" in table
    assert "初步统计数：应报14个单位，已报13个，尚缺镇坪县" in table.replace("\n", "")
    assert "镇坪县          未报" in office.do("status", "--year", 2020).out


# --- folders ----------------------------------------------------------------------------------


def test_a_refused_file_does_not_keep_the_good_ones_out(office: Office) -> None:
    folder = office.folder / "returns"
    folder.mkdir()
    shutil.copy(ZHENPING, folder)
    (folder / "坏.xlsx").write_bytes(ZHENPING.read_bytes()[:3000])
    (folder / "~$镇坪.xlsx").write_bytes(b"lock")
    (folder / "说明.docx").write_bytes(b"text")
    done = office.do("import", folder)
    assert done.status == 1
    assert "接收　镇坪县2020年招商引资情况.xlsx" in done.out
    assert "拒收　坏.xlsx" in done.out
    assert "拒收1件" in done.out
    assert "~$" not in done.out
    assert "说明.docx" in done.err
    assert office.value("funds_total") is not None


def test_an_empty_folder(office: Office) -> None:
    folder = office.folder / "returns"
    folder.mkdir()
    done = office.do("import", folder)
    assert (done.status, done.out) == (0, "没有找到报表文件\n")


def test_what_the_clerk_expects_is_checked(office: Office) -> None:
    (entry,) = office.take(ZHENPING, "--reporter", "岚皋县", "--year", 2020)
    assert entry["status"] == "returned"
    assert any(level == "A" and rule.startswith("file.") for level, rule in blocking(entry))


# --- old files in the folder --------------------------------------------------------------------


def test_a_returned_file_that_was_overtaken_is_passed_over(office: Office) -> None:
    """The faulty file still lies in the folder when the corrected one has been accepted."""
    faulty = office.edited(ZHENPING, "镇坪错.xlsx", no_number)
    assert office.status_of(faulty) == ["returned"]
    assert office.status_of(faulty) == ["returned"], "until something else was accepted"
    assert office.status_of(ZHENPING) == ["accepted"]
    (again,) = office.take(faulty)
    assert again["status"] == "unchanged"
    (said,) = again["findings"]
    assert "以前退回过" in said["message"]
    assert ZHENPING.name in said["message"]
    assert office.do("import", faulty).status == 0
    assert office.status_of(faulty, "--replace", "--reason", "更正") == ["returned"]
