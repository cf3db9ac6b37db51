"""Project ledgers with further columns, recognised from sheets and checked as an import does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tests.recognise_support import Entry, book, catalogue, sheet
from zsstat.checks import Context, History, check
from zsstat.declarations import Catalogue
from zsstat.model import Finding, Outcome, Period, Return
from zsstat.recognise import Expected, recognise

COLUMNS = ("项目名称", "总投资", "签约时间", "本年到位资金", "其中省际")
FIRST_ROW = 4
Row = Mapping[str, Entry]


def ledger(*rows: Row, year: int = 2020, said: Catalogue | None = None) -> Return:
    """汉阴县's ledger of a year; the further columns are those of the first row."""
    further = list(rows[0])
    lines: list[Sequence[Entry]] = [
        [f"汉阴县{year}年招商引资项目台账"],
        ["单位：万元"],
        [*COLUMNS, *further],
    ]
    for number, row in enumerate(rows, 1):
        name = f"汉阴某某产业园{number}期项目"
        lines.append([name, 8000, f"{year}年3月", 3000, 1000, *(row.get(c) for c in further)])
    return recognise(book(sheet(lines)), said or catalogue(), Expected("hanyin", year, 12))


def found(
    rule: str, *rows: Row, year: int = 2020, said: Catalogue | None = None
) -> tuple[Finding, ...]:
    """What ``rule`` finds in a ledger of these rows."""
    subject = ledger(*rows, year=year, said=said)
    context = Context(
        subject, Period(year), (), said or catalogue(), History(), date(year + 1, 1, 8)
    )
    return tuple(finding for finding in check(context) if finding.rule == rule)


def failing(rule: str, column: str, *written: Entry, year: int = 2020) -> list[Finding]:
    """The failures of ``rule`` where ``column`` says these, a row each."""
    findings = found(rule, *({column: text} for text in written), year=year)
    return [finding for finding in findings if finding.outcome is Outcome.FAIL]


def only(findings: Sequence[Finding], outcome: Outcome = Outcome.FAIL) -> Finding:
    (finding,) = findings
    assert finding.outcome is outcome
    return finding


def places(finding: Finding) -> list[str]:
    return [ref.cell for ref in finding.cells]
