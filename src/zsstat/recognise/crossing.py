"""The values of a matrix, read into records, claims and issues.

Every value becomes a field of the record of its area, indicator and year, with the cells that said
so beside it: what stands in a matrix is known by the same columns as in a list. The row or column
of the whole (全国, 合计) and of a group (东部地区) is a claim about its parts. What is a rate for
its areas is one for the whole, too, and is no sum: there the whole's own number is a record.

A matrix with several years is several tables, one a period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from zsstat.declarations import (
    AreaKind,
    Catalogue,
    Column,
    ColumnType,
    Indicator,
    IndicatorKind,
    Unit,
)
from zsstat.model import (
    Cell,
    CellRef,
    Claim,
    Field,
    FieldValue,
    Issue,
    Period,
    RecognisedTable,
    Record,
    TableColumn,
    Workbook,
    column_letters,
    column_number,
)
from zsstat.recognise.axes import Spot
from zsstat.recognise.blanks import Blanks
from zsstat.recognise.matrix import Matrix, MatrixColumn, MatrixRow
from zsstat.recognise.matrix_remarks import (
    clash,
    unknown_rows,
    unlabelled_rows,
    unread_columns,
    without_values,
)
from zsstat.recognise.units import UnitRow, nearest_two
from zsstat.recognise.words import Words, filled
from zsstat.values import Reading, normalise, read_value, written

UNIT_UNKNOWN = "file.unit_unknown"


@dataclass(frozen=True, slots=True)
class _Key:
    """What a value is about; ``period`` is None where nothing says the year."""

    area: str | None
    indicator: str | None
    period: Period | None


@dataclass(slots=True)
class _Entry:
    """The values about one key that stand together: column → field."""

    key: _Key
    row: int
    fields: dict[str, Field]
    formulas: dict[str, str] = field(default_factory=dict)
    label: str = ""


def read_matrix(
    matrix: Matrix, unit_row: UnitRow, workbook: Workbook, words: Words
) -> tuple[tuple[RecognisedTable, ...], tuple[Issue, ...]]:
    """The tables of a matrix, one for each year that it names, the latest first; and what was
    noticed in its cells."""
    reader = _Reader(matrix, unit_row, workbook, words.catalogue)
    return tuple(reader.tables()), tuple(reader.issues)


class _Reader:
    def __init__(
        self, matrix: Matrix, unit_row: UnitRow, workbook: Workbook, catalogue: Catalogue
    ) -> None:
        self.matrix = matrix
        self.grid = matrix.grid
        self.unit_row = unit_row
        self.workbook = workbook
        self.catalogue = catalogue
        self.table = matrix.table
        self.issues: list[Issue] = []
        self.without_unit: dict[tuple[str, str], list[CellRef]] = {}
        periods = (matrix.period_of(spot) for spot in self._spots())
        self.latest = max((period for period in periods if period), default=None)
        self.clashes: dict[str, Issue] = {}
        self.blanks = Blanks(self.table)

    def _spots(self) -> Iterator[Spot]:
        yield from (column.spot for column in self.matrix.columns)
        yield from (row.spot for row in self.matrix.rows)

    def tables(self) -> Iterator[RecognisedTable]:
        entries = list(self._entries())
        groups = list(self._group_claims())
        self._report_units()
        self.issues += self.blanks.issues()
        self.issues += self.clashes.values()
        self.issues += unknown_rows(self.matrix, self.workbook)
        self.issues += unlabelled_rows(self.matrix, self.workbook)
        self.issues += unread_columns(self.matrix, self.workbook)
        self.issues += without_values(self.matrix, (e.fields for e in entries), self.workbook)
        entries.sort(key=lambda entry: _latest_first(entry.key.period))
        for period, of_period in groupby(entries, key=lambda entry: entry.key.period):
            mine = list(of_period)
            yield RecognisedTable(
                self.table.id,
                self.grid.sheet,
                self.matrix.title,
                self.matrix.header_rows,
                self._columns(mine),
                tuple(column.text for column in self.matrix.unread),
                tuple(self._record(e) for e in mine if not self._claims(e)),
                (
                    *(self._claim(e) for e in mine if self._claims(e)),
                    *(c for key, c in groups if key == period),
                ),
                period,
            )

    # --- cells → entries ----------------------------------------------------------------------

    def _entries(self) -> Iterator[_Entry]:
        """The values, those about one key and of one row or column together."""
        entries: dict[tuple[_Key, int], _Entry] = {}
        for row in self.matrix.rows_of_values:
            for column in self.matrix.columns:
                spot = self._spot(row, column)
                value_column = self._value_column(spot)
                if value_column is None or not self._is_about_something(spot):
                    continue
                key = self._key(spot)
                found = entries.get((key, row.row))
                if found is not None and value_column.name in found.fields:
                    yield found  # the same fact a second time: a record of its own
                    found = None
                if found is None:
                    found = _Entry(key, row.row, self._said(spot), label=row.label.text.strip())
                    entries[key, row.row] = found
                self._read(row, column, spot, value_column, found)
        yield from entries.values()

    def _spot(self, row: MatrixRow, column: MatrixColumn) -> Spot:
        """What is said about one value. Beside columns with years one without is of the latest:
        2019年 | 2020年 | 比上年增长."""
        spot = column.spot.with_defaults(row.spot)
        own = self.matrix.period_of(spot)
        whole = spot.with_defaults(self.matrix.defaults)
        return replace(whole, period=own or self.latest or whole.period)

    def _is_about_something(self, spot: Spot) -> bool:
        types = {c.type for c in self.table.columns}
        return not (
            (ColumnType.AREA in types and spot.area is None)
            or (ColumnType.INDICATOR in types and spot.indicator is None)
            or not self._belongs(spot)
        )

    def _belongs(self, spot: Spot) -> bool:
        """The whole and groups are claims of tables that state facts; a table of placements has
        no use for them."""
        area = self.catalogue.areas.get(spot.area or "")
        members = (AreaKind.MEMBER, AreaKind.REPORTER)
        return area is None or area.kind in members or self.table.facts is not None

    def _value_column(self, spot: Spot) -> Column | None:
        """The column that a value belongs to; none for a year that is neither the latest nor
        the one it is compared with, where the table states the latest alone."""
        crossing = self.table.matrix
        name = spot.column or (crossing.value if crossing else "")
        if crossing and crossing.base and spot.period and self.latest:
            behind = self.latest.year - spot.period.year
            if behind > 1 or (behind == 1 and name != crossing.value):
                return None
            name = crossing.base if behind == 1 else name
        return self.table.column(name)

    def _key(self, spot: Spot) -> _Key:
        crossing = self.table.matrix
        period = spot.period if self.latest or self.table.facts else None
        if self.latest and crossing and crossing.base:
            period = self.latest
        return _Key(spot.area, spot.indicator, period)

    def _said(self, spot: Spot) -> dict[str, Field]:
        """The fields of the key: what said area, indicator and year, and where."""
        values: dict[ColumnType, tuple[FieldValue, str]] = {
            ColumnType.AREA: (spot.area, "area"),
            ColumnType.INDICATOR: (spot.indicator, "indicator"),
            ColumnType.YEAR: (spot.period.year if spot.period else None, "period"),
        }
        fields: dict[str, Field] = {}
        for column in self.table.columns:
            value, kind = values.get(column.type, (None, ""))
            cell = spot.cells.get(kind) or (spot.cells.get("month") if kind == "period" else None)
            if value is not None and cell is not None:
                fields[column.name] = Field(value, " ".join(cell.text.split()), self._ref(cell))
        return fields

    def _read(
        self,
        row: MatrixRow,
        column: MatrixColumn,
        spot: Spot,
        value_column: Column,
        entry: _Entry,
    ) -> None:
        cell = self.grid.cell(row.row, column.column)
        indicator = self.catalogue.indicators.get(spot.indicator or "")
        unit = self._unit(row, spot, value_column, indicator)
        reading = read_value(
            cell,
            value_column,
            unit,
            self.catalogue,
            epoch_1904=self.grid.epoch_1904,
            indicator=indicator,
        )
        ref = self._at(row.row, column.column)
        entry.fields[value_column.name] = _field(reading, cell, value_column, ref)
        if cell is not None and cell.formula:
            entry.formulas[value_column.name] = cell.formula
        self._notice(reading, cell, ref)
        if self.workbook.degraded:
            self.blanks.note(value_column, ref, filled=filled(cell))

    def _unit(
        self, row: MatrixRow, spot: Spot, column: Column, indicator: Indicator | None
    ) -> Unit | None:
        """The unit of the nearest heading or label that is of the indicator's kind, else of a cell
        beside the labels, else of the unit row. A count needs none, and a value per head, an index
        or a percentage takes of the unit row no other than its own: 单位：亿元 above a whole table
        says nothing about incomes."""
        if column.type is not ColumnType.MEASURE or indicator is None:
            return next(iter(spot.units), None)
        base = self.catalogue.base_unit(indicator.code)
        stated = (*spot.units, *self._units_beside(row))
        fitting, other = nearest_two([unit for unit in stated if unit.base == base])
        above = self.unit_row.of(base)
        if indicator.kind is IndicatorKind.RATE and above and above.id != indicator.unit:
            above = None
        if fitting is None and not stated:
            fitting = above
        elif fitting is not None and other is not None:
            self._clash(spot, fitting, other, row.label)
        elif fitting is not None and above is not None and above.id != fitting.id:
            self._clash(spot, fitting, above, self.unit_row.cell)
        if fitting is None and indicator.kind is IndicatorKind.COUNT:
            return self.catalogue.units.get(base)
        return fitting

    def _clash(self, spot: Spot, taken: Unit, other: Unit, place: Cell | None) -> None:
        """file.unit_clash, once for each name."""
        cell = spot.cells.get("indicator") or next(iter(spot.cells.values()), None)
        if cell is not None and place is not None:
            above, refs = place is self.unit_row.cell, (self._ref(cell), self._ref(place))
            self.clashes[cell.name] = clash(cell, taken, other, place, refs, above=above)

    def _units_beside(self, row: MatrixRow) -> Iterator[Unit]:
        """计量单位 in a column of its own, left of the values."""
        values = {column.column for column in self.matrix.columns}
        for cell in self.grid.by_row[row.row]:
            if cell.column in values or not isinstance(cell.value, str):
                continue
            unit = self.matrix.axes.lexicon.units.get(normalise(cell.value).strip("()"))
            if unit is not None and self.matrix.stub[0] < cell.column < max(values):
                yield unit

    # --- groups -------------------------------------------------------------------------------

    def _group_claims(self) -> Iterator[tuple[Period | None, Claim]]:
        """What rows that are called like groups say about the rows down to the next group or, where
        groups stand below their rows, up to the one before."""
        if self.table.facts is None:
            return
        for row in self.matrix.rows:
            if not row.group:
                continue
            entries: dict[_Key, _Entry] = {}
            for column in self.matrix.columns:
                spot = self._spot(row, column)
                value_column = self._value_column(spot)
                if value_column is None or spot.indicator is None:
                    continue
                key = self._key(spot)
                entry = entries.setdefault(key, _Entry(key, row.row, self._said(spot)))
                self._read(row, column, spot, value_column, entry)
            for key, entry in entries.items():
                entry.label = "".join(row.label.text.split())
                yield key.period, self._claim(entry, self._rows_of(row))

    def _rows_of(self, group: MatrixRow) -> tuple[int, int]:
        """The first and last row of the group's members; its own row twice where it has none."""
        rows = [row for row in self.matrix.rows if not row.total or row.group]
        marks = [n for n, row in enumerate(rows) if row.group]
        here = rows.index(group)
        if marks[0] == 0:
            members = rows[here + 1 : next((n for n in marks if n > here), len(rows))]
        else:
            members = rows[max((n for n in marks if n < here), default=-1) + 1 : here]
        return (members[0].row, members[-1].row) if members else (group.row, group.row)

    # --- what was noticed ---------------------------------------------------------------------

    def _notice(self, reading: Reading, cell: Cell | None, ref: CellRef) -> None:
        for problem in reading.problems:
            if problem.rule == UNIT_UNKNOWN:
                fault = (problem.message, problem.expected)
                self.without_unit.setdefault(fault, []).append(ref)
                continue
            text = "" if cell is None else cell.text.strip()
            self.issues.append(Issue(problem.rule, problem.message, (ref,), text, problem.expected))

    def _report_units(self) -> None:
        for (message, expected), refs in self.without_unit.items():
            said = self.unit_row.cell
            if said is not None:
                message += f"；单位行“{said.text.strip()}”不适用"
            self.issues.append(Issue(UNIT_UNKNOWN, message, tuple(refs), expected=expected))

    # --- entries → records and claims ---------------------------------------------------------

    def _claims(self, entry: _Entry) -> bool:
        """Whether the entry says what its parts add up to."""
        area = self.catalogue.areas.get(entry.key.area or "")
        if area is None or area.kind not in (AreaKind.CITY, AreaKind.GROUP):
            return False
        indicator = self.catalogue.indicators.get(entry.key.indicator or "")
        summed = indicator is not None and indicator.kind is not IndicatorKind.RATE
        return summed or area.kind is AreaKind.GROUP

    def _record(self, entry: _Entry) -> Record:
        return Record(self.table.id, self.grid.sheet, entry.row, entry.fields)

    def _claim(self, entry: _Entry, rows: tuple[int, int] | None = None) -> Claim:
        """What the entry's parts add up to: those of its area, or those in the rows."""
        first, last = rows or (entry.row, entry.row)
        return Claim(
            self.table.id,
            self.grid.sheet,
            entry.row,
            entry.label,
            entry.fields,
            first,
            last,
            entry.formulas,
            entry.key.area,
        )

    def _columns(self, entries: Iterable[_Entry]) -> dict[str, TableColumn]:
        """Canonical column → where it stands first, its heading and unit."""
        columns: dict[str, TableColumn] = {}
        headings = {column.column: column for column in self.matrix.columns}
        for entry in entries:
            for name, found in entry.fields.items():
                if name in columns:
                    continue
                number = column_number(found.ref.cell.rstrip("0123456789"))
                heading = headings.get(number)
                text = heading.text if heading else found.text
                columns[name] = TableColumn(name, number, text, found.ref, found.unit)
        return columns

    # --- small things -------------------------------------------------------------------------

    def _ref(self, cell: Cell) -> CellRef:
        return self.workbook.ref(self.grid, cell.name)

    def _at(self, row: int, column: int) -> CellRef:
        return self.workbook.ref(self.grid, f"{column_letters(column)}{row}")


def _field(reading: Reading, cell: Cell | None, column: Column, ref: CellRef) -> Field:
    return Field(
        reading.value,
        written(cell, column),
        ref,
        reading.unit,
        reading.conversions,
        reading.readable,
    )


def _latest_first(period: Period | None) -> tuple[int, int]:
    return (-period.year, -period.month) if period else (0, 0)
