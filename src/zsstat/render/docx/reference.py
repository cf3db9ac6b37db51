"""A clerk's own document as the model of a bulletin: its styles, page, headers and footers stay.

Its text goes, with all that belongs to the text (notes, comments, pictures, embedded files), and so
does whatever refers to something outside the file. Nothing of it is carried out or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from docx.document import Document
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from zsstat.errors import UsageError
from zsstat.render.docx.base import STYLE_NAMES, TABLE
from zsstat.render.docx.package import opened

_WHAT = "参考文档"
_PARAGRAPH, _TABLE = "paragraph", "table"
_OF_PACKAGE = frozenset({"officeDocument", "core-properties"})
_OF_DOCUMENT = frozenset(
    {"styles", "settings", "fontTable", "theme", "numbering", "header", "footer"}
)
_OF_PARTS = frozenset({"image"})
"""Kinds of relationships that are followed; all others are cut off, and those to the outside."""

_REFERRING = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HOLDERS = frozenset({qn("w:drawing"), qn("w:pict"), qn("w:object")})
"""What goes as a whole when what it shows is cut off."""
_SETTINGS_LEFT_OUT = (
    "attachedTemplate", "linkStyles", "mailMerge", "footnotePr", "endnotePr", "documentProtection",
    "writeProtection", "updateFields", "docVars", "trackRevisions",
)  # fmt: skip
_FETCHING = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\b",
    re.IGNORECASE,
)
"""Fields that fetch or start something when a reader brings fields up to date."""


def model_document(data: bytes, ours: Document) -> Document:
    """The clerk's document without its text, with the styles that it lacks added from ours.

    Raises :class:`~zsstat.errors.UsageError` for what is no docx, has macros or has fields that
    fetch something."""
    document = opened(data, _WHAT)
    _empty(document)
    _cut_off(document)
    _refuse_fetching(document)
    _add_missing_styles(document, ours)
    return document


def style_ids(document: Document) -> dict[str, str]:
    """The ids of a document's styles by their names, which are the same in any case; a style of
    another type than ours (of characters, of a list) is not that style, whatever its name."""
    known = {(_name(style).casefold(), _type(style)): _id(style) for style in _styles(document)}
    wanted = {
        name: (name.casefold(), _TABLE if name == TABLE else _PARAGRAPH) for name in STYLE_NAMES
    }
    return {name: known[key] for name, key in wanted.items() if key in known}


def counting_styles(document: Document) -> frozenset[str]:
    """The ids of the styles that number their paragraphs by themselves."""
    path = f"{qn('w:pPr')}/{qn('w:numPr')}"
    return frozenset(_id(s) for s in _styles(document) if s.find(path) is not None)


# --- what goes --------------------------------------------------------------------------------


def _empty(document: Document) -> None:
    """Nothing of the body stays but the page of its last section."""
    body = document.element.body
    page = next((child for child in reversed(body) if child.tag == qn("w:sectPr")), None)
    for child in list(body):
        if child is not page:
            body.remove(child)
    if page is None:
        raise UsageError(f"{_WHAT}没有页面设置", "请用 Word 或 WPS 打开，另存为 .docx 后再试")
    for background in document.element.findall(qn("w:background")):
        document.element.remove(background)


def _cut_off(document: Document) -> None:
    for number, relation in list(document.part.package.rels.items()):
        if relation.is_external or _kind(relation.reltype) not in _OF_PACKAGE:
            del document.part.package.rels[number]
    _cut(document.part, _OF_DOCUMENT)
    used = {said for element in document.element.iter() for said in _references(element)}
    for relation in list(document.part.rels.values()):
        kind = _kind(relation.reltype)
        if kind in ("header", "footer") and relation.rId not in used:
            del document.part.rels[relation.rId]
        else:
            _cut(relation.target_part, _OF_PARTS)
    for name in _SETTINGS_LEFT_OUT:
        for element in document.settings.element.findall(qn(f"w:{name}")):
            document.settings.element.remove(element)


def _kind(reltype: str) -> str:
    return reltype.rpartition("/")[2]


def _cut(part: Part, followed: Iterable[str]) -> None:
    """Takes a part's other relationships away, and what in it refers to them."""
    gone = {
        number
        for number, relation in part.rels.items()
        if relation.is_external or _kind(relation.reltype) not in followed
    }
    if not gone:
        return
    for number in gone:
        del part.rels[number]
    if isinstance(part, XmlPart):
        _forget(part.element, gone)
    else:
        root = parse_xml(part.blob)
        _forget(root, gone)
        part._blob = etree.tostring(root, encoding="UTF-8", standalone=True)


def _forget(root: BaseOxmlElement, gone: set[str]) -> None:
    for element in [e for e in root.iter() if not gone.isdisjoint(_references(e))]:
        if element.tag == qn("w:hyperlink"):  # its words stay
            for name in [n for n in element.attrib if str(n).startswith(_REFERRING)]:
                del element.attrib[name]
            continue
        holder = next((up for up in element.iterancestors() if up.tag in _HOLDERS), element)
        if (parent := holder.getparent()) is not None:
            parent.remove(holder)


def _references(element: BaseOxmlElement) -> list[str]:
    return [str(said) for name, said in element.attrib.items() if str(name).startswith(_REFERRING)]


def _refuse_fetching(document: Document) -> None:
    for relation in document.part.rels.values():
        part = relation.target_part
        if not isinstance(part, XmlPart):
            continue
        texts = "".join(e.text or "" for e in part.element.iter(qn("w:instrText")))
        said = [str(e.get(qn("w:instr"), "")) for e in part.element.iter(qn("w:fldSimple"))]
        for instruction in (texts, *said):
            if found := _FETCHING.search(instruction):
                raise UsageError(
                    f"{_WHAT}的页眉或页脚里有 {found[0].upper()} 域，会从别处取内容，"
                    "为安全起见不予使用",
                    "请删去该域（只留页码等），保存后再试",
                )


# --- what comes -------------------------------------------------------------------------------


def _add_missing_styles(document: Document, ours: Document) -> None:
    """Styles of ours that a bulletin is written with and the document has no style of that name
    for; they are based on its own body text, whatever that is called."""
    there = style_ids(document)
    taken = {_id(style) for style in _styles(document)}
    bases = {
        _type(style): _id(style)
        for style in _styles(document)
        if style.get(qn("w:default")) in ("1", "true", "on")
    }
    for style in _styles(ours):
        if _name(style) in STYLE_NAMES and _name(style) not in there:
            _make_way(document, _name(style))
            added = deepcopy(style)
            _rebase(added, bases, taken, there)
            document.styles.element.append(added)


def _make_way(document: Document, wanted: str) -> None:
    """A style of another type gives up its name: Word wants one style of a name. What is written in
    it keeps it, by its id."""
    for style in _styles(document):
        name = style.find(qn("w:name"))
        if name is not None and _name(style).casefold() == wanted.casefold():
            name.set(qn("w:val"), f"{_name(style)} {_id(style)}")


def _rebase(
    style: BaseOxmlElement, bases: dict[str, str], taken: set[str], there: dict[str, str]
) -> None:
    wanted = _id(style)
    free = wanted if wanted not in taken else f"zs{wanted}"
    style.set(qn("w:styleId"), free)
    taken.add(free)
    for name in ("w:basedOn", "w:next"):
        element = style.find(qn(name))
        if element is None:
            continue
        base = bases.get(_type(style)) if name == "w:basedOn" else there.get("Body Text")
        if base:
            element.set(qn("w:val"), base)
        else:
            style.remove(element)


def _styles(document: Document) -> list[BaseOxmlElement]:
    return list(document.styles.element.findall(qn("w:style")))


def _id(style: BaseOxmlElement) -> str:
    return str(style.get(qn("w:styleId"), ""))


def _type(style: BaseOxmlElement) -> str:
    """A style that says no type is one of paragraphs (ECMA-376, 17.7.4.17)."""
    return str(style.get(qn("w:type"), _PARAGRAPH))


def _name(style: BaseOxmlElement) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"), ""))
