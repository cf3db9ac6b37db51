"""How figures are said: phrases, rounding and what needs a definition to be said (wording.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from zsstat.declarations.entries import STRICT


class Rounding(StrEnum):
    """四舍五入, or GB/T 8170 (half to even)."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


@dataclass(frozen=True, slots=True)
class Tier:
    """第一方阵 is said of a placement up to ``growth`` places by growth and ``completion`` by
    completion; without a declaration it is never said."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    growth: int
    completion: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases with ``{}`` fields; which one applies is decided by :mod:`zsstat.figures`
    on exact values."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    phrases: Mapping[str, str]
    rounding: Rounding = Rounding.HALF_UP
    rate_decimals: int = 2
    tier: Tier | None = None
    ordinals: tuple[str, ...] = ()
