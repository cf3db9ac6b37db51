"""What can be seen inside one table: the same thing twice, and texts that say too little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zsstat.checks import wording
from zsstat.checks.context import Context
from zsstat.declarations import ColumnType, ReturnTable, Rule
from zsstat.model import Field, Issue, Record
from zsstat.values import normalise


def duplicate_rows(rule: Rule, context: Context) -> Iterator[Issue]:
    """同一事项在一份报表里只填一行。

    按报表规定的识别列判断（项目台账先看项目编号，没有编号的看项目名称和投资方），比较前统一全角半角、空格和
    括号。识别列有空白或读不出的行不参加比较。重复的各行列在同一条里。
    """
    for table in context.catalogue.returns.values():
        seen: dict[tuple[str, ...], list[list[tuple[str, Field]]]] = {}
        for record in context.subject.records(table.id):
            if fields := _identity(record, table):
                seen.setdefault(_key(fields), []).append(fields)
        for rows in seen.values():
            if len(rows) > 1:
                yield _repeated(rule, table, rows)


def _identity(record: Record, table: ReturnTable) -> list[tuple[str, Field]]:
    """The columns and fields of the first group whose cells are all filled."""
    for group in table.identity:
        fields = [(name, record.fields[name]) for name in group if name in record.fields]
        if len(fields) == len(group) and all(field.value is not None for _, field in fields):
            return fields
    return []


def _key(fields: Sequence[tuple[str, Field]]) -> tuple[str, ...]:
    """Column names and values: a code never equals a name that happens to read the same."""
    return tuple(part for name, field in fields for part in (name, normalise(str(field.value))))


def _repeated(rule: Rule, table: ReturnTable, rows: Sequence[Sequence[tuple[str, Field]]]) -> Issue:
    first = rows[0]
    what = "、".join(f"{name}“{field.text.strip()}”" for name, field in first)
    return Issue(
        rule.id,
        f"{table.name}里{what}填了{len(rows)}行",
        tuple(field.ref for fields in rows for _, field in fields),
        shown=wording.as_written(field for _, field in first),
        expected="1行",
        difference=f"多{len(rows) - 1}行",
    )


def text_length(rule: Rule, context: Context) -> Iterator[Issue]:
    """要求写全称的文字列，字数不少于报表规定的最少字数。

    空格不计字数；空白的单元格由必填项规则处理。
    """
    for found in context.subject.tables:
        table = context.catalogue.returns[found.table]
        columns = [c for c in table.columns if c.type is ColumnType.TEXT and c.minimum_length]
        for record in found.records:
            for column in columns:
                field = record.fields.get(column.name)
                if field is None or not isinstance(field.value, str):
                    continue
                length = len(normalise(field.value))
                if length < column.minimum_length:
                    text = field.text.strip()
                    yield Issue(
                        rule.id,
                        f"{table.name}的{column.name}“{text}”只有{length}个字，可能不是全称",
                        (field.ref,),
                        shown=text,
                        expected=f"不少于{column.minimum_length}个字",
                        difference=f"少{column.minimum_length - length}个字",
                    )
