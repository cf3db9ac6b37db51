"""What keeps the books in order: decisions, state of the round, copies, verification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from zsstat.declarations import Catalogue
from zsstat.errors import DecisionError, UsageError
from zsstat.model import Observation, Period
from zsstat.pipeline.files import Source
from zsstat.pipeline.parsing import reading_limits
from zsstat.pipeline.returns import (
    REPLACES,
    FileResult,
    ImportOptions,
    import_returns,
)
from zsstat.post import post
from zsstat.read import read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.store import Status, Store, StoredFinding, SubmissionRow, open_store


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver that was entered, and what became of its workbook when it was judged again."""

    finding: StoredFinding
    result: FileResult


def waive(
    store: Store, catalogue: Catalogue, finding_id: int, reason: str, options: ImportOptions
) -> Waived:
    """Accepts the explanation for a B finding and judges its workbook again at once.

    Raises :class:`~zsstat.errors.DecisionError` for a finding that cannot be waived."""
    if store.finding(finding_id).finding.rule == REPLACES:
        raise DecisionError(
            "同一张表已经接收过，要说明的是替换还是补充",
            "请重新导入该文件：更正加 --replace --reason 理由，补充加 --add --reason 理由",
        )
    store.waive(finding_id, options.who, reason, options.now)
    finding = store.finding(finding_id)
    file, content = store.original(store.submission(finding.submission_id).sha256)
    known = Expected(
        finding.reporter,
        finding.period.year if finding.period else None,
        finding.period.month if finding.period else None,
    )
    (result,) = import_returns(
        store, catalogue, [Source(file, content)], replace(options, expected=known)
    )
    return Waived(finding, result)


@dataclass(frozen=True, slots=True)
class ReporterState:
    """Where a sender stands in the round of a period."""

    area: str
    name: str
    accepted: tuple[SubmissionRow, ...]
    sent_back: tuple[SubmissionRow, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of it that count."""
        return tuple(dict.fromkeys(t for row in self.accepted for t in row.active_tables))

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
    rows = [row for row in store.submissions(period.year) if row.period == period]
    kinds = {table.sender for table in catalogue.returns.values()}
    everybody = [*catalogue.reporters(period.year), catalogue.areas[catalogue.province]]
    senders = [area for area in everybody if area.kind in kinds]
    return tuple(
        ReporterState(
            area.id,
            area.name(period.year),
            tuple(r for r in rows if r.reporter == area.id and r.active_tables),
            tuple(r for r in rows if r.reporter == area.id and r.status is Status.RETURNED),
        )
        for area in senders
    )


def back_up(store: Store, target: Path) -> None:
    """An online copy: whole and consistent, while others may go on working."""
    store.backup(target)


@dataclass(frozen=True, slots=True)
class Verification:
    """``problems`` is empty when all is well; ``moved`` names workbooks whose figures would come
    out differently under today's catalogue, which was not the one they were posted with."""

    submissions: int
    observations: int
    problems: tuple[str, ...]
    moved: tuple[str, ...]


def verify(store: Store, catalogue: Catalogue) -> Verification:
    """The database's own integrity, then every accepted workbook read and posted once more from
    its original bytes and compared with the ledger line by line."""
    problems = list(store.integrity())
    moved: list[str] = []
    lines = 0
    accepted = [row for row in store.submissions() if row.status is Status.ACCEPTED]
    for row in accepted:
        stored = store.observations(row.id)
        lines += len(stored)
        differences = list(_differences(row, stored, store, catalogue))
        same_catalogue = row.catalogue_fingerprint == catalogue.fingerprint
        (problems if same_catalogue else moved).extend(differences)
    return Verification(len(accepted), lines, tuple(problems), tuple(moved))


def _differences(
    row: SubmissionRow, stored: tuple[Observation, ...], store: Store, catalogue: Catalogue
) -> Iterator[str]:
    file, content = store.original(row.sha256)
    workbook = read_workbook(content, file, reading_limits(catalogue))
    period = row.period
    expected = Expected(
        row.reporter, period.year if period else None, period.month if period else None
    )
    posted, _issues = post(recognise(workbook, catalogue, expected), catalogue)
    before, now = Counter(map(_line, stored)), Counter(map(_line, posted))
    for line in sorted((before - now).keys()):
        yield f"{row.file}：库中有 {line}，原件重新统计没有"
    for line in sorted((now - before).keys()):
        yield f"{row.file}：原件重新统计有 {line}，库中没有"


def _line(observation: Observation) -> str:
    o = observation
    return f"{o.indicator} {o.area} {o.ref.sheet}!{o.ref.cell} = {o.value}"


@contextmanager
def rehearsal(db: Path, catalogue: Catalogue) -> Iterator[Store]:
    """A copy of the database (an empty one where there is none yet) that is thrown away."""
    with TemporaryDirectory(prefix="zsstat-") as directory:
        copy = Path(directory) / "rehearsal.db"
        if db.exists():
            with open_store(db) as store:
                store.backup(copy)
        with open_store(copy, create=True, catalogue_fingerprint=catalogue.fingerprint) as store:
            yield store


def awaited_period(store: Store, year: int | None, month: int | None) -> Period:
    """The period asked for, which may have no return yet; without a year the latest that has."""
    latest = store.latest_period()
    if year is not None:
        return Period(year, month or 12)
    if latest is None:
        raise UsageError("数据库里还没有已接收的报表", "请用 --year 说明是哪一年")
    return Period(latest.year, month or latest.month)


def open_findings(store: Store, states: Iterable[ReporterState]) -> tuple[StoredFinding, ...]:
    """What blocks the workbooks that were sent back and not sent again yet."""
    return tuple(
        finding
        for state in states
        if (row := state.open_return) is not None
        for finding in store.findings(row.id)
        if finding.finding.blocks
    )


def further_findings(
    store: Store, states: Iterable[ReporterState]
) -> Iterator[tuple[SubmissionRow, tuple[StoredFinding, ...]]]:
    """What else was noticed in the workbooks that count or are open: nothing of it blocks."""
    for state in states:
        for row in (*state.accepted, *filter(None, [state.open_return])):
            found = tuple(f for f in store.findings(row.id) if not f.finding.blocks)
            if found:
                yield row, found
