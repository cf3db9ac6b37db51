"""The period that heads a column: ``2020年1—12月``, ``2019年同期（万元）``, ``2020年``, ``1—9月``.

Months without a year are those of the return, from January on; a single month (9月) is not, for
what it heads is no cumulative value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from zsstat.model import Period
from zsstat.recognise.periods import Precision, arabic_years, mention, without_periods
from zsstat.recognise.words import Words

_SAME_PERIOD = re.compile(r"((?:19|20)\d\d)年(?:同期|同月)")
_PERIOD_WITHIN = re.compile(r"(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3}年|月|季度|上半年")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_FROM_JANUARY = re.compile(
    r"\(?(?:(?<!\d)[1一]月?[-~至到](?P<month>\d{1,2})月份?|(?P<named>上半年|第?一季度|前[二三]季度))\)?"
)
_LAST_MONTHS = {"一季度": 3, "第一季度": 3, "上半年": 6, "前二季度": 6, "前三季度": 9}
_EMPTY_BRACKETS = re.compile(r"\(\)")
_NOTHING_MORE = re.compile(r"\(?(?:[本当今]年)?(?:实际|累计)?(?:完成)?(?:数|值|额)?\)?")
"""What may stand beside the period without saying anything else."""
DECEMBER = 12
LATEST = 9999


@dataclass(frozen=True, slots=True)
class Headed:
    """A period as a heading says it: no ``year`` where only months are named, no ``month`` where
    only the year is; ``alike`` where the months are said to be those of another column
    (2019年同期)."""

    year: int | None
    month: int | None = None
    alike: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """Later periods have greater keys; a year by itself is a whole one, and no year is that of
        the return, the latest."""
        return self.year or LATEST, self.month or DECEMBER

    @property
    def period(self) -> Period | None:
        """The period that it says by itself."""
        return Period(*self.key) if self.year else None

    def is_base_of(self, later: Headed) -> bool:
        """Whether this is the same period of the year before."""
        if self.year is None or later.year not in (None, self.year + 1):
            return False
        return self.alike or self.key[1] == later.key[1]

    def agrees_with(self, period: Period) -> bool:
        """Whether a return of that period may call it so. A year alone says nothing of months."""
        return self.year in (None, period.year) and self.month in (None, period.month)

    def __str__(self) -> str:
        year = f"{self.year}年" if self.year else ""
        return year + (f"1—{self.month}月" if self.month else "")


def heading_period(names: Sequence[str], words: Words) -> Headed | None:
    """The period that the parts of a heading are and nothing besides; None where a part says
    something else. ``names`` are without units."""
    text = "".join(name for name in names if name not in words.says_nothing)
    said, rest = period_and_rest(text)
    return said if _NOTHING_MORE.fullmatch(rest) or rest in words.says_nothing else None


@lru_cache(maxsize=4096)
def period_and_rest(text: str) -> tuple[Headed | None, str]:
    """``2020年1—9月到位资金`` → the period and 到位资金; without a period None and the text."""
    if not _PERIOD_WITHIN.search(text):  # as nearly all headings
        return None, text
    text = arabic_years(text)
    if _BARE_YEAR.fullmatch(text):
        return Headed(int(text)), ""
    if found := _SAME_PERIOD.match(text):
        return Headed(int(found[1]), alike=True), text[found.end() :]
    spoken = mention(text)
    if spoken is None:
        return _months_and_rest(text)
    if spoken.precision < Precision.YEAR:
        return None, text
    exact = spoken.precision is Precision.MONTH
    headed = Headed(spoken.period.year, spoken.period.month if exact else None)
    return headed, _EMPTY_BRACKETS.sub("", without_periods(text))


def _months_and_rest(text: str) -> tuple[Headed | None, str]:
    """``1—9月到位资金``, ``到位资金（上半年）``."""
    found = _FROM_JANUARY.search(text)
    if found is None or _BARE_YEAR.search(text):
        return None, text
    month = _LAST_MONTHS[found["named"]] if found["named"] else int(found["month"])
    rest = text[: found.start()] + text[found.end() :]
    return (Headed(None, month), rest) if 1 < month <= DECEMBER else (None, text)
