"""Tables as a person wants to see them: column by column and row by row, with what was ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zsstat.declarations import AreaKind, Catalogue, Column, ColumnType
from zsstat.model import (
    CellKind,
    ColumnUse,
    Field,
    Grid,
    Kind,
    Period,
    Range,
    RowUse,
    SeenColumn,
    SeenRow,
    SeenTable,
    Suggestion,
    UnitSource,
    column_letters,
)
from zsstat.recognise.fits import Fit
from zsstat.recognise.headings import Heading, own_names
from zsstat.recognise.layout import ADDED, Block, ordinal_column
from zsstat.recognise.likeness import areas_like, columns_like, indicators_like
from zsstat.recognise.traces import TracedList
from zsstat.recognise.units import UnitRow
from zsstat.recognise.words import Words, filled
from zsstat.values import mask_personal, read_value

_LOOKED_AT = 40
"""So many rows show what a column holds."""
_QUOTED = 4
"""So many cells of a row say which row is meant."""
_WITH_UNIT = (ColumnType.AMOUNT, ColumnType.MEASURE)
_SENDERS = (AreaKind.REPORTER, AreaKind.MEMBER)


def seen_list(traced: TracedList, words: Words) -> SeenTable:
    """A list or item table whose rows were read."""
    block, fit = traced.block, traced.block.fit
    return SeenTable(
        candidates=(fit.table.id,),
        layout=fit.table.layout,
        title=_title(block, words),
        place=place_of(block),
        header_rows=tuple(block.header_rows),
        columns=tuple(_columns(traced, words)),
        missing=fit.missing,
        absent=_absent(fit),
        first_row=min(block.data, default=None),
        last_row=max(block.data, default=None),
        data_rows=len(block.data),
        records=len(traced.read.records),
        rows=tuple(sorted(_rows(traced, words.catalogue), key=lambda row: row.row)),
    )


def seen_ambiguous(block: Block, fits: Sequence[Fit], words: Words) -> SeenTable:
    """A block that fits several tables equally well: nothing of it was read."""
    ordinal = ordinal_column(block.header, words)
    columns = tuple(
        SeenColumn(
            column_letters(heading.column),
            mask_personal(heading.text),
            ColumnUse.ORDINAL if heading.column == ordinal else ColumnUse.AMBIGUOUS,
            tuple(dict.fromkeys(_named(heading, fits))),
            filled=_filled(block, heading.column),
        )
        for heading in block.header.headings
    )
    return SeenTable(
        candidates=tuple(fit.table.id for fit in fits),
        layout=block.fit.table.layout,
        title=_title(block, words),
        place=place_of(block),
        header_rows=tuple(block.header_rows),
        columns=columns,
        missing=(),
        absent=(),
        first_row=min(block.data, default=None),
        last_row=max(block.data, default=None),
        data_rows=len(block.data),
        records=0,
        rows=tuple(sorted(_block_rows(block), key=lambda row: row.row)),
    )


def _title(block: Block, words: Words) -> str:
    """The longest line above the header that is no line of labels (单位：万元)."""
    texts = (" ".join(cell.text.split()) for cell in block.titles if not words.labels(cell.text))
    return mask_personal(max(texts, key=len, default=""))


def place_of(block: Block) -> Range:
    """From the header's first cell to the last row that belongs to the table."""
    columns = [heading.column for heading in block.header.headings]
    return Range(block.first, min(columns), max(block.last, block.header.last), max(columns))


def quoted(grid: Grid, row: int) -> str:
    """The first cells of a row as written, personal numbers masked."""
    texts = [" ".join(c.text.split()) for c in grid.by_row.get(row, ()) if filled(c)]
    more = ("…",) if len(texts) > _QUOTED else ()
    return mask_personal("　".join((*texts[:_QUOTED], *more)))


# --- columns ----------------------------------------------------------------------------------


def _absent(fit: Fit) -> tuple[str, ...]:
    named = {*fit.found, *(name for _, names in fit.ambiguous for name in names), *fit.missing}
    return tuple(column.name for column in fit.table.columns if column.name not in named)


def _named(heading: Heading, fits: Iterable[Fit]) -> Iterator[str]:
    for fit in fits:
        for name, headings in fit.found.items():
            if any(heading.column == h.column for h in headings):
                yield f"{fit.table.name}的{name}"


def _columns(traced: TracedList, words: Words) -> Iterator[SeenColumn]:
    block, fit = traced.block, traced.block.fit
    ordinal = ordinal_column(block.header, words)
    owners = {h.column: (name, h is hs[0]) for name, hs in fit.found.items() for h in hs}
    doubtful = {heading.column: names for heading, names in fit.ambiguous}
    for heading in block.header.headings:
        names: tuple[str, ...] = ()
        use = ColumnUse.IGNORED
        if heading.column in owners:
            name, first = owners[heading.column]
            use, names = (ColumnUse.USED if first else ColumnUse.REPEATED), (name,)
        elif heading.column in doubtful:
            use, names = ColumnUse.AMBIGUOUS, doubtful[heading.column]
        elif heading.column == ordinal:
            use = ColumnUse.ORDINAL
        yield _seen_column(traced, heading, use, names, words)
    yield from _nameless(block)


def _seen_column(
    traced: TracedList, heading: Heading, use: ColumnUse, names: tuple[str, ...], words: Words
) -> SeenColumn:
    block, fit = traced.block, traced.block.fit
    column = fit.table.column(names[0]) if use is ColumnUse.USED else None
    units, source = _units(traced, heading, column) if column else ((), UnitSource.NONE)
    suggestions: tuple[Suggestion, ...] = ()
    if use is ColumnUse.IGNORED:
        written = _alias(heading, block, words)
        suggestions = columns_like(heading.names, written, fit.table, fit.found) or tuple(
            Suggestion(Kind.COLUMN, written, name, table=fit.table.id, by_content=True)
            for name in fit.missing
            if _holds(block, heading.column, fit.table.column(name), words)
        )
    cell = traced.units.cell if source is UnitSource.UNIT_ROW else None
    return SeenColumn(
        column_letters(heading.column),
        mask_personal(heading.text),
        use,
        names,
        units,
        source,
        cell.name if cell else "",
        _filled(block, heading.column),
        period=_headed(fit, names[0]) if column else None,
        suggestions=suggestions,
    )


def _headed(fit: Fit, name: str) -> Period | None:
    """The period by which a column is called, where its heading is one."""
    said = fit.periods.get(name)
    return said.period if said else None


def _holds(block: Block, column: int, missing: Column | None, words: Words) -> bool:
    """Whether what stands in a sheet column is what a missing one would hold: dates, or numbers."""
    cells = [block.grid.cell(row, column) for row in block.data[:_LOOKED_AT]]
    given = [cell for cell in cells if cell is not None and filled(cell)]
    if missing is None or not given:
        return False
    if missing.type is ColumnType.DATE:
        readings = [read_value(cell, missing, None, words.catalogue) for cell in given]
        return all(reading.readable for reading in readings)
    return missing.type in ADDED and all(cell.kind is CellKind.NUMBER for cell in given)


def _alias(heading: Heading, block: Block, words: Words) -> str:
    """What to write among the aliases to have the heading recognised: its lowest name, less the
    unit; where that says too little, the whole path."""
    own = own_names(heading.leaf.text, words).bare
    leaves = [own_names(h.leaf.text, words).bare for h in block.header.headings]
    if own and own not in words.says_nothing and leaves.count(own) == 1:
        return own
    return heading.names[0] if heading.names else heading.leaf.text.strip()


def _nameless(block: Block) -> Iterator[SeenColumn]:
    """Columns with data under no heading."""
    headed = {heading.column for heading in block.header.headings}
    inside = range(min(headed), max(headed) + 1)
    for column in inside:
        above = block.grid.seen_at(block.header.last, column)
        merged = above is not None and above.column < column
        count = _filled(block, column)
        if column not in headed and count and not merged:
            yield SeenColumn(column_letters(column), "", ColumnUse.IGNORED, filled=count)


def _filled(block: Block, column: int) -> int:
    return sum(filled(block.grid.cell(row, column)) for row in block.data)


def _units(
    traced: TracedList, heading: Heading, column: Column
) -> tuple[tuple[str, ...], UnitSource]:
    """The units in which the column was read, and where they were found."""
    used = next((u for u in traced.read.used if u.column.name == column.name), None)
    fields = [
        field for r in traced.read.records if (field := r.fields.get(column.name)) is not None
    ]
    units = tuple(dict.fromkeys(field.unit for field in fields if field.unit))
    if used is not None and used.unit is not None:
        units = tuple(dict.fromkeys((used.unit.id, *units)))
    return units, _source(units, heading, traced.units, column, fields)


def _source(
    units: tuple[str, ...],
    heading: Heading,
    unit_row: UnitRow,
    column: Column,
    fields: Sequence[Field],
) -> UnitSource:
    if not units:
        asked = column.type in _WITH_UNIT and any(field.value is not None for field in fields)
        unread = any(not field.readable for field in fields) and column.type in _WITH_UNIT
        return UnitSource.UNKNOWN if asked or unread else UnitSource.NONE
    if units[0] in {unit.id for unit in heading.all_units}:
        return UnitSource.HEADER
    if units[0] in {unit.id for unit in unit_row.units}:
        return UnitSource.UNIT_ROW
    if column.type is ColumnType.MEASURE:
        return UnitSource.ROW
    return UnitSource.CELL if column.type is ColumnType.AMOUNT else UnitSource.NONE


# --- rows -------------------------------------------------------------------------------------


def _rows(traced: TracedList, catalogue: Catalogue) -> Iterator[SeenRow]:
    block = traced.block
    spans = {claim.row: (claim.first_row, claim.last_row) for claim in traced.read.claims}
    for row in _block_rows(block):
        first, last = spans.get(row.row, (None, None))
        yield SeenRow(row.row, row.use, row.text, first, last)
    yield from _unknown_rows(traced, catalogue)


def _block_rows(block: Block) -> Iterator[SeenRow]:
    grid = block.grid
    numbers = [row for row in block.header_rows if _is_numbers(grid, row)]
    for use, rows in (
        (RowUse.NUMBERS, numbers),
        (RowUse.GROUP, block.headings),
        (RowUse.CONTINUED, block.continued),
        (RowUse.EXAMPLE, block.examples),
        (RowUse.PART, block.parts),
        (RowUse.STRAY, [cell.row for cell in block.strays]),
    ):
        yield from (SeenRow(row, use, quoted(grid, row)) for row in rows)
    for claim in block.claims:
        use = RowUse.TOTAL if claim.total else RowUse.SUBTOTAL
        yield SeenRow(claim.row, use, mask_personal(claim.label) or quoted(grid, claim.row))


def _is_numbers(grid: Grid, row: int) -> bool:
    """A row of a header in which no word of two characters stands: 甲 1 2 3."""
    cells = [cell for cell in grid.by_row.get(row, ()) if filled(cell)]
    return (
        bool(cells)
        and all(
            cell.kind is CellKind.NUMBER or len(cell.text.strip("()（） ").partition("=")[0]) <= 2
            for cell in cells
        )
        and any(any(sign.isdigit() for sign in cell.text) for cell in cells)
    )


def _unknown_rows(traced: TracedList, catalogue: Catalogue) -> Iterator[SeenRow]:
    """Data rows whose indicator or area is not in the catalogue: nothing of them is counted."""
    table = traced.block.fit.table
    for column in table.columns:
        if column.type not in (ColumnType.INDICATOR, ColumnType.AREA):
            continue
        for record in traced.read.records:
            field = record.fields.get(column.name)
            if field is not None and field.value is None and field.text and not field.readable:
                text = mask_personal(field.text.strip())
                offers = names_like(text, column, catalogue)
                yield SeenRow(record.row, RowUse.UNKNOWN, text, suggestions=offers)


def names_like(text: str, column: Column, catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """What a name in a column of indicators or areas may be meant for."""
    if column.type is ColumnType.INDICATOR:
        return indicators_like(text, catalogue)
    return areas_like(text, catalogue, _SENDERS)
