"""The shape of each catalogue file: which top-level keys it has and what stands under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from zsstat.declarations import (
    STRICT,
    Area,
    Assessment,
    ChartSpec,
    Expression,
    Indicator,
    Publication,
    Region,
    ReturnTable,
    Rule,
    Sector,
    TableSpec,
    Unit,
    Vocabulary,
    Wording,
)


@dataclass(frozen=True, slots=True)
class AreasFile:
    """areas.toml: who reports, the provincial field, where investors come from."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    city: str
    province: str
    area: tuple[Area, ...] = ()
    region: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorsFile:
    """indicators.toml: units, constants, definitions, indicators."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    constants: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, Expression] = field(default_factory=dict)
    unit: tuple[Unit, ...] = ()
    indicator: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnsFile:
    """returns.toml: the tables that returns consist of."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    vocabulary: Vocabulary
    limits: Mapping[str, int] = field(default_factory=dict)
    table: tuple[ReturnTable, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesFile:
    """rules.toml: what is checked."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sector: tuple[Sector, ...] = ()
    rule: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class TablesFile:
    """tables.toml: the printed tables and charts, what of them the public may see, and how the
    reporters are assessed."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    table: tuple[TableSpec, ...] = ()
    chart: tuple[ChartSpec, ...] = ()
    publication: Publication = field(default_factory=Publication)
    assessment: tuple[Assessment, ...] = ()


WordingFile = Wording

SHAPES: Mapping[str, type[Any]] = {
    "areas.toml": AreasFile,
    "indicators.toml": IndicatorsFile,
    "returns.toml": ReturnsFile,
    "rules.toml": RulesFile,
    "tables.toml": TablesFile,
    "wording.toml": WordingFile,
}
"""File → what it may hold."""
