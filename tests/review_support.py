"""What the tests of reviews share: findings, notices, workbooks with everything in them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from lxml import etree
from openpyxl.workbook.workbook import Workbook as Book

from tests.read_support import (
    PACKAGE,
    STRICT,
    TRANSITIONAL,
    Parts,
    package_parts,
    sheet_xml,
    zipped,
)
from zsstat.catalog import load_catalogue
from zsstat.model import CellRef, Finding, Grid, Level, Outcome
from zsstat.read import Limits, read_workbook
from zsstat.review import Notice, ReviewBook, items_of, review_book

TODAY = date(2021, 1, 12)
SHEET = "审核意见"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def finding(
    *cells: str,
    level: Level = Level.A,
    sheet: str = "台账",
    message: str = "“总投资”填“待定”，看不出是多少",
    action: str = "请改填数值",
    rule: str = "cell.not_number",
    outcome: Outcome = Outcome.FAIL,
    waiver: str | None = None,
) -> Finding:
    refs = tuple(CellRef("0" * 64, "报表.xlsx", sheet, cell) for cell in cells)
    return Finding(rule, level, message, refs, "待定", "数值", "", action, outcome, 1, "f", waiver)


def notice(
    *findings: Finding, due: date | None = date(2021, 1, 20), file: str = "报表.xlsx"
) -> Notice:
    catalogue = load_catalogue()
    return Notice(
        file=file,
        reporter="石泉县",
        period="2020年",
        judged=TODAY,
        due=due,
        items=items_of(findings, catalogue.rules),
        city="安康市",
        phrases=catalogue.wording.phrases,
    )


def reviewed(data: bytes, *findings: Finding) -> ReviewBook:
    return review_book(data, notice(*findings), Limits())


def patched(data: bytes, *findings: Finding) -> bytes:
    """The review of a workbook that must be one that can be added to."""
    made = reviewed(data, *findings)
    assert made.alone == ""
    return made.content


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that differ, are new or are gone."""
    old, new = parts_of(before), parts_of(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def opened(data: bytes) -> Book:
    """The workbook as openpyxl sees it; what it leaves out of a sender's file is no matter here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        return openpyxl.load_workbook(io.BytesIO(data))


def grids(data: bytes) -> tuple[Grid, ...]:
    return read_workbook(data, "报表.xlsx").grids


def spelled(grid: Grid) -> tuple[object, ...]:
    """All that our reader sees of a sheet."""
    return (
        grid.sheet,
        dict(grid.cells),
        grid.merges,
        grid.hidden,
        grid.hidden_rows,
        grid.hidden_columns,
        grid.epoch_1904,
    )


def assert_same_sheets(before: bytes, after: bytes) -> None:
    """Our reader sees one sheet more, the first, and all others as they were."""
    first, *others = grids(after)
    assert first.sheet.startswith(SHEET)
    assert list(map(spelled, others)) == list(map(spelled, grids(before)))


def fill(data: bytes, cell: str, sheet: str = "台账") -> str:
    """The background of a cell; empty where it has none."""
    pattern = opened(data)[sheet][cell].fill
    return str(pattern.fgColor.rgb) if pattern.fill_type == "solid" else ""


def comment(data: bytes, cell: str, sheet: str = "台账") -> str:
    found = opened(data)[sheet][cell].comment
    return found.text if found else ""


# --- packages ---------------------------------------------------------------------------------


def with_types(parts: Parts, *, workbook: str = MAIN_TYPE) -> Parts:
    """A package of :mod:`tests.read_support` with the content types that it is silent about."""
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    kinds = {
        "/xl/workbook.xml": workbook,
        "/xl/worksheets/sheet1.xml": f"{office}worksheet+xml",
        "/xl/styles.xml": f"{office}styles+xml",
        "/xl/sharedStrings.xml": f"{office}sharedStrings+xml",
    }
    said = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in kinds.items()
        if name[1:] in parts
    )
    types = (
        f'<Types xmlns="{PACKAGE.replace("relationships", "content-types")}">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}</Types>'
    )
    return {**parts, "[Content_Types].xml": types}


def prefixed(parts: Parts) -> Parts:
    """The same package with a prefix on every element of the spreadsheet's namespace."""
    made: Parts = {}
    for name, content in parts.items():
        text = content.decode() if isinstance(content, bytes) else content
        for space in (TRANSITIONAL, STRICT):
            if f'xmlns="{space}"' in text and name.startswith("xl/"):
                text = text.replace(f'xmlns="{space}"', f'xmlns:x="{space}"')
                text = re.sub(r"<(/?)(?=[a-zA-Z]+[\s/>])", r"<\1x:", text)
        made[name] = text
    return made


def rich_workbook(*, macros: bytes = b"", picture: bytes = b"") -> bytes:
    """A workbook of XlsxWriter with all that a load-and-save would lose or change."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("台账")
    lists = book.add_worksheet("字典")
    book.add_chartsheet("图").set_chart(_chart(book))
    money = book.add_format(
        {"num_format": "#,##0.00", "bold": True, "border": 1, "bg_color": "#00FF00"}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range("A1:F1", "石泉县2020年招商引资项目台账", book.add_format({"bold": True}))
    sheet.write_row("A2", ["项目名称", "总投资", "签约时间", "阶段", "备注", "合计"])
    for row in range(2, 8):
        sheet.write(row, 0, f"项目{row}")
        sheet.write(row, 1, row * 1000.25, money)
        sheet.write(row, 2, 43957 + row, day)
        sheet.write(row, 3, "开工")
        sheet.write_formula(row, 5, f"=B{row + 1}*2", None, row * 2000.5)
    sheet.write_comment("B4", "县里的备注", {"author": "石泉县"})
    sheet.write_comment("D4", "另一条")
    lists.write_column("A1", ["新建", "续建"])
    sheet.data_validation("D3:D8", {"validate": "list", "source": "=字典!$A$1:$A$2"})
    sheet.conditional_format("B3:B8", {"type": "data_bar", "data_bar_2010": True})
    sheet.autofilter("A2:F8")
    sheet.print_area("A1:F8")
    sheet.repeat_rows(1)
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_column("E:E", 12, day, {"hidden": True})
    sheet.insert_chart("H2", _chart(book))
    lists.hide()
    book.define_name("字典!阶段", "=字典!$A$1:$A$2")
    if picture:
        sheet.insert_image("H20", "p.png", {"image_data": io.BytesIO(picture)})
    if macros:
        book.add_vba_project(io.BytesIO(macros), is_stream=True)
    sheet.activate()
    book.close()
    return file.getvalue()


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=台账!$B$3:$B$8"})
    return chart


def names_of(children: Iterable[object]) -> list[str]:
    return [str(getattr(child, "tag", "")).rpartition("}")[2] for child in children]


ROWS = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>项目</t></is></c><c r="C2"><v>5</v></c></row>'
    '<row r="5"><c r="B5"><v>7</v></c></row>'
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8"
    "cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def simple(rows: str = ROWS, before: str = "", after: str = "", **options: bool) -> bytes:
    """A package of one sheet 台账 with these rows."""
    namespace = {"namespace": "http://purl.oclc.org/ooxml/spreadsheetml/main"}
    sheet = sheet_xml(rows, before, after, **(namespace if options.get("strict") else {}))
    strict = options.get("strict", False)
    return zipped(with_types(package_parts(sheet, strings="", strict=strict)))


def frame(data: bytes, part: str = "xl/worksheets/sheet1.xml") -> etree._Element:
    return etree.fromstring(parts_of(data)[part])
