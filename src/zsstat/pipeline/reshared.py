"""What the office's resolutions come to when a reporter's tables are other ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from zsstat.adjusting import SharedLine, shared_out
from zsstat.compute import Book
from zsstat.declarations import Catalogue
from zsstat.model import Party, Role
from zsstat.pipeline.ledger import counted_codes
from zsstat.pipeline.versions import Content, Versions
from zsstat.store import Store
from zsstat.tracking import tracker

Tables = Mapping[str, Content]
"""Table id → what a reporter's version of it holds."""


def reshared(
    book: Book,
    store: Store,
    catalogue: Catalogue,
    versions: Versions,
    counting: Tables,
    instead: Tables,
) -> Book:
    """``book`` with the shares of things that several reporters sent as they would be if the
    reporter's tables were ``instead`` and not those that are ``counting``: a share is of the whole,
    which the rows say."""
    change = _shares(store, catalogue, versions, instead)
    change.subtract(_shares(store, catalogue, versions, counting))
    moved = {key: value for key, value in change.items() if value and key[0] in book.received}
    return replace(
        book,
        actual={**book.actual, **{k: book.actual.get(k, 0) + v for k, v in moved.items()}},
        adjustments={
            **book.adjustments,
            **{k: book.adjustments.get(k, 0) + v for k, v in moved.items()},
        },
    )


def _shares(
    store: Store, catalogue: Catalogue, versions: Versions, tables: Tables
) -> Counter[tuple[str, str]]:
    counted = counted_codes(catalogue)
    total: Counter[tuple[str, str]] = Counter()
    for resolution in store.office.resolutions(versions.period):
        lines = {
            party: _of_party(party, store, catalogue, versions, tables)
            for party in resolution.parties
        }
        for line in shared_out(resolution, lines, versions.period, counted):
            total[line.area, line.indicator] += line.value
    return total


def _of_party(
    party: Party, store: Store, catalogue: Catalogue, versions: Versions, tables: Tables
) -> list[SharedLine]:
    """The ledger lines of a party's row: of the reporter itself from the tables given."""
    if party.reporter != versions.reporter or party.table not in tables:
        return [SharedLine(*line) for line in store.office.lines_of(party, versions.period)]
    content = tables[party.table]
    track = tracker(catalogue, versions.reporter, versions.period)
    rows = {
        (field.ref.sha256, record.sheet, record.row)
        for record in content.records
        if (entity := track(record)) and party.is_row(entity)
        for field in record.fields.values()
    }
    return [
        SharedLine(o.area, o.indicator, o.value, o.ref)
        for o in content.lines
        if o.role is Role.ACTUAL
        and o.period == versions.period
        and (o.ref.sha256, o.sheet, o.row) in rows
    ]
