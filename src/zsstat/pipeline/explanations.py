"""What the sender and the office have said to findings: waivers that hold, that lapse, answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from zsstat.declarations import Catalogue
from zsstat.model import Finding, Issue, Outcome, Period
from zsstat.recognise.answers import GivenAnswer
from zsstat.store import Decided, Store, Waiver
from zsstat.store.decisions import asks, printable

LAPSED = "file.waiver_lapsed"
"""The rule that what was waived is as it was when it was waived."""
_NAMED = re.compile("“([^”]*)”")


def with_waivers(
    store: Store, reporter: str, period: Period, findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """The findings, those that the office has waived with the waiver that holds."""
    waivers = store.office.waivers(reporter, period)
    return tuple(
        replace(finding, waiver=waivers[finding.rule, finding.fingerprint])
        if (finding.rule, finding.fingerprint) in waivers
        else finding
        for finding in findings
    )


def lapsed(
    store: Store, reporter: str, period: Period, findings: Iterable[Finding]
) -> Iterator[Issue]:
    """One issue for each waiver that no longer holds although what it was about is still found:
    the values have changed, and the office must look again."""
    current = [f for f in findings if f.outcome is Outcome.FAIL]
    said = {(finding.rule, finding.fingerprint) for finding in current}
    for waiver in store.office.waived(reporter, period):
        if (waiver.rule, waiver.fingerprint) not in said:
            about = _about(store.finding(waiver.finding_id).finding.message)
            again = [f for f in current if f.rule == waiver.rule and _about(f.message) == about]
            for finding in again[:1]:
                yield _lapsed(waiver, finding)


def _about(message: str) -> str:
    """What a message is about: the first name that it quotes."""
    found = _NAMED.search(message)
    return found[1] if found else ""


def _lapsed(waiver: Waiver, finding: Finding) -> Issue:
    when = f"{waiver.decided_at:%Y-%m-%d}"
    return Issue(
        LAPSED,
        f"{when} {waiver.who}核销过的问题（理由：{waiver.reason}）数值已变，核销失效，"
        f"请重新说明：{finding.message}",
        finding.cells,
    )


def keep_answers(
    store: Store,
    catalogue: Catalogue,
    reporter: str,
    period: Period,
    answers: Iterable[GivenAnswer],
    at: datetime,
) -> int:
    """Keeps what a sender answers to findings on its returns of a period; gives how many are new.

    An answer to a finding that was never made for this sender and period is about another return
    and is left alone: :func:`strange_answers` says so."""
    answers = tuple(answers)
    known = _known(store, reporter, period) if answers else {}
    name = catalogue.area_name(reporter, period)
    kept = 0
    for given in answers:
        finding = known.get((given.rule, given.fingerprint))
        text = printable(given.text)
        if finding is None or not text.strip():
            continue
        said = Decided(name, text, at)
        kept += store.office.answer(finding, reporter, period, said, given.ref)
    return kept


def _known(store: Store, reporter: str, period: Period) -> dict[tuple[str, str], Finding]:
    """What asked for an answer: findings of level B and C that did not hold."""
    found = store.findings(reporter=reporter, period=period)
    return {
        (stored.finding.rule, stored.finding.fingerprint): stored.finding
        for stored in found
        if asks(stored.finding)
    }


def strange_answers(
    store: Store, reporter: str, period: Period, answers: Iterable[GivenAnswer]
) -> Iterator[Issue]:
    """Answers to findings that are none of this sender's and period's."""
    answers = tuple(answers)
    known = _known(store, reporter, period) if answers else {}
    for given in answers:
        if (given.rule, given.fingerprint) not in known:
            yield Issue(
                "file.answer_unread",
                f"“{given.text}”说明的不是本单位这一期报表的问题，没有记下",
                (given.ref,),
                shown=given.text,
            )
