"""Sheets as rows, and files of them in the formats that returns arrive in.

A page is written as it is seen: a list of rows from the top, with the ranges that are merged. The
same page can become .xlsx (openpyxl, XlsxWriter), .xls (xlwt), SpreadsheetML 2003, a web page or
separated text. The bytes are the same every time.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

import xlwt  # type: ignore[import-untyped]

from sample_data._cells import Value
from sample_data._sheets import Cell, Sheet
from sample_data._write import packed as packed_sheets

Place = tuple[int, int]
Box = tuple[int, int, int, int]
"""Top, left, bottom, right, from 1."""

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
FIRST_LINES = {"utf16": "\ufeff", "sep": "\ufeffsep=;\r\n"}
"""What comes before the rows: a byte order mark, the line that tells Excel the separator."""
ENCODINGS = {
    "sep": "utf-8",
    "utf8": "utf-8",
    "bom": "utf-8-sig",
    "gb18030": "gb18030",
    "utf16": "utf-16-le",
}


@dataclass(frozen=True)
class Page:
    """One sheet."""

    name: str
    rows: Sequence[Sequence[Value]]
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden: bool = False

    @property
    def boxes(self) -> list[Box]:
        return [box(merge) for merge in self.merges]

    @property
    def width(self) -> int:
        return max(len(row) for row in self.rows)

    def placed(self) -> dict[Place, Value]:
        """What stands where."""
        return {
            (number, column): value
            for number, row in enumerate(self.rows, 1)
            for column, value in enumerate(row, 1)
            if value is not None
        }


def box(merge: str) -> Box:
    """``B3:D4`` as numbers."""
    found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", merge)
    if not found:
        raise ValueError(f"not a range: {merge}")
    left, right = (_number(found[group]) for group in (1, 3))
    return int(found[2]), left, int(found[4]), right


def _number(column: str) -> int:
    return sum((ord(sign) - 64) * 26**place for place, sign in enumerate(reversed(column)))


def packed(pages: Sequence[Page], form: str) -> bytes:
    """A file of these pages; ``form`` is ``openpyxl``, ``xlsxwriter``, ``xls``, ``xml``, ``mht``,
    ``html`` with a charset, or ``text`` with an encoding and a separator (``text bom comma``);
    ``as is`` is the text of the first cell."""
    match form.split():
        case ["openpyxl" | "xlsxwriter" as writer]:
            return packed_sheets([_sheet(page) for page in pages], writer)
        case ["xls"]:
            return _xls(pages)
        case ["xml"]:
            return _spreadsheetml(pages)
        case ["html", *charset]:
            return _html(pages, charset[0] if charset else "gb2312")
        case ["mht"]:
            return _mht(pages)
        case ["text", encoding, separator]:
            first = FIRST_LINES.get(encoding, "")
            return (first + _separated(pages[0], SEPARATORS[separator])).encode(ENCODINGS[encoding])
        case ["as", "is"]:
            return written(pages[0].rows[0][0]).encode()
    raise ValueError(f"no such form: {form}")


def _sheet(page: Page) -> Sheet:
    cells = {
        place: Cell(value, style="date" if isinstance(value, date) else "text")
        for place, value in page.placed().items()
    }
    return Sheet(page.name, cells, page.boxes, set(page.hidden_rows), hidden=page.hidden)


# --- .xls ---------------------------------------------------------------------------------------


def _xls(pages: Sequence[Page]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    for page in pages:
        sheet = book.add_sheet(page.name)
        for (row, column), value in page.placed().items():
            plain = float(value) if isinstance(value, Decimal) else value
            style = day if isinstance(value, date) else xlwt.Style.default_style
            sheet.write(row - 1, column - 1, plain, style)
        for top, left, bottom, right in page.boxes:
            sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
        for row in page.hidden_rows:
            sheet.row(row - 1).hidden = True
        sheet.visibility = int(page.hidden)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# --- SpreadsheetML 2003 -------------------------------------------------------------------------

_XML_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"/>
<Style ss:ID="day"><NumberFormat ss:Format="yyyy/m/d"/></Style></Styles>
"""


def _spreadsheetml(pages: Sequence[Page]) -> bytes:
    return (_XML_HEAD + "".join(map(_xml_sheet, pages)) + "</Workbook>\n").encode()


def _xml_sheet(page: Page) -> str:
    spans, covered = _spans(page)
    lines = [f'<Worksheet ss:Name="{escape(page.name)}"><Table>']
    for number, row in enumerate(page.rows, 1):
        hidden = ' ss:Hidden="1"' if number in page.hidden_rows else ""
        cells = "".join(
            _xml_cell(column, value, spans.get((number, column)))
            for column, value in enumerate(row, 1)
            if (number, column) not in covered and (value is not None or (number, column) in spans)
        )
        lines.append(f'<Row ss:Index="{number}"{hidden}>{cells}</Row>')
    return "\n".join([*lines, "</Table></Worksheet>\n"])


def _xml_cell(column: int, value: Value, span: Place | None) -> str:
    merged = ""
    if span:
        down, across = span[0] - 1, span[1] - 1
        merged = f' ss:MergeDown="{down}"' * bool(down) + f' ss:MergeAcross="{across}"' * bool(
            across
        )
    style = ' ss:StyleID="day"' if isinstance(value, date) else ""
    head = f'<Cell ss:Index="{column}"{style}{merged}>'
    match value:
        case None:
            data = ""
        case date():
            data = f'<Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data>'
        case str():
            text = escape(value, {"\n": "&#10;"})
            data = f'<Data ss:Type="String">{text}</Data>'
        case _:
            data = f'<Data ss:Type="Number">{value}</Data>'
    return head + data + "</Cell>"


# --- a web page ---------------------------------------------------------------------------------


def _html(pages: Sequence[Page], charset: str) -> bytes:
    """As reporting systems export it: a layout table around the tables of data."""
    inner = "\n".join(map(_html_table, pages))
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        "<title>导出</title><style>td{mso-number-format:'\\@';}</style></head><body>\n"
        f'<table width="100%"><tr><td>\n{inner}\n</td></tr></table>\n</body></html>\n'
    )
    return page.encode("gb18030" if charset.startswith("gb") else charset)


def _html_table(page: Page) -> str:
    spans, covered = _spans(page)
    lines = ['<table border="1">']
    for number, row in enumerate(page.rows, 1):
        padded = [*row, *[None] * (page.width - len(row))]
        cells = "".join(
            _html_cell(value, spans.get((number, column), (1, 1)))
            for column, value in enumerate(padded, 1)
            if (number, column) not in covered
        )
        hidden = ' style="display:none"' if number in page.hidden_rows else ""
        lines.append(f"<tr{hidden}>{cells}</tr>")
    return "\n".join([*lines, "</table>"])


def _html_cell(value: Value, span: Place) -> str:
    down, across = span
    head = "<td" + f" rowspan={down}" * (down > 1) + f" colspan={across}" * (across > 1) + ">"
    text = "&nbsp;" if value is None else escape(written(value)).replace("\n", "<br>")
    return f"{head}{text}</td>"


def _mht(pages: Sequence[Page]) -> bytes:
    """A web page in one file, as Excel and WPS save it."""
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_1"\r\n\r\n'
        "------=_1\r\nContent-Location: file:///C:/report.htm\r\n"
        'Content-Transfer-Encoding: base64\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
    )
    lines = base64.encodebytes(_html(pages, "gb2312")).replace(b"\n", b"\r\n")
    return head.encode() + lines + b"\r\n------=_1--\r\n"


def _spans(page: Page) -> tuple[dict[Place, Place], set[Place]]:
    """How many rows and columns an anchor takes, and the places under it."""
    spans = {(t, left): (b - t + 1, right - left + 1) for t, left, b, right in page.boxes}
    covered = {
        (row, column)
        for top, left, bottom, right in page.boxes
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    return spans, covered - spans.keys()


# --- separated text -----------------------------------------------------------------------------


def written(value: Value) -> str:
    """A value as a person reads it in a cell."""
    match value:
        case None:
            return ""
        case date():
            return f"{value.year}/{value.month}/{value.day}"
    return str(value)


def _separated(page: Page, separator: str) -> str:
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=separator)
    for row in page.rows:
        lines.writerow([*map(written, row), *[""] * (page.width - len(row))])
    return text.getvalue()
