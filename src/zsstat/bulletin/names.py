"""Names that were mistyped."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name most like a mistyped one, or None when none is at all like it."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=0.4)), None)
