"""The script of the year 2021: what really changes, what is filed wrong, what the office decides.

Nothing here knows of zsstat but the names of rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from tests.year.world import (
    OKU,
    RAISED_TARGET,
    STEP,
    WAN,
    Content,
    Month,
    Project,
    content,
)

YEAR = 2021
BASES = (3, 5, 6, 9, 10, 12)
"""Months of last year for which returns were sent."""
PROVINCE = (3, 6, 9, 12)
"""Months for which the province sends its table, in both years."""
NOT_SENT = (("yinghu", Month(2020, 5)), ("hengkou", Month(2021, 9)))
"""Who sends nothing, and when."""

Change: TypeAlias = Callable[[Content], Content]


def _of(projects: tuple[Project, ...], number: int) -> Project:
    return next(p for p in projects if p.code.endswith(f"-{number:03}"))


def _edited(number: int, edit: Callable[[Project, Content], Project | None]) -> Change:
    """A change of the reporter's project with this number; without one it is left out."""

    def change(said: Content) -> Content:
        target = _of(said.projects, number)
        rows = (edit(row, said) if row == target else row for row in said.projects)
        return replace(said, projects=tuple(row for row in rows if row))

    return change


def more_funds(number: int, more: int) -> Change:
    return _edited(number, lambda row, _: row.with_funds(more))


def below_last_month(number: int, *, noted: bool) -> Change:
    """The year's funds are given 50万元 lower than a month before; from then on, where it is noted,
    since it was that much too high before."""

    def edit(row: Project, said: Content) -> Project:
        first = _NOTED_SINCE if noted else said.month
        before = _of(content(said.reporter, Month.of(first.number - 1)).projects, number)
        then = _of(content(said.reporter, first).projects, number)
        note = "更正：上月多报50万元" if noted and said.month == first else ""
        return row.with_funds(before.funds - then.funds - 50 * WAN, note)

    return _edited(number, edit)


_NOTED_SINCE = Month(YEAR, 5)


def bigger_contract(number: int, more: int) -> Change:
    return _edited(number, lambda row, _: replace(row, total=row.total + more))


def left_out(number: int) -> Change:
    return _edited(number, lambda _row, _said: None)


def in_yuan(number: int) -> Change:
    """Somebody wrote 元 into a column of 万元."""

    def edit(row: Project, _: Content) -> Project:
        return replace(
            row,
            total=row.total * WAN,
            funds=row.funds * WAN,
            interprov=row.interprov * WAN,
            intraprov=row.intraprov * WAN,
            cumulative=row.cumulative * WAN,
        )

    return _edited(number, edit)


def wrong_total(said: Content) -> Content:
    return replace(said, total_slip=100 * WAN)


def other_base(said: Content) -> Content:
    return replace(said, base_slip=320 * WAN)


def raised_target(said: Content) -> Content:
    return replace(said, targets=(RAISED_TARGET,))


def also(row: Callable[[Month], Project]) -> Change:
    return lambda said: replace(said, projects=(*said.projects, row(said.month)))


# --- what several counties report -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shared:
    """A project that two counties report from ``since`` on, each ``increments`` a month;
    ``percent`` is how the office divides it, None where both stand."""

    code: str
    name: str
    since: int
    total: int
    increments: dict[str, int]
    percent: dict[str, int] | None

    def row(self, reporter: str) -> Callable[[Month], Project]:
        def made(month: Month) -> Project:
            funds = self.increments[reporter] * (month.month - self.since + 1)
            return Project(
                code=self.code,
                name=self.name,
                party=f"浙江杭州{self.name[:2]}控股有限公司",
                credit="",
                place="浙江杭州",
                total=self.total,
                signed=date(YEAR, self.since, 3),
                new=True,
                stage="签约",
                started=None,
                produced=None,
                funds=funds,
                interprov=funds,
                intraprov=0,
                cumulative=funds,
                returnee=False,
            )

        return made


SHARED = (
    Shared("AK-2021-088", "恒汉汉江水产加工项目", 5, 7 * OKU,
           {"hanbin": 300 * WAN, "hanyin": 240 * WAN + 5 * STEP}, {"hanbin": 60, "hanyin": 40}),
    Shared("AK-2021-093", "新月月河新城物流项目", 8, 3 * OKU,
           {"gaoxin": 500 * WAN, "hengkou": 500 * WAN}, {"gaoxin": 100, "hengkou": 0}),
    Shared("AK-2021-097", "茶镇茶山文旅走廊项目", 11, 2 * OKU,
           {"pingli": 80 * WAN, "zhenping": 120 * WAN}, None),
)  # fmt: skip


# --- what lasts -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something that is so from a month on, and in that month alone where ``once``."""

    since: int
    reporter: str
    change: Change
    once: bool = False

    def holds(self, reporter: str, month: Month) -> bool:
        if self.reporter != reporter or month.year != YEAR:
            return False
        return month.month == self.since or (month.month > self.since and not self.once)


LASTING = (
    Lasting(5, "baihe", below_last_month(5, noted=True)),
    Lasting(6, "zhenping", bigger_contract(4, 800 * WAN)),
    Lasting(7, "bureau", raised_target, once=True),
    Lasting(8, "ziyang", left_out(3)),
    *(Lasting(s.since, r, also(s.row(r))) for s in SHARED for r in s.increments),
)


def truth(reporter: str, month: Month) -> Content:
    """What a reporter says for a month when it makes no mistake."""
    compares = month.year == YEAR and month.month in BASES
    said = content(reporter, month, last_year=compares)
    for lasting in LASTING:
        if lasting.holds(reporter, month):
            said = lasting.change(said)
    return said


def sends(reporter: str, month: Month) -> bool:
    return (reporter, month) not in NOT_SENT


# --- what goes wrong --------------------------------------------------------------------------


class Ends(StrEnum):
    """What becomes of a return that goes back."""

    CORRECTED = "corrected"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Fault:
    """A return that is filed in ``month`` and goes back because of ``rule``: with a mistake where
    ``change`` is given, else because the truth is what the rule asks about."""

    month: int
    reporter: str
    rule: str
    ends: Ends
    change: Change | None = None
    reason: str = ""


FAULTS = (
    Fault(1, "ziyang", "table.total_mismatch", Ends.CORRECTED, wrong_total),
    Fault(2, "langao", "cell.unit_slip", Ends.CORRECTED, in_yuan(4)),
    Fault(3, "pingli", "history.base_mismatch", Ends.CORRECTED, other_base),
    Fault(
        4, "ningshan", "history.cumulative_fell", Ends.CORRECTED, below_last_month(4, noted=False)
    ),
    Fault(6, "baihe", "history.base_mismatch", Ends.WAIVED, other_base, "上年数已经核实修订"),
    Fault(6, "zhenping", "history.total_changed", Ends.WAIVED, reason="追加投资协议已报备"),
    Fault(7, "hanyin", "history.project_vanished", Ends.CORRECTED, left_out(4)),
    Fault(8, "ziyang", "history.project_vanished", Ends.WAIVED, reason="项目撤销，已收到说明"),
    Fault(11, "gaoxin", "history.total_changed", Ends.CORRECTED, bigger_contract(5, 3 * OKU)),
)


def fault_of(reporter: str, month: int) -> Fault | None:
    return next((f for f in FAULTS if (f.reporter, f.month) == (reporter, month)), None)


@dataclass(frozen=True, slots=True)
class Revision:
    """A month's return that is corrected in a later round: what it says first, what it says then.
    Nobody notices before."""

    reporter: str
    month: int
    first: Change
    corrected: Change
    corrected_in: int
    reason: str

    @property
    def of(self) -> Month:
        return Month(YEAR, self.month)


def _as_it_is(said: Content) -> Content:
    return said


QUIET = Revision(
    "shiquan", 3, more_funds(5, -90 * WAN), more_funds(5, 900 * WAN), 6, "三月少报一笔资金"
)
"""Corrected before the months up to June are locked, to more than was given for April since."""
LATE = Revision("xunyang", 5, more_funds(4, -40 * WAN), _as_it_is, 7, "五月少报一笔资金")
"""Corrected when the month is locked already."""
REVISIONS = (QUIET, LATE)

LOCKED_AFTER = 6
"""The round after which January to that month are locked."""


@dataclass(frozen=True, slots=True)
class Misfiled:
    """A return whose titles name another month: it is withdrawn and sent again."""

    reporter: str
    month: int
    titled: int
    reason: str


MISFILED = Misfiled("yinghu", 7, 8, "七月报表误填为八月")


@dataclass(frozen=True, slots=True)
class Adjusted:
    """An entry of the office: ``amount`` in base units as people write it in ``written``."""

    month: int
    area: str
    indicator: str
    amount: int
    written: str
    reason: str


ADJUSTED = (
    Adjusted(10, "ankang", "funds_interprov", -1_200_000, "-120万元", "跨区项目资金重复"),
    Adjusted(11, "hanbin", "funds_total", 350_000, "35万元", "审计调增"),
)


@dataclass(frozen=True, slots=True)
class Restated:
    """An officially restated figure of a month of last year, entered in a round of this one."""

    month: int
    area: str
    indicator: str
    value: int
    written: str
    in_round: int


RESTATED = (
    Restated(12, "ankang", "funds_interprov", 4_123_456_700, "41.234567亿元", 12),
    Restated(10, "hanbin", "funds_total", 312_345_600, "31234.56万元", 10),
    Restated(8, "ankang", "fdi_actual", 9_000_000, "900万美元", 10),
)
TOO_LATE = Restated(6, "hanbin", "funds_total", 300_000_000, "3亿元", 10)
"""What it would change is locked."""
