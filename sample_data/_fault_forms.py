"""Small returns to put faults into: a county's own rows and layout, cut down to a few.

A fault in what is said changes the rows (totals then follow); a fault in how it is said changes
cells of the laid-out sheet, found by heading and row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sample_data._books import BOOKS
from sample_data._cells import Value
from sample_data._describe import (
    Activity,
    Enterprise,
    Project,
    ReturnData,
    SummaryLine,
    figures,
)
from sample_data._layouts import Book
from sample_data._returns import returns
from sample_data._sheets import Cell, Sheet, lay_out
from sample_data._write import packed

YEAR = 2020
WAN = 10_000
YI = 100_000_000


@cache
def _made() -> dict[int, dict[str, ReturnData]]:
    return returns()


def sent(reporter: str, year: int = YEAR) -> ReturnData:
    """The faultless return."""
    return _made()[year][reporter]


def book(reporter: str, *tables: str) -> Book:
    """The reporter's own workbook with these tables only."""
    own = next(b for b in BOOKS if b.reporter == reporter)
    return replace(own, sheets=tuple(s for s in own.sheets if s.table in tables))


def contracts(reporter: str, count: int, year: int = YEAR) -> tuple[Project, ...]:
    """Ordinary projects of the ledger that were signed in the year, are being built and have
    money from other provinces, and nothing odd about them."""
    return _ordinary(
        reporter, count, year, lambda p: p.signed is not None and p.signed.year == year
    )


def continued(reporter: str, count: int, year: int = YEAR) -> tuple[Project, ...]:
    """The same, signed in an earlier year."""
    return _ordinary(reporter, count, year, lambda p: p.signed is not None and p.signed.year < year)


def _ordinary(
    reporter: str, count: int, year: int, which: Callable[[Project], bool]
) -> tuple[Project, ...]:
    rows = [
        p
        for p in sent(reporter, year).projects or ()
        if p.stage == "开工"
        and p.started
        and p.signed
        and p.started >= p.signed
        and p.interprov > 0
        and p.intraprov == 0
        and p.total < 3 * YI
        and which(p)
    ]
    return tuple(replace(p, phone="", contact="", note="") for p in rows[:count])


def data(
    reporter: str,
    projects: tuple[Project, ...] | None = None,
    enterprises: tuple[Enterprise, ...] | None = None,
    activities: tuple[Activity, ...] | None = None,
) -> ReturnData:
    """A return with these rows and a 汇总表 that agrees with them and with last year's returns."""
    bare = ReturnData(reporter, YEAR, projects, enterprises, activities)
    now, before = figures(bare), figures(sent(reporter, YEAR - 1))
    lines = tuple(
        SummaryLine(line.indicator, now[line.indicator], before[line.indicator])
        for line in sent(reporter).summary
    )
    return replace(bare, summary=lines)


def activity(day: date, kind: str, level: str = "县级", **more: object) -> Activity:
    """An activity of an invented leader."""
    made = Activity(day, kind, level, "江河清", "杭州")
    return replace(made, **more)  # type: ignore[arg-type]


@dataclass
class Form:
    """A laid-out workbook whose cells can be spoiled."""

    book: Book
    sheets: list[Sheet]

    @classmethod
    def of(cls, said: ReturnData, own: Book) -> Form:
        return cls(own, lay_out(said, own))

    def sheet(self, table: str) -> Sheet:
        names = {layout.table: layout.sheet for layout in self.book.sheets}
        return next(s for s in self.sheets if s.name == names[table])

    def page(self, table: str) -> Page:
        return Page(self.sheet(table))

    @property
    def content(self) -> bytes:
        return packed(self.sheets, self.book.writer)


@dataclass
class Page:
    """One sheet, addressed by headings and by what stands in a row."""

    sheet: Sheet

    def heading(self, text: str) -> tuple[int, int]:
        """Row and column of a heading, which may have a unit or a line break in it."""
        for place, cell in sorted(self.sheet.cells.items()):
            written = re.sub(r"\s|[(（].*", "", str(cell.value))
            if cell.style == "head" and written == text:
                return place
        raise KeyError(text)

    def row(self, text: str) -> int:
        """The row in which a cell says exactly this."""
        for (row, _), cell in sorted(self.sheet.cells.items()):
            if cell.value == text:
                return row
        raise KeyError(text)

    def at(self, row: str | int, heading: str) -> tuple[int, int]:
        line = row if isinstance(row, int) else self.row(row)
        return line, self.heading(heading)[1]

    def put(self, row: str | int, heading: str, value: Value, formula: str | None = None) -> None:
        """Writes a cell; None without a formula empties it."""
        place = self.at(row, heading)
        if value is None and formula is None:
            self.sheet.cells.pop(place, None)
        else:
            self.sheet.cells[place] = Cell(value, formula)

    def rename(self, heading: str, text: str) -> None:
        self.sheet.cells[self.heading(heading)].value = text

    def add_column(self, heading: str, values: Mapping[int, Cell]) -> None:
        """A further column at the right; ``values`` by row."""
        row, _ = self.heading("项目名称")
        width = max(column for _, column in self.sheet.cells) + 1
        self.sheet.cells[row, width] = Cell(heading, style="head")
        for line, cell in values.items():
            self.sheet.cells[line, width] = cell
