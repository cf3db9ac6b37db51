"""What the catalogue declares, as frozen records: areas, indicators, returns, rules, wording.

The TOML files are checked against these classes by :mod:`zsstat.catalog` (pydantic reads the
annotations; an unknown key is refused because of ``__pydantic_config__``). Code elsewhere takes
these records as they are and never asks where they came from. Names of areas, indicators and
columns are data: no module may contain one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

from zsstat.model import Dimension, Level, Measure, Period, Trait

STRICT: dict[str, Any] = {"extra": "forbid"}
Expression: TypeAlias = str
"""A condition or value in the catalogue's small language (:mod:`zsstat.expressions`)."""


# --- units and constants ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` base units make one of this unit; ``base`` names the dimension (元, 美元, 个)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    base: str
    factor: int
    aliases: tuple[str, ...] = ()
    enabled: bool = True


# --- areas ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name or code that holds from ``since`` to ``until``, years inclusive."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str
    since: int | None = None
    until: int | None = None

    def holds_in(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (
            self.until is None or year <= self.until
        )


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

    def name(self, year: int) -> str:
        """The name that held in ``year``; the last one declared where none did."""
        return next((n.value for n in self.names if n.holds_in(year)), self.names[-1].value)

    def exists_in(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (
            self.until is None or year <= self.until
        )


@dataclass(frozen=True, slots=True)
class Region:
    """Where investors come from: a province or a country with the place names that mean it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: str
    aliases: tuple[str, ...] = ()
    enabled: bool = True


# --- indicators -------------------------------------------------------------------------------


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


# --- returns ----------------------------------------------------------------------------------


class ColumnType(StrEnum):
    """``measure`` is an amount or count whose unit and indicator come from the row's indicator
    column; ``year`` is the year or period that the row's numbers are of; ``personal`` is masked on
    reading."""

    TEXT = "text"
    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    INDICATOR = "indicator"
    MEASURE = "measure"
    RATE = "rate"
    PLACE = "place"
    AREA = "area"
    YEAR = "year"
    UNIT = "unit"
    PERSONAL = "personal"


class ColumnPeriod(StrEnum):
    """``current``: the period of the return; ``base``: the same one of the year before."""

    CURRENT = "current"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Column:
    """A canonical column. ``required``: the table is not recognised without it; ``needed``: a row
    with this cell blank is asked about; ``choices`` maps a canonical value to its synonyms;
    ``base`` is the base unit of an amount or count (元, 美元, 个 …); ``negative`` allows it;
    ``minimum_length`` is for texts that must say something; ``period`` says that the column is of
    the return's own period, or of the same one of the year before, and that a heading may say so
    (2020年1—12月 alone over a measure, 2020年到位资金). ``unit`` is the unit in which a blank form
    asks for an amount or count, the base unit where there is none."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    type: ColumnType
    aliases: tuple[str, ...] = ()
    required: bool = False
    needed: bool = False
    base: str | None = None
    unit: str | None = None
    negative: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minimum_length: int = 0
    period: ColumnPeriod | None = None
    enabled: bool = True

    @property
    def id(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Joint:
    """Rows whose ``flag`` is true and whose ``key`` columns agree are one joint activity."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    flag: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetPosting:
    """Posts each row of an item table as the TARGET of the row's indicator. ``city_issuers`` are
    the issuers whose targets are the city's and not the sender's; ``city_senders`` the reporters
    who may report those, everybody where there are none."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    indicator: str
    value: str
    issuer: str
    city_issuers: tuple[str, ...] = ()
    city_senders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacementColumns:
    """Which columns of the province's table hold what; those it does not have are left out."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    member: str
    indicator: str
    value: str | None = None
    growth: str | None = None
    target: str | None = None
    completion: str | None = None
    rank: str | None = None


@dataclass(frozen=True, slots=True)
class FactPosting:
    """Posts each row's number as the fact of the row's indicator, for the area in the column
    ``area``, or for the sender where there is none. Only what stands there is known: an area
    without a number has no value, where one whose rows are counted would have 0."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    indicator: str
    value: str
    area: str | None = None


@dataclass(frozen=True, slots=True)
class RestatedPosting:
    """A table of officially restated figures: the row's ``value`` takes the place of what was
    reported for its ``indicator``, of the area in the column ``area``, or of the city where there
    is none."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    indicator: str
    value: str
    area: str | None = None


class Layout(StrEnum):
    """``list``: a row is a thing; ``item``: a row is an indicator; ``matrix``: a value stands where
    a row and a column cross, each of which names an area, an indicator, a year or what is said."""

    LIST = "list"
    ITEM = "item"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A table that arrives as a matrix: ``value`` is the column that a number belongs to where
    neither row nor column names one (本年累计); ``base`` the one for the numbers of the year before
    the latest, where those are no facts of their own but what the latest is compared with."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Tracking:
    """Which columns tell a thing that is followed from return to return and between reporters
    (a project): by its ``code``, else by ``name`` and ``party``; ``credit`` is the party's code.
    ``total``, ``flow`` (of the year, cumulative) and ``balance`` (since the contract) are amounts,
    ``stage`` says how far it is: it need not come again after one of the ``finished`` stages, of
    which ``ended`` are those that count for nothing any more. In ``remark`` a sender may explain
    that a figure was corrected. In a blank form the columns of ``carried`` are filled in for what
    is not finished, as the last return had them, and those of ``derived`` by their expressions over
    that row in the form's period."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    code: str | None = None
    credit: str | None = None
    party: str | None = None
    total: str | None = None
    flow: str | None = None
    balance: str | None = None
    stage: str | None = None
    remark: str | None = None
    finished: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    derived: Mapping[str, Expression] = field(default_factory=dict)

    def column(self, trait: Trait) -> str | None:
        """The column that holds a trait, None where the table has none."""
        found: str | None = getattr(self, trait.value)
        return found

    @property
    def columns(self) -> Mapping[Trait, str]:
        """The columns by what they say."""
        return {trait: name for trait in Trait if (name := self.column(trait))}


@dataclass(frozen=True, slots=True)
class ReturnTable:
    """A kind of table. ``sender``: which kind of area sends it; ``one_of``: at least one of these
    columns is required; ``label`` names a row in messages and lists, ``describe`` in a trace, where
    the label alone would not tell rows apart; ``identity``: column groups
    by which a row is the same thing (the first group whose cells are all filled decides);
    ``dimensions``: what observations of a row are broken down by, as expressions; ``place``: the
    column of destinations that a bulletin may list; ``matrix``: how it is read where it arrives as
    a matrix; ``facts``: its rows state values of indicators; ``tracking``: its rows are things that
    are followed from return to return; ``restates``: its rows are officially restated figures,
    which nobody reports and the office enters."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    columns: tuple[Column, ...]
    label: str
    layout: Layout = Layout.LIST
    sender: AreaKind = AreaKind.REPORTER
    one_of: tuple[str, ...] = ()
    identity: tuple[tuple[str, ...], ...] = ()
    dimensions: Mapping[Dimension, Expression] = field(default_factory=dict)
    joint: Joint | None = None
    targets: TargetPosting | None = None
    placements: PlacementColumns | None = None
    matrix: Crossing | None = None
    facts: FactPosting | None = None
    place: str | None = None
    describe: tuple[str, ...] = ()
    tracking: Tracking | None = None
    restates: RestatedPosting | None = None
    enabled: bool = True

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by which a return's furniture is known, all compared after normalisation.
    ``value_words`` stand under a heading and add nothing to its name (完成值, 金额);
    ``continued_labels`` say that a table goes on (续表); ``group_labels`` are names of groups of
    rows (市辖区), ``running_labels`` name the sum of all rows so far (累计, 承前页), and
    ``example_labels`` begin a row that shows how to fill in."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    blank_marks: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    total_labels: tuple[str, ...]
    subtotal_labels: tuple[str, ...]
    ordinal_headers: tuple[str, ...]
    unit_labels: tuple[str, ...]
    reporter_labels: tuple[str, ...]
    signature_labels: tuple[str, ...]
    note_labels: tuple[str, ...]
    period_labels: tuple[str, ...]
    office_suffixes: tuple[str, ...]
    office_prefixes: tuple[str, ...]
    approximate_marks: tuple[str, ...]
    value_words: tuple[str, ...] = ()
    continued_labels: tuple[str, ...] = ()
    group_labels: tuple[str, ...] = ()
    running_labels: tuple[str, ...] = ()
    example_labels: tuple[str, ...] = ()


# --- rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sector:
    """A section of the classification of economic activities (GB/T 4754: 门类). ``divisions`` are
    its two-digit divisions (大类), one (``70``) or a range (``13-43``) each; ``aliases`` are words
    that a declared industry may be called by when it belongs, at least in part, to this section:
    the same word may stand with several."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    divisions: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference is accepted when it is within ``absolute`` (a quantity such as ``1万元``, or a
    plain number) or within ``relative`` percent of the expected value."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    absolute: str = "0"
    relative: str = "0"


@dataclass(frozen=True, slots=True)
class Rule:
    """``check`` names a generator in ``zsstat.checks.RULES``, or ``reading`` for what the reader
    and recogniser notice. ``why`` is for whom which figure is wrong otherwise. ``when`` and
    ``holds`` are expressions over a row's columns (or over indicators' sums for table rules).
    ``action`` is what is to be done; ``reply`` what the sender is asked to do where that differs,
    since the action is the office's. ``since``/``until`` are years of the period."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    level: Level
    check: str = "reading"
    table: str | None = None
    when: Expression | None = None
    holds: Expression | None = None
    message: str = ""
    action: str = ""
    reply: str = ""
    why: str = ""
    passes: str = ""
    fails: str = ""
    tolerance: Tolerance = Tolerance()
    parameters: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    version: int = 1
    enabled: bool = True

    def holds_in(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (
            self.until is None or year <= self.until
        )


# --- tables and wording -----------------------------------------------------------------------


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
    ``indicators``). ``sort`` is the column, from 0, that orders the rows."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    rows: str
    columns: tuple[TableColumnSpec, ...]
    indicators: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sort: int | None = None
    enabled: bool = True


# --- assessment -------------------------------------------------------------------------------


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
    """Phrases with ``{}`` fields; which one applies is decided by figures.py on exact values."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    phrases: Mapping[str, str]
    rounding: Rounding = Rounding.HALF_UP
    rate_decimals: int = 2
    tier: Tier | None = None
    ordinals: tuple[str, ...] = ()


# --- all of it --------------------------------------------------------------------------------


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
    template: str
    fingerprint: str
    limits: Mapping[str, int] = field(default_factory=dict)
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    sectors: Mapping[str, Sector] = field(default_factory=dict)

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
