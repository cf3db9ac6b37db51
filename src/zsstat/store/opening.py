"""A database is opened: made, brought to this version, or only read."""

from __future__ import annotations

from pathlib import Path

from zsstat.store.connection import BUSY_SECONDS, connect
from zsstat.store.errors import told_to_the_user
from zsstat.store.ledger import Store


def open_store(
    path: Path,
    *,
    create: bool = False,
    catalogue_fingerprint: str | None = None,
    busy_seconds: float = BUSY_SECONDS,
    read_only: bool = False,
) -> Store:
    """Open the database at ``path``; ``create`` makes one where there is none, ``read_only``
    changes nothing in it, not even its version.

    A new database remembers ``catalogue_fingerprint``. Raises :class:`StoreError` when the file
    is missing (without ``create``), is not ours, is damaged, in use or of a newer version."""
    with told_to_the_user(str(path)):
        connection = connect(path, create=create, busy_seconds=busy_seconds, read_only=read_only)
    store = Store(path, connection, catalogue_fingerprint)
    try:
        if create and catalogue_fingerprint and store.remembered_catalogue is None:
            store.remember_catalogue(catalogue_fingerprint)
    except BaseException:
        store.close()
        raise
    return store
