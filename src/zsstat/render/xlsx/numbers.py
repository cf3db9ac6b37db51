"""What a cell holds and how it shows it: the exact number under a format that prints the figure.

A spreadsheet shows a number rounded half away from zero from its first 15 digits. The number that
a cell holds is chosen so that what is shown is the printed figure, whatever rounding that was made
with: the exact value where it has no more than 15 significant digits, else its first 15, rounded
or, where that would show another figure, cut off; and the printed number where none of them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache

from zsstat.model import Figure

MOST_DIGITS = 15
"""Excel keeps no more significant digits: a figure of which more are printed is written as text."""
_PRINTED = re.compile(r'([^\d"-]*)(-?\d+(?:\.\d+)?)([^\d"]*)')
_ROOMY = Context(prec=100)


@dataclass(frozen=True, slots=True)
class Held:
    """A number as a cell holds it. ``printed`` is what it shows, between ``before`` and ``after``
    (并列3, 0.25百分点), ``decimals`` of its digits behind the point; ``unsigned``: it is negative
    and its sign is not shown (后退2位)."""

    number: Decimal
    printed: str
    decimals: int
    before: str = ""
    after: str = ""
    unsigned: bool = False

    @property
    def bare(self) -> bool:
        """Nothing is shown beside the number."""
        return not (self.before or self.after)

    @property
    def is_tiny(self) -> bool:
        """Not zero, and printed as zero."""
        return self.bare and bool(self.number) and not Decimal(self.printed)

    def shown(self, decimals: int = 0) -> str:
        """The printed text; ``decimals`` as in :meth:`code`."""
        return f"{self.before}{self.printed}{' ' * self._room(decimals)}{self.after}"

    def code(self, decimals: int = 0) -> str:
        """The number format. The room of the digits that the longest number of the column has more
        (``decimals`` of them) stays blank, so that the points stand in one line."""
        room = self._room(decimals)
        point = "_." if room and not self.decimals else ""
        digits = "0" + ("." if self.decimals else "") + "0" * self.decimals
        blank = point + "_0" * (room - len(point) // 2)
        return self._signed(f"{_quoted(self.before)}{digits}{blank}{_quoted(self.after)}")

    def sign(self, text: str) -> str:
        """A number format that shows ``text`` in the place of the number."""
        return self._signed(_quoted(text))

    def _room(self, decimals: int) -> int:
        if not self.bare or decimals <= self.decimals:
            return 0
        return decimals - self.decimals + (0 if self.decimals else 1)

    def _signed(self, section: str) -> str:
        return f"{section};{section}" if self.unsigned else section


def held(figure: Figure) -> Held | None:
    """What a cell holds of a figure; None where it is no number (无可比数据) or one with too many
    digits, which then is text."""
    found = _PRINTED.fullmatch(figure.number)
    if figure.value is None or found is None:
        return None
    before, digits, after = found.groups()
    printed = Decimal(digits)
    if len(printed.as_tuple().digits) > MOST_DIGITS:
        return None
    unsigned = figure.value < 0 and not digits.startswith("-")
    decimals = len(digits.partition(".")[2])
    wanted = abs(printed)
    number = next(c for c in _candidates(abs(figure.value), wanted) if _shows(c, decimals, wanted))
    negative = unsigned or printed < 0
    return Held(-number if negative else number, digits, decimals, before, after, unsigned)


def _candidates(value: Fraction, printed: Decimal) -> Iterator[Decimal]:
    for rounding in (ROUND_HALF_UP, ROUND_DOWN):
        context = Context(prec=MOST_DIGITS, rounding=rounding)
        yield context.divide(Decimal(value.numerator), Decimal(value.denominator))
    yield printed


def _shows(number: Decimal, decimals: int, wanted: Decimal) -> bool:
    """Whether a spreadsheet shows the number as it is printed."""
    return number.quantize(_step(decimals), rounding=ROUND_HALF_UP, context=_ROOMY) == wanted


@cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
