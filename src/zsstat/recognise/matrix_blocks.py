"""A matrix beside the other tables of a sheet: as a block, taken out of the grid, as evidence of
the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from zsstat.declarations import Layout
from zsstat.model import Cell, Grid, Period, RecognisedTable, Workbook
from zsstat.recognise.headers import Fit, Header, Heading
from zsstat.recognise.layout import Block
from zsstat.recognise.matrix import Matrix, find_matrices
from zsstat.recognise.periods import Mention, Precision
from zsstat.recognise.sender import Evidence
from zsstat.recognise.words import Words


def as_block(matrix: Matrix) -> Block:
    """The matrix in the form in which remarks and free text look at tables. Its fit names no
    column: a column of a matrix may be several canonical ones."""
    headings = tuple(
        Heading(column.column, column.parts or (matrix.rows[0].label,), (), column.spot.units)
        for column in (*matrix.columns, *matrix.unread)
    )
    fit = Fit(matrix.table, {}, (), (), 0)
    first = min((*matrix.header_rows, matrix.rows[0].row))
    last = max(matrix.header_rows, default=first)
    block = Block(matrix.grid, Header(first, last, headings, (fit,)), fit)
    block.titles = matrix.titles
    block.header_rows = [*matrix.header_rows, *matrix.numbered]
    block.data = [row.row for row in matrix.rows]
    block.last = matrix.last
    return block


def with_footers(blocks: Sequence[Block]) -> None:
    """Gives the last matrix of a sheet the rows below all of them: notes and signatures."""
    if blocks:
        lowest = max(blocks, key=lambda block: block.last)
        lowest.free = [row for row in lowest.grid.by_row if row > lowest.last]


def matrices_beside_lists(
    grid: Grid, headers: Iterable[Header], words: Words
) -> Iterator[tuple[Matrix, ...]]:
    """The matrices of a sheet whose header is not that of a list as well. ``headers`` are all of
    the sheet. A table that arrives either way (地区, 指标, 同比 as columns, or indicators across)
    is a list where its columns are named, and is then not looked for in any other form on it."""
    crossing = [table for table in words.tables if table.matrix is not None]
    if not crossing:
        return
    complete = [h for h in headers if h.fits and not h.fits[0].missing]
    lists = [h for h in complete if h.fits[0].table.layout is not Layout.MATRIX]
    if lists:
        crossing = [table for table in crossing if table.layout is Layout.MATRIX]
    rows = {row for header in lists for row in range(header.first, header.last + 1)}
    for candidates in find_matrices(grid, crossing, words):
        if rows.isdisjoint(candidates[0].header_rows):
            yield candidates


def unexplained(found: Iterable[tuple[Matrix, ...]], blocks: Sequence[Block]) -> Iterator[Block]:
    """Labels with values beside them that are neither a matrix nor part of a table: nothing says
    what the values are."""
    for candidates in found:
        matrix = candidates[0]
        taken = any(b.first <= matrix.last and matrix.first <= b.last for b in blocks)
        if not matrix.columns and not taken:
            yield as_block(matrix)


def without(grid: Grid, blocks: Sequence[Block]) -> Grid:
    """The sheet less the cells of matrices; the sheet itself where there is none."""
    if not blocks:
        return grid
    kept = {
        place: cell
        for place, cell in grid.cells.items()
        if not any(_is_of(cell, block) for block in blocks)
    }
    return replace(grid, cells=kept)


def _is_of(cell: Cell, block: Block) -> bool:
    if cell in block.titles:
        return True
    return block.first <= cell.row <= block.last


def year_evidence(matrix: Matrix, workbook: Workbook) -> Iterator[Evidence]:
    """What headings and labels say about the period, the latest that they name; else, for a table
    that states facts, its own title: several on one sheet may be of several years."""
    spots = [*(column.spot for column in matrix.columns), *(row.spot for row in matrix.rows)]
    dated = [(period, spot) for spot in spots if (period := matrix.period_of(spot))]
    if not dated and matrix.table.facts and matrix.defaults.period:
        dated = [(matrix.defaults.period, matrix.defaults)]
    if dated:
        period, spot = max(dated, key=lambda pair: pair[0])
        cell = spot.cells.get("period") or spot.cells["month"]
        precision = Precision.YEAR if period.month == 12 else Precision.MONTH
        ref = workbook.ref(matrix.grid, cell.name)
        yield Evidence(None, Mention(period, precision), cell.text.strip(), ref)


def with_years(evidence: list[Evidence], years: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with the latest year that matrices name: a heading is nearer to its values than
    a title, which in a yearbook names the year of printing. Other years in titles fall away."""
    mentions = [item.mention for item in years if item.mention]
    if not mentions:
        return evidence
    latest = max(m.period for m in mentions)
    kept = [e for e in evidence if e.mention is None or e.mention.period.year == latest.year]
    return kept + [e for e in years if e.mention and e.mention.period == latest][:1]


def dated_tables(
    tables: Iterable[RecognisedTable], period: Period | None
) -> Iterator[RecognisedTable]:
    """The tables, those of a matrix by years with the month that the return is of."""
    for table in tables:
        if table.period is None or period is None or table.period.month != 12:
            yield table
        else:
            yield replace(table, period=Period(table.period.year, period.month))
