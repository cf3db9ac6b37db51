"""What expressions may refer to besides the columns of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from zsstat.declarations import Catalogue, Region, Unit
from zsstat.errors import ExpressionError
from zsstat.expressions.places import Gazetteer
from zsstat.values.memory import once_per_catalogue

_QUANTITY = re.compile(r"\s*(-?)\s*(\d+(?:\.\d+)?)\s*(\S*)\s*")


@dataclass
class Scope:
    """Units for quantity literals, constants, definitions, word lists and regions.

    ``compiled`` keeps what was compiled already, by text.
    """

    units: Mapping[str, Unit] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    compiled: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.gazetteer = Gazetteer(self.regions.values())
        names = sorted(
            {n for u in self.units.values() for n in (u.id, *u.aliases) if n.isidentifier()},
            key=len,
            reverse=True,
        )
        self._factors = {
            name: unit.factor for unit in self.units.values() for name in (*unit.aliases, unit.id)
        }
        self.unit_pattern = "|".join(map(re.escape, names))

    @staticmethod
    def of(catalogue: Catalogue) -> Scope:
        """The scope of a catalogue; one for each catalogue object."""
        return _scope_of(catalogue)

    def quantity(self, number: str, unit: str) -> int:
        """``2.5``, ``亿元`` → 250 000 000 base units; what is finer than one is refused."""
        exact = Fraction(number) * self._factors[unit]
        if exact.denominator != 1:
            raise ExpressionError(f"{number}{unit}不是整数个基本单位", "请换用更小的单位")
        return exact.numerator

    def constant(self, name: str) -> int | Fraction:
        """The value of a constant: a plain number, or a quantity in base units."""
        written = self.constants[name]
        match = _QUANTITY.fullmatch(written)
        if match is None or (match[3] and match[3] not in self._factors):
            raise ExpressionError(
                f"常量“{name}”的值“{written}”不是数量", "请写成数字加单位，例如 5亿元"
            )
        sign = -1 if match[1] else 1
        if match[3]:
            return sign * self.quantity(match[2], match[3])
        plain = sign * Fraction(match[2])
        return plain.numerator if plain.denominator == 1 else plain


@once_per_catalogue
def _scope_of(catalogue: Catalogue) -> Scope:
    return Scope(
        units=catalogue.units,
        constants=catalogue.constants,
        definitions=catalogue.definitions,
        lists=catalogue.lists,
        regions=catalogue.regions,
    )
