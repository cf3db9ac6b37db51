"""What an import says of each file, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from zsstat.checks import stamp
from zsstat.declarations import Catalogue
from zsstat.model import CellRef, Finding, Issue, Period
from zsstat.pipeline.rechecking import Changed
from zsstat.store import Store


class Status(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. ``superseded`` names the tables of earlier returns it replaced,
    ``affected`` are the accepted workbooks of which something else is found because of it."""

    file: str
    sha256: str
    status: Status
    reporter: str | None = None
    period: Period | None = None
    records: int = 0
    findings: tuple[Finding, ...] = ()
    superseded: tuple[str, ...] = ()
    affected: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How far an import is: files that were read, tables found in them, and what became of those
    that were judged."""

    read: int = 0
    tables: int = 0
    accepted: int = 0
    returned: int = 0
    refused: int = 0
    unchanged: int = 0

    @property
    def judged(self) -> int:
        return self.accepted + self.returned + self.refused + self.unchanged

    def with_read(self, tables: int) -> Tally:
        """One file more that was read, with so many tables."""
        return replace(self, read=self.read + 1, tables=self.tables + tables)

    def with_result(self, result: FileResult) -> Tally:
        """One file more that was judged."""
        match result.status:
            case Status.ACCEPTED:
                return replace(self, accepted=self.accepted + 1)
            case Status.RETURNED:
                return replace(self, returned=self.returned + 1)
            case Status.REFUSED:
                return replace(self, refused=self.refused + 1)
            case Status.UNCHANGED:
                return replace(self, unchanged=self.unchanged + 1)


def overtaken(file: str, sha256: str, store: Store, catalogue: Catalogue) -> FileResult | None:
    """The result for bytes that were sent back and after which another workbook of the same sender
    and period was accepted: an old file that was left in the folder. None for others."""
    back = store.returned_copy(sha256)
    if back is None or back.reporter is None or back.period is None:
        return None
    since = [
        row
        for row in store.submissions(back.period.year, back.reporter)
        if row.period == back.period and row.id > back.id and row.active_tables
    ]
    if not since:
        return None
    issue = Issue(
        "file.same_again",
        f"这份文件以前退回过，之后已接收 {since[-1].file}，不再核对",
        cells=(CellRef(sha256, file, "", ""),),
        action="旧文件可以移出文件夹；确要用它替换已接收的报表，请加 --replace --reason 导入",
    )
    findings = stamp([issue], catalogue.rules, reporter=back.reporter, period=back.period)
    return FileResult(file, sha256, Status.UNCHANGED, back.reporter, back.period, findings=findings)


def unchanged(file: str, sha256: str, store: Store, catalogue: Catalogue) -> FileResult | None:
    """The result for bytes that are accepted already; None for others."""
    accepted = store.accepted_copy(sha256)
    if accepted is None:
        return None
    reporter, period = accepted.reporter, accepted.period
    issue = Issue(
        "file.same_again",
        f"内容与已接收的 {accepted.file} 完全相同",
        cells=(CellRef(sha256, file, "", ""),),
    )
    findings = stamp([issue], catalogue.rules, reporter=reporter, period=period)
    return FileResult(file, sha256, Status.UNCHANGED, reporter, period, findings=findings)
