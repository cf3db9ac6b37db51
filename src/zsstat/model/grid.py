"""What a file holds: cells, sheets, workbooks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeAlias

from zsstat.model.places import CellRef, cell_name


class CellKind(StrEnum):
    """What a cell holds. ``UNCACHED`` is a formula whose result the file does not carry."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"
    BLANK = "blank"
    UNCACHED = "uncached"


CellValue: TypeAlias = Decimal | str | datetime | time | bool | None


class Cell(NamedTuple):
    """One cell. A named tuple and not a dataclass because a large sheet has millions of them.

    ``value``: ``Decimal`` for NUMBER, ``str`` for TEXT and ERROR (``#REF!``), ``datetime`` (or
    ``time``) for DATE, ``bool`` for BOOL, ``None`` for BLANK and UNCACHED. ``formula`` is without
    the equals sign. ``hidden``: its row, column or sheet is hidden. ``merged_into`` names the
    anchor (``"B2"``) when another cell's merged range covers this one.
    """

    row: int
    column: int
    kind: CellKind
    value: CellValue
    formula: str | None = None
    number_format: str | None = None
    hidden: bool = False
    merged_into: str | None = None

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)

    @property
    def text(self) -> str:
        """The cell as a person would quote it: text as it is, a number without exponent."""
        if isinstance(self.value, str):  # by far the most of them
            return self.value
        match self.value:
            case None:
                return "=" + self.formula if self.kind is CellKind.UNCACHED and self.formula else ""
            case bool():
                return "TRUE" if self.value else "FALSE"
            case Decimal():
                return format(self.value, "f")
            case datetime():
                midnight = self.value.time() == time()
                return self.value.date().isoformat() if midnight else self.value.isoformat(sep=" ")
            case time():
                return self.value.isoformat()


class Range(NamedTuple):
    """A rectangle of cells, all bounds 1-based and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def area(self) -> int:
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def __contains__(self, place: object) -> bool:
        match place:
            case (int(row), int(column)):
                return (
                    self.first_row <= row <= self.last_row
                    and self.first_column <= column <= self.last_column
                )
        return False


class CellRows(Mapping[tuple[int, int], Cell]):
    """The cells of a sheet kept row by row, for a place would cost more memory than its value.

    ``by_row``: row number → its cells from left to right, rows in ascending order, no row empty.
    ``places``: row number → column number → cell, for any row. As a mapping it goes from
    ``(row, column)`` to the cell, in the same order.
    """

    __slots__ = ("by_row", "places")

    def __init__(self, by_row: Mapping[int, tuple[Cell, ...]]) -> None:
        self.by_row = by_row
        self.places: Mapping[int, Mapping[int, Cell]] = _Places(by_row)

    @classmethod
    def of(cls, cells: Mapping[tuple[int, int], Cell]) -> CellRows:
        if isinstance(cells, CellRows):
            return cells
        rows: dict[int, list[Cell]] = {}
        for place in sorted(cells):
            rows.setdefault(place[0], []).append(cells[place])
        return cls({number: tuple(found) for number, found in rows.items()})

    def __getitem__(self, place: tuple[int, int]) -> Cell:
        row, column = place
        return self.places[row][column]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((cell.row, cell.column) for cells in self.by_row.values() for cell in cells)

    def __len__(self) -> int:
        return sum(map(len, self.by_row.values()))

    def values(self) -> ValuesView[Cell]:
        return _CellValues(self)


class _CellValues(ValuesView[Cell]):
    """The cells without the detour over their places."""

    _mapping: CellRows

    def __iter__(self) -> Iterator[Cell]:
        return chain.from_iterable(self._mapping.by_row.values())


class _Places(dict[int, Mapping[int, Cell]]):
    """Row number → column number → cell, a row at a time, when somebody asks for it."""

    def __init__(self, by_row: Mapping[int, tuple[Cell, ...]]) -> None:
        super().__init__()
        self._by_row = by_row

    def __missing__(self, row: int) -> Mapping[int, Cell]:
        cells = self._by_row.get(row)
        if cells is None:
            return {}
        self[row] = columns = {cell.column: cell for cell in cells}
        return columns


MERGED_PLACES = 262_144
"""So many places of merged ranges are unfolded for one sheet."""


@dataclass(frozen=True)
class Grid:
    """One sheet, sparse: ``cells`` holds what the file holds, blank formatted cells left out."""

    sheet: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Range, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    epoch_1904: bool = False

    @cached_property
    def by_row(self) -> Mapping[int, tuple[Cell, ...]]:
        """Row number → its cells from left to right, rows in ascending order."""
        return self._rows.by_row

    @cached_property
    def _rows(self) -> CellRows:
        return CellRows.of(self.cells)

    @cached_property
    def _places(self) -> Mapping[int, Mapping[int, Cell]]:
        return self._rows.places

    @cached_property
    def _anchors(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Covered place → place of its anchor. Unfolded from the smallest merge on and only up to
        ``MERGED_PLACES`` places: headers and labels are small, and somebody's merge of a whole
        column must not cost a million entries."""
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for merge in sorted(self.merges, key=lambda m: m.area):
            if len(anchors) + merge.area > MERGED_PLACES:
                break
            anchor = (merge.first_row, merge.first_column)
            for row in range(merge.first_row, merge.last_row + 1):
                for column in range(merge.first_column, merge.last_column + 1):
                    anchors[row, column] = anchor
        return anchors

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        return tuple(self.by_row)

    def rows_between(self, first: int, last: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """The rows ``first``–``last`` that hold something, found without a walk through others."""
        start, end = bisect_left(self._numbers, first), bisect_right(self._numbers, last)
        return ((row, self.by_row[row]) for row in self._numbers[start:end])

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that is stored at this very place, or None."""
        return self._places[row].get(column)

    def seen_at(self, row: int, column: int) -> Cell | None:
        """The cell a person sees at this place: inside a merged range, the range's anchor."""
        if self.merges:
            row, column = self._anchors.get((row, column), (row, column))
        return self._places[row].get(column)


@dataclass(frozen=True)
class Workbook:
    """A file as read: its grids in the order of the sheets. ``format``: xlsx, csv …

    ``degraded``: the reader of this format cannot tell a broken cell or a formula without result
    from an empty cell, nor hidden rows and columns from shown ones."""

    file: str
    sha256: str
    format: str
    grids: tuple[Grid, ...]
    degraded: bool = False

    def ref(self, grid: Grid, cell: str) -> CellRef:
        return CellRef(self.sha256, self.file, grid.sheet, cell)
