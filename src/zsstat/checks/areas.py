"""The whole and the groups that a matrix states, against the areas that they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zsstat.checks import precision, wording
from zsstat.checks.context import Context
from zsstat.declarations import AreaKind, ColumnType, FactPosting, Rule
from zsstat.model import Claim, Field, Issue, Outcome, RecognisedTable, Record

DEVIATIONS = 4
"""Rounding alone puts a sum this many standard deviations off once in 16,000 times."""


def area_totals(rule: Rule, context: Context) -> Iterator[Issue]:
    """全国、全市等总计行（列），以及东部、中部等分组行，应等于所属各地区之和。

    按指标、年份分别核对；比率、人均数不核对。公布的数是各自四舍五入的，允许相差不超过舍入误差（四倍标准差以内）；
    规则的 tolerance 另行放宽。所属地区有缺数的，无法核对；
    但已有的数之和已经大于总计的（不会有负数时），就是不符。
    只有总计、没有任何一个所属地区的数时不核对。
    """
    for found in context.subject.tables:
        facts = context.catalogue.returns[found.table].facts
        if facts is None or facts.area is None or not found.claims:
            continue
        stated = _Stated.of(found, facts, context)
        for claim in found.claims:
            yield from stated.against_parts(rule, claim)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the return states for the period of a table, on all its sheets and in all its parts:
    (indicator, area) → the record."""

    found: RecognisedTable
    facts: FactPosting
    records: Mapping[tuple[str, str], Record]
    context: Context

    @classmethod
    def of(cls, found: RecognisedTable, facts: FactPosting, context: Context) -> _Stated:
        records: dict[tuple[str, str], Record] = {}
        same = (
            t for t in context.subject.tables if (t.table, t.period) == (found.table, found.period)
        )
        for record in (r for table in same for r in table.records):
            key = (str(record.value(facts.indicator)), str(record.value(facts.area or "")))
            records.setdefault(key, record)
        return cls(found, facts, records, context)

    def against_parts(self, rule: Rule, claim: Claim) -> Iterator[Issue]:
        """One issue for each number of the claim that its parts do not add up to."""
        indicator = str(claim.fields[self.facts.indicator].value)
        for column in self._measures():
            total = claim.fields.get(column)
            if total is None or isinstance(total.value, bool) or not isinstance(total.value, int):
                continue
            yield from self._compared(rule, claim, column, indicator, total, total.value)

    def _may_be_negative(self, column: str) -> bool:
        declared = self.context.catalogue.returns[self.found.table].column(column)
        return declared is not None and declared.negative

    def _measures(self) -> Iterator[str]:
        table = self.context.catalogue.returns[self.found.table]
        return (column.name for column in table.columns if column.type is ColumnType.MEASURE)

    def _compared(
        self, rule: Rule, claim: Claim, column: str, indicator: str, total: Field, stated: int
    ) -> Iterator[Issue]:
        members = self._members(claim)
        parts = {m: self._part(indicator, m, column) for m in members}
        known = {m: f for m, f in parts.items() if f is not None and isinstance(f.value, int)}
        if not known:
            return
        name = self._name(indicator, claim)
        values = {member: int(str(found.value)) for member, found in known.items()}
        added = sum(values.values())
        agrees = self._accepted(rule, indicator, stated, added, [total, *known.values()])
        lacking = "、".join(self._area(m) for m in members if m not in known)
        if lacking and (agrees or added < stated or self._may_be_negative(column)):
            message = f"{name}无法核对：{lacking}没有数"
            yield Issue(rule.id, message, (total.ref,), outcome=Outcome.UNDECIDED)
            return
        if agrees:
            return
        catalogue = self.context.catalogue
        unit = wording.unit_of(total, catalogue)
        shown, expected, difference = (
            wording.amount(value, unit) for value in (stated, added, abs(stated - added))
        )
        comparison = "多" if stated > added else "少"
        yield Issue(
            rule.id,
            f"{name}为{shown}，所属{len(known)}个地区之和为{expected}"
            + (f"（还不算没有数的{lacking}）" if lacking else "")
            + f"，{comparison}{difference}"
            + self._cause(stated - added, values),
            (total.ref,),
            shown=total.text.strip(),
            expected=expected,
            difference=difference,
        )

    def _members(self, claim: Claim) -> tuple[str, ...]:
        """The areas that the claim sums up: the declared ones, or those of the rows that it speaks
        for."""
        catalogue, year = self.context.catalogue, (self.found.period or self.context.period).year
        if claim.area is None:
            rows = range(claim.first_row, claim.last_row + 1)
            named = (r.value(self.facts.area or "") for r in self.found.records if r.row in rows)
            return tuple(dict.fromkeys(area for area in named if isinstance(area, str)))
        declared = catalogue.areas[claim.area]
        if declared.kind is AreaKind.CITY:
            return tuple(reporter.id for reporter in catalogue.reporters(year))
        return tuple(m for m in declared.members if catalogue.areas[m].exists_in(year))

    def _part(self, indicator: str, area: str, column: str) -> Field | None:
        record = self.records.get((indicator, area))
        return record.fields.get(column) if record else None

    def _accepted(
        self, rule: Rule, indicator: str, stated: int, added: int, fields: list[Field]
    ) -> bool:
        """Whether the difference is one of rounding, or within the rule's tolerance.

        Each number may be off by half a step of its last decimal, and all of them in one direction
        at most by the sum of that. So many errors cancel out, however: beyond four standard
        deviations (a rounding error's variance is a twelfth of its step squared) it was none."""
        catalogue = self.context.catalogue
        apart = abs(stated - added)
        base = catalogue.base_unit(indicator)
        if apart <= precision.allowed(rule, Fraction(added), base, catalogue):
            return True
        decimals = precision.decimals_of(fields, catalogue)
        halves = [precision.slack(field, catalogue, decimals) for field in fields]
        variance = sum(((2 * half) ** 2 for half in halves), Fraction(0)) / 12
        return apart <= sum(halves) and apart**2 <= DEVIATIONS**2 * variance

    def _cause(self, apart: int, values: Mapping[str, int]) -> str:
        """The one area whose number explains the difference: left out, or counted twice."""
        for sign, what in ((-1, "可能漏加了"), (1, "可能重复加了")):
            fitting = [m for m, value in values.items() if value and sign * value == apart]
            if len(fitting) == 1:
                return f"；{what}{self._area(fitting[0])}"
        return ""

    def _name(self, indicator: str, claim: Claim) -> str:
        year = f"{self.found.period.year}年" if self.found.period else ""
        whose = self._area(claim.area) if claim.area else f"“{claim.label}”"
        return f"{whose}{year}“{self._indicator(indicator)}”"

    def _indicator(self, code: str) -> str:
        return self.context.catalogue.indicators[code].name

    def _area(self, area: str) -> str:
        return self.context.catalogue.area_name(area, self.found.period or self.context.period)
