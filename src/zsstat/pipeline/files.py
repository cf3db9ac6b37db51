"""Which files an import takes, and their bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zsstat.errors import UsageError, why

SPREADSHEETS = frozenset(
    {".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".csv", ".tsv", ".xml"}
    | {".htm", ".html", ".mht", ".mhtml"}
)
"""What is taken from a *folder*; a file that is named itself is read whatever it is called. Not
.txt: in the folders of a bureau those are letters and notes, also our own. They are named among
the files passed over, so that the rare table among them is not lost silently."""

LOCK_FILE_PREFIX = "~$"
REVIEW, LETTER = ".审核", ".退回函"
"""What the names of the files that go back to a sender end with, before their suffix."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its bytes, and the name that a person knows it by."""

    file: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """The files of an import and those in its folders that were passed over; ``reviews`` are the
    review workbooks that an import wrote there, or that somebody sent back under that name: how
    they are called, and where they are."""

    files: tuple[tuple[str, Path], ...]
    passed_over: tuple[str, ...] = ()
    reviews: tuple[tuple[str, Path], ...] = ()


def find_files(paths: Iterable[Path]) -> Found:
    """Every workbook of the files and folders given, with the name it will be known by.

    Folders are searched through; Excel's lock files, what is no spreadsheet by its name, and the
    reviews and letters of an earlier import are passed over there. Raises :class:`UsageError` for
    a path that does not exist."""
    files: list[tuple[str, Path]] = []
    passed_over: list[str] = []
    reviews: list[tuple[str, Path]] = []
    for path in paths:
        if path.is_file():
            files.append((readable_name(path.name), path))
            continue
        if not path.is_dir():
            raise UsageError(f"找不到 {path}", "请核对文件或文件夹的名称")
        for found in sorted(p for p in path.rglob("*") if p.is_file()):
            name = readable_name(found.relative_to(path).as_posix())
            if found.stem.endswith(REVIEW):
                reviews.append((name, found))
            elif found.stem.endswith(LETTER):
                continue
            elif _is_return(found):
                files.append((name, found))
            else:
                passed_over.append(name)
    return Found(tuple(files), tuple(passed_over), tuple(reviews))


def readable_name(name: str) -> str:
    """The name as text: one that is not UTF-8 (packed on a Chinese Windows, unpacked on Linux) is
    read as GB18030, so that it can be shown and stored."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _is_return(path: Path) -> bool:
    return not path.name.startswith(LOCK_FILE_PREFIX) and path.suffix.lower() in SPREADSHEETS


def sizes(files: Iterable[tuple[str, Path]]) -> list[int]:
    """The bytes of each file; 0 for one that is gone, which :func:`load` will say."""
    return [path.stat().st_size if path.is_file() else 0 for _, path in files]


def load(files: Sequence[tuple[str, Path]]) -> Iterator[Source]:
    """The bytes of each file. Raises :class:`UsageError` where the system refuses them."""
    for name, path in files:
        try:
            yield Source(name, path.read_bytes())
        except OSError as error:
            raise UsageError(
                f"文件 {path} 打不开：{why(error)}", "请关闭正在使用它的程序后重试"
            ) from error
