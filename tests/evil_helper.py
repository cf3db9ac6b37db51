"""A helper process whose readers misbehave; the file's bytes say how."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

from zsstat.model import Cell, CellKind
from zsstat.read.helper import Found, serve
from zsstat.read.limits import Limits
from zsstat.read.refusals import unsafe
from zsstat.read.sheets import Sheet


class PanicError(BaseException):
    """What a library in Rust raises."""


def good(name: str) -> Iterator[Sheet]:
    yield Sheet(name, [(Cell(1, 1, CellKind.TEXT, name),)])


def half() -> Iterator[Sheet]:
    yield from good("一")
    os._exit(0)


def read(data: bytes, _: Limits) -> Found:  # noqa: C901 - one evil a word
    match data.decode("utf-8"):
        case "spin":
            while True:
                pass
        case "sleep":
            time.sleep(600)
        case "memory":
            hoard = [bytes(1 << 20) for _ in range(1 << 16)]
            del hoard
        case "abort":
            os.abort()
        case "exit":
            os._exit(0)
        case "half":
            return half()
        case "raise":
            raise KeyError("xl/styles.bin")
        case "panic":
            raise PanicError
        case "refuse":
            raise unsafe("甲")
        case "package":
            return b"PK..."
        case "print":
            sys.stdout.write("noise\n")
            sys.stderr.write("noise" * 100_000)
            os.write(1, b"noise")
    return good(data.decode("utf-8"))


if __name__ == "__main__":
    serve({"compound": lambda: read, "biff": lambda: read, "foreign": lambda: read})
