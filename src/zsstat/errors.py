"""Refusals: what zsstat cannot do, said in one Chinese sentence and a hint.

Bad *data* is never an exception, it is a :class:`zsstat.model.Issue`. An exception of this module
means that a command, a file, the catalogue or the store cannot be used at all. Any other exception
that reaches the command line is a bug and is reported as one.
"""

from __future__ import annotations

import errno


class ZsstatError(Exception):
    """A refusal: ``message`` says what is wrong, ``hint`` what to do about it (both Chinese)."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ZsstatError):
    """The options contradict each other or name something that does not exist."""


class UnreadableError(ZsstatError):
    """A file is not a readable workbook; ``rule`` is the id of the file rule that it breaks."""

    def __init__(self, message: str, hint: str = "", rule: str = "file.unreadable") -> None:
        super().__init__(message, hint)
        self.rule = rule


class CatalogueError(ZsstatError):
    """The catalogue or an overlay of it is wrong; the message names file and key."""


class ExpressionError(ZsstatError):
    """A condition of the catalogue cannot be parsed or uses something that is not allowed."""


class StoreError(ZsstatError):
    """The database cannot be opened, is of a newer version, is locked or damaged."""


class DecisionError(ZsstatError):
    """A decision of the office (waiver, replacement) is not possible as asked."""


class TemplateError(ZsstatError):
    """The bulletin's template is wrong; the message names line, name and nearest match."""


class FontError(ZsstatError):
    """No installed font has the characters of a picture; the message names them."""


def why(error: OSError) -> str:
    """The system's reason in Chinese; one that is rare is quoted as the system says it."""
    match error:
        case OSError(errno=errno.ENOSPC | errno.EFBIG | errno.EDQUOT):
            return "磁盘空间不够"
        case OSError(errno=errno.EROFS):
            return "所在的磁盘只能读，不能写"
        case FileNotFoundError():
            return "没有这个文件或文件夹"
        case PermissionError():
            return "没有权限，或正被别的程序使用"
        case IsADirectoryError():
            return "这是文件夹，不是文件"
        case NotADirectoryError():
            return "上一级不是文件夹"
    return error.strerror or str(error)
