"""Where something stands and for which period: cells and periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


def column_letters(column: int) -> str:
    """``1`` → ``A``, ``27`` → ``AA``: the letters of a 1-based column number."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """``(12, 6)`` → ``F12``."""
    return f"{column_letters(column)}{row}"


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
    def previous_year(self) -> Period:
        return Period(self.year - 1, self.month)
