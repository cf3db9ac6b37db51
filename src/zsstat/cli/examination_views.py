"""What looking again found, as people and machines get it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from zsstat.cli.entries import Case, entry_lines
from zsstat.cli.paper import Verbatim
from zsstat.cli.views import (
    affected_lines,
    machine_change,
    machine_finding,
    period_options,
)
from zsstat.declarations import Catalogue
from zsstat.figures import exact_text
from zsstat.model import Finding, Outcome, Period
from zsstat.pipeline.backtesting import Backtest
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.rechecking import Changed
from zsstat.pipeline.reposting import Moved, Reposted
from zsstat.store import SubmissionRow


def recheck_lines(changes: Iterable[Changed], period: Period) -> Iterator[str]:
    """The workbooks of which something else is found, then how many, and what to do."""
    changes = tuple(changes)
    yield from affected_lines(changes)
    opened = sum(len(change.opened) for change in changes)
    closed = sum(len(change.closed) for change in changes)
    if not changes:
        yield f"{describe(period)}已接收的报表复核完毕，没有变化"
        return
    yield f"{describe(period)}复核完毕：{len(changes)}件有变化，新发现{opened}条，已消除{closed}条"
    if opened:
        yield "下一步：属实的由市局核销，有错的请填报单位更正重报；编号和办理命令见："
        yield Verbatim(f"　　　　zsstat findings{period_options(period)} --open")


def recheck_machine(changes: Iterable[Changed], period: Period) -> dict[str, Any]:
    return {
        "year": period.year,
        "month": period.month,
        "changed": [machine_change(change) for change in changes],
    }


# --- repost -----------------------------------------------------------------------------------


def repost_lines(done: Reposted, catalogue: Catalogue, *, rehearsed: bool) -> Iterator[str]:
    """The figures that moved, the workbooks that were left, then how many."""
    for moved in done.figures:
        yield _moved_line(moved, catalogue)
    for row in done.locked:
        yield f"没有重算　{row.file}：它的数已锁定，确需重算的先用 zsstat unlock 解锁"
    what = "会变动" if rehearsed else "已变动"
    told = f"核对了{done.returns}件报表：{len(done.moved)}件的统计记录{what}"
    yield f"{told}，{len(done.figures)}个数{what}" + ("，这次没有入库" if rehearsed else "")


def _moved_line(moved: Moved, catalogue: Catalogue) -> str:
    indicator = catalogue.indicators.get(moved.indicator)
    area = catalogue.areas.get(moved.area)
    name = catalogue.area_name(moved.area, moved.period) if area else moved.area
    title = indicator.name if indicator else moved.indicator
    before, after = (_said(value, moved, catalogue) for value in (moved.before, moved.after))
    return f"{describe(moved.period)}　{name}　{title}：{before} → {after}"


def _said(value: int | None, moved: Moved, catalogue: Catalogue) -> str:
    indicator = catalogue.indicators.get(moved.indicator)
    if value is None:
        return "无"
    if indicator is None:
        return str(value)
    unit = catalogue.units[indicator.unit]
    return f"{exact_text(Fraction(value, unit.factor))}{unit.id}"


def repost_machine(done: Reposted, catalogue: Catalogue) -> dict[str, Any]:
    """Values are whole base units as decimal strings."""
    return {
        "returns": done.returns,
        "moved": [row.file for row in done.moved],
        "locked": [row.file for row in done.locked],
        "figures": [
            {
                "area": moved.area,
                "indicator": moved.indicator,
                "year": moved.period.year,
                "month": moved.period.month,
                "unit": catalogue.base_unit(moved.indicator)
                if moved.indicator in catalogue.indicators
                else None,
                "before": None if moved.before is None else str(moved.before),
                "after": None if moved.after is None else str(moved.after),
            }
            for moved in done.figures
        ],
    }


# --- backtest ---------------------------------------------------------------------------------


def backtest_lines(done: Backtest, catalogue: Catalogue) -> Iterator[str]:
    """What would have been found, equal findings once with their workbooks, what was not decided
    last; then how many, and how many workbooks would have gone back."""
    cases = [
        _tried_case(one.row, finding, catalogue) for one in done.tried for finding in one.findings
    ]
    yield from entry_lines(cases, lambda rule: f"zsstat backtest {rule} --format json")
    if cases:
        yield ""
    failed, undecided = done.count(Outcome.FAIL), done.count(Outcome.UNDECIDED)
    yield f"规则 {done.rule.id}（{done.rule.title}，{done.rule.level.value} 级）"
    told = f"对已接收的{done.returns}件报表回测：会指出{failed}条，无法判定{undecided}条"
    yield f"{told}；会有{done.blocked}件被退回"


def _tried_case(row: SubmissionRow, finding: Finding, catalogue: Catalogue) -> Case:
    period = row.period
    sender = catalogue.area_name(row.reporter, period) if row.reporter and period else ""
    about = " ".join(filter(None, (sender, describe(period) if period else "")))
    undecided = finding.outcome is Outcome.UNDECIDED
    state = "未能判定" if undecided else ""
    label = f"{row.file}（{about}）" if about else row.file
    return Case(finding, label, (int(undecided),), state, sender=sender)


def backtest_machine(done: Backtest) -> dict[str, Any]:
    return {
        "rule": done.rule.id,
        "level": done.rule.level.value,
        "returns": done.returns,
        "blocked": done.blocked,
        "files": [
            {
                "file": one.row.file,
                "reporter": one.row.reporter,
                "year": one.row.period.year if one.row.period else None,
                "month": one.row.period.month if one.row.period else None,
                "findings": [form for f in one.findings for form in machine_finding(f)],
            }
            for one in done.tried
        ],
    }
