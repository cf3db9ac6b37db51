"""Tables for people and the same figures as data for machines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.figures_support import (
    COMPLETION,
    FDI,
    FUNDS,
    GROWTH,
    MEMBERS,
    PROVINCE,
    YI,
    book,
    builder,
    line,
    ref,
)
from zsstat import tables
from zsstat.catalog import load_catalogue
from zsstat.declarations import TableColumnSpec, TableSpec
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder
from zsstat.model import Dimension, Figure, Measure, Part, Table


def text(part: Part | None) -> str:
    if isinstance(part, Figure):
        return part.number or "—"
    return part or ""


def rows(table: Table) -> dict[str, list[str]]:
    """First cell → the others, as they are printed."""
    return {text(row.cells[0]): [text(cell) for cell in row.cells[1:]] for row in table.rows}


def notes(table: Table) -> str:
    return "\n".join("".join(str(part) for part in note) for note in table.notes)


def with_table(spec: TableSpec) -> FigureBuilder:
    plain = load_catalogue()
    return FigureBuilder(replace(plain, tables={spec.id: spec}), book())


VALUE = (TableColumnSpec(Measure.VALUE, FUNDS),)

# --- headline ---------------------------------------------------------------------------------


def test_headline_has_a_row_for_every_visible_indicator() -> None:
    (table,) = tables.headline(builder())
    shown = [i.name for i in load_catalogue().indicators.values() if not i.hidden]
    assert [row.cells[0] for row in table.rows] == shown
    assert table.title == "2020年全市招商引资主要指标"
    funds = rows(table)["实际引进内资(省际)"]
    assert funds == ["亿元", "822.99", "758.66", "8.48", "2", "2"]
    assert rows(table)["实际利用外资"] == ["万美元", "6076", "4830", "25.8", "—", "—"]
    assert rows(table)["市级重点招商推介活动"] == ["场", "9", "0", "—", "", ""]


def test_headline_notes_say_the_field_and_why_a_rate_is_missing() -> None:
    said = notes(tables.headline(builder())[0])
    assert "在全省4个公布该项数据的市（区）中排列" in said
    assert "无同比：上年同期为零（新签订招商引资合同项目" in said
    assert "四舍五入" in said
    assert "在建项目：当年有到位资金的项目" in said
    assert "初步统计数" not in said
    assert "暂列" not in said
    assert "没有全省位次表" in notes(tables.headline(builder(province=()))[0])


def test_headline_of_an_incomplete_year_says_who_is_missing_and_compares_like_with_like() -> None:
    made = builder(received=frozenset({"hanbin", "ziyang"}))
    said = notes(tables.headline(made)[0])
    assert "应报4个单位，已报2个，尚缺市本级、旬阳县" in said
    compared = "可比口径（两年都已报送的2个单位，不含市本级、旬阳县）：省际到位资金同比增长7.82%"
    assert compared in said
    counties = tables.by_county(builder(received=frozenset(), targets={}))
    assert "各项均无同比：本期数据不全。" in notes(counties[2])


def test_a_base_year_that_is_incomplete_is_said() -> None:
    said = notes(tables.headline(builder(base_received=frozenset({"hanbin"})))[0])
    assert "上年同期尚缺市本级、紫阳县、旬阳县的报表" in said
    without = notes(tables.headline(builder(base_received=frozenset()))[0])
    assert "上年同期尚缺" not in without
    assert "无可比数据" in without


def test_a_provisional_place_says_who_is_missing() -> None:
    province = (*PROVINCE[1:], line("field-xian", FUNDS, "9", None))
    said = notes(tables.headline(builder(province=province))[0])
    assert "省际到位资金完成比例位次为暂列：西安尚未公布。" in said
    assert "省际到位资金增速位次：在全省4个" in said


def test_a_rate_in_the_growth_column_says_points() -> None:
    made = builder(base={("hanbin", "rate_funds"): 9, ("hanbin", "rate_investment"): 10})
    assert rows(tables.headline(made)[0])["资金到位率"][3] == "9.66百分点"


# --- by area and by dimension -----------------------------------------------------------------


def column_sum(table: Table, column: int) -> None:
    *parts, total = [row.cells[column] for row in table.rows]
    values = [part.value for part in parts if isinstance(part, Figure) and part.value is not None]
    assert isinstance(total, Figure)
    assert sum(values) == total.value


def test_areas_and_deduction_add_up_to_the_city() -> None:
    made = builder(deductions={"promo_events": -2})
    by_title = {table.title: table for table in tables.by_county(made)}
    activities = by_title["2020年各地区招商活动"]
    assert list(rows(activities)) == [
        *("市本级", "汉滨区", "紫阳县", "旬阳县"),
        *("联合活动扣减", "全市"),
    ]
    assert rows(activities)["联合活动扣减"] == ["-2", "", "", "", ""]
    assert activities.rows[-1].total
    assert "重复计数" in notes(activities)
    column_sum(activities, 1)
    funds = by_title["2020年各地区到位资金"]
    assert "联合活动扣减" not in rows(funds)
    column_sum(funds, 2)
    assert rows(funds)["紫阳县"][1:5] == ["317.99", "308.66", "3.02", "38.64"]
    assert "大项目指总投资5亿元以上的" in notes(by_title["2020年各地区新签合同项目"])


def test_last_years_deduction_stands_in_last_years_column() -> None:
    spec = TableSpec("t", "表", "areas", (TableColumnSpec(Measure.BASE, FUNDS),))
    plain = replace(load_catalogue(), tables={"t": spec})
    made = FigureBuilder(plain, book(base_deductions={FUNDS: -YI}))
    assert rows(tables.by_county(made)[0])["联合活动扣减"] == ["-1"]
    column_sum(tables.by_county(made)[0], 1)


def test_an_area_that_sent_nothing_has_no_value_and_not_a_zero() -> None:
    made = builder(received=frozenset({"hanbin", "ziyang", "bureau"}))
    funds = rows(tables.by_county(made)[1])
    assert funds["旬阳县"] == ["—", "—", "0", "—", "—", "—"]
    assert funds["市本级"][1] == "0"


def test_by_dimension_largest_first_with_the_city_below() -> None:
    (table,) = tables.by_dimension(builder(), Dimension.INDUSTRY)
    assert table.title == "2020年全市招商引资项目：按产业类别"
    assert table.headings[0].text == "产业类别"
    assert rows(table)["=富硒|食品"] == ["0", "0", "0", "200", "24.3"]


def test_rows_are_ordered_by_the_declared_column_exactly() -> None:
    spec = TableSpec("d", "{dimension}", "dimension", VALUE, sort=0)
    (table,) = tables.by_dimension(with_table(spec), Dimension.INDUSTRY)
    assert list(rows(table)) == ["=富硒|食品", "装备制造", "全市"]


def test_cross_tabulation_adds_up_both_ways() -> None:
    sums = {("hanbin", "甲"): 10**17 + 1, ("ziyang", "甲"): 2, ("ziyang", "乙"): 3 * YI}
    made = builder(received=frozenset({"hanbin", "ziyang"}))
    (table,) = tables.cross_report(made, {FUNDS: sums, FDI: sums}, Dimension.INDUSTRY).tables
    assert table.title == "2020年实际引进内资(省际)：按地区和产业类别"
    assert [h.text for h in table.headings] == ["地区", "甲", "乙", "全市"]
    assert table.unit_line == "单位：亿元"
    assert rows(table)["市本级"] == ["—", "—", "—"]
    assert rows(table)["汉滨区"] == ["1000000000", "0", "1000000000"]
    for column in (1, 2, 3):
        column_sum(table, column)
    report = tables.cross_report(builder(), {FUNDS: sums}, Dimension.INDUSTRY)
    assert isinstance(report.data["rows"], list)
    assert report.data["rows"][0]["value"] == "1000000000.00000001"


# --- rank -------------------------------------------------------------------------------------


def test_placements_by_both_bases_with_last_year() -> None:
    before = tuple(line(m, FUNDS, g, g) for m, g in zip(MEMBERS, "9876", strict=True))
    table = tables.placements(builder(previous_province=before))
    cells = [[text(cell) for cell in row.cells] for row in table.rows]
    assert cells[0] == ["省际到位资金", "增速", "8.47", "2", "4", "4", "前进2位"]
    assert cells[1] == ["省际到位资金", "完成比例", "102.25", "2", "4", "4", "前进2位"]
    assert cells[2][2:] == ["", "—", "—", "—", "—"]


def test_the_provinces_figures_against_ours() -> None:
    table = tables.comparison(builder())
    assert table is not None
    cells = [[text(cell) for cell in row.cells] for row in table.rows]
    assert cells == [
        ["省际到位资金", "本年累计", "亿元", "823", "822.99", "一致"],
        ["省际到位资金", "同比", "%", "8.47", "8.48", "不一致"],
        ["省际到位资金", "完成比例", "%", "102.25", "102.87", "不一致"],
    ]
    assert tables.comparison(builder(province=())) is None


def test_the_field_shows_printed_places_beside_ours() -> None:
    wrong = (*PROVINCE[:-1], replace(PROVINCE[-1], printed_rank=1))
    growth, completion = tables.fields(builder(province=wrong))
    assert growth.title == "2020年全省省际到位资金增速位次"
    assert rows(growth)["安康（我市）"] == ["8.47", "2", "1", "不一致"]
    assert rows(growth)["西安"] == ["9.1", "1", "", ""]
    assert "省上核实" in notes(growth)
    assert [h.text for h in completion.headings] == ["市（区）", "完成比例", "位次"]
    right, _ = tables.fields(builder())
    assert rows(right)["安康（我市）"][-1] == "一致"
    assert not right.notes


def test_a_field_without_growth_is_checked_by_completion() -> None:
    lines = tuple(replace(of, growth=None, printed_rank=2) for of in PROVINCE)
    (table,) = tables.fields(builder(province=lines))
    assert rows(table)["安康（我市）"] == ["102.25", "2", "2", "一致"]
    assert rows(table)["西安"] == ["104", "1", "2", "不一致"]


def test_the_league_is_in_order_of_completion() -> None:
    targets = {("hanbin", FUNDS): 500 * YI, ("ziyang", FUNDS): 300 * YI}
    (table,) = tables.league(builder(targets=targets))
    assert list(rows(table)) == ["紫阳县", "汉滨区", "市本级", "旬阳县", "全市"]
    assert rows(table)["紫阳县"] == ["317.99", "300", "106", "6", "1", "3.02", "2"]
    assert rows(table)["全市"][4] == ""
    assert [h.keep for h in table.headings][2] is False


# --- a catalogue that is wrong ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (TableSpec("t", "{jahr}", "areas", VALUE), "标题"),
        (TableSpec("t", "表", "areas", VALUE, sort=1), "没有这一栏"),
        (TableSpec("t", "表", "areas", VALUE, notes=("{门槛}",)), "门槛"),
    ],
)
def test_a_wrong_spec_is_refused_with_its_name(spec: TableSpec, message: str) -> None:
    with pytest.raises(CatalogueError, match=message) as refusal:
        tables.by_county(with_table(spec))
    assert " t " in refusal.value.message


# --- machine output ---------------------------------------------------------------------------


def data_row(data: dict[str, Any], area: str, indicator: str) -> dict[str, Any]:
    found = [r for r in data["rows"] if (r["area"], r["indicator"]) == (area, indicator)]
    assert len(found) == 1
    row: dict[str, Any] = found[0]
    return row


def test_summary_data_exactly() -> None:
    data = tables.summary_data(builder())
    assert list(data) == ["year", "month", "reporters", "rows"]
    assert data["reporters"] == {"expected": 4, "counted": 4, "missing": []}
    assert data_row(data, "ankang", FUNDS) == {
        "area": "ankang",
        "area_name": "全市",
        "indicator": FUNDS,
        "indicator_name": "实际引进内资(省际)",
        "unit": "亿元",
        "value": "822.99123456",
        "display": "822.99亿元",
        "base": "758.66",
        "base_source": "stored",
        "base_reported": None,
        "adjustment": None,
        "growth_percent": "8.48",
        "growth_note": None,
        "like_for_like": None,
        "share_percent": "100",
        "target": "800",
        "completion_percent": "102.87",
        "rank": {
            "growth": {"place": 2, "field": 4, "tied": False},
            "completion": {"place": 2, "field": 4, "tied": False},
        },
    }
    assert data_row(data, "ankang", FDI)["rank"] == {"growth": None, "completion": None}
    assert data_row(data, "ankang", "contract_count")["rank"] is None
    assert data_row(data, "hanbin", FUNDS)["rank"] is None
    assert data_row(data, "hanbin", FUNDS)["growth_percent"] == "11.11"
    assert data_row(data, "xunyang", FUNDS)["growth_note"] == "base_zero"
    assert json.loads(json.dumps(data)) == data


def test_summary_data_has_the_city_first_and_every_visible_indicator() -> None:
    data: dict[str, Any] = tables.summary_data(builder())
    areas = list(dict.fromkeys(row["area"] for row in data["rows"]))
    assert areas == ["ankang", "bureau", "hanbin", "ziyang", "xunyang"]
    hidden = {code for code, i in load_catalogue().indicators.items() if i.hidden}
    assert not hidden & {row["indicator"] for row in data["rows"]}
    visible = len(load_catalogue().indicators) - len(hidden)
    assert len(data["rows"]) == 5 * visible


def test_summary_data_of_what_was_not_received() -> None:
    data = tables.summary_data(builder(received=frozenset({"hanbin"})))
    assert data["reporters"] == {
        "expected": 4,
        "counted": 1,
        "missing": ["bureau", "ziyang", "xunyang"],
    }
    row = data_row(data, "ziyang", FUNDS)
    assert (row["value"], row["display"], row["growth_note"]) == (None, None, "current_incomplete")
    city = data_row(data, "ankang", FUNDS)
    assert (city["value"], city["growth_percent"]) == ("500.00123456", None)
    assert city["growth_note"] == "current_incomplete"
    none = data_row(tables.summary_data(builder(base_received=frozenset())), "ankang", FUNDS)
    assert (none["base"], none["base_source"], none["growth_note"]) == (None, None, "base_missing")


def test_summary_data_of_a_rate() -> None:
    made = builder(base={("hanbin", "rate_funds"): 1, ("hanbin", "rate_investment"): 3})
    row = data_row(tables.summary_data(made), "ankang", "funds_rate")
    assert (row["value"], row["base"], row["unit"]) == ("99.66", "33.33", "%")
    assert (row["growth_percent"], row["growth_note"]) == (None, "points")


def test_dimension_data() -> None:
    data: dict[str, Any] = tables.dimension_report(builder(), Dimension.INDUSTRY).data  # type: ignore[assignment]
    assert [(r["member"], r["value"], r["growth_percent"]) for r in data["rows"]] == [
        ("=富硒|食品", "200", None),
        ("装备制造", "60", "20"),
    ]


def test_rank_data() -> None:
    data: dict[str, Any] = tables.rank_data(builder())
    growth = data["rows"][0]
    assert (growth["basis"], growth["place"], growth["field"]) == ("growth", 2, 4)
    assert (growth["printed_place"], growth["printed_place_agrees"]) == (2, True)
    assert growth["rate_percent"] == "8.47"
    assert data["rows"][1]["printed_place"] is None
    assert [row["agrees"] for row in data["comparison"]] == [True, False, False]
    assert len(data["field"]) == 8
    league = [r for r in data["league"] if r["indicator"] == FUNDS and r["basis"] == "growth"]
    assert [(r["area"], r["place"]) for r in league][1] == ("hanbin", 1)
    assert json.loads(json.dumps(data)) == data


def test_a_report_has_tables_and_data() -> None:
    assert len(tables.summary_report(builder()).tables) == 5
    assert len(tables.county_report(builder()).tables) == 4
    titles = [table.title for table in tables.rank_report(builder()).tables]
    assert titles == [
        "2020年全市在全省的位次",
        "2020年省公布数与我市数核对",
        "2020年全省省际到位资金增速位次",
        "2020年全省省际到位资金完成比例位次",
        "2020年各地区省际到位资金排名",
    ]


def test_data_is_not_made_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[FigureBuilder] = []

    def make(of: FigureBuilder) -> dict[str, object]:
        made.append(of)
        return {"year": 1}

    monkeypatch.setattr(tables, "summary_data", make)
    report = tables.summary_report(builder())
    assert made == []
    assert (dict(report.data), len(report.data), report.data["year"]) == ({"year": 1}, 1, 1)
    assert len(made) == 1


def test_printed_rates_lead_to_their_cells() -> None:
    first = tables.placements(builder()).rows[0].cells[2]
    assert isinstance(first, Figure)
    assert first.cells == (ref("D4"),)
    assert first.key.measure is Measure.QUOTE
    assert {GROWTH, COMPLETION} == {Measure.GROWTH_RANK, Measure.COMPLETION_RANK}
