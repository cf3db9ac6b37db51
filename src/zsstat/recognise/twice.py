"""A column that a sheet has twice: the same amounts, perhaps in two units, or different ones."""

from __future__ import annotations

from collections.abc import Iterator

from zsstat.declarations import Catalogue, Column, ColumnType, ReturnTable, Unit
from zsstat.model import Cell, CellRef, FieldValue, Issue, Workbook, column_letters
from zsstat.recognise.headings import Heading
from zsstat.recognise.layout import Block
from zsstat.recognise.units import UnitRow, settle
from zsstat.recognise.words import filled
from zsstat.values import mask_personal, normalise, read_value

_READ = (ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.RATE, ColumnType.DATE)
"""Columns whose cells are compared by what they mean; others by what is written."""


def duplicate_columns(
    block: Block, units: UnitRow, workbook: Workbook, catalogue: Catalogue
) -> tuple[list[Issue], list[Heading]]:
    """Columns named twice: a finding where values differ, otherwise the extra headings.

    Amounts are compared in base units: 总投资（万元） and 投资总额（亿元） may stand side by side.
    An optional text (备注 and 说明) may well stand twice with different contents: the second is
    then just a column that is not used.
    """
    issues: list[Issue] = []
    extra: list[Heading] = []
    for name, headings in block.fit.found.items():
        column = block.fit.table.column(name)
        if len(headings) == 1 or column is None:
            continue
        extra += headings[1:]
        settled = [(h, settle(column, h, units).unit) for h in headings]
        rows = list(_differing_rows(block, column, settled, catalogue))
        if rows and not _optional_text(block.fit.table, name):
            issues.append(_issue(block, name, headings, rows, workbook))
            extra = [heading for heading in extra if heading not in headings]
    return issues, extra


def _differing_rows(
    block: Block, column: Column, headings: list[tuple[Heading, Unit | None]], catalogue: Catalogue
) -> Iterator[int]:
    """The data rows in which the headings of the column disagree."""
    for row in block.data:
        values = {
            _value(block.grid.cell(row, heading.column), column, unit, catalogue)
            for heading, unit in headings
        }
        if len(values) > 1:
            yield row


def _value(
    cell: Cell | None, column: Column, unit: Unit | None, catalogue: Catalogue
) -> FieldValue:
    """What a cell says, as far as it can be read; else its text."""
    if cell is None or not filled(cell):
        return None
    if column.type in _READ:
        reading = read_value(cell, column, unit, catalogue)
        if reading.readable:
            return reading.value
    return normalise(cell.text)


def _issue(
    block: Block, name: str, headings: tuple[Heading, ...], rows: list[int], workbook: Workbook
) -> Issue:
    places = "、".join(column_letters(heading.column) for heading in headings)
    texts = "、".join(f"“{heading.text}”" for heading in headings)
    message = f"{places} 列（{texts}）都是“{name}”，数值却不相同"
    shown = "；".join(_side_by_side(block, headings, row) for row in rows)
    return Issue(
        "within.duplicate_column",
        message,
        tuple(_cells(block, headings, rows, workbook)),
        shown,
        "各行两列相同",
    )


def _cells(
    block: Block, headings: tuple[Heading, ...], rows: list[int], workbook: Workbook
) -> Iterator[CellRef]:
    for row in rows:
        for heading in headings:
            cell = block.grid.cell(row, heading.column)
            if cell is not None and filled(cell):
                yield workbook.ref(block.grid, cell.name)


def _side_by_side(block: Block, headings: tuple[Heading, ...], row: int) -> str:
    """``第6行 500、600``."""
    cells = (block.grid.cell(row, heading.column) for heading in headings)
    texts = (mask_personal(c.text.strip()) if c and filled(c) else "空" for c in cells)
    return f"第{row}行 {'、'.join(texts)}"


def _optional_text(table: ReturnTable, name: str) -> bool:
    column = table.column(name)
    return (
        column is not None
        and not column.required
        and column.type in (ColumnType.TEXT, ColumnType.PERSONAL)
    )
