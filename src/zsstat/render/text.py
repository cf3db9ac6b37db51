"""Documents as plain text and Markdown: the parts as they are, for a figure's display text was made
with the figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zsstat.model import (
    Align,
    Block,
    Chart,
    Document,
    Edition,
    Exhibit,
    Figure,
    Heading,
    Headline,
    Paragraph,
    Style,
    Table,
    TableRow,
)
from zsstat.render.cells import cell_text, heading_text, parts_text
from zsstat.render.labels import said
from zsstat.render.lines import display_width
from zsstat.render.markdown import escaped, table_markdown

TITLE_WIDTH = 72
"""Columns in which a title is centred; a Chinese character takes two."""
INDENT = "\u3000\u3000"
"""Two characters, as official documents indent a paragraph."""
BAR = "█"
LONGEST_BAR = 24
PAGE_WIDTH = 100
"""Columns that a plain text editor shows without breaking a line."""
_GAP = 2

_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")


def txt_bytes(edition: Edition) -> bytes:
    """The edition's document as plain text in UTF-8."""
    return render_txt(edition.document).encode()


def md_bytes(edition: Edition) -> bytes:
    """The edition's document as Markdown in UTF-8."""
    return render_md(edition.document).encode()


def render_txt(document: Document) -> str:
    """Plain text: title centred, body with a two-character indent, one paragraph a line.

    Headings stand as the template wrote them, with an empty line before; so do the notes. Tables
    and charts stand between empty lines, with columns in which a Chinese character takes two."""
    lines: list[str] = []
    before: Block | None = None
    for block in document.blocks:
        if before is not None and _apart(before, block):
            lines.append("")
        lines += _txt(block)
        before = block
    return "\n".join(lines) + "\n"


def render_md(document: Document) -> str:
    """Markdown that reads back as the same document; characters that would be markup escaped."""
    return "\n\n".join("\n".join(_md(block)) for block in document.blocks) + "\n"


def _apart(before: Block, block: Block) -> bool:
    """Whether an empty line goes between two blocks."""
    if not isinstance(block, Paragraph) or not isinstance(before, Paragraph):
        return not (isinstance(block, Headline) and isinstance(before, Headline))
    if block.style in (Style.HEADING, Style.SUBHEADING) or before.style is Style.TITLE:
        return block.style is not before.style
    return block.style is Style.NOTE and before.style is not Style.NOTE


# --- plain text -------------------------------------------------------------------------------


def _txt(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            text = parts_text(block.parts)
            centred = " " * (max(TITLE_WIDTH - display_width(text), 0) // 2) + text
            yield centred if block.style is Style.TITLE else INDENT + text
        case Headline():
            yield INDENT + _headline(block)
        case Exhibit(caption, Table() as table):
            yield INDENT + parts_text(caption)
            yield from _grid(table)
            yield from (f"注：{parts_text(note)}" for note in table.notes)
        case Exhibit(caption, Chart() as chart):
            yield INDENT + parts_text(caption) + f"（{chart.unit}）"
            yield from _drawn(chart)
            if chart.said:
                yield INDENT + parts_text(chart.said)
            yield from (f"注：{parts_text(note)}" for note in chart.notes)


def _headline(headline: Headline) -> str:
    return f"{headline.label}：" + "，".join(map(str, (headline.figure, *headline.remarks)))


def _grid(table: Table) -> Iterator[str]:
    """A table in columns, as wide as its widest texts. Where that is wider than a page, the units
    stand in a line of their own below the headings."""
    rows = [[cell_text(cell) for cell in row.cells] for row in table.rows]
    heads = [[heading_text(heading) for heading in table.headings]]
    if sum(_widths([*heads, *rows])) + _GAP * (len(heads[0]) - 1) > PAGE_WIDTH:
        units = [f"（{heading.unit}）" if heading.unit else "" for heading in table.headings]
        heads = [[heading.text for heading in table.headings], units]
    lines = [*heads, *rows]
    widths = _widths(lines)
    if table.unit_line:
        yield table.unit_line
    for line in lines:
        cells = zip(line, widths, table.headings, strict=True)
        yield (
            (" " * _GAP)
            .join(_padded(text, width, heading.align) for text, width, heading in cells)
            .rstrip()
        )


def _widths(lines: list[list[str]]) -> list[int]:
    return [max(map(display_width, column)) for column in zip(*lines, strict=True)]


def _drawn(chart: Chart) -> Iterator[str]:
    """A bar of blocks for each figure, all to one scale; a negative one has none. Numbers stand
    with their decimal points below each other, and a mark of several figures is named once."""
    places = list(_places(chart))
    values = [figure.value for mark in chart.marks for figure in mark.figures if figure]
    most = max((value for value in values if value is not None), default=Fraction(0))
    labels = _filled([_label(chart, m, s) for m, s in places], Align.LEFT)
    numbers = _filled(_pointed([_number(chart, m, s) for m, s in places]), Align.RIGHT)
    for (mark, series), label, number in zip(places, labels, numbers, strict=True):
        value = figure.value if (figure := chart.marks[mark].figures[series]) else None
        bar = BAR * round(value / most * LONGEST_BAR) if value and most > 0 and value > 0 else ""
        yield f"{label}  {number}  {bar}".rstrip()


def _places(chart: Chart) -> Iterator[tuple[int, int]]:
    return ((m, s) for m, mark in enumerate(chart.marks) for s in range(len(mark.figures)))


def _label(chart: Chart, mark: int, series: int) -> str:
    name = chart.marks[mark].label
    if len(chart.series) == 1:
        return name
    widest = max(display_width(mark.label) for mark in chart.marks)
    return f"{_padded('' if series else name, widest, Align.LEFT)}  {chart.series[series]}"


def _number(chart: Chart, mark: int, series: int) -> str:
    return said(chart.marks[mark].figures[series])


def _pointed(numbers: list[str]) -> list[str]:
    """Each number with as much space behind it as the longest has decimals."""
    decimals = [
        len(number) - found if (found := number.find(".")) >= 0 else 0 for number in numbers
    ]
    longest = max(decimals, default=0)
    return [n + " " * (longest - d) for n, d in zip(numbers, decimals, strict=True)]


def _filled(texts: list[str], align: Align) -> list[str]:
    width = max(map(display_width, texts), default=0)
    return [_padded(text, width, align) for text in texts]


def _padded(text: str, width: int, align: Align) -> str:
    space = " " * (width - display_width(text))
    return text + space if align is Align.LEFT else space + text


# --- Markdown ---------------------------------------------------------------------------------


def _md(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _md_paragraph(block)
        case Headline():
            yield f"- {escaped(_headline(block))}"
        case Exhibit(caption, Table() as table):
            yield table_markdown(table, parts_text(caption), level=3).rstrip()
        case Exhibit(caption, Chart() as chart):
            yield table_markdown(chart_table(chart), parts_text(caption), level=3).rstrip()


def chart_table(chart: Chart) -> Table:
    """What a chart draws, as a table: for media that draw nothing and for who cannot see it."""
    first = Heading("", Align.LEFT)
    return Table(
        "",
        (first, *(Heading(name, unit=chart.unit) for name in chart.series)),
        tuple(TableRow((mark.label, *map(_shown, mark.figures))) for mark in chart.marks),
        notes=tuple(parts for parts in (chart.said, *chart.notes) if parts),
    )


def _shown(figure: Figure | None) -> Figure | None:
    """The figure with the words that are drawn as its number: 0.4万元 instead of 0."""
    if figure is None or figure.value is None:
        return figure
    return replace(figure, number=said(figure))


def _md_paragraph(paragraph: Paragraph) -> str:
    text = escaped(parts_text(paragraph.parts))
    match paragraph.style:
        case Style.TITLE:
            return f"# {text}"
        case Style.HEADING:
            return f"## {text}"
        case Style.SUBHEADING:
            return f"### {text}"
        case Style.NOTE:
            return f"> {text}"
        case Style.BODY:
            return _plain_start(text)


def _plain_start(text: str) -> str:
    """A body text that must not be taken for a heading or a list item."""
    if text.startswith(("+", "-", "=")):
        return "\\" + text
    return _NUMBERED.sub(r"\1\\\2", text, count=1) if _NUMBERED.match(text) else text
