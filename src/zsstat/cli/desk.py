"""What commands share: the catalogue, the database, the day and who decides."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zsstat.errors import UsageError

if TYPE_CHECKING:
    from zsstat.declarations import Catalogue
    from zsstat.store import Store


def catalogue_of(config: Path | None) -> Catalogue:
    """The catalogue with the user's configuration, where there is one."""
    from zsstat.catalog import load_catalogue

    return load_catalogue(config)


@contextmanager
def opened(
    db: Path, catalogue: Catalogue, *, create: bool = False, quiet: bool = False
) -> Iterator[Store]:
    """The database, and what the user should know about it said before anything is asked of it."""
    from zsstat.cli import present
    from zsstat.store import open_store

    with open_store(db, create=create, catalogue_fingerprint=catalogue.fingerprint) as store:
        present.store_notes(store, writing=create, quiet=quiet)
        yield store


@contextmanager
def rehearsed(db: Path, catalogue: Catalogue) -> Iterator[Store]:
    """A copy of the database that is thrown away afterwards."""
    from zsstat.pipeline.upkeep import rehearsal

    with rehearsal(db, catalogue) as store:
        yield store


def now() -> datetime:
    """This moment in the user's time zone."""
    return datetime.now().astimezone()


def who_decides(by: str | None) -> str:
    """The name given, else the system's user. A decision without a name is none.

    Raises :class:`UsageError` where there is neither."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError) as error:  # no such user, as in some containers
        raise UsageError("不知道是谁在操作", "请加 --by 姓名") from error
