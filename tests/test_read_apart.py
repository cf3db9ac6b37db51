"""What happens in the process that libraries read in costs one file and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats_support import xlwt_workbook
from zsstat.errors import UnreadableError
from zsstat.model import Cell, CellKind, Grid, Range
from zsstat.read import Limits, apart, read_workbook
from zsstat.read.apart import Allowance, Helper
from zsstat.read.limits import MEBIBYTE
from zsstat.read.sheets import Sheet
from zsstat.read.wire import GridBuilder, messages

EVIL = (sys.executable, "-P", str(Path(__file__).with_name("evil_helper.py")))
SHORT = Allowance(0.3, 64 * MEBIBYTE)
LINUX = sys.platform == "linux"


@pytest.fixture(scope="module")
def evil() -> Iterator[Helper]:
    helper = Helper(EVIL)
    yield helper
    helper.close()


def grids(helper: Helper, word: str) -> tuple[Grid, ...]:
    found = helper.read("foreign", word.encode(), Limits(), SHORT)
    assert isinstance(found, tuple)
    return found


def refusal(helper: Helper, word: str) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        helper.read("foreign", word.encode(), Limits(), SHORT)
    assert caught.value.hint
    return caught.value


def works(helper: Helper) -> None:
    (grid,) = grids(helper, "好")
    assert (grid.sheet, [cell.value for cell in grid.cells.values()]) == ("好", ["好"])


EVILS = [
    ("spin", "时间", "file.too_large"),
    ("sleep", "时间", "file.too_large"),
    ("abort", "内存", "file.too_large"),
    ("exit", "意外中止", "file.unreadable"),
    ("half", "意外中止", "file.unreadable"),
    ("raise", "不能读懂", "file.unreadable"),
    ("panic", "不能读懂", "file.unreadable"),
    ("refuse", "甲", "file.unsafe"),
]


@pytest.mark.parametrize(("word", "said", "rule"), EVILS)
def test_every_evil_is_one_refusal(evil: Helper, word: str, said: str, rule: str) -> None:
    start = time.monotonic()
    error = refusal(evil, word)
    assert said in error.message
    assert error.rule == rule
    assert time.monotonic() - start < 10
    works(evil)


@pytest.mark.skipif(not LINUX, reason="no limit of memory elsewhere")
def test_memory_is_limited(evil: Helper) -> None:
    error = refusal(evil, "memory")
    assert "内存" in error.message
    assert error.rule == "file.too_large"
    works(evil)


def test_what_a_library_prints_does_not_disturb(evil: Helper) -> None:
    assert grids(evil, "print")[0].sheet == "print"
    works(evil)


def test_a_locked_package_comes_back_as_bytes(evil: Helper) -> None:
    assert evil.read("compound", b"package", Limits(), SHORT) == b"PK..."


def test_a_refused_file_does_not_cost_the_process(evil: Helper) -> None:
    works(evil)
    pid = evil.pid
    refusal(evil, "refuse")
    refusal(evil, "raise")
    works(evil)
    assert evil.pid == pid
    refusal(evil, "exit")
    works(evil)
    assert evil.pid != pid


def test_a_process_that_died_meanwhile_is_started_anew(evil: Helper) -> None:
    works(evil)
    assert evil.pid
    os.kill(evil.pid, signal.SIGTERM)
    time.sleep(0.2)
    works(evil)


def test_a_command_that_does_not_start() -> None:
    for command in ((sys.executable, "-c", "pass"), ("/no/such/program",)):
        assert "不能启动" in refusal(Helper(command), "好").message


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX children")
def test_nothing_is_left_behind() -> None:
    """No process, no zombie, no warning about open pipes (warnings are errors)."""
    code = (
        "import os, sys\n"
        "from tests.test_read_apart import EVIL, Helper, works, refusal\n"
        "helper = Helper(EVIL)\n"
        "works(helper); refusal(helper, 'exit'); refusal(helper, 'spin'); works(helper)\n"
        "helper.close()\n"
        "try: os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError: print('clean')\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", code],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("clean\n", "")


def test_the_process_ends_with_the_program() -> None:
    """Whoever reads a file need not think of closing anything."""
    code = (
        "import sys\n"
        "from tests.formats_support import xlwt_workbook\n"
        "from zsstat.read import apart, read_workbook\n"
        "read_workbook(xlwt_workbook(), 'a.xls')\n"
        "print(apart._HELPER.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", code],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    if sys.platform != "win32":
        with pytest.raises(ProcessLookupError):
            os.kill(int(done.stdout), 0)


def read_one(_: int) -> tuple[int | None, str]:
    book = read_workbook(xlwt_workbook(), "a.xls")
    return apart._HELPER.pid, book.grids[0].sheet


def executors() -> dict[str, Executor]:
    methods = set(multiprocessing.get_all_start_methods()) & {"fork", "spawn"}
    return {"threads": ThreadPoolExecutor(4)} | {
        method: ProcessPoolExecutor(2, multiprocessing.get_context(method)) for method in methods
    }


@pytest.mark.parametrize("name", ["threads", "fork", "spawn"])
def test_workers_of_any_kind(name: str) -> None:
    """Threads share the process and take turns; other processes have their own, forked ones too."""
    mine, _ = read_one(0)
    executor = executors().get(name)
    if executor is None:
        pytest.skip("not on this system")
    with executor:
        found = list(executor.map(read_one, range(6)))
    assert {sheet for _, sheet in found} == {"台账"}
    pids = {pid for pid, _ in found}
    assert pids == {mine} if name == "threads" else mine not in pids
    assert read_one(0)[0] == mine, "the others did not end it"


# --- the frames ---------------------------------------------------------------------------------

LAST = datetime(9999, 1, 1)  # noqa: DTZ001
MOMENTS = st.datetimes(max_value=LAST).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
CONTENTS = st.one_of(
    st.tuples(st.just(CellKind.NUMBER), st.decimals(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just(CellKind.TEXT), st.text(st.characters(exclude_categories=["Cs"]))),
    st.tuples(st.just(CellKind.ERROR), st.sampled_from(["#REF!", "#N/A"])),
    st.tuples(st.just(CellKind.DATE), MOMENTS | MOMENTS.map(datetime.time)),
    st.tuples(st.just(CellKind.BOOL), st.booleans()),
    st.tuples(st.just(CellKind.UNCACHED), st.none()),
)
LOOKS = st.tuples(st.none() | st.text(max_size=3), st.none() | st.just("0.00"), st.booleans())


@given(st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), CONTENTS), st.data())
def test_a_sheet_arrives_as_it_was_sent(
    contents: dict[tuple[int, int], tuple[CellKind, object]], data: st.DataObject
) -> None:
    rows: dict[int, list[Cell]] = {}
    for (row, column), content in sorted(contents.items()):
        formula, code, hidden = data.draw(LOOKS)
        cell = Cell(row, column, *content, formula, code, hidden)  # type: ignore[arg-type]
        rows.setdefault(row, []).append(cell)
    merge = Range(20, 1, 21, 2)
    sent = Sheet("甲", [tuple(r) for r in rows.values()], [merge], True, {3}, {2}, True)
    head, *rest = messages(sent)
    builder = GridBuilder(head)
    for message in rest:
        builder.add(message)
    grid = builder.grid()
    assert [*grid.cells.values()] == [cell for cells in rows.values() for cell in cells]
    assert [str(c.value) for c in grid.cells.values() if isinstance(c.value, Decimal)] == [
        str(c.value) for cells in rows.values() for c in cells if isinstance(c.value, Decimal)
    ]
    assert (grid.sheet, grid.merges, grid.hidden) == ("甲", (merge,), True)
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({3}, {2})
    assert grid.epoch_1904


def test_the_allowance_grows_with_the_file() -> None:
    small, large = Allowance.of(10_000), Allowance.of(20 * MEBIBYTE, 200 * MEBIBYTE)
    assert timedelta(seconds=small.seconds) < timedelta(seconds=2)
    assert small.memory < 200 * MEBIBYTE
    assert large.seconds > 30
    assert large.memory > 600 * MEBIBYTE
