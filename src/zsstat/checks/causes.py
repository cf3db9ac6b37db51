"""What most likely went wrong where a total is not the sum of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_TENS = 8
"""Up to so many noughts too many or too few in the total itself."""
UNIT_SLIPS = (3, 4, -4)
"""Powers of ten by which one row is off when somebody took one unit for another."""
MOST_SAID = 2
"""More causes than these fit by chance, and naming them would help nobody."""
_MOST_ROWS = 3


def nearest_cause(stated: int, rows: Mapping[str, int], within: Sequence[int]) -> str:
    """What explains the whole difference, as the end of a sentence; may be empty.

    ``stated`` and the values of ``rows`` (by what they are called) are base units; ``within`` are
    the 小计 among the rows. One slip alone must explain it. Where two explain it equally well both
    are said, where more do none is: a clerk who looks for the wrong one is worse off than one who
    looks for himself. So what is said contains the true cause whenever that is one of these."""
    if not stated:
        return ""  # a total that nobody filled in
    causes = list(_causes(stated, rows, within))
    return "；" + "；或者".join(causes) if 0 < len(causes) <= MOST_SAID else ""


def _causes(stated: int, rows: Mapping[str, int], within: Sequence[int]) -> Iterator[str]:
    added = sum(rows.values())
    if len(rows) > 1:
        yield from _of_one_row(stated - added, rows)
    if within and stated - added == sum(within):
        yield "多出的正好是各小计之和，小计不应再加一遍"
    yield from _noughts(stated, added)
    yield from _swapped(stated, added)


def _of_one_row(difference: int, rows: Mapping[str, int]) -> Iterator[str]:
    """A row left out, counted twice, taken with the wrong sign or in another unit. Where several
    rows have the same amount nobody knows which of them it was, and it is left open which."""
    added = sum(rows.values())
    if which := _rows(row for row, value in rows.items() if value == -difference):
        yield f"正好漏了{which}的数"
    if which := _rows(row for row, value in rows.items() if value == difference):
        yield f"正好多计了{which}的数"
    if which := _rows(row for row, value in rows.items() if -2 * value == difference):
        yield f"正好差{which}的数的两倍，可能是正负号弄反了"
    for tens in UNIT_SLIPS:
        slipped = (
            row
            for row, value in rows.items()
            if value and value != added and _slips_by(difference, value, tens)
        )
        if which := _rows(slipped):
            way = "扩大" if tens > 0 else "缩小"
            yield f"{which}的数{way}{10 ** abs(tens)}倍就正好相符，请核对它的单位"


def _slips_by(difference: int, value: int, tens: int) -> bool:
    """Whether the difference is what a value gains when it is taken ten to the ``tens``-fold."""
    fold: int = 10 ** abs(tens)
    if tens > 0:
        return difference == value * (fold - 1)
    return difference * fold == value * (1 - fold)


def _rows(fitting: Iterable[str]) -> str:
    named = list(fitting)
    return "或".join(named[:_MOST_ROWS]) + ("等" if len(named) > _MOST_ROWS else "")


def _noughts(stated: int, added: int) -> Iterator[str]:
    larger, smaller = max(abs(stated), abs(added)), min(abs(stated), abs(added))
    tens = len(str(larger)) - len(str(smaller))
    if smaller and 0 < tens <= MOST_TENS and smaller * 10**tens == larger:
        yield f"两者正好相差{10**tens}倍，请核对单位和小数点"


def _swapped(stated: int, added: int) -> Iterator[str]:
    one, other = str(abs(stated)), str(abs(added))
    if len(one) != len(other):
        return
    places = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(places) == 2:
        left, right = places
        if right == left + 1 and (one[left], one[right]) == (other[right], other[left]):
            yield f"可能是数字{one[left]}、{one[right]}写颠倒了"
