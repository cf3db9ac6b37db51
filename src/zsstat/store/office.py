"""The office's decisions: each is an entry of its own, and nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from zsstat.errors import DecisionError
from zsstat.model import (
    Adjustment,
    CellRef,
    Finding,
    Lock,
    Party,
    Period,
    Resolution,
    Restatement,
    holding,
)
from zsstat.store import codec, office_rows
from zsstat.store.decisions import answerable, refuse_unprintable, waivable
from zsstat.store.desk import Desk
from zsstat.store.rows import LogEntry, StoredFinding, Waiver

_NO_HOME = CellRef("", "", "", "")


class Kind(StrEnum):
    """What was decided."""

    WAIVE = "waive"
    ANSWER = "answer"
    ADJUST = "adjust"
    RESOLVE = "resolve"
    LOCK = "lock"
    UNLOCK = "unlock"
    RESTATE = "restate"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    REPOST = "repost"
    IMPORT = "import"
    PUBLISH = "publish"


REVOCABLE = frozenset({Kind.ADJUST, Kind.RESOLVE, Kind.RESTATE})
"""The decisions that a later one may take back. An unlocking is a decision of its own, what was
withdrawn is imported again, and an answer is followed by another one."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decides, why and when. A decision without one of them is refused."""

    who: str
    reason: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the time of a decision must know its time zone")
        if not self.who.strip() or not self.reason.strip():
            raise DecisionError("说明由谁决定和理由后才能办理", "请补上 --by 和 --reason")
        refuse_unprintable(self.who, self.reason)


class Office(Desk):
    """Enters decisions and says which hold."""

    # --- findings ---------------------------------------------------------------------------

    def waive(self, stored: StoredFinding, decided: Decided) -> int:
        """Accept the explanation of a finding; returns the waiver's id.

        It holds for this rule, reporter, period and fingerprint: when the values change, so does
        the fingerprint, and the waiver lapses. Raises :class:`DecisionError` for anything but a B
        or C that does not hold, and for what is waived already."""
        reporter, period = waivable(stored)
        finding = stored.finding
        with self._writing():
            if (finding.rule, finding.fingerprint) in self.waivers(reporter, period):
                raise DecisionError(f"问题 {stored.id} 已经核销过", "请重新导入该报表")
            added = self._do(
                "add_waiver",
                **office_rows.about(finding, reporter, period),
                finding=stored.id,
                who=decided.who,
                reason=decided.reason,
                decided_at=decided.at.isoformat(),
            )
        return int(added)

    def waivers(self, reporter: str, period: Period) -> Mapping[tuple[str, str], str]:
        """(rule, fingerprint) → id of the waiver, as ``Finding.waiver`` carries it."""
        found = self.waived(reporter, period)
        return {(waiver.rule, waiver.fingerprint): str(waiver.id) for waiver in found}

    def waived(self, reporter: str, period: Period) -> tuple[Waiver, ...]:
        """The waivers themselves: who, when, why."""
        rows = self._rows("waivers", reporter=reporter, year=period.year, month=period.month)
        return tuple(
            Waiver(number, rule, reporter, period, fingerprint, finding, who, reason,
                   datetime.fromisoformat(at))
            for number, rule, fingerprint, finding, who, reason, at in rows
        )  # fmt: skip

    def answer(
        self, finding: Finding, reporter: str, period: Period, said: Decided, ref: CellRef | None
    ) -> bool:
        """Keep what was said to a finding, ``said.reason``; the cell it was written in, None where
        the clerk entered it. The same answer again is no news: gives whether it was kept.

        Raises :class:`DecisionError` for a finding that asks nothing."""
        answerable(finding)
        about = office_rows.about(finding, reporter, period)
        with self._writing():
            if self._one("answer", **about) == said.reason:
                return False
            number = self._decide(Kind.ANSWER, finding.message, said, period, reporter)
            self._do("add_answer", decision=number, **about, **office_rows.place(ref))
        return True

    # --- the books --------------------------------------------------------------------------

    def adjust(self, line: Adjustment, subject: str, decided: Decided) -> int:
        """Enter a ledger line that no return carries."""
        with self._writing():
            number = self._decide(Kind.ADJUST, subject, decided, line.period, line.area)
            self._do(
                "add_adjustment",
                **office_rows.line(number, line),
                refs=codec.encode_cells(line.refs, _NO_HOME),
            )
        return number

    def adjustments(self, period: Period) -> tuple[Adjustment, ...]:
        """The lines that hold of a period and of the months before it in its year."""
        rows = self._rows("adjustments", year=period.year, month=period.month)
        return tuple(
            Adjustment(number, area, indicator, Period(year, month), value, reason, who,
                       codec.decode_cells(refs, _NO_HOME))
            for number, area, indicator, year, month, value, reason, who, refs in rows
        )  # fmt: skip

    def resolve(
        self, parties: Iterable[Party], since: Period, subject: str, decided: Decided
    ) -> int:
        """Decide whose a thing is that several reporters sent, from the period on."""
        with self._writing():
            number = self._decide(Kind.RESOLVE, subject, decided, since, None)
            for party in parties:
                percent = party.percent
                self._do(
                    "add_resolution",
                    decision=number,
                    reporter=party.reporter,
                    table_id=party.table,
                    since_year=since.year,
                    since_month=since.month,
                    label=party.label,
                    code=party.code,
                    name=party.name,
                    party=party.party,
                    percent=None if percent is None else int(percent * office_rows.HUNDREDTHS),
                )
        return number

    def resolutions(self, period: Period) -> tuple[Resolution, ...]:
        """The resolutions that hold in a period, in the order in which they were made; of several
        about the same rows the last."""
        rows = self._rows("resolutions", year=period.year, month=period.month)
        made = (office_rows.resolution(list(of)) for _, of in groupby(rows, lambda row: row[0]))
        return holding(made)

    def lines_of(self, party: Party, period: Period) -> tuple[tuple[str, str, int, CellRef], ...]:
        """(area, indicator, value, cell) of every ledger line of a party's row in a period."""
        rows = self._rows(
            "lines_of_rows",
            reporter=party.reporter,
            table_id=party.table,
            year=period.year,
            month=period.month,
            code=party.code,
            name=party.name,
            party=party.party,
        )
        return tuple(
            (area, indicator, value, CellRef(sha256, file, sheet, cell))
            for _, _, _, indicator, value, area, sha256, file, sheet, cell in rows
        )

    def restate(self, lines: Iterable[Restatement], subject: str, decided: Decided) -> int:
        """Enter officially restated figures; what was reported stays beside them."""
        lines = tuple(lines)
        with self._writing():
            number = self._decide(Kind.RESTATE, subject, decided, lines[0].period, None)
            for line in lines:
                self._do(
                    "add_restatement",
                    **office_rows.line(number, line),
                    source=line.source,
                    **office_rows.place(line.ref),
                )
        return number

    def restatements(self, period: Period) -> Mapping[tuple[str, str], Restatement]:
        """(area, indicator) → the restated figure that holds: of several the last."""
        rows = self._rows("restatements", year=period.year, month=period.month)
        return {(row[0], row[1]): office_rows.restatement(row) for row in rows}

    # --- locks ------------------------------------------------------------------------------

    def lock(self, year: int, month: int | None, subject: str, decided: Decided) -> int:
        return self._turn_key(Kind.LOCK, year, month, subject, decided)

    def unlock(self, year: int, month: int | None, subject: str, decided: Decided) -> int:
        return self._turn_key(Kind.UNLOCK, year, month, subject, decided)

    def _turn_key(
        self, kind: Kind, year: int, month: int | None, subject: str, decided: Decided
    ) -> int:
        with self._writing():
            number = int(self._one("last_decision")) + 1
            self._enter(number, kind, subject, decided, year, month)
        return number

    def locked(self, period: Period) -> Lock | None:
        """The lock that covers a period, None where it is open: the last that was said of it."""
        last: Lock | None = None
        for kind, year, month, who, reason, at in self._rows("locks"):
            entry = Lock(year, month, who, reason, at)
            if entry.covers(period):
                last = entry if kind == Kind.LOCK else None
        return last

    def locked_periods(self) -> tuple[Period, ...]:
        """Every period that is locked, in order."""
        years = sorted({year for _, year, *_ in self._rows("locks")})
        every = (Period(year, month) for year in years for month in range(1, 13))
        return tuple(period for period in every if self.locked(period))

    # --- what arrived -----------------------------------------------------------------------

    def withdraw(
        self, submission: int, period: Period, reporter: str, subject: str, decided: Decided
    ) -> int:
        """Take an accepted workbook back: nothing of it counts, and what it had replaced counts
        again. Raises :class:`DecisionError` where nothing of it counts today."""
        with self._writing():
            parts = self._rows("counting_parts_of", submission=submission)
            if not parts:
                raise DecisionError(f"第 {submission} 号报表没有计入，不用撤回", "请核对编号")
            number = self._decide(Kind.WITHDRAW, subject, decided, period, reporter)
            self._do("add_withdrawal", decision=number, submission=submission)
            for part, table, of, year, month, _ in parts:
                self._do("take_out", part=part, submission=submission)
                key = {"table_id": table, "reporter": of, "year": year, "month": month}
                self._bring_back(submission, key)
        return number

    def _bring_back(self, submission: int, key: Mapping[str, object]) -> None:
        """What a submission had taken the place of counts again; for what was itself withdrawn, or
        is the same workbook as it was posted before, what that had taken the place of."""
        for part, former, addition, withdrawn in self._rows(
            "replaced_by", submission=submission, **key
        ):
            if withdrawn:
                self._bring_back(former, key)
                continue
            taken = {place for (place,) in self._rows("additions_taken", **key)}
            place = max(taken) + 1 if addition in taken else addition
            self._do("bring_back", part=part, addition=place)

    def note(self, kind: Kind, subject: str, decided: Decided, period: Period | None = None) -> int:
        """A decision that is carried out elsewhere and stands in the log."""
        with self._writing():
            return self._decide(kind, subject, decided, period, None)

    # --- all of them ------------------------------------------------------------------------

    def decision(self, number: int) -> LogEntry:
        """One decision; :class:`DecisionError` when there is none of that number."""
        row = self._one("decision", id=number)
        if row is None:
            raise DecisionError(f"没有编号为 {number} 的决定", "编号见 zsstat log")
        return office_rows.entry((row[1], row[0], *row[2:9], row[9], None))

    def revoke(self, number: int, subject: str, decided: Decided) -> int:
        """Take a decision back. Raises :class:`DecisionError` where that is not possible."""
        with self._writing():
            found = self.decision(number)
            if found.revoked_by is not None:
                raise DecisionError(f"第 {number} 号决定已经撤销过", "撤销记录见 zsstat log")
            if Kind(found.kind) not in REVOCABLE:
                raise DecisionError(
                    f"第 {number} 号决定（{found.subject}）不能撤销",
                    "可以撤销的是调整、重复项目的认定和修订数；锁定用 zsstat unlock 解开",
                )
            revoking = int(self._one("last_decision")) + 1
            self._enter(
                revoking, Kind.REVOKE, subject, decided, found.year, found.month, found.reporter,
                number,
            )  # fmt: skip
        return revoking

    def log(self, year: int | None = None, reporter: str | None = None) -> tuple[LogEntry, ...]:
        """Every decision in the order in which it was made."""
        return tuple(map(office_rows.entry, self._rows("log", year=year, reporter=reporter)))

    def _decide(
        self,
        kind: Kind,
        subject: str,
        decided: Decided,
        period: Period | None,
        reporter: str | None,
    ) -> int:
        number = int(self._one("last_decision")) + 1
        year, month = (period.year, period.month) if period else (None, None)
        self._enter(number, kind, subject, decided, year, month, reporter)
        return number

    def _enter(
        self,
        number: int,
        kind: Kind,
        subject: str,
        decided: Decided,
        year: int | None,
        month: int | None,
        reporter: str | None = None,
        revokes: int | None = None,
    ) -> None:
        self._do(
            "add_decision",
            id=number,
            kind=kind.value,
            year=year,
            month=month,
            reporter=reporter,
            subject=subject,
            who=decided.who,
            reason=decided.reason,
            decided_at=decided.at.isoformat(),
            revokes=revokes,
        )
