"""Where everything stands in a worksheet part: one walk finds its rows and what is around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from zsstat.model import Range, cell_place
from zsstat.review.parts import UnpatchableError

Place = tuple[int, int]
"""Row and column, from 1."""

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ROW = rb"""<PREFIXrow(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>"""
_DATA = re.compile(rb"<((?:[^\s<>/:]+:)?)sheetData(?=[\s/>])")
_NO_MARKUP = (b"<!", b"<?")
ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
TRUE = ("1", "true")

SEQUENCE = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    *("drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects"),
    *("controls", "webPublishItems", "tableParts", "extLst"),
)
"""The order that ECMA-376 (CT_Worksheet) asks of a worksheet's elements."""
RANK = {name: rank for rank, name in enumerate(SEQUENCE)}


@dataclass(frozen=True, slots=True)
class Row:
    """A row element: from the first byte of its tag to the first byte of its end tag, which an
    element without content does not have (``end`` is then where its tag ends)."""

    number: int
    start: int
    end: int
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of one width and style. ``width`` is in characters; None where it is not said."""

    first: int
    last: int
    width: float | None
    style: int
    hidden: bool


@dataclass(slots=True)
class Layout:
    """What stands where in a worksheet part; ``prefix`` is what its elements' names begin with:
    ``x:`` or nothing."""

    prefix: str = ""
    end: int = 0
    data: Row = field(default=Row(0, 0, 0, {}))
    rows: list[Row] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)
    columns: list[Columns] = field(default_factory=list)
    children: list[tuple[int, int]] = field(default_factory=list)
    views: list[int] = field(default_factory=list)
    drawing: str | None = None
    default_width: float | None = None
    default_height: float | None = None

    def move(self, start: int, length: int) -> None:
        """Says that what was found from ``start`` on stands so many bytes further behind."""
        self.end += length
        self.children = [(r, at + length if at >= start else at) for r, at in self.children]
        self.views = [at + length if at >= start else at for at in self.views]

    def anchor(self, place: Place) -> Place:
        """The cell that a person sees there: inside a merged range, its first one."""
        row, column = place
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place


class _Walker:
    """The calls that expat makes on the way through a worksheet part without its rows."""

    def __init__(self, sheet: str, frame: bytes) -> None:
        self.layout = Layout()
        self._sheet = sheet
        self._frame = frame
        self._path: list[str] = []
        self._parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse

    def walk(self) -> Layout:
        try:
            self._parser.Parse(self._frame, True)
        except expat.ExpatError as error:
            raise UnpatchableError(f"工作表“{self._sheet}”内部有误") from error
        return self.layout

    def _refuse(self, *_: object) -> None:
        raise UnpatchableError(f"工作表“{self._sheet}”含有 DTD")

    @property
    def _here(self) -> int:
        return self._parser.CurrentByteIndex

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition("}")[2]
        match self._path:
            case [_]:
                self._child(name, attributes)
            case [_, section]:
                self._grandchild(section, name, attributes)
            case [_, "AlternateContent", _]:
                self._place_alternative(name)
        self._path.append(name)

    def _end(self, _name: str) -> None:
        self._path.pop()
        if not self._path:
            self.layout.end = self._here

    def _child(self, name: str, attributes: Mapping[str, str]) -> None:
        layout = self.layout
        layout.children.append((RANK.get(name, -1), self._here))
        match name:
            case "sheetFormatPr":
                layout.default_width = _number(attributes.get("defaultColWidth"))
                layout.default_height = _number(attributes.get("defaultRowHeight"))
            case "legacyDrawing":
                layout.drawing = next((v for k, v in attributes.items() if k.endswith("}id")), None)

    def _place_alternative(self, name: str) -> None:
        """What stands in mc:AlternateContent has the place of what is inside."""
        if name == "legacyDrawing":
            raise UnpatchableError(f"工作表“{self._sheet}”的批注写法不常见")
        rank, start = self.layout.children[-1]
        if rank < 0:
            self.layout.children[-1] = (RANK.get(name, -1), start)

    def _grandchild(self, section: str, name: str, attributes: Mapping[str, str]) -> None:
        match section, name:
            case "cols", "col":
                self._column(attributes)
            case "mergeCells", "mergeCell":
                self._merge(attributes)
            case "sheetViews", "sheetView":
                if attributes.get("tabSelected") in TRUE:
                    self.layout.views.append(self._here)

    def _column(self, attributes: Mapping[str, str]) -> None:
        self.layout.columns.append(
            Columns(
                int(attributes["min"]),
                int(attributes["max"]),
                _number(attributes.get("width")),
                whole(attributes.get("style", "0")),
                attributes.get("hidden") in TRUE,
            )
        )

    def _merge(self, attributes: Mapping[str, str]) -> None:
        first, _, last = attributes.get("ref", "").replace("$", "").partition(":")
        (top, left), (bottom, right) = address(first), address(last or first)
        self.layout.merges.append(
            Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        )


def layout_of(data: bytes, sheet: str) -> Layout:
    """Where everything stands in a worksheet part in UTF-8 that our reader has read.

    Outside the rows expat finds its way. The rows are found by their tags: without comments and
    the like, which no office program writes there, a ``<`` can be nothing else.
    Raises UnpatchableError for a part that a lenient reader can make sense of and this cannot."""
    starts = list(_DATA.finditer(data))
    if len(starts) != 1:
        raise UnpatchableError(f"工作表“{sheet}”的单元格部分写法不常见")
    start = starts[0].start()
    prefix = starts[0][1].decode()
    tag = start_tag(data, start)
    inner = start + len(tag)
    end = inner if tag.endswith(b"/>") else data.rfind(f"</{prefix}sheetData".encode())
    if end < inner or any(data.find(mark, inner, end) >= 0 for mark in _NO_MARKUP):
        raise UnpatchableError(f"工作表“{sheet}”的单元格部分写法不常见")
    layout = _Walker(sheet, data[:inner] + data[end:]).walk()
    layout.prefix = prefix
    layout.data = Row(0, start, end, {})
    layout.rows = _rows(data, prefix, inner, end, sheet)
    layout.move(inner, end - inner)
    return layout


def _rows(data: bytes, prefix: str, first: int, last: int, sheet: str) -> list[Row]:
    rows: list[Row] = []
    before = 0
    closing = f"</{prefix}row".encode()
    pattern = re.compile(_ROW.replace(b"PREFIX", re.escape(prefix.encode())))
    for match in pattern.finditer(data, first, last):
        start, end = match.span()
        attributes = {name.decode(): value[1:-1].decode() for name, value in _pairs(match.group())}
        number = whole(attributes.get("r", str(before + 1)))
        if number <= before:
            raise UnpatchableError(f"工作表“{sheet}”的行没有按次序排列")
        if not match.group().endswith(b"/>"):
            end = data.find(closing, end, last)
        rows.append(Row(number, start, end, attributes))
        before = number
    return rows


def _pairs(tag: bytes) -> Iterator[tuple[bytes, bytes]]:
    return ((match[1], match[2]) for match in ATTRIBUTE.finditer(tag))


def start_tag(data: bytes, start: int) -> bytes:
    """The start tag that begins at a byte where expat saw one."""
    match = _TAG.match(data, start)
    if match is None:
        raise UnpatchableError("内部 XML 的写法不常见")
    return match.group()


def address(reference: str) -> Place:
    """``F12`` → ``(12, 6)``."""
    place = cell_place(reference)
    if place is None:
        raise UnpatchableError(f"单元格地址 {reference[:20]} 有误")
    return place


def _number(text: str | None) -> float | None:
    """A size in the sheet's own unit; None where there is none."""
    return float(text) if text and re.fullmatch(r"\d+(\.\d+)?", text) else None


def whole(text: str) -> int:
    """A number of a style or a sheet; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() else 0
