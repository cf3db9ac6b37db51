"""How wide a table's columns are and how small its text: by what stands in them.

A figure is never folded. What gives way, in this order: the headings, the size of the letters,
long texts, and at last the page, which is turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zsstat.model import Align, Heading, Table
from zsstat.render.cells import cell_text
from zsstat.render.docx.base import (
    CELL_PADDING,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TABLE_SIZE,
)
from zsstat.render.lines import display_width, wrapped

PORTRAIT = PAGE_WIDTH - LEFT - RIGHT
"""Twips between the margins of our own page."""
LANDSCAPE = PAGE_HEIGHT - LEFT - RIGHT
_SIZES = (TABLE_SIZE, 10, 9.5, 9)
_TURNED_SIZES = (*_SIZES, 8, 7)
_HEADS = (16, 12, 8, 6)
"""Columns to which headings are folded, a Chinese character taking two."""
_TEXTS = (40, 24, 14)
"""The same for texts."""
_SLACK = 1.2
"""Columns left free in each cell: fonts differ in how wide their digits are, and a little space is
set between digits and Chinese."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``size`` of the text in points, ``widths`` of the columns in twips; ``turned``: only on a
    page that is wider than high."""

    size: float
    widths: tuple[int, ...]
    turned: bool = False


def fitted(table: Table, portrait: int = PORTRAIT, landscape: int = LANDSCAPE) -> Fit:
    """How a table is set in the room that pages have between their margins (twips).

    One that fits nowhere is squeezed onto the turned page in the smallest size."""
    for turned, room, sizes in ((False, portrait, _SIZES), (True, landscape, _TURNED_SIZES)):
        for columns, size in _ways(table, sizes):
            widths = [_twips(column, size) for column in columns]
            if sum(widths) <= room:
                return Fit(size, _spread(widths, room), turned)
    least = [_twips(column, size) for column in columns]
    scaled = tuple(width * landscape // sum(least) for width in least)
    return Fit(_TURNED_SIZES[-1], scaled, turned=True)


def heading_lines(heading: Heading, columns: int) -> list[str]:
    """A heading in lines, its unit on one of its own."""
    return [*wrapped(heading.text, columns), *([f"（{heading.unit}）"] if heading.unit else [])]


def _ways(table: Table, sizes: Sequence[float]) -> Iterator[tuple[list[int], float]]:
    """Ways of folding and sizes, the best first: how many columns of text each column needs."""
    for text in _TEXTS:
        for size in sizes:
            for head in _HEADS:
                columns = range(len(table.headings))
                yield [_column(table, index, head, text) for index in columns], size


def _column(table: Table, index: int, head: int, text: int) -> int:
    heading = table.headings[index]
    data = max((display_width(cell_text(row.cells[index])) for row in table.rows), default=0)
    if heading.align is Align.LEFT:
        data = min(data, text)
    return max(data, *map(display_width, heading_lines(heading, head)), 2)


def _twips(columns: int, size: float) -> int:
    return round((columns + _SLACK) * size * 10) + 2 * CELL_PADDING


def _spread(widths: list[int], room: int) -> tuple[int, ...]:
    """What is left over goes to all columns alike."""
    more = (room - sum(widths)) // max(len(widths), 1)
    return tuple(width + more for width in widths)
