"""What a return says about last year against what last year's return left in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from zsstat.checks import followed, lines
from zsstat.checks.context import Context
from zsstat.checks.lines import Line
from zsstat.declarations import Indicator, Rule
from zsstat.model import Issue, Outcome, Period


def base_against_store(rule: Rule, context: Context) -> Iterator[Issue]:
    """报表里填的上年同期数应与上年已接收的数一致；上年数已经修订、或经市局调整的，填修订（调整后）的
    数或原来接收的数都可以。

    按所写的单位和小数位四舍五入（或按 GB/T 8170 修约）后相符即可。办法里写明已接收的数出自哪份报
    表。上年同期的报表没有接收、也没有修订数时无法核对。
    """
    columns = [lines.parameter(rule, name) for name in ("indicator", "value")]
    for found in lines.tables(rule, context):
        yield from lines.undecided_without(rule, found, columns, context)
        for line in lines.lines(rule, found, context):
            if lines.computable(line.indicator):
                yield from _compared(rule, line, context)


def _compared(rule: Rule, line: Line, context: Context) -> Iterator[Issue]:
    stored = lines.total(line.indicator, _stored(context))
    official = _official(line.indicator, context)
    if stored is None and official is None:
        message = "库里没有上年同期的数，报表所填的上年同期数无法核对"
        yield Issue(rule.id, message, (line.field.ref,), outcome=Outcome.UNDECIDED)
        return
    right = [value for value in (official, stored) if value is not None]
    if not any(line.agrees(value, rule, context.catalogue) for value in right):
        yield _differs(rule, line, stored, official, context)


def _stored(context: Context) -> Callable[[str], int | None]:
    reporter, period = context.subject.reporter, context.period.previous_year

    def total(indicator: str) -> int | None:
        return context.history.total(reporter, indicator, period) if reporter else None

    return total


def _official(indicator: Indicator, context: Context) -> Fraction | None:
    """What it is with the sums of last year that the office restated or adjusted; None where it did
    neither."""
    restated, adjusted = context.history.restated, context.history.adjusted
    keys = _keys(indicator, context)
    if not any(key in restated or key in adjusted for key in keys.values()):
        return None
    stored = _stored(context)

    def total(code: str) -> int | None:
        key = keys[code]
        reported = stored(code)
        return restated.get(key, None if reported is None else reported + adjusted.get(key, 0))

    return lines.total(indicator, total)


def _keys(indicator: Indicator, context: Context) -> Mapping[str, tuple[str, str, Period]]:
    """Code → where last year's sum stands, of the sums that the indicator is made of."""
    reporter, period = context.subject.reporter, context.period.previous_year
    summands = lines.summands(indicator, context.catalogue)
    return {i.code: (reporter, i.code, period) for i in summands if reporter}


def _is_restated(indicator: Indicator, context: Context) -> bool:
    keys = _keys(indicator, context).values()
    return any(key in context.history.restated for key in keys)


def _differs(
    rule: Rule, line: Line, stored: Fraction | None, official: Fraction | None, context: Context
) -> Issue:
    period = context.period.previous_year
    files = context.history.files.get((context.subject.reporter or "", period), ())
    expected = official if official is not None else stored
    if expected is None:
        raise ValueError("nothing to compare with")
    restated = _is_restated(line.indicator, context)
    whole, name = ("的修订数", "修订数") if restated else ("经市局调整后的数", "调整后的数")
    if official is None:
        what = "上年已接收的是{expected}"
    else:
        was = (
            f"（原来接收的是{line.said(stored, context.catalogue)}）" if stored is not None else ""
        )
        what = f"上年{whole}是{{expected}}{was}"
    sentence = f"“{line.indicator.name}”的上年同期填为{{shown}}，{what}，"
    last = "两者相差{difference}" if official is None else f"与{name}相差{{difference}}"
    issue = lines.differs(rule, line, expected, sentence + last, context)
    return replace(issue, action=followed.advice(rule, *files))
