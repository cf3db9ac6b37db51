"""zsstat: exact, traceable investment-promotion statistics from counties' Excel returns.

The command line is ``zsstat``. From Python a database is opened to be read::

    import zsstat

    with zsstat.open("zsstat.db") as database:
        figures = database.summary(2020)    # a row for each area and indicator
        lines = database.facts(2020)        # the cells that they are made of

What cannot be done raises :class:`ZsstatError`, which says in Chinese what is wrong and what to
do. See docs/api.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zsstat.errors import ZsstatError

if TYPE_CHECKING:
    from os import PathLike

    from zsstat.api import Database

__version__ = "0.1.0"

__all__ = ["ZsstatError", "__version__", "open"]


def open(  # noqa: A001 - it is asked for as zsstat.open
    db: str | PathLike[str] = "zsstat.db", config: str | PathLike[str] | None = None
) -> Database:
    """Opens a database to read it; ``config`` is the directory of your own configuration, as
    ``--config`` names it. Use it as a context manager, or close it.

    Nothing is written to the file. Raises :class:`ZsstatError` where it is missing, is no database
    of zsstat, is damaged, or is of another version, and for a wrong configuration."""
    from zsstat.api import Database  # `import zsstat` stays light

    return Database(db, config)
