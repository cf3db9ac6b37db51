"""The office's decisions: what a clerk says is checked and entered, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zsstat.declarations import Catalogue, Indicator, IndicatorKind
from zsstat.errors import DecisionError, UsageError
from zsstat.model import Adjustment, CellRef, Period, Restatement
from zsstat.pipeline.ledger import area_id, area_ids, describe
from zsstat.pipeline.locks import (
    changed_by,
    figures_from,
    figures_of,
    following_year,
    refuse_locked,
    refuse_locked_since,
)
from zsstat.pipeline.reposting import post_anew
from zsstat.store import Decided, Kind, LogEntry, Status, Store, SubmissionRow
from zsstat.store.decisions import refuse_unprintable
from zsstat.values import lexicon, parse_quantity


@dataclass(frozen=True, slots=True)
class Entered:
    """A decision that was entered: its number in the log, and in words what it says."""

    number: int
    subject: str


# --- what a clerk says ------------------------------------------------------------------------


def base_units(catalogue: Catalogue, indicator: Indicator, text: str) -> int:
    """What a clerk wrote as an amount of an indicator (``-1200万元``, ``3``) in base units.

    A number without a unit is one of the indicator's own unit. Raises :class:`UsageError` for what
    is no exact number, is of another dimension, or is finer than a base unit."""
    own = catalogue.units[indicator.unit]
    read = parse_quantity(text.strip().replace("−", "-"), own, lexicon(catalogue))
    if read is None or read.doubt:
        raise UsageError(f"“{text}”不是一个确切的数", f"请写成 -1200{own.id} 这样的形式")
    unit = read.unit or own
    if unit.base != own.base:
        raise UsageError(
            f"“{text}”的单位与“{indicator.name}”不符", f"“{indicator.name}”的单位是{own.id}"
        )
    value = read.number * (1 if read.absolute else unit.factor)
    if value.denominator != 1:
        raise UsageError(f"“{text}”细于一{own.base}", f"请写到整{own.base}")
    return int(value)


def refuse_computed(indicator: Indicator) -> None:
    """Raises :class:`DecisionError` for a rate: it follows from other figures."""
    if indicator.ratio or indicator.kind is IndicatorKind.RATE:
        raise DecisionError(f"“{indicator.name}”是算出来的比率，不能直接改", "请改它的分子或分母")


# --- adjustments ------------------------------------------------------------------------------


def adjust(
    store: Store,
    catalogue: Catalogue,
    indicator: Indicator,
    amount: str,
    period: Period,
    area: str | None,
    about: Sequence[CellRef],
    decided: Decided,
) -> Entered:
    """An entry of the city (``area`` None), or of one of its reporters, of so much of an indicator.

    Raises :class:`DecisionError` for a rate, nothing, or a locked period."""
    refuse_computed(indicator)
    value = base_units(catalogue, indicator, amount)
    if not value:
        raise DecisionError("调整数为 0，不用办理", "请核对数额")
    stock = indicator.kind is IndicatorKind.STOCK
    where = area_of_figures(catalogue, area, period)
    name = catalogue.area_name(where, period)
    subject = f"{describe(period)}{name}“{indicator.name}”调整{said(catalogue, indicator, value)}"
    line = Adjustment(
        0, where, indicator.code, period, value, decided.reason, decided.who, tuple(about)
    )
    with store.together():
        refuse_locked(store, figures_of(period) if stock else figures_from(period))
        return Entered(store.office.adjust(line, subject, decided), subject)


def area_of_figures(catalogue: Catalogue, name: str | None, period: Period) -> str:
    """The city (``name`` None) or the reporter that a clerk means; of other areas the books have no
    figures. Raises :class:`UsageError`."""
    if name is None:
        return catalogue.city
    area = area_id(catalogue, name)
    if not has_figures(catalogue, area, period):
        raise UsageError(
            f"{name}不是{period.year}年的填报单位", "填报单位见 zsstat catalog；不写 --area 为全市"
        )
    return area


def has_figures(catalogue: Catalogue, area: str, period: Period) -> bool:
    """Whether the books of a period have figures of an area: of the city and its reporters."""
    return area == catalogue.city or area in area_ids(catalogue.reporters(period.year))


def said(catalogue: Catalogue, indicator: Indicator, value: int) -> str:
    """Base units with their sign, exact in the indicator's unit."""
    from zsstat.figures import exact_text

    unit = catalogue.units[indicator.unit]
    sign = "+" if value > 0 else ""
    return f"{sign}{exact_text(Fraction(value, unit.factor))}{unit.id}"


def cells_named(
    store: Store, indicator: Indicator, period: Period, names: Iterable[str]
) -> tuple[CellRef, ...]:
    """The cells that a clerk refers to as ``文件!工作表!F12``; each must be one that the indicator
    rests on. Raises :class:`UsageError` for any other."""
    rows = store.sources(indicator.code, period)
    known = {row.ref: f"{row.ref.file}!{row.ref.sheet}!{row.ref.cell}" for row in rows}
    found: list[CellRef] = []
    for name in names:
        matching = {
            ref: full for ref, full in known.items() if name == full or full.endswith(f"/{name}")
        }
        if not matching:
            raise UsageError(
                f"“{name}”不是“{indicator.name}”的数据来源",
                "写成 文件名!工作表!单元格；来源见 zsstat trace --all",
            )
        if len(matching) > 1:
            raise UsageError(
                f"有{len(matching)}个同名文件里都有“{name}”，分不清是哪一个",
                "请写上文件夹，或不写 --cell，把依据写在理由里",
            )
        found += matching
    return tuple(found)


# --- locks ------------------------------------------------------------------------------------


def lock(store: Store, year: int, month: int | None, decided: Decided) -> Entered:
    """Nothing of the period changes any more. Raises :class:`DecisionError` where it is locked."""
    subject = f"锁定{_named(year, month)}"
    with store.together():
        if all(store.office.locked(period) for period in _months(year, month)):
            raise DecisionError(f"{_named(year, month)}已经锁定", "锁定的记录见 zsstat log")
        return Entered(store.office.lock(year, month, subject, decided), subject)


def unlock(store: Store, year: int, month: int | None, decided: Decided) -> Entered:
    """The period may change again. Raises :class:`DecisionError` where it is open."""
    subject = f"解锁{_named(year, month)}"
    with store.together():
        if not any(store.office.locked(period) for period in _months(year, month)):
            raise DecisionError(f"{_named(year, month)}没有锁定", "锁定的记录见 zsstat log")
        return Entered(store.office.unlock(year, month, subject, decided), subject)


def _months(year: int, month: int | None) -> tuple[Period, ...]:
    return tuple(Period(year, m) for m in ([month] if month else range(1, 13)))


def _named(year: int, month: int | None) -> str:
    """A lock is on the return of a month, or on all returns of a year."""
    return f"{year}年各期" if month is None else describe(Period(year, month))


# --- restated bases ---------------------------------------------------------------------------


def restate(
    store: Store,
    catalogue: Catalogue,
    indicator: Indicator,
    amount: str,
    period: Period,
    area: str | None,
    source: str,
    decided: Decided,
) -> Entered:
    """The officially restated figure of a period, by which growth is computed from now on.

    Raises :class:`DecisionError` for a rate, or where the year after it is locked."""
    refuse_computed(indicator)
    where = area_of_figures(catalogue, area, period)
    value = base_units(catalogue, indicator, amount)
    line = Restatement(where, indicator.code, period, value, source.strip())
    return restate_all(store, catalogue, [line], decided)


def restate_all(
    store: Store, catalogue: Catalogue, lines: Sequence[Restatement], decided: Decided
) -> Entered:
    """Restated figures of one period, all or none."""
    for source in {line.source for line in lines}:
        refuse_unprintable(source)
        if not source.strip():
            raise DecisionError("修订数要写明出处", "请加 --source，如“市统计局2021年3月核定”")
    subject = "；".join(_restated(catalogue, line) for line in lines[:3])
    if len(lines) > 3:
        subject += f"；等{len(lines)}项"
    with store.together():
        refuse_locked(store, {following_year(line.period) for line in lines})
        return Entered(store.office.restate(lines, subject, decided), subject)


def _restated(catalogue: Catalogue, line: Restatement) -> str:
    indicator = catalogue.indicators[line.indicator]
    unit = catalogue.units[indicator.unit]
    from zsstat.figures import exact_text

    value = f"{exact_text(Fraction(line.value, unit.factor))}{unit.id}"
    name = catalogue.area_name(line.area, line.period)
    return f"{describe(line.period)}{name}“{indicator.name}”修订为{value}（{line.source}）"


# --- withdrawals ------------------------------------------------------------------------------


def accepted_of(
    store: Store, catalogue: Catalogue, what: str, period: Period | None
) -> SubmissionRow:
    """The accepted workbook that a clerk means: by its number, or by its reporter and period.

    Raises :class:`UsageError` where there is none, or more than one, naming the numbers."""
    if what.isdecimal():
        return store.submission(int(what))
    reporter = area_id(catalogue, what)
    rows = [
        row
        for row in store.submissions(reporter=reporter)
        if row.status is Status.ACCEPTED and row.active_tables and period in (None, row.period)
    ]
    if len(rows) == 1:
        return rows[0]
    listed = "；".join(
        f"{row.id} {row.file}（{describe(row.period)}）" for row in rows if row.period
    )
    raise UsageError(
        f"{what}有{len(rows)}份已接收的报表" if rows else f"{what}没有这一期已接收的报表",
        f"请写编号：{listed}" if rows else "报送情况见 zsstat status",
    )


def withdraw(store: Store, catalogue: Catalogue, row: SubmissionRow, decided: Decided) -> Entered:
    """Take an accepted workbook back; what counts again is posted as the catalogue says now.

    Raises :class:`DecisionError` where it does not count, or a period that it changes is locked."""
    if row.reporter is None or row.period is None:
        raise DecisionError(f"第 {row.id} 号报表没有计入，不用撤回", "请核对编号")
    name = catalogue.area_name(row.reporter, row.period)
    subject = f"撤回{name}{describe(row.period)}的 {row.file}（第{row.id}号）"
    with store.together():
        parts, lines = store.counting_parts(row.id), store.observations(row.id)
        changed = changed_by(store, row.reporter, parts, lines)
        refuse_locked(store, (period for _, period in changed))
        counted = {r.id for r in store.submissions(reporter=row.reporter) if r.active_tables}
        number = store.office.withdraw(row.id, row.period, row.reporter, subject, decided)
        if not store.catalogue_differs:
            back = (r for r in store.submissions(reporter=row.reporter) if r.active_tables)
            post_anew(store, catalogue, [r for r in back if r.id not in counted], decided)
    return Entered(number, subject)


# --- taking back, telling -----------------------------------------------------------------------


def revoke(store: Store, number: int, decided: Decided) -> Entered:
    """Take a decision back. Raises :class:`DecisionError` where its period is locked."""
    with store.together():
        found = store.office.decision(number)
        _refuse_locked_by(store, found)
        subject = f"撤销第{number}号决定：{found.subject}"
        return Entered(store.office.revoke(number, subject, decided), subject)


def _refuse_locked_by(store: Store, found: LogEntry) -> None:
    """Raises :class:`DecisionError` where a period is locked that a decision has changed."""
    if found.year is None or found.month is None:
        return
    of = Period(found.year, found.month)
    match found.kind:
        case Kind.RESOLVE:
            refuse_locked_since(store, of)
        case Kind.RESTATE:
            refuse_locked(store, [following_year(of)])
        case Kind.ADJUST:
            refuse_locked(store, figures_from(of))


def log(store: Store, year: int | None, reporter: str | None) -> tuple[LogEntry, ...]:
    """Every decision in the order in which it was made."""
    return store.office.log(year, reporter)
