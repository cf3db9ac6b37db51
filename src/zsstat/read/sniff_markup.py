"""Which kind of marked-up text a file begins like: called .xls, Excel opens them all."""

from __future__ import annotations

import re
from typing import Literal

from zsstat.read.refusals import SAVE_AGAIN, not_workbook

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 4096
_MOST_BLANKS = 1 << 16
_BLANKS = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)*+(?=<)")
_WORKBOOK = re.compile(r"<(?:\w+:)?workbook[\s>]")
_MIME = re.compile(r"\s*(?:mime-version|content-type|from|subject|date)\s*:")
_TAG = re.compile(
    r"\s*<(?:!doctype\s+html|!--|html|head|body|meta|title|style|script|link|base|table|caption|"
    r"tbody|thead|tr|td|div|center|form|p|span|font|h[1-6]|br|hr|b|a|img)\b"
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|table)\b")
_TABLE = re.compile(r"<table\b[^<]*(?:<[^<]*){0,40}?<t[rdh]\b")


def markup_kind(data: bytes) -> Literal["spreadsheetml", "mhtml", "html"] | None:
    """What a text's first bytes say it is; None for one without markup. The programs that make
    pages often leave many blank lines before them.

    Raises UnreadableError for XML that is no table.
    """
    blanks = _BLANKS.match(data, 0, _MOST_BLANKS)
    start = blanks.end() if blanks else 0
    text = _ascii(data[start : start + _HEAD]).lower()
    begins = text.lstrip()
    if begins.startswith("<") and _SPREADSHEET in text and _WORKBOOK.search(text):
        return "spreadsheetml"
    if (
        _MIME.match(begins)
        and "content-type:" in text
        and ("text/html" in text or "multipart/" in text)
    ):
        return "mhtml"
    if begins.startswith(("<?xml", "<!doctype")) and not _PAGE.search(text):
        raise not_workbook("这是 XML 文件，不是工作簿", SAVE_AGAIN)
    if begins.startswith("<?xml") or _TAG.match(begins) or _TABLE.search(text):
        return "html"
    return None


def _ascii(head: bytes) -> str:
    """The beginning of a text, as far as its ASCII letters go, in whatever encoding it is."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace")
    if b"\0" in head[:2]:
        return head.decode("utf-16-be" if head.startswith(b"\0") else "utf-16-le", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("ascii", "replace")
