"""Formulas whose references are counted from the cell (``R[-3]C``), put into the A1 form."""

from __future__ import annotations

import re

from zsstat.model import column_letters

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_OFF_SHEET = "#REF!"

_END = r"(?:\[-?[0-9]{1,7}\]|[0-9]{1,7})"
_REFERENCE = re.compile(
    rf"""
    "[^"]*" | '[^']*'                                                 # text and sheet names
    | (?<![\w.$\\\]])(?:
        R(?P<row>{_END}?)C(?P<column>{_END}?)
      | R(?P<top>{_END})(?::R(?P<bottom>{_END}))?
      | C(?P<left>{_END})(?::C(?P<right>{_END}))?
    )(?![\w(.!\\\[])
    """,
    re.VERBOSE,
)


def in_a1(formula: str, row: int, column: int) -> str:
    """The formula of the cell at this place with its references as ``A1``, ``$A$1``, ``A:B``,
    ``1:2``.

    Texts, names of sheets and functions stay as they are; a reference that would leave the sheet
    becomes ``#REF!``.
    """

    def replaced(match: re.Match[str]) -> str:
        if match["column"] is not None:
            letters, number = _letters(match["column"], column), _number(match["row"], row)
            return letters + number if letters and number else _OFF_SHEET
        if match["top"] is not None:
            return _pair(_number(match["top"], row), _number(match["bottom"] or match["top"], row))
        if match["left"] is not None:
            left, right = match["left"], match["right"] or match["left"]
            return _pair(_letters(left, column), _letters(right, column))
        return match[0]

    return _REFERENCE.sub(replaced, formula)


def _pair(first: str, last: str) -> str:
    return f"{first}:{last}" if first and last else _OFF_SHEET


def _number(end: str, row: int) -> str:
    """``[-3]`` from row 8 → ``5``, ``3`` → ``$3``; nothing when it would leave the sheet."""
    place, mark = _end(end, row)
    return f"{mark}{place}" if 1 <= place <= _LAST_ROW else ""


def _letters(end: str, column: int) -> str:
    place, mark = _end(end, column)
    return mark + column_letters(place) if 1 <= place <= _LAST_COLUMN else ""


def _end(end: str, here: int) -> tuple[int, str]:
    if not end:
        return here, ""
    return (here + int(end[1:-1]), "") if end.startswith("[") else (int(end), "$")
