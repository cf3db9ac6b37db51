"""Delimited text (.csv, .tsv, .txt) → one grid called "CSV"; every field is a TEXT cell.

What a field means (number, date, blank mark) is settled later, from its text alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from zsstat.model import Cell, CellKind, Grid
from zsstat.read.limits import Limits
from zsstat.read.refusals import damaged, not_workbook, too_large

SHEET = "CSV"

_SEND_TABLE = "请报送原始的 Excel 报表（.xlsx）；文字说明可另行报送。"
_DELIMITERS = ",;\t"
_SAMPLE_ROWS = 200
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DELIMITER_LINE = re.compile(r'"?sep=([,;\t])"?\r?\n', re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)


def read_csv(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The grid of a delimited text; rows and columns are counted as Excel counts them.

    UTF-16 with a byte order mark, else UTF-8, else GB18030. The delimiter (comma, semicolon or
    tab) is the one that divides most rows alike, or the one that a first line ``sep=;`` names.
    Raises UnreadableError for what is no table: other encodings, control characters, no delimiter
    anywhere, a quotation mark that is never closed.
    """
    text = _decoded(data)
    delimiter, text = _delimiter(text)
    cells: dict[tuple[int, int], Cell] = {}
    for row, fields in enumerate(_rows(text, delimiter), start=1):
        if row > limits.rows or len(fields) > limits.columns:
            raise too_large(f"超过 {limits.rows} 行或 {limits.columns} 列")
        for column, field in enumerate(fields, start=1):
            if field:
                cells[row, column] = Cell(row, column, CellKind.TEXT, field.replace("\r\n", "\n"))
        if len(cells) > limits.cells:
            raise too_large(f"单元格超过 {limits.cells} 个")
    return (Grid(SHEET, cells),)


def _decoded(data: bytes) -> str:
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.rstrip("\x1a")
        if _CONTROL.search(text):
            break
        return text
    raise not_workbook("文件既不是工作簿，也不是可读的文本表格")


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter, and the text without the line that names it."""
    if named := _DELIMITER_LINE.match(text):
        return named[1], text[named.end() :]
    best = max(_DELIMITERS, key=lambda delimiter: _alike(text, delimiter))
    if _alike(text, best) == (0, 0):
        raise not_workbook("文件只是一段文字，没有用逗号、分号或制表符分列的表格", _SEND_TABLE)
    return best, text


def _alike(text: str, delimiter: str) -> tuple[int, int]:
    """How many rows have the commonest width above one, and that width; (0, 0) for none."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    with suppress(csv.Error):  # what is wrong with a row is said when the rows are read
        widths.update(len(fields) for fields in islice(rows, _SAMPLE_ROWS))
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise damaged(f"第 {reader.line_num} 行附近的引号不成对，或一格内的文字过长") from error
