"""The blocks of a document as HTML, every figure a link that opens where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from zsstat.model import (
    Align,
    Anchors,
    Block,
    Chart,
    Edition,
    Exhibit,
    Figure,
    Heading,
    Headline,
    Paragraph,
    Part,
    Parts,
    Style,
    Table,
    TableRow,
)
from zsstat.render.cells import NO_VALUE, cell_text, parts_text
from zsstat.render.page.markup import Html, joined, tag
from zsstat.render.page.sources import Sources
from zsstat.render.pictures import svg
from zsstat.render.text import chart_table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as the contents list it."""

    id: str
    text: str


@dataclass
class Writer:
    """Writes the blocks in their order; figures are named in the order of Document.figures."""

    sources: Sources
    sections: list[Section] = field(default_factory=list)
    _anchors: Anchors = field(default_factory=Anchors)
    _exhibits: int = 0
    _titled: bool = False

    @classmethod
    def of(cls, edition: Edition) -> Writer:
        return cls(Sources(edition))

    def title(self, parts: Parts) -> Html:
        """The page's own heading."""
        self._titled = True
        return tag("h1", {"id": "top"}, self._text(parts))

    def body(self, blocks: tuple[Block, ...]) -> Html:
        """Blocks in their order; those of a kind that stand together are laid out together."""
        runs = groupby(blocks, key=_together)
        return joined(*(self._run(kind, tuple(run)) for kind, run in runs))

    # --- runs of blocks -----------------------------------------------------------------------

    def _run(self, kind: str, blocks: tuple[Block, ...]) -> Html:
        written = joined(*(self._block(block) for block in blocks))
        match kind:
            case "headlines":
                return tag("ul", {"class": "headlines", "aria-label": "主要数据"}, written)
            case "charts":
                return tag("div", {"class": "charts"}, written)
            case "notes":
                return tag("aside", {"class": "notes", "aria-label": "说明"}, written)
        return written

    def _block(self, block: Block) -> Html:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Headline():
                return self._headline(block)
            case Exhibit():
                return self._exhibit(block.caption, block.body)

    def _exhibit(self, caption: Parts, body: Table | Chart) -> Html:
        if isinstance(body, Chart):
            return self._chart(caption, body)
        return tag("div", {"class": "table"}, self._table(caption, body))

    def _paragraph(self, paragraph: Paragraph) -> Html:
        if paragraph.style in (Style.BODY, Style.NOTE):
            return tag("p", None, self._text(paragraph.parts))
        name = f"s{len(self.sections) + 1}"
        top = paragraph.style is not Style.SUBHEADING or not self.sections
        if top:
            self.sections.append(Section(name, parts_text(paragraph.parts)))
        return tag(
            "h2" if top else "h3", {"id": name if top else None}, self._text(paragraph.parts)
        )

    def _headline(self, headline: Headline) -> Html:
        large = self._figure(headline.figure, _large(headline.figure))
        remarks = (tag("span", None, self._figure(remark)) for remark in headline.remarks)
        return tag(
            "li",
            None,
            tag("span", {"class": "label"}, headline.label),
            tag("strong", None, large),
            tag("span", {"class": "remarks"}, *remarks),
        )

    # --- exhibits -----------------------------------------------------------------------------

    def _chart(self, caption: Parts, chart: Chart) -> Html:
        """The drawing, what is seen in it, and its data as a table that opens below."""
        number = self._next_exhibit()
        title = self._text(caption)
        data = chart_table(chart)
        rows = self._rows(data)
        said = tag("p", {"class": "said"}, self._text(chart.said)) if chart.said else Html()
        notes = self._notes(chart.notes)
        words = f"{parts_text(caption)}。{parts_text(chart.said)}".rstrip("。") + "。"
        table = _table(tag("caption", None, f"{parts_text(caption)}：数据"), data, rows)
        return tag(
            "figure",
            {"class": "chart", "aria-labelledby": f"c{number}"},
            tag("figcaption", None, tag("span", {"id": f"c{number}"}, title), said),
            tag("p", {"class": "slide", "aria-hidden": "true"}, "⟷ 图较宽，左右滑动看全"),
            tag(
                "div",
                {"class": "drawing", "role": "img", "aria-label": words},
                Html(svg(chart)),
            ),
            notes,
            tag(
                "details",
                None,
                tag("summary", None, "图中数据"),
                _scrolled(table, f"c{number}"),
            ),
        )

    def _table(self, caption: Parts, table: Table) -> Html:
        number = self._next_exhibit()
        title = tag("span", {"id": f"c{number}"}, self._text(caption or (table.title,)))
        unit = tag("span", {"class": "unit"}, table.unit_line) if table.unit_line else Html()
        rows = self._rows(table)
        whole = _table(tag("caption", None, title, unit), table, rows)
        return joined(_scrolled(whole, f"c{number}"), self._notes(table.notes))

    def _rows(self, table: Table) -> Html:
        return joined(*(self._row(table, row) for row in table.rows))

    def _row(self, table: Table, row: TableRow) -> Html:
        cells = zip(row.cells, table.headings, strict=True)
        written = (self._cell(cell, head, first=n == 0) for n, (cell, head) in enumerate(cells))
        return tag("tr", {"class": "total" if row.total else None}, *written)

    def _cell(self, cell: Part | None, heading: Heading, *, first: bool) -> Html:
        shown = self._figure(cell, cell_text(cell)) if isinstance(cell, Figure) else cell or ""
        if first:
            return tag("th", {"scope": "row", "class": _aligned(heading)}, shown)
        return tag("td", {"class": _aligned(heading)}, shown)

    def _notes(self, notes: tuple[Parts, ...]) -> Html:
        return joined(*(tag("p", {"class": "note"}, "注：", self._text(note)) for note in notes))

    def _next_exhibit(self) -> int:
        self._exhibits += 1
        return self._exhibits

    # --- text and figures ---------------------------------------------------------------------

    def _text(self, parts: Parts) -> Html:
        return joined(*(self._figure(p) if isinstance(p, Figure) else p for p in parts))

    def _figure(self, figure: Figure, shown: str = "") -> Html:
        """A figure as it is read, or as ``shown``. It is a link to itself: without the script it
        does no harm, and its address can be passed on."""
        name = self._anchors.next(figure)
        attributes: dict[str, str | int | bool | None] = {
            "class": "figure",
            "id": name,
            "href": f"#{name}",
            "role": "button",
            "aria-haspopup": "dialog",
            "data-trace": self.sources.number(figure),
        }
        return tag("a", attributes, shown or figure.display or NO_VALUE)


def _together(block: Block) -> str:
    match block:
        case Headline():
            return "headlines"
        case Exhibit(_, Chart()):
            return "charts"
        case Paragraph(Style.NOTE, _):
            return "notes"
    return "one by one"


def _large(figure: Figure) -> Html:
    """The number large and what stands around it small, the text as it is."""
    before, number, after = figure.display.partition(figure.number)
    if not number:
        return joined(figure.display)
    return joined(*_small(before), tag("span", {"class": "number"}, number), *_small(after))


def _small(said: str) -> Iterator[Html]:
    if said:
        yield tag("span", {"class": "around"}, said)


def _table(caption: Html, table: Table, rows: Html) -> Html:
    heads = (tag("th", {"scope": "col", "class": _aligned(h)}, _heading(h)) for h in table.headings)
    head = tag("thead", None, tag("tr", None, *heads))
    return tag("table", None, caption, head, tag("tbody", None, rows))


def _heading(heading: Heading) -> Html:
    """A heading whose unit is never broken over two lines."""
    if not heading.unit:
        return joined(heading.text or Html("&#8203;"))
    return joined(heading.text, tag("span", {"class": "of"}, f"（{heading.unit}）"))


def _scrolled(table: Html, label: str) -> Html:
    """A table that is moved to and fro in its own frame where the screen is narrow."""
    frame: dict[str, str | int | bool | None] = {
        "class": "scrolled",
        "role": "region",
        "tabindex": 0,
        "aria-labelledby": label,
    }
    return tag("div", frame, table)


def _aligned(heading: Heading) -> str | None:
    return "right" if heading.align is Align.RIGHT else None
