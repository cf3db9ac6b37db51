"""Projects of the last return: those that are gone, changed, or were only copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from zsstat.checks import followed, lines, precision, slips, thresholds
from zsstat.checks.context import Context
from zsstat.checks.followed import Pair
from zsstat.checks.sums import Sums, heads, in_the_year, sent
from zsstat.declarations import ReturnTable, Rule, Tracking
from zsstat.model import Entity, Issue, Outcome, Period, Trait

_NAMED = 5
"""So many of the rows that are gone are named where one sentence is about all of them."""


def _followed_tables(context: Context) -> Iterator[tuple[ReturnTable, Tracking]]:
    """The followed tables that the return has for its period."""
    there = sent(context)
    for table in context.catalogue.returns.values():
        if table.tracking and table.id in there:
            yield table, table.tracking


def _without_earlier(rule: Rule, context: Context) -> Iterator[Issue]:
    """One undecided issue where the sender never sent a table of the followed rows before."""
    there = {entity.table for entity in context.entities}
    names = [
        table.name
        for table, _ in _followed_tables(context)
        if table.id in there and context.last(table.id) is None
    ]
    if names:
        yield Issue(
            rule.id,
            f"库里没有本单位以前的{'、'.join(names)}，无法与以往核对：{rule.title}",
            outcome=Outcome.UNDECIDED,
        )


def project_vanished(rule: Rule, context: Context) -> Iterator[Issue]:
    """上次报过、还没有到完成阶段（报表规定的 finished，如投产、终止）的项目，这次也应在报表里。

    先按项目编号找，没有编号的按项目名称和投资方找；改了名称而编号没变的、后来补了编号的，都算找到。
    两个编号不同的，不算同一个项目，名称相同时在提示里写明。每个项目一条；多于 most 个的，合为一条。
    上次没有填阶段的，无法判断还应不应报；没有以前的报表也无法核对。整张表没有报的，见报送情况（zsstat
    status），这里不核对。已决定归别的单位的项目不核对。补充报表（--add）只补缺的行，不核对。
    """
    yield from _without_earlier(rule, context)
    for table, tracking in _followed_tables(context):
        earlier = context.last(table.id)
        if earlier is None or context.added:
            continue
        gone = [
            entity
            for entity in context.course.gone
            if entity.table == table.id and not _belongs_elsewhere(entity, context)
        ]
        yield from _unknown(rule, table, [e for e in gone if e.stage is None], earlier)
        missing = [e for e in gone if e.stage is not None and e.stage not in tracking.finished]
        if len(missing) > thresholds.whole(rule, "most"):
            yield _many_gone(rule, table, missing, earlier, context)
        else:
            for entity in missing:
                yield _one_gone(rule, table, entity, earlier, context)


def _unknown(
    rule: Rule, table: ReturnTable, rows: Sequence[Entity], earlier: Period
) -> Iterator[Issue]:
    if rows:
        some = "" if len(rows) == 1 else f"等{len(rows)}行"
        yield Issue(
            rule.id,
            f"{table.name}：{followed.in_words(earlier)}的{followed.named(rows[0])}{some}这次没有报，"
            "上次没有填进展，该不该再报无法核对",
            outcome=Outcome.UNDECIDED,
        )


def _belongs_elsewhere(entity: Entity, context: Context) -> bool:
    """Whether the office decided that all of it is another reporter's."""
    return any(
        party.percent == 0 and party.is_row(entity)
        for resolution in context.history.resolved
        for party in resolution.parties
    )


def _one_gone(
    rule: Rule, table: ReturnTable, entity: Entity, earlier: Period, context: Context
) -> Issue:
    return Issue(
        rule.id,
        f"{table.name}里没有{followed.in_words(earlier)}报过的{followed.named(entity)}"
        f"（当时{entity.stage}）{_like_it(entity, context)}",
        heads(context, frozenset([table.id])),
        shown="没有这一行",
        expected=followed.named(entity),
        action=followed.advice(rule, entity.where),
    )


def _like_it(entity: Entity, context: Context) -> str:
    """A new row of the same name, which differs in its code or its party."""
    for other in context.course.new:
        if (other.table, other.name) == (entity.table, entity.name):
            what = (
                f"编号是{other.code.upper()}"
                if other.code and entity.code
                else f"由{other.holder}投资"
            )
            return f"；这次第{other.row}行名称相同，{what}，如是同一个项目请改成一致"
    return ""


def _many_gone(
    rule: Rule, table: ReturnTable, rows: Sequence[Entity], earlier: Period, context: Context
) -> Issue:
    first = "、".join(followed.named(entity) for entity in rows[:_NAMED])
    return Issue(
        rule.id,
        f"{table.name}里没有{followed.in_words(earlier)}报过、还没有完成的{len(rows)}行："
        f"{first}{'等' if len(rows) > _NAMED else ''}",
        heads(context, frozenset([table.id])),
        shown="没有这些行",
        expected="、".join(sorted(followed.named(entity) for entity in rows)),
        action=followed.advice(rule, rows[0].home.file),
    )


def total_changed(rule: Rule, context: Context) -> Iterator[Issue]:
    """同一个项目的总投资，应与上次报的一致；确有变化的要说明原因。

    怎样算同一个项目，与“上次的项目还在”相同。允许误差以内的不算变化。相差一万倍、一千倍左右、显然
    是单位弄错的，由另一条规则提示。两次有一次没有填的不核对。
    """
    yield from _without_earlier(rule, context)
    slipped = slips.slipped_rows(context)
    for pair in context.course.pairs:
        before, now = pair.before.total, pair.now.total
        if before is None or now is None or id(pair.now) in slipped:
            continue
        if now != before and abs(now - before) > _tolerated(rule, pair, context):
            yield _changed(rule, pair, now - before, context)


def _tolerated(rule: Rule, pair: Pair, context: Context) -> Fraction:
    unit = followed.unit_of(pair.now.table, Trait.TOTAL, context.catalogue)
    expected = Fraction(pair.before.total or 0)
    return precision.allowed(rule, expected, unit.base if unit else None, context.catalogue)


def _changed(rule: Rule, pair: Pair, difference: int, context: Context) -> Issue:
    catalogue, table = context.catalogue, pair.now.table
    now, before, by = (
        followed.said(value, table, Trait.TOTAL, catalogue)
        for value in (pair.now.total, pair.before.total, abs(difference))
    )
    name = followed.column(followed.tracking_of(table, catalogue), Trait.TOTAL)
    way = "增加" if difference > 0 else "减少"
    return Issue(
        rule.id,
        f"{followed.named(pair.now)}的{name}由{before}变为{now}，{way}{by}"
        f"（上次：{followed.in_words(pair.before.period)}）",
        pair.now.refs(Trait.TOTAL),
        shown=now,
        expected=before,
        difference=by,
        action=followed.advice(rule, pair.before.where),
    )


def project_renamed(rule: Rule, context: Context) -> Iterator[Issue]:
    """编号相同的项目，名称应与上次报的一致。

    比较前统一全角半角、空格和括号。只作提示：改了名称仍是同一个项目，上次的数照样可比。表里没有编号列
    时无法核对。
    """
    for table, tracking in _followed_tables(context):
        for found in context.subject.tables:
            if found.table == table.id and found.records and tracking.code:
                yield from lines.undecided_without(rule, found, [tracking.code], context)
    for pair in context.course.pairs:
        before, now = pair.before, pair.now
        if now.code and before.code == now.code and before.name != now.name:
            yield Issue(
                rule.id,
                f"编号{now.code.upper()}的项目，{followed.in_words(before.period)}叫“{before.label}”，"
                f"这次叫“{now.label}”",
                now.refs(Trait.NAME),
                shown=now.label,
                expected=before.label,
            )


def copied(rule: Rule, context: Context) -> Iterator[Issue]:
    """这次的数不应与上次的一模一样：那多半是照抄上次的报表，没有更新。

    逐行跟踪的报表：至少 rows 行有到位数，而每一行都与上次相等；与同一年的上次比，还要没有增加也没有
    减少一行。其他报表：与同一年的上次相比，各项合计全部相等，其中至少 rows 项大于零。
    """
    yield from _without_earlier(rule, context)
    if context.added:
        return
    tables = list(_followed_tables(context))
    for table, tracking in tables:
        earlier = context.last(table.id)
        if earlier is None or not tracking.flow:
            continue
        rows = _equal_flows(context, table.id, same_year=earlier.year == context.period.year)
        if rows is not None and rows >= thresholds.whole(rule, "rows"):
            yield Issue(
                rule.id,
                f"{table.name}里{rows}行的{tracking.flow}全部与{followed.in_words(earlier)}的报表"
                "相同，像是没有更新",
                heads(context, frozenset([table.id])),
                shown=f"{rows}行全部相同",
            )
    last = context.history.earlier
    if last and last.year == context.period.year and not tables:
        yield from _equal_sums(rule, context, last)


def _equal_flows(context: Context, table: str, *, same_year: bool) -> int | None:
    """How many rows have funds, where each of them has the same as last time; None where not."""
    course = context.course
    changed: Iterable[Entity] = (*course.new, *course.gone) if same_year else ()
    pairs = [p for p in course.pairs if p.now.table == table and (p.now.flow or p.before.flow)]
    if any(e.table == table for e in changed) or any(p.now.flow != p.before.flow for p in pairs):
        return None
    return len(pairs)


def _equal_sums(rule: Rule, context: Context, earlier: Period) -> Iterator[Issue]:
    reporter, sums = context.subject.reporter, Sums.of(context)
    if reporter is None:
        return
    pairs = [
        (now, context.history.total(reporter, indicator.code, earlier))
        for indicator in in_the_year(context.catalogue)
        if (now := sums.value(indicator)) is not None
    ]
    above = sum(1 for now, _ in pairs if now)
    if above >= thresholds.whole(rule, "rows") and all(now == before for now, before in pairs):
        yield Issue(
            rule.id,
            f"各项合计全部与{followed.in_words(earlier)}的报表相同，像是没有更新",
            heads(context, sent(context)),
            shown=f"{above}项全部相同",
        )
