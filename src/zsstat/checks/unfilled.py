"""Tables that were sent back as they were received: rows, and nothing about the period."""

from __future__ import annotations

from collections.abc import Iterator

from zsstat.checks.context import Context
from zsstat.declarations import Column, ColumnPeriod, Rule
from zsstat.model import Field, Issue, RecognisedTable


def period_blank(rule: Rule, context: Context) -> Iterator[Issue]:
    """有行的表，填本期数的必填列不能整列空白。

    表样里的项目和指标是预先填好的；一个本期数也没有填的表不能当作各行都是零。
    有一行填了（填 0 也算）就不提示；没有一行的表是零报表，不在此列。
    """
    for found in context.subject.tables:
        declared = context.catalogue.returns[found.table]
        for column in declared.columns:
            if found.records and _is_asked_for(column, found):
                cells = [record.fields[column.name] for record in found.records]
                if all(map(_is_blank, cells)):
                    yield _issue(rule, declared.name, column.name, cells)


def _is_asked_for(column: Column, found: RecognisedTable) -> bool:
    """Whether every row has a cell for what the column says of the return's own period."""
    return (
        column.required
        and column.period is ColumnPeriod.CURRENT
        and all(column.name in record.fields for record in found.records)
    )


def _is_blank(field: Field) -> bool:
    return field.value is None and field.readable


def _issue(rule: Rule, table: str, column: str, cells: list[Field]) -> Issue:
    return Issue(
        rule.id,
        f"“{table}”有{len(cells)}行，“{column}”一列全部空白，看不出本期的数，不能当作零",
        tuple(field.ref for field in cells),
        expected="逐行填写，没有发生的填 0",
    )
