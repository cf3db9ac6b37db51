"""Records → observations: which rows count for which indicator, and with what value.

A row is posted where the condition of an indicator's posting is true, and not where it is false.
Where it is unknown because a cell is blank, the row is not posted and its sender is asked about
it, once a row. Where it is unknown because the table lacks a column, the question is asked once a
table and is undecided. A cell that could not be read has its own finding already and is not asked
about again. A blank value is missing and never zero; zeros leave no ledger line, because a return
that was received gives 0 anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zsstat.declarations import Catalogue
from zsstat.model import CellRef, Issue, Observation, Outcome, Period, Return, Role
from zsstat.post.plan import Plan
from zsstat.post.row import RULE, Row, named

__all__ = ["RULE", "post"]


def post(
    subject: Return, catalogue: Catalogue
) -> tuple[tuple[Observation, ...], tuple[Issue, ...]]:
    """The ledger lines of a return in the order of its rows, and the rows that could not be judged.

    Values are whole base units. Nothing can be posted of a return whose sender or period is not
    known; the return's own issues say so. Raises :class:`CatalogueError` when the catalogue posts
    a column that holds no whole number, and :class:`ExpressionError` when a condition is wrong."""
    if subject.reporter is None or subject.period is None:
        return (), ()
    observations: list[Observation] = []
    issues: list[Issue] = []
    for table in subject.tables:
        plan = Plan.of(table, subject.reporter, table.period or subject.period, catalogue)
        lacking = _Lacking()
        for record in table.records:
            row = Row(plan, record)
            observations += row.observations()
            issues += row.issues()
            lacking.add(row)
        issues += lacking.issues(plan)
    issues += _contradictions(observations, _known(subject), catalogue)
    return tuple(observations), tuple(issues)


SAME_FACT = "within.same_fact"
"""The rule under which a fact that is stated with different values is reported."""


def _known(subject: Return) -> frozenset[CellRef]:
    """Cells of which the recogniser has said already that they state a fact differently."""
    issues = (issue for issue in subject.issues if issue.rule == SAME_FACT)
    return frozenset(ref for issue in issues for ref in issue.cells)


def _contradictions(
    observations: Iterable[Observation], known: frozenset[CellRef], catalogue: Catalogue
) -> Iterator[Issue]:
    """A fact for which different values are posted, as by two kinds of tables of one workbook, or
    by one that says the year and one that leaves it to the title. Equal ones are no news, and of
    several lines the last holds."""
    stated: dict[tuple[str, str, Period], Observation] = {}
    for line in observations:
        if line.indicator not in catalogue.stated or line.role is not Role.ACTUAL:
            continue
        first = stated.setdefault((line.area, line.indicator, line.period), line)
        if first.value != line.value and line.ref not in known:
            area = catalogue.area_name(line.area, line.period)
            name = catalogue.indicators[line.indicator].name
            tables = "、".join(
                dict.fromkeys(catalogue.returns[o.table].name for o in (first, line))
            )
            yield Issue(
                SAME_FACT,
                f"{area}{line.period.year}年“{name}”在{tables}里的数不同",
                (first.ref, line.ref),
                expected="两处一致",
            )


@dataclass
class _Lacking:
    """Columns that a table lacks and that would have been needed to judge its rows."""

    columns: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        for column, indicators in row.absent.items():
            self.columns.setdefault(column, {}).update(indicators)

    def issues(self, plan: Plan) -> Iterator[Issue]:
        for column, indicators in self.columns.items():
            yield Issue(
                RULE,
                f"{plan.declared.name}没有“{column}”一列，"
                f"有的行无法判断是否计入{named(indicators, plan.catalogue)}，这些行没有计入",
                expected=f"“{column}”列",
                action=f"如需统计，请补上“{column}”列",
                outcome=Outcome.UNDECIDED,
            )
