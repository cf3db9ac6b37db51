"""Headings of several rows: paths, carried groups, translations, marks, numbering, units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import pytest

from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Entry,
    book,
    catalogue,
    issues,
    known,
    names,
    places,
    project,
    rules,
    sheet,
)
from zsstat.declarations import Catalogue
from zsstat.model import Return
from zsstat.recognise import Expected, recognise

Table: TypeAlias = Sequence[Sequence[Entry]]
Line: TypeAlias = list[Entry]
ROW: tuple[Entry, ...] = ("甲茶厂项目", 8000, "2020年3月", 3000, 1000)
PLAIN = ("项目名称", "总投资", "签约时间", "本年到位资金", "其中省际")


def with_aliases(aliases: dict[tuple[str, str], tuple[str, ...]]) -> Catalogue:
    """The catalogue with more names for columns: (table, column) → names."""
    returns = dict(catalogue().returns)
    for (table, column), more in aliases.items():
        columns = tuple(
            replace(c, aliases=(*c.aliases, *more)) if c.name == column else c
            for c in returns[table].columns
        )
        returns[table] = replace(returns[table], columns=columns)
    return replace(catalogue(), returns=returns)


def read(catalogue_: Catalogue, rows: Sequence[Sequence[Entry]], *merges: str) -> Return:
    subject = book(sheet(rows, merges=merges))
    return recognise(subject, catalogue_, Expected("xunyang", 2020, 9))


def values(subject: Return) -> list[object]:
    (record,) = subject.records("projects")
    return [record.value(name) for name in PLAIN]


READ = ["甲茶厂项目", 80_000_000, 30_000_000, 10_000_000]


def amounts(subject: Return) -> list[object]:
    found = values(subject)
    return [found[0], found[1], *found[3:]]


# --- paths ------------------------------------------------------------------------------------


def test_five_header_rows_with_merges() -> None:
    found = known(
        sheet(
            [
                TITLE,
                ["项目名称", "投资情况（万元）", None, None, None],
                [None, "总投资", "资金到位情况", None, "签约时间"],
                [None, None, "实际到位", None, None],
                [None, None, "本年到位资金", None, None],
                [None, None, "完成值", "其中：省外资金", None],
                ["甲茶厂项目", 8000, 3000, 1000, "2020年3月"],
            ],
            merges=["A1:E1", "A2:A6", "B2:E2", "B3:B6", "C3:D3", "C4:D4", "C5:D5", "E3:E6"],
        )
    )
    table = found.tables[0]
    assert table.header_rows == (2, 3, 4, 5, 6)
    assert amounts(found) == READ
    text = "投资情况（万元） > 资金到位情况 > 实际到位 > 本年到位资金 > 完成值"
    assert table.columns["本年到位资金"].header == text
    assert found.issues == ()


def test_a_data_row_is_never_part_of_the_header() -> None:
    """The first row of an item table holds a unit; it stays a row."""
    rows: Table = [["项目指标", "单位", "年度目标"], ["到位资金合计", "亿元", "3"]]
    found = known(sheet(rows))
    assert found.tables[0].header_rows == (1,)
    assert [record.row for record in found.records("targets")] == [2]


def test_a_group_that_is_not_merged_goes_on_to_the_right() -> None:
    declared = with_aliases(
        {
            ("projects", "本年到位资金"): ("内资完成",),
            ("projects", "其中省际"): ("省外内资完成",),
            ("projects", "其中省内"): ("内资目标",),
        }
    )
    header: Table = [
        [*PLAIN[:3], "内资", None, "省外内资", None],
        [None, None, None, "目标", "完成", "目标", "完成"],
    ]
    row: Line = [*ROW[:3], 500, 3000, 400, 1000]
    found = read(declared, [UNITS, *header, row])
    assert amounts(found) == READ
    assert found.records("projects").__next__().value("其中省内") == 5_000_000
    assert found.tables[0].columns["本年到位资金"].header == "内资 > 完成"
    assert places(issues(found, "file.unknown_column")[0]) == ["F3"]


def test_a_merged_group_ends_where_its_merge_ends() -> None:
    """累计到位 stands beside the group and not in it: 本年累计到位 would be another column."""
    header: Table = [
        ["项目名称", "总投资", "签约时间", "本年", None, None],
        [None, None, None, "到位资金", "其中省际", "累计到位"],
    ]
    found = known(sheet([UNITS, *header, [*ROW, 7000]], merges=["D2:E2"]))
    assert amounts(found) == READ
    assert found.records("projects").__next__().value("自签约累计到位") == 70_000_000


def test_a_parent_broken_over_two_rows_names_with_its_parts() -> None:
    header: Table = [
        ["项目名称", "总投资", "签约时间", "本年", "其中"],
        [None, None, None, "实际到位", "省外"],
        [None, None, None, "资金", "资金"],
    ]
    found = known(sheet([UNITS, *header, ROW]))
    assert amounts(found) == READ
    assert found.tables[0].header_rows == (2, 3, 4)
    assert found.issues == ()


@pytest.mark.parametrize("merges", [("D2:E2", "F2:G2"), ()])
def test_the_path_decides_between_leaves_that_read_alike(merges: tuple[str, ...]) -> None:
    declared = with_aliases(
        {
            ("projects", "本年到位资金"): ("实际到位内资完成值",),
            ("projects", "其中省际"): ("实际到位内资其中省外资金",),
            ("foreign", "实际利用外资"): ("实际到位外资完成值",),
        }
    )
    header: Table = [
        ["项目名称", "总投资", "签约时间", "实际到位内资（亿元）", None, "实际到位外资（万美元）"],
        [None, None, None, "完成值", "其中：省外资金", "完成值"],
    ]
    row: Line = ["甲茶厂项目", 8000, "2020年3月", "0.3", "0.1", 5]
    found = read(declared, [UNITS, *header, row], *merges)
    assert amounts(found) == READ
    assert rules(found) == ["file.unit_clash", "file.unknown_column"]


def test_a_leaf_declared_for_another_table_leaves_the_column_to_the_other_heading() -> None:
    declared = with_aliases(
        {
            ("projects", "本年到位资金"): ("到位资金",),
            ("foreign", "实际利用外资"): ("外资到位资金",),
        }
    )
    header: Table = [
        [*PLAIN[:3], "外资", "内资", "其中省际"],
        [None, None, None, "到位资金", "到位资金", None],
    ]
    row: Line = [*ROW[:3], 77, 3000, 1000]
    merges = ("A2:A3", "B2:B3", "C2:C3", "F2:F3")
    found = read(declared, [UNITS, *header, row], *merges)
    assert amounts(found) == READ
    assert issues(found, "within.duplicate_column") == []
    assert places(issues(found, "file.unknown_column")[0]) == ["D3"]


def test_two_leaves_that_nothing_tells_apart_stay_a_finding() -> None:
    header: Table = [
        [*PLAIN[:3], "内资", "外资", "其中省际"],
        [None, None, None, "本年到位资金", "本年到位资金", None],
    ]
    merges = ["A2:A3", "B2:B3", "C2:C3", "F2:F3"]
    found = known(sheet([UNITS, *header, [*ROW[:3], 3000, 77, 1000]], merges=merges))
    (issue,) = issues(found, "within.duplicate_column")
    assert places(issue) == ["D4", "E4"]
    assert "外资 > 本年到位资金" in issue.message


def test_an_unknown_leaf_does_not_take_its_parents_name() -> None:
    header: Table = [["项目名称", "总投资", None, *PLAIN[2:]], [None, "设备投资", "土建投资"]]
    found = known(sheet([UNITS, *header, ["甲茶厂项目", 5000, 3000, *ROW[2:]]], merges=["B2:C2"]))
    assert "总投资" in issues(found, "file.required_column")[0].message


@pytest.mark.parametrize("word", ["完成值", "金额", "合计", "数额"])
def test_a_leaf_that_adds_nothing_means_its_group(word: str) -> None:
    header = [PLAIN, [None, word, None, word, word]]
    found = known(sheet([UNITS, *header, ROW]))
    assert amounts(found) == READ


# --- units ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "总投资（亿元）",
        "总投资/亿元",
        "总投资 亿元",
        "总投资,亿元",
        "总投资，亿元",
        "总投资：亿元",
        "总投资亿元",
        "总投资\n亿元",
        "总投资［亿元］",
        "总投资（单位：亿元）",
        "总 投 资\n（亿 元）",
        "计划总投资(亿元)①",
        "总投资①（亿元）",
        "总投资①\n（亿 元）",
        "3、总 投 资①\n（亿 元）",
        "总投资①\n亿元",
        "总投资* 亿元",
        "总投资②/亿元",
        "总投资注1（亿元）",
        "总投资（注1）（亿元）",
        "总投资[1]，亿元",
        "总投资¹（亿元）",
        "总投资（亿元①）",
        "总投资①②（亿元）",
    ],
)
def test_a_unit_beside_the_name(text: str) -> None:
    row: Line = ["甲茶厂项目", "0.8", *ROW[2:]]
    found = known(sheet([["单位：万元"], ["项目名称", text, *PLAIN[2:]], row]))
    assert amounts(found) == READ
    assert rules(found) == ["file.unit_clash"]  # the header says otherwise than the line above


@pytest.mark.parametrize(
    "units", [(None, "万元", None, "万元", "万元"), (None, "（亿元）", "", "亿元", "亿元")]
)
def test_a_row_of_units_below_the_header(units: tuple[Entry, ...]) -> None:
    in_yi = "亿元" in str(units[1])
    row = ("甲茶厂项目", "0.8", "2020年3月", "0.3", "0.1") if in_yi else ROW
    found = known(sheet([PLAIN, units, row]))
    assert amounts(found) == READ
    assert found.tables[0].header_rows == (1, 2)
    assert found.issues == ()


def test_a_row_of_units_that_says_again_what_the_header_says_is_no_data() -> None:
    header = ["项目名称", "总投资（万元）", "签约时间", "本年到位资金（万元）", "其中省际（万元）"]
    found = known(sheet([header, [None, "万元", None, "万元", "万元"], ROW]))
    assert names(found) == ["甲茶厂项目"]
    assert found.issues == ()


def test_units_in_every_level_and_different_ones() -> None:
    header: Table = [
        ["项目名称", "总投资", "签约时间", "到位资金（亿元）", None, None],
        [None, "（亿元）", None, "本年", None, "自签约累计到位（万元）"],
        [None, None, None, "本年到位资金", "其中省际（万元）", None],
    ]
    merges = ["A1:A3", "B2:B3", "C1:C3", "D1:F1", "D2:E2", "F2:F3"]
    row: Line = ["甲茶厂项目", "0.8", "2020年3月", "0.3", 1000, 4000]
    found = known(sheet([*header, row], merges=merges))
    assert amounts(found) == READ
    assert found.records("projects").__next__().value("自签约累计到位") == 40_000_000
    assert found.issues == ()


def test_the_unit_of_a_group_that_is_not_merged_reaches_its_other_columns() -> None:
    header: Table = [
        ["项目名称", "总投资（万元）", "签约时间", "到位资金（万元）", None],
        [None, None, None, "本年", "其中省际"],
    ]
    found = known(sheet([*header, ROW]))
    assert amounts(found) == READ
    assert found.issues == ()


@pytest.mark.parametrize(
    ("said", "missing"), [("单位：个、万元", False), ("单位:万元、亿元", True), ("单位：人", True)]
)
def test_a_unit_line_with_two_units_settles_what_only_one_of_them_fits(
    said: str, missing: bool
) -> None:
    found = known(sheet([[said], PLAIN, ROW]))
    assert bool(issues(found, "file.unit_unknown")) is missing
    if not missing:
        assert amounts(found) == READ


@pytest.mark.parametrize(
    "title",
    [
        "旬阳县2020年1—9月项目台账（单位：万元）",
        "旬阳县2020年1—9月项目台账  单位：万元",
        "旬阳县2020年1—9月项目台账（万元）",
        "旬阳县2020年1—9月项目台账 金额单位:万元",
    ],
)
def test_the_unit_in_the_title(title: str) -> None:
    found = known(sheet([[title], PLAIN, ROW]))
    assert amounts(found) == READ
    assert found.issues == ()


def test_the_unit_line_in_a_row_of_the_header() -> None:
    header: Table = [
        ["项目名称", "总投资", "签约时间", "到位资金", None, "单位：万元"],
        [None, None, None, "本年", "其中省际"],
    ]
    found = known(sheet([*header, ROW]))
    assert amounts(found) == READ
    assert found.issues == ()


def test_the_same_amounts_in_two_units_agree() -> None:
    header = [*PLAIN, "投资总额（亿元）"]
    found = known(sheet([UNITS, header, [*ROW, "0.8"]]))
    assert rules(found) == ["file.unknown_column"]
    assert amounts(found) == READ


def test_different_amounts_in_two_units_do_not() -> None:
    rows: Table = [[*ROW, "0.8"], ["乙茶厂项目", 8000, "2020年3月", 3000, 1000, 8]]
    found = known(sheet([UNITS, [*PLAIN, "投资总额（亿元）"], *rows]))
    (issue,) = issues(found, "within.duplicate_column")
    assert places(issue) == ["B4", "F4"]
    assert issue.shown == "第4行 8000、8"


# --- translations, marks, numbering ---------------------------------------------------------


def test_a_row_in_english_between_or_below_the_chinese_ones() -> None:
    header: Table = [
        ["项目名称", "总投资", "签约时间", "到位资金", None],
        ["Project Name", "Total Investment", "Date of Signing", "Funds in Place", None],
        [None, None, None, "本年", "其中省际"],
        [None, None, None, "This Year", "Interprovincial"],
    ]
    found = known(sheet([UNITS, *header, ROW], merges=["D2:E2", "D3:E3"]))
    assert amounts(found) == READ
    assert found.tables[0].header_rows == (2, 3, 4, 5)
    text = "到位资金 > FundsinPlace > 其中省际 > Interprovincial"
    assert found.tables[0].columns["其中省际"].header == text
    assert found.issues == ()


@pytest.mark.parametrize(
    "text",
    [
        "项目\n名称",
        "项 目 名 称",
        "项\n目\n名\n称",
        "项目名称\nName of Project",
        "Name of Project\n项目名称",
        "项目名称 (Name of Project)",
        "项目名称Name of Project",
        "１、项目名称",
        "1.项目名称",
        "（一）项目名称",
        "一、项目名称",
        "①项目名称",
        "1 项目名称",
        "项目名称①",
        "项目名称[1]",
        "项目名称（注1）",
        "项目名称注1",
        "项目名称 注①",
        "项目名称*",
        "※项目名称",
        "【项目名称】"[1:-1],
        "项目名称（请填写全称）",
    ],
)
def test_the_ways_to_write_a_heading(text: str) -> None:
    found = known(sheet([UNITS, [text, *PLAIN[1:]], ROW]))
    assert amounts(found) == READ
    assert found.issues == ()


@pytest.mark.parametrize(
    "text",
    ["其中：省外资金", "其中:省际", "#省际", "#其中：省际到位", "其中＃省外资金", "其中 省际"],
)
def test_the_ways_to_write_a_part(text: str) -> None:
    found = known(sheet([UNITS, [*PLAIN[:4], text], ROW]))
    assert amounts(found) == READ
    assert found.issues == ()


def test_an_indicator_of_the_same_name_hides_no_column() -> None:
    indicators = dict(catalogue().indicators)
    funds = indicators["funds_interprov"]
    more = replace(funds, aliases=(*funds.aliases, "其中：省际资金额"))
    indicators["funds_interprov"] = more
    declared = with_aliases({("projects", "其中省际"): ("省际资金额",)})
    declared = replace(declared, indicators=indicators)
    found = read(declared, [UNITS, [*PLAIN[:4], "其中：省际资金额"], ROW])
    assert amounts(found) == READ


def test_latin_names_that_the_catalogue_declares_are_names() -> None:
    declared = with_aliases(
        {("projects", "总投资"): ("R&D经费",), ("projects", "其中省际"): ("FDI",)}
    )
    found = read(declared, [UNITS, ["项目名称", "R&D经费", *PLAIN[2:4], "FDI"], ROW])
    assert amounts(found) == READ


def test_a_latin_word_that_is_part_of_a_name_is_not_taken_off() -> None:
    """Without R&D the heading would be 经费, which is something else."""
    declared = with_aliases(
        {("projects", "总投资"): ("R&D经费",), ("projects", "其中省内"): ("经费",)}
    )
    header = ["项目名称", "R&D 经费", *PLAIN[2:], "经费"]
    found = read(declared, [UNITS, header, [*ROW, 5]])
    assert amounts(found) == READ


@pytest.mark.parametrize("text", ["备注1", "备注①", "备注[1]"])
def test_remarks_with_a_number_stay_remarks(text: str) -> None:
    declared = with_aliases({("projects", "备注"): ("备注1",), ("projects", "阶段"): ("备",)})
    found = read(declared, [UNITS, [*PLAIN, text], [*ROW, "开工"]])
    assert found.records("projects").__next__().value("备注") == "开工"


@pytest.mark.parametrize("text", ["序号", "序 号", "序\n号", "No.", "№", "行次", "项目序号"])
def test_the_ways_to_write_a_serial_number(text: str) -> None:
    rows: Table = [[text, *PROJECTS[1:]], project(1, "甲茶厂项目"), [2, None, None, None]]
    found = known(sheet([UNITS, *rows]))
    assert names(found) == ["甲茶厂项目"]
    assert found.issues == ()
