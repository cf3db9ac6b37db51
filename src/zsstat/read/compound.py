"""Compound files (OLE): which of them is a workbook, and how it is unlocked.

Excel gives a file that somebody protected without a password of his own the password
``VelvetSweatshop`` and opens it without asking. So does this reader. Runs apart from the program.
"""

from __future__ import annotations

import io

from msoffcrypto import OfficeFile  # type: ignore[import-untyped]
from msoffcrypto.exceptions import (  # type: ignore[import-untyped]
    DecryptionError,
    InvalidKeyError,
)
from msoffcrypto.format.xls97 import Xls97File  # type: ignore[import-untyped]
from xlrd.compdoc import CompDoc, CompDocError

from zsstat.errors import UnreadableError
from zsstat.read.biff import is_protected
from zsstat.read.refusals import encrypted
from zsstat.read.sniff import other_compound

_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - everybody's
_PACKAGE = "encryptedpackage"
_WORKBOOKS = ("Workbook", "Book")


def holds_package(data: bytes) -> bool:
    """Whether the file is an encrypted .xlsx (or another encrypted Office package)."""
    document = _document(data)
    return document is not None and _PACKAGE in _names(document)


def unlocked_package(data: bytes) -> bytes:
    """The package (zip) inside. Raises UnreadableError where it has a real password, or a kind of
    encryption that is not known: for its sender that is the same."""
    unlocked = io.BytesIO()
    try:
        office = OfficeFile(io.BytesIO(data))
        office.load_key(password=_DEFAULT_PASSWORD, verify_password=True)
        office.decrypt(unlocked)
    except Exception as error:  # a damaged header makes its parsers raise whatever they meet
        raise _locked() from error
    return unlocked.getvalue()


def workbook_stream(data: bytes) -> bytes:
    """The BIFF stream inside, unlocked. Raises UnreadableError where the file has a real password
    or is no workbook."""
    stream = _stream(data)
    if not is_protected(stream):
        return stream
    unlocked = io.BytesIO()
    try:
        workbook = Xls97File(io.BytesIO(data))
        workbook.load_key(password=_DEFAULT_PASSWORD)
        workbook.decrypt(unlocked)
    except (InvalidKeyError, DecryptionError, OSError) as error:  # OSError: no stream "Workbook"
        raise _locked() from error
    return _stream(unlocked.getvalue())


def _locked() -> UnreadableError:
    return encrypted("设有打开密码的工作簿")


def _stream(data: bytes) -> bytes:
    document = _document(data)
    names = _names(document) if document else frozenset()
    for name in _WORKBOOKS:
        if document and name.casefold() in names:
            memory, start, size = document.locate_named_stream(name)
            if memory is not None:
                return bytes(memory[start : start + size])
    raise other_compound(data, whole=document is not None)


def _document(data: bytes) -> CompDoc | None:
    """None where the file's own directory is damaged. Sectors that two streams share are let pass,
    as Excel does: some export programs write such files."""
    try:
        return CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
    except (CompDocError, AssertionError, IndexError):
        return None


def _names(document: CompDoc) -> frozenset[str]:
    """The names of what lies at the top, in lower case."""
    root, *_ = document.dirlist
    return frozenset(document.dirlist[child].name.casefold() for child in root.children)
