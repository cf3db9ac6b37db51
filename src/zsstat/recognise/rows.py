"""The rows of a block, read into records and claims, with what was noticed in their cells.

A cell gives at most the problems that ``read_value`` sees; a blank gives none but its own. A value
hidden under a vertical merge is never filled into an amount or count; a text, date or choice that a
person sees merged over several rows belongs to each of them (conversion ``merged``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from zsstat.declarations import Catalogue, Column, ColumnType, Indicator, ReturnTable, Unit
from zsstat.expressions import Scope, compile_expression
from zsstat.model import (
    Cell,
    CellKind,
    CellRef,
    Claim,
    Field,
    Issue,
    Record,
    Workbook,
    column_letters,
)
from zsstat.recognise.asides import (
    ERROR_CELL,
    UNCACHED,
    as_found,
    asides,
    broken_rule,
    elsewhere,
)
from zsstat.recognise.blanks import Blanks
from zsstat.recognise.headers import Heading
from zsstat.recognise.layout import NUMERIC, Block, ClaimRow
from zsstat.recognise.lineage import lines_of
from zsstat.recognise.spans import Spans
from zsstat.recognise.units import UnitRow, clashing_units, foreign_unit, row_unit, settle
from zsstat.recognise.words import Words, filled
from zsstat.values import Problem, Reading, indicator_under, read_value, written

UNIT_UNKNOWN = "file.unit_unknown"
BROKEN = (ERROR_CELL, UNCACHED)
UNFILLED = (*NUMERIC, ColumnType.PERSONAL)
"""Columns into which nothing is filled from a merge above."""
INDICATOR = ColumnType.INDICATOR
SHORTEST_PERSONAL = 11
_READ_FIRST = {INDICATOR: 0, ColumnType.UNIT: 1}


@dataclass(frozen=True, slots=True)
class Used:
    """A column that is read: where it stands and the unit that header and unit row settled."""

    column: Column
    heading: Heading
    unit: Unit | None
    letters: str


@dataclass(slots=True)
class Read:
    """What a block's rows hold."""

    used: tuple[Used, ...] = ()
    records: list[Record] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """What the cells of one row need from their neighbours."""

    indicator: Indicator | None = None
    indicator_text: str = ""
    unit_text: str = ""
    uncounted: bool = False
    """Its indicator is not known: the row is reported once and its other cells are left alone."""
    unit_unclear: bool = False
    """Its unit cell is not understood, which is said already."""


def read_rows(block: Block, row_of_units: UnitRow, workbook: Workbook, words: Words) -> Read:
    """Records and claims of ``block``, and the issues of its units and cells."""
    return _Reader(block, row_of_units, workbook, words).read()


class _Reader:
    def __init__(
        self, block: Block, row_of_units: UnitRow, workbook: Workbook, words: Words
    ) -> None:
        self.block = block
        self.grid = block.grid
        self.workbook = workbook
        self.units = row_of_units
        self.catalogue: Catalogue = words.catalogue
        self.blank_marks = words.blank_marks
        self.result = Read()
        self.unit_unknown: dict[tuple[str, str], list[tuple[Field, str]]] = {}
        self.foreign: set[str] = set()
        self.idle = _idle_columns(block.fit.table, self.catalogue)
        self.blanks = Blanks(block.fit.table)
        self.lines = lines_of(block, words)

    def read(self) -> Read:
        self.result.used = tuple(self._settle_units())
        for row in self.block.data:
            self.result.records.append(
                Record(self.block.fit.table.id, self.grid.sheet, row, self._fields(row))
            )
        self._read_claims()
        self._report_units()
        self.result.issues += self.blanks.issues()
        columns = {used.heading.column: used.column for used in self.result.used}
        self.result.issues += asides(self.block, columns, self.workbook)
        return self.result

    # --- units --------------------------------------------------------------------------------

    def _settle_units(self) -> Iterator[Used]:
        """The used columns; those that others depend on come first."""
        columns = [
            (column, heading)
            for name, heading in self.block.columns.items()
            if (column := self.block.fit.table.column(name)) is not None
        ]
        columns.sort(key=lambda pair: _READ_FIRST.get(pair[0].type, 2))
        for column, heading in columns:
            settled = settle(column, heading, self.units)
            if settled.clash is not None and settled.unit is not None and self.units.cell:
                self._clash(heading, settled.unit, settled.clash, self.units.cell)
            if settled.foreign is not None:
                self._foreign(column, heading, settled.foreign)
            yield Used(column, heading, settled.unit, column_letters(heading.column))

    def _clash(self, heading: Heading, stated: Unit, above: Unit, cell: Cell) -> None:
        message = (
            f"列名“{heading.text}”写明{stated.id}，单位行写的是{above.id}，"
            f"暂按列名的{stated.id}计算"
        )
        refs = (self._ref(heading.leaf), self._ref(cell))
        self._issue("file.unit_clash", message, refs, cell.text.strip(), stated.id)

    def _foreign(self, column: Column, heading: Heading, unit: Unit) -> None:
        self.foreign.add(column.name)
        message = (
            f"列名“{heading.text}”的单位{unit.id}不能用于“{column.name}”，应为{column.base}一类"
        )
        self._issue(
            UNIT_UNKNOWN, message, (self._ref(heading.leaf),), unit.id, f"{column.base}一类的单位"
        )

    def _report_units(self) -> None:
        """One finding for all columns without a unit, of each its header first, then the cells."""
        said: dict[tuple[str, str], list[str]] = {}
        refs: dict[tuple[str, str], list[CellRef]] = {}
        for (name, message), cells in self.unit_unknown.items():
            if name in self.foreign:
                continue
            found, expected = cells[0]
            places = [ref.ref for ref, _ in cells]
            if f"“{found.text}”" in message:  # this cell is at fault and not the column
                self._issue(UNIT_UNKNOWN, message, tuple(places), found.text, expected)
                continue
            fault = (message.removeprefix(f"“{name}”"), expected)
            said.setdefault(fault, []).append(f"“{name}”")
            header = self._ref(self.block.columns[name].leaf)
            refs.setdefault(fault, []).extend([header, *places])
        for fault, names in said.items():
            message, said_above = "".join(names) + fault[0], self.units.cell
            if said_above is not None:
                message += f"；单位行“{said_above.text.strip()}”不适用于这些列"
            self._issue(UNIT_UNKNOWN, message, tuple(refs[fault]), "", fault[1])

    # --- records ------------------------------------------------------------------------------

    def _fields(self, row: int) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        context = _Row()
        for used in self.result.used:
            cell, merged = self._cell(row, used)
            reading = self._reading(cell, used, context)
            if used.column.type is INDICATOR:
                reading = self._under_lines_above(row, cell, reading)
            ref = self._at(cell.row if cell is not None and merged else row, used.letters)
            found = _field(reading, cell, used, ref, merged=merged)
            fields[used.column.name] = found
            context = self._context(context, used, found)
            if self.workbook.degraded and used.column.type in NUMERIC:
                self.blanks.note(used.column, ref, filled=filled(cell))
            if not merged and not (context.uncounted and used.column.type is not INDICATOR):
                self._notice(used, reading, found, context)
        self._compare_units(context, fields)
        return fields

    def _compare_units(self, context: _Row, fields: Mapping[str, Field]) -> None:
        """file.unit_clash: 到位资金（亿元） | 万元."""
        if context.indicator is None:
            return
        text = context.indicator_text
        clash = clashing_units(context.indicator, context.unit_text, text, self.catalogue)
        if clash is not None:
            own, named = clash
            message = f"“{text}”写明{named.id}，计量单位写的是{own.id}，暂按计量单位{own.id}计算"
            kinds = (INDICATOR, ColumnType.UNIT)
            refs = tuple(
                fields[u.column.name].ref for u in self.result.used if u.column.type in kinds
            )
            self._issue("file.unit_clash", message, refs, text, own.id)

    def _cell(self, row: int, used: Used) -> tuple[Cell | None, bool]:
        """The cell itself, else the one merged over it from a data row above."""
        own = self.grid.cell(row, used.heading.column)
        if filled(own) or used.column.type in UNFILLED:
            return own, False
        above = self.grid.seen_at(row, used.heading.column)
        if above is None or above.row <= self.block.header.last or above.row == row:
            return own, False
        return above, True

    def _reading(self, cell: Cell | None, used: Used, context: _Row) -> Reading:
        unit, indicator = used.unit, None
        if used.column.type is ColumnType.MEASURE and context.indicator is not None:
            indicator = context.indicator
            foreign = foreign_unit(indicator, context.unit_text, self.catalogue)
            if foreign is not None and filled(cell):
                return _of_another_kind(used.column, indicator, foreign, self.catalogue)
            unit = row_unit(
                indicator,
                unit_text=context.unit_text,
                indicator_text=context.indicator_text,
                heading=used.heading,
                row=self.units,
                catalogue=self.catalogue,
            )
        return read_value(
            cell,
            used.column,
            unit,
            self.catalogue,
            epoch_1904=self.grid.epoch_1904,
            indicator=indicator,
        )

    def _under_lines_above(self, row: int, cell: Cell | None, reading: Reading) -> Reading:
        """The indicator that the name is together with a line above, where the line says that it is
        a part of that, or is nothing by itself."""
        line = self.lines.get(row)
        if line is None or cell is None or not (line.part or reading.value is None):
            return reading
        code = indicator_under(cell.text, line.above, self.catalogue)
        return reading if code is None else Reading(code, conversions=("joined",))

    def _context(self, context: _Row, used: Used, found: Field) -> _Row:
        if used.column.type is INDICATOR:
            indicator = self.catalogue.indicators.get(str(found.value))
            return _Row(indicator, found.text, uncounted=indicator is None)
        if used.column.type is ColumnType.UNIT:
            return replace(context, unit_text=found.text, unit_unclear=not found.readable)
        return context

    def _notice(self, used: Used, reading: Reading, found: Field, context: _Row) -> None:
        column = used.column
        if column.needed and found.value is None and found.readable:
            message = f"必填项“{column.name}”没有填写"
            self._issue("cell.needed_blank", message, (found.ref,), found.text, "填写内容")
            return
        for problem in reading.problems:
            if problem.rule in BROKEN and column.name in self.idle:
                where = f"不参加统计的列“{column.name}”"
                self.result.issues.append(elsewhere(found, problem.rule, where))
            elif problem.rule == UNIT_UNKNOWN and column.type is not ColumnType.UNIT:
                if context.unit_unclear and column.type is ColumnType.MEASURE:
                    continue
                cells = self.unit_unknown.setdefault((column.name, problem.message), [])
                cells.append((found, problem.expected))
            else:
                self._problem(problem, found)

    def _problem(self, problem: Problem, found: Field) -> None:
        self._issue(problem.rule, problem.message, (found.ref,), found.text, problem.expected)

    # --- claims -------------------------------------------------------------------------------

    def _read_claims(self) -> None:
        read = [self._stated(claim) for claim in self.block.claims]
        stated = {c.row: fields for c, (fields, _) in zip(self.block.claims, read, strict=True)}
        spans = Spans(self.block, [record.fields for record in self.result.records], stated)
        table = self.block.fit.table.id
        for claim, (fields, formulas) in zip(self.block.claims, read, strict=True):
            place = (claim.row, claim.label, fields, *spans.of(claim))
            self.result.claims.append(
                Claim(table, self.grid.sheet, *place, formulas, area=claim.group)
            )

    def _stated(self, claim: ClaimRow) -> tuple[dict[str, Field], dict[str, str]]:
        """What the row states, and its formulas, by column."""
        fields: dict[str, Field] = {}
        formulas: dict[str, str] = {}
        for used in self.result.used:
            cell = self.grid.cell(claim.row, used.heading.column)
            if used.column.type not in NUMERIC or cell is None or not filled(cell):
                continue
            if cell.kind in (CellKind.ERROR, CellKind.UNCACHED):
                where = f"“{claim.label or '合计'}”行的“{used.column.name}”"
                broken = as_found(self.block, cell, self.workbook)
                self.result.issues.append(elsewhere(broken, broken_rule(cell), where))
            reading = self._reading(cell, used, _Row())
            fields[used.column.name] = _field(reading, cell, used, self._ref(cell), merged=False)
            if cell.formula:
                formulas[used.column.name] = cell.formula
        return fields, formulas

    # --- small things -------------------------------------------------------------------------

    def _ref(self, cell: Cell) -> CellRef:
        return self.workbook.ref(self.grid, cell.name)

    def _at(self, row: int, letters: str) -> CellRef:
        return CellRef(self.workbook.sha256, self.workbook.file, self.grid.sheet, f"{letters}{row}")

    def _issue(
        self,
        rule: str,
        message: str,
        cells: tuple[CellRef, ...],
        shown: str = "",
        expected: str = "",
    ) -> None:
        self.result.issues.append(Issue(rule, message, cells, shown=shown, expected=expected))


def _of_another_kind(
    column: Column, indicator: Indicator, unit: Unit, catalogue: Catalogue
) -> Reading:
    base = catalogue.base_unit(indicator.code)
    message = f"“{indicator.name}”按{base}统计，计量单位却写“{unit.id}”，“{column.name}”没有统计"
    return Reading(problems=(Problem("cell.not_number", message, base),), readable=False)


def _idle_columns(table: ReturnTable, catalogue: Catalogue) -> frozenset[str]:
    """The columns of free text that neither name nor classify a row: 备注, 联系人."""
    working = {table.label, table.place, *(name for group in table.identity for name in group)}
    if table.joint:
        working.update(table.joint.key)
    if table.targets:
        working.add(table.targets.issuer)
    scope = Scope.of(catalogue)
    for text in table.dimensions.values():
        working |= compile_expression(text, scope).names
    return frozenset(
        column.name
        for column in table.columns
        if column.type in (ColumnType.TEXT, ColumnType.PERSONAL)
        and not (column.required or column.needed or column.minimum_length)
        and column.name not in working
    )


def _field(reading: Reading, cell: Cell | None, used: Used, ref: CellRef, *, merged: bool) -> Field:
    conversions = (*reading.conversions, "merged") if merged else reading.conversions
    return Field(
        reading.value,
        _text(cell, used.column),
        ref,
        reading.unit,
        conversions,
        reading.readable,
    )


def _text(cell: Cell | None, column: Column) -> str:
    """The cell as written, personal numbers masked; a shorter text holds none."""
    if cell is None:
        return ""
    if column.type is ColumnType.PERSONAL:
        return written(cell, column)
    text = cell.text
    return text if len(text) < SHORTEST_PERSONAL else written(cell, column)
