"""What a form is made of, before it is a workbook: tables, columns, cells, and who it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from zsstat.declarations import Area, Column, ColumnPeriod, ReturnTable, Unit
from zsstat.model import Period, Record

Entry: TypeAlias = Decimal | str | date | None
"""What stands in a cell of a form: a number in the unit of its heading, a text, a day, nothing."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The rows of a table that were accepted for ``period``, in their order."""

    period: Period
    records: tuple[Record, ...] = ()


NOTHING = Earlier(Period(1, 1))
"""No such table was ever accepted."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a sender. ``rows``: by table, what was accepted last before the
    form's period of things that go on, or for targets what holds in its year. ``base``: indicator →
    the sum of the same period of the year before in base units, None where that return was never
    received; what is absent is 0."""

    rows: Mapping[str, Earlier] = field(default_factory=dict)
    base: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class FormCell:
    """``hint`` is what the sender is told when the cell is selected; ``locked``: it is furniture
    and not to be changed."""

    value: Entry = None
    hint: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class FormColumn:
    """``heading`` is the name with its unit; ``unit`` is what amounts and counts are asked for in,
    ``choices`` the words to choose from, ``hint`` how it is filled in. ``wanted``: it is about the
    form's own period, so that it is blank in the rows that are filled in already."""

    column: Column
    heading: str
    unit: Unit | None = None
    choices: tuple[str, ...] = ()
    hint: str = ""
    wanted: bool = False

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def compulsory(self) -> bool:
        """Whether a return without it is asked about."""
        return self.column.required or self.column.needed


@dataclass(frozen=True, slots=True)
class FormTable:
    """One sheet. ``rows`` are filled in already (column name → cell), ``spare`` so many blank ones
    follow; ``source`` is the period whose return the rows were taken from."""

    declared: ReturnTable
    title: str
    units: str
    columns: tuple[FormColumn, ...]
    rows: tuple[Mapping[str, FormCell], ...] = ()
    spare: int = 0
    source: Period | None = None

    @property
    def continuing(self) -> int:
        """How many rows are things that go on from the return before."""
        return len(self.rows) if self.declared.tracking else 0

    @property
    def bases(self) -> tuple[FormColumn, ...]:
        """The columns that are about the year before."""
        return tuple(c for c in self.columns if c.column.period is ColumnPeriod.BASE)

    def filled(self, column: str) -> int:
        """In how many rows a column is filled in already."""
        return sum(row.get(column, FormCell()).value is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Form:
    """The blank return of one sender for one period. ``said`` is the period in words, ``due`` the
    last day for it where the catalogue says one."""

    area: Area
    name: str
    period: Period
    said: str
    tables: tuple[FormTable, ...]
    due: date | None = None
