"""The zip package around a workbook: parts by name, relationships, and what makes it unsafe."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from zsstat.read.limits import MEBIBYTE, Limits
from zsstat.read.markup import PACKAGE_RELATIONS, Attributes, Table, as_utf8, walk
from zsstat.read.refusals import damaged, encrypted, too_large, unsafe

_CENTRAL_ENTRY = b"PK\x01\x02"
_LOCAL_ENTRY = b"PK\x03\x04"
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED_FLAG = 0x1
# What zipfile raises on a directory that is cut off, overwritten or uses unknown features.
_BROKEN_DIRECTORY = (
    zipfile.BadZipFile,
    NotImplementedError,
    UnicodeDecodeError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind`` is the last word of the relationship's type: worksheet, sharedStrings, styles …"""

    kind: str
    target: str


class Package:
    """The parts of a zip file. Every entry is checked before any is unpacked."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        if data.count(_CENTRAL_ENTRY) > limits.entries:
            raise too_large(f"压缩包内的文件超过 {limits.entries} 个")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except _BROKEN_DIRECTORY as error:
            raise damaged("压缩包不完整，可能没有传输完") from error
        self._check_sizes(entries)
        _check_places(entries)
        self._entries = _by_name(entries)

    def _check_sizes(self, entries: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        if sum(entry.file_size for entry in entries) > limits.uncompressed_bytes:
            raise too_large(f"解压后超过 {limits.uncompressed_bytes // MEBIBYTE} MB")
        for entry in entries:
            bound = max(limits.ratio_from_bytes, entry.compress_size * limits.ratio)
            if entry.file_size > bound:
                raise unsafe(f"压缩率超过 {limits.ratio} 倍")

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    @property
    def unpacked_bytes(self) -> int:
        """What the parts say that they unpack to, all together."""
        return sum(entry.file_size for entry in self._entries.values())

    @property
    def names(self) -> frozenset[str]:
        """The parts' names in lower case: a package does not tell upper from lower case."""
        return frozenset(self._entries)

    def xml(self, name: str) -> bytes:
        """An XML part in UTF-8."""
        return as_utf8(self.part(name))

    def frame(self, name: str) -> bytes:
        """An XML part in UTF-8 that holds no cells and no strings, and so is never large."""
        entry = self._entries.get(name.casefold())
        if entry is not None and entry.file_size > self._limits.frame_bytes:
            raise too_large(f"内部文件 {name} 超过 {self._limits.frame_bytes // MEBIBYTE} MB")
        return self.xml(name)

    def part(self, name: str) -> bytes:
        """A part's bytes, checked against the size and the checksum that the package states.

        Never unpacks more than the stated size, whatever the data would grow to.
        """
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise damaged(f"缺少内部文件 {name}")
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise encrypted("压缩包设有密码")
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            content = bytes(packed)
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            content = _inflated(packed, entry)
        else:
            raise unsafe(f"压缩方法 {entry.compress_type} 不是 Excel 所用")
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise damaged(f"内部文件 {name} 校验不符")
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        start = entry.header_offset
        header = self._data[start : start + _LOCAL_HEADER_BYTES]
        if start < 0 or len(header) < _LOCAL_HEADER_BYTES or not header.startswith(_LOCAL_ENTRY):
            raise damaged("压缩包内的位置有误")
        name_bytes = int.from_bytes(header[26:28], "little")
        extra_bytes = int.from_bytes(header[28:30], "little")
        start += _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
        packed = memoryview(self._data)[start : start + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise damaged("压缩包不完整，可能没有传输完")
        return packed

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relationships of a part by their ids; ``""`` names the package. External ones (web
        addresses) are left out; a part without a relationships part has none."""
        folder, _, base = part.rpartition("/")
        name = join(folder, "_rels", base + ".rels")
        found: dict[str, Relation] = {}
        if name not in self:
            return found

        def add(attributes: Attributes) -> None:
            if attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = self._resolved(attributes.get("Target", ""), dirname(part))
                found[attributes.get("Id", "")] = Relation(kind, target)

        parents = {"Relationships": ("",), "Relationship": ("Relationships",)}
        table = Table(PACKAGE_RELATIONS, parents, {"Relationship": add})
        walk(self.frame(name), table, self._limits.depth)
        return found

    def _resolved(self, target: str, folder: str) -> str:
        target = target.replace("\\", "/")
        name = normpath(join("/", folder, target)).lstrip("/")
        return name if name in self else unquote(name)


def _inflated(packed: memoryview, entry: zipfile.ZipInfo) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, entry.file_size + 1)
    except zlib.error as error:
        raise damaged(f"内部文件 {entry.filename} 不能解压") from error
    if len(content) > entry.file_size:
        raise unsafe("解压后的大小与所声明的不符")
    return content


def _check_places(entries: list[zipfile.ZipInfo]) -> None:
    """Entries whose bytes overlap are how a small file unpacks to a huge one."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(ordered):
        end = entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size
        if end > following.header_offset:
            raise unsafe("压缩包内的文件互相重叠")


def _by_name(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename.replace("\\", "/").lstrip("/").casefold()
        if name in found:
            raise unsafe(f"压缩包内有两个同名文件 {entry.filename[:80]}")
        found[name] = entry
    return found
