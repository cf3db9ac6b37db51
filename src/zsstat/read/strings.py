"""Text of a workbook: shared strings, rich text without phonetic runs, ``_xHHHH_`` escapes."""

from __future__ import annotations

import re

from zsstat.read.markup import MAIN, Attributes, Table, walk

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_START = re.compile(rb"<sst(?: [^<>]*[^<>/])?>")
_END = b"</sst>"

TEXT = r"[^<&]*(?:&(?:amp|lt|gt|quot|apos);[^<&]*)*"
_PLAIN_ITEM = re.compile(
    rf'<si><t(?: xml:space="preserve")?>({TEXT})</t>'
    r'(?:<phoneticPr fontId="[0-9]+"(?: type="[A-Za-z]+")?/>)?</si>|([\s\S])'
)
_REFERENCE = re.compile(r"&#(\d{3,5});")
_FORBIDDEN = bytes(range(9)) + b"\x0b\x0c\r" + bytes(range(14, 32))


def unescape(text: str) -> str:
    """``_x000D_`` → carriage return: characters that XML cannot hold, as Excel writes them."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def without_entities(text: str) -> str:
    """The text of a piece of XML whose only references are the five predefined entities."""
    if "&" not in text:
        return text
    for entity, character in _ENTITY.items():
        text = text.replace(entity, character)
    return text.replace("&amp;", "&")


def plain_text(data: bytes) -> str | None:
    """A piece of XML as text if what a regular expression sees in it is what expat would see:
    UTF-8, no carriage returns (XML changes them) and no characters that XML forbids."""
    if len(data.translate(None, _FORBIDDEN)) != len(data):
        return None
    if b"]]>" in data or b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return _REFERENCE.sub(_character, text) if "&#" in text else text


def _character(reference: re.Match[str]) -> str:
    """A character beyond ASCII for its number (lxml writes Chinese so); any other reference stays,
    and leads to the reader that knows all of XML."""
    number = int(reference[1])
    return chr(number) if _is_beyond_ascii(number) else reference[0]


def _is_beyond_ascii(number: int) -> bool:
    return 0xA0 <= number < 0xD800 or 0xE000 <= number < 0xFFFE


def read_shared_strings(data: bytes, depth: int) -> dict[str, str]:
    """The texts of the shared strings part (UTF-8) by their index, as cells write it: "0", "1" …"""
    texts = _read_plain(data, depth)
    if texts is None:
        texts = _read_with_expat(data, depth)
    return dict(zip(map(str, range(len(texts))), texts, strict=True))


def _read_plain(data: bytes, depth: int) -> list[str] | None:
    """The quick way for a part of nothing but plain strings; None when there is more in it."""
    start, end = _START.search(data), data.rfind(_END)
    if start is None or end < start.end():
        return None
    text = plain_text(data[start.end() : end])
    if text is None:
        return None
    items = _PLAIN_ITEM.findall(text)
    if any(other for _, other in items):
        return None
    rest = data[: start.end()] + data[end:]
    if b"<!--" in rest or _read_with_expat(rest, depth):
        return None
    return [unescape(without_entities(item)) for item, _ in items]


def _read_with_expat(data: bytes, depth: int) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []

    def begin(_: Attributes) -> None:
        pieces.clear()

    def add(text: str) -> None:
        pieces.append(unescape(text))

    def finish(_: str) -> None:
        strings.append("".join(pieces))

    parents = {"sst": ("",), "si": ("sst",), "r": ("si",), "t": ("si", "r")}
    closed = {"t": add, "si": finish}
    walk(data, Table(MAIN, parents, {"si": begin}, closed), depth)
    return strings
