"""What the database refuses, said to the user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from zsstat.errors import StoreError

_KNOWN = {
    sqlite3.SQLITE_BUSY: (
        "数据库正被占用",
        "请等另一个 zsstat 程序结束后再试",
    ),
    sqlite3.SQLITE_LOCKED: ("数据库正被占用", "请等另一个 zsstat 程序结束后再试"),
    sqlite3.SQLITE_NOTADB: (
        "不是 zsstat 的数据库",
        "请检查 --db 或环境变量 ZSSTAT_DB 指向的文件",
    ),
    sqlite3.SQLITE_CORRUPT: ("数据库已损坏", "请停止使用这个文件，改用最近的备份"),
    sqlite3.SQLITE_FULL: ("磁盘已满，没有写入任何内容", "请清理磁盘后重试"),
    sqlite3.SQLITE_READONLY: ("数据库是只读的，不能写入", "请检查文件和所在文件夹的写权限"),
    sqlite3.SQLITE_PERM: ("没有权限使用数据库", "请检查文件和所在文件夹的权限"),
    sqlite3.SQLITE_CANTOPEN: ("数据库打不开", "请检查文件和所在文件夹是否存在、有无权限"),
    sqlite3.SQLITE_IOERR: ("读写数据库时出错", "请检查磁盘或网络后重试"),
    sqlite3.SQLITE_PROTOCOL: ("数据库正被占用", "请等另一个 zsstat 程序结束后再试"),
}
_MISUSED = {
    "closed database": ("数据库已经关闭", "请重新打开"),
    "same thread": ("数据库只能在打开它的线程里使用", "请在每个线程里各自打开"),
}
"""What sqlite3 has no code for, by what it says: a program uses the database as it must not."""


@contextmanager
def told_to_the_user(path: str) -> Iterator[None]:
    """Turn what can go wrong with a database file into a :class:`StoreError` that names it.

    Anything else (a query that is wrong, a constraint that is broken) is a bug and stays one."""
    try:
        yield
    except OverflowError as error:
        raise StoreError("所写的数超出了能够准确保存的范围", "请核对数额或编号") from error
    except sqlite3.Error as error:
        if "integer overflow" in str(error):
            raise StoreError(
                f"{path}：合计超出了能够准确保存的范围", "请检查报表中过大的数值"
            ) from error
        known = _KNOWN.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF) or _misused(
            error
        )
        if known is None:
            raise
        raise StoreError(f"{path}：{known[0]}", known[1]) from error


def _misused(error: sqlite3.Error) -> tuple[str, str] | None:
    if not isinstance(error, sqlite3.ProgrammingError):
        return None
    return next((said for words, said in _MISUSED.items() if words in str(error)), None)
