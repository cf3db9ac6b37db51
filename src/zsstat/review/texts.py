"""Text as XML and office files can hold it: cells may hold what they cannot."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def printable(text: str) -> str:
    """The text without control characters and halves of characters."""
    return _ILLEGAL.sub("", text)


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as a person reads, with a sign that there is more."""
    return text if len(text) <= most else text[: most - 1] + "…"


def cell_string(text: str) -> str:
    """The text as a string of a workbook, in which ``_x0041_`` would be read as ``A``."""
    return _LIKE_ESCAPE.sub("_x005F_", printable(text))
