"""Texts, web pages and XML that would cost a careless reader minutes or gigabytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.read_support import assert_refused_cheaply

SIXTY_MB = 60 << 20
URN = "urn:schemas-microsoft-com:office:spreadsheet"
XML = f'<?xml version="1.0"?><Workbook xmlns="{URN}" xmlns:ss="{URN}">'.encode()
SHEET = XML + b"<Worksheet><Table>"
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n"


def filled(start: bytes, piece: bytes, size: int = SIXTY_MB) -> bytes:
    return start + piece * ((size - len(start)) // len(piece))


TABLE = b"<table><tr><td>a<td>b<td>c<td>d</table>"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "cells": (lambda: filled(b"<table><tr>", b"<td>"), "file.too_large"),
    "rows": (lambda: filled(b"<table>", b"<TR><td>"), "file.too_large"),
    "nested": (lambda: filled(b"<html>", b"<b>"), "file.unsafe"),
    "nested tables": (lambda: filled(b"", b"<table><tr><td>", 8 << 20), "file.unsafe"),
    "spans": (
        lambda: filled(
            b"<table><tr>" + b"<td rowspan=65534 colspan=1000>a" * 16, b"<tr><td>x", 5 << 20
        ),
        "file.unsafe",
    ),
    "wide": (lambda: b"<table><tr>" + b"<td colspan=999999999>a" * 20, "file.too_large"),
    "attributes": (
        lambda: b"<table><td " + b" ".join(b"a%d=1" % n for n in range(3_000_000)),
        "file.unsafe",
    ),
    "marks": (lambda: filled(TABLE, b"<>"), "file.too_large"),
    "references": (lambda: filled(b"<table><tr><td>", b"&lt;>"), "file.too_large"),
    "lines": (lambda: filled(TABLE, b"<p>x"), "file.too_large"),
    "elements": (lambda: filled(TABLE, b"<b></b>"), "file.too_large"),
    "parts": (lambda: filled(MHTML, b"--a\r\n\r\n", 30 << 20), "file.too_large"),
    "one line": (lambda: filled(b"", b"x"), "file.not_workbook"),
    "one row": (lambda: filled(b"a,b\nc,d\n", b"x,"), "file.too_large"),
    "short rows": (lambda: filled(b"", b"a,b\n"), "file.too_large"),
    "quotation marks": (lambda: filled(b"", b'"'), "file.not_workbook"),
    "xml nested": (lambda: filled(XML, b"<a>"), "file.unsafe"),
    "xml cells": (lambda: filled(SHEET + b"<Row>", b"<Cell/>"), "file.too_large"),
    "xml rows": (
        lambda: SHEET + b'<Row ss:Index="1" ss:Span="1048575" ss:Hidden="1"/>' * 9,
        "file.unreadable",
    ),
    "xml empty rows": (lambda: filled(SHEET, b"<Row/>"), "file.too_large"),
    "many attributes": (
        lambda: filled(b"<table>", b"<td " + b" ".join(b"a%d" % n for n in range(50_000)) + b">"),
        "file.unsafe",
    ),
    "xml styles": (lambda: filled(XML + b"<Styles>", b"<Style/>", 8 << 20), "file.too_large"),
    "xml attribute": (lambda: filled(XML + b'<a b="', b"x"), "file.unsafe"),
    "xml merges": (
        lambda: (
            SHEET + b'<Row><Cell ss:MergeDown="9999" ss:MergeAcross="9999">'
            b'<Data ss:Type="Number">1</Data></Cell></Row>'
            * 20_000
            + b"</Table></Worksheet></Workbook>"
        ),
        "file.unsafe",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refusals_are_quick_and_small(name: str, tmp_path: Path) -> None:
    make, expected = HOSTILE[name]
    assert_refused_cheaply(make(), expected, tmp_path)
