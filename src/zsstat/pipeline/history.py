"""What a return is checked against: the sums that the store already holds."""

from __future__ import annotations

from zsstat.checks.context import History
from zsstat.declarations import Catalogue
from zsstat.model import Period
from zsstat.pipeline.ledger import (
    Sums,
    actual_sums,
    area_ids,
    deductions_by_indicator,
    received_reporters,
)
from zsstat.store import Store


class HistoryReader:
    """What checks may compare with, read once for each period until something is added to it."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue
        self._known: dict[Period, tuple[Sums, frozenset[str]]] = {}

    def forget(self, period: Period) -> None:
        """A return of this period was stored: what was read of it no longer holds."""
        self._known.pop(period, None)

    def of(self, period: Period) -> History:
        """The history that a return of ``period`` is checked against."""
        sums: dict[tuple[str, str, Period], int] = {}
        received: set[tuple[str, Period]] = set()
        complete: set[Period] = set()
        city = self._catalogue.city
        for known in (period, period.previous_year):
            of_period, reporters = self._read(known)
            sums |= {(area, code, known): value for (area, code), value in of_period.items()}
            received |= {(reporter, known) for reporter in reporters}
            if set(area_ids(self._catalogue.reporters(known.year))) <= reporters:
                complete.add(known)
                received.add((city, known))
        tables = frozenset(
            (reporter, period, table) for reporter, table in self._store.received_tables(period)
        )
        return History(sums, frozenset(received), frozenset(complete), tables)

    def _read(self, period: Period) -> tuple[Sums, frozenset[str]]:
        """The sums of the reporters and of the city, and who was received."""
        if period not in self._known:
            received = received_reporters(self._store, self._catalogue, period)
            sums = actual_sums(self._store, self._catalogue, period)
            city = dict(deductions_by_indicator(self._store, self._catalogue, period))
            for (area, indicator), value in sums.items():
                if area in received:
                    city[indicator] = city.get(indicator, 0) + value
            sums |= {(self._catalogue.city, code): value for code, value in city.items()}
            self._known[period] = (sums, received)
        return self._known[period]
