"""Import: files in, judged returns out. read → recognise → post → check → store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime

from zsstat.checks import ALONE, RULES, check, stamp
from zsstat.checks.context import Context
from zsstat.declarations import AreaKind, Catalogue
from zsstat.errors import UnreadableError, UsageError
from zsstat.model import CellRef, Entity, Finding, Issue, Period, Return
from zsstat.pipeline.explanations import (
    keep_answers,
    lapsed,
    strange_answers,
    with_waivers,
)
from zsstat.pipeline.files import Source
from zsstat.pipeline.following import follow
from zsstat.pipeline.history import HistoryReader
from zsstat.pipeline.intake import AHEAD, Candidate, Intake, Progress
from zsstat.pipeline.ledger import area_id
from zsstat.pipeline.locks import locked_tables
from zsstat.pipeline.outcomes import FileResult, Status, Tally, unchanged
from zsstat.pipeline.parsing import Understood
from zsstat.pipeline.rechecking import Changed, Examiner, dependents
from zsstat.pipeline.restated import restated
from zsstat.pipeline.shelf import Shelf
from zsstat.recognise import Expected
from zsstat.store import Status as Judged
from zsstat.store import Store, Submission
from zsstat.store.decisions import refuse_unprintable
from zsstat.store.rows import Tracker, not_tracked
from zsstat.tracking import tracker

__all__ = [
    "AHEAD", "REPLACES", "FileResult", "ImportOptions", "Progress", "Status", "Tally",
    "expectation", "import_returns",
]  # fmt: skip

REPLACES = "file.replaces"
"""The rule that a table which is there already is neither replaced nor added to in silence."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the clerk says: whose and which period's returns these must be, and whether a table
    that is already there is replaced (with a reason) or added to."""

    now: datetime
    who: str
    expected: Expected = field(default_factory=Expected)
    replace: bool = False
    add: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if self.replace and self.add:
            raise UsageError("--replace 和 --add 只能选一个", "更正用 --replace，补充用 --add")
        refuse_unprintable(self.who, self.reason)
        if (self.replace or self.add) and not self.reason.strip():
            raise UsageError("替换或补充已接收的报表要说明理由", "请加 --reason 写明理由")


def expectation(
    catalogue: Catalogue, reporter: str | None, year: int | None, month: int | None
) -> Expected:
    """What the clerk says about whose and which period's returns these are.

    Raises :class:`UsageError` for an area that does not report, or a month without a year."""
    if month is not None and year is None:
        raise UsageError("写了 --month 也要写 --year", "例如 --year 2020 --month 9")
    if reporter is None:
        return Expected(None, year, month)
    area = area_id(catalogue, reporter)
    if catalogue.areas[area].kind not in (AreaKind.REPORTER, AreaKind.PROVINCE):
        raise UsageError(f"{reporter} 不是填报单位", "填报单位见 zsstat catalog")
    return Expected(area, year, month)


def import_returns(
    store: Store,
    catalogue: Catalogue,
    sources: Iterable[Source],
    options: ImportOptions,
    progress: Progress = lambda _: None,
    executor: Executor | None = None,
    ahead: int = AHEAD,
) -> tuple[FileResult, ...]:
    """Judges and stores each file; results come in the order of the files given.

    Workbooks are taken in the order of their periods, so that last year is there before this
    year is checked, and the province's table after the returns it is compared with. With an
    ``executor`` files are parsed side by side, ``ahead`` of them at most; whichever it is, what
    comes out and what is stored is the same. Sources are taken as they are needed and what was
    parsed is laid down, so that memory does not grow with the number of files."""
    follow(store, catalogue)
    with Shelf() as shelf:
        intake = Intake(
            store,
            catalogue,
            options.expected,
            shelf,
            progress,
            insisted=options.replace or options.add,
        )
        intake.take(sources, executor, ahead)
        office = _Office(store, catalogue, options)
        results: dict[int, FileResult] = {}
        tally = intake.tally
        for candidate in sorted(intake.candidates, key=_order(catalogue)):
            result = results[candidate.number] = office.judge(candidate, shelf)
            tally = tally.with_result(result)
            progress(tally)
    return tuple(results[number] for number in range(len(results)))


def _order(catalogue: Catalogue) -> Callable[[Candidate], tuple[bool, Period, bool, int, int]]:
    """By period, the province's table last in it; within it in the order of the catalogue, so that
    of two reporters who sent the same thing it is always the same one that is asked."""
    places = {area: number for number, area in enumerate(catalogue.areas)}

    def key(candidate: Candidate) -> tuple[bool, Period, bool, int, int]:
        period = candidate.period
        from_province = candidate.reporter == catalogue.province
        place = places.get(candidate.reporter or "", len(places))
        return (period is None, period or Period(0), from_province, place, candidate.number)

    return key


class _Office:
    """The clerk's desk during one import: what is stored, what was decided, what is known."""

    def __init__(self, store: Store, catalogue: Catalogue, options: ImportOptions) -> None:
        self.store = store
        self.catalogue = catalogue
        self.options = options
        self.history = HistoryReader(store, catalogue)

    def judge(self, candidate: Candidate, shelf: Shelf) -> FileResult:
        if candidate.copy_of:
            return candidate.copy_of
        if candidate.refusal:
            return self._refused(candidate, candidate.refusal)
        if candidate.place is None:
            raise AssertionError("a candidate is a copy, a refusal or a return")
        # A twin of it may have come in since, under another name in the same import.
        twin = unchanged(candidate.file, candidate.sha256, self.store, self.catalogue)
        return twin or self._judged(*shelf.take(candidate.place))

    def _refused(self, source: Candidate, refusal: UnreadableError) -> FileResult:
        """A file that is no workbook leaves nothing behind but its finding in the report."""
        issue = Issue(
            refusal.rule,
            refusal.message,
            cells=(CellRef(source.sha256, source.file, "", ""),),
            action=refusal.hint,
        )
        findings = stamp([issue], self.catalogue.rules, reporter=None, period=None)
        return FileResult(source.file, source.sha256, Status.REFUSED, findings=findings)

    def _judged(self, content: bytes, understood: Understood) -> FileResult:
        """In one transaction, so that what a workbook is judged by is still true when it is stored
        (a period may be locked meanwhile), and what depends on it is looked at again or it is not
        stored at all."""
        with self.store.together():
            return self._judged_and_stored(content, understood)

    def _judged_and_stored(self, content: bytes, understood: Understood) -> FileResult:
        subject = understood.subject
        received = self._received_before(subject)
        stated = frozenset(table for table in received if self.catalogue.returns[table].facts)
        known = received - stated
        findings = self._examined(understood, known)
        # Whatever level a catalogue gives the rule: only a person can say what a second one is.
        settled = not known or self.options.replace or self.options.add
        accepted = settled and not any(finding.blocks for finding in findings)
        status = Status.ACCEPTED if accepted else Status.RETURNED
        superseded = received if accepted and self.options.replace else frozenset[str]()
        beside = received if self.options.add else stated  # of stated facts the last holds
        before = self._followed(subject) if superseded else ()
        self._save(
            understood,
            Submission(
                file=subject.file,
                sha256=subject.sha256,
                content=content,
                reporter=subject.reporter,
                period=subject.period,
                status=Judged(status.value),
                tables=subject.tables if accepted else (),
                observations=understood.observations if accepted else (),
                findings=findings,
                replaced_tables=superseded,
                received_at=self.options.now,
                who=self.options.who,
                reason=self.options.reason,
                catalogue_fingerprint=self.catalogue.fingerprint,
                added_tables=beside if accepted else frozenset[str](),
                track=self._track(subject),
            ),
        )
        return FileResult(
            subject.file,
            subject.sha256,
            status,
            subject.reporter,
            subject.period,
            sum(len(table.records) for table in subject.tables),
            findings,
            tuple(sorted(superseded)),
            self._looked_at_again(subject, before) if accepted else (),
        )

    def _save(self, understood: Understood, submission: Submission) -> None:
        """The workbook and what its sender answers in it, both or neither."""
        reporter, period = submission.reporter, submission.period
        with self.store.together():
            self.store.save(submission)
            if reporter and period:
                keep_answers(
                    self.store,
                    self.catalogue,
                    reporter,
                    period,
                    understood.answers,
                    self.options.now,
                )
        if submission.status is Judged.ACCEPTED:
            for _, of in understood.subject.parts:
                self.history.forget(of)

    def _track(self, subject: Return) -> Tracker:
        if subject.reporter is None or subject.period is None:
            return not_tracked
        return tracker(self.catalogue, subject.reporter, subject.period)

    def _followed(self, subject: Return) -> tuple[Entity, ...]:
        if subject.reporter is None or subject.period is None:
            return ()
        return self.store.followed.of(subject.reporter, subject.period)

    def _looked_at_again(self, subject: Return, before: tuple[Entity, ...]) -> tuple[Changed, ...]:
        """The accepted workbooks that are compared with this one, of which something else is found
        now; ``before`` are the followed rows that it took the place of."""
        changes: list[Changed] = []
        examiner = Examiner(self.store, self.catalogue, self.options.now)
        for period in dict.fromkeys(period for _, period in subject.parts):
            shared = (*before, *self._followed(subject)) if before else ()
            reporter = subject.reporter or ""
            rows = dependents(self.store, self.catalogue, reporter, period, shared)
            changes += examiner.examine(rows, f"{subject.file}")
        return tuple(changes)

    def _received_before(self, subject: Return) -> frozenset[str]:
        """The tables of this return that are there already for its sender and their periods."""
        if not (subject.reporter and subject.period):
            return frozenset()
        return frozenset(
            table
            for table, period in subject.parts
            if table in self.store.active_parts(subject.reporter, period)
        )

    def _examined(self, understood: Understood, known: frozenset[str]) -> tuple[Finding, ...]:
        """Every finding on a return, with the waivers that still hold."""
        subject = understood.subject
        rules, reporter, period = self.catalogue.rules, subject.reporter, subject.period
        if not (reporter and period):
            return stamp(subject.issues, rules, reporter=reporter, period=period)
        track = self._track(subject)
        entities = tuple(entity for t in subject.tables for r in t.records if (entity := track(r)))
        issues = subject.issues + understood.issues + self._replacement(subject, known)
        issues += tuple(locked_tables(self.store, subject, understood.observations))
        issues += tuple(strange_answers(self.store, reporter, period, understood.answers))
        if not self.options.replace:
            issues += tuple(restated(self.store, self.catalogue, understood.observations))
        findings = check(
            Context(
                replace(subject, issues=issues),
                period,
                understood.observations,
                self.catalogue,
                self.history.of(reporter, period, entities),
                self.options.now.date(),
                entities,
                self.options.add,
            ),
            RULES.keys() - ALONE,
        )
        gone = stamp(
            lapsed(self.store, reporter, period, findings), rules, reporter=reporter, period=period
        )
        return with_waivers(self.store, reporter, period, (*findings, *gone))

    def _replacement(self, subject: Return, known: frozenset[str]) -> tuple[Issue, ...]:
        """A table that is there already: only a person can say whether it is replaced."""
        if not known or self.options.replace or self.options.add:
            return ()
        names = "、".join(sorted(self.catalogue.returns[table].name for table in known))
        cells = tuple(
            CellRef(subject.sha256, subject.file, table.sheet, "")
            for table in subject.tables
            if table.table in known
        )
        return (Issue(REPLACES, f"同一单位同一时期已经接收过{names}", cells=cells),)
