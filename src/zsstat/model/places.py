"""Where something stands and for which period: cells and periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def column_letters(column: int) -> str:
    """``1`` → ``A``, ``27`` → ``AA``: the letters of a 1-based column number."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """``A`` → 1, ``AA`` → 27; 0 for no letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """``(12, 6)`` → ``F12``."""
    return f"{column_letters(column)}{row}"


def cell_place(name: str) -> tuple[int, int] | None:
    """``F12`` → ``(12, 6)``; None for what names no single cell."""
    match = _CELL.fullmatch(name)
    return (int(match[2]), column_number(match[1])) if match else None


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell of one file: the hash names the bytes, the name is what a person knows it by."""

    sha256: str
    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """January to ``month`` of ``year``; the whole year is month 12. Flows are cumulative."""

    year: int
    month: int = 12

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)

    @property
    def in_words(self) -> str:
        """2020年, 2020年1月, or 2020年1—9月 for a part of the year."""
        match self.month:
            case 12:
                return f"{self.year}年"
            case 1:
                return f"{self.year}年1月"
            case month:
                return f"{self.year}年1—{month}月"

    @property
    def previous_year(self) -> Period:
        return Period(self.year - 1, self.month)

    @property
    def previous_month(self) -> Period:
        """To the end of the month before; before January lies December of the year before."""
        return Period(self.year, self.month - 1) if self.month > 1 else Period(self.year - 1)
