"""Which cells stand hidden under a merged range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zsstat.model import Cell, Range, cell_name
from zsstat.read.refusals import unsafe

_MOST_STEPS = 20_000_000


def mark_covered(cells: dict[tuple[int, int], Cell], merges: Sequence[Range]) -> None:
    """Gives every stored cell that a merged range covers the name of the range's anchor.

    The anchor itself, the only cell of the range that a person sees, is not marked. Of overlapping
    ranges, which no office program writes, the last one counts. Raises UnreadableError when the
    ranges are so many and so large that no honest sheet has them.
    """
    steps = sum(min(_area(merge), len(cells)) for merge in merges)
    if steps > _MOST_STEPS:
        raise unsafe("合并单元格过多、过大")
    for merge in merges:
        anchor = (merge.first_row, merge.first_column)
        name = cell_name(*anchor)
        for place in list(_stored(cells, merge)):
            if place != anchor:
                cells[place] = cells[place]._replace(merged_into=name)


def _area(merge: Range) -> int:
    rows = merge.last_row - merge.first_row + 1
    return rows * (merge.last_column - merge.first_column + 1)


def _covers(merge: Range, row: int, column: int) -> bool:
    return (
        merge.first_row <= row <= merge.last_row
        and merge.first_column <= column <= merge.last_column
    )


def _stored(cells: Mapping[tuple[int, int], Cell], merge: Range) -> Iterator[tuple[int, int]]:
    if _area(merge) > len(cells):
        yield from (place for place in cells if _covers(merge, *place))
        return
    for row in range(merge.first_row, merge.last_row + 1):
        for column in range(merge.first_column, merge.last_column + 1):
            if (row, column) in cells:
                yield row, column
