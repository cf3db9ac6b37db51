"""From the values of records and sums to what stands in the cells of a form, exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from zsstat.declarations import Catalogue, Column, ColumnType, Indicator, Unit
from zsstat.figures.rounding import exact_text, round_half
from zsstat.forms.content import Entry
from zsstat.model import FieldValue, PartialDate

_REPEATING = 8
"""Decimals of a number that no decimal ends (a unit of 12); money and counts never come to that."""


def entry_of(
    value: FieldValue, column: Column, unit: Unit | None, catalogue: Catalogue, year: int
) -> Entry:
    """A stored value as a form shows it: amounts in the column's unit, codes by their names of
    ``year``, a date without a day as a text that says so much."""
    match value:
        case None:
            return None
        case bool():
            words = catalogue.vocabulary.yes if value else catalogue.vocabulary.no
            return words[0]
        case int():
            return in_unit(value, unit)
        case Decimal():
            return value
        case PartialDate():
            return value.earliest if value.day else str(value)
    return named(value, column, catalogue, year)


def named(value: str, column: Column, catalogue: Catalogue, year: int) -> str:
    """The text of a cell; an indicator or area by its name."""
    if column.type is ColumnType.INDICATOR and value in catalogue.indicators:
        return catalogue.indicators[value].name
    if column.type is ColumnType.AREA and value in catalogue.areas:
        return catalogue.areas[value].name(year)
    return value


def in_unit(value: int, unit: Unit | None) -> Decimal:
    """A whole number of base units in ``unit``, unrounded."""
    return decimal_of(Fraction(value, unit.factor if unit else 1))


def decimal_of(value: Fraction) -> Decimal:
    """The exact decimal; where there is none, one of eight decimals, rounded half up."""
    text = exact_text(value)
    return round_half(value, _REPEATING) if "/" in text else Decimal(text)


def unit_of(column: Column, catalogue: Catalogue) -> Unit | None:
    """The unit in which a form asks for an amount or count."""
    name = column.unit or column.base
    return catalogue.units.get(name) if name else None


def unit_of_indicator(indicator: Indicator, catalogue: Catalogue) -> Unit:
    """The unit in which an indicator is shown and asked for."""
    return catalogue.units[indicator.unit]


def quoted(value: Entry, unit: Unit | None) -> str:
    """A number or text as it is quoted in a hint: 1234.5万元."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}{unit.id if unit else ''}"
        case date():
            return value.isoformat()
    return value
