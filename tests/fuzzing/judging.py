"""One file through a whole import, and what must be true of the result whatever the file is."""

from __future__ import annotations

import re
import shutil
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from zsstat.declarations import Catalogue
from zsstat.pipeline.files import Source
from zsstat.pipeline.returns import FileResult, ImportOptions, Status, import_returns
from zsstat.store import Store, open_store

CPU_SECONDS = 2.0
WALL_SECONDS = 8.0
"""Readers that work in a process of their own are seen on the clock alone, which other work on the
machine delays."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NOT_FOR_CLERKS = re.compile(r"Traceback|Exception|[A-Za-z]Error\b|0x[0-9a-f]{6}|<[a-z]+ object")
_NOW = datetime(2021, 1, 5, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``outcome`` is the status of the file, or ``crash``; without ``problems`` all is well."""

    outcome: str
    cpu: float
    wall: float
    problems: tuple[str, ...]


class Desk:
    """Imports each file into a database of its own, copied from an empty one."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._empty = folder / "empty.db"
        self._path = folder / "import.db"
        with open_store(
            self._empty, create=True, catalogue_fingerprint=catalogue.fingerprint
        ) as store:
            store.backup(folder / "copy.db")
        self._empty = folder / "copy.db"

    def judge(self, data: bytes, file: str) -> Verdict:
        """Any exception that comes out of the import is a crash, with its traceback."""
        for path in self._path.parent.glob(self._path.name + "*"):
            path.unlink()
        shutil.copy(self._empty, self._path)
        cpu, wall = time.process_time(), time.perf_counter()
        with open_store(self._path) as store:
            try:
                results = import_returns(
                    store, self._catalogue, [Source(file, data)], ImportOptions(_NOW, "测试")
                )
            except Exception:
                return Verdict("crash", 0, 0, (traceback.format_exc(),))
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            (result,) = results
            problems = [*_slow(cpu, wall), *_unclear(result), *_untrue(result, store)]
        return Verdict(result.status.value, cpu, wall, tuple(problems))


def _slow(cpu: float, wall: float) -> Iterator[str]:
    if cpu > CPU_SECONDS or wall > WALL_SECONDS:
        yield f"took {cpu:.1f} s of processor time, {wall:.1f} s on the clock"


def _unclear(result: FileResult) -> Iterator[str]:
    for finding in result.findings:
        said = finding.message + finding.action
        if not _CHINESE.search(finding.message) or _NOT_FOR_CLERKS.search(said):
            yield f"{finding.rule} says: {said[:200]}"
    if result.status in (Status.REFUSED, Status.RETURNED) and not result.findings:
        yield f"{result.status.value} without a reason"


def _untrue(result: FileResult, store: Store) -> Iterator[str]:
    """What is stored must be what was said."""
    yield from store.integrity()
    stored = [submission.status.value for submission in store.submissions()]
    expected = [] if result.status is Status.REFUSED else [result.status.value]
    if stored != expected:
        yield f"said {result.status.value}, stored {stored}"
    if result.status is Status.REFUSED and list(store.originals()):
        yield "refused, but its bytes are stored"
