"""An import that is killed leaves whole workbooks behind, and the next one completes the rest."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from tests.cli_support import SAMPLE_CONFIG, SAMPLE_RETURNS, arguments, environment, run
from zsstat.store import Status, open_store

NAMES = ("镇坪", "瀛湖", "岚皋", "白河", "市招商局", "全省")
FILES = sorted(p for p in SAMPLE_RETURNS.glob("*/*") if p.name.startswith(NAMES))
KILLS, MOST = 5, 15


def start(db: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "zsstat", *arguments("import", *FILES, db=db)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(db: Path, process: subprocess.Popen[bytes]) -> float:
    """Waits until the process has made its database; gives the moment."""
    while not db.exists():
        assert process.poll() is None
        time.sleep(0.002)
    return time.monotonic()


def ledger(db: Path) -> dict[str, tuple[int, list[tuple[str, str, int]]]]:
    with open_store(db, create=True) as store:
        return {
            row.sha256: (
                len(store.records(row.id)),
                sorted(
                    (o.indicator, f"{o.ref.sheet}!{o.ref.cell}", o.value)
                    for o in store.observations(row.id)
                ),
            )
            for row in store.submissions()
            if row.status is Status.ACCEPTED
        }


def test_killed_imports_leave_whole_workbooks_only(tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    process = start(whole)
    began = wait_for(whole, process)
    assert process.wait(timeout=60) == 0
    duration = time.monotonic() - began
    expected = ledger(whole)
    assert len(expected) == len(FILES)

    chance = random.Random(20201231)  # noqa: S311
    counts: list[int] = []
    while len(counts) < MOST and (len(counts) < KILLS or not hit_the_middle(counts)):
        db = tmp_path / f"killed{len(counts)}.db"
        process = start(db)
        wait_for(db, process)
        # The first part of the time goes into reading, when there is little to spoil.
        time.sleep(duration * chance.uniform(0.35, 1.0))
        process.kill()
        process.wait(timeout=60)
        found = ledger(db)
        counts.append(len(found))
        assert found == {sha256: expected[sha256] for sha256 in found}
        if found:
            done = run("verify", db=db, config=SAMPLE_CONFIG)
            assert done.status == 0, done.out
        done = run("import", *FILES, "--format", "json", db=db, config=SAMPLE_CONFIG)
        assert done.status == 0
        statuses = [entry["status"] for entry in done.json["files"]]
        assert statuses.count("unchanged") == len(found)
        assert statuses.count("accepted") == len(FILES) - len(found)
        assert ledger(db) == expected
    assert hit_the_middle(counts), f"no kill fell between two workbooks: {counts}"


def hit_the_middle(counts: list[int]) -> bool:
    """Whether a kill came when some workbooks were stored and others were not."""
    return any(0 < count < len(FILES) for count in counts)
