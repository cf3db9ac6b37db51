"""Import: files in, judged returns out. read → recognise → post → check → store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from zsstat.checks import check, stamp
from zsstat.checks.context import Context
from zsstat.declarations import AreaKind, Catalogue
from zsstat.errors import CatalogueError, UnreadableError, UsageError
from zsstat.model import CellRef, Finding, Issue, Observation, Period, Return
from zsstat.pipeline.files import Source
from zsstat.pipeline.history import HistoryReader
from zsstat.pipeline.ledger import area_id
from zsstat.post import post
from zsstat.read import Limits, read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.store import Status as Judged
from zsstat.store import Store, Submission

REPLACES = "file.replaces"
"""The rule that a table which is there already is neither replaced nor added to in silence."""


class Status(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


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
        if (self.replace or self.add) and not self.reason.strip():
            raise UsageError("替换或补充已接收的报表要说明理由", "请加 --reason 写明理由")


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. ``superseded`` names the tables of earlier returns it replaced."""

    file: str
    sha256: str
    status: Status
    reporter: str | None = None
    period: Period | None = None
    records: int = 0
    findings: tuple[Finding, ...] = ()
    superseded: tuple[str, ...] = ()


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


Progress = Callable[[], None]
"""Called ``STEPS`` times for every file: when it was read, and when it was judged."""
STEPS = 2


def reading_limits(catalogue: Catalogue) -> Limits:
    """What the reader accepts: its own limits and what the catalogue says otherwise.

    Raises :class:`CatalogueError` naming a limit that there is not."""
    known = [limit.name for limit in fields(Limits)]
    strangers = "、".join(name for name in catalogue.limits if name not in known)
    if strangers:
        raise CatalogueError(
            f"returns.toml 的 limits 里有不认识的键：{strangers}", f"可用的键：{'、'.join(known)}"
        )
    return Limits(**catalogue.limits)


def import_returns(
    store: Store,
    catalogue: Catalogue,
    sources: Iterable[Source],
    options: ImportOptions,
    progress: Progress = lambda: None,
) -> tuple[FileResult, ...]:
    """Judges and stores each file; results come in the order of the files given.

    Workbooks are taken in the order of their periods, so that last year is there before this
    year is checked, and the province's table after the returns it is compared with."""
    batch = []
    for number, source in enumerate(sources):
        batch.append(_Candidate.read(number, source, catalogue, store, options))
        progress()
    office = _Office(store, catalogue, options)
    results: dict[int, FileResult] = {}
    for candidate in sorted(batch, key=_order(catalogue)):
        results[candidate.number] = office.judge(candidate)
        progress()
    return tuple(results[number] for number in range(len(batch)))


@dataclass(frozen=True)
class _Candidate:
    """A file as far as it can be understood by itself; one of the last three is set."""

    number: int
    source: Source
    subject: Return | None = None
    refusal: UnreadableError | None = None
    copy_of: FileResult | None = None

    @classmethod
    def read(
        cls,
        number: int,
        source: Source,
        catalogue: Catalogue,
        store: Store,
        options: ImportOptions,
    ) -> _Candidate:
        if copy := _unchanged(source, store, catalogue):
            return cls(number, source, copy_of=copy)
        try:
            workbook = read_workbook(source.content, source.file, reading_limits(catalogue))
        except UnreadableError as refusal:
            return cls(number, source, refusal=refusal)
        return cls(number, source, subject=recognise(workbook, catalogue, options.expected))

    @property
    def period(self) -> Period | None:
        return self.subject.period if self.subject else None


def _order(catalogue: Catalogue) -> Callable[[_Candidate], tuple[bool, Period, bool, int]]:
    def key(candidate: _Candidate) -> tuple[bool, Period, bool, int]:
        subject, period = candidate.subject, candidate.period
        from_province = subject is not None and subject.reporter == catalogue.province
        return (period is None, period or Period(0), from_province, candidate.number)

    return key


class _Office:
    """The clerk's desk during one import: what is stored, what was decided, what is known."""

    def __init__(self, store: Store, catalogue: Catalogue, options: ImportOptions) -> None:
        self.store = store
        self.catalogue = catalogue
        self.options = options
        self.history = HistoryReader(store, catalogue)

    def judge(self, candidate: _Candidate) -> FileResult:
        if candidate.copy_of:
            return candidate.copy_of
        if candidate.refusal:
            return self._refused(candidate.source, candidate.refusal)
        if candidate.subject is None:
            raise AssertionError("a candidate is a copy, a refusal or a return")
        # A twin of it may have come in since, under another name in the same import.
        return _unchanged(candidate.source, self.store, self.catalogue) or self._judged(
            candidate.source, candidate.subject
        )

    def _refused(self, source: Source, refusal: UnreadableError) -> FileResult:
        """A file that is no workbook leaves nothing behind but its finding in the report."""
        issue = Issue(
            refusal.rule,
            refusal.message,
            cells=(CellRef(source.sha256, source.file, "", ""),),
            action=refusal.hint,
        )
        findings = stamp([issue], self.catalogue.rules, reporter=None, period=None)
        return FileResult(source.file, source.sha256, Status.REFUSED, findings=findings)

    def _judged(self, source: Source, subject: Return) -> FileResult:
        known = self._received_before(subject)
        observations, findings = self._examined(subject, known)
        # Whatever level a catalogue gives the rule: only a person can say what a second one is.
        settled = not known or self.options.replace or self.options.add
        accepted = settled and not any(finding.blocks for finding in findings)
        status = Status.ACCEPTED if accepted else Status.RETURNED
        superseded = known if accepted and self.options.replace else frozenset[str]()
        self.store.save(
            Submission(
                file=source.file,
                sha256=source.sha256,
                content=source.content,
                reporter=subject.reporter,
                period=subject.period,
                status=Judged(status.value),
                tables=subject.tables if accepted else (),
                observations=observations if accepted else (),
                findings=findings,
                replaced_tables=superseded,
                received_at=self.options.now,
                who=self.options.who,
                reason=self.options.reason,
                catalogue_fingerprint=self.catalogue.fingerprint,
                added_tables=known if accepted and self.options.add else frozenset[str](),
            )
        )
        if accepted and subject.period:
            self.history.forget(subject.period)
        return FileResult(
            source.file,
            source.sha256,
            status,
            subject.reporter,
            subject.period,
            sum(len(table.records) for table in subject.tables),
            findings,
            tuple(sorted(superseded)),
        )

    def _received_before(self, subject: Return) -> frozenset[str]:
        """The tables of this return that are there already for its sender and period."""
        if not (subject.reporter and subject.period):
            return frozenset()
        active = self.store.active_parts(subject.reporter, subject.period)
        return frozenset(table.table for table in subject.tables if table.table in active)

    def _examined(
        self, subject: Return, known: frozenset[str]
    ) -> tuple[tuple[Observation, ...], tuple[Finding, ...]]:
        """What the return would post, and every finding with the waivers that still hold."""
        rules, reporter, period = self.catalogue.rules, subject.reporter, subject.period
        if not (reporter and period):
            return (), stamp(subject.issues, rules, reporter=reporter, period=period)
        observations, unposted = post(subject, self.catalogue)
        issues = subject.issues + unposted + self._replacement(subject, known)
        findings = check(
            Context(
                replace(subject, issues=issues),
                period,
                observations,
                self.catalogue,
                self.history.of(period),
                self.options.now.date(),
            )
        )
        waivers = self.store.waivers(reporter, period)
        return observations, tuple(
            replace(finding, waiver=str(waivers[finding.rule, finding.fingerprint]))
            if (finding.rule, finding.fingerprint) in waivers
            else finding
            for finding in findings
        )

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


def _unchanged(source: Source, store: Store, catalogue: Catalogue) -> FileResult | None:
    """The result for bytes that are accepted already; None for others."""
    accepted = store.accepted_copy(source.sha256)
    if accepted is None:
        return None
    reporter, period = accepted.reporter, accepted.period
    issue = _same_again(source, accepted.file)
    findings = stamp([issue], catalogue.rules, reporter=reporter, period=period)
    return FileResult(
        source.file, source.sha256, Status.UNCHANGED, reporter, period, findings=findings
    )


def _same_again(source: Source, accepted_as: str) -> Issue:
    return Issue(
        "file.same_again",
        f"内容与已接收的 {accepted_as} 完全相同",
        cells=(CellRef(source.sha256, source.file, "", ""),),
    )
