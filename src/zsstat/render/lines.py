"""Breaking running Chinese text into lines."""

from __future__ import annotations

import re

from zsstat.render.cells import display_width

_CLOSERS = "，。；：、？！）》」』”’〕】%％,.;:?!)"
_OPENERS = "（《「『“‘〔【("
_UNIT = re.compile(
    rf"[{re.escape(_OPENERS)}]*(?:[-−]?[0-9０-９A-Za-z][0-9０-９A-Za-z.,%_—-]*|.)"
    rf"[{re.escape(_CLOSERS)}\s]*",
    re.DOTALL,
)
"""What is never broken: a number or word, with the brackets before it and the stops after it."""


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
