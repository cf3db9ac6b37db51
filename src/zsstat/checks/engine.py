"""Issues become findings here: stamped with their rule's level, grouped, ordered, fingerprinted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from zsstat.declarations import Rule
from zsstat.errors import CatalogueError
from zsstat.model import CellRef, Finding, Issue, Level, Outcome, Period, cell_place

BLANK = "cell.needed_blank"
"""A required cell that was left blank: said once, whatever follows from it."""

_GroupKey: TypeAlias = tuple[str, str, Outcome, str]


def active(rules: Iterable[Rule], period: Period | None) -> Iterator[Rule]:
    """The rules that are switched on and hold in the period's year; in any, when it is unknown."""
    for rule in rules:
        if rule.enabled and (period is None or rule.holds_in(period.year)):
            yield rule


def stamp(
    issues: Iterable[Issue],
    rules: Mapping[str, Rule],
    *,
    reporter: str | None,
    period: Period | None,
) -> tuple[Finding, ...]:
    """Findings for the issues of one return, by level, then by sheet, row and column.

    Issues of equal rule, message, outcome and action are one finding whose cells are joined;
    where their values differ, the values are listed in the order of the cells. An issue without
    advice of its own gets its rule's, unless it is undecided. A required cell
    that is reported blank is not reported a second time by what is merely to be confirmed (C, D).
    Issues of a rule that is switched off or does not hold in the period's year are dropped: a cell
    that could not be read then still counts as missing and never as a value, but nobody is told,
    so a bureau should lower the level of such a rule rather than switch it off. An issue whose
    rule is in no catalogue is refused with :class:`CatalogueError`, since dropping it would hide a
    fault.
    """
    groups: dict[_GroupKey, list[Issue]] = {}
    running = {rule.id for rule in active(rules.values(), period)}
    issues = tuple(issues)
    blank = _blank_cells(issues) if BLANK in running else frozenset()
    for issue in issues:
        if issue.rule not in rules:
            raise CatalogueError(
                f"rules.toml 里没有规则 {issue.rule}，无法确定它的级别",
                "请补上这条规则；不需要时写 enabled = false",
            )
        if issue.rule in running and not _is_said(issue, rules[issue.rule], blank):
            action = issue.action or _advice(issue, rules[issue.rule])
            groups.setdefault((issue.rule, issue.message, issue.outcome, action), []).append(issue)
    findings = (
        _finding(rules[rule], action, members, reporter, period)
        for (rule, _, _, action), members in groups.items()
    )
    return tuple(sorted(findings, key=_order))


def _advice(issue: Issue, rule: Rule) -> str:
    """The rule's advice, which is about what is wrong: nothing is to be done about what could not
    be judged."""
    return "" if issue.outcome is Outcome.UNDECIDED else rule.action


def _blank_cells(issues: Iterable[Issue]) -> frozenset[CellRef]:
    return frozenset(cell for issue in issues if issue.rule == BLANK for cell in issue.cells)


def _is_said(issue: Issue, rule: Rule, blank: frozenset[CellRef]) -> bool:
    """Whether the issue is about nothing but cells that are reported blank anyhow."""
    asks = issue.rule != BLANK and rule.level in (Level.C, Level.D)
    return asks and bool(issue.cells) and blank.issuperset(issue.cells)


def _finding(
    rule: Rule, action: str, members: list[Issue], reporter: str | None, period: Period | None
) -> Finding:
    first = members[0]
    return Finding(
        rule=rule.id,
        level=rule.level,
        message=first.message,
        cells=tuple(dict.fromkeys(cell for issue in members for cell in issue.cells)),
        shown=_joined(issue.shown for issue in members),
        expected=_joined(issue.expected for issue in members),
        difference=_joined(issue.difference for issue in members),
        action=action,
        outcome=first.outcome,
        version=rule.version,
        fingerprint=_fingerprint(rule, members, reporter, period),
    )


def _joined(values: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(value for value in values if value))


def _fingerprint(
    rule: Rule, members: list[Issue], reporter: str | None, period: Period | None
) -> str:
    """What a waiver is bound to: who says what, and every value of it.

    Addresses, file name and hash stay out, so that a waiver outlives a re-send whose rows moved;
    the values of each occurrence go in, so that it lapses when one changes or another is added.
    """
    content = [
        rule.id,
        rule.version,
        reporter,
        [period.year, period.month] if period else None,
        members[0].message,
        sorted([issue.shown, issue.expected, len(issue.cells)] for issue in members),
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _order(finding: Finding) -> tuple[object, ...]:
    place = _place(finding.cells[0]) if finding.cells else ("", 0, 0)
    return (finding.level, *place, finding.rule, finding.message, finding.outcome)


def _place(ref: CellRef) -> tuple[str, int, int]:
    """Sheet, row, column; a reference that names no single cell stands at the sheet's head."""
    return (ref.sheet, *(cell_place(ref.cell) or (0, 0)))
