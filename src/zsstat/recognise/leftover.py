"""Sheets full of numbers on which no table was recognised: never passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zsstat.model import Cell, CellKind, Grid, Issue, Workbook
from zsstat.recognise.words import filled
from zsstat.values import mask_personal, normalise

ABREAST = 2
"""So many numbers in a row are figures; one is a code, a page or an ordinal beside a name."""
FEWEST_ROWS = 3
"""So many such rows look like a table. On a hidden sheet one is enough."""
LONGEST_NUMBER = 24

_NUMBER = re.compile(r"[-+]?\(?\d[\d,]*(?:\.\d+)?\)?[%万亿元]*")


def unrecognised_sheets(
    workbook: Workbook, recognised: Iterable[str], *, reported: bool
) -> Iterator[Issue]:
    """One issue for each sheet with figures that is none of the ``recognised``. ``reported``: the
    workbook has a table with rows; else the visible sheets are spoken of by ``file.no_table``."""
    known = set(recognised)
    for grid in workbook.grids:
        if grid.sheet in known or not (grid.hidden or reported):
            continue
        cells = _first_figures(grid, 1 if grid.hidden else FEWEST_ROWS)
        if not cells:
            continue
        first = cells[0]
        where = f"工作表“{grid.sheet}”从第{first.row}行起有许多数字"
        rule, said = "file.unrecognised_sheet", f"{where}，认不出是哪一种报表，没有统计"
        if grid.hidden:
            rule, said = "file.hidden_data", f"隐藏的{where}，认不出是哪一种报表，没有统计"
        yield Issue(rule, said, (workbook.ref(grid, first.name),), shown=_quoted(grid, first.row))


def _first_figures(grid: Grid, fewest: int) -> list[Cell]:
    """The first number of each row of figures, as soon as there are ``fewest`` rows; else none."""
    found: list[Cell] = []
    for cells in grid.by_row.values():
        numbers = [cell for cell in cells if _is_number(cell)]
        if len(numbers) >= ABREAST:
            found.append(numbers[0])
            if len(found) >= fewest:
                return found
    return []


def _is_number(cell: Cell) -> bool:
    if cell.kind in (CellKind.NUMBER, CellKind.UNCACHED):
        return True
    text = cell.value
    return (
        isinstance(text, str)
        and 0 < len(text) <= LONGEST_NUMBER
        and _NUMBER.fullmatch(normalise(text)) is not None
    )


def _quoted(grid: Grid, row: int) -> str:
    cells = (" ".join(mask_personal(c.text).split()) for c in grid.by_row[row][:8] if filled(c))
    return "、".join(text if len(text) < LONGEST_NUMBER else text[:20] + "…" for text in cells)
