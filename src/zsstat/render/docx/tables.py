"""Tables with three lines, and the large figures at the head of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from zsstat.model import Align, Figure, Heading, Headline, Part, Table, TableRow
from zsstat.render.cells import cell_text
from zsstat.render.docx.base import (
    CELL_PADDING,
    KEY_FIGURE,
    KEY_LABEL,
    KEY_REMARK,
    TABLE,
    TABLE_SIZE,
    TABLE_TEXT,
)
from zsstat.render.docx.marks import Marks
from zsstat.render.docx.markup import line_break, node, paragraph, run
from zsstat.render.docx.widths import Fit

Styles = Mapping[str, str]
"""A style's id in this document by its name."""

_KEPT_ROWS = 12
"""A table of no more rows, about a third of a page, stands on one page."""
_KEPT_AT_EDGES = 2
"""So many rows of a longer one stay with its caption, and so many with its notes."""
_SIDE_BY_SIDE = 3
_FOUR = 4


def table_element(
    table: Table, fit: Fit, styles: Styles, marks: Marks, *, noted: bool
) -> BaseOxmlElement:
    """A table; ``noted``: notes follow, which stay with its last row."""
    sheet = _Sheet(fit, styles, marks)
    last = len(table.rows)
    rows = [sheet.header(table.headings, keep=bool(table.rows) or noted)]
    for number, row in enumerate(table.rows, start=1):
        keep = noted if number == last else _stays(number, last)
        rows.append(sheet.row(row, table.headings, keep=keep))
    look = node(
        "w:tblLook",
        val="0020",
        firstRow=1,
        lastRow=0,
        firstColumn=0,
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    return _table(styles[TABLE], fit.widths, rows, look)


def _stays(number: int, last: int) -> bool:
    """Whether a row stays with the next one: that of a short table, or at an edge of a long one."""
    return last <= _KEPT_ROWS or number <= _KEPT_AT_EDGES or number > last - _KEPT_AT_EDGES


def headlines_element(
    headlines: Sequence[Headline], room: int, styles: Styles, marks: Marks
) -> BaseOxmlElement:
    """Large figures side by side, without lines."""
    across = _across(len(headlines))
    rows = []
    for start in range(0, len(headlines), across):
        cells = [_headline(headline, styles, marks) for headline in headlines[start:][:across]]
        empty = [paragraph(styles[KEY_REMARK])]
        cells += [empty] * (across - len(cells))
        rows.append(_row(_cell(cell, room // across) for cell in cells))
    return _table("", (room // across,) * across, rows)


def _across(count: int) -> int:
    """Four stand two by two; others up to three in a row."""
    return 2 if count == _FOUR else min(count, _SIDE_BY_SIDE)


def _headline(headline: Headline, styles: Styles, marks: Marks) -> list[BaseOxmlElement]:
    remarks: list[BaseOxmlElement] = []
    figure = marks.marked(headline.figure, headline.figure.display)
    for number, remark in enumerate(headline.remarks):
        remarks += [run("，")] if number else []
        remarks += marks.marked(remark, remark.display)
    return [
        paragraph(styles[KEY_LABEL], [run(headline.label)], keep=True),
        paragraph(styles[KEY_FIGURE], figure, keep=True),
        paragraph(styles[KEY_REMARK], remarks),
    ]


class _Sheet:
    """The rows of one table."""

    def __init__(self, fit: Fit, styles: Styles, marks: Marks) -> None:
        self._fit = fit
        self._size = fit.size if fit.size < TABLE_SIZE else None
        self._style = styles[TABLE_TEXT]
        self._marks = marks

    def header(self, headings: Sequence[Heading], *, keep: bool) -> BaseOxmlElement:
        """The row of headings, repeated on every page."""
        texts = []
        for heading in headings:
            runs = [run(heading.text, bold=True, size=self._size)]
            if heading.unit:
                runs += [line_break(), run(f"（{heading.unit}）", bold=True, size=self._size)]
            texts.append([paragraph(self._style, runs, keep=keep, align="center")])
        cells = (_cell(text, width) for text, width in zip(texts, self._fit.widths, strict=True))
        return _row(cells, header=True)

    def row(self, row: TableRow, headings: Sequence[Heading], *, keep: bool) -> BaseOxmlElement:
        cells = []
        for part, heading, width in zip(row.cells, headings, self._fit.widths, strict=True):
            align = "right" if heading.align is Align.RIGHT else ""
            runs = self._runs(part, bold=row.total)
            cells.append(_cell([paragraph(self._style, runs, keep=keep, align=align)], width))
        return _row(cells)

    def _runs(self, part: Part | None, *, bold: bool) -> Iterable[BaseOxmlElement]:
        if isinstance(part, Figure):
            return self._marks.marked(part, cell_text(part), bold=bold, size=self._size)
        return [run(part, bold=bold, size=self._size)] if part else []


def _table(
    style: str, widths: Sequence[int], rows: Iterable[BaseOxmlElement],
    look: BaseOxmlElement | None = None,
) -> BaseOxmlElement:  # fmt: skip
    properties = node(
        "w:tblPr",
        node("w:tblStyle", val=style) if style else None,
        node("w:tblW", w=sum(widths), type="dxa"),
        node("w:jc", val="center"),
        node("w:tblLayout", type="fixed"),
        _padding(),
        look,
    )
    grid = node("w:tblGrid", *(node("w:gridCol", w=width) for width in widths))
    return node("w:tbl", properties, grid, *rows)


def _padding() -> BaseOxmlElement:
    """Said with each table: in the wider cells of a clerk's own document figures would fold."""
    sides = (node(f"w:{side}", w=CELL_PADDING, type="dxa") for side in ("left", "right"))
    return node("w:tblCellMar", *sides)


def _row(cells: Iterable[BaseOxmlElement], *, header: bool = False) -> BaseOxmlElement:
    properties = node("w:trPr", node("w:cantSplit"), node("w:tblHeader") if header else None)
    return node("w:tr", properties, *cells)


def _cell(content: Iterable[BaseOxmlElement], width: int) -> BaseOxmlElement:
    properties = node("w:tcPr", node("w:tcW", w=width, type="dxa"), node("w:vAlign", val="center"))
    return node("w:tc", properties, *content)
