"""What a check may look at: one return, its observations, the catalogue and the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zsstat.declarations import Catalogue
from zsstat.expressions import row_environment
from zsstat.model import Observation, Period, RecognisedTable, Record, Return


@dataclass(frozen=True)
class History:
    """What the store holds that a check may compare with.

    ``sums``: (area, indicator, period) → whole base units, for the sender and for the city;
    ``received``: (area, period) of every accepted return that the sums were read for. A sum that
    is absent although the area's return was received is 0; without the return it is unknown.
    ``complete``: the periods for which every reporter's return is accepted; ``tables``: (area,
    period, table) of every accepted table."""

    sums: Mapping[tuple[str, str, Period], int] = field(default_factory=dict)
    received: frozenset[tuple[str, Period]] = frozenset()
    complete: frozenset[Period] = frozenset()
    tables: frozenset[tuple[str, Period, str]] = frozenset()

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

    def rows(self, found: RecognisedTable) -> Sequence[tuple[Record, Mapping[str, object]]]:
        """The rows of a table of the subject with the names that conditions on them may use; made
        once for all rules."""
        known = self._rows.get(id(found))
        if known is None:
            known = [(record, row_environment(record, self.period)) for record in found.records]
            self._rows[id(found)] = known
        return known

    @cached_property
    def _rows(self) -> dict[int, list[tuple[Record, Mapping[str, object]]]]:
        return {}
