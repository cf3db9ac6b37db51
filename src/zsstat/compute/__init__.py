"""Exact arithmetic of statistics: growth, share, completion, pace, placement. Nothing is rounded.

Amounts are whole numbers of an indicator's base unit; every rate is a :class:`fractions.Fraction`
in percent. Where there is no rate, a :class:`Rate` says why (see
:func:`zsstat.compute.rates.growth` for the reasons). Rounding and words belong to
:mod:`zsstat.figures`.
"""

from zsstat.compute.book import Book
from zsstat.compute.placement import (
    Place,
    Placement,
    ProvinceLine,
    placement,
    printed_rates,
    ranking,
)
from zsstat.compute.published import (
    Interval,
    agrees,
    compatible,
    implied_base,
    printed_amount_interval,
    published_interval,
)
from zsstat.compute.rates import (
    BASE_INCOMPLETE,
    BASE_MISSING,
    BASE_NEGATIVE,
    BASE_ZERO,
    CURRENT_INCOMPLETE,
    DENOMINATOR_ZERO,
    POINTS,
    TARGET_MISSING,
    VALUE_MISSING,
    Rate,
    completion,
    growth,
    pace_gap,
    ratio,
    share,
)

__all__ = [
    "BASE_INCOMPLETE",
    "BASE_MISSING",
    "BASE_NEGATIVE",
    "BASE_ZERO",
    "CURRENT_INCOMPLETE",
    "DENOMINATOR_ZERO",
    "POINTS",
    "TARGET_MISSING",
    "VALUE_MISSING",
    "Book",
    "Interval",
    "Place",
    "Placement",
    "ProvinceLine",
    "Rate",
    "agrees",
    "compatible",
    "completion",
    "growth",
    "implied_base",
    "pace_gap",
    "placement",
    "printed_amount_interval",
    "printed_rates",
    "published_interval",
    "ranking",
    "ratio",
    "share",
]
