"""The records of a BIFF stream (.xls, .et), as far as xlrd does not tell them.

xlrd gives a formula's result and keeps the rest to itself: that the cell holds a formula at all,
its text, and whether anybody ever calculated it.

Nothing in the format says "not calculated". Libraries that write formulas without calculating
them leave a placeholder: xlwt the empty string, Apache POI a zero with the flag "calculate on
load". Both also stand for results, so a placeholder counts as *no result* only when no formula of
the workbook (for the zero: none with that flag) has any other: nobody calculated that workbook.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlrd.book import Book
from xlrd.formula import FMLA_TYPE_CELL, FMLA_TYPE_SHARED, decompile_formula

_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF = 0x000A
_FILEPASS = 0x002F
_FORMAT = (0x001E, 0x041E)
_FORMULA = (0x0006, 0x0206, 0x0406)
_SHARED_FORMULA = (0x00BC, 0x04BC)
_BIFF5 = 50

_EMPTY_TEXT = 3
_SPECIAL = b"\xff\xff"
_CALCULATE_ON_LOAD = 0x0002
_POINTS_TO_SHARED = b"\x01"
_MOST_TEXTS = 20_000
_HEAD = struct.Struct("<HH").unpack_from


class Record(NamedTuple):
    """``start`` and ``end`` bound the record's content in the stream."""

    code: int
    start: int
    end: int


def records(stream: bytes, position: int = 0) -> Iterator[Record]:
    """The records from a position to the end of the stream; one that is cut off is left out."""
    last = len(stream) - 4
    while position <= last:
        code, length = _HEAD(stream, position)
        start = position + 4
        position = start + length
        if position <= last + 4:
            yield Record(code, start, position)


def substream(stream: bytes, position: int) -> Iterator[Record]:
    """The records of one sheet, from behind its beginning to its end; charts in it are left out."""
    depth = 0
    for record in records(stream, position):
        if record.code in _BOF:
            depth += 1
        elif record.code == _EOF:
            if not depth:
                return
            depth -= 1
        elif not depth:
            yield record


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` is without the equals sign, and empty where it could not be made out.
    ``uncached``: nobody ever calculated it."""

    text: str
    uncached: bool


def is_protected(stream: bytes) -> bool:
    """Whether the workbook's records are encrypted: its head has a FILEPASS record."""
    for record in records(stream):
        if record.code == _FILEPASS:
            return True
        if record.code == _EOF:
            return False
    return False


class _Result(NamedTuple):
    """The end of a calculation, as the stream has it."""

    value: bytes
    on_load: bool

    @property
    def is_empty_text(self) -> bool:
        return self.value[0] == _EMPTY_TEXT and self.value.endswith(_SPECIAL)

    @property
    def is_zero_on_load(self) -> bool:
        return self.on_load and not any(self.value)


@dataclass(slots=True)
class Survey:
    """What one walk through the stream tells about the workbook.

    ``formats``: the numbers of the number formats that the file defines itself (BIFF5 and later).
    ``no_text``, ``no_zero``: an empty text, or a zero to be calculated on load, is a placeholder.
    """

    formats: set[int] = field(default_factory=set)
    any_formula: bool = False
    no_text: bool = True
    no_zero: bool = True

    def is_placeholder(self, result: _Result) -> bool:
        return (self.no_text and result.is_empty_text) or (self.no_zero and result.is_zero_on_load)

    def _note(self, result: _Result) -> None:
        self.any_formula = True
        if not result.is_empty_text:
            self.no_text = False
        if result.on_load and not result.is_zero_on_load:
            self.no_zero = False


def survey(stream: bytes) -> Survey:
    """Raises struct.error where a record is too short."""
    found = Survey()
    is_biff2 = _is_biff2(stream)
    for code, start, end in records(stream):
        if code in _FORMULA:
            found._note(_result(stream[start:end], is_biff2=is_biff2))
        elif code in _FORMAT:
            found.formats.add(struct.unpack_from("<H", stream, start)[0])
    return found


class _Shared(NamedTuple):
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    tokens: bytes

    def covers(self, row: int, column: int) -> bool:
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


class Formulas:
    """The formulas of a workbook's sheets."""

    def __init__(self, book: Book, stream: bytes, surveyed: Survey) -> None:
        self._book = book
        self._stream = stream
        self._surveyed = surveyed
        self._is_biff2 = _is_biff2(stream)
        self._texts_left = _MOST_TEXTS

    def of_sheet(self, position: int) -> dict[tuple[int, int], Formula]:
        """Place → formula of the sheet whose records begin there; rows and columns count from 1.

        Raises struct.error where a record is too short.
        """
        if not self._surveyed.any_formula:
            return {}
        contents: list[bytes] = []
        shared: list[_Shared] = []
        for code, start, end in substream(self._stream, position):
            if code in _FORMULA:
                contents.append(self._stream[start:end])
            elif code in _SHARED_FORMULA:
                top, bottom, left, right = struct.unpack_from("<HHBB", self._stream, start)
                tokens = self._stream[start + 10 : end]
                shared.append(_Shared(top, bottom, left, right, tokens))
        return dict(self._formula(content, shared) for content in contents)

    def _formula(
        self, content: bytes, shared: Sequence[_Shared]
    ) -> tuple[tuple[int, int], Formula]:
        row, column = struct.unpack_from("<HH", content)
        result = _result(content, is_biff2=self._is_biff2)
        text = self._text(row, column, self._tokens(content), shared)
        return (row + 1, column + 1), Formula(text, self._surveyed.is_placeholder(result))

    def _tokens(self, content: bytes) -> bytes:
        if self._is_biff2:
            return content[17:][: content[16]]
        length_at = 20 if self._book.biff_version >= _BIFF5 else 16
        (length,) = struct.unpack_from("<H", content, length_at)
        return content[length_at + 2 :][:length]

    def _text(self, row: int, column: int, tokens: bytes, shared: Sequence[_Shared]) -> str:
        self._texts_left -= 1
        if self._texts_left < 0:
            return ""
        kind = FMLA_TYPE_CELL
        if tokens[:1] == _POINTS_TO_SHARED:
            kind = FMLA_TYPE_SHARED
            tokens = next((other.tokens for other in shared if other.covers(row, column)), b"")
        if not tokens:
            return ""
        try:
            text = decompile_formula(self._book, tokens, len(tokens), kind, row, column)
        except Exception:  # whatever xlrd meets in tokens that it does not know: no text
            return ""
        return text or ""


def _is_biff2(stream: bytes) -> bool:
    return stream.startswith(struct.pack("<H", _BOF[0]))


def _result(content: bytes, *, is_biff2: bool) -> _Result:
    value, flags = struct.unpack_from("<7x8sB" if is_biff2 else "<6x8sH", content)
    return _Result(value, bool(flags & _CALCULATE_ON_LOAD))
