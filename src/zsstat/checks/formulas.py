"""What the formula of a total adds up: which cells, how often, and with which sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zsstat.model import Range, cell_place, column_number

_TERM = re.compile(r"([+-]?)(?:SUM\(([A-Z0-9:,]+)\)|([A-Z]{1,3}\d+))")
_RANGE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")


@dataclass(frozen=True, slots=True)
class Added:
    """The ranges that a formula adds, each with its sign."""

    terms: tuple[tuple[int, Range], ...]

    def times(self, cell: str) -> int:
        """How often the cell is counted; below zero where it is subtracted."""
        place = cell_place(cell)
        return sum(sign for sign, within in self.terms if within.__contains__(place))


def added(formula: str) -> Added | None:
    """What a formula of sums and single cells adds (``SUM(F5:F9,F11)``, ``F10+F20-F21``).

    None for anything else: another function, a constant, another sheet. Nothing is said then."""
    text = formula.upper().replace(" ", "").replace("$", "").removeprefix("=")
    terms: list[tuple[int, Range]] = []
    position = 0
    while position < len(text):
        term = _TERM.match(text, position)
        if term is None or (position and not term[1]):
            return None
        ranges = [_range(part) for part in (term[2] or term[3]).split(",")]
        sign = -1 if term[1] == "-" else 1
        known = [found for found in ranges if found]
        if len(known) < len(ranges):
            return None
        terms += [(sign, found) for found in known]
        position = term.end()
    return Added(tuple(terms)) if terms else None


def _range(text: str) -> Range | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    columns = sorted(column_number(letters) for letters in (found[1], found[3] or found[1]))
    rows = sorted(int(row) for row in (found[2], found[4] or found[2]))
    return Range(rows[0], columns[0], rows[1], columns[1])
