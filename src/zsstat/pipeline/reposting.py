"""The ledger made anew from the stored records, after the catalogue has changed.

A return whose lines come out as they are is left alone. One whose lines move is stored once more as
the catalogue posts it now; the former lines stay in the database, superseded like those of any
correction. Figures of locked periods do not move: their returns are left and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from zsstat.declarations import Catalogue
from zsstat.model import Observation, Period, RecognisedTable, Return
from zsstat.pipeline.ledger import actual_sums, received_reporters
from zsstat.pipeline.locks import changed_by
from zsstat.post import post
from zsstat.store import Decided, Kind, Status, Store, Submission, SubmissionRow
from zsstat.tracking import tracker

Figures = Mapping[tuple[str, str, Period], int]
"""(area, indicator, period) → base units."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure of the ledger before and after, in base units; None where there was no line."""

    area: str
    indicator: str
    period: Period
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Reposted:
    """What a repost did: returns looked at, those whose lines moved, the figures that moved, and
    the workbooks that were left because a locked period rests on them."""

    returns: int
    moved: tuple[SubmissionRow, ...]
    figures: tuple[Moved, ...]
    locked: tuple[SubmissionRow, ...]


def repost(store: Store, catalogue: Catalogue, decided: Decided) -> Reposted:
    """Posts every return that counts again, all of them or none. To see first what would move, do
    it in a copy (:func:`~zsstat.pipeline.upkeep.rehearsal`)."""
    with store.together():
        rows = [r for r in store.submissions() if r.status is Status.ACCEPTED and r.active_tables]
        before = _figures(store, catalogue)
        moving, locked = post_anew(store, catalogue, rows, decided)
        store.remember_catalogue(catalogue.fingerprint)
        if moving:
            said = f"按现行目录重新统计，{len(moving)}份报表变动"
            store.office.note(Kind.REPOST, said, decided)
        figures = tuple(_moved(before, _figures(store, catalogue)))
    return Reposted(len(rows), tuple(moving), figures, tuple(locked))


def post_anew(
    store: Store, catalogue: Catalogue, rows: Iterable[SubmissionRow], decided: Decided
) -> tuple[list[SubmissionRow], list[SubmissionRow]]:
    """Stores those of the workbooks once more whose lines the catalogue posts otherwise now; gives
    them, and those that were left because a locked period rests on them."""
    moving: list[SubmissionRow] = []
    locked: list[SubmissionRow] = []
    for row in rows:
        subject = _subject(store, row)
        parts = frozenset(subject.parts)
        former = _counting(store.observations(row.id), parts)
        posted, _ = post(subject, catalogue)
        if _lines(former) == _lines(posted):
            continue
        changed = changed_by(store, row.reporter or "", parts, (*former, *posted))
        if any(store.office.locked(period) for _, period in changed):
            locked.append(row)
            continue
        store.save(_again(store, catalogue, row, subject, posted, decided))
        moving.append(row)
    return moving, locked


def _counting(
    observations: Iterable[Observation], parts: frozenset[tuple[str, Period]]
) -> tuple[Observation, ...]:
    return tuple(o for o in observations if (o.table, o.period) in parts)


def _subject(store: Store, row: SubmissionRow) -> Return:
    """The parts of a workbook that count, as their records say."""
    tables: list[RecognisedTable] = []
    for table, period, records in store.active_records(row.id):
        of = None if period == row.period else period
        by_sheet = groupby((stored.record for stored in records), key=lambda r: r.sheet)
        made = [
            RecognisedTable(table, sheet, "", (), {}, (), tuple(found), (), of)
            for sheet, found in by_sheet
        ]
        tables += made or [RecognisedTable(table, "", "", (), {}, (), (), (), of)]
    return Return(row.file, row.sha256, row.reporter, row.period, tuple(tables), ())


def _lines(observations: Iterable[Observation]) -> Counter[object]:
    """Ledger lines, whatever their order."""
    return Counter(
        (o.area, o.indicator, o.period, o.value, o.ref, o.role, frozenset(o.dimensions.items()),
         o.conditions, o.joint)
        for o in observations
    )  # fmt: skip


def _again(
    store: Store,
    catalogue: Catalogue,
    row: SubmissionRow,
    subject: Return,
    posted: tuple[Observation, ...],
    decided: Decided,
) -> Submission:
    """The same workbook as it is posted now, in the place of the former lines."""
    if row.reporter is None or row.period is None:
        raise AssertionError("an accepted workbook has a reporter and a period")
    _, content = store.original(row.sha256)
    return Submission(
        file=row.file,
        sha256=row.sha256,
        content=content,
        reporter=row.reporter,
        period=row.period,
        status=Status.ACCEPTED,
        tables=subject.tables,
        observations=posted,
        findings=tuple(stored.finding for stored in store.findings(row.id) if not stored.closed),
        replaced_tables=frozenset(),
        received_at=decided.at,
        who=decided.who,
        reason=f"重新统计：{decided.reason}",
        catalogue_fingerprint=catalogue.fingerprint,
        track=tracker(catalogue, row.reporter, row.period),
        reposts=row.id,
    )


def _figures(store: Store, catalogue: Catalogue) -> Figures:
    """Every sum of every period, of the areas that have reported."""
    return {
        (area, code, period): value
        for period in store.periods()
        for received in (received_reporters(store, catalogue, period),)
        for (area, code), value in actual_sums(store, catalogue, period).items()
        if area in received
    }


def _moved(before: Figures, after: Figures) -> Iterator[Moved]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key, 0) != after.get(key, 0):
            yield Moved(*key, before.get(key), after.get(key))
