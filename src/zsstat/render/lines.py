"""How wide Chinese text is, and where its lines may be broken."""

from __future__ import annotations

import re
import unicodedata

_CLOSERS = "，。；：、？！）》」』”’〕】%％,.;:?!)"
_OPENERS = "（《「『“‘〔【("
_UNIT = re.compile(
    rf"[{re.escape(_OPENERS)}]*(?:(?:--|[-−])?[0-9０-９A-Za-z][0-9０-９A-Za-z.,%_—-]*|.)"
    rf"[{re.escape(_CLOSERS)}\s]*",
    re.DOTALL,
)
"""What is never broken: a number, word or option (--all), with the brackets before it and the stops
after it."""


_WITHOUT_WIDTH = ("Mn", "Me", "Cf")
"""Accents and what only joins or directs others."""


def display_width(text: str) -> int:
    """Columns of a line, ambiguous characters (— “ ① ±) counted as wide, as Chinese systems do."""
    return sum(character_width(character) for character in text)


def character_width(character: str) -> int:
    """Columns of one character: 0, 1 or 2."""
    if unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; only what cannot be broken is longer."""
    lines: list[str] = []
    line = ""
    for unit in _UNIT.findall(text):
        if line and display_width(line + unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line.rstrip()] if line.rstrip() else lines
