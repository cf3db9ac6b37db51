"""Which rows a 合计 or 小计 speaks for.

A 合计 speaks for all data rows of the table, unless it stands behind each of several groups: then
it is a 小计 by another name. A 小计 speaks for the rows since the 小计 before it, and right behind
another one for those since the last that stood so (新建小计 behind 工业小计 and 农业小计); where
小计 rows lead their groups, for those down to the next one.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from zsstat.recognise.layout import Block, ClaimRow


class Spans:
    """The spans of the claims of one block, whose rows are all sorted."""

    def __init__(self, block: Block) -> None:
        self._rows = block.data
        self._claims = block.claims

    def of(self, claim: ClaimRow) -> tuple[int, int]:
        """The first and last data row; its own row number twice where there is none."""
        start, end = self._bounds(claim)
        return (self._rows[start], self._rows[end - 1]) if start < end else (claim.row, claim.row)

    def _bounds(self, claim: ClaimRow) -> tuple[int, int]:
        """As positions among the data rows, the end exclusive."""
        here = self._position(claim.row)
        if claim.row not in self._groups:
            return 0, len(self._rows)
        if self._leads:
            following = bisect_left(self._groups, claim.row + 1)
            beyond = following == len(self._groups)
            return here, len(self._rows) if beyond else self._position(self._groups[following])
        start = self._since(self._groups, claim.row)
        return (start if start < here else self._since(self._outer, claim.row)), here

    def _since(self, marks: list[int], row: int) -> int:
        before = bisect_left(marks, row)
        return self._position(marks[before - 1]) if before else 0

    def _position(self, row: int) -> int:
        """How many data rows stand above ``row``."""
        return bisect_left(self._rows, row)

    @cached_property
    def _groups(self) -> list[int]:
        """The rows of 小计, and of 合计 so called behind each of several groups."""
        places: dict[str, set[int]] = {}
        for claim in self._claims:
            if claim.total and (place := self._position(claim.row)):
                places.setdefault(claim.label, set()).add(place)
        return sorted(
            claim.row
            for claim in self._claims
            if not claim.total
            or (self._position(claim.row) and len(places.get(claim.label, ())) > 1)
        )

    @cached_property
    def _outer(self) -> list[int]:
        """The groups that stand right behind another."""
        return [
            row for row in self._groups if self._since(self._groups, row) == self._position(row)
        ]

    @cached_property
    def _leads(self) -> bool:
        """Whether the first group's line stands above all data."""
        return bool(self._rows and self._groups) and self._groups[0] < self._rows[0]
