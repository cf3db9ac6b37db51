"""The store: what is saved, and what is asked of it. Every answer is about what counts today."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from zsstat.errors import DecisionError, StoreError
from zsstat.joint import JointLine
from zsstat.model import (
    Dimension,
    Observation,
    Period,
    Role,
)
from zsstat.store import reading, schema
from zsstat.store.connection import BUSY_SECONDS, connect, journal_mode
from zsstat.store.errors import told_to_the_user
from zsstat.store.named import named_queries
from zsstat.store.rows import (
    SourceRow,
    StoredFinding,
    StoredRecord,
    Submission,
    SubmissionRow,
    Waiver,
)

_CATALOGUE = "catalogue_fingerprint"


def open_store(
    path: Path,
    *,
    create: bool = False,
    catalogue_fingerprint: str | None = None,
    busy_seconds: float = BUSY_SECONDS,
) -> Store:
    """Open the database at ``path``; ``create`` makes one where there is none.

    A new database remembers ``catalogue_fingerprint``. Raises :class:`StoreError` when the file
    is missing (without ``create``), is not ours, is damaged, in use or of a newer version."""
    with told_to_the_user(str(path)):
        connection = connect(path, create=create, busy_seconds=busy_seconds)
    store = Store(path, connection, catalogue_fingerprint)
    try:
        if create and catalogue_fingerprint and store.remembered_catalogue is None:
            store.remember_catalogue(catalogue_fingerprint)
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """An open database; use it as a context manager. Made by :func:`open_store`."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, catalogue_fingerprint: str | None
    ) -> None:
        self.path = path
        self._connection = connection
        self._catalogue = catalogue_fingerprint
        self._queries = named_queries()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def _guarded(self) -> AbstractContextManager[None]:
        return told_to_the_user(str(self.path))

    def _rows(self, query: str, **parameters: object) -> list[tuple[Any, ...]]:
        with self._guarded():
            return list(getattr(self._queries, query)(self._connection, **parameters))

    def _one(self, query: str, **parameters: object) -> Any:
        """The row of a ``^`` query or the value of a ``$`` query; None where there is none."""
        with self._guarded():
            return getattr(self._queries, query)(self._connection, **parameters)

    # --- the database itself ----------------------------------------------------------------

    @property
    def journal_mode(self) -> str:
        """``wal``; anything else means that the file system could not carry it."""
        with self._guarded():
            return journal_mode(self._connection)

    @property
    def remembered_catalogue(self) -> str | None:
        """The fingerprint of the catalogue by which what is stored was posted."""
        found = self._one("meta_value", key=_CATALOGUE)
        return None if found is None else str(found)

    @property
    def catalogue_differs(self) -> bool:
        """Whether the catalogue in use is not the one by which what is stored was posted."""
        remembered = self.remembered_catalogue
        return None not in (self._catalogue, remembered) and self._catalogue != remembered

    def remember_catalogue(self, fingerprint: str) -> None:
        with self._guarded(), schema.transaction(self._connection):
            self._queries.set_meta(self._connection, key=_CATALOGUE, value=fingerprint)

    def backup(self, target: Path) -> None:
        """Copy the database as it is at this moment to ``target``, while others go on working.

        An existing ``target`` is refused; an interrupted copy never bears its name."""
        from zsstat.store import backup

        with told_to_the_user(str(target)):
            backup.copy(self._connection, target)

    def integrity(self) -> list[str]:
        """What is wrong with the database, in Chinese; empty when nothing is.

        Checked are the file, the references, the digests of the originals, and every ledger line
        against the cell of its record."""
        from zsstat.store import integrity

        with self._guarded():
            return integrity.problems(self._connection, self._queries)

    # --- what arrived -----------------------------------------------------------------------

    def save(self, submission: Submission) -> int:
        """Save a judged workbook, all of it or nothing; returns the number of the submission.

        Raises :class:`DecisionError` when a table of it is accepted already for that reporter and
        period and is not among ``replaced_tables`` or ``added_tables``, and :class:`StoreError`
        when a value is beyond ±(2⁶³ − 1) or somebody else is writing."""
        from zsstat.store import writing

        with self._guarded(), schema.transaction(self._connection):
            return writing.save(self._connection, self._queries, submission)

    def accepted_copy(self, sha256: str) -> SubmissionRow | None:
        """The accepted submission of the very same bytes, all of which still counts."""
        number = self._one("accepted_copy", sha256=sha256)
        return None if number is None else self._submissions(number)[0]

    def submissions(
        self, year: int | None = None, reporter: str | None = None
    ) -> tuple[SubmissionRow, ...]:
        """Every judged workbook in the order of arrival, returned ones too."""
        return self._submissions(year=year, reporter=reporter)

    def submission(self, number: int) -> SubmissionRow:
        found = self._submissions(number)
        if not found:
            raise StoreError(f"没有编号为 {number} 的报表", "请用 zsstat status 查看")
        return found[0]

    def _submissions(
        self,
        number: int | None = None,
        year: int | None = None,
        reporter: str | None = None,
    ) -> tuple[SubmissionRow, ...]:
        choice = {"id": number, "year": year, "reporter": reporter}
        return reading.submissions(
            self._rows("submissions", **choice), self._rows("submission_parts", **choice)
        )

    def active_parts(self, reporter: str, period: Period) -> dict[str, int]:
        """Table id → number of the submission whose table counts (the last of those that were
        added to each other)."""
        return dict(
            self._rows("active_parts", reporter=reporter, year=period.year, month=period.month)
        )

    def received(self, period: Period, tables: Container[str] | None = None) -> frozenset[str]:
        """Reporters with an accepted part that counts, of any table or of one of ``tables``."""
        parts = self.received_tables(period)
        return frozenset(reporter for reporter, table in parts if tables is None or table in tables)

    def received_tables(self, period: Period) -> frozenset[tuple[str, str]]:
        """(reporter, table) of every part that counts."""
        rows = self._rows("received", year=period.year, month=period.month)
        return frozenset((reporter, table) for reporter, table in rows)

    def periods(self) -> tuple[Period, ...]:
        """The periods for which anything counts, in order."""
        return tuple(Period(*row) for row in self._rows("periods"))

    def latest_period(self) -> Period | None:
        found = self._one("latest_period")
        return Period(*found) if found else None

    def latest_period_of_facts(self) -> Period | None:
        """The latest period with a fact; targets and the province's table are none."""
        found = self._one("latest_period_of_facts")
        return Period(*found) if found else None

    def original(self, sha256: str) -> tuple[str, bytes]:
        """Name and bytes of a workbook as it arrived."""
        found = self._one("original", sha256=sha256)
        if found is None:
            raise StoreError(f"数据库里没有原始文件 {sha256}", "请用 zsstat verify 检查数据库")
        return found[0], found[1]

    def originals(self) -> Iterator[tuple[str, str, bytes]]:
        """Hash, name and bytes of every workbook, one in memory at a time."""
        for (sha256,) in self._rows("original_hashes"):
            yield sha256, *self.original(sha256)

    # --- sums -------------------------------------------------------------------------------

    def sums(self, period: Period) -> Mapping[tuple[str, str, Role], int]:
        """(area, indicator, role) → sum of its ledger lines, added up by the database.

        Absent where there is no line: whether that means 0 is for :meth:`received` to say."""
        rows = self._rows("sums", year=period.year, month=period.month)
        return {(area, indicator, Role(role)): value for area, indicator, role, value in rows}

    def last_stated(self, period: Period) -> Mapping[tuple[str, str], int]:
        """(area, indicator) → the last of its ledger lines, where there are several: for an
        indicator whose values are stated, what was accepted last holds and nothing is added."""
        rows = self._rows("last_stated", year=period.year, month=period.month)
        return {(area, indicator): value for area, indicator, value in rows}

    def targets(self, period: Period) -> Mapping[tuple[str, str], int]:
        """(area, indicator) → the target of the year as last sent up to ``period``.

        Where none was, the first one sent for a later month: a plan for the year is often sent
        as a table of the whole year, whose month is 12, and holds from January on."""
        rows = self._rows("targets", year=period.year, month=period.month)
        return {(area, indicator): value for area, indicator, value in rows}

    def groups_by_area(
        self, period: Period, dimension: Dimension
    ) -> Mapping[tuple[str, str, str], int]:
        """(area, indicator, member) → sum. Lines without the dimension are left out."""
        rows = self._rows("groups", year=period.year, month=period.month, dimension=dimension.value)
        return {
            (area, indicator, member): value
            for area, indicator, member, value in rows
            if member is not None
        }

    def joint(self, period: Period) -> tuple[JointLine, ...]:
        """The ledger lines of joint activities, for :func:`zsstat.joint.joint_deductions`."""
        rows = self._rows("joint", year=period.year, month=period.month)
        return tuple(map(reading.joint_line, rows))

    # --- where it comes from ----------------------------------------------------------------

    def sources(
        self,
        indicator: str,
        period: Period,
        area: str | None = None,
        role: Role = Role.ACTUAL,
        dimension: Dimension | None = None,
        member: str | None = None,
        record: int | None = None,
    ) -> tuple[SourceRow, ...]:
        """The ledger lines of a figure by area, then as stored; their values sum to the figure.

        Joint activities are in here with every reporter that counted them. A target's line may be
        of another month of the year, see :meth:`targets`."""
        if role is Role.TARGET:
            period = self._period_of_target(indicator, period, area)
        rows = self._rows(
            "sources",
            indicator=indicator,
            year=period.year,
            month=period.month,
            role=role.value,
            area=area,
            dimension=dimension.value if dimension else None,
            member=member,
            record=record,
        )
        return tuple(map(reading.source, rows))

    def _period_of_target(self, indicator: str, period: Period, area: str | None) -> Period:
        month = self._one(
            "target_month", area=area, indicator=indicator, year=period.year, month=period.month
        )
        return Period(period.year, month or period.month)

    def largest(self, indicator: str, period: Period, count: int) -> tuple[SourceRow, ...]:
        """The ``count`` largest lines, largest first; equal ones by area, then as stored."""
        rows = self._rows(
            "largest", indicator=indicator, year=period.year, month=period.month, count=count
        )
        return tuple(map(reading.source, rows))

    def table_records(self, table: str, period: Period) -> tuple[StoredRecord, ...]:
        """The rows of a table that count, by sender, then as they stood."""
        rows = self._rows("table_records", table_id=table, year=period.year, month=period.month)
        return tuple(map(reading.record, rows))

    def records(self, submission: int) -> tuple[StoredRecord, ...]:
        """The rows of one submission, whether they count today or not."""
        rows = self._rows("submission_records", submission=submission)
        return tuple(map(reading.record, rows))

    def observations(self, submission: int) -> tuple[Observation, ...]:
        """The ledger lines of one submission, whether they count today or not."""
        rows = self._rows("submission_observations", submission=submission)
        return tuple(map(reading.observation, rows))

    # --- findings and decisions -------------------------------------------------------------

    def findings(
        self,
        submission: int | None = None,
        *,
        reporter: str | None = None,
        period: Period | None = None,
    ) -> tuple[StoredFinding, ...]:
        """Findings in the order in which they were made."""
        return self._findings(submission=submission, reporter=reporter, period=period)

    def finding(self, number: int) -> StoredFinding:
        """One finding; :class:`DecisionError` when there is none of that number."""
        found = self._findings(number)
        if not found:
            raise DecisionError(f"没有编号为 {number} 的问题", "请核对编号")
        return found[0]

    def _findings(
        self,
        number: int | None = None,
        submission: int | None = None,
        reporter: str | None = None,
        period: Period | None = None,
    ) -> tuple[StoredFinding, ...]:
        rows = self._rows(
            "findings",
            id=number,
            submission=submission,
            reporter=reporter,
            year=period.year if period else None,
            month=period.month if period else None,
        )
        return tuple(map(reading.finding, rows))

    def waive(self, finding_id: int, who: str, reason: str, at: datetime) -> int:
        """Record that the office accepts the explanation of a B finding; returns the waiver's id.

        It holds for this rule, reporter, period and fingerprint: when the values change, so does
        the fingerprint, and the waiver lapses. Anything but a B that blocks is refused, and so is
        a decision without a name or a reason (:class:`DecisionError`)."""
        from zsstat.store.decisions import waivable

        if at.tzinfo is None:
            raise ValueError("the time of a decision must know its time zone")
        if not who.strip() or not reason.strip():
            raise DecisionError("说明由谁决定和理由后才能核销", "请补上 --by 和 --reason")
        with self._guarded(), schema.transaction(self._connection):
            stored = self.finding(finding_id)
            reporter, period = waivable(stored)
            finding = stored.finding
            if (finding.rule, finding.fingerprint) in self.waivers(reporter, period):
                raise DecisionError(f"问题 {finding_id} 已经核销过", "请重新导入该报表")
            added = self._queries.add_waiver(
                self._connection,
                rule=finding.rule,
                reporter=reporter,
                year=period.year,
                month=period.month,
                fingerprint=finding.fingerprint,
                finding=finding_id,
                who=who,
                reason=reason,
                decided_at=at.isoformat(),
            )
            return int(added)

    def waivers(self, reporter: str, period: Period) -> Mapping[tuple[str, str], str]:
        """(rule, fingerprint) → id of the waiver, as ``Finding.waiver`` carries it."""
        return {(w.rule, w.fingerprint): str(w.id) for w in self.decisions(reporter, period)}

    def decisions(self, reporter: str, period: Period) -> tuple[Waiver, ...]:
        """The waivers themselves: who, when, why."""
        rows = self._rows("waivers", reporter=reporter, year=period.year, month=period.month)
        return tuple(
            Waiver(number, rule, reporter, period, fingerprint, finding, who, reason,
                   datetime.fromisoformat(at))
            for number, rule, fingerprint, finding, who, reason, at in rows
        )  # fmt: skip
