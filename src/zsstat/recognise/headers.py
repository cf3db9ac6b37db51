"""Finding headers: the rows in which columns of a catalogue table are named.

A header is a range of one to five rows in which at least two columns, and at least half of the
required ones, of some table are named. Rows of a translation and rows of nothing but units belong
to it, in its midst or right below it. How a column is named is said in
:mod:`zsstat.recognise.headings`, which table it is in :mod:`zsstat.recognise.fits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zsstat.model import Cell, CellKind, Grid, Range
from zsstat.recognise.fits import FEWEST_COLUMNS, Fit, Header, fit_table, fits_of
from zsstat.recognise.headings import Heading, headings_of, own_names
from zsstat.recognise.words import LONGEST_LINES, LONGEST_NAME, Words, filled

__all__ = ["Fit", "Header", "Heading", "find_headers", "fit_table", "named_columns"]

DEEPEST = 5
"""So many rows, those of a translation not counted."""
MOST_ROWS = 12
"""So many rows with them."""

_DECORATION = re.compile(r"[(（\[【〔/／,，:：\s]|(?:元|人|个|次|项|家)$")
"""Without one of these no unit stands beside a name."""
_FIGURES = frozenset({CellKind.NUMBER, CellKind.DATE, CellKind.UNCACHED})
_NUMBER = re.compile(r"[-+]?[\d,.]+%?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class _Sheet:
    """A sheet under search; ``merges`` are looked up by the row in which they begin."""

    grid: Grid
    words: Words
    _kinds: dict[int, _RowKind] = field(default_factory=dict)

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

    def kind(self, row: int) -> _RowKind:
        """What the row may be in a header; asked for the few rows around one."""
        known = self._kinds.get(row)
        if known is None:
            known = self._kinds[row] = _row_kind(self.grid.by_row.get(row, ()), self.words)
        return known


@dataclass(frozen=True, slots=True)
class _RowKind:
    """``heads``: may be a row of a header of several; ``alone``: has one cell only; ``translates``:
    Latin words only; ``adds_nothing``: nothing but units and words such as 金额."""

    heads: bool
    alone: bool = False
    translates: bool = False
    adds_nothing: bool = False


def _row_kind(all_cells: tuple[Cell, ...], words: Words) -> _RowKind:
    cells = [cell for cell in all_cells if filled(cell)]
    if not cells or any(_is_figure(cell) for cell in cells):
        return _RowKind(heads=False)
    if any(words.labels(cell.text) for cell in cells if cell.kind is CellKind.TEXT):
        return _RowKind(heads=False)
    return _RowKind(
        heads=True,
        alone=len(cells) == 1,
        translates=len(cells) > 1 and all(words.is_translation(cell.text) for cell in cells),
        adds_nothing=all(_adds_nothing(cell, words) for cell in cells),
    )


def _is_figure(cell: Cell) -> bool:
    """A number, date or formula without result, which no header has; a year may head a column."""
    match cell.kind:
        case CellKind.NUMBER:
            return not _YEAR.fullmatch(cell.text)
        case CellKind.DATE | CellKind.UNCACHED:
            return True
    return bool(_NUMBER.fullmatch(cell.text.strip())) and not _YEAR.fullmatch(cell.text.strip())


def _adds_nothing(cell: Cell, words: Words) -> bool:
    own = own_names(cell.text, words)
    return own.bare in words.says_nothing or (own.unit is not None and not own.bare)


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
            header = _with_tail(sheet, header)
            found.append(header)
            after = header.last
    return tuple(found)


def _may_be_header(cells: tuple[Cell, ...], sheet: _Sheet) -> bool:
    """Cheap test before windows are tried: no row of numbers, and two columns of a table named
    (or one, beside merged cells that may be groups)."""
    numbers = 0
    for cell in cells:
        numbers += cell.kind in _FIGURES
        if 4 * numbers > len(cells):
            return False
    named: dict[str, set[str]] = {}
    for cell in cells:
        for table, columns in named_columns(cell, sheet.words).items():
            named.setdefault(table, set()).update(columns)
    most = max(map(len, named.values()), default=0)
    return most >= FEWEST_COLUMNS or (most == 1 and cells[0].row in sheet.merges)


def named_columns(cell: Cell, words: Words) -> Mapping[str, tuple[str, ...]]:
    """Table → columns that the cell by itself names. Asked of every text of a sheet."""
    text = cell.value
    if not isinstance(text, str):
        return {}
    if len(text) > LONGEST_NAME and (len(text) > LONGEST_LINES or "\n" not in text):
        return {}
    whole = words.columns.get(words.plain(text))
    if whole is not None or not _DECORATION.search(text):
        return whole or {}
    return words.columns.get(own_names(text, words).bare, {})


# --- windows ----------------------------------------------------------------------------------


def _best_window(sheet: _Sheet, seed: int, after: int, *, cutting: bool = False) -> Header | None:
    """The best header among the row ranges that contain ``seed``, or None. Unless ``cutting``,
    no merged heading may reach below the range."""
    best: tuple[tuple[bool, int, int, int, int], Header] | None = None
    for first, last in _windows(sheet, seed, after):
        if not cutting and _cut_by_merge(sheet, first, last):
            continue
        header = _window(sheet, first, last)
        if header is None:
            continue
        score = (*_worth(header), first - last)
        if best is None or score > best[0]:
            best = (score, header)
    return _with_parents(sheet, best[1], after) if best else None


def _worth(header: Header) -> tuple[bool, int, int, int]:
    """What makes one range of rows a better header than another: complete, more columns, fewer of
    them named twice, more units."""
    fit = header.fits[0]
    units = sum(bool(h.units) for found in fit.found.values() for h in found)
    return (not fit.missing, len(fit.found), -fit.repeated, units)


def _windows(sheet: _Sheet, seed: int, after: int) -> Iterator[tuple[int, int]]:
    """The ranges of rows around ``seed`` that may be a header."""
    for first in (seed, *_reach(sheet, seed, -1, after)):
        if first < seed and sheet.kind(first).alone:
            continue
        for last in (seed, *_reach(sheet, seed, 1, after)):
            if _depth(sheet, first, last) <= DEEPEST:
                yield first, last


def _reach(sheet: _Sheet, seed: int, step: int, after: int) -> Iterator[int]:
    """The rows next to ``seed`` as far as a header may go on."""
    row = seed + step
    while row > after and abs(row - seed) < MOST_ROWS and sheet.kind(row).heads:
        if _depth(sheet, *sorted((seed, row))) > DEEPEST:
            return
        yield row
        row += step


def _depth(sheet: _Sheet, first: int, last: int) -> int:
    return sum(not sheet.kind(row).translates for row in range(first, last + 1))


def _window(sheet: _Sheet, first: int, last: int) -> Header | None:
    merges = tuple(sheet.merges_from(first, last))
    headings = tuple(headings_of(sheet.grid, first, last, merges, sheet.words))
    fits = fits_of(headings, sheet.words)
    return Header(first, last, headings, fits) if fits else None


def _cut_by_merge(sheet: _Sheet, first: int, last: int) -> bool:
    """Whether a merged cell that begins in the window reaches below it: the header goes on."""
    return any(last < merge.last_row <= first + DEEPEST for merge in sheet.merges_from(first, last))


def _with_parents(sheet: _Sheet, header: Header, after: int) -> Header:
    """The header with the rows of group headings above it, which may hold a unit or half a name: a
    row of merged groups, and any other by which more columns are known or fewer named twice."""
    above = header.first - 1
    while above > after and sheet.kind(above).heads:
        if _depth(sheet, above, header.last) > DEEPEST or header.last - above > MOST_ROWS:
            break
        if _is_title(sheet, header, above):
            break
        taller = None if sheet.kind(above).translates else _window(sheet, above, header.last)
        if taller is not None and _gains(sheet, taller, header, above):
            header = taller
        elif not sheet.kind(above).translates:
            break
        above -= 1
    return header


def _is_title(sheet: _Sheet, header: Header, row: int) -> bool:
    """Whether the row is one cell merged over all columns of the header."""
    left, right = header.headings[0].column, header.headings[-1].column
    return sheet.kind(row).alone and any(
        merge.first_column <= left and right <= merge.last_column
        for merge in sheet.merges_from(row, row)
    )


def _gains(sheet: _Sheet, taller: Header, header: Header, above: int) -> bool:
    if _worth(taller)[:3] > _worth(header)[:3]:
        return True
    merged = any(_is_group(merge, header) for merge in sheet.merges_from(above, above))
    return merged and _worth(taller)[:2] >= _worth(header)[:2]


def _is_group(merge: Range, header: Header) -> bool:
    """Whether the merge lies over several columns of the header, and not over all of them."""
    over = [merge.first_column <= h.column <= merge.last_column for h in header.headings]
    return merge.last_row < header.first and sum(over) > 1 and not all(over)


def _with_tail(sheet: _Sheet, header: Header) -> Header:
    """The header with the rows right below it that go on with it: units, a translation, and what
    stands under a group that is merged over several columns."""
    last = header.last
    while (kind := sheet.kind(last + 1)).heads:
        below = [cell for cell in sheet.grid.by_row[last + 1] if filled(cell)]
        beside = below[-1].column > header.headings[0].column
        goes_on = kind.translates or (kind.adds_nothing and beside)
        if not goes_on and not _is_divided(sheet, header, below, last):
            break
        last += 1
    if last == header.last:
        return header
    return _window(sheet, header.first, last) or header


def _is_divided(sheet: _Sheet, header: Header, below: list[Cell], last: int) -> bool:
    """Whether all of ``below`` stand under groups of the header that end in row ``last``."""
    groups = [
        merge
        for merge in sheet.merges_from(header.first, last)
        if merge.last_row == last and merge.last_column > merge.first_column
    ]
    return bool(groups) and all(
        any(group.first_column <= cell.column <= group.last_column for group in groups)
        for cell in below
    )
