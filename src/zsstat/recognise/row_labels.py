"""The labels of a matrix row by row, with what earlier rows say about it.

A label may be said once and go on: over the blanks below it where another label stands beside
them, or as a line of its own over the rows that follow.
"""

from __future__ import annotations

from zsstat.model import Cell
from zsstat.recognise.axes import Spot
from zsstat.recognise.strips import Strip
from zsstat.recognise.words import filled


class RowLabels:
    """The labels in some columns of a strip, taken row by row from the top down."""

    def __init__(self, strip: Strip, columns: tuple[int, ...]) -> None:
        self.strip = strip
        self.columns = columns
        self._above: dict[int, Cell] = {}
        self._heading = Spot()

    def note(self, row: int) -> None:
        """A row without values: if it is a label and nothing else, it heads the rows below."""
        cells = self.strip.cells(row)
        if len(cells) == 1 and cells[0].column in self.columns:
            spot = self.strip.axes.of_cell(cells[0])
            if spot.is_key:
                self._heading = spot

    def spot(self, row: int) -> Spot:
        """What the labels of a row of values say together."""
        own = {column: self._seen(row, column) for column in self.columns}
        spot = Spot()
        for column in reversed(self.columns):
            cell = own[column]
            if cell is None and any(own.values()):
                cell = self._above.get(column)
            spot = spot.with_defaults(self.strip.axes.of_cell(cell))
        self._above |= {column: cell for column, cell in own.items() if cell is not None}
        return spot.with_defaults(self._heading)

    def _seen(self, row: int, column: int) -> Cell | None:
        cell = self.strip.grid.seen_at(row, column)
        return cell if cell is not None and filled(cell) else None
