"""What ``zsstat verify`` asks of a database. Every problem is one Chinese sentence."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from zsstat.model import CellRef, Field
from zsstat.store import codec
from zsstat.store.sealing import seal


def problems(connection: sqlite3.Connection, queries: Any) -> list[str]:
    """The file's own structure first: in a damaged file nothing else can be believed."""
    damage = list(_damage(connection))
    if damage:
        return damage
    found = list(_originals(connection, queries))
    for part in queries.all_parts(connection):
        found += _part(connection, queries, part)
    from zsstat.store import publications  # the register is judged here alone

    return [*found, *publications.problems(queries.every_publication(connection))]


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield f"数据库文件已损坏：{message}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table} 第 {row} 条所指的 {parent} 不存在"


def _originals(connection: sqlite3.Connection, queries: Any) -> Iterator[str]:
    for (sha256,) in list(queries.original_hashes(connection)):
        file, content = queries.original(connection, sha256=sha256)
        if hashlib.sha256(content).hexdigest() != sha256:
            yield f"原始文件 {file} 的内容与入库时不同（{sha256}）"


def _part(connection: sqlite3.Connection, queries: Any, part: tuple[Any, ...]) -> list[str]:
    number, table, reporter, year, month, sealed, sha256, file, status = part
    name = f"{reporter} {year} 年 {month} 月的 {table}（{file}）"
    if status != "accepted":
        return [f"{name}：被退回的报表不应计入"]
    records = list(queries.part_records(connection, part=number))
    observations = list(queries.part_observations(connection, part=number))
    found = []
    if seal(records, observations) != sealed:
        found.append(f"{name}：记录或数值在入库后被改动过")
    try:
        fields = {row[0]: codec.decode_fields(row[3], row[1], sha256, file) for row in records}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return [*found, f"{name}：记录无法读出（{error}）"]
    for row in observations:
        record_id, indicator, value, sheet, cell = row[0], row[2], row[4], row[13], row[14]
        ref = CellRef(sha256, file, sheet, cell)
        cells = [f for f in fields.get(record_id, {}).values() if f.ref == ref]
        if complaint := _against_cell(value, cells):
            found.append(f"{name}：指标 {indicator} 在 {sheet}!{cell} 的数值 {value} {complaint}")
    return found


def _against_cell(value: int, fields: list[Field]) -> str:
    """A posted value is the cell's value, or 1 where the row was counted."""
    if not fields:
        return "没有对应的单元格"
    if value == 1 or any(_is_whole(f.value) and f.value == value for f in fields):
        return ""
    return f"与单元格不符（单元格为 {fields[0].text}）"


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
