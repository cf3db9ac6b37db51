"""``python -m tests.fuzzing --minutes 10 --seed 1``: cases one after another until the time is up.

Counts go to stdout, offending files with what was wrong to a folder; ends with 1 when there were
any.
"""

from __future__ import annotations

import argparse
import faulthandler
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzzing.cases import Case, case
from tests.fuzzing.judging import Desk, Verdict
from zsstat.catalog import load_catalogue

_HANGS_AFTER = 60
_KEPT = 3
_CASES_OF_A_SEED = 10_000_000


@dataclass
class Tally:
    """What became of the files of one seed file."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0
    slowest_case: int = 0

    def add(self, number: int, verdict: Verdict) -> None:
        self.outcomes[verdict.outcome] += 1
        if verdict.wall > self.slowest:
            self.slowest, self.slowest_case = verdict.wall, number


def main() -> int:
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    under_way = options.folder / "under_way"
    tallies: dict[str, Tally] = defaultdict(Tally)
    offences = Offences(options.folder)
    until = time.monotonic() + 60 * options.minutes
    number = options.case if options.case is not None else options.seed * _CASES_OF_A_SEED
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), load_catalogue(None))
        while time.monotonic() < until:
            current = case(number)
            under_way.write_bytes(current.data)
            # A hang cannot be caught from here: the process ends, the file is the one under way.
            faulthandler.dump_traceback_later(_HANGS_AFTER, exit=True)
            verdict = desk.judge(current.data, current.seed)
            faulthandler.cancel_dump_traceback_later()
            tallies[current.seed].add(number, verdict)
            if verdict.problems:
                offences.add(current, verdict)
            if options.case is not None:
                sys.stdout.write(f"{current.name}: {verdict}\n")
                break
            number += 1
    under_way.unlink()
    _report(tallies, offences.counts)
    return 1 if offences.counts else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="one case again, by its number")
    parser.add_argument("--folder", type=Path, default=Path("fuzz"), help="for offending files")
    return parser.parse_args()


class Offences:
    """What went wrong, the same things counted together; a few files are kept of each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.counts: Counter[str] = Counter()

    def add(self, current: Case, verdict: Verdict) -> None:
        """The same is what has the same last lines, without the numbers in them."""
        problem = verdict.problems[0].strip()
        said = re.sub(r"[0-9.]+ s\b", "", " | ".join(problem.splitlines()[-4:]))
        self.counts[said] += 1
        if self.counts[said] > _KEPT:
            return
        (self._folder / current.name).write_bytes(current.data)
        text = "\n".join((verdict.outcome, *verdict.problems))
        (self._folder / f"{current.name}.txt").write_text(text, encoding="utf-8")
        if self.counts[said] == 1:
            sys.stdout.write(f"case {current.number} ({current.seed}): {said}\n")
            sys.stdout.flush()


def _report(tallies: dict[str, Tally], offences: Counter[str]) -> None:
    columns = ("accepted", "returned", "refused", "crash")
    heads = "".join(f"{name:>10}" for name in ("inputs", *columns, "slowest"))
    lines = [f"{'seed file':24}{heads}  case"]
    for seed, tally in sorted(tallies.items()):
        counts = [tally.outcomes.total(), *(tally.outcomes[name] for name in columns)]
        row = "".join(f"{count:>10}" for count in counts)
        lines.append(f"{seed:24}{row}{tally.slowest:>8.2f} s  {tally.slowest_case}")
    total = sum(tally.outcomes.total() for tally in tallies.values())
    lines += [f"{count} times: {said}" for said, count in offences.most_common()]
    lines.append(f"{total} inputs, {offences.total()} with problems, peak memory {_peak()} MB")
    sys.stdout.write("\n".join(lines) + "\n")


def _peak() -> str:
    """Of this process, where the system tells."""
    try:
        import resource
    except ImportError:
        return "?"
    return str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    sys.exit(main())
