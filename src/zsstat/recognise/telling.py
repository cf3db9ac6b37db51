"""Telling tables apart whose headers read alike, by what stands below the header.

指标 | 单位 | 本年累计 heads a 汇总表 whose 单位 says 亿元, and as well a table of the province
whose 单位 are cities. The cells of such a column say which of the two it is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from zsstat.declarations import Catalogue, ColumnType
from zsstat.model import Grid
from zsstat.recognise.headers import Fit, Header
from zsstat.recognise.words import filled
from zsstat.values import read_value

LOOKED_AT = 40
"""So many rows below a header are enough to see what its columns hold."""
_TELLING = (ColumnType.UNIT, ColumnType.AREA)


def told_apart(grid: Grid, header: Header, catalogue: Catalogue) -> Header:
    """The header with the one fit that its cells bear out; as it is where none or several are."""
    if len(header.best) < 2:
        return header
    borne_out = tuple(fit for fit in header.best if _is_borne_out(grid, header, fit, catalogue))
    return replace(header, fits=borne_out) if len(borne_out) == 1 else header


def _is_borne_out(grid: Grid, header: Header, fit: Fit, catalogue: Catalogue) -> bool:
    """Whether the fit has a column of units or areas, and most of what stands in it is one."""
    below = tuple(islice((row for row in grid.by_row if row > header.last), LOOKED_AT))
    readings = [
        read_value(cell, column, None, catalogue)
        for name, headings in fit.found.items()
        if (column := fit.table.column(name)) is not None and column.type in _TELLING
        for row in below
        if (cell := grid.seen_at(row, headings[0].column)) is not None and filled(cell)
    ]
    known = sum(reading.value is not None for reading in readings)
    return known > sum(not reading.readable for reading in readings)
