"""Excel 97–2003 and WPS .et: against the same workbook as .xlsx, against xlrd, detail by detail."""

from __future__ import annotations

import io
import struct
from datetime import datetime, time
from decimal import Decimal

import msoffcrypto  # type: ignore[import-untyped]
import pytest
import xlrd
import xlwt  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats_support import (
    DEFAULT_PASSWORD,
    FORMATS,
    biff2,
    biff2_number,
    biff2_text,
    locked_package,
    places_of,
    source_workbook,
    with_cryptoapi,
    xls,
    xlwt_workbook,
)
from tests.read_support import at, number, refused, value
from zsstat.model import Cell, CellKind, Grid, Range, Workbook
from zsstat.read import Limits, read_workbook

FORMULA = 0x0006


def read(data: bytes, file: str = "报表.xls", limits: Limits | None = None) -> Workbook:
    return read_workbook(data, file, limits or Limits())


def fixture(name: str) -> Workbook:
    return read((FORMATS / name).read_bytes(), name)


def only(data: bytes) -> Grid:
    (grid,) = read(data).grids
    return grid


def told(cell: Cell) -> tuple[object, ...]:
    """What a cell of any format tells; LibreOffice spells number formats and formulas differently,
    and writes a truth value as a formula in .xls."""
    is_formula = cell.formula is not None and cell.kind is not CellKind.BOOL
    return (cell.name, cell.kind, cell.value, is_formula, cell.hidden, cell.merged_into)


# --- the same content -----------------------------------------------------------------------------


def test_it_reads_what_the_same_workbook_holds_as_xlsx() -> None:
    old, new = fixture("libreoffice.xls"), fixture("libreoffice.xlsx")
    assert (old.format, old.degraded) == ("xls", False)
    assert [grid.sheet for grid in old.grids] == ["台账", "隐藏", "空"]
    for left, right in zip(old.grids, new.grids, strict=True):
        assert [told(c) for c in left.cells.values()] == [told(c) for c in right.cells.values()]
        assert left.merges == right.merges
        assert left.hidden == right.hidden
        assert left.hidden_rows == right.hidden_rows
        assert left.hidden_columns == right.hidden_columns


def test_the_fixtures_are_what_they_are_said_to_be() -> None:
    source, stored = read(source_workbook(), "a.xlsx"), fixture("source.xlsx")
    assert [g.cells for g in source.grids] == [g.cells for g in stored.grids]


def test_the_facts_of_the_fixture() -> None:
    """In figures, so that both readers cannot be wrong together."""
    first, second, _ = fixture("libreoffice.xls").grids
    assert value(first, "B3") == Decimal("1234.86")
    assert value(first, "C3") == datetime(2020, 5, 3)  # noqa: DTZ001
    assert value(first, "E3") == time(12, 30)
    assert value(first, "E4") == Decimal("0.3")
    assert (at(first, "E5").kind, value(first, "E5")) == (CellKind.NUMBER, Decimal("1.25"))
    assert (at(first, "C8").kind, value(first, "C8")) == (CellKind.ERROR, "#DIV/0!")
    assert value(first, "F8") == "#N/A"
    assert at(first, "B8").formula == "SUM(B3:B7)"
    assert first.merges == (Range(1, 1, 1, 4),)
    assert first.hidden_rows == {5}
    assert first.hidden_columns == {4}
    assert second.hidden
    assert [at(second, name).formula for name in ("C4", "C5", "C6")] == [
        "C3+1.0",
        "C4+1.0",
        "C5+1.0",
    ]
    assert all(cell.hidden for cell in second.cells.values())


# --- detail by detail -----------------------------------------------------------------------------


def test_numbers_are_the_decimals_that_were_typed() -> None:
    numbers = [0.1 + 0.2, 1234567.89, 1e-7, -5.0, 123456789012345678, 0.0, 2**30, 1e300]

    def fill(sheet: xlwt.Worksheet) -> None:
        for row, figure in enumerate(numbers):
            sheet.write(row, 0, figure)

    grid = only(xls(fill))
    assert [cell.value for cell in grid.cells.values()] == [number(figure) for figure in numbers]
    assert value(grid, "A1") == Decimal("0.3")
    assert all(cell.kind is CellKind.NUMBER for cell in grid.cells.values())


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_are_told_by_the_number_format(epoch_1904: bool) -> None:
    formats = ['yyyy"年"m"月"', "yyyy/m/d", "0.00", "General", "[h]:mm", "[$-804]d", "@"]

    def fill(sheet: xlwt.Worksheet) -> None:
        for row, code in enumerate(formats):
            sheet.write(row, 0, 43957, xlwt.easyxf(num_format_str=code))

    grid = only(xls(fill, epoch_1904=epoch_1904))
    day = datetime(2024, 5, 7) if epoch_1904 else datetime(2020, 5, 6)  # noqa: DTZ001
    n = Decimal(43957)
    assert [c.value for c in grid.cells.values()] == [day, day, n, n, n, day, n]
    assert [c.number_format for c in grid.cells.values()] == [
        None if code == "General" else code for code in formats
    ]
    assert grid.epoch_1904 is epoch_1904


def test_built_in_formats_are_those_of_chinese_editions() -> None:
    """xlwt writes no FORMAT record for them; 58 is 月日 in China and nothing elsewhere."""

    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, 43957, xlwt.easyxf(num_format_str="M/D/YY"))

    data = bytearray(xls(fill))
    places = [p for p in places_of(bytes(data), 0x00E0) if data[p + 2 : p + 4] == b"\x0e\0"]
    assert places, "a style has format 14"
    assert at(only(bytes(data)), "A1").number_format == "yyyy/m/d"
    for place in places:
        data[place + 2] = 58
    assert at(only(bytes(data)), "A1").kind is CellKind.DATE


def test_truth_values_errors_and_blanks() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, True)
        sheet.write(0, 1, False)
        for column, error in enumerate([0x00, 0x07, 0x17, 0x1D, 0x24, 0x2A]):
            sheet.row(1).set_cell_error(column, error)
        sheet.row(2).set_cell_blank(0)
        sheet.write(2, 1, "")
        sheet.write(2, 2, " ")

    grid = only(xls(fill))
    assert [(c.kind, c.value) for c in grid.by_row[1]] == [
        (CellKind.BOOL, True),
        (CellKind.BOOL, False),
    ]
    assert {c.kind for c in grid.by_row[2]} == {CellKind.ERROR}
    errors = ["#NULL!", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#N/A"]
    assert [c.value for c in grid.by_row[2]] == errors
    assert [(c.name, c.value) for c in grid.by_row[3]] == [("C3", " ")]


def test_merges_and_what_lies_hidden_under_them() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.merge(0, 1, 0, 2)
        sheet.write(0, 0, "到位资金")
        sheet.write(0, 1, "藏")
        sheet.write(1, 2, 7)
        sheet.write(2, 0, "看得见")

    grid = only(xls(fill))
    assert grid.merges == (Range(1, 1, 2, 3),)
    covered = {cell.name: cell.merged_into for cell in grid.cells.values()}
    assert covered == {"A1": None, "B1": "A1", "C2": "A1", "A3": None}


def test_hidden_rows_columns_and_sheets() -> None:
    book = xlwt.Workbook()
    for name, visibility in [("一", 0), ("二", 1), ("三", 2)]:
        sheet = book.add_sheet(name)
        sheet.visibility = visibility
        for row in range(3):
            for column in range(3):
                sheet.write(row, column, row * 10 + column)
        sheet.row(1).hidden = True
        sheet.col(2).hidden = True
        sheet.col(0).width = 0
    file = io.BytesIO()
    book.save(file)
    first, *others = read(file.getvalue()).grids
    assert first.hidden_rows == {2}
    assert first.hidden_columns == {1, 3}
    assert [c.name for c in first.cells.values() if not c.hidden] == ["B1", "B3"]
    assert not first.hidden
    assert all(grid.hidden and all(c.hidden for c in grid.cells.values()) for grid in others)


# --- formulas -------------------------------------------------------------------------------------


def formulas(*results: bytes, on_load: bool = False) -> Grid:
    """A column of formulas with these results (8 bytes each) as xlwt and POI leave them."""
    data = bytearray(
        xls(
            lambda sheet: [
                sheet.write(n, 0, xlwt.Formula("SUM(B1:B3)")) for n in range(len(results))
            ]
        )
    )
    places = list(places_of(bytes(data), FORMULA))
    assert len(places) == len(results)
    for place, result in zip(places, results, strict=True):
        data[place + 6 : place + 14] = result
        data[place + 14] = 2 if on_load else 0
    return only(bytes(data))


EMPTY = bytes.fromhex("030000000000ffff")
ZERO = bytes(8)
SEVEN = struct.pack("<d", 7)


def test_formulas_that_nobody_calculated() -> None:
    """xlwt leaves the empty text, Apache POI a zero that is to be calculated on load."""
    for grid in (formulas(EMPTY, EMPTY), formulas(ZERO, ZERO, on_load=True)):
        assert {(c.kind, c.value) for c in grid.cells.values()} == {(CellKind.UNCACHED, None)}
        assert {c.formula for c in grid.cells.values()} == {"SUM(B1:B3)"}


def test_results_that_look_like_it() -> None:
    """Where anything was calculated, an empty text and a zero are results."""
    assert [c.value for c in formulas(EMPTY, SEVEN).cells.values()] == ["", Decimal(7)]
    assert [c.value for c in formulas(ZERO, SEVEN, on_load=True).cells.values()] == [0, 7]
    assert [c.value for c in formulas(ZERO, ZERO).cells.values()] == [0, 0]


def test_a_sheet_without_formulas_has_none() -> None:
    assert at(only(xlwt_workbook()), "A1").formula is None


# --- the oracle -----------------------------------------------------------------------------------

VALUES = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**40), 2**40),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 300), st.integers(0, 255)), VALUES, max_size=12))
def test_xlrd_sees_the_same(cells: dict[tuple[int, int], object]) -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        for (row, column), content in cells.items():
            sheet.write(row, column, content)

    data = xls(fill)
    sheet = xlrd.open_workbook(file_contents=data).sheet_by_index(0)
    peers: dict[tuple[int, int], object] = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_BOOLEAN:
                peers[row + 1, column + 1] = bool(cell.value)
            elif cell.value != "":
                peers[row + 1, column + 1] = number(cell.value)
    assert {place: cell.value for place, cell in only(data).cells.items()} == peers


# --- old, bare, protected -------------------------------------------------------------------------


def test_excel_2_and_streams_without_a_compound_file() -> None:
    data = biff2(biff2_text(0, 0, "FDI"), biff2_number(1, 0, 12.5))
    book = read(data, "旧.xls")
    assert book.format == "xls"
    assert [(c.name, c.value) for c in book.grids[0].cells.values()] == [
        ("A1", "FDI"),
        ("A2", Decimal("12.5")),
    ]


def test_the_ending_of_the_name_means_nothing() -> None:
    data = xlwt_workbook()
    for name in ("报表.et", "报表.xlsx", "报表.csv", "报表"):
        book = read(data, name)
        assert (book.format, book.file) == ("xls", name)


def test_excels_default_password_opens_by_itself() -> None:
    plain, locked = fixture("libreoffice.xls"), fixture("default_password.xls")
    assert locked.format == "xls"
    assert [g.cells for g in locked.grids] == [g.cells for g in plain.grids]


def test_the_default_password_with_the_later_cipher() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        for row in range(500):
            sheet.write(row, 0, f"项目{row}")
            sheet.write(row, 1, row / 8)

    plain = xls(fill)
    assert only(with_cryptoapi(plain, DEFAULT_PASSWORD)).cells == only(plain).cells
    assert refused(with_cryptoapi(plain, "secret12")).rule == "file.encrypted"


def test_an_xlsx_with_the_default_password_opens_by_itself() -> None:
    book = read(locked_package(DEFAULT_PASSWORD), "a.xlsx")
    assert book.format == "xlsx"
    assert book.grids == read(source_workbook(), "a.xlsx").grids


@pytest.mark.parametrize("name", ["password.xls", "password.ods"])
def test_a_real_password_is_refused(name: str) -> None:
    error = refused((FORMATS / name).read_bytes(), name)
    assert error.rule == "file.encrypted"
    assert "打开密码" in error.message


def test_a_real_password_of_an_xlsx_is_refused() -> None:
    assert refused(locked_package("secret12")).rule == "file.encrypted"


def test_the_password_of_the_fixture_is_the_real_one() -> None:
    with (FORMATS / "password.xls").open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password="secret12")  # noqa: S106


def test_excel_95_with_a_password_is_refused() -> None:
    """Its stream is called Book and its XOR cannot be undone by the library."""
    data = bytearray(xlwt_workbook())
    (place,) = places_of(bytes(data), 0x0042)  # CODEPAGE, as good as any
    struct.pack_into("<H", data, place - 4, 0x002F)
    assert refused(renamed(bytes(data), "Book")).rule == "file.encrypted"


def renamed(data: bytes, name: str) -> bytes:
    """The same compound file, its workbook under another name."""
    entry = data.index("Workbook".encode("utf-16-le"))
    encoded = name.encode("utf-16-le")
    field = encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2)
    return data[:entry] + field + data[entry + 66 :]


def test_other_compound_files_are_refused_by_what_they_are() -> None:
    data = xlwt_workbook()
    assert "Word" in refused(renamed(data, "WordDocument")).message
    assert "PowerPoint" in refused(renamed(data, "PowerPoint Document")).message
    assert "复合文件" in refused(renamed(data, "Thumbs")).message
    assert read(renamed(data, "Book")).format == "xls"
    inside = renamed(data, "WordDocument") + "Workbook".encode("utf-16-le")
    assert "Word" in refused(inside).message


# --- limits ---------------------------------------------------------------------------------------


def test_limits() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        for row in range(4):
            sheet.write(row, 2, row)
        sheet.merge(5, 6, 0, 1)
        sheet.merge(7, 8, 0, 1)

    data = xls(fill)
    assert read(data, limits=Limits(cells=4, rows=4, columns=3, merges=2, sheets=1)).grids
    for limits in (
        Limits(cells=3),
        Limits(rows=3),
        Limits(columns=2),
        Limits(merges=1),
        Limits(sheets=0),
        Limits(file_bytes=len(data) - 1),
    ):
        error = refused(data, limits=limits)
        assert error.rule == "file.too_large"


def test_two_sheets_of_one_name_are_refused() -> None:
    book = xlwt.Workbook()
    book.add_sheet("AB").write(0, 0, 1)
    book.add_sheet("AC").write(0, 0, 1)
    file = io.BytesIO()
    book.save(file)
    data = bytearray(file.getvalue())
    first, second = places_of(bytes(data), 0x0085)
    data[second + 6 : second + 10] = data[first + 6 : first + 10]
    assert "两个工作表" in refused(bytes(data)).message
