"""A docx as a file: opened with care, saved so that the same document has the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError
from lxml import etree

from zsstat.errors import UsageError
from zsstat.render.zipped import undated

MOST_ENTRIES = 2_000
MOST_BYTES = 64 * 1024 * 1024
"""Unpacked, all parts together: more than any document of an office takes."""
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_SAVE_AGAIN = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
    RuntimeError, OpcError, InvalidXmlError, etree.XMLSyntaxError, KeyError, ValueError,
    AttributeError, IndexError, OverflowError, MemoryError,
)  # fmt: skip
"""What zipfile, lxml and python-docx raise on a package that contradicts itself."""


def opened(data: bytes, what: str) -> Document:
    """A docx that somebody else wrote; ``what`` it is, for the refusal (参考文档).

    Raises :class:`UsageError` for what is none, holds macros, claims to be huge or declares
    entities. Nothing that it refers to is opened."""
    try:
        _look_over(data, what)
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise ValueError
    except _BROKEN as error:
        raise UsageError(
            f"{what}不是能读的 docx 文件，可能已损坏、加了密码或是旧的 .doc 格式", _SAVE_AGAIN
        ) from error
    return document


def _look_over(data: bytes, what: str) -> None:
    """Refuses what must not be unpacked, before it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
        if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_BYTES:
            raise UsageError(
                f"{what}解压后过大（超过 {MOST_BYTES // 1024**2} MB），为安全起见不予使用",
                "请删去其中的图片等内容，只留样式和页眉页脚",
            )
        for entry in entries:
            name = entry.filename.casefold()
            if name.endswith((".xml", ".rels")) and _declares(package.read(entry)):
                raise UsageError(
                    f"{what}结构异常（{entry.filename}），为安全起见不予使用", _SAVE_AGAIN
                )
            if name.endswith(("vbaproject.bin", "vbadata.xml")) or (
                name == "[content_types].xml" and b"macroEnabled" in package.read(entry)
            ):
                raise UsageError(f"{what}含有宏，为安全起见不予使用", _SAVE_AGAIN)


def _declares(part: bytes) -> bool:
    """Whether a part may declare entities, in whichever encoding it is written."""
    return any("<!DOCTYPE".encode(encoding) in part for encoding in _ENCODINGS)


def saved(document: Document) -> bytes:
    """The document's bytes; no entry says when it was written."""
    raw = io.BytesIO()
    document.save(raw)
    return undated(raw.getvalue())
