"""Decisions of the office as the books see them: who, when and why are kept with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from zsstat.model.places import CellRef, Period
from zsstat.model.tracking import Entity

WHOLE = Fraction(100)
"""All of it, in percent."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A ledger line that no return carries, in the indicator's base unit. ``area`` is the city, or
    the reporter whose figure it changes. ``decision`` is the number under which it stands in the
    log; ``refs`` are the cells that it is about."""

    decision: int
    area: str
    indicator: str
    period: Period
    value: int
    reason: str
    who: str
    refs: tuple[CellRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One reporter's row of a thing that several reporters sent, and how much of it is its own, in
    percent; None where the office lets all of them stand."""

    reporter: str
    table: str
    label: str
    code: str | None
    name: str | None
    party: str | None
    percent: Fraction | None

    def is_row(self, entity: Entity) -> bool:
        """Whether this is what the row is known by: its code, else its name and party."""
        return self._known_by(entity)

    def is_same(self, other: Party) -> bool:
        """Whether both are known by the same."""
        return self._known_by(other)

    def known_as(self) -> Iterator[tuple[str | None, ...]]:
        """Rows that are the same have one of these in common."""
        if self.code:
            yield (self.reporter, self.table, self.code)
        yield (self.reporter, self.table, self.name, self.party)

    def _known_by(self, row: Entity | Party) -> bool:
        if (row.reporter, row.table) != (self.reporter, self.table):
            return False
        if self.code and row.code:
            return self.code == row.code
        return (self.name, self.party) == (row.name, row.party)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the office decided about a thing that several reporters sent. It holds from the period
    ``since`` on, whatever the amounts become."""

    decision: int
    since: Period
    parties: tuple[Party, ...]
    reason: str
    who: str

    @property
    def divides(self) -> bool:
        """Whether shares were given; otherwise all rows stand as they are."""
        return all(party.percent is not None for party in self.parties)

    def decides_anew(self, earlier: Resolution) -> bool:
        """Whether this one is about rows of two reporters that ``earlier`` was about, too."""
        both = {
            party.reporter
            for party in earlier.parties
            if any(party.is_same(own) for own in self.parties)
        }
        return len(both) > 1


def holding(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """Those that no later one takes the place of, in their order."""
    held: list[Resolution] = []
    later: dict[tuple[str | None, ...], list[Resolution]] = {}
    for resolution in reversed(tuple(resolutions)):
        keys = {key for party in resolution.parties for key in party.known_as()}
        known = {id(other): other for key in keys for other in later.get(key, ())}
        if not any(other.decides_anew(resolution) for other in known.values()):
            held.append(resolution)
        for key in keys:
            later.setdefault(key, []).append(resolution)
    return tuple(reversed(held))


@dataclass(frozen=True, slots=True)
class Restatement:
    """The officially restated figure of a period in base units, and where it was published.
    ``ref`` is the cell that it was read from, None where the clerk entered it."""

    area: str
    indicator: str
    period: Period
    value: int
    source: str
    ref: CellRef | None = None
    decision: int = 0
    who: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """A period that nothing may change; ``month`` None locks the whole year."""

    year: int
    month: int | None
    who: str
    reason: str
    at: str = field(compare=False, default="")

    def covers(self, period: Period) -> bool:
        return period.year == self.year and self.month in (None, period.month)
