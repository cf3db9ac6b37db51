"""Projects of this return that another reporter sent as well, or seems to have sent."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TypeAlias

from zsstat.checks import followed, lines, thresholds, wording
from zsstat.checks.context import Context
from zsstat.checks.followed import AMOUNTS
from zsstat.declarations import ReturnTable, Rule, Tracking
from zsstat.model import Entity, Issue, Outcome, Party, Trait

_NAMED = 3
"""So many rows of others are named beside one row; how many more there are is said."""
_GRAM = 2
"""Names are compared by pairs of neighbouring characters (bigrams)."""
_IDENTITY = (Trait.CODE, Trait.CREDIT, Trait.NAME, Trait.PARTY)


def same_project(rule: Rule, context: Context) -> Iterator[Issue]:
    """同一时期里，一个项目只由一个单位报：编号相同的，或者信用代码和项目名称都相同的，是同一个项目。

    与同一时期已接收的其他单位的报表比；比较前统一全角半角、空格和括号。已经作出决定（zsstat
    resolve）的项目不再提示。表里既没有编号也没有信用代码时无法核对。
    """
    for table, tracking in _tracked(context):
        yield from _without(rule, table, context, tracking.code, tracking.credit)
    others = _others(context)
    for entity in context.entities:
        if found := others.same(entity):
            yield _issue(rule, entity, found, "是同一个项目", _why_same, context)


def similar_project(rule: Rule, context: Context) -> Iterator[Issue]:
    """同一时期里，投资方相同、项目名称相近，或者总投资相差不到百分之几的两个项目，可能是同一个。

    名称相近按相邻两字的组合计算（Dice 系数，不小于 dice），总投资相差按较大一个的 within 百分之几计
    算。编号相同、或信用代码和名称都相同的由另一条规则提示，已经作出决定的也不再提示。表里没有投资方时
    无法核对；投资方空白的行不比。一个项目与许多行相近的，写出最相近的几行。
    """
    for table, tracking in _tracked(context):
        yield from _without(rule, table, context, tracking.party)
    others, measure = _others(context), Measure.of(rule)
    for block, rivals in others.blocks():
        likeness = Likeness(measure, rivals)
        for entity in block:
            same = {id(other) for other in others.same(entity, unresolved=False)}
            found = [
                other
                for other in likeness.like(entity)
                if id(other) not in same and not others.is_resolved(entity, other)
            ]
            if found:
                yield _issue(rule, entity, found, "可能是同一个项目", measure.why, context)


BETWEEN = frozenset({same_project.__name__, similar_project.__name__})
"""The checks of this module: about one thing that several reporters sent."""


def alike(rule: Rule, entity: Entity, others: Sequence[Entity]) -> tuple[Entity, ...]:
    """Those of ``others`` that a rule of this module takes for the same thing as ``entity``."""
    own = set(_identities(entity))
    same = [other for other in others if own & set(_identities(other))]
    if same or rule.check != similar_project.__name__:
        return tuple(same)
    rivals = [o for o in others if (o.table, o.party) == (entity.table, entity.party)]
    return tuple(Likeness(Measure.of(rule), rivals).like(entity))


def _tracked(context: Context) -> Iterator[tuple[ReturnTable, Tracking]]:
    for table in context.catalogue.returns.values():
        if table.tracking:
            yield table, table.tracking


def _without(
    rule: Rule, table: ReturnTable, context: Context, *columns: str | None
) -> Iterator[Issue]:
    """One undecided issue for a table that has none of the columns by which rows are compared. A
    return that is looked at again comes without its rows: then nothing is said."""
    named = [name for name in columns if name]
    for found in context.subject.tables:
        there = found.table == table.id and found.records
        if there and all(lines.lacks(found, name) for name in named):
            yield Issue(
                rule.id,
                f"{table.name}没有“{'”“'.join(named)}”列，无法核对：{rule.title}",
                outcome=Outcome.UNDECIDED,
            )


# --- which rows are the same ------------------------------------------------------------------

_Key: TypeAlias = tuple[str, ...]


def _others(context: Context) -> _Others:
    """The other reporters' rows by what they are known by; made once for both rules."""
    made = context.kept.get(__name__)
    if not isinstance(made, _Others):
        made = context.kept[__name__] = _Others(context)
    return made


class _Others:
    """The rows of other reporters, by what they are known by."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[_Key, list[Entity]] = defaultdict(list)
        self._party: dict[_Key, list[Entity]] = defaultdict(list)
        for other in context.history.elsewhere:
            for key in _identities(other):
                self._known[key].append(other)
            if other.party:
                self._party[other.table, other.party].append(other)

    def same(self, entity: Entity, *, unresolved: bool = True) -> list[Entity]:
        """The rows that are the same thing, each once, in the order of the reporters."""
        rows = (other for key in _identities(entity) for other in self._known.get(key, ()))
        found = {id(other): other for other in rows}
        return [
            other
            for other in sorted(found.values(), key=_place)
            if not (unresolved and self.is_resolved(entity, other))
        ]

    def blocks(self) -> Iterator[tuple[list[Entity], list[Entity]]]:
        """The return's rows of one party and those of others, where both have some."""
        own: dict[_Key, list[Entity]] = defaultdict(list)
        for entity in self._context.entities:
            if entity.party:
                own[entity.table, entity.party].append(entity)
        for key, block in own.items():
            if rivals := self._party.get(key):
                yield block, rivals

    def is_resolved(self, entity: Entity, other: Entity) -> bool:
        """Whether the office decided about the two already."""
        return bool(self._parties and self._decided(entity) & self._decided(other))

    def _decided(self, entity: Entity) -> set[int]:
        return {
            decision
            for decision, party in self._parties.get(entity.reporter, ())
            if party.is_row(entity)
        }

    @cached_property
    def _parties(self) -> Mapping[str, Sequence[tuple[int, Party]]]:
        found: dict[str, list[tuple[int, Party]]] = defaultdict(list)
        for resolution in self._context.history.resolved:
            for party in resolution.parties:
                found[party.reporter].append((resolution.decision, party))
        return found


def _identities(entity: Entity) -> Iterator[_Key]:
    if entity.code:
        yield (entity.table, Trait.CODE, entity.code)
    if entity.credit and entity.name:
        yield (entity.table, Trait.CREDIT, entity.credit, entity.name)


def _place(entity: Entity) -> tuple[str, str, str, int]:
    return entity.reporter, entity.home.file, entity.home.sheet, entity.row


# --- which rows are alike ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measure:
    """From which Dice coefficient of the names on, and within which part of the larger total, two
    rows of one party are alike."""

    dice: Fraction
    within: Fraction

    @classmethod
    def of(cls, rule: Rule) -> Measure:
        return cls(thresholds.number(rule, "dice"), thresholds.number(rule, "within") / 100)

    def why(self, entity: Entity, other: Entity) -> str:
        """What makes the two alike; names first, since they stay when amounts change."""
        alike = similarity(entity.name or "", other.name or "")
        if alike >= float(self.dice):
            return f"投资方相同，名称相似{alike:.0%}"
        return f"投资方相同，总投资相差不到{wording.percent(self.within * 100)}"


class Likeness:
    """Which of ``rivals``, the rows that others have of one party, a row is like.

    A party may have hundreds of rows on either side. So the bigrams of each name are a set that is
    made once, and what two names share is counted at once; amounts are looked up in their order.
    What is spoken of is measured with the library."""

    def __init__(self, measure: Measure, rivals: Iterable[Entity]) -> None:
        self._measure = measure
        self._rivals = sorted(rivals, key=_place)
        self._names = [_grams(e.name or "") for e in self._rivals]
        self._amounts = sorted((e.total, i) for i, e in enumerate(self._rivals) if e.total)

    def like(self, entity: Entity) -> list[Entity]:
        """The rivals whose name is alike or whose amount is near, the nearest name first."""
        alike = self._alike(entity.name or "")
        order = sorted(alike, key=lambda i: (-alike[i], i))
        near = sorted(i for i in self._near(entity.total) if i not in alike)
        return [self._rivals[i] for i in (*order, *near)]

    def _alike(self, name: str) -> dict[int, int]:
        """The rivals whose names are alike enough, with the Dice coefficient in millionths."""
        own, dice = _grams(name), self._measure.dice
        top, bottom, count = 2 * dice.denominator, dice.numerator, len(own)
        return {
            i: 2_000_000 * shared // (count + len(grams))
            for i, grams in enumerate(self._names)
            if (shared := len(own & grams)) and shared * top >= bottom * (count + len(grams))
        }

    def _near(self, total: int | None) -> Iterator[int]:
        if total and total > 0:
            within = self._measure.within
            first = bisect_left(self._amounts, (math.ceil(total * (1 - within)), -1))
            most = (math.floor(total / (1 - within)), len(self._rivals))
            yield from (i for _, i in self._amounts[first : bisect_right(self._amounts, most)])


def _counted(name: str | None) -> int:
    """How many bigrams a name has; one character is one of its own kind."""
    return max(len(name) - _GRAM + 1, 1) if name else 0


@lru_cache(maxsize=1 << 16)
def _grams(name: str) -> frozenset[str]:
    """The bigrams; one that stood before is another one (``茶业``, ``茶业2``)."""
    grams: dict[str, None] = {}
    for start in range(_counted(name)):
        gram = name[start : start + _GRAM]
        again = sum(1 for known in grams if known[:_GRAM] == gram) if gram in grams else 0
        grams[f"{gram}{again + 1}" if again else gram] = None
    return frozenset(grams)


def similarity(one: str, other: str) -> float:
    """The Dice coefficient of two names over their bigrams: 1.0 for equal ones, and for others 0.0
    where neither is long enough to have any."""
    if max(len(one), len(other)) < _GRAM:
        return float(one == other)
    import textdistance  # takes a tenth of a second

    return float(
        textdistance.Sorensen(qval=_GRAM, external=False).normalized_similarity(one, other)
    )


# --- what is said -----------------------------------------------------------------------------


def _why_same(entity: Entity, other: Entity) -> str:
    return "编号相同" if entity.code and entity.code == other.code else "信用代码和名称相同"


def _issue(
    rule: Rule,
    entity: Entity,
    others: Sequence[Entity],
    what: str,
    why: Callable[[Entity, Entity], str],
    context: Context,
) -> Issue:
    """What is said identifies the rows and nothing else, so that an accepted explanation outlives
    new amounts; where the others stand and what they say is part of the advice."""
    first = sorted(others[:_NAMED], key=_place)
    names = "、".join(
        f"{context.catalogue.area_name(o.reporter, o.period)}报的{followed.named(o)}"
        f"（{why(entity, o)}）"
        for o in first
    )
    some = f"等{len(others)}行" if len(others) > _NAMED else ""
    return Issue(
        rule.id,
        f"{followed.named(entity)}与{names}{some}{what}",
        entity.refs(*_IDENTITY),
        shown=followed.named(entity),
        action=followed.advice(rule, *(_described(other, context) for other in first)),
    )


def _described(other: Entity, context: Context) -> str:
    tracking = context.catalogue.returns[other.table].tracking
    amounts = [
        f"，{followed.column(tracking, trait)}"
        f"{followed.said(value, other.table, trait, context.catalogue)}"
        for trait in AMOUNTS
        if tracking and (value := followed.amount_of(other, trait)) is not None
    ]
    return f"{other.where}{''.join(amounts)}"
