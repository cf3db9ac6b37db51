"""Files put in their place as a whole. A review that was there and says something else is kept
beside it, since a person may have written in it: an explanation, a sentence more in a letter."""

from __future__ import annotations

import errno
import io
import os
import shutil
import zipfile
from itertools import count
from pathlib import Path
from uuid import uuid4

from zsstat.errors import UsageError, why


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file, complete or not at all; what is no file (a device, a pipe) as it is. A link
    stays one.

    Raises OSError where the system refuses; then what was there is as it was."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    target = path.resolve()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    making = target.parent / f".zsstat-{uuid4().hex}.tmp"  # on the same disk, to be renamed
    try:
        making.write_bytes(content)
        if target.exists():
            shutil.copymode(target, making)
        os.replace(making, target)  # noqa: PTH105 - the same as Path.replace, and says what it is
    finally:
        making.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> Path | None:
    """Writes the file, complete or not at all; the new name of the one that was there before,
    None where there was none or it said the same.

    Raises :class:`UsageError` where the system refuses; then all is as it was."""
    kept: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not _same(path.read_bytes(), content):
            kept = _free_name(path)
            path.rename(kept)
        write_whole(path, content)
    except OSError as error:
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
