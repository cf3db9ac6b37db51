"""What the reader sees in a workbook, detail by detail, on parts written for the purpose."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

import pytest

from tests.read_support import (
    STRICT,
    TRANSITIONAL,
    at,
    package_parts,
    read_parts,
    read_rows,
    refused,
    sheet_xml,
    value,
    zipped,
)
from zsstat.model import Cell, CellKind, Range
from zsstat.read import Limits, plain, read_workbook

PREFIXED = (
    f'<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v>'
    "</x:c></x:row></x:sheetData></x:worksheet>"
)


@pytest.fixture(autouse=True, params=["quick", "reference"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every detail must be the same whether the rows go the quick way or through expat."""
    if request.param == "reference":
        monkeypatch.setattr(plain, "_read_plain", lambda *_: None)


def test_a_cell_says_all_about_itself() -> None:
    grid = read_rows('<row r="2"><c r="C2" s="1"><f>A1*2</f><v>8.50</v></c></row>', used=(0, 4))
    assert at(grid, "C2") == Cell(
        2, 3, CellKind.NUMBER, Decimal("8.5"), "A1*2", "#,##0.00", hidden=False, merged_into=None
    )
    assert at(grid, "C2").text == "8.5"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0.10000000000000001", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("818.38999999999999", "818.39"),
        ("818.0", "818"),
        ("-0", "0"),
        ("007", "7"),
        ("123456789012345", "123456789012345"),
        ("1E+3", "1000"),
        ("1.5e-7", "0.00000015"),
        ("-12.50", "-12.5"),
        (" 7 ", "7"),
        ("9007199254740993", "9007199254740990"),
    ],
)
def test_a_number_is_its_shortest_decimal(written: str, expected: str) -> None:
    grid = read_rows(f'<row r="1"><c r="A1"><v>{written}</v></c></row>')
    assert at(grid, "A1").kind is CellKind.NUMBER
    assert at(grid, "A1").text == expected


@pytest.mark.parametrize("written", ["NaN", "INF", "1e999", "1_000", "１２", "1,5", "abc", "--1"])
def test_a_number_that_is_none_is_an_error_with_its_text(written: str) -> None:
    grid = read_rows(f'<row r="1"><c r="A1"><v>{written}</v></c></row>')
    assert (at(grid, "A1").kind, at(grid, "A1").value) == (CellKind.ERROR, written)


@pytest.mark.parametrize(
    "error",
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"],
)
def test_errors_keep_their_kind(error: str) -> None:
    grid = read_rows(f'<row r="1"><c r="A1" t="e"><f>B1</f><v>{error}</v></c></row>')
    assert (at(grid, "A1").kind, at(grid, "A1").value) == (CellKind.ERROR, error)


def test_kinds_by_type() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>'
        '<c r="C1" t="str"><f>A2</f><v>甲&amp;乙</v></c>'
        '<c r="D1" t="inlineStr"><is><t>12</t></is></c>'
        '<c r="E1" t="n"><v>3</v></c><c r="F1" t="d"><v>2020-05-06</v></c>'
        '<c r="G1" t="d"><v>2020-05-06T08:30:00Z</v></c><c r="H1" t="d"><v>08:30:00</v></c>'
        '<c r="I1" t="d"><v>2020-13-06</v></c><c r="J1" t="zz"><v>?</v></c>'
        '<c r="K1" t="b"><v>2</v></c></row>'
    )
    found = {cell.name: (cell.kind, cell.value) for cell in grid.cells.values()}
    assert found == {
        "A1": (CellKind.BOOL, True),
        "B1": (CellKind.BOOL, False),
        "C1": (CellKind.TEXT, "甲&乙"),
        "D1": (CellKind.TEXT, "12"),
        "E1": (CellKind.NUMBER, Decimal(3)),
        "F1": (CellKind.DATE, datetime.fromisoformat("2020-05-06")),
        "G1": (CellKind.DATE, datetime.fromisoformat("2020-05-06T08:30:00")),
        "H1": (CellKind.DATE, time(8, 30)),
        "I1": (CellKind.ERROR, "2020-13-06"),
        "J1": (CellKind.ERROR, "?"),
        "K1": (CellKind.ERROR, "2"),
    }


def test_formula_without_result_is_uncached_and_an_empty_result_is_text() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1"><f>SUM(B1:C1)</f></c><c r="B1"><f>1+1</f><v></v></c>'
        '<c r="C1"><f>2</f><v/></c><c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1" t="str"><f>F1</f></c><c r="F1"><f/></c></row>'
    )
    kinds = {cell.name: (cell.kind, cell.value, cell.formula) for cell in grid.cells.values()}
    assert kinds == {
        "A1": (CellKind.UNCACHED, None, "SUM(B1:C1)"),
        "B1": (CellKind.UNCACHED, None, "1+1"),
        "C1": (CellKind.UNCACHED, None, "2"),
        "D1": (CellKind.TEXT, "", '""'),
        "E1": (CellKind.UNCACHED, None, "F1"),
        "F1": (CellKind.UNCACHED, None, ""),
    }


def test_members_of_a_shared_formula_have_their_own() -> None:
    grid = read_rows(
        '<row r="1"><c r="C1"><f t="shared" ref="C1:D2" si="0">SUM(A$1:A1)&amp;"A1"</f><v>1</v></c>'
        '<c r="D1"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"></f><v>3</v></c>'
        '<c r="D2"><f t="shared" si="9"/><v>4</v></c></row>'
    )
    assert {cell.name: cell.formula for cell in grid.cells.values()} == {
        "C1": 'SUM(A$1:A1)&"A1"',
        "D1": 'SUM(B$1:B1)&"A1"',
        "C2": 'SUM(A$1:A2)&"A1"',
        "D2": "",
    }


def test_blank_formatted_cells_are_left_out() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1" s="1"/><c r="B1"></c><c r="C1"><v></v></c>'
        '<c r="D1" t="s"><v>0</v></c>'
        '<c r="E1" t="inlineStr"><is><t></t></is></c><c r="F1" t="str"><v></v></c>'
        '<c r="G1" t="s"><v>1</v></c></row>',
        strings='<si><t></t></si><si><t xml:space="preserve"> </t></si>',
    )
    assert [cell.name for cell in grid.cells.values()] == ["G1"]
    assert value(grid, "G1") == " "


def test_shared_strings_rich_and_phonetic() -> None:
    grid = read_rows(
        "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(1, 7)),
        strings='<si><t>项目</t><phoneticPr fontId="1" type="noConversion"/></si>'
        "<si><r><rPr><b/></rPr><t>总</t></r><r><t xml:space='preserve'> 投资</t></r>"
        "<rPh sb='0' eb='1'><t>ZONG</t></rPh></si>"
        "<si><t>一&#10;二</t></si><si><t>a_x000D_b_x005F_x0041_</t></si>"
        "<si><t>_xD83D__xDE00_ _xD800_</t></si><si><t>&lt;甲&gt;&amp;amp;</t></si>",
    )
    assert [value(grid, f"A{n}") for n in range(1, 7)] == [
        "项目",
        "总 投资",
        "一\n二",
        "a\rb_x0041_",
        "😀 \ufffd",
        "<甲>&amp;",
    ]


def test_inline_rich_text_without_phonetic_runs() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>总</t></r><rPh sb="0" eb="1"><t>Z</t></rPh>'
        "<r><t>投资_x000A_</t></r></is></c></row>"
    )
    assert value(grid, "A1") == "总投资\n"


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        ("43957", datetime(2020, 5, 6)),  # noqa: DTZ001
        ("43957.5", datetime(2020, 5, 6, 12)),  # noqa: DTZ001
        ("43957.999999999", datetime(2020, 5, 7)),  # noqa: DTZ001
        ("1", datetime(1900, 1, 1)),  # noqa: DTZ001
        ("59", datetime(1900, 2, 28)),  # noqa: DTZ001
        ("61", datetime(1900, 3, 1)),  # noqa: DTZ001
        ("2958465", datetime(9999, 12, 31)),  # noqa: DTZ001
        ("0.25", time(6)),
        ("0", time(0)),
        ("60", Decimal(60)),
        ("-1", Decimal(-1)),
        ("2958466", Decimal(2958466)),
    ],
)
def test_date_serials_of_1900(serial: str, expected: object) -> None:
    grid = read_rows(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>', used=(0, 14))
    cell = at(grid, "A1")
    assert cell.value == expected
    assert cell.kind is (CellKind.NUMBER if isinstance(expected, Decimal) else CellKind.DATE)


def test_date_serials_of_1904() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1" s="1"><v>42495</v></c><c r="B1" s="1"><v>60</v></c></row>',
        used=(0, 14),
        properties='<workbookPr date1904="1"/>',
    )
    assert grid.epoch_1904
    assert at(grid, "A1").text == "2020-05-06"
    assert at(grid, "B1").text == "1904-03-01"


@pytest.mark.parametrize(
    ("number", "code", "is_date"),
    [
        (14, None, True),
        (22, None, True),
        (27, None, True),
        (31, None, True),
        (36, None, True),
        (45, None, True),
        (46, None, False),
        (50, None, True),
        (58, None, True),
        (2, None, False),
        (9, None, False),
        (49, None, False),
        (176, "yyyy&quot;年&quot;m&quot;月&quot;;@", True),
        (176, "[$-804]yyyy/m/d dddd", True),
        (176, "[DBNum1][$-804]General", False),
        (176, "[Red]0.00", False),
        (176, "0.00&quot;days&quot;", False),
        (176, "0\\d", False),
        (176, "_-* #,##0.00_ ;@", False),
        (176, "G/通用格式", False),
        (176, "[h]:mm", False),
        (176, "mm:ss.0", True),
        (176, "aaaa", True),
        (14, "0.0", False),
    ],
)
def test_dates_are_known_by_number_format(number: int, code: str | None, is_date: bool) -> None:
    grid = read_rows(
        '<row r="1"><c r="A1" s="1"><v>43957</v></c></row>',
        codes={number: code} if code else None,
        used=(0, number),
    )
    assert at(grid, "A1").kind is (CellKind.DATE if is_date else CellKind.NUMBER)
    assert at(grid, "A1").number_format


def test_general_has_no_number_format_and_unknown_styles_are_general() -> None:
    grid = read_rows('<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1" s="77"><v>2</v></c></row>')
    assert at(grid, "A1").number_format is None
    assert at(grid, "B1").number_format is None


def test_hidden_rows_and_columns() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c><c r="E1"><v>2</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row>'
        '<row r="3" ht="0" customHeight="1" x14ac:dyDescent="0.15"><c r="A3"><v>4</v></c></row>'
        '<row r="4" hidden="true"/><row r="5" hidden="0" ht="0.75"><c r="A5"><v>5</v></c></row>',
        before='<cols><col min="2" max="3" width="9" hidden="1"/><col min="5" max="5" width="0"/>'
        '<col min="6" max="16384" width="9"/></cols>',
    )
    assert grid.hidden_rows == {2, 3, 4}
    assert grid.hidden_columns == {2, 3, 5}
    hidden = {cell.name for cell in grid.cells.values() if cell.hidden}
    assert hidden == {"C1", "E1", "A2", "A3"}


@pytest.mark.parametrize(
    ("state", "hidden"), [("hidden", True), ("veryHidden", True), ("visible", False)]
)
def test_hidden_sheets(state: str, hidden: bool) -> None:
    parts = package_parts(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    workbook = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = workbook.replace('sheetId="1"', f'sheetId="1" state="{state}"')
    grid = read_parts(parts)
    assert grid.hidden is hidden
    assert at(grid, "A1").hidden is hidden


def test_values_under_merges_are_kept_and_point_to_their_anchor() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c><c r="C2"><v>4</v></c></row>',
        after='<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C2:C1048576"/>'
        "</mergeCells>",
    )
    assert grid.merges == (Range(1, 1, 2, 2), Range(2, 3, 1_048_576, 3))
    covered = {cell.name: cell.merged_into for cell in grid.cells.values()}
    assert covered == {"A1": None, "B1": "A1", "B2": "A1", "C2": None}
    seen = grid.seen_at(2, 2)
    assert seen is not None
    assert seen.name == "A1"


def test_addresses_left_out_are_counted_on() -> None:
    grid = read_rows(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="4"><c r="B4"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    assert [cell.name for cell in grid.cells.values()] == ["A1", "B1", "B4", "C4", "A5"]


def test_the_far_corner_costs_nothing_and_dimension_lies_do_no_harm() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        before='<dimension ref="A1:A1"/>',
    )
    assert set(grid.cells) == {(1, 1), (1_048_576, 16_384)}


def test_strict_workbooks() -> None:
    sheet = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', namespace=STRICT)
    grid = read_parts(package_parts(sheet, strings="<si><t>严格</t></si>", strict=True))
    assert (grid.sheet, value(grid, "A1")) == ("台账", "严格")


def test_parts_are_found_through_relationships() -> None:
    parts = package_parts(
        sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings="<si><t>甲</t></si>"
    )
    moved = {
        "xl/workbook.xml": "book/主.xml",
        "xl/_rels/workbook.xml.rels": "book/_rels/主.xml.rels",
        "xl/worksheets/sheet1.xml": "data/a b.xml",
        "xl/sharedStrings.xml": "book/Texts.XML",
    }
    parts = {moved.get(name, name): content for name, content in parts.items()}
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("xl/workbook.xml", "/book/主.xml")
    parts["book/_rels/主.xml.rels"] = (
        str(parts["book/_rels/主.xml.rels"])
        .replace("worksheets/sheet1.xml", "../data/a%20b.xml")
        .replace("sharedStrings.xml", "/book/texts.xml")
    )
    assert value(read_parts(parts), "A1") == "甲"


@pytest.mark.parametrize("missing", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_parts_that_are_not_needed_may_be_missing(missing: str) -> None:
    sheet = sheet_xml(
        '<row r="1"><c r="A1" s="3"><v>5</v></c></row>', after='<drawing r:id="rId9"/>'
    )
    parts = package_parts(sheet, strings="<si><t>甲</t></si>")
    del parts[missing]
    assert value(read_parts(parts), "A1") == Decimal(5)


def test_missing_strings_that_are_needed_refuse_the_file() -> None:
    parts = package_parts(sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
    assert "共享字符串" in refused(zipped(parts)).message
    parts = package_parts(
        sheet_xml('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), strings="<si><t>甲</t></si>"
    )
    assert "共享字符串 -1" in refused(zipped(parts)).message


def test_chart_sheets_are_left_out() -> None:
    parts = package_parts(sheet_xml('<row r="1"><c r="A1"><v>5</v></c></row>'))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "<sheets>", '<sheets><sheet name="图" sheetId="2" r:id="rId7"/>'
    )
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    chart = relations.partition("<Relationship ")[2].partition("/>")[0]
    chart = chart.replace("rId1", "rId7").replace("/worksheet", "/chartsheet", 1)
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>", f"<Relationship {chart}/></Relationships>"
    )
    assert [grid.sheet for grid in read_workbook(zipped(parts), "a").grids] == ["台账"]


def test_extensions_and_alternate_content_are_passed_over() -> None:
    grid = read_rows(
        '<row r="1"><c r="A1"><v>1</v><extLst><ext><v>9</v></ext></extLst></c></row>',
        before='<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility'
        '/2006"><mc:Choice Requires="x"><cols><col min="1" max="1" hidden="1"/></cols></mc:Choice>'
        "</mc:AlternateContent>",
        after="<extLst><ext><mergeCells><mergeCell ref='A1:B1'/></mergeCells></ext></extLst>",
    )
    assert value(grid, "A1") == Decimal(1)
    assert not grid.hidden_columns
    assert not grid.merges


@pytest.mark.parametrize(
    "sheet",
    [
        sheet_xml('<row r="1"><c r="A1"><v>7</v></c></row>')
        .replace("UTF-8", "UTF-16")
        .encode("utf-16"),
        sheet_xml('<row r="1"><c r="A1"><v>7</v></c></row>').encode("utf-8-sig"),
        PREFIXED,
        sheet_xml('<!-- <sheetData> --><row r="1"><c r="A1"><v>7</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1"><v>7</v></c></row>', before="<!-- <sheetData> -->"),
        sheet_xml('<row r="1"><c r="A1"><v><![CDATA[7]]></v></c></row>'),
        sheet_xml('\r\n <row r="1">\n  <c r="A1">\n <v>7</v>\r\n</c> </row>\n<row r="2"/>\n'),
        sheet_xml("<row r='1'><c t='n' r='A1'><v>&#55;</v></c></row>"),
        sheet_xml('<row r="9"><c r="A1"><v>7</v></c></row>'),
    ],
)
def test_unusual_xml_reads_the_same(sheet: str | bytes) -> None:
    grid = read_parts(package_parts(sheet_xml("")) | {"xl/worksheets/sheet1.xml": sheet})
    assert {cell.name: cell.value for cell in grid.cells.values()} == {"A1": Decimal(7)}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="x"/>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><row r="2"></row></row></row>',
        '<row r="1"><c r="A1"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1"><v>&undefined;</v></c></row>',
        '<row r="1" r="2"></row>',
        '<row r="1" odd:name="2"></row>',
    ],
)
def test_contradictions_are_refused(rows: str) -> None:
    parts = package_parts(sheet_xml(rows))
    assert refused(zipped(parts)).rule == "file.unreadable"


def test_limits_on_cells_rows_columns_merges() -> None:
    rows = '<row r="9"><c r="A9"><v>1</v></c><c r="D9"><v>2</v></c></row>'
    merges = "<mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='A2:B2'/></mergeCells>"
    data = zipped(package_parts(sheet_xml(rows, after=merges)))
    exact = Limits(cells=2, rows=9, columns=4, merges=2)
    assert len(read_workbook(data, "a", exact).grids[0].cells) == 2
    for limits in (Limits(cells=1), Limits(rows=8), Limits(columns=3), Limits(merges=1)):
        assert refused(data, limits=limits).rule == "file.too_large"
