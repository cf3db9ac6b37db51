"""Dates as precise as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zsstat.model import PartialDate
from zsstat.values.names import half_width
from zsstat.values.numerals import chinese

EARLIEST_YEAR, LATEST_YEAR = 1980, 2100
_SERIAL_ZERO_1900 = date(1899, 12, 30)
_SERIAL_ZERO_1904 = date(1904, 1, 1)

_TIME = re.compile(
    r"[\sT]*(?:上午|下午)?\s*\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?\s*(?:[AaPp][Mm]|Z)?$"
)
_CHINESE_RUN = re.compile("[零〇○一二三四五六七八九十]+")
_PART_OF_MONTH = re.compile(r"(?<=月)(?:份|初|底|末|上旬|中旬|下旬)$")
_VAGUE = re.compile(r"(?:初|底|末|左右|前后|以前|之前|以后|之后|前|后)$")
_EXPECTATION = re.compile(r"^(?:约|预计|计划|拟|预定)(?:于|在)?")
_RANGE = re.compile(r"[~、,/]|-+|至|到|及|和")
_ENUMERATING = frozenset("、,/及和")
_DAY = re.compile(r"(?:(?P<month>\d{1,2})[月.])?(?P<day>\d{1,2})[日号]?")
_PIECE = re.compile(r"(?:\d{1,2}[月.])?\d{1,2}[日号月]?")

_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})(?P<sep>[./-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?",
        r"(?P<year>\d{4})[./-](?P<month>\d{1,2})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})(?P<month>\d{2})",
        r"(?P<year>\d{4})\.(?P<month>\d{2})(?P<day>\d{2})",
    )
)
_DOUBTFUL_SHAPES = tuple(
    (re.compile(pattern), doubt)
    for pattern, doubt in (
        (r"(?P<year>\d{4})(?:年度?)?", "只有年份"),
        (
            r"(?P<year>\d{2})(?P<sep>[./-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
            "年份只有两位",
        ),
        (r"(?P<year>\d{2})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]?)?", "年份只有两位"),
        (
            r"(?P<month>\d{1,2})(?P<sep>[./-])(?P<day>\d{1,2})(?P=sep)(?P<year>\d{4})",
            "分不清月和日",
        ),
        (
            r"(?P<day>\d{1,2})(?P<sep>[./-])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})",
            "分不清月和日",
        ),
    )
)
_LONGEST = 60
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, what was converted, and in Chinese why it is ambiguous (empty: it is not)."""

    date: PartialDate
    conversions: tuple[str, ...] = ()
    doubt: str = ""


def day_in_words(day: date) -> str:
    """2020年5月6日, as official texts write a day."""
    return f"{day.year}年{day.month}月{day.day}日"


def from_moment(moment: datetime, number_format: str | None) -> DateReading | None:
    """A real date cell. One that shows no day and is a first of the month says only the month."""
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return None
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format or "d").lower()
    day = None if "d" not in shown and moment.day == 1 else moment.day
    return DateReading(PartialDate(moment.year, moment.month, day))


def from_number(number: Decimal, *, epoch_1904: bool) -> DateReading | None:
    """A number typed into a date column: 202005, 20200506, 2020.5, 2020, or a date serial."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if re.fullmatch(r"\d{4}\.1", text):
        january = _valid(int(text[:4]), 1, None)
        doubt = f"可能是{text[:4]}年1月，也可能是10月"
        return None if january is None else DateReading(january, doubt=doubt)
    if _SERIAL.fullmatch(text):
        return _from_serial(number, epoch_1904=epoch_1904)
    return _from_shapes(text)


def _from_serial(number: Decimal, *, epoch_1904: bool) -> DateReading | None:
    zero = _SERIAL_ZERO_1904 if epoch_1904 else _SERIAL_ZERO_1900
    day = zero + timedelta(days=int(number))
    found = _valid(day.year, day.month, day.day)
    return None if found is None else DateReading(found, conversions=("date_serial",))


def from_text(written: str, *, epoch_1904: bool) -> DateReading | None:
    """A date in words or digits; None when it is none or an impossible one (2月30日)."""
    if len(written) > _LONGEST:
        return None
    text, conversions = _tidy(written)
    if _SERIAL.fullmatch(text):
        return _from_serial(Decimal(text), epoch_1904=epoch_1904)
    found = _from_shapes(text) or _from_vague(text) or _from_range(text)
    if found is None:
        return None
    return DateReading(found.date, conversions + found.conversions, found.doubt)


def _tidy(written: str) -> tuple[str, tuple[str, ...]]:
    """Half width, no time of day, no white space, Chinese numerals as digits."""
    text = half_width(written)
    conversions = ("full_width",) if re.search("[０-９．－／]", written) else ()
    text = "".join(_TIME.sub("", text).split()).rstrip(".。")
    text = _PART_OF_MONTH.sub("", text)
    arabic = _CHINESE_RUN.sub(_in_digits, text)
    if arabic != text:
        conversions = (*conversions, "chinese_numeral")
    return arabic, conversions


def _in_digits(match: re.Match[str]) -> str:
    value = chinese(match.group())
    return match.group() if value is None else str(value)


def _from_shapes(text: str) -> DateReading | None:
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        if match:
            found = _of_match(match, century=0)
            return None if found is None else DateReading(found)
    for shape, doubt in _DOUBTFUL_SHAPES:
        match = shape.fullmatch(text)
        found = match and _of_match(match, century=2000)
        if found:
            return DateReading(found, doubt=doubt)
    return None


def _of_match(match: re.Match[str], *, century: int) -> PartialDate | None:
    parts = match.groupdict()
    year = int(parts["year"])
    month, day = parts.get("month"), parts.get("day")
    return _valid(
        year if year > 99 else year + century,
        int(month) if month else None,
        int(day) if day else None,
    )


def _valid(year: int, month: int | None, day: int | None) -> PartialDate | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def _from_vague(text: str) -> DateReading | None:
    """年底, 约, 左右, 预计 …: the date that is left when the word is taken away, and a doubt."""
    plain = _VAGUE.sub("", _EXPECTATION.sub("", text))
    if plain == text:
        return None
    found = _from_shapes(plain)
    return None if found is None else DateReading(found.date, doubt="不是确定的日期")


def _from_range(text: str) -> DateReading | None:
    """Two dates in one cell: literally the first. 2020.5.6-8 is something that took three days,
    and nobody asks in which month."""
    if any(shape.fullmatch(text) for shape in _SHAPES):
        return None
    for cut in _RANGE.finditer(text):
        first = _from_shapes(text[: cut.start()])
        rest = text[cut.end() :]
        if first is None or first.date.month is None:
            continue
        if _PIECE.fullmatch(rest) or _from_shapes(rest):
            if cut[0] in _ENUMERATING or not _ends_in_month(rest, first.date):
                return DateReading(first.date, doubt="写了两个日期")
            return DateReading(first.date, ("days",))
    return None


def _ends_in_month(rest: str, first: PartialDate) -> bool:
    """Whether ``rest`` (8, 5月8日, 2020.5.8) is a later day of the month of ``first``."""
    found = _from_shapes(rest)
    last = found.date if found else None
    if last is None and (piece := _DAY.fullmatch(rest)):
        last = _valid(first.year, int(piece["month"] or first.month or 0), int(piece["day"]))
    if last is None or first.day is None or last.day is None:
        return False
    return (last.year, last.month) == (first.year, first.month) and last.day >= first.day
