"""Ledger lines: what accepted records are posted as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zsstat.model.places import CellRef, Period


class Role(StrEnum):
    """What an observation is: a fact, or a target set for one."""

    ACTUAL = "actual"
    TARGET = "target"


class Dimension(StrEnum):
    """By what a figure can be broken down, besides area and period."""

    INDUSTRY = "industry"
    SOURCE = "source"
    STAGE = "stage"
    CONSTRUCTION = "construction"
    SIZE = "size"
    PLACE = "place"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Observation:
    """A ledger line: a whole number of the indicator's base unit (元, 美元, 个), from one row.

    ``ref`` is the deciding cell: the cell that holds the value or, for a counted row (value 1),
    the cell that decided that it counts. ``conditions`` are the cells its conditions looked at.
    ``joint`` is the key of a joint activity, equal for all reporters that took part in it."""

    area: str
    indicator: str
    period: Period
    value: int
    ref: CellRef
    table: str
    sheet: str
    row: int
    role: Role = Role.ACTUAL
    dimensions: Mapping[Dimension, str] = field(default_factory=dict)
    conditions: tuple[CellRef, ...] = ()
    joint: str | None = None
