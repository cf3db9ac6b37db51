"""In which encoding a text came: byte order marks first, then what its bytes can be at all.

A program in China writes UTF-8 or a member of the GB family and often says the wrong one of them,
or nothing. Bytes that are well-formed UTF-8 are UTF-8, whatever a heading says; the others are
GB18030, which holds GB2312 and GBK.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,20})", re.IGNORECASE
)
_ELSEWHERE = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs"}
"""Encodings that are taken at their word: their bytes look like those of GB18030."""

_LONGEST_ELEMENT = 1 << 19
_SAMPLE = 1 << 12
_HEAD = 1 << 12
_ASCII = re.compile(rb"[\x00-\x7f]*")
_THREE_BYTES = re.compile(rb"[\xe0-\xff]")
_HANZI_ONLY = re.compile("[\x00-\x7f\u4e00-\u9fff]*")
_UNREAL = frozenset({"Cc", "Cs", "Co", "Cn"})


def encoding_of(data: bytes, *, declared: bool = False) -> str | None:
    """The encoding that reads all of ``data``; None for bytes that are no text.

    ``declared``: the text may name its own encoding near its beginning (``charset=`` of a web page,
    ``encoding=`` of XML). UTF-16 without a byte order mark is known by the zero bytes, which no
    other text has.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding if _reads(data, encoding) else None
    if b"\0" in data:
        return _utf_16(data)
    elsewhere = _elsewhere(data) if declared else None
    if elsewhere and _reads(data, elsewhere):
        return elsewhere
    candidates = ("gb18030", "utf-8") if _rather_hanzi(data) else ("utf-8", "gb18030")
    return next((encoding for encoding in candidates if _reads(data, encoding)), None)


def text_chunks(data: bytes, encoding: str, size: int = 1 << 16) -> Iterator[str]:
    """The text piece by piece, so that a large one never stands in memory as a whole.

    ``size``: bytes a piece. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for start in range(0, len(data), size):
        yield decoder.decode(data[start : start + size], start + size >= len(data))


def has_endless_element(data: bytes) -> bool:
    """Whether a marked-up text goes on for so long without ``>`` that no program wrote it: a
    million attributes would fill the memory, an endless one the time."""
    starts = range(0, len(data) - _LONGEST_ELEMENT + 1, _LONGEST_ELEMENT)
    return any(data.find(b">", start, start + _LONGEST_ELEMENT) < 0 for start in starts)


def _reads(data: bytes, encoding: str) -> bool:
    try:
        for _ in text_chunks(data, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _elsewhere(data: bytes) -> str | None:
    named = _DECLARED.search(data[:_HEAD])
    return _ELSEWHERE.get(named[1].decode("ascii").lower()) if named else None


def _utf_16(data: bytes) -> str | None:
    """Which UTF-16 it evidently is. Read the wrong way round, line ends and digits become rare
    characters and a table loses every one of them."""
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:_SAMPLE].decode(encoding, "ignore")
        evident = any(mark in sample for mark in "\n,;\t<")
        if evident and all(map(_is_real, sample)) and _reads(data, encoding):
            return encoding
    return None


def _is_real(character: str) -> bool:
    return character in "\t\r\n" or unicodedata.category(character) not in _UNREAL


def _rather_hanzi(data: bytes) -> bool:
    """Whether bytes that may be UTF-8 are sooner Chinese in GB18030: 联通 alone in a file reads
    as Arabic otherwise."""
    ascii_text = _ASCII.match(data)
    if (ascii_text and ascii_text.end() == len(data)) or _THREE_BYTES.search(data):
        return False
    try:
        return _HANZI_ONLY.fullmatch(data.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False
