"""Decisions on findings: explained, waived, and the workbook judged again if it had gone back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zsstat.declarations import Catalogue
from zsstat.errors import DecisionError
from zsstat.model import Level
from zsstat.pipeline.files import Source
from zsstat.pipeline.returns import REPLACES, FileResult, ImportOptions, import_returns
from zsstat.recognise import Expected
from zsstat.store import Decided, Status, Store, StoredFinding


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver that was entered, and what became of its workbook when it was judged again; None
    where it counted already, or another one has come since."""

    finding: StoredFinding
    result: FileResult | None


def waive(
    store: Store, catalogue: Catalogue, finding_id: int, reason: str, who: str, at: datetime
) -> Waived:
    """Accepts the explanation of a B or C finding; without a ``reason`` the sender's own counts.

    Raises :class:`~zsstat.errors.DecisionError` for a finding that cannot be waived."""
    stored = store.finding(finding_id)
    if stored.finding.rule == REPLACES:
        raise DecisionError(
            "同一张表已经接收过，要说明的是替换还是补充",
            "请重新导入该文件：更正加 --replace --reason 理由，补充加 --add --reason 理由",
        )
    if not reason.strip() and stored.answer:
        reason = f"采用填报单位的说明：{stored.answer}"
    if not reason.strip() and stored.finding.level is not Level.A:
        raise DecisionError("填报单位没有写过说明，核销要有理由", "请加 --reason 理由")
    store.office.waive(stored, Decided(who, reason, at))
    return Waived(stored, judge_again(store, catalogue, stored, who, at))


def judge_again(
    store: Store, catalogue: Catalogue, stored: StoredFinding, who: str, at: datetime
) -> FileResult | None:
    """Judges the workbook of a finding again from its stored bytes, if it had gone back and nothing
    was accepted in its place since; None where there is nothing to judge."""
    row = store.submission(stored.submission_id)
    if row.status is Status.ACCEPTED or _overtaken(store, stored):
        return None
    file, content = store.original(row.sha256)
    period = stored.period
    known = Expected(
        stored.reporter, period.year if period else None, period.month if period else None
    )
    options = ImportOptions(now=at, who=who, expected=known)
    (result,) = import_returns(store, catalogue, [Source(file, content)], options)
    return result


def _overtaken(store: Store, stored: StoredFinding) -> bool:
    """Whether an accepted workbook of the same sender and period came after the finding's."""
    if stored.reporter is None or stored.period is None:
        return False
    return any(
        row.id > stored.submission_id and row.period == stored.period and row.active_tables
        for row in store.submissions(stored.period.year, stored.reporter)
    )


def answer_by_clerk(store: Store, stored: StoredFinding, said: Decided) -> None:
    """Keeps what a sender said by telephone or letter. Raises :class:`DecisionError` for a finding
    that asks nothing, or of which nobody knows whose it is."""
    if stored.reporter is None or stored.period is None:
        raise DecisionError(
            f"问题 {stored.id} 不知道是哪个单位、哪一期的", "请先弄清填报单位和报告期，重新导入"
        )
    store.office.answer(stored.finding, stored.reporter, stored.period, said, None)
