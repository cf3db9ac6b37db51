"""How long the checks across reporters and periods take, and how that grows.

    python -m bench.crosschecks [--reporters N …] [--projects N] [--runs N]

For each number of reporters a database with their projects of two Decembers is made (and kept), and
all that is accepted for the later one is checked again, as after a change of last year's figures:
each row against last year's and against those of all other reporters. Whole processes on a copy of
the database; peak memory is that of the process, where the system tells it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench._crosschecks_data import NOW, catalogue, database
from bench.commands import Run, run
from zsstat.pipeline.whole_period import recheck
from zsstat.store import open_store

AGAIN = "--again"


def check_again(path: Path, reporters: int) -> None:
    """What is measured, in a process of its own."""
    declared = catalogue(reporters)
    with open_store(path, catalogue_fingerprint=declared.fingerprint) as store:
        recheck(store, declared, NOW, datetime.now(UTC), "bench")


def measured(reporters: int, projects: int, runs: int) -> list[Run]:
    """One process a run, each on a fresh copy."""
    made = database(reporters, projects)
    environment = {k: v for k, v in os.environ.items() if k not in ("ZSSTAT_DB", "ZSSTAT_CONFIG")}
    found = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "bench.db"
        for _ in range(runs):
            shutil.copyfile(made, copy)
            command = [sys.executable, "-m", "bench.crosschecks", AGAIN, str(copy), str(reporters)]
            found.append(run(command, environment))
    return found


def report(reporters: int, projects: int, runs: int) -> None:
    found = measured(reporters, projects, runs)
    seconds = [one.seconds for one in found]
    peak = max((one.peak for one in found if one.peak is not None), default=None)
    middle, total = statistics.median(seconds), reporters * projects
    print(
        f"| {reporters:,} | {total:,} | {middle:.1f} | {min(seconds):.1f}–{max(seconds):.1f} "
        f"| {middle * 1000 / total * 1000:.0f} | {'' if peak is None else f'{peak:.0f}'} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reporters", type=int, nargs="+", default=[300, 1000, 3000])
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(AGAIN, nargs=2, metavar=("DB", "REPORTERS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.again:
        check_again(Path(options.again[0]), int(options.again[1]))
        return
    print("| reporters | projects | median s | min–max s | ms per 1,000 projects | peak MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for reporters in options.reporters:
        report(reporters, options.projects, options.runs)


if __name__ == "__main__":
    main()
