"""The XML of a package's parts, walked with expat: no DTD, no entities, no deep nesting.

A part is read against a small table of what may stand in what. Elements that are not in the
table, with all that is inside them, are passed over: extensions, phonetic runs,
``mc:AlternateContent``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from zsstat.read.refusals import damaged, unsafe

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = (TRANSITIONAL, STRICT)
RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
PACKAGE_RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)

Attributes = Mapping[str, str]

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_UNKNOWN = "?"


@dataclass(frozen=True)
class Table:
    """What a part holds. ``parents``: element → the elements it may stand in (``""``: the root).
    ``opened`` is called with the attributes, ``closed`` with the text inside an element."""

    namespaces: tuple[str, ...]
    parents: Mapping[str, tuple[str, ...]]
    opened: Mapping[str, Callable[[Attributes], None]] = field(default_factory=dict)
    closed: Mapping[str, Callable[[str], None]] = field(default_factory=dict)


def as_utf8(data: bytes) -> bytes:
    """The part in UTF-8, the only other encoding that the format allows being UTF-16."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif data[:2] == b"<\0":
        encoding = "utf-16-le"
    elif data[:2] == b"\0<":
        encoding = "utf-16-be"
    else:
        return data
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise damaged("内部文字编码有误") from error
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "surrogatepass")


def guarded_parser() -> expat.XMLParserType:
    """An expat parser for UTF-8 that refuses DTDs and entities; names are ``namespace}name``."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_entity
    parser.XmlDeclHandler = _check_encoding
    return parser


def walk(data: bytes, table: Table, depth: int) -> None:
    """Reads a part (UTF-8) from beginning to end and calls what the table says.

    Raises UnreadableError for XML that is not well-formed, has a DTD, an encoding other than
    UTF-8, another root element than the table's, or is nested deeper than ``depth``.
    """
    walker = _Walker(table, depth)
    parser = guarded_parser()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged(f"内部 XML 第 {error.lineno} 行有误") from error


class _Walker:
    def __init__(self, table: Table, depth: int) -> None:
        self._table = table
        self._depth = depth
        self._path = [""]
        self._collecting = False
        self._pieces: list[str] = []
        self._known: dict[tuple[str, str], str] = {
            (parent, f"{namespace}}}{element}"): element
            for namespace in table.namespaces
            for element, parents in table.parents.items()
            for parent in parents
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        path = self._path
        element = self._known.get((path[-1], name), _UNKNOWN)
        if len(path) > self._depth:
            raise unsafe("内部 XML 嵌套过深")
        if element is _UNKNOWN and len(path) == 1:
            raise damaged(f"内部部件的类型不对：{name.rpartition('}')[2][:40]}")
        path.append(element)
        self._collecting = element in self._table.closed
        self._pieces.clear()
        if opened := self._table.opened.get(element):
            opened(attributes)

    def text(self, text: str) -> None:
        if self._collecting:
            self._pieces.append(text)

    def end(self, _name: str) -> None:
        element = self._path.pop()
        if closed := self._table.closed.get(element):
            closed("".join(self._pieces))
            self._pieces.clear()
        self._collecting = False


def _refuse_doctype(*_: object) -> None:
    raise unsafe("内部 XML 含有 DTD")


def _refuse_entity(*_: object) -> None:
    raise unsafe("内部 XML 含有实体定义")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
        raise damaged(f"内部文字编码不是 UTF-8：{encoding[:20]}")
