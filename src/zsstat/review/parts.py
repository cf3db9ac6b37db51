"""The parts of a workbook package: read, exchanged one by one, packed again.

A part that nobody exchanges goes into the new package byte for byte.
"""

from __future__ import annotations

import io
import zipfile
from itertools import count
from posixpath import dirname, join, normpath, relpath

from lxml import etree

from zsstat.errors import UnreadableError
from zsstat.read.limits import Limits
from zsstat.read.markup import as_utf8
from zsstat.read.package import Package

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = "[Content_Types].xml"
OTHER_FORMAT = "这种格式的文件不能加批注"
"""Why what is no OOXML package gets the list alone."""
OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""What the types of relationships begin with: in ordinary packages, and in Strict ones."""
_TYPES = f"{{{PACKAGE}/content-types}}"
_RELATIONS = f"{{{PACKAGE}/relationships}}"
_EMPTY_RELATIONS = f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode()


class UnpatchableError(Exception):
    """This package is not one that can be added to; ``reason`` says why in Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def tree(data: bytes, part: str) -> etree._Element:
    """An XML part that is small. Raises UnpatchableError for one that is damaged or has a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(as_utf8(data), parser)
    except etree.XMLSyntaxError as error:
        raise UnpatchableError(f"内部文件 {part} 有误") from error
    if root.getroottree().docinfo.doctype:
        raise UnpatchableError(f"内部文件 {part} 含有 DTD")
    return root


def space_of(root: etree._Element) -> str:
    """What the names of a part's elements begin with: its namespace in braces."""
    space, brace, _ = str(root.tag).rpartition("}")
    return space + brace


def xml(root: etree._Element) -> bytes:
    """The part as bytes; what stood before and after its root element stays."""
    whole = root.getroottree()
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8", standalone=True)


class Parts:
    """A package. Names are compared without regard to case, as the format asks.

    Raises UnpatchableError for what is none."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._package = Package(data, limits)
        except UnreadableError as error:
            raise UnpatchableError(error.message) from error
        self._limits = limits
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._entries = archive.infolist()
        self._changed: dict[str, tuple[str, bytes]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._package or name.casefold() in self._changed

    @property
    def names(self) -> frozenset[str]:
        """The parts' names in lower case."""
        return self._package.names | frozenset(self._changed)

    def read(self, name: str) -> bytes:
        """A part as it is now. Raises UnpatchableError for one that cannot be unpacked."""
        if name.casefold() in self._changed:
            return self._changed[name.casefold()][1]
        try:
            return self._package.part(name)
        except UnreadableError as error:
            raise UnpatchableError(error.message) from error

    def tree(self, name: str) -> etree._Element:
        """A part as a tree; it may not be larger than the reader's limit for such parts."""
        data = self.read(name)
        if len(data) > self._limits.frame_bytes:
            raise UnpatchableError(f"内部文件 {name} 过大")
        return tree(data, name)

    def write(self, name: str, content: bytes) -> None:
        """Exchanges a part, or adds it."""
        self._changed[name.casefold()] = (name, content)

    def free(self, pattern: str) -> str:
        """A name that no part has, its number put into ``pattern``."""
        return next(name for n in count(1) if (name := pattern.format(n)) not in self)

    def packed(self) -> bytes:
        """The new package: parts in their old order with their old time stamps, new ones last."""
        target = io.BytesIO()
        left = dict(self._changed)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self._entries:
                name = entry.filename.replace("\\", "/").lstrip("/")
                _, content = left.pop(name.casefold(), (name, None))
                info = zipfile.ZipInfo(name, entry.date_time)
                info.compress_type, info.external_attr = entry.compress_type, entry.external_attr
                unchanged = b"" if entry.is_dir() else self.read(name) if content is None else b""
                archive.writestr(info, unchanged if content is None else content)
            for name, content in left.values():
                archive.writestr(stamped(name), content, zipfile.ZIP_DEFLATED)
        return target.getvalue()


_STAMP = (2020, 1, 1, 0, 0, 0)


def stamped(name: str) -> zipfile.ZipInfo:
    """A new part with a fixed time: equal findings give equal bytes."""
    return zipfile.ZipInfo(name, _STAMP)


def untouched(data: bytes) -> bool:
    """Whether a review workbook was never saved again since it was written: a sheet of it still
    has our fixed time, which no office program keeps."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(
                entry.date_time == _STAMP and "/worksheets/" in entry.filename
                for entry in archive.infolist()
            )
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


class Relations:
    """The relationships of one part, looked at and added to."""

    def __init__(self, parts: Parts, part: str) -> None:
        self._parts = parts
        self._folder = dirname(part)
        self._name = join(self._folder, "_rels", part.rpartition("/")[2] + ".rels")
        self._root = (
            parts.tree(self._name) if self._name in parts else tree(_EMPTY_RELATIONS, self._name)
        )
        if self._root.tag != f"{_RELATIONS}Relationships":
            raise UnpatchableError(f"内部文件 {self._name} 有误")

    def targets(self, kind: str) -> list[str]:
        """The parts of this kind (comments, styles …) that this part leads to."""
        return [
            self.target(one.get("Id", ""))
            for one in self._all()
            if one.get("Type", "").rpartition("/")[2] == kind
        ]

    def target(self, identifier: str) -> str:
        """The part that a relationship leads to. Raises UnpatchableError where there is none."""
        for one in self._all():
            if one.get("Id") == identifier and one.get("TargetMode") != "External":
                return resolved(one.get("Target", ""), self._folder)
        raise UnpatchableError(f"内部文件 {self._name} 缺少 {identifier[:40]}")

    def base(self) -> str:
        """What the types of these relationships begin with: it is another in Strict packages."""
        kinds = [one.get("Type", "").rpartition("/")[0] for one in self._all()]
        return next((kind for kind in kinds if kind in OFFICE), "")

    def add(self, type_: str, part: str) -> str:
        """A new relationship; returns its id."""
        used = {one.get("Id") for one in self._all()}
        identifier = next(name for n in count(1) if (name := f"rId{n}") not in used)
        etree.SubElement(
            self._root,
            f"{_RELATIONS}Relationship",
            {"Id": identifier, "Type": type_, "Target": relpath(part, self._folder or ".")},
        )
        self._parts.write(self._name, xml(self._root))
        return identifier

    def _all(self) -> list[etree._Element]:
        return self._root.findall(f"{_RELATIONS}Relationship")


def resolved(target: str, folder: str) -> str:
    """A relationship's target as the name of a part."""
    return normpath(join("/", folder, target.replace("\\", "/"))).lstrip("/")


class ContentTypes:
    """What the package says its parts are."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        if CONTENT_TYPES not in parts:
            raise UnpatchableError(OTHER_FORMAT)  # .ods and the like are packages, too
        self._root = parts.tree(CONTENT_TYPES)
        if self._root.tag != f"{_TYPES}Types":
            raise UnpatchableError(f"内部文件 {CONTENT_TYPES} 有误")

    def of(self, part: str) -> str:
        """The type of a part; empty where the package does not say it."""
        for one in self._root.findall(f"{_TYPES}Override"):
            if one.get("PartName", "").lstrip("/").casefold() == part.casefold():
                return one.get("ContentType", "")
        return self._default(part.rpartition(".")[2])

    def _default(self, extension: str) -> str:
        for one in self._root.findall(f"{_TYPES}Default"):
            if one.get("Extension", "").casefold() == extension.casefold():
                return one.get("ContentType", "")
        return ""

    def say(self, part: str, type_: str) -> None:
        """A new part is of this type."""
        attributes = {"PartName": f"/{part}", "ContentType": type_}
        etree.SubElement(self._root, f"{_TYPES}Override", attributes)
        self._keep()

    def say_extension(self, extension: str, type_: str) -> None:
        """Parts whose name ends like this are of this type, unless that is said already."""
        if not self._default(extension):
            made = etree.Element(f"{_TYPES}Default", {"Extension": extension, "ContentType": type_})
            self._root.insert(0, made)
            self._keep()

    def _keep(self) -> None:
        self._parts.write(CONTENT_TYPES, xml(self._root))
