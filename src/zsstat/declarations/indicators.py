"""What is measured: units, indicators and how rows of returns become observations of them
(indicators.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from zsstat.declarations.entries import STRICT, Expression


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` base units make one of this unit; ``base`` names the dimension (元, 美元, 个)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    base: str
    factor: int
    aliases: tuple[str, ...] = ()
    enabled: bool = True


class IndicatorKind(StrEnum):
    FLOW = "F"
    STOCK = "S"
    COUNT = "C"
    RATE = "R"


@dataclass(frozen=True, slots=True)
class Posting:
    """How rows of a table become observations of an indicator.

    ``count`` names the deciding column of a counted row (value 1); ``value`` the column whose
    number is posted, with ``otherwise`` (a column) deciding and 1 posted where that cell is
    blank. ``when`` must be true for the row to count."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    table: str
    count: str | None = None
    value: str | None = None
    otherwise: str | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate computed from two sums, in percent; never summed or averaged."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """``unit`` is what it is shown in, ``decimals`` how many at most; ``hidden`` indicators serve
    others and are not listed. ``short`` is its name in the bulletin's template."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    name: str
    kind: IndicatorKind
    unit: str
    decimals: int = 0
    aliases: tuple[str, ...] = ()
    short: str | None = None
    post: tuple[Posting, ...] = ()
    ratio: Ratio | None = None
    ranked: bool = False
    hidden: bool = False
    note: str = ""
    enabled: bool = True

    @property
    def id(self) -> str:
        return self.code

    @property
    def all_names(self) -> tuple[str, ...]:
        """Its name, its short one where it has any, and its aliases."""
        return (self.name, *((self.short,) if self.short else ()), *self.aliases)
