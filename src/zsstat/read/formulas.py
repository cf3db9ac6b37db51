"""Formulas that a group of cells shares: the file holds their text once, at the first cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from zsstat.model import column_letters, column_number
from zsstat.read.refusals import too_large

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_OFF_SHEET = "#REF!"
_LONGEST_FORMULA = 8192

_REFERENCE = re.compile(
    r"""
    "[^"]*" | '[^']*' | \[[^\]]*\]                                    # text, sheet names, books
    | (?<![\w.$\\])(?:
        (?P<abs_column>\$?)(?P<column>[A-Za-z]{1,3})(?P<abs_row>\$?)(?P<row>[0-9]{1,7})
      | (?P<abs_from>\$?)(?P<from>[A-Za-z]{1,3}):(?P<abs_to>\$?)(?P<to>[A-Za-z]{1,3})
      | (?P<abs_top>\$?)(?P<top>[0-9]{1,7}):(?P<abs_bottom>\$?)(?P<bottom>[0-9]{1,7})
    )(?![\w(.!\\])
    """,
    re.VERBOSE,
)


class Formula:
    """A formula taken apart once, so that it can be read from many places.

    References that carry a ``$`` stay where they are; one that would leave the sheet becomes
    ``#REF!``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: list[str | _Reference] = []
        end = 0
        for match in _REFERENCE.finditer(text):
            if reference := _reference(match.groupdict("")):
                self._pieces += [text[end : match.start()], reference]
                end = match.end()
        self._pieces.append(text[end:])

    def moved(self, rows: int, columns: int) -> str:
        """The formula as it reads so many rows further down and columns further right."""
        return "".join(
            piece if isinstance(piece, str) else piece.moved(rows, columns)
            for piece in self._pieces
        )


class _Reference(NamedTuple):
    """Two ends with what stands between: column and row of a cell, or the ends of whole columns or
    rows. A number is relative and moves, text is absolute and stays."""

    first: int | str
    first_is_column: bool
    between: str
    second: int | str
    second_is_column: bool

    def moved(self, rows: int, columns: int) -> str:
        first = _moved(self.first, self.first_is_column, rows, columns)
        second = _moved(self.second, self.second_is_column, rows, columns)
        return first + self.between + second if first and second else _OFF_SHEET


def _moved(end: int | str, is_column: bool, rows: int, columns: int) -> str:
    """Nothing when it would leave the sheet."""
    if isinstance(end, str):
        return end
    if is_column:
        end += columns
        return column_letters(end) if 1 <= end <= _LAST_COLUMN else ""
    end += rows
    return str(end) if 1 <= end <= _LAST_ROW else ""


def _reference(parts: Mapping[str, str]) -> _Reference | None:
    """None for text, sheet names and other books, which only look like references."""
    if parts["column"]:
        column, row = _column(parts, "column"), _row(parts, "row")
        return _Reference(column, True, "", row, False)
    if parts["from"]:
        return _Reference(_column(parts, "from"), True, ":", _column(parts, "to"), True)
    if parts["top"]:
        return _Reference(_row(parts, "top"), False, ":", _row(parts, "bottom"), False)
    return None


def _column(parts: Mapping[str, str], name: str) -> int | str:
    letters = parts[name]
    return "$" + letters if parts["abs_" + name] else column_number(letters.upper())


def _row(parts: Mapping[str, str], name: str) -> int | str:
    return "$" + parts[name] if parts["abs_" + name] else int(parts[name])


class SharedFormulas:
    """The groups of one sheet. A member's formula is the first cell's, moved to its own place."""

    def __init__(self, most_characters: int) -> None:
        self._groups: dict[str, tuple[int, int, Formula]] = {}
        self._most_characters = most_characters
        self._written = 0

    def formula(self, attributes: Mapping[str, str], text: str, row: int, column: int) -> str:
        """The formula of a cell; ``""`` for one whose text the file does not hold (what-if tables,
        members of a group that has no first cell). Raises UnreadableError when a few texts would
        unfold to a flood of them."""
        if attributes.get("t") != "shared":
            return text
        group = attributes.get("si", "")
        if text:
            if len(text) > _LONGEST_FORMULA:
                raise too_large(f"公式超过 {_LONGEST_FORMULA} 个字符")
            self._groups[group] = (row, column, Formula(text))
            return text
        if group not in self._groups:
            return ""
        first_row, first_column, master = self._groups[group]
        self._written += len(master.text)
        if self._written > self._most_characters:
            raise too_large(f"共用公式展开后超过 {self._most_characters} 个字符")
        return master.moved(row - first_row, column - first_column)
