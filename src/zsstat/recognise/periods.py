"""The period that a text names: 2020年1—9月, 2020年度, 截至2020年9月底, 二〇二〇年上半年.

A full date (2020年10月12日) is when something was signed or printed and names no period, unless it
says 截至. A year before 同期, 以来 … is another year's; one before 目标 is that of the target
and serves only where nothing else is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from zsstat.model import Period
from zsstat.values import normalise

_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[一二][〇○零一二三四五六七八九]{3}(?=年)")
_CHINESE_MONTH = re.compile(
    r"(?<=[年\-~至到])(十[一二]?|[一二三四五六七八九])(?=月|[\-~至到]十?[一二三四五六七八九]?月)"
)
_DASH = r"[-~至到]"
_PERIOD = re.compile(
    rf"""(?P<until>截至|截止|至)?(?P<year>(?:19|20)\d\d)年?(?:度)?
    (?:\(?(?:
        (?P<first>\d{{1,2}})月?{_DASH}(?:(?P<again>(?:19|20)\d\d)年)?(?P<last>\d{{1,2}})月
      | (?P<month>\d{{1,2}})月(?:份)?(?P<day>\d{{1,2}}日)?
      | (?P<half>上半年|下半年|全年)
      | (?P<quarter>前?[一二三四1-4]季度)
    )\)?)?
    (?P<after>目标|同期|以来|基数|起|末|底|前|后)?""",
    re.VERBOSE,
)
_MONTHS_ONLY = re.compile(rf"(?<!\d)(?:1月?{_DASH})?(?P<month>\d{{1,2}})月(?:份)?(?!\d|\d*日)")
_NUMERIC_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)[./-]?(?P<month>0?[1-9]|1[0-2])")
_HALVES = {"上半年": 6, "下半年": 12, "全年": 12}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


class Precision(IntEnum):
    """How much a mention is worth: a target's year, a bare 2020年10月 line, a year, a month."""

    TARGET = 0
    PRINTED = 1
    YEAR = 2
    MONTH = 3


@dataclass(frozen=True, slots=True)
class Mention:
    period: Period
    precision: Precision


def arabic_years(text: str) -> str:
    """``text`` normalised, with Chinese years and months in digits."""
    plain = normalise(text)
    plain = _CHINESE_YEAR.sub(lambda m: m[0].translate(_CHINESE_DIGITS), plain)
    return _CHINESE_MONTH.sub(lambda m: str(_small(m[0])), plain)


def _small(numeral: str) -> int:
    if numeral.startswith("十"):
        return 10 + (int(numeral[1:].translate(_CHINESE_DIGITS)) if numeral[1:] else 0)
    return int(numeral.translate(_CHINESE_DIGITS))


def without_periods(text: str) -> str:
    """The normalised text less what it says about time."""
    return _PERIOD.sub("", arabic_years(text))


def mention(text: str, *, labelled: bool = False, cover: bool = False) -> Mention | None:
    """The period that a title, a line of a ``cover`` or the value behind a label names."""
    plain = arabic_years(text)
    if labelled and (numeric := _NUMERIC_MONTH.fullmatch(plain)):
        return Mention(Period(int(numeric["year"]), int(numeric["month"])), Precision.MONTH)
    found = list(_mentions(plain, cover=cover))
    return max(found, key=lambda m: m.precision, default=None)


def _mentions(plain: str, *, cover: bool) -> Iterator[Mention]:
    for match in _PERIOD.finditer(plain):
        if match["year"] + "年" not in match[0] and match[0] != plain:
            continue  # a number such as a code
        mentioned = _mention(match)
        if mentioned is None:
            continue
        printed = cover and match[0] == plain and match["month"] is not None
        yield Mention(mentioned.period, Precision.PRINTED) if printed else mentioned


def _mention(match: re.Match[str]) -> Mention | None:
    if match["day"] and not match["until"]:
        return None
    month = _month(match)
    after = match["after"] or ""
    if after == "目标":
        return Mention(Period(int(match["year"]), month or 12), Precision.TARGET)
    if after in ("同期", "以来", "基数", "起", "前", "后") or (after and month is None):
        return None
    if month is None:
        return Mention(Period(int(match["year"])), Precision.YEAR)
    if not 1 <= month <= 12:
        return None
    return Mention(Period(int(match["again"] or match["year"]), month), Precision.MONTH)


def _month(match: re.Match[str]) -> int | None:
    if match["half"]:
        return _HALVES[match["half"]]
    if match["quarter"]:
        return _QUARTERS[match["quarter"].removeprefix("前")[0]]
    text = match["last"] or match["month"]
    return int(text) if text else None


def months_only(text: str) -> int | None:
    """``1—9月`` → 9, where the year stands elsewhere."""
    plain = arabic_years(text)
    if _PERIOD.search(plain):
        return None
    found = _MONTHS_ONLY.search(plain)
    month = int(found["month"]) if found else 0
    return month if 1 <= month <= 12 else None
