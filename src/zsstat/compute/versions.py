"""Two versions of a table compared, row by row and cell by cell.

Nothing is rounded and nothing is guessed: a missing value is not zero, and a row that has no like
in the other version was added or removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from zsstat.declarations import ColumnPeriod, ColumnType, ReturnTable
from zsstat.model import Field, Record
from zsstat.values import normalise

LIKENESS_PAIRS = 40_000
"""Rows that no name tells apart are compared cell by cell up to so many pairs at a time; beyond,
they are taken in their order."""
_KEYS = (ColumnType.AREA, ColumnType.INDICATOR, ColumnType.YEAR)
"""A fact of another area, indicator or year is another fact, wherever it stands."""
_NUMBERS = (ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.MEASURE, ColumnType.RATE)


class Quiet(StrEnum):
    """Changes that no figure of the period shows at once: of last year's figures (``base``; facts
    of earlier years, too) and of targets."""

    BASE = "base"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class CellChange:
    """What became of one cell. ``before`` or ``after`` is None where that version lacks the row or
    the column."""

    column: str
    before: Field | None
    after: Field | None
    quiet: Quiet | None = None

    @property
    def only_written(self) -> bool:
        """Whether it means the same and is merely written otherwise (1.2亿元, 12000万元)."""
        return _meaning(self.before) == _meaning(self.after)

    @property
    def difference(self) -> int | Decimal | None:
        """After − before: base units of a number, points of a rate. None for anything but numbers,
        and where one of the two is missing, which is not zero."""
        match _number(self.before), _number(self.after):
            case (int(before), int(after)):
                return after - before
            case (Decimal() as before, Decimal() as after):
                return after - before
        return None


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of one row: its changed cells, or all its filled ones where the row was added
    (no ``before``) or removed (no ``after``)."""

    table: str
    before: Record | None
    after: Record | None
    cells: tuple[CellChange, ...]

    @property
    def record(self) -> Record:
        """The row as it is now; as it was where it was removed."""
        found = self.after or self.before
        if found is None:
            raise AssertionError("a change is of a row")
        return found

    @property
    def kept(self) -> bool:
        """Whether both versions have the row."""
        return self.before is not None and self.after is not None

    @property
    def only_written(self) -> bool:
        return self.kept and all(cell.only_written for cell in self.cells)


def row_changes(
    declared: ReturnTable, before: Sequence[Record], after: Sequence[Record], year: int
) -> tuple[RowChange, ...]:
    """The rows of a table that differ: the changed ones in their present order, then those added,
    then those removed. ``year`` is that of the period; facts of earlier years are quiet.

    The same row is, in this order: one that agrees in a group of ``identity`` (a code, else name
    and party), in label and description, in its label, or stands between the same neighbours. Of
    several that agree the most alike are paired. Rows of a table without ``identity``, and rows
    that only their place tells, must agree in half of what is filled: a row that is nothing like
    the one that stood there is another one. Personal columns are left out."""
    pairs, removed, added = _matched(declared, before, after)
    rows = [RowChange(declared.id, b, a, _cells(declared, b, a, year)) for b, a in pairs]
    rows += [RowChange(declared.id, None, a, _cells(declared, None, a, year)) for a in added]
    rows += [RowChange(declared.id, b, None, _cells(declared, b, None, year)) for b in removed]
    return tuple(row for row in rows if row.cells or not row.kept)


def _cells(
    declared: ReturnTable, before: Record | None, after: Record | None, year: int
) -> tuple[CellChange, ...]:
    changes = (
        CellChange(column, was, now, _quiet(declared, column, after or before, year))
        for column in _columns(declared)
        if not _alike(
            was := before.fields.get(column) if before else None,
            now := after.fields.get(column) if after else None,
        )
    )
    return tuple(changes)


def _columns(declared: ReturnTable) -> Iterator[str]:
    return (c.name for c in declared.columns if c.type is not ColumnType.PERSONAL)


def _quiet(declared: ReturnTable, column: str, record: Record | None, year: int) -> Quiet | None:
    declaration = declared.column(column)
    targets = (
        declared.targets.value if declared.targets else None,
        declared.placements.target if declared.placements else None,
    )
    if column in targets:
        return Quiet.TARGET
    if declaration is None or declaration.type not in _NUMBERS:
        return None
    earlier = record is not None and any(
        isinstance(stated := record.value(c.name), int) and stated < year
        for c in declared.columns
        if c.type is ColumnType.YEAR
    )
    return Quiet.BASE if earlier or declaration.period is ColumnPeriod.BASE else None


# --- cells ------------------------------------------------------------------------------------

_Meaning: TypeAlias = tuple[Hashable, ...]


def _meaning(field: Field | None) -> _Meaning:
    """What a cell says, however it is written; of one that could not be read, its text."""
    if field is None:
        return (None,)
    if not field.readable:
        return ("unreadable", field.text.strip())
    value: Hashable = field.value
    return (None,) if value is None else (type(value), value)


def _alike(before: Field | None, after: Field | None) -> bool:
    """Whether nothing changed, not even the writing."""
    return (_meaning(before), _writing(before)) == (_meaning(after), _writing(after))


def _writing(field: Field | None) -> tuple[str, str | None]:
    text = field.text.strip() if field else ""
    return text, field.unit if field and text else None


def _number(field: Field | None) -> int | Decimal | None:
    value = field.value if field else None
    return value if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None


# --- which row is which -----------------------------------------------------------------------

_Pair: TypeAlias = tuple[Record, Record]
_Key: TypeAlias = Callable[[Record], Hashable | None]


def _matched(
    declared: ReturnTable, before: Sequence[Record], after: Sequence[Record]
) -> tuple[list[_Pair], list[Record], list[Record]]:
    """The pairs by the present order, the rows that are gone, and those that are new."""
    matching = _Matching(declared, before, after)
    for group in declared.identity:
        matching.pair(_named(group), sure=True)
    known = bool(declared.identity)
    if declared.describe:
        matching.pair(_named((declared.label, *declared.describe)), sure=True)
    matching.pair(_named((declared.label,)), sure=known)
    matching.pair_by_place()
    return matching.result()


def _named(columns: tuple[str, ...]) -> _Key:
    """The normalised cells of ``columns``; None where one of them is blank."""

    def key(record: Record) -> Hashable | None:
        values = [record.value(column) for column in columns]
        if any(value is None for value in values):
            return None
        return tuple(normalise(str(value)) for value in values)

    return key


class _Matching:
    """Which row of the one version is which of the other; rows are known by their numbers."""

    def __init__(
        self, declared: ReturnTable, before: Sequence[Record], after: Sequence[Record]
    ) -> None:
        self._before = before
        self._after = after
        columns = tuple(_columns(declared))
        self._keys = tuple(c.name for c in declared.columns if c.type in _KEYS)
        self._said_before = [_said(record, columns) for record in before]
        self._said_after = [_said(record, columns) for record in after]
        self._found: dict[int, int] = {}
        self._taken: set[int] = set()

    def pair(self, key: _Key, *, sure: bool) -> None:
        """Pairs the rows of equal keys that have no pair yet; unless ``sure`` only like ones."""
        self._pair_groups(
            _grouped(self._open_before(), lambda number: key(self._before[number])),
            _grouped(self._open_after(), lambda number: key(self._after[number])),
            sure=sure,
        )

    def pair_by_place(self) -> None:
        """Pairs what is left between the same neighbours."""
        previous = {-1: -1}
        last = -1
        for number in range(len(self._before)):
            last = self._found.get(number, last)
            previous[number] = last
        own, last = dict.fromkeys(range(len(self._after)), -1), -1
        for number in range(len(self._after)):
            last = number if number in self._taken else last
            own[number] = last
        self._pair_groups(
            _grouped(self._open_before(), previous.__getitem__),
            _grouped(self._open_after(), own.__getitem__),
            sure=False,
        )

    def result(self) -> tuple[list[_Pair], list[Record], list[Record]]:
        pairs = sorted((a, b) for b, a in self._found.items())
        return (
            [(self._before[b], self._after[a]) for a, b in pairs],
            [self._before[number] for number in self._open_before()],
            [self._after[number] for number in self._open_after()],
        )

    def _open_before(self) -> Iterator[int]:
        return (n for n in range(len(self._before)) if n not in self._found)

    def _open_after(self) -> Iterator[int]:
        return (n for n in range(len(self._after)) if n not in self._taken)

    def _pair_groups(
        self,
        before: dict[Hashable, list[int]],
        after: dict[Hashable, list[int]],
        *,
        sure: bool,
    ) -> None:
        for key, rows in before.items():
            others = after.get(key)
            if others:
                for b, a in self._best(rows, others, sure=sure):
                    self._found[b] = a
                    self._taken.add(a)

    def _best(
        self, before: list[int], after: list[int], *, sure: bool
    ) -> Iterator[tuple[int, int]]:
        """Equal rows first, then the most alike, then those whose places are nearest."""
        equal = list(self._equal(before, after))
        yield from equal
        was = _without(before, {b for b, _ in equal})
        now = _without(after, {a for _, a in equal})
        if len(was) * len(now) > LIKENESS_PAIRS:
            candidates = list(zip(was, now, strict=False))
        else:
            candidates = [(b, a) for b in was for a in now]
        scored = [
            (-alike, abs(was.index(b) - now.index(a)), b, a)
            for b, a in candidates
            if (alike := self._likeness(b, a, sure=sure)) is not None
        ]
        used: tuple[set[int], set[int]] = set(), set()
        for _, _, b, a in sorted(scored):
            if b not in used[0] and a not in used[1]:
                used[0].add(b)
                used[1].add(a)
                yield b, a

    def _equal(self, before: list[int], after: list[int]) -> Iterator[tuple[int, int]]:
        rows = _grouped(after, lambda number: self._said_after[number])
        for b in before:
            if found := rows.get(self._said_before[b]):
                yield b, found.pop(0)

    def _likeness(self, before: int, after: int, *, sure: bool) -> int | None:
        """In how many columns two rows agree; None where they cannot be the same."""
        b, a = self._before[before], self._after[after]
        for column in self._keys:
            if None not in (values := {b.value(column), a.value(column)}) and len(values) > 1:
                return None
        pairs = list(zip(self._said_before[before], self._said_after[after], strict=True))
        filled = sum(x != _NOTHING or y != _NOTHING for x, y in pairs)
        same = sum(x == y != _NOTHING for x, y in pairs)
        return same if sure or 2 * same >= filled else None


_NOTHING: _Meaning = (None,)


def _without(numbers: Iterable[int], others: set[int]) -> list[int]:
    return [number for number in numbers if number not in others]


def _said(record: Record, columns: tuple[str, ...]) -> tuple[_Meaning, ...]:
    return tuple(_meaning(record.fields.get(column)) for column in columns)


def _grouped(
    numbers: Iterable[int], key: Callable[[int], Hashable | None]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for number in numbers:
        if (found := key(number)) is not None:
            groups.setdefault(found, []).append(number)
    return groups


# --- together ---------------------------------------------------------------------------------


def repeated(rows: Iterable[RowChange]) -> Counter[tuple[str, str, _Meaning, _Meaning]]:
    """How many rows of a table had the very same change in one column."""
    return Counter(
        same_change(row, cell) for row in rows if row.kept for cell in row.cells
        if not cell.only_written
    )  # fmt: skip


def same_change(row: RowChange, cell: CellChange) -> tuple[str, str, _Meaning, _Meaning]:
    """By what changes of several rows are the same: table, column, and both values."""
    return row.table, cell.column, _meaning(cell.before), _meaning(cell.after)
