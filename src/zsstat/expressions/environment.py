"""The values that names have while a row or a period is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from zsstat.expressions.functions import PERIOD_END, PERIOD_START
from zsstat.model import FieldValue, PartialDate, Period, Record

PERIOD_YEAR = "本年"
PERIOD_NAMES = frozenset({PERIOD_YEAR, PERIOD_START, PERIOD_END})


def period_environment(period: Period) -> dict[str, FieldValue]:
    """本年 (the year), 期初 (1 January) and 期末 (the period's last day)."""
    first, last = period.first_day, period.last_day
    return {
        PERIOD_YEAR: period.year,
        PERIOD_START: PartialDate(first.year, first.month, first.day),
        PERIOD_END: PartialDate(last.year, last.month, last.day),
    }


def row_environment(record: Record, period: Period) -> Mapping[str, FieldValue]:
    """A row's columns and the period's names; a column that the table lacks is unknown."""
    columns = {name: field.value for name, field in record.fields.items()}
    return {**columns, **period_environment(period)}
