"""The heading of one column: its cells from the top to the lowest, their names and units.

A heading is a path: ``实际到位内资（亿元） > 其中：省外资金 > 完成值``. Parts that add nothing
(完成值, a unit, a translation) are left out of its names; the others name the column by the lowest
alone and by every run of parts that ends in the lowest, the parent in front or behind. A parent
that is not merged goes on to the right as long as the cells beside it are empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zsstat.declarations import Unit
from zsstat.model import Cell, Grid, Range
from zsstat.recognise.words import Own, Words, filled
from zsstat.values import lexicon, normalise, split_unit

WIDEST = 64
"""A cell merged over more columns is a title."""

_UNIT_SIGN = re.compile(r"[(（\[［【〔〖「『{｛<〈《/／,，:：\s]")
"""Without one of these no unit stands beside a name."""
_BREAKS = re.compile(r"[\s,，/／:：、]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one sheet column. ``parts`` are the cells that stand over the column itself;
    ``carried`` the cells of groups on its left that go on over it without being merged, where the
    column is not known without them."""

    column: int
    parts: tuple[Cell, ...]
    names: tuple[str, ...]
    units: tuple[Unit, ...]
    """Units stated by the lowest cell first, then by those above it."""
    carried: tuple[Cell, ...] = ()
    carried_units: tuple[Unit, ...] = ()
    """Units stated by carried cells, the lowest first: they hold where nothing nearer does."""

    @property
    def leaf(self) -> Cell:
        return self.parts[-1]

    @property
    def text(self) -> str:
        """As written, the cells above separated by ``>``."""
        return " > ".join("".join(part.text.split()) for part in (*self.carried, *self.parts))

    @property
    def all_units(self) -> tuple[Unit, ...]:
        return self.units + self.carried_units


def own_names(text: str, words: Words) -> Own:
    """The names a header cell may mean by itself, and its unit. What the catalogue declares as it
    stands keeps a 次 or 人 at its end; a unit in brackets is one in any case."""
    known = words.own.get(text)
    if known is None:
        known = words.own[text] = _own_names(text, words)
    return known


def _own_names(text: str, words: Words) -> Own:
    whole = words.plain(text)
    if words.is_translation(text):
        return Own(whole, "")
    if not _UNIT_SIGN.search(text):
        return _glued(whole, words)
    declared = whole in words.columns
    text = words.without_marks(text)
    name, unit = split_unit(text, words.catalogue)
    if unit is None and not declared:
        name, unit = _unit_behind(text, words)
    if unit is None or (declared and "(" not in normalise(text)):
        return Own(whole, whole)
    return Own(whole, words.plain(name), unit)


def _glued(whole: str, words: Words) -> Own:
    """``万元`` is a unit and no name; ``总投资万元`` is a declared name with its unit."""
    units = lexicon(words.catalogue).units
    if whole in words.columns:
        return Own(whole, whole)
    if whole in units:
        return Own(whole, "", units[whole])
    for length in range(min(4, len(whole) - 1), 0, -1):
        unit = units.get(whole[-length:])
        if unit is not None and whole[:-length] in words.columns:
            return Own(whole, whole[:-length], unit)
    return Own(whole, whole)


def _unit_behind(text: str, words: Words) -> tuple[str, Unit | None]:
    """``总投资,万元``, ``总投资 万元``, ``(万元)`` → the name in front, which may be empty, and
    the unit."""
    units = lexicon(words.catalogue).units
    alone = units.get(normalise(text).strip("()"))
    if alone is not None:
        return "", alone
    pieces = [piece for piece in _BREAKS.split(text.strip()) if piece]
    for start in range(1, len(pieces)):
        unit = units.get(normalise("".join(pieces[start:])).strip("()"))
        if unit is not None:
            head = "".join(pieces[:start])
            label = normalise(head) in words.unit_labels
            return ("" if label else head), unit
    return text, None


def headings_of(
    grid: Grid, first: int, last: int, merges: Iterable[Range], words: Words
) -> Iterator[Heading]:
    """The headings of the rows ``first``–``last``; ``merges`` are those that begin in them."""
    paths = list(_paths(grid, first, last, merges))
    leaves = Counter(own_names(path[-1].text, words).bare for _, path, _ in paths)
    for column, parts, carried in paths:
        repeated = leaves[own_names(parts[-1].text, words).bare] > 1
        yield _heading(column, parts, carried, words, repeated=repeated)


def _paths(
    grid: Grid, first: int, last: int, merges: Iterable[Range]
) -> Iterator[tuple[int, tuple[Cell, ...], tuple[Cell, ...]]]:
    """Column, own cells and carried cells, from left to right."""
    merges = tuple(m for m in merges if m.last_column - m.first_column < WIDEST)
    wide = {(m.first_row, m.first_column) for m in merges if m.last_column > m.first_column}
    columns = {c.column for row in range(first, last + 1) for c in grid.by_row.get(row, ())}
    columns.update(c for m in merges for c in range(m.first_column, m.last_column + 1))
    previous: tuple[Cell, ...] = ()
    carried: tuple[Cell, ...] = ()
    before = 0
    for column in sorted(columns):
        parts = _parts(grid, column, first, last)
        if not parts or parts == previous:  # the right half of a heading merged across columns
            before = column if parts else before
            continue
        left = (*carried, *previous) if column == before + 1 else ()
        carried = _going_on(left, parts[0].row, wide)
        yield column, parts, carried
        previous, before = parts, column


def _parts(grid: Grid, column: int, first: int, last: int) -> tuple[Cell, ...]:
    parts: list[Cell] = []
    for row in range(first, last + 1):
        cell = grid.seen_at(row, column)
        if cell is None or not filled(cell) or cell.row < first or cell in parts:
            continue
        parts.append(cell)
    return tuple(parts)


def _going_on(left: tuple[Cell, ...], top: int, wide: set[tuple[int, int]]) -> tuple[Cell, ...]:
    """The groups of the column on the left that go on over this one, whose own cells begin in row
    ``top``: those above it, where the left has cells below them and they are not merged."""
    above = tuple(cell for cell in left if cell.row < top)
    if len(above) == len(left) or any((c.row, c.column) in wide for c in above):
        return ()
    return above


def _heading(
    column: int,
    parts: tuple[Cell, ...],
    carried: tuple[Cell, ...],
    words: Words,
    *,
    repeated: bool,
) -> Heading:
    owns = [own_names(part.text, words) for part in parts]
    names = [owns[-1].whole, owns[-1].bare, *_readings(owns, words)]
    units = tuple(own.unit for own in reversed(owns) if own.unit is not None)
    heading = Heading(column, parts, _longest_first(names), units)
    if not carried:
        return heading
    above = [own_names(part.text, words) for part in carried]
    inherited = tuple(own.unit for own in reversed(above) if own.unit is not None)
    if repeated or not any(name in words.columns for name in heading.names):
        more = _readings([*above, *owns], words)
        heading = replace(heading, carried=carried, names=_longest_first([*names, *more]))
    return replace(heading, carried_units=inherited)


def _readings(owns: Sequence[Own], words: Words) -> Iterator[str]:
    """The names that a path gives: with the parts that add nothing, and without them."""
    every = [own.bare for own in owns if own.bare]
    path = every[:1] + [name for above, name in pairwise(every) if name != above]
    significant = [name for name in path if name not in words.says_nothing]
    yield from _joined(significant)
    if significant != path and significant:
        yield from _joined(path)


def _joined(path: list[str]) -> Iterator[str]:
    """The ways to read the names of a path as one: every run that ends in the lowest, forwards and
    backwards, and the lowest with one of those above it."""
    for start in range(len(path)):
        run = path[start:]
        yield "".join(run)
        yield "".join(reversed(run))
        yield run[-1] + "".join(run[:-1])
    for above in path[:-1]:
        yield above + path[-1]
        yield path[-1] + above


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=lambda n: (-len(n), n)))
