"""What keeps the books in order: copies, rehearsals, verification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from zsstat.declarations import Catalogue
from zsstat.model import Observation
from zsstat.pipeline.parsing import reading_limits
from zsstat.post import post
from zsstat.read import read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.store import Status, Store, SubmissionRow, open_store


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
