"""One row on its way into the ledger: what it posts, and what must be asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zsstat.declarations import (
    Catalogue,
    FactPosting,
    Indicator,
    Joint,
    Posting,
    TargetPosting,
)
from zsstat.errors import CatalogueError
from zsstat.expressions import (
    NOT_STATED,
    Expression,
    Value,
    row_environment,
)
from zsstat.model import (
    CellRef,
    Dimension,
    Field,
    FieldValue,
    Issue,
    Observation,
    PartialDate,
    Record,
    Role,
)
from zsstat.post.plan import Plan
from zsstat.undecided import decisive
from zsstat.values import normalise

RULE = "row.not_posted"
"""The rule under which a row that could not be judged is reported."""

_NAMED = 3
"""How many indicators a message names before it only counts them."""


@dataclass
class Row:
    """One row on its way into the ledger. ``blank`` collects, in the order in which they are met,
    the columns that would have to be filled, ``absent`` those that the table lacks; each with the
    indicators that could not be judged."""

    plan: Plan
    record: Record
    blank: dict[str, dict[str, None]] = field(default_factory=dict)
    absent: dict[str, dict[str, None]] = field(default_factory=dict)
    other: list[Issue] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.environment = row_environment(self.record, self.plan.period)
        self._known: dict[str, Value] = {}
        self._looked_at: dict[str, tuple[CellRef, ...]] = {}

    def observations(self) -> list[Observation]:
        posted = [o for entry in self.plan.postings for o in self._posted(*entry)]
        if self.plan.declared.targets:
            posted += self._target(self.plan.declared.targets)
        if self.plan.declared.facts:
            posted += self._fact(self.plan.declared.facts)
        return posted

    def _fact(self, posting: FactPosting) -> Iterator[Observation]:
        """A stated value is posted as it stands, a zero, too: no value is another thing."""
        fields = self.record.fields
        named, written = fields.get(posting.indicator), fields.get(posting.value)
        about = fields.get(posting.area) if posting.area else None
        if named is None or written is None or written.value is None:
            return
        if not isinstance(named.value, str) or named.value not in self.plan.catalogue.stated:
            return
        if posting.area and (about is None or not isinstance(about.value, str)):
            return
        yield Observation(
            area=str(about.value) if about else self.plan.reporter,
            indicator=named.value,
            period=self.plan.period,
            value=_whole(written.value, f"facts.value = “{posting.value}”"),
            ref=written.ref,
            table=self.record.table,
            sheet=self.record.sheet,
            row=self.record.row,
            conditions=tuple(f.ref for f in (named, about) if f),
        )

    def _posted(
        self, indicator: Indicator, posting: Posting, when: Expression | None
    ) -> Iterator[Observation]:
        counts = True if when is None else self._evaluate(when)
        if counts is None and when is not None:
            self._ask(indicator, when)
        if counts is not True:
            return
        found = self._value(indicator, posting)
        if found is None or found[0] == 0:
            return
        value, ref = found
        yield Observation(
            area=self.plan.reporter,
            indicator=indicator.code,
            period=self.plan.period,
            value=value,
            ref=ref,
            table=self.record.table,
            sheet=self.record.sheet,
            row=self.record.row,
            dimensions=self._dimensions,
            conditions=self._conditions(when) if when else (),
            joint=self._joint(),
        )

    def _evaluate(self, expression: Expression) -> Value:
        """Indicators share conditions: each is judged once a row."""
        if expression.text not in self._known:
            self._known[expression.text] = expression.evaluate(self.environment)
        return self._known[expression.text]

    def _value(self, indicator: Indicator, posting: Posting) -> tuple[int, CellRef] | None:
        """The value to post and its deciding cell; None where there is nothing to post."""
        if posting.count is not None:
            return self._counted(indicator, posting.count)
        written = self.record.fields.get(posting.value or "")
        if written is not None and written.value is not None:
            return _whole(written.value, f"{indicator.code} 的 value = “{posting.value}”"), (
                written.ref
            )
        if posting.otherwise is not None and (written is None or written.readable):
            return self._counted(indicator, posting.otherwise)
        return None

    def _counted(self, indicator: Indicator, column: str) -> tuple[int, CellRef] | None:
        decides = self.record.fields.get(column)
        if decides is None:
            self.absent.setdefault(column, {})[indicator.code] = None
            return None
        return 1, decides.ref

    # Conditions, dimensions and the joint key are the row's, and most rows post several indicators.

    def _conditions(self, when: Expression) -> tuple[CellRef, ...]:
        if when.text not in self._looked_at:
            self._looked_at[when.text] = tuple(
                f.ref for name, f in self.record.fields.items() if name in when.names
            )
        return self._looked_at[when.text]

    @cached_property
    def _dimensions(self) -> Mapping[Dimension, str]:
        members = {}
        for dimension, expression in self.plan.dimensions.items():
            member = self._evaluate(expression)
            if member is not None and not isinstance(member, str):
                raise CatalogueError(
                    f"returns.toml：{self.plan.declared.id} 的 dimensions.{dimension} 不是文字",
                    f"请修改表达式“{expression.text}”",
                )
            members[dimension] = (
                member or NOT_STATED
            )  # or the members would not add up to the whole
        return members

    def _joint(self) -> str | None:
        joint = self.plan.declared.joint
        if joint is None or self.record.value(joint.flag) is not True:
            return None
        values = [self.record.value(column) for column in joint.key]
        if any(value is None for value in values):
            self._ask_joint(joint)
            return None
        return "|".join(_key_part(value) for value in values)

    def _target(self, posting: TargetPosting) -> Iterator[Observation]:
        """A target is posted as it stands, a zero, too: no target is another thing."""
        named = self.record.fields.get(posting.indicator)
        written = self.record.fields.get(posting.value)
        if written is None or written.value is None or named is None:
            return
        if not isinstance(named.value, str) or not isinstance(written.value, int):
            self._ask_target(named, written)
            return
        issuer = self.record.fields.get(posting.issuer)
        issued = issuer.value if issuer and isinstance(issuer.value, str) else ""
        is_citys = normalise(issued) in {normalise(name) for name in posting.city_issuers}
        if is_citys and posting.city_senders and self.plan.reporter not in posting.city_senders:
            self._ask_whose_target(posting, written, issued)
            return
        yield Observation(
            area=self.plan.catalogue.city if is_citys else self.plan.reporter,
            indicator=named.value,
            period=self.plan.period,
            value=written.value,
            ref=written.ref,
            table=self.record.table,
            sheet=self.record.sheet,
            row=self.record.row,
            role=Role.TARGET,
            dimensions={Dimension.ISSUER: issued} if issued else {},
            conditions=(named.ref, issuer.ref) if issuer else (named.ref,),
        )

    # --- questions ----------------------------------------------------------------------------

    def _ask(self, indicator: Indicator, when: Expression) -> None:
        """For a cell that the row could fill, or else for a column that the table could have."""
        fields = self.record.fields
        columns = self.plan.declared.columns
        known = tuple(self.environment.get(name) for name in sorted(when.names))
        lacking = self.plan.asked.get((when.text, known))
        if lacking is None:
            lacking = decisive(when, self.environment, columns, self.plan.period)
            self.plan.asked[when.text, known] = lacking
        cells = [name for name in lacking if name in fields]
        for name in cells:
            if fields[name].readable:
                self.blank.setdefault(name, {})[indicator.code] = None
        for name in lacking if not cells else ():
            self.absent.setdefault(name, {})[indicator.code] = None

    def _ask_joint(self, joint: Joint) -> None:
        if self.other:
            return
        lacking = [column for column in joint.key if self.record.value(column) is None]
        self.other.append(
            Issue(
                RULE,
                f"{self.name}是联合活动，但缺少{'、'.join(lacking)}，"
                "不能与其他单位的同一活动核对，全市合计可能重复计入",
                self._cells([joint.flag, *lacking]),
                action=f"请补填{'、'.join(lacking)}，与参加联合活动的其他单位一致",
            )
        )

    def _ask_target(self, named: Field, written: Field) -> None:
        if not (named.readable and written.readable):
            return
        self.other.append(
            Issue(
                RULE,
                f"{self.name}的目标“{written.text}”没有计入："
                + ("不知道是哪个指标" if named.value is None else "比率没有目标任务"),
                (named.ref, written.ref),
                shown=written.text,
            )
        )

    def _ask_whose_target(self, posting: TargetPosting, written: Field, issued: str) -> None:
        """The city's target in the return of somebody who does not speak for the city."""
        areas = self.plan.catalogue.areas
        senders = "、".join(
            areas[sender].name(self.plan.period.year) for sender in posting.city_senders
        )
        self.other.append(
            Issue(
                RULE,
                f"{self.name}的目标“{written.text}”由“{issued}”下达，是全市的目标，"
                f"只能由{senders}报送，没有计入",
                (written.ref, self.record.fields[posting.issuer].ref),
                shown=issued,
                action=f"如果是下达给本单位的任务，请改正{posting.issuer}；全市的目标不必填报",
            )
        )

    def issues(self) -> Iterator[Issue]:
        """One question for all indicators that blank cells left open, then any other."""
        if self.blank:
            columns = "、".join(self.blank)
            open_ones = named(_merged(self.blank.values()), self.plan.catalogue)
            yield Issue(
                RULE,
                # Without the row's name: rows that lack the same are one finding, cells joined.
                f"没有填{columns}，无法判断该行是否计入{open_ones}，现在没有计入",
                self._cells(self.blank),
                expected=f"填写{columns}",
            )
        yield from self.other

    def _cells(self, columns: Iterable[str]) -> tuple[CellRef, ...]:
        return tuple(self.record.fields[c].ref for c in columns if c in self.record.fields)

    @property
    def name(self) -> str:
        """The row as its sender knows it: by its label, else by its number."""
        label = self.record.fields.get(self.plan.declared.label)
        return f"“{label.text}”" if label and label.text else f"第 {self.record.row} 行"


def _whole(value: FieldValue, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise CatalogueError(f"indicators.toml：{where} 不是金额或数量的列", "请改为金额或数量的列")
    return value


def _key_part(value: FieldValue) -> str:
    """``2020-05-06``; a date without its day stays one."""
    if isinstance(value, PartialDate):
        later = (part for part in (value.month, value.day) if part is not None)
        return "-".join([f"{value.year:04}", *(f"{part:02}" for part in later)])
    return normalise(str(value))


def _merged(groups: Iterable[Mapping[str, None]]) -> dict[str, None]:
    return {code: None for group in groups for code in group}


def named(codes: Iterable[str], catalogue: Catalogue) -> str:
    """The indicators in the catalogue's order, by name; those nobody sees only if alone."""
    wanted = set(codes)
    all_of_them = [i for i in catalogue.indicators.values() if i.code in wanted]
    names = [i.name for i in all_of_them if not i.hidden] or [i.name for i in all_of_them]
    shown = "、".join(f"“{name}”" for name in names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown}等 {len(names)} 项指标"
