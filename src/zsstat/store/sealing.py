"""The digest of a part's rows as they are stored: a changed, added or lost row breaks it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from zsstat.store import codec

Row = Sequence[object]
T = TypeVar("T")

AT_A_TIME = 1_000
"""So many rows are in memory: a part can have a million."""


def portions(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows, ``AT_A_TIME`` of them at a time."""
    rows = iter(rows)
    while portion := list(islice(rows, AT_A_TIME)):
        yield portion


class Seal:
    """A digest in the making: first the records, then the observations, in their order."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256(b"[[")
        self._between = ""
        self._observing = False

    def records(self, rows: Sequence[Row]) -> None:
        if self._observing:
            raise ValueError("records come before observations")
        self._add(rows)

    def observations(self, rows: Sequence[Row]) -> None:
        self._turn()
        self._add(rows)

    def digest(self) -> str:
        self._turn()
        closed = self._digest.copy()
        closed.update(b"]]")
        return closed.hexdigest()

    def _turn(self) -> None:
        if not self._observing:
            self._observing, self._between = True, ""
            self._digest.update(b"],[")

    def _add(self, rows: Sequence[Row]) -> None:
        if rows:
            text = self._between + codec.to_json(rows)[1:-1]
            self._digest.update(text.encode("utf-8", "surrogatepass"))
            self._between = ","


def seal(records: Iterable[Row], observations: Iterable[Row]) -> str:
    """The digest of rows that are there already."""
    made = Seal()
    for rows in portions(records):
        made.records(rows)
    for rows in portions(observations):
        made.observations(rows)
    return made.digest()
