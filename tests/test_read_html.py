"""Web pages under a workbook's name, as reporting systems, Excel and LibreOffice write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats_support import FORMATS
from tests.read_support import at, refused, value
from zsstat.model import CellKind, Grid
from zsstat.read import Limits, read_workbook


def grids(page: str, encoding: str = "utf-8", limits: Limits | None = None) -> tuple[Grid, ...]:
    book = read_workbook(page.encode(encoding), "报表.xls", limits or Limits())
    assert (book.format, book.degraded) == ("html", False)
    return book.grids


def grid_of(page: str, encoding: str = "utf-8", limits: Limits | None = None) -> Grid:
    (grid,) = grids(page, encoding, limits)
    return grid


def texts(grid: Grid) -> dict[str, object]:
    return {cell.name: cell.value for cell in grid.cells.values()}


def merged(grid: Grid) -> set[tuple[int, ...]]:
    return {tuple(merge) for merge in grid.merges}


PLAIN = "<table><tr><th>名称<th>金额<tr><td>甲<td>1,200.50</table>"


def test_a_table_is_a_sheet_and_its_cells_are_texts_as_displayed() -> None:
    grid = grid_of(PLAIN)
    assert grid.sheet == "表1"
    assert texts(grid) == {"A1": "名称", "B1": "金额", "A2": "甲", "B2": "1,200.50"}
    assert {cell.kind for cell in grid.cells.values()} == {CellKind.TEXT}


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-16-be"),
        ('<meta charset="gb2312">', "gb18030"),
        ("<meta charset=gbk>", "utf-8"),
        ("<meta http-equiv=Content-Type content='text/html; charset=utf-8'>", "gb18030"),
    ],
)
def test_encodings_whatever_the_page_says(said: str, encoding: str) -> None:
    page = f"<html>{said}{PLAIN.replace('名称', '項目')}</html>"
    assert value(grid_of(page, encoding), "A1") == "項目"


def test_big5_is_taken_at_its_word() -> None:
    page = "<meta charset=big5><table><tr><td>項目<td>金額<tr><td>甲<td>1</table>"
    assert texts(grid_of(page, "big5")) == {"A1": "項目", "B1": "金額", "A2": "甲", "B2": "1"}


def test_bytes_of_no_encoding_are_refused() -> None:
    assert refused(PLAIN.encode() + b"\xff\xff\x81").rule == "file.unreadable"


def test_line_breaks_blanks_and_entities() -> None:
    page = (
        "<table><tr><td>a<td>b<tr><td> 一&nbsp;\n 二<br/>三<p>四</p> 五 <td>&lt;&amp;&#20013;&yen;"
        "<tr><td>&nbsp;<td><!-- 无 --><script>x</script><b>粗</b><i>体</i></table>"
    )
    assert texts(grid_of(page)) == {
        "A1": "a",
        "B1": "b",
        "A2": "一  二\n三\n四\n五",
        "B2": "<&中¥",
        "B3": "粗体",
    }


def test_spans_are_merged_ranges() -> None:
    grid = grid_of(
        "<table><tr><th rowspan=2>名称<th colspan=2>资金<th rowspan=2>备注"
        "<tr><th>本年<th>累计<tr><td>甲<td>1<td>2<td>x</table>"
    )
    assert texts(grid) == {
        "A1": "名称",
        "B1": "资金",
        "D1": "备注",
        "B2": "本年",
        "C2": "累计",
        "A3": "甲",
        "B3": "1",
        "C3": "2",
        "D3": "x",
    }
    assert merged(grid) == {(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)}


@pytest.mark.parametrize("span", ["1000000000", "99999999999999", "5", "2"])
def test_absurd_spans_end_with_the_table(span: str) -> None:
    grid = grid_of(
        f"<table><tr><td colspan={span}>题<tr><td rowspan={span}>a<td>b<tr><td>c<td>d</table>"
    )
    assert value(grid, "B3") == "c"
    columns = min(int(span), 3)
    assert merged(grid) == {(1, 1, 1, columns), (2, 1, 3, 1)}


@pytest.mark.parametrize("span", ["", "-3", "x", "1.9", "1"])
def test_spans_that_say_nothing_are_one(span: str) -> None:
    assert not grid_of(
        f"<table><tr><td colspan='{span}'>a<td>b<tr><td rowspan='{span}'>c<td>d</table>"
    ).merges


def test_a_span_of_zero_and_one_too_long_end_with_the_group_of_rows() -> None:
    grid = grid_of(
        "<table><thead><tr><th rowspan=0>a<th>b<tr><th>c</thead>"
        "<tbody><tr><td rowspan=9>d<td>e</tbody><tbody><tr><td>f<td>g</table>"
    )
    assert merged(grid) == {(1, 1, 2, 1)}
    assert list(texts(grid).items()) == [
        ("A1", "a"), ("B1", "b"), ("B2", "c"), ("A3", "d"), ("B3", "e"), ("A4", "f"), ("B4", "g"),
    ]  # fmt: skip


def test_a_span_that_meets_one_from_above_ends_there() -> None:
    grid = grid_of("<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d<td>e</table>")
    assert texts(grid) == {"A1": "a", "B1": "b", "C1": "c", "A2": "d", "C2": "e"}
    assert merged(grid) == {(1, 2, 2, 2)}


SPANS = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(st.lists(st.lists(SPANS, min_size=1, max_size=5), min_size=2, max_size=6))
def test_cells_stand_where_the_table_model_of_html_puts_them(
    rows: list[list[tuple[int, int]]],
) -> None:
    """Against the standard's own algorithm, slot by slot; no two merged ranges overlap."""
    page, slots, expected = ["<table>"], set[tuple[int, int]](), dict[tuple[int, int], str]()
    for y, row in enumerate(rows, start=1):
        x = 1
        page.append("<tr>")
        for number, (down, across) in enumerate(row):
            while (y, x) in slots:
                x += 1
            width = 1
            while width < across and (y, x + width) not in slots:
                width += 1
            text = f"{y}-{number}"
            expected[y, x] = text
            slots |= set(product(range(y, y + down), range(x, x + width)))
            page.append(f"<td rowspan={down} colspan={across}>{text}")
            x += width
    page.append("<tr><td>a<td>b<td>c<td>d</table>")  # makes it data
    grid = grid_of("".join(page))
    found = {place: cell.value for place, cell in grid.cells.items() if "-" in str(cell.value)}
    assert found == expected
    covered = [
        place
        for merge in grid.merges
        for place in product(range(merge[0], merge[2] + 1), range(merge[1], merge[3] + 1))
    ]
    assert len(covered) == len(set(covered))


def test_what_is_not_shown_is_hidden_and_never_lost() -> None:
    grid = grid_of(
        "<table><col><col style='display:none'><col>"
        "<tr><td>a<td>b<td>c<td style='DISPLAY: none'>藏"
        "<tr style='display:none'><td>d<td>e<td>f"
        "<tr><td hidden>1<td>g<td>h<span style='display:none'>00</span>9<td>i</table>"
    )
    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {2, 4}
    hidden = " ".join(cell.name for cell in grid.cells.values() if cell.hidden)
    assert hidden == "B1 D1 A2 B2 C2 B3 D3"
    assert (value(grid, "D1"), value(grid, "D3"), value(grid, "B3")) == ("藏", "1", "h9")


def test_hidden_tables_are_hidden_sheets() -> None:
    page = PLAIN + "<div style='display:none'>" + PLAIN + "</div>"
    assert [grid.hidden for grid in grids(page)] == [False, True]
    assert all(cell.hidden for cell in grids(page)[1].cells.values())


def test_numbers_that_excel_noted() -> None:
    grid = grid_of(
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><style><!--"
        '.xl65 {mso-number-format:"\\@";} td.day\n{color:red; mso-number-format:"Short Date";}'
        ' .year {mso-number-format:"yyyy\\0022年\\0022m\\0022月\\0022";}--></style><table x:str>'
        "<tr><td x:num='1234.5'>1,235<td x:num>12<td class=xl65 x:num='12'>0012<td x:str='a'>a"
        "<tr><td class=day x:num='43957'>2020/5/6<td class=year x:num='43957'>2020年5月"
        "<td x:err='#REF!'>#REF!<td x:bool='TRUE'>TRUE"
        "<tr><td x:num='3' x:fmla='=SUM(A1:A2)'>3<td x:fmla='=A1'><td>#N/A<td x:num='1e999'>x"
        "</table>"
    )
    kinds = {cell.name: cell.kind.value for cell in grid.cells.values()}
    assert value(grid, "A1") == Decimal("1234.5")
    assert value(grid, "B1") == Decimal(12)
    assert (value(grid, "C1"), at(grid, "C1").number_format) == ("0012", "@")
    assert value(grid, "A2") == value(grid, "B2") == datetime(2020, 5, 6)  # noqa: DTZ001
    assert at(grid, "B2").number_format == 'yyyy"年"m"月"'
    assert (value(grid, "C2"), value(grid, "D2")) == ("#REF!", True)
    assert at(grid, "A3").formula == "SUM(A1:A2)"
    assert {name: kinds[name] for name in ("C2", "B3", "C3", "D3")} == {
        "C2": "error",
        "B3": "uncached",
        "C3": "error",
        "D3": "text",
    }


def test_texts_of_the_page_stand_around_the_tables() -> None:
    grid = grid_of(
        "<title>x</title><h2>旬阳县2020年台账</h2><div>单位：万元</div>"
        + PLAIN
        + "<p>审核人：甲</p>乙"
    )
    assert grid.sheet == "旬阳县2020年台账"
    assert texts(grid) == {
        "A1": "旬阳县2020年台账",
        "A2": "单位：万元",
        "A3": "名称",
        "B3": "金额",
        "A4": "甲",
        "B4": "1,200.50",
        "A5": "审核人：甲",
        "A6": "乙",
    }


def test_layout_tables_are_no_data_and_their_texts_are_not_lost() -> None:
    """The usual page of a reporting system: frames around frames around the table."""
    grid = grid_of(
        "<table width=100%><tr><td><table><tr><td>2020年台账</td></tr>"
        "<tr><td>单位：万元</td></tr></table>"
        f"</td></tr><tr><td colspan=2><center>{PLAIN}</center></td></tr>"
        "<tr><td>审核人：甲<td>填表人：乙</table>"
    )
    assert texts(grid) == {
        "A1": "2020年台账",
        "A2": "单位：万元",
        "A3": "名称",
        "B3": "金额",
        "A4": "甲",
        "B4": "1,200.50",
        "A5": "审核人：甲",
        "B5": "填表人：乙",
    }


def test_a_small_table_in_a_cell_is_the_cells_text() -> None:
    page = PLAIN.replace("甲", "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>")
    assert texts(grid_of(page))["A2"] == "甲\n乙"


def test_names_of_the_sheets() -> None:
    noted = (
        "<!--[if gte mso 9]><xml><x:Name>台&amp;账</x:Name><x:Name>附</x:Name></xml><![endif]-->"
    )
    captioned = PLAIN.replace("<table>", "<table><caption>汇总 表</caption>")
    assert [grid.sheet for grid in grids(noted + PLAIN + PLAIN)] == ["台&账", "附"]
    assert [grid.sheet for grid in grids(noted + PLAIN)] == ["表1"]
    assert [g.sheet for g in grids(captioned + captioned + PLAIN)] == [
        "汇总 表",
        "汇总 表（2）",
        "表3",
    ]
    assert value(grids(captioned)[0], "A1") == "汇总 表"


def test_fields_of_a_form_are_read_as_they_are_seen() -> None:
    page = (
        "<table><tr><td>a<td>b<tr><td><input value='12.5'><input type=hidden value=9>"
        "<td><select><option>一<option selected>二</select></table>"
    )
    assert texts(grid_of(page)) == {"A1": "a", "B1": "b", "A2": "12.5", "B2": "二"}


@pytest.mark.parametrize(
    "start",
    [
        "\r\n" * 5000,
        "<!-- 导出 -->\n",
        "导出结果：",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-">',
    ],
)
def test_pages_are_known_however_they_begin(start: str) -> None:
    assert value(grid_of(start + PLAIN), "A2" if "：" not in start else "A3") == "甲"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><body>系统维护中</body></html>", "没有数据表格"),
        ("<html><form>用户<input name=u>密码<input type=password></form>", "登录"),
        (
            "<html><!--<x:Name>甲</x:Name><x:WorksheetSource HRef='1.files/sheet001.htm'/>-->",
            "旁边的文件夹",
        ),
        ("<table></table>", "没有数据表格"),
        ("<table><tr><td>没有权限</table>", "没有数据表格"),
    ],
)
def test_a_page_without_a_table_says_what_it_is(page: str, said: str) -> None:
    refusal = refused(page.encode("gb18030"))
    assert said in refusal.message
    assert refusal.rule == "file.not_workbook"


def test_limits() -> None:
    assert len(grid_of(PLAIN, limits=Limits(cells=4, rows=2, columns=2)).cells) == 4
    small: Mapping[str, Limits] = {
        "cells": Limits(cells=3),
        "rows": Limits(rows=1),
        "columns": Limits(columns=1),
    }
    for limits in small.values():
        assert refused(PLAIN.encode(), limits=limits).rule == "file.too_large"
    two = (PLAIN + PLAIN).encode()
    assert refused(two, limits=Limits(sheets=1)).rule == "file.too_large"
    spans = PLAIN.replace("<td>甲", "<td rowspan=2>甲").replace("</table>", "<tr><td>x</table>")
    assert refused(spans.encode(), limits=Limits(merges=0)).rule == "file.too_large"


def test_a_page_of_libreoffice_is_its_workbook() -> None:
    """Numbers, dates, errors and merges as in the .xlsx it was made of; the page has a heading
    more, and LibreOffice leaves hidden rows and columns out of it."""
    (page, *_) = read_workbook((FORMATS / "libreoffice.html").read_bytes(), "甲.xls").grids
    (book, *_) = read_workbook((FORMATS / "libreoffice.xlsx").read_bytes(), "甲.xlsx").grids
    title = next(cell.row for cell in page.cells.values() if cell.value == "标题")
    rows = [n for n in range(1, 9) if n not in book.hidden_rows]
    columns = [n for n in range(1, 7) if n not in book.hidden_columns]
    for below, row in enumerate(rows):
        for beside, column in enumerate(columns, start=1):
            theirs, ours = book.cell(row, column), page.cell(title + below, beside)
            if theirs is None or theirs.kind is CellKind.BOOL:
                continue
            expected = theirs.value.strip() if isinstance(theirs.value, str) else theirs.value
            assert (ours.value if ours else "") == expected
