"""Which of the missing values left a condition open.

``新签合同 and 总投资 >= 门槛`` may look at five columns of which three are blank, and only one of
the blanks matters. The sender is to be asked about that one. Found by trying: a missing value
matters when some value in its place, and nothing else, would make the condition true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zsstat.declarations import Column, ColumnType
from zsstat.expressions import Expression
from zsstat.model import FieldValue, PartialDate, Period

_LARGE = 10**15
_NUMBERS = {ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.MEASURE, ColumnType.RATE}


def decisive(
    expression: Expression,
    environment: Mapping[str, FieldValue],
    columns: Iterable[Column],
    period: Period,
) -> tuple[str, ...]:
    """The missing columns that keep the condition from being true, in the table's order; all of
    the missing ones where no single one does (two that are needed together)."""
    missing = [
        column
        for column in columns
        if column.name in expression.names and environment.get(column.name) is None
    ]
    alone = tuple(
        column.name
        for column in missing
        if any(
            expression.evaluate({**environment, column.name: value}) is True
            for value in _examples(column, period)
        )
    )
    return alone or tuple(column.name for column in missing)


def _examples(column: Column, period: Period) -> Sequence[FieldValue]:
    """Values that differ as far as the conditions of a catalogue ask about such a column."""
    if column.type is ColumnType.FLAG:
        return (True, False)
    if column.type is ColumnType.CHOICE:
        return tuple(column.choices)
    if column.type is ColumnType.DATE:
        return (PartialDate(period.year, 1, 1), PartialDate(period.year - 10, 1, 1))
    if column.type in _NUMBERS:
        return (0, _LARGE)
    return ("某",)
