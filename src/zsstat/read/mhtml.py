"""Web pages in one file (.mht, "单个文件网页" of Excel): the page and its sheets as MIME parts."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zsstat.model import Grid
from zsstat.read.encodings import encoding_of
from zsstat.read.html import grids_of, read_page
from zsstat.read.htmlpage import PageReader
from zsstat.read.limits import MEBIBYTE, Limits
from zsstat.read.refusals import damaged, too_large

if TYPE_CHECKING:
    from email.message import Message

_MOST_BYTES = 32 * MEBIBYTE
_HEADERS = 1 << 14
_END_OF_HEADERS = re.compile(rb"\r?\n[ \t]*\r?\n")
_BASE = re.compile(r"[^/\\]*\Z")


class _Part(NamedTuple):
    """A part of the file; ``name`` is the last word of its address."""

    kind: str
    name: str
    body: bytes


def read_mhtml(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The grids of the pages in the file: of one page, or of the sheets that Excel made pages of.

    Raises UnreadableError.
    """
    parts = list(_parts(data, limits))
    css = "\n".join(_text(part.body) for part in parts if part.kind == "text/css")
    pages = [
        (part.name, read_page(part.body, limits, css))
        for part in parts
        if part.kind in ("text/html", "application/xhtml+xml") and part.body.strip()
    ]
    if not pages:
        raise damaged("网页文件里没有网页")
    _name_sheets(pages)
    return grids_of([page for _, page in pages])


def _name_sheets(pages: Sequence[tuple[str, PageReader]]) -> None:
    """The first page of a workbook of several sheets names their pages: each gets its own."""
    main = pages[0][1]
    if len(main.sheet_files) != len(main.sheet_names):
        return
    names = {
        _base(file): name for file, name in zip(main.sheet_files, main.sheet_names, strict=True)
    }
    for file, page in pages:
        if page is not main and file in names and len(page.found) == 1:
            page.found[0].caption = page.found[0].caption or names[file]
    main.sheet_names.clear()


def _base(address: str) -> str:
    found = _BASE.search(address)
    return found[0].lower() if found else ""


def _text(body: bytes) -> str:
    encoding = encoding_of(body, declared=True)
    return body.decode(encoding) if encoding else ""


def _parts(data: bytes, limits: Limits) -> Iterator[_Part]:
    """The parts, one level of them: what Excel and browsers write."""
    if len(data) > _MOST_BYTES:
        raise too_large(f"网页文件超过 {_MOST_BYTES // MEBIBYTE} MB")
    head, body = _head(data.lstrip())
    boundary = head.get_boundary()
    if head.get_content_maintype() != "multipart" or not boundary:
        yield _part(head, body, limits)
        return
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    pieces = body.split(mark, limits.entries + 1)
    if len(pieces) > limits.entries:
        raise too_large(f"网页文件的部分超过 {limits.entries} 个")
    for piece in pieces[1:]:
        if not piece.startswith(b"--"):
            yield _part(
                *_head(piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n")), limits
            )


def _head(data: bytes) -> tuple[Message, bytes]:
    """The headers and what follows them. Raises UnreadableError for headers without end."""
    from email import message_from_bytes

    if data.startswith((b"\r\n", b"\n")):
        return message_from_bytes(b""), data
    end = _END_OF_HEADERS.search(data, 0, _HEADERS)
    if end is None:
        raise damaged("网页文件的开头不完整")
    return message_from_bytes(data[: end.start()]), data[end.end() :]


def _part(head: Message, body: bytes, limits: Limits) -> _Part:
    encoding = str(head.get("Content-Transfer-Encoding", "")).strip().lower()
    match encoding:
        case "quoted-printable":
            body = quopri.decodestring(body)
        case "base64":
            body = _from_base64(body)
    if len(body) > limits.file_bytes:
        raise too_large("网页文件的内容过大")
    return _Part(head.get_content_type(), _base(str(head.get("Content-Location", ""))), body)


def _from_base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body)
    except binascii.Error as error:
        raise damaged("网页文件的编码有误") from error
