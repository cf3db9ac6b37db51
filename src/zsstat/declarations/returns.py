"""What arrives: the kinds of tables, their columns, what is made of their rows, and the words by
which a return's furniture is known (returns.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from zsstat.declarations.areas import AreaKind
from zsstat.declarations.entries import STRICT, Expression
from zsstat.model import Dimension, Trait


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
