"""Which row of a sender's last return a row of this one is, and how such rows are spoken of.

A thing is the same thing by its code, or where there is none by its name and party, within one
reporter and one table.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from zsstat.checks import wording
from zsstat.declarations import Catalogue, Rule, Tracking, Unit
from zsstat.model import Entity, Period, Trait

AMOUNTS = (Trait.TOTAL, Trait.FLOW, Trait.BALANCE)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing in the last return and in this one."""

    before: Entity
    now: Entity


@dataclass(frozen=True, slots=True)
class Course:
    """What became of the rows of the last return: found again, or ``gone``; ``new`` are the rows
    that it did not have. Each in the order of its return."""

    pairs: tuple[Pair, ...]
    gone: tuple[Entity, ...]
    new: tuple[Entity, ...]


def course(before: Sequence[Entity], now: Sequence[Entity]) -> Course:
    """Finds rows again: by code first; those left over by name and party, which finds a row that
    got its code since; the rest by a name that stands once on either side, where one of the two
    does not say the party. Two rows with different codes are two things, whatever they are called.
    A row is found once: where the same thing stands twice, the rows are taken in their order."""
    found: dict[int, Entity] = {}
    left, waiting = list(enumerate(before)), list(now)
    for find in (_by_code, _by_name_and_party, _by_name_alone):
        matched = dict(find([(i, e) for i, e in left if i not in found], waiting))
        taken = {id(entity) for entity in matched.values()}
        waiting = [entity for entity in waiting if id(entity) not in taken]
        found |= matched
    return Course(
        tuple(Pair(entity, found[i]) for i, entity in left if i in found),
        tuple(entity for i, entity in left if i not in found),
        tuple(waiting),
    )


_Numbered: TypeAlias = Sequence[tuple[int, Entity]]
_Found: TypeAlias = Iterator[tuple[int, Entity]]
_Key: TypeAlias = tuple[str, ...] | None


def _by_code(before: _Numbered, now: Iterable[Entity]) -> _Found:
    return _by(lambda e: (e.table, e.code) if e.code else None, before, now)


def _by_name_and_party(before: _Numbered, now: Iterable[Entity]) -> _Found:
    return _by(lambda e: (e.table, e.name, e.party or "") if e.name else None, before, now)


def _by(key: Callable[[Entity], _Key], before: _Numbered, now: Iterable[Entity]) -> _Found:
    waiting: dict[_Key, deque[Entity]] = defaultdict(deque)
    for entity in now:
        waiting[key(entity)].append(entity)
    waiting.pop(None, None)
    for number, entity in before:
        others = waiting.get(key(entity))
        other = next((o for o in others if _may_be(entity, o)), None) if others else None
        if others and other:
            others.remove(other)
            yield number, other


def _by_name_alone(before: _Numbered, now: Sequence[Entity]) -> _Found:
    def key(entity: Entity) -> tuple[str, str | None]:
        return entity.table, entity.name

    counted = Counter(key(entity) for _, entity in before)
    again = Counter(map(key, now))
    alone = {key(entity): entity for entity in now if again[key(entity)] == 1}
    for number, entity in before:
        other = alone.get(key(entity))
        alone_here = counted[key(entity)] == 1
        if other and alone_here and not (entity.party and other.party) and _may_be(entity, other):
            yield number, other


def _may_be(one: Entity, other: Entity) -> bool:
    return not (one.code and other.code) or one.code == other.code


# --- words ------------------------------------------------------------------------------------


def tracking_of(table: str, catalogue: Catalogue) -> Tracking:
    """How the rows of a table are followed, of one whose rows are."""
    tracking = catalogue.returns[table].tracking
    if tracking is None:
        raise ValueError(f"{table} is not followed")
    return tracking


def column(tracking: Tracking, trait: Trait) -> str:
    """The column that a trait stands in; a tracked table has those that its rows give."""
    name = tracking.column(trait)
    if name is None:
        raise ValueError(f"no column for {trait}")
    return name


def unit_of(table: str, trait: Trait, catalogue: Catalogue) -> Unit | None:
    """The unit in which amounts of a trait are asked for."""
    kind = catalogue.returns[table]
    declared = kind.column(column(kind.tracking, trait)) if kind.tracking else None
    return catalogue.units.get(declared.unit or declared.base or "") if declared else None


def said(value: int | None, table: str, trait: Trait, catalogue: Catalogue) -> str:
    """An amount of a trait in the unit in which it is asked for; 未填 where there is none."""
    if value is None:
        return wording.BLANK
    return wording.amount(value, unit_of(table, trait, catalogue))


def amount_of(entity: Entity, trait: Trait) -> int | None:
    """The amount of one of :data:`AMOUNTS`."""
    match trait:
        case Trait.TOTAL:
            return entity.total
        case Trait.FLOW:
            return entity.flow
        case Trait.BALANCE:
            return entity.balance
        case _:
            raise ValueError(f"{trait} is no amount")


def advice(rule: Rule, *sources: str) -> str:
    """What is to be done, and where what a return is compared with stands. That is no part of the
    message, so that an accepted explanation outlives another workbook that says the same."""
    known = [source for source in sources if source]
    return f"{rule.action}（对照：{'；'.join(known)}）" if known else rule.action


def named(entity: Entity) -> str:
    """A row as messages name it: what it is called, and its code where it has one, in capitals, as
    codes are written (it is kept as it is compared)."""
    return f"“{entity.label}”" + (f"（{entity.code.upper()}）" if entity.code else "")


def in_words(period: Period) -> str:
    """2020年, 2020年1月, 2020年1—9月."""
    if period.month == 12:
        return f"{period.year}年"
    return f"{period.year}年" + (f"1—{period.month}月" if period.month > 1 else "1月")
