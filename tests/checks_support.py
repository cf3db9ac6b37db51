"""Returns made by hand, cell by cell, for the tests of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zsstat.catalog import load_catalogue
from zsstat.checks import Context, History, noticed
from zsstat.declarations import Catalogue
from zsstat.model import (
    CellRef,
    Claim,
    Field,
    FieldValue,
    Issue,
    Observation,
    PartialDate,
    Period,
    RecognisedTable,
    Record,
    Return,
    Role,
    TableColumn,
    cell_name,
)

PERIOD = Period(2020)
SHA = "0" * 64
FIRST_ROW = 5


@dataclass(frozen=True)
class Written:
    """A cell's content: how it reads and what it means."""

    value: FieldValue
    text: str
    unit: str | None = None
    readable: bool = True
    conversions: tuple[str, ...] = ()


def catalogue() -> Catalogue:
    return load_catalogue()


def number(text: str, unit: str) -> Written:
    """``number("12.35", "亿元")``: the text, and its exact value in base units."""
    value = Fraction(text) * catalogue().units[unit].factor
    assert value.denominator == 1
    return Written(int(value), text, unit)


def wan(text: str) -> Written:
    return number(text, "万元")


def rate(text: str) -> Written:
    return Written(Decimal(text), text, "%")


def day(year: int, month: int | None = None, of_month: int | None = None) -> Written:
    written = PartialDate(year, month, of_month)
    return Written(written, str(written))


def words(text: str, value: str | None = None) -> Written:
    return Written(text if value is None else value, text)


def flag(value: bool) -> Written:
    return Written(value, "是" if value else "否")


BLANK = Written(None, "")
UNREADABLE = Written(None, "待定", readable=False)
Rows = Iterable[Mapping[str, Written]]


def indicator(code: str) -> Written:
    return words(catalogue().indicators[code].name, code)


def area(identifier: str) -> Written:
    return words(catalogue().areas[identifier].names[0].value, identifier)


def place(table: str, column: str) -> int:
    names = [c.name for c in catalogue().returns[table].columns]
    return names.index(column) + 1


def ref(table: str, column: str, row: int, sheet: str = "") -> CellRef:
    return CellRef(SHA, "报表.xlsx", sheet or table, cell_name(row, place(table, column)))


def fields(table: str, row: int, cells: Mapping[str, Written], sheet: str = "") -> dict[str, Field]:
    return {
        column: Field(
            cell.value,
            cell.text,
            ref(table, column, row, sheet),
            cell.unit,
            cell.conversions,
            cell.readable,
        )
        for column, cell in cells.items()
    }


def table(kind: str, *rows: Mapping[str, Written], sheet: str = "") -> RecognisedTable:
    """A table whose columns are those of its first row."""
    records = tuple(
        Record(kind, sheet or kind, number, fields(kind, number, cells, sheet))
        for number, cells in enumerate(rows, start=FIRST_ROW)
    )
    columns = {
        name: TableColumn(name, place(kind, name), name, ref(kind, name, FIRST_ROW - 1, sheet))
        for name in (rows[0] if rows else ())
    }
    return RecognisedTable(kind, sheet or kind, "", (FIRST_ROW - 1,), columns, (), records, ())


def claim(
    found: RecognisedTable,
    cells: Mapping[str, Written],
    *,
    label: str = "合计",
    rows: tuple[int, int] | None = None,
    formulas: Mapping[str, str] | None = None,
) -> RecognisedTable:
    """The same table with a total below its rows."""
    row = found.records[-1].row + 1 + len(found.claims)
    first, last = rows or (found.records[0].row, found.records[-1].row)
    made = Claim(
        found.table,
        found.sheet,
        row,
        label,
        fields(found.table, row, cells, found.sheet),
        first,
        last,
        formulas or {},
    )
    return RecognisedTable(
        found.table,
        found.sheet,
        found.title,
        found.header_rows,
        found.columns,
        found.unknown_columns,
        found.records,
        (*found.claims, made),
    )


def observation(
    code: str, value: int, *, reporter: str = "ziyang", role: Role = Role.ACTUAL
) -> Observation:
    where = CellRef(SHA, "报表.xlsx", "projects", "A5")
    return Observation(
        reporter, code, PERIOD, value, where, "projects", "projects", FIRST_ROW, role
    )


@dataclass
class Case:
    """One return under examination; ``run`` gives the issues of one rule."""

    tables: tuple[RecognisedTable, ...]
    observations: tuple[Observation, ...] = ()
    history: History = field(default_factory=History)
    today: date = date(2021, 1, 8)
    reporter: str | None = "ziyang"
    period: Period = PERIOD
    issues: tuple[Issue, ...] = ()
    catalogue: Catalogue = field(default_factory=catalogue)

    @property
    def context(self) -> Context:
        subject = Return("报表.xlsx", SHA, self.reporter, self.period, self.tables, self.issues)
        return Context(
            subject, self.period, self.observations, self.catalogue, self.history, self.today
        )

    def run(self, rule: str) -> list[Issue]:
        return [issue for issue in noticed(self.context) if issue.rule == rule]


def case(*tables: RecognisedTable) -> Case:
    return Case(tables)


def cells(issue: Issue) -> list[str]:
    return [ref.cell for ref in issue.cells]
