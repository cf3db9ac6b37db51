"""Which keys an entry of a catalogue file may have: read off the declarations themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, get_args, get_type_hints


def keys_beside(shape: type[Any], location: Sequence[int | str]) -> tuple[str, ...]:
    """The keys that may stand where ``location`` (as pydantic gives it) ends; none where any may.

    ``("indicator", 3, "unitt")`` → code, name, kind, unit …"""
    current = shape
    for step in location[:-1]:
        if isinstance(step, int):
            continue  # a member of the list whose type is known already
        found = _record(get_type_hints(current).get(step))
        if found is None:
            return ()
        current = found
    return tuple(field.name for field in dataclasses.fields(current))


def _record(annotation: Any) -> type[Any] | None:
    """The one record in ``tuple[Record, ...]`` or ``Record | None``."""
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return annotation
    return next((r for part in get_args(annotation) if (r := _record(part)) is not None), None)
