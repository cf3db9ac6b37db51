"""How far projects have come: the same project in two periods, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from zsstat.model import Entity

Key: TypeAlias = tuple[str, ...] | None


class Fate(StrEnum):
    """What became of a project between two periods. ``revived``: it had ended; ``unknown``: one of
    the two stages is not said; ``closed``: it was finished and is not listed any more; ``gone``: it
    is not listed any more without having been finished."""

    FORWARD = "forward"
    SAME = "same"
    BACK = "back"
    ENDED = "ended"
    REVIVED = "revived"
    UNKNOWN = "unknown"
    NEW = "new"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages in their order; those in ``ended`` are no steps on the way, and a project need not
    be listed again after one of the ``finished``."""

    names: tuple[str, ...]
    ended: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()

    @property
    def way(self) -> tuple[str, ...]:
        """The stages that lead on from one to the next."""
        return tuple(name for name in self.names if name not in self.ended)

    def reached(self, stage: str | None, goal: str) -> bool:
        """Whether a project at ``stage`` is at ``goal`` or beyond it."""
        way = self.way
        return stage in way and way.index(stage) >= way.index(goal)


@dataclass(frozen=True, slots=True)
class Move:
    """One project in two periods; None where it is not there. ``entity`` is the project as it is
    now or, where it is gone, as it was last."""

    before: Entity | None
    now: Entity | None
    entity: Entity

    def fate(self, stages: Stages) -> Fate:
        """What became of it. A stage that is blank or not declared is unknown, never guessed."""
        if self.before is None:
            return Fate.NEW
        if self.now is None:
            return Fate.CLOSED if self.before.stage in stages.finished else Fate.GONE
        return _fate(self.before.stage, self.now.stage, stages)


def _fate(before: str | None, now: str | None, stages: Stages) -> Fate:
    if before not in stages.names or now not in stages.names:
        return Fate.UNKNOWN
    if before == now:
        return Fate.SAME
    if now in stages.ended:
        return Fate.SAME if before in stages.ended else Fate.ENDED
    if before in stages.ended:
        return Fate.REVIVED
    return Fate.FORWARD if stages.names.index(now) > stages.names.index(before) else Fate.BACK


def matched(before: Iterable[Entity], now: Iterable[Entity]) -> tuple[Move, ...]:
    """Each project once, those of now in their order, then those that are there no more.

    The same project is, in this order: the same code within a reporter; the same name and party
    within a reporter where one of the two rows has no code; the same code at another reporter.
    Where a reporter lists one project several times, its rows are paired in their order."""
    earlier, later = list(before), list(now)
    partner: dict[int, int] = {}
    for key, fits in _WAYS:
        _pair(earlier, later, partner, key, fits)
    taken = set(partner.values())
    found = [Move(earlier[partner[n]] if n in partner else None, e, e) for n, e in enumerate(later)]
    gone = [Move(e, None, e) for n, e in enumerate(earlier) if n not in taken]
    return (*found, *gone)


def _pair(
    earlier: Sequence[Entity],
    later: Sequence[Entity],
    partner: dict[int, int],
    key: Callable[[Entity], Key],
    fits: Callable[[Entity, Entity], bool],
) -> None:
    """Adds to ``partner`` (later → earlier) what is alike by ``key`` and not paired yet."""
    taken = set(partner.values())
    waiting: dict[Key, list[int]] = defaultdict(list)
    for number, entity in enumerate(earlier):
        if number not in taken and (known := key(entity)):
            waiting[known].append(number)
    for number, entity in enumerate(later):
        candidates = waiting.get(key(entity), []) if number not in partner else []
        found = next((c for c in candidates if fits(earlier[c], entity)), None)
        if found is not None:
            partner[number] = found
            candidates.remove(found)


def _own_code(entity: Entity) -> Key:
    return (entity.reporter, entity.code) if entity.code else None


def _own_name(entity: Entity) -> Key:
    return (entity.reporter, entity.name, entity.party or "") if entity.name else None


def _code(entity: Entity) -> Key:
    return (entity.code,) if entity.code else None


def _always(_before: Entity, _now: Entity) -> bool:
    return True


def _codes_do_not_differ(before: Entity, now: Entity) -> bool:
    return not (before.code and now.code)


_WAYS: tuple[tuple[Callable[[Entity], Key], Callable[[Entity, Entity], bool]], ...] = (
    (_own_code, _always),
    (_own_name, _codes_do_not_differ),
    (_code, _always),
)
"""By what a project is known again, the surest first."""


def shared_codes(entities: Iterable[Entity]) -> int:
    """How many project codes several reporters have at once."""
    reporters: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        if entity.code:
            reporters[entity.code].add(entity.reporter)
    return sum(len(names) > 1 for names in reporters.values())


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of the projects that were at ``start``, those that are at ``goal`` or beyond it: how many of
    how many, and the total investment that they had before."""

    start: str
    goal: str
    reached: tuple[Entity, ...]
    all: tuple[Entity, ...]


def conversions(moves: Iterable[Move], stages: Stages) -> Iterator[Conversion]:
    """One for each stage on the way and each later one. Projects that ended, are gone or do not say
    their stage any more have not reached anything and stay in the denominator."""
    moves = tuple(moves)
    way = stages.way
    for number, start in enumerate(way):
        pairs = [(m.before, m.now) for m in moves if m.before and m.before.stage == start]
        for goal in way[number + 1 :]:
            reached = tuple(b for b, n in pairs if n and stages.reached(n.stage, goal))
            yield Conversion(start, goal, reached, tuple(b for b, _ in pairs))
