"""Amounts and counts: a number and the unit that holds for it → whole base units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zsstat.declarations import Column, Unit
from zsstat.model import Cell
from zsstat.values.names import Lexicon, normalise
from zsstat.values.problems import Problem, Reading, converted, quoted, unreadable
from zsstat.values.quantities import Quantity, parse_quantity
from zsstat.values.rates import shows_percent

_LARGEST = 10**18
"""Whole numbers up to here fit every store; no statistic of this kind comes near."""

_RANK = re.compile(r"第(.+?)[位名]?|(.+)[位名]")
_QUOTED_IN_FORMAT = re.compile(r'"([^"]+)"')
_SCALED_FORMAT = re.compile(r"[0#?],+(?![0#?])|!")


@dataclass(frozen=True, slots=True)
class _Place:
    """The cell and what its column wants."""

    cell: Cell
    column: Column
    base: str
    whole: bool

    @property
    def seen(self) -> str:
        return f"“{self.column.name}”填{quoted(self.cell.text)}"


def read_quantity(
    cell: Cell,
    column: Column,
    unit: Unit | None,
    words: Lexicon,
    *,
    base: str | None,
    whole: bool = False,
) -> Reading:
    """A whole number of ``base`` units.

    The unit written in the cell, else ``unit`` (header, unit row). Both and different: a clash,
    read by the cell's own. None: an amount is unreadable, a count (``whole``) counts base units.
    What is finer than one base unit is rounded half up (away from zero) in an amount and an
    error in a count.
    """
    place = _Place(cell, column, base or "", whole)
    quantity = _quantity(place, unit, words)
    if quantity is None:
        return unreadable("cell.not_number", f"{place.seen}，看不出是多少", _expected(place))
    problem = _wrong_dimension(place, quantity, unit, words)
    if problem is not None:
        return Reading(problems=(problem,), readable=False)
    return _settled(place, quantity, unit, words)


def _expected(place: _Place) -> str:
    return "整数" if place.whole else "数值"


def _quantity(place: _Place, unit: Unit | None, words: Lexicon) -> Quantity | None:
    value = place.cell.value
    if isinstance(value, Decimal):
        return _of_number(value, place, words) if value.is_finite() else None
    if not isinstance(value, str):
        return None
    found = parse_quantity(value, unit or words.unit_by_id.get(place.base), words)
    if found is None and place.whole:
        rank = _RANK.fullmatch(normalise(value))
        if rank:
            return parse_quantity(rank[1] or rank[2], unit, words)
    return found


def _of_number(value: Decimal, place: _Place, words: Lexicon) -> Quantity:
    """A number cell; its format may show a unit behind it. One that scales what it shows does not
    say the unit of what is stored, but for %: what is shown as 25% is 25%."""
    number = Fraction(value)
    number_format = place.cell.number_format
    percent = words.units.get("%")
    if percent is not None and percent.base == place.base and shows_percent(number_format):
        return Quantity(100 * number, percent, conversions=("percent_format",))
    if number_format and not _SCALED_FORMAT.search(number_format):
        for literal in _QUOTED_IN_FORMAT.findall(number_format):
            unit = words.units.get(normalise(literal))
            if unit is not None and normalise(literal)[:1].isalnum():
                return Quantity(number, unit)
    return Quantity(number)


def _wrong_dimension(
    place: _Place, quantity: Quantity, unit: Unit | None, words: Lexicon
) -> Problem | None:
    """A unit that measures something else, or none at all where one is needed."""
    for found in (quantity.unit, quantity.currency):
        if found is not None and found.base != place.base:
            message = f"{place.seen}，单位“{found.id}”不是“{place.column.name}”所用的{place.base}"
            return Problem("file.unit_unknown", message, place.base)
    if quantity.unit is not None or quantity.absolute:
        return None
    if unit is None:
        if place.whole:
            return None
        message = f"“{place.column.name}”没有写明单位，无法换算成{place.base}"
        choices = [known.id for known in words.unit_by_id.values() if known.base == place.base]
        return Problem("file.unit_unknown", message, f"写明单位：{'、'.join(choices)}")
    if unit.base != place.base:
        message = f"“{place.column.name}”的单位“{unit.id}”不能换算成{place.base}"
        return Problem("file.unit_unknown", message, place.base)
    return None


def _settled(place: _Place, quantity: Quantity, unit: Unit | None, words: Lexicon) -> Reading:
    own, problems = _own_unit(place, quantity, unit, words)
    used = own or unit
    factor = 1 if quantity.absolute or used is None else used.factor
    exact = quantity.number * factor
    if abs(exact) > _LARGEST:
        return unreadable("cell.not_number", f"{place.seen}，数值大得不合情理", _expected(place))
    if place.whole and exact.denominator != 1:
        return unreadable("cell.not_whole", f"{place.seen}，应当是整数", "整数")
    value = round_half_up(exact)
    conversions = quantity.conversions
    if own is not None:
        conversions = (*conversions, f"unit:{own.id}")
    reading = Reading(value, used.id if used else place.base or None, conversions, problems)
    return _with_remarks(place, reading, quantity, exact, _shown(value, used, place.base))


def _shown(value: int, unit: Unit | None, base: str) -> str:
    """``value`` base units as the sheet says them: 5000万元 where it is written in 万元."""
    if unit is None or unit.factor == 1:
        return f"{value}{base}"
    number = f"{Decimal(value) / unit.factor:f}"
    trimmed = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{trimmed}{unit.id}"


def _own_unit(
    place: _Place, quantity: Quantity, unit: Unit | None, words: Lexicon
) -> tuple[Unit | None, tuple[Problem, ...]]:
    """The unit the cell itself names, and the clash with the column's when there is one."""
    own = quantity.unit
    if quantity.absolute:
        own = _unit_of_magnitude(place, quantity, unit, words)
    if own is None or unit is None or own == unit:
        return own, ()
    message = f"{place.seen}，单元格的单位是{own.id}，列的单位是{unit.id}；暂按单元格的单位统计"
    return own, (Problem("file.unit_clash", message, unit.id),)


def _unit_of_magnitude(
    place: _Place, quantity: Quantity, unit: Unit | None, words: Lexicon
) -> Unit | None:
    """The unit that 万 or 亿 stands for: the column's where that gives the same value (3500万 is
    3500 万元 in a column of 万元, and 35 000 000 元 in one of 元), else the unit of that factor."""
    if unit is not None and (unit.factor == 1 or unit.factor in quantity.scales):
        return unit
    units = [u for u in words.unit_by_id.values() if u.base == place.base]
    for scale in sorted(quantity.scales):
        for candidate in units:
            if candidate.factor == scale:
                return candidate
    return words.unit_by_id.get(place.base)


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero (四舍五入)."""
    magnitude = (2 * abs(value).numerator + value.denominator) // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def _with_remarks(
    place: _Place, reading: Reading, quantity: Quantity, exact: Fraction, shown: str
) -> Reading:
    """Adds what is to be said about a number that could be read as ``shown``."""
    if exact >= 0 and exact.denominator == 1 and not (quantity.doubt or quantity.conversions):
        return reading
    problems = list(reading.problems)
    conversions = reading.conversions
    if quantity.doubt:
        message = f"{place.seen}，{quantity.doubt}；暂按{shown}统计"
        problems.append(Problem("cell.ambiguous_number", message, "一个确定的数值"))
    elif {"full_width", "chinese_numeral"} & set(conversions):
        problems.append(converted(place.column.name, shown))
    if exact < 0 and not place.column.negative:
        problems.append(Problem("cell.negative", f"{place.seen}，不应为负数", "不小于零的数"))
    if exact.denominator != 1:
        conversions = (*conversions, "rounded")
        message = f"“{place.column.name}”比一{place.base}还细，已四舍五入到{place.base}"
        problems.append(Problem("cell.rounded", message, shown))
    return replace(reading, conversions=conversions, problems=tuple(problems))
