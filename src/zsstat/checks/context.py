"""What a check may look at: one return, its observations, the catalogue and the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zsstat.checks.followed import Course, course
from zsstat.compute import ProvinceLine
from zsstat.declarations import Catalogue
from zsstat.expressions import row_environment
from zsstat.model import (
    Entity,
    Observation,
    Period,
    RecognisedTable,
    Record,
    Resolution,
    Return,
)


@dataclass(frozen=True)
class History:
    """What the store holds that a check may compare with.

    ``sums``: (area, indicator, period) → whole base units, for the sender and for the city;
    ``received``: (area, period) of every accepted return that the sums were read for. A sum that
    is absent although the area's return was received is 0; without the return it is unknown.
    ``complete``: the periods for which every reporter's return is accepted; ``tables``: (area,
    period, table) of the accepted tables of this period, and of the sender's own each in the last
    period before that had it; ``files``: the workbooks that say so, by area and period.

    ``earlier`` is the last period before this one for which the sender's return is accepted, of
    this year or an earlier one; None where there is none. ``followed`` are the followed rows
    (projects) of the sender's last table of their kind, which may be of a period before that.
    ``elsewhere`` are the rows of other reporters in this period that share a code, a credit code or
    a party with one of the return's; ``resolved`` are the resolutions of the office that hold in
    it. ``restated`` are officially restated sums: (area, indicator, period) → base units;
    ``adjusted``, by the same, what the office added to the sender's sums of last year. ``province``
    is what the province printed for the same period of the year before, for those whose table is
    the province's."""

    sums: Mapping[tuple[str, str, Period], int] = field(default_factory=dict)
    received: frozenset[tuple[str, Period]] = frozenset()
    complete: frozenset[Period] = frozenset()
    tables: frozenset[tuple[str, Period, str]] = frozenset()
    files: Mapping[tuple[str, Period], tuple[str, ...]] = field(default_factory=dict)
    earlier: Period | None = None
    followed: tuple[Entity, ...] = ()
    elsewhere: tuple[Entity, ...] = ()
    resolved: tuple[Resolution, ...] = ()
    restated: Mapping[tuple[str, str, Period], int] = field(default_factory=dict)
    adjusted: Mapping[tuple[str, str, Period], int] = field(default_factory=dict)
    province: tuple[ProvinceLine, ...] = ()

    def total(self, area: str, indicator: str, period: Period) -> int | None:
        """The stored sum, 0 where the return came without such rows, None where none came."""
        if (area, period) not in self.received:
            return None
        return self.sums.get((area, indicator, period), 0)


@dataclass(frozen=True)
class Context:
    """One return under examination. ``today`` is the date of the import (for deadlines).
    ``entities`` are its rows that are followed from return to return and between reporters.
    ``added`` says that its tables stand beside those that are there already."""

    subject: Return
    period: Period
    observations: tuple[Observation, ...]
    catalogue: Catalogue
    history: History
    today: date
    entities: tuple[Entity, ...] = ()
    added: bool = False

    def last(self, *tables: str) -> Period | None:
        """The last period before this one for which the sender sent one of ``tables``."""
        sent = (
            period
            for area, period, table in self.history.tables
            if area == self.subject.reporter and table in tables and period < self.period
        )
        return max(sent, default=None)

    @cached_property
    def course(self) -> Course:
        """What became of the followed rows since the sender's last return."""
        return course(self.history.followed, self.entities)

    def rows(self, found: RecognisedTable) -> Sequence[tuple[Record, Mapping[str, object]]]:
        """The rows of a table of the subject with the names that conditions on them may use; made
        once for all rules."""
        known = self._rows.get(id(found))
        if known is None:
            known = [(record, row_environment(record, self.period)) for record in found.records]
            self._rows[id(found)] = known
        return known

    @cached_property
    def kept(self) -> dict[str, object]:
        """What a module of checks has made of the return, by its name: rules of one module share
        what is dear to make."""
        return {}

    @cached_property
    def _rows(self) -> dict[int, list[tuple[Record, Mapping[str, object]]]]:
        return {}
