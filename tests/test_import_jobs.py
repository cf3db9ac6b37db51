"""Files parsed side by side: the same whoever does it, and an orderly end whatever happens."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from rich.cells import cell_len

from tests.cli_support import SAMPLE, SAMPLE_RETURNS, arguments, environment, run
from tests.jobs_support import (
    NOW,
    AtOnce,
    Backwards,
    Broken,
    Imported,
    Untouchable,
    deadly,
    echoed,
    faulty,
    imported,
    sources,
)
from zsstat.catalog import load_catalogue
from zsstat.checks import ALONE, RULES, Context, History, noticed
from zsstat.cli import present
from zsstat.cli.views import progress_line
from zsstat.declarations import Catalogue
from zsstat.errors import UnreadableError, UsageError
from zsstat.pipeline import parsing, workers
from zsstat.pipeline.files import Source, find_files, load
from zsstat.pipeline.parsing import Packed, Understood, pack, packed, parse, parse_apart, unpacked
from zsstat.pipeline.returns import ImportOptions, Status, Tally, import_returns
from zsstat.pipeline.workers import crew, jobs_for, side_by_side
from zsstat.recognise import Expected
from zsstat.store import open_store

FAULTY = SAMPLE / "faulty"
CLEAN = sorted(SAMPLE_RETURNS.glob("*/[岚镇瀛市全]*"))
ZHENPING = next(SAMPLE_RETURNS.glob("2020/镇坪*"))
OLD_EXCEL = FAULTY / "03-never-calculated"
"""What is read by a helper process of the worker, which must end, too."""
MEBIBYTE = 2**20


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def understood(catalogue: Catalogue) -> Understood:
    parsed = parse(ZHENPING.read_bytes(), ZHENPING.name, catalogue, Expected())
    assert isinstance(parsed, Understood)
    return parsed


# --- the same whoever does it -----------------------------------------------------------------


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Imported:
    """Clean returns of two years and all faulty ones together, without any executor."""
    db = tmp_path_factory.mktemp("alone") / "x.db"
    return imported([*CLEAN, FAULTY], db, catalogue)


@pytest.fixture(scope="session")
def faulty_alone(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Imported:
    db = tmp_path_factory.mktemp("faulty") / "x.db"
    return imported([FAULTY], db, catalogue)


def test_worker_processes_change_nothing(
    alone: Imported, tmp_path: Path, catalogue: Catalogue
) -> None:
    with crew(2) as executor:
        assert executor is not None
        beside = imported([*CLEAN, FAULTY], tmp_path / "x.db", catalogue, executor)
    assert beside.results == alone.results
    assert beside.rows == alone.rows
    became = {result.status for result in alone.results}
    assert became == {"accepted", "returned", "refused", "unchanged"}


def test_nor_do_more_of_them(faulty_alone: Imported, tmp_path: Path, catalogue: Catalogue) -> None:
    with crew(3) as executor:
        assert executor is not None
        assert imported([FAULTY], tmp_path / "x.db", catalogue, executor) == faulty_alone


@pytest.mark.parametrize("make", [AtOnce, Backwards, ThreadPoolExecutor, Broken])
def test_any_executor_will_do(
    make: type[Executor], faulty_alone: Imported, tmp_path: Path, catalogue: Catalogue
) -> None:
    with make() as executor:
        assert imported([FAULTY], tmp_path / "x.db", catalogue, executor) == faulty_alone


def test_the_command_says_the_same(tmp_path: Path) -> None:
    files = sorted(SAMPLE_RETURNS.glob("2019/[岚镇瀛]*"))
    said = [
        run("import", *files, "--format", "json", "--jobs", jobs, db=tmp_path / f"{jobs}.db")
        for jobs in (1, 2)
    ]
    assert said[0] == said[1]
    assert (said[0].status, len(said[0].json["files"])) == (0, len(files))


def test_one_job_needs_no_executor() -> None:
    with crew(1) as executor:
        assert executor is None


# --- what travels -----------------------------------------------------------------------------


def test_what_is_unpacked_is_what_was_packed(understood: Understood) -> None:
    again = unpacked(packed(understood).body)
    assert again == understood
    observation = again.observations[0]
    cells = (
        field.ref for t in again.subject.tables for r in t.records for field in r.fields.values()
    )
    assert any(ref is observation.ref for ref in cells), "what was one object is two"


def test_a_refusal_travels_whole(catalogue: Catalogue) -> None:
    answer = parse_apart(b"%PDF-1.7", "x.xlsx", catalogue=pack(catalogue), expected=Expected())
    answer = pickle.loads(pickle.dumps(answer))  # noqa: S301 - as an executor does
    here = parse(b"%PDF-1.7", "x.xlsx", catalogue, Expected())
    assert isinstance(answer, UnreadableError)
    assert isinstance(here, UnreadableError)
    assert (answer.message, answer.hint, answer.rule) == (here.message, here.hint, here.rule)
    assert answer.rule == "file.not_workbook"


def test_a_catalogue_is_taken_apart_once(catalogue: Catalogue) -> None:
    kept = pack(catalogue)
    parsing.unpacked_catalogue.cache_clear()
    for _ in range(3):
        parse_apart(b"", "x.xlsx", catalogue=kept, expected=Expected())
    assert parsing.unpacked_catalogue.cache_info().misses == 1


def test_checks_of_a_single_return_look_at_nothing_else(
    understood: Understood, catalogue: Catalogue
) -> None:
    """Else they would find other things in a worker than at the office."""
    subject = understood.subject
    assert subject.period
    forbidden = Untouchable()
    context = Context(
        subject,
        subject.period,
        understood.observations,
        catalogue,
        cast(History, forbidden),
        cast(date, forbidden),
    )
    assert len(list(noticed(context, ALONE))) <= len(understood.issues)
    with pytest.raises(AssertionError, match="somebody"):
        list(noticed(context, RULES.keys() - ALONE))
    assert RULES.keys() > ALONE


# --- as many as are wanted --------------------------------------------------------------------


def test_no_more_are_under_way_than_said() -> None:
    executor = Backwards()
    taken: list[int] = []

    def taking() -> Iterator[tuple[int, Source]]:
        for number in range(50):
            taken.append(number)
            yield number, Source(str(number), b"x")

    for number, _, _ in side_by_side(taking(), echoed, executor, ahead=7):
        assert len(taken) <= number + 7
    assert executor.most == 7
    assert len(taken) == 50


def test_small_imports_have_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 4)
    monkeypatch.setattr(workers, "_memory", lambda: 2**36)
    assert jobs_for([]) == 1
    assert jobs_for([10_000] * 14) == 1
    assert jobs_for([100_000] * 14) == 4
    assert jobs_for([10 * MEBIBYTE]) == 1
    assert jobs_for([10 * MEBIBYTE] * 3) == 3


def test_workers_are_no_more_than_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 16)
    monkeypatch.setattr(workers, "_memory", lambda: 2**32)
    assert jobs_for([100_000] * 100) == 16
    assert jobs_for([5 * MEBIBYTE] * 100) == 2
    assert jobs_for([200 * MEBIBYTE] * 100) == 1


@pytest.mark.parametrize(("asked", "files", "jobs"), [(2, 9, 2), (9, 3, 3), (1, 9, 1), (5, 0, 1)])
def test_what_is_asked_for_holds_as_far_as_there_are_files(
    asked: int, files: int, jobs: int
) -> None:
    assert jobs_for([1] * files, asked) == jobs


def test_the_machine_is_asked() -> None:
    assert workers.processors() >= 1
    assert workers._memory() > 64 * MEBIBYTE


@pytest.mark.parametrize("jobs", ["-1", "61", "两个"])
def test_a_number_of_jobs_that_makes_no_sense(jobs: str, elsewhere: Path) -> None:
    done = run("import", ZHENPING, "--jobs", jobs)
    assert done.status == 2
    assert "--jobs" in done.err
    assert not list(elsewhere.iterdir())


# --- what is said meanwhile -------------------------------------------------------------------


def test_progress_tells_what_was_read_and_what_became_of_it(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    told: list[Tally] = []
    found = find_files([FAULTY / "01-truncated", FAULTY / "27-same-again", ZHENPING]).files
    with open_store(tmp_path / "x.db", create=True) as store:
        options = ImportOptions(now=NOW, who="张三")
        results = import_returns(store, catalogue, load(found), options, told.append)
    assert [(t.read, t.judged) for t in told] == [
        *((number, 0) for number in range(1, len(found) + 1)),
        *((len(found), number) for number in range(1, len(found) + 1)),
    ]
    became = Counter(result.status for result in results)
    last = told[-1]
    assert (last.accepted, last.returned, last.refused, last.unchanged) == tuple(
        became[status]
        for status in (Status.ACCEPTED, Status.RETURNED, Status.REFUSED, Status.UNCHANGED)
    )
    assert last.refused == 1
    assert last.tables >= 4


@pytest.mark.parametrize(
    ("tally", "line"),
    [
        (Tally(), "导入：读取 0/200　找到报表 0 张"),
        (Tally(read=199, tables=512), "导入：读取 199/200　找到报表 512 张"),
        (Tally(read=200), "导入：核对 0/200"),
        (
            Tally(read=200, accepted=9, returned=2, refused=1),
            "导入：核对 12/200　接收 9　退回 2　拒收 1",
        ),
        (
            Tally(200, 900, accepted=188, returned=10, refused=1, unchanged=1),
            "导入：核对 200/200　接收 188　退回 10　拒收 1　未变 1",
        ),
    ],
)
def test_the_line_of_progress(tally: Tally, line: str) -> None:
    assert progress_line(tally, 200) == line


def test_the_line_of_progress_fits_beside_its_bar() -> None:
    widest = progress_line(Tally(2000, 9999, 1500, 300, 100, 100), 2000)
    assert cell_len(widest) <= 80 - present.BAR_WIDTH - 1


# --- when something goes wrong ----------------------------------------------------------------


def test_a_file_that_kills_its_worker_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    note = tmp_path / "note"
    names = ("a", "once", "b", "deadly", "c", "deadly", "d")
    files = sources(*names, content=str(note).encode())
    with crew(2) as executor:
        assert executor is not None
        answers = list(side_by_side(files, deadly, executor, ahead=2))
    assert [source.file for _, source, _ in answers] == list(names)
    for _, source, answer in answers:
        if source.file == "deadly":
            assert isinstance(answer, UnreadableError)
            assert answer.rule == "file.unreadable"
            assert "deadly" in answer.message
            assert answer.hint
        else:
            assert isinstance(answer, Packed)
            assert answer.reporter == source.file
    assert note.exists(), "nothing was parsed twice"


@pytest.mark.parametrize("good", [0, 1, 4])
def test_after_an_executor_broke_the_rest_is_done_one_by_one(good: int) -> None:
    spare = Backwards()
    made: list[int] = []

    def make(jobs: int) -> Executor:
        made.append(jobs)
        return spare

    files = sources(*"abcdefg")
    answers = list(side_by_side(files, echoed, Broken(good), ahead=3, spare=make))
    assert [a.reporter for _, _, a in answers if isinstance(a, Packed)] == list("abcdefg")
    assert made == [1]
    assert spare.most == 1


def test_workers_that_do_not_start_are_no_fault_of_a_file() -> None:
    answers = side_by_side(sources("a"), echoed, Broken(), 1, spare=lambda _: Broken())
    with pytest.raises(UsageError, match="启动不了") as caught:
        next(answers)
    assert "--jobs 1" in caught.value.hint


def test_a_system_that_starts_no_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse)
    with pytest.raises(UsageError, match="启动不了"), crew(2):
        pass


def test_a_bug_in_a_worker_is_a_bug_here_with_its_place() -> None:
    with crew(2) as executor:
        assert executor is not None
        answers = side_by_side(sources("0", "1", "2"), faulty, executor, ahead=9)
        assert next(answers)[0] == 0
        with pytest.raises(ZeroDivisionError) as caught:
            next(answers)
    assert "in faulty" in "".join(traceback.format_exception(caught.value))


def children(group: int) -> list[int]:
    """The living processes of a process group; Linux tells, others are not asked."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[2]) == group:
            found.append(int(entry.name))
    return found


def start(db: Path) -> subprocess.Popen[bytes]:
    """An import with workers, as a process group of its own; returns when they are at work."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "zsstat",
            *arguments("import", OLD_EXCEL, SAMPLE_RETURNS, "--jobs", 2, db=db),
        ],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while len(children(process.pid)) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    return process


def wait_until_alone(group: int) -> None:
    patience = time.monotonic() + 20
    while children(group):
        assert time.monotonic() < patience, children(group)
        time.sleep(0.02)


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux's /proc")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A test run put into the background by a shell ignores Ctrl-C, and so would its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@linux
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("delay", [0.0, 0.6])
def test_an_interrupted_import_ends_with_its_workers(delay: float, tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    process = start(db)
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b""), err.decode()
    assert err.decode() == "已中断；已经入库的报表保持完整\n"
    wait_until_alone(process.pid)
    if db.exists():
        with open_store(db, create=True) as store:
            assert store.integrity() == []


@linux
def test_workers_end_when_their_import_is_killed(tmp_path: Path) -> None:
    process = start(tmp_path / "x.db")
    process.kill()
    process.communicate(timeout=60)
    wait_until_alone(process.pid)
