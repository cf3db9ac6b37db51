"""Bytes of a file → :class:`zsstat.model.Workbook`, by content and never by its name's ending.

Each cell keeps its address, value, formula, kind, number format, whether it is hidden and under
which merged range it stands. What cannot be read is refused in one sentence.
"""

from __future__ import annotations

import hashlib

from zsstat.errors import UnreadableError
from zsstat.model import Grid, Workbook
from zsstat.read.apart import read_apart, read_grids
from zsstat.read.csv import read_csv
from zsstat.read.html import read_html
from zsstat.read.limits import MEBIBYTE, Limits
from zsstat.read.mhtml import read_mhtml
from zsstat.read.package import Package
from zsstat.read.refusals import damaged, too_large
from zsstat.read.sniff import check_package, sniff
from zsstat.read.spreadsheetml import read_spreadsheetml
from zsstat.read.xlsx import read_xlsx

__all__ = ["Limits", "read_workbook"]

_DEFAULT_LIMITS = Limits()
# Their reader cannot tell everything: see zsstat.read.foreign.
_DEGRADED = ("ods", "xlsb")


def read_workbook(data: bytes, file: str, limits: Limits = _DEFAULT_LIMITS) -> Workbook:
    """Reads a file's bytes; ``file`` is the name that people know it by.

    ``Workbook.format`` is ``xlsx`` (also for .xlsm and Strict workbooks), ``xls`` (also for WPS
    .et), ``ods``, ``xlsb``, ``html`` (a web page), ``mhtml`` (one with its sheets in one file),
    ``spreadsheetml`` (XML 表格 2003) or ``csv`` (any delimited text). Raises UnreadableError, and
    nothing else whatever the bytes are: its message names the file and what is wrong with it, its
    hint what to do, its rule one of ``file.unreadable``, ``file.encrypted``,
    ``file.not_workbook``, ``file.too_large``, ``file.unsafe``.
    """
    try:
        kind, grids = _read(data, file, limits)
        _check_names(grids)
    except UnreadableError as error:
        message = f"无法读取“{file}”：{error.message}。"
        raise UnreadableError(message, error.hint, error.rule) from error
    digest = hashlib.sha256(data).hexdigest()
    return Workbook(file, digest, kind, grids, degraded=kind in _DEGRADED)


def _read(data: bytes, file: str, limits: Limits) -> tuple[str, tuple[Grid, ...]]:
    if len(data) > limits.file_bytes:
        raise too_large(f"超过 {limits.file_bytes // MEBIBYTE} MB")
    match sniff(data, file):
        case "text":
            return "csv", read_csv(data, limits)
        case "html":
            return "html", read_html(data, limits)
        case "mhtml":
            return "mhtml", read_mhtml(data, limits)
        case "spreadsheetml":
            return "spreadsheetml", read_spreadsheetml(data, limits)
        case "zip":
            return _read_package(data, limits)
        case "compound":
            found = read_apart("compound", data, limits)
            if isinstance(found, bytes):  # the package that was locked inside
                return _read_package(found, limits)
            return "xls", found
        case "biff":
            return "xls", read_grids("biff", data, limits)


def _read_package(data: bytes, limits: Limits) -> tuple[str, tuple[Grid, ...]]:
    package = Package(data, limits)
    kind = check_package(package)
    if kind == "xlsx":
        return kind, read_xlsx(package, limits)
    return kind, read_grids("foreign", data, limits, package.unpacked_bytes)


def _check_names(grids: tuple[Grid, ...]) -> None:
    """A cell's address names its sheet: no two of them may have the same name."""
    names = set()
    for grid in grids:
        if grid.sheet in names:
            raise damaged(f"有两个工作表都叫“{grid.sheet}”")
        names.add(grid.sheet)
