"""The archive and the ledger: one SQLite file that holds everything that was ever received.

``open_store(path)`` opens it; :class:`Store` saves judged workbooks and answers what counts. The
queries stand in ``queries.sql``, the tables in ``schema.sql``. Accepted data is never edited: a
later workbook supersedes it, and both stay readable.
"""

from zsstat.store.ledger import Store
from zsstat.store.lines import LedgerLine
from zsstat.store.office import Decided, Kind
from zsstat.store.opening import open_store
from zsstat.store.rows import (
    LogEntry,
    PartRow,
    SourceRow,
    Status,
    StoredFinding,
    StoredRecord,
    Submission,
    SubmissionRow,
    Waiver,
)

__all__ = [
    "Decided",
    "Kind",
    "LedgerLine",
    "LogEntry",
    "PartRow",
    "SourceRow",
    "Status",
    "Store",
    "StoredFinding",
    "StoredRecord",
    "Submission",
    "SubmissionRow",
    "Waiver",
    "open_store",
]
