"""The review workbook: the sender's own with coloured cells, comments and the sheet 审核意见.

The package is edited part by part. What has to change is: the workbook part and its relationships
(one more sheet), the content types, the styles (more of them), and of the sheets with findings the
style numbers of those cells and the link to the comments. Everything else is the sender's, byte
for byte. A file that is no package of this kind, or an unusual one, gets the sheet alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join

from lxml import etree

from zsstat.model import Level
from zsstat.read.limits import Limits
from zsstat.read.markup import as_utf8
from zsstat.review import cells, comments, sheet
from zsstat.review.alone import blank_package
from zsstat.review.cells import Edit
from zsstat.review.items import Item
from zsstat.review.layout import Layout, Place, layout_of, whole
from zsstat.review.notice import Notice
from zsstat.review.parts import (
    OTHER_FORMAT,
    ContentTypes,
    Parts,
    Relations,
    UnpatchableError,
    space_of,
    tree,
    xml,
)
from zsstat.review.styles import Styles

MOST_COMMENTS = 500
"""So many cells of a sheet get a comment; the others are coloured."""
_MOST_SAID = 5
"""So many findings are written out in one comment."""

_ZIP = b"PK\x03\x04"
_SUFFIXES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ".xlsx",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": ".xlsm",
}
_STYLE_NUMBER = re.compile(rb"""\ss=["']([0-9]{1,9})["']""")
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


@dataclass(frozen=True, slots=True)
class ReviewBook:
    """A workbook to send back. ``suffix`` is the ending that its name needs; ``alone`` says in
    Chinese why it holds the sheet 审核意见 and not the sender's sheets, and is empty when it does
    hold them."""

    content: bytes
    suffix: str
    alone: str = ""


def review_book(content: bytes | None, notice: Notice, limits: Limits) -> ReviewBook:
    """The sender's workbook with the findings put in, or the list of findings by itself.

    ``content`` are the sender's bytes as they were read; None for a file that could not be."""
    if content is None:
        return ReviewBook(review_alone(notice), ".xlsx", "文件未能读取")
    if not content.startswith(_ZIP):
        return ReviewBook(review_alone(notice), ".xlsx", OTHER_FORMAT)
    try:
        return _patched(content, notice, limits)
    except UnpatchableError as error:
        return ReviewBook(review_alone(notice), ".xlsx", error.reason)


def review_alone(notice: Notice) -> bytes:
    """A workbook of nothing but the sheet 审核意见."""
    book = _Book(Parts(blank_package(), Limits()))
    book.insert(notice, linked=False)
    return book.packed()


def _patched(content: bytes, notice: Notice, limits: Limits) -> ReviewBook:
    book = _Book(Parts(content, limits))
    for name, marks in _marks(notice.items).items():
        book.mark(name, marks)
    book.insert(notice, linked=True)
    return ReviewBook(book.packed(), book.suffix)


# --- what is put where ------------------------------------------------------------------------


@dataclass(slots=True)
class _Marks:
    """The cells of one sheet and the items about each, the gravest first."""

    items: dict[Place, list[Item]] = field(default_factory=dict)

    def at_anchors(self, layout: Layout) -> _Marks:
        """The same for what a person can see: covered cells count for the one that covers them."""
        moved = _Marks()
        for place, items in self.items.items():
            there = moved.items.setdefault(layout.anchor(place), [])
            there += [item for item in items if item not in there]
        for items in moved.items.values():
            items.sort(key=lambda item: (item.level, item.number))
        return moved

    @property
    def levels(self) -> Mapping[Place, Level]:
        return {place: items[0].level for place, items in self.items.items()}

    @property
    def notes(self) -> Mapping[Place, str]:
        first = list(self.items.items())[:MOST_COMMENTS]
        return {place: _note(items) for place, items in first}


def _marks(items: tuple[Item, ...]) -> Mapping[str, _Marks]:
    """Sheet → its marks, of what is to be answered."""
    found: dict[str, _Marks] = {}
    for item in items:
        for spot in item.spots if item.counts else ():
            for place in spot.places:
                found.setdefault(spot.sheet, _Marks()).items.setdefault(place, []).append(item)
    return found


def _note(items: list[Item]) -> str:
    said = [_said(item) for item in items[:_MOST_SAID]]
    more = len(items) - _MOST_SAID
    if more > 0:
        said.append(f"另有{more}条，见工作表“{sheet.TITLE}”")
    return "\n\n".join(said)


def _said(item: Item) -> str:
    facts = [f"{label}：{text}" for label, text in item.facts if label != "填报"]
    return "\n".join([f"【{item.word}】{item.message}", *facts])


# --- the package ------------------------------------------------------------------------------


class _Book:
    """A workbook package while it is edited."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        _refuse_special(parts)
        self._types = ContentTypes(parts)
        self._part = _workbook_part(parts)
        suffix = _SUFFIXES.get(self._types.of(self._part))
        if suffix is None:
            raise UnpatchableError("这是模板或别的种类的工作簿")
        self.suffix = suffix
        self._relations = Relations(parts, self._part)
        self._root = parts.tree(self._part)
        self._space = space_of(self._root)
        self._styles_part, self._styles = self._opened_styles()
        self._refuse_unknown_styles()

    @property
    def _namespace(self) -> str:
        return self._space.strip("{}")

    @property
    def _base(self) -> str:
        base = self._relations.base()
        if not base:
            raise UnpatchableError("工作簿的内部关系不完整")
        return base

    def _opened_styles(self) -> tuple[str, Styles]:
        found = self._relations.targets("styles")
        if found:
            return found[0], Styles(self._parts.tree(found[0]))
        part = join(dirname(self._part), "styles.xml")
        if part in self._parts:
            raise UnpatchableError("样式表没有与工作簿连在一起")
        self._types.say(part, _STYLES_TYPE)
        self._relations.add(f"{self._base}/styles", part)
        return part, Styles(tree(f'<styleSheet xmlns="{self._namespace}"/>'.encode(), part))

    def _refuse_unknown_styles(self) -> None:
        """A cell with the number of a style that there is not would get one of ours."""
        for part in self._sheet_parts().values():
            if self._types.of(part) == sheet.SHEET_TYPE:
                named = set(_STYLE_NUMBER.findall(as_utf8(self._parts.read(part))))
                if max(map(int, named), default=0) >= self._styles.count:
                    raise UnpatchableError("有单元格用了样式表里没有的样式")

    def _sheets(self) -> etree._Element:
        sheets = self._root.find(f"{self._space}sheets")
        if sheets is None:
            raise UnpatchableError("工作簿里没有工作表目录")
        return sheets

    def _sheet_parts(self) -> dict[str, str]:
        """Name → part, of all sheets. A part that two sheets share cannot be told apart."""
        found = {
            one.get("name", ""): self._relations.target(_identifier(one))
            for one in self._sheets().findall(f"{self._space}sheet")
        }
        if len(set(found.values())) != len(found):
            raise UnpatchableError("有两个工作表共用一份内容")
        return found

    def mark(self, name: str, marks: _Marks) -> None:
        """Colours and comments the cells of a sheet."""
        part = self._sheet_parts().get(name)
        if part is None:
            raise UnpatchableError(f"找不到工作表“{name}”")
        data = as_utf8(self._parts.read(part))
        layout = layout_of(data, name)
        marks = marks.at_anchors(layout)
        fills = {place: sheet.FILLS[level] for place, level in marks.levels.items()}
        edits = cells.styling(data, layout, fills, self._styles.filled)
        edits += self._comment(part, layout, marks.notes)
        self._parts.write(part, cells.edited(data, edits))

    def _comment(self, part: str, layout: Layout, notes: Mapping[Place, str]) -> list[Edit]:
        """Extends or makes the comments and their shapes; the edits that tie them to the sheet."""
        if not notes:
            return []
        relations = Relations(self._parts, part)
        written = next(iter(relations.targets("comments")), "")
        if not written:
            written = self._parts.free(join(dirname(self._part), "comments{}.xml"))
            self._parts.write(written, comments.new_comments(self._namespace))
            self._types.say(written, comments.COMMENTS_TYPE)
            relations.add(f"{self._base}/comments", written)
        root = self._parts.tree(written)
        old = comments.commented(root, notes)
        self._parts.write(written, xml(root))
        new = {place: text for place, text in notes.items() if place not in old}
        return self._draw(relations, layout, new)

    def _draw(self, relations: Relations, layout: Layout, notes: Mapping[Place, str]) -> list[Edit]:
        if layout.drawing is not None:
            part = relations.target(layout.drawing)
            self._parts.write(part, comments.drawn(as_utf8(self._parts.read(part)), notes, layout))
            return []
        folder = join(dirname(self._part), "drawings")
        part = self._parts.free(join(folder, "vmlDrawing{}.vml"))
        self._types.say_extension("vml", comments.VML_TYPE)
        self._parts.write(part, comments.drawn(comments.new_shapes(), notes, layout))
        identifier = relations.add(f"{self._base}/vmlDrawing", part)
        return [cells.drawing_link(layout, identifier, self._base)]

    def insert(self, notice: Notice, *, linked: bool) -> None:
        """Puts the sheet 审核意见 before all others and makes it the one that is shown."""
        sheets = self._sheets()
        entries = sheets.findall(f"{self._space}sheet")
        name = _free_name(one.get("name", "") for one in entries)
        for other, part in self._sheet_parts().items():
            self._unselect(other, part)
        part = self._parts.free(join(dirname(self._part), "worksheets", "sheet{}.xml"))
        content, head = sheet.review_sheet(
            notice, self._namespace, self._styles.look, linked=linked
        )
        self._parts.write(part, content)
        self._types.say(part, sheet.SHEET_TYPE)
        identifier = self._relations.add(f"{self._base}/worksheet", part)
        used = [whole(one.get("sheetId", "0")) for one in entries]
        made = etree.Element(f"{self._space}sheet", nsmap=self._root.nsmap)
        made.set("name", name)
        made.set("sheetId", str(max(used, default=0) + 1))
        made.set(f"{{{self._base}}}id", identifier)
        sheets.insert(0, made)
        _shift_names(self._root, self._space)
        _repeat_headings(self._root, self._space, name, head)
        for view in self._root.iterfind(f"{self._space}bookViews/{self._space}workbookView"):
            view.set("activeTab", "0")
            view.attrib.pop("firstSheet", None)

    def _unselect(self, name: str, part: str) -> None:
        """Of sheets that are not worksheets (charts), nothing is known."""
        if self._types.of(part) != sheet.SHEET_TYPE:
            return
        data = as_utf8(self._parts.read(part))
        if b"tabSelected" in data:
            edits = cells.unselecting(data, layout_of(data, name))
            self._parts.write(part, cells.edited(data, edits))

    def packed(self) -> bytes:
        self._parts.write(self._styles_part, xml(self._styles.root))
        self._parts.write(self._part, xml(self._root))
        return self._parts.packed()


def _refuse_special(parts: Parts) -> None:
    """Packages in which a change would break something that is not seen here."""
    if any(name.startswith("_xmlsignatures/") for name in parts.names):
        raise UnpatchableError("工作簿带有数字签名，改动会使签名失效")
    if any(name.startswith("xl/revisions/") for name in parts.names):
        raise UnpatchableError("工作簿是共享工作簿，带有修订记录")


def _workbook_part(parts: Parts) -> str:
    found = [part for part in Relations(parts, "").targets("officeDocument") if part in parts]
    if not found:
        raise UnpatchableError("找不到工作簿的主体")
    return found[0]


def _identifier(entry: etree._Element) -> str:
    return next((str(v) for k, v in entry.attrib.items() if str(k).endswith("}id")), "")


def _free_name(taken: Iterable[str]) -> str:
    """The sheet's name, numbered where the sender has a sheet that is called so."""
    used = {name.casefold() for name in taken}
    names = (sheet.TITLE, *(f"{sheet.TITLE}({number})" for number in range(2, len(used) + 3)))
    return next(name for name in names if name not in used)


def _shift_names(root: etree._Element, space: str) -> None:
    """Print areas, print titles and filters belong to a sheet by its number, now one more."""
    for name in root.iterfind(f"{space}definedNames/{space}definedName"):
        if (number := name.get("localSheetId")) is not None:
            name.set("localSheetId", str(whole(number) + 1))


_BEFORE_NAMES = (
    *("fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr"),
    *("workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences"),
)


def _repeat_headings(root: etree._Element, space: str, sheet_: str, head: int) -> None:
    """The heading row of our sheet is printed on every page."""
    names = root.find(f"{space}definedNames")
    if names is None:
        names = etree.Element(f"{space}definedNames", nsmap=root.nsmap)
        entries = [entry for entry in root if isinstance(entry.tag, str)]
        before = [e for e in entries if str(e.tag).rpartition("}")[2] in _BEFORE_NAMES]
        root.insert(root.index(before[-1]) + 1, names)
    made = etree.Element(
        f"{space}definedName",
        {"name": "_xlnm.Print_Titles", "localSheetId": "0"},
        nsmap=root.nsmap,
    )
    made.text = f"{sheet.quoted(sheet_)}!${head}:${head}"
    names.insert(0, made)
