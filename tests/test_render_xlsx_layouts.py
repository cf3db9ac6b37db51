"""Statistics as workbooks in both layouts: read back with openpyxl, shown by LibreOffice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import cast

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.xlsx_support import (
    ABOUT,
    as_laid_out,
    body,
    figure,
    full_builder,
    opened,
    reports,
    sheet_of,
    shown,
    statistics,
)
from zsstat import tables
from zsstat.model import Align, Figure, Heading, Layout, Mark, Part, Report, Table, TableRow
from zsstat.render.xlsx import xlsx_bytes

HOSTILE = ("=1+1", "+86", "-甲", "@sum", "=cmd|' /C calc'!A0")
ROW = ("甲", figure("7.82", Fraction(782034, 100000)))


def cells_of(sheet: Worksheet, table: Table, first: int) -> Iterator[tuple[Figure, object]]:
    for row, printed in enumerate(table.rows, start=first):
        for column, part in enumerate(printed.cells, start=1):
            if isinstance(part, Figure):
                yield part, sheet.cell(row, column).value


def official_order(table: Table) -> Table:
    rows = sorted(table.rows, key=lambda row: not row.total or row.own)
    return replace(table, rows=tuple(rows))


def official_first(sheet: Worksheet) -> int:
    assert sheet.freeze_panes is not None
    return int(str(sheet.freeze_panes)[1:])


def test_cover_contents_and_notes_come_before_one_table_a_sheet() -> None:
    report = reports()["summary"]
    book = opened(report)
    assert book.sheetnames[:3] == ["封面", "目录", "附注"]
    assert len(book.sheetnames) == 3 + len(report.tables)
    assert all(name.isalnum() and len(name) <= 31 for name in book.sheetnames)
    assert report.about is not None
    assert (book["封面"]["A1"].value, book["封面"]["A2"].value) == (
        report.about.title,
        report.about.office,
    )
    assert (book.properties.title, book.properties.creator) == (
        report.about.title,
        report.about.office,
    )


def test_every_link_leads_to_a_sheet_and_every_table_back() -> None:
    book = opened(reports()["rank"])
    links = [
        cell.hyperlink.location
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    targets = {str(location).rpartition("!")[0].strip("'") for location in links}
    assert targets == set(book.sheetnames)
    for sheet in book.worksheets[3:]:
        assert any(cell.hyperlink and "目录" in cell.hyperlink.location for cell in sheet["A"])


def test_the_meanings_of_signs_are_in_the_contents_where_there_is_no_note() -> None:
    report = statistics(("汉滨区", figure("1.25", Fraction(5, 4))))
    book = opened(report)
    assert not any(table.notes for table in report.tables)
    leads_to = [row[0].hyperlink.location for row in book["目录"].iter_rows(4) if row[0].hyperlink]
    assert leads_to[0] == "'附注'!A1"


def test_a_table_sheet_is_ready_to_read_and_print() -> None:
    report = reports()["summary"]
    book = opened(report)
    for number, table in enumerate(report.tables, start=1):
        sheet = sheet_of(book, number)
        first, last = body(sheet)
        assert sheet["A1"].value == f"表{number}　{table.title}"
        assert sheet["A2"].value.startswith("单位：")
        assert sheet["A3"].value.startswith("资料来源：")
        assert last - first + 1 == len(table.rows)
        assert sheet.freeze_panes == f"B{first}"
        assert sheet.print_title_rows == f"$1:${first - 1}"
        assert sheet.print_area.endswith(f"${last}")
        assert sheet.page_setup.paperSize == 9
        assert not sheet.merged_cells.ranges
        (listed,) = sheet.tables.values()
        header = [cell.value for cell in sheet[first - 1][: len(table.headings)]]
        assert [c.name.replace("_x000a_", "\n") for c in listed.tableColumns] == header
        assert len(set(header)) == len(header)


def test_notes_are_numbered_as_they_appear_and_said_once() -> None:
    one = statistics(ROW, notes=(("甲的口径",), ("全表",)), marks=(Mark(0, 0, 0),))
    two = statistics(ROW, title="2020年另表", notes=(("全表",), ("栏的",)), marks=(Mark(1, 1),))
    book = opened(Report((*one.tables, *two.tables), about=ABOUT))
    rows = [[cell.value for cell in row] for row in book["附注"].iter_rows(min_row=8)]
    assert rows == [
        ["[注1]", "全表", "表1、表2"],
        ["[注2]", "甲的口径", "表1"],
        ["[注3]", "栏的", "表2"],
    ]
    first, _ = body(sheet_of(book, 1))
    assert sheet_of(book, 1).cell(first, 1).value == "甲[注2]"
    assert sheet_of(book, 2).cell(first - 1, 2).value == "栏1[注3]"


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("name", ["summary", "rank"])
def test_every_cell_holds_the_exact_figure(name: str, layout: Layout) -> None:
    report = as_laid_out(reports()[name], layout)
    book = opened(report)
    held = 0
    for number, table in enumerate(report.tables, start=1):
        if layout is Layout.OFFICIAL:
            sheet = cast(Worksheet, book.worksheets[number - 1])
            pairs = cells_of(sheet, official_order(table), official_first(sheet))
        else:
            sheet = sheet_of(book, number)
            pairs = cells_of(sheet, table, body(sheet)[0])
        for part, value in pairs:
            if part.value is None or not isinstance(value, int | float):
                assert part.value is None or not any(map(str.isdigit, part.number))
                continue
            held += 1
            exact = Fraction(repr(value))
            assert abs(exact - part.value) <= abs(part.value) / 10**14
    assert held > 10


def test_libreoffice_shows_every_figure_as_it_is_printed(tmp_path: Path) -> None:
    made = {
        f"{name}_{layout}": as_laid_out(report, layout)
        for name, report in reports().items()
        for layout in Layout
    }
    found = shown({name: xlsx_bytes(report) for name, report in made.items()}, tmp_path)
    for name, report in made.items():
        book = opened(report)
        for number, table in enumerate(report.tables):
            official = report.layout is Layout.OFFICIAL
            sheet = book.worksheets[number if official else number + 3]
            first = official_first(sheet) if official else body(sheet)[0]
            ordered = official_order(table) if official else table
            lines = found[name, sheet.title][first - 1 :]
            assert len(lines) >= len(ordered.rows)
            for printed, line in zip(ordered.rows, lines, strict=False):
                for part, text in zip(printed.cells, line, strict=False):
                    if isinstance(part, Figure):
                        assert text.strip() in _expected(part, official=official)


def _expected(part: Figure, *, official: bool) -> set[str]:
    if part.value is None:
        return {"—" if official else ""}
    tiny = not official and part.value and part.number == "0"
    return {"…" if tiny else part.number}


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text: str, layout: Layout) -> None:
    notes, about = ((text,),), replace(ABOUT, title=text, office=text, status=(text,))
    report = replace(statistics((text, text), title=text, notes=notes), about=about)
    for sheet in opened(as_laid_out(report, layout)).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_official_layout_has_the_total_first_and_upper_headings_merged() -> None:
    headings = (
        Heading("地区", Align.LEFT),
        Heading("2019年", unit="亿元", levels=("本年累计", "2019年")),
        Heading("2020年", unit="亿元", levels=("本年累计", "2020年")),
    )
    amount = figure("5", Fraction(5))
    rows = (
        TableRow(("我市", amount, amount), total=True, own=True),
        TableRow(("甲", amount, amount)),
        TableRow(("全市", amount, amount), total=True),
    )
    table = Table("2020年某表", headings, rows, notes=(("其一",), ("其二",)))
    (sheet,) = opened(Report((table,), about=ABOUT, layout=Layout.OFFICIAL)).worksheets
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:C1", "A2:C2", "A3:A4", "B3:C3"}
    assert sheet["A2"].value == "单位：亿元"
    assert [sheet.cell(4, c).value for c in (2, 3)] == ["2019年", "2020年"]
    assert [sheet.cell(r, 1).value for r in (5, 6, 7)] == ["全市", "我市", "甲"]
    assert [sheet.cell(r, 1).value for r in (8, 9)] == ["注：1. 其一", "　　2. 其二"]
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "— &P —"


def test_preliminary_figures_say_so_on_the_cover_and_on_every_sheet() -> None:
    made = full_builder()
    received = made.book.received - {"ziyang"}
    made = type(made)(made.catalogue, replace(made.book, received=received))
    report = tables.summary_report(made)
    book = opened(report)
    cover = [cell.value for cell in book["封面"]["A"]]
    assert "初步统计数" in cover
    assert any("紫阳县" in str(text) for text in cover)
    assert all("初步统计数" in sheet["A3"].value for sheet in book.worksheets[3:])


def test_cells_share_their_styles() -> None:
    """A style of its own for each cell would take a minute for 5,000 rows."""
    row: tuple[Part | None, ...] = (
        "甲",
        *(figure("7.82", Fraction(782034 + n, 100000)) for n in range(19)),
    )
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(statistics(*[row] * 50)))) as package:
        styles = package.read("xl/styles.xml").decode()
    formats = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    assert 1 < formats.count("<xf ") < 40
