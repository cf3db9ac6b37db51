"""Accepted workbooks looked at again: findings are opened and closed, nothing is revoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from zsstat.model import Finding, Period
from zsstat.store.desk import Desk
from zsstat.store.rows import SubmissionRow


class Examinations(Desk):
    """What a later look at an accepted workbook changed among its findings."""

    def keep(
        self,
        row: SubmissionRow,
        opened: Iterable[Finding],
        closed: Iterable[int],
        cause: str,
        at: datetime,
    ) -> None:
        """Opens findings and closes those of the given numbers. Where there is nothing to open or
        close, nothing is written."""
        from zsstat.store.writing import finding_rows

        opened, closed = tuple(opened), tuple(closed)
        if not opened and not closed:
            return
        with self._writing():
            number = self._do("add_examination", submission=row.id, cause=cause, at=at.isoformat())
            for finding in closed:
                self._do("close_finding", id=finding, examination=number)
            first = int(self._one("last_ids")[4]) + 1
            rows = finding_rows(opened, row.id, row.sha256, row.file, first, int(number))
            self._queries.add_findings(self._connection, rows)

    # --- what a sender's return is compared with --------------------------------------------

    def sums_of(self, reporter: str, period: Period) -> dict[tuple[str, str], int]:
        """(area, indicator) → sum of what one sender sent for a period, facts alone."""
        rows = self._rows("sums_of", reporter=reporter, year=period.year, month=period.month)
        return {(area, indicator): value for area, indicator, value in rows}

    def periods_of(self, reporter: str) -> tuple[tuple[Period, str], ...]:
        """(period, table) of everything that counts of a sender, in order."""
        rows = self._rows("senders_periods", reporter=reporter)
        return tuple((Period(year, month), table) for year, month, table in rows)

    def files_of(self, reporter: str, period: Period) -> tuple[tuple[str, str], ...]:
        """(table, file) of what counts of a sender's period."""
        rows = self._rows("active_files", reporter=reporter, year=period.year, month=period.month)
        return tuple((table, file) for table, file in rows)
