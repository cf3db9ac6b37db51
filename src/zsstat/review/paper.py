"""The letter as docx, set as GB/T 9704-2012 asks: A4, 仿宋 16 pt, leading 28 pt, page number.

The fonts are named and not embedded: where one is missing, the office program takes another.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from zsstat.review.letter import Kind, LetterLine

_FONTS = {
    Kind.TITLE: ("方正小标宋简体", 22),
    Kind.HEADING: ("黑体", 16),
}
_BODY = ("仿宋", 16)
_PAGE_NUMBER = ("宋体", 14)
_LEADING = 28
_TITLE_LEADING = 34
_INDENTED = (Kind.HEADING, Kind.ITEM, Kind.BODY, Kind.FACT)


def letter_docx(lines: tuple[LetterLine, ...], office: str, made: datetime) -> bytes:
    """The letter as a Word document; ``office`` is its author."""
    document = docx.Document()
    _set_page(document)
    _set_defaults(document)
    kinds = (None, *(line.kind for line in lines), None)
    for line, before, after in zip(lines, kinds, kinds[2:], strict=False):
        _add(document, line, before, after)
    properties = document.core_properties
    properties.author = properties.last_modified_by = office
    properties.title = lines[0].text
    properties.comments = ""
    properties.created = properties.modified = made
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(footer.add_run("— "), *_PAGE_NUMBER)
    number = footer.add_run()
    _font(number, *_PAGE_NUMBER)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        _field(number, kind, text)
    _font(footer.add_run(" —"), *_PAGE_NUMBER)


def _field(run: Run, kind: str, text: str) -> None:
    """A piece of a field: its beginning, its instruction or its end."""
    element: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        element.set(qn("w:fldCharType"), kind)
    else:
        element.set(qn("xml:space"), "preserve")
        element.text = text
    run._r.append(element)


def _set_defaults(document: Document) -> None:
    """What a line added by hand looks like; without it Word falls back to Latin fonts."""
    style = document.styles["Normal"]
    name, size = _BODY
    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), name)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")  # by Chinese rules a number may break over lines
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _add(document: Document, line: LetterLine, before: Kind | None, after: Kind | None) -> None:
    paragraph = document.add_paragraph()
    name, size = _FONTS.get(line.kind, _BODY)
    _font(paragraph.add_run(line.text), name, size)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(_TITLE_LEADING if line.kind is Kind.TITLE else _LEADING)
    form.widow_control = True
    if line.kind is Kind.TITLE:
        form.alignment, form.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(_LEADING)
    elif line.kind is Kind.CLOSE:
        form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        form.right_indent = Pt(2 * size)
        form.space_before = Pt(0 if before is Kind.CLOSE else 2 * _LEADING)
        form.keep_together = True
    elif line.kind in _INDENTED:
        _indent(paragraph, size)
    # No signature stands on a page of its own.
    form.keep_with_next = line.kind in (Kind.HEADING, Kind.ADDRESSEE) or after is Kind.CLOSE


def _indent(paragraph: Paragraph, size: int) -> None:
    """Two characters, said in characters as well, so that another font size keeps it."""
    paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    indent = paragraph._p.get_or_add_pPr().find(qn("w:ind"))
    if indent is not None:
        indent.set(qn("w:firstLineChars"), "200")


def _font(run: Run, name: str, size: int) -> None:
    run.font.name, run.font.size = name, Pt(size)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), name)
