"""A return against the sender's last one: what runs from January never falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from zsstat.checks import followed, slips, thresholds
from zsstat.checks.context import Context
from zsstat.checks.followed import Pair
from zsstat.checks.sums import Sums, heads, in_the_year, said, sent, untold
from zsstat.declarations import ColumnType, Indicator, Posting, Rule, Tracking
from zsstat.model import CellRef, Entity, Issue, Outcome, Period, Trait
from zsstat.values import normalise


def cumulative_fell(rule: Rule, context: Context) -> Iterator[Issue]:
    """从一月起累计的数（流量和个数），不应小于本单位同一年里上一次接收的数；自签约起累计的数，跨年
    也不应减少。

    逐个项目核对，也核对各项指标的合计。项目的备注里写了更正、核减等字样（写在规则的 words 里）的，
    视为已经说明。合计减少的数由已经说明的、另行提示的项目（包括没有再报的项目）构成的，不重复提示；没有
    逐行跟踪的报表，文字列里写明更正的也算说明。可以为负的数（减资）不核对。明显是单位弄错的项目由另
    一条规则提示，这里只看合计。

    本年还没有接收过以前月份的报表时无法核对；一月份的报表、只报全年的单位，没有可比的累计数，只核
    对自签约起累计的数。与上年同期的比较不在这条规则里。
    """
    fall = _Fall(rule, context)
    yield from fall.of_rows()
    if fall.same_year:
        yield from fall.of_sums()
    elif 1 < context.period.month < 12 and _counted(context):
        message = "本年还没有接收过以前月份的报表，累计数有没有减少无法核对"
        yield Issue(rule.id, message, outcome=Outcome.UNDECIDED)


def _counted(context: Context) -> bool:
    """Whether the return has any table that sums are made from."""
    there = sent(context)
    return any(Sums.tables(indicator) & there for indicator in in_the_year(context.catalogue))


@dataclass(frozen=True)
class _Fall:
    rule: Rule
    context: Context

    @property
    def same_year(self) -> bool:
        earlier = self.context.history.earlier
        return earlier is not None and earlier.year == self.context.period.year

    @cached_property
    def _slipped(self) -> frozenset[int]:
        return slips.slipped_rows(self.context)

    # --- row by row -----------------------------------------------------------------------------

    def of_rows(self) -> Iterator[Issue]:
        for pair in self.context.course.pairs:
            fell = self._fallen(pair)
            if fell and id(pair.now) not in self._slipped and not self._explains(pair.now):
                yield self._row(pair, fell)

    def _fallen(self, pair: Pair) -> tuple[Trait, ...]:
        same_year = pair.before.period.year == self.context.period.year
        running = (Trait.FLOW, Trait.BALANCE) if same_year else (Trait.BALANCE,)
        return tuple(trait for trait in running if self._fell(pair, trait))

    def _fell(self, pair: Pair, trait: Trait) -> bool:
        before, now = (followed.amount_of(e, trait) for e in (pair.before, pair.now))
        if before is None or trait not in pair.now.cells:
            return False
        if now is None and trait is Trait.BALANCE:
            return False  # nobody has to fill it in, and a blank is no zero
        if now is None:
            return before > 0 and self._unreadable.keys().isdisjoint(pair.now.refs(trait))
        return now < before

    @cached_property
    def _unreadable(self) -> Mapping[CellRef, str]:
        """The cells that could not be read, which is said already, and the tables they are in."""
        return {
            field.ref: found.table
            for found in self.context.subject.tables
            for record in found.records
            for field in record.fields.values()
            if not field.readable
        }

    def _explains(self, entity: Entity) -> bool:
        return _is_said(entity.remark, self._words)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return thresholds.words(self.rule, "words")

    def _row(self, pair: Pair, fell: tuple[Trait, ...]) -> Issue:
        catalogue, now, before = self.context.catalogue, pair.now, pair.before
        tracking = followed.tracking_of(now.table, catalogue)

        def quoted(entity: Entity, trait: Trait) -> str:
            return followed.said(followed.amount_of(entity, trait), entity.table, trait, catalogue)

        changes = "、".join(
            f"{followed.column(tracking, trait)}由{quoted(before, trait)}变为{quoted(now, trait)}"
            for trait in fell
        )
        earlier = followed.in_words(before.period)
        return Issue(
            self.rule.id,
            f"{followed.named(now)}的{changes}，少于{earlier}的报表",
            now.refs(*fell),
            shown="、".join(quoted(now, trait) for trait in fell),
            expected="、".join(f"不少于{quoted(before, trait)}" for trait in fell),
            difference="、".join(
                followed.said(_amount(before, t) - _amount(now, t), now.table, t, catalogue)
                for t in fell
            ),
            action=followed.advice(self.rule, before.where),
        )

    # --- the sums -------------------------------------------------------------------------------

    def of_sums(self) -> Iterator[Issue]:
        context, reporter = self.context, self.context.subject.reporter
        sums = Sums.of(context)
        lacking: dict[str, None] = {}
        if reporter is None:
            return
        for indicator in in_the_year(context.catalogue):
            earlier = context.last(*Sums.tables(indicator))
            if earlier is None or earlier.year != context.period.year:
                continue
            before = context.history.total(reporter, indicator.code, earlier)
            now = sums.value(indicator)
            if not before or before < 0 or _may_fall(indicator, context):
                continue
            if now is None:
                lacking.update(dict.fromkeys(self._lacking(indicator)))
            elif now < before and self._is_unexplained(indicator, before - now):
                yield self._sum(indicator, now, before, earlier)
        if lacking:
            names = "、".join(context.catalogue.returns[table].name for table in sorted(lacking))
            message = f"本年以前报过{names}，这份报表里没有，累计数有没有减少无法核对"
            yield Issue(self.rule.id, message, outcome=Outcome.UNDECIDED)

    def _lacking(self, indicator: Indicator) -> Iterator[str]:
        """The tables that are missing here and were not sent for this period by themselves."""
        context = self.context
        reporter = context.subject.reporter
        for table in sorted(Sums.tables(indicator) - sent(context)):
            if reporter and (reporter, context.period, table) not in context.history.tables:
                yield table

    def _sum(self, indicator: Indicator, now: int, before: int, earlier: Period) -> Issue:
        context = self.context
        quoted = [said(v, indicator, context.catalogue) for v in (now, before, before - now)]
        files = context.history.files.get((context.subject.reporter or "", earlier), ())
        return Issue(
            self.rule.id,
            f"“{indicator.name}”{followed.in_words(context.period)}累计{quoted[0]}，"
            f"少于{followed.in_words(earlier)}已接收的{quoted[1]}，少{quoted[2]}",
            heads(context, Sums.tables(indicator)),
            shown=quoted[0],
            expected=f"不少于{quoted[1]}",
            difference=quoted[2],
            action=followed.advice(self.rule, *files),
        )

    def _is_unexplained(self, indicator: Indicator, fall: int) -> bool:
        """Whether more fell than rows explain, or than is said of rows anyhow. What a cell would
        have added that cannot be read nobody knows, and the return goes back because of it."""
        tables = Sums.tables(indicator)
        unknown = {*self._unreadable.values(), *(table for table, _ in untold(self.context))}
        if not tables.isdisjoint(unknown):
            return False
        rows = sum(self._of_rows(posting) for posting in indicator.post)
        return rows < fall and not any(map(self._is_remarked, tables))

    def _of_rows(self, posting: Posting) -> int:
        """By how much the rows of which something is said may have lowered what is posted."""
        context = self.context
        tracking = context.catalogue.returns[posting.table].tracking
        if tracking is None:
            return 0
        lost = [
            (entity, None)
            for entity in (() if context.added else context.course.gone)
            if entity.table == posting.table and entity.stage not in (None, *tracking.finished)
        ]
        changed = [
            (pair.before, pair.now)
            for pair in context.course.pairs
            if pair.now.table == posting.table and self._is_spoken_of(pair)
        ]
        return sum(_share(posting, tracking, *rows) for rows in (*lost, *changed))

    def _is_spoken_of(self, pair: Pair) -> bool:
        if self._explains(pair.now):
            return True
        told = bool(self._fallen(pair)) or pair.before.total != pair.now.total
        return told and id(pair.now) not in self._slipped

    def _is_remarked(self, table: str) -> bool:
        """Whether a row of a table that is not followed says that it was corrected."""
        kind = self.context.catalogue.returns[table]
        texts = [c.name for c in kind.columns if c.type is ColumnType.TEXT]
        return kind.tracking is None and any(
            _is_said(field.text, self._words)
            for record in self.context.subject.records(table)
            for name in texts
            if (field := record.fields.get(name))
        )


def _share(posting: Posting, tracking: Tracking, before: Entity, now: Entity | None) -> int:
    """What the posting may have lost with this row: 1 for a counted one; the fall of its value; and
    of a value that is posted under a condition, or that is not followed, at most what was there."""
    if posting.count:
        return 1
    trait = next((t for t, name in tracking.columns.items() if name == posting.value), None)
    if trait is None or trait not in followed.AMOUNTS:
        return max(_amount(before, Trait.FLOW), 0)
    left = _amount(now, trait) if now and not posting.when else 0
    return max(_amount(before, trait) - left, 0)


def _amount(entity: Entity, trait: Trait) -> int:
    return followed.amount_of(entity, trait) or 0


def _may_fall(indicator: Indicator, context: Context) -> bool:
    """Whether a column that it is posted from may be negative: then it may fall, too."""
    for posting in indicator.post:
        column = context.catalogue.returns[posting.table].column(posting.value or "")
        if column and column.negative:
            return True
    return False


def _is_said(text: str, words: Iterable[str]) -> bool:
    form = normalise(text)
    return any(normalise(word) in form for word in words)
