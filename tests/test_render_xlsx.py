"""Plain workbooks of lists: read back with openpyxl and calamine."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.figures_support import FUNDS, YI, builder, city_builder
from zsstat import tables
from zsstat.model import Align, Figure, FigureKey, Heading, Measure, Report, Table, TableRow
from zsstat.render import renderer
from zsstat.render.lines import display_width
from zsstat.render.xlsx import sheet_name, xlsx_bytes

HOSTILE = ("=1+1", "+86", "-甲", "@sum", "=cmd|' /C calc'!A0")


def figure(number: str, decimals: int = 2) -> Figure:
    key = FigureKey(Measure.VALUE)
    return Figure(key, Fraction(1), "亿元", decimals, number, number + "亿元", "")


def one(*cells: str | Figure | None, title: str = "表", unit_line: str = "") -> Report:
    headings = (Heading("名称", Align.LEFT), *(Heading(f"栏{n}") for n in range(1, len(cells))))
    return Report((Table(title, headings, (TableRow(cells),), unit_line, (("附注",),)),))


def opened(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(report)))


def test_one_sheet_a_table_with_the_numbers_as_numbers() -> None:
    report = Report(tables.summary_report(builder()).tables)
    content = xlsx_bytes(report)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [table.title for table in report.tables]
    sheet = book[book.sheetnames[0]]
    row = next(r for r in sheet.iter_rows(min_row=3) if r[0].value == "实际引进内资(省际)")
    assert [cell.value for cell in row] == [
        "实际引进内资(省际)",
        "亿元",
        822.99,
        758.66,
        8.48,
        2,
        2,
    ]
    assert [cell.data_type for cell in row] == ["s", "s", "n", "n", "n", "n", "n"]
    assert [cell.number_format for cell in row[2:]] == ["0.00", "0.00", "0.00", "0", "0"]
    seen = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert ["实际引进内资(省际)", "亿元", 822.99, 758.66, 8.48, 2.0, 2.0] in seen
    assert seen[0][0] == "2020年全市招商引资主要指标"
    assert any("四舍五入" in str(line[0]) for line in seen)


def test_a_number_in_the_file_is_the_printed_decimal() -> None:
    made = city_builder(FUNDS, 7_815 * YI // 1000, 0)
    content = renderer("xlsx")(Report(tables.by_county(made)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "<v>7.82</v>" in sheet
    assert "7.81" not in sheet


def test_a_number_longer_than_excel_holds_stays_text() -> None:
    sheet = opened(one("甲", figure("1234567890123456.78"), figure("123456789012.34"))).active
    assert sheet is not None
    assert sheet["B3"].value == "1234567890123456.78"
    assert sheet["B3"].data_type == "s"
    assert sheet["C3"].value == 123456789012.34


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text: str) -> None:
    report = one(text, text, title=text)
    sheet = opened(report).active
    assert sheet is not None
    for place in ("A1", "A3", "B3"):
        cell = sheet[place]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(report))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_places_and_blanks() -> None:
    tied = figure("并列3", 0)
    none = Figure(FigureKey(Measure.GROWTH), None, "%", 0, "", "", "", note="base_zero")
    sheet = opened(one("甲", tied, none, None)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]] == ["甲", "并列3", "—", None]


def test_header_stays_and_prints_on_every_page() -> None:
    sheet = opened(one("甲", figure("1"), unit_line="单位：亿元")).active
    assert sheet is not None
    assert sheet["A2"].value == "单位：亿元"
    assert [cell.value for cell in sheet[3]] == ["名称", "栏1"]
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_wide_table_lies_across_the_page() -> None:
    sheet = opened(one("名称很长的一个地区" * 6, *[figure("1234567890")] * 5)).active
    assert sheet is not None
    assert sheet.page_setup.orientation == "landscape"


def test_widths_fit_chinese_and_padded_zeros() -> None:
    long = "瀛湖生态旅游区管理委员会招商局"
    sheet = opened(one(long, figure("12345678"))).active
    assert sheet is not None
    assert sheet.column_dimensions["A"].width >= display_width(long)
    assert sheet.column_dimensions["B"].width >= len("12345678.00")


def test_sheet_names_are_what_excel_allows() -> None:
    taken: set[str] = set()
    for title in ("2020年1—9月[全市]:按/产业*类别?", "x" * 40, "X" * 40, "''", "History"):
        name = sheet_name(title, taken)
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() not in {other.casefold() for other in taken}
        taken.add(name)
    assert sheet_name("a", {"A"}) == "a (2)"


def test_control_characters_and_empty_reports_are_no_obstacle() -> None:
    sheet = opened(one("甲\x0b乙")).active
    assert sheet is not None
    assert sheet["A3"].value == "甲乙"
    assert len(opened(Report(())).worksheets) == 1
