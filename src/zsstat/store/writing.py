"""A submission as rows: what one transaction writes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from zsstat.errors import DecisionError, StoreError
from zsstat.model import CellRef, Dimension, Finding, Observation, Record
from zsstat.store import codec
from zsstat.store.rows import Status, Submission

LARGEST = 2**63 - 1
"""The largest amount that the database can hold and add up exactly."""

DIMENSIONS = {dimension: dimension.value for dimension in Dimension}

RECORD_COLUMNS = ("id", "sheet", "row_number", "fields")
OBSERVATION_COLUMNS = (
    "record_id", "area", "indicator", "role", "value", *DIMENSIONS.values(), "joint", "sheet",
    "cell", "conditions",
)  # fmt: skip


@dataclass
class _Ids:
    """The numbers that the next rows get."""

    submission: Iterator[int]
    part: Iterator[int]
    record: Iterator[int]
    observation: Iterator[int]
    finding: Iterator[int]


def seal(records: Iterable[Sequence[object]], observations: Iterable[Sequence[object]]) -> str:
    """The digest of a part's rows as they are stored: a changed, added or lost row breaks it."""
    rows = codec.to_json([list(records), list(observations)])
    return hashlib.sha256(rows.encode("utf-8", "surrogatepass")).hexdigest()


def save(connection: sqlite3.Connection, queries: Any, submission: Submission) -> int:
    """Write a submission inside the caller's transaction; returns its number."""
    _refuse_inconsistent(submission)
    ids = _Ids(*(count(last + 1) for last in queries.last_ids(connection)))
    number = next(ids.submission)
    _save_original(connection, queries, submission)
    period = submission.period
    queries.add_submission(
        connection,
        id=number,
        sha256=submission.sha256,
        file=submission.file,
        reporter=submission.reporter,
        year=period.year if period else None,
        month=period.month if period else None,
        status=submission.status.value,
        received_at=submission.received_at.isoformat(),
        who=submission.who,
        reason=submission.reason,
        catalogue=submission.catalogue_fingerprint,
    )
    if submission.status is Status.ACCEPTED and submission.reporter and period:
        key: dict[str, str | int] = {
            "reporter": submission.reporter,
            "year": period.year,
            "month": period.month,
        }
        _save_parts(connection, queries, submission, number, key, ids)
    queries.add_findings(
        connection, [_finding_row(f, submission, number, ids) for f in submission.findings]
    )
    return number


def _refuse_inconsistent(submission: Submission) -> None:
    """Mistakes of the caller, not of a user."""
    if submission.received_at.tzinfo is None:
        raise ValueError("received_at must know its time zone")
    if submission.status is Status.ACCEPTED and not (submission.reporter and submission.period):
        raise ValueError("an accepted workbook has a reporter and a period")
    if hashlib.sha256(submission.content).hexdigest() != submission.sha256:
        raise ValueError("sha256 is not the digest of content")


def _save_original(connection: sqlite3.Connection, queries: Any, submission: Submission) -> None:
    if not queries.original_exists(connection, sha256=submission.sha256):
        queries.add_original(
            connection,
            sha256=submission.sha256,
            file=submission.file,
            size=len(submission.content),
            content=submission.content,
        )


# --- parts ------------------------------------------------------------------------------------


def _save_parts(
    connection: sqlite3.Connection,
    queries: Any,
    submission: Submission,
    number: int,
    key: Mapping[str, str | int],
    ids: _Ids,
) -> None:
    for table in sorted(submission.replaced_tables):
        queries.supersede(connection, submission=number, table_id=table, **key)
    tables = {found.table: None for found in submission.tables}
    counting = dict(queries.counting_parts(connection, **key))
    _refuse_second(counting, tables, submission)
    by_table = _observations_by_table(submission, tables)
    for table in tables:
        part = next(ids.part)
        records, places = _record_rows(submission, table, part, ids)
        observations = [_observation_row(o, part, places, ids) for o in by_table[table]]
        queries.add_part(
            connection,
            id=part,
            submission=number,
            table_id=table,
            addition=counting.get(table, -1) + 1,
            seal=seal(_values(records, RECORD_COLUMNS), _values(observations, OBSERVATION_COLUMNS)),
            **key,
        )
        queries.add_records(connection, records)
        queries.add_observations(connection, observations)


def _refuse_second(
    counting: Mapping[str, int], tables: Iterable[str], submission: Submission
) -> None:
    second = [t for t in tables if t in counting and t not in submission.added_tables]
    if second:
        raise DecisionError(
            f"{submission.file}：同一单位同一时期的报表已经接受过（{'、'.join(second)}）",
            "如果是更正后的报表，请用 --replace --reason 说明后替换",
        )


def _values(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[list[object]]:
    return ([row[column] for column in columns] for row in rows)


Place = tuple[str, int, str]


def _record_rows(
    submission: Submission, table: str, part: int, ids: _Ids
) -> tuple[list[dict[str, object]], dict[Place, int]]:
    """The rows of one table wherever it stands in the workbook, and which cell is in which."""
    rows: list[dict[str, object]] = []
    places: dict[Place, int] = {}
    for record in (r for t in submission.tables if t.table == table for r in t.records):
        number = next(ids.record)
        rows.append(_record_row(record, number, part))
        for field in record.fields.values():
            if not _is_of(field.ref, submission):
                raise ValueError("a record belongs to the file of its return")
            places.setdefault((record.sheet, record.row, field.ref.cell), number)
    return rows, places


def _is_of(ref: CellRef, submission: Submission) -> bool:
    return ref.sha256 == submission.sha256 and ref.file == submission.file


def _record_row(record: Record, number: int, part: int) -> dict[str, object]:
    return {
        "id": number,
        "part_id": part,
        "sheet": record.sheet,
        "row_number": record.row,
        "fields": codec.encode_fields(record),
    }


def _observations_by_table(
    submission: Submission, tables: Iterable[str]
) -> dict[str, list[Observation]]:
    by_table: dict[str, list[Observation]] = {table: [] for table in tables}
    for observation in submission.observations:
        if observation.period != submission.period or not _is_of(observation.ref, submission):
            raise ValueError("an observation belongs to the period and the file of its return")
        if abs(observation.value) > LARGEST:
            raise StoreError(
                f"{submission.file}：{observation.sheet} 的 {observation.ref.cell} 数值过大，"
                "超出了能够准确保存的范围",
                "请核对该单元格的数值和单位",
            )
        by_table[observation.table].append(observation)
    return by_table


def _observation_row(
    observation: Observation,
    part: int,
    places: Mapping[Place, int],
    ids: _Ids,
) -> dict[str, object]:
    ref = observation.ref
    row: dict[str, object] = {
        name: observation.dimensions.get(dimension) for dimension, name in DIMENSIONS.items()
    }
    row.update(
        id=next(ids.observation),
        part_id=part,
        record_id=places[observation.sheet, observation.row, ref.cell],
        area=observation.area,
        indicator=observation.indicator,
        role=observation.role.value,
        value=observation.value,
        joint=observation.joint,
        sheet=ref.sheet,
        cell=ref.cell,
        conditions=codec.encode_cells(observation.conditions, ref),
    )
    return row


# --- findings ---------------------------------------------------------------------------------


def _finding_row(
    finding: Finding, submission: Submission, number: int, ids: _Ids
) -> dict[str, object]:
    return {
        "id": next(ids.finding),
        "submission_id": number,
        "rule": finding.rule,
        "level": finding.level.value,
        "outcome": finding.outcome.value,
        "message": finding.message,
        "cells": codec.encode_cells(
            finding.cells, CellRef(submission.sha256, submission.file, "", "")
        ),
        "shown": finding.shown,
        "expected": finding.expected,
        "difference": finding.difference,
        "action": finding.action,
        "version": finding.version,
        "fingerprint": finding.fingerprint,
        "waiver_id": None if finding.waiver is None else int(finding.waiver),
    }
