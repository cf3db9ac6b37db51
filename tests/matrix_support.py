"""Matrices as sheets, and what is understood of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl

from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue
from zsstat.model import Period, Return
from zsstat.read import Limits, read_workbook
from zsstat.recognise import Expected, recognise

YEARBOOK = Path(__file__).parents[1] / "examples" / "yearbook" / "config"

Value = str | int | float | None
Facts = dict[tuple[str, str, int | None], int]
Sheet = tuple[Sequence[Sequence[Value]], Sequence[str]]


@cache
def yearbook() -> Catalogue:
    """Provinces, and indicators that tables state."""
    return load_catalogue(YEARBOOK)


def workbook_bytes(*sheets: Sheet) -> bytes:
    """Sheets of rows, each with the ranges that are merged."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows, merges in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def understood(
    rows: Sequence[Sequence[Value]],
    merges: Sequence[str] = (),
    *,
    catalogue: Catalogue | None = None,
    expected: Expected | None = None,
    file: str = "表.xlsx",
) -> Return:
    content = workbook_bytes((rows, merges))
    return recognise(
        read_workbook(content, file, Limits()), catalogue or yearbook(), expected or Expected()
    )


def facts(subject: Return, value: str = "数值") -> Facts:
    """(area, indicator, year of the table or None) → the value in base units."""
    return {
        (str(record.value("地区")), str(record.value("指标")), year(table.period)): number
        for table in subject.tables
        for record in table.records
        if isinstance(number := record.value(value), int)
    }


def year(period: Period | None) -> int | None:
    return period.year if period else None


def rules(subject: Return) -> list[str]:
    return sorted({issue.rule for issue in subject.issues})


def cells(subject: Return, rule: str) -> list[str]:
    return [ref.cell for issue in subject.issues if issue.rule == rule for ref in issue.cells]


def columns_of(subject: Return, areas: Iterable[str]) -> set[str]:
    return {str(r.value("地区")) for t in subject.tables for r in t.records} & set(areas)
