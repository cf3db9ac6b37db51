"""An edition as a Word document: its blocks one after the other, header, footer and properties."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Emu, Length, Twips

from zsstat.model import (
    Audience,
    Block,
    Chart,
    Edition,
    Exhibit,
    Headline,
    Paragraph,
    Parts,
    Style,
    Table,
)
from zsstat.render.cells import NO_VALUE, parts_text
from zsstat.render.docx.base import (
    BODY,
    CAPTION,
    FOOTER,
    HEADER,
    HEADING,
    NOTE,
    PICTURE,
    SUBHEADING,
    TABLE_NOTE,
    TITLE,
    UNIT_LINE,
    base_document,
)
from zsstat.render.docx.marks import Marks
from zsstat.render.docx.markup import page_number, paragraph, printable, run, tab
from zsstat.render.docx.package import saved
from zsstat.render.docx.reference import counting_styles, model_document, style_ids
from zsstat.render.docx.tables import headlines_element, table_element
from zsstat.render.docx.widths import fitted

_STYLE_NAMES = {
    Style.TITLE: TITLE,
    Style.HEADING: HEADING,
    Style.SUBHEADING: SUBHEADING,
    Style.BODY: BODY,
    Style.NOTE: NOTE,
}
_TWIPS = 635
"""English metric units in a twip."""
_HIGHEST_PICTURE = 0.8
"""Of the height between the margins."""
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]+|\d+)[、.．)）]")


def docx_bytes(edition: Edition, reference: bytes | None = None) -> bytes:
    """The edition as docx; the same edition has the same bytes.

    In the layout of GB/T 9704-2012, or with ``reference`` in the styles, page, headers and footers
    of that document; what it lacks (a style, a header, a footer) is ours. Every figure of the text
    and the tables stands between bookmarks named by :class:`~zsstat.model.Anchors`. Raises
    :class:`~zsstat.errors.UsageError` for a reference that is no docx or not safe to use and
    :class:`~zsstat.errors.FontError` where no font can draw a chart."""
    document = docx.Document(io.BytesIO(base_document()))
    if reference is not None:
        document = model_document(reference, document)
    writer = _Writer(document)
    for together, blocks in groupby(edition.document.blocks, lambda b: isinstance(b, Headline)):
        if together:
            writer.headlines([block for block in blocks if isinstance(block, Headline)])
        else:
            for block in blocks:
                writer.block(block)
    _set_frame(document, edition, writer.styles)
    _set_properties(document, edition)
    return saved(document)


class _Writer:
    """Appends blocks to a document. A figure's mark is drawn when it is written, so what stands
    below a picture is made in the order of Document.figures and put in its place afterwards."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._marks = Marks()
        first = document.sections[0]
        self._lies = _room(first) > _length(first)
        self._turned = self._lies
        self.styles = style_ids(document)
        self._counting = counting_styles(document)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._paragraph(block)
            case Headline():
                self.headlines([block])
            case Exhibit(caption, Table() as table):
                self._table(caption, table)
            case Exhibit(caption, Chart() as chart):
                self._chart(caption, chart)

    def headlines(self, headlines: Sequence[Headline]) -> None:
        self._turn_back()
        room = _room(self._section)
        self._put(headlines_element(headlines, room, self.styles, self._marks))
        self._put(paragraph(self.styles[TABLE_NOTE]))

    @property
    def _section(self) -> Section:
        return self._document.sections[-1]

    def _paragraph(self, block: Paragraph) -> None:
        self._turn_back()
        style = self.styles[_STYLE_NAMES[block.style]]
        numbered = style in self._counting and bool(_NUMBERED.match(parts_text(block.parts)))
        # A clerk's heading style may count by itself; what has a number already gets no second.
        self._put(paragraph(style, self._marks.runs(block.parts), unnumbered=numbered))

    def _table(self, caption: Parts, table: Table) -> None:
        upright, wide = sorted((_room(self._section), _length(self._section)))
        fit = fitted(table, wide if self._lies else upright, wide)
        self._turn(wide=self._lies or fit.turned)
        self._put(paragraph(self.styles[CAPTION], self._marks.runs(caption), keep=True))
        if table.unit_line:
            self._put(paragraph(self.styles[UNIT_LINE], [run(table.unit_line)], keep=True))
        noted = bool(table.notes)
        self._put(table_element(table, fit, self.styles, self._marks, noted=noted))
        for number, note in enumerate(table.notes, start=1):
            runs = [run("注："), *self._marks.runs(note)]
            keep = number < len(table.notes)
            self._put(paragraph(self.styles[TABLE_NOTE], runs, keep=keep))
        self._put(paragraph(self.styles[TABLE_NOTE]))

    def _chart(self, caption: Parts, chart: Chart) -> None:
        self._turn_back()
        below = [paragraph(self.styles[CAPTION], self._marks.runs(caption))]
        for mark in chart.marks:
            for figure in filter(None, mark.figures):
                self._marks.skip(figure)
        below += [
            paragraph(self.styles[TABLE_NOTE], self._marks.runs(said), align="center")
            for said in (chart.said, *chart.notes)
            if said
        ]
        self._picture(chart, described(caption, chart))
        for element in below:
            self._put(element)

    def _picture(self, chart: Chart, words: str) -> None:
        from zsstat.render.pictures import png  # what draws is loaded where there is a chart

        place = self._document.add_paragraph()
        place._p.style = self.styles[PICTURE]
        shape = place.add_run().add_picture(io.BytesIO(png(chart)), Twips(_room(self._section)))
        highest = int(_height(self._section) * _HIGHEST_PICTURE) * _TWIPS
        if shape.height > highest:
            shape.width = Emu(shape.width * highest // shape.height)
            shape.height = Emu(highest)
        properties = shape._inline.docPr
        properties.set("descr", words)

    def _put(self, element: BaseOxmlElement) -> None:
        self._document.element.body.insert_element_before(element, "w:sectPr")

    def _turn_back(self) -> None:
        """Goes on on a page as the document's own: a clerk's may be wider than high."""
        self._turn(wide=self._lies)

    def _turn(self, *, wide: bool) -> None:
        """Goes on on a page that is wider than high, or on one that is not."""
        if wide is self._turned:
            return
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.page_width, section.page_height = section.page_height, section.page_width
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        self._turned = wide


def described(caption: Parts, chart: Chart) -> str:
    """A chart in words with all its figures, for who cannot see it."""
    marks = []
    for mark in chart.marks:
        values = [NO_VALUE if f is None else f.display for f in mark.figures]
        if len(chart.series) > 1:
            pairs = zip(chart.series, values, strict=True)
            marks.append(f"{mark.label}：" + "，".join(f"{name}{value}" for name, value in pairs))
        else:
            marks.append(f"{mark.label}{values[0]}")
    said = [parts_text(parts) for parts in (chart.said, *chart.notes) if parts]
    sentences = [f"{parts_text(caption)}：" + "；".join(marks), *said]
    return printable("".join(s.rstrip("。") + "。" for s in sentences))


# --- the page ---------------------------------------------------------------------------------


def _room(section: Section) -> int:
    """Twips between the margins, from left to right."""
    return _twips(section.page_width) - _twips(section.left_margin) - _twips(section.right_margin)


def _length(section: Section) -> int:
    """The same if the page were turned and its margins stayed."""
    return _twips(section.page_height) - _twips(section.left_margin) - _twips(section.right_margin)


def _height(section: Section) -> int:
    return _twips(section.page_height) - _twips(section.top_margin) - _twips(section.bottom_margin)


def _twips(length: Length | None) -> int:
    return 0 if length is None else int(length) // _TWIPS


def _set_frame(document: Document, edition: Edition, styles: dict[str, str]) -> None:
    """Header and footer, where the document has none of its own."""
    first = document.sections[0]
    if first.header.is_linked_to_previous:
        runs = [run(f"{edition.office}  {edition.period_text}")]
        if marks := _marks(edition):
            runs += [tab(), run(marks)]
        _fill(first.header._element, paragraph(styles[HEADER], runs))
    if first.footer.is_linked_to_previous:
        runs = [run("— "), *page_number(), run(" —")]
        _fill(first.footer._element, paragraph(styles[FOOTER], runs))


def _marks(edition: Edition) -> str:
    """What the reader of any page must know."""
    said = (
        "内部资料" if edition.audience is Audience.INTERNAL else "",
        "初步统计" if edition.missing else "",
    )
    return "  ".join(filter(None, said))


def _fill(frame: BaseOxmlElement, content: BaseOxmlElement) -> None:
    for child in list(frame):
        frame.remove(child)
    frame.append(content)


def _set_properties(document: Document, edition: Edition) -> None:
    """Title, office and language. The dates are the end of the period: the same edition is the same
    file, whenever it was made."""
    properties = document.core_properties
    properties.title = printable(_title(edition))[:255]
    properties.author = properties.last_modified_by = printable(edition.office)[:255]
    properties.subject, properties.language = printable(edition.period_text), "zh-CN"
    properties.comments = properties.keywords = properties.category = ""
    properties.content_status = properties.identifier = properties.version = ""
    properties.created = properties.modified = _end(edition)
    properties.revision = 1


def _title(edition: Edition) -> str:
    titles = (b for b in edition.document.paragraphs if b.style is Style.TITLE)
    return next((parts_text(title.parts) for title in titles), edition.period_text)


def _end(edition: Edition) -> datetime:
    year, month = edition.period.year, edition.period.month
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
