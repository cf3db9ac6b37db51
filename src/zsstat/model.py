"""The types that everything else is made of: cells, records, observations, findings, figures.

All are immutable. Nothing here reads a file, a clock or a database, and nothing here knows an
indicator, an area or a column by name: those are declared in the catalogue
(:mod:`zsstat.declarations`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeAlias

# --- places -----------------------------------------------------------------------------------


def column_letters(column: int) -> str:
    """``1`` → ``A``, ``27`` → ``AA``: the letters of a 1-based column number."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """``(12, 6)`` → ``F12``."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell of one file: the hash names the bytes, the name is what a person knows it by."""

    sha256: str
    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """January to ``month`` of ``year``; the whole year is month 12. Flows are cumulative."""

    year: int
    month: int = 12

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)

    @property
    def previous_year(self) -> Period:
        return Period(self.year - 1, self.month)


# --- what a file holds ------------------------------------------------------------------------


class CellKind(StrEnum):
    """What a cell holds. ``UNCACHED`` is a formula whose result the file does not carry."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"
    BLANK = "blank"
    UNCACHED = "uncached"


CellValue: TypeAlias = Decimal | str | datetime | time | bool | None


class Cell(NamedTuple):
    """One cell. A named tuple and not a dataclass because a large sheet has millions of them.

    ``value``: ``Decimal`` for NUMBER, ``str`` for TEXT and ERROR (``#REF!``), ``datetime`` (or
    ``time``) for DATE, ``bool`` for BOOL, ``None`` for BLANK and UNCACHED. ``formula`` is without
    the equals sign. ``hidden``: its row, column or sheet is hidden. ``merged_into`` names the
    anchor (``"B2"``) when another cell's merged range covers this one.
    """

    row: int
    column: int
    kind: CellKind
    value: CellValue
    formula: str | None = None
    number_format: str | None = None
    hidden: bool = False
    merged_into: str | None = None

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)

    @property
    def text(self) -> str:
        """The cell as a person would quote it: text as it is, a number without exponent."""
        match self.value:
            case None:
                return "=" + self.formula if self.kind is CellKind.UNCACHED and self.formula else ""
            case bool():
                return "TRUE" if self.value else "FALSE"
            case Decimal():
                return format(self.value, "f")
            case datetime():
                midnight = self.value.time() == time()
                return self.value.date().isoformat() if midnight else self.value.isoformat(sep=" ")
            case time():
                return self.value.isoformat()
            case str():
                return self.value


class Range(NamedTuple):
    """A rectangle of cells, all bounds 1-based and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def area(self) -> int:
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def __contains__(self, place: object) -> bool:
        match place:
            case (int(row), int(column)):
                return (
                    self.first_row <= row <= self.last_row
                    and self.first_column <= column <= self.last_column
                )
        return False


class CellRows(Mapping[tuple[int, int], Cell]):
    """The cells of a sheet kept row by row, for a place would cost more memory than its value.

    ``by_row``: row number → its cells from left to right, rows in ascending order, no row empty.
    As a mapping it goes from ``(row, column)`` to the cell, in the same order.
    """

    __slots__ = ("_places", "by_row")

    def __init__(self, by_row: Mapping[int, tuple[Cell, ...]]) -> None:
        self.by_row = by_row
        self._places = _Places(by_row)

    @classmethod
    def of(cls, cells: Mapping[tuple[int, int], Cell]) -> CellRows:
        if isinstance(cells, CellRows):
            return cells
        rows: dict[int, list[Cell]] = {}
        for place in sorted(cells):
            rows.setdefault(place[0], []).append(cells[place])
        return cls({number: tuple(found) for number, found in rows.items()})

    def at(self, row: int, column: int) -> Cell | None:
        return self._places[row].get(column)

    def __getitem__(self, place: tuple[int, int]) -> Cell:
        cell = self.at(*place)
        if cell is None:
            raise KeyError(place)
        return cell

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((cell.row, cell.column) for cells in self.by_row.values() for cell in cells)

    def __len__(self) -> int:
        return sum(map(len, self.by_row.values()))

    def values(self) -> ValuesView[Cell]:
        return _CellValues(self)


class _CellValues(ValuesView[Cell]):
    """The cells without the detour over their places."""

    _mapping: CellRows

    def __iter__(self) -> Iterator[Cell]:
        return chain.from_iterable(self._mapping.by_row.values())


class _Places(dict[int, Mapping[int, Cell]]):
    """Row number → column number → cell, a row at a time, when somebody asks for it."""

    def __init__(self, by_row: Mapping[int, tuple[Cell, ...]]) -> None:
        super().__init__()
        self._by_row = by_row

    def __missing__(self, row: int) -> Mapping[int, Cell]:
        cells = self._by_row.get(row)
        if cells is None:
            return {}
        self[row] = columns = {cell.column: cell for cell in cells}
        return columns


MERGED_PLACES = 262_144
"""So many places of merged ranges are unfolded for one sheet."""


@dataclass(frozen=True)
class Grid:
    """One sheet, sparse: ``cells`` holds what the file holds, blank formatted cells left out."""

    sheet: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Range, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    epoch_1904: bool = False

    @cached_property
    def by_row(self) -> Mapping[int, tuple[Cell, ...]]:
        """Row number → its cells from left to right, rows in ascending order."""
        return self._rows.by_row

    @cached_property
    def _rows(self) -> CellRows:
        return CellRows.of(self.cells)

    @cached_property
    def _anchors(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Covered place → place of its anchor. Unfolded from the smallest merge on and only up to
        ``MERGED_PLACES`` places: headers and labels are small, and somebody's merge of a whole
        column must not cost a million entries."""
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for merge in sorted(self.merges, key=lambda m: m.area):
            if len(anchors) + merge.area > MERGED_PLACES:
                break
            anchor = (merge.first_row, merge.first_column)
            for row in range(merge.first_row, merge.last_row + 1):
                for column in range(merge.first_column, merge.last_column + 1):
                    anchors[row, column] = anchor
        return anchors

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that is stored at this very place, or None."""
        return self._rows.at(row, column)

    def seen_at(self, row: int, column: int) -> Cell | None:
        """The cell a person sees at this place: inside a merged range, the range's anchor."""
        if self.merges:
            row, column = self._anchors.get((row, column), (row, column))
        return self._rows.at(row, column)


@dataclass(frozen=True)
class Workbook:
    """A file as read: its grids in the order of the sheets. ``format``: xlsx, csv …"""

    file: str
    sha256: str
    format: str
    grids: tuple[Grid, ...]

    def ref(self, grid: Grid, cell: str) -> CellRef:
        return CellRef(self.sha256, self.file, grid.sheet, cell)


# --- what a return says -----------------------------------------------------------------------


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
    of its group)."""

    table: str
    sheet: str
    row: int
    label: str
    fields: Mapping[str, Field]
    first_row: int
    last_row: int
    formulas: Mapping[str, str] = field(default_factory=dict)


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
    """One table of a return as found on a sheet. A nil return has a header and no records."""

    table: str
    sheet: str
    title: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, TableColumn]
    unknown_columns: tuple[str, ...]
    records: tuple[Record, ...]
    claims: tuple[Claim, ...]


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

    def records(self, table: str) -> Iterator[Record]:
        for found in self.tables:
            if found.table == table:
                yield from found.records


# --- the ledger -------------------------------------------------------------------------------


class Role(StrEnum):
    """What an observation is: a fact, or a target set for one."""

    ACTUAL = "actual"
    TARGET = "target"


class Dimension(StrEnum):
    """By what a figure can be broken down, besides area and period."""

    INDUSTRY = "industry"
    SOURCE = "source"
    STAGE = "stage"
    CONSTRUCTION = "construction"
    SIZE = "size"
    PLACE = "place"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Observation:
    """A ledger line: a whole number of the indicator's base unit (元, 美元, 个), from one row.

    ``ref`` is the deciding cell: the cell that holds the value or, for a counted row (value 1),
    the cell that decided that it counts. ``conditions`` are the cells its conditions looked at.
    ``joint`` is the key of a joint activity, equal for all reporters that took part in it."""

    area: str
    indicator: str
    period: Period
    value: int
    ref: CellRef
    table: str
    sheet: str
    row: int
    role: Role = Role.ACTUAL
    dimensions: Mapping[Dimension, str] = field(default_factory=dict)
    conditions: tuple[CellRef, ...] = ()
    joint: str | None = None


# --- findings ---------------------------------------------------------------------------------


class Level(StrEnum):
    """A 强制性 blocks; B 准强制性 blocks until explained; C 核实性 asks; D 提示性 informs."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Outcome(StrEnum):
    """A rule that passes leaves nothing behind; one that lacks its data is undecided."""

    FAIL = "fail"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something noticed, before the check engine stamps it with the level of its rule.

    ``message`` is one Chinese sentence that makes sense without the cells beside it; ``shown`` is
    the value as written, ``expected`` what would have been right, ``difference`` by how much it is
    off. ``action`` is empty when the rule's own advice serves."""

    rule: str
    message: str
    cells: tuple[CellRef, ...] = ()
    shown: str = ""
    expected: str = ""
    difference: str = ""
    action: str = ""
    outcome: Outcome = Outcome.FAIL


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue stamped with its rule's level and version. Equal messages are one finding whose
    cells are joined. ``fingerprint`` binds a waiver to the values it was given for."""

    rule: str
    level: Level
    message: str
    cells: tuple[CellRef, ...]
    shown: str
    expected: str
    difference: str
    action: str
    outcome: Outcome
    version: int
    fingerprint: str
    waiver: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether the workbook goes back because of this."""
        return (
            self.outcome is Outcome.FAIL
            and self.level in (Level.A, Level.B)
            and self.waiver is None
        )


# --- figures and what is made of them ---------------------------------------------------------


class Measure(StrEnum):
    """What a figure says about an indicator."""

    VALUE = "value"
    BASE = "base"
    DEDUCTION = "deduction"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"
    TARGET = "target"
    COMPLETION = "completion"
    PACE = "pace"
    GROWTH_RANK = "growth_rank"
    COMPLETION_RANK = "completion_rank"
    PERIOD = "period"
    CONSTANT = "constant"
    QUOTE = "quote"
    NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True)
class FigureKey:
    """The key under which a figure's sources are looked up when somebody asks.

    ``dimension`` and ``member`` narrow it (industry = 装备制造); ``row`` is the ledger row (a
    record's id in the store) when the figure is about a single project."""

    measure: Measure
    indicator: str = ""
    area: str = ""
    period: Period | None = None
    dimension: Dimension | None = None
    member: str | None = None
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with a history. ``value`` is exact and in ``unit`` (percent for rates, a place for
    placements; None where there is no value); ``display`` is what a person reads, made once by
    :mod:`zsstat.figures`; ``number`` is the rounded number alone as it is printed; ``formula``
    says in Chinese how it was computed, with its operands."""

    key: FigureKey
    value: Fraction | None
    unit: str
    decimals: int
    number: str
    display: str
    formula: str
    note: str | None = None
    cells: tuple[CellRef, ...] = ()

    def __str__(self) -> str:
        return self.display


Part: TypeAlias = str | Figure
Parts: TypeAlias = tuple[Part, ...]


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's column heading; ``unit`` is printed beside it, ``keep`` says that it must not be
    the one to go when the terminal is narrow."""

    text: str
    align: Align = Align.RIGHT
    unit: str = ""
    keep: bool = True


@dataclass(frozen=True, slots=True)
class TableRow:
    """One cell a heading; ``total`` rows are set apart."""

    cells: tuple[Part | None, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What renderers take. ``unit_line`` stands above the header at the right (单位：亿元)."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    unit_line: str = ""
    notes: tuple[Parts, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a command prints: tables for people, and the same as plain data for machines.

    ``data`` holds only mappings, sequences, strings, ints, bools and None; ``data["rows"]``, where
    there is one, is the sequence of mappings that makes a flat csv."""

    tables: tuple[Table, ...]
    data: Mapping[str, object] = field(default_factory=dict)


class Style(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text and figures in one style."""

    style: Style
    parts: Parts


@dataclass(frozen=True, slots=True)
class Document:
    """What document renderers take."""

    paragraphs: tuple[Paragraph, ...]

    def figures(self) -> Iterator[Figure]:
        for paragraph in self.paragraphs:
            for part in paragraph.parts:
                if isinstance(part, Figure):
                    yield part
