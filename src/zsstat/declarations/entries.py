"""What entries of every kind have in common: strict keys, conditions, years that they hold in."""

from __future__ import annotations

from typing import Any, TypeAlias

STRICT: dict[str, Any] = {"extra": "forbid"}
"""The ``__pydantic_config__`` of every record: an unknown key of an entry is refused."""
Expression: TypeAlias = str
"""A condition or value in the catalogue's small language (:mod:`zsstat.expressions`)."""


def in_years(year: int, since: int | None, until: int | None) -> bool:
    """Whether ``year`` lies from ``since`` to ``until``, both inclusive; None is open."""
    return (since is None or since <= year) and (until is None or year <= until)
