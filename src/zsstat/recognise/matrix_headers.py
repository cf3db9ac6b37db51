"""The header of a matrix: which rows it is, what stands above it, what each column says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from zsstat.model import Cell, CellKind, Range
from zsstat.recognise.axes import Spot
from zsstat.recognise.layout import like_title
from zsstat.recognise.strips import Strip
from zsstat.recognise.words import LabelKind, filled
from zsstat.values import normalise

DEEPEST = 8
"""Header rows of a matrix at most: five levels, lines in English and one of column numbers."""
TITLE_ROWS = 15


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A sheet column of values: its heading from the top down, and what that says."""

    column: int
    parts: tuple[Cell, ...]
    spot: Spot

    @property
    def text(self) -> str:
        return " > ".join("".join(part.text.split()) for part in self.parts)


@dataclass(frozen=True)
class MatrixHeader:
    """The header over the first row ``body`` of a block in a strip."""

    strip: Strip
    body: int

    @cached_property
    def _above(self) -> tuple[int, ...]:
        """The rows above the first label that belong to the header, from the top down."""
        rows: list[int] = []
        for row in range(self.body - 1, max(0, self.body - 1 - DEEPEST), -1):
            cells = self.strip.cells(row)
            if not cells:
                if rows and not self._is_covered(row):
                    break
                continue
            if self._is_empty_row(cells):
                continue
            if self._is_title(cells) or self.strip.is_body(row):
                break
            rows.append(row)
        return tuple(reversed(rows))

    @property
    def last(self) -> int:
        """The last row of the header; the one above the values where there is none."""
        return max(self._above, default=self.body - 1)

    @cached_property
    def numbered(self) -> tuple[int, ...]:
        """Rows of column numbers (甲 1 2 3)."""
        return tuple(row for row in self._above if self._is_numbering(row))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The header rows less those of column numbers."""
        return tuple(row for row in self._above if row not in self.numbered)

    def _is_covered(self, row: int) -> bool:
        """Whether a merged heading reaches over the row, which is empty otherwise."""
        seen = self.strip.grid.seen_at(row, self.strip.stub[0])
        return seen is not None and filled(seen) and seen.row < row

    def _is_empty_row(self, cells: list[Cell]) -> bool:
        """北京 and nothing beside it: a row of the matrix without a value."""
        spots = [self.strip.axes.of_cell(cell) for cell in cells]
        return all(s.is_key for s in spots) and cells[-1].column <= self.strip.stub[-1]

    def _is_title(self, cells: list[Cell]) -> bool:
        """A lone line over stub and values, or a line of labels (单位：亿元)."""
        words, last = self.strip.words, self.strip.stub[-1]
        if any(words.labels(c.text) for c in cells if c.kind is CellKind.TEXT):
            return True
        if len(cells) > 1:
            return False
        cell = cells[0]
        over = self._merges.get((cell.row, cell.column))
        if over is not None:
            return over.first_column <= last < over.last_column
        spot = self.strip.axes.of_cell(cell)
        return cell.column <= last or not (spot.says_anything or spot.units)

    @cached_property
    def _merges(self) -> Mapping[tuple[int, int], Range]:
        return {(m.first_row, m.first_column): m for m in self.strip.grid.merges}

    def _is_numbering(self, row: int) -> bool:
        numbers = [
            int(text)
            for cell in self.strip.values(row)
            if (text := normalise(cell.text).strip("()")).isdigit()
        ]
        return (
            len(numbers) > 1
            and numbers[0] <= 2
            and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        )

    @cached_property
    def titles(self) -> tuple[Cell, ...]:
        """The lines above the header, up to other values: the strip's own, else the whole row's."""
        titles: list[Cell] = []
        first = min((*self.rows, self.body))
        for row in range(first - 1, max(0, first - 1 - TITLE_ROWS), -1):
            everything = [c for c in self.strip.grid.by_row.get(row, ()) if filled(c)]
            cells = self.strip.cells(row) or everything
            if cells and not like_title(everything, self.strip.words):
                break
            if self.strip.is_body(row):  # its numbers may be text
                break
            if any(self._signs(cell) for cell in cells):
                break
            titles[:0] = cells
        return tuple(titles)

    def _signs(self, cell: Cell) -> bool:
        kinds = {label.kind for label in self.strip.words.labels(cell.text)}
        return not kinds.isdisjoint((LabelKind.SIGNATURE, LabelKind.NOTE))

    def stub_head(self) -> Spot:
        """What stands over the labels: perhaps a unit."""
        parts = self._parts(self.strip.stub[0])
        return self.strip.axes.read([part for part in parts if part.kind is CellKind.TEXT])

    def columns(self, body: list[int]) -> Iterator[MatrixColumn]:
        """The columns right of the stub in which something stands, each with its heading."""
        axes = self.strip.axes
        used = {cell.column for row in body for cell in self.strip.values(row)}
        carried: list[Cell | None] = [None for _ in self.rows]
        for column in sorted(used):
            parts = self._parts(column)
            own = [self._at(row, column) for row in self.rows]
            for level, cell in enumerate(own):
                if cell is not None:
                    carried[level:] = [cell, *(None for _ in own[level + 1 :])]
            lowest = max((n for n, cell in enumerate(own) if cell is not None), default=-1)
            path = [cell for cell in carried[: lowest + 1] if cell is not None]
            yield MatrixColumn(column, parts, _inherited(axes.read(parts), axes.read(path)))

    def _at(self, row: int, column: int) -> Cell | None:
        """The heading that a person sees at this place, merged ones from above included."""
        cell = self.strip.grid.seen_at(row, column)
        return cell if cell is not None and filled(cell) else None

    def _parts(self, column: int) -> tuple[Cell, ...]:
        seen = (self._at(row, column) for row in self.rows)
        return tuple(dict.fromkeys(c for c in seen if c is not None and c.row in self.rows))


def _inherited(own: Spot, path: Spot) -> Spot:
    """What a heading says, and what it leaves open of what it says together with the headings at
    its left that were not merged over it."""
    if path.unknown or (own.area and own.indicator and own.period):
        return own
    unknown = "" if path.indicator and not own.indicator else own.unknown
    return replace(own.with_defaults(path), units=own.units or path.units, unknown=unknown)
