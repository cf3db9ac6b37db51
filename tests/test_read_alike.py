"""Rows that are alike are read as a whole: what comes out must not show it."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read_support import package_parts, sheet_xml, zipped
from zsstat.errors import UnreadableError
from zsstat.model import Cell, CellKind, CellRows, Grid, Range
from zsstat.read import plain, read_workbook, shapes
from zsstat.read.merges import mark_covered
from zsstat.read.numfmt import GENERAL, number_format
from zsstat.read.rows import PackedRow, Rows
from zsstat.read.sheet import SheetParts, SheetReader, Surroundings

STRINGS = {"0": "甲", "1": "", "2": "乙_x0041_", "12": "丙"}
HIDDEN_B = '<cols><col min="2" max="2" hidden="1"/></cols>'


def surroundings() -> Surroundings:
    formats = [GENERAL, number_format("0.0"), number_format("yyyy")]
    return Surroundings("表", STRINGS, formats)


def both_ways(rows: str) -> SheetParts:
    """The sheet as the quick way reads it, after comparing it with the reference."""
    data = sheet_xml(rows, before=HIDDEN_B).encode()
    expected = SheetParts()
    SheetReader(surroundings(), expected).read(data)
    found = plain._read_plain(data, surroundings())
    assert found is not None
    assert found == expected
    ordered = CellRows.of(expected.cells).values()
    assert list(map(spelled, found.cells.values())) == list(map(spelled, ordered))
    return found


def spelled(cell: Cell) -> tuple[object, ...]:
    """1 and 1.0 and True are equal, but not the same."""
    return (*cell, type(cell.value), cell.text)


TEXTS = st.sampled_from(
    [
        *("0", "1", "2", "12", "37.0", "-0", "-0.5", "007", "1E3", "0.1000", "43957", "60"),
        *("0.30000000000000004", "1|2", "x", " 5 ", "true", "#REF!", "2020-05-06", "甲>乙", "5吋"),
        *("_x0041_", "&amp;", "123456789012", ".5", "5.", "1_0", "１２", "NaN"),
    ]
)
FORMS = st.sampled_from(
    [
        "><v>{}</v></c>",
        "><is><t>{}</t></is></c>",
        '><is><t xml:space="preserve">{}</t></is></c>',
        "><f>A{}+1</f><v>{}</v></c>",
        "><f>SUM(A1:B{})</f></c>",
        '><f aca="false">A{}</f><v/></c>',
        '><f t="shared" ref="A1:Z9" si="0">B1+A1</f><v>{}</v></c>',
        '><f t="shared" si="0"/><v>{}</v></c>',
        '><f t="shared" si="7"/></c>',
        "><f/><v>{}</v></c>",
        "><v></v></c>",
        "/>",
        "></c>",
    ]
)
STYLES = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="12"', ' s="99"'])
TYPES = st.sampled_from(["", "", "", "n", "s", "str", "b", "e", "d", "inlineStr", "zz"])


@st.composite
def ledgers(draw: st.DrawFn) -> str:
    """Rows of one shape, some of them hidden, with whatever texts."""
    cells = []
    for letters in draw(st.lists(st.sampled_from(["A", "B", "C", "Z", "AA"]), unique=True)):
        kind = draw(TYPES)
        typed = f' t="{kind}"' if kind else ""
        cells.append((letters, draw(STYLES) + typed + draw(FORMS)))
    cells.sort(key=lambda cell: (len(cell[0]), cell[0]))
    rows = []
    for number in sorted(draw(st.sets(st.integers(1, 25), min_size=2, max_size=6))):
        row = "".join(
            f'<c r="{letters}{number}"' + form.replace("{}", draw(TEXTS)) for letters, form in cells
        )
        hidden = draw(st.sampled_from(["", "", ' hidden="1"']))
        rows.append(f'<row r="{number}"{hidden}>{row}</row>')
    return "".join(rows)


@settings(max_examples=400, deadline=None)
@given(ledgers())
def test_a_ledger_reads_as_cell_by_cell(rows: str) -> None:
    try:
        both_ways(rows)
    except UnreadableError as refusal:
        data = sheet_xml(rows, before=HIDDEN_B).encode()
        with pytest.raises(UnreadableError, match=refusal.message[:6]):
            plain.read_sheet(data, surroundings())


def rows_of(form: str, texts: list[str], first: int = 1) -> str:
    return "".join(
        f'<row r="{number}"><c r="A{number}"{form.replace("{}", text)}</c></row>'
        for number, text in enumerate(texts, start=first)
    )


def packed(rows: CellRows) -> list[bool]:
    assert isinstance(rows.by_row, Rows)
    return [isinstance(row, PackedRow) for row in rows.by_row._rows.values()]


def read(rows: str) -> CellRows:
    cells = both_ways(rows).cells
    assert isinstance(cells, CellRows)
    again = plain.read_sheet(sheet_xml(rows, before=HIDDEN_B).encode(), surroundings()).cells
    assert isinstance(again, CellRows)
    return again


@pytest.mark.parametrize(
    ("form", "texts", "whole"),
    [
        (" s='1'><v>{}</v>".replace("'", '"'), ["5", "5.25", "0", "37.0", "1E3"], [True] * 5),
        ("><v>{}</v>", ["5", "x", "6"], [True, False, True]),
        (' t="s"><v>{}</v>', ["0", "12", " 0 "], [True, True, False]),
        (' s="2"><v>{}</v>', ["43957", "60", "43958"], [True, False, True]),
        (' t="inlineStr"><is><t>{}</t></is>', ["甲", "&lt;", "_x0041_"], [True, False, False]),
        ("><f>B1</f><v>{}</v>", ["1", "2"], [True, True]),
        ('><f t="shared" si="0"/><v>{}</v>', ["1", "2"], [True, True]),
    ],
)
def test_what_is_read_as_a_whole(form: str, texts: list[str], whole: list[bool]) -> None:
    """Rows from 31 on: no text and no style here ends in such a number."""
    assert packed(read(rows_of(form, texts, first=31))) == whole


def test_a_style_is_not_taken_for_the_row_s_number() -> None:
    """In row 2, ``s="2"`` (a date) ends as the address does; so does ``s="12"`` in row 12."""
    rows = rows_of(' s="2"><v>{}</v>', ["43957"] * 12) + rows_of(' s="1"><v>{}</v>', ["1"] * 2, 21)
    kinds = [cell.kind for cell in read(rows).values()]
    assert kinds == [CellKind.DATE] * 12 + [CellKind.NUMBER] * 2


def test_a_text_is_not_taken_for_the_row_s_number() -> None:
    rows = rows_of(' t="inlineStr"><is><t>{}</t></is>', ['屏幕5"', '屏幕2"', '屏幕3"', '3"'])
    assert [cell.value for cell in read(rows).values()] == ['屏幕5"', '屏幕2"', '屏幕3"', '3"']


def test_the_markup_must_be_known_to_the_last_character() -> None:
    good = rows_of("><v>{}</v>", ["1", "2", "3"])
    for bad in (
        '<c r="A4"><v>4</w></c>',
        '<c r="A5"><v>4</v></c>',
        '<c r="A5" s="4"><v>4</v></c>',
        '<c r="A4"><v>4</v></c> 5',
    ):
        data = sheet_xml(good + f'<row r="4">{bad}</row>').encode()
        assert plain._read_plain(data, surroundings()) is None


def test_rows_that_have_nothing_in_common_cost_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "_MOST_SHAPES", 3)
    monkeypatch.setattr(shapes, "_PATIENCE", 5)
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>{n}</v></c>' for c in "ABCDEFGHIJKL"[:n])
        + "</row>"
        for n in range(1, 13)
    )  # fmt: skip
    found = read(rows)
    assert packed(found) == [True] * 3 + [False] * 9
    assert len(found) == 12 * 13 // 2


def test_shared_formulas_move_down_the_column() -> None:
    first = '<row r="1"><c r="B1"><f t="shared" ref="B1:B4" si="0">A1*2</f><v>1</v></c></row>'
    rest = "".join(
        f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/><v>{n}</v></c></row>' for n in (2, 3, 4)
    )
    assert [cell.formula for cell in read(first + rest).values()] == [
        "A1*2",
        "A2*2",
        "A3*2",
        "A4*2",
    ]


def test_rows_out_of_order_come_in_order() -> None:
    found = read(rows_of("><v>{}</v>", ["3"], 3) + rows_of("><v>{}</v>", ["1", "2"]))
    assert list(found.by_row) == [1, 2, 3]
    assert list(found) == [(1, 1), (2, 1), (3, 1)]


def test_a_row_in_pieces_and_cells_out_of_order_are_put_in_order() -> None:
    pieces = rows_of("><v>{}</v>", ["1"]) + '<row r="1"><c r="C1"/><c r="B1"><v>2</v></c></row>'
    data = sheet_xml(pieces).encode()
    found = plain.read_sheet(data, surroundings()).cells
    assert isinstance(found, CellRows)
    assert [cell.name for cell in found.by_row[1]] == ["A1", "B1"]


def test_cells_out_of_order_in_every_row() -> None:
    """Such rows, and cells that stand twice in each, are the reference's business."""
    swapped = "".join(
        f'<row r="{n}"><c r="B{n}"><v>2</v></c><c r="A{n}"><v>1</v></c></row>' for n in (1, 2, 3)
    )
    found = plain.read_sheet(sheet_xml(swapped).encode(), surroundings()).cells
    assert [cell.name for cell in found.values()] == ["A1", "B1", "A2", "B2", "A3", "B3"]
    with pytest.raises(UnreadableError, match="两次"):
        plain.read_sheet(sheet_xml(swapped.replace("A", "B")).encode(), surroundings())


def test_empty_texts_are_no_cells() -> None:
    shared = rows_of(' t="s"><v>{}</v>', ["0", "1", "12"])
    assert [cell.value for cell in read(shared).values()] == ["甲", "丙"]
    for form in (' t="str"><v></v>', ' t="str"><v/>', ' t="inlineStr"><is><t></t></is>'):
        assert not read(rows_of(form, ["", ""]))
        with_formula = read(rows_of(form.replace(">", "><f>B1</f>", 1), ["", ""]))
        assert [cell.value for cell in with_formula.values()] == ["", ""]


def grid() -> Grid:
    rows = rows_of("><v>{}</v>", ["1", "2.5", "3"], first=2)
    merges = '<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>'
    (found,) = read_workbook(zipped(package_parts(sheet_xml(rows, after=merges))), "甲").grids
    return found


def test_cells_are_made_when_they_are_asked_for() -> None:
    found = grid()
    assert isinstance(found.cells, CellRows)
    assert packed(found.cells) == [False, False, True]  # the rows that the merge touches
    assert found.cell(4, 1) == Cell(4, 1, CellKind.NUMBER, Decimal(3))
    assert found.by_row[4][0] is found.cell(4, 1)
    assert found.cells.get((4, 2)) is None
    assert found.cell(99, 1) is None
    assert (99, 1) not in found.cells
    assert 4 in found.by_row
    assert 99 not in found.by_row
    assert len(found.cells) == len(found.by_row) == 3
    below = found.cell(3, 1)
    assert below is not None
    assert below.merged_into == "A2"
    assert found.seen_at(3, 2) == found.cell(2, 1)


def test_a_grid_travels_between_processes() -> None:
    found = grid()
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert again == found
    assert again.cell(4, 1) == found.cell(4, 1)


def test_marking_leaves_the_other_rows_alone() -> None:
    cells = read(rows_of("><v>{}</v>", ["1", "2", "3"]))
    marked = mark_covered(cells, [Range(1, 1, 2, 2)])
    assert isinstance(marked, CellRows)
    assert packed(marked)[2]
    assert [cell.merged_into for cell in marked.values()] == [None, "A1", None]
    assert [cell.merged_into for cell in cells.values()] == [None] * 3
