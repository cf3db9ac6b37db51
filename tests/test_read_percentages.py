"""Number formats of .ods and .xlsb: a rate shown as 25% is 25 percent in every format."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats_support import (
    ods_cell,
    ods_parts,
    real12,
    record12,
    row12,
    sheet12,
    text12,
    wide,
    xlsb_parts,
)
from tests.matrix_support import yearbook
from tests.read_support import zipped
from tests.recognise_support import catalogue
from zsstat.declarations import Column, ColumnType
from zsstat.model import Cell, CellKind, Grid
from zsstat.read import Limits, read_workbook
from zsstat.read.numfmt import BUILT_IN
from zsstat.values import read_value

RETURNS = Path(__file__).parents[1] / "sample_data/arrivals/08-percent-cells"
RATE = Column("同比", ColumnType.RATE)


def read(data: bytes, file: str) -> Grid:
    return read_workbook(data, file, Limits()).grids[0]


def ods(rows: str) -> Grid:
    return read(zipped(ods_parts(rows)), "报表.ods")


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def percentage(value: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="percentage" office:value="{value}"{attributes}/>'


def shown(grid: Grid) -> dict[str, str | None]:
    return {cell.name: cell.number_format for cell in grid.cells.values()}


def rate(cell: Cell) -> object:
    return read_value(cell, RATE, None, catalogue()).value


def percentages(grid: Grid) -> set[str]:
    return {cell.name for cell in grid.cells.values() if "%" in (cell.number_format or "")}


def test_libreoffice_writes_the_same_percentages_to_every_format() -> None:
    found = {
        path.suffix: percentages(read(path.read_bytes(), path.name))
        for path in RETURNS.glob("*LibreOffice.*")
        if path.suffix != ".html"  # where they are texts
    }
    assert found == {kind: {"E3", "E4"} for kind in (".ods", ".xls", ".xlsx")}


def test_a_percentage_of_an_open_document_is_read_as_such() -> None:
    grid = ods(row(percentage("0.25"), ods_cell("float", "0.25"), ods_cell("string", "", "25%")))
    assert [rate(cell) for cell in grid.cells.values()] == [25, Decimal("0.25"), 25]


def test_repeated_and_covered_cells_and_rows_are_counted() -> None:
    covered = percentage("0.3").replace("table:table-cell", "table:covered-table-cell")
    twice = ' table:number-rows-repeated="2"'
    grid = ods(
        row("<table:table-cell/>", attributes=twice)
        + row(
            '<table:table-cell table:number-columns-repeated="2"/>',
            percentage("0.5", ' table:number-columns-repeated="2"'),
            ods_cell("float", "7", attributes=' table:number-columns-spanned="2"'),
            covered,
            attributes=twice,
        )
        + row(ods_cell("float", "7"), percentage("0.1"))
    )
    places = {"C3", "D3", "F3", "C4", "D4", "F4", "B5"}
    assert percentages(grid) == places
    assert {name for name, code in shown(grid).items() if code is None} == {"E3", "E4", "A5"}


STYLES = (
    '<number:percentage-style style:name="N9"><number:number/></number:percentage-style>'
    '<number:number-style style:name="N2"/>'
    '<style:style style:name="p" style:family="table-cell" style:data-style-name="N9"/>'
    '<style:style style:name="n" style:family="table-cell" style:data-style-name="N2"/>'
)


def styled(style: str, kind: str = "float") -> str:
    return ods_cell(kind, "0.25", attributes=f' table:style-name="{style}"')


def test_a_style_that_shows_a_percentage_does_so_without_its_type() -> None:
    """Not every program that writes such files says it twice."""
    plain, default = ods_cell("float", "0.25"), ' table:default-cell-style-name="p"'
    rows = (
        row(plain, plain, styled("p"), styled("n"), styled("n", "boolean"))
        + row(plain, attributes=default)
        + row(styled("n"), styled("n"), attributes=default)
    )
    columns = f"<table:table-column/><table:table-column{default}/>"
    parts = ods_parts(rows, before=columns, styles=STYLES)
    grid = read(zipped(parts), "报表.ods")
    assert percentages(grid) == {"B1", "C1", "A2"}


@pytest.mark.parametrize("around", ["<!--{}-->", "<?note {}?>", "<text:p><![CDATA[{}]]></text:p>"])
def test_what_only_looks_like_a_row_is_none(around: str) -> None:
    remark = around.format("<table:table-row><table:table-cell/>")
    label = f"<table:table-cell>{remark}</table:table-cell>"
    grid = ods(row(label) + row(percentage("0.25")))
    assert percentages(grid) == {"A2"}


def test_a_percentage_in_a_column_of_amounts_stays_the_number_it_is() -> None:
    (cell,) = ods(row(percentage("0.25"))).cells.values()
    assert (cell.kind, cell.value) == (CellKind.NUMBER, Decimal("0.25"))


MEASURE = Column("数值", ColumnType.MEASURE)


@pytest.mark.parametrize(
    ("code", "unit", "millionths"),
    [
        ("0.00%", "%", 26900),
        ("0.00%", None, 26900),
        ("0.00%", "‰", 26900),
        ('0.00"%"', "%", 269),
        (None, "%", 269),
        ("0.0000", "‰", 27),
    ],
)
def test_a_rate_that_is_stored_is_what_its_cell_shows(
    code: str | None, unit: str | None, millionths: int
) -> None:
    """0.0269 shown as 2.69% is 2.69%, whatever the format of the file."""
    known = yearbook()
    cell = Cell(1, 1, CellKind.NUMBER, Decimal("0.0269"), number_format=code)
    above = {**catalogue().units, **known.units}.get(unit or "")
    reading = read_value(cell, MEASURE, above, known, indicator=known.indicators["rd_intensity"])
    assert reading.value == millionths
    clash = [p.rule for p in reading.problems if p.rule == "file.unit_clash"]
    assert bool(clash) == (code == "0.00%" and unit == "‰")


def test_no_amount_is_a_percentage() -> None:
    known = catalogue()
    cell = Cell(1, 1, CellKind.NUMBER, Decimal("0.25"), number_format="0%")
    column = Column("总投资", ColumnType.AMOUNT, base="元")
    assert read_value(cell, column, known.units["万元"], known).value == 2500


# --- BIFF12 -------------------------------------------------------------------------------------


def xlsb(*rows: bytes, formats: tuple[int, ...], own: dict[int, str] | None = None) -> Grid:
    parts = xlsb_parts(("台账", 0, sheet12(rows)), formats=formats)
    styles = parts["xl/styles.bin"]
    assert isinstance(styles, bytes)
    begin = record12(278)
    named = b"".join(
        record12(44, number.to_bytes(2, "little") + wide(code))
        for number, code in (own or {}).items()
    )
    # Styles that cells only inherit from are numbered apart.
    inherited = record12(626, bytes(4)) + record12(47, bytes(16)) * 3 + record12(627)
    parts["xl/styles.bin"] = begin + named + inherited + styles.removeprefix(begin)
    return read(zipped(parts), "报表.xlsb")


def test_the_number_formats_of_a_binary_workbook() -> None:
    cells = [text12(1, "同比"), *(real12(n + 2, 0.25, n) for n in range(5))]
    packed = record12(2, bytes([1, 0, 0, 0, 2, 0, 0, 0]) + (100 << 2 | 3).to_bytes(4, "little"))
    rows = (row12(1, *cells), row12(3, packed))
    own = {164: '0.0"％左右"', 165: "0.0%;[Red]-0.0%"}
    grid = xlsb(*rows, formats=(0, 9, 10, 164, 165), own=own)
    assert shown(grid) == {
        "A1": None,
        "B1": None,
        "C1": "0%",
        "D1": "0.00%",
        "E1": own[164],
        "F1": own[165],
        "B3": "0.00%",
    }
    rates = [rate(cell) for cell in grid.cells.values() if cell.kind is CellKind.NUMBER]
    assert rates == [Decimal("0.25"), 25, 25, Decimal("0.25"), 25, 100]


def test_a_style_that_is_not_there_shows_nothing() -> None:
    assert shown(xlsb(row12(1, real12(1, 0.25, 7)), formats=(0,))) == {"A1": None}


NUMBERED = st.sampled_from([0, 1, 2, 9, 10, 38, 164, 165, 200])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(NUMBERED, min_size=1, max_size=4),
    st.lists(st.dictionaries(st.integers(1, 9), st.integers(0, 5), max_size=4), max_size=5),
)
def test_each_number_has_the_format_of_its_own_style(
    formats: list[int], rows: list[dict[int, int]]
) -> None:
    own = {164: "0.0%", 165: '0"万元"'}
    known = {**BUILT_IN, **own}
    lines = [
        row12(number, *(real12(column, 2.5, cells[column]) for column in sorted(cells)))
        for number, cells in enumerate(rows, 1)
    ]
    grid = xlsb(*lines, formats=tuple(formats), own=own)
    assert {place: cell.number_format for place, cell in grid.cells.items()} == {
        (number, column): known.get(formats[style]) if style < len(formats) else None
        for number, cells in enumerate(rows, 1)
        for column, style in cells.items()
    }
