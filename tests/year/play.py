"""Plays the script: every round of the year, month by month, as the counties and the clerk do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.year.books import write, write_province
from tests.year.events import (
    ADJUSTED,
    BASES,
    LATE,
    LOCKED_AFTER,
    MISFILED,
    PROVINCE,
    RESTATED,
    REVISIONS,
    SHARED,
    TOO_LATE,
    YEAR,
    Ends,
    Fault,
    Revision,
    fault_of,
    sends,
    truth,
)
from tests.year.office import Office
from tests.year.oracle import Decided
from tests.year.world import REPORTERS, Content, Month, name_of

LOCKED = "history.locked"
RELOCKED = "更正以后重新锁定"
Results = Mapping[str, Mapping[str, Any]]
"""File name → what became of the file."""


@dataclass
class Year:
    """The round of every month, and what it leaves behind: ``counting`` are the workbooks that
    count in the end, ``province`` the province's, ``went_back`` who was sent back when and why,
    ``resolved`` the shared projects that the office decided on, ``affected`` what was found in
    accepted workbooks when an earlier month of their reporter was corrected."""

    office: Office
    folder: Path
    counting: dict[tuple[str, Month], tuple[Path, ...]] = field(default_factory=dict)
    province: dict[Month, Path] = field(default_factory=dict)
    went_back: dict[tuple[str, Month], tuple[str, ...]] = field(default_factory=dict)
    resolved: set[str] = field(default_factory=set)
    affected: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def last_year(self) -> None:
        """The returns that this year is compared with; nothing is wrong with them."""
        for number in BASES:
            month = Month(YEAR - 1, number)
            results = self.office.take(self._first_tries(month))
            assert {entry["status"] for entry in results.values()} == {"accepted"}, results

    def round(self, number: int) -> None:
        """A month's returns as they come in, and all that is done before the next month's."""
        month = Month(YEAR, number)
        results = self.office.take(self._first_tries(month))
        for reporter in REPORTERS:
            if sends(reporter, month) and (reporter, number) != (MISFILED.reporter, MISFILED.month):
                self._settle(reporter, month, results)
        if number == MISFILED.month:
            self._file_again(month)
        for revision in REVISIONS:
            if revision.corrected_in == number:
                self._revise(revision)
        self._decide(number)

    # --- what comes in ------------------------------------------------------------------------

    def _first_tries(self, month: Month) -> list[Path]:
        for reporter in REPORTERS:
            if sends(reporter, month):
                self._write(_first_try(reporter, month))
        files = [path for (_, of), paths in self.counting.items() if of == month for path in paths]
        if month.month in PROVINCE:
            self.province[month] = write_province(month, self._folder(month))
            files.append(self.province[month])
        return files

    def _write(self, content: Content, mark: str = "") -> tuple[Path, ...]:
        """Writes what is to count from now on."""
        paths = write(content, self._folder(content.month), mark)
        self.counting[content.reporter, content.month] = paths
        return paths

    def _folder(self, month: Month) -> Path:
        return self.folder / f"{month.year}-{month.month:02}"

    # --- what goes back -----------------------------------------------------------------------

    def _settle(self, reporter: str, month: Month, results: Results) -> None:
        """Sees to a return until it is accepted, and that it went back only when it should."""
        paths = self.counting[reporter, month]
        blocked = _blocked(results, paths)
        fault = fault_of(reporter, month.month)
        if blocked:
            self.went_back[reporter, month] = blocked
        if fault:
            assert fault.rule in blocked, (reporter, month, blocked)
            self._answer(fault, month, paths)
        elif blocked:
            self._resolve(reporter, month, paths, blocked)

    def _answer(self, fault: Fault, month: Month, paths: tuple[Path, ...]) -> None:
        match fault.ends:
            case Ends.CORRECTED:
                again = self._write(truth(fault.reporter, month), "更正")
                _accepted(self.office.replace(again, "县里更正"), again)
            case Ends.WAIVED:
                for path in paths:
                    self.office.waive(path, month, fault.reason)

    def _resolve(
        self, reporter: str, month: Month, paths: tuple[Path, ...], blocked: tuple[str, ...]
    ) -> None:
        """Of a return with nothing wrong all that may be asked is whose a project is."""
        shared = [s for s in SHARED if s.since == month.month and reporter in s.increments]
        assert shared, (reporter, month, blocked)
        for project in shared:
            percent = project.percent and {
                name_of(area, YEAR): share for area, share in project.percent.items()
            }
            self.office.resolve(paths[0], month, percent, "两县同报一个项目")
            self.resolved.add(project.code)

    def _file_again(self, month: Month) -> None:
        """Titles named another month: what was taken for that month's return is withdrawn."""
        misfiled = self.counting[MISFILED.reporter, month]
        for path in misfiled:
            self.office.withdraw(path, MISFILED.reason)
        again = self._write(truth(MISFILED.reporter, month), "重报")
        _accepted(self.office.take(again), again)

    def _revise(self, revision: Revision) -> None:
        """A correction long after; of a locked month it needs the locks taken off: its own, and
        those of the months whose single month or 环比 it changes."""
        said = revision.corrected(truth(revision.reporter, revision.of))
        of = revision.of
        last = min(of.month + 2, LOCKED_AFTER)
        locked = [Month(of.year, m) for m in range(of.month, last + 1)] if revision is LATE else []
        paths = write(said, self._folder(revision.of), "更正")
        if locked:
            results = self.office.replace(paths, revision.reason)
            assert _blocked(results, paths) == (LOCKED,)
            for month in locked:
                self.office.unlock(month, revision.reason)
        results = self.office.replace(paths, revision.reason)
        _accepted(results, paths)
        self.affected[revision.reporter] = results[paths[0].name]["affected"]
        self.counting[revision.reporter, revision.of] = paths
        for month in locked:
            self.office.lock(month, RELOCKED)

    # --- what is decided ----------------------------------------------------------------------

    def _decide(self, number: int) -> None:
        if number == LOCKED_AFTER:
            for locked in range(1, LOCKED_AFTER + 1):
                self.office.lock(Month(YEAR, locked), "上半年数据已公布")
        for entry in ADJUSTED:
            if entry.month == number:
                month = Month(YEAR, number)
                area = _area(entry.area, YEAR)
                self.office.adjust(entry.indicator, entry.written, month, area, entry.reason)
        for figure in (*RESTATED, TOO_LATE):
            if figure.in_round == number:
                month, area = Month(YEAR - 1, figure.month), _area(figure.area, YEAR - 1)
                done = self.office.restate(figure.indicator, figure.written, month, area)
                assert done.status == (2 if figure is TOO_LATE else 0), (done.out, done.err)

    @property
    def decided(self) -> Decided:
        return Decided(
            {(e.area, e.indicator, Month(YEAR, e.month)): Fraction(e.amount) for e in ADJUSTED},
            {(r.area, r.indicator, Month(YEAR - 1, r.month)): Fraction(r.value) for r in RESTATED},
            {s.code: s.percent for s in SHARED if s.percent and s.code in self.resolved},
        )


def _area(area: str, year: int) -> str:
    return "全市" if area == "ankang" else name_of(area, year)


def _first_try(reporter: str, month: Month) -> Content:
    """What is sent at first: the truth, or what the script makes of it."""
    said = truth(reporter, month)
    if month.year != YEAR:
        return said
    for revision in REVISIONS:
        if (revision.reporter, revision.of) == (reporter, month):
            said = revision.first(said)
    if (MISFILED.reporter, MISFILED.month) == (reporter, month.month):
        said = replace(said, titled=Month(YEAR, MISFILED.titled))
    fault = fault_of(reporter, month.month)
    return fault.change(said) if fault and fault.change else said


def _blocked(results: Results, paths: Iterable[Path]) -> tuple[str, ...]:
    """The rules that keep these files out; none where all of them are accepted."""
    rules = []
    for entry in (results[path.name] for path in paths):
        found = [f["rule"] for f in entry["findings"] if f["level"] in "AB" and _open(f)]
        assert bool(found) == (entry["status"] == "returned"), entry
        rules += found
    return tuple(dict.fromkeys(rules))


def _open(finding: Mapping[str, Any]) -> bool:
    return finding["outcome"] == "fail" and not finding["waived"]


def _accepted(results: Results, paths: Iterable[Path]) -> None:
    assert not _blocked(results, paths), results
