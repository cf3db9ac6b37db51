"""The sheet 审核意见: every finding in a row, with links to its cells and room for an answer.

All text is inline, so that the sender's shared strings stay as they are, and none is a formula.
The sheet is protected without a password: only the answers can be typed into, so that the codes by
which they are told to their findings stay whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from zsstat.model import Level, cell_name, column_letters
from zsstat.recognise.reviews import (
    ANSWER,
    CODE,
    HEADINGS,
    NO_SUBSTITUTE,
    NOT_ASKED,
    code_of,
)
from zsstat.render.lines import display_width, wrapped
from zsstat.review.items import LEVELS, Item, Spot
from zsstat.review.notice import Notice
from zsstat.review.styles import Look
from zsstat.review.texts import cell_string, printable, shortened
from zsstat.values.dates import day_in_words

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
TITLE = "审核意见"
FILLS = {
    Level.A: "FFFF8A80",
    Level.B: "FFFFC46B",
    Level.C: "FFFFF2A8",
    Level.D: "FFDDEBF7",
}
"""Level → the background of its cells: red, orange, yellow, pale blue."""
COLOURS = {Level.A: "红色", Level.B: "橙色", Level.C: "黄色", Level.D: "浅蓝色"}
DUTIES = {Level.A: "必须改正", Level.B: "改正或书面说明", Level.C: "请核实", Level.D: "供参考"}

_MOST_RUNS = 6
"""So many runs of cells are named; all of them are coloured."""
_MARGIN = 3
"""Of a column's width what its text must leave free."""
_LINE = 15.0
"""Points that a line of text takes."""
_HIGHEST = 400.0
_TITLE_HEIGHT = 34.0

_WIDTHS = (
    *((6, 6), (10, 12), (10, 20), (9, 30), (28, 48), (12, 26), (12, 26), (8, 14), (18, 32)),
    *((44, 44), (12, 22)),
)
"""Least and greatest width of each column."""
_LEVEL, _SHEET, _PLACE, _ANSWER, _CODE = 1, 2, 3, 9, 10
_CENTRED = (0, _LEVEL, _SHEET)

_TITLE = Look("黑体", "18", boxed=False, horizontal="center")
_LEAD = Look(size="11", boxed=False)
_HEAD = Look("黑体", fill="FFD9D9D9", horizontal="center")
_BODY = Look()
_MIDDLE = Look(horizontal="center")
_FAINT = Look(horizontal="center", colour="FF7F7F7F")
_LINK = Look(colour="FF0563C1", underline=True)
_OPEN = Look(fill="FFE2F0D9", locked=False)
_CLOSED = Look(fill="FFEDEDED", horizontal="center", colour="FF7F7F7F")
_SMALL = Look(size="8", colour="FF7F7F7F")
_SAME = "同上"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the list: its texts, the looks of its level and its answer, and where its cells
    are."""

    texts: tuple[str, ...]
    level: Look
    answer: Look
    link: str | None


def review_sheet(
    notice: Notice, namespace: str, look: Callable[[Look], int], *, linked: bool
) -> tuple[bytes, int]:
    """The worksheet part, and the number of its heading row.

    ``look`` gives the number of a style; ``linked`` says that the sender's sheets are in the same
    workbook, so that there is something to link to."""
    lines = [line for item in notice.items for line in _lines(item, linked=linked)]
    lead = [(TITLE, _TITLE), *((text, _LEAD) for text in _lead(notice, linked=linked))]
    widths = _fitted(lines)
    head = len(lead) + 1
    rows = [
        _row(number, [(text, style)], look, _lead_height(text, style, widths))
        for number, (text, style) in enumerate(lead, start=1)
    ]
    rows.append(_row(head, [(heading, _HEAD) for heading in HEADINGS], look, 24.0))
    rows += [
        _row(number, _cells(line), look, _height(line.texts, widths))
        for number, line in enumerate(lines, start=head + 1)
    ]
    return _worksheet(namespace, rows, widths, head, _links(lines, head)).encode(), head


def _lead(notice: Notice, *, linked: bool) -> Iterator[str]:
    yield f"填报单位：{notice.reporter or '不详'}　　报告期：{notice.period or '不详'}"
    yield f"报表文件：{notice.file}"
    yield f"审核日期：{day_in_words(notice.judged)}　　重报时限：{notice.deadline}"
    yield f"问题：{notice.counts or '无'}"
    duties = (f"{LEVELS[level]}（{COLOURS[level]}）{duty}" for level, duty in DUTIES.items())
    yield f"说明：{'；'.join(duties)}。"
    where = "点“单元格”一栏可到相应位置，单元格上有批注。" if linked else ""
    yield f"{where}请在原报表中改正后重新报送。"
    yield (
        f"准强制性问题属实的、核实性问题，请把情况填在“{ANSWER}”一栏（绿色的格），连同报表一并报回；"
        f"强制性问题不能以说明代替更正。“{CODE}”一栏用来对应问题，请勿改动。"
    )


_MOST_TEXT = 1000
"""Characters of one text: a cell that shows more than a screen of it helps nobody."""


def _lines(item: Item, *, linked: bool) -> Iterator[_Line]:
    """One row an item, and one more for each further sheet that it is about."""
    finding = item.finding
    level = Look(fill=FILLS[item.level], horizontal="center") if item.counts else _FAINT
    spots = item.spots or (Spot("", ()),)
    answer = "" if item.asks else NO_SUBSTITUTE if item.must_change else NOT_ASKED
    for number, spot in enumerate(spots):
        first = number == 0
        texts = (
            str(item.number),
            item.word,
            spot.sheet or "整个文件",
            _cells_said(spot),
            item.message if first else _SAME,
            finding.shown if first else "",
            finding.expected if first else "",
            finding.difference if first else "",
            item.action if first else "",
            answer,
            code_of(finding.rule, finding.fingerprint),
        )
        link = f"{quoted(spot.sheet)}!{spot.link}" if linked and spot.sheet else None
        said = tuple(shortened(text, _MOST_TEXT) for text in texts)
        yield _Line(said, level, _OPEN if item.asks else _CLOSED, link)


def _cells_said(spot: Spot) -> str:
    """The cells in one line: some programs do not fold a link."""
    if not spot.places:
        return "整张表" if spot.sheet else ""
    room = _WIDTHS[_PLACE][1] - _MARGIN
    shorter = (spot.said(most) for most in range(_MOST_RUNS, 0, -1))
    return next((said for said in shorter if display_width(said) <= room), spot.said(1))


def quoted(sheet: str) -> str:
    """A sheet's name as references write it."""
    return "'" + sheet.replace("'", "''") + "'"


def _cells(line: _Line) -> list[tuple[str, Look]]:
    looks = [_MIDDLE if column in _CENTRED else _BODY for column in range(len(HEADINGS))]
    looks[_LEVEL], looks[_ANSWER], looks[_CODE] = line.level, line.answer, _SMALL
    if line.link:
        looks[_PLACE] = _LINK
    return list(zip(line.texts, looks, strict=True))


def _links(lines: Iterable[_Line], head: int) -> str:
    made = "".join(
        f'<hyperlink ref="{cell_name(row, _PLACE + 1)}" location={quoteattr(printable(line.link))}'
        f" display={quoteattr(printable(line.texts[_PLACE]))}/>"
        for row, line in enumerate(lines, start=head + 1)
        if line.link
    )
    return f"<hyperlinks>{made}</hyperlinks>" if made else ""


# --- sizes ------------------------------------------------------------------------------------


def _fitted(lines: list[_Line]) -> list[int]:
    """Widths by what stands in the columns; a Chinese character takes two."""
    widths = []
    for column, (least, most) in enumerate(_WIDTHS):
        texts = (part for line in lines for part in line.texts[column].split("\n"))
        widths.append(min(max(least, *(display_width(t) + 4 for t in texts), 0), most))
    return widths


def _height(texts: Iterable[str], widths: list[int]) -> float:
    count = max(_folded(text, width) for text, width in zip(texts, widths, strict=True))
    return min(count * _LINE + 9, _HIGHEST)


def _folded(text: str, width: int) -> int:
    return sum(len(wrapped(part, width - _MARGIN)) or 1 for part in text.split("\n"))


def _lead_height(text: str, style: Look, widths: list[int]) -> float:
    return _TITLE_HEIGHT if style is _TITLE else _folded(text, sum(widths)) * _LINE + 5


# --- XML --------------------------------------------------------------------------------------


def _row(
    number: int, cells: list[tuple[str, Look]], look: Callable[[Look], int], height: float
) -> str:
    made = "".join(
        _cell(cell_name(number, column), text, look(style))
        for column, (text, style) in enumerate(cells, start=1)
    )
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{made}</row>'


def _cell(name: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{name}" s="{style}"/>'
    said = escape(cell_string(text))
    inline = f'<is><t xml:space="preserve">{said}</t></is>'
    return f'<c r="{name}" s="{style}" t="inlineStr">{inline}</c>'


def _worksheet(namespace: str, rows: list[str], widths: list[int], head: int, links: str) -> str:
    last = column_letters(len(HEADINGS))
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    merges = "".join(f'<mergeCell ref="A{n}:{last}{n}"/>' for n in range(1, head))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="{FILLS[Level.A]}"/>'
        f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}{len(rows)}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft"'
        f' state="frozen"/><selection pane="bottomLeft" activeCell="A{head + 1}"'
        f' sqref="A{head + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"'
        ' sort="0" autoFilter="0"/>'
        f'<mergeCells count="{head - 1}">{merges}</mergeCells>{links}'
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter></worksheet>"
    )
