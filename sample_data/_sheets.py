"""Lays a return out as sheets: titles, unit row, merged headers, rows, totals, footers.

A :class:`Sheet` is still a description, so a fault can be put into it (a changed cell, a hidden
row, a formula that misses a row) before :mod:`sample_data._write` makes a file of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from sample_data._cells import Value, amount, day, flag, measure, rate, share_of_change
from sample_data._describe import ReturnData
from sample_data._layouts import AMOUNTS, DATES, FLAGS, Book, Column, SheetLayout

Place: TypeAlias = tuple[int, int]
Row: TypeAlias = Mapping[str, object]


@dataclass(slots=True)
class Cell:
    """``value`` is the cached value where there is a ``formula``."""

    value: Value
    formula: str | None = None
    style: str = "text"


@dataclass(slots=True)
class Sheet:
    """Cells by (row, column), both from 1; merges are (top, left, bottom, right)."""

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def rows_of(data: ReturnData, table: str) -> Sequence[object] | None:
    """The rows of a table as the return describes them, None where it is not sent."""
    return {
        "projects": data.projects,
        "foreign": data.enterprises,
        "activities": data.activities,
        "targets": data.targets,
        "summary": data.summary,
    }[table]


def lay_out(data: ReturnData, book: Book) -> list[Sheet]:
    """The sheets of one workbook, in the order in which this sender has them."""
    sheets = [_cover(data, book)] if book.cover else []
    for layout in book.sheets:
        rows = rows_of(data, layout.table)
        if rows is not None:
            named = [
                {key: getattr(row, key) for key in getattr(type(row), "__slots__", ())}
                for row in rows
            ]
            sheets.append(lay_out_table(layout, book, data.year, named))
    return sheets


def _cover(data: ReturnData, book: Book) -> Sheet:
    sheet = Sheet("封面")
    lines = (
        (3, "招商引资统计报表"),
        (6, f"填报单位：{book.office}"),
        (8, f"报告期：{data.year}年1—12月"),
        (10, f"单位负责人：{book.people[0]}"),
        (12, f"填报日期：{data.year + 1}年1月8日"),
    )
    for row, text in lines:
        sheet.cells[row, 2] = Cell(text, style="title" if row == 3 else "text")
    return sheet


def lay_out_table(layout: SheetLayout, book: Book, year: int, rows: Sequence[Row]) -> Sheet:
    """One table on its sheet."""
    columns = [c for c in layout.columns if not _is_left_out(layout, c, year)]
    sheet = Sheet(layout.sheet)
    width = len(columns)
    line = _head_lines(sheet, layout, book, year, width)
    line = _header(sheet, columns, line)
    if layout.totals == "above":
        first, last = line + 1, line + len(rows)
        if rows:
            _total(sheet, layout, columns, line, rows, [(first, last)])
            line += 1
    line = _body(sheet, layout, columns, line, rows)
    _foot(sheet, layout, book, year, line, width)
    return sheet


def _is_left_out(layout: SheetLayout, column: Column, year: int) -> bool:
    """In the first year most leave out the columns for which there is no year before."""
    first_year = layout.table == "summary" and year == 2019 and not layout.keeps_empty
    return first_year and column.field in ("base", "growth")


def _head_lines(sheet: Sheet, layout: SheetLayout, book: Book, year: int, width: int) -> int:
    """Title and unit row; returns the row where the header begins."""
    sheet.cells[1, 1] = Cell(layout.title.format(name=book.name, year=year), style="title")
    if width > 1:
        sheet.merges.append((1, 1, 1, width))
    if not layout.unit_line:
        return 2
    place = 1 if layout.unit_left else max(width - 1, 1)
    sheet.cells[2, place] = Cell(layout.unit_line.format(office=book.office, year=year))
    return 3


def _header(sheet: Sheet, columns: Sequence[Column], top: int) -> int:
    """Header rows; a parent spans its children, a lone heading spans the rows below it."""
    depth = max(len(c.path) for c in columns)
    for level in range(depth):
        start = 0
        while start < len(columns):
            path = columns[start].path
            end = start
            if level < len(path) - 1:
                while (
                    end + 1 < len(columns)
                    and len(columns[end + 1].path) > level + 1
                    and columns[end + 1].path[: level + 1] == path[: level + 1]
                ):
                    end += 1
            if level < len(path):
                leaf = level == len(path) - 1
                bottom = top + depth - 1 if leaf else top + level
                _span(sheet, (top + level, start + 1, bottom, end + 1), path[level])
            start = end + 1
    return top + depth


def _span(sheet: Sheet, span: tuple[int, int, int, int], text: str) -> None:
    top, left, bottom, right = span
    sheet.cells[top, left] = Cell(text.replace("|", "\n"), style="head")
    if (top, left) != (bottom, right):
        sheet.merges.append(span)


def _body(
    sheet: Sheet, layout: SheetLayout, columns: Sequence[Column], line: int, rows: Sequence[Row]
) -> int:
    """The rows and, where the layout has them, 小计 and 合计 below; returns the next free row."""
    groups = _groups(rows) if layout.subtotals else [rows]
    spans: list[tuple[int, int]] = []
    subtotals: list[int] = []
    ordinal = 0
    for group in groups:
        first = line
        for row in group:
            ordinal += 1
            for place, column in enumerate(columns, start=1):
                value = _value(layout, column, row, ordinal)
                if value is not None:
                    sheet.cells[line, place] = Cell(value, style=_style(value))
            line += 1
        spans.append((first, line - 1))
        if layout.subtotals:
            _total(sheet, layout, columns, line, group, spans[-1:], "小计")
            subtotals.append(line)
            line += 1
    if layout.totals == "below" and rows:
        _total(sheet, layout, columns, line, rows, [(n, n) for n in subtotals] or spans)
        line += 1
    return line


def _groups(rows: Sequence[Row]) -> list[Sequence[Row]]:
    continued = [r for r in rows if r["construction"] == "续建"]
    return [[r for r in rows if r["construction"] != "续建"], continued]


def _total(
    sheet: Sheet,
    layout: SheetLayout,
    columns: Sequence[Column],
    line: int,
    rows: Sequence[Row],
    spans: Sequence[tuple[int, int]],
    label: str = "",
) -> None:
    """A total row; ``spans`` are the rows that its formulas add up."""
    where = next(i for i, c in enumerate(columns, 1) if c.field == layout.label_in)
    sheet.cells[line, where] = Cell(label or layout.total_label, style="head")
    for place, column in enumerate(columns, start=1):
        if column.field not in AMOUNTS:
            continue
        total = 0
        for row in rows:
            value = row[column.field]
            total += value if isinstance(value, int) else 0
        shown = amount(total, column.unit, "plain" if layout.formulas else layout.numbers, 1)
        formula = None
        if layout.formulas:
            name = letters(place)
            if all(first == last for first, last in spans):
                formula = "=" + "+".join(f"{name}{first}" for first, _ in spans)
            else:
                formula = f"=SUM({name}{spans[0][0]}:{name}{spans[-1][1]})"
        sheet.cells[line, place] = Cell(shown, formula, _style(shown))


def _foot(sheet: Sheet, layout: SheetLayout, book: Book, year: int, line: int, width: int) -> None:
    """Signature line and notes under the table."""
    if layout.footer == "one":
        text = (
            f"填报单位（盖章）：{book.office}    审核人：{book.people[0]}    "
            f"填表人：{book.people[1]}    联系电话：0915-0000000"
        )
        sheet.cells[line + 1, 1] = Cell(text)
        if width > 1:
            sheet.merges.append((line + 1, 1, line + 1, width))
    if layout.footer == "cells":
        parts = (
            f"填报单位：{book.office}",
            f"审核人：{book.people[0]}",
            f"填表人：{book.people[1]}",
            f"报出日期：{year + 1}年1月6日",
        )
        for i, text in enumerate(parts):
            sheet.cells[line, 1 + i * max(1, min(3, width // 4))] = Cell(text)
    for i, note in enumerate(layout.notes):
        sheet.cells[line + 3 + i, 1] = Cell(note)


def _style(value: Value) -> str:
    if isinstance(value, date):
        return "date"
    return "number" if isinstance(value, int | Decimal) else "text"


def _value(layout: SheetLayout, column: Column, row: Row, ordinal: int) -> Value:
    """What stands in one cell of one row, in the sender's way of writing."""
    name = column.field
    if name == "ordinal":
        return ordinal
    value = row.get(name)
    if layout.table in ("targets", "summary", "province"):
        return _item(layout, name, row)
    if name in FLAGS:
        return flag(bool(value), layout.flags)
    if value is None or value == "" or (value == 0 and name in layout.blank_zeros):
        return layout.blank
    if name in DATES and isinstance(value, date):
        return day(value, layout.dates, ordinal)
    if name in AMOUNTS and isinstance(value, int):
        return amount(value, column.unit, layout.numbers, ordinal)
    if isinstance(value, int):
        return amount(
            value, "个", "fullwidth" if layout.numbers == "fullwidth" else "plain", ordinal
        )
    return str(value)


def _item(layout: SheetLayout, name: str, row: Row) -> Value:
    """A cell of a table with an indicator in each row."""
    code = str(row["indicator"])
    label, unit = layout.naming[code]
    value = row.get(name)
    match name:
        case "indicator":
            return f"{label}（{unit}）" if layout.units == "name" else label
        case "unit":
            return unit
        case "growth" if "base" in row:
            return rate(share_of_change(row["value"], row["base"]), layout.rates, layout.blank)
        case _ if isinstance(value, int):
            return measure(value, unit, layout.units)
        case _ if isinstance(value, Decimal):
            return rate(value, layout.rates, layout.blank)
    return layout.blank if value is None else str(value)
