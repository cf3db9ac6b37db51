"""What the terminal shows of findings: an import's own output, and colours."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.cli_support import run
from tests.status_support import Office
from zsstat.cli import present
from zsstat.cli.paper import Toned
from zsstat.model import Level

FAULTY, UNEXPLAINED = "待定", 0.4
"""A total that cannot be read (A); one that is less than what was paid in, 5000万元 (B)."""
OVERPAID = "row.cumulative_exceeds_total"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


# --- what an import says ----------------------------------------------------------------------


def test_an_import_says_the_same_sentence_once(office: Office) -> None:
    books = [
        office.book("紫阳县", total=FAULTY),
        office.book("平利县", total=UNEXPLAINED),
        office.book("岚皋县", total=FAULTY),
        office.book("汉滨区"),
    ]
    out = office.do("import", *books).out
    fates, findings, rest = out.split("\n\n")
    assert [line[:2] for line in fates.splitlines()] == ["退回", "退回", "退回", "接收"]
    assert findings.count("看不出是多少") == 1
    assert (
        "　　紫阳县.xlsx：工作表“projects” C3\n　　岚皋县.xlsx：工作表“projects” C3\n" in findings
    )
    assert findings.index("〔cell.not_number〕（共2条）") < findings.index(f"〔{OVERPAID}〕")
    assert rest.startswith("共4件：接收1件、退回3件（紫阳县、平利县、岚皋县）；入库1行\n")
    assert "下一步：请紫阳县、平利县、岚皋县按上面的办法更正后重报" in rest
    assert "　　　　zsstat findings --year 2020\n" in rest


def test_files_of_one_name_are_told_apart(office: Office) -> None:
    first = office.book("紫阳县", total=FAULTY, name="报表.xlsx")
    (office.folder / "b").mkdir()
    second = office.book("岚皋县", total=FAULTY, name="b/报表.xlsx")
    out = office.do("import", first, second).out
    assert "退回　报表.xlsx（同名第2件）（岚皋县" in out.replace("\n　", "")
    assert "　　报表.xlsx（同名第2件）：工作表“projects” C3\n" in out


def test_senders_are_named_though_their_period_is_unknown(office: Office) -> None:
    path = office.book("汉滨区")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"] = "汉滨区"
    book.save(path)
    assert "退回1件（汉滨区）" in office.do("import", path).out


def test_every_fault_is_told_with_its_cells(office: Office) -> None:
    books = [office.book(who, total=FAULTY) for who in ("紫阳县", "岚皋县")]
    done = run("import", *books, "--dry-run", "--format", "json", db=office.db)
    out = run("import", *books, "--dry-run", "--details", db=office.db).out.replace("\n　", "")
    for file in done.json["files"]:
        for finding in file["findings"]:
            assert finding["message"] in out.replace("　", "")
            place = f"{file['file']}：工作表“{finding['sheet']}” {'、'.join(finding['cells'])}"
            assert not finding["cells"] or place in out.replace("　", "")


# --- a command that is offered does what it says ------------------------------------------------


def test_the_command_that_settles_what_two_counties_sent(office: Office) -> None:
    for who, became in (("汉滨区", 0), ("汉阴县", 1)):
        path = office.book(who)
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet.cell(2, sheet.max_column + 1, "项目编号")
        sheet.cell(3, sheet.max_column, "P-1")
        book.save(path)
        assert office.do("import", path).status == became
    out = office.do("findings").out
    command = next(line for line in out.splitlines() if line.startswith("　　　　zsstat resolve"))
    assert command.endswith(" --to 单位 --reason 认定的理由")
    words = command.replace("单位", "汉滨区").split()[1:]
    assert office.do(*words, "--by", "李四").status == 0
    assert office.do("findings", "--open", "--format", "json").json["findings"] == []


# --- colour -----------------------------------------------------------------------------------


class _Terminal(io.StringIO):
    """A terminal that keeps what it is sent."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown(patch: pytest.MonkeyPatch, stream: io.StringIO, *, plain: bool) -> str:
    """Two lines about findings and one about nothing, as ``stream`` gets them."""
    patch.setenv("TERM", "xterm-256color")
    patch.setenv("COLUMNS", "40")
    patch.delenv("NO_COLOR", raising=False)
    if plain:
        patch.setenv("NO_COLOR", "1")
    patch.setattr(sys, "stdout", stream)
    present.lines([Toned("B　问题" + "长" * 20, Level.B), Toned("C　问题", Level.C), "B　其他"])
    return stream.getvalue()


_PLAIN = f"B　问题{'长' * 15}\n　{'长' * 5}\nC　问题\nB　其他\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a console of Windows is not a stream")
def test_levels_have_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch, _Terminal(), plain=False)
    first, _, second, other = told.splitlines()
    colour, again = (re.match("\x1b\\[[0-9;]+m", line) for line in (first, second))
    assert colour is not None
    assert again is not None
    assert colour[0] != again[0]
    assert other == "B　其他"
    assert re.sub("\x1b\\[[0-9;]*m", "", told) == _PLAIN


@pytest.mark.parametrize("stream", [io.StringIO, _Terminal])
def test_without_colours_the_lines_are_the_same(
    stream: type[io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    if stream is _Terminal and sys.platform == "win32":
        pytest.skip("a console of Windows is not a stream")
    assert shown(monkeypatch, stream(), plain=stream is _Terminal) == _PLAIN
