"""The rules: one module a group, a rule is one generator, RULES is the registry.

A rule's generator takes its catalogue entry and the context and yields issues; its docstring is its
manual page, in Chinese because ``zsstat catalog`` shows it to the clerk. The engine stamps the
issues with level, version and advice. What the reader and the recogniser notice (``check =
"reading"``) comes with the return and is stamped in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from itertools import chain
from typing import TypeAlias

from zsstat.checks.areas import area_totals
from zsstat.checks.claims import claims
from zsstat.checks.codes import credit_code, industry_against_code, industry_code
from zsstat.checks.context import Context, History
from zsstat.checks.continuing import copied, project_renamed, project_vanished, total_changed
from zsstat.checks.crosstable import summary_against_rows
from zsstat.checks.elsewhere import same_project, similar_project
from zsstat.checks.engine import active, stamp
from zsstat.checks.files import deadline
from zsstat.checks.growths import growth_jump, growth_recomputed
from zsstat.checks.history import base_against_store
from zsstat.checks.localities import (
    area_code_contradicts,
    area_code_unknown,
    place_unrecognised,
)
from zsstat.checks.overtime import cumulative_fell
from zsstat.checks.province import (
    province_completion,
    province_field,
    province_growth,
    province_rank,
    province_value,
)
from zsstat.checks.rows import row
from zsstat.checks.slips import unit_slip
from zsstat.checks.stated import stated
from zsstat.checks.unfilled import period_blank
from zsstat.checks.within import duplicate_rows, text_length
from zsstat.declarations import Rule
from zsstat.errors import CatalogueError
from zsstat.model import Finding, Issue

__all__ = [
    "ALONE",
    "LATER",
    "READING",
    "RULES",
    "CheckFunction",
    "Context",
    "History",
    "check",
    "noticed",
    "stamp",
]

CheckFunction: TypeAlias = Callable[[Rule, Context], Iterator[Issue]]

READING = "reading"
"""The check of rules that the reader, the recogniser and the pipeline see to themselves."""

RULES: dict[str, CheckFunction] = {
    "row": row,
    "text_length": text_length,
    "credit_code": credit_code,
    "industry_code": industry_code,
    "industry_against_code": industry_against_code,
    "area_code_unknown": area_code_unknown,
    "area_code_contradicts": area_code_contradicts,
    "place_unrecognised": place_unrecognised,
    "claims": claims,
    "area_totals": area_totals,
    "stated": stated,
    "summary_against_rows": summary_against_rows,
    "duplicate_rows": duplicate_rows,
    "base_against_store": base_against_store,
    "growth_recomputed": growth_recomputed,
    "growth_jump": growth_jump,
    "cumulative_fell": cumulative_fell,
    "project_vanished": project_vanished,
    "total_changed": total_changed,
    "project_renamed": project_renamed,
    "copied": copied,
    "unit_slip": unit_slip,
    "same_project": same_project,
    "similar_project": similar_project,
    "province_value": province_value,
    "province_rank": province_rank,
    "province_field": province_field,
    "province_completion": province_completion,
    "province_growth": province_growth,
    "period_blank": period_blank,
    "deadline": deadline,
}

ALONE: Set[str] = frozenset(
    {
        "row",
        "text_length",
        "credit_code",
        "industry_code",
        "industry_against_code",
        "area_code_unknown",
        "area_code_contradicts",
        "place_unrecognised",
        "claims",
        "area_totals",
        "stated",
        "growth_recomputed",
        "period_blank",
        "duplicate_rows",
    }
)
"""The checks that look at nothing but the return: neither at the history nor at the date. They are
carried out where a file is parsed, the others where it is judged."""


LATER: Set[str] = frozenset(
    {
        "base_against_store",
        "growth_jump",
        "cumulative_fell",
        "project_vanished",
        "total_changed",
        "project_renamed",
        "copied",
        "unit_slip",
        "same_project",
        "similar_project",
        "province_value",
        "province_growth",
    }
)
"""The checks that compare a return with others: they are carried out again when one of those
changes. They look at followed rows, at sums and at the records of the tables that rules name."""


def check(context: Context, checks: Set[str] = RULES.keys()) -> tuple[Finding, ...]:
    """All findings on a return: the subject's own issues (what was noticed while reading and
    posting it) and what the rules of ``checks`` find, stamped and grouped together.

    Raises :class:`~zsstat.errors.CatalogueError` when a rule's entry cannot be carried out."""
    return stamp(
        chain(context.subject.issues, noticed(context, checks)),
        context.catalogue.rules,
        reporter=context.subject.reporter,
        period=context.period,
    )


def noticed(context: Context, checks: Set[str] = RULES.keys()) -> Iterator[Issue]:
    """The issues of every rule of ``checks`` that is switched on and holds in the period's year."""
    for rule in active(context.catalogue.rules.values(), context.period):
        if rule.check != READING:
            function = _check_of(rule)
            if rule.check in checks:
                yield from function(rule, context)


def _check_of(rule: Rule) -> CheckFunction:
    try:
        return RULES[rule.check]
    except KeyError:
        raise CatalogueError(
            f"rules.toml 里 {rule.id} 的 check 写作“{rule.check}”，没有这种核对",
            f"可以用的是：{READING}、{'、'.join(RULES)}",
        ) from None
