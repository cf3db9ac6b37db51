"""What goes into the store and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from zsstat.model import (
    CellRef,
    Entity,
    Field,
    Finding,
    Level,
    Observation,
    Outcome,
    Period,
    RecognisedTable,
    Record,
)

Tracker: TypeAlias = Callable[[Record], Entity | None]
"""What a record is followed as; None for one that is not."""


def not_tracked(_: Record) -> None:
    return None


class Status(StrEnum):
    """What became of a workbook: it counts, or it went back to its sender."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Submission:
    """One workbook as judged, to be saved in one transaction.

    ``replaced_tables``: tables whose accepted part of the same reporter and period gives way;
    ``added_tables``: tables that count beside the accepted part, because a person said so.
    ``received_at`` must know its time zone. ``reporter`` and ``period`` may be None only when the
    workbook is returned; of a returned one records and observations are not kept. ``track`` says
    what a record is followed as. ``reposts`` is the submission whose records these are, posted
    anew: they take the place of its parts and of no others."""

    file: str
    sha256: str
    content: bytes
    reporter: str | None
    period: Period | None
    status: Status
    tables: tuple[RecognisedTable, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    replaced_tables: frozenset[str]
    received_at: datetime
    who: str
    reason: str
    catalogue_fingerprint: str
    added_tables: frozenset[str] = frozenset()
    track: Tracker = not_tracked
    reposts: int | None = None


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A stored workbook. ``tables``: every table of it that was accepted; ``active_tables``: those
    that count today, the others were replaced by a later workbook."""

    id: int
    sha256: str
    file: str
    reporter: str | None
    period: Period | None
    status: Status
    received_at: datetime
    who: str
    reason: str
    catalogue_fingerprint: str
    tables: tuple[str, ...]
    active_tables: tuple[str, ...]

    @property
    def superseded(self) -> bool:
        """Whether it was accepted once and nothing of it counts any more."""
        return bool(self.tables) and not self.active_tables


@dataclass(frozen=True, slots=True)
class PartRow:
    """A table that a submission brought for a period; it counts until ``superseded_by``, which is
    the submission itself where it was withdrawn."""

    submission: int
    table: str
    superseded_by: int | None

    @property
    def withdrawn(self) -> bool:
        return self.superseded_by == self.submission

    def counted_after(self, submission: int) -> bool:
        """Whether it counted when ``submission`` had been judged."""
        if self.withdrawn or self.submission > submission:
            return False
        return self.superseded_by is None or self.superseded_by > submission


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A stored row of a table, its fields with their cells. ``id`` is its number in the store."""

    id: int
    reporter: str
    record: Record


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One summand of a figure: its value in the base unit, the cell it came from and what stands
    there; ``record`` is the whole row, so that a caller can name it by the table's label column.
    A row that was counted has value 1 whatever its deciding cell says."""

    area: str
    value: int
    ref: CellRef
    text: str
    conditions: tuple[CellRef, ...]
    joint: str | None
    reporter: str
    record_id: int
    record: Record

    @property
    def fields(self) -> Mapping[str, Field]:
        return self.record.fields


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding with its number, by which the office decides on it, and whose it was. It is
    ``closed`` once a later look found it settled; ``answer`` is the last that was said to it.
    ``finding.waiver`` is the waiver that holds for it today."""

    id: int
    submission_id: int
    reporter: str | None
    period: Period | None
    file: str
    finding: Finding
    closed: bool = False
    answer: str | None = None

    @property
    def open(self) -> bool:
        """Whether somebody has still something to say to it or to do about it."""
        failed = self.finding.outcome is Outcome.FAIL and self.finding.waiver is None
        answered = self.finding.level is Level.C and self.answer is not None
        return failed and not self.closed and not answered


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision of the office on a B or C finding: who, when, why. It holds for this rule,
    reporter, period and fingerprint, and lapses when the values change because the fingerprint
    does."""

    id: int
    rule: str
    reporter: str
    period: Period
    fingerprint: str
    finding_id: int
    who: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A decision as the log tells it. ``kind`` and ``number`` name it; of a waiver ``finding`` is
    the number of its finding. A lock without a month is of the whole year."""

    kind: str
    number: int
    year: int | None
    month: int | None
    reporter: str | None
    subject: str
    who: str
    reason: str
    at: datetime
    revoked_by: int | None = None
    finding: int | None = None
