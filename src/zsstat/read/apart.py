"""Files that only a library can read are read in a process of their own.

The libraries trust what they read: a small damaged file can make them fail in any way, loop, ask
for all the memory there is or end the process. So one helper process (:mod:`zsstat.read.helper`) is
started when it is first needed, serves all such files of this process, and ends with it. Whatever
happens to it costs one file: the file is refused in one sentence, and the next one finds a new
helper.

Limits: seconds of computing and bytes of memory in proportion to the file. Where the system cannot
count the helper's seconds (Windows) they are seconds by the clock; there is no limit of memory on
Windows and macOS.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import IO, Literal, TypeAlias, cast

from zsstat.errors import UnreadableError
from zsstat.model import Grid
from zsstat.read.limits import MEBIBYTE, Limits
from zsstat.read.refusals import SAVE_AGAIN, damaged, too_costly
from zsstat.read.wire import GridBuilder, Message, receive, receive_message, send, send_message

Task: TypeAlias = Literal["compound", "biff", "foreign"]
Found: TypeAlias = tuple[Grid, ...] | bytes

_COMMAND = (sys.executable, "-P", "-X", "utf8", "-m", "zsstat.read.helper")
_START_SECONDS = 60.0
# One that ended its answer is ending itself and gets the time to say how; an idle one ends as soon
# as nobody asks any more.
_DYING_SECONDS = 5.0
_IDLE_SECONDS = 0.5
# By the clock a computing process may be waiting for others. Where its own time is counted, the
# clock is only there for one that sleeps.
_PATIENCE = 1.0 if sys.platform == "win32" else 4.0
# How a process ends that the system denies memory, or that finds itself without any.
_OUT_OF_MEMORY = (-6, -9, 3, 0xC0000409)
_OUT_OF_TIME = None if sys.platform == "win32" else -signal.SIGPROF
_LARGE = 256 * MEBIBYTE
# What a file may cost: a small one less than the 2 s and 300 MB in which it must be refused.
_LEAST_SECONDS, _BYTES_A_SECOND, _UNPACKED_A_SECOND = 1.5, MEBIBYTE, 20 * MEBIBYTE
_LEAST_MEMORY, _MEMORY_OF_SIZE, _MEMORY_OF_UNPACKED = 160 * MEBIBYTE, 16, 2
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What reading one file may cost: seconds of computing, and bytes beyond the idle helper's."""

    seconds: float
    memory: int

    @classmethod
    def of(cls, size: int, unpacked: int = 0) -> Allowance:
        """For a file of so many bytes that unpack to so many."""
        return cls(
            _LEAST_SECONDS + size / _BYTES_A_SECOND + unpacked / _UNPACKED_A_SECOND,
            _LEAST_MEMORY + _MEMORY_OF_SIZE * size + _MEMORY_OF_UNPACKED * unpacked,
        )


class _FailedError(Exception):
    """The library gave up; the text says how."""

    @property
    def of_memory(self) -> bool:
        return str(self) == "memory"

    def refusal(self) -> UnreadableError:
        return too_costly("内存") if self.of_memory else damaged("内容不合格式，不能读懂")


class _NotStartedError(Exception):
    """The helper ended before it looked at the file."""


class _Process:
    """A running helper and the two pipes to it."""

    def __init__(self, command: Sequence[str]) -> None:
        """Raises OSError where the system does not start it."""
        self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
        self.requests = cast("IO[bytes]", self._popen.stdin)
        self.answers = cast("IO[bytes]", self._popen.stdout)
        self.pid = self._popen.pid

    def has_ended(self) -> bool:
        return self._popen.poll() is not None

    def kill(self) -> None:
        self._popen.kill()

    def end(self, seconds: float) -> int:
        """Ends it, clears away and says how it ended; it gets so long to end by itself."""
        self.requests.close()
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)
        self._popen.kill()
        status = self._popen.wait()
        self.answers.close()
        return status

    def forget(self) -> None:
        """After a fork: it belongs to the parent, here only the pipes' copies are closed."""
        self.requests.close()
        self.answers.close()
        self._popen.returncode = 0  # it is not this process that waits for it


class _Watch:
    """Kills a process whose time is up."""

    def __init__(self, process: _Process) -> None:
        self._process = process
        self.expired = False

    @contextmanager
    def over(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self.expired = True
        self._process.kill()


class Helper:
    """One helper process, started when it is needed and started anew when it ended.

    Threads take turns; a forked process has its own. ``command`` starts the process.
    """

    def __init__(self, command: Sequence[str] = _COMMAND) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: _Process | None = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def read(self, task: Task, data: bytes, limits: Limits, allowance: Allowance) -> Found:
        """The sheets of the file, or the package that was locked inside.

        Raises UnreadableError, whatever happens to the process.
        """
        with self._lock:
            process = self._running()
            watch = _Watch(process)
            try:
                found = _exchange(process, watch, (task, data, limits, allowance))
            except UnreadableError:
                raise
            except _NotStartedError as error:
                self._stop()
                raise _not_started() from error
            except _FailedError as error:
                if error.of_memory:
                    self._stop()
                raise error.refusal() from error
            except (EOFError, OSError, ValueError) as error:
                status = self._stop(_DYING_SECONDS)
                raise _refusal_at_end(status, expired=watch.expired) from error
            except BaseException:  # interrupted: the rest of the answer must not reach the next one
                self._stop(0)
                raise
            if allowance.memory > _LARGE:
                self._stop()  # it does not give the memory back
            return found

    @property
    def pid(self) -> int | None:
        """The number of the process that stands ready."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """Ends the process, if there is one."""
        with self._lock:
            self._stop()

    def _running(self) -> _Process:
        if self._process is not None and self._process.has_ended():
            self._stop()
        if self._process is None:
            try:
                self._process = _Process(self._command)
            except OSError as error:
                raise _not_started() from error
        return self._process

    def _stop(self, seconds: float = _IDLE_SECONDS) -> int:
        process, self._process = self._process, None
        return process.end(seconds) if process else 0

    def _forget(self) -> None:
        process, self._process = self._process, None
        self._lock = threading.Lock()
        if process:
            process.forget()


def _exchange(
    process: _Process,
    watch: _Watch,
    request: tuple[Task, bytes, Limits, Allowance],
) -> Found:
    task, data, limits, allowance = request
    head: Message = {"task": task, "limits": asdict(limits), **asdict(allowance)}
    with watch.over(_START_SECONDS):
        try:
            send_message(process.requests, head)
            send(process.requests, data)
            receive_message(process.answers)
        except (EOFError, OSError) as error:
            raise _NotStartedError from error
    with watch.over(allowance.seconds * _PATIENCE):
        return _answer(process.answers)


def _answer(answers: IO[bytes]) -> Found:
    """Raises UnreadableError for a refusal, _FailedError where the library gave up, EOFError where
    the answer ends before its end."""
    builders: list[GridBuilder] = []
    while True:
        message = receive_message(answers)
        match message:
            case {"sheet": _}:
                builders.append(GridBuilder(message))
            case {"rows": _}:
                builders[-1].add(message)
            case {"done": _}:
                return tuple(builder.grid() for builder in builders)
            case {"package": _}:
                return receive(answers)
            case {"refused": [message_text, hint, rule]}:
                raise UnreadableError(message_text, hint, rule)
            case {"failed": reason}:
                raise _FailedError(reason)


def _refusal_at_end(status: int, *, expired: bool) -> UnreadableError:
    if expired or status == _OUT_OF_TIME:
        return too_costly("时间")
    if status in _OUT_OF_MEMORY:
        return too_costly("内存")
    return damaged("读取时程序意外中止")


def _not_started() -> UnreadableError:
    return UnreadableError("读取这种格式所用的程序不能启动", SAVE_AGAIN)


_HELPER = Helper()
atexit.register(_HELPER.close)


def read_apart(task: Task, data: bytes, limits: Limits, unpacked: int = 0) -> Found:
    """What this process's helper reads; see :meth:`Helper.read`. ``unpacked``: the bytes that a
    package unpacks to."""
    return _HELPER.read(task, data, limits, Allowance.of(len(data), unpacked))


def read_grids(
    task: Literal["biff", "foreign"], data: bytes, limits: Limits, unpacked: int = 0
) -> tuple[Grid, ...]:
    """What :func:`read_apart` gives for files in which nothing is locked."""
    return cast("tuple[Grid, ...]", read_apart(task, data, limits, unpacked))
