"""合计 and 小计 rows against the rows that they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zsstat.checks import precision, wording
from zsstat.checks.causes import nearest_cause
from zsstat.checks.context import Context
from zsstat.declarations import Column, ColumnType, Layout, ReturnTable, Rule
from zsstat.model import Claim, Field, Issue, Outcome, RecognisedTable, Record

_SUMMED = frozenset({ColumnType.AMOUNT, ColumnType.COUNT})
_SUM = re.compile(r"SUM\(([$A-Z0-9:,]+)\)")
_RANGE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


def claims(rule: Rule, context: Context) -> Iterator[Issue]:
    """每个合计、小计都应等于它所辖各行之和。

    逐列核对金额列和数量列，空白的合计不核对。合计与各行单位相同时须完全相等；单位不同时，允许按合计所写的
    小数位四舍五入；规则的 tolerance 另行放宽。地区组按目录规定的成员核对。
    同一种表左右并排、只有一个合计的，按并排各表所有行之和核对。
    能看出原因的一并指出：公式漏了某些行，正好漏了或多计了一行，把小计又加了一遍，数字写颠倒，
    相差整十倍、整万倍。
    所辖各行有读不出的单元格时无法核对。
    """
    for found in context.subject.tables:
        table = context.catalogue.returns[found.table]
        for claim in found.claims:
            records = _spoken_for(found, claim, table, context)
            if records is None:
                continue
            for column in _summed(table):
                if (field := claim.fields.get(column.name)) and isinstance(field.value, int):
                    total = _Total(found, claim, records, column, field, field.value)
                    yield from _compare(rule, context, _as_meant(rule, context, total))


def _as_meant(rule: Rule, context: Context, total: _Total) -> _Total:
    """The total with the rows that it means. The last of two tables of a kind on its sheet, below
    one another or side by side, may bear the total of both: it does where it holds for all their
    rows, and also where they stand side by side and only one of them has a total."""
    own = total.found
    tables = [t for t in context.subject.tables if (t.table, t.sheet) == (own.table, own.sheet)]
    if len(total.records) < len(own.records) or len(tables) == 1 or _holds(rule, context, total):
        return total
    wider = replace(total, records=tuple(record for table in tables for record in table.records))
    others = [table for table in tables if table is not own]
    alone = not any(_speaks_for_all(claim, table) for table in others for claim in table.claims)
    beside = any(_stand_beside(own, other) for other in others)
    return wider if (alone and beside) or _holds(rule, context, wider) else total


def _holds(rule: Rule, context: Context, total: _Total) -> bool:
    added = total.added
    return total.readable and (added == total.value or _accepted(rule, context, total, added))


def _speaks_for_all(claim: Claim, table: RecognisedTable) -> bool:
    return all(claim.first_row <= record.row <= claim.last_row for record in table.records)


def _stand_beside(one: RecognisedTable, other: RecognisedTable) -> bool:
    """Whether there are rows in which both tables stand."""
    return max(_first_row(one), _first_row(other)) <= min(_last_row(one), _last_row(other))


def _first_row(table: RecognisedTable) -> int:
    return min((*table.header_rows, *(r.row for r in table.records)), default=0)


def _last_row(table: RecognisedTable) -> int:
    return max((*table.header_rows, *(r.row for r in table.records)), default=0)


def _spoken_for(
    found: RecognisedTable, claim: Claim, table: ReturnTable, context: Context
) -> tuple[Record, ...] | None:
    """The rows that a claim is compared with: those of its span, of a declared group of areas those
    of its members. None for a group that is compared with nothing."""
    if claim.area is None:
        return tuple(r for r in found.records if claim.first_row <= r.row <= claim.last_row)
    members = context.catalogue.areas[claim.area].members
    places = [column.name for column in table.columns if column.type is ColumnType.AREA]
    within = tuple(r for r in found.records if any(r.value(name) in members for name in places))
    return within if members else None


@dataclass(frozen=True, slots=True)
class _Total:
    """One claimed number, with the table that it stands in."""

    found: RecognisedTable
    claim: Claim
    records: tuple[Record, ...]
    column: Column
    field: Field
    value: int

    @property
    def places(self) -> Mapping[str, Field]:
        """The fields that the total speaks for, by what their places are called."""
        name = self.column.name
        found = [(r.row, r.fields[name]) for r in self.records if name in r.fields]
        return {field.ref.cell if self.beside else f"第{row}行": field for row, field in found}

    @property
    def beside(self) -> bool:
        """Whether it speaks for rows that stand side by side, so that they are told by cells."""
        return len({record.row for record in self.records}) < len(self.records)

    @property
    def fields(self) -> list[Field]:
        """The fields that the total speaks for."""
        name = self.column.name
        return [r.fields[name] for r in self.records if name in r.fields]

    @property
    def readable(self) -> bool:
        return all(field.readable for field in self.fields)

    @property
    def added(self) -> int:
        return sum(field.value for field in self.fields if isinstance(field.value, int))

    @property
    def name(self) -> str:
        return f"“{self.claim.label}”行的“{self.column.name}”"


def _summed(table: ReturnTable) -> Iterator[Column]:
    """Columns whose rows can be added up: a table of indicators has none."""
    if table.layout is Layout.LIST:
        yield from (column for column in table.columns if column.type in _SUMMED)


def _compare(rule: Rule, context: Context, total: _Total) -> Iterator[Issue]:
    catalogue, stated = context.catalogue, total.value
    if not total.readable:
        message = f"{total.name}无法核对：所辖各行的这一列有读不出的单元格"
        yield Issue(rule.id, message, (total.field.ref,), outcome=Outcome.UNDECIDED)
        return
    added = total.added
    if stated == added or _accepted(rule, context, total, added):
        return
    unit = wording.unit_of(total.field, catalogue)
    shown, expected, difference = (
        wording.amount(value, unit) for value in (stated, added, abs(stated - added))
    )
    comparison = "多" if stated > added else "少"
    yield Issue(
        rule.id,
        f"{total.name}为{shown}，各行之和为{expected}，合计比各行之和{comparison}{difference}"
        + (_formula_hint(total) or _cause(total)),
        (total.field.ref,),
        shown=total.field.text.strip(),
        expected=expected,
        difference=difference,
    )


def _accepted(rule: Rule, context: Context, total: _Total, added: int) -> bool:
    """Whether the difference is one of rounding: rows finer than a base unit that were rounded one
    by one, or a total in a larger unit than its rows; or within the rule's tolerance."""
    catalogue, apart = context.catalogue, abs(total.value - added)
    rounded = sum("rounded" in f.conversions for f in (*total.fields, total.field))
    own = precision.allowed(rule, Fraction(added), total.column.base, catalogue)
    if apart <= max(Fraction(rounded, 2), own):
        return True
    units = {field.unit for field in total.fields if isinstance(field.value, int)}
    last = precision.step(total.field, catalogue)
    return units != {total.field.unit} and precision.rounds_to(
        Fraction(added), Fraction(total.value), last
    )


def _cause(total: _Total) -> str:
    """What else explains the difference: a row, the 小计 within, noughts, digits."""
    rows = {place: f.value for place, f in total.places.items() if isinstance(f.value, int)}
    own = total.claim
    within = [
        field.value
        for claim in total.found.claims
        if claim.row != own.row and own.first_row <= claim.row <= own.last_row + 1
        if (field := claim.fields.get(total.column.name)) and isinstance(field.value, int)
    ]
    return nearest_cause(total.value, rows, within)


def _formula_hint(total: _Total) -> str:
    """Which rows with a value the total's SUM leaves out, when its formula is a plain SUM."""
    plain = _SUM.fullmatch(total.claim.formulas.get(total.column.name, "").upper().replace(" ", ""))
    if plain is None:
        return ""
    missed = [
        record
        for record in total.records
        if (field := record.fields.get(total.column.name))
        and field.value
        and not _is_covered(field.ref.cell, plain[1])
    ]
    if not missed:
        return ""
    cells = "、".join(record.fields[total.column.name].ref.cell for record in missed)
    rows = wording.rows_named(record.row for record in missed)
    return f"；合计公式没有包括{cells if total.beside else rows}"


def _is_covered(cell: str, arguments: str) -> bool:
    """Whether the arguments of a SUM take the cell in."""
    place = _RANGE.fullmatch(cell)
    return place is not None and any(
        found[1] == (found[3] or found[1]) == place[1]
        and int(found[2]) <= int(place[2]) <= int(found[4] or found[2])
        for part in arguments.replace("$", "").split(",")
        if (found := _RANGE.fullmatch(part))
    )
