"""How statistics look on a sheet: the styles of cells, texts and numbers in them, the page."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.render.lines import display_width, wrapped
from zsstat.render.xlsx.laid import Entry
from zsstat.render.xlsx.names import clean

LINE_HEIGHT = 16
"""Points of a line of 11 point text."""
_ROW_HEIGHT = 18
HIGHEST = 409
"""In points; Excel takes no higher row."""
_A4 = 9
UPRIGHT = 95
"""Columns of text that an upright A4 page takes in a readable size."""
_RISKY = ("=", "+", "-", "@")
_FONT = "宋体"
_THIN, _THICK = Side(style="thin"), Side(style="medium")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_RULES = Border(top=_THICK, bottom=_THIN)
_LINK_COLOUR = "0563C1"
_GREY = PatternFill("solid", start_color="E7EBF0")


class Look(StrEnum):
    """The styles, by the name that they bear in the workbook."""

    COVER_TITLE = "封面标题"
    TITLE = "表题"
    CHAPTER = "小标题"
    LINE = "说明行"
    PARAGRAPH = "说明段落"
    LINK = "链接"
    HEADING = "表头"
    HEADING_LEFT = "表头左"
    TEXT = "文字"
    FOLDED = "折行文字"
    NUMBER = "数"
    TOTAL_TEXT = "合计文字"
    TOTAL_NUMBER = "合计数"
    OFFICIAL_TITLE = "公文表题"
    OFFICIAL_UNIT = "公文单位行"
    OFFICIAL_HEADING = "公文表头"
    OFFICIAL_TEXT = "公文文字"
    OFFICIAL_FOLDED = "公文折行文字"
    OFFICIAL_NUMBER = "公文数"
    OFFICIAL_TOTAL_TEXT = "公文合计文字"
    OFFICIAL_TOTAL_NUMBER = "公文合计数"


def add_styles(workbook: Workbook) -> None:
    """Makes the styles known to the workbook; cells take them by name."""
    left = Alignment(horizontal="left", vertical="center")
    right = Alignment(horizontal="right", vertical="center")
    inside = Alignment(horizontal="left", vertical="center", indent=1)
    folded = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    top = Alignment(horizontal="left", vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    high = Alignment(horizontal="right", vertical="bottom", wrap_text=True)
    high_left = Alignment(horizontal="left", vertical="bottom", wrap_text=True, indent=1)
    plain, bold = Font(name=_FONT, size=11), Font(name=_FONT, size=11, bold=True)
    link = Font(name=_FONT, size=11, underline="single", color=_LINK_COLOUR)
    for look, font, alignment, border, fill in (
        (Look.COVER_TITLE, Font(name=_FONT, size=22, bold=True), top, None, None),
        (Look.TITLE, Font(name=_FONT, size=14, bold=True), left, None, None),
        (Look.CHAPTER, Font(name=_FONT, size=12, bold=True), left, None, None),
        (Look.LINE, plain, left, None, None),
        (Look.PARAGRAPH, plain, top, None, None),
        (Look.LINK, link, left, None, None),
        (Look.HEADING, bold, high, _HEADER_RULES, _GREY),
        (Look.HEADING_LEFT, bold, high_left, _HEADER_RULES, _GREY),
        (Look.TEXT, plain, inside, None, None),
        (Look.FOLDED, plain, folded, None, None),
        (Look.NUMBER, plain, right, None, None),
        (Look.TOTAL_TEXT, bold, inside, None, None),
        (Look.TOTAL_NUMBER, bold, right, None, None),
        (Look.OFFICIAL_TITLE, Font(name=_FONT, size=18, bold=True), centre, None, None),
        (Look.OFFICIAL_UNIT, plain, right, None, None),
        (Look.OFFICIAL_HEADING, bold, centre, _BOX, None),
        (Look.OFFICIAL_TEXT, plain, inside, _BOX, None),
        (Look.OFFICIAL_FOLDED, plain, folded, _BOX, None),
        (Look.OFFICIAL_NUMBER, plain, right, _BOX, None),
        (Look.OFFICIAL_TOTAL_TEXT, bold, inside, _BOX, None),
        (Look.OFFICIAL_TOTAL_NUMBER, bold, right, _BOX, None),
    ):
        style = NamedStyle(look.value, font=font, alignment=alignment)
        style.border, style.fill = border or Border(), fill or PatternFill()
        workbook.add_named_style(style)


def write(sheet: Worksheet, row: int, column: int, text: str, look: Look) -> Cell:
    """Text in a style. Gives the cell."""
    cell = _cell(sheet, row, column, look)
    set_text(cell, text)
    return cell


def set_text(cell: Cell, text: str) -> None:
    """Text as text, whatever it begins with; an empty one leaves the cell blank."""
    if plain := clean(text):
        cell.value = plain
        cell.data_type = "s"
        cell.quotePrefix = plain.startswith(_RISKY)


def put(sheet: Worksheet, row: int, column: int, entry: Entry, look: Look) -> None:
    """A number with its digits as they are, under its format; anything else as text."""
    if entry.number is None:
        write(sheet, row, column, entry.shown, look)
        return
    cell = _cell(sheet, row, column, look)
    cell.value = entry.number
    cell.data_type = "n"  # the digits themselves: openpyxl writes 16 of a float's
    cell.number_format = entry.code


def link(sheet: Worksheet, row: int, column: int, text: str, target: str) -> None:
    """A text that leads to another sheet of the workbook, called ``target``."""
    cell = write(sheet, row, column, text, Look.LINK)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1", tooltip=target)


def _cell(sheet: Worksheet, row: int, column: int, look: Look) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} lies under a merge")
    cell.style = look.value
    return cell


def lines_needed(text: str, width: float) -> int:
    """So many lines a text takes in a column of that width."""
    room = max(int(width) - 2, 2)
    return sum(max(len(wrapped(line, room)), 1) for line in text.split("\n"))


def give_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """The height of a row that shows all of its folded texts, each with the width of its column:
    programs that only show a workbook do not find it out themselves."""
    lines = max((lines_needed(text, width) for text, width in texts), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = min(LINE_HEIGHT * lines + 2, HIGHEST)


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def text_width(text: str) -> int:
    """How wide a column must be for the text on one line, with the room beside it."""
    return max(display_width(line) for line in text.split("\n")) + 3


_ROWS_OF_A_PAGE = 50
"""A table that is little longer than a page is made smaller rather than broken."""


def set_page(sheet: Worksheet, width: float, area: str) -> None:
    """Prints what is in ``area``; rows as high as statistics have them."""
    sheet.sheet_format.defaultRowHeight = _ROW_HEIGHT
    sheet.sheet_format.customHeight = True
    sheet.print_area = area
    set_paper(sheet, width)
    if (range_boundaries(area)[3] or 0) <= _ROWS_OF_A_PAGE:
        sheet.page_setup.fitToHeight = 1


def set_paper(sheet: Worksheet, width: float) -> None:
    """A4, upright where ``width`` fits, one page wide and as long as it must be, the page number as
    offices print it."""
    sheet.page_setup.orientation = "landscape" if width > UPRIGHT else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("— &P —"))
