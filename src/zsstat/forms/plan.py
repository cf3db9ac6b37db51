"""From the catalogue and what is known of a sender to the form that it gets."""

from __future__ import annotations

from collections.abc import Iterator

from zsstat.checks.files import deadline_of
from zsstat.declarations import (
    Area,
    AreaKind,
    Catalogue,
    Column,
    ColumnPeriod,
    ColumnType,
    Layout,
    ReturnTable,
    Unit,
)
from zsstat.forms.content import Form, FormColumn, FormTable, Known
from zsstat.forms.entries import unit_of, unit_of_indicator
from zsstat.forms.prefill import Blank, asked_for, first_of, rows_of
from zsstat.model import Period
from zsstat.values.dates import day_in_words

SPARE_ROWS = 50
"""Blank rows of a list that are formatted; more can be filled in below them."""
SPARE_LINES = 8
"""The same of a table whose rows are indicators."""
PERCENT = "%"
_MEASURED = (ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.MEASURE, ColumnType.RATE)


def form_tables(area: Area, catalogue: Catalogue) -> tuple[ReturnTable, ...]:
    """The tables that an area sends. A matrix has no rows to fill in and is asked for elsewhere."""
    return tuple(
        table
        for table in catalogue.returns.values()
        if table.sender is area.kind and table.layout is not Layout.MATRIX
    )


def plan_form(area: Area, period: Period, said: str, catalogue: Catalogue, known: Known) -> Form:
    """The form of ``area`` for ``period``, which is ``said`` in words (2020年1—9月).

    Raises :class:`~zsstat.errors.CatalogueError` for a deadline that is no day."""
    name = area.name(period.year)
    tables = tuple(
        _table(table, f"{name}{said}{table.name}", period, catalogue, known)
        for table in form_tables(area, catalogue)
    )
    due = deadline_of(catalogue, period) if area.kind is AreaKind.REPORTER else None
    return Form(area, name, period, said, tables, due)


def _table(
    table: ReturnTable, title: str, period: Period, catalogue: Catalogue, known: Known
) -> FormTable:
    columns = tuple(_columns(table, period, catalogue))
    blank = Blank(table, columns, period, known, catalogue)
    rows = rows_of(blank)
    begins = table.tracking or table.targets
    source = blank.earlier.period if begins and rows else None
    return FormTable(
        table, title, _units(table, columns), columns, rows, _spare(table, len(rows)), source
    )


def _spare(table: ReturnTable, rows: int) -> int:
    if table.layout is Layout.LIST or not rows:
        return SPARE_ROWS
    return SPARE_LINES if table.targets else 0


# --- columns ----------------------------------------------------------------------------------


def _columns(table: ReturnTable, period: Period, catalogue: Catalogue) -> Iterator[FormColumn]:
    """The columns of a form: all but those of personal numbers, which statistics does not need."""
    for column in table.columns:
        if column.type is not ColumnType.PERSONAL:
            unit = unit_of(column, catalogue)
            choices = tuple(_choices(column, table, period, catalogue))
            yield FormColumn(
                column,
                _heading(column, unit),
                unit,
                choices,
                hint_of(column, unit, choices, period),
                _is_wanted(column, table),
            )


def _heading(column: Column, unit: Unit | None) -> str:
    """总投资, and below it （万元）; 批次 is counted in itself."""
    said = PERCENT if column.type is ColumnType.RATE else unit.id if unit else ""
    return f"{column.name}\n（{said}）" if said and said != column.name else column.name


def _is_wanted(column: Column, table: ReturnTable) -> bool:
    """Whether the rows that are filled in already wait for this column."""
    if table.tracking:
        known = {*table.tracking.carried, *table.tracking.derived}
        return column.type in _MEASURED and column.name not in known
    if table.targets:
        return column.name == table.targets.value
    return column.type in _MEASURED and column.period is ColumnPeriod.CURRENT


def _choices(
    column: Column, table: ReturnTable, period: Period, catalogue: Catalogue
) -> Iterator[str]:
    match column.type:
        case ColumnType.CHOICE:
            yield from column.choices
        case ColumnType.FLAG:
            yield from (catalogue.vocabulary.yes[0], catalogue.vocabulary.no[0])
        case ColumnType.INDICATOR:
            yield from (indicator.name for indicator in asked_for(table, catalogue))
        case ColumnType.UNIT:
            asked = (unit_of_indicator(i, catalogue).id for i in asked_for(table, catalogue))
            yield from dict.fromkeys(asked)
        case ColumnType.AREA:
            yield from (area.name(period.year) for area in catalogue.members(period.year))


def hint_of(column: Column, unit: Unit | None, choices: tuple[str, ...], period: Period) -> str:
    """How a column is filled in, in one sentence or two."""
    last = period.last_day
    match column.type:
        case ColumnType.AMOUNT:
            sign = "可以为负" if column.negative else "不为负"
            return f"填数字，{sign}，单位{unit.id if unit else '见表头'}；没有的填 0。"
        case ColumnType.COUNT:
            return "填整数；没有的填 0。"
        case ColumnType.MEASURE:
            return "填数字，按本行的计量单位；没有的填 0。"
        case ColumnType.RATE:
            return "填百分数的数字，例如 7.82；无可比数据的留空。"
        case ColumnType.DATE:
            blank = "" if column.needed else "；没有的留空"
            return f"填日期，例如 {last.year}/3/15，不晚于{day_in_words(last)}{blank}。"
        case ColumnType.CHOICE | ColumnType.FLAG:
            return f"从列表中选：{'、'.join(choices)}。"
        case ColumnType.INDICATOR | ColumnType.UNIT | ColumnType.AREA:
            return "从列表中选。"
        case ColumnType.PLACE:
            return "填省（区、市）或国家（地区）的名称；有几处的用顿号分开。"
        case ColumnType.YEAR:
            return f"填年份，例如 {period.year}。"
    least = column.minimum_length
    return f"填全称，至少{least}个字。" if least > 1 else "填文字。"


# --- units ------------------------------------------------------------------------------------


def _units(table: ReturnTable, columns: tuple[FormColumn, ...]) -> str:
    """What stands behind 单位 over a table: the one unit of its amounts, or where they are said."""
    own = first_of(table, ColumnType.UNIT)
    if own:
        return f"见“{own}”列"
    units = {c.unit.id for c in columns if c.unit and c.column.type is ColumnType.AMOUNT}
    return units.pop() if len(units) == 1 else "见表头"
