"""What a locked period forbids: whatever would change a figure of it, or its base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zsstat.errors import DecisionError
from zsstat.model import CellRef, Finding, Issue, Lock, Observation, Period, Return, Role
from zsstat.pipeline.ledger import describe
from zsstat.store import Store

LOCKED = "history.locked"
"""The rule that nothing of a locked period changes."""


def following_year(period: Period) -> Period:
    """The period whose growth is computed over this one."""
    return Period(period.year + 1, period.month)


def figures_of(period: Period) -> tuple[Period, ...]:
    """The periods whose figures change with what is sent for ``period``: its own; the two months
    after it, whose single month and 环比 are what came since; and those of all three a year later,
    which have them as their base."""
    months = (period, _following_month(period), _following_month(_following_month(period)))
    return (*months, *map(following_year, months))


def _following_month(period: Period) -> Period:
    return Period(period.year + period.month // 12, period.month % 12 + 1)


def figures_from(period: Period) -> Iterator[Period]:
    """The periods whose figures change with an entry that goes on to the end of its year."""
    for month in range(period.month, 13):
        yield from figures_of(Period(period.year, month))


def refuse_locked(store: Store, periods: Iterable[Period]) -> None:
    """Raises :class:`DecisionError` where one of the periods is locked: by whom, and why."""
    for period in sorted(set(periods)):
        if lock := store.office.locked(period):
            raise DecisionError(
                f"{describe(period)}的数据已锁定（{lock.who}，{lock.reason}），不能改动",
                f"确需改动的，先用 zsstat unlock --year {period.year} --month {period.month} 解锁"
                "并说明理由",
            )


def refuse_locked_since(store: Store, since: Period) -> None:
    """The same for an entry that holds from a period on for good."""
    refuse_locked(store, (period for period in store.office.locked_periods() if period >= since))


def still_locked(store: Store, finding: Finding) -> Period | None:
    """The locked period that a finding of :data:`LOCKED` is about, as long as it is locked."""
    if finding.rule != LOCKED:
        return None
    locked = store.office.locked_periods()
    return next((p for p in locked if finding.message.startswith(_is_locked(p))), None)


def _is_locked(period: Period) -> str:
    """How the message of such a finding begins."""
    return f"{describe(period)}的数据已锁定"


def locked_tables(store: Store, subject: Return, lines: Iterable[Observation]) -> Iterator[Issue]:
    """One issue for each locked period whose figures a return with these ledger lines would
    change."""
    if subject.reporter is None:
        return
    touched: dict[Period, tuple[Lock, list[str]]] = {}
    for table, figure in changed_by(store, subject.reporter, subject.parts, lines):
        if lock := store.office.locked(figure):
            touched.setdefault(figure, (lock, []))[1].append(table)
    for period, (lock, tables) in touched.items():
        cells = tuple(
            CellRef(subject.sha256, subject.file, found.sheet, "")
            for found in subject.tables
            if found.table in tables
        )
        yield Issue(
            LOCKED,
            f"{_is_locked(period)}（{lock.who}，{lock.reason}），"
            f"这份报表会改动它{_changed(period, subject)}",
            tuple(dict.fromkeys(cells)),
        )


def _changed(locked: Period, subject: Return) -> str:
    """What of a locked period a return for another one changes."""
    own = {period for _, period in subject.parts}
    if locked in own:
        return ""
    of_the_year = any(period.year == locked.year for period in own)
    return "的当月数、环比或目标任务" if of_the_year else "的上年同期数或环比"


def changed_by(
    store: Store,
    sender: str,
    parts: Iterable[tuple[str, Period]],
    lines: Iterable[Observation],
) -> Iterator[tuple[str, Period]]:
    """(table, period) for every period whose figures change when the tables of a sender come or
    go; ``lines`` are their ledger lines."""
    targets: dict[tuple[str, Period], set[tuple[str, str]]] = {}
    for line in lines:
        if line.role is Role.TARGET:
            key = (line.area, line.indicator)
            targets.setdefault((line.table, line.period), set()).add(key)
    for table, period in parts:
        for figure in figures_of(period):
            yield table, figure
        if keys := targets.get((table, period), set()) | store.targets_ever_sent(sender, period):
            for figure in _that_use_targets(store, period, keys):
                yield table, figure


def _that_use_targets(
    store: Store, period: Period, keys: Iterable[tuple[str, str]]
) -> Iterator[Period]:
    """The periods of the year in which one of the targets is the one sent with ``period``: the last
    that was sent up to a month holds in it, and where none was the first that was sent later."""
    sent = store.target_months(period.year)
    all_months = {sent.get(key, frozenset()) | {period.month} for key in keys}
    for month in range(1, 13):
        if any(_holding(month, months) == period.month for months in all_months):
            yield Period(period.year, month)


def _holding(month: int, sent: Iterable[int]) -> int:
    return max((m for m in sent if m <= month), default=0) or min(sent)
