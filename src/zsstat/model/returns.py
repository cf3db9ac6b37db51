"""What a return says: fields, records, tables, claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from zsstat.model.findings import Issue
from zsstat.model.places import CellRef, Period


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as it was written: ``2020年5月`` has no day, ``2020年`` no month either."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        if self.month is None:
            return date(self.year, 12, 31)
        return self.earliest if self.day else Period(self.year, self.month).last_day

    def __str__(self) -> str:
        month = f"{self.month}月" if self.month else ""
        return f"{self.year}年{month}" + (f"{self.day}日" if self.day else "")


FieldValue: TypeAlias = int | Decimal | str | bool | PartialDate | None
"""int: a count, or an amount in its base unit (元, 美元); Decimal: a rate in percent."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a record. ``text`` is the cell as written, ``conversions`` what was done to
    it (ids such as ``full_width``, ``blank_mark``, ``unit:万元``); ``unit`` is the unit it was
    written in. ``value`` is None for a missing value and for one that could not be read."""

    value: FieldValue
    text: str
    ref: CellRef
    unit: str | None = None
    conversions: tuple[str, ...] = ()
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """One row of one table: canonical column name → field. Blank cells have a field, too, when
    the table has the column; a column that the table lacks has none."""

    table: str
    sheet: str
    row: int
    fields: Mapping[str, Field]

    def value(self, column: str) -> FieldValue:
        found = self.fields.get(column)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Claim:
    """A 合计 or 小计 row: what the sender says the rows add up to. Never counted as data.

    ``first_row``–``last_row`` are the data rows it speaks for (a 合计 for all, a 小计 for the rows
    of its group). In a matrix, where many records share a row or none, ``area`` is the area whose
    parts are meant, and the fields name the indicator and the year."""

    table: str
    sheet: str
    row: int
    label: str
    fields: Mapping[str, Field]
    first_row: int
    last_row: int
    formulas: Mapping[str, str] = field(default_factory=dict)
    area: str | None = None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """Where a canonical column was found on the sheet, the header as written and its unit."""

    name: str
    column: int
    header: str
    ref: CellRef
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class RecognisedTable:
    """One table of a return as found on a sheet. A nil return has a header and no records.

    ``period`` is set where the table says whose year its values are of; a matrix with several years
    is several tables."""

    table: str
    sheet: str
    title: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, TableColumn]
    unknown_columns: tuple[str, ...]
    records: tuple[Record, ...]
    claims: tuple[Claim, ...]
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """A workbook as understood: who sent what for which period, and what was noticed on the way.

    ``reporter`` and ``period`` are None when the workbook does not say them and nobody else did;
    ``issues`` then say so."""

    file: str
    sha256: str
    reporter: str | None
    period: Period | None
    tables: tuple[RecognisedTable, ...]
    issues: tuple[Issue, ...]

    @property
    def parts(self) -> tuple[tuple[str, Period], ...]:
        """The tables and periods that it reports on, each once; none without a period."""
        pairs = ((t.table, t.period or self.period) for t in self.tables)
        return tuple(dict.fromkeys((table, period) for table, period in pairs if period))

    def records(self, table: str) -> Iterator[Record]:
        for found in self.tables:
            if found.table == table:
                yield from found.records
