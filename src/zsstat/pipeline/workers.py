"""Files parsed side by side: how many workers, how they begin and end, what if one dies."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import TypeAlias

from zsstat.errors import UnreadableError, UsageError, why
from zsstat.pipeline.files import Source
from zsstat.pipeline.parsing import Parcel

_DYING = 5
"""Seconds that a worker may take to end when it is told to."""
_PATIENCE = 1
"""Seconds after which a pool without workers has not ended and never will."""
MOST = 60
"""Windows waits for no more processes than these."""

# --- how many ---------------------------------------------------------------------------------

WORTH_IT = 1_000_000
"""Bytes of workbooks from which workers are worth their start: some four seconds of parsing. Half
of that gains a tenth, and the round of a month is less."""
A_WORKER = 80 * 2**20
"""Memory of a worker that has nothing to do yet."""
OF_ITS_FILE = 150
"""So many times the size of its file a worker may take for it; workbooks are compressed."""
UNKNOWN_MEMORY = 4 * 2**30
"""What a machine is taken to have that does not say."""


def jobs_for(sizes: Sequence[int], asked: int = 0) -> int:
    """How many workers parse files of these sizes; 1 is none: the process itself does it.

    ``asked`` is what the user says and holds as far as there are files. Without it (0) there is one
    for each processor, unless the import is small or half of the memory would not suffice for so
    many of the largest file."""
    if asked:
        return max(1, min(asked, len(sizes), MOST))
    if sum(sizes) < WORTH_IT:
        return 1
    fitting = _memory() // 2 // (A_WORKER + OF_ITS_FILE * max(sizes))
    return max(1, min(processors(), fitting, len(sizes), MOST))


def ahead_of(jobs: int) -> int:
    """So many files under way keep ``jobs`` workers busy even while one of them is at a large one;
    their bytes are all in memory."""
    return 4 * jobs


def processors() -> int:
    """How many processors this process may use, where the system says which."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _memory() -> int:
    """Bytes of memory that the machine has."""
    if sys.platform == "win32":
        return UNKNOWN_MEMORY
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):  # the names are common, not standard
        return UNKNOWN_MEMORY


# --- their life -------------------------------------------------------------------------------


@contextmanager
def crew(jobs: int) -> Iterator[Executor | None]:
    """``jobs`` worker processes, or none for one job.

    When the block ends by an exception (Ctrl-C), they end at once, whatever they are doing."""
    if jobs < 2:
        yield None
        return
    others = set(multiprocessing.active_children())
    pool = new_pool(jobs)
    try:
        yield pool
    except BaseException:
        workers = set(multiprocessing.active_children()) - others
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join(_DYING)
        raise
    finally:
        _end(pool)


def new_pool(jobs: int) -> ProcessPoolExecutor:
    """Worker processes that are new ones on every system: a copy of this process (fork) would have
    its database open and lack the threads that its locks wait for.

    Raises :class:`UsageError` where the system starts none."""
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=gc.get_threshold(),
    )
    try:
        with _no_interrupt():
            for _ in range(jobs):  # they start now and not when the first file is there
                pool.submit(_nothing)
    except OSError as error:
        _end(pool)
        raise _not_started(why(error)) from error
    return pool


def _end(pool: Executor) -> None:
    """Ends a pool, also one whose workers are dead.

    A dead worker may leave half an answer in its pipe, and the pool's thread waits for the rest;
    until Python 3.11.5 it waits for its writer, too, when there is more to write than a pipe
    holds (python/cpython#94777). What releases both is that nobody else holds the other ends."""
    thread = getattr(pool, "_executor_manager_thread", None)
    alive = [p for p in (getattr(pool, "_processes", None) or {}).values() if p.is_alive()]
    if thread is None or (alive and not getattr(pool, "_broken", False)):
        pool.shutdown(cancel_futures=True)
        return
    ends = [
        getattr(getattr(pool, queue, None), end, None)
        for queue, end in (("_call_queue", "_reader"), ("_result_queue", "_writer"))
    ]
    pool.shutdown(wait=False, cancel_futures=True)
    thread.join(_PATIENCE)
    if thread.is_alive():
        for end in ends:
            if end is not None:
                end.close()
        thread.join()


def _not_started(reason: str) -> UsageError:
    return UsageError(f"读取报表的子进程启动不了（{reason}）", "请加 --jobs 1 重试")


def _begin(*collect_after: int) -> None:
    """What a worker does first. Ctrl-C is the parent's affair, which ends its workers; and whose
    parent was killed ends by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*collect_after)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing() -> None: ...


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Processes that are started here never see a Ctrl-C, not even before they ask not to."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- their work -------------------------------------------------------------------------------

Work: TypeAlias = Callable[[bytes, str], Parcel]
"""Content and name of a file → what it is; for other processes it must be picklable."""
Answer: TypeAlias = tuple[int, Source, Parcel]


def side_by_side(
    numbered: Iterable[tuple[int, Source]],
    work: Work,
    executor: Executor,
    ahead: int,
    spare: Callable[[int], Executor] = new_pool,
) -> Iterator[Answer]:
    """Each source with what it was parsed as, in the order of the sources.

    Sources are taken as they are needed: ``ahead`` of them are under way at most. When a worker
    dies, its executor can be used no more; what was under way is then parsed again and the rest
    for the first time by a ``spare`` executor, one at a time: so memory suffices for what did not
    fit beside another, and a file that kills this worker, too, is refused. An exception of the
    work is raised here, that of the earliest source first."""
    under_way: deque[tuple[int, Source, Future[Parcel] | None]] = deque()
    alone = _OneByOne(work, spare)
    try:
        for number, source in numbered:
            under_way.append((number, source, _submitted(executor, work, source)))
            if len(under_way) >= ahead:
                yield _answer(*under_way.popleft(), alone)
        while under_way:
            yield _answer(*under_way.popleft(), alone)
    finally:
        # Processes end with their pool; to cancel what they still have to do would trip up the
        # thread that ends a broken pool (early versions of Python 3.11).
        for _, _, future in () if isinstance(executor, ProcessPoolExecutor) else under_way:
            if future:
                future.cancel()
        alone.close()


def _submitted(executor: Executor, work: Work, source: Source) -> Future[Parcel] | None:
    """None where the executor has broken."""
    try:
        return executor.submit(work, source.content, source.file)
    except BrokenExecutor:
        return None


def _answer(number: int, source: Source, future: Future[Parcel] | None, alone: _OneByOne) -> Answer:
    try:
        if future is not None:
            return number, source, future.result()
    except BrokenExecutor:  # a worker died, perhaps of another file
        pass
    return number, source, alone.parsed(source)


class _OneByOne:
    """A single worker, made when it is needed and again when a file has killed it."""

    def __init__(self, work: Work, make: Callable[[int], Executor]) -> None:
        self._work = work
        self._make = make
        self._executor: Executor | None = None

    def parsed(self, source: Source) -> Parcel:
        if self._executor is None:
            self._executor = self._make(1)
            try:
                self._executor.submit(_nothing).result()
            except BrokenExecutor as error:  # then it is not because of a file
                raise _not_started("启动后即退出") from error
        try:
            return self._executor.submit(self._work, source.content, source.file).result()
        except BrokenExecutor:
            self.close()
            return UnreadableError(
                f"无法读取“{source.file}”：读取时程序被系统中止，多半是内存不够。",
                "请关闭其他程序后重试；仍不行的，请删除多余的行、列、工作表后重新报送。",
            )

    def close(self) -> None:
        if self._executor is not None:
            _end(self._executor)
            self._executor = None
