"""The notes of all tables of a workbook, numbered in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from zsstat.model import Table
from zsstat.render.cells import parts_text
from zsstat.render.xlsx.names import clean


@dataclass(slots=True)
class Noted:
    """The numbers of a table's notes: those about all of it, and those at a place (row or None for
    the heading, column)."""

    whole: list[int] = field(default_factory=list)
    at: dict[tuple[int | None, int], list[int]] = field(default_factory=dict)

    def mark(self, row: int | None, column: int) -> str:
        """What is put behind the text of a place: [注3]."""
        return "".join(f"[注{number}]" for number in self.at.get((row, column), ()))

    @property
    def numbers(self) -> set[int]:
        return {*self.whole, *(number for some in self.at.values() for number in some)}


class Notes:
    """``texts`` in the order of their numbers, from 1; notes that say the same are one.

    Within a table those about all of it come first, then those at headings, then those at cells,
    row by row."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.texts: list[str] = []
        self.of_tables = [self._noted(table) for table in tables]

    def tables_of(self, number: int) -> list[int]:
        """The tables that a note is about, counted from 1."""
        return [n for n, noted in enumerate(self.of_tables, 1) if number in noted.numbers]

    def _noted(self, table: Table) -> Noted:
        noted = Noted()
        for index, place in _in_order(table):
            number = self._number(clean(parts_text(table.notes[index])))
            where = noted.whole if place is None else noted.at.setdefault(place, [])
            where += [] if number in where else [number]
        return noted

    def _number(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def _in_order(table: Table) -> Iterator[tuple[int, tuple[int | None, int] | None]]:
    placed = {mark.note for mark in table.marks}
    yield from ((index, None) for index in range(len(table.notes)) if index not in placed)
    at_headings = (mark for mark in table.marks if mark.row is None)
    for mark in sorted(at_headings, key=lambda mark: mark.column):
        yield mark.note, (None, mark.column)
    yield from _at_cells((m.row, m.column, m.note) for m in table.marks if m.row is not None)


def _at_cells(
    places: Iterable[tuple[int, int, int]],
) -> Iterator[tuple[int, tuple[int | None, int]]]:
    for row, column, note in sorted(places):
        yield note, (row, column)
