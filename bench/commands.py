"""How long a person waits: start-up, import of the sample years, summary and rank.

    python bench/commands.py [--runs N]

Whole processes, in turn with a peer in the same run (A B A B …), so that the ratio holds when the
machine's speed drifts: ``--help`` beside the ``--help`` of a three-line typer app, ``summary`` and
``rank`` beside a trivial typer sub-command that prints one rich table, ``import`` beside the two
openpyxl loads of the same workbooks that would be needed to know as much. Peak memory is that of
the process where the system tells it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
RETURNS = ROOT / "sample_data" / "returns"

THREE_LINES = """
import typer
def main(name: str = "x") -> None: print(name)
typer.run(main)
"""
ONE_TABLE = """
import typer
from rich.console import Console
from rich.table import Table
app = typer.Typer()
@app.command()
def show(year: int = 2020) -> None:
    table = Table("a", "b")
    table.add_row("1", "2")
    Console().print(table)
@app.command()
def other() -> None: ...
app()
"""
OPENPYXL_TWICE = """
import sys, warnings
from pathlib import Path
import openpyxl
warnings.simplefilter("ignore")
for path in sorted(Path(sys.argv[1]).rglob("*.xlsx")):
    for data_only in (True, False):
        book = openpyxl.load_workbook(path, data_only=data_only)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                [(cell.value, cell.data_type) for cell in row]
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process: seconds and, where known, peak memory in MB."""

    seconds: float
    peak: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A command of ours beside its peer; ``prepare`` runs before each of ours, uncounted."""

    name: str
    ours: Sequence[str]
    peer_name: str
    peer: Sequence[str]
    prepare: Callable[[], None] = lambda: None


def run(command: Sequence[str], environment: dict[str, str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if not hasattr(os, "wait4"):
        process.wait()
        return Run(time.perf_counter() - started, None)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def measured(pair: Pair, runs: int, environment: dict[str, str]) -> str:
    """A row of the report: medians, their ratio pair by pair, peak memory."""
    ours: list[Run] = []
    peers: list[Run] = []
    for number in range(runs + 1):
        pair.prepare()
        one, other = run(pair.ours, environment), run(pair.peer, environment)
        if number:  # the first pair warms the file cache
            ours.append(one)
            peers.append(other)
    ratios = [a.seconds / b.seconds for a, b in zip(ours, peers, strict=True)]
    peak = max((r.peak for r in ours if r.peak is not None), default=None)
    return (
        f"| {pair.name} | {milliseconds(ours)} | {pair.peer_name} | {milliseconds(peers)} "
        f"| {statistics.median(ratios):.2f} | {min(ratios):.2f}–{max(ratios):.2f} "
        f"| {'' if peak is None else f'{peak:.0f}'} |"
    )


def milliseconds(runs: Sequence[Run]) -> str:
    return f"{statistics.median(r.seconds for r in runs) * 1000:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "three.py").write_text(THREE_LINES, encoding="utf-8")
        (here / "table.py").write_text(ONE_TABLE, encoding="utf-8")
        (here / "twice.py").write_text(OPENPYXL_TWICE, encoding="utf-8")
        database = here / "bench.db"
        environment = {**os.environ, "ZSSTAT_DB": str(database)}
        environment.pop("ZSSTAT_CONFIG", None)
        zsstat = [sys.executable, "-m", "zsstat"]
        table = [sys.executable, str(here / "table.py"), "show"]

        def without_database() -> None:
            for file in here.glob("bench.db*"):
                file.unlink()

        print("| command | median ms | peer | median ms | ratio | min–max | peak MB |")
        print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
        for pair, times in (
            (
                Pair(
                    "import of both sample years (32 files)",
                    [*zsstat, "import", "-q", str(RETURNS)],
                    "openpyxl, two loads of the same files",
                    [sys.executable, str(here / "twice.py"), str(RETURNS)],
                    without_database,
                ),
                max(runs // 3, 1),
            ),
            (
                Pair(
                    "--help",
                    [*zsstat, "--help"],
                    "--help of a three-line typer app",
                    [sys.executable, str(here / "three.py"), "--help"],
                ),
                runs,
            ),
            (
                Pair(
                    "summary --year 2020",
                    [*zsstat, "summary", "--year", "2020"],
                    "typer sub-command with one rich table",
                    table,
                ),
                runs,
            ),
            (
                Pair(
                    "rank --year 2020",
                    [*zsstat, "rank", "--year", "2020"],
                    "typer sub-command with one rich table",
                    table,
                ),
                runs,
            ),
        ):
            print(measured(pair, times, environment), flush=True)


if __name__ == "__main__":
    main()
