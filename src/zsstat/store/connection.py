"""Opening the database file: how it is found, locked, journalled and brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from zsstat.errors import StoreError
from zsstat.store import schema

BUSY_SECONDS = 5.0
"""How long a second writer waits for the first before it says that the database is in use."""

WAL = "wal"


def connect(
    path: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS, read_only: bool = False
) -> sqlite3.Connection:
    """An open, current database. Without ``create`` a missing one is refused, never made; with
    ``read_only`` nothing is written to it, so one of an older version is refused, too."""
    if not create and not path.is_file():
        raise StoreError(f"找不到数据库 {path}", "请先用 zsstat import 导入报表")
    connection = sqlite3.connect(
        uri(path, create=create), uri=True, timeout=busy_seconds, isolation_level=None
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # The archive must survive a power cut, too: WAL alone would allow a weaker setting.
        connection.execute("PRAGMA synchronous = FULL")
        if read_only:
            _refuse_outdated(connection, path)
            connection.execute("PRAGMA query_only = ON")
        else:
            _bring_up_to_date(connection, path, create=create)
    except BaseException:
        connection.close()
        raise
    return connection


def uri(path: Path, *, create: bool) -> str:
    """The file as SQLite wants it named; ``C:/x`` and ``//server/share`` need their slashes."""
    name = path.absolute().as_posix()
    root = "" if name.startswith("/") else "/"
    return f"file://{root}{quote(name, safe='/:')}?mode={'rwc' if create else 'rw'}"


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    if not create and schema.version(connection, str(path)) == 0:
        raise StoreError(f"数据库 {path} 里还没有数据", "请先用 zsstat import 导入报表")
    current = schema.is_current(connection, str(path))
    if create:
        use_wal(connection)
    if not current:
        schema.migrate(connection, str(path))


def _refuse_outdated(connection: sqlite3.Connection, path: Path) -> None:
    if schema.version(connection, str(path)) == 0:
        raise StoreError(f"数据库 {path} 里还没有数据", "请先用 zsstat import 导入报表")
    if not schema.is_current(connection, str(path)):
        raise StoreError(
            f"数据库 {path} 是旧版本的，只读打开时不会改动它",
            "请先备份，再运行一次 zsstat status，数据库就会升级",
        )


def use_wal(connection: sqlite3.Connection) -> None:
    """Ask for WAL, so that readers go on while a writer writes.

    Where the file system cannot carry it (network shares) SQLite either keeps the rollback
    journal or fails; both are as safe, and :func:`journal_mode` tells which it is."""
    if journal_mode(connection) == WAL:
        return
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def journal_mode(connection: sqlite3.Connection) -> str:
    """``wal``, or the rollback journal that stands in for it (``delete``)."""
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])
