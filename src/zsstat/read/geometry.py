"""What calamine does not tell of .ods and .xlsb: merged ranges, hidden rows and columns, number
formats.

A header of several rows cannot be understood without its merged cells, nor 0.25 without the format
that shows it as 25%. So the sheet's part is looked through a second time, for these alone. Of
merges and hidden places it is a help and no proof: what is not found may be there all the same, and
the workbook stays a degraded one.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import TypeAlias

from zsstat.model import Range
from zsstat.read.limits import Limits
from zsstat.read.numfmt import BUILT_IN, number_format
from zsstat.read.package import Package
from zsstat.read.refusals import damaged, too_large

_Shown: TypeAlias = Mapping[int, str]
"""Column → the code of the number format; the columns of a row that have one."""


@dataclass(slots=True)
class Geometry:
    """Rows and columns count from 1. ``formats``: row → what its numbers are shown as; of an .ods
    only that they are percentages."""

    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[int, _Shown] = field(default_factory=dict)


class _Alike(dict[tuple[tuple[int, str], ...], _Shown]):
    """Rows are formatted alike: what one row shows is kept once for all of them."""

    def __missing__(self, shown: tuple[tuple[int, str], ...]) -> _Shown:
        self[shown] = found = dict(shown)
        return found


def geometries(package: Package, limits: Limits) -> Mapping[str, Geometry]:
    """The geometry of each sheet by its name. Raises UnreadableError."""
    if "xl/workbook.bin" in package:
        return dict(_of_xlsb(package, limits))
    return dict(_of_ods(package.xml("content.xml"), limits))


# --- OpenDocument -------------------------------------------------------------------------------

_ATTRIBUTES = rb"((?:\s(?:[^<>\"'/]|\"[^<\"]*\"|'[^<']*')*)?)/?>"
_FRAME_TAG = re.compile(rb"<table:(table|table-row|table-column)" + _ATTRIBUTES)
_CELL_TAG = re.compile(rb"<table:(?:covered-)?table-cell" + _ATTRIBUTES)
_SPANNED, _REPEATED, _PERCENTAGE = b"-spanned", b"-repeated", b"percentage"
_ATTRIBUTE = re.compile(rb"""(?:table|office):([a-z-]+)\s*=\s*["']([^"'<]*)["']""")
_NO_TAGS = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
"""What may hold anything that looks like a tag."""
_HIDDEN = (b"collapse", b"filter")
_DEFAULT_STYLE = b"default-cell-style-name"
_PERCENT = "0.00%"
_PERCENT_STYLE = re.compile(rb"""<number:percentage-style\s[^<>]*?style:name\s*=\s*["']([^"'<]*)""")
_CELL_STYLE = re.compile(rb"<style:style\s([^<>]*)>")
_STYLE_ATTRIBUTE = re.compile(rb"""style:([a-z-]+)\s*=\s*["']([^"'<]*)["']""")


def _percent_styles(content: bytes) -> frozenset[bytes]:
    """The cell styles that show a number as a percentage."""
    shown = set(_PERCENT_STYLE.findall(content))
    if not shown:
        return frozenset()
    styles = (dict(_STYLE_ATTRIBUTE.findall(tag)) for tag in _CELL_STYLE.findall(content))
    return frozenset(
        style[b"name"]
        for style in styles
        if b"name" in style and style.get(b"data-style-name") in shown
    )


def _any_of(*signs: bytes, named: frozenset[bytes]) -> re.Pattern[bytes]:
    """Finds these signs and attributes that are one of the names."""
    names = (re.escape(mark + name + mark) for name in sorted(named) for mark in (b'"', b"'"))
    return re.compile(b"|".join([*signs, *names]))


class _OdsSheet:
    """Walks along the tags of one table and counts. A number is a percentage where its type says
    so, as office programs write it, or else its style, or that of its row or column."""

    def __init__(self, percent: frozenset[bytes], limits: Limits) -> None:
        self.found = Geometry()
        self._percent = percent
        self._percent_columns: set[int] = set()
        self._telling = _any_of(_SPANNED, _PERCENTAGE, named=percent)
        self._signs = _any_of(_SPANNED, _PERCENTAGE, _REPEATED, named=percent)
        self._row_style: bytes | None = None
        self._limits = limits
        self._row = 0
        self._repeated = 1
        self._column = 0
        self._columns = 0
        self._alike = _Alike()

    def column(self, attributes: Mapping[bytes, bytes]) -> None:
        count = _count(attributes, b"number-columns-repeated")
        columns = range(self._columns + 1, min(self._columns + count, self._limits.columns) + 1)
        if attributes.get(b"visibility") in _HIDDEN:
            self.found.hidden_columns.update(columns)
        if attributes.get(_DEFAULT_STYLE) in self._percent:
            self._percent_columns.update(columns)
        self._columns += count

    def row(self, attributes: Mapping[bytes, bytes]) -> None:
        self._row += self._repeated if self._row else 1
        self._repeated = _count(attributes, b"number-rows-repeated")
        self._column = 0
        self._row_style = attributes.get(_DEFAULT_STYLE)
        if attributes.get(b"visibility") in _HIDDEN:
            last = min(self._row + self._repeated - 1, self._limits.rows)
            self.found.hidden_rows.update(range(self._row, last + 1))

    def cells(self, tags: Iterable[bytes]) -> None:
        """Those of the row, their attributes as written. Most are like any other and only count."""
        percentages: list[tuple[int, str]] = []
        for written in tags:
            if self._is_plain(written):
                self._column += 1
                continue
            attributes, before = _attributes(written), self._column
            self._cell(attributes)
            columns = range(before + 1, min(self._column, self._limits.columns) + 1)
            percentages += [(c, _PERCENT) for c in columns if self._is_percentage(attributes, c)]
        if percentages:
            shown = self._alike[tuple(percentages)]
            last_row = min(self._row + self._repeated - 1, self._limits.rows)
            self.found.formats.update(dict.fromkeys(range(self._row, last_row + 1), shown))

    def _is_plain(self, written: bytes) -> bool:
        inherits = self._column + 1 in self._percent_columns or self._row_style is not None
        return not (inherits or self._signs.search(written))

    def _is_percentage(self, attributes: Mapping[bytes, bytes], column: int) -> bool:
        kind = attributes.get(b"value-type")
        if kind != b"float":
            return kind == _PERCENTAGE
        style = attributes.get(b"style-name", self._row_style)
        return column in self._percent_columns if style is None else style in self._percent

    def may_hold(self, content: bytes, start: int, end: int) -> bool:
        """Whether a row, of which this is the text, has merged cells or percentages."""
        inherits = bool(self._percent_columns) or self._row_style in self._percent
        return inherits or self._telling.search(content, start, end) is not None

    def _cell(self, attributes: Mapping[bytes, bytes]) -> None:
        first = self._column + 1
        self._column += _count(attributes, b"number-columns-repeated")
        across = _count(attributes, b"number-columns-spanned")
        down = _count(attributes, b"number-rows-spanned")
        if across > 1 or down > 1:
            merge = Range(self._row, first, self._row + down - 1, first + across - 1)
            self.found.merges.append(merge)


def _count(attributes: Mapping[bytes, bytes], name: bytes) -> int:
    """Raises ValueError where it is no number."""
    return max(1, int(attributes.get(name, b"1")))


def _of_ods(content: bytes, limits: Limits) -> Iterator[tuple[str, Geometry]]:
    """Cells are counted only in rows that may have a merged one or a percentage. A table inside a
    cell, which no spreadsheet has, would be counted with the one around it."""
    if b"<!" in content or content.count(b"<?") > 1:
        content = _NO_TAGS.sub(b"", content)
    percent = _percent_styles(content)
    sheet = _OdsSheet(percent, limits)
    tags = _FRAME_TAG.finditer(content)
    tag = next(tags, None)
    while tag:
        following = next(tags, None)
        attributes = _attributes(tag[2])
        match tag[1]:
            case b"table":
                sheet = _OdsSheet(percent, limits)
                yield unescape(attributes.get(b"name", b"").decode("utf-8")), sheet.found
            case b"table-column":
                sheet.column(attributes)
            case _:
                sheet.row(attributes)
                end = following.start() if following else len(content)
                if sheet.may_hold(content, tag.end(), end):
                    cells = _CELL_TAG.finditer(content, tag.end(), end)
                    sheet.cells(cell[1] or b"" for cell in cells)
        tag = following


def _attributes(written: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(written)) if written else {}


# --- BIFF12 -------------------------------------------------------------------------------------

_ROW, _COLUMNS, _MERGE, _SHEET = 0, 60, 176, 156
_NUMBERS = (2, 5, 9)  # packed, a double, the result of a formula
_FORMAT, _STYLE, _CELL_STYLES, _NO_MORE_STYLES = 44, 47, 617, 618
_ROW_HIDDEN, _COLUMN_HIDDEN, _STYLE_BITS = 0x10, 0x01, 0xFFFFFF
_LONGEST_NUMBER = 4


def _of_xlsb(package: Package, limits: Limits) -> Iterator[tuple[str, Geometry]]:
    relations = package.relations("xl/workbook.bin")
    styles = next((package.part(r.target) for r in relations.values() if r.kind == "styles"), b"")
    formats = _styles12(styles)
    for code, content in _records12(package.part("xl/workbook.bin")):
        if code == _SHEET:
            identifier, rest = _wide(content[8:])
            name, _ = _wide(rest)
            relation = relations.get(identifier)
            if relation is None:
                raise damaged(f"找不到工作表“{name}”的内容")
            if relation.kind == "worksheet":
                sheet = _BinarySheet(formats, limits)
                yield name, sheet.read(package.part(relation.target))


def _styles12(part: bytes) -> list[str | None]:
    """The code of the number format of each cell style; None for General."""
    own: dict[int, str] = {}
    used: list[int] = []
    inside = False
    for code, content in _records12(part):
        if code == _FORMAT:
            own[struct.unpack_from("<H", content)[0]] = _wide(content[2:])[0]
        elif code in (_CELL_STYLES, _NO_MORE_STYLES):
            inside = code == _CELL_STYLES
        elif code == _STYLE and inside:
            used.append(struct.unpack_from("<HH", content)[1])
    known = {**BUILT_IN, **own}
    return [number_format(known.get(number)).code for number in used]


class _BinarySheet:
    """Walks along the records of one sheet."""

    def __init__(self, formats: Sequence[str | None], limits: Limits) -> None:
        self.found = Geometry()
        self._formats = formats
        self._limits = limits
        self._row = 0
        self._shown: list[tuple[int, str]] = []
        self._alike = _Alike()

    def read(self, part: bytes) -> Geometry:
        for code, content in _records12(part):
            if code in _NUMBERS:
                self._number(content)
            elif code == _ROW:
                self._next_row(content)
            elif code == _COLUMNS:
                self._columns(content)
            elif code == _MERGE:
                self._merge(content)
        self._end_row()
        return self.found

    def _number(self, content: bytes) -> None:
        column, style = struct.unpack_from("<II", content)
        style &= _STYLE_BITS
        code = self._formats[style] if style < len(self._formats) else None
        if code is not None:
            self._shown.append((column + 1, code))

    def _next_row(self, content: bytes) -> None:
        self._end_row()
        self._row = struct.unpack_from("<I", content)[0] + 1
        if content[11] & _ROW_HIDDEN:
            self.found.hidden_rows.add(self._row)

    def _end_row(self) -> None:
        if self._shown:
            self.found.formats[self._row] = self._alike[tuple(self._shown)]
            self._shown.clear()

    def _columns(self, content: bytes) -> None:
        if content[16] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<II", content)
            last = min(last + 1, self._limits.columns)
            self.found.hidden_columns.update(range(first + 1, last + 1))

    def _merge(self, content: bytes) -> None:
        top, bottom, left, right = struct.unpack_from("<IIII", content)
        self.found.merges.append(Range(top + 1, left + 1, bottom + 1, right + 1))
        if len(self.found.merges) > self._limits.merges:
            raise too_large(f"合并单元格超过 {self._limits.merges} 处")


def _records12(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and content of each record. Raises IndexError where the part ends within one."""
    position = 0
    while position < len(part):
        code = part[position]
        position += 1
        if code & 0x80:
            code = code & 0x7F | (part[position] & 0x7F) << 7
            position += 1
        length = 0
        for shift in range(0, 7 * _LONGEST_NUMBER, 7):
            byte = part[position]
            position += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield code, part[position : position + length]
        position += length


def _wide(content: bytes) -> tuple[str, bytes]:
    """A text that stands behind its length, and what follows it."""
    (length,) = struct.unpack_from("<I", content)
    end = 4 + 2 * length
    return content[4:end].decode("utf-16-le"), content[end:]
