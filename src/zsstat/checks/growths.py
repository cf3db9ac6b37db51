"""Growth over the same period of last year: improbable ones, and those that a 汇总表 states."""

from __future__ import annotations

from collections.abc import Iterator, Set
from fractions import Fraction

from zsstat import compute
from zsstat.checks import followed, lines, thresholds, wording
from zsstat.checks.context import Context
from zsstat.checks.lines import Line, Statements
from zsstat.checks.sums import (
    Sums,
    heads,
    in_the_year,
    looks_at,
    said,
    unreadable,
    untold,
)
from zsstat.declarations import Indicator, Rule
from zsstat.figures.rounding import round_half, trimmed
from zsstat.model import Issue, Outcome


def growth_jump(rule: Rule, context: Context) -> Iterator[Issue]:
    """与上年同期相比，增减不应同时超过一个幅度和一个绝对数（absolute，按单位写）。

    幅度由 relative 定：100 是增长一倍以上，或下降一半以上；50 是增长一半以上，或下降三分之一以上。

    上年同期小于 base（按单位写）的指标不核对：基数小，增幅大不说明问题。上年数已经修订的，按
    修订数算。没有接收上年同期的报表时无法核对，指标用到读不出的单元格、认不出的必填列时也无法核对；报表里
    没有的表，不核对由它得出的指标。
    """
    reporter, last = context.subject.reporter, context.period.previous_year
    sums = Sums.of(context)
    unknown = _unknown(context)
    known = (i for i in in_the_year(context.catalogue) if i.code not in unknown)
    current = [(i, now) for i in known if (now := sums.value(i)) is not None]
    if reporter is None:
        return
    if (reporter, last) not in context.history.received:
        if not any(now for _, now in current):
            return  # nothing that could have grown
        message = f"库里没有{followed.in_words(last)}的报表，与上年同期相比的增减无法核对"
        yield Issue(rule.id, message, outcome=Outcome.UNDECIDED)
        return
    least = thresholds.by_base(rule, "base", context.catalogue)
    absolute = thresholds.by_base(rule, "absolute", context.catalogue)
    relative = thresholds.number(rule, "relative")
    if unknown:
        yield _undecided(rule, unknown, context)
    for indicator, now in current:
        base = _base(reporter, indicator, context)
        unit = context.catalogue.base_unit(indicator.code)
        if unit not in least or unit not in absolute or base < max(least[unit], 1):
            continue
        times = Fraction(now, base)
        jumped = times >= 1 + relative / 100 or times * (1 + relative / 100) <= 1
        if jumped and abs(now - base) >= absolute[unit]:
            yield _jumped(rule, indicator, (now, base), (times - 1) * 100, context)


def _unknown(context: Context) -> frozenset[str]:
    """The indicators that nobody knows, because a cell that they are made of could not be read or
    a required column could not be told."""
    broken = unreadable(context) | untold(context)
    return frozenset(
        indicator.code
        for indicator in (in_the_year(context.catalogue) if broken else ())
        if any(looks_at(p, context.catalogue) & broken for p in indicator.post)
    )


def _undecided(rule: Rule, unknown: Set[str], context: Context) -> Issue:
    names = [i.name for i in in_the_year(context.catalogue) if i.code in unknown]
    message = (
        f"“{'”“'.join(names)}”要用到的单元格读不出，或者要用到的列认不出，"
        "与上年同期相比的增减无法核对"
    )
    return Issue(rule.id, message, outcome=Outcome.UNDECIDED)


def _base(reporter: str, indicator: Indicator, context: Context) -> int:
    """Last year's figure, the restated one where there is one."""
    last = context.period.previous_year
    stored = context.history.total(reporter, indicator.code, last) or 0
    return context.history.restated.get((reporter, indicator.code, last), stored)


def _jumped(
    rule: Rule, indicator: Indicator, values: tuple[int, int], rate: Fraction, context: Context
) -> Issue:
    now, base = (said(value, indicator, context.catalogue) for value in values)
    last = context.period.previous_year
    key = (context.subject.reporter or "", indicator.code, last)
    source = "修订数" if key in context.history.restated else ""
    way, by = ("增长" if rate > 0 else "下降"), trimmed(round_half(abs(rate), 2))
    return Issue(
        rule.id,
        f"“{indicator.name}”{followed.in_words(context.period)}{now}，{followed.in_words(last)}{source}"
        f"{base}，{way}{by}%",
        heads(context, Sums.tables(indicator)),
        shown=now,
        expected="",
        difference=f"{way}{by}%",
    )


def growth_recomputed(rule: Rule, context: Context) -> Iterator[Issue]:
    """汇总表里填的同比，应与同一行的本年累计、上年同期算得出来的一致。

    三个数都可能四舍五入过：本年和上年的数在各自写法的范围内，有一组能得出所填的同比就算一致。比率类指
    标的同比按百分点算，按百分数算相符的也可以。填了同比而本年、上年的数有空白或读不出，或者上年数不大于
    零的，无法核对。
    """
    about = lines.parameter(rule, "indicator")
    columns = [lines.parameter(rule, name) for name in ("value", "base", "growth")]
    for found in lines.tables(rule, context):
        yield from lines.undecided_without(rule, found, columns, context)
        statements = Statements(found, context.catalogue)
        for record in found.records:
            indicator = lines.indicator_of(record, about, context.catalogue)
            if indicator is None:
                continue
            value, base, growth = (statements.line(record, indicator, name) for name in columns)
            if growth is None or any(lines.lacks(found, name) for name in columns):
                continue
            if value is None or base is None or base.value <= 0:
                message = (
                    f"“{indicator.name}”的本年、上年的数不全，或者上年的数不大于零，"
                    f"所填的{columns[-1]}无法重算"
                )
                yield Issue(rule.id, message, (growth.field.ref,), outcome=Outcome.UNDECIDED)
            elif not _agrees(value, base, growth, context):
                yield _recomputed(rule, value, base, growth, context)


def _agrees(value: Line, base: Line, growth: Line, context: Context) -> bool:
    """Whether values that are written like these can have a growth that is written like that; of
    rates the difference in points will do as well."""
    now, before, rate = (line.interval(context.catalogue) for line in (value, base, growth))
    if value.indicator.ratio:
        points = compute.Interval(now.low - before.high, now.high - before.low)
        if rate.overlaps(points):
            return True
    return compute.compatible(now, before, rate)


def _recomputed(rule: Rule, value: Line, base: Line, growth: Line, context: Context) -> Issue:
    catalogue = context.catalogue
    now, before = (line.said(line.value, catalogue) for line in (value, base))
    points = bool(value.indicator.ratio)
    exact = value.value - base.value if points else (value.value / base.value - 1) * 100
    right, unit = trimmed(round_half(exact, 2)), "个百分点" if points else wording.PERCENT
    return Issue(
        rule.id,
        f"“{growth.indicator.name}”的同比填为{wording.number(growth.value)}%，"
        f"按本年{now}、上年同期{before}算是{right}{unit}",
        (growth.field.ref, value.field.ref, base.field.ref),
        shown=wording.written(growth.field),
        expected=f"{right}{unit}",
    )
