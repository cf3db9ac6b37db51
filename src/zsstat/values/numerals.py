"""Numbers as people write them: digits with separators, scientific, and Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_PLAIN = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")

_FORMAL = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億两兩〇○", "一二二三三四五六六七八九十百千万亿二二零零"
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_SMALL = {"千": 1000, "百": 100, "十": 10}
MAGNITUDES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

CHINESE_NUMERAL = "零〇○一二两兩三四五六七八九十百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億点"
_LONGEST = 60


def arabic(text: str) -> Fraction | None:
    """An unsigned number in digits, exact: ``1,234.5``, ``1.2E+05``, ``.5``.

    None for anything else; thousands separators must stand at every third digit.
    """
    if len(text) > _LONGEST or not text.isascii():
        return None
    if _GROUPED.fullmatch(text):
        return Fraction(text.replace(",", "").rstrip("."))
    if _PLAIN.fullmatch(text):
        return Fraction(text.rstrip("."))
    return None


def chinese(text: str) -> Fraction | None:
    """An unsigned Chinese numeral, exact: ``三千五百万``, ``五点二亿``, ``二〇二〇``.

    Formal characters (壹贰叁) and 两 are understood. The clipped forms of speech (一百五 for 150,
    一万二 for 12000) are not numerals of this grammar: None.
    """
    text = text.translate(_FORMAL)
    if not text or len(text) > _LONGEST:
        return None
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return Fraction("".join(str(_DIGITS[character]) for character in text))
    if "点" in text:
        return _with_point(text)
    value = _whole(text)
    return None if value is None else Fraction(value)


def _with_point(text: str) -> Fraction | None:
    whole, _, rest = text.partition("点")
    decimals = rest.rstrip("百千万亿")
    head = _whole(whole)
    if head is None or not decimals or any(c not in _DIGITS for c in decimals):
        return None
    digits = "".join(str(_DIGITS[character]) for character in decimals)
    return Fraction(f"{head}.{digits}") * magnitude(rest[len(decimals) :])


def magnitude(text: str) -> int:
    """The product of magnitude characters: ``千万`` → 10 000 000; an empty text is 1."""
    product = 1
    for character in text:
        product *= MAGNITUDES[character]
    return product


def _whole(text: str) -> int | None:
    """A numeral without decimals: [… 亿] [… 万] [section], 零 between where places are skipped."""
    if text == "零":
        return 0
    head, hundred_million, tail = text.rpartition("亿")
    if not hundred_million:
        return _below_hundred_million(text)
    high = _below_hundred_million(head)
    low = _after(tail, _below_hundred_million, 10_000_000)
    if not high or low is None:
        return None
    return high * 100_000_000 + low


def _below_hundred_million(text: str) -> int | None:
    head, ten_thousand, tail = text.rpartition("万")
    if not ten_thousand:
        return _section(text)
    high = _section(head)
    low = _after(tail, _section, 1000)
    if not high or low is None:
        return None
    return high * 10_000 + low


def _after(tail: str, parse: Callable[[str], int | None], full: int) -> int | None:
    """What follows 亿 or 万. A bare digit needs its 零: 一万二 is clipped, 一万零二 is not."""
    if not tail:
        return 0
    value = parse(tail.removeprefix("零"))
    if not value or (tail in _DIGITS):
        return None
    if tail.startswith("零") and value >= full:
        return None
    return value


def _section(text: str) -> int | None:
    """A numeral below ten thousand; 十五 may leave out its 一."""
    if text.startswith("十"):
        text = "一" + text
    total, last_place = 0, 10_000
    position = 0
    skipped = False
    while position < len(text):
        character = text[position]
        if character == "零":
            if skipped or (total == 0 and position == 0):
                return None
            skipped = True
            position += 1
            continue
        step = _place(text, position, last_place, first=total == 0, skipped=skipped)
        if step is None:
            return None
        value, last_place, position = step
        total += value
        skipped = False
    return None if skipped or total == 0 else total


def _place(
    text: str, position: int, last_place: int, *, first: bool, skipped: bool
) -> tuple[int, int, int] | None:
    """One digit with its place: (value, place, next position)."""
    digit = _DIGITS.get(text[position])
    if not digit:
        return None
    unit = _SMALL.get(text[position + 1 : position + 2], 1)
    if unit >= last_place or (skipped and unit * 10 == last_place):
        return None
    if unit == 1 and not first and not skipped and last_place > 10:
        return None
    return digit * unit, unit, position + (1 if unit == 1 else 2)
