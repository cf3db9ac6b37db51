"""An online copy of the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from zsstat.errors import StoreError


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the open database to ``target`` under a passing name, and give it its own at the end."""
    if target.exists():
        raise StoreError(f"{target} 已经存在，没有备份", "请换一个文件名，或先移走原有的文件")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as copied:
            connection.backup(copied)
            # One file must be the whole backup, so the copy keeps no write-ahead log beside it.
            copied.execute("PRAGMA journal_mode = DELETE").fetchone()
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
