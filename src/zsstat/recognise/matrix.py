"""Finding matrices: values where a row and a column cross, each of which names a part of the key.

A matrix is known by its stub: a column of labels that name areas, indicators or years, with values
on their right. The rows above the first label are its header, up to eight of them; what a column
means is what the cells over it say together, and where a heading was not merged over its columns
the one on the left carries over. What neither row nor column says is looked for in the title.

A sheet may hold several: one under another, each with its own header, or side by side, each with
its own stub. Labels that are not known stay in the matrix as rows of their own, so that a misspelt
area is reported and not left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from zsstat.declarations import AreaKind, ColumnType, Layout, ReturnTable
from zsstat.model import Cell, Grid, Period
from zsstat.recognise.axes import Axes, Spot
from zsstat.recognise.matrix_headers import MatrixColumn, MatrixHeader
from zsstat.recognise.row_labels import RowLabels
from zsstat.recognise.strips import FEWEST_ROWS, Strip, find_strips
from zsstat.recognise.words import Words

__all__ = ["Matrix", "MatrixColumn", "MatrixRow", "find_matrices"]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of values; ``label`` is its lowest label as written. ``total``: it is called 合计 or is
    the whole. ``group``: it is called like a group that the catalogue does not declare as an area,
    and sums up the rows beside it."""

    row: int
    spot: Spot
    label: Cell
    total: bool
    group: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix on a sheet, in the columns ``stub`` and ``columns``. ``defaults`` is what title
    and stub head say for all of it. Without ``columns`` it is none yet: labels with values beside
    them, of which nothing says what they are."""

    grid: Grid
    table: ReturnTable
    axes: Axes
    titles: tuple[Cell, ...]
    header_rows: tuple[int, ...]
    stub: tuple[int, ...]
    columns: tuple[MatrixColumn, ...]
    unread: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    defaults: Spot
    numbered: tuple[int, ...] = ()
    """Rows of column numbers (甲 1 2 3)."""

    @property
    def rows_of_values(self) -> Iterator[MatrixRow]:
        """The rows less a 合计 below rows of years, which is of none of them."""
        dated = any(row.spot.period and row.spot.area is None for row in self.rows)
        for row in self.rows:
            named = self.axes.words.total_kind(row.label.text, exact=True) == "total"
            if not (dated and named and row.spot.period is None):
                yield row

    def period_of(self, spot: Spot) -> Period | None:
        """The period that headings and labels give a value, the year of a mere 1—9月 from the
        title; None where only the title has one."""
        if spot.period is not None:
            return spot.dated.period
        said = self.defaults.period
        return Period(said.year, spot.month) if spot.month and said else None

    @property
    def first(self) -> int:
        return min((*self.header_rows, self.rows[0].row))

    @property
    def last(self) -> int:
        return self.rows[-1].row

    @property
    def title(self) -> str:
        return max((" ".join(cell.text.split()) for cell in self.titles), key=len, default="")

    @property
    def rank(self) -> tuple[int, int]:
        """How well the table explains the block: columns read, rows known."""
        return len(self.columns), sum(row.spot.is_key for row in self.rows)

    def overlaps(self, other: Matrix) -> bool:
        mine = {*self.stub, *(c.column for c in self.columns)}
        theirs = {*other.stub, *(c.column for c in other.columns)}
        return self.first <= other.last and other.first <= self.last and bool(mine & theirs)


def find_matrices(
    grid: Grid, tables: Iterable[ReturnTable], words: Words
) -> tuple[tuple[Matrix, ...], ...]:
    """The matrices of a sheet from top to bottom and left to right, each with those that explain
    the same cells equally well as another table: one, or the candidates of an ambiguity."""
    found = [matrix for table in tables for matrix in _Finder(grid, table, words).find()]
    found.sort(key=lambda m: m.rank, reverse=True)
    groups: list[list[Matrix]] = []
    for matrix in found:
        group = next((g for g in groups if matrix.overlaps(g[0])), None)
        if group is None:
            groups.append([matrix])
        elif matrix.rank == group[0].rank and matrix.table is not group[0].table:
            group.append(matrix)
    return tuple(tuple(g) for g in sorted(groups, key=lambda g: (g[0].first, g[0].stub)))


@dataclass(frozen=True)
class _Finder:
    """One sheet searched for the matrices of one table."""

    grid: Grid
    table: ReturnTable
    words: Words

    def find(self) -> Iterator[Matrix]:
        axes = Axes(self.table, self.words)
        for strip in find_strips(self.grid, axes):
            titles: tuple[Cell, ...] = ()
            for rows in strip.blocks():
                header = MatrixHeader(strip, rows[0])
                if axes.in_title(header.titles).is_key or not titles:
                    titles = header.titles  # else 续表, or no title: what stands above goes on
                yield from self._matrix(strip, rows, header, titles)

    def _matrix(
        self, strip: Strip, rows: list[int], header: MatrixHeader, titles: tuple[Cell, ...]
    ) -> Iterator[Matrix]:
        columns = _with_whole(tuple(header.columns(rows)), self.words)
        beside = [c.column for c in columns if self._labels_rows(c, strip.axes)]
        columns = tuple(c for c in columns if c.column not in beside)
        body = tuple(self._rows(strip, rows, (*strip.stub, *beside), header.last))
        known = [row.spot for row in body if row.spot.is_key]
        if len(known) < FEWEST_ROWS:
            return
        defaults = strip.axes.in_title(titles)
        unread = tuple(
            c
            for c in columns
            if not self._places(c.spot, known, defaults) or _adds_years(c, columns, self.words)
        )
        read = tuple(c for c in columns if c not in unread)
        if self.table.layout is not Layout.MATRIX and not (read and header.rows):
            return
        yield Matrix(
            self.grid,
            self.table,
            strip.axes,
            titles,
            header.rows,
            strip.stub,
            read,
            unread,
            body,
            replace(defaults, units=header.stub_head().units),
            header.numbered,
        )

    def _labels_rows(self, column: MatrixColumn, axes: Axes) -> bool:
        """年份, 计量单位, 序号: what stands in the column says what the row is, and is no value."""
        return any(axes.name(part) in axes.stub_heads for part in column.parts)

    def _places(self, column: Spot, rows: list[Spot], defaults: Spot) -> bool:
        """Whether a value of the column has its whole key: an area and an indicator where the table
        has such columns, and nothing in the heading that was not understood."""
        if column.unknown:
            return False
        spot = column.with_defaults(rows[0]).with_defaults(defaults)
        types = {c.type for c in self.table.columns}
        if not (column.says_anything or spot.indicator):
            return False
        return not (
            (ColumnType.AREA in types and spot.area is None)
            or (ColumnType.INDICATOR in types and spot.indicator is None)
        )

    def _rows(
        self, strip: Strip, rows: list[int], columns: tuple[int, ...], above: int
    ) -> Iterator[MatrixRow]:
        """The rows of values. A label in a line of its own (粮食产量 over 北京, 天津 …) goes on
        over the rows below it, and one that is said once over blanks beside other labels."""
        labels = RowLabels(strip, columns)
        body = frozenset(rows)
        for row in range(above + 1, rows[-1] + 1):
            if row not in body:
                labels.note(row)
                continue
            label = strip.label(row, columns)
            if label is None:
                continue
            spot = labels.spot(row)
            total = self.words.total_kind(label.text, exact=True) is not None
            if total and spot.area is None and ColumnType.AREA in self._types and not spot.is_key:
                spot = replace(spot, area=self.words.catalogue.city, cells={"area": label})
            group = spot.area is None and not total and strip.axes.is_group(label)
            yield MatrixRow(row, spot, label, total or self._is_whole(spot), group)

    @cached_property
    def _types(self) -> frozenset[ColumnType]:
        return frozenset(c.type for c in self.table.columns)

    def _is_whole(self, spot: Spot) -> bool:
        area = self.words.catalogue.areas.get(spot.area or "")
        return area is not None and area.kind in (AreaKind.CITY, AreaKind.GROUP)


def _with_whole(columns: tuple[MatrixColumn, ...], words: Words) -> tuple[MatrixColumn, ...]:
    """The columns, of which one called 合计 beside columns of areas is the whole."""
    if not any(column.spot.area for column in columns):
        return columns
    return tuple(
        replace(column, spot=replace(column.spot, area=words.catalogue.city, cells={"area": total}))
        if not column.spot.says_anything and (total := _total(column, words))
        else column
        for column in columns
    )


def _adds_years(column: MatrixColumn, columns: Iterable[MatrixColumn], words: Words) -> bool:
    """Whether a column called 合计 beside columns of years is of none of them."""
    if column.spot.period or not _total(column, words):
        return False
    about = (column.spot.area, column.spot.indicator)
    return any(c.spot.period and (c.spot.area, c.spot.indicator) == about for c in columns)


def _total(column: MatrixColumn, words: Words) -> Cell | None:
    named = (c for c in column.parts if words.total_kind(c.text, exact=True) == "total")
    return next(named, None)
