"""A figure made again from what it is about: its key, and the way in which it was made.

One key can be said in several ways (a place, the places gained, the size of the field), so a way
has a name. Which one made a figure is found out when it is published, by making it again at once;
what none of them makes (a word that only a template knows) is left to the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from zsstat.declarations import Catalogue
from zsstat.figures import FigureBuilder
from zsstat.model import (
    SINGLE_MEASURES,
    CellRef,
    Figure,
    FigureKey,
    Measure,
    Period,
)
from zsstat.model.publications import RowIdentity
from zsstat.pipeline.sources import PLACEMENTS, Tracer, tracer_for
from zsstat.pipeline.tracers import Tracers
from zsstat.store import SourceRow, Store, StoredRecord
from zsstat.tracking import tracker
from zsstat.values import normalise

Maker: TypeAlias = Callable[[], Figure]

OF_A_ROW = "row"
"""The way of what stands in a single row: its amount, or its name."""


class Remaker:
    """Makes the figures of a document about one period again from what is stored now."""

    def __init__(self, store: Store, catalogue: Catalogue, period: Period) -> None:
        self.store = store
        self.catalogue = catalogue
        self.period = period
        self._tracers = Tracers(tracer_for(store, catalogue, period))
        self._rows: dict[str, tuple[StoredRecord, ...]] = {}

    def tracer(self, key: FigureKey) -> Tracer:
        """The tracer over the book that a figure is of: a chart has figures of other months."""
        return self._tracers.of(key)

    # --- by key -----------------------------------------------------------------------------

    def way_of(self, figure: Figure) -> str:
        """The name of the way that makes just this figure; "" where none does."""
        ways = self.ways(figure.key)
        return next((name for name, make in ways.items() if make() == figure), "")

    def ways(self, key: FigureKey) -> Mapping[str, Maker]:
        """Every way to make a figure of this key, by name; none where the catalogue has no such
        indicator or area (any more)."""
        known = key.indicator in self.catalogue.indicators and key.area in self.catalogue.areas
        if not known or key.record is not None:
            return {}
        build = self.tracer(key).builder
        measured = _measured(build, key)
        if measured:
            return measured
        if key.measure in PLACEMENTS:
            return _placed(build, key)
        if key.measure in SINGLE_MEASURES:
            months = self.tracer(key).months.makers(key.indicator, key.area)
            return {m.value: make for m, make in months.items() if m is key.measure}
        return _printed(build, key) if key.measure is Measure.QUOTE else {}

    # --- by row -----------------------------------------------------------------------------

    def identity(self, key: FigureKey) -> RowIdentity | None:
        """By what the row that a figure is about can be found again."""
        found = next((row for row in self._counting() if row.id == key.record), None)
        return self._identity(found) if found else None

    def row_of(self, identity: RowIdentity, record: int | None) -> StoredRecord | None:
        """The row that counts now: the very same one, else the only one that is known by the same.

        By its code, then by its name and party, then by its name as written."""
        if identity.table not in self.catalogue.returns:
            return None
        own = [row for row in self._records(identity.table) if row.reporter == identity.reporter]
        if same := next((row for row in own if row.id == record), None):
            return same
        told = [(row, self._identity(row)) for row in own]
        for key in identity.keys:
            if found := [row for row, of in told if key in of.keys]:
                return found[0] if len(found) == 1 else None
        named = [row for row, of in told if of.label and normalise(of.label) == identity.label]
        return named[0] if len(named) == 1 and not identity.keys else None

    def of_row(self, key: FigureKey, row: StoredRecord) -> Figure | None:
        """The row's amount of an indicator, or its name; None where it is not counted for it."""
        build = self.tracer(key).builder
        if key.measure is Measure.QUOTE:
            label = row.record.fields.get(self.catalogue.returns[row.record.table].label)
            return build.quote(label.text, label.ref, row.id) if label else None
        if key.indicator not in self.catalogue.indicators:
            return None
        found: Iterable[SourceRow] = self.store.sources(
            key.indicator, key.period or self.period, record=row.id
        )
        amounts = (
            build.amount(key.indicator, r.value, ref=r.ref, record=row.id, area=key.area)
            for r in found
        )
        return next(amounts, None)

    def _counting(self) -> Iterable[StoredRecord]:
        for table in self.catalogue.returns:
            yield from self._records(table)

    def _records(self, table: str) -> tuple[StoredRecord, ...]:
        if table not in self._rows:
            self._rows[table] = self.store.table_records(table, self.period)
        return self._rows[table]

    def _identity(self, row: StoredRecord) -> RowIdentity:
        table = row.record.table
        label = row.record.fields.get(self.catalogue.returns[table].label)
        entity = tracker(self.catalogue, row.reporter, self.period)(row.record)
        text = normalise(label.text) if label else ""
        return RowIdentity(row.reporter, table, text, entity.keys if entity else ())


def _measured(build: FigureBuilder, key: FigureKey) -> Mapping[str, Maker]:
    """What is said of an indicator's sums."""
    code, area = key.indicator, key.area
    where = (code, area, key.dimension, key.member)
    makers: Mapping[Measure, Mapping[str, Maker]] = {
        Measure.VALUE: {"value": partial(build.value, *where)},
        Measure.BASE: {
            "base": partial(build.base, *where),
            "reported_base": partial(build.reported_base, code, area),
        },
        Measure.CHANGE: {"change": partial(build.change, *where)},
        Measure.GROWTH: {"growth": partial(build.growth, *where)},
        Measure.SHARE: {"share": partial(build.share, *where)},
        Measure.TARGET: {"target": partial(build.target, code, area)},
        Measure.COMPLETION: {"completion": partial(build.completion, code, area)},
        Measure.PACE: {"pace": partial(build.pace, code, area)},
        Measure.DEDUCTION: {"deduction": partial(build.deduction, code)},
        Measure.ADJUSTMENT: {"adjustment": partial(build.adjustment, code, area)},
        Measure.LIKE_FOR_LIKE: {"like_for_like": partial(build.like_for_like, code)},
        Measure.COMPARABLE: {"comparable": lambda: build.comparable(code)[0]},
        Measure.COMPARABLE_BASE: {"comparable_base": lambda: build.comparable(code)[1]},
    }
    return makers.get(key.measure, {})


def _placed(build: FigureBuilder, key: FigureKey) -> Mapping[str, Maker]:
    """Our city's place in the province, or an area's among the reporters."""
    code, basis = key.indicator, key.measure
    if key.area != build.book.city:
        if key.area not in build.book.reporters:
            return {}
        return {"league": lambda: build.league(code, basis)[key.area]}

    def tier() -> Figure:
        place = build.placement(code, basis)
        name = build.tier(code, basis) or ""
        return replace(place, display=name, formula=f"{place.display}；{place.formula}")

    return {
        "placement": partial(build.placement, code, basis),
        "placement_change": partial(build.placement_change, code, basis),
        "field": partial(build.field, code, basis),
        "tier": tier,
    }


def _printed(build: FigureBuilder, key: FigureKey) -> Mapping[str, Maker]:
    """The rates that the province printed for a member of its field."""
    cells = {Measure.GROWTH_RANK: "growth", Measure.COMPLETION_RANK: "completion"}

    def printed(basis: Measure) -> Figure:
        for line in build.book.province:
            if (line.member, line.indicator) == (key.area, key.indicator):
                ref: CellRef | None = line.cells.get(cells[basis])
                return build.printed(key.indicator, basis, key.area, line.rate(basis), ref)
        return build.printed(key.indicator, basis, key.area, None)

    return {f"printed_{cells[basis]}": partial(printed, basis) for basis in PLACEMENTS}
