"""Tables as a page of HTML: read back with a parser, everything in it text."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from tests.cli_support import SAMPLE_CONFIG, run
from tests.figures_support import builder
from zsstat import tables
from zsstat.model import Align, Dimension, Figure, Heading, Report, Table, TableRow
from zsstat.render import renderer

EVIL = '<script>alert("1")</script>&"\''


def page(report: Report) -> HtmlElement:
    return lxml.html.document_fromstring(renderer("html")(report).decode())


def one(within: HtmlElement, path: str) -> HtmlElement:
    found = within.find(path)
    assert found is not None, path
    return found


def words(element: HtmlElement) -> str:
    return str(element.text_content())


@pytest.mark.parametrize(
    "report",
    [
        tables.summary_report(builder()),
        tables.rank_report(builder()),
        tables.dimension_report(builder(), Dimension.INDUSTRY),
    ],
)
def test_every_cell_heading_and_note_is_there_in_its_place(report: Report) -> None:
    found = page(report)
    sections = found.findall(".//section")
    assert len(sections) == len(report.tables)
    for section, table in zip(sections, report.tables, strict=True):
        caption = one(section, ".//caption")
        assert words(caption) == table.title + table.unit_line
        heads = section.findall(".//thead//th")
        assert [th.get("scope") for th in heads] == ["col"] * len(table.headings)
        assert [th.text or "" for th in heads] == [heading.text for heading in table.headings]
        lines = section.findall(".//tbody/tr")
        for line, row in zip(lines, table.rows, strict=True):
            printed = [
                (cell.number or "—") if isinstance(cell, Figure) else cell for cell in row.cells
            ]
            shown = [words(cell) for cell in line]
            for text, cell in zip(shown, printed, strict=True):
                if cell is None or isinstance(cell, str):
                    assert text == (cell or "")
            assert line.get("class") == ("t" if row.total else None)
        notes = [words(note) for note in section.findall("p")]
        assert notes == ["注：" + "".join(map(str, note)) for note in table.notes]


def test_what_a_county_wrote_is_text() -> None:
    headings = (Heading(EVIL, Align.LEFT, unit=EVIL), Heading("乙"))
    made = Table(EVIL, headings, (TableRow((EVIL, None)),), unit_line=EVIL, notes=((EVIL,),))
    content = renderer("html")(Report((made,))).decode()
    assert "<script" not in content
    found = page(Report((made,)))
    assert words(one(found, ".//tbody//th")) == EVIL
    assert one(found, ".//div").get("aria-label") == EVIL
    assert words(one(found, ".//title")) == EVIL


def test_rows_are_named_and_numbers_stand_at_the_right() -> None:
    found = page(tables.summary_report(builder()))
    row = one(found, ".//tbody/tr")
    assert (row[0].tag, row[0].get("scope")) == ("th", "row")
    assert {cell.get("class") for cell in row[2:]} == {"n"}


def test_nothing_is_loaded_from_anywhere() -> None:
    content = renderer("html")(tables.summary_report(builder())).decode()
    assert "default-src 'none'" in content
    assert not re.search(r"https?:|//|url\(|@import|<script|<link|<img|\son\w+=", content)
    assert '<html lang="zh-CN">' in content
    assert "prefers-color-scheme: dark" in content


def test_the_command_writes_a_page(sample_db: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    for words_ in (("summary",), ("rank",), ("stages",), ("assess", "county")):
        done = run(*words_, "--format", "html", "-o", path, db=sample_db, config=SAMPLE_CONFIG)
        assert done.status == 0, done.err
        assert path.read_text(encoding="utf-8").endswith("</html>\n")
    done = run("summary", "--format", "html", db=sample_db, config=SAMPLE_CONFIG)
    assert done.out.startswith("<!DOCTYPE html>")
