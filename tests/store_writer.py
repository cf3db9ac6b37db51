"""The child process of the kill test: saves one return after another until it is killed."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from tests.store_support import make_submission, with_finding
from zsstat.store import open_store

ROWS = 40


def main(path: Path, run: str) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with open_store(path, create=True, catalogue_fingerprint="c", busy_seconds=30) as store:
        for number in count():
            submission = make_submission(range(1, ROWS + 1), reporter=f"{run}-{number}")
            store.save(with_finding(submission))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
