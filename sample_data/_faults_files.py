"""Faults of files that cannot be opened, or must not be: cut off, locked, disguised, dangerous.

Packages here are stored without compression, so that their bytes depend on nothing but us.
"""

from __future__ import annotations

import io
import struct
import zipfile

from sample_data._fault_forms import Form, book, contracts, data

Files = dict[str, bytes]

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOTHING = 0xFFFFFFFF
_STREAM = 4096
"""The smallest stream that a compound file keeps in ordinary sectors."""


def truncated() -> Files:
    """A download that stopped half-way."""
    whole = _stored(_return())
    return {"石泉县招商引资台账-2020.xlsx": whole[:6000]}


def encrypted() -> Files:
    """Saved with a password to open: a compound file around the encrypted package."""
    streams = {"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": b"\x00" * 8}
    return {"石泉县招商引资台账-2020.xlsx": _compound(streams)}


def disguised_pdf() -> Files:
    """A printout with the ending of a workbook."""
    return {
        "石泉县招商引资台账-2020.xlsx": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
    }


def disguised_text() -> Files:
    """A covering letter, saved as text and renamed."""
    text = (
        "关于报送2020年招商引资工作情况的说明\r\n"
        "市招商和经济合作局：\r\n"
        "现将我县2020年招商引资工作情况报上，请审阅。\r\n"
    )
    return {"石泉县2020年说明.xlsx": text.encode("utf-8")}


def too_large() -> Files:
    """Photographs pasted in: a part that says it unpacks to 300 MB."""
    content = _stored(_return(), {"xl/media/image1.jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 2000})
    return {"石泉县招商引资台账-2020.xlsx": _declared(content, "image1.jpeg", 300 * 1024**2)}


def bomb() -> Files:
    """A part that says it unpacks to four thousand times its size."""
    content = _stored(_return(), {"xl/worksheets/sheet9.xml": b"\0" * 2000})
    return {"石泉县招商引资台账-2020.xlsx": _declared(content, "sheet9.xml", 8 * 1024**2)}


def document_type() -> Files:
    """A sheet with a document type and an entity, which no office program writes."""
    declaration = (
        b'<!DOCTYPE worksheet [<!ENTITY county "\xe7\x9f\xb3\xe6\xb3\x89\xe5\x8e\xbf">]>\n'
    )
    with zipfile.ZipFile(io.BytesIO(_return())) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    start = sheet.index(b"<worksheet")
    changed = {"xl/worksheets/sheet1.xml": sheet[:start] + declaration + sheet[start:]}
    return {"石泉县招商引资台账-2020.xlsx": _stored(_return(), changed)}


def _return() -> bytes:
    return Form.of(data("shiquan", contracts("shiquan", 3)), book("shiquan", "projects")).content


# --- packages ---------------------------------------------------------------------------------


def _stored(content: bytes, parts: dict[str, bytes] | None = None) -> bytes:
    """The package without compression, with ``parts`` replaced or added."""
    changed = dict(parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w") as stored:
        for name in package.namelist():
            part = changed.pop(name, None) or package.read(name)
            stored.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
        for name, part in changed.items():
            stored.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return out.getvalue()


def _declared(content: bytes, name: str, size: int) -> bytes:
    """The package with another uncompressed size of one part in its directory."""
    at = content.index(b"PK\x01\x02")
    while not _directory_name(content, at).endswith(name):
        at = content.index(b"PK\x01\x02", at + 4)
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def _directory_name(content: bytes, at: int) -> str:
    length = int.from_bytes(content[at + 28 : at + 30], "little")
    return content[at + 46 : at + 46 + length].decode()


# --- compound files ---------------------------------------------------------------------------


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB version 3): header, allocation table, directory, the streams."""
    sectors_each = _STREAM // _SECTOR
    table = [_FAT, _END]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    body = b""
    for number, (name, start) in enumerate(streams.items(), 1):
        first = len(table)
        table += [*range(first + 1, first + sectors_each), _END]
        sibling = number + 1 if number < len(streams) else _NOTHING
        entries.append(_entry(name, 2, first, _STREAM, right=sibling))
        body += start.ljust(_STREAM, b"\0")
    table += [_FREE] * (_SECTOR // 4 - len(table))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    return _header() + struct.pack(f"<{len(table)}I", *table) + directory + body


def _header() -> bytes:
    fields = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0,
        _STREAM, _END, 0, _END, 0,
    )  # fmt: skip
    allocation = struct.pack("<109I", 0, *[_FREE] * 108)
    return fields + allocation


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = _NOTHING, right: int = _NOTHING
) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        encoded, len(encoded), kind, 1, _NOTHING, right, child, b"", 0, 0, 0, start, size,
    )  # fmt: skip
