"""Accepted returns looked at again, because something that they are compared with has changed.

An accepted return is not revoked by that: what is newly found is opened, what no longer holds true
is closed, and the office decides. Only the rules that compare a return with others are carried out
again (:data:`~zsstat.checks.LATER`); what a return says by itself has not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from zsstat.checks import LATER, Context, noticed, stamp
from zsstat.declarations import Catalogue
from zsstat.model import Entity, Finding, Observation, Outcome, Period, RecognisedTable, Return
from zsstat.pipeline.explanations import with_waivers
from zsstat.pipeline.following import follow
from zsstat.pipeline.history import HistoryReader, Sharing
from zsstat.pipeline.locks import following_year
from zsstat.store import Status, Store, StoredFinding, SubmissionRow


@dataclass(frozen=True, slots=True)
class Changed:
    """An accepted workbook of which something else is found than when it was judged. ``decided``
    are the numbers of what could not be judged then and can be now: that is no news to anybody."""

    row: SubmissionRow
    opened: tuple[Finding, ...]
    closed: tuple[StoredFinding, ...]
    decided: tuple[int, ...] = ()


class Examiner:
    """Looks at accepted workbooks again, with the store as it is now."""

    def __init__(
        self, store: Store, catalogue: Catalogue, at: datetime, sharing: Sharing | None = None
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._at = at
        self._history = HistoryReader(store, catalogue, sharing)
        tables = {rule.table for rule in catalogue.rules.values() if rule.check in LATER}
        self._looked_at = frozenset(table for table in tables if table)

    def examine(self, rows: Iterable[SubmissionRow], cause: str) -> tuple[Changed, ...]:
        """What is found otherwise; it is kept under the workbook, with the cause."""
        return self.keep(self.changes(rows), cause)

    def changes(self, rows: Iterable[SubmissionRow]) -> tuple[Changed, ...]:
        """What is found otherwise, and nothing kept of it."""
        found = (self._changed(row) for row in rows if row.active_tables)
        return tuple(change for change in found if change)

    def keep(self, changes: tuple[Changed, ...], cause: str) -> tuple[Changed, ...]:
        """Keeps what is found under the workbooks, with the cause."""
        for change in changes:
            closed = (*change.decided, *(stored.id for stored in change.closed))
            self._store.examinations.keep(change.row, change.opened, closed, cause, self._at)
        return tuple(change for change in changes if change.opened or change.closed)

    def found(self, row: SubmissionRow) -> tuple[Finding, ...]:
        """What the rules that compare a return with others find in a workbook today. A return that
        came in several workbooks is looked at as a whole; each is told what is in it, the first
        of them what is in none."""
        context = self._context(row)
        if context is None:
            return ()
        findings = stamp(
            noticed(context, LATER),
            self._catalogue.rules,
            reporter=row.reporter,
            period=row.period,
        )
        told = self._told(row, context.period, findings)
        return with_waivers(self._store, row.reporter or "", context.period, told)

    def _told(
        self, row: SubmissionRow, period: Period, findings: tuple[Finding, ...]
    ) -> tuple[Finding, ...]:
        rows = tuple(_accepted(self._store, row.reporter or "", period))
        if len(rows) < 2:
            return findings
        others = {other.sha256 for other in rows} - {row.sha256}
        first = rows[0].id == row.id
        return tuple(
            finding
            for finding in findings
            if any(ref.sha256 == row.sha256 for ref in finding.cells)
            or (first and not any(ref.sha256 in others for ref in finding.cells))
        )

    def _changed(self, row: SubmissionRow) -> Changed | None:
        now = {_said(finding): finding for finding in self.found(row)}
        before = [s for s in self._store.findings(row.id) if self._again(s) and not s.closed]
        known = {_said(stored.finding) for stored in before}
        opened = tuple(
            f for key, f in now.items() if key not in known and f.outcome is Outcome.FAIL
        )
        settled = [stored for stored in before if _said(stored.finding) not in now]
        closed = tuple(s for s in settled if s.finding.outcome is Outcome.FAIL)
        decided = tuple(s.id for s in settled if s.finding.outcome is Outcome.UNDECIDED)
        return Changed(row, opened, closed, decided) if opened or settled else None

    def _again(self, stored: StoredFinding) -> bool:
        rule = self._catalogue.rules.get(stored.finding.rule)
        return rule is not None and rule.check in LATER

    def _context(self, row: SubmissionRow) -> Context | None:
        """The workbook as the rules see it: of the tables that are followed the followed rows, of
        those that rules name the records, and what it adds up to, one line an indicator."""
        reporter, period = row.reporter, row.period
        if reporter is None or period is None:
            return None
        entities = self._store.followed.of(reporter, period)
        subject = Return(row.file, row.sha256, reporter, period, tuple(self._tables(row)), ())
        return Context(
            subject,
            period,
            tuple(self._sums(row, reporter, period)),
            self._catalogue,
            self._history.of(reporter, period, entities),
            self._at.date(),
            entities,
        )

    def _tables(self, row: SubmissionRow) -> Iterator[RecognisedTable]:
        tracked = {t.id for t in self._catalogue.returns.values() if t.tracking}
        wanted = self._looked_at - tracked
        for table, _, stored in self._store.active_records(row.id, wanted):
            for sheet, rows in groupby((s.record for s in stored), key=lambda r: r.sheet):
                yield RecognisedTable(table, sheet, "", (), {}, (), tuple(rows), ())
        for table in dict.fromkeys(row.active_tables):
            if table not in wanted:
                yield RecognisedTable(table, "", "", (), {}, (), (), ())

    def _sums(self, row: SubmissionRow, reporter: str, period: Period) -> Iterator[Observation]:
        """One line for each indicator; its cell is none, for it is the sum of many."""
        from zsstat.model import CellRef

        for (area, code), value in self._store.examinations.sums_of(reporter, period).items():
            ref = CellRef(row.sha256, row.file, "", "")
            yield Observation(area, code, period, value, ref, "", "", 0)


def _said(finding: Finding) -> tuple[str, str, str]:
    """What makes two findings the same: the rule and what it says, values included."""
    return (finding.rule, finding.message, finding.outcome.value)


# --- which returns are compared with which ------------------------------------------------------


def dependents(
    store: Store,
    catalogue: Catalogue,
    reporter: str,
    period: Period,
    shared: Iterable[Entity] = (),
) -> tuple[SubmissionRow, ...]:
    """The accepted workbooks that are compared with a reporter's return for a period: its next one
    (of each table the next one that has it), that of the next year, the province's of both years,
    and those of the others that share something with the followed rows ``shared`` of it that have
    changed."""
    sent = [(table, of) for of, table in store.examinations.periods_of(reporter) if of > period]
    following = dict(sorted(sent, reverse=True))  # of each table the nearest period is put in last
    wanted = {(reporter, of) for of in following.values()}
    wanted |= {(reporter, of) for _, of in sent if of == following_year(period)}
    wanted |= {(catalogue.province, of) for of in (period, following_year(period))}
    wanted |= {(e.reporter, period) for e in store.followed.sharing(shared, period)}
    wanted.discard((reporter, period))
    rows = (row for who, of in sorted(wanted) for row in _accepted(store, who, of))
    return tuple(rows)


def _accepted(store: Store, reporter: str, period: Period) -> Iterator[SubmissionRow]:
    for row in store.submissions(period.year, reporter):
        if row.period == period and row.status is Status.ACCEPTED and row.active_tables:
            yield row


@contextmanager
def rechecked_without(
    store: Store, catalogue: Catalogue, row: SubmissionRow, at: datetime
) -> Iterator[list[Changed]]:
    """Around a withdrawal: what was compared with the workbook is looked at again afterwards; the
    list is filled when the block ends."""
    follow(store, catalogue)
    changes: list[Changed] = []
    reporter = row.reporter or ""
    with store.together():
        before = {
            period: store.followed.of(reporter, period)
            for period in dict.fromkeys(period for _, period in store.counting_parts(row.id))
        }
        yield changes
        examiner = Examiner(store, catalogue, at)
        for period, rows in before.items():
            found = dependents(store, catalogue, reporter, period, rows)
            changes += examiner.examine(found, f"撤回 {row.file}")
