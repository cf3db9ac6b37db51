"""What a check may look at: one return, its observations, the catalogue and the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zsstat.declarations import Catalogue
from zsstat.model import Observation, Period, Return


@dataclass(frozen=True)
class History:
    """What the store holds that a check may compare with.

    ``sums``: (area, indicator, period) → whole base units, for the sender and for the city;
    ``received``: (area, period) of every accepted return that the sums were read for. A sum that
    is absent although the area's return was received is 0; without the return it is unknown.
    ``complete``: the periods for which every reporter's return is accepted."""

    sums: Mapping[tuple[str, str, Period], int] = field(default_factory=dict)
    received: frozenset[tuple[str, Period]] = frozenset()
    complete: frozenset[Period] = frozenset()

    def total(self, area: str, indicator: str, period: Period) -> int | None:
        """The stored sum, 0 where the return came without such rows, None where none came."""
        if (area, period) not in self.received:
            return None
        return self.sums.get((area, indicator, period), 0)


@dataclass(frozen=True)
class Context:
    """One return under examination. ``today`` is the date of the import (for deadlines)."""

    subject: Return
    period: Period
    observations: tuple[Observation, ...]
    catalogue: Catalogue
    history: History
    today: date
