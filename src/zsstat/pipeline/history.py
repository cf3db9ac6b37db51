"""What a return is checked against: what the store already holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from zsstat.checks.context import History
from zsstat.declarations import AreaKind, Catalogue
from zsstat.model import Adjustment, Entity, Period
from zsstat.pipeline.ledger import (
    Sums,
    actual_sums,
    adjustments,
    area_ids,
    deductions_by_indicator,
    province_lines,
    received_reporters,
)
from zsstat.store import Store

Sharing: TypeAlias = Callable[[Iterable[Entity], Period], tuple[Entity, ...]]
"""Followed rows and a period → the rows of other reporters in it that may be the same things."""


class HistoryReader:
    """What checks may compare with. Of a reporter only what it sent itself and the rows of others
    that look like its own are read, so that the cost of checking a return grows with the return;
    the province's table is compared with the sums of all, which are read once for each period."""

    def __init__(self, store: Store, catalogue: Catalogue, sharing: Sharing | None = None) -> None:
        self._store = store
        self._catalogue = catalogue
        self._sharing = sharing or store.followed.sharing
        self._known: dict[Period, tuple[Sums, frozenset[str]]] = {}
        self._lines: dict[Period, tuple[Adjustment, ...]] = {}

    def forget(self, period: Period) -> None:
        """A return of this period was stored: what was read of it no longer holds."""
        self._known.pop(period, None)
        self._lines.pop(period, None)

    def of(self, sender: str, period: Period, entities: Iterable[Entity] = ()) -> History:
        """The history that a return of ``sender`` for ``period`` is checked against; ``entities``
        are its own followed rows."""
        area = self._catalogue.areas.get(sender)
        if area is None or area.kind is not AreaKind.REPORTER or self._catalogue.stated:
            return self._of_everybody(period)
        return self._of_sender(sender, period, tuple(entities))

    # --- a reporter -------------------------------------------------------------------------

    def _of_sender(self, sender: str, period: Period, entities: tuple[Entity, ...]) -> History:
        sent = self._store.examinations.periods_of(sender)
        reported = {of for of, table in sent if table in self._catalogue.fact_tables}
        last = self._last(sent, period)
        wanted = {period, period.previous_year, *last.values()}
        sums = {
            (area, code, of): value
            for of in wanted & reported
            for (area, code), value in self._store.examinations.sums_of(sender, of).items()
        }
        return History(
            sums,
            frozenset((sender, of) for of in wanted & reported),
            tables=frozenset(
                (sender, of, table) for of, table in sent if of in (period, last.get(table))
            ),
            files={
                (sender, of): tuple(
                    dict.fromkeys(f for _, f in self._store.examinations.files_of(sender, of))
                )
                for of in wanted & reported
            },
            earlier=max(last.values(), default=None),
            followed=tuple(self._followed(sender, last)),
            elsewhere=self._sharing(entities, period),
            resolved=self._store.office.resolutions(period),
            restated=self._restated(period),
            adjusted=self._adjusted(sender, period.previous_year),
        )

    def _adjusted(self, sender: str, period: Period) -> Mapping[tuple[str, str, Period], int]:
        """What the office added to a sender's sums; its lines are read once for each period."""
        if period not in self._lines:
            self._lines[period] = adjustments(self._store, self._catalogue, period)
        added: dict[tuple[str, str, Period], int] = {}
        for line in self._lines[period]:
            if line.area == sender:
                key = (sender, line.indicator, period)
                added[key] = added.get(key, 0) + line.value
        return added

    def _last(self, sent: Iterable[tuple[Period, str]], period: Period) -> Mapping[str, Period]:
        """Each table that facts are posted from → the last period before that has it."""
        return {
            table: of
            for of, table in sorted(sent)
            if of < period and table in self._catalogue.fact_tables
        }

    def _followed(self, sender: str, last: Mapping[str, Period]) -> Iterator[Entity]:
        for table, of in last.items():
            if self._catalogue.returns[table].tracking:
                rows = self._store.followed.of(sender, of)
                yield from (entity for entity in rows if entity.table == table)

    def _restated(self, period: Period) -> Mapping[tuple[str, str, Period], int]:
        before = period.previous_year
        found = self._store.office.restatements(before)
        return {(area, code, before): line.value for (area, code), line in found.items()}

    # --- the province, and subjects whose facts anybody may state ------------------------------

    def _of_everybody(self, period: Period) -> History:
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
        return History(
            sums,
            frozenset(received),
            frozenset(complete),
            tables,
            restated=self._restated(period),
            province=province_lines(self._store, self._catalogue, period.previous_year),
        )

    def _read(self, period: Period) -> tuple[Sums, frozenset[str]]:
        """The sums of the reporters and of the city, and who was received."""
        if period not in self._known:
            received = received_reporters(self._store, self._catalogue, period)
            sums = actual_sums(self._store, self._catalogue, period)
            city = dict(deductions_by_indicator(self._store, self._catalogue, period))
            for line in adjustments(self._store, self._catalogue, period):
                key = (line.area, line.indicator)
                if line.area != self._catalogue.city:
                    sums[key] = sums.get(key, 0) + line.value
                else:
                    city[line.indicator] = city.get(line.indicator, 0) + line.value
            for (area, indicator), value in sums.items():
                if area in received:
                    city[indicator] = city.get(indicator, 0) + value
            sums |= {(self._catalogue.city, code): value for code, value in city.items()}
            self._known[period] = (sums, received)
        return self._known[period]
