"""What is wrong in a catalogue, one problem at a time: file, entry and key, value seen, advice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

_ALIKE = 0.5
"""From this likeness on a name is offered for another; below it the offer would puzzle."""
_OFFERED = 3
_LISTED = 12
"""So few choices can be listed whole."""


class Problem(NamedTuple):
    """``file`` is a catalogue file's name (empty: all of them), ``key`` the entry and key in it
    (``unit[亿元].factor``), ``message`` what is wrong, with the value seen, ``advice`` what to do;
    all but ``key`` are for people, in Chinese."""

    file: str
    key: str
    message: str
    advice: str = ""
    line: int | None = None
    """Where it stands in the user's file, as far as that can be found."""

    def __str__(self) -> str:
        place = " 的 ".join(part for part in (self.file, self.key) if part)
        return f"{place}：{self.message}" if place else self.message


def nearest(name: str, known: Iterable[str]) -> str:
    """``是不是 甲、乙``: what may have been meant; else the choices, if they are few; else ""."""
    choices = list(dict.fromkeys(known))
    near = difflib.get_close_matches(name, choices, n=_OFFERED, cutoff=_ALIKE)
    if near:
        return f"是不是 {'、'.join(near)}"
    return f"可以写的是 {'、'.join(choices)}" if 0 < len(choices) <= _LISTED else ""
