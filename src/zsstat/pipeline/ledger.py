"""From the store to the books: the sums of a period, its history, the province's lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from zsstat.adjusting import SharedLine, shared_out
from zsstat.compute import Book, ProvinceLine
from zsstat.declarations import Area, Catalogue, Indicator, IndicatorKind, PlacementColumns
from zsstat.errors import UsageError
from zsstat.joint import Deduction, joint_deductions
from zsstat.model import Adjustment, Dimension, FieldValue, Period, Record, Role
from zsstat.store import Store

Sums = dict[tuple[str, str], int]


def settled_period(store: Store, year: int | None, month: int | None) -> Period:
    """The period asked for; without a year the latest one that has data.

    Next year's targets come before its first return: they alone do not make it the latest.
    Raises :class:`UsageError` when nothing was imported for it."""
    latest = store.latest_period_of_facts() or store.latest_period()
    if latest is None:
        raise UsageError("数据库里还没有已接收的报表", "请先运行 zsstat import 报表文件夹")
    if year is None and month is None:
        return latest
    period = Period(year or latest.year, month or 12)
    known = store.periods()
    if period not in known:
        raise UsageError(
            f"没有{describe(period)}的已接收报表",
            "已有的报告期：" + "、".join(describe(p) for p in known),
        )
    return period


def area_id(catalogue: Catalogue, name: str) -> str:
    """The area that a person names by id or by any of its names; the city before the field's
    members, since both may bear one name.

    Raises :class:`UsageError` naming the nearest areas."""
    if name in catalogue.areas:
        return name
    for area in catalogue.areas.values():
        if name in area.all_names:
            return area.id
    import difflib  # only a slip needs it

    names = [n.value for a in catalogue.areas.values() for n in a.names]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.3)
    raise UsageError(f"没有地区“{name}”", f"是不是：{'、'.join(near or names[:15])}")


def indicator_named(catalogue: Catalogue, name: str) -> Indicator:
    """The indicator that a person names by code or by any of its names.

    Raises :class:`UsageError` naming the nearest ones."""
    from zsstat.values import normalise  # tables are made without it

    wanted = normalise(name)
    for indicator in catalogue.indicators.values():
        if wanted in {normalise(name) for name in (indicator.code, *indicator.all_names)}:
            return indicator
    import difflib  # only a slip needs it

    known = [i.name for i in catalogue.listed.values()]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
    raise UsageError(f"没有指标“{name}”", f"是不是：{'、'.join(near or known[:8])}")


def describe(period: Period) -> str:
    """2020年, or 2020年1—9月 for a part of it."""
    return period.in_words


def load_book(
    store: Store, catalogue: Catalogue, period: Period, dimensions: Iterable[Dimension] = ()
) -> Book:
    """The books of a period: its sums, last year's, the deductions, targets and placements."""
    before = period.previous_year
    own = next((a.id for a in catalogue.members(period.year) if a.same_as == catalogue.city), None)
    dimensions = tuple(dimensions)
    adjusted = _by_line(adjustments(store, catalogue, period))
    base_adjusted = _by_line(adjustments(store, catalogue, before))
    restated = {key: line.value for key, line in store.office.restatements(before).items()}
    return Book(
        period=period,
        city=catalogue.city,
        reporters=area_ids(catalogue.reporters(period.year)),
        actual=_with(actual_sums(store, catalogue, period), adjusted),
        base=_with(actual_sums(store, catalogue, before), base_adjusted),
        deductions=deductions_by_indicator(store, catalogue, period),
        base_deductions=deductions_by_indicator(store, catalogue, before),
        targets=store.targets(period),
        received=received_reporters(store, catalogue, period),
        base_received=received_reporters(store, catalogue, before),
        base_reporters=area_ids(catalogue.reporters(before.year)),
        province=province_lines(store, catalogue, period),
        previous_province=province_lines(store, catalogue, before),
        own_member=own,
        members=area_ids(catalogue.members(period.year)),
        previous_members=area_ids(catalogue.members(before.year)),
        groups=_groups(store, catalogue, period, dimensions),
        base_groups=_groups(store, catalogue, before, dimensions),
        stated=catalogue.stated,
        unsummed=frozenset(
            code
            for code in catalogue.stated
            if catalogue.indicators[code].kind is IndicatorKind.RATE
        ),
        adjustments=adjusted,
        base_adjustments=base_adjusted,
        restated=restated,
    )


def _with(sums: Sums, lines: Mapping[tuple[str, str], int]) -> Sums:
    return sums | {key: sums.get(key, 0) + value for key, value in lines.items()}


def _by_line(lines: Iterable[Adjustment]) -> Mapping[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.area, line.indicator)
        totals[key] = totals.get(key, 0) + line.value
    return totals


def adjustments(store: Store, catalogue: Catalogue, period: Period) -> tuple[Adjustment, ...]:
    """The office's own ledger lines that hold in a period: those that it entered, and what its
    resolutions come to. Of a reporter that has not reported there is nothing to adjust.

    A flow or a count is cumulative from January, so an entry goes on to the later months of its
    year; one of a stock is of its month alone."""
    received = received_reporters(store, catalogue, period) | {catalogue.city}
    entered = (
        line
        for line in store.office.adjustments(period)
        if line.indicator in catalogue.indicators
        and (
            line.period == period
            or catalogue.indicators[line.indicator].kind is not IndicatorKind.STOCK
        )
    )
    lines = [*entered, *_resolved(store, catalogue, period)]
    return tuple(line for line in lines if line.area in received)


def _resolved(store: Store, catalogue: Catalogue, period: Period) -> Iterable[Adjustment]:
    counted = counted_codes(catalogue)
    for resolution in store.office.resolutions(period):
        lines = {
            party: [SharedLine(*line) for line in store.office.lines_of(party, period)]
            for party in resolution.parties
        }
        yield from shared_out(resolution, lines, period, counted)


def counted_codes(catalogue: Catalogue) -> frozenset[str]:
    """The indicators that cannot be divided: they count things."""
    indicators = catalogue.indicators.items()
    return frozenset(code for code, i in indicators if i.kind is IndicatorKind.COUNT)


def area_ids(areas: Iterable[Area]) -> tuple[str, ...]:
    """The ids of areas, in their order."""
    return tuple(area.id for area in areas)


def actual_sums(store: Store, catalogue: Catalogue, period: Period) -> Sums:
    """(area, indicator) → whole base units, facts alone. Of what is stated more than once the last
    holds: a yearbook repeats and revises the years before its own."""
    sums = {
        (area, indicator): value
        for (area, indicator, role), value in store.sums(period).items()
        if role is Role.ACTUAL
    }
    if catalogue.stated:
        sums |= {
            (area, indicator): value
            for (area, indicator), value in store.last_stated(period).items()
            if indicator in catalogue.stated
        }
    return sums


def received_reporters(store: Store, catalogue: Catalogue, period: Period) -> frozenset[str]:
    """The reporters of the year whose return for the period is accepted.

    Only tables that facts are posted from make a return: who has sent nothing but the year's
    targets has not reported. Where all facts are stated, an area for which one was stated has
    reported, whoever sent the table."""
    expected = set(area_ids(catalogue.reporters(period.year)))
    received = store.received(period, catalogue.fact_tables)
    if not catalogue.counts_rows:
        received |= {area for area, _ in actual_sums(store, catalogue, period)}
    return frozenset(received & expected)


def deductions(
    store: Store, catalogue: Catalogue, period: Period, among: frozenset[str] | None = None
) -> tuple[Deduction, ...]:
    """What the city takes off for joint activities, of the reporters that it is the sum of: all
    that were received, or those ``among`` whom it is counted."""
    received = received_reporters(store, catalogue, period) if among is None else among
    lines = (line for line in store.joint(period) if line.area in received)
    return joint_deductions(lines, area_ids(catalogue.reporters(period.year)))


def deductions_by_indicator(
    store: Store, catalogue: Catalogue, period: Period, among: frozenset[str] | None = None
) -> Mapping[str, int]:
    totals: dict[str, int] = {}
    for deduction in deductions(store, catalogue, period, among):
        totals[deduction.indicator] = totals.get(deduction.indicator, 0) + deduction.value
    return totals


def _groups(
    store: Store, catalogue: Catalogue, period: Period, dimensions: Iterable[Dimension]
) -> Mapping[tuple[str, Dimension, str], int]:
    """The city's sums by member: of the same reporters as its totals."""
    groups: dict[tuple[str, Dimension, str], int] = {}
    received = received_reporters(store, catalogue, period)
    for dimension in dimensions:
        for (area, indicator, member), value in store.groups_by_area(period, dimension).items():
            if area in received:
                key = (indicator, dimension, member)
                groups[key] = groups.get(key, 0) + value
    return groups


def province_lines(store: Store, catalogue: Catalogue, period: Period) -> tuple[ProvinceLine, ...]:
    """What the province printed for the period: the rows of that year's members of the field, those
    of unknown areas or indicators left out."""
    members = set(area_ids(catalogue.members(period.year)))
    lines = (
        _province_line(stored.record, table.placements)
        for table in catalogue.returns.values()
        if table.placements
        for stored in store.table_records(table.id, period)
    )
    return tuple(line for line in lines if line and line.member in members)


def _province_line(record: Record, columns: PlacementColumns) -> ProvinceLine | None:
    def of(column: str | None) -> FieldValue:
        return record.value(column) if column else None

    member, indicator = of(columns.member), of(columns.indicator)
    if not (isinstance(member, str) and isinstance(indicator, str)):
        return None
    named = {
        "value": columns.value,
        "growth": columns.growth,
        "target": columns.target,
        "completion": columns.completion,
        "printed_rank": columns.rank,
    }
    return ProvinceLine(
        member,
        indicator,
        value=_whole(of(columns.value)),
        growth=_rate(of(columns.growth)),
        target=_whole(of(columns.target)),
        completion=_rate(of(columns.completion)),
        printed_rank=_whole(of(columns.rank)),
        cells={
            name: record.fields[column].ref
            for name, column in named.items()
            if column and column in record.fields
        },
    )


def _whole(value: FieldValue) -> int | None:
    return value if isinstance(value, int) else None


def _rate(value: FieldValue) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
