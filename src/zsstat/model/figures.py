"""Figures: values with a history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from zsstat.model.ledger import Dimension
from zsstat.model.places import CellRef, Period


class Measure(StrEnum):
    """What a figure says about an indicator."""

    VALUE = "value"
    BASE = "base"
    DEDUCTION = "deduction"
    ADJUSTMENT = "adjustment"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"
    TARGET = "target"
    COMPLETION = "completion"
    PACE = "pace"
    GROWTH_RANK = "growth_rank"
    COMPLETION_RANK = "completion_rank"
    SINGLE = "single"
    SINGLE_BASE = "single_base"
    SINGLE_GROWTH = "single_growth"
    SINGLE_PREVIOUS = "single_previous"
    MONTH_ON_MONTH = "month_on_month"
    SINGLE_DEDUCTION = "single_deduction"
    SINGLE_ADJUSTMENT = "single_adjustment"
    BALANCE_CHANGE = "balance_change"
    LIKE_FOR_LIKE = "like_for_like"
    COMPARABLE = "comparable"
    COMPARABLE_BASE = "comparable_base"
    POINTS = "points"
    SCORE = "score"
    SCORE_RANK = "score_rank"
    STAGE = "stage"
    PERIOD = "period"
    CONSTANT = "constant"
    QUOTE = "quote"
    NARRATIVE = "narrative"


SINGLE_MEASURES = frozenset(
    {
        Measure.SINGLE,
        Measure.SINGLE_BASE,
        Measure.SINGLE_GROWTH,
        Measure.SINGLE_PREVIOUS,
        Measure.MONTH_ON_MONTH,
        Measure.SINGLE_DEDUCTION,
        Measure.SINGLE_ADJUSTMENT,
        Measure.BALANCE_CHANGE,
    }
)
"""What is said of a single month and not of the months from January on."""


@dataclass(frozen=True, slots=True)
class FigureKey:
    """The key under which a figure's sources are looked up when somebody asks.

    ``dimension`` and ``member`` narrow it (industry = 装备制造); ``row`` is the ledger row (a
    record's id in the store) when the figure is about a single project. Of an assessment
    ``assessment`` is its id and ``item`` the name of the item that points were given for."""

    measure: Measure
    indicator: str = ""
    area: str = ""
    period: Period | None = None
    dimension: Dimension | None = None
    member: str | None = None
    record: int | None = None
    assessment: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with a history. ``value`` is exact and in ``unit`` (percent for rates, a place for
    placements; None where there is no value); ``display`` is what a person reads, made once by
    :mod:`zsstat.figures`; ``number`` is the rounded number alone as it is printed; ``formula``
    says in Chinese how it was computed, with its operands."""

    key: FigureKey
    value: Fraction | None
    unit: str
    decimals: int
    number: str
    display: str
    formula: str
    note: str | None = None
    cells: tuple[CellRef, ...] = ()

    def __str__(self) -> str:
        return self.display


Part: TypeAlias = str | Figure
Parts: TypeAlias = tuple[Part, ...]
