"""Rows that are alike: the same markup around other texts.

The rows of a ledger differ in their number and their texts only. What remains of a row without
both is its shape. A shape is taken apart once, with the expression that reads single cells; every
further row of that shape is read as a whole, and its markup is only compared. A row whose texts are
not of the kinds that its shape promises is read cell by cell, as is every row until its shape is
known to be readable here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import call, itemgetter
from typing import Any, NamedTuple, TypeAlias

from zsstat.model import CellKind, CellValue
from zsstat.read.formulas import SharedFormulas
from zsstat.read.numbers import parse_number
from zsstat.read.plaincells import CELL, MEMORY, SHORTEST, Columns, Contents, Looks, formula_parts
from zsstat.read.rows import Frame, PackedRow
from zsstat.read.sheet import settled

Convert: TypeAlias = Callable[[str], CellValue]
Pick: TypeAlias = Callable[[Sequence[Any]], tuple[Any, ...]]

# Characters that XML forbids and that no row holds: for the row's number, a text, between numbers.
_ROW, _TEXT, _NEXT = "\x00", "\x01", "\x02"
_ROW_STAND_IN = "9876543210"
# Where a cell's value comes from that is not the row's text of an index.
_NONE, _NO_TEXT = -2, -1
_CONSTANTS: tuple[CellValue, ...] = (None, "")

_INNER = re.compile(">([^<]+)<")
_INLINE = re.compile(r"<is><t[^<>]*>([0-9]*)</t></is>").fullmatch
_SHORTEST_NUMBERS = re.compile(rf"(?:(?:{SHORTEST}){_NEXT})*").fullmatch
_MOST_SHAPES = 1000
_LONGEST = 1 << 16
_PATIENCE = 100


class _OddRowError(Exception):
    """A row whose texts are not of the kinds that its shape promises."""


class _Planned(NamedTuple):
    """A cell of a shape. ``value`` and ``formula`` are indexes of texts, or of what stands for
    none; ``shared`` has the attributes of a shared formula."""

    column: int
    hidden: bool
    code: str | None
    kind: CellKind
    value: int
    formula: int
    shared: Mapping[str, str] | None


class _Values(dict[str, CellValue]):
    """Text → value of one kind: dates, truth values, errors."""

    def __init__(self, contents: Contents, kind: CellKind) -> None:
        super().__init__()
        self._contents = contents
        self._kind = kind

    def __missing__(self, text: str) -> CellValue:
        content = settled(self._contents.read(f"<v>{text}</v>"), None)
        if content is None or content[0] is not self._kind:
            raise _OddRowError
        if len(self) < MEMORY:
            self[text] = content[1]
        return content[1]


def _exact(text: str) -> Decimal:
    """A number in a row that holds some which are not their own shortest decimals."""
    if _SHORTEST_NUMBERS(text + _NEXT):
        return Decimal(text)
    number = parse_number(text)
    if number is None:
        raise _OddRowError
    return number


def _pick(indexes: Sequence[int]) -> Pick:
    """Takes the elements at the indexes out of a sequence."""
    if len(indexes) == 1:
        (index,) = indexes
        return lambda sequence: (sequence[index],)
    return itemgetter(*indexes) if indexes else lambda _: ()


class _Shape:
    """``addresses``: how many cells the markup has, with those that are empty and not kept."""

    def __init__(
        self,
        addresses: int,
        planned: Sequence[_Planned],
        converters: Sequence[Convert],
        strings: Mapping[str, str],
    ) -> None:
        self.addresses = addresses
        columns, unseen, codes, kinds, *_ = list(zip(*planned, strict=True)) or [()] * 4
        self._frame = Frame(columns, kinds, codes, unseen)
        self._hidden_frame = self._frame._replace(hidden=(True,) * len(planned))
        self._values = _pick([cell.value for cell in planned])
        written = any(cell.formula != _NONE for cell in planned)
        self._formulas = _pick([cell.formula for cell in planned]) if written else None
        self._shared = [(i, cell.shared) for i, cell in enumerate(planned) if cell.shared]
        self._converters = converters
        self._exact_converters = [_exact if c is Decimal else c for c in converters]
        self._numbers = _pick([i for i, c in enumerate(converters) if c is Decimal])
        self._strings = _pick([i for i, c in enumerate(converters) if c == strings.__getitem__])

    def row(
        self, number: int, texts: Sequence[str], formulas: SharedFormulas, *, hidden: bool
    ) -> PackedRow:
        """Raises _OddRowError."""
        found = self._converted(texts)
        written = self._formulas(found) if self._formulas else None
        if written and self._shared:
            own = list(written)
            for position, attributes in self._shared:
                column = self._frame.columns[position]
                own[position] = formulas.formula(attributes, own[position], number, column)
            written = tuple(own)
        frame = self._hidden_frame if hidden else self._frame
        return PackedRow(frame, self._values(found), written)

    def _converted(self, texts: Sequence[str]) -> list[CellValue]:
        """The texts' values, and behind them what stands for no text."""
        shortest = _SHORTEST_NUMBERS(_NEXT.join((*self._numbers(texts), "")))
        converters = self._converters if shortest else self._exact_converters
        try:
            found = list(map(call, converters, texts))
        except KeyError as error:
            raise _OddRowError from error
        if "" in self._strings(found):
            raise _OddRowError
        found += _CONSTANTS
        return found


class Shapes:
    """The shapes of a sheet."""

    def __init__(
        self,
        columns: Columns,
        looks: Looks,
        strings: Mapping[str, str],
        formulas: SharedFormulas,
    ) -> None:
        self._columns = columns
        self._looks = looks
        self._strings = strings
        self._formulas = formulas
        self._known: dict[str, _Shape | None] = {}
        self._others: dict[str, _Values] = {}
        self._in_vain = 0

    def read(self, text: str, row: int, *, hidden: bool) -> PackedRow | None:
        """A row's values; None when it must be read cell by cell.

        Where rows have little in common, no more shapes are looked for; rows of thousands of cells
        are not remembered.
        """
        if self._in_vain > _PATIENCE or len(text) > _LONGEST or "&" in text or "_x" in text:
            return None
        number = f'{row}"'
        bare = text.replace(number, _ROW)
        pieces = _INNER.split(bare)
        markup = _TEXT.join(pieces[::2])
        if markup not in self._known and len(self._known) < _MOST_SHAPES:
            self._known[markup] = self._shape(pieces[::2])
        shape = self._known.get(markup)
        if shape is None or len(text) - len(bare) != shape.addresses * (len(number) - 1):
            self._in_vain += 1
            return None
        try:
            found = shape.row(row, pieces[1::2], self._formulas, hidden=hidden)
        except _OddRowError:
            self._in_vain += 1
            return None
        self._in_vain = max(0, self._in_vain - 1)
        return found

    def _shape(self, markup: Sequence[str]) -> _Shape | None:
        """Takes a row apart that has its texts' indexes in the place of the texts, and so sees
        which text stands where. None for a row that the expression does not see through."""
        text = "".join(f"{piece}>{index}<" for index, piece in enumerate(markup[:-1])) + markup[-1]
        if _ROW_STAND_IN in text:
            return None
        found = CELL.findall(text.replace(_ROW, _ROW_STAND_IN + '"'))
        if any(at != _ROW_STAND_IN for _, at, *_ in found):
            return None
        converters: list[Convert] = [str] * (len(markup) - 1)
        cells = [self._planned(match, converters) for match in found]
        planned = [cell for cell in cells if cell is not None]
        if any(left.column >= right.column for left, right in pairwise(planned)):
            return None
        return _Shape(len(found), planned, converters, self._strings)

    def _planned(self, match: Sequence[str], converters: list[Convert]) -> _Planned | None:
        """None for a cell that is blank."""
        letters, _, attributes, formula, number, odd, _ = match
        column, hidden = self._columns[letters]
        code = self._looks[attributes].code
        kind, value = self._value(attributes, number, odd, converters)
        if not formula:
            kept = kind is not CellKind.BLANK and value != _NO_TEXT
            return _Planned(column, hidden, code, kind, value, _NONE, None) if kept else None
        if kind is CellKind.BLANK:
            kind = CellKind.UNCACHED
        written, index = formula_parts(formula)
        shared = written if written.get("t") == "shared" else None
        at = int(index) if index else _NO_TEXT
        return _Planned(column, hidden, code, kind, value, at, shared)

    def _value(
        self, attributes: str, number: str, odd: str, converters: list[Convert]
    ) -> tuple[CellKind, int]:
        """What kind of value a cell has and where it comes from."""
        look = self._looks[attributes]
        inline = _INLINE(odd)
        if inline:
            number = inline[1]
        if not number:
            kind, value = look.contents[odd]
            return kind, _NONE if value is None else _NO_TEXT
        converter: Convert
        kind = CellKind.TEXT if inline else look.kind
        if look.is_shared and not inline:
            converter = self._strings.__getitem__
        elif kind is CellKind.TEXT:
            converter = sys.intern
        elif kind is CellKind.NUMBER:
            converter = Decimal
        else:
            if attributes not in self._others:
                self._others[attributes] = _Values(look.contents, kind)
            converter = self._others[attributes].__getitem__
        converters[int(number)] = converter
        return kind, int(number)
