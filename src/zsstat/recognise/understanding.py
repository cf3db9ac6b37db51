"""How a workbook was understood, put together from what recognition left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zsstat.declarations import AreaKind
from zsstat.model import (
    Grid,
    Kind,
    Period,
    Return,
    RowUse,
    SeenEvidence,
    SeenRow,
    SeenSheet,
    SeenTable,
    Suggestion,
    Understanding,
    Workbook,
    cell_name,
)
from zsstat.recognise.guides import is_guide
from zsstat.recognise.layout import Block
from zsstat.recognise.likeness import areas_like
from zsstat.recognise.nearest import nearest_header
from zsstat.recognise.reviews import without_reviews
from zsstat.recognise.seen import quoted, seen_ambiguous, seen_list
from zsstat.recognise.seen_matrix import seen_matrix
from zsstat.recognise.traces import Traces
from zsstat.recognise.words import LabelKind, Words, filled
from zsstat.values import mask_personal, normalise

Blocks = Mapping[str, Sequence[Block]]


def understood(
    workbook: Workbook, subject: Return, blocks: Blocks, traces: Traces, words: Words
) -> Understanding:
    """Everything that was made of ``workbook``; ``blocks`` are all of a sheet's, read or not."""
    kept = {grid.sheet for grid in without_reviews(workbook).grids}
    return Understanding(
        subject,
        workbook.format,
        workbook.degraded,
        tuple(
            _sheet(grid, blocks.get(grid.sheet, ()), traces, words)
            if grid.sheet in kept
            else _review(grid)
            for grid in workbook.grids
        ),
        tuple(_evidence(subject, traces, words)),
    )


def _sheet(grid: Grid, blocks: Sequence[Block], traces: Traces, words: Words) -> SeenSheet:
    tables = sorted(_tables(grid.sheet, traces, words), key=lambda table: table.place)
    nearest = None if tables else nearest_header([grid], words)
    suggestions: tuple[Suggestion, ...] = ()
    if nearest is not None:
        suggestions = tuple(
            Suggestion(Kind.COLUMN, text, name, table=nearest.table.id)
            for text, name in nearest.misspelled
        )
    return SeenSheet(
        grid.sheet,
        grid.hidden,
        sum(any(map(filled, cells)) for cells in grid.by_row.values()),
        _last_cell(grid),
        tuple(tables),
        tuple(_lines(grid, blocks, words)),
        str(nearest) if nearest else "",
        suggestions,
    )


def _review(grid: Grid) -> SeenSheet:
    place = (grid.sheet, grid.hidden, len(grid.by_row), _last_cell(grid))
    return SeenSheet(*place, (), (), review=True, guide=is_guide(grid))


def _tables(sheet: str, traces: Traces, words: Words) -> Iterator[SeenTable]:
    for traced in traces.lists:
        if traced.block.grid.sheet == sheet:
            yield seen_list(traced, words)
    for crossed in traces.matrices:
        if crossed.matrix.grid.sheet == sheet:
            yield seen_matrix(crossed, words.catalogue)
    for block, fits in traces.ambiguous:
        if block.grid.sheet == sheet:
            yield seen_ambiguous(block, fits, words)


def _last_cell(grid: Grid) -> str:
    places = [
        (cell.row, cell.column) for cells in grid.by_row.values() for cell in cells if filled(cell)
    ]
    if not places:
        return ""
    return cell_name(max(row for row, _ in places), max(column for _, column in places))


# --- lines beside the tables ------------------------------------------------------------------


def _lines(grid: Grid, blocks: Sequence[Block], words: Words) -> Iterator[SeenRow]:
    """Every row in which something stands and that belongs to no table."""
    titles = {cell.row for block in blocks for cell in block.titles}
    inside = {row for block in blocks for row in _own_rows(block)}
    for row, cells in grid.by_row.items():
        if row in inside or not any(map(filled, cells)):
            continue
        yield SeenRow(row, _line_use(grid, row, row in titles, words), quoted(grid, row))


def _own_rows(block: Block) -> Iterator[int]:
    yield from block.header_rows
    yield from block.data
    yield from (claim.row for claim in block.claims)
    yield from (cell.row for cell in block.strays)
    for rows in (block.headings, block.continued, block.examples, block.parts):
        yield from rows


def _line_use(grid: Grid, row: int, is_title: bool, words: Words) -> RowUse:
    texts = [cell.text for cell in grid.by_row[row] if filled(cell)]
    kinds = {label.kind for text in texts for label in words.labels(text)}
    kinds |= {bare.kind for text in texts if (bare := words.bare_label(text)) is not None}
    if any(words.is_note(text) for text in texts) or LabelKind.NOTE in kinds:
        return RowUse.NOTE
    if LabelKind.UNIT in kinds and is_title:
        return RowUse.UNIT
    if kinds & {LabelKind.SIGNATURE, LabelKind.REPORTER, LabelKind.PERIOD}:
        return RowUse.SIGNATURE
    if is_title:
        return RowUse.TITLE
    blank = all(normalise(text) in words.blank_marks for text in texts)
    return RowUse.NIL if blank else RowUse.UNREAD


# --- sender and period ------------------------------------------------------------------------


def _evidence(subject: Return, traces: Traces, words: Words) -> Iterator[SeenEvidence]:
    said = [item.mention.period if item.mention else None for item in traces.evidence]
    exact = subject.period in said
    for item, period in zip(traces.evidence, said, strict=True):
        text = mask_personal(item.text)
        suggestions: tuple[Suggestion, ...] = ()
        if item.area is None and period is None:
            value = text.partition("：")[2]
            suggestions = areas_like(value, words.catalogue, (AreaKind.REPORTER,))
        yield SeenEvidence(
            item.area,
            period,
            text,
            item.ref,
            item.area is not None and item.area == subject.reporter,
            _is_taken(period, subject.period, exact=exact),
            suggestions,
        )


def _is_taken(said: Period | None, taken: Period | None, *, exact: bool) -> bool:
    """Whether a period was gone by: the very one, or its year where the month stands elsewhere."""
    if said is None or taken is None:
        return False
    return said == taken or (not exact and said.year == taken.year)
