"""Ledgers of several periods and reporters, recognised and checked as an import does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook

from tests.recognise_support import Entry, book, catalogue, sheet
from zsstat.checks import Context, History, check
from zsstat.declarations import Catalogue
from zsstat.model import (
    Entity,
    Finding,
    Observation,
    Outcome,
    Period,
    RecognisedTable,
    Resolution,
    Return,
)
from zsstat.post import post
from zsstat.recognise import Expected, recognise
from zsstat.tracking import tracker

COLUMNS = (
    "项目编号", "项目名称", "投资方", "统一社会信用代码", "总投资", "签约时间", "阶段",
    "本年到位资金", "其中省际", "自签约累计到位", "备注",
)  # fmt: skip
FIRST_ROW = 4
"""Below the title, the unit and the headings."""
Row: TypeAlias = dict[str, Entry]


def row(name: str = "汉水富硒茶加工项目", **cells: Entry) -> Row:
    """An ordinary project in 万元; ``cells`` say what is different, None what is blank."""
    usual: dict[str, Entry] = {
        "项目编号": None,
        "项目名称": name,
        "投资方": "江苏南京江河控股有限公司",
        "总投资": 8000,
        "签约时间": "2019年3月",
        "阶段": "开工",
        "本年到位资金": 3000,
        "其中省际": 1000,
        "自签约累计到位": 5000,
    }
    return usual | cells


def rows(count: int, **cells: Entry) -> list[Row]:
    """Projects of different names and parties."""
    return [
        row(f"{n}号茶叶加工项目", **({"投资方": f"江苏第{n}号控股有限公司"} | cells))
        for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地人"[:count]
    ]


@dataclass(frozen=True)
class Sent:
    """A return as an import sees it."""

    subject: Return
    observations: tuple[Observation, ...]
    entities: tuple[Entity, ...]

    @property
    def period(self) -> Period:
        assert self.subject.period
        return self.subject.period

    @property
    def reporter(self) -> str:
        assert self.subject.reporter
        return self.subject.reporter

    @property
    def sums(self) -> Mapping[tuple[str, str, Period], int]:
        added: Counter[tuple[str, str, Period]] = Counter()
        for line in self.observations:
            added[line.area, line.indicator, line.period] += line.value
        return added

    def seen_again(self) -> Sent:
        """As it is looked at later: its followed rows and its sums, without its records."""
        tables = tuple(
            RecognisedTable(found.table, "", "", (), {}, (), (), ())
            for found in self.subject.tables
        )
        return replace(self, subject=replace(self.subject, tables=tables))


def ledger_lines(projects: Sequence[Row], columns: Sequence[str] = COLUMNS) -> list[list[Entry]]:
    """A sheet of projects in 万元."""
    return [
        ["招商引资项目台账"],
        ["单位：万元"],
        list(columns),
        *([line.get(name) for name in columns] for line in projects),
    ]


def sent(
    *projects: Row,
    period: Period,
    reporter: str = "hanbin",
    columns: Sequence[str] = COLUMNS,
    further: Sequence[Sequence[Entry]] = (),
) -> Sent:
    """A reporter's ledger, with ``further`` as a second sheet; without projects only that."""
    grids = [sheet(ledger_lines(projects, columns), name="项目")] if projects else []
    if further:
        grids.append(sheet(further, name="其他"))
    expected = Expected(reporter, period.year, period.month)
    file = f"{reporter}{period.year}-{period.month}.xlsx"
    return of_return(recognise(book(*grids, file=file), catalogue(), expected))


def of_return(subject: Return) -> Sent:
    assert subject.reporter
    assert subject.period
    observations, _ = post(subject, catalogue())
    track = tracker(catalogue(), subject.reporter, subject.period)
    entities = (track(record) for table in subject.tables for record in table.records)
    return Sent(subject, observations, tuple(entity for entity in entities if entity))


def nil_ledger() -> list[list[Entry]]:
    """A ledger with headings and no project."""
    return ledger_lines([])


def history(
    *before: Sent,
    others: Sequence[Sent] = (),
    resolved: tuple[Resolution, ...] = (),
    period: Period | None = None,
) -> History:
    """What an import has at hand: the sender's returns ``before``, the last of them the earlier
    one, and what others sent."""
    sums: dict[tuple[str, str, Period], int] = {}
    for known in before:
        sums |= known.sums
    last = before[-1] if before else None
    ledgers = [k for k in before if any(t.table == "projects" for t in k.subject.tables)]
    return History(
        sums,
        frozenset((known.reporter, known.period) for known in before),
        tables=frozenset((k.reporter, k.period, t.table) for k in before for t in k.subject.tables),
        files={(known.reporter, known.period): (known.subject.file,) for known in before},
        earlier=last.period if last and last.period != period else None,
        followed=ledgers[-1].entities if ledgers else (),
        elsewhere=tuple(entity for other in others for entity in other.entities),
        resolved=resolved,
    )


def found(
    rule: str,
    now: Sent,
    past: History | None = None,
    *,
    added: bool = False,
    said: Catalogue | None = None,
) -> list[Finding]:
    """What ``rule`` finds."""
    context = Context(
        now.subject,
        now.period,
        now.observations,
        said or catalogue(),
        past or History(),
        date(now.period.year + 1, 1, 8),
        now.entities,
        added,
    )
    return [finding for finding in check(context) if finding.rule == rule]


def failing(rule: str, now: Sent, *before: Sent) -> list[Finding]:
    """The failures of ``rule`` after the returns ``before``."""
    findings = found(rule, now, history(*before))
    return [finding for finding in findings if finding.outcome is Outcome.FAIL]


def only(findings: Sequence[Finding], outcome: Outcome = Outcome.FAIL) -> Finding:
    (finding,) = findings
    assert finding.outcome is outcome
    return finding


def places(finding: Finding) -> list[str]:
    return [ref.cell for ref in finding.cells]


def write(path: Path, name: str, period: Period, *projects: Row) -> Path:
    """The same as a workbook of a reporter called ``name``."""
    made = Workbook()
    page = made.worksheets[0]
    lines = ledger_lines(projects)
    months = "" if period.month == 12 else f"1—{period.month}月"
    lines[0] = [f"{name}{period.year}年{months}招商引资项目台账"]
    for line in lines:
        page.append(line)
    made.save(path)
    return path
