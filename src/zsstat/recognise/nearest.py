"""Which table a workbook without any comes nearest to, so that its sender can mend the header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from zsstat.declarations import AreaKind, ReturnTable
from zsstat.model import Cell, CellKind, Grid
from zsstat.recognise.headers import named_columns
from zsstat.recognise.words import LONGEST_NAME, Words, filled
from zsstat.values import normalise

LOOKED_AT = 200
"""So many rows of a sheet are compared by spelling."""
FEWEST_TEXTS = 2
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Nearest:
    """A row that may be meant as the header of ``table``: the texts that name columns of it, and
    those that nearly name a required one that is missing."""

    place: str
    table: ReturnTable
    named: tuple[str, ...]
    misspelled: tuple[tuple[str, str], ...]

    @property
    def rank(self) -> tuple[int, int]:
        return (len(self.named) + len(self.misspelled), len(self.named))

    def __str__(self) -> str:
        seen = "、".join(self.named) or "、".join(text for text, _ in self.misspelled)
        asked = "".join(f"，“{text}”是不是“{name}”？" for text, name in self.misspelled)
        return f"{self.place}的“{seen}”（像“{self.table.name}”{asked}）"


def nearest_header(grids: Iterable[Grid], words: Words) -> Nearest | None:
    """The row that names, or nearly names, most columns of one table; the first among equals."""
    best: Nearest | None = None
    for grid in grids:
        for candidate in _candidates(grid, words):
            if best is None or candidate.rank > best.rank:
                best = candidate
    return best


def sent_tables(words: Words) -> Iterator[ReturnTable]:
    """The tables that somebody sends; what the office itself enters nobody is asked for."""
    return (table for table in words.tables if table.sender is not AreaKind.CITY)


def _candidates(grid: Grid, words: Words) -> Iterator[Nearest]:
    for row, all_cells in islice(grid.by_row.items(), LOOKED_AT):
        cells = [cell for cell in all_cells if cell.kind is CellKind.TEXT and filled(cell)]
        if len(cells) < FEWEST_TEXTS:
            continue
        place = f"工作表“{grid.sheet}”第 {row} 行"
        for table in sent_tables(words):
            named = {
                name: cell
                for cell in cells
                for name in named_columns(cell, words).get(table.id, ())
            }
            misspelled = tuple(_misspelled(table, cells, named, words))
            if named or misspelled:
                texts = dict.fromkeys("".join(cell.text.split()) for cell in named.values())
                yield Nearest(place, table, tuple(texts), misspelled)


def _misspelled(
    table: ReturnTable, cells: list[Cell], named: dict[str, Cell], words: Words
) -> Iterator[tuple[str, str]]:
    """The texts that are nearly the name of a required column that no cell names."""
    taken = {cell.text for cell in named.values()}
    texts = {
        words.plain(cell.text): "".join(cell.text.split())
        for cell in cells
        if cell.text not in taken and len(cell.text) <= LONGEST_NAME
    }
    for column in table.columns:
        if column.name in named or not column.required:
            continue
        for name in (column.name, *column.aliases):
            close = get_close_matches(normalise(name), texts, n=1, cutoff=ALIKE)
            if close:
                yield texts.pop(close[0]), column.name
                break
