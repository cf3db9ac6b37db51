"""The period that a text names: 2020年1—9月, 2020年度, 截至2020年9月底, 二〇二〇年前三季度.

A full date (2020年10月12日) is when something was signed or printed and names no period, unless it
says 截至. A year before 同期, 以来 … is another year's; one before 目标 is that of the target
and serves only where nothing else is said. What follows the year and speaks of months or quarters
that are not understood never makes a whole year: such a mention is ``UNCLEAR``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from zsstat.model import Period
from zsstat.values import normalise

DECEMBER = 12
_ZERO = "〇○◯零o0"
_ONES = "一二三四五六七八九"
_CHINESE_DIGITS = str.maketrans(f"{_ZERO}{_ONES}", "0" * len(_ZERO) + "123456789")
_CHINESE_YEAR = re.compile(rf"[一二][{_ZERO}{_ONES}]{{3}}(?=年)")
_DASH = r"(?:[-~]{1,3}|[至到])"
_SMALL = rf"[元十{_ONES}\d]{{1,2}}"
_SHORT_YEAR = re.compile(
    rf"(?<![\d近第前后约达共期])([12]\d)(?=年度?\(?"
    rf"(?:[前第]?{_SMALL}个?(?:[月季]|{_DASH}第?{_SMALL}个?[月季])|q[1-4]|[上下]半年))"
)
"""20年1—9月: two digits are a year where months or a quarter follow."""
_FIRST_MONTH = re.compile(
    rf"(?<![\d万亿千百美港欧日])元(?=月|{_DASH}\d{{0,2}}[十{_ONES}]{{0,2}}月)"
)
_CHINESE_MONTH = re.compile(
    rf"(?<=[年度(\-~至到前])(十[一二]?|[{_ONES}])"
    rf"(?=个?月|{_DASH}(?:十?[{_ONES}]?|十[一二]|\d{{1,2}})月)"
)
_YEAR = r"(?:19|20)\d\d"
_UNTIL = "截至|截止至?|至|到"
_NTH = "[一二三四1-4]"
_QUARTER = rf"(?:第?{_NTH}(?:季度?)?{_DASH}第?{_NTH}个?季度?|[前第]{_NTH}个?季度?|{_NTH}个?季度)"
_MONTHS = rf"""
        (?P<first>\d{{1,2}})(?:月份?)?{_DASH}(?:(?P<again>{_YEAR})年)?(?P<last>\d{{1,2}})个?月
      | 1月1日{_DASH}(?:(?P<again_day>{_YEAR})年)?(?P<last_day>\d{{1,2}})月\d{{1,2}}日
      | 前?(?P<month>\d{{1,2}})个?月(?:份)?(?P<day>\d{{1,2}}日)?
      | (?P<half>上半年|下半年|半年|全年)
      | (?P<quarter>{_QUARTER}|q[1-4](?:{_DASH}q?[1-4])?(?!\d)|[1-4]{_DASH}q[1-4](?!\d))"""
_PERIOD = re.compile(
    rf"""(?P<until>{_UNTIL})?(?P<year>{_YEAR})年?(?:度)?
    (?:\(?(?P<till>{_UNTIL})?(?:{_MONTHS})\)?)?
    (?P<after>目标|同期|以来|基数|起|末|底|前|后)?""",
    re.VERBOSE,
)


def _numeric_range(mark: str, month: str, dash: str, *, years: str) -> re.Pattern[str]:
    """From month to month, or day to day, in numbers; ``years``: whether the second has its own."""
    day = rf"(?:{mark}\d\d?)?"
    return re.compile(
        rf"(?<![\d./\-])(?P<year>{_YEAR}){mark}{month}{day}{dash}"
        rf"(?:(?P<again>{_YEAR}){mark}){years}(?P<last>{month}){day}(?![\d./])(?:月份?)?"
    )


_TWO_DIGITS = r"(?:0[1-9]|1[0-2])"
_NUMERIC_RANGES = (
    _numeric_range("[./]", r"\d\d?", _DASH, years="?"),
    _numeric_range("-", r"\d\d?", _DASH, years=""),
    _numeric_range("-", r"\d\d?", "[~至到]", years="?"),
    _numeric_range("", _TWO_DIGITS, _DASH, years="?"),
)
"""2020.1-9, 2020.1.1—2020.9.30; 2020-01-01至2020-09-30, but 2020-1-9 is a day; 202001-202009."""
_NUMERIC_WITHIN = re.compile(
    rf"(?<![\da-z.,/\-号码])(?P<year>{_YEAR})(?:[./-](?P<month>0?[1-9]|1[0-2])|(?P<both>{_TWO_DIGITS}))"
    r"(?:月份?|(?![\d.,/\-~至到号批期版稿次年%万亿千百元亩吨米平公个户家]))"
)
"""2020-09, 2020.9月, 202009 within a text; no amount and no number of a paper."""
_COUNTING = rf"[第前共约各每当本分逐元十{_ONES}\d、,.\-~至到_()q]"
_NOT_UNDERSTOOD = re.compile(
    rf"\(?(?:{_COUNTING}{{1,12}}(?:个?月|季[度报末])|{_COUNTING}{{1,8}}{_DASH}{_COUNTING}{{1,4}}季"
    rf"|季[度报末]|第[{_ONES}十\d]季|月[报度份末底]|[各每当本分逐]季|q\d"
    rf"|\d{{1,2}}{_DASH}\d{{1,2}}(?!\d)|截[至止]|0\d(?!\d))"
)
"""Behind a year: it is about a part of the year, nobody knows which."""
_BLANK_LEFT = re.compile(r"年度?\s+(?:月|季度)")
_FURTHER = re.compile(r"[、,和及]\d{1,2}个?月|[、,和及]第?[一二三四1-4]季度")
_OWN_MONTH = ("当月", "本月", "单月")
"""A month by itself and not all of them since January."""
_AT_START = re.compile(rf"\(?(?:{_MONTHS})", re.VERBOSE)
_QUARTER_WITHIN = re.compile(rf"(?P<quarter>{_QUARTER})")
_MONTHS_ONLY = re.compile(rf"(?<!\d)(?:1月?{_DASH})?(?P<month>\d{{1,2}})月(?:份)?(?!\d|\d*日)")
_NUMERIC_MONTH = re.compile(rf"(?P<year>{_YEAR})[./-]?(?P<month>0?[1-9]|1[0-2])(?:月份?)?")
_HALVES = {"上半年": 6, "半年": 6, "下半年": 12, "全年": 12}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


class Precision(IntEnum):
    """How much a mention is worth: a target's year, a bare 2020年10月 line, a year, a part of a
    year that is not understood, a month."""

    TARGET = 0
    PRINTED = 1
    YEAR = 2
    UNCLEAR = 3
    MONTH = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """``whole``: it says that the whole year is meant (2020年度), and not only which year."""

    period: Period
    precision: Precision
    whole: bool = False


def arabic_years(text: str) -> str:
    """``text`` normalised, with Chinese years and months in digits."""
    plain = normalise(text)
    plain = _SHORT_YEAR.sub(r"20\1", plain)
    plain = _CHINESE_YEAR.sub(lambda m: m[0].translate(_CHINESE_DIGITS), plain)
    plain = _FIRST_MONTH.sub("1", plain)
    return _CHINESE_MONTH.sub(lambda m: str(_small(m[0])), plain)


def _small(numeral: str) -> int:
    if numeral.startswith("十"):
        return 10 + (int(numeral[1:].translate(_CHINESE_DIGITS)) if numeral[1:] else 0)
    return int(numeral.translate(_CHINESE_DIGITS))


def without_periods(text: str) -> str:
    """The normalised text less what it says about time."""
    plain = arabic_years(text)
    for pattern in (*_NUMERIC_RANGES, _NUMERIC_WITHIN, _PERIOD):
        plain = pattern.sub("", plain)
    return plain


def mention(text: str, *, labelled: bool = False, cover: bool = False) -> Mention | None:
    """The period that a title, a line of a ``cover`` or the value behind a label names; None where
    it is unclear."""
    found = any_mention(text, labelled=labelled, cover=cover)
    return None if found and found.precision is Precision.UNCLEAR else found


def any_mention(text: str, *, labelled: bool = False, cover: bool = False) -> Mention | None:
    """The same, and an unclear one as such, with the year that it names."""
    plain = arabic_years(text)
    if labelled and (numeric := _NUMERIC_MONTH.fullmatch(plain)):
        return Mention(Period(int(numeric["year"]), int(numeric["month"])), Precision.MONTH)
    found = list(_mentions(plain, cover=cover, blank_left=bool(_BLANK_LEFT.search(text))))
    return max(found, key=lambda m: m.precision, default=None)


def _mentions(plain: str, *, cover: bool, blank_left: bool) -> Iterator[Mention]:
    yield from _numeric_mentions(plain)
    for match in _PERIOD.finditer(plain):
        if match["year"] + "年" not in match[0] and match[0] != plain:
            continue  # a number such as a code
        mentioned = _mention(match)
        if mentioned is None:
            continue
        rest = plain[match.end() :]
        open_year = mentioned.precision is Precision.YEAR
        part = match["first"] not in (None, "1", "01") or rest.startswith(_OWN_MONTH)
        if (
            part
            or _FURTHER.match(rest)
            or (open_year and (blank_left or _NOT_UNDERSTOOD.match(rest)))
        ):
            yield Mention(mentioned.period, Precision.UNCLEAR)
            continue
        printed = cover and match[0] == plain and match["month"] is not None
        yield Mention(mentioned.period, Precision.PRINTED) if printed else mentioned


def _numeric_mentions(plain: str) -> Iterator[Mention]:
    """A line that is nothing but 2020.10 says when it was printed."""
    for pattern in _NUMERIC_RANGES:
        for match in pattern.finditer(plain):
            yield from _until(match["year"], match["again"], match["last"])
    for match in _NUMERIC_WITHIN.finditer(plain):
        period = Period(int(match["year"]), int(match["month"] or match["both"]))
        yield Mention(period, Precision.PRINTED if match[0] == plain else Precision.MONTH)


def _until(year: str, again: str | None, month: str) -> Iterator[Mention]:
    """A span that began in another year is no period."""
    if 1 <= int(month) <= DECEMBER:
        if again in (None, year):
            yield Mention(Period(int(year), int(month)), Precision.MONTH)
        else:
            yield Mention(Period(int(again or year)), Precision.UNCLEAR)


def _mention(match: re.Match[str]) -> Mention | None:
    if match["day"] and not (match["until"] or match["till"]):
        return None
    month = _month(match)
    year = int(match["again"] or match["again_day"] or match["year"])
    after = match["after"] or ""
    if after == "目标":
        return Mention(Period(int(match["year"]), month or DECEMBER), Precision.TARGET)
    if after in ("同期", "以来", "基数", "起", "前", "后") or (after and month is None):
        return None
    if month is None:
        return Mention(Period(year), Precision.YEAR, whole=match[0].endswith("度"))
    if not 1 <= month <= DECEMBER or year != int(match["year"]):
        return Mention(Period(year), Precision.UNCLEAR)
    return Mention(Period(year, month), Precision.MONTH)


def _month(match: re.Match[str]) -> int | None:
    if match["half"]:
        return _HALVES[match["half"]]
    if match["quarter"]:
        return _quarter(match["quarter"])
    text = match["last"] or match["last_day"] or match["month"]
    return int(text) if text else None


def _quarter(text: str) -> int:
    """The last month of the last quarter that the text names."""
    return next(_QUARTERS[sign] for sign in reversed(text) if sign in _QUARTERS)


def months_only(text: str) -> int | None:
    """``1—9月``, ``（前三季度）``, ``上半年`` → the last month, where the year stands elsewhere."""
    plain = arabic_years(text)
    if _PERIOD.search(plain):
        return None
    start = _AT_START.match(plain)
    if start and not start["day"]:
        month = _month(start)
    elif found := _QUARTER_WITHIN.search(plain):
        month = _quarter(found["quarter"])
    else:
        found = _MONTHS_ONLY.search(plain)
        month = int(found["month"]) if found else None
    return month if month and 1 <= month <= DECEMBER else None
