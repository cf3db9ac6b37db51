"""Workbooks of statistics read back: by openpyxl what they hold, by LibreOffice what they show."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.figures_support import FDI, builder, line
from tests.libreoffice import soffice
from zsstat import tables
from zsstat.figures import FigureBuilder
from zsstat.model import (
    About,
    Align,
    Figure,
    FigureKey,
    Heading,
    Layout,
    Measure,
    Part,
    Report,
    Table,
    TableRow,
)
from zsstat.render.xlsx import xlsx_bytes

ABOUT = About(
    title="2020年安康市招商引资统计表",
    office="某市统计室",
    period="2020年",
    source="某市统计室汇总",
    status=("应报4个单位，已全部报送。",),
    method=("全市数由各单位的数相加。",),
    contact="请来电。",
)


def figure(
    number: str, value: Fraction | None, *, measure: Measure = Measure.VALUE, note: str = ""
) -> Figure:
    """A figure as it is printed, with the value behind it."""
    decimals = len(number.partition(".")[2])
    key = FigureKey(measure)
    return Figure(key, value, "亿元", decimals, number, f"{number}亿元", "", note or None)


def statistics(*rows: tuple[Part | None, ...], **changes: object) -> Report:
    """A report with one table of these rows; ``changes`` are those of the table."""
    width = len(rows[0]) if rows else 2
    headings = (Heading("地区", Align.LEFT), *(Heading(f"栏{n}") for n in range(1, width)))
    table = Table("2020年某表", headings, tuple(TableRow(row) for row in rows))
    return Report((replace(table, **changes),), about=ABOUT)  # type: ignore[arg-type]


def as_laid_out(report: Report, layout: Layout) -> Report:
    return replace(report, layout=layout)


def opened(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(report)))


def sheet_of(book: openpyxl.Workbook, number: int) -> Worksheet:
    """The sheet of a table of a statistical workbook, counted from 1."""
    found = book.worksheets[number + 2]
    assert isinstance(found, Worksheet)
    return found


def body(sheet: Worksheet) -> tuple[int, int]:
    """The first and the last row under the header of a statistical table."""
    (table,) = sheet.tables.values()
    _, header, _, last = range_boundaries(table.ref)
    assert header is not None
    assert last is not None
    return header + 1, last


def full_builder() -> FigureBuilder:
    """A book that has what tables can have: ties, falls, no base, a placement that moved."""
    field = (line("field-xian", FDI, "9", "104"), line("field-ankang", FDI, "9", "99"))
    made = builder()
    before = tuple(replace(found, printed_rank=None) for found in made.book.province[::-1])
    book = replace(made.book, province=(*made.book.province, *field), previous_province=before)
    return FigureBuilder(made.catalogue, book)


def reports() -> Mapping[str, Report]:
    """Reports of statistics as the program makes them."""
    made = full_builder()
    return {"summary": tables.summary_report(made), "rank": tables.rank_report(made)}


_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""As it is shown, in UTF-8, each sheet a file."""


def shown(books: Mapping[str, bytes], folder: Path) -> dict[tuple[str, str], list[list[str]]]:
    """What LibreOffice shows: (workbook, sheet) → rows of texts."""
    files = []
    for name, content in books.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(content)
    command = [soffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", _EVERY_SHEET, "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    found = {}
    for path in folder.glob("*.csv"):
        book, _, sheet = path.stem.partition("-")
        with path.open(encoding="utf-8", newline="") as file:
            found[book, sheet] = list(csv.reader(file))
    return found
