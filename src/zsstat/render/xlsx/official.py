"""Tables as Chinese offices print them: the title over the whole table, the unit at the right, grid
lines, the total first, headings of two lines merged, notes below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.model import About, Align, Heading, Table, TableRow
from zsstat.render.cells import NO_VALUE, heading_text, parts_text
from zsstat.render.xlsx.laid import Entry, Laid, Signs
from zsstat.render.xlsx.names import sheet_name
from zsstat.render.xlsx.paper import (
    LINE_HEIGHT,
    UPRIGHT,
    Look,
    add_styles,
    give_height,
    lines_needed,
    put,
    set_page,
    set_widths,
    text_width,
    write,
)

_HEADING_WIDTH = 12
_NARROWEST, _WIDEST = 9, 60
_TITLE_SCALE = 18 / 11
_TITLE_LINE = 27


def add_official(workbook: Workbook, tables: Sequence[Table], about: About) -> None:
    """A sheet for each table."""
    add_styles(workbook)
    names: set[str] = set()
    for table in tables:
        name = sheet_name(table.title.replace(about.period, "", 1), names)
        names.add(name)
        _Sheet(workbook.create_sheet(name), table).fill(about)


class _Sheet:
    """One table on its sheet, from the title down to the notes."""

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        self.sheet = sheet
        self.table = table = _with_common_unit(table)
        self.laid = Laid(table, Signs(NO_VALUE, ""))
        self.columns = len(table.headings)
        self.widths = self._fitted()

    def fill(self, about: About) -> None:
        """Everything on the sheet, and the page."""
        set_widths(self.sheet, self.widths)
        self._line(1, self.table.title, Look.OFFICIAL_TITLE)
        lines = lines_needed(self.table.title, self._whole / _TITLE_SCALE)
        self.sheet.row_dimensions[1].height = _TITLE_LINE * lines + 6
        first = 2
        if self.table.unit_line:
            self._line(2, self.table.unit_line, Look.OFFICIAL_UNIT)
            first = 3
        header = self._header(first)
        self._rows(header + 1)
        below = list(self._below(about))
        under = header + len(self.laid.rows) + 1
        for row, text in enumerate(below, start=under):
            self._line(row, text, Look.PARAGRAPH)
            height = LINE_HEIGHT * lines_needed(text, self._whole)
            self.sheet.row_dimensions[row].height = height
        self._page(header, under + len(below) - 1)

    @property
    def _whole(self) -> float:
        return sum(self.widths)

    def _below(self, about: About) -> Iterator[str]:
        """The notes, numbered where there are several, then the source."""
        notes = [parts_text(note) for note in self.table.notes]
        for number, text in enumerate(notes, start=1):
            before = "注：" if number == 1 else "　　"
            yield f"{before}{number}. {text}" if len(notes) > 1 else f"{before}{text}"
        yield f"资料来源：{about.source}。"

    def _line(self, row: int, text: str, look: Look) -> None:
        """A text over the whole width."""
        write(self.sheet, row, 1, text, look)
        self._merge(row, 1, row, self.columns)

    # --- the header ---------------------------------------------------------------------------

    def _header(self, first: int) -> int:
        """One line, or two where headings share an upper one; the row of the last one."""
        headings = self.table.headings
        two = any(len(heading.levels) > 1 for heading in headings)
        last = first + 1 if two else first
        for column, heading in enumerate(headings, start=1):
            upper, lower = _levels(heading)
            if two:
                write(self.sheet, first, column, upper, Look.OFFICIAL_HEADING)
            write(self.sheet, last, column, lower if two else upper, Look.OFFICIAL_HEADING)
        if two:
            self._merge_header(first)
        give_height(self.sheet, last, zip(self._lowest(), self.widths, strict=True))
        return last

    def _lowest(self) -> list[str]:
        """What stands in the last line of the header."""
        return [lower or upper for upper, lower in map(_levels, self.table.headings)]

    def _merge_header(self, row: int) -> None:
        column = 1
        for upper, group in groupby(self.table.headings, key=_group):
            size = len(list(group))
            if upper:
                self._merge(row, column, row, column + size - 1)
            else:
                for single in range(column, column + size):
                    self._merge(row, single, row + 1, single)
            column += size

    def _merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        if (row, column) != (last_row, last_column):
            self.sheet.merge_cells(
                start_row=row, start_column=column, end_row=last_row, end_column=last_column
            )

    # --- the rows -----------------------------------------------------------------------------

    def _rows(self, first: int) -> None:
        for row, (printed, entries) in enumerate(self._ordered(), start=first):
            for column, entry in enumerate(entries):
                put(self.sheet, row, column + 1, entry, self._look(column, bold=printed.total))
            pairs = zip(entries, self.table.headings, strict=True)
            give_height(self.sheet, row, ((e.shown, h.widest + 2) for e, h in pairs if h.widest))

    def _ordered(self) -> list[tuple[TableRow, Sequence[Entry]]]:
        """The totals first; a row that is only set apart stays where it is."""
        rows = zip(self.table.rows, self.laid.rows, strict=True)
        return sorted(rows, key=lambda pair: not pair[0].total or pair[0].own)

    def _look(self, column: int, *, bold: bool) -> Look:
        heading = self.table.headings[column]
        if heading.align is not Align.LEFT:
            return Look.OFFICIAL_TOTAL_NUMBER if bold else Look.OFFICIAL_NUMBER
        if heading.widest:
            return Look.OFFICIAL_FOLDED
        return Look.OFFICIAL_TOTAL_TEXT if bold else Look.OFFICIAL_TEXT

    # --- the page -----------------------------------------------------------------------------

    def _page(self, header: int, last: int) -> None:
        self.sheet.freeze_panes = self.sheet.cell(header + 1, 2).coordinate
        self.sheet.print_title_rows = f"1:{header}"
        self.sheet.print_options.horizontalCentered = True
        area = f"A1:{get_column_letter(self.columns)}{last}"
        set_page(self.sheet, self._whole, area)

    def _fitted(self) -> list[float]:
        """The columns by what stands in them, and so wide together that the title has one line; on
        an upright page, where it fits at all."""
        widths = [self._width(column) for column in range(self.columns)]
        titled = min(text_width(self.table.title) * _TITLE_SCALE, UPRIGHT)
        more = max(titled - sum(widths), 0) / max(self.columns, 1)
        return [width + more for width in widths]

    def _width(self, column: int) -> float:
        heading = self.table.headings[column]
        below = max((text_width(row[column].shown) for row in self.laid.rows), default=0)
        room = heading.widest + 2 if heading.widest else _WIDEST
        upper, lower = _levels(heading)
        own = min(text_width(lower or upper), _HEADING_WIDTH)
        return max(min(below, room), own, _NARROWEST)


def _levels(heading: Heading) -> tuple[str, str]:
    """The upper and the lower line; a heading of one line has it in the upper one."""
    if len(heading.levels) > 1:
        upper, *rest = heading.levels
        return upper, _in_lines(replace(heading, text="·".join(rest)))
    return _in_lines(heading), ""


def _in_lines(heading: Heading) -> str:
    """A heading with its unit in a line of its own."""
    return heading_text(heading, gap="\n" if heading.unit else "")


def _group(heading: Heading) -> str:
    """What neighbours share; empty for a heading that stands alone."""
    return heading.levels[0] if len(heading.levels) > 1 else ""


def _with_common_unit(table: Table) -> Table:
    """A unit that all columns share stands above the table and not in every heading."""
    units = {heading.unit for heading in table.headings if heading.unit}
    if table.unit_line or len(units) != 1:
        return table
    figures = [heading for heading in table.headings if heading.align is not Align.LEFT]
    if not all(heading.unit for heading in figures):
        return table
    plain = tuple(replace(heading, unit="") for heading in table.headings)
    return replace(table, headings=plain, unit_line=f"单位：{units.pop()}")
