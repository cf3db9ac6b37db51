"""Joint activities: each reporter counts its own, the city takes the surplus off once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zsstat.model import CellRef


@dataclass(frozen=True, slots=True)
class JointLine:
    """A ledger line of an activity that several reporters may have counted; ``joint`` is the
    key that they share, ``value`` is in the indicator's base unit."""

    area: str
    indicator: str
    joint: str
    value: int
    ref: CellRef


@dataclass(frozen=True, slots=True)
class Deduction:
    """What the city takes off because ``kept`` counts the same activity. ``value`` is below zero
    and cancels the lines of ``area`` whose cells are ``cells``."""

    indicator: str
    area: str
    joint: str
    value: int
    kept: str
    cells: tuple[CellRef, ...]


def joint_deductions(lines: Iterable[JointLine], order: Sequence[str]) -> tuple[Deduction, ...]:
    """The city's deductions: per indicator and activity all reporters but one, once each.

    The reporter with the largest sum is kept. Ties: the one that stands first in ``order`` (an
    area that is not in it comes after all that are, by id). An activity that only one reporter
    sent is not deducted, nor is a sum of zero. Sorted by indicator, activity and ``order``."""
    place = {area: number for number, area in enumerate(order)}

    def rank(area: str) -> tuple[int, str]:
        return (place.get(area, len(place)), area)

    deductions = []
    for (indicator, joint), by_area in sorted(_by_activity(lines).items()):
        sums = {area: sum(line.value for line in found) for area, found in by_area.items()}
        kept = min(sums, key=lambda area: (-sums[area], rank(area)))
        deductions += [
            Deduction(
                indicator, area, joint, -sums[area], kept, tuple(x.ref for x in by_area[area])
            )
            for area in sorted(sums, key=rank)
            if area != kept and sums[area]
        ]
    return tuple(deductions)


def _by_activity(
    lines: Iterable[JointLine],
) -> dict[tuple[str, str], dict[str, list[JointLine]]]:
    activities: dict[tuple[str, str], dict[str, list[JointLine]]] = defaultdict(dict)
    for line in lines:
        activities[line.indicator, line.joint].setdefault(line.area, []).append(line)
    return activities
