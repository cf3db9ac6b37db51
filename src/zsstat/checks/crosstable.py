"""One table of a return against another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from zsstat.checks import lines, sums
from zsstat.checks.context import Context
from zsstat.checks.lines import Line
from zsstat.declarations import Catalogue, Posting, Rule
from zsstat.model import Issue, Outcome, Role


def summary_against_rows(rule: Rule, context: Context) -> Iterator[Issue]:
    """汇总表的每个指标应等于明细表各行按指标口径加总的结果。

    汇总表按所写的单位和小数位四舍五入（或按 GB/T 8170 修约）后相符即可。
    比率类指标用两个合计数重算。明细表没有相应的行时按 0 计。
    明细表不在本报表里、但已另外接收的，与已接收的核对；也没有接收过的，
    或明细表里有读不出的单元格时，无法核对。
    """
    ledgers = (_Ledger(context), _Ledger(context, stored=True))
    columns = [lines.parameter(rule, name) for name in ("indicator", "value")]
    for found in lines.tables(rule, context):
        yield from lines.undecided_without(rule, found, columns, context)
        for line in lines.lines(rule, found, context):
            if lines.computable(line.indicator):
                yield from _compare(rule, line, ledgers, context)


@dataclass(frozen=True)
class _Ledger:
    """What the rows of this return add up to, and from which tables that is known; with
    ``stored``, what this sender's tables accepted before for the period add up to."""

    context: Context
    stored: bool = False

    @cached_property
    def sums(self) -> Mapping[str, int]:
        sums: dict[str, int] = {}
        for observation in self.context.observations:
            if (
                observation.role is Role.ACTUAL
                and observation.area == self.context.subject.reporter
            ):
                sums[observation.indicator] = sums.get(observation.indicator, 0) + observation.value
        return sums

    def sum(self, indicator: str) -> int:
        if not self.stored:
            return self.sums.get(indicator, 0)
        key = (self.context.subject.reporter or "", indicator, self.context.period)
        return self.context.history.sums.get(key, 0)

    @cached_property
    def tables(self) -> frozenset[str]:
        own = frozenset(found.table for found in self.context.subject.tables)
        if not self.stored:
            return own
        known = self.context.history.tables
        sender = (self.context.subject.reporter, self.context.period)
        return frozenset(table for *of, table in known if tuple(of) == sender) - own

    @cached_property
    def unreadable(self) -> frozenset[tuple[str, str]]:
        return sums.unreadable(self.context)


def _compare(
    rule: Rule, line: Line, ledgers: Sequence[_Ledger], context: Context
) -> Iterator[Issue]:
    catalogue = context.catalogue
    postings = [p for i in lines.summands(line.indicator, catalogue) for p in i.post]
    needed = dict.fromkeys(posting.table for posting in postings)
    ledger = next((known for known in ledgers if known.tables.issuperset(needed)), None)
    if ledger is None:
        absent = _names((t for t in needed if t not in ledgers[0].tables), catalogue)
        if line.value:
            yield _undecided(rule, line, f"报表里没有{absent}，汇总表的相应指标无法核对")
        return
    if broken := _names((p.table for p in postings if _is_broken(p, ledger)), catalogue):
        yield _undecided(rule, line, f"{broken}有读不出的单元格，汇总表的相应指标无法核对")
        return
    exact = lines.total(line.indicator, ledger.sum)
    if exact is None:
        yield _undecided(rule, line, f"明细表里“{line.indicator.name}”的分母为零，无法核对")
    elif not line.agrees(exact, rule, catalogue):
        yield lines.differs(rule, line, exact, _sentence(line, postings, catalogue), context)


def _sentence(line: Line, postings: Iterable[Posting], catalogue: Catalogue) -> str:
    details = _names((posting.table for posting in postings), catalogue)
    return (
        f"汇总表的“{line.indicator.name}”为{{shown}}，{details}加总为{{expected}}，"
        "两者相差{difference}"
    )


def _names(tables: Iterable[str], catalogue: Catalogue) -> str:
    return "、".join(dict.fromkeys(catalogue.returns[table].name for table in tables))


def _undecided(rule: Rule, line: Line, message: str) -> Issue:
    return Issue(rule.id, message, (line.field.ref,), outcome=Outcome.UNDECIDED)


def _is_broken(posting: Posting, ledger: _Ledger) -> bool:
    """Whether a cell that the posting looks at could not be read, so that the sum may be short."""
    return not sums.looks_at(posting, ledger.context.catalogue).isdisjoint(ledger.unreadable)
