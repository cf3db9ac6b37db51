"""What a return says about last year against what last year's return left in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from zsstat.checks import followed, lines
from zsstat.checks.context import Context
from zsstat.checks.lines import Line
from zsstat.declarations import Indicator, Rule
from zsstat.model import Issue, Outcome


def base_against_store(rule: Rule, context: Context) -> Iterator[Issue]:
    """报表里填的上年同期数应与上年已接收的数一致；上年数已经修订的，填修订数或原来接收的数都可以。

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
    restated = _restated(line.indicator, context)
    if stored is None and restated is None:
        message = "库里没有上年同期的数，报表所填的上年同期数无法核对"
        yield Issue(rule.id, message, (line.field.ref,), outcome=Outcome.UNDECIDED)
        return
    right = [value for value in (restated, stored) if value is not None]
    if not any(line.agrees(value, rule, context.catalogue) for value in right):
        yield _differs(rule, line, stored, restated, context)


def _stored(context: Context) -> Callable[[str], int | None]:
    reporter, period = context.subject.reporter, context.period.previous_year

    def total(indicator: str) -> int | None:
        return context.history.total(reporter, indicator, period) if reporter else None

    return total


def _restated(indicator: Indicator, context: Context) -> Fraction | None:
    """What it is with the restated sums of last year; None where none of its sums was restated."""
    reporter, period = context.subject.reporter, context.period.previous_year
    restated, stored = context.history.restated, _stored(context)
    codes = [i.code for i in lines.summands(indicator, context.catalogue)]
    if reporter is None or not any((reporter, code, period) in restated for code in codes):
        return None
    return lines.total(indicator, lambda code: restated.get((reporter, code, period), stored(code)))


def _differs(
    rule: Rule, line: Line, stored: Fraction | None, restated: Fraction | None, context: Context
) -> Issue:
    period = context.period.previous_year
    files = context.history.files.get((context.subject.reporter or "", period), ())
    expected = restated if restated is not None else stored
    if expected is None:
        raise ValueError("nothing to compare with")
    if restated is None:
        what = "上年已接收的是{expected}"
    else:
        was = (
            f"（原来接收的是{line.said(stored, context.catalogue)}）" if stored is not None else ""
        )
        what = f"上年的修订数是{{expected}}{was}"
    sentence = f"“{line.indicator.name}”的上年同期填为{{shown}}，{what}，"
    last = "两者相差{difference}" if restated is None else "与修订数相差{difference}"
    issue = lines.differs(rule, line, expected, sentence + last, context)
    return replace(issue, action=followed.advice(rule, *files))
