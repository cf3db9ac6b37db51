"""Officially restated figures read from a workbook, each with the cell that it stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from zsstat.declarations import Catalogue, ReturnTable
from zsstat.errors import DecisionError, UsageError, why
from zsstat.model import Issue, Outcome, Period, Record, Restatement
from zsstat.pipeline.deciding import Entered, has_figures, refuse_computed, restate_all
from zsstat.pipeline.parsing import reading_limits
from zsstat.read import read_workbook
from zsstat.recognise import Expected, recognise
from zsstat.store import Decided, Store

_ABOUT_THE_SENDER = ("file.reporter_", "file.wrong_sender", "file.period_", "file.signature_")
"""Rules about who sends a return: a table of restated figures has no sender."""


def restate_from(
    store: Store, catalogue: Catalogue, path: Path, period: Period, source: str, decided: Decided
) -> Entered:
    """Enters every figure of a table of restated figures, all or none; the workbook is kept.

    Raises :class:`UsageError` for a file that cannot be opened, :class:`UnreadableError` for what
    is no workbook, :class:`DecisionError` where it has no such table or a cell is in doubt."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"打不开 {path}：{why(error)}", "请核对文件名；直接录入一个指标的，请在后面写数额"
        ) from error
    file = path.name
    workbook = read_workbook(content, file, reading_limits(catalogue))
    found = recognise(workbook, catalogue, Expected(None, period.year, period.month))
    _refuse_doubts(found.issues)
    lines = [
        line
        for table in found.tables
        if (declared := catalogue.returns[table.table]).restates
        for record in table.records
        for line in _line(record, declared, catalogue, period, source)
    ]
    _refuse_repeated(catalogue, lines)
    if not lines:
        raise DecisionError(
            f"{file} 里没有修订数表", "表头要有“指标”和“修订数”两列，见 zsstat catalog return"
        )
    with store.together():
        store.keep_original(hashlib.sha256(content).hexdigest(), file, content)
        return restate_all(store, catalogue, lines, decided)


def _refuse_doubts(issues: tuple[Issue, ...]) -> None:
    """What could not be read for certain is no official figure."""
    doubts = [
        issue
        for issue in issues
        if issue.outcome is Outcome.FAIL
        and issue.rule.startswith(("cell.", "file.unit", "file.required", "file.ambiguous"))
        and not issue.rule.startswith(_ABOUT_THE_SENDER)
        and issue.rule not in ("cell.converted", "cell.blank_mark")
    ]
    if doubts:
        first = doubts[0]
        cells = "、".join(f"{ref.sheet}!{ref.cell}" for ref in first.cells[:5])
        raise DecisionError(f"{first.message}（{cells}）", "请改正后再录入")


def _line(
    record: Record, declared: ReturnTable, catalogue: Catalogue, period: Period, source: str
) -> Iterator[Restatement]:
    """The figure of a row; refused where it has none, or is of an area without figures."""
    columns = declared.restates
    if columns is None:
        return
    code, field = record.value(columns.indicator), record.fields.get(columns.value)
    if isinstance(code, str) and code in catalogue.indicators:
        refuse_computed(catalogue.indicators[code])
    if not (isinstance(code, str) and field and isinstance(field.value, int)):
        raise DecisionError(
            f"{record.sheet}第{record.row}行没有写全指标和修订数", "请补上或删去这一行，再录入"
        )
    area = record.value(columns.area) if columns.area else None
    where = catalogue.city if area is None else area
    if not (isinstance(where, str) and has_figures(catalogue, where, period)):
        raise DecisionError(
            f"{record.sheet}第{record.row}行的地区不是{period.year}年的填报单位",
            "请写填报单位；全市的数不写地区",
        )
    yield Restatement(where, code, period, field.value, source, field.ref)


def _refuse_repeated(catalogue: Catalogue, lines: Iterable[Restatement]) -> None:
    """Two figures of one thing: nobody can say which is the official one."""
    seen: dict[tuple[str, str], Restatement] = {}
    for line in lines:
        first = seen.setdefault((line.area, line.indicator), line)
        if first is not line and first.ref and line.ref:
            name = catalogue.area_name(line.area, line.period)
            raise DecisionError(
                f"{name}“{catalogue.indicators[line.indicator].name}”写了两次"
                f"（{first.ref.sheet}!{first.ref.cell}、{line.ref.sheet}!{line.ref.cell}）",
                "请只留一个，再录入",
            )
