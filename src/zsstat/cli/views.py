"""Results as people and machines get them: lines, tables and plain values, nothing computed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from zsstat.declarations import Catalogue
from zsstat.model import (
    Align,
    CellRef,
    Finding,
    Heading,
    Level,
    Outcome,
    Period,
    Table,
    TableRow,
)
from zsstat.pipeline.files import Found
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.outcomes import FileResult, Status, Tally
from zsstat.pipeline.sendback import SentBack
from zsstat.pipeline.upkeep import ReporterState, Verification
from zsstat.store import StoredFinding, SubmissionRow
from zsstat.tracing import Trace, lines

_STATUS = {
    Status.ACCEPTED: "接收",
    Status.RETURNED: "退回",
    Status.UNCHANGED: "未变",
    Status.REFUSED: "拒收",
}
_FOR_SOMEBODY = (Level.A, Level.B, Level.C)
_CELLS_SHOWN = 12
"""So many cells of one finding are named in the terminal; JSON names all."""


# --- import -----------------------------------------------------------------------------------


def import_lines(
    results: Iterable[FileResult],
    catalogue: Catalogue,
    *,
    details: bool,
    rehearsed: bool = False,
) -> Iterator[str]:
    """What became of each file: the findings that send it back, of those to be confirmed how many
    (with ``details`` all findings); then the sum of it all and what to do next."""
    results = tuple(results)
    for result in results:
        yield from _file_lines(result, catalogue, details=details)
    yield _summary_line(results, rehearsed=rehearsed)
    if not details:
        yield from _left_out(results, rehearsed=rehearsed)
    yield from _next_steps(results, rehearsed=rehearsed)


def _file_lines(result: FileResult, catalogue: Catalogue, *, details: bool) -> Iterator[str]:
    sender = (
        catalogue.area_name(result.reporter, result.period)
        if result.reporter and result.period
        else ""
    )
    period = describe(result.period) if result.period else ""
    rows = "" if result.status is Status.UNCHANGED else f"，{result.records}行"
    about = f"（{sender} {period}{rows}）" if sender else ""
    counts = _counts(result.findings)
    yield f"{_STATUS[result.status]}　{result.file}{about}{'　' + counts if counts else ''}"
    for table in result.superseded:
        yield f"　　替换了先前接收的{catalogue.returns[table].name}"
    for finding in result.findings:
        if details or finding.blocks or finding.waiver:
            yield from finding_lines(finding)


def _counts(findings: Iterable[Finding]) -> str:
    """A级2条、C级1条: what somebody has to do something about."""
    failed = Counter(f.level for f in findings if f.outcome is Outcome.FAIL)
    return "、".join(f"{level}级{failed[level]}条" for level in _FOR_SOMEBODY if failed[level])


def _left_out(results: tuple[FileResult, ...], *, rehearsed: bool) -> Iterator[str]:
    """What the list above is silent about, in one line, and where it can be read. That a file is
    unchanged has been said."""
    told = (result for result in results if result.status is not Status.UNCHANGED)
    findings = [finding for result in told for finding in result.findings]
    failed = Counter(f.level for f in findings if f.outcome is Outcome.FAIL and not f.blocks)
    undecided = sum(f.outcome is Outcome.UNDECIDED for f in findings)
    counts = ((failed[Level.C], "请核实"), (failed[Level.D], "提示"), (undecided, "未能判定"))
    said = "、".join(f"{word}{number}条" for number, word in counts if number)
    if said:
        where = "加 --details 再核对一次" if rehearsed else "见 zsstat status --details"
        yield f"另有{said}，{where}"


def finding_lines(finding: Finding) -> Iterator[str]:
    """A finding with its cells, what was seen and expected, and what to do."""
    state = "（已说明）" if finding.waiver else ""
    if finding.outcome is Outcome.UNDECIDED:
        state = "（未能判定）"
    yield f"　　{finding.level.value}{state}　{finding.message}　〔{finding.rule}〕"
    for place in _places(finding.cells):
        yield f"　　　　位置：{place}"
    facts = [
        f"{label}：{text}"
        for label, text in (
            ("填报", finding.shown),
            ("应为", finding.expected),
            ("相差", finding.difference),
        )
        if text
    ]
    if facts:
        yield "　　　　" + "　".join(facts)
    if finding.action and finding.outcome is Outcome.FAIL:
        yield f"　　　　办法：{finding.action}"


def _places(cells: Iterable[CellRef]) -> Iterator[str]:
    """工作表“台账” F12、F13, one line a sheet."""
    for sheet, refs in groupby(cells, key=lambda ref: ref.sheet):
        names = [ref.cell for ref in refs if ref.cell]
        if not sheet:
            continue
        more = f" 等{len(names)}格" if len(names) > _CELLS_SHOWN else ""
        yield f"工作表“{sheet}” {'、'.join(names[:_CELLS_SHOWN])}{more}".rstrip()


def _summary_line(results: tuple[FileResult, ...], *, rehearsed: bool) -> str:
    if not results:
        return "没有找到报表文件"
    counts = [
        f"{word}{number}件"
        for status, word in _STATUS.items()
        if (number := sum(r.status is status for r in results))
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


def _next_steps(results: tuple[FileResult, ...], *, rehearsed: bool) -> Iterator[str]:
    if any(r.status is Status.RETURNED for r in results):
        yield "下一步：请填报单位按上面的办法更正后重报；B 级属实的，用 zsstat waive 记录说明"
        where = "正式导入（不加 --dry-run）后，" if rehearsed else ""
        yield f"　　　　{where}各条编号见 zsstat status --findings"
    if any(r.status is Status.REFUSED for r in results):
        yield "下一步：拒收的文件没有入库，请按提示处理后再次导入"


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


# --- state of the round -----------------------------------------------------------------------


def round_table(states: Iterable[ReporterState], catalogue: Catalogue, period: Period) -> Table:
    """Reporters × what came, what went back, what is missing."""
    rows = []
    for state in states:
        if state.open_return:
            word = "待重报" if not state.accepted else "部分待重报"
        else:
            word = "已接收" if state.accepted else "未报"
        tables = "、".join(
            catalogue.returns[t].name for t in state.tables if t in catalogue.returns
        )
        rows.append(TableRow((state.name, word, tables or "—", str(len(state.sent_back)))))
    return Table(
        f"{describe(period)}报送情况",
        (
            Heading("填报单位", Align.LEFT),
            Heading("状态", Align.LEFT),
            Heading("已接收的表", Align.LEFT),
            Heading("退回次数"),
        ),
        tuple(rows),
    )


def verification_lines(verification: Verification) -> Iterator[str]:
    yield f"核对了{verification.submissions}件已接收的报表、{verification.observations}条统计记录"
    for problem in verification.problems:
        yield f"问题：{problem}"
    for change in verification.moved:
        yield f"目录已变动：{change}"
    if not verification.problems:
        yield "数据库完好，每一条统计记录都与原件一致" if not verification.moved else "数据库完好"


def open_finding_lines(findings: Iterable[StoredFinding]) -> Iterator[str]:
    """What blocks the workbooks that were sent back, each with the number to waive it by."""
    empty = True
    for stored in findings:
        empty = False
        yield f"编号 {stored.id}　{stored.file}"
        yield from finding_lines(stored.finding)
    if empty:
        yield "没有待处理的问题"


def further_lines(
    found: Iterable[tuple[SubmissionRow, Iterable[StoredFinding]]],
) -> Iterator[str]:
    """What else was noticed, under the workbook it was noticed in."""
    for row, findings in found:
        yield row.file
        for stored in findings:
            yield from finding_lines(stored.finding)


def passed_over(found: Found) -> Iterator[str]:
    if found.passed_over:
        yield f"文件夹里不是报表的文件没有读：{'、'.join(_alike_once(found.passed_over))}"
    if found.reviews:
        yield (
            f"文件夹里的审核稿没有读：{'、'.join(found.reviews)}；"
            "填报单位在审核稿上改好报回的，请写出文件名单独导入"
        )


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


def trace_lines(trace: Trace, *, everything: bool) -> Iterator[str]:
    """The road from the figure to its cells; of each area the first cells unless ``everything``."""
    return lines(trace, sys.maxsize if everything else _TRACED_CELLS)
