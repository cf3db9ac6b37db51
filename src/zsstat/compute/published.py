"""Published figures are rounded: each stands for an interval, and so does what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= value <= self.high

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


def published_interval(printed: Decimal, decimals: int | None = None) -> Interval:
    """The values that print as ``printed`` when rounded to ``decimals``.

    ``decimals`` left out: as many as are written. An office that trims zeros prints 818 for
    818.00, so 818 is read with 2 decimals there and with 0 (the widest reading) otherwise. Both
    ends are included, whichever way ties are rounded."""
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {printed}")  # noqa: TRY004 - a Decimal, but NaN
    places = max(-exponent, 0) if decimals is None else decimals
    half = Fraction(1, 2 * 10**places)
    return Interval(Fraction(printed) - half, Fraction(printed) + half)


def implied_base(current: Interval, rate: Interval) -> Interval | None:
    """The bases that a published value and its published growth (percent) leave possible.

    None where the growth may be −100 % or less, or the value negative: then every base is."""
    lowest, highest = (1 + bound / 100 for bound in (rate.low, rate.high))
    if lowest <= 0 or current.low < 0:
        return None
    return Interval(current.low / highest, current.high / lowest)


def compatible(current: Interval, base: Interval, rate: Interval) -> bool:
    """Whether some base in ``base`` could give this published pair of value and growth."""
    implied = implied_base(current, rate)
    return implied is None or implied.overlaps(base)


def printed_amount_interval(value: int, step: int) -> Interval:
    """The amounts that print as ``value`` (base unit), by its own trailing zeros.

    The last printed digit is the largest power of ten that divides ``value``, but never more than
    ``step``, one display unit: 81 800 000 000 元 shown in 亿元 may be anything from 817.5 to
    818.5亿元. This is the widest reading; who knows the printed decimals reads more narrowly."""
    precision = 1
    while precision * 10 <= step and value % (precision * 10) == 0:
        precision *= 10
    half = Fraction(precision, 2)
    return Interval(value - half, value + half)


def agrees(ours: Fraction | int | None, printed: Interval | None) -> bool | None:
    """Whether our exact value rounds to what was printed; None when one of the two is missing."""
    return None if ours is None or printed is None else ours in printed
