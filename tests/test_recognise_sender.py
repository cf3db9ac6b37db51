"""Sender and period come from what the workbook says, never from a guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recognise_support import (
    PROJECTS,
    UNITS,
    Entry,
    Rows,
    issues,
    places,
    project,
    rules,
    sheet,
    understood,
)
from zsstat.model import Grid, Period
from zsstat.recognise import Expected
from zsstat.recognise.periods import Mention, Precision, mention


def ledger(*above: Entry, below: tuple[Entry, ...] = (), name: str = "Sheet1") -> Grid:
    """A filled ledger under the lines ``above`` and over one row ``below``."""
    rows = [*([line] for line in above), UNITS, PROJECTS, project(1, "甲茶厂项目"), below]
    return sheet(rows, name=name)


# --- reporter ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("填报单位（盖章）：旬阳县招商局", "xunyang"),
        ("填报单位：旬阳", "xunyang"),
        ("填报单位：旬阳市招商服务中心", "xunyang"),
        ("报送单位:陕西省安康市汉滨区招商和经济合作局", "hanbin"),
        ("填 报 单 位 ： 安康市高新区管委会", "gaoxin"),
        ("填报单位：安康高新区", "gaoxin"),
        ("填报单位：安康国家高新技术产业开发区管委会", "gaoxin"),
        ("填报单位：安康市招商和经济合作局", "bureau"),
        ("填报单位：市本级", "bureau"),
        ("填报单位：汉滨区投资促进服务中心", "hanbin"),
        ("填报单位：安康市恒口示范区招商局 单位：万元", "hengkou"),
        ("（填报单位：紫阳县招商局）", "ziyang"),
    ],
)
def test_reporter_behind_a_label(text: str, reporter: str) -> None:
    found = understood(ledger("2020年招商引资项目台账", below=(text,)))
    assert found.reporter == reporter
    assert found.issues == ()


@pytest.mark.parametrize(
    ("title", "reporter"),
    [
        ("旬阳县2020年1—9月招商引资项目台账", "xunyang"),
        ("旬阳2020年招商引资项目台账", "xunyang"),
        ("2020年旬阳招商引资项目台账", "xunyang"),
        ("安康市汉滨区2020年招商引资项目台账", "hanbin"),
        ("陕西省安康市 汉 阴 县 2020年项目台账", "hanyin"),
        ("安康高新区2020年度招商引资项目台账", "gaoxin"),
        ("市本级2020年度招商引资项目台账", "bureau"),
        ("2020年瀛湖生态旅游区项目台账", "yinghu"),
    ],
)
def test_reporter_in_the_title(title: str, reporter: str) -> None:
    found = understood(ledger(title))
    assert found.reporter == reporter
    assert found.issues == ()


@pytest.mark.parametrize(
    "title",
    [
        "2020年促进公平利用外资项目台账",  # 平利 is a part of other words
        "安康市2020年招商引资项目台账",  # the city is the sum of its reporters and sends nothing
        "安康2020年招商引资项目台账",
        "2020年项目台账",
        "2020年项目台账 填报单位：安康市",
    ],
)
def test_a_title_that_names_no_reporter(title: str) -> None:
    found = understood(ledger(title))
    assert found.reporter is None
    assert rules(found) == ["file.reporter_missing"]


def test_an_office_that_is_not_known_is_quoted() -> None:
    found = understood(ledger("2020年项目台账", "填报单位：城关镇人民政府"))
    assert "城关镇人民政府" in issues(found, "file.reporter_missing")[0].message


def test_the_value_of_a_label_in_the_next_cell() -> None:
    grid = sheet(
        [
            ["填报单位", "白河县招商局", "报告期", "2020年1—6月"],
            UNITS,
            PROJECTS,
            project(1, "甲茶厂"),
        ]
    )
    found = understood(grid)
    assert (found.reporter, found.period) == ("baihe", Period(2020, 6))
    assert found.issues == ()


def test_a_cover_sheet_says_who_and_when() -> None:
    cover = sheet(
        [
            ["2020年1—9月招商引资统计报表"],
            ["填报单位：", None, "宁陕县招商局"],
            ["二〇二〇年十月"],
        ],
        name="封面",
    )
    found = understood(cover, ledger("项目台账"))
    assert (found.reporter, found.period) == ("ningshan", Period(2020, 9))
    assert found.issues == ()


def test_an_office_of_the_province_on_a_countys_form() -> None:
    cover = sheet([["陕西省商务厅制"]], name="封面")
    found = understood(cover, ledger("2020年台账", below=("填报单位：旬阳县",)))
    assert found.reporter == "xunyang"
    assert found.issues == ()


ENGLISH = "Ledger of Investment Projects of the County of Xunyang, September 2020"


@pytest.mark.parametrize(
    "title",
    [
        f"旬阳县2020年1—9月招商引资项目台账\n{ENGLISH}",
        f"{ENGLISH}\n旬阳县2020年1—9月招商引资项目台账",
        "旬阳县2020年1—9月\n招商引资项目台账\nLedger of Projects",
        "旬阳县2020年1—9月招商引资项目台账\n（" + "各项指标按省上的口径填报，" * 6 + "）",
        "旬阳县2020年1—9月招商引资项目台账\n请于10月8日前报送。",
    ],
)
def test_other_lines_of_a_titles_cell_do_not_spoil_it(title: str) -> None:
    found = understood(ledger(title))
    assert (found.reporter, found.period) == ("xunyang", Period(2020, 9))
    assert found.issues == ()


def test_an_english_line_behind_a_label_is_nothing() -> None:
    found = understood(ledger("填报单位：旬阳招商局\nReported by: Xunyang", "2020年项目台账"))
    assert (found.reporter, found.period) == ("xunyang", Period(2020))


@pytest.mark.parametrize(
    "remarks",
    [
        "1、汉滨区2019年已报的项目不再填报。\n2、其他照旧。",
        "汉滨区2019年已报的不再填报；\n其他照旧。",
        "填报说明：\n汉滨区2019年已报的项目不再填报。",
    ],
)
def test_remarks_on_several_lines_of_a_cell_are_no_title(remarks: str) -> None:
    found = understood(ledger("旬阳县2020年1—9月项目台账", remarks))
    assert (found.reporter, found.period) == ("xunyang", Period(2020, 9))
    assert found.issues == ()


def test_a_list_of_areas_on_an_instruction_sheet_is_no_sender() -> None:
    codes = sheet([["区划代码"], ["汉滨区"], ["汉阴县"], ["石泉县"]], name="代码")
    found = understood(codes, ledger("旬阳县2020年项目台账"))
    assert found.reporter == "xunyang"
    assert found.issues == ()


def test_data_cells_are_no_evidence() -> None:
    rows = [["2020年项目台账"], UNITS, PROJECTS, project(1, "旬阳县茶厂项目")]
    assert understood(sheet(rows)).reporter is None


def test_two_reporters_in_one_workbook() -> None:
    found = understood(
        ledger("旬阳县2020年项目台账", below=("填报单位：白河县招商局",)),
        expected=Expected("xunyang"),
    )
    (issue,) = issues(found, "file.reporter_unexpected")
    assert "旬阳县2020年项目台账" in issue.message
    assert "白河县招商局" in issue.message
    assert places(issue) == ["A1", "A5"]
    assert found.reporter is None


def test_the_option_serves_where_the_workbook_is_silent() -> None:
    found = understood(ledger("项目台账"), expected=Expected("xunyang", 2020, 9))
    assert (found.reporter, found.period) == ("xunyang", Period(2020, 9))
    assert found.issues == ()


def test_the_option_against_the_workbook() -> None:
    found = understood(ledger("旬阳县2020年项目台账"), expected=Expected("baihe", 2020))
    (issue,) = issues(found, "file.reporter_unexpected")
    assert "是旬阳县（" in issue.message
    assert (issue.shown, issue.expected) == ("旬阳县2020年项目台账", "白河县")


# --- the province -----------------------------------------------------------------------------


PROVINCE = [["地区", "指标", "同比"], ["西安", "实际利用外资", "7.8%"]]


@pytest.mark.parametrize(
    "lines",
    [
        ["2020年全省招商引资主要指标完成情况及位次"],
        ["陕西省2020年招商引资位次表"],
        ["2020年各市位次", "填报单位：陕西省商务厅"],
    ],
)
def test_the_province_is_a_sender(lines: list[str]) -> None:
    found = understood(sheet([*([line] for line in lines), *PROVINCE]))
    assert (found.reporter, found.period) == ("shaanxi", Period(2020))
    assert found.issues == ()


def test_the_province_table_from_a_county() -> None:
    found = understood(sheet([["旬阳县2020年全省位次"], *PROVINCE]))
    (issue,) = issues(found, "file.wrong_sender")
    assert found.reporter == "xunyang"
    assert (issue.shown, issue.expected) == ("旬阳县", "陕西省")


def test_a_ledger_from_the_province() -> None:
    found = understood(ledger("陕西省商务厅2020年项目台账"))
    assert rules(found) == ["file.wrong_sender"]


# --- period -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("旬阳县2020年1—9月招商引资项目台账", 9),
        ("旬阳县2020年1-9月招商引资项目台账", 9),
        ("旬阳县2020年1月至9月招商引资项目台账", 9),
        ("旬阳县2020年1～12月项目台账", 12),
        ("旬阳县２０２０年９月项目台账", 9),
        ("旬阳县2020年度项目台账", 12),
        ("旬阳县2020年项目台账", 12),
        ("旬阳县二〇二〇年项目台账", 12),
        ("旬阳县二○二○年一至九月项目台账", 9),
        ("旬阳县项目台账（截至2020年9月底）", 9),
        ("旬阳县项目台账（截至2020年9月30日）", 9),
        ("旬阳县2020年上半年项目台账", 6),
        ("旬阳县2020年一季度项目台账", 3),
        ("旬阳县2020年前三季度项目台账", 9),
        ("旬阳县2020年项目台账（含2019年以来续建）", 12),
        ("旬阳县2020年第三季度项目台账", 9),
        ("旬阳县2020年第3季度项目台账", 9),
        ("旬阳县2020年一至三季度项目台账", 9),
        ("旬阳县2020年1—3季度项目台账", 9),
        ("旬阳县2020年前三个季度项目台账", 9),
        ("旬阳县2020年Q3项目台账", 9),
        ("旬阳县2020年元月至九月项目台账", 9),
        ("旬阳县2020年元—9月项目台账", 9),
        ("旬阳县2020年前九个月项目台账", 9),
        ("旬阳县2020年半年报", 6),
        ("旬阳县2020.1—9项目台账", 9),
        ("旬阳县2020.1—2020.9项目台账", 9),
        ("旬阳县2020年1月1日至9月30日项目台账", 9),
        ("旬阳县二O二O年1—9月项目台账", 9),
        ("旬阳县2020年12个重点项目台账", 12),
        ("旬阳县2020年3,000万元以上项目台账", 12),
        ("旬阳县2020年元旦招商活动台账", 12),
        ("旬阳县2020年四季花海项目台账", 12),
    ],
)
def test_period_in_the_title(text: str, month: int) -> None:
    found = understood(ledger(text))
    assert found.period == Period(2020, month)
    assert found.issues == ()


@pytest.mark.parametrize(
    ("label", "value", "month"),
    [
        ("报告期：2020年1—9月", None, 9),
        ("报告期：", "2020年9月", 9),
        ("报告期", "2020.09", 9),
        ("报告期", "202009", 9),
        ("报告期", date(2020, 9, 1), 9),
        ("年度", 2020, 12),
    ],
)
def test_period_behind_a_label(label: str, value: Entry, month: int) -> None:
    rows: Rows = [["旬阳县项目台账"], [label, value], UNITS, PROJECTS, project(1, "甲茶厂项目")]
    found = understood(sheet(rows))
    assert found.period == Period(2020, month)
    assert found.issues == ()


def test_the_month_may_stand_apart_from_the_year() -> None:
    assert understood(ledger("旬阳县2020年项目台账", "（1—9月）")).period == Period(2020, 9)
    assert understood(ledger("旬阳县2020年项目台账", "报告期：1—9月")).period == Period(2020, 9)


@pytest.mark.parametrize(
    "line", ["（前三季度）", "第三季度完成情况", "元—9月", "（1月1日至9月30日）"]
)
def test_a_part_of_the_year_may_stand_apart_from_it(line: str) -> None:
    found = understood(ledger("旬阳县2020年项目台账", line))
    assert found.period == Period(2020, 9)
    assert found.issues == ()


def test_two_lines_that_name_different_months_are_asked_about() -> None:
    found = understood(ledger("旬阳县2020年项目台账", "（1—9月）", "报告期：1—8月"))
    (issue,) = issues(found, "file.period_unexpected")
    assert "“（1—9月）”" in issue.message
    assert places(issue) == ["A2", "A3"]
    assert found.period is None


@pytest.mark.parametrize(
    "title",
    [
        "旬阳县2020年第五季度项目台账",
        "旬阳县2020年13月项目台账",
        "旬阳县2020年1、2月项目台账",
        "旬阳县2020年1月和2月项目台账",
        "旬阳县2020年二、三季度项目台账",
        "旬阳县2020年　　月项目台账",
        "旬阳县2020年____月项目台账",
        "旬阳县2020年月报表",
        "旬阳县2020年季度报表",
        "旬阳县2020年1—9项目台账",
    ],
)
def test_a_part_of_the_year_that_is_not_understood_is_never_the_whole_year(title: str) -> None:
    found = understood(ledger(title), expected=Expected(year=2020))
    (issue,) = issues(found, "file.period_missing")
    assert title.replace("　　", " ") in issue.message
    assert (found.period, places(issue)) == (None, ["A1"])
    confirmed = understood(ledger(title), expected=Expected(year=2020, month=9))
    assert confirmed.period == Period(2020, 9)
    assert confirmed.issues == ()
    elsewhere = understood(ledger(title, "报告期：2020年1—9月"))
    assert elsewhere.period == Period(2020, 9)


@given(
    year=st.sampled_from(["2020年", "二〇二〇年", "2020年度"]),
    first=st.sampled_from(["", "1—", "1月至", "一至", "元月到", "元~", "1月—"]),
    month=st.integers(1, 12),
    wide=st.booleans(),
)
def test_however_the_months_are_written_the_last_one_is_read(
    year: str, first: str, month: int, wide: bool
) -> None:
    numeral = "一二三四五六七八九十"[month - 1] if month <= 10 else f"十{'一二'[month - 11]}"
    text = f"旬阳县{year}{first}{numeral if wide else month}月招商引资项目台账"
    assert mention(text) == Mention(Period(2020, month), Precision.MONTH)


def test_a_year_yields_to_a_month_of_that_year() -> None:
    found = understood(ledger("旬阳县2020年项目台账", "报告期：2020年1—9月"))
    assert found.period == Period(2020, 9)
    assert found.issues == ()


def test_the_date_of_the_signature_is_not_the_period() -> None:
    found = understood(
        ledger("旬阳县2020年1—9月项目台账", "2020年10月12日", below=("填表日期：2020年10月12日",))
    )
    assert found.period == Period(2020, 9)
    assert understood(ledger("旬阳县项目台账", "2020年10月12日")).period is None


def test_the_year_of_a_target_does_not_confuse() -> None:
    target = sheet(
        [["2021年目标任务表"], ["指标", "年度目标"], ["实际利用外资（万美元）", 500]], name="目标"
    )
    found = understood(ledger("旬阳县2020年项目台账"), target)
    assert found.period == Period(2020)
    assert found.issues == ()
    assert understood(target).period == Period(2021)


def test_notes_and_column_names_are_no_evidence() -> None:
    rows = [
        ["旬阳县项目台账"],
        ["注：2019年签约的填续建"],
        UNITS,
        PROJECTS,
        project(1, "甲茶厂项目"),
    ]
    found = understood(sheet([*rows, ["说明：截至2018年底"]]))
    assert found.period is None
    assert rules(found) == ["file.period_missing"]


def test_two_periods_in_one_workbook() -> None:
    found = understood(
        ledger("旬阳县2020年1—9月项目台账", name="一"),
        ledger("旬阳县2020年1—8月项目台账", name="二"),
    )
    (issue,) = issues(found, "file.period_unexpected")
    assert "1—9月" in issue.message
    assert "1—8月" in issue.message
    assert found.period is None
    other_year = understood(ledger("旬阳县2020年1—9月台账"), ledger("旬阳县2019年台账", name="二"))
    assert rules(other_year) == ["file.period_unexpected"]


@pytest.mark.parametrize(
    ("expected", "rule"),
    [
        (Expected(year=2020), []),
        (Expected(year=2020, month=9), []),
        (Expected(month=9), []),
        (Expected(year=2019), ["file.period_unexpected"]),
        (Expected(year=2020, month=12), ["file.period_unexpected"]),
        (Expected(month=8), ["file.period_unexpected"]),
    ],
)
def test_the_period_asked_for(expected: Expected, rule: list[str]) -> None:
    found = understood(ledger("旬阳县2020年1—9月项目台账"), expected=expected)
    assert rules(found) == rule
    assert found.period == Period(2020, 9)


# --- signatures -------------------------------------------------------------------------------


def test_labels_with_nothing_behind_are_listed_once() -> None:
    footer = ("填报单位（盖章）：旬阳县招商局　审核人：　　填表人：李四　联系电话：____",)
    found = understood(ledger("旬阳县2020年项目台账", below=footer))
    (issue,) = issues(found, "file.signature_blank")
    assert issue.shown == "审核人、联系电话"
    assert rules(found) == ["file.signature_blank"]


def test_a_signature_in_the_next_cell_is_a_signature() -> None:
    rows = [["旬阳县2020年台账"], UNITS, PROJECTS, project(1, "甲茶厂项目")]
    signed = understood(sheet([*rows, ["审 核 人：", "张三", "填表人：", None, "李四"]]))
    assert signed.issues == ()
    blank = understood(sheet([*rows, ["审核人：", None, None, "填表人：", "李四"]]))
    assert [i.shown for i in issues(blank, "file.signature_blank")] == ["审核人"]


def test_a_title_beside_other_cells_and_a_period_beside_an_empty_label() -> None:
    rows: Rows = [
        ["旬阳县2020年1—9月项目台账", "表号：招商1表", "2020年10月12日", "单位：万元"],
        PROJECTS,
        project(1, "甲茶厂项目"),
    ]
    found = understood(sheet(rows))
    assert (found.reporter, found.period) == ("xunyang", Period(2020, 9))
    rows = [["填报单位：", "2020年1—9月", "单位：万元"], PROJECTS, project(1, "甲茶厂项目")]
    found = understood(sheet(rows))
    assert found.period == Period(2020, 9)
    assert rules(found) == ["file.reporter_missing", "file.signature_blank"]


def test_the_name_of_the_province_alone_says_where_and_not_who() -> None:
    found = understood(ledger("陕西省2020年招商引资项目台账"), expected=Expected("xunyang"))
    assert found.reporter == "xunyang"
    assert found.issues == ()
