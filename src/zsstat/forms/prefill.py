"""The rows of a form that are filled in already: what goes on, what is asked for, what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zsstat.compute import ratio
from zsstat.declarations import (
    Catalogue,
    Column,
    ColumnPeriod,
    ColumnType,
    Indicator,
    ReturnTable,
    TargetPosting,
    Tracking,
    Unit,
)
from zsstat.expressions import Scope, compile_expression, row_environment
from zsstat.figures.rounding import round_half
from zsstat.forms.content import NOTHING, Earlier, Entry, FormCell, FormColumn, Known
from zsstat.forms.entries import decimal_of, entry_of, in_unit, quoted, unit_of_indicator
from zsstat.model import FieldValue, PartialDate, Period, Record

Row = Mapping[str, FormCell]


@dataclass(frozen=True, slots=True)
class Blank:
    """A table that is to be filled in, with what it takes to do so."""

    table: ReturnTable
    columns: tuple[FormColumn, ...]
    period: Period
    known: Known
    catalogue: Catalogue

    @property
    def earlier(self) -> Earlier:
        return self.known.rows.get(self.table.id, NOTHING)

    def entry(self, column: FormColumn, value: FieldValue) -> Entry:
        return entry_of(value, column.column, column.unit, self.catalogue, self.period.year)


def rows_of(blank: Blank) -> tuple[Row, ...]:
    """The rows that a table begins with: things that go on, targets, or indicators to report on."""
    table = blank.table
    if table.tracking:
        return tuple(_continuing(blank, table.tracking))
    if table.targets:
        return tuple(_targets(blank, table.targets))
    indicator = first_of(table, ColumnType.INDICATOR)
    listed = indicator is not None and first_of(table, ColumnType.AREA) is None
    return tuple(_indicators(blank)) if listed and table.label == (indicator or "") else ()


def first_of(table: ReturnTable, type_: ColumnType) -> str | None:
    """The name of the first column of a type."""
    return next((c.name for c in table.columns if c.type is type_), None)


def asked_for(table: ReturnTable, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators that a table may be about: the visible ones that it or rows can tell."""
    return tuple(
        indicator
        for indicator in catalogue.listed.values()
        if table.facts or indicator.post or indicator.ratio
    )


# --- things that go on ------------------------------------------------------------------------


def _continuing(blank: Blank, tracking: Tracking) -> Iterator[Row]:
    """What is not finished, with the columns that a form carries over. Of the others the last known
    amounts are told: the balance always, a flow where it is of the same year."""
    for record in blank.earlier.records:
        if tracking.stage and record.value(tracking.stage) in tracking.finished:
            continue
        yield {
            column.name: FormCell(
                blank.entry(column, _carried(column.name, record, blank, tracking)),
                _last_known(column, record, blank, tracking),
            )
            for column in blank.columns
        }


def _carried(name: str, record: Record, blank: Blank, tracking: Tracking) -> FieldValue:
    """A column of a row that goes on: derived for the form's period, as it was, or blank."""
    derived = tracking.derived.get(name)
    if derived is None:
        return record.value(name) if name in tracking.carried else None
    expression = compile_expression(derived, Scope.of(blank.catalogue))
    found = expression.evaluate(row_environment(record, blank.period))
    return found if isinstance(found, int | str | PartialDate) else None


def _last_known(column: FormColumn, record: Record, blank: Blank, tracking: Tracking) -> str:
    name, earlier = column.name, blank.earlier.period
    if column.column.type is not ColumnType.AMOUNT or name in tracking.carried:
        return ""
    if name != tracking.balance and earlier.year != blank.period.year:
        return ""
    value = blank.entry(column, record.value(name))
    if value is None:
        return ""
    return f"上次报的（至{earlier.year}年{earlier.month}月）是{quoted(value, column.unit)}。"


# --- targets ----------------------------------------------------------------------------------


def _targets(blank: Blank, posting: TargetPosting) -> Iterator[Row]:
    """The year's targets where they are known, else the lines of the last ones without numbers."""
    of_this_year = blank.earlier.period.year == blank.period.year
    for record in blank.earlier.records:
        unit = _unit_of_target(record, posting, blank.catalogue)
        yield {
            column.name: FormCell(_target(column, record, unit, blank))
            if of_this_year or column.name != posting.value
            else FormCell()
            for column in blank.columns
        }


def _target(column: FormColumn, record: Record, unit: Unit | None, blank: Blank) -> Entry:
    value = record.value(column.name)
    if column.column.type is ColumnType.UNIT:
        return unit.id if unit else None
    if column.column.type is ColumnType.MEASURE and isinstance(value, int):
        return in_unit(value, unit)
    entry = blank.entry(column, value)
    if column.column.type is ColumnType.INDICATOR and unit and entry:
        return _with_unit(str(entry), unit, blank.table)
    return entry


def _with_unit(name: str, unit: Unit, table: ReturnTable) -> str:
    """The name of an indicator, with the unit where the table has no column for that."""
    return name if first_of(table, ColumnType.UNIT) else f"{name}（{unit.id}）"


def _unit_of_target(record: Record, posting: TargetPosting, catalogue: Catalogue) -> Unit | None:
    """The unit that a target was written in, wherever that stood; else that of its indicator."""
    field = record.fields.get(posting.value)
    written = catalogue.units.get(field.unit or "") if field else None
    if written is not None:
        return written
    indicator = catalogue.indicators.get(str(record.value(posting.indicator)))
    return unit_of_indicator(indicator, catalogue) if indicator else None


# --- indicators to report on ------------------------------------------------------------------


def _indicators(blank: Blank) -> Iterator[Row]:
    """A row for each indicator: its name and unit, and what the store holds of the year before."""
    catalogue = blank.catalogue
    for indicator in asked_for(blank.table, catalogue):
        unit = unit_of_indicator(indicator, catalogue)
        name = _with_unit(indicator.name, unit, blank.table)
        yield {
            column.name: _about(column.column, indicator, name, blank) for column in blank.columns
        }


def _about(column: Column, indicator: Indicator, name: str, blank: Blank) -> FormCell:
    match column.type:
        case ColumnType.INDICATOR:
            return FormCell(name, locked=True)
        case ColumnType.UNIT:
            return FormCell(indicator.unit, locked=True)
        case ColumnType.MEASURE if column.period is ColumnPeriod.BASE:
            return FormCell(_base(indicator, blank))
    return FormCell()


def _base(indicator: Indicator, blank: Blank) -> Entry:
    """Last year's value in the indicator's unit: a sum exactly, a rate as it is printed; None where
    last year's return was never received, or there is no rate."""
    sums, catalogue = blank.known.base, blank.catalogue
    if sums is None or not (indicator.post or indicator.ratio):
        return None
    if indicator.ratio is None:
        return in_unit(sums.get(indicator.code, 0), unit_of_indicator(indicator, catalogue))
    parts = (indicator.ratio.numerator, indicator.ratio.denominator)
    rate = ratio(*(sums.get(code, 0) for code in parts)).value
    if rate is None:
        return None
    printed = round_half(rate, indicator.decimals, catalogue.wording.rounding)
    return decimal_of(Fraction(printed))
