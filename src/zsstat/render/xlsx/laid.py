"""A table as the cells of a sheet: what each holds, what it shows and under which format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from zsstat.model import Figure, Part, Table
from zsstat.render.xlsx.names import clean
from zsstat.render.xlsx.numbers import Held, held

WITHHELD = "x"
"""What stands where a figure would show what a single enterprise reported."""
_WITHHELD_NOTE = "withheld"


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands where there is no value, and for one that is not zero and printed as zero (empty:
    the printed zero)."""

    no_value: str
    tiny: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell. ``number`` is None for a text, ``code`` the format of a number; ``shown`` is what a
    person reads, padded as the format pads it."""

    shown: str
    number: str | None = None
    code: str = "General"


class Laid:
    """The cells of a table's rows, in the order of ``table.rows``."""

    def __init__(self, table: Table, signs: Signs) -> None:
        self.table = table
        self._signs = signs

    @cached_property
    def rows(self) -> tuple[tuple[Entry, ...], ...]:
        known = [[_held(cell) for cell in row.cells] for row in self.table.rows]
        decimals = [
            max((h.decimals for row in known if (h := row[column]) and h.bare), default=0)
            for column in range(len(self.table.headings))
        ]
        return tuple(
            tuple(self._entry(*of) for of in zip(row.cells, numbers, decimals, strict=True))
            for row, numbers in zip(self.table.rows, known, strict=True)
        )

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs that occur; the empty one for blank cells."""
        texts = {entry.shown for row in self.rows for entry in row}
        return frozenset(texts & {"", WITHHELD, self._signs.tiny, self._signs.no_value})

    def _entry(self, part: Part | None, number: Held | None, decimals: int) -> Entry:
        if number is None:
            return Entry(self._text(part))
        if number.is_tiny and self._signs.tiny:
            code = number.sign(self._signs.tiny)
            return Entry(self._signs.tiny, format(number.number, "f"), code)
        return Entry(number.shown(decimals), format(number.number, "f"), number.code(decimals))

    def _text(self, part: Part | None) -> str:
        match part:
            case None:
                return ""
            case Figure():
                return WITHHELD if _is_withheld(part) else part.number or self._signs.no_value
        return clean(part)


def _held(part: Part | None) -> Held | None:
    return held(part) if isinstance(part, Figure) and not _is_withheld(part) else None


def _is_withheld(figure: Figure) -> bool:
    return figure.note == _WITHHELD_NOTE
