"""Lines that only arithmetic knows for subtotals: 城关镇 | 6000 under rows that add up to 6000.

A bare line (a name and amounts, no more) is the sum of its group where all its amounts are the sums
of the rows beside it, up to the next such line. Groups may be nested: what was told apart is taken
away and the lines that are left are looked at again. A group of a single row shows nothing by
itself, because a line that equals one row may be a row like it; beside groups that were told apart
it does. Whatever is told apart by arithmetic alone is said, and so is a row that adds up and is
counted because it may well be a row: both ask.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from zsstat.model import Cell, Grid
from zsstat.values import normalise

FEWEST_SUMMED = 2
"""A line that equals one other row may be a row like it."""
DEEPEST = 9
"""Groups within groups beyond this depth are not looked for."""
MOST_ENDS = 24
"""So many ends of groups, from the nearest on, are tried for one line."""
TELLING_ROWS = 3
TELLING_COLUMNS = 2
"""Round amounts add up by chance: a row that may well be one is asked about only where it is the
sum of so many rows, or in so many columns."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row whose amounts are the sums of the rows ``first``–``last``. ``counted``: it was taken
    for a row all the same."""

    row: int
    first: int
    last: int
    counted: bool


class Sums:
    """The amounts of the rows of a block, in the sheet columns ``columns``."""

    def __init__(self, grid: Grid, columns: Collection[int]) -> None:
        self._grid = grid
        self._columns = tuple(sorted(columns))
        self.amounts = cache(self._amounts)

    def _amounts(self, row: int) -> tuple[Decimal, ...]:
        """The row's amounts, 0 for what holds none."""
        return tuple(_number(self._grid.cell(row, column)) for column in self._columns)

    def of(self, rows: Sequence[int]) -> tuple[Decimal, ...]:
        empty = (Decimal(0),) * len(self._columns)
        return tuple(map(_sum, zip(empty, *map(self.amounts, rows), strict=True)))

    def adds_up(self, row: int, group: Sequence[int]) -> bool:
        """Whether every amount that ``row`` states is the sum of its column over ``group``."""
        stated = self.amounts(row)
        if not group or not any(stated):
            return False
        empty = [self._grid.cell(row, column) is None for column in self._columns]
        added = self.of(group)
        return all(
            blank or mine == theirs
            for blank, mine, theirs in zip(empty, stated, added, strict=True)
        )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _number(cell: Cell | None) -> Decimal:
    """A number cell's value, also one that is written as text; 0 for everything else."""
    if cell is None:
        return Decimal(0)
    if isinstance(cell.value, Decimal):
        return cell.value
    if isinstance(cell.value, str):
        text = normalise(cell.value).replace(",", "")
        if text.replace(".", "", 1).isdecimal() and text.isascii():
            return Decimal(text)
    return Decimal(0)


def told_apart(
    data: Sequence[int], edges: Sequence[int], bare: Collection[int], sums: Sums
) -> list[Doubt]:
    """The bare lines among ``data`` that are the sums of their groups, each with its group.
    ``edges`` are the rows of claims and headings, at which groups may end, too."""
    rows = list(data)
    marks = sorted(set(bare).intersection(rows))
    if not marks or len(marks) == len(rows):
        return []
    found: list[Doubt] = []
    fewest = FEWEST_SUMMED
    for _ in range(DEEPEST):
        ends = sorted({*edges, *(doubt.row for doubt in found)})
        told = list(_told(rows, marks, ends, sums, fewest))
        if not told and (fewest == 1 or not found):
            break
        found += told
        fewest = FEWEST_SUMMED if told else 1
        taken = {doubt.row for doubt in told}
        rows = [row for row in rows if row not in taken]
        marks = [mark for mark in marks if mark not in taken]
    return sorted(found, key=lambda doubt: doubt.row)


def _told(
    rows: Sequence[int], marks: Sequence[int], ends: Sequence[int], sums: Sums, fewest: int
) -> Iterator[Doubt]:
    leads = marks[0] == rows[0] if marks else False
    for at, mark in enumerate(marks):
        above = marks[at - 1] if at else 0
        below = marks[at + 1] if at + 1 < len(marks) else rows[-1] + 1
        groups = (
            _between(rows, *bounds)
            for bounds in (
                (*_down_to(mark, below, ends), *_up_to(mark, above, ends))
                if leads
                else (*_up_to(mark, above, ends), *_down_to(mark, below, ends))
            )
        )
        for group in groups:
            if len(group) >= fewest and sums.adds_up(mark, group):
                yield Doubt(mark, group[0], group[-1], counted=False)
                break


def _down_to(mark: int, last: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Between which rows the group of a mark may stand below it: down to ``last``, the next mark,
    or to an end before that."""
    yield mark, last
    for end in ends[bisect_right(ends, mark) : bisect_left(ends, last)][:MOST_ENDS]:
        yield mark, end


def _up_to(mark: int, first: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield first, mark
    for end in ends[bisect_right(ends, first) : bisect_left(ends, mark)][::-1][:MOST_ENDS]:
        yield end, mark


def _between(rows: Sequence[int], after: int, before: int) -> tuple[int, ...]:
    return tuple(rows[bisect_left(rows, after + 1) : bisect_left(rows, before)])


def doubtful(data: Sequence[int], plain: Collection[int], sums: Sums) -> Iterator[Doubt]:
    """The rows that are counted although they are the sums of the rows right above or below them,
    of the ``plain`` ones, which have nothing in them that only a row of its own has."""
    places = {row: at for at, row in enumerate(data)} if plain else {}
    candidates = [places[row] for row in plain if row in places]
    if not candidates:
        return
    upto = [sums.of(())]
    for row in data:
        upto.append(tuple(map(_sum, zip(upto[-1], sums.amounts(row), strict=True))))
    first_place: dict[tuple[Decimal, ...], int] = {}
    for place, amounts in enumerate(upto):
        first_place.setdefault(amounts, place)
    for at in candidates:
        span = _adjoining(at, sums.amounts(data[at]), upto, first_place)
        if span and _is_telling(sums.amounts(data[at]), span[1] - span[0]):
            yield Doubt(data[at], data[span[0]], data[span[1] - 1], counted=True)


def _adjoining(
    at: int,
    stated: tuple[Decimal, ...],
    upto: Sequence[tuple[Decimal, ...]],
    first_place: Mapping[tuple[Decimal, ...], int],
) -> tuple[int, int] | None:
    """The rows that end right above ``at``, or begin right below it, and add up to ``stated``."""
    start = first_place.get(tuple(a - b for a, b in zip(upto[at], stated, strict=True)))
    if start is not None and start <= at - FEWEST_SUMMED:
        return start, at
    end = first_place.get(tuple(a + b for a, b in zip(upto[at + 1], stated, strict=True)))
    if end is not None and end > at + FEWEST_SUMMED:
        return at + 1, end
    return None


def _is_telling(stated: tuple[Decimal, ...], rows: int) -> bool:
    return sum(map(bool, stated)) >= TELLING_COLUMNS or (any(stated) and rows >= TELLING_ROWS)
