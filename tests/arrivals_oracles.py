"""The cells of a file as other readers see them: openpyxl, xlrd, calamine, csv, lxml.

Knows nothing of zsstat. Which reader it takes follows from the first bytes.
"""

from __future__ import annotations

import csv
import email
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msoffcrypto  # type: ignore[import-untyped]
import openpyxl
import xlrd
from lxml import etree, html
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

Cells = dict[str, object]
"""A1 → what stands there."""
OLE = b"\xd0\xcf\x11\xe0"
SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"


def foreign_cells(path: Path) -> dict[str, Cells]:
    """Sheet → its cells; a format without names of sheets has one that is called as it comes."""
    content = path.read_bytes()
    if content.startswith(OLE):
        return _ole(content)
    if content.startswith(b"PK"):
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        return _openpyxl(content) if "xl/workbook.xml" in names else _calamine(content)
    head = content[:200].lower()
    if b"<?xml" in head and b"spreadsheet" in content[:400]:
        return dict(_spreadsheetml(content))
    if b"mime-version" in head:
        parts = [p for p in email.message_from_bytes(content).walk() if not p.is_multipart()]
        page = parts[0].get_payload(decode=True)
        assert isinstance(page, bytes)
        return dict(_html(page))
    if b"<html" in head or b"<!doctype html" in head:
        return dict(_html(content))
    return {"": _separated(content)}


def same(said: object, seen: object) -> bool:
    """Whether a described value is what stands in a cell: the digits of a quantity, the words of
    a text, the parts of a date. Ids of areas and indicators, and yes and no, are not compared."""
    if seen is None or isinstance(said, bool) or (isinstance(said, str) and _is_id(said)):
        return seen is not None
    written = _text(seen)
    if isinstance(said, str) and re.fullmatch(r"\d{4}(-\d\d){0,2}", said):
        return said == _date(seen)
    if isinstance(said, int) or re.match(r"-?\d+(\.\d+)?\D+$", said := str(said)):
        wanted = _number(str(said))
        fraction = str(said).endswith("%") and isinstance(seen, float)  # a cell of percent format
        return wanted is not None and wanted in {
            _number(written),
            Decimal(written) * 100 if fraction else None,
        }
    return written == said


def _number(text: str) -> Decimal | None:
    found = re.search(r"-?\d+(\.\d+)?", text.replace(",", ""))
    return Decimal(found[0]) if found else None


def _is_id(said: str) -> bool:
    return bool(re.fullmatch(r"[a-z_-]+", said))


def _text(seen: object) -> str:
    plain = repr(seen) if isinstance(seen, float) else str(seen)
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", plain))


def _date(seen: object) -> str:
    if isinstance(seen, date):
        return seen.strftime("%Y-%m-%d")
    return "-".join(part.zfill(2) for part in re.findall(r"\d+", str(seen)))


def _openpyxl(content: bytes) -> dict[str, Cells]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def _ole(content: bytes) -> dict[str, Cells]:
    try:
        book = xlrd.open_workbook(file_contents=content)
    except xlrd.biffh.XLRDError:
        opened = io.BytesIO()
        locked = msoffcrypto.OfficeFile(io.BytesIO(content))
        locked.load_key(password="VelvetSweatshop")  # noqa: S106 - Excel's own, known to all
        locked.decrypt(opened)
        return _openpyxl(opened.getvalue())
    return {
        sheet.name: {
            f"{get_column_letter(column + 1)}{row + 1}": _xlrd_value(cell, book.datemode)
            for row in range(sheet.nrows)
            for column, cell in enumerate(sheet.row(row))
            if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
        }
        for sheet in book.sheets()
    }


def _xlrd_value(cell: xlrd.sheet.Cell, datemode: Literal[0, 1]) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return datetime(*xlrd.xldate_as_tuple(float(cell.value), datemode))  # noqa: DTZ001
    return cell.value


def _calamine(content: bytes) -> dict[str, Cells]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, Cells] = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        found[name] = {
            f"{get_column_letter(left + column + 1)}{top + row + 1}": value
            for row, values in enumerate(sheet.to_python(skip_empty_area=True))
            for column, value in enumerate(values)
            if value != ""
        }
    return found


def _separated(content: bytes) -> Cells:
    text = _decoded(content).removeprefix("sep=;\r\n")
    separator = max(",;\t", key=text.count)
    return {
        f"{get_column_letter(column)}{row}": value
        for row, values in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1)
        for column, value in enumerate(values, 1)
        if value
    }


def _decoded(content: bytes) -> str:
    if content.startswith(b"\xff\xfe"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _spreadsheetml(content: bytes) -> Iterator[tuple[str, Cells]]:
    for sheet in etree.fromstring(content).iter(f"{SPREADSHEET}Worksheet"):
        cells: Cells = {}
        for row in sheet.iter(f"{SPREADSHEET}Row"):
            for cell in row.iter(f"{SPREADSHEET}Cell"):
                column = get_column_letter(int(cell.attrib[f"{SPREADSHEET}Index"]))
                value = cell.findtext(f"{SPREADSHEET}Data")
                kind = cell.find(f"{SPREADSHEET}Data")
                if kind is not None and kind.get(f"{SPREADSHEET}Type") == "DateTime":
                    value = str(value)[:10]
                if value is not None:
                    cells[f"{column}{row.attrib[f'{SPREADSHEET}Index']}"] = value
        yield sheet.attrib[f"{SPREADSHEET}Name"], cells


def _html(content: bytes) -> Iterator[tuple[str, Cells]]:
    """The tables that hold no other table, each cell at the place where a browser shows it."""
    page = html.fromstring(_decoded(content))
    inner = [table for table in page.iter("table") if not list(table.iterdescendants("table"))]
    for number, table in enumerate(inner, 1):
        cells: Cells = {}
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(table.iter("tr"), 1):
            column = 1
            for cell in line.iterchildren("td", "th"):
                while (row, column) in taken:
                    column += 1
                down, across = (int(cell.get(name, "1")) for name in ("rowspan", "colspan"))
                taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
                if text := cell.text_content().strip():
                    cells[f"{get_column_letter(column)}{row}"] = text
        yield f"{number}", cells
