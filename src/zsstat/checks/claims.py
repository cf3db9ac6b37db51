"""合计 and 小计 rows against the rows that they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zsstat.checks import precision, wording
from zsstat.checks.context import Context
from zsstat.declarations import Column, ColumnType, ReturnTable, Rule
from zsstat.model import Claim, Field, Issue, Outcome, RecognisedTable, Record, column_letters

_SUMMED = frozenset({ColumnType.AMOUNT, ColumnType.COUNT})
_SUM = re.compile(r"SUM\(([$A-Z0-9:,]+)\)")
_RANGE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


def claims(rule: Rule, context: Context) -> Iterator[Issue]:
    """每个合计、小计都应等于它所辖各行之和。

    逐列核对金额列和数量列，空白的合计不核对。合计与各行单位相同时须完全相等；单位不同时，允许按合计所写的
    小数位四舍五入；规则的 tolerance 另行放宽。合计的公式漏了某些行时一并指出。
    所辖各行有读不出的单元格时无法核对。
    """
    for found in context.subject.tables:
        table = context.catalogue.returns[found.table]
        for claim in found.claims:
            for column in _summed(table):
                if (field := claim.fields.get(column.name)) and isinstance(field.value, int):
                    yield from _compare(
                        rule, context, _Total(found, claim, column, field, field.value)
                    )


@dataclass(frozen=True, slots=True)
class _Total:
    """One claimed number, with the table that it stands in."""

    found: RecognisedTable
    claim: Claim
    column: Column
    field: Field
    value: int

    @property
    def records(self) -> tuple[Record, ...]:
        first, last = self.claim.first_row, self.claim.last_row
        return tuple(record for record in self.found.records if first <= record.row <= last)

    @property
    def rows(self) -> Mapping[int, Field]:
        """The fields that the total speaks for, by row."""
        name = self.column.name
        return {r.row: r.fields[name] for r in self.records if name in r.fields}

    @property
    def name(self) -> str:
        return f"“{self.claim.label}”行的“{self.column.name}”"


def _summed(table: ReturnTable) -> Iterator[Column]:
    """Columns whose rows can be added up: a table of indicators has none."""
    if table.layout == "list":
        yield from (column for column in table.columns if column.type in _SUMMED)


def _compare(rule: Rule, context: Context, total: _Total) -> Iterator[Issue]:
    catalogue, stated = context.catalogue, total.value
    if any(not field.readable for field in total.rows.values()):
        message = f"{total.name}无法核对：所辖各行的这一列有读不出的单元格"
        yield Issue(rule.id, message, (total.field.ref,), outcome=Outcome.UNDECIDED)
        return
    added = sum(field.value for field in total.rows.values() if isinstance(field.value, int))
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
        + _formula_hint(total),
        (total.field.ref,),
        shown=total.field.text.strip(),
        expected=expected,
        difference=difference,
    )


def _accepted(rule: Rule, context: Context, total: _Total, added: int) -> bool:
    """Whether the difference is one of rounding: rows finer than a base unit that were rounded one
    by one, or a total in a larger unit than its rows; or within the rule's tolerance."""
    catalogue, apart = context.catalogue, abs(total.value - added)
    rounded = sum("rounded" in f.conversions for f in (*total.rows.values(), total.field))
    own = precision.allowed(rule, Fraction(added), total.column.base, catalogue)
    if apart <= max(Fraction(rounded, 2), own):
        return True
    units = {field.unit for field in total.rows.values() if isinstance(field.value, int)}
    last = precision.step(total.field, catalogue)
    return units != {total.field.unit} and precision.rounds_to(
        Fraction(added), Fraction(total.value), last
    )


def _formula_hint(total: _Total) -> str:
    """Which rows with a value the total's SUM leaves out, when its formula is a plain SUM."""
    plain = _SUM.fullmatch(total.claim.formulas.get(total.column.name, "").upper().replace(" ", ""))
    if plain is None or total.column.name not in total.found.columns:
        return ""
    covered = _covered(plain[1], column_letters(total.found.columns[total.column.name].column))
    missed = [row for row, field in total.rows.items() if field.value and row not in covered]
    return f"；合计公式没有包括{wording.rows_named(missed)}" if missed else ""


def _covered(arguments: str, letters: str) -> set[int]:
    """The rows of column ``letters`` that the arguments of a SUM take in."""
    rows: set[int] = set()
    for part in arguments.replace("$", "").split(","):
        match = _RANGE.fullmatch(part)
        if match and match[1] == (match[3] or match[1]) == letters:
            rows.update(range(int(match[2]), int(match[4] or match[2]) + 1))
    return rows
