"""A workbook after the good practice of official statistics: cover, contents and notes, then one
table a sheet, which says everything about itself in its first column and has no merged cell.

The lines above a table each stand in a row of their own: title, unit, source, notes, the way back.
The table is one of Excel's tables, with a header row that programs and screen readers know as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.model import About, Align, Heading, Table
from zsstat.render.cells import heading_text
from zsstat.render.xlsx.front import CONTENTS, NOTES, Listed, add_contents, add_cover, add_notes
from zsstat.render.xlsx.laid import WITHHELD, Entry, Laid, Signs
from zsstat.render.xlsx.names import clean, numbered_name
from zsstat.render.xlsx.noting import Noted, Notes
from zsstat.render.xlsx.paper import (
    Look,
    add_styles,
    give_height,
    link,
    put,
    set_page,
    set_widths,
    text_width,
    write,
)

BLANK, TINY = "", "…"
_MEANINGS = {
    BLANK: "空格表示没有数据、数据不详或该项不适用",
    TINY: f"{TINY}表示不是零、但不足印出的最小单位",
    WITHHELD: f"{WITHHELD}表示为不泄露单个单位的情况而不公布",
}
_ALWAYS = "#表示其中的主要项"
_HEADING_WIDTH = 14
"""Headings that are wider than this, and than what stands under them, are folded."""
_NARROWEST, _WIDEST = 9, 60
_DEFAULT_WIDTH = 9
"""Of a column that nothing stands in."""
_END = Border(bottom=Side(style="medium"))


def add_statistical(workbook: Workbook, tables: Sequence[Table], about: About) -> None:
    """The sheets of a report."""
    add_styles(workbook)
    notes = Notes(tables)
    listed = [
        Listed(f"表{number}", numbered_name(number, table.title, about.period), table.title)
        for number, table in enumerate(tables, start=1)
    ]
    add_cover(workbook, about, len(tables))
    add_contents(workbook, listed)
    add_notes(workbook, notes, (*_MEANINGS.values(), _ALWAYS))
    for table, entry, noted in zip(tables, listed, notes.of_tables, strict=True):
        _Sheet(workbook.create_sheet(entry.sheet), table, entry, noted).fill(about)


class _Sheet:
    """One table on its sheet."""

    def __init__(self, sheet: Worksheet, table: Table, listed: Listed, noted: Noted) -> None:
        self.sheet = sheet
        self.table = table
        self.listed = listed
        self.noted = noted
        self.laid = Laid(table, Signs(BLANK, TINY))
        self.headings = _unique(
            _heading(heading, noted.mark(None, column))
            for column, heading in enumerate(table.headings)
        )

    def fill(self, about: About) -> None:
        """Everything on the sheet, and the page."""
        above = list(self._above(about))
        for number, (text, look) in enumerate(above, start=1):
            write(self.sheet, number, 1, text, look)
        if self.noted.numbers:
            link(self.sheet, len(above), 1, above[-1][0], NOTES)
        link(self.sheet, len(above) + 1, 1, "返回目录", CONTENTS)
        header = len(above) + 2
        self._header(header)
        self._rows(header + 1)
        self._as_table(header)
        self._page(header, [text for text, _ in above])

    def _above(self, about: About) -> Iterator[tuple[str, Look]]:
        yield f"{self.listed.number}　{self.table.title}", Look.TITLE
        yield self.table.unit_line or "单位：见表内各栏", Look.LINE
        kind = f"；{about.preliminary}" if about.preliminary else ""
        yield f"资料来源：{about.source}{kind}", Look.LINE
        if found := [_MEANINGS[sign] for sign in _MEANINGS if sign in self.laid.signs]:
            yield f"符号：{'；'.join(found)}", Look.LINE
        if self.noted.numbers:
            whole = "".join(f"[注{number}]" for number in sorted(self.noted.whole))
            yield f"附注：{whole or '见表内标记'}", Look.LINK

    # --- the table ----------------------------------------------------------------------------

    def _header(self, row: int) -> None:
        for column, text in enumerate(self.headings, start=1):
            left = self.table.headings[column - 1].align is Align.LEFT
            write(self.sheet, row, column, text, Look.HEADING_LEFT if left else Look.HEADING)

    def _rows(self, first: int) -> None:
        for index, entries in enumerate(self.laid.rows):
            total = self.table.rows[index].total
            for column, entry in enumerate(entries):
                marked = self._marked(entry, index, column)
                look = self._look(column, total=total)
                put(self.sheet, first + index, column + 1, marked, look)
            self._fold(first + index, entries)
        for column in range(1, len(self.headings) + 1):
            if self.laid.rows:
                self.sheet.cell(first + len(self.laid.rows) - 1, column).border = _END

    def _marked(self, entry: Entry, row: int, column: int) -> Entry:
        mark = self.noted.mark(row, column)
        return Entry(entry.shown + mark) if mark and entry.number is None else entry

    def _look(self, column: int, *, total: bool) -> Look:
        heading = self.table.headings[column]
        if heading.align is not Align.LEFT:
            return Look.TOTAL_NUMBER if total else Look.NUMBER
        if heading.widest:
            return Look.FOLDED
        return Look.TOTAL_TEXT if total else Look.TEXT

    def _fold(self, row: int, entries: Sequence[Entry]) -> None:
        headings = self.table.headings
        pairs = zip(entries, headings, strict=True)
        give_height(self.sheet, row, ((e.shown, h.widest + 2) for e, h in pairs if h.widest))

    def _as_table(self, header: int) -> None:
        """The header and the rows as a table of Excel's, without filter buttons; a table without
        rows cannot be one."""
        if not self.laid.rows:
            return
        last = f"{get_column_letter(len(self.headings))}{header + len(self.laid.rows)}"
        made = ExcelTable(displayName=self.listed.number, ref=f"A{header}:{last}")
        made.tableStyleInfo = TableStyleInfo(showRowStripes=False)
        for number, text in enumerate(self.headings, start=1):
            name = text.replace("\n", "_x000a_")  # as Excel writes a line break in it
            made.tableColumns.append(TableColumn(id=number, name=name))
        self.sheet.add_table(made)

    # --- the page -----------------------------------------------------------------------------

    def _page(self, header: int, above: Sequence[str]) -> None:
        widths = [self._width(column) for column in range(len(self.headings))]
        set_widths(self.sheet, widths)
        pairs = zip(self.headings, widths, strict=True)
        give_height(self.sheet, header, pairs)
        self.sheet.freeze_panes = self.sheet.cell(header + 1, 2).coordinate
        self.sheet.print_title_rows = f"1:{header}"
        wide = sum(widths)
        columns = len(widths)
        while wide < max(map(text_width, above)):
            wide, columns = wide + _DEFAULT_WIDTH, columns + 1
        last = header + len(self.laid.rows)
        set_page(self.sheet, wide, f"A1:{get_column_letter(columns)}{last}")

    def _width(self, column: int) -> float:
        heading = self.table.headings[column]
        shown = [
            self._marked(row[column], index, column).shown
            for index, row in enumerate(self.laid.rows)
        ]
        below = max(map(text_width, shown), default=0)
        room = heading.widest + 2 if heading.widest else _WIDEST
        own = min(text_width(self.headings[column]), _HEADING_WIDTH)
        return max(min(below, room), own, _NARROWEST)


def _heading(heading: Heading, mark: str) -> str:
    """The name with the marks of its notes, the unit in a line of its own."""
    named = replace(heading, text=clean(heading.text) + mark)
    return heading_text(named, gap="\n" if heading.unit else "")


def _unique(texts: Iterator[str]) -> list[str]:
    """Headings as a table of Excel's needs them: none empty, none twice."""
    made: list[str] = []
    for text in texts:
        name, number = text or "栏", 2
        while name.casefold() in (other.casefold() for other in made):
            name, number = f"{text or '栏'}（{number}）", number + 1
        made.append(name)
    return made
