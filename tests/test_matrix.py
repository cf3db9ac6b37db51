"""Matrices: what the headings and labels on both sides say about each value."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.matrix_support import (
    Value,
    cells,
    facts,
    rules,
    understood,
    workbook_bytes,
    yearbook,
)
from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue
from zsstat.model import Period
from zsstat.read import Limits, read_workbook
from zsstat.recognise import Expected, recognise

YI = 10**8
WAN = 10**4

COUNTIES = """
[[table]]
id = "counties"
name = "分县区主要指标"
layout = "matrix"
label = "地区"
sender = "province"
identity = [["地区", "指标"]]
matrix = { value = "本年累计", base = "上年同期" }
facts = { area = "地区", indicator = "指标", value = "本年累计" }
columns = [
    { name = "地区", type = "area", aliases = ["县区"] },
    { name = "指标", type = "indicator" },
    { name = "当月", type = "measure", aliases = ["本月"] },
    { name = "本年累计", type = "measure", aliases = ["累计", "完成值"] },
    { name = "上年同期", type = "measure" },
    { name = "同比", type = "rate", aliases = ["增幅", "同比±%"] },
]
"""
COUNTY_INDICATORS = """
[[indicator]]
code = "retail"
name = "社会消费品零售总额"
kind = "F"
unit = "亿元"

[[indicator]]
code = "inner"
name = "实际到位内资"
kind = "F"
unit = "亿元"

[[indicator]]
code = "outer"
name = "实际到位内资省外资金"
kind = "F"
unit = "亿元"
"""


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped catalogue with a matrix of counties over it."""
    folder = tmp_path_factory.mktemp("counties")
    (folder / "returns.toml").write_text(COUNTIES, encoding="utf-8")
    (folder / "indicators.toml").write_text(COUNTY_INDICATORS, encoding="utf-8")
    return load_catalogue(folder)


# --- which way round --------------------------------------------------------------------------


def test_areas_down_indicators_and_years_across() -> None:
    subject = understood(
        [
            ["各地区主要指标"],
            ["地区", "R&D经费（亿元）", None, "粮食产量（万吨）", None],
            [None, "2019年", "2020年", "2019年", "2020年"],
            ["北 京", 1, 2, 3, 4],
            ["天津市", 5, 6, 7, 8.5],
        ],
        ["A2:A3", "B2:C2", "D2:E2"],
    )
    assert facts(subject) == {
        ("beijing", "rd", 2019): 1 * YI,
        ("beijing", "rd", 2020): 2 * YI,
        ("beijing", "grain", 2019): 3 * WAN,
        ("beijing", "grain", 2020): 4 * WAN,
        ("tianjin", "rd", 2019): 5 * YI,
        ("tianjin", "rd", 2020): 6 * YI,
        ("tianjin", "grain", 2019): 7 * WAN,
        ("tianjin", "grain", 2020): 85000,
    }
    assert (subject.reporter, subject.period) == ("office", Period(2020))
    assert not subject.issues


def test_indicators_down_areas_across_with_a_column_of_units() -> None:
    subject = understood(
        [
            ["2020年分地区主要指标"],
            ["指标", "计量单位", "北京", "天津"],
            ["一、R&D经费", "亿元", 100, 200],
            ["二、出口额", "万美元", 10, 20],
        ]
    )
    assert facts(subject) == {
        ("beijing", "rd", 2020): 100 * YI,
        ("tianjin", "rd", 2020): 200 * YI,
        ("beijing", "exports", 2020): 10 * WAN,
        ("tianjin", "exports", 2020): 20 * WAN,
    }
    assert subject.period == Period(2020)
    assert not subject.issues


def test_years_down_areas_across_the_indicator_in_the_title() -> None:
    subject = understood(
        [
            ["各地区R&D经费支出"],
            ["单位：亿元"],
            ["年份", "北京", "天津", "全国"],
            [2019, 4, 5, 9],
            [2020, 7, 8, 15],
        ]
    )
    assert facts(subject) == {
        ("beijing", "rd", 2019): 4 * YI,
        ("tianjin", "rd", 2019): 5 * YI,
        ("beijing", "rd", 2020): 7 * YI,
        ("tianjin", "rd", 2020): 8 * YI,
    }
    claims = [(c.area, c.fields["数值"].value) for t in subject.tables for c in t.claims]
    assert claims == [("china", 15 * YI), ("china", 9 * YI)]


def test_a_list_of_area_indicator_and_year_is_the_same_table() -> None:
    subject = understood(
        [
            ["研发统计"],
            ["地区", "指标", "年份", "计量单位", "数值"],
            ["北京", "R&D经费", "2020年", "亿元", 2.5],
            ["天津", "R&D经费", 2019, "亿元", 3.5],
        ]
    )
    assert facts(subject) == {
        ("beijing", "rd", 2020): 25 * YI // 10,
        ("tianjin", "rd", 2019): 35 * YI // 10,
    }


def test_two_columns_of_labels_of_which_one_is_merged() -> None:
    subject = understood(
        [
            ["主要指标"],
            ["地区", "指标", "2019年", "2020年"],
            ["北京", "R&D经费（亿元）", 1, 2],
            [None, "粮食产量（万吨）", 3, 4],
            ["天津", "R&D经费（亿元）", 5, 6],
            [None, "粮食产量（万吨）", 7, 8],
        ],
        ["A3:A4", "A5:A6"],
    )
    assert facts(subject)["beijing", "grain", 2020] == 4 * WAN
    assert facts(subject)["tianjin", "rd", 2019] == 5 * YI
    assert len(facts(subject)) == 8


# --- several on one sheet ---------------------------------------------------------------------


def test_side_by_side_under_one_title() -> None:
    subject = understood(
        [
            ["分地区粮食产量"],
            ["单位：万吨"],
            ["地区", "2019年", "2020年", "地区", "2019年", "2020年"],
            ["北京", 1, 2, "河北", 3, 4],
            ["天津", 5, 6, "山西", 7, 8],
        ]
    )
    assert facts(subject) == {
        ("beijing", "grain", 2019): 1 * WAN,
        ("tianjin", "grain", 2019): 5 * WAN,
        ("hebei", "grain", 2019): 3 * WAN,
        ("shanxi", "grain", 2019): 7 * WAN,
        ("beijing", "grain", 2020): 2 * WAN,
        ("tianjin", "grain", 2020): 6 * WAN,
        ("hebei", "grain", 2020): 4 * WAN,
        ("shanxi", "grain", 2020): 8 * WAN,
    }


def test_stacked_blocks_with_headers_of_their_own() -> None:
    subject = understood(
        [
            ["2020年各地区主要指标"],
            ["地区", "R&D经费（亿元）"],
            ["北京", 1],
            ["天津", 2],
            [],
            ["续表"],
            ["地区", "粮食产量（万吨）"],
            ["北京", 3],
            ["天津", 4],
            ["注：初步统计数。"],
        ]
    )
    assert facts(subject) == {
        ("beijing", "rd", 2020): 1 * YI,
        ("tianjin", "rd", 2020): 2 * YI,
        ("beijing", "grain", 2020): 3 * WAN,
        ("tianjin", "grain", 2020): 4 * WAN,
    }
    assert not subject.issues


# --- headings ---------------------------------------------------------------------------------


def test_five_header_rows_broken_names_english_lines_and_column_numbers() -> None:
    subject = understood(
        [
            ["2-1 各地区科技投入"],
            ["地 区\nRegion", "科 技 投 入", None, None, None],
            [None, "R&D经费\n内部支出（亿元）", None, "R&D经费投入强度（%）", None],
            [None, "Expenditure on R&D", None, "Intensity", None],
            [None, "合 计", None, None, None],
            [None, "2019年", "2020年", 2019, 2020],
            ["甲", 1, 2, 3, 4],
            ["北 京 Beijing", 1, 2, 6.31, 6.44],
            ["天 津 Tianjin", 3, 4, 3.28, 3.44],
        ],
        ["A2:A6", "B2:E2", "B3:C3", "D3:E3", "B4:C4", "D4:E4", "B5:C5"],
    )
    assert facts(subject) == {
        ("beijing", "rd", 2019): 1 * YI,
        ("beijing", "rd", 2020): 2 * YI,
        ("tianjin", "rd", 2019): 3 * YI,
        ("tianjin", "rd", 2020): 4 * YI,
        ("beijing", "rd_intensity", 2019): 63100,
        ("beijing", "rd_intensity", 2020): 64400,
        ("tianjin", "rd_intensity", 2019): 32800,
        ("tianjin", "rd_intensity", 2020): 34400,
    }


def test_a_parent_that_was_not_merged_over_its_columns() -> None:
    subject = understood(
        [
            ["主要指标"],
            ["地区", "R&D经费（亿元）", None, "粮食产量（万吨）", None],
            [None, "2019年", "2020年", "2019年", "2020年"],
            ["北京", 1, 2, 3, 4],
            ["天津", 5, 6, 7, 8],
        ]
    )
    assert facts(subject)["beijing", "rd", 2020] == 2 * YI
    assert facts(subject)["tianjin", "grain", 2020] == 8 * WAN
    assert len(facts(subject)) == 8


def test_what_stands_below_an_indicator_is_the_column(counties: Catalogue) -> None:
    subject = understood(
        [
            ["2020年1—9月各县区主要指标"],
            ["单位：万元"],
            ["县区", "社会消费品零售总额", None, None, None],
            [None, "当月", "累计", "上年同期", "同比±%"],
            ["汉滨区", 1, 2, 3, -33.3],
            ["旬阳", 7, 8, 9, 10],
        ],
        ["A3:A4", "B3:E3"],
        catalogue=counties,
    )
    assert subject.period == Period(2020, 9)
    (table,) = subject.tables
    first = table.records[0]
    assert {name: str(first.value(name)) for name in ("当月", "本年累计", "上年同期", "同比")} == {
        "当月": str(1 * WAN),
        "本年累计": str(2 * WAN),
        "上年同期": str(3 * WAN),
        "同比": "-33.3",
    }
    assert first.fields["指标"].ref.cell == "B3"
    assert first.fields["本年累计"].ref.cell == "C5"


def test_a_path_of_indicator_part_and_value_word(counties: Catalogue) -> None:
    subject = understood(
        [
            ["2020年各县区招商引资"],
            ["地区", "实际到位内资（亿元）", None, None],
            [None, "合计", "其中：省外资金", None],
            [None, None, "完成值", "增幅（%）"],
            ["汉滨区", 1, 2, 3],
            ["旬阳", 7, 8, 9],
        ],
        ["A2:A4", "B2:D2", "C3:D3", "B3:B4"],
        catalogue=counties,
    )
    assert facts(subject, "本年累计") == {
        ("hanbin", "inner", 2020): 1 * YI,
        ("hanbin", "outer", 2020): 2 * YI,
        ("xunyang", "inner", 2020): 7 * YI,
        ("xunyang", "outer", 2020): 8 * YI,
    }


def test_an_unknown_sub_heading_never_means_its_parent(counties: Catalogue) -> None:
    subject = understood(
        [
            ["2020年各县区招商引资"],
            ["地区", "实际到位内资（亿元）", None],
            [None, "合计", "其中：境外资金"],
            ["汉滨区", 1, 2],
            ["旬阳", 7, 8],
        ],
        ["A2:A3", "B2:C2"],
        catalogue=counties,
    )
    assert facts(subject, "本年累计") == {
        ("hanbin", "inner", 2020): 1 * YI,
        ("xunyang", "inner", 2020): 7 * YI,
    }
    assert cells(subject, "file.unknown_column") == ["C3"]


def test_the_year_before_is_what_the_latest_is_compared_with(counties: Catalogue) -> None:
    subject = understood(
        [
            ["县区社会消费品零售总额（万元）"],
            ["地区", "2020年1-9月", "2019年1-9月", "同比增幅（%）", "增幅（%）"],
            ["汉滨区", 1, 2, None, 3],
            ["旬阳", 7, 8, None, 9],
        ],
        catalogue=counties,
    )
    assert subject.period == Period(2020, 9)
    assert [t.period for t in subject.tables] == [Period(2020, 9)]
    record = subject.tables[0].records[1]
    assert (record.value("本年累计"), record.value("上年同期")) == (7 * WAN, 8 * WAN)
    assert str(record.value("同比")) == "9"


def test_the_provinces_table_as_it_is_printed() -> None:
    """Cities down, indicators across: the same table as the list of 地区, 指标, 同比, 位次."""
    subject = understood(
        [
            ["2020年全省各市招商引资主要指标完成情况"],
            ["市区", "实际引进内资（省际）", None, None, "实际利用外资", None, None],
            [
                None,
                "本年累计\n（亿元）",
                "同比增长（%）",
                "位次",
                "本年累计（万美元）",
                "同比",
                "位次",
            ],
            ["西安市", 1000, 7, 5, 20000, 1, 2],
            ["安康市", 818, 7.82, 3, 6076, 25.8, 4],
            ["全省合计", 1818, 7, None, 26076, 6, None],
        ],
        ["A2:A3", "B2:D2", "E2:G2"],
        catalogue=load_catalogue(None),
    )
    (table,) = subject.tables
    assert (table.table, subject.reporter) == ("province", "shaanxi")
    ours = {
        str(r.value("指标")): (r.value("本年累计"), str(r.value("同比")), r.value("位次"))
        for r in table.records
        if r.value("地区") == "field-ankang"
    }
    assert ours == {
        "funds_interprov": (818 * YI, "7.82", 3),
        "fdi_actual": (6076 * WAN, "25.8", 4),
    }
    assert len(table.records) == 4
    assert not table.claims


def test_a_list_that_may_also_come_as_a_matrix_is_read_as_a_list() -> None:
    subject = understood(
        [
            ["2020年全省各市招商引资位次"],
            ["市区", "指标", "本年累计", "同比", "位次"],
            ["西安市", "实际引进内资(省际)（亿元）", 1000, 7, 5],
            ["安康市", "实际引进内资(省际)（亿元）", 818, 7.82, 3],
        ],
        catalogue=load_catalogue(None),
    )
    (table,) = subject.tables
    assert set(table.columns) == {"地区", "指标", "本年累计", "同比", "位次"}
    assert len(table.records) == 2


# --- rows -------------------------------------------------------------------------------------


def test_the_whole_and_groups_are_claims_and_parts_are_none() -> None:
    subject = understood(
        [
            ["2020年各地区R&D经费（亿元）"],
            ["地区", "绝对数"],
            ["全国总计", 6],
            ["东部地区", 6],
            ["北京", 1],
            ["天津", 5],
            ["新疆建\n设兵团", 1],
        ]
    )
    assert facts(subject) == {("beijing", "rd", 2020): 1 * YI, ("tianjin", "rd", 2020): 5 * YI}
    (table,) = subject.tables
    assert [(c.area, c.row) for c in table.claims] == [("china", 3), ("east", 4), ("corps", 7)]


def test_a_rate_of_the_whole_is_a_record_of_its_own() -> None:
    subject = understood(
        [
            ["2020年各地区居民人均可支配收入（元）"],
            ["地区", "绝对数"],
            ["全国", 32189],
            ["北京", 69434],
            ["天津", 43854],
        ]
    )
    assert facts(subject)["china", "income", 2020] == 32189
    assert not subject.tables[0].claims


def test_an_unknown_area_is_reported_and_its_row_left_out() -> None:
    subject = understood(
        [
            ["2020年各地区R&D经费（亿元）"],
            ["地区", "绝对数"],
            ["北京", 1],
            ["天律", 5],
            ["上海", 5],
        ]
    )
    assert set(facts(subject)) == {("beijing", "rd", 2020), ("shanghai", "rd", 2020)}
    assert cells(subject, "cell.unknown_area") == ["A4"]


def test_what_cannot_be_read_has_no_value_and_is_said() -> None:
    subject = understood(
        [
            ["2020年各地区R&D经费（亿元）"],
            ["地区", "绝对数"],
            ["北京", "…"],
            ["天津", "#REF!"],
            ["上海", "约五"],
            ["重庆", None],
            ["河北", 3],
        ]
    )
    assert facts(subject) == {("hebei", "rd", 2020): 3 * YI} | {
        key: value for key, value in facts(subject).items() if key[0] == "shanghai"
    }
    assert cells(subject, "cell.blank_mark") == ["B3"]
    assert cells(subject, "file.error_cell") == ["B4"]


def test_without_a_unit_nothing_is_converted() -> None:
    subject = understood([["2020年各地区R&D经费"], ["地区", "绝对数"], ["北京", 1], ["天津", 2]])
    assert facts(subject) == {}
    assert cells(subject, "file.unit_unknown") == ["B3", "B4"]


def test_a_unit_row_of_amounts_says_nothing_about_a_value_per_head() -> None:
    rows: list[list[Value]] = [
        ["2020年各地区主要指标"],
        ["单位：亿元"],
        ["地区", "R&D经费", "居民人均可支配收入"],
        ["北京", 1, 69434],
        ["天津", 2, 43854],
    ]
    subject = understood(rows)
    assert facts(subject) == {("beijing", "rd", 2020): YI, ("tianjin", "rd", 2020): 2 * YI}
    assert cells(subject, "file.unit_unknown") == ["C4", "C5"]
    rows[1] = ["单位：元"]
    assert facts(understood(rows))["beijing", "income", 2020] == 69434


def test_a_unit_cell_with_two_units_gives_each_indicator_its_own() -> None:
    subject = understood(
        [
            ["2020年各地区主要指标"],
            ["单位：亿元、万吨"],
            ["地区", "R&D经费", "粮食产量", "出口额"],
            ["北京", 1, 2, 3],
            ["天津", 4, 5, 6],
        ]
    )
    assert facts(subject)["beijing", "rd", 2020] == 1 * YI
    assert facts(subject)["beijing", "grain", 2020] == 2 * WAN
    assert cells(subject, "file.unit_unknown") == ["D4", "D5"]


# --- period -----------------------------------------------------------------------------------


def test_the_headings_say_the_year_and_not_the_title_of_the_yearbook() -> None:
    subject = understood(
        [
            ["示例统计年鉴2021年"],
            ["R&D经费（亿元）"],
            ["地区", "2019年", "2020年"],
            ["北京", 1, 2],
            ["天津", 3, 4],
        ]
    )
    assert subject.period == Period(2020)
    assert {period for _, period in subject.parts} == {Period(2019), Period(2020)}


def test_a_year_that_only_the_file_name_has_is_offered_and_confirmed() -> None:
    rows: list[list[Value]] = [
        ["各地区R&D经费（亿元）"],
        ["地区", "绝对数"],
        ["北京", 1],
        ["天津", 3],
    ]
    subject = understood(rows, file="2020年研发.xlsx")
    assert subject.period is None
    (issue,) = (i for i in subject.issues if i.rule == "file.period_missing")
    assert "2020年" in issue.message
    confirmed = understood(rows, file="2020年研发.xlsx", expected=Expected(year=2020))
    assert confirmed.period == Period(2020)
    assert "file.period_missing" not in rules(confirmed)


# --- a law ------------------------------------------------------------------------------------

AREAS = {"北京": "beijing", "天 津": "tianjin", "内蒙古自治区": "neimenggu", "西藏": "xizang"}
INDICATORS = {"R&D经费": ("rd", "亿元", YI), "粮食产量": ("grain", "万吨", WAN)}


@st.composite
def stated(draw: st.DrawFn) -> dict[tuple[str, str, int], int | None]:
    """A whole matrix of values, some of them missing."""
    areas = draw(st.lists(st.sampled_from(sorted(AREAS)), min_size=2, unique=True))
    named = draw(st.lists(st.sampled_from(sorted(INDICATORS)), min_size=1, unique=True))
    years = draw(st.lists(st.integers(2015, 2021), min_size=1, max_size=3, unique=True))
    value = st.one_of(st.none(), st.integers(0, 10**6))
    return {(a, i, y): draw(value) for a in areas for i in named for y in sorted(years)}


Values = dict[tuple[str, str, int], int | None]


def sheet(values: Values, down: str) -> list[list[Value]]:
    """The matrix with one of areas, indicators and years down and the other two across."""
    axes: dict[str, list[Value]] = {
        "地区": list(dict.fromkeys(a for a, _, _ in values)),
        "指标": list(dict.fromkeys(i for _, i, _ in values)),
        "年份": list(dict.fromkeys(y for _, _, y in values)),
    }
    order = list(axes)
    upper, lower = (name for name in order if name != down)
    across = [(u, v) for u in axes[upper] for v in axes[lower]]

    def at(label: Value, over: tuple[Value, Value]) -> Value:
        said = {down: label, upper: over[0], lower: over[1]}
        return values[str(said["地区"]), str(said["指标"]), int(str(said["年份"]))]

    rows: list[list[Value]] = [
        ["各地区主要指标"],
        [down, *(heading(upper, u) for u, _ in across)],
        [None, *(heading(lower, v) for _, v in across)],
    ]
    rows += [[heading(down, label), *(at(label, over) for over in across)] for label in axes[down]]
    return rows


def heading(axis: str, name: Value) -> Value:
    match axis:
        case "指标":
            return f"{name}（{INDICATORS[str(name)][1]}）"
        case "年份":
            return f"{name}年"
    return name


@settings(max_examples=60)
@given(stated(), st.sampled_from(["地区", "指标", "年份"]))
def test_whichever_way_round_it_is_written_the_same_is_read(values: Values, down: str) -> None:
    rows = sheet(values, down)
    assume(sum(any(v is not None for v in row[1:]) for row in rows[3:]) >= 2)  # else no matrix
    assert facts(understood(rows)) == {
        (AREAS[a], INDICATORS[i][0], y): value * INDICATORS[i][2]
        for (a, i, y), value in values.items()
        if value is not None
    }


def test_a_sheet_of_projects_is_no_matrix() -> None:
    """Areas and amounts stand in a ledger, too; its header names its columns."""
    shipped = load_catalogue(None)
    returns = Path(__file__).parents[1] / "sample_data" / "returns" / "2020"
    file = next(iter(sorted(returns.glob("*.xlsx"))))
    subject = recognise(read_workbook(file.read_bytes(), file.name, Limits()), shipped)
    assert {shipped.returns[t.table].layout.value for t in subject.tables} <= {"list", "item"}


def test_two_sheets_are_one_return() -> None:
    content = workbook_bytes(
        ([["2020年R&D经费（亿元）"], ["地区", "绝对数"], ["北京", 1], ["天津", 3]], ()),
        ([["2020年粮食产量（万吨）"], ["地区", "绝对数"], ["北京", 1], ["天津", 3]], ()),
    )
    subject = recognise(read_workbook(content, "表.xlsx", Limits()), yearbook())
    assert len(facts(subject)) == 4
    assert subject.period == Period(2020)
