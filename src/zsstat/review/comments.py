"""Comments on cells: the comments part and the shapes in which they are shown.

The shapes are VML, the one form that Excel, WPS and LibreOffice all show. A sheet that has
comments already keeps them; where one stands in a cell of ours, ours is written below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from xml.sax.saxutils import escape

from lxml import etree

from zsstat.model import cell_name
from zsstat.render.lines import display_width
from zsstat.review.layout import Layout, Place
from zsstat.review.parts import UnpatchableError, space_of
from zsstat.review.texts import cell_string

AUTHOR = "审核"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_END = b"</xml>"
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_FIRST_SHAPE = 1025
_SHAPE_TYPE = (
    '<v:shapetype{0} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{0} id="_x0000_s{1}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:80pt;margin-top:2pt;width:{2}pt;height:{3}pt;z-index:{4};visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{5}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{6}</x:Row><x:Column>{7}</x:Column></x:ClientData></v:shape>"
)

_BOX_WIDTH = 300
"""Pixels of a comment's box; some twenty Chinese characters go into a line."""
_LINE_COLUMNS = 40
_LINE_HEIGHT = 17
_MOST_LINES = 24
_COLUMN_PIXELS = 64
_ROW_PIXELS = 20


def new_comments(namespace: str) -> bytes:
    """A comments part without a comment."""
    return f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'.encode()


def commented(root: etree._Element, notes: Mapping[Place, str]) -> frozenset[Place]:
    """Puts the notes into a comments part; returns the places that had a comment already."""
    space = space_of(root)
    authors, comments = root.find(f"{space}authors"), root.find(f"{space}commentList")
    if authors is None or comments is None:
        raise UnpatchableError("批注部分有误")
    author = _author(authors, space)
    there = {one.get("ref", ""): one for one in comments.findall(f"{space}comment")}
    old = set()
    for place, text in sorted(notes.items()):
        name = cell_name(*place)
        if name in there:
            old.add(place)
            _below(there[name], text, space)
            continue
        made = etree.SubElement(comments, f"{space}comment", {"ref": name, "authorId": str(author)})
        _say(etree.SubElement(made, f"{space}text"), text, space)
    return frozenset(old)


def _author(authors: etree._Element, space: str) -> int:
    names = [one.text or "" for one in authors.findall(f"{space}author")]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{space}author").text = AUTHOR
        return len(names)
    return names.index(AUTHOR)


def _below(comment: etree._Element, text: str, space: str) -> None:
    body = comment.find(f"{space}text")
    if body is None:
        body = etree.Element(f"{space}text")
        comment.insert(0, body)
    plain = body.find(f"{space}t")
    if plain is not None:  # a text is either one plain piece or runs
        run = etree.Element(f"{space}r")
        body.replace(plain, run)
        run.append(plain)
    _say(body, text, space, lead="\n\n")


def _say(body: etree._Element, text: str, space: str, lead: str = "") -> None:
    _run(body, f"{lead}{AUTHOR}：", space, bold=True)
    _run(body, "\n" + text, space, bold=False)


def _run(body: etree._Element, text: str, space: str, *, bold: bool) -> None:
    run = etree.SubElement(body, f"{space}r")
    look = etree.SubElement(run, f"{space}rPr")
    if bold:
        etree.SubElement(look, f"{space}b")
    etree.SubElement(look, f"{space}sz", {"val": "9"})
    etree.SubElement(look, f"{space}color", {"indexed": "81"})
    etree.SubElement(look, f"{space}rFont", {"val": "宋体"})
    etree.SubElement(look, f"{space}charset", {"val": "134"})
    etree.SubElement(run, f"{space}t", {_SPACE: "preserve"}).text = cell_string(text)


# --- shapes -----------------------------------------------------------------------------------


def new_shapes() -> bytes:
    """A drawing without a shape."""
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    return (
        f'<xml{names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
        "</o:shapelayout></xml>"
    ).encode()


def drawn(data: bytes, notes: Mapping[Place, str], layout: Layout) -> bytes:
    """The drawing with a box for each note put behind what is there, beside its cell.

    The shapes of others are not always well-formed XML, so they are not read but kept."""
    cut = data.rfind(_END)
    if cut < 0:
        raise UnpatchableError("批注的图形不能识别")
    head = data[: data.find(b">", data.find(b"<xml"))]
    declared = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in _NAMESPACES.items()
        if f"xmlns:{prefix}=".encode() not in head
    )
    first = max((int(n) for n in _SHAPE_ID.findall(data)), default=_FIRST_SHAPE - 1) + 1
    shapes = [] if b"_x0000_t202" in data else [_SHAPE_TYPE.format(declared)]
    grid = _Pixels(layout, max((row for row, _ in notes), default=1))
    for number, (place, text) in enumerate(sorted(notes.items()), start=first):
        shapes.append(_shape(declared, number, place, text, grid))
    return data[:cut] + "".join(shapes).encode() + data[cut:]


def _shape(declared: str, number: int, place: Place, text: str, grid: _Pixels) -> str:
    row, column = place
    height = _LINE_HEIGHT * min(_lines(text) + 2, _MOST_LINES)
    left, top = column + 1, max(row - 1, 1)
    right, in_right = grid.column_after(left, _BOX_WIDTH + 15)
    bottom, in_bottom = grid.row_after(top, height + 4)
    anchor = [left - 1, 15, top - 1, 4, right - 1, in_right, bottom - 1, in_bottom]
    said = ", ".join(map(str, anchor))
    size = (_BOX_WIDTH * 3 // 4, height * 3 // 4)
    return _SHAPE.format(escape(declared, {}), number, *size, number, said, row - 1, column - 1)


def _lines(text: str) -> int:
    return sum(-(-display_width(line) // _LINE_COLUMNS) or 1 for line in text.split("\n"))


def _pixels_wide(width: float) -> int:
    """A column's width is in characters of the standard font, 7 pixels each, and 5 around them."""
    return round(width * 7 + 5)


class _Pixels:
    """How wide the columns and how high the rows of a sheet are."""

    def __init__(self, layout: Layout, last_row: int) -> None:
        width = layout.default_width
        self._column = _COLUMN_PIXELS if width is None else _pixels_wide(width)
        self._widths = {
            number: 0 if c.hidden else self._column if c.width is None else _pixels_wide(c.width)
            for c in layout.columns
            for number in range(c.first, min(c.last, 256) + 1)
        }
        height = layout.default_height
        self._row = _ROW_PIXELS if height is None else round(height * 4 / 3)
        self._heights = {
            row.number: _height(row.attributes, self._row)
            for row in layout.rows
            if row.number <= last_row + 100
        }

    def column_after(self, first: int, pixels: int) -> tuple[int, int]:
        """The column that lies so many pixels right of a column's left edge, and how far in it."""
        return _after(first, pixels, (self._widths.get(n, self._column) for n in _from(first)))

    def row_after(self, first: int, pixels: int) -> tuple[int, int]:
        return _after(first, pixels, (self._heights.get(n, self._row) for n in _from(first)))


def _from(first: int) -> Iterable[int]:
    """So many rows or columns a box may span."""
    return range(first, first + 300)


def _after(first: int, pixels: int, sizes: Iterator[int]) -> tuple[int, int]:
    before = 0
    for number, reached in enumerate(accumulate(sizes), start=first):
        if reached > pixels:
            return number, pixels - before
        before = reached
    return first + 3, 0


def _height(attributes: Mapping[str, str], default: int) -> int:
    if attributes.get("hidden") in ("1", "true"):
        return 0
    given = attributes.get("ht", "")
    return round(float(given) * 4 / 3) if re.fullmatch(r"\d+(\.\d+)?", given) else default
