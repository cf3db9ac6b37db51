"""A number with the unit, marks and remarks that people write around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from zsstat.declarations import Unit
from zsstat.values.names import Lexicon, half_width, normalise
from zsstat.values.numerals import CHINESE_NUMERAL, MAGNITUDES, arabic, chinese, magnitude

_WIDE = re.compile(r"[０-９．，－＋％]")
_LONGEST = 60
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_REMARK = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_SPACE_TO_DROP = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_SPACED_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\s\d{3})+(?![\d\s]).*")
_RANGE = re.compile(r"(?<=.)(?:[/~、]|-+|至|到)(?=.)")
_SPEECH = re.compile(r"个(?=[亿万])")
_APOSTROPHE = re.compile(r"^\s*['‘’＇`]+(?=\S)")
_TRIANGLE = re.compile(r"\s*([△▲▽▼])\s*")
_FOOTNOTE = re.compile("[⁰¹²³⁴-⁹①-⑳⑴-⒇]+")
_ONE_OR_DASH = "一"
_MIXED = re.compile(r"(\d+)亿(\d{1,4}(?:\.\d+)?)万")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the unit written with it.

    With 万 or 亿 and no unit but perhaps the base unit the number is ``absolute``: it counts base
    units already; ``scales`` are then the factors that the trailing magnitude can be taken for.
    ``currency`` is the unit that a currency sign in front stands for: it says the dimension, not
    the scale. ``doubt`` says in Chinese why the reading is ambiguous.
    """

    number: Fraction
    unit: Unit | None = None
    absolute: bool = False
    scales: frozenset[int] = frozenset()
    currency: Unit | None = None
    conversions: tuple[str, ...] = ()
    doubt: str = ""


def parse_quantity(written: str, wanted: Unit | None, words: Lexicon) -> Quantity | None:
    """The literal reading of a text as a number with its unit, or None when it is no number.

    Where a text can be cut into number and unit in two ways of equal value (``三千万元``), the
    ``wanted`` unit decides.
    """
    if len(written) > _LONGEST:
        return None
    bare, marked = without_signs(written)
    text = half_width(bare)
    conversions = ("full_width",) if _WIDE.search(bare) else ()
    text, doubt = _without_remarks(text, words)
    parsed = _parse_marked(text, wanted, words) or _parse_range(text, wanted, words)
    if parsed is None:
        return None
    return replace(
        parsed,
        conversions=conversions + parsed.conversions,
        doubt="；".join(filter(None, (marked, doubt, parsed.doubt))),
    )


def without_signs(written: str) -> tuple[str, str]:
    """The text without the apostrophe that makes a number a text (it says nothing), without a
    triangle in front and the marks of footnotes, and the doubt that these two raise."""
    text = _APOSTROPHE.sub("", written)
    if text.strip() == _ONE_OR_DASH:
        return text, "“一”可能是数字，也可能是一条横线"
    doubts = []
    if triangle := _TRIANGLE.match(text):
        doubts.append(f"“{triangle[1]}”可能表示负数，也可能表示增减")
        text = text[triangle.end() :]
    text, noted = without_footnotes(text)
    return text, "；".join(filter(None, (*doubts, noted)))


def without_footnotes(written: str) -> tuple[str, str]:
    """Takes off the apostrophe and the marks of footnotes: half width, 5² would be 52."""
    text = _APOSTROPHE.sub("", written)
    if not _FOOTNOTE.search(text):
        return text, ""
    return _FOOTNOTE.sub("", text) or text, "数字带有上标或圈码"


def _without_remarks(text: str, words: Lexicon) -> tuple[str, str]:
    """Takes brackets off; a unit in brackets is a unit, all else is a doubt."""
    whole = _IN_BRACKETS.fullmatch(text)
    if whole:
        return whole.group(1).strip(), "带括号的数可能表示负数"
    remark = _REMARK.fullmatch(text)
    if not remark:
        return text, ""
    if normalise(remark.group(2)) in words.units:
        return remark.group(1) + remark.group(2), ""
    return remark.group(1), "括号里另有说明"


def _parse_marked(text: str, wanted: Unit | None, words: Lexicon) -> Quantity | None:
    text, doubts = _without_spaces(text.strip())
    text, approximate = _without_marks(text, words)
    if approximate:
        doubts = (*doubts, "是约数")
    found = _parse_signed(text, wanted, words)
    if found is None:
        return None
    return replace(found, doubt="；".join(filter(None, (*doubts, found.doubt))))


def _without_spaces(text: str) -> tuple[str, tuple[str, ...]]:
    text = _SPEECH.sub("", _SPACE_TO_DROP.sub("", text))
    if _SPACED_GROUPS.fullmatch(text):
        return "".join(text.split()), ("数字之间有空格",)
    return text, ()


def _without_marks(text: str, words: Lexicon) -> tuple[str, bool]:
    """Takes marks such as 约 and 以上 off both ends; a plus in front is a sign, not a mark."""
    found = False
    while True:
        mark = next((m for m in words.approximate if _marks(text, m)), None)
        if mark is None:
            return text, found
        found = True
        text = text.removeprefix(mark) if text.startswith(mark) else text.removesuffix(mark)


def _marks(text: str, mark: str) -> bool:
    if mark == "+" and text.startswith("+"):
        return text.endswith("+")
    return len(text) > len(mark) and (text.startswith(mark) or text.endswith(mark))


def _parse_range(text: str, wanted: Unit | None, words: Lexicon) -> Quantity | None:
    """Two numbers, of which nobody knows which one is meant: literally the first."""
    for cut in _RANGE.finditer(text):
        first = _parse_marked(text[: cut.start()], wanted, words)
        second = _parse_marked(text[cut.end() :], wanted, words)
        if first is None or second is None:
            continue
        if first.unit is None and not first.absolute:
            first = replace(first, unit=second.unit or _scaled(second, words))
        return replace(first, doubt="写了两个数")
    return None


def _scaled(quantity: Quantity, words: Lexicon) -> Unit | None:
    """The unit that the magnitude of an absolute quantity names by itself (万 → 万元)."""
    if not quantity.absolute:
        return None
    by_name = (u for u in words.unit_by_id.values() if u.factor in quantity.scales)
    return next(by_name, None)


def _parse_signed(text: str, wanted: Unit | None, words: Lexicon) -> Quantity | None:
    text, currency = _without_currency(text, words)
    sign = -1 if text[:1] in ("-", "负") else 1
    if text[:1] in ("-", "负", "+"):
        text = text[1:]
    text, second_currency = _without_currency(text, words)
    candidates = list(_candidates(text, words))
    if not candidates:
        return None
    best = max(candidates, key=lambda c: _fitness(c, wanted))
    conversions = best.conversions
    if currency or second_currency:
        conversions = ("currency", *conversions)
    return replace(
        best,
        number=sign * best.number,
        currency=currency or second_currency,
        conversions=conversions,
    )


def _without_currency(text: str, words: Lexicon) -> tuple[str, Unit | None]:
    head = text[:1]
    if head and not head.isalnum() and head in words.units:
        return text[1:], words.units[head]
    return text, None


def _fitness(candidate: Quantity, wanted: Unit | None) -> tuple[bool, bool, int]:
    """The wanted unit first, then one of its dimension, then the larger unit: 3500万元 is in 万元
    even where 元 is wanted, but 三千元 is then in 元."""
    unit = candidate.unit
    if unit is None:
        return False, wanted is not None, 0
    fits = unit == wanted and not candidate.absolute
    return fits, wanted is not None and unit.base == wanted.base, unit.factor


def _candidates(text: str, words: Lexicon) -> Iterator[Quantity]:
    """Every way to cut ``text`` into a number and the name of a unit."""
    plain = arabic(text)
    if plain is not None:
        yield Quantity(plain, conversions=_of_arabic(text))
        return
    for cut in range(1, len(text) + 1):
        suffix = text[cut:]
        unit = words.units.get(normalise(suffix)) if suffix else None
        if suffix and (unit is None or all(c in MAGNITUDES for c in suffix)):
            continue
        found = _number(text[:cut], words)
        if found is None or (unit is not None and not _may_count(found, unit)):
            continue
        yield found if unit is None else replace(found, unit=unit)


def _may_count(quantity: Quantity, unit: Unit) -> bool:
    """Behind 亿 or 万 only a unit of factor 1 can follow (1亿2000万元): the 万 of 一亿零三十万元
    belongs to the number, and nobody counts 万元 by the 亿."""
    return unit.factor == 1 or not quantity.absolute


def _number(text: str, words: Lexicon) -> Quantity | None:
    stripped, approximate = _without_marks(text, words)
    found = _number_alone(stripped)
    if found is None or not approximate:
        return found
    return replace(found, doubt="是约数")


def _number_alone(text: str) -> Quantity | None:
    """Digits, digits with a magnitude (1.2亿) or two (1亿2000万), or a Chinese numeral."""
    plain = arabic(text)
    if plain is not None:
        return Quantity(plain, conversions=_of_arabic(text))
    mixed = _MIXED.fullmatch(text)
    if mixed:
        number = Fraction(mixed[1]) * MAGNITUDES["亿"] + Fraction(mixed[2]) * MAGNITUDES["万"]
        return Quantity(number, absolute=True, scales=_scales(text))
    digits = text.rstrip("".join(MAGNITUDES))
    coefficient = arabic(digits)
    if coefficient is not None:
        tail = text[len(digits) :]
        return Quantity(
            coefficient * magnitude(tail),
            absolute="万" in tail or "亿" in tail,
            scales=_scales(text),
            conversions=_of_arabic(digits),
        )
    return _chinese_number(text)


def _chinese_number(text: str) -> Quantity | None:
    if any(character not in CHINESE_NUMERAL for character in text):
        return None
    number = chinese(text)
    if number is None:
        return None
    simple = text.replace("萬", "万").replace("億", "亿")
    return Quantity(
        number,
        absolute="万" in simple or "亿" in simple,
        scales=_scales(simple),
        conversions=("chinese_numeral",),
    )


def _of_arabic(text: str) -> tuple[str, ...]:
    conversions = ("thousands",) if "," in text else ()
    return (*conversions, "scientific") if "e" in text.lower() else conversions


def _scales(text: str) -> frozenset[int]:
    """The factors that the magnitude at the end can be taken for: 3千万 is 3 千万 or 3000 万."""
    tail = text[len(text.rstrip("".join(MAGNITUDES))) :]
    return frozenset(magnitude(tail[start:]) for start in range(len(tail)))
