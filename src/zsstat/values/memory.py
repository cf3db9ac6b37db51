"""What is made from a catalogue once and kept as long as the catalogue lives."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from zsstat.declarations import Catalogue

Made = TypeVar("Made")


def once_per_catalogue(make: Callable[[Catalogue], Made]) -> Callable[[Catalogue], Made]:
    """``make``, remembered by the identity of the catalogue (which holds mappings and so cannot be
    a key itself)."""
    kept: dict[int, tuple[weakref.ref[Catalogue], Made]] = {}

    @wraps(make)
    def remembered(catalogue: Catalogue) -> Made:
        key = id(catalogue)
        known = kept.get(key)
        if known is not None and known[0]() is catalogue:
            return known[1]
        made = make(catalogue)
        kept[key] = (weakref.ref(catalogue, lambda _: kept.pop(key, None)), made)
        return made

    return remembered
