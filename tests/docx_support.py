"""Editions and reference documents for the tests of docx, and how a docx is looked into."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from fractions import Fraction

import docx
from docx.shared import Mm, Pt

from zsstat.model import (
    Align,
    Anchors,
    Block,
    Chart,
    ChartKind,
    ChartMark,
    Document,
    Edition,
    Exhibit,
    Figure,
    FigureKey,
    Heading,
    Headline,
    Measure,
    Paragraph,
    Part,
    Period,
    Style,
    Table,
    TableRow,
)
from zsstat.render.cells import cell_text


def figure(number: str, unit: str = "亿元", indicator: str = "funds") -> Figure:
    key = FigureKey(Measure.VALUE, indicator, "ankang", Period(2020))
    return Figure(key, Fraction(number), unit, 2, number, f"{number}{unit}", "")


def table(rows: int = 3, columns: int = 3, text: str = "汉滨区") -> Table:
    headings = (Heading("地区", Align.LEFT), *(Heading("到位资金", unit="亿元"),) * (columns - 1))
    made: list[TableRow] = []
    for row in range(rows):
        cells: list[Part | None] = [text, *(figure(f"{row}{c}.25") for c in range(columns - 1))]
        made.append(TableRow(tuple(cells), total=row == rows - 1))
    return Table("", headings, tuple(made), "单位：亿元", (("其中", figure("7"), "为预计数"),))


def chart() -> Chart:
    marks = (
        ChartMark("汉滨区", (figure("124"), figure("126"))),
        ChartMark("旬阳县", (figure("97"), None), own=True),
    )
    said = ("汉滨区最多，为", figure("124"))
    return Chart("areas", ChartKind.PAIRS, "亿元", ("2020年", "2019年"), marks, said)


EVERYTHING: tuple[Block, ...] = (
    Paragraph(Style.TITLE, ("数说", figure("2020", "年", "period"))),
    Headline("到位资金", figure("818"), (figure("7.82", "%", "growth"),)),
    Headline("外资", figure("6076", "万美元", "fdi")),
    Paragraph(Style.HEADING, ("一、总体",)),
    Paragraph(Style.BODY, ("到位资金", figure("818"), "，其中省际", figure("800"), "。")),
    Paragraph(Style.SUBHEADING, ("（一）分地区",)),
    Exhibit(("各地区", figure("2020", "年", "period")), chart()),
    Exhibit(("各地区到位资金",), table()),
    Paragraph(Style.NOTE, ("注：合计", figure("818"), "。")),
)


def edition(*blocks: Block, **changes: object) -> Edition:
    made = {"document": Document(blocks or EVERYTHING), "period": Period(2020),
            "period_text": "2020年", "office": "安康市招商和经济合作局"}  # fmt: skip
    return Edition(**{**made, **changes})  # type: ignore[arg-type]


def expected(subject: Document) -> dict[str, str]:
    """What stands under each anchor: a cell has the bare number, a picture no anchor."""
    anchors, found = Anchors(), {}
    for block in subject.blocks:
        drawn = _drawn(block)
        captions = sum(isinstance(p, Figure) for p in getattr(block, "caption", ()))
        cells = _cells(block)
        for place, one in enumerate(block.figures()):
            name = anchors.next(one)
            if captions <= place < captions + drawn:
                continue
            bare = captions <= place < captions + cells
            found[name] = cell_text(one) if bare else one.display
    return found


def _drawn(block: Block) -> int:
    if not isinstance(block, Exhibit) or not isinstance(block.body, Chart):
        return 0
    return sum(f is not None for mark in block.body.marks for f in mark.figures)


def _cells(block: Block) -> int:
    if not isinstance(block, Exhibit) or not isinstance(block.body, Table):
        return 0
    return sum(isinstance(c, Figure) for row in block.body.rows for c in row.cells)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The package with parts replaced or added."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in {**parts(data), **changes}.items():
            package.writestr(name, part)
    return content.getvalue()


def reference() -> bytes:
    """A clerk's document: its own Title and page, a header, no style for notes."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.left_margin = Mm(200), Mm(33)
    section.header.paragraphs[0].text = "本局页眉"
    document.styles["Title"].font.size = Pt(31)
    document.add_paragraph("旧文稿的内容")
    document.core_properties.author = "张三"
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
