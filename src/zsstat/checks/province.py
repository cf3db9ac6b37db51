"""The province's printed table: against ours, and against itself. Nobody can send it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zsstat import compute
from zsstat.checks import lines, wording
from zsstat.checks.context import Context
from zsstat.checks.lines import Line, Statements
from zsstat.declarations import Catalogue, Indicator, Rule
from zsstat.model import CellRef, Field, Issue, Outcome, Period, RecognisedTable, Record


def province_value(rule: Rule, context: Context) -> Iterator[Issue]:
    """省上公布的本市数和同比，应与本库的全市数相符。

    按所印的小数位四舍五入（或修约）后相符即可；上年数已经修订的，同比按修订数算。各报送单位没有报齐
    （同比：两年都报齐，或有全市的修订数）时无法核对。
    """
    about, area = (lines.parameter(rule, name) for name in ("indicator", "area"))
    for found in lines.tables(rule, context):
        statements = Statements(found, context.catalogue)
        for record in found.records:
            indicator = lines.indicator_of(record, about, context.catalogue)
            if indicator and lines.computable(indicator) and _is_our_city(record, area, context):
                value, growth = (
                    statements.line(record, indicator, lines.parameter(rule, name))
                    for name in ("value", "growth")
                )
                if value:
                    yield from _own_value(rule, value, context)
                if growth and not indicator.ratio:
                    yield from _own_growth(rule, growth, context)


def _is_our_city(record: Record, column: str, context: Context) -> bool:
    member = context.catalogue.areas.get(str(record.value(column)))
    return member is not None and context.catalogue.city in (member.id, member.same_as)


def _own_value(rule: Rule, line: Line, context: Context) -> Iterator[Issue]:
    indicator = line.indicator
    exact = lines.total(indicator, lambda code: _city_sum(code, context.period, context))
    if exact is None:
        message = "本期报表没有收齐，省上公布的本市数无法核对"
        yield Issue(rule.id, message, (line.field.ref,), outcome=Outcome.UNDECIDED)
    elif not line.agrees(exact, rule, context.catalogue):
        sentence = (
            f"省上公布的本市“{indicator.name}”为{{shown}}，本库为{{expected}}，相差{{difference}}"
        )
        yield lines.differs(rule, line, exact, sentence, context)


def _own_growth(rule: Rule, line: Line, context: Context) -> Iterator[Issue]:
    indicator = line.indicator
    current = _city_sum(indicator.code, context.period, context)
    rate = compute.growth(current, _city_base(indicator.code, context)).value
    if rate is None:
        message = "本期或上年同期的数不全，省上公布的本市同比无法核对"
        yield Issue(rule.id, message, (line.field.ref,), outcome=Outcome.UNDECIDED)
    elif not line.agrees(rate, rule, context.catalogue):
        sentence = (
            f"省上公布的本市“{indicator.name}”同比为{{shown}}，本库算得{{expected}}，"
            "相差{difference}"
        )
        yield lines.differs(rule, line, rate, sentence, context)


def _city_sum(indicator: str, period: Period, context: Context) -> int | None:
    """The city's stored sum, None until every reporter's return is in."""
    if period not in context.history.complete:
        return None
    return context.history.sums.get((context.catalogue.city, indicator, period), 0)


def _city_base(indicator: str, context: Context) -> int | None:
    """What the city's growth is computed over: last year's restated figure, else its stored sum
    with what was restated of its reporters."""
    last, history = context.period.previous_year, context.history
    city = context.catalogue.city
    if (city, indicator, last) in history.restated:
        return history.restated[city, indicator, last]
    stored = _city_sum(indicator, last, context)
    if stored is None:
        return None
    reporters = (area.id for area in context.catalogue.reporters(last.year))
    keys = [(area, indicator, last) for area in reporters]
    return stored + sum(
        history.restated[key] - history.sums.get(key, 0) for key in keys if key in history.restated
    )


# --- placements -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """One member's printed rank for an indicator, and the rates that it may rest on."""

    name: str
    rank: int | None
    ref: CellRef
    rates: Mapping[str, Line]


@dataclass(frozen=True, slots=True)
class _Contest:
    """All that the table prints about one indicator. ``absent``: members it does not list."""

    indicator: Indicator
    entries: Sequence[_Entry]
    absent: int

    @property
    def ranked(self) -> list[tuple[_Entry, int]]:
        return [(entry, entry.rank) for entry in self.entries if entry.rank is not None]

    def places(self, entry: _Entry, basis: str) -> range:
        """The places that the printed rates leave open to an entry, ties sharing the first.

        Printed rates are rounded: members that print alike may have been told apart, so those of
        them that are printed in front count as better. Members without a rate may stand anywhere.
        """
        mine = entry.rates[basis].value
        others = [other for other in self.entries if other is not entry]
        rated = [(other, other.rates[basis].value) for other in others if basis in other.rates]
        better = sum(
            value > mine or (value == mine and _is_in_front(other, entry)) for other, value in rated
        )
        unknown = len(others) - len(rated) + self.absent
        return range(better + 1, better + unknown + 2)

    def contradictions(self, basis: str) -> list[tuple[_Entry, int]] | None:
        """The entries whose printed rank does not follow from ``basis``; None when a ranked
        member has no such rate."""
        if any(basis not in entry.rates for entry, _ in self.ranked):
            return None
        return [(e, rank) for e, rank in self.ranked if rank not in self.places(e, basis)]


def _is_in_front(other: _Entry, entry: _Entry) -> bool:
    return other.rank is not None and entry.rank is not None and other.rank < entry.rank


def province_rank(rule: Rule, context: Context) -> Iterator[Issue]:
    """位次应与同比从高到低的排序一致，或与完成比例的排序一致。

    并列的位次相同，下一位顺延（1、2、2、4）；印出来相同的比率可能在更细的小数上分先后，两种排法都算
    一致。两种依据都不符时才提示，并说明更接近哪一种。没有印同比和完成比例时无法核对。
    """
    bases = [lines.parameter(rule, "growth"), lines.parameter(rule, "completion")]
    for found in lines.tables(rule, context):
        yield from lines.undecided_without(rule, found, [lines.parameter(rule, "rank")], context)
        for contest in _contests(rule, found, bases, context):
            yield from _judge(rule, contest, bases)


def _judge(rule: Rule, contest: _Contest, bases: Sequence[str]) -> Iterator[Issue]:
    found = {basis: contest.contradictions(basis) for basis in bases}
    decided = {basis: wrong for basis, wrong in found.items() if wrong is not None}
    if not decided:
        yield Issue(
            rule.id,
            f"“{contest.indicator.name}”的{'和'.join(bases)}没有印全，位次无法核对",
            tuple(entry.ref for entry, _ in contest.ranked),
            outcome=Outcome.UNDECIDED,
        )
        return
    basis = min(decided, key=lambda name: len(decided[name]))
    closest = f"（{'和'.join(decided)}都不能完全对上，{basis}最接近）" if len(decided) > 1 else ""
    for entry, rank in decided[basis]:
        places = contest.places(entry, basis)
        expected = f"第{places[0]}" if len(places) == 1 else f"第{places[0]}至第{places[-1]}"
        yield Issue(
            rule.id,
            f"{entry.name}的“{contest.indicator.name}”印为第{rank}，按{basis}排序是{expected}{closest}",
            (entry.ref, entry.rates[basis].field.ref),
            shown=str(rank),
            expected=expected,
            difference=f"相差{min(abs(rank - place) for place in places)}位",
        )


def _contests(
    rule: Rule, found: RecognisedTable, bases: Sequence[str], context: Context
) -> Iterator[_Contest]:
    about, area, rank = (lines.parameter(rule, name) for name in ("indicator", "area", "rank"))
    entries: dict[str, list[_Entry]] = {}
    statements = Statements(found, context.catalogue)
    for record in found.records:
        indicator = lines.indicator_of(record, about, context.catalogue)
        if indicator is None:
            continue
        printed = {basis: statements.line(record, indicator, basis) for basis in bases}
        rates = {basis: line for basis, line in printed.items() if line}
        field, name = (
            record.fields.get(rank),
            wording.said(record.fields.get(area), context.catalogue),
        )
        if field and (field.value is None or isinstance(field.value, int)):
            entry = _Entry(name, field.value, field.ref, rates)
            entries.setdefault(indicator.code, []).append(entry)
    size = len(context.catalogue.members(context.period.year))
    for code, listed in entries.items():
        contest = _Contest(context.catalogue.indicators[code], listed, max(0, size - len(listed)))
        if contest.ranked:
            yield contest


def province_field(rule: Rule, context: Context) -> Iterator[Issue]:
    """位次不大于参加排名的个数。

    参加排名的个数是当年全省的市（区）个数；表里列出的更多时，以表里的为准。
    """
    about, area, column = (lines.parameter(rule, n) for n in ("indicator", "area", "rank"))
    for found in lines.tables(rule, context):
        yield from lines.undecided_without(rule, found, [column], context)
        rows: dict[str, list[Record]] = {}
        for record in found.records:
            if indicator := lines.indicator_of(record, about, context.catalogue):
                rows.setdefault(indicator.code, []).append(record)
        for code, records in rows.items():
            size = max(len(records), len(context.catalogue.members(context.period.year)))
            name = context.catalogue.indicators[code].name
            for record in records:
                what = f"{wording.said(record.fields.get(area), context.catalogue)}的“{name}”"
                yield from _beyond(rule, what, record.fields.get(column), size)


def _beyond(rule: Rule, what: str, field: Field | None, size: int) -> Iterator[Issue]:
    if field and isinstance(field.value, int) and field.value > size:
        yield Issue(
            rule.id,
            f"{what}印为第{field.value}，参加排名的只有{size}个市（区）",
            (field.ref,),
            shown=field.text.strip(),
            expected=f"不大于{size}",
            difference=str(field.value - size),
        )


def province_completion(rule: Rule, context: Context) -> Iterator[Issue]:
    """印出的完成比例应等于本年累计除以目标。

    用印出的本年累计和目标重算，按完成比例所印的小数位四舍五入（或修约）后相符即可。目标空白或为零的
    行不核对。
    """
    about, area = (lines.parameter(rule, name) for name in ("indicator", "area"))
    columns = [lines.parameter(rule, name) for name in ("value", "target", "completion")]
    for found in lines.tables(rule, context):
        yield from lines.undecided_without(rule, found, columns, context)
        statements = Statements(found, context.catalogue)
        for record in found.records:
            if indicator := lines.indicator_of(record, about, context.catalogue):
                value, target, printed = (statements.line(record, indicator, c) for c in columns)
                if value and target and printed and target.value > 0:
                    member = wording.said(record.fields.get(area), context.catalogue)
                    yield from _recompute(rule, member, value, target, printed, context)


def _recompute(
    rule: Rule, member: str, value: Line, target: Line, printed: Line, context: Context
) -> Iterator[Issue]:
    exact = value.value / target.value * 100
    if printed.agrees(exact, rule, context.catalogue):
        return
    of = f"{_quoted(value, context.catalogue)}除以{_quoted(target, context.catalogue)}"
    sentence = (
        f"{member}的“{value.indicator.name}”完成比例印为{{shown}}，{of}是{{expected}}，"
        "相差{difference}"
    )
    issue = lines.differs(rule, printed, exact, sentence, context)
    cells = (*issue.cells, value.field.ref, target.field.ref)
    yield Issue(rule.id, issue.message, cells, issue.shown, issue.expected, issue.difference)


# --- growth -----------------------------------------------------------------------------------


def province_growth(rule: Rule, context: Context) -> Iterator[Issue]:
    """印出的同比，应与今年印出的本年累计、上年同期的表里印出的本年累计相合。

    两年印出的数都是四舍五入过的，各代表一个范围：只要范围内有一组数能得出印出的同比（同比也按所印的
    小数位），就算相合。上年的数按末尾的零取最宽的范围。没有接收上年同期的表、上年的表没有印这个市的
    数、印了两个不同的数，或上年的数不大于零时，无法核对。
    """
    about, area = (lines.parameter(rule, name) for name in ("indicator", "area"))
    columns = [lines.parameter(rule, name) for name in ("value", "growth")]
    for found in lines.tables(rule, context):
        lacking = list(lines.undecided_without(rule, found, columns, context))
        yield from lacking
        if not lacking and not context.history.province:
            message = "库里没有上年同期的全省位次表，印出的同比无法重算"
            yield Issue(rule.id, message, outcome=Outcome.UNDECIDED)
            continue
        statements = Statements(found, context.catalogue)
        for record in found.records:
            indicator = lines.indicator_of(record, about, context.catalogue)
            member = record.value(area)
            if indicator and not indicator.ratio and isinstance(member, str):
                value, printed = (statements.line(record, indicator, name) for name in columns)
                if value and printed:
                    yield from _regrow(rule, member, value, printed, context)


def _regrow(
    rule: Rule, member: str, value: Line, printed: Line, context: Context
) -> Iterator[Issue]:
    catalogue, indicator = context.catalogue, value.indicator
    name = wording.said(value.record.fields.get(lines.parameter(rule, "area")), catalogue)
    before = _printed_before(member, indicator, context)
    rate = compute.growth(int(value.value), before).value
    if before is None or rate is None:
        message = f"上年的表里没有{name}的“{indicator.name}”可比的数，印出的同比无法重算"
        yield Issue(rule.id, message, (printed.field.ref,), outcome=Outcome.UNDECIDED)
        return
    agrees = printed.agrees(rate, rule, catalogue)
    if not agrees and not _compatible(value, before, printed, catalogue):
        was = value.said(Fraction(before), catalogue)
        sentence = (
            f"{name}的“{indicator.name}”同比印为{{shown}}，"
            f"按今年印的{_quoted(value, catalogue)}和上年印的{was}算是{{expected}}，"
            "相差{difference}"
        )
        issue = lines.differs(rule, printed, rate, sentence, context)
        yield replace(issue, cells=(*issue.cells, value.field.ref))


def _printed_before(member: str, indicator: Indicator, context: Context) -> int | None:
    """What last year's table printed for the member; None for nothing, and for two things."""
    printed = {
        line.value
        for line in context.history.province
        if (line.member, line.indicator) == (member, indicator.code) and line.value is not None
    }
    return printed.pop() if len(printed) == 1 else None


def _compatible(value: Line, before: int, printed: Line, catalogue: Catalogue) -> bool:
    """Whether values that print as these can have a growth that prints as that."""
    factor = catalogue.units[value.indicator.unit].factor
    base = compute.printed_amount_interval(before, factor)
    if factor == 1:
        base = compute.Interval(Fraction(before), Fraction(before))
    return compute.compatible(value.interval(catalogue), base, printed.interval(catalogue))


def _quoted(line: Line, catalogue: Catalogue) -> str:
    return line.said(Fraction(line.value), catalogue)
