"""Executors of every kind, and work that ends badly, for the tests of side-by-side parsing.

What a worker process is to do must be importable there, so it lies here and not in a test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from zsstat.declarations import Catalogue
from zsstat.pipeline import files
from zsstat.pipeline.files import Source
from zsstat.pipeline.parsing import Packed
from zsstat.pipeline.returns import FileResult, ImportOptions, import_returns
from zsstat.store import open_store

P = ParamSpec("P")
T = TypeVar("T")

NOW = datetime(2021, 1, 8, 9, 0, tzinfo=UTC)


class AtOnce(Executor):
    """Does the work where it is submitted."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Backwards(Executor):
    """Does nothing until somebody waits, and then the last that was submitted first."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.most = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = _Awaited[T](self)
        self.waiting.append(lambda: future.set_result(fn(*args, **kwargs)))
        self.most = max(self.most, len(self.waiting))
        return future


class _Awaited(Future[T]):
    def __init__(self, executor: Backwards) -> None:
        super().__init__()
        self._executor = executor

    def result(self, timeout: float | None = None) -> T:
        while self._executor.waiting:
            self._executor.waiting.pop()()
        return super().result(timeout)


class Broken(Executor):
    """An executor one of whose workers has died: after ``good`` answers there are no more."""

    def __init__(self, good: int = 0) -> None:
        self.good = good

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self.good -= 1
        if self.good < -1:
            raise BrokenExecutor
        if self.good >= 0:
            return AtOnce().submit(fn, *args, **kwargs)
        future: Future[T] = Future()
        future.set_exception(BrokenExecutor())
        return future


# --- work -------------------------------------------------------------------------------------


def echoed(content: bytes, file: str) -> Packed:
    """Work that gives back what it got."""
    return Packed(file, None, 1, content)


def deadly(content: bytes, file: str) -> Packed:
    """Work that a file named ``deadly`` kills the worker of, and one named ``once`` the first
    time: its content is the path of a note about that."""
    note = Path(content.decode())
    if file == "deadly" or (file == "once" and not note.exists()):
        if file == "once":
            note.touch()
        os._exit(9)
    return echoed(content, file)


def faulty(content: bytes, file: str) -> Packed:
    """Work with a bug in it."""
    if file == "1":
        raise ZeroDivisionError("a bug")
    return echoed(content, file)


def sources(*names: str, content: bytes = b"x") -> Iterator[tuple[int, Source]]:
    return enumerate(Source(name, content) for name in names)


# --- imports ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Imported:
    """What an import said and what it left in the database, row by row."""

    results: tuple[FileResult, ...]
    rows: tuple[str, ...]


def imported(
    folders: Sequence[Path], db: Path, catalogue: Catalogue, executor: Executor | None = None
) -> Imported:
    """The import of ``folders`` into a new database, at a fixed time."""
    found = files.find_files(folders).files
    options = ImportOptions(now=NOW, who="张三")
    with open_store(db, create=True, catalogue_fingerprint=catalogue.fingerprint) as store:
        results = import_returns(
            store, catalogue, files.load(found), options, executor=executor, ahead=5
        )
    return Imported(results, tuple(_rows(db)))


def _rows(db: Path) -> Iterator[str]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(db)) as connection:
        yield from connection.iterdump()


class Untouchable:
    """Stands where nobody may look."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"somebody looked at {name}")

    def __lt__(self, other: object) -> bool:
        raise AssertionError("somebody compared")

    __gt__ = __le__ = __ge__ = __lt__
