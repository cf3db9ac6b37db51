"""The rows of a sheet, found by their numbers."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zsstat.model import Cell, CellKind, Grid


@given(
    places=st.sets(st.tuples(st.integers(1, 40), st.integers(1, 3))),
    first=st.integers(-2, 45),
    last=st.integers(-2, 45),
)
def test_the_rows_between_two_are_those_that_hold_something(
    places: set[tuple[int, int]], first: int, last: int
) -> None:
    cells = {
        (row, column): Cell(row, column, CellKind.NUMBER, Decimal(1)) for row, column in places
    }
    grid = Grid("一", cells)
    wanted = [(row, found) for row, found in grid.by_row.items() if first <= row <= last]
    assert list(grid.rows_between(first, last)) == wanted
