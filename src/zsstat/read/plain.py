"""The quick way through the rows of an ordinary sheet.

Excel, WPS, LibreOffice, openpyxl and XlsxWriter write rows in a narrow form of XML. Rows in that
form are read with one regular expression, about twice as fast as with expat. The expression names
every character it passes, so that nothing is overlooked: at the first thing out of the ordinary the
whole sheet is read again with :class:`zsstat.read.sheet.SheetReader`, which is the reference. What
stands around the rows always goes through that reader.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import NamedTuple

from zsstat.model import Cell, CellKind, CellValue
from zsstat.read.formulas import SharedFormulas, column_number
from zsstat.read.numfmt import NumberFormat
from zsstat.read.refusals import too_large
from zsstat.read.sheet import (
    Content,
    RowReader,
    SheetParts,
    SheetReader,
    Surroundings,
    duplicate_cell,
    is_hidden,
    settled,
)
from zsstat.read.strings import TEXT, plain_text, unescape, without_entities

_OPEN, _CLOSE, _EMPTY = b"<sheetData>", b"</sheetData>", b"<sheetData/>"
_ROW_END = "</row>"
_CHUNK_BYTES = 1 << 20
_MEMORY = 1 << 16
_MOST_LETTERS = 3
_TEXT, _NUMBER = CellKind.TEXT, CellKind.NUMBER
_new = tuple.__new__

_ATTRIBUTE = re.compile(r' ([A-Za-z0-9]+|x14ac:dyDescent)="([^"<&]*)"')
_ATTRIBUTES = r'(?: (?:[A-Za-z0-9]+|x14ac:dyDescent)="[^"<&]*")*'
_EMPTY_ROW = re.compile(rf'\s*<row r="([0-9]{{1,7}})"({_ATTRIBUTES}) ?/>')
_ROW = re.compile(rf'\s*<row r="([0-9]{{1,7}})"({_ATTRIBUTES})>')
# A number whose text is its own shortest decimal already: the common case needs no more work.
_SHORTEST = r"-?(?:[1-9][0-9]{0,8}|0(?=\.))(?:\.[0-9]{0,5}[1-9])?|0"
_CELL = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"((?: s="[0-9]+")?(?: t="[A-Za-z]+")?)'
    r"(?: ?/>|>"
    rf'(<f(?: [A-Za-z0-9]+="[^"<&]*")*(?: ?/>|>{TEXT}</f>))?'
    rf"(?:<v>({_SHORTEST})</v>"
    rf'|(<v>{TEXT}</v>|<v ?/>|<is><t(?: xml:space="preserve")?>{TEXT}</t></is>))?'
    r"</c>)"
    r"|([\s\S]+)"
)


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
    with _collector_resting():
        parts = _read_plain(data, around)
        if parts is None:
            parts = SheetParts()
            SheetReader(around, parts).read(data)
    return parts


@contextmanager
def _collector_resting() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _NotPlainError(Exception):
    """Something out of the ordinary: the reference reader must read this sheet."""


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
    except _NotPlainError:
        return None
    rows.check_unique()
    return parts


def _chunks(data: bytes, start: int, end: int) -> Iterator[str]:
    """The rows in pieces of whole rows, so that a large sheet is never decoded at once."""
    row_end = _ROW_END.encode()
    while start < end:
        stop = data.find(row_end, start + _CHUNK_BYTES, end)
        stop = end if stop < 0 else stop + len(row_end)
        text = plain_text(data[start:stop])
        if text is None:
            raise _NotPlainError
        yield text
        start = stop


class _Columns(dict[str, tuple[int, bool]]):
    """Letters → number and whether the column is hidden, each worked out once."""

    def __init__(self, last: int, hidden: Collection[int]) -> None:
        super().__init__()
        self._last = last
        self._hidden = hidden

    def __missing__(self, letters: str) -> tuple[int, bool]:
        number = column_number(letters) if len(letters) <= _MOST_LETTERS else self._last + 1
        if number > self._last:
            raise _NotPlainError
        self[letters] = entry = (number, number in self._hidden)
        return entry


class _Contents(dict[str, Content]):
    """What stands in cells of one type and number format, of which many are alike.

    The key is a plain number or the whole element that holds the value.
    """

    def __init__(self, around: Surroundings, kind: str, shown_as: NumberFormat) -> None:
        super().__init__()
        self._around = around
        self._kind = kind
        self._shown_as = shown_as

    def __missing__(self, inner: str) -> Content:
        content = self._read(inner)
        if len(self) < _MEMORY:
            self[inner] = content
        return content

    def _read(self, inner: str) -> Content:
        if inner.startswith("<is>"):
            inline = inner[inner.index(">", len("<is>")) + 1 : -len("</t></is>")]
            return _TEXT, unescape(without_entities(inline))
        text: str | None = inner or None
        if inner.startswith("<v>"):
            text = without_entities(inner[len("<v>") : -len("</v>")])
        elif inner.startswith("<"):
            text = ""
        return self._around.content(self._kind, text, self._shown_as)


class _Look(NamedTuple):
    """What a cell's attributes say: whether a plain number in it is its value as it stands, or the
    index of a shared string; the code of its number format; and its values beyond these."""

    is_number: bool
    is_shared: bool
    code: str | None
    contents: _Contents


class _Looks(dict[str, _Look]):
    """Attributes as written → what they mean, each worked out once."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around

    def __missing__(self, written: str) -> _Look:
        attributes = dict(_ATTRIBUTE.findall(written))
        kind = attributes.get("t", "n")
        shown_as = self._around.format(attributes.get("s", ""))
        contents = _Contents(self._around, kind, shown_as)
        is_number = kind == "n" and not shown_as.is_date
        self[written] = look = _Look(is_number, kind == "s", shown_as.code, contents)
        return look


class _PlainRows:
    """Reads rows into ``parts``; raises _NotPlainError at anything out of the ordinary."""

    def __init__(self, around: Surroundings, parts: SheetParts, *, prefix_bound: bool) -> None:
        self._around = around
        self._parts = parts
        self._prefix_bound = prefix_bound
        self._counter = RowReader(around, parts)
        self._columns = _Columns(around.limits.columns, parts.hidden_columns)
        self._looks = _Looks(around)
        self._formulas = SharedFormulas(around.limits.formula_characters)
        self._strings = around.strings or {}
        self._hidden_by: dict[str, bool] = {}
        self._kept = 0

    def check_unique(self) -> None:
        if self._kept != len(self._parts.cells):
            raise duplicate_cell(self._around.sheet)

    def read(self, text: str) -> None:
        *rows, rest = text.split(_ROW_END)
        for row in rows:
            self._check_width(row)
            match = _ROW.match(row, self._pass_empty_rows(row))
            if match is None:
                raise _NotPlainError
            self._start_row(*match.groups())
            self._read_cells(row, match.end())
        if rest[self._pass_empty_rows(rest) :].strip(" \t\n"):
            raise _NotPlainError

    def _check_width(self, row: str) -> None:
        """More cells than columns cannot go well; the reference reader finds out without haste."""
        if len(row) > _CHUNK_BYTES and row.count("<c ") > self._around.limits.columns:
            raise _NotPlainError

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
            raise _NotPlainError
        self._counter.enter_row(row, hidden=self._row_hidden(attributes))

    def _row_hidden(self, written: str) -> bool:
        """Rows' attributes are mostly alike: what they say is worked out once."""
        hidden = self._hidden_by.get(written)
        if hidden is None:
            pairs = _ATTRIBUTE.findall(written)
            attributes = dict(pairs)
            if len(attributes) != len(pairs) or not attributes.keys().isdisjoint(("r", "xmlns")):
                raise _NotPlainError
            if "x14ac:dyDescent" in attributes and not self._prefix_bound:
                raise _NotPlainError
            self._hidden_by[written] = hidden = is_hidden(attributes, "ht")
        return hidden

    def _read_cells(self, text: str, position: int) -> None:
        """The hot loop. Plain numbers and shared strings are made into cells right here."""
        row, digits = self._counter.row, str(self._counter.row)
        row_hidden = self._counter.row_hidden or self._around.sheet_hidden
        cells, columns, looks = self._parts.cells, self._columns, self._looks
        strings, kept = self._strings, 0
        what: CellKind
        value: CellValue
        for letters, at, attributes, formula, number, odd, other in _CELL.findall(text, position):
            if other or at != digits:
                raise _NotPlainError
            column, column_hidden = columns[letters]
            is_number, is_shared, code, contents = looks[attributes]
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
            kept += 1
            hidden = row_hidden or column_hidden
            cell = (row, column, what, value, written, code, hidden, None)
            cells[row, column] = _new(Cell, cell)
        self._kept += kept

    def _formula(self, column: int, element: str) -> str:
        tag, _, text = element.removesuffix("</f>").partition(">")
        text = unescape(without_entities(text))
        if tag == "<f":
            return text
        pairs = _ATTRIBUTE.findall(tag)
        attributes = dict(pairs)
        if len(attributes) != len(pairs) or "xmlns" in attributes:
            raise _NotPlainError
        return self._formulas.formula(attributes, text, self._counter.row, column)
