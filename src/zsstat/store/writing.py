"""A submission as rows: what one transaction writes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from zsstat.errors import DecisionError, StoreError
from zsstat.model import CellRef, Dimension, Finding, Observation, Period, Record
from zsstat.store import codec
from zsstat.store.followed import entity_row
from zsstat.store.rows import Status, Submission
from zsstat.store.sealing import Seal, portions

LARGEST = 2**63 - 1
"""The largest amount that the database can hold and add up exactly."""

DIMENSIONS = {dimension: dimension.value for dimension in Dimension}

Part = tuple[str, Period]
"""A table and the period that it reports on."""

UNSEALED = ""
"""The seal of a part whose rows are not written yet; no other transaction ever sees it."""
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
        stands_for=queries.arrived_as(connection, submission=submission.reposts),
    )
    if submission.status is Status.ACCEPTED and submission.reporter and period:
        _save_parts(connection, queries, submission, number, ids)
    rows = finding_rows(
        submission.findings, number, submission.sha256, submission.file, next(ids.finding)
    )
    queries.add_findings(connection, rows)
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
    ids: _Ids,
) -> None:
    """One part for each table and period that the workbook reports on."""
    observations = _observations_by_part(submission)
    taken = _taken_over(connection, queries, submission, number)
    for table, period in observations:
        key = {"reporter": submission.reporter, "year": period.year, "month": period.month}
        addition = taken.get((table, period))
        if addition is None:
            addition = _addition(connection, queries, submission, number, table, key)
        part = next(ids.part)
        queries.add_part(
            connection,
            id=part,
            submission=number,
            table_id=table,
            addition=addition,
            seal=UNSEALED,
            **key,
        )
        of_part = observations[table, period]
        queries.seal_part(
            connection,
            id=part,
            seal=_save_rows(connection, queries, submission, (table, period), part, of_part, ids),
        )


def _taken_over(
    connection: sqlite3.Connection, queries: Any, submission: Submission, number: int
) -> dict[Part, int]:
    """The places of the parts that are posted anew; those that held them give way."""
    taken: dict[Part, int] = {}
    if submission.reposts is not None:
        rows = list(queries.counting_parts_of(connection, submission=submission.reposts))
        for part, table, _, year, month, addition in rows:
            queries.take_out(connection, part=part, submission=number)
            taken[table, Period(year, month)] = addition
    return taken


def _addition(
    connection: sqlite3.Connection,
    queries: Any,
    submission: Submission,
    number: int,
    table: str,
    key: Mapping[str, object],
) -> int:
    """The place of a part among those of its sender, period and table."""
    if table in submission.replaced_tables:
        queries.supersede(connection, submission=number, table_id=table, **key)
    counting = dict(queries.counting_parts(connection, **key))
    if table in counting and table not in submission.added_tables:
        raise DecisionError(
            f"{submission.file}：同一单位同一时期的报表已经接受过（{table}）",
            "如果是更正后的报表，请用 --replace --reason 说明后替换",
        )
    return int(counting.get(table, -1)) + 1


def _save_rows(
    connection: sqlite3.Connection,
    queries: Any,
    submission: Submission,
    of: Part,
    part: int,
    observations: Iterable[Observation],
    ids: _Ids,
) -> str:
    """The records and lines of a part, a portion at a time; returns their seal."""
    sealed = Seal()
    places = _Places()
    entities: list[dict[str, object]] = []
    for rows in portions(_record_rows(submission, of, part, places, ids, entities)):
        sealed.records(_values(rows, RECORD_COLUMNS))
        queries.add_records(connection, rows)
        queries.add_entities(connection, entities)
        entities.clear()
    for rows in portions(_observation_rows(observations, part, places, ids)):
        sealed.observations(_values(rows, OBSERVATION_COLUMNS))
        queries.add_observations(connection, rows)
    return sealed.digest()


def _values(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> list[list[object]]:
    return [[row[column] for column in columns] for row in rows]


class _Places:
    """Which record a cell belongs to: of a list there is one in a row, of a matrix many."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int], list[tuple[int, Record]]] = {}

    def add(self, number: int, record: Record) -> None:
        self._rows.setdefault((record.sheet, record.row), []).append((number, record))

    def number(self, observation: Observation) -> int:
        """The number of the first record of the observation's row that has its cell."""
        cell = observation.ref.cell
        for number, record in self._rows.get((observation.sheet, observation.row), ()):
            if any(field.ref.cell == cell for field in record.fields.values()):
                return number
        raise KeyError("an observation comes from a cell of a record")


def _record_rows(
    submission: Submission,
    of: Part,
    part: int,
    places: _Places,
    ids: _Ids,
    entities: list[dict[str, object]],
) -> Iterator[dict[str, object]]:
    """The rows of one table wherever it stands in the workbook; ``places`` learns where, and
    ``entities`` what they are followed as."""
    tables = (t for t in submission.tables if (t.table, t.period or submission.period) == of)
    for record in (r for table in tables for r in table.records):
        if not all(_is_of(field.ref, submission) for field in record.fields.values()):
            raise ValueError("a record belongs to the file of its return")
        number = next(ids.record)
        places.add(number, record)
        if entity := submission.track(record):
            entities.append(entity_row(entity, number, part))
        yield {
            "id": number,
            "part_id": part,
            "sheet": record.sheet,
            "row_number": record.row,
            "fields": codec.encode_fields(record),
        }


def _is_of(ref: CellRef, submission: Submission) -> bool:
    return ref.sha256 == submission.sha256 and ref.file == submission.file


def _observations_by_part(submission: Submission) -> dict[Part, list[Observation]]:
    """The ledger lines of each table and period, in the order of the tables; none is an empty
    list."""
    by_part: dict[Part, list[Observation]] = {}
    for table in submission.tables:
        if period := table.period or submission.period:
            by_part.setdefault((table.table, period), [])
    for observation in submission.observations:
        of = (observation.table, observation.period)
        if of not in by_part or not _is_of(observation.ref, submission):
            raise ValueError("an observation belongs to the period and the file of its return")
        if abs(observation.value) > LARGEST:
            raise StoreError(
                f"{submission.file}：{observation.sheet} 的 {observation.ref.cell} 数值过大，"
                "超出了能够准确保存的范围",
                "请核对该单元格的数值和单位",
            )
        by_part[of].append(observation)
    return by_part


def _observation_rows(
    observations: Iterable[Observation], part: int, places: _Places, ids: _Ids
) -> Iterator[dict[str, object]]:
    """A row posts several lines, which mostly share its dimensions and often its conditions: what
    is one object is put into words once."""
    dimensions: dict[int, dict[str, object]] = {}
    conditions: dict[tuple[int, str], str] = {}
    for observation in observations:
        ref = observation.ref
        of = id(observation.dimensions)
        if of not in dimensions:
            dimensions[of] = _by_name(observation.dimensions)
        at = (id(observation.conditions), ref.sheet)
        if at not in conditions:
            conditions[at] = codec.encode_cells(observation.conditions, ref)
        yield {
            **dimensions[of],
            "id": next(ids.observation),
            "part_id": part,
            "record_id": places.number(observation),
            "area": observation.area,
            "indicator": observation.indicator,
            "role": observation.role.value,
            "value": observation.value,
            "joint": observation.joint,
            "sheet": ref.sheet,
            "cell": ref.cell,
            "conditions": conditions[at],
        }


def _by_name(dimensions: Mapping[Dimension, str]) -> dict[str, object]:
    return {name: dimensions.get(dimension) for dimension, name in DIMENSIONS.items()}


# --- findings ---------------------------------------------------------------------------------


def finding_rows(
    findings: Iterable[Finding],
    submission: int,
    sha256: str,
    file: str,
    first: int,
    opened_by: int | None = None,
) -> list[dict[str, object]]:
    """Findings as rows numbered from ``first``; ``opened_by`` is the later look that found them."""
    home = CellRef(sha256, file, "", "")
    return [
        {
            "id": number,
            "submission_id": submission,
            "rule": finding.rule,
            "level": finding.level.value,
            "outcome": finding.outcome.value,
            "message": finding.message,
            "cells": codec.encode_cells(finding.cells, home),
            "shown": finding.shown,
            "expected": finding.expected,
            "difference": finding.difference,
            "action": finding.action,
            "version": finding.version,
            "fingerprint": finding.fingerprint,
            "waiver_id": None if finding.waiver is None else int(finding.waiver),
            "opened_by": opened_by,
        }
        for number, finding in enumerate(findings, first)
    ]
