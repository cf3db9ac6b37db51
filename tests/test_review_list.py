"""The sheet 审核意见: every finding in a row, with a link, and nothing in it that calculates."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.read_support import package_parts, sheet_xml, zipped
from tests.review_support import (
    SHEET,
    comment,
    finding,
    grids,
    notice,
    opened,
    parts_of,
    patched,
    with_types,
)
from zsstat.declarations import Rule
from zsstat.model import CellRef, Finding, Level, Outcome
from zsstat.read import Limits
from zsstat.recognise.reviews import code_of
from zsstat.review import items_of, review_book

HEAD = 9
BOOK = zipped(with_types(package_parts(sheet_xml('<row r="2"><c r="C2"><v>5</v></c></row>'))))


def listed(*findings: Finding) -> Worksheet:
    sheet = opened(patched(BOOK, *findings))[SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=HEAD + 1, values_only=True))


def alone(*findings: Finding) -> Worksheet:
    made = review_book(None, notice(*findings), Limits())
    return opened(made.content)[SHEET]


def test_the_head_says_whom_which_when_how_many_and_by_when() -> None:
    sheet = listed(finding("C2"), finding("C2", level=Level.C, message="请核实"))
    head = [sheet.cell(row, 1).value for row in range(1, HEAD)]
    assert head[0] == "审核意见"
    assert head[1] == "填报单位：石泉县　　报告期：2020年"
    assert head[2] == "报表文件：报表.xlsx"
    assert head[3] == "审核日期：2021年1月12日　　重报时限：请于2021年1月20日前"
    assert head[4] == "问题：强制性1条、核实性1条"
    assert "红色" in str(head[5])
    assert "单元格上有批注" in str(head[6])
    assert "“填报单位说明”一栏（绿色的格）" in str(head[7])


def test_a_finding_is_a_row_that_leads_to_its_cells() -> None:
    sheet = listed(finding("C2", "C3", "F2"))
    assert rows(sheet) == [
        (
            *("1", "强制性", "台账", "C2—C3、F2", "“总投资”填“待定”，看不出是多少"),
            *("待定", "数值", None, "请改填数值", "须更正，不能以说明代替"),
            code_of("cell.not_number", "f"),
        )
    ]
    link = sheet.cell(HEAD + 1, 4).hyperlink
    assert link is not None
    assert link.location == "'台账'!C2"
    assert sheet.cell(HEAD, 10).value == "填报单位说明"


def test_cells_that_stand_together_are_one_link() -> None:
    link = listed(finding("C2", "C3", "C4")).cell(HEAD + 1, 4).hyperlink
    assert link is not None
    assert link.location == "'台账'!C2:C4"


def test_many_cells_are_named_in_one_line() -> None:
    cells = [f"{column}{row}" for column in "ACEGIK" for row in (12, 13, 15, 16)]
    assert rows(listed(finding(*cells)))[0][3] == "A12—A13、C12—C13 等24格"


def test_quotes_in_the_name_of_a_sheet() -> None:
    parts = with_types(package_parts(sheet_xml('<row r="2"><c r="C2"><v>5</v></c></row>')))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("台账", "a'b &amp; c")
    made = patched(zipped(parts), finding("C2", sheet="a'b & c"))
    link = opened(made)[SHEET].cell(HEAD + 1, 4).hyperlink
    assert link is not None
    assert link.location == "'a''b & c'!C2"


def test_the_gravest_come_first_and_the_undecided_last() -> None:
    sheet = listed(
        finding("C2", level=Level.C, message="核实"),
        finding("C3", level=Level.A, message="判不了", outcome=Outcome.UNDECIDED),
        finding("C4", level=Level.D, message="提示"),
        finding("C5", level=Level.B, message="说明过", waiver="7"),
        finding("C6", level=Level.A, message="改正"),
        finding("C7", level=Level.B, message="说明"),
    )
    assert [(row[1], row[4]) for row in rows(sheet)] == [
        ("强制性", "改正"),
        ("准强制性", "说明"),
        ("核实性", "核实"),
        ("提示性", "提示"),
        ("准强制性（已说明）", "说明过"),
        ("未能判定", "判不了"),
    ]
    assert sheet["A5"].value == "问题：强制性1条、准强制性1条、核实性1条、提示性1条"


def test_what_is_explained_or_undecided_is_not_marked() -> None:
    made = patched(
        BOOK,
        finding("C2", outcome=Outcome.UNDECIDED),
        finding("C3", level=Level.B, waiver="7"),
    )
    sheet = opened(made)["台账"]
    assert [sheet[c].fill.fill_type for c in ("C2", "C3")] == [None, None]
    assert "xl/comments1.xml" not in parts_of(made)


def test_a_finding_about_two_sheets_has_a_row_for_each() -> None:
    refs = (CellRef("0" * 64, "a", "台账", "C2"), CellRef("0" * 64, "a", "汇总", "B3"))
    both = Finding("x", Level.A, "两处不一致", refs, "", "", "", "请核对", Outcome.FAIL, 1, "f")
    found = rows(alone(both))
    assert [row[:5] for row in found] == [
        ("1", "强制性", "台账", "C2", "两处不一致"),
        ("1", "强制性", "汇总", "B3", "同上"),
    ]


def test_the_whole_file_and_a_whole_table() -> None:
    found = rows(alone(finding(sheet=""), finding("", sheet="台账", message="整张表都不对")))
    assert {(row[2], row[3]) for row in found} == {("整个文件", None), ("台账", "整张表")}


def test_what_the_sender_is_asked_goes_before_what_the_office_does() -> None:
    replaces = finding("C2", rule="file.replaces", action="更正请加 --replace")
    assert rows(listed(replaces))[0][8] == (
        "请书面说明这次报的是更正（替换原表）还是补充，并写明理由"
    )
    rule = Rule("x", "t", Level.A, action="office", reply="sender")
    (item,) = items_of([finding("C2", rule="x")], {"x": rule})
    assert item.action == "sender"


@pytest.mark.parametrize("text", ["=1+1", "+8613", "-5", "@SUM(A1)", "=cmd|'/C calc'!A0"])
def test_no_text_becomes_a_formula(text: str) -> None:
    made = patched(BOOK, finding("C2", message=text, action=text))
    part = parts_of(made)["xl/worksheets/sheet2.xml"]
    assert b"<f>" not in part
    cell = openpyxl.load_workbook(io.BytesIO(alone_bytes(text)))[SHEET].cell(HEAD + 1, 5)
    assert (cell.data_type, cell.value) == ("s", text)


def alone_bytes(text: str) -> bytes:
    return review_book(None, notice(finding("C2", message=text)), Limits()).content


def test_what_xml_cannot_hold_and_what_looks_like_an_escape() -> None:
    text = "a\x00b\x0bc <&> _x0041_ \ud800"
    made = patched(BOOK, finding("C2", message=text))
    assert grids(made)[0].cells[HEAD + 1, 5].text == "abc <&> _x0041_ "
    assert "abc <&> _x005F_x0041_ " in comment(made, "C2")  # openpyxl leaves the escape


def test_the_sheet_is_ready_to_print() -> None:
    sheet = listed(*(finding("C2", message=f"{n}、{'很长的问题' * 12}") for n in range(9)))
    assert sheet.freeze_panes == f"A{HEAD + 1}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    setup = sheet.sheet_properties.pageSetUpPr
    assert setup is not None
    assert setup.fitToPage
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert sheet.column_dimensions["E"].width == 48
    assert sheet.row_dimensions[HEAD + 1].height > 40  # 120 columns of text in a column of 48
    assert sheet.cell(HEAD + 1, 5).alignment.wrap_text


def test_columns_are_as_wide_as_their_chinese_texts() -> None:
    narrow = listed(finding("C2", message="短")).column_dimensions["E"].width
    wide = listed(finding("C2", message="二十个汉字" * 4)).column_dimensions["E"].width
    assert (narrow, wide) == (28, 44)


def test_a_list_of_a_thousand_values_is_cut() -> None:
    long = replace(finding("C2"), shown="、".join(map(str, range(9000))))
    made = patched(BOOK, long)
    said = grids(made)[0].cells[HEAD + 1, 6].text
    assert len(said) == 1000
    assert said.endswith("…")
    assert len(comment(made, "C2")) < 500
    height = opened(made)[SHEET].row_dimensions[HEAD + 1].height
    assert height is not None
    assert height <= 409  # Excel takes no higher row


def test_nothing_found_is_still_a_sheet() -> None:
    sheet = alone()
    assert sheet["A5"].value == "问题：无"
    assert rows(sheet) == []
