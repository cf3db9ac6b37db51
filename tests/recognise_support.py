"""Small hand-made sheets for the tests of the recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue
from zsstat.model import Cell, CellKind, CellValue, Grid, Issue, Range, Return, Workbook
from zsstat.recognise import Expected, recognise


@dataclass(frozen=True)
class Formula:
    """A formula cell; without a value it has no cached result."""

    text: str
    value: int | str | None = None


@dataclass(frozen=True)
class Broken:
    """An error cell."""

    text: str = "#REF!"


Entry: TypeAlias = str | int | Decimal | date | Formula | Broken | None
Rows: TypeAlias = Sequence[Sequence[Entry]]

PROJECTS = ("序号", "项目名称", "投资方", "总投资", "签约时间", "本年到位资金", "其中省际")
TITLE = ("旬阳县2020年1—9月招商引资项目台账",)
UNITS = ("单位：万元",)


def project(number: int, name: str, *, total: Entry = 8000, funds: Entry = 3000) -> list[Entry]:
    return [number, name, "江苏某某公司", total, "2020年3月", funds, 1000]


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def _cell(row: int, column: int, entry: Entry) -> Cell:
    kind: CellKind
    value: CellValue
    formula = None
    match entry:
        case Broken():
            kind, value = CellKind.ERROR, entry.text
        case Formula(value=None):
            kind, value, formula = CellKind.UNCACHED, None, entry.text
        case Formula():
            formula = entry.text
            plain = _cell(row, column, entry.value)
            kind, value = plain.kind, plain.value
        case int() | Decimal():
            kind, value = CellKind.NUMBER, Decimal(entry)
        case date():
            kind, value = CellKind.DATE, datetime(entry.year, entry.month, entry.day)  # noqa: DTZ001
        case str():
            kind, value = CellKind.TEXT, entry
        case None:
            kind, value = CellKind.BLANK, None
    return Cell(row, column, kind, value, formula)


def area(text: str) -> Range:
    """``B2:D3`` → Range."""
    places = [
        (int(row), sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters))))
        for letters, row in re.findall(r"([A-Z]+)(\d+)", text)
    ]
    (first_row, first_column), (last_row, last_column) = places
    return Range(first_row, first_column, last_row, last_column)


def sheet(
    rows: Rows,
    *,
    name: str = "Sheet1",
    merges: Iterable[str] = (),
    hidden: bool = False,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
) -> Grid:
    """A grid whose first row is row 1; None is a cell that is not there."""
    ranges = tuple(area(text) for text in merges)
    cells = {}
    for number, entries in enumerate(rows, 1):
        for column, entry in enumerate(entries, 1):
            if entry is not None:
                cells[number, column] = _cell(number, column, entry)
    for merge in ranges:
        anchor = _cell(merge.first_row, merge.first_column, "").name
        for place, cell in tuple(cells.items()):
            if merge.__contains__(place) and cell.name != anchor:
                cells[place] = cell._replace(merged_into=anchor)
    return Grid(name, cells, ranges, hidden, frozenset(hidden_rows), frozenset(hidden_columns))


def book(*grids: Grid, file: str = "报表.xlsx") -> Workbook:
    return Workbook(file, "0" * 64, "xlsx", grids)


def understood(*grids: Grid, file: str = "报表.xlsx", expected: Expected | None = None) -> Return:
    """The return of a workbook of these sheets."""
    if expected is None:
        return recognise(book(*grids, file=file), catalogue())
    return recognise(book(*grids, file=file), catalogue(), expected)


def known(*grids: Grid) -> Return:
    """Like ``understood``, for sheets that do not say who sends them and when."""
    return understood(*grids, expected=Expected("xunyang", 2020, 9))


def issues(subject: Return, rule: str) -> list[Issue]:
    return [issue for issue in subject.issues if issue.rule == rule]


def rules(subject: Return) -> list[str]:
    """The rules that were raised, in order, each once."""
    return sorted({issue.rule for issue in subject.issues})


def places(issue: Issue) -> list[str]:
    return [ref.cell for ref in issue.cells]


def names(subject: Return, table: str = "projects", column: str = "项目名称") -> list[object]:
    return [record.value(column) for record in subject.records(table)]
