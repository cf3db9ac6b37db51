"""What a sender writes into the list of findings, and how it is found again when it comes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli_support import Done, run
from tests.libreoffice import resaved
from tests.read_support import package_parts, sheet_xml, zipped
from tests.review_support import SHEET, finding, notice, opened, patched, with_types
from zsstat.catalog import load_catalogue
from zsstat.model import CellRef, Finding, Issue, Level, Outcome
from zsstat.pipeline import answers as pipeline_answers
from zsstat.pipeline.answers import GivenAnswer
from zsstat.read import Limits
from zsstat.recognise.answers import UNREAD
from zsstat.recognise.reviews import HEADINGS, code_of, decoded, without_reviews
from zsstat.review import review_book
from zsstat.review.parts import untouched

HEAD = 9
ANSWER, CODE = HEADINGS.index("填报单位说明") + 1, HEADINGS.index("核对码") + 1
BOOK = zipped(with_types(package_parts(sheet_xml('<row r="2"><c r="C2"><v>5</v></c></row>'))))


def known(
    level: Level, number: int, *, cell: str = "C2", outcome: Outcome = Outcome.FAIL
) -> Finding:
    """A finding with a fingerprint like those of the engine."""
    made = finding(
        cell, level=level, message=f"问题{number}", rule=f"row.rule_{number}", outcome=outcome
    )
    return replace(made, fingerprint=f"{number:016x}")


A, B, C, D = (known(level, number) for number, level in enumerate(Level, start=1))
ALL = (A, B, C, D)
ROWS = {found: HEAD + row for row, found in enumerate(ALL, start=1)}
"""Finding → its row in the list."""
Edit = Callable[[Worksheet], object]


def answers_in(data: bytes, file: str) -> tuple[tuple[GivenAnswer, ...], tuple[Issue, ...]]:
    return pipeline_answers.answers_in(data, file, load_catalogue(None))


def saved(data: bytes, *edits: Edit) -> bytes:
    """The workbook opened, its list edited and saved by another program."""
    book = opened(data)
    for edit in edits:
        edit(book[SHEET])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def says(found: Finding, text: str | int | None) -> Edit:
    return lambda sheet: sheet.cell(ROWS[found], ANSWER, text)


def came_back(*edits: Edit) -> tuple[tuple[GivenAnswer, ...], tuple[Issue, ...]]:
    return answers_in(saved(patched(BOOK, *ALL), *edits), "紫阳.审核.xlsx")


def texts(*edits: Edit) -> dict[str, str]:
    """Rule → answer, of a list in which nothing is wrong."""
    answers, problems = came_back(*edits)
    assert problems == ()
    return {answer.rule: answer.text for answer in answers}


# --- the list that goes out -------------------------------------------------------------------


def listed(*findings: Finding) -> Worksheet:
    sheet = opened(patched(BOOK, *findings))[SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_only_where_an_answer_settles_something_can_it_be_typed() -> None:
    explained = replace(known(Level.B, 5), waiver="7")
    undecided = known(Level.C, 6, outcome=Outcome.UNDECIDED)
    sheet = listed(*ALL, explained, undecided)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    column = {
        sheet.cell(row, 2).value: sheet.cell(row, ANSWER) for row in range(HEAD + 1, HEAD + 7)
    }
    assert {word: cell.value for word, cell in column.items()} == {
        "强制性": "须更正，不能以说明代替",
        "准强制性": None,
        "核实性": None,
        "提示性": "不需说明",
        "准强制性（已说明）": "不需说明",
        "未能判定": "不需说明",
    }
    unlocked = [word for word, cell in column.items() if not cell.protection.locked]
    assert unlocked == ["准强制性", "核实性"]
    assert sheet.column_dimensions["J"].width >= 40
    assert all(cell.alignment.wrap_text for cell in column.values())
    assert all(sheet.cell(row, CODE).protection.locked for row in range(HEAD + 1, HEAD + 7))


def test_every_row_says_which_finding_it_is_about() -> None:
    sheet = listed(*ALL)
    codes = [sheet.cell(row, CODE).value for row in range(HEAD + 1, HEAD + 5)]
    assert [decoded(str(code)) for code in codes] == [(f.rule, f.fingerprint) for f in ALL]


def test_the_letter_says_where_to_write() -> None:
    from tests.test_review_letter import written

    assert "“审核意见”表的“填报单位说明”一栏" in written(B)
    assert "“审核意见”表的“填报单位说明”一栏" in written(A, C)
    assert "填报单位说明" not in written(A, D, replace(B, waiver="7"))


def test_an_unanswered_list_holds_no_answers() -> None:
    data = patched(BOOK, *ALL)
    assert answers_in(data, "x.xlsx") == ((), ())
    assert untouched(data)
    again = saved(data)
    assert answers_in(again, "x.xlsx") == ((), ())
    assert not untouched(again)


def test_what_is_no_review_has_no_answers() -> None:
    assert answers_in(BOOK, "x.xlsx") == ((), ())


# --- the list that comes back -----------------------------------------------------------------


def test_an_answer_is_told_to_its_finding_and_its_cell() -> None:
    answers, problems = came_back(says(B, "  分期付款，合同附后\n "), says(C, "属实"))
    assert problems == ()
    assert [(a.rule, a.fingerprint, a.text) for a in answers] == [
        (B.rule, B.fingerprint, "分期付款，合同附后"),
        (C.rule, C.fingerprint, "属实"),
    ]
    assert [(a.ref.file, a.ref.sheet, a.ref.cell) for a in answers] == [
        ("紫阳.审核.xlsx", SHEET, f"J{ROWS[B]}"),
        ("紫阳.审核.xlsx", SHEET, f"J{ROWS[C]}"),
    ]


def test_rows_may_be_sorted_and_deleted() -> None:
    def upside_down(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1)]
        for number, values in enumerate(reversed(rows), start=HEAD + 1):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column, value)

    assert texts(says(B, "乙"), says(C, "丙"), upside_down) == {B.rule: "乙", C.rule: "丙"}
    fewer = texts(says(B, "乙"), says(C, "丙"), lambda sheet: sheet.delete_rows(ROWS[A], 2))
    assert fewer == {C.rule: "丙"}


def test_columns_may_be_deleted_and_inserted() -> None:
    assert texts(says(C, "丙"), lambda sheet: sheet.delete_cols(6, 3)) == {C.rule: "丙"}
    assert texts(says(C, "丙"), lambda sheet: sheet.insert_cols(1)) == {C.rule: "丙"}


def test_such_a_list_is_still_no_part_of_the_return() -> None:
    from zsstat.read import read_workbook

    data = saved(patched(BOOK, *ALL), lambda sheet: sheet.delete_cols(6, 3))
    (kept,) = without_reviews(read_workbook(data, "x.xlsx")).grids
    assert kept.sheet == "台账"


@pytest.mark.parametrize("blank", ["", "   ", "　", "/", "——", "-", "无", "\u200b", None])
def test_blanks_and_marks_for_nothing_are_no_answers(blank: str | None) -> None:
    assert texts(says(B, blank), says(C, "属实")) == {C.rule: "属实"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("=1+1", "=1+1"),
        ("=HYPERLINK(\"http://x\",\"看\")", "=HYPERLINK(\"http://x\",\"看\")"),
        ("+属实", "+属实"),
        ("@SUM(A1)", "@SUM(A1)"),
        (2020, "2020"),
        ("第一行\n第二行", "第一行 第二行"),
        ("联系人张三13812340000", "联系人张三138****0000"),
        ("身份证612401199001011234", "身份证612***********1234"),
    ],
)  # fmt: skip
def test_an_answer_is_text_whatever_it_looks_like(written: str | int, kept: str) -> None:
    assert texts(says(C, written)) == {C.rule: kept}


def test_a_text_that_begins_like_a_formula_stays_one() -> None:
    def as_text(sheet: Worksheet) -> None:
        cell = sheet.cell(ROWS[C], ANSWER, "=同上")
        cell.data_type = "s"

    assert texts(as_text) == {C.rule: "=同上"}


@pytest.mark.parametrize(
    "code",
    [
        None,
        "row.rule_3",
        code_of(C.rule, C.fingerprint)[:-1],
        code_of(C.rule, C.fingerprint).replace("03-", "02-"),
        code_of(C.rule, C.fingerprint).replace("rule_3", "rule_2"),
        3,
    ],
)
def test_an_answer_without_a_whole_code_is_reported(code: object) -> None:
    answers, problems = came_back(
        says(B, "乙"),
        says(C, "丙"),
        lambda sheet: setattr(sheet.cell(ROWS[C], CODE), "value", code),
    )
    assert [answer.text for answer in answers] == ["乙"]
    (problem,) = problems
    assert problem.rule == UNREAD
    assert problem.shown == "丙"
    assert [ref.cell for ref in problem.cells] == [f"J{ROWS[C]}"]
    assert ("改动了" if code else "不见了") in problem.message


def test_a_damaged_code_without_an_answer_is_no_matter() -> None:
    assert texts(lambda sheet: setattr(sheet.cell(ROWS[C], CODE), "value", "x")) == {}


def test_a_list_without_its_codes_is_reported_for_each_answer() -> None:
    answers, problems = came_back(
        says(B, "乙"), says(C, "丙"), lambda sheet: sheet.delete_cols(CODE)
    )
    assert answers == ()
    assert [problem.shown for problem in problems] == ["乙", "丙"]
    assert all("没有“核对码”一栏" in problem.message for problem in problems)


def test_no_explanation_takes_the_place_of_a_correction() -> None:
    answers, problems = came_back(says(A, "情况属实"), says(D, "知道了"))
    assert [(answer.rule, answer.text) for answer in answers] == [(D.rule, "知道了")]
    (problem,) = problems
    assert problem.shown == "情况属实"
    assert "不能以说明代替更正" in problem.message


def test_a_finding_on_two_sheets_has_one_answer() -> None:
    refs = (CellRef("0" * 64, "a", "台账", "C2"), CellRef("0" * 64, "a", "汇总", "B3"))
    both = replace(C, cells=refs)
    made = review_book(None, notice(both), Limits()).content

    def answered(*words: str) -> list[str]:
        edits = [
            lambda sheet, row=row, word=word: sheet.cell(row, ANSWER, word)
            for row, word in enumerate(words, start=HEAD + 1)
        ]
        answers, problems = answers_in(saved(made, *edits), "x.xlsx")
        assert problems == ()
        return [answer.text for answer in answers]

    assert answered("属实", "属实") == ["属实"]
    assert answered("不是", "是") == ["不是；是"]
    assert answered("", "属实") == ["属实"]


def test_an_older_list_in_the_same_workbook_is_read_too() -> None:
    first = saved(patched(BOOK, B, C), lambda sheet: sheet.cell(HEAD + 1, ANSWER, "旧说明"))
    again = patched(first, C)
    assert opened(again).sheetnames[:2] == [f"{SHEET}(2)", SHEET]
    answers, problems = answers_in(again, "x.xlsx")
    assert [(answer.rule, answer.text) for answer in answers] == [(B.rule, "旧说明")]
    assert problems == ()


@pytest.mark.parametrize("level", [Level.B, Level.C])
def test_the_list_by_itself_can_be_answered(level: Level) -> None:
    made = review_book(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", notice(known(level, 7)), Limits())
    assert made.alone
    answered = saved(made.content, lambda sheet: sheet.cell(HEAD + 1, ANSWER, "属实"))
    ((answer,), problems) = answers_in(answered, "x.xlsx")
    assert (answer.rule, answer.text, problems) == ("row.rule_7", "属实", ())


# --- codes ------------------------------------------------------------------------------------

RULES = st.text(min_size=1).map(str.strip).filter(bool)
PRINTS = st.text("0123456789abcdef", min_size=1, max_size=20)


@given(RULES, PRINTS)
def test_a_code_leads_back_to_its_finding(rule: str, fingerprint: str) -> None:
    assert decoded(code_of(rule, fingerprint)) == (rule, fingerprint)
    assert decoded(code_of(rule, fingerprint)[:-1]) is None


@given(PRINTS)
def test_no_program_takes_a_code_for_a_number(fingerprint: str) -> None:
    code = code_of("cell.not_number", fingerprint)
    with pytest.raises(ValueError, match="could not convert"):
        float(code)
    assert not code.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    "spoiled",
    [str.upper, lambda code: code.replace("\n", "  "), lambda code: f" {code}　",
     lambda code: code.translate({ord(c): ord(c) + 0xFEE0 for c in "#-0123456789abcdef."})],
)  # fmt: skip
def test_a_code_survives_what_input_methods_do(spoiled: Callable[[str], str]) -> None:
    assert decoded(spoiled(code_of("row.more_than_whole", "0123456789abcdef"))) == (
        "row.more_than_whole",
        "0123456789abcdef",
    )


# --- other programs ---------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["xlsx", "xls"])
def test_answers_come_back_through_libreoffice(format_: str, tmp_path: Path) -> None:
    sent = tmp_path / "紫阳.审核.xlsx"
    sent.write_bytes(
        saved(
            patched(BOOK, *ALL),
            says(B, "分期付款"),
            says(C, "=1+1"),
            lambda sheet: setattr(sheet.cell(ROWS[C], ANSWER), "data_type", "s"),
        )
    )
    (back,) = resaved([sent], tmp_path / "out", tmp_path / "profile", format_)
    answers, problems = answers_in(back.read_bytes(), "x")
    assert problems == ()
    assert {(a.rule, a.fingerprint): a.text for a in answers} == {
        (B.rule, B.fingerprint): "分期付款",
        (C.rule, C.fingerprint): "=1+1",
    }


# --- the import of a folder -------------------------------------------------------------------


@pytest.fixture
def do(tmp_path: Path) -> Callable[..., Done]:
    return lambda *words: run("import", *words, db=tmp_path / "zsstat.db")


def test_a_folder_with_answered_reviews_says_so(tmp_path: Path, do: Callable[..., Done]) -> None:
    folder = tmp_path / "报回"
    folder.mkdir()
    (folder / "汉滨.审核.xlsx").write_bytes(patched(BOOK, *ALL))
    (folder / "坏了.审核.xlsx").write_bytes(b"PK\x03\x04")
    assert "填写的说明" not in do(folder, "--dry-run").err
    answered = folder / "紫阳.审核.xlsx"
    answered.write_bytes(saved(patched(BOOK, *ALL), says(B, "乙"), says(C, "丙"), says(A, "甲")))
    said = do(folder, "--dry-run").err
    assert (
        "审核稿里有填报单位填写的说明2条，没有收下：紫阳.审核.xlsx（2条，另有1条对不上问题）"
        in said
    )
    assert f"zsstat import {answered}" in said
    assert "填写的说明" not in do(folder, "--dry-run", "--quiet").err
    do(answered)
    assert "填写的说明" not in do(folder, "--dry-run").err


def test_openpyxl_agrees_on_what_stands_where() -> None:
    data = saved(patched(BOOK, *ALL), says(C, "属实"))
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    ((answer,), _) = answers_in(data, "x.xlsx")
    assert sheet[answer.ref.cell].value == "属实"


def test_a_list_that_was_saved_as_text_is_read_too() -> None:
    text = io.StringIO()
    rows = [[""] * len(HEADINGS) for _ in ALL]
    for row, found in zip(rows, ALL, strict=True):
        row[0], row[1] = "1", {"A": "强制性", "B": "准强制性"}.get(found.level, "核实性")
        row[CODE - 1] = code_of(found.rule, found.fingerprint)
    rows[1][ANSWER - 1] = "分期付款，合同附后"
    csv.writer(text).writerows([["审核意见"], list(HEADINGS), *rows])
    answers, problems = answers_in(text.getvalue().encode("gb18030"), "审核意见.csv")
    assert [(answer.rule, answer.text) for answer in answers] == [(B.rule, "分期付款，合同附后")]
    assert problems == ()
