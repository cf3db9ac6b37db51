"""Bytes of a file → :class:`zsstat.model.Workbook`, by content and never by its name's ending.

Each cell keeps its address, value, formula, kind, number format, whether it is hidden and under
which merged range it stands. What cannot be read is refused in one sentence.
"""

from __future__ import annotations

import hashlib

from zsstat.errors import UnreadableError
from zsstat.model import Grid, Workbook
from zsstat.read.csv import read_csv
from zsstat.read.limits import MEBIBYTE, Limits
from zsstat.read.package import Package
from zsstat.read.refusals import too_large
from zsstat.read.sniff import check_package, sniff
from zsstat.read.xlsx import read_xlsx

__all__ = ["Limits", "read_workbook"]

_DEFAULT_LIMITS = Limits()


def read_workbook(data: bytes, file: str, limits: Limits = _DEFAULT_LIMITS) -> Workbook:
    """Reads a file's bytes; ``file`` is the name that people know it by.

    ``Workbook.format`` is ``xlsx`` (also for .xlsm and Strict workbooks) or ``csv`` (any delimited
    text). Raises UnreadableError, and nothing else whatever the bytes are: its message names the
    file and what is wrong with it, its hint what to do, its rule one of ``file.unreadable``,
    ``file.encrypted``, ``file.not_workbook``, ``file.too_large``, ``file.unsafe``.
    """
    try:
        kind, grids = _read(data, file, limits)
    except UnreadableError as error:
        message = f"无法读取“{file}”：{error.message}。"
        raise UnreadableError(message, error.hint, error.rule) from error
    return Workbook(file, hashlib.sha256(data).hexdigest(), kind, grids)


def _read(data: bytes, file: str, limits: Limits) -> tuple[str, tuple[Grid, ...]]:
    if len(data) > limits.file_bytes:
        raise too_large(f"超过 {limits.file_bytes // MEBIBYTE} MB")
    if sniff(data, file) == "text":
        return "csv", read_csv(data, limits)
    package = Package(data, limits)
    check_package(package)
    return "xlsx", read_xlsx(package, limits)
