"""The small edits that put one fault into a clean return, addressed by names and headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.every_rule.papers import LEDGER, Value

Edit: TypeAlias = Callable[[Workbook], None]


def put(of: str, **cells: Value) -> Edit:
    """Writes into the row of the project, enterprise, activity, indicator or city ``of``."""

    def edit(book: Workbook) -> None:
        page, row = _row_of(book, of, *cells)
        for heading, value in cells.items():
            page.cell(row, _column(page, heading)).value = value

    return edit


def without(heading: str, sheet: str = LEDGER) -> Edit:
    """Takes a column out of the table; what stands above and below it stays."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        around = {
            row: page.cell(row, 1).value
            for row in range(1, page.max_row + 1)
            if row < _head_row(page) or page.cell(row, 2).value is None
        }
        page.delete_cols(_column(page, heading))
        for row, value in around.items():
            page.cell(row, 1).value = value

    return edit


def rename(heading: str, text: str, sheet: str = LEDGER) -> Edit:
    def edit(book: Workbook) -> None:
        _heading(book[sheet], heading).value = text

    return edit


def beside(heading: str, **cells: Value) -> Edit:
    """A further column of the ledger, with these cells in the rows of what they are named after."""

    def edit(book: Workbook) -> None:
        page = book[LEDGER]
        column = page.max_column + 1
        page.cell(_head_row(page), column).value = heading
        for of, value in cells.items():
            page.cell(_row_of(book, of)[1], column).value = value

    return edit


def remove(of: str) -> Edit:
    """Takes a row out."""

    def edit(book: Workbook) -> None:
        page, row = _row_of(book, of)
        page.delete_rows(row)

    return edit


def line(sheet: str, after: str, **cells: Value) -> Edit:
    """A further row below the row of ``after``."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        row = _row_of(book, after)[1] + 1
        page.insert_rows(row)
        for heading, value in cells.items():
            page.cell(row, _column(page, heading)).value = value

    return edit


def again(of: str, **cells: Value) -> Edit:
    """The row of ``of`` a second time, with other cells."""

    def edit(book: Workbook) -> None:
        page, row = _row_of(book, of)
        page.insert_rows(row + 1)
        for column in range(1, page.max_column + 1):
            page.cell(row + 1, column).value = page.cell(row, column).value
        for heading, value in cells.items():
            page.cell(row + 1, _column(page, heading)).value = value

    return edit


def drop(*sheets: str) -> Edit:
    def edit(book: Workbook) -> None:
        for name in sheets:
            book.remove(book[name])

    return edit


def only(*sheets: str) -> Edit:
    """Leaves these sheets and no others."""

    def edit(book: Workbook) -> None:
        drop(*(name for name in book.sheetnames if name not in sheets))(book)

    return edit


def sheet(name: str, *rows: Sequence[Value]) -> Edit:
    """A further sheet."""

    def edit(book: Workbook) -> None:
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))

    return edit


def retitle(old: str, new: str, *sheets: str) -> Edit:
    """Replaces words in everything above the headings, of these sheets or of all."""

    def edit(book: Workbook) -> None:
        for name in sheets or book.sheetnames:
            page = book[name]
            for row in range(1, _head_row(page)):
                page.cell(row, 1).value = str(page.cell(row, 1).value or "").replace(old, new)

    return edit


def cell(sheet: str, address: str, value: Value) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][address] = value

    return edit


def hide(of: str) -> Edit:
    def edit(book: Workbook) -> None:
        page, row = _row_of(book, of)
        page.row_dimensions[row].hidden = True

    return edit


def cover(of: str, heading: str) -> Edit:
    """Merges a cell with the one below, whose value stays there unseen."""

    def edit(book: Workbook) -> None:
        page, row = _row_of(book, of)
        letter = get_column_letter(_column(page, heading))
        page.merged_cells.add(f"{letter}{row}:{letter}{row + 1}")

    return edit


def _row_of(book: Workbook, of: str, *headings: str) -> tuple[Worksheet, int]:
    """The first row in which a cell says exactly this, of a sheet that has the headings."""
    for page in book.worksheets:
        known = {_plain(found) for found in _all(page)}
        for found in _all(page):
            if found.value == of and known.issuperset(headings):
                return page, found.row
    raise KeyError(of)


def _all(page: Worksheet) -> Iterator[Cell]:
    for row in page.iter_rows():
        for found in row:
            if isinstance(found, Cell):
                yield found


def _plain(found: Cell) -> str:
    return re.sub(r"\(.*", "", str(found.value or ""))


def _heading(page: Worksheet, text: str) -> Cell:
    return next(found for found in _all(page) if _plain(found) == text)


def _column(page: Worksheet, heading: str) -> int:
    return _heading(page, heading).column


def _head_row(page: Worksheet) -> int:
    """The first row in which several cells are filled."""
    rows = [found.row for found in _all(page) if found.value is not None]
    return next(row for row in rows if rows.count(row) > 1)
