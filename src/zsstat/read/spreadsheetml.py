"""XML 表格 2003 (SpreadsheetML, "XML Spreadsheet" of Excel 2002 and 2003) → grids.

Formulas are counted from their cell (R1C1) and are put into the A1 form that the checks know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from xml.parsers import expat

from zsstat.model import Cell, CellKind, CellValue, Grid, Range
from zsstat.read.encodings import encoding_of, has_endless_element, text_chunks
from zsstat.read.limits import Limits
from zsstat.read.markup import guarded_parser
from zsstat.read.merges import mark_covered
from zsstat.read.numbers import from_iso, from_serial, parse_number
from zsstat.read.numfmt import GENERAL, NumberFormat
from zsstat.read.officeformats import named_format
from zsstat.read.r1c1 import in_a1
from zsstat.read.refusals import damaged, not_workbook, too_large, unsafe

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_SS = NAMESPACE + "}"
_INDEX = re.compile(r"[0-9]{1,9}")
_NO_SIZE = re.compile(r"0+(?:\.0*)?|\.0+")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MOST_STYLES = 100_000
_CHUNK = 1 << 24
_HIDDEN_STATES = ("SheetHidden", "SheetVeryHidden")
_TIMES_STAND_ON = 1900
"""A time of day is written with a date before this year."""

Attributes = Mapping[str, str]


def read_spreadsheetml(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The grids of the workbook in the order of its sheets. Raises UnreadableError."""
    encoding = encoding_of(data, declared=True)
    if encoding is None:
        raise damaged("内部文字编码有误")
    if has_endless_element(data):
        raise unsafe("内部 XML 有一个元素过长")
    if data.count(b"<Row") > limits.rows or data.count(b":Row") > 2 * limits.rows:
        raise too_large(f"超过 {limits.rows} 行")
    book = _Book(limits)
    parser = guarded_parser()
    parser.StartElementHandler = book.start
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.text
    try:
        for number, text in enumerate(text_chunks(data, encoding, _CHUNK)):
            # The declaration names the encoding that the text no longer has.
            piece = text if number else _DECLARATION.sub("", text, count=1)
            parser.Parse(piece.encode(), False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(f"内部 XML 第 {error.lineno} 行有误") from error
    if not book.grids:
        raise not_workbook("文件中没有工作表")
    return tuple(book.grids)


@dataclass
class _Sheet:
    """What is gathered of a worksheet. Style ids of columns serve cells that have none."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    column_styles: dict[int, str] = field(default_factory=dict)
    style: str = "Default"
    row: int = 0
    column: int = 0
    named_columns: int = 0
    columns_read: int = 0
    rows_named: int = 0
    row_hidden: bool = False
    row_style: str = ""
    row_span: int = 0


class _Book:
    """The calls that expat makes. An element counts only where it belongs; what stands in others
    (names, print settings, comments) is passed over."""

    def __init__(self, limits: Limits) -> None:
        self.grids: list[Grid] = []
        self._limits = limits
        self._path: list[_Element | None] = []
        self._formats: dict[str, NumberFormat] = {}
        self._parents: dict[str, str] = {}
        self._style = ""
        self._styles = 0
        self._epoch_1904 = False
        self._sheet = _Sheet("")
        self._count = 0
        self._cell: Attributes = {}
        self._type = ""
        self._pieces: list[str] | None = None
        self._value: str | None = None
        self._visible: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        path = self._path
        if len(path) > self._limits.depth:
            raise unsafe("内部 XML 嵌套过深")
        if path:
            element = path[-1].children.get(name) if path[-1] else None
        elif name == _SS + "Workbook":
            element = _WORKBOOK
        else:
            raise damaged(f"不是 XML 表格 2003：{name.rpartition('}')[2][:40]}")
        path.append(element)
        if element and element.opened:
            own = {key.removeprefix(_SS): value for key, value in attributes.items()}
            element.opened(self, own)

    def text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)
        elif self._visible is not None:
            self._visible.append(text)

    def end(self, _name: str) -> None:
        element = self._path.pop()
        if element and element.closed:
            element.closed(self)

    # --- the workbook ---------------------------------------------------------------------

    def _date_1904(self, _: Attributes) -> None:
        self._epoch_1904 = True

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("ID", "")
        self._styles += 1
        if self._styles > _MOST_STYLES:
            raise too_large(f"单元格样式超过 {_MOST_STYLES} 种")
        self._parents[self._style] = attributes.get("Parent", "Default")

    def _number_format(self, attributes: Attributes) -> None:
        self._formats[self._style] = named_format(attributes.get("Format", ""))

    def _shown_as(self, style: str) -> NumberFormat:
        """The format of a style, else of the style that it is made from."""
        for _ in range(self._limits.depth):
            if style in self._formats:
                return self._formats[style]
            style = self._parents.get(style, "")
        return GENERAL

    def _start_sheet(self, attributes: Attributes) -> None:
        name = attributes.get("Name", f"Sheet{len(self.grids) + 1}")
        if len(self.grids) >= self._limits.sheets:
            raise too_large(f"工作表超过 {self._limits.sheets} 个")
        self._sheet = _Sheet(name)
        self._count = 0

    def _start_visible(self, _: Attributes) -> None:
        self._visible = []

    def _end_visible(self) -> None:
        self._sheet.hidden = "".join(self._visible or ()).strip() in _HIDDEN_STATES
        self._visible = None

    def _end_sheet(self) -> None:
        """Whether the sheet is hidden is said after its cells."""
        sheet = self._sheet
        cells = sheet.cells
        if sheet.hidden:
            cells = {place: cell._replace(hidden=True) for place, cell in cells.items()}
        grid = Grid(
            sheet.name,
            mark_covered(cells, sheet.merges),
            tuple(sheet.merges),
            sheet.hidden,
            frozenset(sheet.hidden_rows),
            frozenset(sheet.hidden_columns),
            self._epoch_1904,
        )
        self.grids.append(grid)

    # --- columns and rows -----------------------------------------------------------------

    def _start_table(self, attributes: Attributes) -> None:
        self._sheet.style = attributes.get("StyleID", "Default")

    def _column(self, attributes: Attributes) -> None:
        sheet = self._sheet
        first = self._number(attributes, "Index", sheet.named_columns + 1)
        last = first + self._number(attributes, "Span", 0)
        self._check(1, first, last)
        sheet.columns_read += last - first + 1
        if sheet.columns_read > 4 * self._limits.columns:
            raise damaged(f"工作表“{sheet.name}”的列定义互相重叠")
        sheet.named_columns = last
        if _hidden(attributes, "Width"):
            sheet.hidden_columns.update(range(first, last + 1))
        if "StyleID" in attributes:
            columns = range(first, last + 1)
            sheet.column_styles.update(dict.fromkeys(columns, attributes["StyleID"]))

    def _start_row(self, attributes: Attributes) -> None:
        sheet = self._sheet
        sheet.row = self._number(attributes, "Index", sheet.row + 1)
        sheet.column = 0
        sheet.row_hidden = _hidden(attributes, "Height")
        sheet.row_style = attributes.get("StyleID", "")
        sheet.row_span = self._number(attributes, "Span", 0)
        last = sheet.row + sheet.row_span
        self._check(last, 1, 1)
        if sheet.row_hidden:
            sheet.rows_named += sheet.row_span + 1
            if sheet.rows_named > 4 * self._limits.rows:
                raise damaged(f"工作表“{sheet.name}”的行互相重叠")
            sheet.hidden_rows.update(range(sheet.row, last + 1))

    def _end_row(self) -> None:
        self._sheet.row += self._sheet.row_span

    # --- cells ----------------------------------------------------------------------------

    def _start_cell(self, attributes: Attributes) -> None:
        sheet = self._sheet
        self._count += 1
        if self._count > self._limits.cells:
            raise too_large(f"工作表“{sheet.name}”的单元格超过 {self._limits.cells} 个")
        sheet.column = self._number(attributes, "Index", sheet.column + 1)
        self._cell, self._type, self._value = attributes, "", None

    def _start_data(self, attributes: Attributes) -> None:
        self._type = attributes.get("Type", "")
        self._pieces = []

    def _end_data(self) -> None:
        self._value = "".join(self._pieces or ())
        self._pieces = None

    def _end_cell(self) -> None:
        sheet, attributes = self._sheet, self._cell
        row, column = sheet.row, sheet.column
        last_row = row + self._number(attributes, "MergeDown", 0)
        last_column = column + self._number(attributes, "MergeAcross", 0)
        self._check(last_row, column, last_column)
        if (last_row, last_column) != (row, column):
            self._merge(Range(row, column, last_row, last_column))
        sheet.column = last_column
        inherited = sheet.row_style or sheet.column_styles.get(column, sheet.style)
        shown_as = self._shown_as(attributes.get("StyleID") or inherited)
        formula = _formula(attributes.get("Formula", ""), row, column)
        kind, value = self._content(shown_as)
        if value is None and formula is None:
            return
        if value is None:
            kind = CellKind.UNCACHED
        if (row, column) in sheet.cells:
            raise damaged(f"工作表“{sheet.name}”中同一个单元格出现了两次")
        hidden = sheet.row_hidden or column in sheet.hidden_columns
        place = (row, column)
        sheet.cells[place] = Cell(*place, kind, value, formula, shown_as.code, hidden)

    def _merge(self, merge: Range) -> None:
        self._sheet.merges.append(merge)
        if len(self._sheet.merges) > self._limits.merges:
            name, most = self._sheet.name, self._limits.merges
            raise too_large(f"工作表“{name}”的合并单元格超过 {most} 处")

    def _content(self, shown_as: NumberFormat) -> tuple[CellKind, CellValue]:
        """Kind and value; a value that contradicts its type is an ERROR cell with its text."""
        text = self._value
        if not text:
            return CellKind.BLANK, None
        match self._type:
            case "String":
                return CellKind.TEXT, text.replace("\r\n", "\n")
            case "Number":
                return self._number_content(text, shown_as)
            case "DateTime":
                moment = from_iso(text)
                return (CellKind.ERROR, text) if moment is None else (CellKind.DATE, _time(moment))
            case "Boolean" if text.strip() in ("0", "1"):
                return CellKind.BOOL, text.strip() == "1"
        return CellKind.ERROR, text.strip()

    def _number_content(self, text: str, shown_as: NumberFormat) -> tuple[CellKind, CellValue]:
        number = parse_number(text)
        if number is None:
            return CellKind.ERROR, text
        moment = from_serial(number, epoch_1904=self._epoch_1904) if shown_as.is_date else None
        return (CellKind.NUMBER, number) if moment is None else (CellKind.DATE, moment)

    # --- numbers that say where -----------------------------------------------------------

    def _number(self, attributes: Attributes, name: str, otherwise: int) -> int:
        given = attributes.get(name)
        if given is None:
            return otherwise
        if not _INDEX.fullmatch(given) or (name == "Index" and not int(given)):
            raise damaged(f"工作表“{self._sheet.name}”的位置有误：{given[:20]}")
        return int(given)

    def _check(self, row: int, first_column: int, column: int) -> None:
        limits = self._limits
        if row > limits.rows or max(first_column, column) > limits.columns:
            raise too_large(
                f"工作表“{self._sheet.name}”用到了第 {row} 行第 {column} 列，"
                f"最多可读 {limits.rows} 行 {limits.columns} 列"
            )


def _hidden(attributes: Attributes, size: str) -> bool:
    """Hidden, or squeezed to nothing."""
    return attributes.get("Hidden") == "1" or bool(_NO_SIZE.fullmatch(attributes.get(size, "1")))


def _formula(text: str, row: int, column: int) -> str | None:
    return in_a1(text.removeprefix("="), row, column) or None


def _time(moment: datetime | time) -> datetime | time:
    """A time of day is written as one of the day 0, which is in 1899."""
    if isinstance(moment, datetime) and moment.year < _TIMES_STAND_ON:
        return moment.time()
    return moment


@dataclass(frozen=True)
class _Element:
    """What an element means where it stands, and what may stand in it."""

    opened: Callable[[_Book, Attributes], None] | None = None
    closed: Callable[[_Book], None] | None = None
    children: Mapping[str, _Element] = field(default_factory=dict)


def _in(namespace: str, **children: _Element) -> dict[str, _Element]:
    return {f"{namespace}}}{name}": element for name, element in children.items()}


_DATA = _Element(_Book._start_data, _Book._end_data)
_CELL = _Element(_Book._start_cell, _Book._end_cell, _in(NAMESPACE, Data=_DATA))
_ROW = _Element(_Book._start_row, _Book._end_row, _in(NAMESPACE, Cell=_CELL))
_TABLE_PARTS = _in(NAMESPACE, Column=_Element(_Book._column), Row=_ROW)
_TABLE = _Element(_Book._start_table, None, _TABLE_PARTS)
_VISIBLE = _Element(_Book._start_visible, _Book._end_visible)
_OPTIONS = _Element(children=_in(_EXCEL, Visible=_VISIBLE))
_SHEET_PARTS = _in(NAMESPACE, Table=_TABLE) | _in(_EXCEL, WorksheetOptions=_OPTIONS)
_SHEET = _Element(_Book._start_sheet, _Book._end_sheet, _SHEET_PARTS)
_FORMAT = _in(NAMESPACE, NumberFormat=_Element(_Book._number_format))
_STYLES = _in(NAMESPACE, Style=_Element(_Book._start_style, None, _FORMAT))
_PROPERTIES = _in(_EXCEL, Date1904=_Element(_Book._date_1904))
_WORKBOOK = _Element(
    children=_in(NAMESPACE, Styles=_Element(children=_STYLES), Worksheet=_SHEET)
    | _in(_EXCEL, ExcelWorkbook=_Element(children=_PROPERTIES))
)
