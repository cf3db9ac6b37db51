"""Faults in small plain sheets, written out cell by cell: doubtful rows, sheets nobody knows, and
formats that say less than an .xlsx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import xlwt  # type: ignore[import-untyped]

from sample_data._cells import Value
from sample_data._faults_files import Files
from sample_data._sheets import Cell, Sheet
from sample_data._write import packed

Rows = Sequence[Sequence[Value]]

_TITLE = "石泉县2020年招商引资项目台账"
_HEAD = ("序号", "项目名称", "投资方", "总投资", "签约时间", "本年到位资金", "其中省际")
_PROJECTS: tuple[tuple[Value, ...], ...] = (
    (1, "后柳镇民宿集群项目", "成都远岫旅游公司", 9000, "2020年3月", 3000, 3000),
    (2, "池河镇蚕丝加工项目", "苏州锦澜丝绸公司", 6500, "2020年5月", 2000, 2000),
    (3, "饶峰镇富硒茶园项目", "杭州青屿茶业公司", 4200, "2020年6月", 1500, 1500),
)


def _ledger(*more: Sequence[Value]) -> list[Sequence[Value]]:
    return [(_TITLE,), ("单位：万元",), _HEAD, *_PROJECTS, *more]


def sheet_of(name: str, rows: Rows) -> Sheet:
    return Sheet(
        name,
        {
            (row, column): Cell(value)
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
            if value is not None
        },
    )


def _book(**sheets: Rows) -> bytes:
    return packed([sheet_of(name, rows) for name, rows in sheets.items()], "openpyxl")


def perhaps_a_subtotal() -> Files:
    """A row that has a name and the sums of the rows above, and nothing else."""
    sums = (sum(int(str(p[n])) for p in _PROJECTS) for n in (3, 5, 6))
    total, funds, interprov = sums
    row = (None, "城关镇", None, total, None, funds, interprov)
    return {"石泉县2020年台账.xlsx": _book(台账=_ledger(row))}


def a_sheet_of_figures() -> Files:
    """Beside the ledger a sheet of numbers without names of columns."""
    figures: Rows = [("后柳镇", 3, Decimal("4.5")), ("池河镇", 2, Decimal("1.2")), ("饶峰镇", 1, 7)]
    return {"石泉县2020年台账.xlsx": _book(台账=_ledger(), 附件=figures)}


def the_same_indicator_twice() -> Files:
    """Two sheets with a 汇总表 each, of which one was not brought up to date."""

    def summary(funds: str) -> Rows:
        return [
            ("石泉县2020年招商引资汇总表",),
            ("指标", "计量单位", "本年累计"),
            ("到位资金合计", "亿元", Decimal(funds)),
            ("实际利用外资", "万美元", 120),
        ]

    return {"石泉县2020年汇总.xlsx": _book(汇总=summary("12.5"), 汇总核对=summary("12.3"))}


# --- other formats ----------------------------------------------------------------------------


def never_calculated() -> Files:
    """An .xls made by a program: its formulas were never calculated."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("台账")
    for row, values in enumerate(_ledger()):
        for column, value in enumerate(values):
            if value is not None:
                page.write(row, column, value)
    fourth = (4, "中池镇康养项目", "重庆云栖置业公司", None, "2020年7月", 1000, 1000)
    for column, value in enumerate(fourth):
        if value is not None:
            page.write(6, column, value)
    page.write(6, 3, xlwt.Formula("D4+D5"))
    target = io.BytesIO()
    book.save(target)
    return {"石泉县招商引资台账-2020.xls": target.getvalue()}


def open_document() -> Files:
    """An .ods: a cell that is blank may as well hold an error."""
    blank = (4, "中池镇康养项目", "重庆云栖置业公司", None, "2020年7月", 1000, 1000)
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in _ledger(blank)
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0" office:version="1.2">'
        '<office:body><office:spreadsheet><table:table table:name="台账">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return {"石泉县2020年台账.ods": target.getvalue()}


def _ods_cell(value: Value) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case str():
            kind = 'office:value-type="string"'
        case _:
            kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
