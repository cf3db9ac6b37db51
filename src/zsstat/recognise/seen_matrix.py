"""Matrices as a person wants to see them: what each row and column says about the values in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zsstat.declarations import AreaKind, Catalogue, ColumnType
from zsstat.model import (
    ColumnUse,
    RowUse,
    SeenColumn,
    SeenRow,
    SeenTable,
    Suggestion,
    UnitSource,
    column_letters,
)
from zsstat.recognise.likeness import columns_like, indicators_like
from zsstat.recognise.matrix import Matrix, MatrixColumn, MatrixRow
from zsstat.recognise.seen import names_like, place_of, quoted
from zsstat.recognise.traces import TracedMatrix
from zsstat.recognise.words import filled
from zsstat.values import mask_personal


def seen_matrix(traced: TracedMatrix, catalogue: Catalogue) -> SeenTable:
    """A matrix that was read, all its years together."""
    matrix = traced.matrix
    rows = [row.row for row in matrix.rows]
    return SeenTable(
        candidates=(matrix.table.id,),
        layout=matrix.table.layout,
        title=mask_personal(matrix.title),
        place=place_of(traced.block)._replace(first_column=matrix.stub[0]),
        header_rows=matrix.header_rows,
        columns=tuple(_columns(traced, catalogue)),
        missing=(),
        absent=(),
        first_row=min(rows),
        last_row=max(rows),
        data_rows=len(rows),
        records=sum(len(table.records) for table in traced.tables),
        rows=tuple(_rows(matrix, catalogue)),
    )


def _columns(traced: TracedMatrix, catalogue: Catalogue) -> Iterator[SeenColumn]:
    matrix = traced.matrix
    for column in matrix.stub:
        parts = (matrix.grid.seen_at(row, column) for row in matrix.header_rows)
        texts = dict.fromkeys("".join(p.text.split()) for p in parts if p and filled(p))
        yield SeenColumn(
            column_letters(column),
            mask_personal(" > ".join(texts)),
            ColumnUse.LABEL,
            filled=_filled(matrix, column),
        )
    units = _units(traced)
    values = [(c, ColumnUse.USED) for c in matrix.columns]
    values += [(c, ColumnUse.IGNORED) for c in matrix.unread]
    for found, use in sorted(values, key=lambda pair: pair[0].column):
        yield _column(traced, found, use, units.get(column_letters(found.column), ()), catalogue)


def _column(
    traced: TracedMatrix,
    column: MatrixColumn,
    use: ColumnUse,
    units: tuple[str, ...],
    catalogue: Catalogue,
) -> SeenColumn:
    matrix, spot = traced.matrix, column.spot
    crossing = matrix.table.matrix
    value = spot.column or (crossing.value if crossing else "")
    used = use is ColumnUse.USED
    source = _source(traced, column, units) if used else UnitSource.NONE
    cell = traced.units.cell if source is UnitSource.UNIT_ROW else None
    return SeenColumn(
        column_letters(column.column),
        mask_personal(column.text),
        use,
        (value,) if used and value else (),
        units,
        source,
        cell.name if cell else "",
        _filled(matrix, column.column),
        spot.indicator,
        spot.area,
        spot.period,
        () if used else _suggested(matrix, column, catalogue),
    )


def _suggested(
    matrix: Matrix, column: MatrixColumn, catalogue: Catalogue
) -> tuple[Suggestion, ...]:
    written = column.spot.unknown or (column.parts[-1].text.strip() if column.parts else "")
    if not written:
        return ()
    named = indicators_like(written, catalogue)
    return named or columns_like([written], written, matrix.table, ())


def _filled(matrix: Matrix, column: int) -> int:
    return sum(filled(matrix.grid.cell(row.row, column)) for row in matrix.rows)


def _units(traced: TracedMatrix) -> dict[str, tuple[str, ...]]:
    """Sheet column → the units in which its values were read."""
    found: dict[str, dict[str, None]] = {}
    for table in traced.tables:
        said = [record.fields for record in table.records]
        said += [claim.fields for claim in table.claims]
        for field in (field for fields in said for field in fields.values()):
            if field.unit:
                letters = field.ref.cell.rstrip("0123456789")
                found.setdefault(letters, {})[field.unit] = None
    return {letters: tuple(units) for letters, units in found.items()}


def _source(traced: TracedMatrix, column: MatrixColumn, units: Sequence[str]) -> UnitSource:
    if not units:
        return UnitSource.NONE
    heading = (*column.spot.units, *traced.matrix.defaults.units)
    if units[0] in {unit.id for unit in heading}:
        return UnitSource.HEADER
    if units[0] in {unit.id for unit in traced.units.units}:
        return UnitSource.UNIT_ROW
    return UnitSource.ROW


def _rows(matrix: Matrix, catalogue: Catalogue) -> Iterator[SeenRow]:
    for number in matrix.numbered:
        yield SeenRow(number, RowUse.NUMBERS, quoted(matrix.grid, number))
    known = [row.spot for row in matrix.rows]
    kind = ColumnType.AREA if any(spot.area for spot in known) else ColumnType.INDICATOR
    column = next((c for c in matrix.table.columns if c.type is kind), None)
    for row in matrix.rows:
        text = mask_personal("".join(row.label.text.split()))
        if not row.spot.is_key or row.spot.unknown:
            offers = names_like(text, column, catalogue) if column else ()
            yield SeenRow(row.row, RowUse.UNKNOWN, text, suggestions=offers)
        elif row.total:
            yield SeenRow(row.row, _sums(row, catalogue), text)


def _sums(row: MatrixRow, catalogue: Catalogue) -> RowUse:
    """The whole, a group of its areas, or a part of one of them."""
    area = catalogue.areas.get(row.spot.area or "")
    if area is None or area.kind is not AreaKind.GROUP:
        return RowUse.TOTAL
    return RowUse.SUBTOTAL if area.members else RowUse.PART
