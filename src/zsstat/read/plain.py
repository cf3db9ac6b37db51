"""The quick way through the rows of an ordinary sheet.

Excel, WPS, LibreOffice, openpyxl and XlsxWriter write rows in a narrow form of XML. Rows in that
form are read with one regular expression, about twice as fast as with expat. The expression names
every character it passes, so that nothing is overlooked: at the first thing out of the ordinary the
whole sheet is read again with :class:`zsstat.read.sheet.SheetReader`, which is the reference. What
stands around the rows always goes through that reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from operator import lt

from zsstat.model import Cell, CellKind, CellRows, CellValue
from zsstat.read.formulas import SharedFormulas
from zsstat.read.plaincells import (
    ATTRIBUTE,
    CELL,
    Columns,
    Looks,
    NotPlainError,
    formula_parts,
)
from zsstat.read.refusals import too_large
from zsstat.read.rows import PackedRow, Rows, collector_resting
from zsstat.read.shapes import Shapes
from zsstat.read.sheet import (
    RowReader,
    SheetParts,
    SheetReader,
    Surroundings,
    is_hidden,
    settled,
)
from zsstat.read.strings import plain_text

_OPEN, _CLOSE, _EMPTY = b"<sheetData>", b"</sheetData>", b"<sheetData/>"
_ROW_END = "</row>"
_CHUNK_BYTES = 1 << 20
_TEXT, _NUMBER = CellKind.TEXT, CellKind.NUMBER

_ATTRIBUTES = r'(?: (?:[A-Za-z0-9]+|x14ac:dyDescent)="[^"<&]*")*'
_EMPTY_ROW = re.compile(rf'\s*<row r="([0-9]{{1,7}})"({_ATTRIBUTES}) ?/>')
_ROW = re.compile(rf'\s*<row r="([0-9]{{1,7}})"({_ATTRIBUTES})>')


def read_sheet(data: bytes, around: Surroundings) -> SheetParts:
    """What a worksheet part (UTF-8) holds. Raises UnreadableError.

    Python's garbage collector rests meanwhile: millions of cells are made, and no cycles.
    """
    limit = around.limits.cells
    if (
        len(data) > limit * len("<c/>")
        and data.count(b"<c ") + data.count(b"<c>") + data.count(b":c ") > limit
    ):
        raise too_large(f"工作表“{around.sheet}”的单元格超过 {limit} 个")
    with collector_resting():
        parts = _read_plain(data, around)
        if parts is None:
            parts = SheetParts()
            SheetReader(around, parts).read(data)
            parts.cells = CellRows.of(parts.cells)
    return parts


def _read_plain(data: bytes, around: Surroundings) -> SheetParts | None:
    """The sheet read the quick way; None when it is not an ordinary one."""
    start, end = data.find(_OPEN), data.rfind(_CLOSE)
    if start < 0 or end < start:
        return None
    frame = data[:start] + _EMPTY + data[end + len(_CLOSE) :]
    if b"<!" in frame or frame.count(b"<?") > 1:
        return None
    parts = SheetParts()
    SheetReader(around, parts).read(frame)
    if parts.data_elements != 1:
        return None
    rows = _PlainRows(around, parts, prefix_bound=b"xmlns:x14ac=" in data[:start])
    try:
        for chunk in _chunks(data, start + len(_OPEN), end):
            rows.read(chunk)
    except NotPlainError:
        return None
    parts.cells = rows.cells()
    return parts


def _chunks(data: bytes, start: int, end: int) -> Iterator[str]:
    """The rows in pieces of whole rows, so that a large sheet is never decoded at once."""
    row_end = _ROW_END.encode()
    while start < end:
        stop = data.find(row_end, start + _CHUNK_BYTES, end)
        stop = end if stop < 0 else stop + len(row_end)
        text = plain_text(data[start:stop])
        if text is None:
            raise NotPlainError
        yield text
        start = stop


class _PlainRows:
    """Reads rows into ``parts``; raises NotPlainError at anything out of the ordinary."""

    def __init__(self, around: Surroundings, parts: SheetParts, *, prefix_bound: bool) -> None:
        self._around = around
        self._parts = parts
        self._prefix_bound = prefix_bound
        self._counter = RowReader(around, parts)
        self._columns = Columns(around.limits.columns, parts.hidden_columns)
        self._looks = Looks(around)
        self._formulas = SharedFormulas(around.limits.formula_characters)
        self._strings = around.strings or {}
        self._hidden_by: dict[str, bool] = {}
        self._shapes = Shapes(self._columns, self._looks, self._strings, self._formulas)
        self._rows: dict[int, tuple[Cell, ...] | PackedRow] = {}

    def cells(self) -> CellRows:
        """All rows that were read."""
        rows, numbers = self._rows, list(self._rows)
        if not all(map(lt, numbers, numbers[1:])):
            rows = {number: rows[number] for number in sorted(numbers)}
        return CellRows(Rows(rows))

    def read(self, text: str) -> None:
        *rows, rest = text.split(_ROW_END)
        for row in rows:
            self._check_width(row)
            match = _ROW.match(row, self._pass_empty_rows(row))
            if match is None:
                raise NotPlainError
            self._start_row(*match.groups())
            body = row[match.end() :]
            hidden = self._counter.row_hidden or self._around.sheet_hidden
            cells = self._shapes.read(body, self._counter.row, hidden=hidden)
            self._keep(self._read_cells(body, hidden=hidden) if cells is None else cells)
        if rest[self._pass_empty_rows(rest) :].strip(" \t\n"):
            raise NotPlainError

    def _check_width(self, row: str) -> None:
        """More cells than columns cannot go well; the reference reader finds out without haste."""
        if len(row) > _CHUNK_BYTES and row.count("<c ") > self._around.limits.columns:
            raise NotPlainError

    def _pass_empty_rows(self, text: str) -> int:
        """Where the rows without cells end that the text begins with."""
        position = 0
        while match := _EMPTY_ROW.match(text, position):
            self._start_row(*match.groups())
            position = match.end()
        return position

    def _start_row(self, number: str, attributes: str) -> None:
        row = int(number)
        if not 0 < row <= self._around.limits.rows:
            raise NotPlainError
        self._counter.enter_row(row, hidden=self._row_hidden(attributes))

    def _row_hidden(self, written: str) -> bool:
        """Rows' attributes are mostly alike: what they say is worked out once."""
        hidden = self._hidden_by.get(written)
        if hidden is None:
            pairs = ATTRIBUTE.findall(written)
            attributes = dict(pairs)
            if len(attributes) != len(pairs) or not attributes.keys().isdisjoint(("r", "xmlns")):
                raise NotPlainError
            if "x14ac:dyDescent" in attributes and not self._prefix_bound:
                raise NotPlainError
            self._hidden_by[written] = hidden = is_hidden(attributes, "ht")
        return hidden

    def _read_cells(self, text: str, *, hidden: bool) -> tuple[Cell, ...]:
        """The cells of a row that is like no other, one by one."""
        row, digits = self._counter.row, str(self._counter.row)
        columns, looks, strings = self._columns, self._looks, self._strings
        cells: list[Cell] = []
        what: CellKind
        value: CellValue
        for letters, at, attributes, formula, number, odd, other in CELL.findall(text):
            if other or at != digits:
                raise NotPlainError
            column, column_hidden = columns[letters]
            is_number, is_shared, code, contents, _ = looks[attributes]
            if is_number and number:
                what, value = _NUMBER, Decimal(number)
            elif is_shared and number in strings:
                what, value = _TEXT, strings[number]
            elif number or odd or formula:
                what, value = contents[number or odd]
            else:
                continue
            written = self._formula(column, formula) if formula else None
            if not value:
                content = settled((what, value), written)
                if content is None:
                    continue
                what, value = content
            unseen = hidden or column_hidden
            cells.append(Cell(row, column, what, value, written, code, unseen))
        if any(left.column >= right.column for left, right in pairwise(cells)):
            raise NotPlainError
        return tuple(cells)

    def _formula(self, column: int, element: str) -> str:
        attributes, text = formula_parts(element)
        return self._formulas.formula(attributes, text, self._counter.row, column)

    def _keep(self, cells: tuple[Cell, ...] | PackedRow) -> None:
        """Cells that stand in another order, and rows in pieces, are left to the reference."""
        row = self._counter.row
        if row in self._rows:
            raise NotPlainError
        if cells and (not isinstance(cells, PackedRow) or cells.values):
            self._rows[row] = cells
