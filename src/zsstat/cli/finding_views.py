"""Stored findings as people and machines get them: with numbers, states, answers and waivers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from zsstat.cli.entries import Case, cells_named, entry_lines
from zsstat.cli.paper import Verbatim
from zsstat.cli.views import machine_finding, period_options
from zsstat.declarations import Catalogue
from zsstat.model import Align, Heading, Period, Report, Table, TableRow
from zsstat.pipeline.findings import Listed, Listing, State, Step, step_for
from zsstat.pipeline.ledger import describe
from zsstat.store import Waiver

_STATE = {
    State.TO_CORRECT: "待改正",
    State.TO_EXPLAIN: "待说明",
    State.ANSWERED: "已说明",
    State.WAIVED: "已核销",
    State.NOTICE: "提示",
    State.UNDECIDED: "未能判定",
    State.CLOSED: "已消除",
    State.PAST: "已失效",
}
_WHY = {State.PAST: "（所在报表已重报、替换或撤回）"}
"""Said of a state whose word does not tell it."""
_UNDER = "　　　　"
_MOST_NAMES = 10
_UNKNOWN = "单位不明"


# --- for people -------------------------------------------------------------------------------


def listing_lines(listing: Listing, catalogue: Catalogue, *, whole: bool = True) -> Iterator[str]:
    """The findings, equal ones once with their reporters and numbers (of each rule the first ones,
    unless ``whole``); how many of what there are, what to do next, what is open elsewhere."""
    cases = [_case(one, catalogue) for one in listing.findings]
    yield from entry_lines(cases, None if whole else partial(_rule_command, listing))
    if listing.findings:
        yield ""
    yield _summary_line(listing)
    yield from _next_steps(listing, catalogue)
    yield from _elsewhere(listing)


def _case(one: Listed, catalogue: Catalogue) -> Case:
    stored = one.stored
    label = f"编号 {stored.id}　{_reporter(one, catalogue)}　{stored.file}"
    remarks, sender = tuple(_remarks(one)), _reporter(one, catalogue)
    return Case(stored.finding, label, one.rank, _STATE[one.state], remarks, sender)


def _rule_command(listing: Listing, rule: str) -> str:
    return f"zsstat findings{period_options(listing.period)} --rule {rule}"


def _remarks(one: Listed) -> Iterator[str]:
    """What was said about it, and what the office decided."""
    if one.stored.answer is not None:
        yield f"说明：{one.stored.answer}"
    if one.waiver:
        yield f"核销：{_waived(one.waiver)}"


def _waived(waiver: Waiver) -> str:
    return f"{waiver.decided_at:%Y-%m-%d %H:%M}　{waiver.who}　理由：{waiver.reason}"


def _reporter(one: Listed, catalogue: Catalogue) -> str:
    """The sender's name in its period, the present one where that is unknown; of a sender that the
    catalogue does not have any more its id."""
    reporter, period = one.stored.reporter, one.stored.period
    if reporter is None:
        return _UNKNOWN
    if reporter not in catalogue.areas:
        return reporter
    if period is None:
        return catalogue.areas[reporter].names[-1].value
    return catalogue.area_name(reporter, period)


def _summary_line(listing: Listing) -> str:
    """2020年：共9条，还要办的4条：A级待改正1条、B级待说明3条；提示5条；未能判定7条没有列出."""
    about = describe(listing.period) if listing.period else "报告期不明"
    left_out = f"；未能判定{listing.undecided}条没有列出，加 --all 可以看到"
    more = left_out if listing.undecided else ""
    if not listing.findings:
        return f"{about}：没有要列的问题{more}"
    told = [f"{about}：共{len(listing.findings)}条"]
    if to_do := [one for one in listing.findings if one.open]:
        counts = Counter((one.stored.finding.level, one.state) for one in to_do)
        said = "、".join(f"{lv}级{_STATE[st]}{n}条" for (lv, st), n in counts.items())
        told.append(f"要办的{len(to_do)}条：{said}")
    rest = Counter(one.state for one in listing.findings if not one.open)
    told += [f"{_STATE[state]}{number}条{_WHY.get(state, '')}" for state, number in rest.items()]
    return "；".join(told) + more


_STEP = {
    Step.CORRECT: "请{who}改正后重报：A级{count}条，不能核销",
    Step.UNLOCK: "{count}条改动已锁定的时期：确需改动的先解锁，再请{who}重报",
    Step.SEND_AGAIN: "{count}条要改动的时期已经解锁：把{who}的报表再导入一次",
    Step.SAY_WHICH: "{count}条是同一张表已经接收过：{who}重报的，说明是更正还是补充",
    Step.RESOLVE: "{count}条是几家报了同一个项目：与{who}核实后认定算谁的",
    Step.WAIVE: "B级{count}条：属实的由市局核销，不属实的请{who}改正后重报",
    Step.ANSWER: "C级{count}条：请{who}核实，把答复记下来",
}


def _next_steps(listing: Listing, catalogue: Catalogue) -> Iterator[str]:
    """What is to be done and by whom, the most urgent first, each with the command for the first
    finding, and with one for each period that is to be unlocked; a command stands on a line of its
    own and is never folded."""
    steps: dict[Step, list[Listed]] = {step: [] for step in Step}
    for one in listing.findings:
        if one.open:
            steps[step_for(one, catalogue)].append(one)
    waiting = {one.stored.submission_id for one in steps[Step.UNLOCK]}
    unlocked = [o for o in steps[Step.SEND_AGAIN] if o.stored.submission_id not in waiting]
    steps[Step.SEND_AGAIN] = unlocked
    for step, members in steps.items():
        if members:
            who = _names(members, catalogue)
            yield f"下一步：{_STEP[step].format(who=who, count=len(members))}"
            told = members if step is Step.UNLOCK else members[:1]
            commands = dict.fromkeys(_command(step, one) for one in told)
            yield from (Verbatim(f"{_UNDER}{command}") for command in commands)


def _command(step: Step, first: Listed) -> str:
    number, file = first.stored.id, first.stored.file
    match step:
        case Step.CORRECT:
            again = " --replace --reason 更正的理由" if first.counts else ""
            return f"zsstat import 更正后的文件{again}"
        case Step.UNLOCK:
            return f"zsstat unlock{_one_period(first.locked)} --reason 解锁的理由"
        case Step.SEND_AGAIN:
            return f"zsstat import {_quoted(_typed(file))}"
        case Step.SAY_WHICH:
            return f"zsstat import {_quoted(_typed(file))} --replace --reason 更正的理由"
        case Step.RESOLVE:
            return f"zsstat resolve {number} --to 单位 --reason 认定的理由"
        case Step.WAIVE:
            reason = "" if first.stored.answer else " --reason 核销的理由"
            return f"zsstat waive {number}{reason}"
        case Step.ANSWER:
            return f"zsstat answer {number} 填报单位的答复"


def _one_period(period: Period | None) -> str:
    """A period as ``unlock`` takes it, which without a month means every period of the year."""
    return f" --year {period.year} --month {period.month}" if period else ""


def _typed(file: str) -> str:
    """The file as it can be typed here: findings name a file of a folder by its place in it. One
    that is nowhere to be found keeps the name that it was sent under."""
    found = (path for path in (Path(file), Path("returns", file)) if path.exists())
    return str(next(found, file))


def _quoted(file: str) -> str:
    return f'"{file}"' if any(character in file for character in " （）()&") else file


def _names(members: Iterable[Listed], catalogue: Catalogue) -> str:
    """The senders, each once; a workbook of which nobody knows whose it is by its file."""
    senders = ((one.stored.reporter, one) for one in members)
    told = (_reporter(one, catalogue) if of else one.stored.file for of, one in senders)
    names = list(dict.fromkeys(told))
    more = f"等{len(names)}家" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def _elsewhere(listing: Listing) -> Iterator[str]:
    if listing.elsewhere:
        told = (f"{describe(period)}{count}条" for period, count in listing.elsewhere.items())
        yield f"其他时期还有要办的：{'、'.join(told)}；查看最近的一期："
        yield Verbatim(f"{_UNDER}zsstat findings{period_options(max(listing.elsewhere))} --open")


# --- for machines -----------------------------------------------------------------------------


def listing_machine(listing: Listing) -> dict[str, Any]:
    """The stable machine form; a finding with cells on several sheets is one entry a sheet."""
    period = listing.period
    return {
        "year": period.year if period else None,
        "month": period.month if period else None,
        "findings": [entry for one in listing.findings for entry in _machine(one)],
        "undecided": listing.undecided,
        "elsewhere": [
            {"year": other.year, "month": other.month, "open": count}
            for other, count in listing.elsewhere.items()
        ],
    }


def _machine(one: Listed) -> Iterator[dict[str, Any]]:
    stored = one.stored
    period = stored.period
    for form in machine_finding(stored.finding):
        del form["waived"]
        yield {
            "number": stored.id,
            "rule": form.pop("rule"),
            "level": form.pop("level"),
            "outcome": form.pop("outcome"),
            "state": one.state.value,
            "open": one.open,
            "reporter": stored.reporter,
            "year": period.year if period else None,
            "month": period.month if period else None,
            "file": stored.file,
            "submission": stored.submission_id,
            **form,
            "answer": stored.answer,
            "waiver": _machine_waiver(one.waiver),
        }


def _machine_waiver(waiver: Waiver | None) -> dict[str, str] | None:
    if waiver is None:
        return None
    return {"who": waiver.who, "reason": waiver.reason, "at": waiver.decided_at.isoformat()}


# --- as a table -------------------------------------------------------------------------------

_NO_WAIVER = {"who": "", "reason": "", "at": ""}


def listing_report(listing: Listing, catalogue: Catalogue) -> Report:
    """A table with one row a finding, and the flat rows of the machine form."""
    rows = [entry for one in listing.findings for entry in _machine(one)]
    flat = [{**row, "waiver": row["waiver"] or _NO_WAIVER} for row in rows]
    return Report((_table(listing, catalogue),), {"rows": flat})


def _table(listing: Listing, catalogue: Catalogue) -> Table:
    about = describe(listing.period) if listing.period else "报告期不明"
    return Table(
        f"{about}报表问题清单",
        (
            Heading("编号", Align.LEFT),
            Heading("级别", Align.LEFT),
            Heading("状态", Align.LEFT),
            Heading("填报单位", Align.LEFT, widest=14),
            Heading("文件", Align.LEFT, widest=22),
            Heading("工作表", Align.LEFT, widest=14),
            Heading("单元格", Align.LEFT, widest=20),
            Heading("问题", Align.LEFT, widest=40),
            Heading("填报", Align.LEFT, widest=20),
            Heading("应为", Align.LEFT, widest=20),
            Heading("相差", Align.LEFT, widest=16),
            Heading("办法", Align.LEFT, widest=30),
            Heading("说明", Align.LEFT, widest=24),
            Heading("核销", Align.LEFT, widest=24),
            Heading("规则", Align.LEFT, widest=32),
        ),
        tuple(TableRow(_cells(one, catalogue)) for one in listing.findings),
        notes=((_summary_line(listing),),),
    )


def _cells(one: Listed, catalogue: Catalogue) -> tuple[str, ...]:
    stored = one.stored
    finding = stored.finding
    sheets = list(dict.fromkeys(ref.sheet for ref in finding.cells if ref.sheet))
    return (
        str(stored.id),
        finding.level.value,
        _STATE[one.state],
        _reporter(one, catalogue),
        stored.file,
        "、".join(sheets),
        _cells_of(one, sheets),
        finding.message,
        finding.shown,
        finding.expected,
        finding.difference,
        finding.action,
        stored.answer or "",
        _waived(one.waiver) if one.waiver else "",
        finding.rule,
    )


def _cells_of(one: Listed, sheets: Sequence[str]) -> str:
    """F12、F13; where they are on several sheets, each led by its sheet."""
    told = []
    for sheet in sheets:
        cells = [r.cell for r in one.stored.finding.cells if r.sheet == sheet and r.cell]
        if cells:
            told.append((f"{sheet}！" if len(sheets) > 1 else "") + cells_named(cells))
    return "；".join(told)
