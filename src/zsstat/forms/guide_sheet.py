"""The instruction sheet: the texts of :mod:`zsstat.forms.guidance`, to be read and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.forms.guidance import Chapter, Choices, Grid, Line, Piece
from zsstat.forms.paper import LINE_HEIGHT, Look, fitted_height, protect, set_page, write

NAME = "填报说明"
WIDTHS = (26, 11, 30, 34, 38)
"""Columns of text of the five columns."""


def fill_guide(sheet: Worksheet, title: str, pieces: Iterable[Piece]) -> dict[tuple[str, ...], str]:
    """Fills the sheet; the ranges in which the long lists of choices stand, for validations."""
    for at, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    _across(sheet, 1, title, Look.TITLE)
    sheet.row_dimensions[1].height = 28
    lists: dict[tuple[str, ...], str] = {}
    row = 2
    for piece in pieces:
        match piece:
            case Chapter():
                _across(sheet, row + 1, piece.text, Look.CHAPTER)
                sheet.row_dimensions[row + 1].height = LINE_HEIGHT + 8
                row += 2
            case Line():
                _across(sheet, row, piece.text, Look.PARAGRAPH)
                row += 1
            case Grid():
                row = _grid(sheet, row, piece) + 1
            case Choices():
                last = row + len(piece.names) - 1
                lists[piece.names] = f"{quote_sheetname(sheet.title)}!$A${row}:$A${last}"
                row = _listed(sheet, row, piece.names)
    sheet.print_area = f"A1:{get_column_letter(len(WIDTHS))}{row}"
    protect(sheet)
    set_page(sheet, title)
    return lists


def _across(sheet: Worksheet, row: int, text: str, look: Look) -> None:
    """A text over the width of the page."""
    write(sheet, row, 1, text, look)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
    sheet.row_dimensions[row].height = fitted_height([(text, sum(WIDTHS))])


def _grid(sheet: Worksheet, row: int, grid: Grid) -> int:
    """Writes a grid and gives the row behind it."""
    _row(sheet, row, grid.headings, Look.HEADING)
    for number, texts in enumerate(grid.rows, start=row + 1):
        _row(sheet, number, texts, Look.TEXT)
    return row + len(grid.rows) + 1


def _row(sheet: Worksheet, row: int, texts: Sequence[str], look: Look) -> None:
    for at, text in enumerate(texts, start=1):
        write(sheet, row, at, text, look)
    sheet.row_dimensions[row].height = fitted_height(zip(texts, WIDTHS, strict=True))


def _listed(sheet: Worksheet, row: int, names: Iterable[str]) -> int:
    for name in names:
        write(sheet, row, 1, name, Look.TEXT)
        row += 1
    return row
