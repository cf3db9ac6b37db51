"""Delimited text (.csv, .tsv, .txt) → one grid called "CSV"; every field is a TEXT cell.

What a field means (number, date, blank mark) is settled later, from its text alone.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from zsstat.errors import UnreadableError
from zsstat.model import CellRows, Grid
from zsstat.read.encodings import encoding_of
from zsstat.read.limits import Limits
from zsstat.read.refusals import damaged, not_workbook, too_large
from zsstat.read.rows import Packer, Rows

SHEET = "CSV"

_SEND_TABLE = "请报送原始的 Excel 报表（.xlsx）；文字说明可另行报送。"
_DELIMITERS = ",;\t"
_BAR = "|"
_QUOTE = '"'
_SAMPLE = 200
_ROWS_FOR_A_BAR = 3
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DELIMITER_LINE = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
_LONGEST_ROW = 4_000_000
LONGEST_FIELD = 131_072
"""Characters of one cell; the csv module's own limit is one for the whole process, and libraries
set it to nothing at all."""
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
_LINE = re.compile(rf"[^\r\n]{{1,{_LONGEST_ROW + 1}}}+(?:\r\n?|\n)?+|\r\n?|\n")


def read_csv(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The grid of a delimited text; rows and columns are counted as Excel counts them.

    UTF-16 with a byte order mark or evident without one, else UTF-8, else GB18030. The delimiter
    (comma, semicolon or tab; a bar where nothing else divides anything) is the one that divides
    the rows most alike, or the one that a first line ``sep=;`` names. Raises UnreadableError for
    what is no table: other encodings, control characters, no delimiter anywhere, a quotation mark
    that is never closed.
    """
    text = _decoded(data)
    delimiter, text = _delimiter(text)
    if _QUOTE not in text and text.count("\n") > limits.rows:
        raise too_large(f"超过 {limits.rows} 行")
    packer, kept, count = Packer(), {}, 0
    for number, fields in enumerate(_rows(text, delimiter), start=1):
        if number > limits.rows or len(fields) > limits.columns:
            raise too_large(f"超过 {limits.rows} 行或 {limits.columns} 列")
        if row := packer.texts(fields):
            kept[number] = row
            count += len(row.values)
        if count > limits.cells:
            raise too_large(f"单元格超过 {limits.cells} 个")
    return (Grid(SHEET, CellRows(Rows(kept))),)


def _decoded(data: bytes) -> str:
    encoding = encoding_of(data)
    if encoding is not None:
        text = data.decode(encoding).rstrip("\x1a")
        if not _CONTROL.search(text):
            return text
    raise not_workbook("文件既不是工作簿，也不是可读的文本表格")


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter, and the text without the line that names it."""
    if named := _DELIMITER_LINE.match(text):
        return named[1], text[named.end() :]
    found = {delimiter: _division(text, delimiter) for delimiter in _DELIMITERS}
    best = max(found, key=lambda delimiter: found[delimiter])
    if not found[best].separators:
        best = _BAR
        if _division(text, _BAR).rows < _ROWS_FOR_A_BAR:
            raise not_workbook("文件只是一段文字，没有用逗号、分号或制表符分列的表格", _SEND_TABLE)
    return best, text


class _Division(NamedTuple):
    """How well a delimiter divides the rows; the greater, the better.

    ``in_order``: its quotation marks are. ``mostly``: at least half of the rows have the commonest
    width. ``telling``: how many separators those rows have that are no thousands commas, and
    ``separators``: how many in all. So a comma in a title, and ``1,234`` in a column, do not win
    over the tabs between the columns."""

    in_order: bool
    mostly: bool
    telling: int
    separators: int
    rows: int


def _division(text: str, delimiter: str) -> _Division:
    rows: list[list[str]] = []
    in_order = True
    try:
        rows.extend(fields for fields in islice(_rows(text, delimiter), _SAMPLE) if any(fields))
    except UnreadableError:  # said when the rows are read, if it is this delimiter
        in_order = False
    widths = Counter(map(len, rows))
    divided = {width: count for width, count in widths.items() if width > 1}
    if not divided:
        return _Division(in_order, False, 0, 0, 0)
    width, count = max(divided.items(), key=lambda found: (found[1] * (found[0] - 1), found[1]))
    telling = sum(_telling(fields) for fields in rows if len(fields) == width)
    return _Division(in_order, 2 * count >= len(rows), telling, count * (width - 1), count)


def _telling(fields: list[str]) -> int:
    """How many of a row's separators do not stand as a thousands comma stands."""
    return sum(
        not (left[-1:].isdecimal() and _THOUSANDS.match(right)) for left, right in pairwise(fields)
    )


class _Lines:
    """The lines of a text with their ends. Not ``splitlines``, which knows ends that no table has,
    and not ``StringIO``, which takes four bytes a character."""

    def __init__(self, text: str) -> None:
        self._found = _LINE.finditer(text)
        self._characters = 0
        self._lines = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        """Raises UnreadableError before a row of millions of fields is taken apart."""
        line = next(self._found)[0]
        self._lines += 1
        self._characters += len(line)
        if self._characters > _LONGEST_ROW:
            raise too_large(f"一行的文字超过 {_LONGEST_ROW} 个字符")
        return line

    def end_row(self) -> int:
        """How many lines the row had that is now complete."""
        count, self._lines, self._characters = self._lines, 0, 0
        return count


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for fields in reader:
            if lines.end_row() > 1:
                fields = [field.replace("\r\n", "\n") for field in fields]
            if any(len(field) > LONGEST_FIELD for field in fields):
                raise _astray(reader.line_num)
            yield fields
    except csv.Error as error:
        raise _astray(reader.line_num) from error


def _astray(line: int) -> UnreadableError:
    return damaged(f"第 {line} 行附近的引号不成对，或一格内的文字过长")
