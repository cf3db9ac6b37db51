"""The one rounding of the program, and numbers as text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zsstat.declarations import Rounding

_DIGITS = "零一二三四五六七八九"


def round_half(value: Fraction, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """``value`` rounded to ``decimals``; the one rounding of the program.

    Ties go away from zero (四舍五入, of negative numbers too) or, with HALF_EVEN, to the even digit
    (GB/T 8170). The result has exactly ``decimals`` decimals and is never a negative zero."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    if twice > 0 or (twice == 0 and (rounding is Rounding.HALF_UP or whole % 2)):
        whole += 1
    sign = "-" if value < 0 and whole else ""
    return Decimal(f"{sign}{whole}E-{decimals}")


def trimmed(number: Decimal) -> str:
    """The number without padded zeros and never with an exponent: 818.00 → 818, 25.80 → 25.8."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_text(value: Fraction) -> str:
    """The exact value as a decimal, unrounded and trimmed; one that has no finite decimal (a rate
    such as 1/3) as a fraction."""
    places, denominator = 0, value.denominator
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        places = max(places, count)
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return trimmed(round_half(value, places))


def chinese_number(number: int) -> str:
    """1 → 一, 11 → 十一, 20 → 二十; for places, from 1 to 99."""
    if not 1 <= number <= 99:
        raise ValueError(f"no Chinese place for {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")
