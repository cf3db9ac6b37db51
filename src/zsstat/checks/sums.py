"""The sender's own sums: what its figures become when the return under examination counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zsstat.checks import lines, wording
from zsstat.checks.context import Context
from zsstat.declarations import Catalogue, Indicator, IndicatorKind, Posting
from zsstat.expressions import Scope, compile_expression
from zsstat.model import CellRef, Role


@dataclass(frozen=True)
class Sums:
    """``own``: indicator → base units, of what the return itself says for its period."""

    context: Context
    own: Mapping[str, int]

    @classmethod
    def of(cls, context: Context) -> Sums:
        added: Counter[str] = Counter()
        for line in context.observations:
            own = line.role is Role.ACTUAL and line.area == context.subject.reporter
            if own and line.period == context.period:
                added[line.indicator] += line.value
        return cls(context, added)

    def value(self, indicator: Indicator) -> int | None:
        """The figure as it becomes: 0 where the return has the tables and no such row, None where
        it does not have all tables that rows are counted from. What is added to a return stands
        beside what that return said."""
        if not self.tables(indicator) <= sent(self.context):
            return None
        value = self.own.get(indicator.code, 0)
        if self.context.added and self.context.subject.reporter:
            stored = self.context.history.total(
                self.context.subject.reporter, indicator.code, self.context.period
            )
            value += stored or 0
        return value

    @staticmethod
    def tables(indicator: Indicator) -> frozenset[str]:
        """The tables that the indicator's rows are counted from."""
        return frozenset(posting.table for posting in indicator.post)


def sent(context: Context) -> frozenset[str]:
    """The tables of the return for its own period."""
    return frozenset(t for t, period in context.subject.parts if period == context.period)


def unreadable(context: Context) -> frozenset[tuple[str, str]]:
    """(table, column) of every cell that could not be read, which is said already."""
    return frozenset(
        (found.table, name)
        for found in context.subject.tables
        for record in found.records
        for name, field in record.fields.items()
        if not field.readable
    )


def untold(context: Context) -> frozenset[tuple[str, str]]:
    """(table, required column) where no heading is surely that of the column."""
    return frozenset(
        (found.table, column.name)
        for found in context.subject.tables
        if found.records
        for column in context.catalogue.returns[found.table].columns
        if column.required and lines.lacks(found, column.name)
    )


def looks_at(posting: Posting, catalogue: Catalogue) -> frozenset[tuple[str, str]]:
    """(table, column) of everything that the posting takes or asks about."""
    used = {posting.count, posting.value, posting.otherwise}
    if posting.when:
        used |= compile_expression(posting.when, Scope.of(catalogue)).names
    return frozenset((posting.table, name) for name in used if name)


def in_the_year(catalogue: Catalogue) -> Iterator[Indicator]:
    """The visible indicators that rows are counted for and that run from January: flows and
    counts. Hidden ones serve rates; what is wrong with them is wrong with what they are made of."""
    for indicator in catalogue.indicators.values():
        runs = indicator.kind in (IndicatorKind.FLOW, IndicatorKind.COUNT)
        if runs and indicator.post and not indicator.hidden:
            yield indicator


def heads(context: Context, tables: frozenset[str]) -> tuple[CellRef, ...]:
    """The sheets of the return that these tables stand on."""
    subject = context.subject
    return tuple(
        dict.fromkeys(
            CellRef(subject.sha256, subject.file, found.sheet, "")
            for found in subject.tables
            if found.table in tables
        )
    )


def said(value: int, indicator: Indicator, catalogue: Catalogue) -> str:
    """A sum in the unit that its indicator is shown in."""
    return wording.amount(value, catalogue.units[indicator.unit])
