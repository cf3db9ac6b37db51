"""合计 and 小计 rows against the rows that they speak for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zsstat.checks import formulas, precision, wording
from zsstat.checks.causes import nearest_cause
from zsstat.checks.context import Context
from zsstat.declarations import Column, ColumnType, Layout, ReturnTable, Rule
from zsstat.model import Claim, Field, Issue, Outcome, RecognisedTable, Record

_SUMMED = frozenset({ColumnType.AMOUNT, ColumnType.COUNT})


def claims(rule: Rule, context: Context) -> Iterator[Issue]:
    """每个合计、小计都应等于它所辖各行之和。

    逐列核对金额列和数量列，空白的合计不核对。合计与各行单位相同时须完全相等；单位不同时，允许按合计
    所写的小数位四舍五入；规则的 tolerance 另行放宽。地区组按目录规定的成员核对。同一种表左右并排、
    只有一个合计的，按并排各表所有行之和核对。能看出原因的一并指出：合计公式漏了、减了或重复加了某些
    行或小计；没有公式的，正好漏了或多计了一行，某一行正负号弄反，某一行的单位差一千倍或一万倍，把小
    计又加了一遍，数字写颠倒，合计相差整十倍、整万倍。有两种原因同样说得通的，两种都写；更多的，一种
    也不写。所辖各行有读不出的单元格时无法核对。
    """
    for found in context.subject.tables:
        table = context.catalogue.returns[found.table]
        for claim in found.claims:
            records = _spoken_for(found, claim, table, context)
            if records is None:
                continue
            for column in _summed(table):
                if (field := claim.fields.get(column.name)) and isinstance(field.value, int):
                    total = _Total(found, claim, records, column, field, field.value, found.claims)
                    yield from _compare(rule, context, _as_meant(rule, context, total))


def _as_meant(rule: Rule, context: Context, total: _Total) -> _Total:
    """The total with the rows that it means. The last of two tables of a kind on its sheet, below
    one another or side by side, may bear the total of both: it does where it holds for all their
    rows, and also where they stand side by side and only one of them has a total."""
    own = total.found
    tables = [t for t in context.subject.tables if (t.table, t.sheet) == (own.table, own.sheet)]
    if len(total.records) < len(own.records) or len(tables) == 1 or _holds(rule, context, total):
        return total
    wider = replace(
        total,
        records=tuple(record for table in tables for record in table.records),
        claims=tuple(claim for table in tables for claim in table.claims),
    )
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
    """One claimed number, with the table that it stands in and the claims beside it."""

    found: RecognisedTable
    claim: Claim
    records: tuple[Record, ...]
    column: Column
    field: Field
    value: int
    claims: tuple[Claim, ...]

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
    """What the total's own formula leaves out, subtracts or adds again, when it is made of sums and
    cells; a 小计 that it adds stands for the rows of the 小计."""
    name = total.column.name
    formula = formulas.added(total.claim.formulas.get(name, ""))
    if formula is None:
        return ""
    subtotals = [
        (claim, times)
        for claim in total.claims
        if claim is not total.claim and (field := claim.fields.get(name))
        if (times := formula.times(field.ref.cell))
    ]
    counted = [
        (record, own := formula.times(field.ref.cell), own + _through(record, subtotals))
        for record in total.records
        if (field := record.fields.get(name)) and field.value
    ]
    missed = [record for record, _, times in counted if times == 0]
    subtracted = [record for record, _, times in counted if times < 0]
    repeated = [record for record, own, _ in counted if own > 1]
    again = [
        claim.row
        for claim, _ in subtotals
        if any(times > 1 >= own and _within(record, claim) for record, own, times in counted)
    ]
    parts = [
        f"没有包括{_places(missed, total)}" if missed else "",
        f"减去了{_places(subtracted, total)}" if subtracted else "",
        f"把{_places(repeated, total)}加了不止一遍" if repeated else "",
        f"把{wording.rows_named(again)}的小计又加了一遍" if again else "",
    ]
    said = "，".join(filter(None, parts))
    return f"；合计公式{said}" if said else ""


def _through(record: Record, subtotals: Iterable[tuple[Claim, int]]) -> int:
    """How often a row is counted by way of the 小计 that speak for it."""
    return sum(times for claim, times in subtotals if _within(record, claim))


def _within(record: Record, claim: Claim) -> bool:
    return (record.table, record.sheet) == (claim.table, claim.sheet) and (
        claim.first_row <= record.row <= claim.last_row
    )


def _places(records: Iterable[Record], total: _Total) -> str:
    if not total.beside:
        return wording.rows_named(record.row for record in records)
    return "、".join(record.fields[total.column.name].ref.cell for record in records)
