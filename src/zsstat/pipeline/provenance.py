"""The tables of a data package that say what its figures are made of: ledger lines, the office's
decisions, the files that arrived and what was found in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zsstat.model import CellRef, Period
from zsstat.pipeline.contents import OF_AREA, OF_INDICATOR, OF_PERIOD, Contents
from zsstat.pipeline.findings import Asked, Listed, list_findings
from zsstat.pipeline.flat import (
    AREA,
    INDICATOR,
    OBSERVATIONS,
    PERIOD,
    Row,
    text,
    whole,
    yes_or_no,
)
from zsstat.pipeline.ledger import adjustments as adjusted
from zsstat.pipeline.ledger import deductions as deducted
from zsstat.render.resources import Reference, Resource
from zsstat.store import Status
from zsstat.values import mask_personal

_VALUE = whole("value", "数值", "整数，以基本单位计", required=True)
_WHO = text("who", "由谁决定", free=True)
_REASON = text("reason", "理由", free=True)
_DECISION = whole("decision", "决定编号", "见 zsstat log", required=True)
_CELLS = text("cells", "单元格", "文件!工作表!单元格，几个之间用分号隔开", free=True)
_OF_FILE = Reference(("submission",), "files", ("submission",))


def observations(of: Contents) -> Resource:
    return Resource(
        "observations",
        "台账",
        "每个数的组成，一行一个单元格：数值、文件、工作表、单元格和原文",
        OBSERVATIONS,
        ("line",),
        of.observations,
        (OF_AREA, OF_INDICATOR, _OF_FILE),
    )


def deductions(of: Contents) -> Resource:
    columns = (
        whole("number", "序号", required=True),
        *PERIOD,
        replace(AREA, description="从谁的数里扣除"),
        INDICATOR,
        replace(_VALUE, description="负数，以基本单位计"),
        text("kept", "由谁计入", "地区代码", required=True),
        text("joint", "联合活动", "同 observations 的 joint", required=True, free=True),
        _CELLS,
    )
    rows = [
        (book.period.year, book.period.month, one.area, one.indicator, one.value, one.kept,
         one.joint, _cells(one.cells))
        for book in of.books
        for one in deducted(of.store, of.catalogue, book.period)
    ]  # fmt: skip
    return Resource(
        "deductions",
        "联合活动扣除",
        "几个单位共同参加的活动，全市只计一次：从全市的合计里扣除的数",
        columns,
        ("number",),
        _numbered(rows),
        (OF_PERIOD, OF_AREA, OF_INDICATOR, Reference(("kept",), "areas", ("area",))),
    )


def adjustments(of: Contents) -> Resource:
    columns = (
        whole("number", "序号", required=True),
        *PERIOD,
        replace(AREA, description="改变谁的数；全市的只进入全市的数"),
        INDICATOR,
        _VALUE,
        whole("since_year", "起始年份", "决定从哪一期起", required=True),
        whole("since_month", "起始月份", required=True),
        _DECISION,
        _WHO,
        _REASON,
        _CELLS,
    )
    rows = [
        (book.period.year, book.period.month, one.area, one.indicator, one.value, one.period.year,
         one.period.month, one.decision, one.who, mask_personal(one.reason), _cells(one.refs))
        for book in of.books
        for one in adjusted(of.store, of.catalogue, book.period)
    ]  # fmt: skip
    return Resource(
        "adjustments",
        "调整",
        "本单位决定的调整（zsstat adjust、resolve），报表里没有的数",
        columns,
        ("number",),
        _numbered(rows),
        (OF_PERIOD, OF_AREA, OF_INDICATOR),
    )


def restatements(of: Contents) -> Resource:
    columns = (
        *(replace(c, description="修订的是哪一期的数") for c in PERIOD),
        AREA,
        INDICATOR,
        _VALUE,
        text("source", "公布出处", required=True, free=True),
        _DECISION,
        _WHO,
        _REASON,
        _CELLS,
    )
    rows = [
        (one.period.year, one.period.month, one.area, one.indicator, one.value, one.source,
         one.decision, one.who, mask_personal(one.reason), _cells([one.ref] if one.ref else []))
        for book in of.books
        for one in of.store.office.restatements(book.period.previous_year).values()
    ]  # fmt: skip
    return Resource(
        "restatements",
        "修订数",
        "官方公布的修订数，作为上年同期使用",
        columns,
        ("year", "month", "area", "indicator"),
        rows,
        (OF_AREA, OF_INDICATOR),
    )


# --- what arrived -----------------------------------------------------------------------------

_STATUS = {Status.ACCEPTED: "accepted", Status.RETURNED: "returned"}


def files(of: Contents) -> Resource:
    columns = (
        whole("submission", "报表编号", "同一份文件报送两次有两个编号", required=True),
        text("sha256", "文件校验值", required=True),
        text("file", "文件", required=True, free=True),
        text("reporter", "填报单位", "地区代码；看不出的为空"),
        whole("year", "年份", "看不出的为空"),
        whole("month", "月份"),
        text("status", "处理", "accepted 接收，returned 退回", required=True,
             choices=tuple(_STATUS.values())),
        text("received", "收到时间", "RFC 3339", required=True),
        yes_or_no("counts", "是否仍计入", "被更正取代、撤回和退回的不计入", required=True),
    )  # fmt: skip
    rows = [
        (row.id, row.sha256, mask_personal(row.file), row.reporter,
         row.period.year if row.period else None, row.period.month if row.period else None,
         _STATUS[row.status], row.received_at.isoformat(), bool(row.active_tables))
        for row in of.submissions
    ]  # fmt: skip
    return Resource("files", "收到的文件", "报表原件，也有退回的", columns, ("submission",), rows)


def findings(of: Contents) -> Resource:
    columns = (
        whole("finding", "问题编号", required=True),
        whole("submission", "报表编号", "见 files", required=True),
        text("rule", "规则", "规则代码", required=True),
        text("level", "级别", "A 强制、B 准强制、C 核实、D 提示", required=True),
        text("state", "状态", "to_correct 待更正、to_explain 待说明、answered 已说明、"
             "waived 已核销、notice 提示、closed 已解决", required=True),
        text("message", "问题", required=True, free=True),
        text("shown", "填的是", free=True),
        text("expected", "应当是", free=True),
        text("difference", "相差", free=True),
        _CELLS,
    )  # fmt: skip
    known = {row.id for row in of.submissions}
    listed = (one for book in of.books for one in _listed(of, book.period))
    found = {one.stored.id: one for one in listed if one.stored.submission_id in known}
    rows = [
        (number, one.stored.submission_id, one.stored.finding.rule, one.stored.finding.level.value,
         one.state.value, one.stored.finding.message, one.stored.finding.shown or None,
         one.stored.finding.expected or None, one.stored.finding.difference or None,
         _cells(one.stored.finding.cells))
        for number, one in sorted(found.items())
    ]  # fmt: skip
    return Resource(
        "findings",
        "核对发现的问题",
        "今天仍有效的报表的问题和处理情况",
        columns,
        ("finding",),
        rows,
        (_OF_FILE,),
    )


def _listed(of: Contents, period: Period) -> tuple[Listed, ...]:
    return list_findings(of.store, of.catalogue, Asked(period.year, period.month)).findings


def _cells(refs: Iterable[CellRef]) -> str | None:
    return "；".join(mask_personal(f"{r.file}!{r.sheet}!{r.cell}") for r in refs) or None


def _numbered(rows: Iterable[Row]) -> list[Row]:
    return [(number, *row) for number, row in enumerate(rows, 1)]
