"""The strips of a sheet in which matrices may stand: columns of labels with values on their right.

A column is part of a stub when it holds known labels (an area, an indicator; a year in the leftmost
column) in two rows with values or more. Labels again behind values begin another strip: matrices
stand side by side. The rows of a strip are body, heading or neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from zsstat.model import Cell, CellKind, Grid
from zsstat.recognise.axes import Axes, Spot
from zsstat.recognise.words import Words, filled
from zsstat.values import normalise

WIDEST_STUB = 3
"""Labels stand in the first columns of a row: area, indicator, unit."""
SAMPLED = 60
"""A sheet of which so many rows of numbers begin with no known label has no matrix."""
FEWEST_ROWS = 2
_NUMBER = re.compile(r"\s*[-+−－＋]?[\d０-９][\d０-９,，.．\s]*[%％]?\s*")


@dataclass(frozen=True)
class Strip:
    """The columns ``stub`` with what stands right of them, up to ``end`` (exclusive; None: the rest
    of the sheet)."""

    grid: Grid
    axes: Axes
    stub: tuple[int, ...]
    end: int | None

    @property
    def words(self) -> Words:
        return self.axes.words

    def holds(self, column: int) -> bool:
        """Whether the column is one of the strip's."""
        return column >= self.stub[0] and (self.end is None or column < self.end)

    def cells(self, row: int) -> list[Cell]:
        """What a person sees of the row in the strip."""
        return [c for c in self.grid.by_row.get(row, ()) if filled(c) and self.holds(c.column)]

    def values(self, row: int) -> list[Cell]:
        """The same right of the stub."""
        return [cell for cell in self.cells(row) if cell.column > self.stub[-1]]

    def blocks(self) -> Iterator[list[int]]:
        """The rows of values, divided where a new header stands between them."""
        rows: list[int] = []
        for row in self.grid.by_row:
            if self.is_body(row):
                rows.append(row)
            elif rows and self._heads(row):
                yield rows
                rows = []
        if rows:
            yield rows

    def is_body(self, row: int) -> bool:
        """Whether the row has a label and values, or at least marks that there is none (…)."""
        label = self.label(row, self.stub)
        if label is None or self._is_furniture(label):
            return False
        values = self.values(row)
        if any(map(is_value, values)) and not self._heads(row):
            return True
        marks = [c for c in values if normalise(c.text) in self.words.blank_marks]
        return bool(marks) and self.spot(row, self.stub).is_key

    def _heads(self, row: int) -> bool:
        """Whether the cells say what stands below them. Bare numbers do when all of them are years
        and no label of a row stands beside them: 韩城 | 2019 | 7.5 is a row of values."""
        label = self.label(row, self.stub)
        if label is not None and self.spot(row, self.stub).is_key:
            return False
        values = self.values(row)
        said = [self.axes.of_cell(cell) for cell in values]
        numbers = [spot for spot, cell in zip(said, values, strict=True) if is_value(cell)]
        if numbers and not (all(spot.period for spot in numbers) and self._is_head(label)):
            return False
        return bool(said) and 2 * sum(s.says_anything for s in said) >= len(said)

    def _is_head(self, label: Cell | None) -> bool:
        """Whether the label is that of the labels: 地区, Region, or none."""
        return label is None or self.axes.name(label) in (*self.axes.stub_heads, "")

    def _is_furniture(self, label: Cell) -> bool:
        if label.kind is not CellKind.TEXT:
            return False
        return bool(self.words.labels(label.text)) or self.words.is_note(label.text)

    def label(self, row: int, columns: tuple[int, ...]) -> Cell | None:
        """The lowest label of a row: the last of its label columns that holds a text."""
        cells = (self.grid.cell(row, column) for column in reversed(columns))
        named = [cell for cell in cells if cell is not None and filled(cell)]
        return next((c for c in named if c.kind is CellKind.TEXT), named[0] if named else None)

    def spot(self, row: int, columns: tuple[int, ...]) -> Spot:
        """What the labels of a row say together, those merged over it from above included."""
        spot = Spot()
        for column in reversed(columns):
            spot = spot.with_defaults(self.axes.of_cell(self.grid.seen_at(row, column)))
        return spot


def find_strips(grid: Grid, axes: Axes) -> tuple[Strip, ...]:
    """The strips of a sheet from left to right."""
    stubs = tuple(_Stubs(grid, axes).find())
    following = (*(stub[0] for stub in stubs[1:]), None)
    return tuple(Strip(grid, axes, stub, following[number]) for number, stub in enumerate(stubs))


@dataclass(frozen=True)
class _Stubs:
    """The search for columns of labels."""

    grid: Grid
    axes: Axes

    def find(self) -> Iterator[tuple[int, ...]]:
        """The runs of neighbouring columns that hold labels in two rows or more."""
        labels = self._labels()
        columns = sorted(c for c, rows in labels.items() if len(rows) >= FEWEST_ROWS)
        run: list[int] = []
        for column in columns:
            if run and not self._only_words_between(run[-1], column, labels[column]):
                yield tuple(run)
                run = []
            run.append(column)
        if run:
            yield tuple(run)

    def _labels(self) -> Mapping[int, set[int]]:
        """Sheet column → the rows with values in which it holds a known label."""
        labels: dict[int, set[int]] = {}
        sampled = 0
        for row, cells in self.grid.by_row.items():
            if not any(map(is_value, cells)):
                continue
            sampled += 1
            for column in self._labelled(cells):
                labels.setdefault(column, set()).add(row)
            if sampled == SAMPLED and not labels:
                break
        return labels

    def _labelled(self, cells: tuple[Cell, ...]) -> Iterator[int]:
        """The columns of a row whose cells are labels: in front of the first value, and again
        behind values where another matrix stands beside it."""
        run = 0
        for position, cell in enumerate(cells):
            if is_value(cell) and position:
                run = 0
                continue
            run += 1
            if run <= WIDEST_STUB and filled(cell) and self._is_label(cell):
                yield cell.column

    def _is_label(self, cell: Cell) -> bool:
        """Whether the cell names an area or an indicator, or a year in the leftmost column."""
        if not self.axes.may_be_key(cell):
            return False
        spot = self.axes.of_cell(cell)
        named = spot.area is not None or spot.indicator is not None
        return named or (spot.period is not None and cell.column == self._leftmost)

    @cached_property
    def _leftmost(self) -> int:
        return min((cells[0].column for cells in self.grid.by_row.values()), default=0)

    def _only_words_between(self, left: int, right: int, rows: set[int]) -> bool:
        between = range(left + 1, right)
        return not any(
            (cell := self.grid.cell(row, column)) is not None and is_value(cell)
            for row in rows
            for column in between
        )


def is_value(cell: Cell) -> bool:
    """A number, also one written as text, or a broken cell: no name and no date."""
    if isinstance(cell.value, str) and cell.kind is CellKind.TEXT:
        return _NUMBER.fullmatch(cell.value) is not None
    return cell.kind in (CellKind.NUMBER, CellKind.ERROR, CellKind.UNCACHED)
