"""What everything that asks the database shares: the connection, the named queries, and errors that
are told to the user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from zsstat.store import schema
from zsstat.store.errors import told_to_the_user


class Desk:
    """A place at an open database."""

    def __init__(self, path: Path, connection: sqlite3.Connection, queries: Any) -> None:
        self.path = path
        self._connection = connection
        self._queries = queries

    def _guarded(self) -> AbstractContextManager[None]:
        return told_to_the_user(str(self.path))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing. Inside another one it is part of that."""
        with self._guarded():
            if self._connection.in_transaction:
                yield
                return
            with schema.transaction(self._connection):
                yield

    def _rows(self, query: str, **parameters: object) -> list[tuple[Any, ...]]:
        with self._guarded():
            return list(getattr(self._queries, query)(self._connection, **parameters))

    def _one(self, query: str, **parameters: object) -> Any:
        """The row of a ``^`` query or the value of a ``$`` query; None where there is none."""
        with self._guarded():
            return getattr(self._queries, query)(self._connection, **parameters)

    def _do(self, query: str, **parameters: object) -> Any:
        """Carries out a ``!`` or ``<!`` query of the caller's transaction."""
        return getattr(self._queries, query)(self._connection, **parameters)
