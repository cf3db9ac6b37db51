"""How long an import takes and with how much memory: many returns, and one very large one.

    python -m bench.importing [--workbooks N] [--rows N] [--large ROWS] [--runs N]

Whole processes, one after the other in turn (A B C A B C …), so that the ratios hold when the
machine's speed drifts: ``zsstat import`` with one and with two jobs into a new database, beside
python-calamine that only reads the cells of the same files. Peak memory is that of the largest
process, where the system tells it. The workbooks are made by the bench itself and kept.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench._books import round_of_returns
from bench.commands import Run, run

CALAMINE = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
"""
PEER = "python-calamine, cells alone"


def commands(returns: Path, here: Path, jobs: Sequence[int]) -> dict[str, Sequence[str]]:
    """What is measured: name → command, the peer first."""
    zsstat = [sys.executable, "-m", "zsstat", "import", "-q", str(returns)]
    measured: dict[str, Sequence[str]] = {PEER: [sys.executable, "-c", CALAMINE, str(returns)]}
    for number in jobs:
        database = str(here / "bench.db")
        measured[f"--jobs {number}"] = [*zsstat, "--jobs", str(number), "--db", database]
    return measured


def report(title: str, returns: Path, jobs: Sequence[int], runs: int) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("ZSSTAT_DB", "ZSSTAT_CONFIG")}
    size = sum(path.stat().st_size for path in returns.glob("*.xlsx"))
    print(f"\n{title} ({size / 2**20:.1f} MB)\n")
    print("| | median s | ÷ calamine | min–max s | peak MB |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        found: dict[str, list[Run]] = {}
        for _ in range(runs):
            for name, command in commands(returns, here, jobs).items():
                for old in here.glob("bench.db*"):
                    old.unlink()
                found.setdefault(name, []).append(run(command, environment))
    for name, made in found.items():
        ratios = [a.seconds / b.seconds for a, b in zip(made, found[PEER], strict=True)]
        times = [one.seconds for one in made]
        peak = max((one.peak for one in made if one.peak is not None), default=None)
        print(
            f"| {name} | {statistics.median(times):.1f} | {statistics.median(ratios):.1f} "
            f"| {min(times):.1f}–{max(times):.1f} | {'' if peak is None else f'{peak:.0f}'} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--workbooks", type=int, default=200)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--large", type=int, default=100_000, help="rows; 0 for none")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    many = round_of_returns(options.workbooks, options.rows)
    report(f"{options.workbooks} workbooks of {options.rows} rows", many, (1, 2), options.runs)
    if options.large:
        one = round_of_returns(1, options.large)
        report(f"One workbook of {options.large:,} rows", one, (1,), 1)


if __name__ == "__main__":
    main()
