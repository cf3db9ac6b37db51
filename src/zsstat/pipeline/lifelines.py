"""The history of one project: found by name, code or party, followed through all periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TypeAlias

from zsstat.compute.lifelines import Appearance, Lifeline, lifelines, naming_columns
from zsstat.declarations import Catalogue, Layout, ReturnTable
from zsstat.errors import UsageError
from zsstat.model import Period, Record
from zsstat.pipeline.ledger import area_id
from zsstat.store import Store
from zsstat.values import normalise


def find_lifelines(
    store: Store, catalogue: Catalogue, query: str, reporter: str | None = None
) -> tuple[Lifeline, ...]:
    """The things that ``query`` names, of any list whose rows have an identity.

    Words parted by a blank must all occur in what names it (label, code, party, code of the
    party). Where the query is exactly the label or code of some, these alone are meant. Only rows
    that count today are looked at; with ``reporter`` only what that one sent. Raises
    :class:`UsageError`, naming the nearest, where there is none."""
    words = [normalise(word) for word in query.split()]
    if not words:
        raise UsageError("没有写要查的项目", "请写项目名称、编号或投资方，写一部分也可以")
    sender = area_id(catalogue, reporter) if reporter else None
    periods = store.periods()
    sent = {(area, table, p) for p in periods for area, table in store.received_tables(p)}
    found: list[Lifeline] = []
    labels: list[str] = []
    for table in catalogue.returns.values():
        if table.layout is not Layout.LIST or not table.identity:
            continue
        rows = list(_appearances(store, table, periods))
        labels += _labels(table, rows)
        found += _of_table(table, rows, periods, sent, words)
    found = [line for line in found if sender in (None, line.reporter)]
    if not found:
        raise UsageError(f"没有找到“{query}”", _nearest(query, labels))
    exact = [line for line in found if _is_exactly(catalogue.returns[line.table], line, query)]
    return tuple(exact or found)


_Sent: TypeAlias = Set[tuple[str, str, Period]]
"""(reporter, table, period) of what was sent and counts."""


def _of_table(
    table: ReturnTable,
    rows: Iterable[Appearance],
    periods: Sequence[Period],
    sent: _Sent,
    words: Sequence[str],
) -> tuple[Lifeline, ...]:
    def was_sent(reporter: str, period: Period) -> bool:
        return (reporter, table.id, period) in sent

    def meant(records: Sequence[Record]) -> bool:
        return _meant(table, records, words)

    return lifelines(table, rows, was_sent, periods, meant)


def _appearances(
    store: Store, table: ReturnTable, periods: Iterable[Period]
) -> Iterator[Appearance]:
    for period in periods:
        for stored in store.table_records(table.id, period):
            yield Appearance(stored.reporter, period, stored.record)


def _meant(table: ReturnTable, records: Sequence[Record], words: Sequence[str]) -> bool:
    names = {
        normalise(str(value))
        for record in records
        for column in naming_columns(table)
        if (value := record.value(column)) is not None
    }
    return all(any(word in name for name in names) for word in words)


def _is_exactly(table: ReturnTable, line: Lifeline, query: str) -> bool:
    alone = (group[0] for group in table.identity if len(group) == 1)
    columns = dict.fromkeys((table.label, *alone))
    return any(
        normalise(str(record.value(column))) == normalise(query)
        for record in line.rows()
        for column in columns
    )


def _labels(table: ReturnTable, rows: Iterable[Appearance]) -> Iterator[str]:
    for row in rows:
        value = row.record.value(table.label)
        if value is not None:
            yield str(value)


def _nearest(query: str, labels: Iterable[str]) -> str:
    import difflib  # only a slip needs it

    near = difflib.get_close_matches(query, dict.fromkeys(labels), n=3, cutoff=0.3)
    if near:
        return f"是不是：{'、'.join(near)}"
    return "请写项目名称、编号或投资方的一部分；没有接收的报表不在其中"
