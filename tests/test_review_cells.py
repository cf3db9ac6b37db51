"""Coloured and commented cells: those that are there, those that are made, covered ones."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from tests.read_support import (
    TRANSITIONAL,
    package_parts,
    sheet_xml,
    zipped,
)
from tests.review_support import (
    ROWS,
    assert_same_sheets,
    comment,
    fill,
    finding,
    frame,
    opened,
    parts_of,
    patched,
    prefixed,
    rich_workbook,
    simple,
    with_types,
)
from zsstat.model import Level, cell_name
from zsstat.review.sheet import FILLS

# --- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", Level)
def test_each_level_has_its_colour(level: Level) -> None:
    assert fill(patched(simple(), finding("C2", level=level)), "C2") == FILLS[level]


def test_the_gravest_colours_and_all_are_said() -> None:
    after = patched(
        simple(),
        finding("C2", level=Level.C, message="请核实这一格"),
        finding("C2", level=Level.A, message="数值不对"),
    )
    assert fill(after, "C2") == FILLS[Level.A]
    text = comment(after, "C2")
    assert text.startswith("审核：")
    assert text.index("【强制性】数值不对") < text.index("【核实性】请核实这一格")
    assert "应为：数值" in text
    assert "办法：请改填数值" in text


def test_everything_else_about_the_cell_stays() -> None:
    old = opened(rich_workbook())["台账"]["B3"]
    new = opened(patched(rich_workbook(), finding("B3")))["台账"]["B3"]
    assert old.number_format == new.number_format == "#,##0.00"
    for kept in ("font", "border", "alignment", "protection"):
        assert repr(getattr(old, kept)) == repr(getattr(new, kept))
    assert old.fill != new.fill


def test_other_cells_of_the_same_style_stay_as_they_were() -> None:
    after = patched(rich_workbook(), finding("B3"))
    assert fill(after, "B4") == fill(rich_workbook(), "B4") == "FF00FF00"


@pytest.mark.parametrize("cell", ["A1", "D1", "B2", "D2", "XFD2", "A3", "A5", "C5", "B9"])
def test_cells_that_are_not_there_are_made_in_their_place(cell: str) -> None:
    after = patched(simple(), finding(cell))
    assert fill(after, cell) == FILLS[Level.A]
    assert comment(after, cell)
    assert_same_sheets(simple(), after)
    rows = frame(after).find(f"{{{TRANSITIONAL}}}sheetData")
    assert rows is not None
    numbers = [int(row.get("r", "")) for row in rows]
    assert numbers == sorted(set(numbers))
    for row in rows:
        cells = [coordinate_from_string(c.get("r", "")) for c in row]
        columns = [column_index_from_string(letters) for letters, _ in cells]
        assert columns == sorted(set(columns))
        assert {number for _, number in cells} <= {int(row.get("r", ""))}


@pytest.mark.parametrize("rows", ["", '<row r="3"/>', '<row r="3"></row>'])
def test_sheets_and_rows_without_cells(rows: str) -> None:
    after = patched(simple(rows), finding("B2", "B3", "A3", "C7"))
    assert [fill(after, c) for c in ("B2", "A3", "B3", "C7")] == [FILLS[Level.A]] * 4


def test_an_empty_data_element() -> None:
    parts = parts_of(simple())
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"<sheetData>" + ROWS.encode() + b"</sheetData>", b"<sheetData />"
    )
    assert b"<sheetData />" in sheet
    after = patched(zipped({**parts, "xl/worksheets/sheet1.xml": sheet}), finding("B2"))
    assert fill(after, "B2") == FILLS[Level.A]


def test_addresses_left_out_are_counted() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>4</v></c></row>"
    after = patched(simple(rows), finding("B2"), finding("D1", level=Level.B))
    assert_same_sheets(simple(rows), after)
    data = parts_of(after)["xl/worksheets/sheet1.xml"].decode()
    assert '<c><v>2</v></c><c r="D1" s="1"/></row>' in data
    assert '<row><c/><c s="2"><v>4</v></c></row>' in data


def test_a_made_cell_looks_like_its_row_or_column() -> None:
    codes = {200: "0.000", 201: "0.0000"}
    rows = '<row r="2" s="1" customFormat="1"/><row r="3"/>'
    before = '<cols><col min="3" max="3" width="9" style="2"/></cols>'
    parts = package_parts(sheet_xml(rows, before), codes=codes, used=(0, 200, 201))
    sheet = opened(patched(zipped(with_types(parts)), finding("C2", "C3", "C9", "D9")))["台账"]
    formats = [sheet[cell].number_format for cell in ("C2", "C3", "C9", "D9")]
    assert formats == ["0.000", "0.0000", "0.0000", "General"]


def test_a_covered_cell_marks_the_one_that_covers_it() -> None:
    after = '<mergeCells count="1"><mergeCell ref="A2:C3"/></mergeCells>'
    data = simple(after=after)
    made = patched(data, finding("C2"))
    assert (fill(made, "A2"), comment(made, "A2") != "") == (FILLS[Level.A], True)
    assert b'ref="A2"' in parts_of(made)["xl/comments1.xml"]
    assert b'ref="C2"' not in parts_of(made)["xl/comments1.xml"]


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 8)), st.integers(0, 9), max_size=25
    ),
    st.sets(st.tuples(st.integers(1, 14), st.integers(1, 10)), min_size=1, max_size=12),
    st.booleans(),
)
def test_whatever_is_marked_the_values_stay(
    cells: Mapping[tuple[int, int], int], marked: set[tuple[int, int]], with_prefix: bool
) -> None:
    by_row: dict[int, str] = {}
    for (row, column), value in sorted(cells.items()):
        by_row[row] = by_row.get(row, "") + f'<c r="{cell_name(row, column)}"><v>{value}</v></c>'
    rows = "".join(f'<row r="{number}" spans="1:8">{c}</row>' for number, c in by_row.items())
    parts = with_types(package_parts(sheet_xml(rows)))
    data = zipped(prefixed(parts) if with_prefix else parts)
    after = patched(data, finding(*(cell_name(*place) for place in marked)))
    assert_same_sheets(data, after)
    sheet = opened(after)["台账"]
    for place in {(r, c) for r in range(1, 15) for c in range(1, 11)}:
        assert (sheet.cell(*place).fill.fill_type == "solid") == (place in marked)
        assert (sheet.cell(*place).comment is not None) == (place in marked)


# --- comments ---------------------------------------------------------------------------------


def test_the_senders_comments_stay_and_ours_goes_below() -> None:
    after = patched(rich_workbook(), finding("B4"), finding("B5"))
    assert comment(after, "B4").startswith("县里的备注")
    assert "【强制性】" in comment(after, "B4")
    assert comment(after, "D4") == "另一条"
    assert opened(after)["台账"]["D4"].comment.author != "审核"
    assert opened(after)["台账"]["B5"].comment.author == "审核"
    shapes = parts_of(after)["xl/drawings/vmlDrawing1.vml"]
    assert shapes.count(b"<v:shape ") == 3  # theirs, and one for B5
    ids = [line.split(b'"')[0] for line in shapes.split(b'<v:shape id="')[1:]]
    assert len(set(ids)) == 3


def test_shapes_of_others_need_not_be_well_formed() -> None:
    parts = parts_of(rich_workbook())
    name = "xl/drawings/vmlDrawing1.vml"
    parts[name] = parts[name].replace(b"</xml>", b"<br></xml>")
    after = patched(zipped(parts), finding("B5"))
    assert b"<br><v:shape" in parts_of(after)[name]


def test_very_many_comments_become_colours_alone() -> None:
    places = [cell_name(row, 1) for row in range(1, 701)]
    after = opened(patched(simple(), finding(*places)))["台账"]
    assert after["A700"].fill.fill_type == "solid"
    assert sum(after.cell(row, 1).comment is not None for row in range(1, 701)) == 500


def test_a_box_stands_beside_its_cell() -> None:
    shapes = parts_of(patched(simple(), finding("C2")))["xl/drawings/vmlDrawing1.vml"].decode()
    left, _, top, _, right, _, bottom, _ = map(
        int, shapes.split("<x:Anchor>")[1].split("<")[0].split(",")
    )
    assert "<x:Row>1</x:Row><x:Column>2</x:Column>" in shapes
    assert 3 <= left < right <= 9
    assert 0 <= top < bottom <= 9
