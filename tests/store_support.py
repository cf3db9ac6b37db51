"""Submissions for the tests of the store, made without a workbook or a catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from zsstat.model import (
    CellRef,
    Dimension,
    Field,
    FieldValue,
    Finding,
    Level,
    Observation,
    Outcome,
    Period,
    RecognisedTable,
    Record,
    Role,
)
from zsstat.store import Status, Submission

YEAR = Period(2020)
NOW = datetime(2021, 1, 5, 9, 30, tzinfo=UTC)
CATALOGUE = "catalogue-1"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_record(
    sha256: str, file: str, row: int, values: Mapping[str, FieldValue], table: str = "projects"
) -> Record:
    fields = {
        name: Field(value, "" if value is None else str(value), CellRef(sha256, file, "表1", cell))
        for name, value, cell in (
            (name, value, f"{chr(65 + number)}{row}")
            for number, (name, value) in enumerate(values.items())
        )
    }
    return Record(table, "表1", row, fields)


def make_table(records: Iterable[Record], table: str = "projects") -> RecognisedTable:
    return RecognisedTable(table, "表1", "", (1,), {}, (), tuple(records), ())


def make_observation(
    record: Record,
    column: str,
    indicator: str,
    *,
    area: str,
    value: int | None = None,
    period: Period = YEAR,
    role: Role = Role.ACTUAL,
    joint: str | None = None,
    dimensions: Mapping[Dimension, str] | None = None,
    conditions: Sequence[str] = (),
) -> Observation:
    """The column's value, or ``value`` where it is given."""
    field = record.fields[column]
    if value is None:
        assert isinstance(field.value, int)
        value = field.value
    return Observation(
        area=area,
        indicator=indicator,
        period=period,
        value=value,
        ref=field.ref,
        table=record.table,
        sheet=record.sheet,
        row=record.row,
        role=role,
        dimensions=dimensions or {},
        conditions=tuple(record.fields[name].ref for name in conditions),
        joint=joint,
    )


def make_submission(
    amounts: Sequence[int] = (3, 5),
    *,
    reporter: str = "ziyang",
    period: Period = YEAR,
    content: bytes | None = None,
    status: Status = Status.ACCEPTED,
    industries: Sequence[str] = ("装备制造", "富硒食品"),
    table: str = "projects",
    joint: str | None = None,
    replaced: Iterable[str] = (),
    findings: Sequence[Finding] = (),
) -> Submission:
    """A return with a project for each amount: ``funds`` is its amount, ``projects`` counts it."""
    file = f"{reporter}.xlsx"
    content = content or repr((reporter, period, table, tuple(amounts))).encode()
    sha256 = digest(content)
    records = [
        make_record(sha256, file, row, {"名称": f"{reporter}项目{row}", "金额": amount}, table)
        for row, amount in enumerate(amounts, start=4)
    ]
    observations = []
    for number, record in enumerate(records):
        dimensions = {Dimension.INDUSTRY: industries[number % len(industries)]}
        posted = {"area": reporter, "period": period, "dimensions": dimensions, "joint": joint}
        observations.append(
            make_observation(record, "金额", "funds", conditions=["名称"], **posted)  # type: ignore[arg-type]
        )
        observations.append(
            make_observation(record, "名称", "projects", value=1, **posted)  # type: ignore[arg-type]
        )
    return Submission(
        file=file,
        sha256=sha256,
        content=content,
        reporter=reporter,
        period=period,
        status=status,
        tables=(make_table(records, table),),
        observations=tuple(observations),
        findings=tuple(findings),
        replaced_tables=frozenset(replaced),
        received_at=NOW,
        who="张三",
        reason="更正" if replaced else "",
        catalogue_fingerprint=CATALOGUE,
    )


def make_finding(
    submission: Submission, *, level: Level = Level.B, fingerprint: str = "f1"
) -> Finding:
    cell = CellRef(submission.sha256, submission.file, "表1", "B4")
    other = CellRef("0" * 64, "别的.xlsx", "表2", "C9")
    return Finding(
        rule="row.example",
        level=level,
        message="甲大于乙",
        cells=(cell, other),
        shown="3",
        expected="2",
        difference="1",
        action="请核对",
        outcome=Outcome.FAIL,
        version=2,
        fingerprint=fingerprint,
    )


def with_finding(
    submission: Submission, *, level: Level = Level.B, fingerprint: str = "f1"
) -> Submission:
    found = make_finding(submission, level=level, fingerprint=fingerprint)
    return replace(submission, findings=(*submission.findings, found))
