"""Everything accepted for a period looked at again, side by side, what reporters share read once.

What a reporter has in common with others is asked of the database row by row where one return is
looked at. Where all are, the rows that anybody shares with anybody are read once and kept by what
they are known by; and as the returns do not depend on each other, each processor takes its part of
them. What they find is kept by one process, in the order of the returns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from zsstat.declarations import Catalogue
from zsstat.model import Entity, Period
from zsstat.pipeline.following import follow
from zsstat.pipeline.parsing import pack, unpacked_catalogue
from zsstat.pipeline.rechecking import Changed, Examiner
from zsstat.pipeline.workers import crew, processors
from zsstat.store import Status, Store, SubmissionRow, open_store

Progress = Callable[[int], None]
WORTH_IT = 200
"""So many workbooks are worth the start of workers: some seconds."""
_AT_A_TIME = 25
"""So many workbooks are one task."""
_Key: TypeAlias = tuple[str, str]


class Crowd:
    """The rows of a period that reporters share, by what they are known by."""

    def __init__(self, shared: Iterable[Entity]) -> None:
        self._known: dict[_Key, list[Entity]] = defaultdict(list)
        for entity in shared:
            for key in _keys(entity):
                self._known[key].append(entity)

    def sharing(self, entities: Iterable[Entity], _: Period) -> tuple[Entity, ...]:
        """What :meth:`zsstat.store.followed.Followed.sharing` answers."""
        entities = tuple(entities)
        own = {entity.reporter for entity in entities}
        found = {
            id(other): other
            for key in dict.fromkeys(key for entity in entities for key in _keys(entity))
            for other in self._known.get(key, ())
            if other.reporter not in own
        }
        return tuple(found.values())


def _keys(entity: Entity) -> Iterator[_Key]:
    for trait in ("code", "credit", "party"):
        if key := getattr(entity, trait):
            yield trait, key


def recheck(
    store: Store,
    catalogue: Catalogue,
    period: Period,
    at: datetime,
    cause: str,
    progress: Progress = lambda _: None,
    jobs: int = 0,
) -> tuple[Changed, ...]:
    """Every accepted workbook of a period looked at again, with ``jobs`` processes (0: as many as
    are worth it)."""
    follow(store, catalogue)
    rows = [
        row
        for row in store.submissions(period.year)
        if row.period == period and row.status is Status.ACCEPTED and row.active_tables
    ]
    tasks = [rows[start : start + _AT_A_TIME] for start in range(0, len(rows), _AT_A_TIME)]
    examiner = Examiner(store, catalogue, at)
    changes: list[Changed] = []
    with crew(jobs or (processors() if len(rows) >= WORTH_IT else 1)) as executor:
        for number, found in enumerate(_found(executor, tasks, store, catalogue, period, at), 1):
            with store.together():
                changes += examiner.keep(found, cause)
            progress(min(number * _AT_A_TIME, len(rows)))
    return tuple(changes)


def _found(
    executor: Executor | None,
    tasks: Sequence[Sequence[SubmissionRow]],
    store: Store,
    catalogue: Catalogue,
    period: Period,
    at: datetime,
) -> Iterator[tuple[Changed, ...]]:
    """What is found in each portion of the workbooks, in their order."""
    if executor is None:
        examiner = _examiner_of(store, catalogue, period, at)
        yield from (examiner.changes(rows) for rows in tasks)
        return
    packed = pack(catalogue)
    futures = [
        executor.submit(_found_apart, store.path, packed, period, at, rows) for rows in tasks
    ]
    yield from (future.result() for future in futures)


def _examiner_of(store: Store, catalogue: Catalogue, period: Period, at: datetime) -> Examiner:
    return Examiner(store, catalogue, at, Crowd(store.followed.shared(period)).sharing)


def _found_apart(
    path: Path, catalogue: bytes, period: Period, at: datetime, rows: Sequence[SubmissionRow]
) -> tuple[Changed, ...]:
    """A portion in a process of its own, which opens the database once."""
    return _apart(path, catalogue, period, at).changes(rows)


@lru_cache(maxsize=1)
def _apart(path: Path, catalogue: bytes, period: Period, at: datetime) -> Examiner:
    return _examiner_of(open_store(path), unpacked_catalogue(catalogue), period, at)
