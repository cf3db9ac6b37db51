"""Workbooks saved as a web page in one file (.mht)."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

import pytest

from tests.read_support import at, refused
from zsstat.read import Limits, read_workbook

PAGE = '<table><tr><td>名称<td class=xl65>编号<tr><td>甲=乙<td class=xl65 x:num="1">01</table>'
CSS = '.xl65 {mso-number-format:"\\@";}'
MAIN = (
    "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><!--[if gte mso 9]><xml>"
    "<x:ExcelWorksheet><x:Name>{}</x:Name><x:WorksheetSource HRef='1.files/sheet001.htm'/>"
    "<x:ExcelWorksheet><x:Name>{}</x:Name><x:WorksheetSource HRef='1.files/sheet002.htm'/>"
    "</xml><![endif]--><frameset></frameset></html>"
)


def plain(body: bytes) -> bytes:
    return body


ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "8bit": plain,
    "quoted-printable": quopri.encodestring,
    "base64": base64.encodebytes,
}


def part(body: bytes, name: str, kind: str = "text/html", encoding: str = "8bit") -> bytes:
    head = (
        f"Content-Location: file:///C:/{name}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f'Content-Type: {kind}; charset="gb2312"\r\n\r\n'
    )
    return head.encode() + ENCODINGS[encoding](body)


def mhtml(*parts: bytes, boundary: str = "----=_NextPart_01") -> bytes:
    head = (
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
        f'Content-Type: multipart/related;\r\n\tboundary="{boundary}"\r\n\r\n"单个文件网页"\r\n'
    )
    mark = f"\r\n--{boundary}"
    body = b"".join(mark.encode() + b"\r\n" + piece for piece in parts)
    return head.encode("gb18030") + body + mark.encode() + b"--\r\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_a_page_in_every_transfer_encoding(encoding: str, charset: str) -> None:
    book = read_workbook(mhtml(part(PAGE.encode(charset), "1.htm", encoding=encoding)), "报表.xls")
    (grid,) = book.grids
    assert book.format == "mhtml"
    assert [cell.value for cell in grid.cells.values()] == ["名称", "编号", "甲=乙", 1]


def test_the_sheets_of_a_workbook_have_its_names_and_its_style_sheet() -> None:
    data = mhtml(
        part(MAIN.format("台账", "附表").encode("gb18030"), "1.htm"),
        part(b"<html><table><tr><td>tab", "1.files/tabstrip.htm"),
        part(PAGE.replace("甲", "丙").encode("gb18030"), "1.files/sheet002.htm"),
        part(PAGE.encode("gb18030"), "1.files/sheet001.htm"),
        part(CSS.encode(), "1.files/stylesheet.css", "text/css"),
        part(b"\x89PNG", "1.files/image001.png", "image/png", "base64"),
    )
    grids = read_workbook(data, "甲.mht").grids
    assert [grid.sheet for grid in grids] == ["附表", "台账"]
    assert [at(grid, "A2").value for grid in grids] == ["丙=乙", "甲=乙"]
    assert at(grids[0], "B2").value == "01", "the format of the style sheet makes it a text"


def test_a_message_that_is_one_page() -> None:
    data = b"From: <Saved by Excel>\r\nMIME-Version: 1.0\r\n" + part(PAGE.encode(), "1.htm")
    assert len(read_workbook(data, "甲.mht").grids) == 1


@pytest.mark.parametrize(
    ("data", "rule", "said"),
    [
        (mhtml(), "file.unreadable", "没有网页"),
        (mhtml(part(b"x", "a.png", "image/png")), "file.unreadable", "没有网页"),
        (mhtml(part("<p>请登录".encode(), "1.htm")), "file.not_workbook", "没有数据表格"),
        (mhtml(part(b"%PDF", "1.htm", encoding="base64")), "file.not_workbook", "没有数据表格"),
        (mhtml(part(b"", "1.htm", encoding="base64") + b"x"), "file.unreadable", "编码有误"),
        (mhtml(part(PAGE.encode(), "1.htm"))[:90], "file.unreadable", "不完整"),
    ],
)
def test_what_holds_no_table_is_refused(data: bytes, rule: str, said: str) -> None:
    refusal = refused(data, "报表.mht")
    assert (refusal.rule, said in refusal.message) == (rule, True)


def test_limits() -> None:
    data = mhtml(*[part(PAGE.encode(), "1.htm")] * 3)
    assert refused(data, limits=Limits(entries=3)).rule == "file.too_large"
    assert len(read_workbook(data, "甲", Limits(entries=5)).grids) == 3
