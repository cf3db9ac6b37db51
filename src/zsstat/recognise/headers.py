"""Finding headers: the rows in which columns of a catalogue table are named.

A header is a range of one to three rows in which at least two columns, and at least half of the
required ones, of some table are named. Names are matched whole, on the lowest cell, on the cells
above joined with it in either order, and on the cell above alone where the lowest adds only a
unit or a word for the total; the longest name wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from zsstat.declarations import ReturnTable, Unit
from zsstat.model import Cell, CellKind, Grid, Range
from zsstat.recognise.words import LONGEST_NAME, Words, filled
from zsstat.values import split_unit

DEEPEST = 3
FEWEST_COLUMNS = 2
WIDEST = 64
"""A cell merged over more columns is a title."""

_UNIT_SIGN = re.compile(r"[(（\[【〔/／,，:：\n]")
"""Without one of these no unit stands beside a name."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one sheet column: its cells from the top to the lowest, and their units."""

    column: int
    parts: tuple[Cell, ...]
    names: tuple[str, ...]
    units: tuple[Unit, ...]
    """Units stated by the lowest cell first, then by those above it."""

    @property
    def leaf(self) -> Cell:
        return self.parts[-1]

    @property
    def text(self) -> str:
        """As written, the cells above separated by ``>``."""
        return " > ".join("".join(part.text.split()) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a header fits a table. ``found`` lists more than one heading where a column is
    named twice; ``ambiguous`` headings fit more than one column."""

    table: ReturnTable
    found: Mapping[str, tuple[Heading, ...]]
    ambiguous: tuple[tuple[Heading, tuple[str, ...]], ...]
    missing: tuple[str, ...]
    required: int

    @property
    def is_header(self) -> bool:
        named = self.required - len(self.missing)
        return len(self.found) >= FEWEST_COLUMNS and 2 * named >= self.required

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Complete before incomplete, then by the number of columns named."""
        return (not self.missing, len(self.found), -len(self.missing))


@dataclass(frozen=True, slots=True)
class Header:
    """Header rows ``first``–``last`` with their headings and the fits, best first."""

    first: int
    last: int
    headings: tuple[Heading, ...]
    fits: tuple[Fit, ...]

    @property
    def best(self) -> tuple[Fit, ...]:
        """The fits that nothing tells apart: one, or the candidates of an ambiguity."""
        return tuple(fit for fit in self.fits if fit.rank == self.fits[0].rank)


@dataclass(frozen=True)
class _Sheet:
    """A sheet under search; ``merges`` are looked up by the row in which they begin."""

    grid: Grid
    words: Words

    @cached_property
    def merges(self) -> Mapping[int, tuple[Range, ...]]:
        rows: dict[int, list[Range]] = {}
        for merge in self.grid.merges:
            if filled(self.grid.cell(merge.first_row, merge.first_column)):
                rows.setdefault(merge.first_row, []).append(merge)
        return {row: tuple(merges) for row, merges in rows.items()}

    def merges_from(self, first: int, last: int) -> Iterator[Range]:
        for row in range(first, last + 1):
            yield from self.merges.get(row, ())


def find_headers(grid: Grid, words: Words) -> tuple[Header, ...]:
    """All headers of a sheet, from top to bottom."""
    sheet = _Sheet(grid, words)
    found: list[Header] = []
    after = 0
    for row, cells in grid.by_row.items():
        if row <= after or not _may_be_header(cells, sheet):
            continue
        header = _best_window(sheet, row, after) or _best_window(sheet, row, after, cutting=True)
        if header is not None:
            found.append(header)
            after = header.last
    return tuple(found)


def nearest_header(grids: Iterable[Grid], words: Words) -> str:
    """For a workbook without any table: the row that named most columns, quoted; may be empty."""
    best: tuple[int, str] = (0, "")
    for grid in grids:
        for row, cells in grid.by_row.items():
            named = [c.text.strip() for c in cells if _named(c, words)]
            if len(named) > best[0]:
                best = (len(named), f"工作表“{grid.sheet}”第 {row} 行的“{'、'.join(named)}”")
    return best[1]


def _may_be_header(cells: tuple[Cell, ...], sheet: _Sheet) -> bool:
    """Cheap test before windows are tried: no row of numbers, and two columns of a table named
    (or one, beside merged cells that may be groups)."""
    numbers = sum(c.kind in (CellKind.NUMBER, CellKind.DATE, CellKind.UNCACHED) for c in cells)
    if 4 * numbers > len(cells):
        return False
    named: dict[str, set[str]] = {}
    for cell in cells:
        for table, columns in _named(cell, sheet.words).items():
            named.setdefault(table, set()).update(columns)
    most = max(map(len, named.values()), default=0)
    return most >= FEWEST_COLUMNS or (most == 1 and cells[0].row in sheet.merges)


def _named(cell: Cell, words: Words) -> Mapping[str, tuple[str, ...]]:
    """Table → columns that the cell by itself names. Asked of every text of a sheet."""
    text = cell.value
    if not isinstance(text, str) or len(text) > LONGEST_NAME:
        return {}
    whole = words.columns.get(words.plain(text))
    if whole is not None or not _UNIT_SIGN.search(text):
        return whole or {}
    return words.columns.get(_own_names(cell, words)[0][-1], {})


def _best_window(sheet: _Sheet, seed: int, after: int, *, cutting: bool = False) -> Header | None:
    """The best header among the row ranges that contain ``seed``, or None. Unless ``cutting``,
    no merged heading may reach below the range."""
    best: tuple[tuple[bool, int, int, int], Header] | None = None
    for first in range(max(after + 1, seed - DEEPEST + 1), seed + 1):
        if first not in sheet.grid.by_row:
            continue
        for last in range(seed, first + DEEPEST):
            if not cutting and _cut_by_merge(sheet, first, last):
                continue
            header = _window(sheet, first, last)
            if header is None:
                continue
            fit = header.fits[0]
            score = (not fit.missing, len(fit.found), _units_stated(header), first - last)
            if best is None or score > best[0]:
                best = (score, header)
    return _with_parents(sheet, best[1], after) if best else None


def _units_stated(header: Header) -> int:
    return sum(bool(h.units) for found in header.fits[0].found.values() for h in found)


def _window(sheet: _Sheet, first: int, last: int) -> Header | None:
    if last - first and any(_is_furniture(sheet, row, first) for row in range(first, last + 1)):
        return None
    headings = tuple(_headings(sheet, first, last))
    fits = sorted(
        (
            fit
            for table in sheet.words.tables
            if (fit := fit_table(headings, table, sheet.words)).is_header
        ),
        key=lambda fit: fit.rank,
        reverse=True,
    )
    return Header(first, last, headings, tuple(fits)) if fits else None


def _cut_by_merge(sheet: _Sheet, first: int, last: int) -> bool:
    """Whether a merged cell that begins in the window reaches below it: the header goes on."""
    return any(last < merge.last_row <= first + DEEPEST for merge in sheet.merges_from(first, last))


def _is_furniture(sheet: _Sheet, row: int, first: int) -> bool:
    """A title, a unit row or a line of labels: never part of a header of several rows."""
    cells = [cell for cell in sheet.grid.by_row.get(row, ()) if filled(cell)]
    if not cells or any(
        sheet.words.labels(cell.text) for cell in cells if cell.kind is CellKind.TEXT
    ):
        return True
    return len(cells) == 1 and row == first


def _with_parents(sheet: _Sheet, header: Header, after: int) -> Header:
    """The header with the row of group headings above it, which may hold a unit or half a name."""
    columns = {heading.column for heading in header.headings}
    above = header.first - 1
    while above > after and header.last - above < DEEPEST and above in sheet.grid.by_row:
        groups = [
            merge
            for merge in sheet.merges_from(above, above)
            if merge.last_row == above
            and sum(merge.first_column <= c <= merge.last_column for c in columns) >= 2
            and not all(merge.first_column <= c <= merge.last_column for c in columns)
        ]
        taller = _window(sheet, above, header.last) if groups else None
        if taller is None or len(taller.fits[0].found) < len(header.fits[0].found):
            return header
        header, above = taller, above - 1
    return header


def _headings(sheet: _Sheet, first: int, last: int) -> Iterator[Heading]:
    columns = sorted(
        {c.column for row in range(first, last + 1) for c in sheet.grid.by_row.get(row, ())}
        | {
            column
            for merge in sheet.merges_from(first, last)
            if merge.last_column - merge.first_column < WIDEST
            for column in range(merge.first_column, merge.last_column + 1)
        }
    )
    previous: tuple[Cell, ...] = ()
    for column in columns:
        parts = _parts(sheet.grid, column, first, last)
        if not parts or parts == previous:  # the right half of a heading merged across columns
            continue
        carried = previous[0] if previous and _hangs_under(parts, previous, first) else None
        yield _heading(column, parts, carried, sheet.words)
        previous = parts


def _parts(grid: Grid, column: int, first: int, last: int) -> tuple[Cell, ...]:
    parts: list[Cell] = []
    for row in range(first, last + 1):
        cell = grid.seen_at(row, column)
        if cell is None or not filled(cell) or cell.row < first or cell in parts:
            continue
        parts.append(cell)
    return tuple(parts)


def _hangs_under(parts: tuple[Cell, ...], left: tuple[Cell, ...], first: int) -> bool:
    """A group heading that was not merged: nothing above this one, two cells on its left."""
    return len(parts) == 1 and parts[0].row > first and len(left) > 1


def _own_names(cell: Cell, words: Words) -> tuple[tuple[str, ...], Unit | None]:
    """The names a header cell may mean by itself: as it stands, and without its unit."""
    name, unit = split_unit(cell.text, words.catalogue)
    if unit is None:
        name, unit = _unit_after_comma(name, words)
    whole = words.plain(cell.text)
    return ((whole, words.plain(name)) if unit else (whole,)), unit


def _unit_after_comma(name: str, words: Words) -> tuple[str, Unit | None]:
    """``总投资,万元`` → ``总投资``, 万元; a cell that is a unit and nothing else has no name."""
    head, _, tail = name.rpartition(",")
    nothing, unit = split_unit(f"({tail})", words.catalogue)
    return (head, unit) if unit and not nothing else (name, None)


def _heading(column: int, parts: tuple[Cell, ...], carried: Cell | None, words: Words) -> Heading:
    bare: list[str] = []
    names: list[str] = []
    units: list[Unit] = []
    for part in parts:
        own, unit = _own_names(part, words)
        bare.append(own[-1])
        if unit is not None:
            units.insert(0, unit)
        if part is parts[-1]:
            names.extend(own)
    significant = [name for name in bare if name and not _adds_nothing(name, words)]
    if significant:
        names.append(significant[-1])
        for above in significant[:-1]:
            names += [above + significant[-1], significant[-1] + above]
        names.append("".join(significant))
    known = _longest_first(names)
    if carried is not None and significant and not any(n in words.columns for n in known):
        above = _own_names(carried, words)[0][-1]
        known = _longest_first([*known, above + significant[-1], significant[-1] + above])
    return Heading(column, parts, known, tuple(units))


def _adds_nothing(name: str, words: Words) -> bool:
    return name in words.totals or name in words.subtotals


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=lambda n: (-len(n), n)))


def fit_table(headings: Iterable[Heading], table: ReturnTable, words: Words) -> Fit:
    """Which columns of ``table`` the headings name, and which required ones they do not."""
    found: dict[str, tuple[Heading, ...]] = {}
    ambiguous: list[tuple[Heading, tuple[str, ...]]] = []
    for heading in headings:
        columns = _columns_named(heading, table, words)
        if len(columns) == 1:
            found[columns[0]] = (*found.get(columns[0], ()), heading)
        elif columns:
            ambiguous.append((heading, columns))
    named = {*found, *(name for _, columns in ambiguous for name in columns)}
    required = [column.name for column in table.columns if column.required]
    missing = [name for name in required if name not in named]
    if table.one_of and not named.intersection(table.one_of):
        missing.append("或".join(table.one_of))
    return Fit(table, found, tuple(ambiguous), tuple(missing), len(required) + bool(table.one_of))


def _columns_named(heading: Heading, table: ReturnTable, words: Words) -> tuple[str, ...]:
    """The columns that the longest matching name of the heading means in ``table``."""
    matched: dict[str, None] = {}
    length = 0
    for name in heading.names:
        columns = words.columns.get(name, {}).get(table.id, ())
        if columns and len(name) >= length:
            length = len(name)
            matched.update(dict.fromkeys(columns))
    return tuple(matched)
