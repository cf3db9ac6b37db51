"""How the round of a period is shown: two tables, a line that sums it up, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zsstat.cli.paper import Verbatim
from zsstat.cli.views import finding_lines, machine_finding, period_options
from zsstat.declarations import Catalogue
from zsstat.model import Align, Heading, Report, Table, TableRow
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.rounds import Round, Stage, Standing, TableState
from zsstat.pipeline.urging import Reminders
from zsstat.store import StoredFinding, SubmissionRow
from zsstat.values.dates import day_in_words

_STAGE = {
    Stage.ACCEPTED: "已接收",
    Stage.PARTLY: "部分待重报",
    Stage.RETURNED: "待重报",
    Stage.MISSING: "未报",
}
_TABLE = {
    TableState.ACCEPTED: "已接收",
    TableState.RETURNED: "待重报",
    TableState.MISSING: "未报",
}
_NONE = "—"
_UNDER = "　　　　"
_OWED = (
    "应报的表按上年同期报来的表定，没有的按上一期（只看要统计的表），都没有的暂按要统计的各表；"
    "画横线的不必报送，或还不知道要不要报。"
)
_MOST_NAMES = 10
"""So many names are in a line; the table has them all."""

_Further = tuple[tuple[SubmissionRow, tuple[StoredFinding, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A round, and what was asked for beside it: None for what was not."""

    round: Round
    reminders: Reminders | None = None
    findings: tuple[StoredFinding, ...] | None = None
    further: _Further | None = None


def status_pieces(shown: Shown, catalogue: Catalogue) -> Iterator[str | Table]:
    """The round for a person. What is to be copied is never folded."""
    round_ = shown.round
    yield round_table(round_)
    yield ""
    yield tables_table(round_, catalogue)
    yield ""
    yield summary_line(round_)
    yield from _next_steps(shown, catalogue)
    if shown.findings is not None:
        yield ""
        yield from open_finding_lines(shown.findings)
    if shown.further is not None:
        yield ""
        yield from further_lines(shown.further)
    if shown.reminders is not None:
        yield from _reminder_lines(shown.reminders)


def status_report(shown: Shown, catalogue: Catalogue) -> Report:
    """The same as tables and as plain data."""
    tables = (round_table(shown.round), tables_table(shown.round, catalogue))
    return Report(tables, status_machine(shown, catalogue))


# --- tables -----------------------------------------------------------------------------------


def round_table(round_: Round) -> Table:
    """Senders × how far they are, how often something went back, when, how late, what is open."""
    due = round_.deadline
    note = f"截止日{day_in_words(due)}（含当日）" if due else "没有规定这一期的截止日，不计算逾期"
    return Table(
        f"{describe(round_.period)}报送情况（{day_in_words(round_.today)}）",
        (
            Heading("填报单位", Align.LEFT),
            Heading("状态", Align.LEFT),
            Heading("退回"),
            Heading("首次收到"),
            Heading("接收"),
            Heading("逾期"),
            Heading("待说明", unit="B级"),
            Heading("待答复", unit="C级"),
        ),
        tuple(TableRow(_cells(standing)) for standing in round_.standings),
        notes=((note,),),
    )


def _cells(standing: Standing) -> tuple[str, ...]:
    back = standing.state.times_back
    return (
        standing.state.name,
        _STAGE[standing.stage],
        f"{back}次" if back else _NONE,
        _iso(standing.first_received),
        _iso(standing.completed),
        _NONE if standing.late is None else f"{standing.late}天" if standing.late else "否",
        str(standing.open_b or _NONE),
        str(standing.open_c or _NONE),
    )


def tables_table(round_: Round, catalogue: Catalogue) -> Table:
    """Senders × tables: what became of each; a dash where none need be sent."""
    ids = [t for t in catalogue.returns if any(t in s.tables for s in round_.standings)]
    headings = (Heading(catalogue.returns[table].name, Align.LEFT) for table in ids)
    rows = (
        (s.state.name, *(_TABLE[s.tables[t]] if t in s.tables else _NONE for t in ids))
        for s in round_.standings
    )
    return Table(
        f"{describe(round_.period)}各表报送情况",
        (Heading("填报单位", Align.LEFT), *headings),
        tuple(TableRow(row) for row in rows),
        notes=((_OWED,),),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else _NONE


# --- lines ------------------------------------------------------------------------------------


def summary_line(round_: Round) -> str:
    """14个单位，已报11，退回待报2，未报1，逾期2."""
    late = sum(standing.overdue for standing in round_.reporters)
    return (
        f"{len(round_.reporters)}个单位，已报{len(round_.at(Stage.ACCEPTED))}，"
        f"退回待报{len(_back(round_))}，未报{len(round_.at(Stage.MISSING))}，逾期{late}"
    )


def _back(round_: Round) -> tuple[Standing, ...]:
    return round_.at(Stage.RETURNED, Stage.PARTLY)


def _next_steps(shown: Shown, catalogue: Catalogue) -> Iterator[str]:
    """What to do, the most urgent first; what is shown below needs no command. A command stands on
    a line of its own, so that it is not folded."""
    round_ = shown.round
    ask = f"zsstat status{period_options(round_.period)}"
    if back := _back(round_):
        yield f"下一步：请{_names(back)}更正后重报"
        if shown.findings is None:
            yield f"{_UNDER}问题和编号见 {ask} --findings"
    yield from _found_later(shown)
    owing = (*round_.at(Stage.MISSING), *back)
    if owing and shown.reminders is None:
        yield f"下一步：催报{_names(owing)}"
        yield f"{_UNDER}催报文字见 {ask} --urge"
    yield from _perhaps_forgotten(round_, catalogue)
    if count := sum(standing.open_c for standing in round_.standings):
        yield f"下一步：请核实的事项还有{count}条没有答复"
        if shown.further is None:
            yield f"{_UNDER}编号见 zsstat findings{period_options(round_.period)} --level C --open"
    if not owing:
        yield "各单位都已报齐，可以汇总"
        yield f"{_UNDER}zsstat summary{period_options(round_.period)}"


def _found_later(shown: Shown) -> Iterator[str]:
    """What is wrong with returns that count all the same."""
    round_ = shown.round
    if later := [standing for standing in round_.standings if standing.found_later]:
        count = sum(len(standing.found_later) for standing in later)
        yield f"下一步：已接收的报表后来查出{count}条问题，请核实：{_names(later)}"
        if shown.findings is None:
            yield f"{_UNDER}编号见 zsstat findings{period_options(round_.period)} --open"


def _perhaps_forgotten(round_: Round, catalogue: Catalogue) -> Iterator[str]:
    for table in catalogue.returns.values():
        if lacking := [s for s in round_.at(Stage.ACCEPTED) if table.id in s.lacking]:
            yield f"下一步：{table.name}以前报过、这一期没有，请问是否漏报：{_names(lacking)}"


def _names(standings: Iterable[Standing]) -> str:
    names = [standing.state.name for standing in standings]
    more = f"等{len(names)}个单位" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def open_finding_lines(findings: Iterable[StoredFinding]) -> Iterator[str]:
    """What is to be corrected or explained, each with the number to waive it by."""
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
        yield f"第{row.id}号报表　{row.file}"
        for stored in findings:
            yield from finding_lines(stored.finding)


def _reminder_lines(reminders: Reminders) -> Iterator[str]:
    if not reminders.together:
        yield "没有需要催报的单位"
        return
    for head, text in (
        *((f"—— 催报：{one.name} ——", one.text) for one in reminders.each),
        ("—— 催报：群发 ——", reminders.together),
    ):
        yield ""
        yield head
        yield from map(Verbatim, text.splitlines())


# --- for machines -----------------------------------------------------------------------------


def status_machine(shown: Shown, catalogue: Catalogue) -> dict[str, Any]:
    """The stable machine form: what was not asked for is not in it."""
    round_ = shown.round
    data: dict[str, Any] = {
        "year": round_.period.year,
        "month": round_.period.month,
        "today": round_.today.isoformat(),
        "deadline": _date(round_.deadline),
        "reporters": {
            "expected": len(round_.reporters),
            "accepted": len(round_.at(Stage.ACCEPTED)),
            "returned": len(_back(round_)),
            "missing": len(round_.at(Stage.MISSING)),
            "late": sum(standing.overdue for standing in round_.reporters),
        },
        "rows": [_machine_row(standing, catalogue) for standing in round_.standings],
    }
    if shown.findings is not None:
        data["findings"] = [form for f in shown.findings for form in _machine_stored(f)]
    if shown.further is not None:
        everything = (finding for _, findings in shown.further for finding in findings)
        data["further"] = [form for f in everything for form in _machine_stored(f)]
    if shown.reminders is not None:
        each = [{"area": r.area, "text": r.text} for r in shown.reminders.each]
        data["reminders"] = {"each": each, "together": shown.reminders.together}
    return data


def _machine_row(standing: Standing, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "area": standing.area.id,
        "area_name": standing.state.name,
        "status": standing.stage.value,
        "times_returned": standing.state.times_back,
        "first_received": _date(standing.first_received),
        "accepted": _date(standing.completed),
        "days_late": standing.late,
        "open_b": standing.open_b,
        "open_c": standing.open_c,
        "tables": {
            table.id: standing.tables[table.id].value if table.id in standing.tables else None
            for table in catalogue.returns.values()
            if table.sender is standing.area.kind
        },
    }


def _machine_stored(stored: StoredFinding) -> Iterator[dict[str, Any]]:
    for form in machine_finding(stored.finding):
        yield {
            "number": stored.id,
            "reporter": stored.reporter,
            "file": stored.file,
            **form,
            "answer": stored.answer,
            "open": stored.open,
        }


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None
