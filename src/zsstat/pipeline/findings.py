"""The findings of a period: those that concern somebody today, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zsstat.declarations import Catalogue
from zsstat.errors import UsageError
from zsstat.model import Level, Outcome, Period
from zsstat.pipeline.ledger import area_id, describe
from zsstat.pipeline.locks import LOCKED, still_locked
from zsstat.pipeline.rounds import open_returns, period_at_work
from zsstat.store import Store, StoredFinding, SubmissionRow, Waiver


class State(StrEnum):
    """Where a finding stands today.

    ``TO_CORRECT``: level A, only another return settles it. ``TO_EXPLAIN``: B or C, nobody has
    said anything. ``ANSWERED``: its sender has; a B blocks on until the office waives it.
    ``CLOSED``: a later look found it settled. ``PAST``: its workbook counts no more, or another
    one came after it."""

    TO_CORRECT = "to_correct"
    TO_EXPLAIN = "to_explain"
    ANSWERED = "answered"
    WAIVED = "waived"
    NOTICE = "notice"
    UNDECIDED = "undecided"
    CLOSED = "closed"
    PAST = "past"


_ORDER = tuple(State)


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding with its state and, where one holds, its waiver. ``counts``: its workbook was
    accepted and counts; otherwise it went back. ``locked``: the locked period that its workbook
    would change, as long as it is locked."""

    stored: StoredFinding
    state: State
    waiver: Waiver | None
    counts: bool
    locked: Period | None = None

    @property
    def open(self) -> bool:
        """Whether somebody has still to correct it, to explain it or to decide about it."""
        match self.state:
            case State.TO_CORRECT | State.TO_EXPLAIN:
                return True
            case State.ANSWERED:
                return self.stored.finding.blocks
            case _:
                return False

    @property
    def rank(self) -> tuple[int, ...]:
        """The smaller, the more urgent: what is open by level, then the rest by state."""
        level, state = tuple(Level).index(self.stored.finding.level), _ORDER.index(self.state)
        return (0, level, state) if self.open else (1, state, level)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which findings: of a period (none given: the latest), of a reporter, of some levels, of a
    rule; only those that are open; with ``everything`` also those that could not be judged, and
    history: of former workbooks, and closed ones."""

    year: int | None = None
    month: int | None = None
    reporter: str | None = None
    levels: tuple[Level, ...] = ()
    rule: str | None = None
    open_only: bool = False
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked for, the most urgent first. ``period`` is None where nothing that arrived says
    its period. ``undecided`` counts those that were left out because they could not be judged,
    ``elsewhere`` those that are open in other periods."""

    period: Period | None
    findings: tuple[Listed, ...]
    undecided: int
    elsewhere: Mapping[Period, int]


def list_findings(store: Store, catalogue: Catalogue, asked: Asked) -> Listing:
    """The findings of the workbooks that count today or were sent back and not sent again.

    A workbook of which nobody knows whose or of which period it is belongs to no round: without a
    year asked for it is listed with the latest period. Raises :class:`UsageError` for a period of
    which nothing arrived and for a reporter or a rule that there is not."""
    return _Lister(store, catalogue, asked).listing()


# --- which workbooks --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Standing:
    """The submissions that count today, and those that went back and are still open."""

    counting: frozenset[int]
    back: frozenset[int]

    @classmethod
    def of(cls, rows: tuple[SubmissionRow, ...]) -> _Standing:
        counting = frozenset(row.id for row in rows if row.active_tables)
        back = frozenset(row.id for row in open_returns(rows))
        return cls(counting, back.union(_open_of_strangers(rows)))

    def __contains__(self, submission: int) -> bool:
        return submission in self.counting or submission in self.back


def _open_of_strangers(rows: Iterable[SubmissionRow]) -> Iterator[int]:
    """Workbooks that went back and of which nobody knows whose or of which period they are, until
    the same file, or one of its name, comes again."""
    last: dict[str, SubmissionRow] = {}
    later: set[tuple[str, int]] = set()
    for row in rows:
        for known in (row.sha256, row.file):
            if known in last:
                later.add((known, last[known].id))
            last[known] = row
    for row in rows:
        stranger = row.reporter is None or row.period is None
        if stranger and not {(row.sha256, row.id), (row.file, row.id)} & later:
            yield row.id


# --- which findings ---------------------------------------------------------------------------


class _Lister:
    """One question put to the store; what it needs is read once."""

    def __init__(self, store: Store, catalogue: Catalogue, asked: Asked) -> None:
        self._store = store
        self._catalogue = catalogue
        self._asked = asked
        self._reporter = area_id(catalogue, asked.reporter) if asked.reporter else None
        if asked.rule:
            _known_rule(catalogue, asked.rule)
        self._rows = store.submissions()
        self._standing = _Standing.of(self._rows)
        self._waivers: dict[tuple[str, Period], dict[int, Waiver]] = {}

    def listing(self) -> Listing:
        period = self._period()
        found = [self._listed(stored) for stored in self._of(period)]
        shown = sorted(filter(self._shown, found), key=lambda one: (one.rank, one.stored.id))
        undecided = sum(one.state is State.UNDECIDED for one in found)
        left_out = 0 if self._asked.everything or self._asked.open_only else undecided
        return Listing(period, tuple(shown), left_out, self._elsewhere(period))

    def _period(self) -> Period | None:
        """The period asked for; else the one at work."""
        if not self._rows:
            raise UsageError("数据库里还没有报表", "请先运行 zsstat import 报表文件夹")
        known = sorted({row.period for row in self._rows if row.period})
        asked, latest = self._asked, period_at_work(self._store, self._rows)
        year = asked.year or (latest.year if latest else None)
        if year is None or (asked.year is None and asked.month is None):
            return latest
        period = Period(year, asked.month or 12)
        if period not in known:
            had = "、".join(map(describe, known)) or "都看不出是哪一期的"
            raise UsageError(f"没有收到过{describe(period)}的报表", f"已有的报告期：{had}")
        return period

    def _of(self, period: Period | None) -> Iterator[StoredFinding]:
        """The findings of a period that the question is about, whatever their state."""
        found = self._store.findings(reporter=self._reporter, period=period) if period else ()
        for stored in (*found, *self._of_no_period()):
            current = stored.submission_id in self._standing
            if self._fits(stored) and (current or self._asked.everything):
                yield stored

    def _of_no_period(self) -> Iterator[StoredFinding]:
        if self._asked.year is None and self._reporter is None:
            for row in self._rows:
                if row.period is None:
                    yield from self._store.findings(row.id)

    def _fits(self, stored: StoredFinding) -> bool:
        finding, asked = stored.finding, self._asked
        return finding.level in (asked.levels or Level) and asked.rule in (None, finding.rule)

    def _shown(self, one: Listed) -> bool:
        if self._asked.open_only:
            return one.open
        history = one.state in (State.UNDECIDED, State.CLOSED, State.PAST)
        return self._asked.everything or not history

    def _elsewhere(self, period: Period | None) -> Mapping[Period, int]:
        """Other periods and how many of the findings asked for are open there."""
        current = {row.period for row in self._rows if row.id in self._standing and row.period}
        counts = {
            other: sum(
                stored.submission_id in self._standing and self._listed(stored).open
                for stored in self._store.findings(reporter=self._reporter, period=other)
                if self._fits(stored)
            )
            for other in sorted(current - {period})
        }
        return {other: count for other, count in counts.items() if count}

    # --- where it stands --------------------------------------------------------------------

    def _listed(self, stored: StoredFinding) -> Listed:
        counts = stored.submission_id in self._standing.counting
        locked = still_locked(self._store, stored.finding)
        return Listed(stored, self._state(stored), self._waiver(stored), counts, locked)

    def _state(self, stored: StoredFinding) -> State:
        if stored.finding.outcome is Outcome.UNDECIDED:
            return State.UNDECIDED
        if stored.closed:
            return State.CLOSED
        if stored.finding.waiver is not None:
            return State.WAIVED
        if stored.submission_id not in self._standing:
            return State.PAST
        match stored.finding.level:
            case Level.A:
                return State.TO_CORRECT
            case Level.B | Level.C:
                return State.TO_EXPLAIN if stored.answer is None else State.ANSWERED
            case Level.D:
                return State.NOTICE

    def _waiver(self, stored: StoredFinding) -> Waiver | None:
        number = stored.finding.waiver
        if number is None or stored.reporter is None or stored.period is None:
            return None
        of = (stored.reporter, stored.period)
        if of not in self._waivers:
            self._waivers[of] = {waiver.id: waiver for waiver in self._store.office.waived(*of)}
        return self._waivers[of][int(number)]


def _known_rule(catalogue: Catalogue, rule: str) -> None:
    if rule in catalogue.rules:
        return
    import difflib  # only a slip needs it

    near = difflib.get_close_matches(rule, catalogue.rules, n=3, cutoff=0.4)
    hint = f"是不是：{'、'.join(near)}" if near else "规则的名称见 zsstat catalog"
    raise UsageError(f"没有规则“{rule}”", hint)


# --- what is to be done -----------------------------------------------------------------------


class Step(StrEnum):
    """What settles an open finding, the most urgent first."""

    CORRECT = "correct"
    UNLOCK = "unlock"
    SEND_AGAIN = "send_again"
    SAY_WHICH = "say_which"
    RESOLVE = "resolve"
    WAIVE = "waive"
    ANSWER = "answer"


def step_for(one: Listed, catalogue: Catalogue) -> Step:
    """What settles an open finding: the sender's correction, or which decision of the office."""
    from zsstat.checks.elsewhere import BETWEEN
    from zsstat.pipeline.returns import REPLACES

    finding = one.stored.finding
    rule = catalogue.rules.get(finding.rule)
    if finding.rule == LOCKED:
        return Step.UNLOCK if one.locked else Step.SEND_AGAIN
    if finding.rule == REPLACES:
        return Step.SAY_WHICH
    if rule is not None and rule.check in BETWEEN and finding.level is not Level.A:
        return Step.RESOLVE
    match finding.level:
        case Level.A:
            return Step.CORRECT
        case Level.B:
            return Step.WAIVE
        case _:
            return Step.ANSWER
