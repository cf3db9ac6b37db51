"""The named queries, made once from ``queries.sql``."""

from __future__ import annotations

from functools import cache
from typing import Any

from zsstat.store.schema import script


@cache
def named_queries() -> Any:
    """One method a query. Typed ``Any`` because aiosql makes them at run time."""
    import aiosql  # commands that never open a database need not load it

    return aiosql.from_str(script("queries.sql"), "sqlite3")
