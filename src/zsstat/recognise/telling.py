"""What the cells below a header say about it: which of two tables it is, whether it is one, and
what 单位 means in it.

指标 | 单位 | 本年累计 heads a 汇总表 whose 单位 says 亿元, and as well a table of the province
whose 单位 are cities. The cells of such a column say which of the two it is. A column of units
whose cells are organisations and no units is none: the word means who, and the column is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from zsstat.declarations import AreaKind, Catalogue, Column, ColumnType, ReturnTable
from zsstat.model import Cell, FieldValue, Grid
from zsstat.recognise.fits import Fit, Header
from zsstat.recognise.headings import Heading
from zsstat.recognise.words import Words, filled
from zsstat.values import normalise, read_value

LONGER_THAN_UNITS = 4
LOOKED_AT = 40
"""So many rows below a header are enough to see what its columns hold."""
_TELLING = (ColumnType.UNIT, ColumnType.AREA)


def told_apart(grid: Grid, header: Header, words: Words, end: int) -> Header:
    """The header with the one fit that the cells down to row ``end`` bear out, a 单位 that is no
    unit taken out of it; as it is where none or several are."""
    below = range(header.last + 1, min(end, header.last + LOOKED_AT) + 1)
    best = header.best
    if len(best) > 1:
        borne_out = tuple(f for f in best if _is_borne_out(grid, f, below, words.catalogue))
        best = borne_out if len(borne_out) == 1 else best
    if len(best) > 1:
        return header
    return replace(header, fits=(_without_organisations(grid, best[0], below, words),))


def _is_borne_out(grid: Grid, fit: Fit, below: range, catalogue: Catalogue) -> bool:
    """Whether the fit has a column of units or areas, and most of what stands in it is one."""
    known = unknown = 0
    for name, headings in fit.found.items():
        column = fit.table.column(name)
        if column is None or column.type not in _TELLING:
            continue
        for cell in _cells(grid, headings[0], below):
            value = read_value(cell, column, None, catalogue).value
            fits = value is not None and _belongs(value, column, fit.table, catalogue)
            known, unknown = known + fits, unknown + (not fits)
    return known > unknown


def is_filled_as(grid: Grid, fit: Fit, last: int, words: Words) -> bool:
    """Whether the cells below row ``last`` are what the required columns of the fit want: at least
    half of those in each that can be misread, and one at all."""
    below = range(last + 1, last + LOOKED_AT + 1)
    shares = []
    for name, headings in fit.found.items():
        column = fit.table.column(name)
        if column is None or not column.required or column.type is ColumnType.TEXT:
            continue
        cells = _cells(grid, headings[0], below)
        readings = [read_value(cell, column, None, words.catalogue) for cell in cells]
        known = sum(reading.value is not None for reading in readings)
        shares.append((known, sum(not reading.readable for reading in readings)))
    return any(known for known, _ in shares) and all(known >= bad for known, bad in shares)


def _belongs(value: FieldValue, column: Column, table: ReturnTable, catalogue: Catalogue) -> bool:
    """Whether a table of placements lists this area: the field's members, and no reporter."""
    if column.type is not ColumnType.AREA or table.placements is None:
        return True
    area = catalogue.areas.get(str(value))
    return area is not None and area.kind is not AreaKind.REPORTER


def _cells(grid: Grid, heading: Heading, below: Sequence[int]) -> Iterator[Cell]:
    for row in below:
        cell = grid.seen_at(row, heading.column)
        if cell is not None and cell.row >= below[0] and filled(cell):
            yield cell


# --- 单位: a unit or an organisation --------------------------------------------------------------


class _Holds(StrEnum):
    """What a cell under 单位 is; ``OTHER`` may be a unit that somebody misspelt."""

    UNIT = "unit"
    ORGANISATION = "organisation"
    LONG_TEXT = "long text"
    OTHER = "other"


def _without_organisations(grid: Grid, fit: Fit, below: range, words: Words) -> Fit:
    """The fit less a column of units in which none stands; one in which units and organisations
    stand side by side is kept apart as ``mixed``. A word that may be the unit or another column of
    the same table is what its cells are."""
    below_label = _rows_with_label(grid, fit, below)
    fit = _settled(grid, fit, below_label, words)
    for name, headings in fit.found.items():
        column = fit.table.column(name)
        if column is None or column.type is not ColumnType.UNIT:
            continue
        cells = [cell for heading in headings for cell in _cells(grid, heading, below_label)]
        held = {_holds(cell, column, words) for cell in cells}
        if {_Holds.UNIT, _Holds.ORGANISATION} <= held:
            return _less(fit, name, mixed=headings)
        if _Holds.UNIT not in held and held & {_Holds.ORGANISATION, _Holds.LONG_TEXT}:
            return _less(fit, name)
    return fit


def _rows_with_label(grid: Grid, fit: Fit, below: range) -> Sequence[int]:
    """The rows that name what they are about: a signature line below the table does not."""
    labels = fit.found.get(fit.table.label)
    if not labels:
        return below
    return [row for row in below if filled(grid.seen_at(row, labels[0].column))]


def _holds(cell: Cell, column: Column, words: Words) -> _Holds:
    name = normalise(cell.text)
    if name in words.blank_marks:
        return _Holds.OTHER
    if read_value(cell, column, None, words.catalogue).value is not None:
        return _Holds.UNIT
    if words.is_area(cell.text) or words.is_office(cell.text):
        return _Holds.ORGANISATION
    alike = len(name) < LONGER_THAN_UNITS or any(unit in name for unit in words.unit_names)
    return _Holds.OTHER if alike else _Holds.LONG_TEXT


def _less(fit: Fit, name: str, mixed: tuple[Heading, ...] = ()) -> Fit:
    found = {n: headings for n, headings in fit.found.items() if n != name}
    column = fit.table.column(name)
    missing = (*fit.missing, name) if column is not None and column.required else fit.missing
    return replace(fit, found=found, missing=missing, mixed=(*fit.mixed, *mixed))


def _settled(grid: Grid, fit: Fit, below: Sequence[int], words: Words) -> Fit:
    """The fit with headings that may be the unit or another column given to the one that their
    cells are; one that nothing settles stays ambiguous."""
    found, ambiguous = dict(fit.found), []
    for heading, names in fit.ambiguous:
        columns = [column for name in names if (column := fit.table.column(name)) is not None]
        cells = list(_cells(grid, heading, below))
        column = _borne_out(columns, cells, words)
        if column is not None and column.name not in found:
            found[column.name] = (heading,)
        else:
            ambiguous.append((heading, names))
    return replace(fit, found=found, ambiguous=tuple(ambiguous))


def _borne_out(columns: list[Column], cells: list[Cell], words: Words) -> Column | None:
    """The column of units or areas that all cells are; where none of them is a unit, the only
    column besides that of units."""
    if not cells or all(column.type is not ColumnType.UNIT for column in columns):
        return None
    others = [column for column in columns if column.type is not ColumnType.UNIT]
    units = next(column for column in columns if column.type is ColumnType.UNIT)
    held = [_holds(cell, units, words) for cell in cells]
    if all(kind is _Holds.UNIT for kind in held):
        return units
    return others[0] if len(others) == 1 and _Holds.UNIT not in held else None
