"""What a cell of a form accepts, and what it says when it is selected.

Excel limits a message to 255 characters and a list of choices in the validation itself to as many;
a longer list is a range of the instruction sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.declarations import ColumnType
from zsstat.forms.content import FormCell, FormColumn, FormTable
from zsstat.forms.guidance import fits_inline
from zsstat.model import Period

MESSAGE = 255
TITLE = 32
EARLIEST = date(1980, 1, 1)
"""No day of a return lies before; a month typed as a number (2020.5) is a day of 1905."""
_EPOCH = date(1899, 12, 30)
_LARGEST = 10**15 - 1


def add_validations(
    sheet: Worksheet,
    table: FormTable,
    places: Mapping[str, str],
    rows: tuple[int, int, int],
    period: Period,
    lists: Mapping[tuple[str, ...], str],
) -> None:
    """Validates every column of a sheet. ``places``: column name → its letters; ``rows``: the first
    row of data, the last that is filled in already, the last that may ever be; ``lists``: where the
    long lists of choices stand."""
    first, filled, last = rows
    for column in table.columns:
        letters = places[column.name]
        plain = [f"{letters}{filled + 1}:{letters}{last}"] if table.spare else []
        for hint, begin, end in _runs(table, column, first):
            cells = f"{letters}{begin}:{letters}{end}"
            if hint:
                _add(sheet, _validation(column, period, lists, hint), [cells])
            else:
                plain.append(cells)
        _add(sheet, _validation(column, period, lists), plain)


def _runs(table: FormTable, column: FormColumn, first: int) -> Iterator[tuple[str, int, int]]:
    """The rows that are filled in already, from and to, as long as they say the same; those that
    are locked left out."""
    cells = enumerate((row.get(column.name, FormCell()) for row in table.rows), start=first)
    for (locked, hint), run in groupby(cells, key=lambda at: (at[1].locked, at[1].hint)):
        numbers = [number for number, _ in run]
        if not locked:
            yield hint, numbers[0], numbers[-1]


def _add(sheet: Worksheet, validation: DataValidation, cells: Iterable[str]) -> None:
    ranges = list(cells)
    for place in ranges:
        validation.add(place)
    if ranges:
        sheet.add_data_validation(validation)


def _validation(
    column: FormColumn, period: Period, lists: Mapping[tuple[str, ...], str], before: str = ""
) -> DataValidation:
    made = _condition(column, period, lists)
    made.allow_blank = True
    made.promptTitle = made.errorTitle = column.name[:TITLE]
    made.prompt = (before + column.hint)[:MESSAGE]
    made.error = column.hint[:MESSAGE]
    made.showInputMessage = made.showErrorMessage = True
    return made


def _condition(
    column: FormColumn, period: Period, lists: Mapping[tuple[str, ...], str]
) -> DataValidation:
    """What is stopped because it could not be read, and what is warned of because it is unusual."""
    if column.choices:
        return _listed(column, lists)
    match column.column.type:
        case ColumnType.COUNT:
            return _numbers("whole", least=0)
        case ColumnType.AMOUNT if not column.column.negative:
            return _numbers("decimal", least=0)
        case ColumnType.AMOUNT | ColumnType.MEASURE | ColumnType.RATE:
            return _numbers("decimal", least=-_LARGEST)
        case ColumnType.DATE:  # a month without a day is a text, and may stand
            first, last = _serial(EARLIEST), _serial(period.last_day)
            return DataValidation(
                type="date", operator="between", formula1=first, formula2=last, errorStyle="warning"
            )
        case ColumnType.TEXT if column.column.minimum_length > 1:
            return DataValidation(
                type="textLength",
                operator="greaterThanOrEqual",
                formula1=str(column.column.minimum_length),
                errorStyle="warning",
            )
    return DataValidation()


def _listed(column: FormColumn, lists: Mapping[tuple[str, ...], str]) -> DataValidation:
    """The choices of a column; other units than those that are offered are understood, too."""
    inline = fits_inline(column.choices)
    made = DataValidation(
        type="list", formula1=f'"{",".join(column.choices)}"' if inline else lists[column.choices]
    )
    if column.column.type is ColumnType.UNIT:
        made.errorStyle = "warning"
    return made


def _numbers(kind: Literal["whole", "decimal"], *, least: int) -> DataValidation:
    bounds = (str(least), str(_LARGEST))
    return DataValidation(type=kind, operator="between", formula1=bounds[0], formula2=bounds[1])


def _serial(day: date) -> str:
    """The number by which Excel knows a day."""
    return str((day - _EPOCH).days)
