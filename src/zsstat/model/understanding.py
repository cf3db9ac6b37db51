"""How a workbook was understood: what was made of each sheet, column and row, and from what.

An import needs the return alone; this is for a person who wants to know why a table, a column or a
row was taken for what it was taken for, or why for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zsstat.model.grid import Range
from zsstat.model.places import CellRef, Period
from zsstat.model.returns import Return


class ColumnUse(StrEnum):
    """What a sheet column of a table is. ``repeated``: it names a column that another one names
    already; ``ordinal``: 序号; ``label``: the row labels of a matrix; ``ignored``: nothing of it is
    counted."""

    USED = "used"
    REPEATED = "repeated"
    AMBIGUOUS = "ambiguous"
    ORDINAL = "ordinal"
    LABEL = "label"
    IGNORED = "ignored"


class UnitSource(StrEnum):
    """Where a unit was found: in the heading, in the unit row above the header, beside the row's
    indicator, in the cells themselves; ``unknown``: one is needed and there is none."""

    HEADER = "header"
    UNIT_ROW = "unit_row"
    ROW = "row"
    CELL = "cell"
    UNKNOWN = "unknown"
    NONE = "none"


class RowUse(StrEnum):
    """What a row is that is no data. Those up to ``unknown`` stand in a table, the others beside
    tables; ``nil`` holds blank marks only, ``unread`` belongs to nothing."""

    NUMBERS = "numbers"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    GROUP = "group"
    PART = "part"
    EXAMPLE = "example"
    CONTINUED = "continued"
    STRAY = "stray"
    UNKNOWN = "unknown"
    TITLE = "title"
    UNIT = "unit"
    SIGNATURE = "signature"
    NOTE = "note"
    NIL = "nil"
    UNREAD = "unread"


class Kind(StrEnum):
    """What something of a return is a name of: what an alias would be added to."""

    COLUMN = "column"
    INDICATOR = "indicator"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``written`` may be meant as ``name`` (of ``id``, an indicator or area; of a column of the
    table ``table``): adding it to the aliases there would make it so. ``by_content``: not because
    it is spelt alike but because of what stands below it."""

    kind: Kind
    written: str
    name: str
    id: str = ""
    table: str = ""
    by_content: bool = False


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One sheet column of a table. ``header`` is its path as written, parts separated by ``>``;
    ``names`` the canonical column that it is, or the candidates between which nothing decides. In a
    matrix the heading may say ``indicator``, ``area`` and ``period``, too. ``filled``: so many data
    rows hold something in it. ``suggestions``: what it may be meant for, nearest first."""

    letters: str
    header: str
    use: ColumnUse
    names: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    unit_source: UnitSource = UnitSource.NONE
    unit_cell: str = ""
    filled: int = 0
    indicator: str | None = None
    area: str | None = None
    period: Period | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row that is no data, and for a total the data rows that it speaks for."""

    row: int
    use: RowUse
    text: str
    first: int | None = None
    last: int | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table as found. ``candidates`` are the ids that fit equally well; one where it is settled.
    ``missing``: required columns that were not found; then nothing of it is counted. ``absent``:
    the other columns that it does not have. ``records`` are the rows that were read, in a matrix
    the values by area, indicator and period."""

    candidates: tuple[str, ...]
    layout: str
    title: str
    place: Range
    header_rows: tuple[int, ...]
    columns: tuple[SeenColumn, ...]
    missing: tuple[str, ...]
    absent: tuple[str, ...]
    first_row: int | None
    last_row: int | None
    data_rows: int
    records: int
    rows: tuple[SeenRow, ...]


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet. ``lines`` are the rows beside its tables; ``nearest`` says what came nearest to a
    header where no table was found; ``suggestions`` what its cells may be meant for. ``review``:
    it is our own list of findings that came back with the return, and is left out; ``guide``: it is
    that, and the instructions of a form."""

    name: str
    hidden: bool
    filled_rows: int
    last_cell: str
    tables: tuple[SeenTable, ...]
    lines: tuple[SeenRow, ...]
    nearest: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    review: bool = False
    guide: bool = False


@dataclass(frozen=True, slots=True)
class SeenEvidence:
    """What one place says about sender or period, and whether that is what was taken. With neither
    ``area`` nor ``period`` it is a place that should say one and is not understood; ``suggestions``
    are the areas that may be meant."""

    area: str | None
    period: Period | None
    text: str
    ref: CellRef
    area_taken: bool
    period_taken: bool
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """A workbook as understood; ``subject`` is the return that an import would judge."""

    subject: Return
    format: str
    degraded: bool
    sheets: tuple[SeenSheet, ...]
    evidence: tuple[SeenEvidence, ...]
