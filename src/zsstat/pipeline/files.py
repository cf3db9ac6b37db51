"""Which files an import takes, and their bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zsstat.errors import UsageError, why

SPREADSHEETS = frozenset(
    {".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".csv", ".tsv", ".xml", ".htm", ".html"}
)
"""What is taken from a *folder*; a file that is named itself is read whatever it is called."""

LOCK_FILE_PREFIX = "~$"


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
    """The files of an import and those in its folders that were passed over."""

    files: tuple[tuple[str, Path], ...]
    passed_over: tuple[str, ...] = ()


def find_files(paths: Iterable[Path]) -> Found:
    """Every workbook of the files and folders given, with the name it will be known by.

    Folders are searched through; Excel's lock files and what is no spreadsheet by its name are
    passed over there. Raises :class:`UsageError` for a path that does not exist."""
    files: list[tuple[str, Path]] = []
    passed_over: list[str] = []
    for path in paths:
        if path.is_file():
            files.append((readable_name(path.name), path))
            continue
        if not path.is_dir():
            raise UsageError(f"找不到 {path}", "请核对文件或文件夹的名称")
        for found in sorted(p for p in path.rglob("*") if p.is_file()):
            name = readable_name(found.relative_to(path).as_posix())
            if _is_return(found):
                files.append((name, found))
            else:
                passed_over.append(name)
    return Found(tuple(files), tuple(passed_over))


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


def load(files: Sequence[tuple[str, Path]]) -> Iterator[Source]:
    """The bytes of each file. Raises :class:`UsageError` where the system refuses them."""
    for name, path in files:
        try:
            yield Source(name, path.read_bytes())
        except OSError as error:
            raise UsageError(
                f"文件 {path} 打不开：{why(error)}", "请关闭正在使用它的程序后重试"
            ) from error
