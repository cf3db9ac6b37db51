"""The store: what is saved, and what is asked of it. Every answer is about what counts today."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zsstat.errors import DecisionError, StoreError
from zsstat.joint import JointLine
from zsstat.model import Dimension, Observation, Period, Role
from zsstat.store import codec, reading
from zsstat.store.connection import journal_mode
from zsstat.store.desk import Desk
from zsstat.store.errors import told_to_the_user
from zsstat.store.examinations import Examinations
from zsstat.store.followed import Followed
from zsstat.store.lines import Lines
from zsstat.store.named import named_queries
from zsstat.store.office import Office
from zsstat.store.rows import (
    PartRow,
    SourceRow,
    StoredFinding,
    StoredRecord,
    Submission,
    SubmissionRow,
)

if TYPE_CHECKING:
    from zsstat.store.publications import Publications

_CATALOGUE = "catalogue_fingerprint"


class Store(Desk):
    """An open database; use it as a context manager. Made by
    :func:`~zsstat.store.opening.open_store`.

    ``office`` holds the decisions, ``followed`` the rows that are followed over time,
    ``examinations`` what was found when accepted workbooks were looked at again."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, catalogue_fingerprint: str | None
    ) -> None:
        queries = named_queries()
        super().__init__(path, connection, queries)
        self._catalogue = catalogue_fingerprint
        self.office = Office(path, connection, queries)
        self.followed = Followed(path, connection, queries)
        self.lines = Lines(path, connection, queries)
        self.examinations = Examinations(path, connection, queries)

    @cached_property
    def publications(self) -> Publications:
        """The register; most commands never ask for it."""
        from zsstat.store.publications import Publications

        return Publications(self.path, self._connection, self._queries)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

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
        with self._writing():
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

    def together(self) -> AbstractContextManager[None]:
        """Everything that is written inside is written in one transaction."""
        return self._writing()

    # --- what arrived -----------------------------------------------------------------------

    def save(self, submission: Submission) -> int:
        """Save a judged workbook, all of it or nothing; returns the number of the submission.

        Raises :class:`DecisionError` when a table of it is accepted already for that reporter and
        period and is not among ``replaced_tables`` or ``added_tables``, and :class:`StoreError`
        when a value is beyond ±(2⁶³ − 1) or somebody else is writing."""
        from zsstat.store import writing

        with self._writing():
            return writing.save(self._connection, self._queries, submission)

    def keep_original(self, sha256: str, file: str, content: bytes) -> None:
        """Keep the bytes of a workbook that decisions rest on, once."""
        if self._one("original_exists", sha256=sha256) is None:
            with self._writing():
                self._do(
                    "add_original", sha256=sha256, file=file, size=len(content), content=content
                )

    def accepted_copy(self, sha256: str) -> SubmissionRow | None:
        """The accepted submission of the very same bytes, all of which still counts."""
        number = self._one("accepted_copy", sha256=sha256)
        return None if number is None else self.submission(number)

    def returned_copy(self, sha256: str) -> SubmissionRow | None:
        """The last time that the very same bytes were sent back; None where they never were."""
        number = self._one("returned_copy", sha256=sha256)
        return None if number is None else self.submission(number)

    def submissions(
        self, year: int | None = None, reporter: str | None = None
    ) -> tuple[SubmissionRow, ...]:
        """Every judged workbook in the order of arrival, returned ones too."""
        if reporter is None:
            names = ("submissions", "submission_parts")
        else:
            names = ("submissions_of", "parts_of_sender")
        rows, parts = (self._rows(name, year=year, reporter=reporter) for name in names)
        return reading.submissions(rows, parts)

    def submission(self, number: int) -> SubmissionRow:
        found = reading.submissions(
            self._rows("submission_numbered", id=number), self._rows("parts_numbered", id=number)
        )
        if not found:
            raise StoreError(f"没有编号为 {number} 的报表", "请用 zsstat status 查看")
        return found[0]

    def active_parts(self, reporter: str, period: Period) -> dict[str, int]:
        """Table id → number of the submission whose table counts (the last of those that were
        added to each other)."""
        return dict(
            self._rows("active_parts", reporter=reporter, year=period.year, month=period.month)
        )

    def parts(self, reporter: str, period: Period) -> tuple[PartRow, ...]:
        """Every table that a reporter's submissions brought for a period, in their order."""
        rows = self._rows("parts_of", reporter=reporter, year=period.year, month=period.month)
        return tuple(PartRow(*row) for row in rows)

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

    def target_months(self, year: int) -> Mapping[tuple[str, str], frozenset[int]]:
        """(area, indicator) → the months with whose returns a target of the year was sent."""
        found: dict[tuple[str, str], set[int]] = {}
        for area, indicator, month in self._rows("target_months", year=year):
            found.setdefault((area, indicator), set()).add(month)
        return {key: frozenset(months) for key, months in found.items()}

    def targets_ever_sent(self, reporter: str, period: Period) -> frozenset[tuple[str, str]]:
        """(area, indicator) of every target that a sender's returns for a period ever held."""
        key = {"reporter": reporter, "year": period.year, "month": period.month}
        return frozenset(self._rows("targets_ever_sent", **key))

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

    def active_records(
        self, submission: int, tables: Container[str] | None = None
    ) -> Iterator[tuple[str, Period, tuple[StoredRecord, ...]]]:
        """(table, period, rows) of each part of a submission that counts today, of any table or of
        one of ``tables``."""
        for part, table, _, year, month, _ in self._rows(
            "counting_parts_of", submission=submission
        ):
            if tables is not None and table not in tables:
                continue
            rows = self._rows("records_of_part", part=part)
            yield table, Period(year, month), tuple(map(reading.record, rows))

    def counting_parts(self, submission: int) -> tuple[tuple[str, Period], ...]:
        """(table, period) of each part of a submission that counts today."""
        rows = self._rows("counting_parts_of", submission=submission)
        return tuple((table, Period(year, month)) for _, table, _, year, month, _ in rows)

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
        return self._findings(self._finding_numbers(submission, reporter, period))

    def finding(self, number: int) -> StoredFinding:
        """One finding; :class:`DecisionError` when there is none of that number."""
        found = self._findings([number])
        if not found:
            raise DecisionError(f"没有编号为 {number} 的问题", "请核对编号")
        return found[0]

    def _finding_numbers(
        self, submission: int | None, reporter: str | None, period: Period | None
    ) -> list[int]:
        """Asked for by what narrows them down most; for each way there is an index."""
        year, month = (period.year, period.month) if period else (None, None)
        if submission is not None:
            rows = self._rows("finding_numbers", submission=submission)
        elif reporter is not None:
            rows = self._rows("finding_numbers_of", reporter=reporter, year=year, month=month)
        elif period is not None:
            rows = self._rows("finding_numbers_in", year=year, month=month)
        else:
            rows = self._rows("all_finding_numbers")
        return [number for (number,) in rows]

    def _findings(self, numbers: Sequence[int]) -> tuple[StoredFinding, ...]:
        rows = self._rows("findings", numbers=codec.to_json(list(numbers)))
        return tuple(map(reading.finding, rows))
