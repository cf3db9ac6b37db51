"""What stands before the tables: cover, contents, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.model import About
from zsstat.render.xlsx.noting import Notes
from zsstat.render.xlsx.paper import (
    Look,
    give_height,
    lines_needed,
    link,
    set_page,
    set_widths,
    text_width,
    write,
)

COVER, CONTENTS, NOTES = "封面", "目录", "附注"
_COVER_WIDTH = 68.0
"""No wider than an upright page, where a program counts columns in a wide letter, too: one column
is never made smaller or broken."""
_TITLE_SCALE = 2
"""A letter of the cover's title is so many times as wide as one of the text."""
_TITLE_LINE = 32
_DIGITS = (
    "单元格里是未经修约的数，除不尽的保留15位有效数字，按印出的位数显示；"
    "印出的数超过15位有效数字的写成文字。"
)


class Listed(NamedTuple):
    """A table in the contents: 表1, the name of its sheet, its title."""

    number: str
    sheet: str
    title: str


def add_cover(workbook: Workbook, about: About, tables: int) -> None:
    """Title, office and period; whether the figures are preliminary and who is missing; how they
    were made; whom to ask."""
    sheet = workbook.create_sheet(COVER)
    set_widths(sheet, [_COVER_WIDTH])
    lines = list(_cover(about, tables))
    for row, (text, look) in enumerate(lines, start=1):
        write(sheet, row, 1, text, look)
        give_height(sheet, row, [(text, _COVER_WIDTH)])
        if look is Look.CHAPTER:
            sheet.row_dimensions[row].height = 30
    wrapped = lines_needed(about.title, _COVER_WIDTH / _TITLE_SCALE)
    sheet.row_dimensions[1].height = _TITLE_LINE * wrapped + 16
    link(sheet, len(lines) + 1, 1, "前往目录", CONTENTS)
    set_page(sheet, _COVER_WIDTH, f"A1:A{len(lines) + 1}")


def _cover(about: About, tables: int) -> Iterator[tuple[str, Look]]:
    yield about.title, Look.COVER_TITLE
    yield about.office, Look.CHAPTER
    yield f"报告期：{about.period}", Look.LINE
    yield f"内容：{tables}张表，一表一页，见“{CONTENTS}”", Look.LINE
    yield "数据状态", Look.CHAPTER
    if about.preliminary:
        yield about.preliminary, Look.PARAGRAPH
    yield from ((text, Look.PARAGRAPH) for text in about.status)
    yield "资料来源和编制方法", Look.CHAPTER
    yield f"{about.source}。", Look.PARAGRAPH
    yield from ((text, Look.PARAGRAPH) for text in (*about.method, _DIGITS))
    if about.contact:
        yield "联系方式", Look.CHAPTER
        yield about.contact, Look.PARAGRAPH


def add_contents(workbook: Workbook, listed: Sequence[Listed]) -> None:
    """The notes, then every table with its number and title, both leading to it."""
    sheet = workbook.create_sheet(CONTENTS)
    rows = [Listed(NOTES, NOTES, "附注和符号说明"), *listed]
    width = max(text_width(entry.title) for entry in rows)
    set_widths(sheet, [10, width])
    write(sheet, 1, 1, CONTENTS, Look.TITLE)
    link(sheet, 2, 1, "返回封面", COVER)
    for column, text in enumerate(("编号", "名称"), start=1):
        write(sheet, 3, column, text, Look.HEADING_LEFT)
    for row, entry in enumerate(rows, start=4):
        link(sheet, row, 1, entry.number, entry.sheet)
        link(sheet, row, 2, entry.title, entry.sheet)
    _finish(sheet, 3, 10 + width, f"A1:B{3 + len(rows)}")


_NOTE_WIDTHS = (10.0, 76.0, 24.0)


def add_notes(workbook: Workbook, notes: Notes, signs: Iterable[str]) -> None:
    """The notes by their numbers, each with the tables that it is about; the signs above them."""
    sheet = workbook.create_sheet(NOTES)
    set_widths(sheet, _NOTE_WIDTHS)
    write(sheet, 1, 1, NOTES, Look.TITLE)
    link(sheet, 2, 1, "返回目录", CONTENTS)
    row = 3
    for row, text in enumerate(signs, start=3):
        write(sheet, row, 1, f"符号：{text}。", Look.LINE)
    header = row + 1
    for column, text in enumerate(("编号", "附注", "所在表"), start=1):
        write(sheet, header, column, text, Look.HEADING_LEFT)
    for number, text in enumerate(notes.texts, start=1):
        where = "、".join(f"表{table}" for table in notes.tables_of(number))
        for column, said in enumerate((f"[注{number}]", text, where), start=1):
            write(sheet, header + number, column, said, Look.PARAGRAPH)
        pairs = zip((text, where), _NOTE_WIDTHS[1:], strict=True)
        give_height(sheet, header + number, pairs)
    _finish(sheet, header, sum(_NOTE_WIDTHS), f"A1:C{header + len(notes.texts)}")


def _finish(sheet: Worksheet, header: int, width: float, area: str) -> None:
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"1:{header}"
    set_page(sheet, width, area)
