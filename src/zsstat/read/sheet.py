"""One worksheet part → its cells, merged ranges and hidden rows and columns, read with expat.

This is the reference: it reads every well-formed sheet. :mod:`zsstat.read.plain` reads the rows of
ordinary sheets faster and must give the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from zsstat.errors import UnreadableError
from zsstat.model import Cell, CellKind, CellValue, Range, column_number
from zsstat.read.formulas import SharedFormulas
from zsstat.read.limits import Limits
from zsstat.read.markup import MAIN, Attributes, Table, walk
from zsstat.read.numbers import from_iso, from_serial, parse_number
from zsstat.read.numfmt import GENERAL, NumberFormat
from zsstat.read.refusals import damaged, too_large
from zsstat.read.strings import unescape

Content: TypeAlias = tuple[CellKind, CellValue]

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_INDEX = re.compile(r"[0-9]{1,9}")
_NO_HEIGHT = re.compile(r"0+(?:\.0*)?|\.0+")
_TRUE = ("1", "true")
_FALSE = ("0", "false")
_NOTHING: Content = (CellKind.BLANK, None)
_UNCACHED: Content = (CellKind.UNCACHED, None)


@dataclass(frozen=True)
class Surroundings:
    """What a sheet's cells need from the rest of the workbook. ``strings`` is None when the
    workbook has no shared strings part."""

    sheet: str
    strings: Mapping[str, str] | None = None
    formats: Sequence[NumberFormat] = ()
    epoch_1904: bool = False
    sheet_hidden: bool = False
    limits: Limits = field(default_factory=Limits)

    def format(self, style: str) -> NumberFormat:
        """The number format of a style index; General where the workbook has no such style."""
        if not _INDEX.fullmatch(style):
            return GENERAL
        index = int(style)
        return self.formats[index] if index < len(self.formats) else GENERAL

    def content(self, kind: str, text: str | None, shown_as: NumberFormat) -> Content:
        """Kind and value of a cell from its ``t`` attribute and its value's text (None: no value).

        A number that cannot be read, a date that is none, and an unknown kind are ERROR cells with
        the text as it stands in the file.
        """
        if text is None or (text == "" and kind != "str"):
            return _NOTHING
        reader = _CONTENT.get(kind)
        return reader(self, text, shown_as) if reader else (CellKind.ERROR, text)

    def _number(self, text: str, shown_as: NumberFormat) -> Content:
        number = parse_number(text)
        if number is None:
            return CellKind.ERROR, text
        if shown_as.is_date:
            moment = from_serial(number, epoch_1904=self.epoch_1904)
            if moment is not None:
                return CellKind.DATE, moment
        return CellKind.NUMBER, number

    def _shared(self, text: str, _: NumberFormat) -> Content:
        text = text.strip(" \t\r\n")
        if self.strings is None:
            raise damaged(f"工作表“{self.sheet}”的文字存放在共享字符串表中，而该表缺失")
        if text not in self.strings:
            raise damaged(f"工作表“{self.sheet}”引用了不存在的共享字符串 {text[:12]}")
        return CellKind.TEXT, self.strings[text]

    def _text(self, text: str, _: NumberFormat) -> Content:
        return CellKind.TEXT, unescape(text)

    def _bool(self, text: str, _: NumberFormat) -> Content:
        word = text.strip(" \t\r\n").lower()
        if word in _TRUE or word in _FALSE:
            return CellKind.BOOL, word in _TRUE
        return CellKind.ERROR, text

    def _error(self, text: str, _: NumberFormat) -> Content:
        return CellKind.ERROR, text.strip(" \t\r\n")

    def _date(self, text: str, _: NumberFormat) -> Content:
        moment = from_iso(text)
        return (CellKind.ERROR, text) if moment is None else (CellKind.DATE, moment)


_CONTENT: dict[str, Callable[[Surroundings, str, NumberFormat], Content]] = {
    "n": Surroundings._number,
    "s": Surroundings._shared,
    "str": Surroundings._text,
    "inlineStr": Surroundings._text,
    "b": Surroundings._bool,
    "e": Surroundings._error,
    "d": Surroundings._date,
}


@dataclass
class SheetParts:
    """What is gathered while a sheet is read."""

    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    data_elements: int = 0


def is_hidden(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, or squeezed to no height (``ht``) or ``width``."""
    return attributes.get("hidden") in _TRUE or bool(
        _NO_HEIGHT.fullmatch(attributes.get(size, "1"))
    )


def place(reference: str, sheet: str) -> tuple[int, int]:
    """``F12`` → ``(12, 6)``."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        raise damaged(f"工作表“{sheet}”的单元格地址有误：{reference[:20]}")
    return int(match[2]), column_number(match[1])


class RowReader:
    """Counts rows and cells on where the file leaves their addresses out, and checks them."""

    def __init__(self, around: Surroundings, parts: SheetParts) -> None:
        self._around = around
        self._parts = parts
        self._cells: dict[tuple[int, int], Cell] = {}
        parts.cells = self._cells
        self.row = 0
        self.column = 0
        self.row_hidden = False
        self.count = 0

    def start_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        if given is None:
            row = self.row + 1
        elif _INDEX.fullmatch(given) and int(given):
            row = int(given)
        else:
            raise damaged(f"工作表“{self._around.sheet}”的行号有误：{given[:20]}")
        self.enter_row(row, hidden=is_hidden(attributes, "ht"))

    def enter_row(self, row: int, *, hidden: bool) -> None:
        self.row, self.column, self.row_hidden = row, 0, hidden
        if hidden:
            self.check_place(row, 1)
            self._parts.hidden_rows.add(row)

    def start_cell(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        if given is None:
            self.column += 1
        else:
            self.row, self.column = place(given, self._around.sheet)
        self.count += 1
        limit = self._around.limits.cells
        if self.count > limit:
            raise too_large(f"工作表“{self._around.sheet}”的单元格超过 {limit} 个")

    def check_place(self, row: int, column: int) -> None:
        limits = self._around.limits
        if row > limits.rows or column > limits.columns:
            raise too_large(
                f"工作表“{self._around.sheet}”用到了第 {row} 行第 {column} 列，"
                f"最多可读 {limits.rows} 行 {limits.columns} 列"
            )

    def add(self, content: Content, formula: str | None, shown_as: NumberFormat) -> None:
        """Keeps the cell at the present place, unless it is blank and without formula."""
        kept = settled(content, formula)
        if kept is None:
            return
        row, column, parts = self.row, self.column, self._parts
        self.check_place(row, column)
        if (row, column) in self._cells:
            raise duplicate_cell(self._around.sheet)
        hidden = self.row_hidden or self._around.sheet_hidden or column in parts.hidden_columns
        self._cells[row, column] = Cell(row, column, *kept, formula, shown_as.code, hidden)


def settled(content: Content, formula: str | None) -> Content | None:
    """What is kept of a cell: None for a blank one, UNCACHED for a formula without a result."""
    if formula is not None:
        return _UNCACHED if content[0] is CellKind.BLANK else content
    return None if content[1] is None or content[1] == "" else content


def duplicate_cell(sheet: str) -> UnreadableError:
    return damaged(f"工作表“{sheet}”中同一个单元格出现了两次")


class SheetReader:
    """The calls that expat makes while it walks through a worksheet part."""

    _PARENTS: Mapping[str, tuple[str, ...]] = {
        "worksheet": ("",),
        "cols": ("worksheet",),
        "col": ("cols",),
        "sheetData": ("worksheet",),
        "row": ("sheetData",),
        "c": ("row",),
        "f": ("c",),
        "v": ("c",),
        "is": ("c",),
        "r": ("is",),
        "t": ("is", "r"),
        "mergeCells": ("worksheet",),
        "mergeCell": ("mergeCells",),
    }

    def __init__(self, around: Surroundings, parts: SheetParts) -> None:
        self._around = around
        self._parts = parts
        self._rows = RowReader(around, parts)
        self._formulas = SharedFormulas(around.limits.formula_characters)
        self._columns_named = 0
        self._cell: Attributes = {}
        self._formula: Attributes | None = None
        self._formula_text = ""
        self._value: str | None = None
        self._inline: list[str] | None = None

    def read(self, data: bytes) -> None:
        opened = {
            "sheetData": self._start_data,
            "cols": self._start_columns,
            "col": self._add_columns,
            "row": self._rows.start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "is": self._start_inline,
            "mergeCell": self._add_merge,
        }
        closed = {
            "f": self._end_formula,
            "v": self._end_value,
            "t": self._end_run,
            "c": self._end_cell,
        }
        walk(data, Table(MAIN, self._PARENTS, opened, closed), self._around.limits.depth)

    def _start_data(self, _: Attributes) -> None:
        self._parts.data_elements += 1

    def _start_columns(self, _: Attributes) -> None:
        if self._parts.data_elements:
            raise damaged(f"工作表“{self._around.sheet}”的列定义不在其位")

    def _add_columns(self, attributes: Attributes) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if not _INDEX.fullmatch(first) or not _INDEX.fullmatch(last):
            raise damaged(f"工作表“{self._around.sheet}”的列定义有误")
        limit = self._around.limits.columns
        numbers = range(int(first), min(int(last), limit) + 1)
        self._columns_named += len(numbers) + 1
        if self._columns_named > 4 * limit:
            raise damaged(f"工作表“{self._around.sheet}”的列定义互相重叠")
        if is_hidden(attributes, "width"):
            self._parts.hidden_columns.update(numbers)

    def _add_merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        top, left = place(first, self._around.sheet)
        bottom, right = place(last or first, self._around.sheet)
        merge = Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        self._parts.merges.append(merge)
        if len(self._parts.merges) > self._around.limits.merges:
            raise too_large(
                f"工作表“{self._around.sheet}”的合并单元格超过 {self._around.limits.merges} 处"
            )

    def _start_cell(self, attributes: Attributes) -> None:
        self._rows.start_cell(attributes)
        self._cell = attributes
        self._formula = self._value = self._inline = None
        self._formula_text = ""

    def _start_formula(self, attributes: Attributes) -> None:
        self._formula = attributes

    def _end_formula(self, text: str) -> None:
        self._formula_text = text

    def _end_value(self, text: str) -> None:
        self._value = text

    def _start_inline(self, _: Attributes) -> None:
        self._inline = []

    def _end_run(self, text: str) -> None:
        if self._inline is not None:
            self._inline.append(unescape(text))

    def _end_cell(self, _: str) -> None:
        rows, around = self._rows, self._around
        shown_as = around.format(self._cell.get("s", ""))
        content = around.content(self._cell.get("t", "n"), self._value, shown_as)
        if self._inline is not None and self._value is None:
            content = (CellKind.TEXT, "".join(self._inline))
        formula = None
        if self._formula is not None:
            text = unescape(self._formula_text)
            formula = self._formulas.formula(self._formula, text, rows.row, rows.column)
        rows.add(content, formula, shown_as)
