"""Number texts and date serials of a workbook file, made exact.

A workbook stores binary doubles. The one decimal that a person typed or sees is recovered here:
the double rounded to the 15 significant digits that a double always keeps. ``0.10000000000000001``
is 0.1, and a formula's ``0.30000000000000004`` is 0.3. Excel itself shows no more than that.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?").fullmatch
_ZERO = Decimal(0)
_LONGEST_NUMBER = 400

_MILLISECONDS_PER_DAY = 86_400_000
_DAY_BEFORE_1900_03_01 = date(1899, 12, 30).toordinal()
_FIRST_DAY_1904 = date(1904, 1, 1).toordinal()
_LEAP_DAY_THAT_NEVER_WAS = 60
_LAST_ORDINAL = date.max.toordinal()


def parse_number(text: str) -> Decimal | None:
    """The exact decimal that the file's number text stands for; None when it is no finite number.

    At most 15 significant digits, without exponent and trailing zeros; zero has no sign.
    """
    text = text.strip(" \t\r\n")
    if len(text) > _LONGEST_NUMBER or not _NUMBER(text):
        return None
    shortest = f"{float(text):.15g}"
    number = Decimal(shortest)
    if not number.is_finite():
        return None
    if "e+" in shortest:
        return Decimal(format(number, "f"))
    return number or _ZERO


def from_serial(serial: Decimal, *, epoch_1904: bool) -> datetime | time | None:
    """The moment a date serial stands for, to the millisecond; below one day it is a time of day.

    None where there is no such moment: negative serials, days after the year 9999, and in the
    1900 system day 60, the 29 February 1900 that Excel inherited and that never was.
    """
    if not 0 <= serial < 4_000_000:
        return None
    days, milliseconds = int(serial), 0
    if days != serial or not days:
        in_milliseconds = round(serial * _MILLISECONDS_PER_DAY)
        days, milliseconds = divmod(in_milliseconds, _MILLISECONDS_PER_DAY)
        if serial < 1 and not days:
            return _time_of_day(milliseconds)
    ordinal = _ordinal(days, epoch_1904=epoch_1904)
    if ordinal is None or ordinal > _LAST_ORDINAL:
        return None
    midnight = datetime.fromordinal(ordinal)
    return midnight + timedelta(milliseconds=milliseconds) if milliseconds else midnight


def _time_of_day(milliseconds: int) -> time:
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return time(hours, minutes, seconds, milliseconds * 1000)


def _ordinal(days: int, *, epoch_1904: bool) -> int | None:
    if epoch_1904:
        return _FIRST_DAY_1904 + days
    if days == _LEAP_DAY_THAT_NEVER_WAS:
        return None
    return _DAY_BEFORE_1900_03_01 + days + (days < _LEAP_DAY_THAT_NEVER_WAS)


def from_iso(text: str) -> datetime | time | None:
    """A date cell of Strict workbooks (``t="d"``): an ISO date, date and time, or time of day.

    A zone is dropped: a cell knows none. None when the text is no such date.
    """
    text = text.strip(" \t\r\n")
    try:
        if ":" in text and "-" not in text and "T" not in text:
            return time.fromisoformat(text).replace(tzinfo=None)
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
