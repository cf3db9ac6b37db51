"""The round of a period: who owes what, what came and when, what went back, what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from zsstat.checks.files import deadline_of
from zsstat.declarations import Area, AreaKind, Catalogue
from zsstat.errors import UsageError
from zsstat.model import Level, Period
from zsstat.store import Status, Store, StoredFinding, SubmissionRow


@dataclass(frozen=True, slots=True)
class ReporterState:
    """What a sender has sent in the round of a period: the workbooks that count, and those that
    were sent back."""

    area: str
    name: str
    accepted: tuple[SubmissionRow, ...]
    sent_back: tuple[SubmissionRow, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of it that count."""
        return tuple(dict.fromkeys(t for row in self.accepted for t in row.active_tables))

    @property
    def times_back(self) -> int:
        """How often something was sent back; the same bytes judged again count once."""
        return len({row.sha256 for row in self.sent_back})

    @property
    def open_return(self) -> SubmissionRow | None:
        """The last workbook that was sent back and after which nothing was accepted."""
        if not self.sent_back:
            return None
        last = self.sent_back[-1]
        return None if any(row.id > last.id for row in self.accepted) else last


def round_of(store: Store, catalogue: Catalogue, period: Period) -> tuple[ReporterState, ...]:
    """Every expected reporter, then the province, with what came and what went back; who has no
    table to send is not expected."""
    came: dict[str | None, list[SubmissionRow]] = defaultdict(list)
    for row in store.submissions(period.year):
        if row.period == period:
            came[row.reporter].append(row)
    return tuple(
        _state(area.id, area.name(period.year), came[area.id])
        for area in _senders(catalogue, period)
    )


def _senders(catalogue: Catalogue, period: Period) -> tuple[Area, ...]:
    kinds = {table.sender for table in catalogue.returns.values()}
    everybody = [*catalogue.reporters(period.year), catalogue.areas[catalogue.province]]
    return tuple(area for area in everybody if area.kind in kinds)


def awaited_period(store: Store, year: int | None, month: int | None) -> Period:
    """The period asked for, which may have no return yet; without a year the one at work."""
    if year is not None:
        return Period(year, month or 12)
    latest = period_at_work(store, store.submissions())
    if latest is None:
        raise UsageError("数据库里还没有报表", "请用 --year 说明是哪一年")
    return Period(latest.year, month or latest.month)


def period_at_work(store: Store, rows: Iterable[SubmissionRow]) -> Period | None:
    """The latest period with a fact or with something to be sent again; without either the latest
    of which anything came. Next year's targets come before its first return: they alone do not make
    it the latest."""
    rows = tuple(rows)
    facts = store.latest_period_of_facts()
    back = (row.period for row in open_returns(rows) if row.period)
    came = (row.period for row in rows if row.period)
    return max((*back, *([facts] if facts else ())), default=None) or max(came, default=None)


def open_returns(rows: Iterable[SubmissionRow]) -> Iterator[SubmissionRow]:
    """The workbooks that went back and were not sent again yet: one of a sender and period, where
    both are known."""
    sent: dict[tuple[str, Period], list[SubmissionRow]] = defaultdict(list)
    for row in rows:
        if row.reporter is not None and row.period is not None:
            sent[row.reporter, row.period].append(row)
    for (reporter, _), of_sender in sent.items():
        if last := _state(reporter, reporter, of_sender).open_return:
            yield last


def _state(area: str, name: str, rows: Iterable[SubmissionRow]) -> ReporterState:
    rows = tuple(rows)
    accepted = tuple(row for row in rows if row.active_tables)
    return ReporterState(
        area, name, accepted, tuple(row for row in rows if row.status is Status.RETURNED)
    )


def open_findings(store: Store, states: Iterable[ReporterState]) -> tuple[StoredFinding, ...]:
    """What is still to be corrected or explained: what blocks the workbooks that were sent back and
    not sent again yet, and what a later look found in those that count."""
    return tuple(
        finding
        for state in states
        for row in (*filter(None, [state.open_return]), *state.accepted)
        for finding in store.findings(row.id)
        if finding.open and finding.finding.blocks
    )


def further_findings(
    store: Store, states: Iterable[ReporterState]
) -> Iterator[tuple[SubmissionRow, tuple[StoredFinding, ...]]]:
    """What else was noticed in the workbooks that count or are open, and was not settled since:
    nothing of it blocks."""
    for state in states:
        for row in (*state.accepted, *filter(None, [state.open_return])):
            found = tuple(f for f in store.findings(row.id) if not (f.finding.blocks or f.closed))
            if found:
                yield row, found


# --- where everybody stands -------------------------------------------------------------------


class TableState(StrEnum):
    """What became of a table that a sender owes or has sent."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    MISSING = "missing"


class Stage(StrEnum):
    """Where a sender stands. ``PARTLY``: something of it counts and something went back."""

    ACCEPTED = "accepted"
    PARTLY = "partly_returned"
    RETURNED = "returned"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sender stands on a day.

    ``tables`` has every table that the sender owes or has sent, in the catalogue's order; one that
    is not in it need not be sent. ``precedented``: what is owed is known from an earlier period.
    ``first_received``: the day on which anything of it came;
    ``completed``: the day on which the last of its tables that count was first accepted;
    ``returned``: the day on which the open return was sent back. ``late`` is by how many days after
    the deadline the last of what counts arrived, or, as long as nothing counts or something is to
    be sent again, is overdue now; 0 for in time, None where there is no deadline. ``open_b`` and
    ``open_c`` count the findings that somebody has still to explain or answer, ``blocking`` are
    those that sent the open return back. ``found_later`` are those that would have sent back what
    counts, had they been known: a later look found them, and it goes on counting."""

    area: Area
    state: ReporterState
    stage: Stage
    tables: Mapping[str, TableState]
    precedented: bool
    first_received: date | None
    completed: date | None
    returned: date | None
    late: int | None
    open_b: int
    open_c: int
    blocking: tuple[StoredFinding, ...]
    found_later: tuple[StoredFinding, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The tables that are owed and do not count."""
        return tuple(t for t, state in self.tables.items() if state is not TableState.ACCEPTED)

    @property
    def overdue(self) -> bool:
        return bool(self.late)


@dataclass(frozen=True)
class Round:
    """The round of a period as it stands on ``today``. ``deadline`` is the last day, included."""

    period: Period
    today: date
    deadline: date | None
    standings: tuple[Standing, ...]

    @cached_property
    def reporters(self) -> tuple[Standing, ...]:
        """Those who are counted: the reporters; where only the province sends, the province."""
        own = tuple(s for s in self.standings if s.area.kind is AreaKind.REPORTER)
        return own or self.standings

    def at(self, *stages: Stage) -> tuple[Standing, ...]:
        return tuple(s for s in self.reporters if s.stage in stages)


def round_on(store: Store, catalogue: Catalogue, period: Period, now: datetime) -> Round:
    """Where every sender stands at this moment; days are those of ``now``'s time zone."""
    deadline = deadline_of(catalogue, period)
    examiner = _Examiner(store, catalogue, period, now, deadline)
    standings = tuple(examiner.standing(state) for state in round_of(store, catalogue, period))
    return Round(period, now.date(), deadline, standings)


class _Examiner:
    """What the standings of a period are made of, read once."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        period: Period,
        now: datetime,
        deadline: date | None,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._period = period
        self._now = now
        self._deadline = deadline
        rows = store.submissions(period.year)
        self._judged = {row.id: self._day(row.received_at) for row in rows}
        first = {row.sha256: self._judged[row.id] for row in reversed(rows)}
        self._arrived = {row.id: first[row.sha256] for row in rows}
        self._findings: dict[int, list[StoredFinding]] = defaultdict(list)
        for finding in store.findings(period=period):
            self._findings[finding.submission_id].append(finding)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._now.tzinfo).date()

    def standing(self, state: ReporterState) -> Standing:
        area = self._catalogue.areas[state.area]
        stage = self._stage(area, state)
        back = state.open_return
        in_back = self._open_in(filter(None, [back]))
        in_accepted = self._open_in(state.accepted)
        is_open = (*in_accepted, *in_back)
        brought = self._brought(state)
        return Standing(
            area=area,
            state=state,
            stage=stage,
            tables=self._tables(area, state, stage),
            precedented=bool(self._precedent(area)),
            first_received=self._first_received(state, brought),
            completed=_last(brought, self._judged),
            returned=self._judged[back.id] if back else None,
            late=self._late(area, stage, _last(brought, self._arrived)),
            open_b=_count(is_open, Level.B),
            open_c=_count(is_open, Level.C),
            blocking=tuple(f for f in in_back if f.finding.blocks),
            found_later=tuple(f for f in in_accepted if f.finding.blocks),
        )

    def _open_in(self, rows: Iterable[SubmissionRow]) -> tuple[StoredFinding, ...]:
        return tuple(f for row in rows for f in self._findings[row.id] if f.open)

    def _stage(self, area: Area, state: ReporterState) -> Stage:
        """Only tables that facts are posted from make a return: targets alone report nothing."""
        reported = any(table in self._telling(area) for table in state.tables)
        if state.open_return:
            return Stage.PARTLY if reported else Stage.RETURNED
        return Stage.ACCEPTED if reported else Stage.MISSING

    def _telling(self, area: Area) -> tuple[str, ...]:
        """The tables of a sender that facts are posted from; where there is none, all of them."""
        own = self._own(area)
        return tuple(t for t in own if t in self._catalogue.fact_tables) or own

    def _own(self, area: Area) -> tuple[str, ...]:
        returns = self._catalogue.returns.values()
        return tuple(table.id for table in returns if table.sender is area.kind)

    def _tables(self, area: Area, state: ReporterState, stage: Stage) -> dict[str, TableState]:
        open_ = TableState.RETURNED if state.open_return else TableState.MISSING
        owed = self._owed(area, stage)
        return {
            table: TableState.ACCEPTED if table in state.tables else open_
            for table in self._own(area)
            if table in owed or table in state.tables
        }

    def _owed(self, area: Area, stage: Stage) -> frozenset[str]:
        """What the sender sent before: who has never sent a table does not owe it. Without a
        precedent its facts are awaited until some have come."""
        awaited = stage in (Stage.MISSING, Stage.RETURNED)
        return self._precedent(area) or frozenset(self._telling(area) if awaited else ())

    def _precedent(self, area: Area) -> frozenset[str]:
        """The tables for the same period of last year; else, for the last period before this, the
        facts alone: targets and the like do not come with every month."""
        if sent := self._sent(self._period.previous_year).get(area.id):
            return frozenset(sent)
        facts = frozenset(self._telling(area))
        found = (facts & self._sent(period).get(area.id, set()) for period in self._earlier)
        return next(filter(None, found), frozenset())

    @cached_property
    def _earlier(self) -> tuple[Period, ...]:
        return tuple(p for p in reversed(self._store.periods()) if p < self._period)

    def _sent(self, period: Period) -> Mapping[str, set[str]]:
        if period not in self._known:
            sent: dict[str, set[str]] = defaultdict(set)
            for reporter, table in self._store.received_tables(period):
                sent[reporter].add(table)
            self._known[period] = sent
        return self._known[period]

    @cached_property
    def _known(self) -> dict[Period, Mapping[str, set[str]]]:
        return {}

    def _brought(self, state: ReporterState) -> Mapping[str, list[int]]:
        """Each table that counts → the submissions that ever brought it, without what was
        withdrawn: a correction makes a return no later than it was."""
        brought: dict[str, list[int]] = defaultdict(list)
        for part in self._store.parts(state.area, self._period):
            if part.submission in self._judged and not part.withdrawn:
                brought[part.table].append(part.submission)
        return {table: brought[table] for table in state.tables if table in brought}

    def _first_received(
        self, state: ReporterState, brought: Mapping[str, list[int]]
    ) -> date | None:
        accepted = (number for numbers in brought.values() for number in numbers)
        came = (*accepted, *(row.id for row in state.sent_back))
        return min((self._judged[number] for number in came), default=None)

    def _late(self, area: Area, stage: Stage, complete: date | None) -> int | None:
        """Only reporters have a deadline: the province publishes when it does. What was sent back
        and accepted after an explanation came on the day on which it came."""
        if self._deadline is None or area.kind is not AreaKind.REPORTER:
            return None
        done = complete if stage is Stage.ACCEPTED and complete else self._now.date()
        return max((done - self._deadline).days, 0)


def _last(brought: Mapping[str, list[int]], days: Mapping[int, date]) -> date | None:
    """The day on which the last table was there for the first time."""
    return max((min(days[n] for n in numbers) for numbers in brought.values()), default=None)


def _count(findings: Iterable[StoredFinding], level: Level) -> int:
    """Different findings: what went back and what counts may have the same."""
    found = (stored.finding for stored in findings)
    return len({(f.rule, f.fingerprint) for f in found if f.level is level})
