"""How deep a line stands: by its numbering (一、 over （一） over 1. over ①), by its indent."""

from __future__ import annotations

import re

from zsstat.values import normalise

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    (1, re.compile(rf"第?{_NUMERAL}(?:[、.,:]|部分)")),
    (2, re.compile(rf"\({_NUMERAL}\)|{_NUMERAL}\)")),
    (3, re.compile(r"\d{1,2}[、.,](?!\d)")),
    (4, re.compile(r"\(?\d{1,2}\)|\d{1,2}(?:\.\d{1,2})+(?![\d亿万])")),
)
_CIRCLED = re.compile(r"[①-⑳]")
_BARE = ((1, re.compile(_NUMERAL)), (2, re.compile(rf"\({_NUMERAL}\)")))
CIRCLED = 5


def depth_of(text: str) -> int | None:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for (1) and 1.1, 5 for ①; None without numbering."""
    bare = text.strip()
    if _CIRCLED.match(bare):
        return CIRCLED
    name = normalise(bare)
    return next((depth for depth, style in _STYLES if style.match(name)), None)


def depth_of_ordinal(text: str) -> int | None:
    """The same of a cell under 序号, where 一 has no comma; plain numbers number the rows."""
    name = normalise(text).rstrip("、.,")
    return next((depth for depth, style in _BARE if style.fullmatch(name)), None)


def without_numbering(text: str) -> str:
    """The normalised name behind the numbering."""
    if _CIRCLED.match(text.strip()):
        return normalise(text.strip()[1:])
    name = normalise(text)
    for _, style in _STYLES:
        if found := style.match(name):
            return name[found.end() :]
    return name


def indent_of(text: str) -> int:
    """By how many half widths a name is moved in by white space; a full-width space is two."""
    moved = text[: len(text) - len(text.lstrip())].replace("\n", "").replace("\r", "")
    return sum(2 if space == "\u3000" else 1 for space in moved)
