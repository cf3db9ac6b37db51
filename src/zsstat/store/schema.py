"""The version of a database and the way from an older one to this program's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources

from zsstat.errors import StoreError

APPLICATION_ID = 0x5A535354
""""ZSST": written into the file's header, so that a foreign SQLite file is known as one."""

MIGRATIONS: tuple[str, ...] = ("schema.sql", "schema_2.sql", "schema_3.sql", "schema_4.sql")
"""Script n leads from version n to n + 1; an empty file has version 0. To change the schema, add
a script; never edit one that was released."""


def script(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def version(connection: sqlite3.Connection, path: str) -> int:
    """The schema version of an open database; 0 when there is nothing in the file yet."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application == APPLICATION_ID:
        return int(found)
    if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(
            f"{path}：不是 zsstat 的数据库", "请检查 --db 或环境变量 ZSSTAT_DB 指向的文件"
        )
    return 0


def is_current(connection: sqlite3.Connection, path: str) -> bool:
    """Whether the database is of this program's version; a newer one is refused."""
    found = version(connection, path)
    if found > len(MIGRATIONS):
        raise StoreError(
            f"{path}：数据库的版本是 {found}，本程序只能使用到版本 {len(MIGRATIONS)}",
            "请升级 zsstat 后再用",
        )
    return found == len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring an older (or empty) database to this program's version, all of it or nothing.

    A damaged database is refused before anything is changed."""
    with transaction(connection):
        if is_current(connection, path):
            return
        _refuse_damaged(connection, path)
        for name in MIGRATIONS[version(connection, path) :]:
            for statement in _statements(script(name)):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. The write lock is taken at once, so that what is read inside is
    still true when it is written."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _refuse_damaged(connection: sqlite3.Connection, path: str) -> None:
    damage = [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    if damage or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(f"{path}：数据库已损坏，没有升级", "请改用最近的备份")


def _statements(text: str) -> Iterator[str]:
    """The statements of a script one by one (``executescript`` would commit in between)."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError("the last statement of a schema script is not complete")
