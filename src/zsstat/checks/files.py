"""What concerns the workbook as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zsstat.checks.context import Context
from zsstat.declarations import AreaKind, Catalogue, Rule
from zsstat.errors import CatalogueError
from zsstat.model import Issue, Outcome, Period
from zsstat.values.dates import day_in_words

DEADLINE = "deadline"
"""The check of the rule whose parameters say by when the returns of a period are due."""


def deadline(rule: Rule, context: Context) -> Iterator[Issue]:
    """报表在规定的截止日（含当日）以前报到。

    截止日按报告期写在规则的 parameters 里，例如 "2020-12" = "2021-01-10"。
    一个截止日都没有规定时不核对；规定了别的报告期而没有规定这一期的，无法判断。只核对各报送单位的报表，省上的公布表没有截止日。
    """
    sender = context.catalogue.areas.get(context.subject.reporter or "")
    if sender is None or sender.kind is not AreaKind.REPORTER or not rule.parameters:
        return
    due = due_on(rule, context.period)
    if due is None:
        message = "这一报告期没有规定截止日，无法判断是否按时报送"
        yield Issue(rule.id, message, outcome=Outcome.UNDECIDED)
        return
    if context.today > due:
        yield Issue(
            rule.id,
            f"报表在{day_in_words(context.today)}收到，截止日是{day_in_words(due)}",
            shown=context.today.isoformat(),
            expected=f"不晚于{due.isoformat()}",
            difference=f"晚{(context.today - due).days}天",
        )


def due_on(rule: Rule, period: Period) -> date | None:
    """The last day for the returns of a period; None where the rule does not say it.

    Raises :class:`CatalogueError` for a day that is none."""
    key = f"{period.year}-{period.month:02d}"
    if (written := rule.parameters.get(key)) is None:
        return None
    try:
        return date.fromisoformat(str(written))
    except ValueError as error:
        raise CatalogueError(
            f"rules.toml 里 {rule.id} 的截止日 {key} 写作“{written}”，不是一个日期",
            "请写成 2021-01-10 的形式",
        ) from error


def deadline_of(catalogue: Catalogue, period: Period) -> date | None:
    """The last day for the returns of a period, that day included; None where no rule that is in
    force says one, the first where several do.

    Raises :class:`CatalogueError` for a day that is none."""
    rules = (
        rule
        for rule in catalogue.rules.values()
        if rule.enabled and rule.check == DEADLINE and rule.holds_in(period.year)
    )
    return min((day for rule in rules if (day := due_on(rule, period))), default=None)
