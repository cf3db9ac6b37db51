"""Rows that name their own year (地区, 年份, 指标, 数值): the tables of a list, one for each year.

A matrix is taken apart by the years of its headings; here the same is done by a column of years. A
title names the year of printing at least as often as that of the figures, so the row decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from zsstat.declarations import ColumnType, ReturnTable
from zsstat.model import Claim, Issue, Period, RecognisedTable, Record
from zsstat.recognise.periods import Mention, Precision
from zsstat.recognise.sender import Evidence


def by_year(
    table: RecognisedTable, declared: ReturnTable
) -> tuple[list[RecognisedTable], list[Issue]]:
    """The table as one for each year that its rows name, the latest first; itself where they name
    none. A row without a year beside rows with one is left out, with a finding."""
    column = _year_column(declared)
    years = sorted({y for r in table.records if (y := _year(r, column))}, reverse=True)
    if not years:
        return [table], []
    parts = [
        replace(
            table,
            records=tuple(r for r in table.records if _year(r, column) == year),
            claims=tuple(
                c for c in table.claims if _speaks_for(c, table.records, column) == {year}
            ),
            period=Period(year),
        )
        for year in years
    ]
    return parts, list(_undated(table.records, column))


def row_years(tables: Iterable[RecognisedTable], declared: ReturnTable) -> Iterator[Evidence]:
    """What the rows say about the period: the latest year that they name."""
    column = _year_column(declared)
    for table in tables:
        if table.period and column:
            said = table.records[0].fields[column]
            yield Evidence(None, Mention(table.period, Precision.YEAR), said.text, said.ref)
            return


def _year_column(declared: ReturnTable) -> str:
    """The column that dates a row, where rows are facts; else none."""
    years = [c.name for c in declared.columns if c.type is ColumnType.YEAR]
    return years[0] if years and declared.facts else ""


def _year(record: Record, column: str) -> int | None:
    value = record.value(column)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _speaks_for(claim: Claim, records: Iterable[Record], column: str) -> set[int | None]:
    """The years of the rows that a total is about: more than one is no total of any year."""
    rows = range(claim.first_row, claim.last_row + 1)
    return {_year(record, column) for record in records if record.row in rows}


def _undated(records: Iterable[Record], column: str) -> Iterator[Issue]:
    """row.not_posted: rows whose year is blank. One that cannot be read is a finding already."""
    fields = [r.fields[column] for r in records if _year(r, column) is None and column in r.fields]
    if blank := tuple(field.ref for field in fields if field.readable):
        yield Issue(
            "row.not_posted",
            f"没有填{column}，不知道是哪一年的数，这些行没有统计",
            blank,
            expected=f"填写{column}",
        )
