"""What most likely went wrong where a total is not the sum of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MOST_TENS = 8
"""Up to so many noughts too many or too few."""


def nearest_cause(stated: int, rows: Mapping[str, int], within: Sequence[int]) -> str:
    """The first that explains the whole difference, as the end of a sentence; may be empty.

    ``stated`` and the values of ``rows`` (by what they are called) are base units; ``within`` are
    the 小计 among the rows. One row alone must explain it: where two rows have the same amount
    nobody knows which of them it was, and it is left open which."""
    added = sum(rows.values())
    return (
        _rows_missing_or_doubled(stated - added, rows)
        or _subtotals_added(stated - added, within)
        or _noughts(stated, added)
        or _swapped(stated, added)
    )


def _rows_missing_or_doubled(difference: int, rows: Mapping[str, int]) -> str:
    for verb, amount in (("漏了", -difference), ("多计了", difference)):
        fitting = [row for row, value in rows.items() if value == amount]
        if fitting and len(rows) > 1:
            which = "或".join(fitting[:3])
            return f"；正好{verb}{which}{'等' if len(fitting) > 3 else ''}的数"
    return ""


def _subtotals_added(difference: int, within: Sequence[int]) -> str:
    return (
        "；多出的正好是各小计之和，小计不应再加一遍" if within and difference == sum(within) else ""
    )


def _noughts(stated: int, added: int) -> str:
    if not stated or not added:
        return ""
    larger, smaller = max(abs(stated), abs(added)), min(abs(stated), abs(added))
    tens = len(str(larger)) - len(str(smaller))
    if 0 < tens <= MOST_TENS and smaller * 10**tens == larger:
        return f"；两者正好相差{10**tens}倍，请核对单位和小数点"
    return ""


def _swapped(stated: int, added: int) -> str:
    one, other = str(abs(stated)), str(abs(added))
    if len(one) != len(other):
        return ""
    places = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(places) != 2:
        return ""
    left, right = places
    if right != left + 1 or (one[left], one[right]) != (other[right], other[left]):
        return ""
    return f"；可能是数字{one[left]}、{one[right]}写颠倒了"
