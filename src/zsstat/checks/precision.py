"""How exactly a written figure speaks, and which differences are accepted.

A figure that was written with rounding stands for an interval: 12.35亿元 for everything that rounds
to it. What a cell's text does not show (zeros that Excel trims) is read to the sender's favour.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from zsstat.checks.wording import unit_of
from zsstat.declarations import Catalogue, Rounding, Rule, Unit
from zsstat.errors import CatalogueError
from zsstat.figures.rounding import round_half
from zsstat.model import Field
from zsstat.values import normalise

_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(.*)")


def step(field: Field, catalogue: Catalogue) -> Fraction:
    """One unit of the last decimal as written, in base units (in percent for a rate).

    ``12.35`` in 亿元 → 1000000. The decimals are those of the text; a value that needs more of
    them (because it was written in words) is taken at its own."""
    value = field.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{field.ref.cell} holds no number")
    unit = unit_of(field, catalogue)
    factor = unit.factor if unit and isinstance(value, int) else 1
    written = _NUMBER.search(normalise(field.text))
    shown = len(written[1] or "") if written else 0
    return Fraction(factor, 10 ** max(shown, _decimals(Fraction(value) / factor)))


def _decimals(value: Fraction) -> int:
    return next((n for n in range(19) if (value * 10**n).denominator == 1), 18)


def rounds_to(exact: Fraction, printed: Fraction, last: Fraction) -> bool:
    """Whether ``exact`` rounds to ``printed`` at a step of ``last``, half up (away from zero) or
    half to even: both are practised, and a printed figure does not say which it was."""
    steps = exact / last
    return any(Fraction(round_half(steps, 0, way)) == printed / last for way in Rounding)


def slack(field: Field, catalogue: Catalogue) -> Fraction:
    """By how much the true value may differ from the written one: half a step, and nothing where
    the text goes down to the base unit itself."""
    last = step(field, catalogue)
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
