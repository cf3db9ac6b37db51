"""A figure's road back to the cells: areas, lines, cells, and the operands of a rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zsstat.model.figures import Figure
from zsstat.model.places import CellRef


@dataclass(frozen=True, slots=True)
class TracedCell:
    """One summand: where it stands, the text as written, and what it adds (base unit; 1 for a
    counted row, below zero in a deduction line; a printed rate where places are computed)."""

    ref: CellRef
    text: str
    value: int | Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class TracedArea:
    """A reporter or an adjustment line of the city, and its cells. ``value`` is their sum (None
    for the members of a provincial field, which are not summed); ``shown`` is the same as people
    read it, exact and in the unit of the figure."""

    area: str
    name: str
    value: int | None
    cells: tuple[TracedCell, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """``areas`` for a sum, ``operands`` for what is computed from sums. ``unit`` is the base unit
    of the cells' values; ``reason`` says in words why the figure has no value."""

    figure: Figure
    name: str
    unit: str
    areas: tuple[TracedArea, ...] = ()
    operands: tuple[Trace, ...] = ()
    reason: str = ""

    def cells(self) -> Iterator[TracedCell]:
        for area in self.areas:
            yield from area.cells
        for operand in self.operands:
            yield from operand.cells()
