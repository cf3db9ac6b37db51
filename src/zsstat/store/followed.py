"""Rows that are followed: the same thing in other periods and at other reporters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from zsstat.model import CellRef, Entity, Period, Record, Trait
from zsstat.store import codec, reading
from zsstat.store.desk import Desk

TrackerOf: TypeAlias = Callable[[str, Period], Callable[[Record], Entity | None]]
"""(reporter, period) → what a record of that return is followed as."""

Row: TypeAlias = tuple[Any, ...]

_FOLLOWED_AS = "tracking"
_ASKED = {Trait.CODE: "codes", Trait.CREDIT: "credits", Trait.PARTY: "parties"}
"""By what rows are found that have something in common, and how the query calls it."""
_NOTHING = dict.fromkeys(("everybody", "reporter", "numbers", *_ASKED.values()))


class Followed(Desk):
    """Asks for followed rows. Every answer is about what counts today."""

    def of(self, reporter: str, period: Period) -> tuple[Entity, ...]:
        """The followed rows of a reporter's return, as they stood."""
        return tuple(map(_entity, self._found(period, reporter=reporter)))

    def of_period(self, period: Period) -> tuple[Entity, ...]:
        """The followed rows of everybody, by reporter, then as they stood."""
        rows = self._found(period, everybody=1)
        return tuple(map(_entity, sorted(rows, key=_reporter_of)))

    def sharing(self, entities: Iterable[Entity], period: Period) -> tuple[Entity, ...]:
        """The rows of other reporters that have a code, a credit code or a party in common with
        one of ``entities``, each once."""
        entities = tuple(entities)
        own = {entity.reporter for entity in entities}
        found: dict[int, Entity] = {}
        for trait, asked in _ASKED.items():
            keys = sorted({key for e in entities if (key := getattr(e, trait.value))})
            for row in self._found(period, **{asked: codec.to_json(keys)}):
                if _reporter_of(row) not in own and row[0] not in found:
                    found[row[0]] = _entity(row)
        return tuple(found.values())

    def shared(self, period: Period) -> tuple[Entity, ...]:
        """The rows of a period that have a code, a credit code or a party in common with one of
        another reporter: what :meth:`sharing` can ever answer for it."""
        keys = self._rows("entity_keys", year=period.year, month=period.month)
        senders: dict[tuple[int, str], str | None] = {}
        for _, reporter, *own in keys:
            for kind, key in enumerate(own):
                if key is not None and senders.setdefault((kind, key), reporter) != reporter:
                    senders[kind, key] = None
        wanted = [
            number
            for number, _, *own in keys
            if any(key is not None and senders[kind, key] is None for kind, key in enumerate(own))
        ]
        return tuple(map(_entity, self._found(period, numbers=codec.to_json(wanted))))

    def _found(self, period: Period, **asked: object) -> list[Row]:
        """The rows that one of the ways of the query finds."""
        return self._rows("entities", **{**_NOTHING, **asked}, year=period.year, month=period.month)

    # --- made from the records -----------------------------------------------------------------

    def up_to_date(self, tracking: str) -> bool:
        """Whether rows are followed as ``tracking``, the catalogue's fingerprint of it, says."""
        return bool(self._one("meta_value", key=_FOLLOWED_AS) == tracking)

    def follow_anew(self, tracking: str, tracker_of: TrackerOf) -> int:
        """Makes the followed rows of all accepted records from the start; gives their number.

        A database of an older version has none; one whose catalogue said otherwise has others."""
        with self._writing():
            self._do("drop_entities")
            made = 0
            for part, reporter, year, month in self._rows("accepted_parts"):
                track = tracker_of(reporter, Period(year, month))
                rows = [
                    entity_row(entity, record.id, part)
                    for record in map(reading.record, self._rows("records_of_part", part=part))
                    if (entity := track(record.record))
                ]
                self._queries.add_entities(self._connection, rows)
                made += len(rows)
            self._do("set_meta", key=_FOLLOWED_AS, value=tracking)
        return made


def entity_row(entity: Entity, record: int, part: int) -> dict[str, object]:
    """A followed row as it is stored."""
    return {
        "part_id": part,
        "record_id": record,
        "year": entity.period.year,
        "month": entity.period.month,
        "label": entity.label,
        "holder": entity.holder,
        "code": entity.code,
        "credit": entity.credit,
        "name": entity.name,
        "party": entity.party,
        "total": entity.total,
        "flow": entity.flow,
        "balance": entity.balance,
        "stage": entity.stage,
        "remark": entity.remark,
        "cells": entity.places,
    }


def _reporter_of(row: Row) -> str:
    return str(row[1])


def _entity(row: Row) -> Entity:
    _, reporter, table, year, month, sheet, number, sha256, file = row[:9]
    label, holder, code, credit, name, party, total, flow, balance, stage, remark, cells = row[9:]
    return Entity(
        table=table,
        reporter=reporter,
        period=Period(year, month),
        row=number,
        home=CellRef(sha256, file, sheet, ""),
        label=label,
        holder=holder,
        code=code,
        credit=credit,
        name=name,
        party=party,
        total=total,
        flow=flow,
        balance=balance,
        stage=stage,
        remark=remark,
        places=cells,
    )
