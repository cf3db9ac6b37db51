"""The process that readers which stand on a library run in: ``python -m zsstat.read.helper``.

It takes one request after the other from its standard input and ends with it. A request is a
message (``task``, ``limits``, ``seconds``, ``memory``) and the file's bytes; the answer is
``started``, then the sheets' messages and ``done``, or ``package`` and the bytes of the package
that was locked inside, or ``refused`` with the refusal's texts, or ``failed`` with what went wrong.
Whatever a library prints is dropped. :mod:`zsstat.read.apart` starts this process and decides what
an end without an answer means.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias

from zsstat.errors import UnreadableError
from zsstat.read.limits import Limits
from zsstat.read.sheets import Sheet
from zsstat.read.wire import Message, messages, receive, receive_message, send, send_message

Found: TypeAlias = Iterator[Sheet] | bytes
Reader: TypeAlias = Callable[[bytes, Limits], Found]

_LONGEST_REASON = 500


def _compound() -> Reader:
    from zsstat.read.compound import holds_package, unlocked_package, workbook_stream
    from zsstat.read.xls import read_xls

    def read(data: bytes, limits: Limits) -> Found:
        if holds_package(data):
            return unlocked_package(data)
        return read_xls(workbook_stream(data), limits)

    return read


def _biff() -> Reader:
    from zsstat.read.xls import read_xls

    return read_xls


def _foreign() -> Reader:
    from zsstat.read.foreign import read_foreign

    return read_foreign


READERS: Mapping[str, Callable[[], Reader]] = {
    "compound": _compound,
    "biff": _biff,
    "foreign": _foreign,
}
"""Task → what loads the library and gives the reader. ``compound``: .xls and .et, and the package
that is encrypted in such a file; ``biff``: an .xls without the compound file; ``foreign``: .ods and
.xlsb."""


def serve(readers: Mapping[str, Callable[[], Reader]]) -> None:
    """Answers the requests on the standard input until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that was interrupted ends this one
    requests = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        _silence()
        while True:
            try:
                request = receive_message(requests)
                data = receive(requests)
            except EOFError:
                return
            read = readers[request["task"]]()
            send_message(answers, {"started": True})
            _answer(read, request, data, answers)


def _silence() -> None:
    """What libraries print must not come between the answers."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere.fileno(), stream.fileno())


def _answer(read: Reader, request: Message, data: bytes, answers: IO[bytes]) -> None:
    package = b""
    answer: Message = {"done": True}
    try:
        with _bounded(request["seconds"], request["memory"]):
            found = read(data, Limits(**request["limits"]))
            if isinstance(found, bytes):
                package, answer = found, {"package": True}
            else:
                _send_sheets(found, answers)
    except UnreadableError as error:
        answer = {"refused": [error.message, error.hint, error.rule]}
    except MemoryError:
        answer = {"failed": "memory"}
    except BrokenPipeError:  # nobody waits for the answer
        raise
    except BaseException as error:  # libraries in Rust give up with what is no Exception
        answer = {"failed": f"{type(error).__name__}: {error}"[:_LONGEST_REASON]}
    send_message(answers, answer)
    if package:
        send(answers, package)


def _send_sheets(sheets: Iterator[Sheet], answers: IO[bytes]) -> None:
    for sheet in sheets:
        for message in messages(sheet):
            send_message(answers, message)


@contextmanager
def _bounded(seconds: float, memory: int) -> Iterator[None]:
    """Computes at most so long and in so many bytes beyond those in use now, as far as the system
    can keep such limits: it ends a process that goes on for longer, and a request for more memory
    fails. Windows can do neither, macOS only the first."""
    if sys.platform == "win32":
        yield
        return
    import resource

    kept = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_in_use() + memory, kept[1]))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, kept)


def _in_use() -> int:
    """The bytes of address space that this process has."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # a system without /proc
        return 0
    return pages * resource.getpagesize()


if __name__ == "__main__":
    serve(READERS)
