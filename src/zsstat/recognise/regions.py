"""Tables that stand side by side on a sheet, each taken as a sheet of its own.

A sheet is divided from top to bottom at headers, and where two tables stand beside each other from
left to right: two headers in the same rows, or a header in the columns that another table leaves
free. Each part is a view of the sheet, its cells at their own places, so that everything that
follows (titles, rows, units, footers) sees only what belongs to it. Policies:

- Tables with an empty column between them are two where each has the column that names its rows;
  without one, each must be complete and the right one must begin like a table (序号, its name).
- Two columns right beside a table (日期 | 类型) are one of their own where it has no use for them
  and what stands in them is what such a table holds.
- A title, or a unit line, that stands over one of them only is shared where the other has none.
- A header that needs columns on both sides of the division ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from zsstat.model import Cell, CellKind, CellRows, Grid
from zsstat.recognise.fits import Fit, Header, fits_of
from zsstat.recognise.headers import find_headers
from zsstat.recognise.headings import Heading
from zsstat.recognise.layout import title_rows
from zsstat.recognise.telling import is_filled_as
from zsstat.recognise.words import LabelKind, Words, filled

SURELY_A_TABLE = 3
"""So many columns of another table right beside this one are that table and no coincidence."""
MANY = 32
"""With more places than these the middle is tried first: halves of halves are soon small."""
LOOKED_AT = 40
"""So many rows below a header show whether a column is empty."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a sheet whose tables stand under one another, and their headers."""

    grid: Grid
    headers: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Two tables side by side: the right one begins in ``column``; ``tops`` are the first header
    rows of the left one and of the right one."""

    column: int
    tops: tuple[int, int]


def regions(
    grid: Grid, words: Words, headers: tuple[Header, ...] | None = None
) -> tuple[Region, ...]:
    """The parts of a sheet, from top to bottom and left to right; as a rule the sheet itself. Its
    ``headers`` are looked for where they are not known."""
    return tuple(_regions(grid, words, headers))


def _regions(
    grid: Grid, words: Words, headers: tuple[Header, ...] | None = None
) -> Iterator[Region]:
    headers = find_headers(grid, words) if headers is None else headers
    bottom = max(grid.by_row, default=0)
    top = 1
    above: list[Header] = []
    for number, header in enumerate(headers):
        if header.first < top:  # it is in the division above
            continue
        following = partial(islice, headers, number + 1, None)
        cut = _inner_cut(grid, header, words)
        cut = cut or _outer_cut(grid, header, following(), bottom, words)
        if cut is None:
            above.append(header)
            continue
        if above:
            start = min((*title_rows(grid, header, above[-1].last, words), header.first))
            yield Region(_rows(grid, top, start - 1), tuple(above))
            top, above = start, []
        end = _end(grid, cut, header, following(), words) or bottom
        for side in _sides(grid, top, end, cut, words):
            yield from _regions(side, words)
        top = end + 1
    if top == 1:
        yield Region(grid, headers)
    elif top <= bottom:
        yield Region(_rows(grid, top, bottom), tuple(above))


def _end(
    grid: Grid, cut: _Cut, header: Header, following: Iterable[Header], words: Words
) -> int | None:
    """The last row of the division: that above a table which reaches over it; None without one."""
    above = header.last
    for later in following:
        fit = later.fits[0]
        sides = {column < cut.column for column in fit.used}
        if not fit.missing and len(sides) > 1 and not _divides(later.headings, cut.column, words):
            return min((*title_rows(grid, later, above, words), later.first)) - 1
        above = later.last
    return None


def _divides(headings: Sequence[Heading], column: int, words: Words) -> bool:
    """Whether the headings on both sides of ``column`` are tables by themselves."""
    left = [heading for heading in headings if heading.column < column]
    right = [heading for heading in headings if heading.column >= column]
    return all(_best(side, words) is not None for side in (left, right))


# --- two headers in the same rows -------------------------------------------------------------


def _inner_cut(grid: Grid, header: Header, words: Words) -> _Cut | None:
    """Where the header is that of two tables; a division at an empty column comes first."""
    headings = header.headings
    openings = [n for n in range(1, len(headings)) if _opens(headings[n], headings[0], words)]
    gaps = [
        n
        for n in range(1, len(headings))
        if headings[n].column - headings[n - 1].column > 1
        and _is_gap(grid, header, headings[n].column - 1)
    ]
    for gap, places in ((True, gaps), (False, openings)):
        if len(places) > MANY:
            places = sorted(places, key=lambda n: abs(2 * n - len(headings)))
        for place in places:
            left, right = headings[:place], headings[place:]
            if _is_joint(left[-1], right[0]):
                continue
            if _are_two(grid, header, (left, right), words, gap=gap):
                return _Cut(right[0].column, (header.first, header.first))
    return None


def _opens(heading: Heading, first: Heading, words: Words) -> bool:
    """Whether a table may begin with the heading: 序号, the name of its rows, its first column, or
    what this header begins with."""
    if any(name in words.ordinals for name in heading.names) or heading.text == first.text:
        return True
    named = [words.columns.get(name, {}) for name in heading.names]
    return any(
        name in (table.label, table.columns[0].name)
        for table in words.tables
        for columns in named
        for name in columns.get(table.id, ())
    )


def _is_gap(grid: Grid, header: Header, column: int) -> bool:
    """Whether the column is empty in the header's rows and below them."""
    rows = range(header.first, header.last + LOOKED_AT)
    return not any(filled(grid.seen_at(row, column)) for row in rows)


def _is_joint(left: Heading, right: Heading) -> bool:
    """Whether a group heading lies over both."""
    return bool(set(left.parts) & set(right.parts))


def _are_two(
    grid: Grid,
    header: Header,
    sides: tuple[Sequence[Heading], Sequence[Heading]],
    words: Words,
    *,
    gap: bool,
) -> bool:
    one = _best(sides[0], words)
    other = _best(sides[1], words) if one is not None else None
    if one is None or other is None:
        return False
    if gap and not _is_one(header.fits[0], sides[1][0].column):
        return not (one.missing and other.missing)
    if one.missing or other.missing:
        return False
    if gap or one.table is other.table:
        return True
    small, large = sorted((one, other), key=lambda fit: len(fit.found))
    return len(small.found) >= SURELY_A_TABLE or (
        _has_all_without(header, large) and is_filled_as(grid, small, header.last, words)
    )


def _has_all_without(header: Header, fit: Fit) -> bool:
    """Whether the headings that ``fit`` leaves aside give its table no further column."""
    whole = next(known for known in header.fits if known.table is fit.table)
    return whole.found.keys() <= fit.found.keys()


def _best(headings: Sequence[Heading], words: Words) -> Fit | None:
    """The table that the headings are by themselves, with the column that names its rows."""
    fits = fits_of(headings, words)
    return fits[0] if fits and fits[0].names_rows else None


def _is_one(fit: Fit, column: int) -> bool:
    """Whether the whole header is one table that has columns on both sides, each once."""
    sides = {used < column for used in fit.used}
    return len(sides) > 1 and not fit.missing and not fit.repeated


# --- a header beside a table ------------------------------------------------------------------


def _outer_cut(
    grid: Grid, header: Header, following: Iterable[Header], bottom: int, words: Words
) -> _Cut | None:
    """Where another table stands in the columns that this one leaves free, its header in other
    rows."""
    core = _core(header, words)
    first, last = min(core), max(core)
    end = next(
        (h.first - 1 for h in following if any(first <= c <= last for c in _core(h, words))),
        bottom,
    )
    own = {heading.column for heading in header.headings}
    if found := _header_in(grid, header.first, end, last + 1, None, words):
        taken = (c for c in _columns(found) if c > last and c not in own)
        start = min((*taken, *_core(found, words)))
        if _is_surely_one(grid, found, start - 1, words):
            return _Cut(start, (header.first, found.first))
    if found := _header_in(grid, header.first, end, 1, first, words):
        start = max(_columns(found)) + 1
        if _is_surely_one(grid, found, start, words):
            return _Cut(start, (found.first, header.first))
    return None


def _is_surely_one(grid: Grid, header: Header, between: int, words: Words) -> bool:
    """Whether two columns that another table may have, too, are a table: right beside one only
    where what stands in them says so."""
    fit = header.fits[0]
    return (
        len(fit.found) >= SURELY_A_TABLE
        or _is_gap(grid, header, between)
        or is_filled_as(grid, fit, header.last, words)
    )


def _header_in(
    grid: Grid, first: int, last: int, left: int, right: int | None, words: Words
) -> Header | None:
    """The first complete header of a table in the columns from ``left`` up to before ``right``."""
    rows = {
        row: cells
        for row, every in grid.rows_between(first, last)
        if (every[-1].column >= left if right is None else every[0].column < right)
        and (cells := tuple(c for c in every if _is_between(c, left, right)))
    }
    if not any(len(cells) > 1 for cells in rows.values()):
        return None
    view = replace(grid, cells=CellRows(rows))
    for header in find_headers(view, words):
        fit = header.fits[0]
        if fit.names_rows and not fit.missing:
            return header
    return None


def _is_between(cell: Cell, left: int, right: int | None) -> bool:
    return cell.column >= left and (right is None or cell.column < right)


def _columns(header: Header) -> tuple[int, ...]:
    return tuple(heading.column for heading in header.headings)


def _core(header: Header, words: Words) -> frozenset[int]:
    """The columns of a header that were understood, and 序号."""
    numbered = (
        heading.column
        for heading in header.headings
        if any(name in words.ordinals for name in heading.names)
    )
    return frozenset(numbered).union(*(fit.used for fit in header.best))


# --- views ------------------------------------------------------------------------------------


def _rows(grid: Grid, first: int, last: int) -> Grid:
    """The sheet less what stands above and below."""
    return replace(grid, cells=CellRows(dict(grid.rows_between(first, last))))


def _sides(grid: Grid, start: int, end: int, cut: _Cut, words: Words) -> tuple[Grid, Grid]:
    """The two views of a division, each with the titles that hold for it."""
    zone = _rows(grid, start, end)
    own = (
        {row: _cells(cells, cut, right=False) for row, cells in zone.by_row.items()},
        {row: _cells(cells, cut, right=True) for row, cells in zone.by_row.items()},
    )
    heads = tuple(
        [c for row, cells in side.items() if row < top for c in cells if filled(c)]
        for side, top in zip(own, cut.tops, strict=True)
    )
    shared = (
        _shared(heads[1], heads[0], grid, cut, words),
        _shared(heads[0], heads[1], grid, cut, words),
    )
    left, right = (
        _with_cells(zone, side, (cell for cell in more if cell.row < top))
        for side, more, top in zip(own, shared, cut.tops, strict=True)
    )
    return left, right


def _cells(cells: Iterable[Cell], cut: _Cut, *, right: bool) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if (cell.column >= cut.column) is right)


def _shared(
    theirs: list[Cell], mine: list[Cell], grid: Grid, cut: _Cut, words: Words
) -> Iterator[Cell]:
    """The lines over the other table that hold for this one as well: those merged over both, a
    unit line where this one has none, the titles where it has none."""
    wide = {
        (m.first_row, m.first_column)
        for m in grid.merges
        if m.first_column < cut.column <= m.last_column
    }
    united = any(_states_unit(cell, words) for cell in mine)
    titled = any(not _states_unit(cell, words) for cell in mine)
    for cell in theirs:
        has_own = united if _states_unit(cell, words) else titled
        if cell.kind is CellKind.TEXT and (not has_own or (cell.row, cell.column) in wide):
            yield cell


def _states_unit(cell: Cell, words: Words) -> bool:
    return any(label.kind is LabelKind.UNIT for label in words.labels(cell.text))


def _with_cells(zone: Grid, side: dict[int, tuple[Cell, ...]], shared: Iterable[Cell]) -> Grid:
    rows = dict(side)
    for cell in shared:
        rows[cell.row] = tuple(sorted((*rows[cell.row], cell), key=lambda c: c.column))
    return replace(zone, cells=CellRows({row: cells for row, cells in rows.items() if cells}))
