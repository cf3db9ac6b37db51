"""One return, made up and free of faults, as every program would write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from html import escape

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet

from tests.formats_support import (
    FORMATS,
    ods_cell,
    ods_parts,
    real12,
    row12,
    sheet12,
    text12,
    xlsb_parts,
)
from tests.fuzzing.packages import timeless
from tests.read_support import zipped

Value = str | int | float
Row = tuple[Value, ...]
Sheets = Mapping[str, Sequence[Row]]

LEDGER = "项目台账"
_HEADINGS = (
    "序号 项目名称 投资主体 投资方所在地 合同类型 计划总投资（亿元） 签订时间 建设性质 所属产业"
    " 项目进展 当年到位（万元） 省际到位（万元） 其中省内（万元） 累计到位（万元） 是否返乡创业"
)
_PROJECTS: tuple[Row, ...] = tuple(
    (
        number,
        f"{name}项目",
        f"{place}{name}有限公司",
        place,
        "合同",
        1.25 + number,
        f"2020.{number}.8",
        "新建",
        "现代农业",
        "开工",
        1000 * number + 0.5,
        1000 * number + 0.5,
        0,
        1000 * number + 0.5,
        "否",
    )
    for number, (name, place) in enumerate(
        [
            ("富硒茶叶深加工", "浙江杭州"),
            ("山泉水灌装生产线", "广东深圳"),
            ("毛绒玩具创意园", "江苏苏州"),
            ("冷链物流配送", "四川成都"),
        ],
        start=1,
    )
)
_TOTAL: Row = ("合计", "", "", "", "", 15.0, "", "", "", "", 10002.0, 10002.0, 0, 10002.0, "")
LEDGER_ROWS: tuple[Row, ...] = (
    ("汉阴县2020年招商引资项目台账",),
    tuple(_HEADINGS.split()),
    *_PROJECTS,
    _TOTAL,
    ("填报单位（盖章）：汉阴县招商局", "", "", "审核人：甲", "", "填表人：乙"),
)
ACTIVITIES: tuple[Row, ...] = (
    ("汉阴县2020年招商活动统计表",),
    ("序号", "日期", "类型", "级别", "带队领导", "目的地", "次数", "批次", "人次", "是否联合"),
    (1, "2020.4.9", "推介活动", "县级", "甲某", "深圳", "/", "/", "/", "否"),
    (2, "2020.4.12", "领导外出", "县级", "乙某", "天津", 2, "/", "/", "否"),
)
SHEETS: Sheets = {LEDGER: LEDGER_ROWS, "招商活动": ACTIVITIES}


def _filled(sheets: Sheets) -> Iterator[tuple[str, Sequence[Row], int]]:
    """Each sheet with its name, its rows and the width of its title."""
    for name, rows in sheets.items():
        yield name, rows, max(map(len, rows))


def _first(sheets: Sheets) -> Sequence[Row]:
    """What formats of one sheet get."""
    return next(iter(sheets.values()))


def by_openpyxl(sheets: Sheets = SHEETS) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows, width in _filled(sheets):
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    file = io.BytesIO()
    book.save(file)
    return timeless(file.getvalue())


def by_xlsxwriter(sheets: Sheets = SHEETS) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows, width in _filled(sheets):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        if width > 1:
            sheet.merge_range(0, 0, 0, width - 1, rows[0][0])
        sheet.set_column(0, 0, 12)
    if sheets is SHEETS:
        total = book.get_worksheet_by_name(LEDGER)
        total.write_formula(len(LEDGER_ROWS) - 2, 10, "=SUM(K3:K6)", None, 10002)
    book.close()
    return timeless(file.getvalue())


def by_xlwt(sheets: Sheets = SHEETS) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows, width in _filled(sheets):
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if number and value != "":
                    sheet.write(number, column, value)
        sheet.write_merge(0, 0, 0, width - 1, rows[0][0])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_ods(sheets: Sheets = SHEETS) -> bytes:
    rows = []
    for row in _first(sheets):
        cells = (
            ods_cell("string", "", escape(value))
            if isinstance(value, str)
            else ods_cell("float", repr(value))
            for value in row
        )
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return timeless(zipped(ods_parts("".join(rows))))


def as_xlsb(sheets: Sheets = SHEETS) -> bytes:
    rows = []
    for number, row in enumerate(_first(sheets), start=1):
        cells = [
            text12(column, value) if isinstance(value, str) else real12(column, float(value))
            for column, value in enumerate(row, start=1)
            if value != ""
        ]
        rows.append(row12(number, *cells))
    return timeless(zipped(xlsb_parts((LEDGER, 0, sheet12(rows, [(1, 1, 1, 15)])))))


def html_text(sheets: Sheets = SHEETS) -> str:
    """As reporting systems write it: with the extension of a workbook, in GB2312."""
    tables = []
    for _, rows, width in _filled(sheets):
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>\n"
            for row in rows[1:]
        )
        title = f'<tr><th colspan="{width}">{escape(str(rows[0][0]))}</th></tr>\n'
        tables.append(f'<table border="1" style="width:100%">\n{title}{body}</table>\n')
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        '<style>.xl65 {mso-number-format:"\\@";}</style></head><body>\n'
        f"{'<br>'.join(tables)}</body></html>\n"
    )


def as_mhtml(sheets: Sheets = SHEETS) -> bytes:
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Part_1"\r\n\r\n'
        "------=_Part_1\r\nContent-Location: file:///C:/1.htm\r\n"
        'Content-Transfer-Encoding: 8bit\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
    )
    return head.encode() + html_text(sheets).encode("gb18030") + b"\r\n------=_Part_1--\r\n"


def as_spreadsheetml(sheets: Sheets = SHEETS) -> bytes:
    written = []
    for name, rows, width in _filled(sheets):
        body = []
        for number, row in enumerate(rows):
            cells = (
                f'<Data ss:Type="{"String" if isinstance(value, str) else "Number"}">'
                f"{escape(str(value))}</Data>"
                for value in row
            )
            merge = f' ss:MergeAcross="{width - 1}"' if not number else ""
            body.append(f"<Row>{''.join(f'<Cell{merge}>{cell}</Cell>' for cell in cells)}</Row>")
        written.append(f'<Worksheet ss:Name="{name}"><Table>{"".join(body)}</Table></Worksheet>')
    urn = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{urn}" xmlns:ss="{urn}">{"".join(written)}</Workbook>'
    ).encode()


def csv_text(delimiter: str, sheets: Sheets = SHEETS) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(_first(sheets))
    return file.getvalue()


WRITERS: Mapping[str, Callable[[Sheets], bytes]] = {
    "xlsx": by_openpyxl,
    "xlsx-xlsxwriter": by_xlsxwriter,
    "xls": by_xlwt,
    "ods": as_ods,
    "xlsb": as_xlsb,
    "html": lambda sheets: html_text(sheets).encode("gb18030"),
    "mhtml": as_mhtml,
    "spreadsheetml": as_spreadsheetml,
    "csv": lambda sheets: csv_text(",", sheets).encode("utf-8-sig"),
    "csv-gb18030": lambda sheets: csv_text("\t", sheets).encode("gb18030"),
    "csv-utf-16": lambda sheets: csv_text(";", sheets).encode("utf-16"),
}
"""The formats, by a name that begins with what the reader calls them."""


@cache
def seed_file(name: str) -> bytes:
    """A valid file: one of ``WRITERS``, or one of other programs in tests/data/formats."""
    return WRITERS[name](SHEETS) if name in WRITERS else (FORMATS / name).read_bytes()


def all_seeds() -> tuple[str, ...]:
    """Every seed's name."""
    stored = sorted(path.name for path in FORMATS.iterdir() if path.suffix != ".md")
    return (*WRITERS, *stored)
