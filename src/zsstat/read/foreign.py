"""OpenDocument spreadsheets (.ods) and binary workbooks (.xlsb), read with calamine.

Runs apart from the program: calamine makes room for every place up to the last cell, and ends the
process when there is not enough. What it cannot tell makes the workbook a degraded one: error
values and formulas without result come as empty cells, formulas not at all. Merged ranges, hidden
rows and columns and number formats come from :mod:`zsstat.read.geometry`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zsstat.model import Cell, CellKind, CellValue
from zsstat.read.geometry import Geometry, geometries
from zsstat.read.limits import Limits
from zsstat.read.package import Package
from zsstat.read.refusals import not_workbook
from zsstat.read.sheets import Sheet, check_merges, check_sheets, numeric, within_limits

_DURATION = re.compile(r"PT([0-9]{1,6})H([0-9]{1,6})M([0-9]{1,6})S").fullmatch
_DAY = timedelta(days=1)
_NOTHING: Mapping[int, str] = {}
_AS_A_DOUBLE = Context(prec=15)


def read_foreign(data: bytes, limits: Limits) -> Iterator[Sheet]:
    """The sheets of an .ods or .xlsb file.

    Raises UnreadableError, and whatever calamine raises on a damaged file.
    """
    geometry = geometries(Package(data, limits), limits)
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        found = book.sheets_metadata
        check_sheets(len(found), limits)
        sheets = [n for n, meta in enumerate(found) if meta.typ is SheetTypeEnum.WorkSheet]
        if not sheets:
            raise not_workbook("文件中没有工作表")
        for index in sheets:
            name, hidden = found[index].name, found[index].visible is not SheetVisibleEnum.Visible
            around = geometry.get(name, Geometry())
            check_merges(name, around.merges, limits)
            rows = _rows(book.get_sheet_by_index(index), around, hidden=hidden)
            yield Sheet(
                name,
                within_limits(name, rows, limits),
                around.merges,
                hidden,
                around.hidden_rows,
                around.hidden_columns,
            )


def _rows(sheet: CalamineSheet, around: Geometry, *, hidden: bool) -> Iterator[tuple[Cell, ...]]:
    if sheet.start is None:
        return
    first_row, first_column = sheet.start
    hidden_columns = around.hidden_columns
    # iter_rows() would not do: it leaves out the empty columns before the first cell and keeps the
    # empty rows.
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), first_row + 1):
        unseen = hidden or row in around.hidden_rows
        shown_as = around.formats.get(row, _NOTHING).get
        cells = tuple(
            Cell(
                row,
                column,
                *_content(value),
                number_format=shown_as(column),
                hidden=unseen or column in hidden_columns,
            )
            for column, value in enumerate(values, first_column + 1)
            if value != ""
        )
        if cells:
            yield cells


def _content(value: object) -> tuple[CellKind, CellValue]:
    """Kind and value of what calamine gives for a cell. A duration is a number of days, as in
    other workbooks; LibreOffice's come as a text in the form of ISO 8601."""
    match value:
        case str():
            duration = _DURATION(value)
            return _days(_timedelta(*duration.groups())) if duration else (CellKind.TEXT, value)
        case bool():
            return CellKind.BOOL, value
        case int() | float():
            return numeric(value)
        case datetime():
            return CellKind.DATE, _to_milliseconds(value)
        case date():
            return CellKind.DATE, datetime.combine(value, time())
        case time():
            moment = _to_milliseconds(datetime.combine(date(2000, 1, 1), value))
            return CellKind.DATE, moment.time()
        case timedelta():
            return _days(value)
    raise TypeError(f"calamine gave a {type(value).__name__}")


def _timedelta(hours: str, minutes: str, seconds: str) -> timedelta:
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))


def _days(duration: timedelta) -> tuple[CellKind, CellValue]:
    microseconds, whole = (Decimal(d // timedelta(microseconds=1)) for d in (duration, _DAY))
    return CellKind.NUMBER, _AS_A_DOUBLE.divide(microseconds, whole)


def _to_milliseconds(moment: datetime) -> datetime:
    """Doubles do not hold microseconds."""
    moment += timedelta(microseconds=500)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
