"""One cell of a web page: its text as a person sees it, and what Excel or LibreOffice noted of it.

Without such a note a cell is TEXT as it is displayed. A number or date is taken only from an
attribute that holds it in full (``x:num``, ``sdval``), never from how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from zsstat.model import CellKind, CellValue
from zsstat.read.numbers import from_serial, parse_number
from zsstat.read.numfmt import GENERAL, NumberFormat
from zsstat.read.officeformats import format_of_style, named_format
from zsstat.read.refusals import too_large

Attributes = Mapping[str, str]

LONGEST_TEXT = 131_072
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_TRUE = frozenset({"TRUE", "1"})


class Text:
    """Text as it is gathered piece by piece: blanks run together, line breaks stay."""

    __slots__ = ("_lines", "_size")

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._size = 0

    def add(self, piece: str) -> None:
        """Raises UnreadableError for more than any cell holds."""
        self._size += len(piece) + 1
        if self._size > LONGEST_TEXT:
            raise too_large(f"一格或一段文字超过 {LONGEST_TEXT} 个字符")
        self._lines[-1].append(piece)

    def break_line(self) -> None:
        if self._lines[-1]:
            self._lines.append([])

    def take(self) -> str:
        """What was gathered, without blank lines; then it begins anew."""
        lines = map(_as_seen, map("".join, self._lines))
        text = "\n".join(line for line in lines if line)
        self._lines, self._size = [[]], 0
        return text


def _as_seen(line: str) -> str:
    return _BLANKS.sub(" ", line).replace("\xa0", " ").strip()


class Content(NamedTuple):
    """What a cell holds. ``value`` is None for a blank one."""

    kind: CellKind
    value: CellValue
    formula: str | None = None
    code: str | None = None


_NOTHING = Content(CellKind.BLANK, None)


def content(
    attributes: Attributes, text: str, formats: Mapping[str, NumberFormat], *, epoch_1904: bool
) -> Content:
    """A cell from its element's attributes and its text; ``formats``: the style sheet's classes."""
    if not attributes and text not in _ERRORS:
        return Content(CellKind.TEXT, text) if text else _NOTHING
    shown_as = _format(attributes, formats)
    formula = attributes.get("x:fmla", "").removeprefix("=") or None
    kind, value = _value(attributes, text, shown_as, epoch_1904=epoch_1904)
    if value is None and formula:
        kind = CellKind.UNCACHED
    return Content(kind, value, formula, shown_as.code)


def _format(attributes: Attributes, formats: Mapping[str, NumberFormat]) -> NumberFormat:
    own = format_of_style(attributes.get("style", ""))
    if own is not None:
        return own
    if "sdnum" in attributes:  # LibreOffice: two languages and the code
        return named_format(attributes["sdnum"].partition(";")[2].partition(";")[2])
    classes = attributes.get("class", "").split()
    return next((formats[name] for name in classes if name in formats), GENERAL)


def _value(
    attributes: Attributes, text: str, shown_as: NumberFormat, *, epoch_1904: bool
) -> tuple[CellKind, CellValue]:
    """An error is known by its text, because LibreOffice notes the number 0 beside it."""
    error = attributes.get("x:err", "") or text
    if error in _ERRORS or "x:err" in attributes:
        return CellKind.ERROR, error
    if "x:bool" in attributes:
        return CellKind.BOOL, (attributes["x:bool"] or text).upper() in _TRUE
    noted = _noted_number(attributes, text)
    number = parse_number(noted) if noted and shown_as.code != "@" else None
    if number is None:
        return (CellKind.TEXT, text) if text else (CellKind.BLANK, None)
    moment = from_serial(number, epoch_1904=epoch_1904) if shown_as.is_date else None
    return (CellKind.NUMBER, number) if moment is None else (CellKind.DATE, moment)


def _noted_number(attributes: Attributes, text: str) -> str:
    """The number that stands in an attribute; an ``x:num`` without one says that the text is it."""
    if "x:str" in attributes:
        return ""
    if "x:num" in attributes:
        return attributes["x:num"] or text
    return attributes.get("sdval", "")
