"""The parts of a row: ``其中：一期工程`` below a project, and the lines that go on with it.

A line of 其中 opens a run of parts of the row above it. A line right below goes on with the run
where it has no number of its own (if that row has one), or one below that row's, and

- is moved in further than the name of that row, or numbered as a part of it, or
- makes, with the parts before it, just that row: their amounts add up to all that it states. Such
  a line does not look like a part, so that it is asked about.

Where rows bear no numbers a line that has a date, a choice or a place is a row of its own. Parts
are never added to anything. Those that together are the row above leave nothing to ask.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zsstat.model import Grid
from zsstat.recognise.depth import depth_of, indent_of, without_numbering
from zsstat.recognise.sums import Sums
from zsstat.recognise.words import OF_WHICH, filled

_SET_OFF = re.compile(rf"{OF_WHICH}(?:[\s:：,，、;；#(（]|$)")
MOST_PARTS = 24
"""So many rows below a run are looked at for one that completes it."""


def says_of_which(text: str, *, particulars: bool) -> bool:
    """Whether a line is one of 其中：…. A name that only begins so (其中路改造项目) has
    ``particulars`` of its own."""
    if not without_numbering(text).startswith(OF_WHICH):
        return False
    return not particulars or _SET_OFF.search(text) is not None


class PartColumns(NamedTuple):
    """The sheet columns of the names and of 序号, if the table has that."""

    label: int
    ordinal: int | None


@dataclass(slots=True)
class _Run:
    """The row that has parts, and the rows of these, the first the one of 其中. ``further``: those
    that only their amounts make parts."""

    whole: int
    rows: list[int] = field(default_factory=list)
    further: list[int] = field(default_factory=list)


class Parts:
    """The runs of parts of one table, whose rows are gone through from top to bottom."""

    def __init__(self, grid: Grid, columns: PartColumns) -> None:
        self._grid = grid
        self._columns = columns
        self._runs: list[_Run] = []
        self._open: _Run | None = None

    @property
    def is_open(self) -> bool:
        return self._open is not None

    def of_which(self, row: int, whole: int) -> None:
        """``row`` says 其中, of the row ``whole`` above it, if it does not go on with a run."""
        if self._open is None:
            self._open = _Run(whole)
            self._runs.append(self._open)
        self._open.rows.append(row)

    def goes_on(self, row: int, *, total: bool, particulars: bool) -> bool:
        """Whether the row looks like a further part of the open run, to which it then belongs; the
        run ends with any other. ``total``: it says 小计, ``particulars``: it has a date, a choice
        or a place."""
        run = self._open
        if (
            run is None
            or total
            or not self._may_follow(run, row, particulars=particulars)
            or not (
                self._indent(row) > self._indent(run.whole) or self._is_numbered_below(row, run)
            )
        ):
            self._open = None
            return False
        run.rows.append(row)
        return True

    def completed(
        self, data: Sequence[int], plain: Container[int], edges: Sequence[int], sums: Sums
    ) -> frozenset[int]:
        """The rows among ``data`` that complete a run by their amounts. ``plain``: those without
        particulars; ``edges``: the rows in ascending order that are no data."""
        place = {row: at for at, row in enumerate(data)} if self._runs else {}
        for run in self._runs:
            if run.whole in place and not _make(run.whole, run.rows, sums):
                first = place[run.whole] + 1
                end = _next_edge(edges, run.rows[-1], data[-1] + 1)
                below = [row for row in data[first : first + MOST_PARTS] if row < end]
                run.further = self._completing(run, below, plain, sums)
        return frozenset(row for run in self._runs for row in run.further)

    def _completing(
        self, run: _Run, below: Sequence[int], plain: Container[int], sums: Sums
    ) -> list[int]:
        for count, row in enumerate(below, 1):
            if not self._may_follow(run, row, particulars=row not in plain):
                break
            if _make(run.whole, [*run.rows, *below[:count]], sums):
                return list(below[:count])
        return []

    def certain(self, sums: Sums) -> frozenset[int]:
        """The parts, several of a row, that together are that row: there is nothing to ask."""
        return frozenset(
            row
            for run in self._runs
            if len(run.rows) + len(run.further) > 1
            and _make(run.whole, [*run.rows, *run.further], sums)
            for row in run.rows
        )

    def _may_follow(self, run: _Run, row: int, *, particulars: bool) -> bool:
        numbered = self._is_numbered(run.whole)
        return (
            filled(self._grid.cell(row, self._columns.label))
            and (not self._is_numbered(row) or self._is_numbered_below(row, run))
            and (numbered or not particulars)
        )

    def _is_numbered(self, row: int) -> bool:
        ordinal = self._columns.ordinal
        return ordinal is not None and filled(self._grid.cell(row, ordinal))

    def _is_numbered_below(self, row: int, run: _Run) -> bool:
        """Whether its number, like that of 其中, is one below that of the whole: (2) below 1."""
        depth = self._depth(row)
        return (
            depth is not None
            and depth == self._depth(run.rows[0])
            and depth > (self._depth(run.whole) or 0)
        )

    def _depth(self, row: int) -> int | None:
        ordinal = self._columns.ordinal
        cell = self._grid.cell(row, ordinal) if ordinal is not None else None
        return depth_of(cell.text) if cell is not None and filled(cell) else None

    def _indent(self, row: int) -> int:
        name = self._grid.cell(row, self._columns.label)
        return indent_of(name.text) if name is not None else 0


def _make(whole: int, parts: Sequence[int], sums: Sums) -> bool:
    """Whether the parts add up to the row in all columns in which they state anything."""
    pairs = list(zip(sums.amounts(whole), sums.of(parts), strict=True))
    return any(added for _, added in pairs) and all(own == added for own, added in pairs if added)


def _next_edge(edges: Sequence[int], row: int, last: int) -> int:
    at = bisect_right(edges, row)
    return edges[at] if at < len(edges) else last
