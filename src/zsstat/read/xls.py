"""Excel 97–2003 and older workbooks (.xls, BIFF2 to BIFF8) and WPS .et, read with xlrd.

Runs apart from the program: xlrd trusts what it reads.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Sheet as XlrdSheet

from zsstat.model import Cell, CellKind, CellValue, Range
from zsstat.read.biff import Formula, Formulas, is_protected, survey
from zsstat.read.limits import Limits
from zsstat.read.numfmt import BUILT_IN, NumberFormat, number_format
from zsstat.read.refusals import encrypted, not_workbook
from zsstat.read.sheets import Sheet, check_merges, check_sheets, numeric, within_limits

_BIFF5 = 50
_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
_NUMBERS = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)


def read_xls(stream: bytes, limits: Limits) -> Iterator[Sheet]:
    """The sheets of a workbook's BIFF stream, without the compound file around it.

    Raises UnreadableError, and whatever xlrd raises on a damaged stream.
    """
    if is_protected(stream):
        raise encrypted("设有打开密码的工作簿")
    surveyed = survey(stream)
    book = xlrd.open_workbook(
        file_contents=stream,
        logfile=io.StringIO(),
        formatting_info=True,
        ragged_rows=True,
        on_demand=True,
    )
    check_sheets(book.nsheets, limits)
    if not book.nsheets:
        raise not_workbook("文件中没有工作表")
    formulas = Formulas(book, stream, surveyed)
    formats = _formats(book, surveyed.formats)
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        yield _Reader(book, sheet, formats, formulas.of_sheet(_position(sheet)), limits).sheet()
        book.unload_sheet(index)


def _position(sheet: XlrdSheet) -> int:
    """Where the sheet's records begin in the stream."""
    # The stubs do not know it; xlrd itself keeps no public name for it.
    position: int = sheet._position  # type: ignore[attr-defined]
    return position


def _formats(book: Book, own: set[int]) -> list[NumberFormat]:
    """The number format of each cell style. What the file does not define itself is built in, as
    Chinese editions have it; in BIFF4 and earlier xlrd's numbering holds."""
    codes: dict[int, str] = {}
    for key, found in book.format_map.items():
        built_in = book.biff_version >= _BIFF5 and key not in own
        codes[key] = BUILT_IN.get(key, "General") if built_in else found.format_str
    return [number_format(codes.get(style.format_key)) for style in book.xf_list]


class _Reader:
    def __init__(
        self,
        book: Book,
        sheet: XlrdSheet,
        formats: list[NumberFormat],
        formulas: dict[tuple[int, int], Formula],
        limits: Limits,
    ) -> None:
        self._sheet = sheet
        self._formats = formats
        self._formulas = formulas
        self._limits = limits
        self._epoch_1904 = book.datemode == 1
        self._hidden = sheet.visibility != 0
        self._hidden_rows = {
            row + 1 for row, seen in sheet.rowinfo_map.items() if seen.hidden or seen.height == 0
        }
        self._hidden_columns = {
            column + 1
            for column, seen in sheet.colinfo_map.items()
            if (seen.hidden or seen.width == 0) and column < limits.columns
        }

    def sheet(self) -> Sheet:
        name = self._sheet.name
        merges = [
            Range(first_row + 1, first_column + 1, last_row, last_column)
            for first_row, last_row, first_column, last_column in self._sheet.merged_cells
        ]
        check_merges(name, merges, self._limits)
        return Sheet(
            name,
            within_limits(name, self._rows(), self._limits),
            merges,
            self._hidden,
            self._hidden_rows,
            self._hidden_columns,
            self._epoch_1904,
        )

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for row in range(self._sheet.nrows):
            cells = tuple(self._cells(row))
            if cells:
                yield cells

    def _cells(self, row: int) -> Iterator[Cell]:
        sheet, formulas = self._sheet, self._formulas
        row_hidden = self._hidden or row + 1 in self._hidden_rows
        for column, what in enumerate(sheet.row_types(row), 1):
            if what in _NOTHING:
                continue
            value = sheet.cell_value(row, column - 1)
            shown_as = self._formats[sheet.cell_xf_index(row, column - 1)]
            formula = formulas.get((row + 1, column)) if formulas else None
            if formula and formula.uncached:
                content: tuple[CellKind, CellValue] = (CellKind.UNCACHED, None)
            elif value == "" and formula is None:
                continue
            else:
                content = self._content(what, value, shown_as)
            hidden = row_hidden or column in self._hidden_columns
            text = formula.text if formula else None
            yield Cell(row + 1, column, *content, text, shown_as.code, hidden)

    def _content(
        self, what: int, value: object, shown_as: NumberFormat
    ) -> tuple[CellKind, CellValue]:
        if what in _NUMBERS and isinstance(value, int | float):
            return numeric(value, shown_as, epoch_1904=self._epoch_1904)
        if what == xlrd.XL_CELL_BOOLEAN:
            return CellKind.BOOL, bool(value)
        if what == xlrd.XL_CELL_ERROR and isinstance(value, int):
            return CellKind.ERROR, error_text_from_code.get(value, f"#{value}")
        return CellKind.TEXT, str(value)
