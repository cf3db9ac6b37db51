"""Rows as objects: what the named queries return, made into the types of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from zsstat.joint import JointLine
from zsstat.model import (
    CellRef,
    Dimension,
    Finding,
    Level,
    Observation,
    Outcome,
    Period,
    Record,
    Role,
)
from zsstat.store import codec
from zsstat.store.rows import SourceRow, Status, StoredFinding, StoredRecord, SubmissionRow

Row = Sequence[Any]


def submissions(rows: Iterable[Row], parts: Iterable[Row]) -> tuple[SubmissionRow, ...]:
    """Submissions with the tables of theirs that were accepted and those that count."""
    tables: dict[int, list[str]] = defaultdict(list)
    active: dict[int, list[str]] = defaultdict(list)
    for number, table, superseded_by in parts:
        tables[number].append(table)
        if superseded_by is None:
            active[number].append(table)
    return tuple(
        SubmissionRow(
            id=number,
            sha256=sha256,
            file=file,
            reporter=reporter,
            period=_period(year, month),
            status=Status(status),
            received_at=datetime.fromisoformat(received_at),
            who=who,
            reason=reason,
            catalogue_fingerprint=catalogue,
            tables=tuple(tables[number]),
            active_tables=tuple(active[number]),
        )
        for number, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue
        in rows
    )  # fmt: skip


def _period(year: int | None, month: int | None) -> Period | None:
    return None if year is None or month is None else Period(year, month)


def record(row: Row) -> StoredRecord:
    number, reporter, table, sheet, row_number, fields, sha256, file = row
    decoded = codec.decode_fields(fields, sheet, sha256, file)
    return StoredRecord(number, reporter, Record(table, sheet, row_number, decoded))


def source(row: Row) -> SourceRow:
    area, value, sheet, cell, conditions, joint = row[:6]
    table, reporter, number, record_sheet, row_number, fields, sha256, file = row[6:]
    stored = record((number, reporter, table, record_sheet, row_number, fields, sha256, file))
    ref = CellRef(sha256, file, sheet, cell)
    return SourceRow(
        area=area,
        value=value,
        ref=ref,
        text=next(f.text for f in stored.record.fields.values() if f.ref == ref),
        conditions=codec.decode_cells(conditions, ref),
        joint=joint,
        reporter=reporter,
        record_id=number,
        record=stored.record,
    )


def joint_line(row: Row) -> JointLine:
    area, indicator, joint, value, sha256, file, sheet, cell = row
    return JointLine(area, indicator, joint, value, CellRef(sha256, file, sheet, cell))


def observation(row: Row) -> Observation:
    area, indicator, role, value, year, month, table, record_sheet, row_number = row[:9]
    sheet, cell, conditions, joint, sha256, file = row[9:15]
    ref = CellRef(sha256, file, sheet, cell)
    return Observation(
        area=area,
        indicator=indicator,
        period=Period(year, month),
        value=value,
        ref=ref,
        table=table,
        sheet=record_sheet,
        row=row_number,
        role=Role(role),
        dimensions={
            dimension: member
            for dimension, member in zip(Dimension, row[15:], strict=True)
            if member is not None
        },
        conditions=codec.decode_cells(conditions, ref),
        joint=joint,
    )


def finding(row: Row) -> StoredFinding:
    number, submission, reporter, year, month, sha256, file = row[:7]
    rule, level, message, cells, shown, expected, difference, action, outcome = row[7:16]
    version, fingerprint, waiver, closed, answer = row[16:]
    return StoredFinding(
        id=number,
        submission_id=submission,
        reporter=reporter,
        period=_period(year, month),
        file=file,
        finding=Finding(
            rule=rule,
            level=Level(level),
            message=message,
            cells=codec.decode_cells(cells, CellRef(sha256, file, "", "")),
            shown=shown,
            expected=expected,
            difference=difference,
            action=action,
            outcome=Outcome(outcome),
            version=version,
            fingerprint=fingerprint,
            waiver=None if waiver is None else str(waiver),
        ),
        closed=bool(closed),
        answer=answer,
    )
