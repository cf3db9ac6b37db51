"""Makes files of sheets: with openpyxl or XlsxWriter, or as CSV in GB18030.

The bytes are the same every time: creation dates and the time stamps in the zip are fixed.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sample_data._cells import Value
from sample_data._sheets import Cell, Sheet

_MADE = datetime(2021, 1, 8, 9, 0, 0)  # noqa: DTZ001 - office files know no time zone
_DATE_FORMAT = "yyyy/m/d"


def write(path: Path, sheets: Sequence[Sheet], writer: str) -> None:
    """Writes the file; ``writer`` is ``openpyxl``, ``xlsxwriter`` or ``csv``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed(sheets, writer))


def packed(sheets: Sequence[Sheet], writer: str) -> bytes:
    """The bytes of the file."""
    match writer:
        case "openpyxl":
            return _with_fixed_times(_openpyxl(sheets))
        case "xlsxwriter":
            return _with_fixed_times(_xlsxwriter(sheets))
        case "csv":
            return _csv(sheets[0])
    raise ValueError(f"no such writer: {writer}")


def _double(value: Value) -> float | int | str | date | None:
    """A decimal as the double that reads back as it."""
    if not isinstance(value, Decimal):
        return value
    double = float(value)
    if Decimal(repr(double)) != value:
        raise ValueError(f"{value} does not survive as a double")
    return double


# --- openpyxl ---------------------------------------------------------------------------------


def _openpyxl(sheets: Sequence[Sheet]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "sample data"
    book.properties.created = book.properties.modified = _MADE
    for sheet in sheets:
        _openpyxl_sheet(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _openpyxl_sheet(target: Worksheet, sheet: Sheet) -> None:
    centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for (row, column), cell in sorted(sheet.cells.items()):
        value = cell.formula or _double(cell.value)
        made = target.cell(row, column, value)
        if cell.style == "date":
            made.number_format = _DATE_FORMAT
        if cell.style in ("title", "head"):
            made.alignment = centred
            made.font = Font(bold=True, size=16 if cell.style == "title" else 11)
    for merge in sheet.merges:
        top, left, bottom, right = merge
        target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for row in sheet.hidden_rows:
        target.row_dimensions[row].hidden = True
    for column in sheet.hidden_columns:
        target.column_dimensions[get_column_letter(column)].hidden = True
    if sheet.hidden:
        target.sheet_state = "hidden"


# --- XlsxWriter -------------------------------------------------------------------------------


def _xlsxwriter(sheets: Sequence[Sheet]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "sample data", "created": _MADE})
    centred = {"align": "center", "valign": "vcenter", "bold": True, "text_wrap": True}
    formats = {
        "title": book.add_format({**centred, "font_size": 16}),
        "head": book.add_format(centred),
        "date": book.add_format({"num_format": _DATE_FORMAT}),
    }
    for sheet in sheets:
        _xlsxwriter_sheet(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return out.getvalue()


def _xlsxwriter_sheet(
    target: xlsxwriter.worksheet.Worksheet,
    sheet: Sheet,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    for top, left, bottom, right in sheet.merges:
        target.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", formats["head"])
    for (row, column), cell in sorted(sheet.cells.items()):
        _xlsxwriter_cell(target, row - 1, column - 1, cell, formats.get(cell.style))
    for row in sheet.hidden_rows:
        target.set_row(row - 1, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        target.set_column(column - 1, column - 1, None, None, {"hidden": True})
    if sheet.hidden:
        target.hide()


def _xlsxwriter_cell(
    target: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    style: xlsxwriter.format.Format | None,
) -> None:
    value = _double(cell.value)
    if cell.formula:
        target.write_formula(row, column, cell.formula, style, value)
    elif isinstance(value, date):
        target.write_datetime(row, column, value, style)
    elif isinstance(value, str):
        target.write_string(row, column, value, style)
    elif value is not None:
        target.write_number(row, column, value, style)


# --- the container ----------------------------------------------------------------------------


def _with_fixed_times(content: bytes) -> bytes:
    """The same package with every time stamp set to the beginning of zip's time."""
    stamp = _MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in package.namelist():
            part = package.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, part)
    return out.getvalue()


# --- CSV --------------------------------------------------------------------------------------


def _csv(sheet: Sheet) -> bytes:
    """A single sheet as WPS saves it in China: GB18030, CRLF."""
    width = max(column for _, column in sheet.cells)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    for row in range(1, max(row for row, _ in sheet.cells) + 1):
        cells = [sheet.cells.get((row, column)) for column in range(1, width + 1)]
        lines.writerow(["" if c is None else c.value for c in cells])
    return text.getvalue().encode("gb18030")
