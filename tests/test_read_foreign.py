"""OpenDocument and binary workbooks: against calamine, against the same content as .xlsx."""

from __future__ import annotations

import io
from datetime import datetime, time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.formats_support import (
    FORMATS,
    ODS_TYPE,
    bool12,
    error12,
    ods_cell,
    ods_parts,
    real12,
    row12,
    sheet12,
    text12,
    xlsb_parts,
)
from tests.read_support import at, moment, number, refused, value, zipped
from zsstat.model import CellKind, Grid, Range, Workbook
from zsstat.read import Limits, read_workbook


def read(data: bytes, file: str = "报表.ods", limits: Limits | None = None) -> Workbook:
    return read_workbook(data, file, limits or Limits())


def ods(rows: str, *, before: str = "") -> Grid:
    (grid,) = read(zipped(ods_parts(rows, before=before))).grids
    return grid


def xlsb(*rows: bytes) -> bytes:
    return zipped(xlsb_parts(("台账", 0, sheet12(rows))))


# --- OpenDocument -------------------------------------------------------------------------------


def test_it_reads_what_the_same_workbook_holds_as_xlsx() -> None:
    """All but what is degraded: errors, empty texts and truth values, which LibreOffice stored as
    numbers."""
    left = read((FORMATS / "libreoffice.ods").read_bytes())
    right = read((FORMATS / "libreoffice.xlsx").read_bytes())
    assert (left.format, left.degraded, right.degraded) == ("ods", True, False)
    for ours, other in zip(left.grids, right.grids, strict=True):
        seen = {
            cell.name: (cell.value, cell.hidden, cell.merged_into)
            for cell in other.cells.values()
            if cell.kind is not CellKind.ERROR and cell.value != ""
        }
        assert {c.name: (c.value, c.hidden, c.merged_into) for c in ours.cells.values()} == seen
        assert (ours.sheet, ours.hidden, ours.merges) == (other.sheet, other.hidden, other.merges)
        assert ours.hidden_rows == other.hidden_rows
        assert ours.hidden_columns == other.hidden_columns


def test_kinds_of_cells() -> None:
    cells = [
        ods_cell("float", "0.30000000000000004"),
        ods_cell("percentage", "0.5").replace(
            "office:value-type", 'office:value="0.5" office:value-type'
        ),
        ods_cell("date", "2020-05-06"),
        ods_cell("date", "2020-05-06T07:08:09"),
        ods_cell("boolean", "true"),
        ods_cell("string", "", "文字"),
        '<table:table-cell office:value-type="time" office:time-value="PT30H00M00S"/>',
        '<table:table-cell table:formula="of:=[.A1]"/>',
    ]
    grid = ods(f"<table:table-row>{''.join(cells)}</table:table-row>")
    assert [(c.column, c.kind, c.value) for c in grid.cells.values()] == [
        (1, CellKind.NUMBER, Decimal("0.3")),
        (2, CellKind.NUMBER, Decimal("0.5")),
        (3, CellKind.DATE, datetime(2020, 5, 6)),  # noqa: DTZ001
        (4, CellKind.DATE, datetime(2020, 5, 6, 7, 8, 9)),  # noqa: DTZ001
        (5, CellKind.BOOL, True),
        (6, CellKind.TEXT, "文字"),
        (7, CellKind.NUMBER, Decimal("1.25")),
    ]


def test_repeated_rows_and_cells_move_what_follows() -> None:
    span = ' table:number-columns-spanned="2" table:number-rows-spanned="3"'
    grid = ods(
        '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="3"/>'
        f"{ods_cell('float', '7', attributes=span)}<table:covered-table-cell/></table:table-row>",
        before='<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:visibility="filter"/>',
    )
    assert grid.merges == (Range(5, 4, 7, 5),)
    assert grid.hidden_rows == {5, 6}
    assert grid.hidden_columns == {4}
    assert [(c.name, c.hidden, c.merged_into) for c in grid.cells.values()] == [
        ("D5", True, None),
        ("D6", True, "D5"),
    ]


def test_other_open_documents_are_refused() -> None:
    parts = ods_parts("")
    text = parts | {"mimetype": "application/vnd.oasis.opendocument.text"}
    assert refused(zipped(text)).rule == "file.not_workbook"
    template = parts | {"mimetype": ODS_TYPE + "-template"}
    assert read(zipped(template)).format == "ods"
    locked = parts | {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert refused(zipped(locked)).rule == "file.encrypted"
    del parts["content.xml"]
    assert refused(zipped(parts | {"encrypted-package": ""})).rule == "file.encrypted"


def test_a_far_cell_costs_no_memory() -> None:
    """One is read; as many as they can be, said in two words, are refused."""
    before = ' table:number-rows-repeated="1048575"'
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    grid = ods(
        f"<table:table-row{before}><table:table-cell/></table:table-row>"
        f"<table:table-row>{blank}{ods_cell('float', '1')}</table:table-row>"
    )
    assert [cell.name for cell in grid.cells.values()] == ["XFD1048576"]
    every = ods_cell("float", "1", attributes=' table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{every}</table:table-row>'
    assert refused(zipped(ods_parts(rows))).rule in ("file.too_large", "file.unreadable")


def test_limits() -> None:
    row = f"<table:table-row>{ods_cell('float', '1')}{ods_cell('float', '2')}</table:table-row>"
    data = zipped(ods_parts(row * 3))
    assert read(data, limits=Limits(cells=6, rows=3, columns=2, sheets=1)).grids
    for limits in (Limits(cells=5), Limits(rows=2), Limits(columns=1), Limits(sheets=0)):
        assert refused(data, limits=limits).rule == "file.too_large"


# --- BIFF12 -------------------------------------------------------------------------------------


def test_a_binary_workbook() -> None:
    rows = [
        row12(1, text12(1, "项目名称"), text12(2, "总投资")),
        row12(2, text12(1, "甲"), real12(2, 0.1 + 0.2), real12(3, 43957, 1), bool12(4, True)),
        row12(3, error12(2, 0x17), real12(3, 0.5, 1), hidden=True),
    ]
    parts = xlsb_parts(
        ("台账", 0, sheet12(rows, merges=[(5, 1, 6, 3)], hidden_columns=[4])),
        ("藏", 1, sheet12([row12(1, real12(1, 7))])),
    )
    book = read(zipped(parts), "a.xlsb")
    assert (book.format, book.degraded) == ("xlsb", True)
    grid, hidden = book.grids
    assert [(c.name, c.value, c.hidden) for c in grid.cells.values()] == [
        ("A1", "项目名称", False),
        ("B1", "总投资", False),
        ("A2", "甲", False),
        ("B2", Decimal("0.3"), False),
        ("C2", datetime(2020, 5, 6), False),  # noqa: DTZ001
        ("D2", True, True),
        ("C3", time(12), True),
    ]
    assert grid.merges == (Range(5, 1, 6, 3),)
    assert grid.hidden_rows == {3}
    assert grid.hidden_columns == {4}
    assert (hidden.sheet, hidden.hidden, value(hidden, "A1")) == ("藏", True, 7)
    assert at(hidden, "A1").hidden


def test_a_far_cell_of_a_binary_workbook_costs_no_memory() -> None:
    data = xlsb(row12(1, real12(1, 1)), row12(1048576, real12(16384, 1)))
    assert refused(data).rule == "file.too_large"


CELLS = st.dictionaries(
    st.integers(1, 12),
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=5),
    ),
    max_size=5,
)


def cell12_of(column: int, content: object) -> bytes:
    match content:
        case bool():
            return bool12(column, content)
        case float():
            return real12(column, content)
    return text12(column, str(content))


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, max_size=6))
def test_calamine_sees_the_same(rows: list[dict[int, object]]) -> None:
    data = xlsb(
        *(
            row12(row, *(cell12_of(column, cells[column]) for column in sorted(cells)))
            for row, cells in enumerate(rows, 1)
        )
    )
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    peers = {
        (row, column): moment(number(content))
        for row, line in enumerate(sheet.to_python(skip_empty_area=False), 1)
        for column, content in enumerate(line, 1)
        if content != ""
    }
    (grid,) = read(data).grids
    assert {place: cell.value for place, cell in grid.cells.items()} == peers
    assert len(peers) == sum(map(len, rows))
