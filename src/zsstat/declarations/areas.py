"""Who reports and whom it is compared with: areas, their dated names and codes, and where
investors come from (areas.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from zsstat.declarations.entries import STRICT, in_years


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name or code that holds from ``since`` to ``until``, years inclusive."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str
    since: int | None = None
    until: int | None = None

    def holds_in(self, year: int) -> bool:
        return in_years(year, self.since, self.until)


class AreaKind(StrEnum):
    """The city is the sum of its reporters; members are the cities of the provincial field; the
    province is the sender of the placements. A group (东部地区) stands in tables as the sum of some
    reporters: it is compared with them and never counted."""

    CITY = "city"
    REPORTER = "reporter"
    MEMBER = "member"
    PROVINCE = "province"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Area:
    """An area keeps one id through renames and code changes. ``same_as`` says that a member of
    the provincial field is our own city. ``members`` are a group's reporters; a group without any
    is part of another area (an 其中 line) and is compared with nothing."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: AreaKind
    names: tuple[DatedName, ...]
    codes: tuple[DatedName, ...] = ()
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    same_as: str | None = None
    members: tuple[str, ...] = ()
    enabled: bool = True

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name that it has or had, then its aliases."""
        return (*(dated.value for dated in self.names), *self.aliases)

    def name(self, year: int) -> str:
        """The name that held in ``year``; the last one declared where none did."""
        return next((n.value for n in self.names if n.holds_in(year)), self.names[-1].value)

    def exists_in(self, year: int) -> bool:
        return in_years(year, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Region:
    """Where investors come from: a province or a country with the place names that mean it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: str
    aliases: tuple[str, ...] = ()
    enabled: bool = True
