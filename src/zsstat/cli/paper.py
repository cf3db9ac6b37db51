"""How wide the terminal is, and text folded to it (a Chinese character takes two columns)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from zsstat.render.lines import display_width, wrapped

if TYPE_CHECKING:
    from zsstat.model import Level

PIPE_WIDTH = 80
"""What goes into a pipe is this wide, unless COLUMNS says otherwise."""
HANGING = "\u3000"
"""What a line that goes on is indented by, beyond the indent of its beginning."""
_LEAST = 20
"""Columns that text is given at least; a narrower terminal breaks the lines itself."""


class Verbatim(str):
    """A line that is there to be copied: it is never folded."""

    __slots__ = ()


class Toned(str):
    """A line about a finding, coloured by its level where there are colours."""

    __slots__ = ("level",)

    def __new__(cls, text: str, level: Level) -> Toned:
        line = super().__new__(cls, text)
        line.level = level
        return line

    level: Level


def width() -> int:
    """Columns of the terminal; COLUMNS goes before what the terminal says of itself."""
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns


def folded(text: str, columns: int, hanging: str = HANGING) -> list[str]:
    """``text`` in lines of at most ``columns``: its indent is kept, and the lines that go on are
    indented by ``hanging`` more."""
    body = text.lstrip()
    indent = text[: len(text) - len(body)]
    rest = indent + hanging
    room = max(columns - display_width(rest), _LEAST)
    first, *others = wrapped(body, room) or [""]
    return [indent + first, *(rest + line for line in others)]
