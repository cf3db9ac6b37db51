"""How far the projects of a period have come, alone or beside another period: read from the rows
that count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zsstat.compute.stages import Stages
from zsstat.declarations import Catalogue, ReturnTable, Tracking
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder
from zsstat.model import Entity, Period, Report
from zsstat.pipeline.ledger import area_ids, describe, load_book
from zsstat.pipeline.reports import BY_COUNTY
from zsstat.store import Store, StoredRecord
from zsstat.tables.pipelines import Comparison, Pipeline
from zsstat.tables.stages import stages_report
from zsstat.tracking import tracker

_PERIOD = re.compile(r"(\d{4})(?:\s*[-./年]\s*(\d{1,2})月?|年)?")


def stages(
    store: Store,
    catalogue: Catalogue,
    period: Period,
    since: str | None = None,
    by: str | None = None,
) -> Report:
    """Projects by stage; with ``since`` (a year, or a year and month) what became of them since,
    with ``by`` = ``county`` by reporter.

    Raises :class:`UsageError` for another ``by``, for a ``since`` that is no earlier period with
    returns, and where no table has stages."""
    if by not in (None, BY_COUNTY):
        raise UsageError(f"不能按 {by} 分组", f"可以用的是：{BY_COUNTY}")
    before = _earlier(store, since, period) if since is not None else None
    followed = [
        (table, table.tracking)
        for table in catalogue.returns.values()
        if table.tracking and table.tracking.stage
    ]
    if not followed:
        raise UsageError(
            "目录里没有带阶段的台账", "请在 returns.toml 的 [table.tracking] 里写 stage"
        )
    made = [
        _pipeline(store, catalogue, table, tracking, period, before) for table, tracking in followed
    ]
    builder = FigureBuilder(catalogue, load_book(store, catalogue, period))
    return stages_report(builder, made, by_area=by is not None)


def _earlier(store: Store, text: str, period: Period) -> Period:
    found = _PERIOD.fullmatch(text.strip())
    month = int(found[2]) if found and found[2] else 12
    if found is None or not 1 <= month <= 12:
        raise UsageError(f"--from 的值 {text} 不对", "请写年份或年月，例如 2019 或 2020-3")
    before = Period(int(found[1]), month)
    if before >= period:
        raise UsageError(
            f"--from 的{describe(before)}不早于{describe(period)}", "请写更早的一期，例如上一年"
        )
    known = [p for p in store.periods() if p < period]
    if before not in known:
        said = "、".join(describe(p) for p in known) or "（无）"
        raise UsageError(f"没有{describe(before)}的已接收报表", f"可以比较的报告期：{said}")
    return before


def _pipeline(
    store: Store,
    catalogue: Catalogue,
    table: ReturnTable,
    tracking: Tracking,
    period: Period,
    before: Period | None,
) -> Pipeline:
    stage = table.column(tracking.stage or "")
    rows = _rows(store, catalogue, table, period)
    senders = _senders(store, catalogue, table, period)
    return Pipeline(
        table=table,
        tracking=tracking,
        stages=Stages(tuple(stage.choices) if stage else (), tracking.ended, tracking.finished),
        senders=senders,
        entities=tuple(_entities(catalogue, rows, period)),
        rows=len(rows),
        comparison=_comparison(store, catalogue, table, senders, before),
    )


def _comparison(
    store: Store,
    catalogue: Catalogue,
    table: ReturnTable,
    senders: tuple[str, ...],
    before: Period | None,
) -> Comparison | None:
    if before is None:
        return None
    earlier = _senders(store, catalogue, table, before)
    rows = _rows(store, catalogue, table, before)
    return Comparison(
        before,
        both=tuple(area for area in senders if area in earlier),
        one_only=tuple(
            dict.fromkeys(
                area for area in (*senders, *earlier) if (area in senders) != (area in earlier)
            )
        ),
        entities=tuple(_entities(catalogue, rows, before)),
    )


def _senders(
    store: Store, catalogue: Catalogue, table: ReturnTable, period: Period
) -> tuple[str, ...]:
    """The reporters of the year whose table counts for the period, in the catalogue's order."""
    sent = {reporter for reporter, kind in store.received_tables(period) if kind == table.id}
    return tuple(area for area in area_ids(catalogue.reporters(period.year)) if area in sent)


def _rows(
    store: Store, catalogue: Catalogue, table: ReturnTable, period: Period
) -> tuple[StoredRecord, ...]:
    reporters = set(area_ids(catalogue.reporters(period.year)))
    return tuple(row for row in store.table_records(table.id, period) if row.reporter in reporters)


def _entities(
    catalogue: Catalogue, rows: Iterable[StoredRecord], period: Period
) -> Iterator[Entity]:
    """The rows as projects; one without a name is none."""
    for row in rows:
        if found := tracker(catalogue, row.reporter, period)(row.record):
            yield found
