"""Rows as things that are followed: from a record to what it is known by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from zsstat.declarations import Catalogue, ReturnTable, Tracking
from zsstat.model import CellRef, Entity, Period, Record, Trait, placed
from zsstat.values import mask_personal, normalise

Tracker: TypeAlias = Callable[[Record], Entity | None]
"""What a record is followed as; None for one of a table that is not tracked, or without a name."""


def tracker(catalogue: Catalogue, reporter: str, period: Period) -> Tracker:
    """The tracker of one sender's return for one period."""

    def track(record: Record) -> Entity | None:
        table = catalogue.returns.get(record.table)
        if table is None or table.tracking is None:
            return None
        return _entity(record, table, table.tracking, reporter, period)

    return track


def tracking_fingerprint(catalogue: Catalogue) -> str:
    """What decides what rows are followed as: rows that were followed by another one are followed
    anew."""
    return repr([(t.id, t.tracking) for t in catalogue.returns.values() if t.tracking])


def _entity(
    record: Record, table: ReturnTable, tracking: Tracking, reporter: str, period: Period
) -> Entity | None:
    columns = tracking.columns
    fields = {trait: f for trait, name in columns.items() if (f := record.fields.get(name))}
    if Trait.NAME not in fields or fields[Trait.NAME].value is None:
        return None

    def text(trait: Trait) -> str:
        field = fields.get(trait)
        written = " ".join(field.text.split()) if field and field.value is not None else ""
        return mask_personal(written)

    def key(trait: Trait) -> str | None:
        field = fields.get(trait)
        value = field.value if field else None
        return normalise(str(value)) or None if value is not None else None

    def amount(trait: Trait) -> int | None:
        value = fields[trait].value if trait in fields else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def choice(trait: Trait) -> str | None:
        value = fields[trait].value if trait in fields else None
        return value if isinstance(value, str) else None

    name = fields[Trait.NAME]
    return Entity(
        table=table.id,
        reporter=reporter,
        period=period,
        row=record.row,
        home=CellRef(name.ref.sha256, name.ref.file, record.sheet, ""),
        label=text(Trait.NAME),
        holder=text(Trait.PARTY),
        code=key(Trait.CODE),
        credit=key(Trait.CREDIT),
        name=key(Trait.NAME),
        party=key(Trait.PARTY),
        total=amount(Trait.TOTAL),
        flow=amount(Trait.FLOW),
        balance=amount(Trait.BALANCE),
        stage=choice(Trait.STAGE),
        remark=text(Trait.REMARK),
        places=placed(
            {trait: f.ref.cell for trait, f in fields.items() if f.ref.sheet == record.sheet}
        ),
    )
