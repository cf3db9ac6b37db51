"""Results as people and machines get them: lines, tables and plain values, nothing computed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from zsstat.cli.entries import Case, entry_lines, facts, head_line, place_lines
from zsstat.declarations import Catalogue
from zsstat.model import (
    Finding,
    Level,
    Outcome,
    Period,
    Trace,
)
from zsstat.pipeline.answers import Waiting
from zsstat.pipeline.files import Found
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.outcomes import FileResult, Status, Tally
from zsstat.pipeline.rechecking import Changed
from zsstat.pipeline.sendback import SentBack
from zsstat.pipeline.upkeep import Verification
from zsstat.tracing import lines

_STATUS = {
    Status.ACCEPTED: "接收",
    Status.RETURNED: "退回",
    Status.UNCHANGED: "未变",
    Status.REFUSED: "拒收",
}
_AGAIN = (Status.RETURNED, Status.REFUSED)
_FOR_SOMEBODY = (Level.A, Level.B, Level.C)
UNCHANGED_SHOWN = 8
"""More files that were accepted long ago are said in one line: a folder of returns grows."""
_MOST_NAMES = 10
"""So many names stand in a line; the list above has them all."""


# --- import -----------------------------------------------------------------------------------


def import_lines(
    results: Iterable[FileResult],
    catalogue: Catalogue,
    *,
    details: bool,
    rehearsed: bool = False,
) -> Iterator[str]:
    """What became of each file; the findings that send files back (with ``details`` all findings),
    equal ones once with their files, the most urgent first; the sum of it all; what to do next."""
    results = tuple(results)
    names = _told_apart(results)
    yield from _became_lines(results, names, catalogue, details=details)
    cases = [
        Case(
            finding,
            name if len(results) > 1 else "",
            _rank(finding),
            _state(finding),
            sender=_responsible(result, catalogue),
        )
        for result, name in zip(results, names, strict=True)
        for finding in result.findings
        if details or finding.blocks or finding.waiver
    ]
    if cases:
        yield ""
        yield from entry_lines(cases, None if details else partial(_listing, results, rehearsed))
        yield ""
    yield _summary_line(results, catalogue, rehearsed=rehearsed)
    if not details:
        yield from _left_out(results, rehearsed=rehearsed)
    yield from _next_steps(results, catalogue, rehearsed=rehearsed)


def _became_lines(
    results: tuple[FileResult, ...], names: list[str], catalogue: Catalogue, *, details: bool
) -> Iterator[str]:
    """A line or more a file; many that were accepted long ago in one, unless with ``details``."""
    unchanged = [r.status is Status.UNCHANGED and not r.affected for r in results]
    together = sum(unchanged) > UNCHANGED_SHOWN and not details
    for result, name, as_before in zip(results, names, unchanged, strict=True):
        if not (together and as_before):
            yield from _file_lines(result, name, catalogue)
    if together:
        yield f"{_STATUS[Status.UNCHANGED]}　{sum(unchanged)}件早已接收（加 --details 逐件列出）"


def _listing(results: tuple[FileResult, ...], rehearsed: bool, rule: str) -> str:
    """How to see all that a rule found: in the stored findings, or by another rehearsal."""
    if rehearsed:
        return "加 --details 再核对一次"
    periods = {r.period for r in results if any(f.rule == rule for f in r.findings)}
    chosen = period_options(periods.pop()) if len(periods) == 1 else ""
    return f"zsstat findings{chosen} --rule {rule}"


def _told_apart(results: Iterable[FileResult]) -> list[str]:
    """The names of the files; of several of one name each with its number."""
    results = tuple(results)
    several = Counter(result.file for result in results)
    seen: Counter[str] = Counter()
    names = []
    for result in results:
        seen[result.file] += 1
        number = f"（同名第{seen[result.file]}件）" if several[result.file] > 1 else ""
        names.append(result.file + number)
    return names


def _rank(finding: Finding) -> tuple[int, ...]:
    """What sends a file back by level, then what else was found, last what was not decided."""
    undecided = finding.outcome is Outcome.UNDECIDED
    return (0 if finding.blocks else 2 if undecided else 1, tuple(Level).index(finding.level))


def _state(finding: Finding) -> str:
    if finding.outcome is Outcome.UNDECIDED:
        return "未能判定"
    return "已核销" if finding.waiver else ""


def _sender(result: FileResult, catalogue: Catalogue) -> str:
    if result.reporter is None or result.period is None:
        return ""
    return catalogue.area_name(result.reporter, result.period)


def _file_lines(result: FileResult, name: str, catalogue: Catalogue) -> Iterator[str]:
    sender = _sender(result, catalogue)
    period = describe(result.period) if result.period else ""
    rows = "" if result.status is Status.UNCHANGED else f"，{result.records}行"
    about = f"（{sender} {period}{rows}）" if sender else ""
    counts = _counts(result.findings)
    yield f"{_STATUS[result.status]}　{name}{about}{'　' + counts if counts else ''}"
    if result.superseded:
        replaced = [t.name for t in catalogue.returns.values() if t.id in result.superseded]
        yield f"　　替换了先前接收的{'、'.join(replaced)}"
    yield from affected_lines(result.affected)


def _counts(findings: Iterable[Finding]) -> str:
    """A级2条、C级1条: what somebody has to do something about."""
    failed = Counter(f.level for f in findings if f.outcome is Outcome.FAIL)
    return "、".join(f"{level}级{failed[level]}条" for level in _FOR_SOMEBODY if failed[level])


def _left_out(results: tuple[FileResult, ...], *, rehearsed: bool) -> Iterator[str]:
    """What the list above is silent about, in one line, and where it can be read. That a file is
    unchanged has been said."""
    told = [result for result in results if result.status is not Status.UNCHANGED]
    findings = [finding for result in told for finding in result.findings]
    failed = Counter(f.level for f in findings if f.outcome is Outcome.FAIL and not f.blocks)
    undecided = sum(f.outcome is Outcome.UNDECIDED for f in findings)
    counts = ((failed[Level.C], "请核实"), (failed[Level.D], "提示"), (undecided, "未能判定"))
    said = "、".join(f"{word}{number}条" for number, word in counts if number)
    if said:
        periods = {result.period for result in told}
        chosen = period_options(periods.pop()) if len(periods) == 1 else ""
        where = "加 --details 再核对一次" if rehearsed else f"见 zsstat status{chosen} --details"
        yield f"另有{said}，{where}"


def affected_lines(changes: Iterable[Changed]) -> Iterator[str]:
    """The accepted workbooks of which something else is found now; they go on counting."""
    for change in changes:
        period = change.row.period
        about = f"（{describe(period)}）" if period else ""
        yield f"　　连带核对　{change.row.file}{about}：仍然有效，请办理下列问题"
        for finding in change.opened:
            yield f"　　　新发现　{finding.level.value}　{finding.message}　〔{finding.rule}〕"
        for stored in change.closed:
            yield f"　　　已消除　{stored.finding.level.value}　{stored.finding.message}"


def finding_lines(finding: Finding) -> Iterator[str]:
    """A finding with its cells, what was seen and expected, and what to do."""
    yield head_line(finding, _state(finding), indent="　　")
    for place in place_lines(finding.cells):
        yield f"　　　　{place}"
    if told := facts(finding):
        yield f"　　　　{told}"
    if finding.action and finding.outcome is Outcome.FAIL:
        yield f"　　　　办法：{finding.action}"


def _summary_line(results: tuple[FileResult, ...], catalogue: Catalogue, *, rehearsed: bool) -> str:
    """共3件：接收1件、退回2件（紫阳县、岚皋县）；入库34行."""
    if not results:
        return "没有找到报表文件"
    counts = [
        f"{word}{len(such)}件{_whose(such, catalogue)}"
        for status, word in _STATUS.items()
        if (such := [r for r in results if r.status is status])
    ]
    records = sum(r.records for r in results if r.status is Status.ACCEPTED)
    kept = f"可以入库{records}行，这次只是核对，没有入库" if rehearsed else f"入库{records}行"
    return f"共{len(results)}件：{'、'.join(counts)}；{kept}"


def progress_line(tally: Tally, files: int) -> str:
    """While files are read: how many, and the tables found in them. While they are judged: how
    many, and what became of them."""
    if tally.read < files:
        return f"导入：读取 {tally.read}/{files}　找到报表 {tally.tables} 张"
    became = {
        Status.ACCEPTED: tally.accepted,
        Status.RETURNED: tally.returned,
        Status.REFUSED: tally.refused,
        Status.UNCHANGED: tally.unchanged,
    }
    counts = [f"{_STATUS[status]} {number}" for status, number in became.items() if number]
    return "　".join((f"导入：核对 {tally.judged}/{files}", *counts))


def _whose(results: Iterable[FileResult], catalogue: Catalogue) -> str:
    """Who has to send something again."""
    sent_back = [r for r in results if r.status in _AGAIN]
    return f"（{_names(sent_back, catalogue)}）" if sent_back else ""


def _names(results: Iterable[FileResult], catalogue: Catalogue) -> str:
    """The senders, each once; a file of which nobody knows whose it is by its name."""
    names = list(dict.fromkeys(_responsible(result, catalogue) for result in results))
    more = f"等{len(names)}个" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def _responsible(result: FileResult, catalogue: Catalogue) -> str:
    if result.reporter and result.period is None:
        return catalogue.areas[result.reporter].names[-1].value
    return _sender(result, catalogue) or result.file


def _next_steps(
    results: tuple[FileResult, ...], catalogue: Catalogue, *, rehearsed: bool
) -> Iterator[str]:
    """What to do; a command stands on a line of its own, so that it is not folded."""
    if back := [r for r in results if r.status is Status.RETURNED]:
        blocking = {f.level for r in back for f in r.findings if f.blocks and not f.waiver}
        waive = "；B 级属实的，由市局核销" if Level.B in blocking else ""
        yield f"下一步：请{_names(back, catalogue)}按上面的办法更正后重报{waive}"
        yield f"　　　　{'正式导入（不加 --dry-run）后，' if rehearsed else ''}编号和办理命令见："
        for period in dict.fromkeys(result.period for result in back):
            yield f"　　　　zsstat findings{period_options(period)}"
    if any(r.status is Status.REFUSED for r in results):
        yield "下一步：拒收的文件没有入库，请按提示处理后再次导入"


def period_options(period: Period | None) -> str:
    """--year 2020 --month 9, as commands take a period; nothing where it is unknown."""
    if period is None:
        return ""
    month = f" --month {period.month}" if period.month != 12 else ""
    return f" --year {period.year}{month}"


def needs_person(results: Iterable[FileResult]) -> bool:
    """Whether something went back or could not be read: exit status 1."""
    return any(r.status in (Status.RETURNED, Status.REFUSED) for r in results)


def import_machine(results: Iterable[FileResult]) -> dict[str, Any]:
    """The stable machine form of an import."""
    return {"files": [_machine_file(result) for result in results]}


def _machine_file(result: FileResult) -> dict[str, Any]:
    period = result.period
    return {
        "file": result.file,
        "sha256": result.sha256,
        "reporter": result.reporter,
        "year": period.year if period else None,
        "month": period.month if period else None,
        "status": result.status.value,
        "records": result.records,
        "findings": [form for f in result.findings for form in machine_finding(f)],
        "affected": [machine_change(change) for change in result.affected],
    }


def machine_change(change: Changed) -> dict[str, Any]:
    """An accepted workbook of which something else is found now."""
    return {
        "file": change.row.file,
        "submission": change.row.id,
        "reporter": change.row.reporter,
        "opened": [form for f in change.opened for form in machine_finding(f)],
        "closed": [form for s in change.closed for form in machine_finding(s.finding)],
    }


def machine_finding(finding: Finding) -> Iterator[dict[str, Any]]:
    """One entry a sheet: cells of different sheets cannot share one."""
    sheets = dict.fromkeys(ref.sheet for ref in finding.cells) or {"": None}
    for sheet in sheets:
        yield {
            "rule": finding.rule,
            "level": finding.level.value,
            "outcome": finding.outcome.value,
            "waived": finding.waiver is not None,
            "sheet": sheet,
            "cells": [r.cell for r in finding.cells if r.sheet == sheet and r.cell],
            "message": finding.message,
            "shown": finding.shown,
            "expected": finding.expected,
            "difference": finding.difference,
            "action": finding.action,
        }


# --- the house --------------------------------------------------------------------------------


def verification_lines(verification: Verification) -> Iterator[str]:
    yield f"核对了{verification.submissions}件已接收的报表、{verification.observations}条统计记录"
    for problem in verification.problems:
        yield f"问题：{problem}"
    for change in verification.moved:
        yield f"目录已变动：{change}"
    if not verification.problems:
        yield "数据库完好，每一条统计记录都与原件一致" if not verification.moved else "数据库完好"


def passed_over(found: Found) -> Iterator[str]:
    if found.passed_over:
        yield f"文件夹里不是报表的文件没有读：{'、'.join(_alike_once(found.passed_over))}"
    if found.reviews:
        yield (
            f"文件夹里的审核稿没有读：{'、'.join(name for name, _ in found.reviews)}；"
            "填报单位在审核稿上改好报回的，请写出文件名单独导入"
        )


def waiting_lines(waiting: Iterable[Waiting]) -> Iterator[str]:
    """Where senders have answered in review workbooks that were passed over, and how to take the
    answers in."""
    waiting = tuple(waiting)
    if waiting:
        answers = sum(one.answers for one in waiting)
        names = "、".join(f"{one.file}（{_waiting_count(one)}）" for one in waiting)
        yield (
            f"审核稿里有填报单位填写的说明{answers}条，没有收下：{names}；"
            f"要收下请写出文件名导入，例如 zsstat import {waiting[0].path}"
        )


def _waiting_count(one: Waiting) -> str:
    unread = f"{one.unread}条对不上问题" if one.unread else ""
    answered = f"{one.answers}条" if one.answers else ""
    return "，另有".join(filter(None, (answered, unread)))


def _alike_once(names: Iterable[str]) -> Iterator[str]:
    """Files of one name in several folders once, with their number."""
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(PurePosixPath(name).name, []).append(name)
    for plain, group in alike.items():
        yield group[0] if len(group) == 1 else f"{plain}（{len(group)}个）"


def sent_back_lines(sent: Iterable[SentBack]) -> Iterator[str]:
    """What was written to be sent back, and where it is less than the sender's own workbook."""
    for one in sent:
        names = "、".join(path.name for path in (one.review, *one.letters))
        yield f"已写入 {one.review.parent}：{names}"
        if one.alone:
            yield f"　　审核稿只有审核意见表，没有原表：{one.alone}"
        if one.kept:
            kept = "、".join(path.name for path in one.kept)
            yield f"　　原来的与这次的不同，改名保留：{kept}"


# --- trace ------------------------------------------------------------------------------------

_TRACED_CELLS = 20
_FEW_AREAS = 3
_TRACED_OF_MANY = 5
"""Of each area, where there are more than a few: twenty of each would fill several windows."""


def trace_lines(trace: Trace, *, everything: bool) -> Iterator[str]:
    """The road from the figure to its cells; of each area the first cells unless ``everything``."""
    areas = max(len(one.areas) for one in (trace, *trace.operands))
    few = _TRACED_CELLS if areas <= _FEW_AREAS else _TRACED_OF_MANY
    return lines(trace, sys.maxsize if everything else few)
