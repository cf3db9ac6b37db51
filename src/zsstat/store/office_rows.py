"""Decisions as rows, and rows as decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from zsstat.model import (
    Adjustment,
    CellRef,
    Finding,
    Party,
    Period,
    Resolution,
    Restatement,
)
from zsstat.store.rows import LogEntry

HUNDREDTHS = 100
"""Shares are stored in hundredths of a percent."""

Row = Sequence[Any]


def place(ref: CellRef | None) -> dict[str, str | None]:
    return {
        "sha256": ref.sha256 if ref else None,
        "file": ref.file if ref else None,
        "sheet": ref.sheet if ref else None,
        "cell": ref.cell if ref else None,
    }


def about(finding: Finding, reporter: str, period: Period) -> dict[str, object]:
    """By what a decision on a finding holds, whichever workbook it is found in."""
    return {
        "rule": finding.rule,
        "reporter": reporter,
        "year": period.year,
        "month": period.month,
        "fingerprint": finding.fingerprint,
    }


def line(decision: int, entered: Adjustment | Restatement) -> dict[str, object]:
    """A figure that the office enters by a decision."""
    return {
        "decision": decision,
        "year": entered.period.year,
        "month": entered.period.month,
        "area": entered.area,
        "indicator": entered.indicator,
        "value": entered.value,
    }


def entry(row: Row) -> LogEntry:
    kind, number, year, month, reporter, subject, who, reason, at, revoked_by, finding = row
    return LogEntry(
        kind, number, year, month, reporter, subject, who, reason, datetime.fromisoformat(at),
        revoked_by, finding,
    )  # fmt: skip


def resolution(rows: Sequence[Row]) -> Resolution:
    number, year, month, *_, reason, who = rows[0]
    parties = (
        Party(reporter, table, label, code, name, party,
              None if percent is None else Fraction(percent, HUNDREDTHS))
        for _, _, _, reporter, table, label, code, name, party, percent, _, _ in rows
    )  # fmt: skip
    return Resolution(number, Period(year, month), tuple(parties), reason, who)


def restatement(row: Row) -> Restatement:
    area, indicator, year, month, value, source, sha256, file, sheet, cell = row[:10]
    decision, who, reason = row[10:]
    ref = None if sha256 is None else CellRef(sha256, file, sheet, cell)
    return Restatement(
        area, indicator, Period(year, month), value, source, ref, decision, who, reason
    )
