"""Growth, ratio, share, completion and pace: exact, in percent, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

BASE_MISSING = "base_missing"
BASE_ZERO = "base_zero"
BASE_NEGATIVE = "base_negative"
BASE_INCOMPLETE = "base_incomplete"
CURRENT_INCOMPLETE = "current_incomplete"
POINTS = "points"
"""The indicator is itself a rate: its change is said in percentage points, it has no growth."""
VALUE_MISSING = "value_missing"
TARGET_MISSING = "target_missing"
DENOMINATOR_ZERO = "denominator_zero"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent, or None and the reason (``note``) why there is none."""

    value: Fraction | None
    note: str | None = None


def growth(
    current: int | None,
    base: int | None,
    *,
    current_complete: bool = True,
    base_complete: bool = True,
) -> Rate:
    """(current ÷ base − 1) × 100, or the reason why there is no such rate.

    The reasons, the first that applies: ``base_missing`` (no value last year), then
    ``current_incomplete`` (no value this year, or a reporter is missing in it),
    ``base_incomplete`` (a reporter is missing last year), ``base_zero``, ``base_negative``. Two
    equal values give 0; two zeros give ``base_zero``, which is said as 与上年持平.
    """
    if base is None:
        return Rate(None, BASE_MISSING)
    if current is None or not current_complete:
        return Rate(None, CURRENT_INCOMPLETE)
    if not base_complete:
        return Rate(None, BASE_INCOMPLETE)
    if base == 0:
        return Rate(None, BASE_ZERO)
    if base < 0:
        return Rate(None, BASE_NEGATIVE)
    return Rate(Fraction(current - base, base) * 100)


def ratio(numerator: int | None, denominator: int | None) -> Rate:
    """numerator ÷ denominator × 100, both sums. No rate without both or over zero."""
    if numerator is None or denominator is None:
        return Rate(None, VALUE_MISSING)
    if denominator == 0:
        return Rate(None, DENOMINATOR_ZERO)
    return Rate(Fraction(numerator, denominator) * 100)


def share(part: int | None, whole: int | None) -> Rate:
    """What percentage of the whole a part is."""
    return ratio(part, whole)


def completion(value: int | None, target: int | None) -> Rate:
    """value ÷ target × 100; ``target_missing`` without a target above zero."""
    if target is None or target <= 0:
        return Rate(None, TARGET_MISSING)
    return ratio(value, target)


def pace_gap(completed: Rate, month: int) -> Rate:
    """Completion minus month ÷ 12, in percentage points: how far ahead of (behind) the calendar."""
    if completed.value is None:
        return completed
    return Rate(completed.value - Fraction(month * 100, 12))
