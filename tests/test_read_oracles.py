"""The reader against its peers, openpyxl and python-calamine, and against itself."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from tests.read_support import (
    moment,
    number,
    package_parts,
    read_parts,
    saved,
    sheet_xml,
    value,
    zipped,
)
from zsstat.errors import UnreadableError
from zsstat.model import CellKind, Grid, cell_name
from zsstat.read import plain, read_workbook
from zsstat.read.formulas import Formula
from zsstat.read.numfmt import GENERAL, number_format
from zsstat.read.sheet import SheetParts, SheetReader, Surroundings

DATE = "yyyy/m/d"
DAY = datetime.combine(date(2020, 5, 6), time())


def xlsxwriter_workbook(options: dict[str, object] | None = None) -> bytes:
    """Two sheets with everything that XlsxWriter can write and a return may hold."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, options or {})
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    money = book.add_format({"num_format": "#,##0.00_);[Red]\\(#,##0.00\\)"})
    sheet = book.add_worksheet("项目台账（一）")
    sheet.merge_range("A1:D1", "安康市招商引资项目台账")
    sheet.write_row("A2", ["序号", "项目名称", "签约时间", "总投资(亿元)"])
    for row in range(2, 40):
        sheet.write_number(row, 0, row - 1)
        sheet.write_string(row, 1, f"项目 <{row}> & “甲”")
        sheet.write_datetime(row, 2, DAY + timedelta(days=row), day)
        sheet.write_number(row, 3, row * 0.1, money)
        sheet.write_string(row, 5, "藏")
        if row == 4:
            sheet.set_row(row, None, None, {"hidden": True})
    sheet.write_formula("D41", "=SUM(D3:D40)", money, 81.9)
    sheet.write_formula("C41", '=IF(D41>1,"大","小")', None, "大")
    sheet.write_formula("B41", "=D41>1", None, True)
    sheet.write_formula("A41", "=1/0", None, "#DIV/0!")
    sheet.write_boolean("A42", True)
    sheet.write_blank("B42", None, day)
    bold = book.add_format({"bold": True})
    sheet.write_rich_string("C42", "普通", bold, "加粗", " 尾 ")
    sheet.set_column("F:G", None, None, {"hidden": True})
    second = book.add_worksheet("Sheet 2")
    second.write("XFD1048576", 1)
    second.hide()
    book.close()
    return file.getvalue()


def openpyxl_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "汇总表"
    sheet.append(["指标", "本年累计", "上年同期", "同比"])
    sheet.append(["到位资金 & <合计>", 818.39, 758.67, "=B2/C2-1"])
    sheet.append([date(2020, 5, 6), DAY, time(8, 30), True])
    sheet["A4"], sheet["B4"], sheet["C4"] = "#N/A", " 空 格 ", 0.1 + 0.2
    sheet["A4"].font = Font(bold=True)
    sheet["B2"].comment = Comment("批注", "甲")
    sheet["A6"], sheet["B7"] = "合并", "藏在下面"
    sheet.merge_cells("A6:C8")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("隐藏").sheet_state = "veryHidden"
    return saved(book.save)


def compare_with_openpyxl(data: bytes) -> None:
    """Every cell, both ways: values and formulas as two loads of openpyxl give them."""
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    ours = read_workbook(data, "甲.xlsx")
    assert [grid.sheet for grid in ours.grids] == [sheet.title for sheet in values.worksheets]
    for grid, with_values, with_formulas in zip(
        ours.grids, values.worksheets, formulas.worksheets, strict=True
    ):
        theirs = {
            place: number(moment(cell.value))
            for place, cell in with_values._cells.items()
            if cell.value is not None
        }
        mine = {
            place: cell.value
            for place, cell in grid.cells.items()
            if cell.value is not None and cell.merged_into is None
        }
        assert mine == theirs
        their_formulas = {
            place: str(cell.value)[1:]
            for place, cell in with_formulas._cells.items()
            if cell.data_type == "f"
        }
        assert {p: c.formula for p, c in grid.cells.items() if c.formula} == their_formulas
        assert {str(cell.coord) for cell in with_values.merged_cells.ranges} == {
            f"{name(merge[:2])}:{name(merge[2:])}" for merge in grid.merges
        }
        assert grid.hidden is (with_values.sheet_state != "visible")


def name(place: tuple[int, ...]) -> str:
    return cell_name(place[0], place[1])


def compare_with_calamine(data: bytes) -> None:
    """Every value; calamine has '' for errors and uncached formulas."""
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for grid in read_workbook(data, "甲.xlsx").grids:
        if max(grid.cells, default=(0, 0))[0] > 10_000:
            continue
        rows = theirs.get_sheet_by_name(grid.sheet).to_python(skip_empty_area=False)
        for row_number, row in enumerate(rows, start=1):
            for column, theirs_value in enumerate(row, start=1):
                cell = grid.cells.get((row_number, column))
                known = cell is not None and cell.kind not in (CellKind.ERROR, CellKind.UNCACHED)
                assert (cell.value if known and cell else "") == number(moment(theirs_value))
        assert len(rows) == max((place[0] for place in grid.cells), default=0)


@pytest.mark.parametrize(
    "options", [{}, {"constant_memory": True}, {"date_1904": True}, {"use_zip64": True}]
)
def test_workbooks_of_xlsxwriter(options: dict[str, object]) -> None:
    data = xlsxwriter_workbook(options)
    compare_with_openpyxl(data)
    compare_with_calamine(data)
    grid, second = read_workbook(data, "甲.xlsx").grids
    assert grid.hidden_rows == {5}
    assert grid.hidden_columns == {6, 7}
    assert second.hidden
    assert value(grid, "C42") == "普通加粗 尾 "
    assert value(grid, "A41") == "#DIV/0!"
    assert grid.epoch_1904 is ("date_1904" in options)


def test_workbooks_of_openpyxl() -> None:
    data = openpyxl_workbook()
    compare_with_openpyxl(data)
    grid, hidden = read_workbook(data, "甲.xlsx").grids
    assert {cell.name for cell in grid.cells.values() if cell.kind is CellKind.UNCACHED} == {"D2"}
    assert value(grid, "A4") == "#N/A"
    assert value(grid, "C4") == Decimal("0.3")
    assert grid.hidden_rows == {3}
    assert grid.hidden_columns == {3}
    assert hidden.hidden


def test_ordinary_workbooks_go_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a matter of speed only: otherwise the comparisons here would test one way alone."""
    found: list[SheetParts | None] = []
    read_plain = plain._read_plain

    def noted(data: bytes, around: Surroundings) -> SheetParts | None:
        found.append(read_plain(data, around))
        return found[-1]

    monkeypatch.setattr(plain, "_read_plain", noted)
    books = [xlsxwriter_workbook(), xlsxwriter_workbook({"constant_memory": True})]
    for data in [*books, openpyxl_workbook()]:
        read_workbook(data, "甲.xlsx")
    excel = (
        '<row r="1" spans="1:4" ht="14.25" customHeight="1" x14ac:dyDescent="0.15">'
        '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1"/><c r="C1" t="e"><v>#N/A</v></c>'
        '<c r="D1"><f t="shared" ref="D1:D2" si="0">A1&amp;"x"</f><v>0.10000000000000001</v></c>'
        '</row><row r="2" spans="1:4" s="3" customFormat="1" hidden="1"/>'
    )
    read_parts(package_parts(sheet_xml(excel), strings="<si><t>甲</t></si>"))
    # The one exception is an inline rich string.
    assert [parts is None for parts in found] == [False, False, True, False, False, False, False]


def test_characters_written_as_numbers_go_the_quick_way_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """lxml writes Chinese so in whatever is not UTF-8, openpyxl therefore with lxml."""
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&#25307;&#21830;&amp;&#60;</t></is></c></row>'
    quick = [plain._read_plain, lambda _data, _around: None]
    grids = []
    for way in quick:
        monkeypatch.setattr(plain, "_read_plain", way)
        grids.append(read_parts(package_parts(sheet_xml(row))))
    assert [cell.value for cell in grids[0].cells.values()] == ["招商&<"]
    assert dict(grids[0].cells) == dict(grids[1].cells)
    strings = "<si><t>&#25307;&#21830;</t></si><si><t>&#10;&#x62DB;</t></si>"
    shared = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    grid = read_parts(package_parts(sheet_xml(shared), strings=strings))
    assert [cell.value for cell in grid.cells.values()] == ["招商", "\n招"]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
)
FIRST_MARCH_1900 = datetime.combine(date(1900, 3, 1), time())
VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e300, 1e300).map(lambda found: float(f"{found:.15g}")),
    st.decimals(-(10**9), 10**9, places=2).map(float),
    st.booleans(),
    st.datetimes(FIRST_MARCH_1900).map(lambda found: found.replace(microsecond=0)),
)
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 30))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PLACES, VALUES, max_size=25))
def test_any_grid_reads_as_it_was_written(cells: dict[tuple[int, int], object]) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, day = book.add_worksheet("表"), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for (row, column), content in cells.items():
        match content:
            case str():
                sheet.write_string(row - 1, column - 1, content)
            case bool():
                sheet.write_boolean(row - 1, column - 1, content)
            case datetime():
                sheet.write_datetime(row - 1, column - 1, content, day)
            case _:
                sheet.write_number(row - 1, column - 1, content)
    book.close()
    data = file.getvalue()
    expected = {place: number(content) for place, content in cells.items() if content != ""}
    (grid,) = read_workbook(data, "甲.xlsx").grids
    assert {place: cell.value for place, cell in grid.cells.items()} == expected
    theirs = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    kept = {p: number(c.value) for p, c in theirs._cells.items() if c.value not in (None, "")}
    assert kept == expected


# Cells as programs of all kinds might write them, regular and odd mixed.
KINDS = st.sampled_from(["", "n", "s", "str", "b", "e", "d", "inlineStr", "zz"])
VALUE_TEXTS = st.one_of(
    st.sampled_from(["0", "1", "2", "-1", "43957", "0.10000000000000001", "1E5", "#REF!", "x y"]),
    TEXTS,
)
FORMULA_ATTRIBUTES = st.sampled_from(
    ["", ' t="shared" si="0"', ' t="shared" ref="A1:B9" si="1"', ' t="array" ref="A1"', ' ca="1"']
)


@st.composite
def cell_xml(draw: st.DrawFn) -> str:
    kind, body = draw(KINDS), ""
    if draw(st.booleans()):
        formula = draw(st.sampled_from(["", "A1+$B$2", "SUM(A:A)&amp;&quot;甲&quot;"]))
        tag = "<f" + draw(FORMULA_ATTRIBUTES)
        body += f"{tag}/>" if not formula else f"{tag}>{formula}</f>"
    text = escape(draw(VALUE_TEXTS))
    forms = ["", f"<v>{text}</v>", "<v/>", "<v></v>", f"<is><t>{text}</t></is>", f"<v> {text}</v>"]
    body += draw(st.sampled_from(forms))
    style = draw(st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="99"']))
    kind_attribute = f' t="{kind}"' if kind else ""
    return f"{style}{kind_attribute}>{body}</c>"


@st.composite
def rows_xml(draw: st.DrawFn) -> str:
    rows = []
    for row in draw(st.lists(st.integers(1, 9), unique=True, max_size=4)):
        columns = draw(st.lists(st.sampled_from("ABCZ"), unique=True, max_size=4))
        cells = [f'<c r="{letter}{row}"{draw(cell_xml())}' for letter in columns]
        attributes = draw(
            st.sampled_from(["", ' hidden="1"', ' ht="0"', ' spans="1:3" x14ac:dyDescent="0.1"'])
        )
        rows.append(f'<row r="{row}"{attributes}>{"".join(cells)}</row>')
    return draw(st.sampled_from(["", "\n"])).join(rows)


@settings(max_examples=300, deadline=None)
@given(rows_xml())
def test_the_quick_way_and_the_reference_see_the_same(rows: str) -> None:
    data = sheet_xml(rows, before='<cols><col min="2" max="2" hidden="1"/></cols>').encode()
    strings = {"0": "甲", "1": "", "2": " "}
    around = Surroundings("表", strings, [GENERAL, number_format("0.0"), number_format("yyyy")])
    expected = SheetParts()
    try:
        SheetReader(around, expected).read(data)
    except UnreadableError as refusal:
        with pytest.raises(UnreadableError, match=refusal.message[:6]):
            plain.read_sheet(data, around)
        return
    assert plain.read_sheet(data, around) == expected
    found = plain._read_plain(data, around)
    assert found is None or found == expected


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        [
            "SUM(A1:B$2)-$C3*LOG10(D4)",
            "'一 A1'!C3+表1!$B$2",
            'IF(A1="B2 ""C3",A:B,3:$4)',
            "SUM($A:C)+SUM(2:2)",
            "ABC1234+A1B2+Name_A1",
        ]
    ),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_shared_formulas_move_as_openpyxl_moves_them(formula: str, down: int, right: int) -> None:
    theirs = Translator("=" + formula, origin="A1").translate_formula(
        row_delta=down, col_delta=right
    )
    assert Formula(formula).moved(down, right) == theirs[1:]


def test_a_reference_that_leaves_the_sheet_is_lost() -> None:
    assert Formula("A1+B2").moved(-1, 0) == "#REF!+B1"
    assert Formula("XFD1:XFD2").moved(0, 1) == "#REF!:#REF!"
    assert Formula("1:1").moved(-1, 0) == "#REF!"


def test_a_large_grid_takes_many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "_CHUNK_BYTES", 64)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200))
    grid: Grid = read_workbook(zipped(package_parts(sheet_xml(rows))), "甲").grids[0]
    assert [cell.value for cell in grid.cells.values()] == list(range(1, 200))
