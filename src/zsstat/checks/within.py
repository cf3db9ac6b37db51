"""What can be seen inside one table: the same thing twice, and texts that say too little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from zsstat.checks import wording
from zsstat.checks.context import Context
from zsstat.checks.rows import NUMBERS
from zsstat.declarations import ColumnType, Layout, ReturnTable, Rule
from zsstat.model import CellRef, Field, Issue, Record
from zsstat.values import normalise


def duplicate_rows(rule: Rule, context: Context) -> Iterator[Issue]:
    """同一事项在整个文件里只填一行，不论在哪张工作表、哪张表。

    按报表规定的识别列判断（项目台账先看项目编号，没有编号的看项目名称和投资方），比较前统一全角半角、空格和
    括号。一行有编号、另一行没有的，也按项目名称和投资方比较。识别列有空白的行，按名称比较。
    重复的各行列在同一条里；在不同工作表上的写明各在哪里，金额、数量不同的写明各是多少。
    名称是几行合并的一个单元格的，是同一事项，投资方不同也一样。
    一行是一个指标的报表不在此列：数值相同的只算一次，不同的另行提示。
    """
    for table in context.catalogue.returns.values():
        if table.layout is not Layout.LIST:
            continue
        records = tuple(context.subject.records(table.id))
        repeated = [rows for rows in _alike(records, table) if len(rows) > 1]
        for rows in (*repeated, *_under_one_name(records, table, repeated)):
            yield _repeated(rule, table, rows, context)


_Row: TypeAlias = tuple[Record, Sequence[tuple[str, Field]]]
"""A row and the columns and fields by which it is what it is."""


def _alike(records: Iterable[Record], table: ReturnTable) -> Iterator[list[_Row]]:
    """The rows of each thing. A row without a code is also like a row that has a code and agrees
    with it in everything by which rows without codes are told."""
    decided: dict[tuple[str, ...], list[_Row]] = {}
    further: dict[tuple[str, ...], list[_Row]] = {}
    for record in records:
        keys = [(_key(fields), (record, fields)) for fields in _identities(record, table)]
        for key, row in keys[:1]:
            decided.setdefault(key, []).append(row)
        for key, row in keys[1:]:
            further.setdefault(key, []).append(row)
    for key, rows in decided.items():
        yield sorted([*rows, *further.get(key, ())], key=lambda row: (row[0].sheet, row[0].row))


def _under_one_name(
    records: Iterable[Record], table: ReturnTable, known: Iterable[Sequence[_Row]]
) -> Iterator[list[_Row]]:
    """Rows that one merged cell names, whatever else of their identity differs; and rows of one
    name where one of them leaves blank what would tell them apart."""
    if not table.identity:
        return
    said = [{(r.sheet, r.row) for r, _ in rows} for rows in known]
    merged: dict[CellRef, list[_Row]] = {}
    alike: dict[str, list[_Row]] = {}
    for record in records:
        label = record.fields.get(table.label)
        if label is not None and label.value is not None:
            row: _Row = (record, [(table.label, label)])
            merged.setdefault(label.ref, []).append(row)
            alike.setdefault(normalise(str(label.value)), []).append(row)
    doubtful = (rows for rows in alike.values() if any(_is_open(r, table) for r, _ in rows))
    for rows in (*doubtful, *merged.values()):
        places = {(record.sheet, record.row) for record, _ in rows}
        if len(places) > 1 and not any(places <= others for others in said):
            said.append(places)
            yield rows


def _is_open(record: Record, table: ReturnTable) -> bool:
    return next(_identities(record, table), None) is None


def _identities(record: Record, table: ReturnTable) -> Iterator[list[tuple[str, Field]]]:
    """The columns and fields of the groups whose cells are all filled; the first one decides."""
    for group in table.identity:
        fields = [(name, record.fields[name]) for name in group if name in record.fields]
        if len(fields) == len(group) and all(field.value is not None for _, field in fields):
            yield fields


def _key(fields: Sequence[tuple[str, Field]]) -> tuple[str, ...]:
    """Column names and values: a code never equals a name that happens to read the same."""
    return tuple(part for name, field in fields for part in (name, normalise(str(field.value))))


def _repeated(rule: Rule, table: ReturnTable, rows: Sequence[_Row], context: Context) -> Issue:
    first = rows[0][1]
    what = "、".join(f"{name}“{field.text.strip()}”" for name, field in first)
    records = [record for record, _ in rows]
    apart = len({record.sheet for record in records}) > 1
    where = "、".join(f"工作表“{r.sheet}”第{r.row}行" for r in records)
    differing = list(_differing(records, table, context))
    refs = [field.ref for _, fields in rows for _, field in fields]
    refs += [record.fields[name].ref for name, _ in differing for record in records]
    return Issue(
        rule.id,
        f"{table.name}里{what}填了{len(rows)}行"
        + (f"（{where}）" if apart else "")
        + "".join(f"；{name}分别是{values}" for name, values in differing),
        tuple(dict.fromkeys(refs)),
        shown=wording.as_written(field for _, field in first),
        expected="1行",
        difference=f"多{len(rows) - 1}行",
    )


def _differing(
    records: Sequence[Record], table: ReturnTable, context: Context
) -> Iterator[tuple[str, str]]:
    """The columns of amounts and counts in which the rows differ, with the value of each row."""
    for column in table.columns:
        fields = [f for record in records if (f := record.fields.get(column.name))]
        if column.type not in NUMBERS or len(fields) < len(records):
            continue
        if len({field.value for field in fields}) > 1:
            yield column.name, "、".join(wording.said(f, context.catalogue) for f in fields)


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
