"""Everything that is declared, as one record, and what is asked of it as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zsstat.declarations.areas import Area, AreaKind, Region
from zsstat.declarations.entries import Expression
from zsstat.declarations.indicators import Indicator, Unit
from zsstat.declarations.returns import ReturnTable, Vocabulary
from zsstat.declarations.rules import Rule, Sector
from zsstat.declarations.tables import Assessment, ChartSpec, Publication, TableSpec
from zsstat.declarations.wording import Wording
from zsstat.model import Period


@dataclass(frozen=True)
class Catalogue:
    """Everything declared, looked up by id. ``fingerprint`` changes with whatever decides what is
    posted: areas, indicators and returns, but not rules, tables or wording."""

    city: str
    province: str
    areas: Mapping[str, Area]
    regions: Mapping[str, Region]
    units: Mapping[str, Unit]
    constants: Mapping[str, str]
    definitions: Mapping[str, Expression]
    indicators: Mapping[str, Indicator]
    vocabulary: Vocabulary
    returns: Mapping[str, ReturnTable]
    lists: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, Rule]
    tables: Mapping[str, TableSpec]
    wording: Wording
    templates: Mapping[str, str]
    fingerprint: str
    limits: Mapping[str, int] = field(default_factory=dict)
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    charts: Mapping[str, ChartSpec] = field(default_factory=dict)
    publication: Publication = field(default_factory=Publication)
    sectors: Mapping[str, Sector] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The template of the city's bulletin."""
        return self.templates["bulletin.md"]

    def reporters(self, year: int) -> tuple[Area, ...]:
        return self._areas(AreaKind.REPORTER, year)

    def members(self, year: int) -> tuple[Area, ...]:
        """The provincial field of ``year``."""
        return self._areas(AreaKind.MEMBER, year)

    def _areas(self, kind: AreaKind, year: int) -> tuple[Area, ...]:
        return tuple(a for a in self.areas.values() if a.kind is kind and a.exists_in(year))

    def area_name(self, area: str, period: Period) -> str:
        return self.areas[area].name(period.year)

    def base_unit(self, indicator: str) -> str:
        """The unit in which observations of an indicator are whole numbers."""
        return self.units[self.indicators[indicator].unit].base

    @cached_property
    def listed(self) -> Mapping[str, Indicator]:
        """The indicators that are shown and may be asked for, by code: all but the hidden ones."""
        return {code: i for code, i in self.indicators.items() if not i.hidden}

    @cached_property
    def fact_tables(self) -> frozenset[str]:
        """The tables that facts are posted from, and not targets or the province's lines."""
        counted = {posting.table for i in self.indicators.values() for posting in i.post}
        return frozenset(counted | {t.id for t in self.returns.values() if t.facts})

    @property
    def counts_rows(self) -> bool:
        """Whether any indicator is posted from the rows of its senders."""
        return any(i.post for i in self.indicators.values())

    @cached_property
    def stated(self) -> frozenset[str]:
        """The indicators whose values returns state and no rows are counted for."""
        if not any(table.facts for table in self.returns.values()):
            return frozenset()
        return frozenset(i.code for i in self.indicators.values() if not (i.post or i.ratio))

    def posted_from(self, table: str) -> tuple[Indicator, ...]:
        return tuple(i for i in self.indicators.values() if any(p.table == table for p in i.post))
