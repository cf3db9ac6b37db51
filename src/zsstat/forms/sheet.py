"""One table of a form on a sheet: title, who and when, one row of headings, rows, blank rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.declarations import Catalogue, ColumnType, Layout
from zsstat.forms.content import Form, FormCell, FormColumn, FormTable
from zsstat.forms.entries import quoted
from zsstat.forms.guidance import signature_labels
from zsstat.forms.paper import (
    LINE_HEIGHT,
    NARROWEST,
    WIDEST,
    Look,
    lines_needed,
    open_column,
    protect,
    set_page,
    text_width,
    write,
)
from zsstat.forms.validation import add_validations

ENTRY_ROWS = 2000
"""Down to this row cells may be filled in, formatted or not."""
MARK = "*"
"""Before the name of a column that must be filled in."""
_ORDINAL_WIDTH = 6
_PORTRAIT = 100
"""Columns of text that fit on a page upright."""
_SHORT_TEXT = 14
_WORDS = (ColumnType.TEXT, ColumnType.PLACE, ColumnType.INDICATOR, ColumnType.AREA)
_WHOLE = (ColumnType.COUNT, ColumnType.YEAR)
_LOOKS = {
    ColumnType.AMOUNT: Look.AMOUNT,
    ColumnType.MEASURE: Look.AMOUNT,
    ColumnType.RATE: Look.AMOUNT,
    ColumnType.DATE: Look.DAY,
    ColumnType.CHOICE: Look.CHOICE,
    ColumnType.FLAG: Look.CHOICE,
    ColumnType.UNIT: Look.CHOICE,
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: ``head`` is the row of headings, ``left`` the first column of the table,
    behind 序号 where the table has one."""

    head: int
    left: int

    @property
    def first(self) -> int:
        return self.head + 1


def fill_table(
    sheet: Worksheet,
    table: FormTable,
    form: Form,
    catalogue: Catalogue,
    lists: Mapping[tuple[str, ...], str],
    *,
    signed: bool,
) -> None:
    """Fills a sheet; ``signed``: the line that is signed stands above its headings."""
    ordinal = catalogue.vocabulary.ordinal_headers[:1]
    listed = table.declared.layout is Layout.LIST
    frame = _Frame(4 if signed else 3, 2 if listed and ordinal else 1)
    _set_columns(sheet, table, frame)
    _furnish(sheet, table, form, catalogue, frame, signed=signed)
    if frame.left > 1:
        write(sheet, frame.head, 1, ordinal[0], Look.HEADING)
    for at, column in enumerate(table.columns, start=frame.left):
        mark = MARK if column.compulsory else ""
        write(sheet, frame.head, at, f"{mark}{column.heading}", Look.HEADING)
    _rows(sheet, table, frame)
    places = {c.name: get_column_letter(at) for at, c in enumerate(table.columns, frame.left)}
    filled = frame.head + len(table.rows)
    rows = (frame.first, filled, max(ENTRY_ROWS, filled))
    add_validations(sheet, table, places, rows, form.period, lists)
    _finish(sheet, table, form, frame)


# --- columns ----------------------------------------------------------------------------------


def _set_columns(sheet: Worksheet, table: FormTable, frame: _Frame) -> None:
    """Widths, and the look of the cells below the rows that are formatted: to be filled in, where
    the table may grow."""
    grows = table.spare > 0
    if frame.left > 1:
        _column(sheet, 1, _ORDINAL_WIDTH, Look.WHOLE if grows else None)
    for at, column in enumerate(table.columns, start=frame.left):
        _column(sheet, at, _width(column, table), _look(column) if grows else None)


def _column(sheet: Worksheet, at: int, width: int, look: Look | None) -> None:
    sheet.column_dimensions[get_column_letter(at)].width = width
    if look is not None:
        open_column(sheet, get_column_letter(at), look)


def _width(column: FormColumn, table: FormTable) -> int:
    """Wide enough for the heading, its unit on a line of its own, and for most of what is filled
    in."""
    said = [quoted(row[column.name].value, None) for row in table.rows if column.name in row]
    content = max(map(text_width, said), default=0)
    listed = max(map(text_width, column.choices), default=0)
    heading = max(map(text_width, f"{MARK}{column.heading}".split("\n")))
    return min(max(heading, content, listed, _usual_width(column, table)), WIDEST)


def _usual_width(column: FormColumn, table: FormTable) -> int:
    """What is written in words needs room in the rows that are still blank."""
    if column.column.type in _WORDS:
        return WIDEST if column.name == table.declared.label else _SHORT_TEXT
    return NARROWEST


def _look(column: FormColumn, *, wanted: bool = False) -> Look:
    if column.column.type in _WHOLE:
        return Look.WANTED_WHOLE if wanted else Look.WHOLE
    return Look.WANTED if wanted else _LOOKS.get(column.column.type, Look.CODE)


# --- above the table --------------------------------------------------------------------------


def _furnish(
    sheet: Worksheet,
    table: FormTable,
    form: Form,
    catalogue: Catalogue,
    frame: _Frame,
    *,
    signed: bool,
) -> None:
    """Title, who, when and in which unit; the line that is signed. What is left of these rows is
    locked, too."""
    width = frame.left + len(table.columns) - 1
    for row, look in ((1, Look.TITLE), *((row, Look.LINE) for row in range(2, frame.head))):
        for at in range(1, width + 1):
            sheet.cell(row, at).style = look.value
    write(sheet, 1, 1, table.title, Look.TITLE)
    sheet.row_dimensions[1].height = 28
    write(sheet, 2, 1, _who_and_when(table, form, catalogue), Look.LINE)
    if signed:
        _sign(sheet, 3, frame.left, signature_labels(catalogue))


def _who_and_when(table: FormTable, form: Form, catalogue: Catalogue) -> str:
    words = catalogue.vocabulary
    said = (
        (words.reporter_labels, form.name),
        (words.period_labels, form.said),
        (words.unit_labels, table.units),
    )
    return "　　".join(f"{labels[0]}：{value}" for labels, value in said if labels)


def _sign(sheet: Worksheet, row: int, first: int, labels: Sequence[str]) -> None:
    """Labels, each with a cell to fill in at its right."""
    for at, label in zip(range(first, first + 2 * len(labels), 2), labels, strict=True):
        write(sheet, row, at, f"{label}：", Look.LINE)
        sheet.cell(row, at + 1).style = Look.SIGNATURE.value
    sheet.row_dimensions[row].height = LINE_HEIGHT + 6


# --- rows -------------------------------------------------------------------------------------


def _rows(sheet: Worksheet, table: FormTable, frame: _Frame) -> None:
    for number, row in enumerate(table.rows, start=1):
        at = frame.head + number
        if frame.left > 1:
            sheet.cell(at, 1, number).style = Look.WHOLE.value
        for position, column in enumerate(table.columns, start=frame.left):
            _fill(sheet, at, position, column, row.get(column.name, FormCell()))
    blank = range(frame.first + len(table.rows), frame.first + len(table.rows) + table.spare)
    for at in blank:
        if frame.left > 1:
            sheet.cell(at, 1).style = Look.WHOLE.value
        for position, column in enumerate(table.columns, start=frame.left):
            sheet.cell(at, position).style = _look(column).value


def _fill(sheet: Worksheet, row: int, at: int, column: FormColumn, filled: FormCell) -> None:
    waits = column.wanted and filled.value is None
    look = Look.FURNITURE if filled.locked else _look(column, wanted=waits)
    write(sheet, row, at, filled.value, look)


# --- the sheet as a whole ---------------------------------------------------------------------


def _finish(sheet: Worksheet, table: FormTable, form: Form, frame: _Frame) -> None:
    widths = [
        (f"{MARK}{column.heading}", sheet.column_dimensions[get_column_letter(at)].width)
        for at, column in enumerate(table.columns, start=frame.left)
    ]
    lines = max(lines_needed(text, width) for text, width in widths)
    sheet.row_dimensions[frame.head].height = lines * LINE_HEIGHT + 6
    names = [column.name for column in table.columns]
    label = names.index(table.declared.label) if table.declared.label in names else 0
    sheet.freeze_panes = f"{get_column_letter(frame.left + label + 1)}{frame.first}"
    last = get_column_letter(frame.left + len(names) - 1)
    end = max(frame.head + len(table.rows) + table.spare, frame.first)
    sheet.auto_filter.ref = f"A{frame.head}:{last}{end}"
    sheet.print_title_rows = f"{frame.head}:{frame.head}"
    sheet.print_area = f"A1:{last}{end}"
    protect(sheet)
    wide = sum(width for _, width in widths) > _PORTRAIT
    set_page(sheet, f"{form.name}　（盖章）", across=wide)
