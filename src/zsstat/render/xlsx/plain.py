"""Plain sheets for lists that people work through: one sheet a table, ready to print.

A cell holds the number as it is printed elsewhere (rounded once, in figures).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.model import Align, Figure, Heading, Part, Table
from zsstat.render.cells import cell_number, cell_text, heading_text, parts_text
from zsstat.render.lines import display_width, wrapped
from zsstat.render.xlsx.names import sheet_name
from zsstat.render.xlsx.numbers import MOST_DIGITS
from zsstat.render.xlsx.paper import HIGHEST, set_paper, set_text

WIDEST = 60
_LINE_HEIGHT = 15

_TITLE = Font(name="宋体", size=16, bold=True)
_BODY = Font(name="宋体", size=11)
_BOLD = Font(name="宋体", size=11, bold=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center")
_RIGHT = Alignment(horizontal="right", vertical="center")
_FOLDED = Alignment(horizontal="left", vertical="center", wrap_text=True)
_NOTE = Alignment(horizontal="left", vertical="top", wrap_text=True)
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def add_plain(workbook: Workbook, tables: Iterable[Table]) -> None:
    """A sheet for each table; an empty one where there is none."""
    names: set[str] = set()
    for table in tables:
        name = sheet_name(table.title, names)
        names.add(name)
        _fill(workbook.create_sheet(name), table)
    if not names:
        workbook.create_sheet()


def _fill(sheet: Worksheet, table: Table) -> None:
    last = len(table.headings)
    _write(sheet, 1, 1, table.title, _TITLE, _CENTRE)
    _across(sheet, 1, last)
    sheet.row_dimensions[1].height = 28
    header = 2
    if table.unit_line:
        _write(sheet, 2, 1, table.unit_line, _BODY, _RIGHT)
        _across(sheet, 2, last)
        header = 3
    for column, heading in enumerate(table.headings, start=1):
        text = heading_text(heading, gap="\n" if heading.unit else "")
        _write(sheet, header, column, text, _BOLD, _CENTRE).border = _BOX
    if any(heading.unit for heading in table.headings):
        sheet.row_dimensions[header].height = 32
    for number, row in enumerate(table.rows, start=header + 1):
        for column, part in enumerate(row.cells, start=1):
            font = _BOLD if row.total else _BODY
            _put(sheet, number, column, part, font, _alignment(table.headings[column - 1]))
        _give_room(sheet, number, table.headings, row.cells)
    _fit(sheet, table)
    _notes(sheet, table, header + len(table.rows) + 1)
    _for_print(sheet, header)


def _alignment(heading: Heading) -> Alignment:
    if heading.align is not Align.LEFT:
        return _RIGHT
    return _FOLDED if heading.widest else _LEFT


def _give_room(
    sheet: Worksheet, number: int, headings: Iterable[Heading], cells: Iterable[Part | None]
) -> None:
    """The height that a row needs where texts are folded: programs that only show a workbook do
    not find it out themselves."""
    lines = (
        len(wrapped(cell_text(cell), heading.widest))
        for heading, cell in zip(headings, cells, strict=True)
        if heading.widest
    )
    if (most := max(lines, default=1)) > 1:
        sheet.row_dimensions[number].height = min(_LINE_HEIGHT * most, HIGHEST)


def _put(
    sheet: Worksheet, row: int, column: int, part: Part | None, font: Font, alignment: Alignment
) -> None:
    """A figure as a number with its decimals, anything else as text."""
    number = cell_number(part)
    if number is None or len(number.as_tuple().digits) > MOST_DIGITS:
        _write(sheet, row, column, cell_text(part), font, alignment).border = _BOX
        return
    cell = sheet.cell(row, column, number)
    decimals = part.decimals if isinstance(part, Figure) else 0
    cell.number_format = "0." + "0" * decimals if decimals else "0"
    cell.font, cell.alignment, cell.border = font, alignment, _BOX


def _write(
    sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment
) -> Cell:
    """Text as text, whatever it begins with."""
    cell = cast(Cell, sheet.cell(row, column))
    set_text(cell, text)
    cell.font, cell.alignment = font, alignment
    return cell


def _across(sheet: Worksheet, row: int, last: int) -> None:
    if last > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)


def _fit(sheet: Worksheet, table: Table) -> None:
    """Widths by what stands in a column; a Chinese character takes two."""
    for column, heading in enumerate(table.headings):
        texts = [heading.text, f"（{heading.unit}）" if heading.unit else ""]
        texts += [cell_text(row.cells[column]) for row in table.rows]
        texts += [_padded(row.cells[column]) for row in table.rows]
        room = heading.widest + 2 if heading.widest else WIDEST
        width = min(max(display_width(text) for text in texts) + 2, room)
        sheet.column_dimensions[get_column_letter(column + 1)].width = max(width, 8)


def _padded(part: Part | None) -> str:
    """A number as its format shows it, with padded zeros."""
    number = cell_number(part)
    if number is None or not isinstance(part, Figure):
        return ""
    return format(number, f".{part.decimals}f")


def _notes(sheet: Worksheet, table: Table, row: int) -> None:
    letters = [get_column_letter(c) for c in range(1, len(table.headings) + 1)]
    room = sum(sheet.column_dimensions[letter].width for letter in letters)
    for number, note in enumerate(table.notes, start=row):
        text = "注：" + parts_text(note)
        _write(sheet, number, 1, text, _BODY, _NOTE)
        _across(sheet, number, len(letters))
        lines = -(-display_width(text) // max(int(room) - 2, 1))
        sheet.row_dimensions[number].height = _LINE_HEIGHT * lines


def _for_print(sheet: Worksheet, header: int) -> None:
    """The paper, with the header on every page."""
    wide = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.freeze_panes = sheet.cell(header + 1, 2).coordinate
    sheet.print_title_rows = f"1:{header}"
    sheet.print_options.horizontalCentered = True
    set_paper(sheet, wide)
