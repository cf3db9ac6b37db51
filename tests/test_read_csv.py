"""Delimited text as Excel, WPS and other programs save it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read_support import refused
from zsstat.model import CellKind, Grid
from zsstat.read import Limits, read_workbook

TABLE = "序号,项目名称,总投资\r\n1,甲项目,1.20\r\n2,乙项目,\r\n"


def read(data: bytes, limits: Limits | None = None) -> Grid:
    book = read_workbook(data, "台账.csv", limits or Limits())
    assert book.format == "csv"
    (grid,) = book.grids
    return grid


def texts(grid: Grid) -> dict[str, object]:
    assert all(cell.kind is CellKind.TEXT for cell in grid.cells.values())
    return {cell.name: cell.value for cell in grid.cells.values()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    grid = read(TABLE.encode(encoding))
    assert grid.sheet == "CSV"
    assert texts(grid) == {
        "A1": "序号",
        "B1": "项目名称",
        "C1": "总投资",
        "A2": "1",
        "B2": "甲项目",
        "C2": "1.20",
        "A3": "2",
        "B3": "乙项目",
    }


def test_utf16_big_endian_and_characters_only_gb18030_has() -> None:
    assert texts(read(b"\xfe\xff" + TABLE.encode("utf-16-be")))["B2"] == "甲项目"
    assert texts(read("㐀,𠀀".encode("gb18030"))) == {"A1": "㐀", "B1": "𠀀"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_chosen_by_content(delimiter: str) -> None:
    rows = [
        ["安康市招商引资项目台账"],
        ["名称", "金额", "备注"],
        ["甲", "1,2;3", "四\t五"],
        ["乙", "2", ""],
    ]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    found = texts(read(file.getvalue().encode()))
    assert (found["A1"], found["B3"], found["C3"]) == ("安康市招商引资项目台账", "1,2;3", "四\t五")


def test_headings_may_begin_like_a_bitmap() -> None:
    assert texts(read("BM编号,名称\n".encode())) == {"A1": "BM编号", "B1": "名称"}


def test_thousands_commas_do_not_win_over_tabs() -> None:
    found = texts(read("名称\t金额\n甲\t1,234,567\n乙\t2,345,678\n".encode()))
    assert found["B2"] == "1,234,567"


def test_a_first_line_may_name_the_delimiter() -> None:
    assert texts(read("sep=;\r\n甲;1,5\r\n".encode())) == {"A1": "甲", "B1": "1,5"}


def test_quoted_line_breaks_and_quotes() -> None:
    found = texts(read('名称,备注\r\n"甲\r\n""一""期",x\r\n\r\n丙,y\x1a'.encode()))
    assert found == {
        "A1": "名称",
        "B1": "备注",
        "A2": '甲\n"一"期',
        "B2": "x",
        "A4": "丙",
        "B4": "y",
    }


FIELDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)


@given(st.lists(st.lists(FIELDS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_was_written_is_read(rows: list[list[str]]) -> None:
    header = [["甲", "乙", "丙"]] * 7
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(header + rows)
    grid = read(file.getvalue().encode("utf-8-sig"))
    expected = {
        (row, column): field
        for row, fields in enumerate(header + rows, start=1)
        for column, field in enumerate(fields, start=1)
        if field
    }
    assert {place: cell.value for place, cell in grid.cells.items()} == expected


@pytest.mark.parametrize(
    "text",
    [
        "2020年1-9月,旬阳县,台账\n名称;金额\n甲;1\n乙;2\n",
        "2020年1-9月,旬阳县\n名称;金额\n甲;1,200\n乙;2,300\n",
        "2020年1-9月,旬阳县,台账\n填报,单位\n名称;金额\n甲;1,200\n乙;2,300\n丙;0\n",
    ],
)
def test_a_title_does_not_decide_about_the_delimiter(text: str) -> None:
    found = texts(read(text.encode()))
    assert "金额" in found.values()
    assert any(str(value).startswith("1") and len(str(value)) in (1, 5) for value in found.values())


def test_a_bar_divides_where_nothing_else_does() -> None:
    assert texts(read("名称|金额\n甲|1\n乙|2\n".encode()))["B3"] == "2"
    assert texts(read("名称,备注\n甲|一,1\n乙|二,2\n".encode()))["A3"] == "乙|二"
    assert refused("一句|话\n两句|话\n".encode()).rule == "file.not_workbook"


def test_rows_may_be_ragged_and_blank() -> None:
    found = texts(read("台账\n\n名称,金额,备注\n甲,1\n乙,2,x,多\n,,\n".encode()))
    assert (found["A3"], found["B4"], found["D5"]) == ("名称", "1", "多")
    assert len(found) == 10


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_its_mark(encoding: str) -> None:
    assert texts(read(TABLE.encode(encoding)))["B2"] == "甲项目"
    assert refused(TABLE.encode(encoding)[:-1]).rule == "file.not_workbook"


def test_hanzi_that_look_like_utf_8_are_hanzi() -> None:
    """联通 in GB18030 happens to be well-formed UTF-8 of two other letters."""
    assert texts(read("联通,1\n".encode("gb18030"))) == {"A1": "联通", "B1": "1"}
    assert texts(read("联通,°\n".encode())) == {"A1": "联通", "B1": "°"}


def test_a_row_without_end_is_refused_before_it_fills_the_memory() -> None:
    assert refused(b"a,b\n" + b"x," * 3_000_000).rule == "file.too_large"


SAFE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=6)


@settings(deadline=None)
@given(
    st.lists(st.lists(SAFE, min_size=3, max_size=5), max_size=6),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_was_written_is_read_in_every_encoding_with_every_delimiter(
    rows: list[list[str]], encoding: str, delimiter: str, end: str, named: bool
) -> None:
    """Ragged rows, quoted separators and line breaks and all; a bar only where it is named."""
    rows = [["序号", "名称", "金额"]] * 7 + rows + [["一\n二", 'a"b', delimiter]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    head = f"sep={delimiter}{end}" if named or delimiter == "|" else ""
    grid = read((head + file.getvalue()).encode(encoding))
    expected = {
        (row, column): field
        for row, fields in enumerate(rows, start=1)
        for column, field in enumerate(fields, start=1)
        if field
    }
    assert {place: cell.value for place, cell in grid.cells.items()} == expected


def test_the_longest_cell_does_not_depend_on_what_else_runs_in_the_process() -> None:
    before = csv.field_size_limit(10**9)
    try:
        assert refused(b"a,b\n" + b"x" * 200_000 + b",1\n", "台账.csv").rule == "file.unreadable"
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("只有一段文字，没有表格。\n第二行".encode(), "file.not_workbook"),
        (b"\x00\x01\x02\x03garbage,x", "file.not_workbook"),
        (b"\xff\xff\xff\x81", "file.not_workbook"),
        ('名称,备注\n甲,1\n"乙,2\n丙,3\n'.encode(), "file.unreadable"),
        ('名称,备注\n"甲"乙,1\n'.encode(), "file.unreadable"),
        (b"a,b\n" + b"x" * 200_000 + b",1\n", "file.unreadable"),
        (b"\xff\xfea,\0b\0x", "file.not_workbook"),
        (b"\xef\xbb\xbf", "file.not_workbook"),
        (b" \r\n", "file.not_workbook"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, rule: str) -> None:
    assert refused(data, "台账.csv").rule == rule


def test_limits() -> None:
    data = b"a,b\nc,d\n"
    assert len(read(data, Limits(cells=4, rows=2, columns=2)).cells) == 4
    for limits in (Limits(cells=3), Limits(rows=1), Limits(columns=1), Limits(file_bytes=7)):
        assert refused(data, limits=limits).rule == "file.too_large"
