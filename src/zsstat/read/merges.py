"""Which cells stand hidden under a merged range."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from zsstat.model import Cell, CellRows, Range, cell_name
from zsstat.read.refusals import unsafe
from zsstat.read.rows import Rows

_MOST_STEPS = 20_000_000
_COLUMN = attrgetter("column")


def mark_covered(
    cells: Mapping[tuple[int, int], Cell], merges: Sequence[Range]
) -> Mapping[tuple[int, int], Cell]:
    """The cells, those under a merged range with the name of the range's anchor.

    The anchor itself, the only cell of the range that a person sees, is not marked. Of overlapping
    ranges, which no office program writes, the last one counts. Raises UnreadableError when the
    ranges are so many and so large that no honest sheet has them.
    """
    if not merges:
        return cells
    if sum(merge.area for merge in merges) > _MOST_STEPS:
        size = len(cells)
        if sum(min(merge.area, size) for merge in merges) > _MOST_STEPS:
            raise unsafe("合并单元格过多、过大")
    by_row = CellRows.of(cells).by_row
    touched: dict[int, list[Cell]] = {}
    for merge in merges:
        for row in _stored(by_row, merge):
            if row not in touched:
                touched[row] = list(by_row[row])
            _mark(touched[row], merge)
    rows = by_row if isinstance(by_row, Rows) else Rows(by_row)
    return CellRows(rows.replaced({row: tuple(marked) for row, marked in touched.items()}))


def _stored(by_row: Mapping[int, tuple[Cell, ...]], merge: Range) -> Iterable[int]:
    """The numbers of the range's rows that hold any cells."""
    numbers = range(merge.first_row, merge.last_row + 1)
    if len(numbers) > len(by_row):
        return [row for row in by_row if row in numbers]
    return [row for row in numbers if row in by_row]


def _mark(cells: list[Cell], merge: Range) -> None:
    """Marks the cells of a row, which stand from left to right."""
    first = bisect_left(cells, merge.first_column, key=_COLUMN)
    last = bisect_right(cells, merge.last_column, key=_COLUMN)
    anchor = (merge.first_row, merge.first_column)
    name = cell_name(*anchor)
    for position in range(first, last):
        cell = cells[position]
        if (cell.row, cell.column) != anchor:
            cells[position] = cell._replace(merged_into=name)
