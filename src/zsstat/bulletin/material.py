"""What a bulletin needs besides the figures of the period; the caller takes it from the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from zsstat.bulletin.narrative import Narrative
from zsstat.model import CellRef, Exhibit, Figure

Maker: TypeAlias = Callable[[], Exhibit | None]


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a table: its name as the sender wrote it (a quote), its value, and the name of
    the area that it belongs to."""

    name: Figure
    value: Figure
    area: str = ""


def _no_rows(_indicator: str, _count: int) -> tuple[Item, ...]:
    return ()


def _no_places(_indicator: str) -> tuple[tuple[str, CellRef], ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Material:
    """``largest(indicator, count)``: the rows with the largest values of an indicator, largest
    first, at most ``count``. ``places(indicator)``: the destinations of the rows counted for it,
    as written, each with its cell, in the order of the rows. Both are asked only for what the
    template says. ``missing``: names of the reporters without an accepted return. ``tables`` and
    ``charts`` by name: each is made when the template asks for it, None where there is nothing to
    show. ``area`` is the reporter that the text is about, and whose rows ``largest`` and ``places``
    give; None for the city."""

    largest: Callable[[str, int], tuple[Item, ...]] = _no_rows
    places: Callable[[str], tuple[tuple[str, CellRef], ...]] = _no_places
    missing: tuple[str, ...] = ()
    tables: Mapping[str, Maker] = field(default_factory=dict)
    charts: Mapping[str, Maker] = field(default_factory=dict)
    narrative: Narrative | None = None
    area: str | None = None
