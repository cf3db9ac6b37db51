"""One thing through all periods: which rows are the same project, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TypeAlias

from zsstat.declarations import Column, ColumnType, ReturnTable
from zsstat.model import Field, Period, Record
from zsstat.values import normalise

TELLING = (ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.CHOICE, ColumnType.DATE)
"""Types of columns that tell how a thing stands."""
_AMOUNTS = (ColumnType.AMOUNT, ColumnType.COUNT)


@dataclass(frozen=True, slots=True)
class Appearance:
    """A row of a reporter's return for a period."""

    reporter: str
    period: Period
    record: Record


class Turn(StrEnum):
    """What is marked from one period to the next."""

    RENAMED = "renamed"
    IDENTITY = "identity"
    TOTAL = "total"
    STAGE_BACK = "stage_back"
    DETAIL = "detail"
    TWICE = "twice"
    VANISHED = "vanished"
    AGAIN = "again"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that changed: the column that it is about, with its fields before and after; for
    ``elsewhere`` the other reporters."""

    turn: Turn
    column: str = ""
    before: Field | None = None
    after: Field | None = None
    reporters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A period: the rows of it (several where it was filled in twice, none where it vanished)."""

    period: Period
    rows: tuple[Record, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Lifeline:
    """A thing of one reporter through all periods. ``elsewhere``: the other reporters that list
    the same one, with their periods."""

    table: str
    reporter: str
    stops: tuple[Stop, ...]
    elsewhere: Mapping[str, tuple[Period, ...]]

    @property
    def last(self) -> Record:
        """The row as it was sent last."""
        return next(stop.rows[0] for stop in reversed(self.stops) if stop.rows)

    def rows(self) -> Iterator[Record]:
        for stop in self.stops:
            yield from stop.rows


def lifelines(
    declared: ReturnTable,
    appearances: Iterable[Appearance],
    sent: Callable[[str, Period], bool],
    periods: Sequence[Period],
    wanted: Callable[[Sequence[Record]], bool] = lambda _: True,
) -> tuple[Lifeline, ...]:
    """The things that the rows of a table are about, those whose rows are ``wanted``, by reporter
    and first appearance.

    Rows of a reporter are the same thing where the first filled group of ``identity`` agrees (a
    code); one that lacks it where a later group does (name and party), and one that has none where
    the label does, unless several things would be meant. ``sent`` says whether a reporter sent the
    table for a period: only then can a thing vanish from it, and not after one of the stages that
    the catalogue calls finished. Rows that lack a cell decide nothing about it."""
    rows = sorted(appearances, key=lambda a: (a.reporter, a.period))
    things = _things(declared, rows)
    places = _places(declared, rows)
    found = []
    for thing in things:
        if wanted([a.record for a in thing]):
            elsewhere = _elsewhere(declared, thing, places)
            stops = tuple(_stops(declared, thing, sent, periods, elsewhere))
            found.append(Lifeline(declared.id, thing[0].reporter, stops, elsewhere))
    return tuple(found)


def telling_columns(declared: ReturnTable) -> tuple[Column, ...]:
    """The columns that tell how a thing stands: stage and amounts as the catalogue tracks them, of
    a table that is not tracked all amounts, counts, choices and dates."""
    if (tracking := declared.tracking) is None:
        return tuple(c for c in declared.columns if c.type in TELLING)
    names = (tracking.stage, tracking.total, tracking.flow, tracking.balance)
    return tuple(column for name in names if name and (column := declared.column(name)))


def detail_columns(declared: ReturnTable) -> tuple[Column, ...]:
    """Choices and dates beside them: said once where they never change, and when they do."""
    told = telling_columns(declared)
    details = (c for c in declared.columns if c.type in TELLING and c.type not in _AMOUNTS)
    return tuple(column for column in details if column not in told)


def naming_columns(declared: ReturnTable) -> tuple[str, ...]:
    """By what a thing can be asked for: its label, what identifies it, and the party's code."""
    tracking = declared.tracking
    more = (tracking.code, tracking.party, tracking.credit) if tracking else ()
    groups = (name for group in declared.identity for name in group)
    return tuple(dict.fromkeys(name for name in (declared.label, *groups, *more) if name))


# --- which rows are the same ------------------------------------------------------------------

_Key: TypeAlias = tuple[Hashable, ...]


def _keys(declared: ReturnTable, record: Record) -> list[_Key]:
    """The filled groups of the identity, the deciding one first."""
    keys: list[_Key] = []
    for number, group in enumerate(declared.identity):
        values = [record.value(column) for column in group]
        if all(value is not None for value in values):
            keys.append((number, *(normalise(str(value)) for value in values)))
    return keys


def _label(declared: ReturnTable, record: Record) -> _Key | None:
    value = record.value(declared.label)
    return None if value is None else ("label", normalise(str(value)))


def _things(declared: ReturnTable, rows: Sequence[Appearance]) -> list[list[Appearance]]:
    """The rows of each thing in the order given, the things by their first row."""
    groups = _Groups(len(rows))
    keys = [_keys(declared, row.record) for row in rows]
    decided: dict[tuple[str, _Key], int] = {}
    for number, row in enumerate(rows):
        if keys[number]:
            key = (row.reporter, keys[number][0])
            groups.unite(decided.setdefault(key, number), number)
    levels = len(declared.identity)
    for level in range(1, levels):
        _attach(
            groups, _by(rows, [[k for k in found if k[0] == level] for found in keys]), keys, level
        )
    labels = [_label(declared, row.record) for row in rows]
    _attach(groups, _by(rows, [[label] if label else [] for label in labels]), keys, levels)
    things: dict[int, list[Appearance]] = {}
    for number, row in enumerate(rows):
        things.setdefault(groups.root(number), []).append(row)
    return list(things.values())


_Alike: TypeAlias = Mapping[tuple[str, _Key], list[int]]


def _by(rows: Sequence[Appearance], keys: Sequence[Sequence[_Key]]) -> _Alike:
    """Reporter and key → the numbers of the rows."""
    found: dict[tuple[str, _Key], list[int]] = {}
    for number, row in enumerate(rows):
        for key in keys[number]:
            found.setdefault((row.reporter, key), []).append(number)
    return found


def _attach(groups: _Groups, alike: _Alike, keys: Sequence[Sequence[_Key]], level: int) -> None:
    """Joins rows that nothing better than ``level`` tells to each other, and to the one thing that
    better told rows of the same key are, if it is one."""
    for numbers in alike.values():
        weak = [n for n in numbers if not keys[n] or _level(keys[n][0]) >= level]
        firm = sorted({groups.root(n) for n in numbers} - {groups.root(n) for n in weak})
        joined = [*weak, *firm] if weak and len(firm) == 1 else weak
        for number in joined[1:]:
            groups.unite(joined[0], number)


def _level(key: _Key) -> int:
    return int(str(key[0]))


class _Groups:
    """Numbers that belong together; the smallest of a group stands for it."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def root(self, number: int) -> int:
        while (parent := self._parents[number]) != number:
            self._parents[number] = self._parents[parent]
            number = parent
        return number

    def unite(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first


_Places: TypeAlias = Mapping[_Key, Mapping[str, tuple[Period, ...]]]


def _places(declared: ReturnTable, rows: Iterable[Appearance]) -> _Places:
    """Who lists what, and in which periods."""
    found: dict[_Key, dict[str, tuple[Period, ...]]] = {}
    for row in rows:
        for key in _keys(declared, row.record):
            periods = found.setdefault(key, {})
            periods[row.reporter] = (*periods.get(row.reporter, ()), row.period)
    return found


def _elsewhere(
    declared: ReturnTable, thing: Sequence[Appearance], places: _Places
) -> Mapping[str, tuple[Period, ...]]:
    found: dict[str, set[Period]] = {}
    for key in {key for row in thing for key in _keys(declared, row.record)}:
        for reporter, periods in places[key].items():
            if reporter != thing[0].reporter:
                found.setdefault(reporter, set()).update(periods)
    return {reporter: tuple(sorted(found[reporter])) for reporter in sorted(found)}


# --- what became of it ------------------------------------------------------------------------


def _stops(
    declared: ReturnTable,
    thing: Sequence[Appearance],
    sent: Callable[[str, Period], bool],
    periods: Sequence[Period],
    elsewhere: Mapping[str, tuple[Period, ...]],
) -> Iterator[Stop]:
    reporter = thing[0].reporter
    by_period = {
        period: tuple(row.record for row in rows)
        for period, rows in groupby(thing, key=lambda row: row.period)
    }
    before: Record | None = None
    gone = False
    for period in periods:
        rows = by_period.get(period, ())
        if rows:
            marks = list(_marks(declared, before, rows))
            if gone:
                marks.append(Mark(Turn.AGAIN))
            others = tuple(name for name, theirs in elsewhere.items() if period in theirs)
            if others:
                marks.append(Mark(Turn.ELSEWHERE, reporters=others))
            yield Stop(period, rows, tuple(marks))
            before, gone = rows[0], False
        elif before and not gone and sent(reporter, period) and not _finished(declared, before):
            gone = True
            yield Stop(period, (), (Mark(Turn.VANISHED),))


def _finished(declared: ReturnTable, record: Record) -> bool:
    tracking = declared.tracking
    return bool(tracking and tracking.stage and record.value(tracking.stage) in tracking.finished)


def _marks(declared: ReturnTable, before: Record | None, rows: Sequence[Record]) -> Iterator[Mark]:
    if len(rows) > 1:
        yield Mark(Turn.TWICE)
    if before is None:
        return
    for column in _watched(declared):
        was, now = before.fields.get(column.name), rows[0].fields.get(column.name)
        if was and now and (turn := _turn(declared, column, was, now)):
            yield Mark(turn, column.name, was, now)


def _watched(declared: ReturnTable) -> Iterator[Column]:
    """Names, stage and total, then the details."""
    tracking = declared.tracking
    named = [*naming_columns(declared)]
    named += [name for name in (tracking.stage, tracking.total) if name] if tracking else []
    details = detail_columns(declared) if tracking else telling_columns(declared)
    others = [c.name for c in details if c.type not in _AMOUNTS]
    for name in dict.fromkeys((*named, *others)):
        if column := declared.column(name):
            yield column


def _turn(declared: ReturnTable, column: Column, was: Field, now: Field) -> Turn | None:
    """What a change of a column means; None where nothing is to be marked."""
    tracking = declared.tracking
    if column.name in naming_columns(declared):
        return _renamed(declared, column, was, now)
    if was.value == now.value:
        return None
    if tracking is None or column.name not in (tracking.stage, tracking.total):
        return Turn.DETAIL
    if None in (was.value, now.value):
        return None
    if column.name == tracking.total:
        return Turn.TOTAL
    order = {choice: number for number, choice in enumerate(column.choices)}
    places = [order.get(str(field.value)) for field in (was, now)]
    match places:
        case [int(before), int(after)] if after < before:
            return Turn.STAGE_BACK
    return None  # forward, or a stage that the catalogue no longer has


def _renamed(declared: ReturnTable, column: Column, was: Field, now: Field) -> Turn | None:
    values = [normalise(str(field.value)) for field in (was, now) if field.value is not None]
    if len(values) < 2 or values[0] == values[1]:
        return None
    return Turn.RENAMED if column.name == declared.label else Turn.IDENTITY
