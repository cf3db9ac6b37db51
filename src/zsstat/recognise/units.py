"""Which unit a column or a row is written in.

The header settles it (its lowest cell, then those above), else the unit row above the header
where it names one unit of the column's own dimension, else the cell itself. A unit row that says
万元 says nothing about counts or US dollars.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zsstat.declarations import Catalogue, Column, ColumnType, Indicator, IndicatorKind, Unit
from zsstat.model import Cell, CellKind, Grid
from zsstat.recognise.headings import Heading
from zsstat.recognise.layout import Block
from zsstat.recognise.words import LabelKind, Words, filled
from zsstat.values import find_units, normalise, split_unit, without_footnotes

PERCENT = "%"
_BRACKETED = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """``单位：万元、万美元`` above a header. No cell: there is none."""

    units: tuple[Unit, ...] = ()
    cell: Cell | None = None

    def of(self, base: str | None) -> Unit | None:
        """The one unit of this dimension that the row names; None where it names none or two."""
        fitting = [unit for unit in self.units if unit.base == base]
        return fitting[0] if len(fitting) == 1 else None


@dataclass(frozen=True, slots=True)
class Settled:
    """What header and unit row say about a column. ``clash``: the unit row's unit where it says
    otherwise; ``foreign``: the header's unit where it is of another dimension."""

    unit: Unit | None
    clash: Unit | None = None
    foreign: Unit | None = None


def unit_row(grid: Grid, rows: Iterable[int], words: Words) -> UnitRow:
    """The lowest unit line among ``rows``, which stand above a header."""
    for row in sorted(rows, reverse=True):
        cells = [cell for cell in grid.by_row.get(row, ()) if filled(cell)]
        for position, cell in enumerate(cells):
            if cell.kind is not CellKind.TEXT:
                continue
            following = cells[position + 1] if position + 1 < len(cells) else None
            units = _stated(cell, following, words)
            if units:
                return UnitRow(units, cell)
    return UnitRow()


def unit_line(block: Block, words: Words) -> UnitRow:
    """The unit line of a table: among its titles, else in its header's own rows."""
    above = unit_row(block.grid, {cell.row for cell in block.titles}, words)
    if above.cell is not None:
        return above
    for row in range(block.header.first, block.header.last + 1):
        for cell in block.grid.by_row.get(row, ()):
            for label in words.labels(cell.text) if cell.kind is CellKind.TEXT else ():
                units = find_units(label.value, words.catalogue)
                if label.kind is LabelKind.UNIT and units:
                    return UnitRow(units, cell)
    return above


def _stated(cell: Cell, following: Cell | None, words: Words) -> tuple[Unit, ...]:
    for label in words.labels(cell.text):
        if label.kind is LabelKind.UNIT:
            text = label.value or (following.text if following else "")
            return find_units(text, words.catalogue)
    bare = words.bare_label(cell.text)
    if bare is not None and bare.kind is LabelKind.UNIT and following is not None:
        return find_units(following.text, words.catalogue)
    text = normalise(cell.text)
    bare_unit = split_unit(f"({text})", words.catalogue)
    if bare_unit[1] is not None and not bare_unit[0]:
        return (bare_unit[1],)
    inside = "、".join(_BRACKETED.findall(text))
    return find_units(inside, words.catalogue)


def settle(column: Column, heading: Heading, row: UnitRow) -> Settled:
    """The unit of one column, as far as header and unit row settle it."""
    is_rate = column.type is ColumnType.RATE
    if column.base is None and not is_rate:
        return Settled(None)
    fitting = (
        unit
        for unit in heading.all_units
        if (unit.id == PERCENT if is_rate else unit.base == column.base)
    )
    stated = next(fitting, None)
    above = None if is_rate else row.of(column.base)
    if stated is None:
        foreign = heading.units[0] if heading.units and not _counts(column, heading) else None
        return Settled(None if foreign else above, foreign=foreign)
    clash = above if above is not None and above.id != stated.id else None
    return Settled(stated, clash=clash)


def _counts(column: Column, heading: Heading) -> bool:
    """A count whose header says 个 where the catalogue says 次: one is one."""
    return column.type is ColumnType.COUNT and heading.units[0].factor == 1


def nearest_two(units: list[Unit]) -> tuple[Unit | None, Unit | None]:
    """The first of units from near to far, and the next one that is another."""
    first = units[0] if units else None
    return first, next((unit for unit in units if first and unit.id != first.id), None)


def foreign_unit(indicator: Indicator, unit_text: str, catalogue: Catalogue) -> Unit | None:
    """The unit of money that the 计量单位 cell of a count states (新签项目 | 亿元 | 12): what is
    written is no count then. A count in another unit of counting is one."""
    base = catalogue.base_unit(indicator.code)
    own = find_units(unit_text, catalogue)
    amounts = (IndicatorKind.FLOW, IndicatorKind.STOCK)
    if indicator.kind is not IndicatorKind.COUNT or not own or own[0].base == base:
        return None
    money = {
        catalogue.base_unit(i.code) for i in catalogue.indicators.values() if i.kind in amounts
    }
    return own[0] if own[0].base in money and base not in money else None


def clashing_units(
    indicator: Indicator, unit_text: str, indicator_text: str, catalogue: Catalogue
) -> tuple[Unit, Unit] | None:
    """The unit of the 计量单位 cell and another one in the brackets of the indicator's name."""
    base = catalogue.base_unit(indicator.code)
    own = next((unit for unit in find_units(unit_text, catalogue) if unit.base == base), None)
    named = split_unit(without_footnotes(indicator_text), catalogue)[1]
    if own is None or named is None or named.base != base or named.id == own.id:
        return None
    return own, named


def row_unit(
    indicator: Indicator,
    *,
    unit_text: str,
    indicator_text: str,
    heading: Heading,
    row: UnitRow,
    catalogue: Catalogue,
) -> Unit | None:
    """The unit of a row's measure: the 计量单位 cell, the brackets in the indicator's name, the
    header, the unit row — the first that states a unit. Counts need none."""
    base = catalogue.units[indicator.unit].base
    own = find_units(unit_text, catalogue)
    if own:
        return own[0]
    named = split_unit(without_footnotes(indicator_text), catalogue)[1]
    if named is not None:
        return named
    stated = next((unit for unit in heading.all_units if unit.base == base), None)
    found = stated or row.of(base)
    if found is None and indicator.kind is IndicatorKind.COUNT:
        return catalogue.units.get(base)
    return found
