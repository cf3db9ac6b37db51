"""Files put in their place as a whole. What was there and says something else is kept beside it,
since a person may have written in it: an explanation, a sentence more in a letter."""

from __future__ import annotations

import io
import os
import zipfile
from itertools import count
from pathlib import Path
from uuid import uuid4

from zsstat.errors import UsageError, why


def put(path: Path, content: bytes) -> Path | None:
    """Writes the file, complete or not at all; the new name of the one that was there before,
    None where there was none or it said the same.

    Raises :class:`UsageError` where the system refuses; then all is as it was."""
    making = path.parent / f".zsstat-{uuid4().hex}.tmp"
    kept: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        making.write_bytes(content)
        if path.exists() and not _same(path.read_bytes(), content):
            kept = _free_name(path)
            path.rename(kept)
        os.replace(making, path)  # noqa: PTH105 - the same as Path.replace, and says what it is
    except OSError as error:
        making.unlink(missing_ok=True)
        if kept is not None and kept.exists():
            kept.rename(path)
        raise unwritable(path, error) from error
    return kept


def unwritable(path: Path, error: OSError) -> UsageError:
    hint = "请关闭正在使用它的程序，或用 --review 换一个文件夹"
    return UsageError(f"写不进 {path}：{why(error)}", hint)


def _same(before: bytes, after: bytes) -> bool:
    """Whether two files say the same. Packages are compared by their parts: the times at which
    those were packed say nothing."""
    return before == after or (bool(parts := _parts(before)) and parts == _parts(after))


def _parts(content: bytes) -> dict[str, tuple[int, int]]:
    """Checksum and size of each part; nothing for what is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return {part.filename: (part.CRC, part.file_size) for part in package.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):  # damaged, or none at all
        return {}


def _free_name(path: Path) -> Path:
    """紫阳.审核.xlsx becomes 紫阳 (旧1).审核.xlsx: the endings by which it is known for what it is
    stay."""
    *name, ending, suffix = path.name.split(".")
    stem = ".".join(name)
    names = (path.with_name(f"{stem} (旧{number}).{ending}.{suffix}") for number in count(1))
    return next(candidate for candidate in names if not candidate.exists())
