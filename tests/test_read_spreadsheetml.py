"""XML 表格 2003, as Excel 2003 and many reporting systems write it."""

from __future__ import annotations

import io
from datetime import datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats_support import FORMATS
from tests.read_support import at, refused, value
from zsstat.model import CellKind, Grid
from zsstat.read import Limits, read_workbook
from zsstat.read.r1c1 import in_a1

URN = "urn:schemas-microsoft-com:office:spreadsheet"
STYLES = (
    '<Styles><Style ss:ID="Default"/><Style ss:ID="day"><NumberFormat ss:Format="Short Date"/>'
    '</Style><Style ss:ID="bold" ss:Parent="day"><Font ss:Bold="1"/></Style><Style ss:ID="pc">'
    '<NumberFormat ss:Format="0.0%"/></Style></Styles>'
)


def book(
    *sheets: str, styles: str = STYLES, head: str = '<?xml version="1.0"?>', before: str = ""
) -> str:
    return (
        f'{head}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="{URN}" xmlns:ss="{URN}"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"{before}{styles}{''.join(sheets)}</Workbook>"
    )


def sheet(table: str, name: str = "台账", after: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{table}</Table>{after}</Worksheet>'


def cell(value: str, kind: str = "String", **attributes: str | int) -> str:
    given = "".join(f' ss:{name}="{said}"' for name, said in attributes.items())
    return f'<Cell{given}><Data ss:Type="{kind}">{value}</Data></Cell>'


def grid_of(table: str) -> Grid:
    found = read_workbook(book(sheet(table)).encode(), "报表.xls")
    assert (found.format, found.degraded) == ("spreadsheetml", False)
    (grid,) = found.grids
    return grid


def test_values_of_every_type() -> None:
    grid = grid_of(
        f"<Row>{cell('甲 &lt;一&gt;&#10;乙')}{cell('0.1', 'Number')}"
        f"{cell('1.0000000000000002E3', 'Number')}{cell('1', 'Boolean')}{cell('#REF!', 'Error')}"
        f"{cell('2020-05-06T00:00:00.000', 'DateTime')}"
        f"{cell('1899-12-31T08:30:00.000', 'DateTime')}</Row>"
        f"<Row>{cell('x', 'Number')}{cell('2', 'Boolean')}{cell('2020-13-01', 'DateTime')}"
        f"{cell('?', 'Other')}{cell('')}<Cell/></Row>"
    )
    assert {c.name: c.value for c in grid.cells.values()} == {
        "A1": "甲 <一>\n乙",
        "B1": Decimal("0.1"),
        "C1": Decimal(1000),
        "D1": True,
        "E1": "#REF!",
        "F1": datetime(2020, 5, 6),  # noqa: DTZ001
        "G1": time(8, 30),
        "A2": "x",
        "B2": "2",
        "C2": "2020-13-01",
        "D2": "?",
    }
    assert {c.name for c in grid.cells.values() if c.kind is CellKind.ERROR} == {
        "E1", "A2", "B2", "C2", "D2",
    }  # fmt: skip


def test_formats_of_cells_rows_and_columns_make_dates() -> None:
    grid = grid_of(
        '<Column ss:Index="2" ss:StyleID="day"/>'
        f"<Row>{cell('43957', 'Number')}{cell('43957', 'Number')}"
        f"{cell('43957', 'Number', StyleID='bold')}{cell('0.25', 'Number', StyleID='pc')}"
        f'</Row><Row ss:StyleID="day">{cell("43957", "Number")}</Row>'
    )
    day = datetime(2020, 5, 6)  # noqa: DTZ001
    assert [c.value for c in grid.cells.values()] == [
        Decimal(43957), day, day, Decimal("0.25"), day,
    ]  # fmt: skip
    assert at(grid, "D1").number_format == "0.0%"


def test_days_of_1904_when_the_workbook_says_so() -> None:
    said = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    data = book(sheet(f"<Row>{cell('1', 'Number', StyleID='day')}</Row>"), before=said)
    (grid,) = read_workbook(data.encode(), "甲.xml").grids
    assert grid.epoch_1904
    assert value(grid, "A1") == datetime(1904, 1, 2)  # noqa: DTZ001


def test_places_merges_and_what_is_hidden() -> None:
    grid = grid_of(
        '<Column ss:Hidden="1"/><Column ss:Index="4" ss:Width="0" ss:Span="1"/>'
        f'<Row ss:Index="3">{cell("题", MergeAcross=2, MergeDown=1)}'
        f"{cell('d')}</Row><Row>{cell('藏', Index=2)}</Row>"
        f'<Row ss:Hidden="1" ss:Span="2"/><Row>{cell("后")}</Row>'
    )
    assert {c.name: c.value for c in grid.cells.values()} == {
        "A3": "题", "D3": "d", "B4": "藏", "A8": "后",
    }  # fmt: skip
    assert [tuple(merge) for merge in grid.merges] == [(3, 1, 4, 3)]
    assert at(grid, "B4").merged_into == "A3"
    assert grid.hidden_rows == {5, 6, 7}
    assert grid.hidden_columns == {1, 4, 5}
    assert {c.name for c in grid.cells.values() if c.hidden} == {"A3", "D3", "A8"}


def test_hidden_sheets_and_their_order() -> None:
    options = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        "<Visible>{}</Visible></WorksheetOptions>"
    )
    data = book(
        sheet(f"<Row>{cell('a')}</Row>", "一"),
        sheet(f"<Row>{cell('b')}</Row>", "二", options.format("SheetHidden")),
        sheet("", "三", options.format("SheetVisible")),
    )
    grids = read_workbook(data.encode(), "甲.xml").grids
    assert [(grid.sheet, grid.hidden) for grid in grids] == [
        ("一", False), ("二", True), ("三", False),
    ]  # fmt: skip
    assert at(grids[1], "A1").hidden


def test_formulas_are_put_into_the_a1_form() -> None:
    grid = grid_of(
        f'<Row ss:Index="8">{cell("6", "Number", Formula="=SUM(R[-5]C:R[-1]C)")}'
        '<Cell ss:Formula="=RC[-1]*2"/></Row>'
    )
    assert (at(grid, "A8").formula, value(grid, "A8")) == ("SUM(A3:A7)", Decimal(6))
    assert (at(grid, "B8").formula, at(grid, "B8").kind) == ("A8*2", CellKind.UNCACHED)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("R1C1+R[1]C[-1]+RC", "$A$1+B6+C5"),
        ("SUM(R2C:R[-1]C[2])", "SUM(C$2:E4)"),
        ("SUM(C[-1])+SUM(C2:C4)+SUM(R2:R5)+SUM(R[-1])", "SUM(B:B)+SUM($B:$D)+SUM($2:$5)+SUM(4:4)"),
        ("'R1C1'!RC&\"R1C1\"&Sheet2!R1C1", "'R1C1'!C5&\"R1C1\"&Sheet2!$A$1"),
        ("ROUND(RC1,2)+ARC1C1+R1C1x+PIRC", "ROUND($A5,2)+ARC1C1+R1C1x+PIRC"),
        ("R[-9]C+RC[-9]+R9999999C1", "#REF!+#REF!+#REF!"),
    ],
)
def test_references_counted_from_the_cell(written: str, meant: str) -> None:
    assert in_a1(written, 5, 3) == meant


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 400), st.integers(1, 400))
def test_a_relative_reference_names_the_cell_so_far_away(
    row: int, column: int, to_row: int, to_column: int
) -> None:
    written = f"R[{to_row - row}]C[{to_column - column}]"
    book = openpyxl.Workbook()
    assert book.worksheets[0].cell(to_row, to_column).coordinate == in_a1(written, row, column)


def test_rich_text_comments_and_strange_elements_are_no_values_of_their_own() -> None:
    grid = grid_of(
        '<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">普<B>粗'
        '<Font html:Size="9" xmlns:html="http://www.w3.org/TR/REC-html40">体</Font></B>尾</ss:Data>'
        '<Comment><ss:Data ss:Type="String">批注</ss:Data></Comment>'
        '<NamedCell ss:Name="甲"/></Cell>'
        f"<x:Other>{cell('不算')}</x:Other></Row>"
    )
    assert {c.name: c.value for c in grid.cells.values()} == {"A1": "普粗体尾"}


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ('encoding="UTF-8"', "utf-8-sig"),
        ('encoding="GB2312"', "gb18030"),
        ("", "gb18030"),
        ('encoding="utf-16"', "utf-16"),
    ],
)
def test_encodings(declared: str, encoding: str) -> None:
    text = book(sheet(f"<Row>{cell('旬阳县')}</Row>"), head=f'<?xml version="1.0" {declared}?>')
    (grid,) = read_workbook(text.encode(encoding), "甲.xls").grids
    assert value(grid, "A1") == "旬阳县"


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        (f'<Row ss:Index="0">{cell("a")}</Row>', "file.unreadable"),
        (f"<Row>{cell('a', Index='x')}</Row>", "file.unreadable"),
        (f"<Row>{cell('a', MergeAcross=-1)}</Row>", "file.unreadable"),
        (f"<Row>{cell('a')}{cell('b', Index=1)}</Row>", "file.unreadable"),
        ('<Row ss:Index="1" ss:Span="1048575" ss:Hidden="1"/>' * 6, "file.unreadable"),
        ('<Column ss:Index="1" ss:Span="16383"/>' * 6, "file.unreadable"),
        (f'<Row ss:Index="1048577">{cell("a")}</Row>', "file.too_large"),
        (f"<Row>{cell('a', MergeAcross=16384)}</Row>", "file.too_large"),
        ("<a>" * 100 + "</a>" * 100, "file.unsafe"),
        ("<Row>", "file.unreadable"),
    ],
)
def test_what_contradicts_itself_is_refused(table: str, rule: str) -> None:
    assert refused(book(sheet(table)).encode(), "甲.xls").rule == rule


def test_doctypes_empty_workbooks_and_twins_are_refused() -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE Workbook [<!ENTITY a "x">]>'
    assert refused(book(sheet(""), head=doctype).encode()).rule == "file.unsafe"
    assert refused(book().encode()).rule == "file.not_workbook"
    assert "都叫“台账”" in refused(book(sheet(""), sheet("")).encode()).message


def test_limits() -> None:
    data = book(
        sheet(f"<Row>{cell('a')}{cell('b')}</Row><Row>{cell('c', MergeDown=1)}</Row>")
    ).encode()
    enough = Limits(cells=3, rows=3, columns=2, merges=1, sheets=1)
    assert len(read_workbook(data, "甲", enough).grids[0].cells) == 3
    few = [Limits(cells=2), Limits(rows=2), Limits(columns=1), Limits(merges=0), Limits(sheets=0)]
    for limits in few:
        assert refused(data, limits=limits).rule == "file.too_large"


def test_libreoffice_reads_the_same_in_it() -> None:
    """``spreadsheetml.xlsx`` is what LibreOffice made of ``spreadsheetml.xml``."""
    ours = read_workbook((FORMATS / "spreadsheetml.xml").read_bytes(), "甲.xls").grids
    theirs = read_workbook((FORMATS / "spreadsheetml.xlsx").read_bytes(), "甲.xlsx").grids
    formulas = openpyxl.load_workbook(
        io.BytesIO((FORMATS / "spreadsheetml.xlsx").read_bytes())
    ).worksheets
    assert [grid.sheet for grid in ours] == [grid.sheet for grid in theirs]
    for grid, other, written in zip(ours, theirs, formulas, strict=True):
        assert {p: c.value for p, c in grid.cells.items()} == {
            p: c.value for p, c in other.cells.items()
        }
        assert set(grid.merges) == set(other.merges)
        assert (grid.hidden, grid.hidden_rows) == (other.hidden, other.hidden_rows)
        for place, found in grid.cells.items():
            if found.formula:
                assert "=" + found.formula == str(written.cell(*place).value)
