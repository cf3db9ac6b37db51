"""Under which lines a line stands, in a table whose rows are indicators.

其中：省外资金 stands under 到位资金, （一） under 一、, a name that is moved in under the one above
that is not. The names above may be half of a name: 新建项目 under 到位资金 is 新建项目到位资金.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from zsstat.declarations import ColumnType
from zsstat.recognise.depth import depth_of, indent_of
from zsstat.recognise.layout import Block, ordinal_column
from zsstat.recognise.words import Words, filled

_OF_WHICH = ("其中", "#", "*", "※")
_STEP = 10
_BENEATH = _STEP // 2
"""Between two depths of numbering stands 其中."""
_UNNUMBERED = 6 * _STEP
"""Deeper than every numbering: what bears none goes on below the numbered line above it."""


class Line(NamedTuple):
    """``above``: the lines over it, the nearest first; ``part``: it says itself that it is part of
    them, by 其中, numbering or indent, and does not merely follow."""

    above: tuple[str, ...]
    part: bool


class _Open(NamedTuple):
    rank: int
    indent: int
    text: str


def lineage(lines: Iterable[tuple[int, str]]) -> Mapping[int, Line]:
    """Row → what stands above its line. ``lines``: row and name as written, from top to bottom."""
    found: dict[int, Line] = {}
    opened: list[_Open] = []
    for row, text in lines:
        indent, depth = indent_of(text), depth_of(text)
        part = _says_part(text)
        if part:
            while opened and opened[-1].rank % _STEP:
                opened.pop()
            rank = (opened[-1].rank if opened else 0) + _BENEATH
        elif depth is not None:
            rank = depth * _STEP
        else:
            rank = _UNNUMBERED + min(indent, _STEP) * _STEP
        while opened and opened[-1].rank >= rank:
            opened.pop()
        moved_in = bool(opened) and depth is None and indent > opened[-1].indent
        numbered = bool(opened) and depth is not None
        above = tuple(line.text for line in reversed(opened))
        found[row] = Line(above, part or moved_in or numbered)
        opened.append(_Open(rank, indent, text))
    return found


def lines_of(block: Block, words: Words) -> Mapping[int, Line]:
    """The lines of a block whose rows are indicators, the headings between them included."""
    table = block.fit.table
    label = block.columns.get(table.label)
    column = table.column(table.label)
    if label is None or column is None or column.type is not ColumnType.INDICATOR:
        return {}
    ordinal = ordinal_column(block.header, words)
    return lineage(
        (row, text)
        for row in sorted([*block.data, *block.headings])
        if (text := _text(block, row, label.column, ordinal))
    )


def _text(block: Block, row: int, label: int, ordinal: int | None) -> str:
    """The name as written, with the number under 序号 where the name has none."""
    name = block.grid.seen_at(row, label)
    number = block.grid.cell(row, ordinal) if ordinal else None
    if name is None or not filled(name):
        return number.text if number and filled(number) else ""
    if number is None or not filled(number) or depth_of(name.text) is not None:
        return name.text
    numbered = number.text.strip()
    if depth_of(numbered) is None:
        numbered += "、"
    moved = name.text[: len(name.text) - len(name.text.lstrip())]
    return f"{moved}{numbered}{name.text.lstrip()}"


def _says_part(text: str) -> bool:
    bare = text.strip()
    if bare.startswith(_OF_WHICH[1:]):
        return True
    numbered = depth_of(bare) is not None and _OF_WHICH[0] in bare[:6]
    return bare.startswith(_OF_WHICH[0]) or numbered
