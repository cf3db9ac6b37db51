"""Which rows a 合计 or 小计 speaks for.

A running sum (累计, 承前页) speaks for all data rows above it. A 合计 speaks for all data rows of
the table, unless it stands with each of several groups, or another total stands over it: then it is
a 小计 by another name. Of a 小计 the place says which rows
it may speak for: those since an earlier boundary where it stands below its group, those down to a
later one where it stands above. Boundaries are other 小计 and the headings of groups.

- Its numbering decides where all of its kind are numbered: 一、 goes on to the next 一、, and
  （一） to the next （一） or 一、.
- Else the nearest boundary comes first; for one that stands right behind (or before) another the
  last (or next) that stands so, too, comes first, because it is the sum of several groups.
- Of these spans the first whose rows add up to all that it states is taken; where none does the
  most plausible one, and the comparison says what is wrong.

小计 with the word and lines without (一、新建项目 | 6000) are looked at apart: the lines may lead
their groups while each 小计 ends one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from zsstat.model import Field
from zsstat.recognise.depth import depth_of, depth_of_ordinal, without_numbering
from zsstat.recognise.layout import Block, ClaimRow
from zsstat.recognise.words import OF_WHICH, filled

MOST_TRIED = 24
"""So many boundaries, from the nearest on, are tried for one 小计."""
LONGEST_HEADING = 20
"""A longer line between the rows is a remark and bounds nothing."""

Span: TypeAlias = tuple[int, int]
"""Positions among the data rows, the end exclusive."""
Fields: TypeAlias = Mapping[str, Field]


class _Mark(NamedTuple):
    """A boundary: a group's 小计 or heading, its row, how many data rows stand above it."""

    row: int
    place: int
    depth: int | None
    name: str
    is_heading: bool = False


class Spans:
    """The spans of the claims of one block, whose rows are all sorted and read.

    ``records``: the fields of each data row, ``stated``: those of each claim's row."""

    def __init__(self, block: Block, records: Sequence[Fields], stated: Mapping[int, Fields]):
        self._block = block
        self._rows = block.data
        self._records = records
        self._stated = stated
        self._told = {d.row: (d.first, d.last) for d in block.doubts if not d.counted}
        self._sums: dict[str, tuple[list[int], list[int]]] = {}

    def of(self, claim: ClaimRow) -> tuple[int, int]:
        """The first and last data row; its own row number twice where there is none."""
        start, end = self._bounds(claim)
        return (self._rows[start], self._rows[end - 1]) if start < end else (claim.row, claim.row)

    def _bounds(self, claim: ClaimRow) -> Span:
        here = self._place(claim.row)
        if claim.row not in self._groups:
            return 0, here if claim.running else len(self._rows)
        spans = [span for span in dict.fromkeys(self._candidates(claim)) if span[0] < span[1]]
        fitting = next((span for span in spans if self._fits(claim, span)), None)
        if fitting is not None or not spans or self._is_of_nothing(claim):
            return fitting or (here, here)
        return spans[0]

    def _is_of_nothing(self, claim: ClaimRow) -> bool:
        """Right below the heading of its group, or one of several in a row and zero: its group has
        no rows."""
        at = bisect_left(self._mark_rows, claim.row)
        if not self._leads[claim.worded] and at and self._marks[at - 1].is_heading:
            return self._marks[at - 1].place == self._place(claim.row)
        numbers = _numbers(self._stated.get(claim.row, {}))
        return claim.row in self._outer and not any(numbers.values())

    # --- arithmetic ---------------------------------------------------------------------------

    def _fits(self, claim: ClaimRow, span: Span) -> bool:
        """Whether the rows of the span add up to everything that the claim states."""
        numbers = _numbers(self._stated.get(claim.row, {}))
        return any(numbers.values()) and all(
            self._sum(column, span) == number for column, number in numbers.items()
        )

    def _sum(self, column: str, span: Span) -> int | None:
        """The sum of a column; None where a cell could not be read."""
        if column not in self._sums:
            fields = [record.get(column) for record in self._records]
            values = (f.value if f and isinstance(f.value, int) else 0 for f in fields)
            broken = (int(bool(f and not f.readable)) for f in fields)
            self._sums[column] = (
                list(accumulate(values, initial=0)),
                list(accumulate(broken, initial=0)),
            )
        added, broken_upto = self._sums[column]
        start, end = span
        return None if broken_upto[end] - broken_upto[start] else added[end] - added[start]

    # --- places -------------------------------------------------------------------------------

    def _candidates(self, claim: ClaimRow) -> Iterator[Span]:
        """The spans that its place allows, the most plausible first."""
        leads = self._leads[claim.worded]
        here = self._place(claim.row)
        for end in self._ends(claim, here, leads=leads):
            yield (here, end) if leads else (end, here)
        if claim.row in self._told:
            first, last = self._told[claim.row]
            yield self._place(first), self._place(last) + 1

    def _ends(self, claim: ClaimRow, here: int, *, leads: bool) -> Iterator[int]:
        """The other ends of its spans: below it where it leads, else above it."""
        edge = len(self._rows) if leads else 0
        if claim.depth is not None and self._all_numbered[claim.worded]:
            yield (self._higher_below if leads else self._higher_above).get(claim.row, edge)
            return
        is_outer = claim.row in self._outer
        if is_outer:
            yield _next_place(self._outer_places, here, edge, leads=leads)
        yield _next_place(self._places, here, edge, leads=leads)
        for mark in self._beyond(here, leads=leads):
            yield mark.place
            if mark.name == _name(claim) and not is_outer:
                return
        yield edge

    def _beyond(self, here: int, *, leads: bool) -> Sequence[_Mark]:
        """The nearest boundaries in that direction, from the nearest on."""
        if leads:
            at = bisect_right(self._places, here)
            return self._marks[at : at + MOST_TRIED]
        at = bisect_left(self._places, here)
        return self._marks[max(at - MOST_TRIED, 0) : at][::-1]

    def _place(self, row: int) -> int:
        """How many data rows stand above ``row``."""
        return bisect_left(self._rows, row)

    @cached_property
    def _marks(self) -> list[_Mark]:
        """The boundaries, from top to bottom."""
        groups = [
            _Mark(c.row, self._place(c.row), c.depth, _name(c))
            for c in self._block.claims
            if c.row in self._groups
        ]
        headings = [
            _Mark(row, self._place(row), depth_of(text) or depth_of_ordinal(text), "", True)
            for row in self._block.headings
            if len(text := self._first_text(row)) <= LONGEST_HEADING
            and not without_numbering(text).startswith(OF_WHICH)
        ]
        return sorted([*groups, *headings], key=lambda mark: mark.row)

    def _first_text(self, row: int) -> str:
        return next(cell.text for cell in self._block.grid.by_row[row] if filled(cell))

    @cached_property
    def _mark_rows(self) -> list[int]:
        return [mark.row for mark in self._marks]

    @cached_property
    def _places(self) -> list[int]:
        return [mark.place for mark in self._marks]

    @cached_property
    def _outer_places(self) -> list[int]:
        return [mark.place for mark in self._marks if mark.row in self._outer]

    @cached_property
    def _higher_below(self) -> Mapping[int, int]:
        """Row → the place of the next numbered boundary that stands as high or higher."""
        return _higher(reversed(self._marks))

    @cached_property
    def _higher_above(self) -> Mapping[int, int]:
        return _higher(self._marks)

    @cached_property
    def _groups(self) -> frozenset[int]:
        """The rows of 小计, and of 合计 that stand with each of several groups or under another."""
        whole: dict[str, set[int]] = {}
        for claim in self._block.claims:
            if claim.total:
                whole.setdefault(_name(claim), set()).add(self._place(claim.row))
        return frozenset(
            claim.row
            for claim in self._block.claims
            if not claim.running and (not claim.total or self._is_partial(claim, whole))
        )

    def _is_partial(self, claim: ClaimRow, whole: Mapping[str, set[int]]) -> bool:
        here, last = self._place(claim.row), len(self._rows)
        own = whole[_name(claim)]
        if len(own - {0}) > 1:
            return here > 0
        if len(own) > 1 and last not in own:
            return True  # one above each group
        over = any({0, last} & places for name, places in whole.items() if name != _name(claim))
        return over and 0 < here < last

    @cached_property
    def _outer(self) -> frozenset[int]:
        """The groups' rows that stand right behind another one, or right before where they lead."""
        found: set[int] = set()
        for worded in (False, True):
            rows = [c for c in self._block.claims if c.row in self._groups and c.worded is worded]
            if self._leads[worded]:
                rows.reverse()
            places = [self._place(c.row) for c in rows]
            found |= {
                c.row
                for c, place, before in zip(rows[1:], places[1:], places, strict=False)
                if place == before
            }
        return frozenset(found)

    @cached_property
    def _all_numbered(self) -> Mapping[bool, bool]:
        return {
            worded: all(
                c.depth is not None
                for c in self._block.claims
                if c.row in self._groups and c.worded is worded
            )
            for worded in (False, True)
        }

    @cached_property
    def _leads(self) -> Mapping[bool, bool]:
        """Whether the groups' rows stand above their groups: those with the word, those without."""
        return {worded: self._lead(worded) for worded in (False, True)}

    def _lead(self, worded: bool) -> bool:
        """The first stands above all data and the last not below all: they lead. Where the ends do
        not say, that way round in which more of them add up to the nearest boundary."""
        groups = [c for c in self._block.claims if c.row in self._groups and c.worded is worded]
        if not groups or not self._rows:
            return False
        places = [self._place(c.row) for c in groups]
        first, last = places[0] == 0, places[-1] == len(self._rows)
        if first != last:
            return first
        edges = sorted({0, len(self._rows), *places})
        led = ended = 0
        for claim, place in zip(groups, places, strict=True):
            at = bisect_left(edges, place)
            led += at + 1 < len(edges) and self._fits(claim, (place, edges[at + 1]))
            ended += at > 0 and self._fits(claim, (edges[at - 1], place))
        return led > ended or (led == ended and first)


def _next_place(places: list[int], here: int, edge: int, *, leads: bool) -> int:
    """The nearest of the ascending ``places`` above or below ``here``, else the ``edge``."""
    at = bisect_right(places, here) if leads else bisect_left(places, here) - 1
    return places[at] if 0 <= at < len(places) else edge


def _higher(marks: Iterable[_Mark]) -> Mapping[int, int]:
    """Row → the place of the last mark before it, in this order, that stands as high or higher."""
    found: dict[int, int] = {}
    open_marks: list[tuple[int, int]] = []
    for mark in marks:
        if mark.depth is None:
            continue
        while open_marks and open_marks[-1][0] > mark.depth:
            open_marks.pop()
        if open_marks:
            found[mark.row] = open_marks[-1][1]
        open_marks.append((mark.depth, mark.place))
    return found


def _numbers(fields: Fields) -> dict[str, int]:
    return {
        name: found.value
        for name, found in fields.items()
        if isinstance(found.value, int) and not isinstance(found.value, bool)
    }


def _name(claim: ClaimRow) -> str:
    return without_numbering(claim.label)
