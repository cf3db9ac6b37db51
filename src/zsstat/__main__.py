"""``python -m zsstat`` and the ``zsstat`` command."""

from __future__ import annotations

import gc
import sys

COLLECT_AFTER = 100_000
"""Objects between two collections. A command makes many small lasting objects and little garbage:
with Python's 700 a tenth of its time goes into looking for some."""


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    gc.set_threshold(COLLECT_AFTER)
    from zsstat.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
