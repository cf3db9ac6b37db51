"""What is printed of the figures (tables.toml): tables, charts, how reporters are assessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from zsstat.declarations.entries import STRICT
from zsstat.model import Dimension, Measure


@dataclass(frozen=True, slots=True)
class TableColumnSpec:
    """One column of a printed table: what it says about which indicator. An ``indicator`` left
    out means the row's own (headline table)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    measure: Measure
    indicator: str | None = None
    heading: str = ""
    keep: bool = True


@dataclass(frozen=True, slots=True)
class TableSpec:
    """``rows``: ``indicators`` (one row an indicator, for the city), ``areas`` (one row a
    reporter), ``league`` (the same, with places among the reporters), ``dimension`` (one row a
    member of the dimension asked for) or ``cross`` (areas by its members, a table for each of
    ``indicators``). ``sort`` is the column, from 0, that orders the rows. ``name`` is what a
    bulletin's template asks for it by; the tables by dimension are asked for as 按 and its name."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    rows: str
    columns: tuple[TableColumnSpec, ...]
    indicators: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sort: int | None = None
    name: str = ""
    enabled: bool = True


class ChartOf(StrEnum):
    """What stands along a chart: the members of the provincial field by their printed rate, the
    reporters with last year beside this one, the reporters by growth, the members of a dimension,
    or the months."""

    FIELD = "field"
    AREAS = "areas"
    GROWTHS = "growths"
    MEMBERS = "members"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """``name`` is what a template asks for it by. ``measure`` says of a field by which rate its
    members stand (growth_rank, completion_rank). ``most`` is how many are drawn, the largest
    first."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    title: str
    of: ChartOf
    indicator: str
    measure: Measure = Measure.GROWTH_RANK
    dimension: Dimension | None = None
    most: int = 20
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Publication:
    """What may go to the public. A sum that fewer than ``least_respondents`` enterprises stand
    behind is not published, nor one of which the ``largest`` of them give more than ``percent``
    (left out: that is not asked). ``respondents`` says for each table by which columns an
    enterprise is known, the first that is filled; rows of other tables are nobody's secret.
    ``sums`` are the indicators that others add up to: who knows all but one knows that one."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    least_respondents: int = 3
    largest: int = 1
    percent: Decimal | None = None
    respondents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def reveals(self, shares: Iterable[int]) -> bool:
        """Whether a sum of these shares, none of them 0, would show a single one."""
        sizes = sorted((abs(share) for share in shares), reverse=True)
        if len(sizes) < self.least_respondents or self.percent is None:
            return 0 < len(sizes) < self.least_respondents
        return sum(sizes[: self.largest]) * 100 > self.percent * sum(sizes)


class PointsBy(StrEnum):
    """How an item's points follow from its value (:mod:`zsstat.compute.assessment`): between two
    levels, by place among those assessed, as a part of the best value, or by where it stands
    between the least and the best (功效系数)."""

    LINEAR = "linear"
    RANK = "rank"
    RELATIVE = "relative"
    SPAN = "span"


class WithoutValue(StrEnum):
    """An area without a value gets 0 points, or the item is left out of its weights."""

    ZERO = "zero"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class AssessmentItem:
    """``weight`` are the points of who does fully; below zero they are taken off. A ``bonus`` comes
    on top of the others. ``zero_at`` and ``full_at`` are levels of the value in the unit in which
    it is printed, ``step`` is what each further place costs; the points never leave ``floor`` …
    ``cap`` (left out: 0 and the weight). Without a value the points are 0, or the item is left out
    (``missing``). On a narrow terminal the value may go, with ``keep = false`` the points, too."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    indicator: str
    weight: Decimal
    measure: Measure = Measure.VALUE
    points: PointsBy = PointsBy.LINEAR
    zero_at: Decimal = Decimal(0)
    full_at: Decimal | None = None
    step: Decimal | None = None
    floor: Decimal | None = None
    cap: Decimal | None = None
    missing: WithoutValue = WithoutValue.ZERO
    bonus: bool = False
    keep: bool = True
    enabled: bool = True

    @property
    def id(self) -> str:
        return self.name

    @property
    def least(self) -> Decimal:
        """No area with a value gets less."""
        return min(self.weight, Decimal(0)) if self.floor is None else self.floor

    @property
    def most(self) -> Decimal:
        """Nor more."""
        return max(self.weight, Decimal(0)) if self.cap is None else self.cap

    @property
    def counts(self) -> bool:
        """Whether its weight is part of the full score: neither a bonus nor taken off."""
        return self.weight > 0 and not self.bonus


@dataclass(frozen=True, slots=True)
class AssessmentGroup:
    """Reporters that are compared with each other alone."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    areas: tuple[str, ...]
    enabled: bool = True

    @property
    def id(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Assessment:
    """A league of the reporters by points (考核). ``name`` is what it is asked for by; ``full``
    what the weights that count must add up to; ``exclude`` reporters that are not assessed. With
    ``groups`` each is a league of its own, and who is in none is not assessed."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    title: str
    items: tuple[AssessmentItem, ...]
    full: Decimal | None = None
    exclude: tuple[str, ...] = ()
    groups: tuple[AssessmentGroup, ...] = ()
    decimals: int = 2
    notes: tuple[str, ...] = ()
    enabled: bool = True

    def item(self, name: str) -> AssessmentItem | None:
        return next((item for item in self.items if item.name == name), None)
