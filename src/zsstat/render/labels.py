"""Texts in pictures: what can be drawn of them, in how many lines, and about how wide.

Widths are estimated from East Asian widths and never measured: so a picture's layout is the same on
every computer, whatever fonts it has.
"""

from __future__ import annotations

import unicodedata

from zsstat.model import Figure
from zsstat.render.cells import NO_VALUE, cell_text

FONT_SIZE = 13
"""Pixels."""
LABEL_EMS = 14
"""A label that is wider goes on in a second line."""
_WIDE = frozenset("WFA")
_NARROW_EM = 0.56
_NO_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_NONCHARACTERS = (0xFFFE, 0xFFFF)


def said(figure: Figure | None) -> str:
    """What a table's cell says; of a figure that is there and prints as 0, the words in a smaller
    unit."""
    if figure is None:
        return NO_VALUE
    return figure.display if figure.number == "0" and figure.value else cell_text(figure)


def clean(text: str) -> str:
    """The text without what no picture can hold: control characters, halves of characters."""
    return "".join(
        " " if unicodedata.category(c) in _NO_TEXT or ord(c) & 0xFFFF in _NONCHARACTERS else c
        for c in text
    )


def wrapped(label: str) -> tuple[str, ...]:
    """The label in lines of at most ``LABEL_EMS``, none of it left out."""
    lines: list[str] = []
    line = ""
    for character in clean(label):
        if line and _ems(line + character) > LABEL_EMS:
            lines.append(line)
            line = ""
        line += character
    return (*lines, line)


def width(text: str) -> float:
    """About how many pixels a text takes."""
    return _ems(text) * FONT_SIZE


def _ems(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(c) in _WIDE else _NARROW_EM for c in text)
