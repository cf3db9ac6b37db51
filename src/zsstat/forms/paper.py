"""How a form looks: the styles of its cells, the widths of its columns, the printed page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.forms.content import Entry
from zsstat.render.lines import display_width, wrapped
from zsstat.render.xlsx import MOST_DIGITS

LINE_HEIGHT = 15
"""Points of a line of 11 point text."""
A4 = 9
NARROWEST, WIDEST = 9, 36
"""Columns of text that a sheet column is made for."""
_FONT = "宋体"
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_UNDERLINE = Border(bottom=_THIN)


class Look(StrEnum):
    """The styles, by the name that they bear in the workbook. ``ENTRY`` cells are to be filled in;
    the kinds of ``_FORMATS`` differ in how numbers are shown."""

    TITLE = "表题"
    LINE = "说明行"
    PARAGRAPH = "说明段落"
    HEADING = "表头"
    FURNITURE = "固定内容"
    SIGNATURE = "签署"
    CHAPTER = "说明标题"
    TEXT = "说明文字"
    CODE = "填写文字"
    AMOUNT = "填写数值"
    WHOLE = "填写整数"
    DAY = "填写日期"
    CHOICE = "选择填写"
    WANTED = "待填"
    WANTED_WHOLE = "待填整数"


_FORMATS = {
    Look.CODE: "@",
    Look.CHOICE: "@",
    Look.AMOUNT: "General",
    Look.WHOLE: "0",
    Look.DAY: "yyyy-mm-dd",
    Look.WANTED: "General",
    Look.WANTED_WHOLE: "0",
}
_HEADING_FILL = PatternFill("solid", start_color="D9E1F2")
_GREY = PatternFill("solid", start_color="EDEDED")
_YELLOW = PatternFill("solid", start_color="FFF2CC")


def add_styles(workbook: Workbook) -> None:
    """Makes the styles known to the workbook; cells take them by name."""
    left = Alignment(horizontal="left", vertical="center")
    wrap = Alignment(vertical="center", wrap_text=True)
    top = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    styles = [
        NamedStyle(Look.TITLE, font=Font(name=_FONT, size=16, bold=True), alignment=left),
        NamedStyle(Look.LINE, font=Font(name=_FONT, size=11), alignment=left),
        NamedStyle(Look.PARAGRAPH, font=Font(name=_FONT, size=11), alignment=top),
        NamedStyle(Look.CHAPTER, font=Font(name=_FONT, size=12, bold=True), alignment=left),
        NamedStyle(Look.TEXT, font=Font(name=_FONT, size=11), alignment=top, border=_BOX),
        _boxed(Look.HEADING, centre, fill=_HEADING_FILL, bold=True),
        _boxed(Look.FURNITURE, wrap, fill=_GREY),
        NamedStyle(
            Look.SIGNATURE,
            font=Font(name=_FONT, size=11),
            alignment=left,
            border=_UNDERLINE,
            protection=Protection(locked=False),
            number_format="@",
        ),
        _boxed(Look.CODE, wrap, locked=False),
        _boxed(Look.AMOUNT, wrap, locked=False),
        _boxed(Look.WHOLE, wrap, locked=False),
        _boxed(Look.DAY, centre, locked=False),
        _boxed(Look.CHOICE, centre, locked=False),
        _boxed(Look.WANTED, wrap, fill=_YELLOW, locked=False),
        _boxed(Look.WANTED_WHOLE, wrap, fill=_YELLOW, locked=False),
    ]
    for style in styles:
        style.number_format = _FORMATS.get(Look(style.name), style.number_format)
        workbook.add_named_style(style)


def _boxed(
    look: Look,
    alignment: Alignment,
    *,
    fill: PatternFill | None = None,
    bold: bool = False,
    locked: bool = True,
) -> NamedStyle:
    return NamedStyle(
        look,
        font=Font(name=_FONT, size=11, bold=bold),
        alignment=alignment,
        border=_BOX,
        fill=fill or PatternFill(),
        protection=Protection(locked=locked),
    )


def open_column(sheet: Worksheet, letters: str, look: Look) -> None:
    """Lets the cells of a column be filled in that have no style of their own."""
    dimension = sheet.column_dimensions[letters]
    dimension.font = Font(name=_FONT, size=11)
    dimension.number_format = _FORMATS.get(look, "General")
    dimension.protection = Protection(locked=False)


def write(sheet: Worksheet, row: int, column: int, value: Entry, look: Look) -> None:
    """Gives a cell its style and value. A text stays a text whatever it begins with, and a number
    that no double holds is written as one."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} lies under a merge")
    cell.style = look.value
    if value is None:
        return
    if isinstance(value, date):
        cell.value = value
        cell.number_format = _FORMATS.get(look, "General")  # openpyxl chooses one of its own
        return
    if not isinstance(value, str) and len(value.as_tuple().digits) <= MOST_DIGITS:
        cell.value = value
        return
    text = value if isinstance(value, str) else f"{value:f}"
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # = + - @ at the beginning make no formula


def text_width(text: str) -> int:
    """How wide a column must be for the text on one line."""
    return display_width(text) + 2


def lines_needed(text: str, width: float) -> int:
    """So many lines a text takes in a column of that width."""
    room = max(int(width) - 2, 2)
    return sum(max(len(wrapped(line, room)), 1) for line in text.split("\n"))


def fitted_height(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row that shows all of its texts, each with the width of its column."""
    lines = max((lines_needed(text, width) for text, width in texts), default=1)
    return lines * LINE_HEIGHT + 4


def protect(sheet: Worksheet) -> None:
    """Locked but for the cells that are to be filled in, without a password: against slips, not
    against people. Filtering, sorting, widths and heights and further rows stay possible."""
    protection = sheet.protection
    protection.enable()
    protection.formatColumns = False
    protection.formatRows = False
    protection.formatCells = False
    protection.autoFilter = False
    protection.sort = False
    protection.insertRows = False
    protection.deleteRows = False


def set_page(sheet: Worksheet, footer: str, *, across: bool = True) -> None:
    """A4, as wide as the page and as long as it must be, pages numbered."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if across else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.9
    sheet.page_margins.footer = 0.5
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=footer.replace("&", "＆")),
        right=_HeaderFooterPart(text="第 &P 页，共 &N 页"),
    )
