"""Followed rows kept as the catalogue says: made anew where a database is older than that."""

from __future__ import annotations

from functools import partial

from zsstat.declarations import Catalogue
from zsstat.store import Store
from zsstat.tracking import tracker, tracking_fingerprint


def follow(store: Store, catalogue: Catalogue) -> int:
    """Makes the followed rows of everything accepted anew, if they are not what the catalogue wants
    now; gives how many were made. A database that is up to date is asked one question."""
    wanted = tracking_fingerprint(catalogue)
    if store.followed.up_to_date(wanted):
        return 0
    return store.followed.follow_anew(wanted, partial(tracker, catalogue))
