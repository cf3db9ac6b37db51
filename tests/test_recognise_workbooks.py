"""Real workbooks, written by two libraries, through the reader into the recogniser."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]

from tests.recognise_support import catalogue, issues, places, rules
from zsstat.model import Period, Return
from zsstat.read import read_workbook
from zsstat.recognise import recognise


def understood(payload: bytes, name: str = "报表.xlsx") -> Return:
    return recognise(read_workbook(payload, name), catalogue())


def test_an_openpyxl_workbook_with_everything_a_county_puts_in() -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "封面"
    cover["B3"] = "2020年1—9月招商引资报表"
    cover["B8"] = "填报单位（盖章）："
    cover["D8"] = "旬阳县招商局"
    sheet = book.create_sheet("表一")
    sheet["A1"] = "招商引资项目台账"
    sheet.merge_cells("A1:H1")
    sheet["H2"] = "单位：万元"
    for cells in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:H3"):
        sheet.merge_cells(cells)
    header = {"A3": "序号", "B3": "项目名称", "C3": "客商", "D3": "总投资\n（亿元）", "E3": "时间"}
    lower = {"E4": "签订时间", "F4": "开工时间", "G3": "到位资金", "G4": "本年", "H4": "其中：省际"}
    for place, text in (header | lower).items():
        sheet[place] = text
    for column in range(1, 9):
        sheet.cell(5, column, column)
    sheet.append([1, "富硒茶加工厂", "江苏茶业公司", 1.2, date(2020, 3, 5), "2020.5.6", 3000, 1000])
    sheet.append([])
    sheet.append([2, "包装饮用水厂", "浙江水业公司", "8000万元", "2020年4月", "—", "１２００", 0])
    sheet.append(["合  计", None, None, 2.0, None, None, 4200, 1000])
    sheet.append(["审核人：张三", None, "填表人：", None, "联系电话：13812345678"])
    sheet.row_dimensions[8].hidden = True
    payload = BytesIO()
    book.save(payload)

    found = understood(payload.getvalue())
    assert (found.reporter, found.period) == ("xunyang", Period(2020, 9))
    (table,) = found.tables
    assert (table.sheet, table.header_rows) == ("表一", (3, 4, 5))
    assert [record.row for record in table.records] == [6, 8]
    assert [record.value("总投资") for record in table.records] == [120_000_000, 80_000_000]
    assert [record.value("本年到位资金") for record in table.records] == [30_000_000, 12_000_000]
    assert str(table.records[0].value("签约时间")) == "2020年3月5日"
    (claim,) = table.claims
    assert (claim.row, claim.first_row, claim.last_row) == (9, 6, 8)
    assert claim.fields["总投资"].value == 200_000_000
    assert places(issues(found, "file.hidden_data")[0]) == ["A8"]
    assert issues(found, "file.signature_blank")[0].shown == "填表人"
    assert rules(found) == [
        "cell.blank_mark",
        "cell.converted",
        "file.hidden_data",
        "file.signature_blank",
        "file.unit_clash",
    ]


def test_an_xlsxwriter_workbook_with_formulas_errors_and_covered_values() -> None:
    payload = BytesIO()
    book = xlsxwriter.Workbook(payload, {"in_memory": True})
    sheet = book.add_worksheet("一")
    sheet.write("A1", "安康高新区2020年外资企业情况表（单位：万美元）")
    sheet.write_row("A2", ["企业名称", "国别(地区)", "设立时间", "实际利用外资", "其他", "备注"])
    sheet.write_row("A3", ["某某（香港）有限公司", "香港", "2020年3月", 500])
    sheet.write_row("A4", ["某某（新加坡）有限公司", "新加坡", "2019年3月"])
    sheet.write_formula("D4", "=D3*2", None, 1000)
    sheet.write_row("A5", ["某某（日本）有限公司", "日本", "2018年3月"])
    sheet.write_formula("D5", "=D3/0", None, "#DIV/0!")
    sheet.write("F4", "盖住的说明")
    sheet.merge_range("F3:F5", "增资")
    sheet.write("F4", "盖住的说明")
    sheet.write("A6", "合计")
    sheet.write_formula("D6", "=SUM(D3:D4)", None, 1500)
    sheet.set_column("B:B", None, None, {"hidden": True})
    options = book.add_worksheet("选项")
    options.write_column("A1", ["内资", "外资"])
    options.hide()
    book.close()

    found = understood(payload.getvalue())
    assert (found.reporter, found.period) == ("gaoxin", Period(2020))
    (table,) = found.tables
    assert [record.value("实际利用外资") for record in table.records] == [
        5_000_000,
        10_000_000,
        None,
    ]
    assert table.claims[0].formulas == {"实际利用外资": "SUM(D3:D4)"}
    assert places(issues(found, "file.error_cell")[0]) == ["D5"]
    assert places(issues(found, "file.merged_values")[0]) == ["F4"]
    assert [record.value("备注") for record in table.records] == ["增资", "盖住的说明", "增资"]
    assert "列 B" in issues(found, "file.hidden_data")[0].message
    assert rules(found) == ["file.error_cell", "file.hidden_data", "file.merged_values"]


def test_formulas_that_were_never_calculated() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["白河县2020年项目台账"])
    sheet.append(["单位：万元"])
    sheet.append(["项目名称", "总投资", "签约时间", "本年到位资金", "其中省际", "测算"])
    sheet.append(["富硒茶加工厂", "=4000*2", "2020年3月", 3000, 1000, "=B4"])
    sheet.append(["合计", "=SUM(B4:B4)", None, 3000, 1000])
    payload = BytesIO()
    book.save(payload)
    found = understood(payload.getvalue())
    assert places(issues(found, "file.uncached")[0]) == ["B4"]
    assert len(issues(found, "file.uncached_elsewhere")) == 2
    assert found.tables[0].records[0].value("总投资") is None


def test_a_csv_return() -> None:
    text = (
        "旬阳县2020年1—6月招商活动\r\n日期,类型,级别,批次,人次\r\n"
        "2020年3月5日,接待客商,县级,3,28\r\n填表人：张三\r\n"
    )
    found = understood(text.encode("gb18030"), "活动.csv")
    assert (found.reporter, found.period) == ("xunyang", Period(2020, 6))
    assert [r.value("人次") for r in found.records("activities")] == [28]
    assert found.issues == ()
