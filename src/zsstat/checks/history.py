"""A return against what earlier periods left in the store."""

from __future__ import annotations

from collections.abc import Iterator

from zsstat.checks import lines
from zsstat.checks.context import Context
from zsstat.declarations import Rule
from zsstat.model import Issue, Outcome


def base_against_store(rule: Rule, context: Context) -> Iterator[Issue]:
    """报表里填的上年同期数应与上年已接收的数一致。

    按所写的单位和小数位四舍五入（或按 GB/T 8170 修约）后相符即可。
    上年同期的报表没有接收时无法核对。
    """
    period = context.period.previous_year
    reporter = context.subject.reporter

    def stored(indicator: str) -> int | None:
        return context.history.total(reporter, indicator, period) if reporter else None

    columns = [lines.parameter(rule, name) for name in ("indicator", "value")]
    for found in lines.tables(rule, context):
        yield from lines.undecided_without(rule, found, columns, context)
        for line in lines.lines(rule, found, context):
            if not lines.computable(line.indicator):
                continue
            exact = lines.total(line.indicator, stored)
            if exact is None:
                message = "库里没有上年同期的数，报表所填的上年同期数无法核对"
                yield Issue(rule.id, message, (line.field.ref,), outcome=Outcome.UNDECIDED)
            elif not line.agrees(exact, rule, context.catalogue):
                sentence = (
                    f"“{line.indicator.name}”的上年同期填为{{shown}}，"
                    "上年已接收的是{expected}，两者相差{difference}"
                )
                yield lines.differs(rule, line, exact, sentence, context)
