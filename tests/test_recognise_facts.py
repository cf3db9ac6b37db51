"""Facts stated twice, items with numbering and parents, sheets and rows that hold no return."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.matrix_support import workbook_bytes, yearbook
from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Entry,
    Formula,
    Rows,
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
from zsstat.model import Grid, Period, Return, Role
from zsstat.post import post
from zsstat.read import Limits, read_workbook
from zsstat.recognise import Expected, recognise

SUMMARY = ["指标", "计量单位", "本年累计", "上年同期"]


def summary(*rows: list[Entry], name: str = "Sheet1") -> Grid:
    return sheet([SUMMARY, *rows], name=name)


def stated(found: Return, column: str = "本年累计", table: str = "summary") -> dict[object, object]:
    """Indicator → its value, in the order of the rows."""
    return {r.value("指标"): r.value(column) for r in found.records(table)}


# --- the same fact twice ----------------------------------------------------------------------


def test_a_fact_on_two_sheets_with_two_values_names_both_cells_and_values() -> None:
    found = known(
        summary(["到位资金合计", "亿元", "12.5"], name="汇总"),
        summary(["实际利用外资", "万美元", 5], ["到位资金", "亿元", "12.3"], name="汇总（二）"),
    )
    (issue,) = issues(found, "within.same_fact")
    assert issue.message == (
        "汇总表里“到位资金合计”的“本年累计”填了两处，数值不同："
        "工作表“汇总”C2 填 12.5亿元，工作表“汇总（二）”C3 填 12.3亿元"
    )
    assert [(ref.sheet, ref.cell) for ref in issue.cells] == [("汇总", "C2"), ("汇总（二）", "C3")]
    assert len(list(found.records("summary"))) == 3


def test_a_heading_that_says_indicator_and_year_is_named_once() -> None:
    head = ["地区", "2020年出口额（亿美元）"]
    content = workbook_bytes(
        ([head, ["四川", 672], ["云南", 1]], ()), ([head, ["四川", 627], ["重庆", 2]], ())
    )
    found = recognise(read_workbook(content, "表.xlsx", Limits()), yearbook(), Expected("office"))
    (issue,) = issues(found, "within.same_fact")
    assert "里“四川”、“2020年出口额（亿美元）”的“数值”填了两处" in issue.message


def test_a_fact_twice_in_one_table_says_the_cells_only() -> None:
    found = known(summary(["到位资金", "亿元", 1], ["到位资金", "亿元", 2]))
    (issue,) = issues(found, "within.same_fact")
    assert issue.message.endswith("数值不同：C2 填 1亿元，C3 填 2亿元")


@pytest.mark.parametrize(
    ("unit", "value"), [("亿元", "12.35"), ("万元", 123_500), ("万元", "123,512.5"), ("元", None)]
)
def test_a_fact_that_agrees_is_counted_once(unit: str, value: Entry) -> None:
    first = summary(["到位资金", "亿元", "12.35"], name="一")
    found = known(first, summary(["到位资金", unit, value], name="二"))
    assert issues(found, "within.same_fact") == []
    (record,) = found.records("summary")
    exact = 1_235_125_000 if value == "123,512.5" else 1_235_000_000
    assert record.value("本年累计") == exact


def test_a_fact_rounded_otherwise_than_it_should_be_does_not_agree() -> None:
    first = summary(["到位资金", "亿元", "12.35"], name="一")
    found = known(first, summary(["到位资金", "万元", 124_512], name="二"))
    assert len(issues(found, "within.same_fact")) == 1


def test_what_only_one_of_two_agreeing_rows_says_is_kept() -> None:
    found = known(
        summary(["到位资金", "亿元", 5], name="一"), summary(["到位资金", "亿元", 5, 4], name="二")
    )
    (record,) = found.records("summary")
    assert record.value("上年同期") == 400_000_000
    assert (record.sheet, record.fields["上年同期"].ref.sheet) == ("一", "二")


def test_a_target_that_is_sent_twice_is_posted_once() -> None:
    rows: Rows = [["指标", "年度目标"], ["实际利用外资（万美元）", 500]]
    found = known(sheet(rows, name="一"), sheet(rows, name="二"))
    observations, _ = post(found, catalogue())
    assert [o.value for o in observations if o.role is Role.TARGET] == [5_000_000]
    assert found.issues == ()


def test_the_same_indicator_of_two_issuers_is_two_facts() -> None:
    rows: Rows = [
        ["指标", "下达单位", "年度目标"],
        ["实际利用外资（万美元）", "省", 500],
        ["实际利用外资（万美元）", "市", 600],
    ]
    found = known(sheet(rows))
    assert len(list(found.records("targets"))) == 2
    assert issues(found, "within.same_fact") == []


def test_the_cities_of_the_province_are_facts_of_their_own() -> None:
    rows: Rows = [
        ["地区", "指标", "同比"],
        ["西安", "实际利用外资", "7.8%"],
        ["安康", "实际利用外资", "7.9%"],
        ["西安", "实际利用外资", "8.8%"],
    ]
    found = known(sheet(rows))
    (issue,) = issues(found, "within.same_fact")
    assert places(issue) == ["C2", "C4"]
    assert "“西安”、“实际利用外资”" in issue.message


@pytest.mark.parametrize("growth_first", [True, False])
def test_a_city_placed_by_growth_and_by_completion_is_one_line(growth_first: bool) -> None:
    growth = sheet(
        [["地区", "指标", "同比", "位次"], ["西安", "实际利用外资", "7.8%", 3]], name="增速"
    )
    done = sheet(
        [["地区", "指标", "完成比例", "位次"], ["西安", "实际利用外资", "99%", 5]], name="完成"
    )
    found = known(*((growth, done) if growth_first else (done, growth)))
    assert issues(found, "within.same_fact") == []
    (record,) = found.records("province")
    assert (record.value("同比"), record.value("完成比例")) == (Decimal("7.8"), Decimal(99))
    assert record.value("位次") == 3


def test_a_place_by_completion_is_not_taken_for_one_by_growth() -> None:
    growth = sheet([["地区", "指标", "同比"], ["西安", "实际利用外资", "7.8%"]], name="增速")
    rows: Rows = [["地区", "指标", "完成比例", "位次"], ["西安", "实际利用外资", "99%", 5]]
    (record,) = known(growth, sheet(rows, name="完成")).records("province")
    assert "位次" not in record.fields
    bare: Rows = [["地区", "指标", "完成比例"], ["西安", "实际利用外资", "99%"]]
    assert len(list(known(growth, sheet(bare, name="完成")).records("province"))) == 1


def test_two_units_on_the_lines_of_one_name_are_not_both_counts() -> None:
    rows: Rows = [SUMMARY, ["新签合同项目", "个", 5], [None, "亿元", 12]]
    found = known(sheet(rows, merges=["A2:A3"]))
    assert [r.value("本年累计") for r in found.records("summary")] == [5, None]
    assert [places(i) for i in issues(found, "cell.not_number")] == [["C3"]]


# --- names of items ---------------------------------------------------------------------------


def test_a_part_means_what_it_is_together_with_the_line_above() -> None:
    rows: list[list[Entry]] = [
        ["一、到位资金合计", "亿元", 12],
        ["其中：新建项目", "亿元", 4],
        ["　　　续建项目", "亿元", 8],
        ["其中：省外资金", "亿元", 6],
        ["　　　省内资金", "亿元", 2],
        ["二、实际利用外资", "万美元", 500],
        ["其中：外商直接投资", "万美元", 300],
        ["　#外商其他投资", "万美元", 200],
    ]
    assert list(stated(known(summary(*rows)))) == [
        "funds_total",
        "funds_new",
        "funds_continued",
        "funds_interprov",
        "funds_intraprov",
        "fdi_actual",
        "fdi_direct",
        "fdi_other",
    ]


def test_a_name_of_its_own_yields_to_the_whole_name_only_in_a_part() -> None:
    """签约金额 is another indicator by itself; under 5亿元以上项目 its part is 总投资 of those."""
    part: list[list[Entry]] = [
        ["投资5亿元以上项目", "个", 2],
        ["其中：总投资", "亿元", 12],
        ["返乡创业项目", "个", 3],
        ["　总投资", "亿元", 1],
    ]
    assert list(stated(known(summary(*part)))) == [
        "big_count",
        "big_total",
        "return_count",
        "return_total",
    ]
    own: list[list[Entry]] = [["返乡创业项目", "个", 3], ["签约金额", "亿元", 12]]
    assert list(stated(known(summary(*own)))) == ["return_count", "contract_total"]


def test_a_part_without_a_declared_name_is_no_fact() -> None:
    found = known(summary(["到位资金合计", "亿元", 12], ["其中：民间资金", "亿元", 4]))
    assert list(stated(found)) == ["funds_total", None]
    assert len(issues(found, "cell.unknown_indicator")) == 1


def test_the_line_above_is_the_nearest_that_is_higher() -> None:
    rows: list[list[Entry]] = [
        ["（一）返乡创业项目", "个", 3],
        ["1.总投资", "亿元", 1],
        ["（二）投资5亿元以上项目", "个", 2],
        ["1.总投资", "亿元", 12],
    ]
    assert list(stated(known(summary(*rows)))) == [
        "return_count",
        "return_total",
        "big_count",
        "big_total",
    ]


def test_numbers_under_the_ordinal_column_say_the_depth_as_well() -> None:
    rows: Rows = [
        ["序号", *SUMMARY],
        ["一", "返乡创业项目", "个", 3],
        ["1", "总投资", "亿元", 1],
        ["二", "投资5亿元以上项目", "个", 2],
        ["1", "总投资", "亿元", 12],
    ]
    assert list(stated(known(sheet(rows)))) == [
        "return_count",
        "return_total",
        "big_count",
        "big_total",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "一、到位资金合计",
        "1.到位资金合计",
        "（一）到位资金合计",
        "(1).到位资金合计",
        "1.1到位资金合计",
        "①到位资金合计",
        "——到位资金合计",
        "● 到位资金合计",
        "到位资\n金合计",
        "到 位 资 金 合 计",
        "到位资金合计\nTotal funds in place",
        "到位资金合计 (Total)",
        "Total funds 到位资金合计",
    ],
)
def test_what_stands_around_the_name_of_an_indicator(name: str) -> None:
    found = known(summary([name, "亿元", 12]))
    assert list(stated(found)) == ["funds_total"]
    assert found.issues == ()


def test_a_number_that_belongs_to_the_name_is_no_numbering() -> None:
    found = known(summary(["5亿元以上项目", "个", 2], ["1.5亿元以上项目", "个", 2]))
    assert list(stated(found)) == ["big_count", None]


def test_an_english_line_below_the_chinese_one_is_nothing() -> None:
    found = known(
        summary(["到位资金合计", "亿元", 12], ["Total funds"], ["实际利用外资", "万美元"])
    )
    assert list(stated(found)) == ["funds_total", "fdi_actual"]
    assert found.issues == ()


def test_a_count_whose_row_says_money_is_no_count() -> None:
    found = known(summary(["新签合同项目", "亿元", 120], ["返乡创业项目", "项", 3]))
    assert list(stated(found).values()) == [None, 3]
    (issue,) = issues(found, "cell.not_number")
    assert "计量单位却写“亿元”" in issue.message
    assert places(issue) == ["C2"]


# --- templates and examples -------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [[n] for n in range(1, 11)],
        [[1, None, None, Formula("E4*2", 0)], [2, "　", "/"]],
        [["例", *project(1, "某某项目")[1:]]],
        [[None, "填写示例：某某项目", None, 5000]],
        [[None, "合计", None, Formula("SUM(D3:D9)", 0)]],
    ],
)
def test_a_template_is_no_success(rows: Rows) -> None:
    found = known(sheet([TITLE, UNITS, PROJECTS, *rows]))
    (issue,) = issues(found, "file.no_table")
    assert "没有一行数据" in issue.message


def test_an_empty_template_beside_a_filled_table_is_a_nil_return() -> None:
    filled = sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")], name="台账")
    foreign: Rows = [["企业名称", "设立时间", "实际利用外资（万美元）"], ["例：某某公司", None, 5]]
    found = known(filled, sheet(foreign, name="外资"))
    assert rules(found) == ["row.not_posted"]
    assert [(t.table, len(t.records)) for t in found.tables] == [("projects", 1), ("foreign", 0)]


# --- sheets without a table -------------------------------------------------------------------

FIGURES: Rows = [["镇", "甲", "乙"], ["城关镇", 12, 30], ["蒿坪镇", "1,500", 7], ["汉王镇", 5, 6]]


def test_a_sheet_of_figures_beside_tables_is_asked_about() -> None:
    table = sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")], name="台账")
    (issue,) = known(table, sheet(FIGURES, name="附件")).issues
    assert issue.rule == "file.unrecognised_sheet"
    assert issue.message == "工作表“附件”从第2行起有许多数字，认不出是哪一种报表，没有统计"
    assert places(issue) == ["B2"]


def test_words_and_codes_are_no_figures() -> None:
    table = sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")], name="台账")
    codes: Rows = [["汉滨区", 610902], ["汉阴县", 610921], ["石泉县", 610922], ["宁陕县", 610923]]
    notes: Rows = [["填表说明"], ["1", "按月填报"], ["2", "单位万元"], FIGURES[1]]
    assert known(table, sheet(codes, name="代码"), sheet(notes, name="说明")).issues == ()


def test_a_hidden_sheet_with_figures_is_never_silent() -> None:
    table = sheet([UNITS, PROJECTS, project(1, "甲茶厂项目")], name="台账")
    hidden = sheet([["草稿"], ["甲", 12, 30]], name="底稿", hidden=True)
    (issue,) = known(table, hidden).issues
    assert issue.rule == "file.hidden_data"
    assert issue.message.startswith("隐藏的工作表“底稿”从第2行起有许多数字")
    lists = sheet([["新建"], ["续建"], ["内资"]], name="选项", hidden=True)
    assert known(table, lists).issues == ()


# --- blank cells of a format that cannot tell -------------------------------------------------


def test_a_blank_number_of_a_degraded_format_is_asked_once_a_column() -> None:
    rows: list[list[Entry]] = [
        project(1, "甲茶厂项目", funds=None),
        project(2, "乙茶厂项目", funds=None),
        project(3, "丙茶厂项目"),
        [None, "合计", None, None, None, 3000],
    ]
    grid = sheet([UNITS, PROJECTS, *rows])
    expected = Expected("xunyang", 2020, 9)
    found = recognise(replace(book(grid), degraded=True), catalogue(), expected)
    asked = issues(found, "file.degraded_blank")
    assert [places(issue) for issue in asked] == [["F3", "F4"]]
    assert issues(recognise(book(grid), catalogue(), expected), "file.degraded_blank") == []


# --- period and sender ------------------------------------------------------------------------


def ledger(title: str, name: str) -> Grid:
    return sheet([[title], UNITS, PROJECTS, project(1, f"{name}茶厂项目")], name=name)


def test_a_year_on_one_sheet_and_months_on_another_are_asked_about() -> None:
    grids = (ledger("旬阳县2020年度项目台账", "甲"), ledger("旬阳县2020年1—9月项目台账", "乙"))
    found = recognise(book(*grids), catalogue())
    assert found.period is None
    (issue,) = issues(found, "file.period_unexpected")
    assert "工作表“甲”写“旬阳县2020年度项目台账”" in issue.message
    assert "工作表“乙”写“旬阳县2020年1—9月项目台账”" in issue.message
    assert issue.message.endswith("导入时请加 --month")
    told = recognise(book(*grids), catalogue(), Expected(year=2020, month=9))
    assert (told.period, told.issues) == (Period(2020, 9), ())


def test_a_form_for_the_year_with_its_months_on_the_same_sheet_or_a_cover() -> None:
    same = sheet(
        [["旬阳县2020年度项目台账"], ["报告期：2020年1—9月"], UNITS, PROJECTS, project(1, "甲茶厂")]
    )
    assert recognise(book(same), catalogue()).period == Period(2020, 9)
    cover = sheet([["旬阳县2020年度招商引资报表"]], name="封面")
    found = recognise(book(cover, ledger("旬阳县2020年1—9月台账", "甲")), catalogue())
    assert found.period == Period(2020, 9)
    assert issues(found, "file.period_unexpected") == []


@pytest.mark.parametrize(
    ("file", "offered"),
    [
        ("旬阳县2020年报表.xlsx", "--year 2020"),
        ("旬阳县2020年1-9月报表.xlsx", "--year 2020 --month 9"),
    ],
)
def test_the_name_of_the_file_is_offered_and_confirmed_by_options(file: str, offered: str) -> None:
    grid = ledger("项目台账", "甲")
    found = recognise(book(grid, file=file), catalogue())
    assert (found.reporter, found.period) == (None, None)
    (period,) = issues(found, "file.period_missing")
    assert period.message.endswith(f"确认无误请加 {offered}")
    (reporter,) = issues(found, "file.reporter_missing")
    assert reporter.message.endswith("文件名不作为依据：确认无误请加 --reporter 旬阳县")
    confirmed = recognise(book(grid, file=file), catalogue(), Expected("xunyang", 2020, 9))
    assert (confirmed.reporter, confirmed.period) == ("xunyang", Period(2020, 9))
    assert confirmed.issues == ()


@pytest.mark.parametrize("line", ["安康市2020年项目台账", "填报单位：安康市"])
def test_the_city_itself_sends_nothing_and_that_is_said(line: str) -> None:
    grid = sheet([["2020年项目台账"], [line], UNITS, PROJECTS, project(1, "甲茶厂项目")])
    (issue,) = issues(recognise(book(grid), catalogue()), "file.reporter_missing")
    assert f"写的是“{line}”，全市是各填报单位之和，本身不是填报单位" in issue.message
    assert "市本级自己的报表请写“市本级”" in issue.message
    assert places(issue) == ["A2"]
    assert names(recognise(book(grid), catalogue())) == ["甲茶厂项目"]
