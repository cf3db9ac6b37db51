"""How exactly a written figure speaks, and which differences are accepted.

A figure that was written with rounding stands for an interval: 12.35亿元 for everything that rounds
to it. Excel trims zeros, so a bare 13 beside 12.5 is 13.0: a table is written to one number of
decimals, and its finest line says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from zsstat.checks.wording import unit_of
from zsstat.declarations import Catalogue, Rounding, Rule, Unit
from zsstat.errors import CatalogueError
from zsstat.figures.rounding import round_half
from zsstat.model import Field
from zsstat.values import normalise

_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(.*)")


_LONGEST = 8
"""Decimals beyond these are what a formula left and not what somebody wrote."""
_PERCENT_FORMAT = "percent_format"


Decimals: TypeAlias = Mapping[str | None, int]
"""Unit → how many decimals the lines of a table that are written in it carry at most."""


def step(field: Field, catalogue: Catalogue, table: Decimals = MappingProxyType({})) -> Fraction:
    """One unit of the last decimal as written, in base units (in percent for a rate).

    ``12.35`` in 亿元 → 1000000. The decimals are those of the text; a value that needs more of
    them (because it was written in words) is taken at its own, and one that shows fewer than the
    lines of the same unit in its ``table`` at theirs."""
    factor = _factor(field, catalogue)
    shown = max(_written_decimals(field, factor), table.get(field.unit, 0))
    return Fraction(factor, 10 ** min(shown, 18))


def decimals_of(fields: Iterable[Field], catalogue: Catalogue) -> Decimals:
    """How finely the numbers among ``fields`` are written, unit by unit, up to what the catalogue
    prints in that unit: who gives one line more decimals than that has rounded the others. A tail
    of decimals is what a formula left and says nothing about the lines beside it."""
    usual: dict[str | None, int] = {}
    for indicator in catalogue.indicators.values():
        usual[indicator.unit] = max(indicator.decimals, usual.get(indicator.unit, 0))
    finest: dict[str | None, int] = {}
    for field in fields:
        if isinstance(field.value, int | Decimal) and not isinstance(field.value, bool):
            written = _written_decimals(field, _factor(field, catalogue))
            if written < _LONGEST:
                shown = min(written, usual.get(field.unit, 0))
                finest[field.unit] = max(shown, finest.get(field.unit, 0))
    return finest


def _factor(field: Field, catalogue: Catalogue) -> int:
    if isinstance(field.value, bool) or not isinstance(field.value, int | Decimal):
        raise TypeError(f"{field.ref.cell} holds no number")
    unit = unit_of(field, catalogue)
    return unit.factor if unit and isinstance(field.value, int) else 1


def _written_decimals(field: Field, factor: int) -> int:
    """A percentage format shows the hundredfold of the cell, so its text does not count; a rate's
    tail of decimals ends where the double that it was computed in stops being exact."""
    value = field.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{field.ref.cell} holds no number")
    written = _NUMBER.search(normalise(field.text))
    in_text = written is not None and _PERCENT_FORMAT not in field.conversions
    shown = len(written[1] or "") if written and in_text else 0
    needed = max(shown, _decimals(Fraction(value) / factor))
    return min(needed, _LONGEST) if isinstance(value, Decimal) else needed


def _decimals(value: Fraction) -> int:
    return next((n for n in range(19) if (value * 10**n).denominator == 1), 18)


def rounds_to(exact: Fraction, printed: Fraction, last: Fraction) -> bool:
    """Whether ``exact`` rounds to ``printed`` at a step of ``last``, half up (away from zero) or
    half to even: both are practised, and a printed figure does not say which it was."""
    steps, said = exact / last, printed / last
    return any(round_half(steps, 0, way) == round_half(said, 0, way) for way in Rounding)


def slack(field: Field, catalogue: Catalogue, table: Decimals = MappingProxyType({})) -> Fraction:
    """By how much the true value may differ from the written one: half a step, and nothing where
    the text goes down to the base unit itself."""
    last = step(field, catalogue, table)
    return last / 2 if last > 1 or isinstance(field.value, Decimal) else Fraction(0)


def allowed(rule: Rule, expected: Fraction, base: str | None, catalogue: Catalogue) -> Fraction:
    """The rule's own tolerance around ``expected``, the larger of absolute and relative.

    An absolute tolerance with a unit serves values of that unit's base only; a plain number
    serves all and counts base units."""
    plain, unit = quantity(rule.tolerance.absolute, rule, catalogue)
    absolute = plain if unit is None or unit.base == base else Fraction(0)
    relative, _ = quantity(rule.tolerance.relative.rstrip("%％"), rule, catalogue)
    return max(absolute, abs(expected) * relative / 100)


def quantity(text: str, rule: Rule, catalogue: Catalogue) -> tuple[Fraction, Unit | None]:
    """``1万元`` → (10000, 万元), ``5`` → (5, None). Raises :class:`CatalogueError`."""
    match = _QUANTITY.fullmatch(text.strip())
    if match:
        name = match[2].strip()
        if not name:
            return Fraction(match[1]), None
        for unit in catalogue.units.values():
            if name == unit.id or name in unit.aliases:
                return Fraction(match[1]) * unit.factor, unit
    raise CatalogueError(
        f"rules.toml 里 {rule.id} 的 tolerance 写作“{text}”，不是一个数量",
        "请写成 0.5 或 1万元 这样的形式，relative 写百分数的数字",
    )
