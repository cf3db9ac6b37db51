"""A rule run over everything that was accepted before, to see what it would have found.

It may stand in the user's configuration alone, and be switched off there: nothing is stored. Every
workbook is read again from its original, so rules about the reading can be tried as well; what it
is compared with is the store as it is today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from zsstat.checks import READING, RULES, Context, stamp
from zsstat.declarations import Catalogue, Rule
from zsstat.errors import UsageError
from zsstat.model import Finding, Issue, Outcome, Return
from zsstat.pipeline.explanations import LAPSED
from zsstat.pipeline.following import follow
from zsstat.pipeline.history import HistoryReader
from zsstat.pipeline.locks import LOCKED
from zsstat.pipeline.parsing import reading_limits
from zsstat.pipeline.restated import RESTATES
from zsstat.pipeline.returns import REPLACES
from zsstat.post import post
from zsstat.read import read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.store import Status, Store, SubmissionRow
from zsstat.tracking import tracker

Progress = Callable[[int, int], None]
_OF_THE_MOMENT = frozenset({REPLACES, RESTATES, LOCKED, LAPSED, "file.same_again"})
"""Rules about the moment of an import: what was there then is not there now."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a rule would have found in one accepted workbook."""

    row: SubmissionRow
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """All that a rule would have found; ``returns``: so many workbooks it was run over."""

    rule: Rule
    returns: int
    tried: tuple[Tried, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(f.outcome is outcome for one in self.tried for f in one.findings)

    @property
    def blocked(self) -> int:
        """So many workbooks would have gone back."""
        return sum(any(f.blocks for f in one.findings) for one in self.tried)


def backtest(
    store: Store, catalogue: Catalogue, rule_id: str, progress: Progress = lambda *_: None
) -> Backtest:
    """Runs one rule, whether it is switched on or not, over every accepted workbook that counts.

    Raises :class:`UsageError` for a rule that there is not, and for one about the moment of an
    import."""
    rule = _rule(catalogue, rule_id)
    follow(store, catalogue)
    rows = [r for r in store.submissions() if r.status is Status.ACCEPTED and r.active_tables]
    history = HistoryReader(store, catalogue)
    tried: list[Tried] = []
    for number, row in enumerate(rows, 1):
        issues = [i for i in _issues(store, catalogue, rule, row, history) if i.rule == rule.id]
        findings = stamp(issues, {rule.id: rule}, reporter=row.reporter, period=row.period)
        if findings:
            tried.append(Tried(row, findings))
        progress(number, len(rows))
    return Backtest(rule, len(rows), tuple(tried))


def _rule(catalogue: Catalogue, rule_id: str) -> Rule:
    rule = catalogue.rules.get(rule_id)
    if rule is None:
        import difflib  # only a slip needs it

        near = difflib.get_close_matches(rule_id, catalogue.rules, n=3, cutoff=0.3)
        raise UsageError(
            f"没有规则 {rule_id}",
            f"是不是：{'、'.join(near)}" if near else "规则见 zsstat catalog",
        )
    if rule.id in _OF_THE_MOMENT:
        raise UsageError(
            f"规则 {rule.id}（{rule.title}）说的是导入当时的情形，不能回测", "其他规则都可以回测"
        )
    return replace(rule, enabled=True)


def _issues(
    store: Store, catalogue: Catalogue, rule: Rule, row: SubmissionRow, history: HistoryReader
) -> Iterator[Issue]:
    """What the rule says to one workbook, read again from its original."""
    if row.reporter is None or row.period is None or not rule.holds_in(row.period.year):
        return
    subject = _read_again(store, catalogue, row)
    observations, unposted = post(subject, catalogue)
    if rule.check == READING:
        yield from (*subject.issues, *unposted)
        return
    track = tracker(catalogue, row.reporter, row.period)
    entities = tuple(e for t in subject.tables for r in t.records if (e := track(r)))
    context = Context(
        subject,
        row.period,
        observations,
        catalogue,
        history.of(row.reporter, row.period, entities),
        row.received_at.date(),
        entities,
    )
    yield from RULES[rule.check](rule, context)


def _read_again(store: Store, catalogue: Catalogue, row: SubmissionRow) -> Return:
    file, content = store.original(row.sha256)
    workbook = read_workbook(content, row.file or file, reading_limits(catalogue))
    period = row.period
    expected = Expected(
        row.reporter, period.year if period else None, period.month if period else None
    )
    return recognise(workbook, catalogue, expected)
