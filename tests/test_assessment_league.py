"""The league table of an assessment: order, ties, groups, what is said of each point."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.figures_support import FDI, FUNDS, YI, book
from zsstat.catalog import load_catalogue
from zsstat.declarations import (
    Assessment,
    AssessmentGroup,
    AssessmentItem,
    PointsBy,
    WithoutValue,
)
from zsstat.errors import CatalogueError, UsageError
from zsstat.figures import FigureBuilder
from zsstat.figures.scores import Scores, leagues
from zsstat.model import Figure, Measure, Report, Table
from zsstat.tables.assessment import assessment_report

VALUE = AssessmentItem("资金", FUNDS, Decimal(60), full_at=Decimal(500))
GROWTH = AssessmentItem(
    "增速", FUNDS, Decimal(40), measure=Measure.GROWTH, points=PointsBy.RANK, step=Decimal(3)
)


def declared(*items: AssessmentItem, **changes: Any) -> Assessment:
    plain = Assessment("test", "考核", "{period}{city}考核", items, exclude=("bureau",))
    return replace(plain, **changes)


def one(assessment: Assessment, **changes: Any) -> Scores:
    (scores,) = leagues(FigureBuilder(load_catalogue(), book(**changes)), assessment)
    return scores


def report(assessment: Assessment, **changes: Any) -> Report:
    builder = FigureBuilder(load_catalogue(), book(**changes))
    return assessment_report(builder, [assessment])


def cells(table: Table) -> list[list[str]]:
    return [
        [part.number if isinstance(part, Figure) else str(part) for part in row.cells]
        for row in table.rows
    ]


def notes(table: Table) -> str:
    return "\n".join("".join(str(part) for part in note) for note in table.notes)


# --- figures ----------------------------------------------------------------------------------


def test_points_are_exact_and_say_how_they_came_about() -> None:
    scores = one(declared(VALUE))
    points = scores.points("ziyang", VALUE)
    assert points.value == Fraction(31799, 100) / 500 * 60
    assert (points.number, points.display, points.unit) == ("38.16", "38.16分", "分")
    assert points.formula == (
        "省际到位资金317.99亿元；0亿元得0分，500亿元得60分，其间按比例，得38.16分"
    )
    assert points.key.assessment == "test"
    assert (points.key.item, points.key.area) == ("资金", "ziyang")


def test_a_completion_names_its_measure_and_a_growth_says_it_itself() -> None:
    done = AssessmentItem(
        "完成", FUNDS, Decimal(30), measure=Measure.COMPLETION, full_at=Decimal(100)
    )
    scores = one(declared(done, GROWTH))
    assert scores.points("hanbin", done).formula == (
        "省际到位资金完成比例100%；0%得0分，100%得30分，其间按比例，得30分"
    )
    assert scores.points("ziyang", GROWTH).formula == (
        "省际到位资金同比增长3.02%，在2个有数的单位中第2；第1名得40分，每后1名少3分，得37分"
    )


def test_comparisons_name_whom_they_are_with() -> None:
    against = AssessmentItem("大", FUNDS, Decimal(20), points=PointsBy.RELATIVE)
    between = AssessmentItem("小", FUNDS, Decimal(20), points=PointsBy.SPAN, floor=Decimal(8))
    scores = one(declared(against, between))
    assert scores.points("ziyang", against).formula == (
        "省际到位资金317.99亿元，最高的是汉滨区500亿元；317.99 ÷ 500 × 20，得12.72分"
    )
    assert scores.points("ziyang", between).formula == (
        "省际到位资金317.99亿元，最高的是汉滨区500亿元，最低的是旬阳县5亿元；"
        "8 + (317.99 − 5) ÷ (500 − 5) × (20 − 8)，得15.59分"
    )
    assert [f.key.area for f in scores.compared("ziyang", against)] == ["hanbin"]
    assert [f.key.area for f in scores.compared("ziyang", between)] == ["hanbin", "xunyang"]
    assert [f.key.area for f in scores.compared("hanbin", between)] == ["xunyang"]
    assert scores.compared("hanbin", against) == ()
    assert one(declared(VALUE)).compared("ziyang", VALUE) == ()


def test_where_all_are_alike_or_nothing_no_quotient_is_shown() -> None:
    against = AssessmentItem("大", "big_count", Decimal(20), points=PointsBy.RELATIVE)
    between = AssessmentItem("小", "big_count", Decimal(20), points=PointsBy.SPAN)
    scores = one(declared(against, between))
    assert scores.points("ziyang", against).formula == "大项目0个，各单位都不大于零，得0分"
    assert scores.points("ziyang", between).formula == "大项目0个，各单位相同，得20分"


def test_a_missing_value_gives_nought_or_is_left_out() -> None:
    skipped = replace(GROWTH, missing=WithoutValue.SKIP)
    nought = one(declared(VALUE, GROWTH)).points("xunyang", GROWTH)
    assert nought.value == 0
    assert (nought.number, nought.note) == ("0", "base_zero")
    assert nought.formula == "没有数（上年同期为零），计0分"
    scores = one(declared(VALUE, skipped))
    left_out = scores.points("xunyang", skipped)
    assert (left_out.value, left_out.number, left_out.note) == (None, "", "base_zero")
    total = scores.score("xunyang")
    assert total.value == Fraction(5, 500) * 60 * Fraction(100, 60)
    assert total.formula == "(资金0.6分) × 100 ÷ 60（按未经四舍五入的得分计算）"


def test_a_total_is_the_sum_of_unrounded_points() -> None:
    bonus = AssessmentItem("外资", FDI, Decimal(5), full_at=Decimal(7000), bonus=True)
    less = AssessmentItem("扣", FUNDS, Decimal(-3), full_at=Decimal(1000))
    scores = one(declared(VALUE, GROWTH, bonus, less))
    points = [scores.points("ziyang", item).value for item in (VALUE, GROWTH, bonus, less)]
    total = scores.score("ziyang")
    assert total.value == sum(p for p in points if p is not None)
    assert total.value == Fraction(31799, 100) * Fraction(60, 500) + 37 + Fraction(
        2076, 7000
    ) * 5 - Fraction(31799, 100) * Fraction(3, 1000)
    assert total.formula == (
        "资金38.16分 + 增速37分 + 外资1.48分 − 扣0.95分（按未经四舍五入的得分计算）"
    )


def test_rounding_and_decimals_are_those_of_the_catalogue() -> None:
    assert one(declared(VALUE, decimals=0)).score("ziyang").number == "38"
    assert one(declared(VALUE, decimals=4)).score("ziyang").number == "38.1588"


def test_an_area_without_anything_to_count_has_no_place() -> None:
    skipped = replace(VALUE, missing=WithoutValue.SKIP)
    scores = one(declared(skipped), received=frozenset({"hanbin", "ziyang"}))
    assert scores.score("xunyang").value is None
    assert scores.score("xunyang").note == "not_assessed"
    assert scores.place("xunyang").value is None
    assert scores.place("hanbin").formula.startswith("在2个单位中")
    assert scores.ordered == ("hanbin", "ziyang", "xunyang")


def test_an_item_that_there_is_not_names_those_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        one(declared(VALUE, GROWTH)).item_of("开工")
    assert refused.value.hint == "可以写：考核.资金、考核.增速"


# --- the table --------------------------------------------------------------------------------


def test_the_league_stands_in_the_order_of_the_totals() -> None:
    (table,) = report(declared(VALUE, GROWTH)).tables
    assert table.title == "2020年全市考核"
    assert cells(table) == [
        ["汉滨区", "1", "100", "500", "60", "11.11", "40"],
        ["紫阳县", "2", "75.16", "317.99", "38.16", "3.02", "37"],
        ["旬阳县", "3", "0.6", "5", "0.6", "", "0"],
    ]
    assert [heading.text for heading in table.headings[3:]] == [
        *("资金实绩", "资金", "增速实绩", "增速")
    ]
    assert [heading.unit for heading in table.headings[3:]] == ["亿元", "满分60", "%", "满分40"]
    assert [heading.keep for heading in table.headings[3:]] == [False, True, False, True]
    said = notes(table)
    assert "资金：0亿元得0分，500亿元得60分，其间按比例。" in said
    assert "增速：第1名得40分，每后1名少3分。" in said
    assert "增速：旬阳县没有数（上年同期为零），计0分。" in said
    assert "市本级不参加考核。" in said
    assert "初步统计数" not in said


def test_an_incomplete_period_is_said() -> None:
    (table,) = report(declared(VALUE), received=frozenset({"hanbin", "ziyang"})).tables
    assert "初步统计数：应报4个单位，已报2个" in notes(table)
    assert "资金：旬阳县没有数（没有收到报表），计0分。" in notes(table)


def test_what_is_left_out_is_said() -> None:
    (table,) = report(declared(VALUE, replace(GROWTH, missing=WithoutValue.SKIP))).tables
    assert "增速：旬阳县没有数（上年同期为零），不计入，其余各项得分按比例折算。" in notes(table)
    assert cells(table)[2] == ["旬阳县", "3", "1", "5", "0.6", "", ""]


def equal_but_for(difference: int) -> dict[tuple[str, str], int]:
    return {("hanbin", FUNDS): 100 * YI, ("ziyang", FUNDS): 100 * YI + difference}


def test_equal_totals_share_a_place_and_the_next_is_skipped() -> None:
    (table,) = report(declared(VALUE), actual=equal_but_for(0)).tables
    assert [row[:3] for row in cells(table)] == [
        ["汉滨区", "并列1", "12"],
        ["紫阳县", "并列1", "12"],
        ["旬阳县", "3", "0"],
    ]
    assert "印出的总分相同" not in notes(table)


def test_totals_that_only_print_alike_are_ordered_exactly_and_that_is_said() -> None:
    (table,) = report(declared(VALUE), actual=equal_but_for(1)).tables
    assert [row[:3] for row in cells(table)] == [
        ["紫阳县", "1", "12"],
        ["汉滨区", "2", "12"],
        ["旬阳县", "3", "0"],
    ]
    assert "紫阳县、汉滨区印出的总分相同（12分），位次按未经四舍五入的总分排列。" in notes(table)


def test_each_group_is_a_league_of_its_own() -> None:
    groups = (AssessmentGroup("东", ("hanbin",)), AssessmentGroup("西", ("xunyang", "bureau")))
    first, second = report(declared(GROWTH, groups=groups)).tables
    assert (first.title, second.title) == ("2020年全市考核（东）", "2020年全市考核（西）")
    assert [row[:3] for row in cells(first)] == [["汉滨区", "1", "40"]]
    assert [row[:2] for row in cells(second)] == [["旬阳县", "1"]]
    assert "市本级、紫阳县不参加考核。" in notes(first)


def test_bonuses_and_what_is_taken_off_are_told_from_the_full_score() -> None:
    bonus = AssessmentItem("外资", FDI, Decimal(5), full_at=Decimal(7000), bonus=True, keep=False)
    less = AssessmentItem("扣", FUNDS, Decimal(-3), full_at=Decimal(1000))
    (table,) = report(declared(VALUE, bonus, less)).tables
    assert [h.unit for h in table.headings[4::2]] == ["满分60", "加分", "扣分"]
    assert [h.keep for h in table.headings[4::2]] == [True, False, True]
    assert "扣：0亿元不扣分，1000亿元扣3分，其间按比例。" in notes(table)


def test_the_notes_of_the_assessment_may_hold_constants() -> None:
    (table,) = report(declared(VALUE, notes=("大项目指{大项目门槛}以上。",))).tables
    assert "大项目指5亿元以上。" in notes(table)


def test_a_title_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(CatalogueError, match="test"):
        report(declared(VALUE, title="{年份}考核"))


# --- machine form -----------------------------------------------------------------------------


def test_the_machine_form_has_printed_and_exact_points() -> None:
    data = report(declared(VALUE, replace(GROWTH, missing=WithoutValue.SKIP))).data
    rows = data["rows"]
    assert isinstance(rows, list)
    assert [row["area"] for row in rows] == ["hanbin", "ziyang", "xunyang"]
    second, last = rows[1:]
    assert {key: second[key] for key in second if key != "items"} == {
        "assessment": "test",
        "group": None,
        "area": "ziyang",
        "area_name": "紫阳县",
        "place": 2,
        "field": 3,
        "tied": False,
        "total": "75.16",
        "total_exact": "75.1588",
    }
    assert second["items"]["资金"]["points_exact"] == "38.1588"
    assert second["items"]["增速"]["value"] == "3.02"
    assert last["items"]["增速"] == {
        "indicator": FUNDS,
        "measure": "growth",
        "value": None,
        "unit": "%",
        "weight": "40",
        "points": None,
        "points_exact": None,
        "note": "base_zero",
        "formula": None,
    }
