"""A web page as lxml's HTML parser tells it, event by event → its tables and the texts around them.

Tables that only frame others (layout) are no data: their texts, like those of the page, become rows
above the next table of data, where a title and a unit belong, and after the last table rows below
it. No tree is built, so a large page costs no more than its cells.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zsstat.model import CellKind
from zsstat.read.htmlcell import Content, Text, content
from zsstat.read.htmlopen import FoundTable, OpenCell, OpenTable, is_hidden, span
from zsstat.read.htmltable import TableBuilder, TextRow
from zsstat.read.limits import Limits
from zsstat.read.numfmt import NumberFormat
from zsstat.read.officeformats import formats_of_sheet
from zsstat.read.refusals import too_large, unsafe

Attributes = Mapping[str, str]
Closer = Callable[[], None] | None

_DEPTH = 256
_MOST_LINES = 10_000
_MOST_ATTRIBUTES = 1000
_MOST_ELEMENTS = 500_000
_ELEMENTS_OF_A_CELL = 8
_MOST_CSS = 1 << 20
_NO_WIDTH = re.compile(r"0+(?:px|pt)?")
_SHEET_NAMES = re.compile(r"<x:Name>([^<]{1,255})</x:Name>")
_SHEET_FILES = re.compile(r"<x:WorksheetSource\s+HRef=[\"']([^\"']{1,500})", re.IGNORECASE)
_EPOCH_1904 = re.compile(r"<x:Date1904\s*/>")

_BLOCK_NAMES = (
    "address article aside blockquote body center dd div dl dt fieldset footer form header hr html"
    " legend li main nav ol p pre section ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD_NAMES = "button datalist noframes noscript object script template title xml"
_UNREAD = frozenset(_UNREAD_NAMES.split())
_TYPED_INTO = frozenset({"", "text", "number", "date", "month", "tel", "search"})


@dataclass
class PageReader:
    """The target of the parser. Raises UnreadableError out of it."""

    limits: Limits
    formats: dict[str, NumberFormat] = field(default_factory=dict)
    found: list[FoundTable] = field(default_factory=list)
    sheet_names: list[str] = field(default_factory=list)
    sheet_files: list[str] = field(default_factory=list)
    epoch_1904: bool = False
    asks_password: bool = False

    def __post_init__(self) -> None:
        self.rest: list[TextRow] = []
        self._heading = ""
        self._page = self._text = Text()
        self._tables: list[OpenTable] = []
        self._closers: list[Closer] = []
        self._unread = 0  # elements whose text is no text of the page
        self._unseen = 0  # elements that the page does not show
        self._css: list[str] | None = None
        self._css_size = 0
        self._sheet_name: Text | None = None
        self._cells = 0
        self._elements = 0

    # --- the parser's calls ---------------------------------------------------------------

    def start(self, tag: str, attributes: Attributes) -> None:
        if len(self._closers) >= _DEPTH:
            raise unsafe("网页元素嵌套过深")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise unsafe("网页中有一个元素的属性过多")
        self._elements += 1
        if self._elements > _MOST_ELEMENTS + _ELEMENTS_OF_A_CELL * self._cells:
            raise too_large("网页中的元素过多")
        opener = _OPENERS.get(tag)
        self._closers.append(opener(self, attributes) if opener else self._other(tag, attributes))

    def end(self, _tag: str) -> None:
        if self._closers and (closer := self._closers.pop()):
            closer()

    def data(self, text: str) -> None:
        if self._css is not None:
            self._css_size += len(text)
            if self._css_size < _MOST_CSS:
                self._css.append(text)
        elif self._sheet_name is not None:
            self._sheet_name.add(text)
        elif not (self._unread or self._unseen):
            self._text.add(text)

    def comment(self, text: str) -> None:
        """Excel notes the names of the sheets in a comment that only Office reads."""
        if "<x:" in text:
            self.sheet_names += map(html.unescape, _SHEET_NAMES.findall(text))
            self.sheet_files += map(html.unescape, _SHEET_FILES.findall(text))
            self.epoch_1904 |= _EPOCH_1904.search(text) is not None

    def close(self) -> None:
        """The page's end; the parser has closed what was open."""
        self._end_line()

    def add_css(self, css: str) -> None:
        """A style sheet: the number formats of its classes."""
        self.formats.update(formats_of_sheet(css))

    # --- texts ----------------------------------------------------------------------------

    def _other(self, tag: str, attributes: Attributes) -> Closer:
        if tag in _UNREAD:
            self._unread += 1
            return self._end_unread
        hidden = is_hidden(attributes)
        if tag in _HEADINGS or tag in _BLOCKS:
            self._break()
            ended = self._end_heading if tag in _HEADINGS else self._break
        elif hidden:
            ended = _nothing
        else:
            return None
        if not hidden:
            return ended
        self._unseen += 1
        return lambda: self._end_unseen(ended)

    def _end_unread(self) -> None:
        self._unread -= 1

    def _end_unseen(self, ended: Callable[[], None]) -> None:
        ended()
        self._unseen -= 1

    def _break(self) -> None:
        """The beginning or end of a block, or ``br``: a line break in a cell, a row outside."""
        if self._text is self._page:
            self._end_line()
        else:
            self._text.break_line()

    def _end_line(self) -> None:
        for line in self._page.take().splitlines():
            self._add_row(TextRow(((1, _text(line)),)))

    def _end_heading(self) -> None:
        on_page = self._text is self._page
        before = len(self.rest)
        self._break()
        if on_page and len(self.rest) > before:
            self._heading = str(self.rest[-1].cells[0][1].value)

    def _add_row(self, row: TextRow) -> None:
        self.rest.append(row)
        if len(self.rest) > _MOST_LINES:
            raise too_large(f"网页表格以外的文字超过 {_MOST_LINES} 行")

    def _open_line_break(self, _: Attributes) -> Closer:
        self._break()
        return None

    def _open_input(self, attributes: Attributes) -> Closer:
        kind = attributes.get("type", "").lower()
        self.asks_password |= kind == "password"
        if kind in _TYPED_INTO and not self._unseen and not is_hidden(attributes):
            self._text.add(attributes.get("value", ""))
        return None

    def _open_option(self, attributes: Attributes) -> Closer:
        """Of a list to choose from only what was chosen is seen."""
        if "selected" in attributes:
            return None
        self._unread += 1
        return self._end_unread

    def _open_style(self, _: Attributes) -> Closer:
        self._css = []
        return self._end_style

    def _end_style(self) -> None:
        self.add_css("".join(self._css or ()))
        self._css = None

    def _open_sheet_name(self, _: Attributes) -> Closer:
        self._sheet_name = Text()
        return self._end_sheet_name

    def _end_sheet_name(self) -> None:
        if self._sheet_name and (name := self._sheet_name.take()):
            self.sheet_names.append(name)
        self._sheet_name = None

    def _open_epoch(self, _: Attributes) -> Closer:
        self.epoch_1904 = True
        return None

    # --- tables ---------------------------------------------------------------------------

    def _open_table(self, attributes: Attributes) -> Closer:
        if not self._tables:
            self._end_line()
        hidden = is_hidden(attributes) or self._unseen > 0
        hidden = hidden or any(table.builder.hidden for table in self._tables)
        builder = TableBuilder(self.limits, hidden=hidden)
        self._tables.append(OpenTable(builder, self._text, self._unseen, heading=self._heading))
        self._text, self._unseen = self._page, 0
        return self._close_table

    def _close_table(self) -> None:
        table = self._tables.pop()
        self._text, self._unseen = table.outer_text, table.outer_unseen
        if table.layout or not table.builder.is_data:
            self._give_texts(table)
            return
        for outer in self._tables:
            outer.layout = True
            self._drain(outer)
        self.found.append(
            FoundTable(table.builder, self.rest, table.caption, self._heading or table.heading)
        )
        self.rest, self._heading = [], ""
        if len(self.found) > self.limits.sheets:
            raise too_large(f"网页中的表格超过 {self.limits.sheets} 个")

    def _give_texts(self, table: OpenTable) -> None:
        """A table that frames texts: inside a cell these are the cell's, otherwise rows."""
        in_cell = self._tables and self._tables[-1].cells and not table.layout
        if table.caption and not in_cell:
            self._end_line()
        for row in table.builder.drained():
            if not in_cell:
                self._add_rows(row)
            elif not row.hidden:
                self._text.break_line()
                self._text.add(" ".join(str(item.value) for _, item in row.cells))
                self._text.break_line()

    def _drain(self, outer: OpenTable) -> None:
        """What a layout table holds so far stands above the table inside of it."""
        for row in outer.builder.drained():
            self._add_rows(row)
        for cell in outer.cells:
            for line in cell.text.take().splitlines():
                self._add_row(TextRow(((1, _text(line)),), outer.builder.hidden))

    def _add_rows(self, row: TextRow) -> None:
        """A row of one cell of several lines is as many rows: a title, and the unit below it."""
        match row.cells:
            case ((column, Content(value=str(value))),):
                for line in value.splitlines():
                    self._add_row(TextRow(((column, _text(line)),), row.hidden))
            case _:
                self._add_row(row)

    def _open_caption(self, attributes: Attributes) -> Closer:
        if not self._tables:
            return self._other("div", attributes)
        table, outer = self._tables[-1], self._text
        text = self._text = Text()

        def closed() -> None:
            self._text = outer
            table.caption = text.take()
            for line in table.caption.splitlines():
                self._add_row(TextRow(((1, _text(line)),), table.builder.hidden))

        return closed

    def _open_columns(self, attributes: Attributes) -> Closer:
        if self._tables:
            hidden = is_hidden(attributes) or bool(
                _NO_WIDTH.fullmatch(attributes.get("width", "").strip())
            )
            self._tables[-1].builder.add_columns(span(attributes, "span"), hidden=hidden)
        return None

    def _open_column_group(self, attributes: Attributes) -> Closer:
        """Counts for columns of its own only when it names none."""
        if not self._tables:
            return None
        builder, noted = self._tables[-1].builder, dict(attributes)
        before = builder.columns_named

        def closed() -> None:
            if builder.columns_named == before:
                self._open_columns(noted)

        return closed

    def _open_group(self, attributes: Attributes) -> Closer:
        if not self._tables:
            return None
        table = self._tables[-1]
        table.builder.end_group()
        table.group_hidden = is_hidden(attributes)

        def closed() -> None:
            table.builder.end_group()
            table.group_hidden = False

        return closed

    def _open_row(self, attributes: Attributes) -> Closer:
        if not self._tables:
            return self._other("div", attributes)
        table = self._tables[-1]
        table.builder.start_row(hidden=is_hidden(attributes) or table.group_hidden)
        table.in_row = True
        return self._close_row

    def _close_row(self) -> None:
        self._tables[-1].in_row = False

    def _open_cell(self, attributes: Attributes) -> Closer:
        if not self._tables:
            return self._other("div", attributes)
        table = self._tables[-1]
        if not table.in_row:  # a browser adds the row that the page left out
            table.builder.start_row(hidden=table.group_hidden)
            table.in_row = True
        self._cells += 1
        if self._cells > self.limits.cells:
            raise too_large(f"网页表格的单元格超过 {self.limits.cells} 个")
        cell = OpenCell(attributes, Text(), self._text)
        table.cells.append(cell)
        self._text = cell.text
        return self._close_cell

    def _close_cell(self) -> None:
        table = self._tables[-1]
        noted, text, self._text = table.cells.pop()
        made = content(noted, text.take(), self.formats, epoch_1904=self.epoch_1904)
        if noted:
            spans = span(noted, "rowspan"), span(noted, "colspan")
            table.builder.add(made, *spans, hidden=is_hidden(noted))
        else:
            table.builder.add(made)


def _text(line: str) -> Content:
    return Content(CellKind.TEXT, line)


def _nothing() -> None:
    """The end of an inline element."""


_OPENERS: Mapping[str, Callable[[PageReader, Attributes], Closer]] = {
    "br": PageReader._open_line_break,
    "caption": PageReader._open_caption,
    "col": PageReader._open_columns,
    "colgroup": PageReader._open_column_group,
    "input": PageReader._open_input,
    "option": PageReader._open_option,
    "style": PageReader._open_style,
    "table": PageReader._open_table,
    "tbody": PageReader._open_group,
    "td": PageReader._open_cell,
    "tfoot": PageReader._open_group,
    "th": PageReader._open_cell,
    "thead": PageReader._open_group,
    "tr": PageReader._open_row,
    "x:date1904": PageReader._open_epoch,
    "x:name": PageReader._open_sheet_name,
}
