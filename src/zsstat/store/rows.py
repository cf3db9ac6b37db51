"""What goes into the store and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zsstat.model import CellRef, Field, Finding, Observation, Period, RecognisedTable, Record


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
    workbook is returned; of a returned one records and observations are not kept."""

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
    """A finding with its number, by which the office decides on it, and whose it was."""

    id: int
    submission_id: int
    reporter: str | None
    period: Period | None
    file: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision of the office on a B finding: who, when, why. It holds for this rule, reporter,
    period and fingerprint, and lapses when the values change because the fingerprint does."""

    id: int
    rule: str
    reporter: str
    period: Period
    fingerprint: str
    finding_id: int
    who: str
    reason: str
    decided_at: datetime
