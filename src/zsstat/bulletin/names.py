"""Names that were mistyped."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_EVERYDAY = {
    "增速": ("同比",),
    "增幅": ("同比",),
    "去年": ("上年",),
    "同期": ("上年",),
    "比重": ("占比",),
    "排名": ("增速位次", "增速名次"),
}
"""What people say for it, however little it looks like it."""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that is meant by an everyday word, else the one most like a mistyped one; None when
    none is at all like it."""
    known = list(names)
    meant = (word for word in _EVERYDAY.get(name, ()) if word in known)
    return next(iter((*meant, *difflib.get_close_matches(name, known, n=1, cutoff=0.4))), None)
