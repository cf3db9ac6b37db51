"""Posting by the catalogue that ships: rows in, ledger lines and questions out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue, Posting
from zsstat.errors import CatalogueError
from zsstat.model import (
    CellRef,
    Dimension,
    Field,
    FieldValue,
    Issue,
    Observation,
    Outcome,
    PartialDate,
    Period,
    RecognisedTable,
    Record,
    Return,
    Role,
    cell_name,
)
from zsstat.post import RULE, post

CATALOGUE = load_catalogue()
YEAR = Period(2020)
YI = 10**8
SIGNED = PartialDate(2020, 5, 6)
BEFORE = PartialDate(2019, 5, 6)

Row = Mapping[str, FieldValue]

PROJECT: Row = {
    "项目名称": "食品加工项目",
    "总投资": 6 * YI,
    "签约时间": SIGNED,
    "阶段": "开工",
    "本年到位资金": 2 * YI,
    "其中省际": YI,
    "自签约累计到位": 3 * YI,
    "是否返乡创业": False,
    "产业类别": "富硒食品",
    "来源地": "浙江省杭州市",
}
ACTIVITY: Row = {
    "日期": SIGNED,
    "类型": "小分队",
    "级别": "市级",
    "带队领导": "李某",
    "目的地": "西 安",
    "次数": 3,
    "批次": None,
    "人次": None,
    "是否联合": False,
}


def make_return(
    table: str,
    rows: Sequence[Row],
    *,
    unreadable: Sequence[str] = (),
    period: Period = YEAR,
    reporter: str = "ziyang",
) -> Return:
    records = tuple(
        Record(
            table,
            "表1",
            number,
            {
                name: Field(
                    value,
                    "" if value is None else str(value),
                    CellRef("h", "f.xlsx", "表1", cell_name(number, column)),
                    readable=name not in unreadable,
                )
                for column, (name, value) in enumerate(row.items(), start=1)
            },
        )
        for number, row in enumerate(rows, start=4)
    )
    found = RecognisedTable(table, "表1", "", (3,), {}, (), records, ())
    return Return("f.xlsx", "h", reporter, period, (found,), ())


def posted(
    table: str,
    *rows: Row,
    unreadable: Sequence[str] = (),
    reporter: str = "ziyang",
    catalogue: Catalogue = CATALOGUE,
) -> tuple[tuple[Observation, ...], tuple[Issue, ...]]:
    return post(make_return(table, rows, unreadable=unreadable, reporter=reporter), catalogue)


def values(table: str, *rows: Row) -> dict[str, int]:
    observations, issues = posted(table, *rows)
    assert issues == ()
    sums: dict[str, int] = {}
    for observation in observations:
        sums[observation.indicator] = sums.get(observation.indicator, 0) + observation.value
    return sums


# --- projects -----------------------------------------------------------------------------------


def test_a_new_big_project() -> None:
    assert values("projects", PROJECT) == {
        "contract_count": 1, "contract_total": 6 * YI, "big_count": 1, "big_total": 6 * YI,
        "active_count": 1, "funds_total": 2 * YI, "funds_new": 2 * YI, "funds_interprov": YI,
        "funds_cumulative": 3 * YI, "rate_funds": 3 * YI, "rate_investment": 6 * YI,
        "started_count": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({"签约时间": BEFORE}, False),
        ({"签约时间": PartialDate(2021, 1, 1)}, False),
        ({"签约时间": PartialDate(2020)}, True),
        ({"阶段": "洽谈"}, False),
        ({"阶段": "签约"}, True),
        ({"合同类型": "框架"}, False),
        ({"合同类型": "合同"}, True),
    ],
)
def test_what_is_a_contract_signed_in_the_period(change: Row, counted: bool) -> None:
    assert ("contract_count" in values("projects", {**PROJECT, **change})) is counted


def test_the_threshold_is_inclusive() -> None:
    exact = values("projects", {**PROJECT, "总投资": 5 * YI})
    below = values("projects", {**PROJECT, "总投资": 5 * YI - 1})
    assert (exact["big_count"], exact["big_total"]) == (1, 5 * YI)
    assert "big_count" not in below


def test_new_and_continued_by_kind_or_else_by_the_year_of_signing() -> None:
    assert "funds_continued" in values("projects", {**PROJECT, "签约时间": BEFORE})
    assert "funds_new" in values("projects", {**PROJECT, "建设性质": "新建", "签约时间": BEFORE})
    assert "funds_continued" in values("projects", {**PROJECT, "建设性质": "续建"})
    assert "funds_new" in values("projects", {**PROJECT, "建设性质": None})


def test_the_deciding_cell_the_conditions_and_the_dimensions() -> None:
    observations, _ = posted("projects", PROJECT)
    by_code = {o.indicator: o for o in observations}
    count, total = by_code["contract_count"], by_code["contract_total"]
    assert (count.value, count.ref.cell) == (1, "C4")
    assert (total.value, total.ref.cell) == (6 * YI, "B4")
    assert [c.cell for c in total.conditions] == ["C4", "D4"]
    assert by_code["funds_total"].conditions == ()
    assert (count.area, count.period, count.table) == ("ziyang", YEAR, "projects")
    assert (count.sheet, count.row, count.role, count.joint) == ("表1", 4, Role.ACTUAL, None)
    assert count.dimensions[Dimension.INDUSTRY] == "富硒食品"
    assert count.dimensions[Dimension.CONSTRUCTION] == "新建"
    assert count.dimensions[Dimension.STAGE] == "开工"


def test_a_dimension_that_is_unknown_is_not_stated() -> None:
    """Its member is a member: what is broken down adds up to the whole."""
    observations, _ = posted("projects", {**PROJECT, "总投资": None})
    assert observations
    assert {o.dimensions[Dimension.SIZE] for o in observations} == {"未注明"}


def test_blank_and_zero_leave_no_line() -> None:
    row = {**PROJECT, "其中省际": None, "自签约累计到位": 0}
    found = values("projects", row)
    assert "funds_interprov" not in found
    assert "funds_cumulative" not in found


def test_lines_come_in_the_order_of_rows_and_of_the_catalogue() -> None:
    observations, _ = posted("projects", PROJECT, PROJECT)
    order = {code: number for number, code in enumerate(CATALOGUE.indicators)}
    places = [(o.row, order[o.indicator]) for o in observations]
    assert places == sorted(places)
    assert post(make_return("projects", [PROJECT, PROJECT]), CATALOGUE)[0] == observations


# --- questions ------------------------------------------------------------------------------------


def test_a_row_that_cannot_be_judged_is_asked_about_once() -> None:
    row = {**PROJECT, "签约时间": None, "合同类型": None, "阶段": "开工"}
    observations, issues = posted("projects", row)
    assert "contract_count" not in {o.indicator for o in observations}
    assert "funds_total" in {o.indicator for o in observations}
    (issue,) = issues
    assert issue.rule == RULE
    assert [c.cell for c in issue.cells] == ["C4"]
    assert issue.message.startswith("没有填签约时间，无法判断该行是否计入")
    assert "“新签订招商引资合同项目”" in issue.message
    assert "合同类型" not in issue.message
    assert issue.outcome is Outcome.FAIL


def test_each_row_has_its_own_question_in_words_that_can_be_grouped() -> None:
    rows = [{**PROJECT, "签约时间": None, "项目名称": name} for name in ("甲项目", None)]
    _, issues = posted("projects", *rows)
    assert [[c.cell for c in i.cells] for i in issues] == [["C4"], ["C5"]]
    assert len({i.message for i in issues}) == 1


def test_a_column_that_the_table_lacks_is_asked_about_once_a_table() -> None:
    row = {name: value for name, value in PROJECT.items() if name != "是否返乡创业"}
    _, issues = posted("projects", row, row)
    (issue,) = issues
    assert issue.outcome is Outcome.UNDECIDED
    assert "没有“是否返乡创业”一列" in issue.message
    assert "“返乡创业项目”" in issue.message
    assert issue.cells == ()


def test_what_does_not_matter_is_not_asked() -> None:
    """A row that does not count anyway, whatever the blank cell would say."""
    row = {**PROJECT, "签约时间": BEFORE, "是否返乡创业": None}
    assert posted("projects", row)[1] == ()


def test_a_cell_that_could_not_be_read_has_its_own_finding() -> None:
    row = {**PROJECT, "签约时间": None}
    observations, issues = posted("projects", row, unreadable=["签约时间"])
    assert issues == ()
    assert "contract_count" not in {o.indicator for o in observations}


def test_nothing_is_posted_without_sender_or_period() -> None:
    known = make_return("projects", [PROJECT])
    assert post(replace(known, reporter=None), CATALOGUE) == ((), ())
    assert post(replace(known, period=None), CATALOGUE) == ((), ())


def test_a_posting_of_what_is_no_number_is_the_catalogues_mistake() -> None:
    indicator = CATALOGUE.indicators["funds_total"]
    wrong = replace(indicator, post=(Posting("projects", value="项目名称"),))
    catalogue = replace(CATALOGUE, indicators={**CATALOGUE.indicators, "funds_total": wrong})
    with pytest.raises(CatalogueError, match="funds_total"):
        post(make_return("projects", [PROJECT]), catalogue)


def test_a_disabled_indicator_is_not_posted() -> None:
    off = replace(CATALOGUE.indicators["funds_total"], enabled=False)
    catalogue = replace(CATALOGUE, indicators={**CATALOGUE.indicators, "funds_total": off})
    observations, _ = post(make_return("projects", [PROJECT]), catalogue)
    assert "funds_total" not in {o.indicator for o in observations}


# --- activities and enterprises -------------------------------------------------------------------


def test_trips_by_their_number_or_else_one_a_row() -> None:
    observations, issues = posted("activities", ACTIVITY, {**ACTIVITY, "次数": None})
    assert issues == ()
    assert [(o.indicator, o.value, o.ref.cell) for o in observations] == [
        ("squad_trips", 3, "F4"),
        ("squad_trips", 1, "B5"),
    ]
    without = {name: value for name, value in ACTIVITY.items() if name != "次数"}
    assert values("activities", without) == {"squad_trips": 1}
    assert values("activities", {**ACTIVITY, "次数": 0}) == {}
    assert posted("activities", {**ACTIVITY, "次数": None}, unreadable=["次数"]) == ((), ())


def test_guests_and_events() -> None:
    guests = {**ACTIVITY, "类型": "接待客商", "批次": 4, "人次": 30, "次数": None}
    assert values("activities", guests) == {"guest_batches": 4, "guest_persons": 30}
    event = {**ACTIVITY, "类型": "推介活动"}
    assert values("activities", event) == {"promo_events": 1}
    assert values("activities", {**event, "级别": "县级"}) == {}
    assert values("activities", {**event, "日期": PartialDate(2019, 12, 31)}) == {}


def test_the_same_joint_activity_has_the_same_key_everywhere() -> None:
    joint = {**ACTIVITY, "是否联合": True}
    observations, issues = posted("activities", joint, {**joint, "目的地": "西安"})
    assert issues == ()
    assert {o.joint for o in observations} == {"2020-05-06|小分队|西安|李某"}
    observations, _ = posted("activities", {**joint, "日期": PartialDate(2020, 5)})
    assert {o.joint for o in observations} == {"2020-05|小分队|西安|李某"}
    assert {o.joint for o in posted("activities", ACTIVITY)[0]} == {None}


def test_a_joint_activity_that_cannot_be_matched_is_counted_and_asked_about() -> None:
    row = {**ACTIVITY, "是否联合": True, "目的地": None, "带队领导": None}
    observations, issues = posted("activities", row)
    assert [(o.value, o.joint) for o in observations] == [(3, None)]
    (issue,) = issues
    assert [c.cell for c in issue.cells] == ["I4", "E4", "D4"]
    assert "缺少目的地、带队领导" in issue.message


def test_foreign_enterprises() -> None:
    row: Row = {
        "企业名称": "某外资企业",
        "设立时间": SIGNED,
        "合同外资": -5,
        "实际利用外资": 7,
    }
    assert values("foreign", row) == {"fdi_contract": -5, "fdi_actual": 7, "fie_new": 1}
    assert "fie_new" not in values("foreign", {**row, "设立时间": BEFORE})


# --- targets --------------------------------------------------------------------------------------


def target(
    issuer: str | None, amount: FieldValue = 80 * YI, code: str | None = "fdi_actual"
) -> Row:
    return {"指标": code, "下达单位": issuer, "年度目标": amount}


@pytest.mark.parametrize(
    ("issuer", "area"),
    [("省", "ankang"), (" 陕西省 ", "ankang"), ("市", "ziyang"), (None, "ziyang")],
)
def test_whose_target_it_is(issuer: str | None, area: str) -> None:
    sender = "bureau" if area == "ankang" else "ziyang"
    observations, issues = posted("targets", target(issuer), reporter=sender)
    assert issues == ()
    (line,) = observations
    assert (line.area, line.indicator, line.value) == (area, "fdi_actual", 80 * YI)
    assert (line.role, line.ref.cell) == (Role.TARGET, "C4")
    assert [c.cell for c in line.conditions] == ["A4", "B4"]
    assert line.dimensions == ({Dimension.ISSUER: issuer} if issuer else {})


def test_only_the_citys_own_reporter_speaks_for_the_city() -> None:
    observations, (issue,) = posted("targets", target("省"))
    assert observations == ()
    assert "市本级" in issue.message
    assert "没有计入" in issue.message
    assert [ref.cell for ref in issue.cells] == ["C4", "B4"]
    table = CATALOGUE.returns["targets"]
    assert table.targets
    open_table = replace(table, targets=replace(table.targets, city_senders=()))
    anybody = replace(CATALOGUE, returns={**CATALOGUE.returns, "targets": open_table})
    ((line,), issues) = posted("targets", target("省"), catalogue=anybody)
    assert (line.area, issues) == ("ankang", ())


def test_targets_that_say_nothing() -> None:
    assert posted("targets", target("省", None)) == ((), ())
    assert posted("targets", target("省", 0), reporter="bureau")[0][0].value == 0
    observations, issues = posted("targets", target("省", code=None))
    assert observations == ()
    assert "不知道是哪个指标" in issues[0].message
    assert posted("targets", target("省", code=None), unreadable=["指标"]) == ((), ())


def test_tables_that_only_claim_are_not_posted() -> None:
    row: Row = {"指标": "fdi_actual", "本年累计": 5, "上年同期": 4}
    assert posted("summary", row) == ((), ())


# --- the law --------------------------------------------------------------------------------------

signed = st.one_of(
    st.none(), st.builds(PartialDate, st.integers(2018, 2021), st.integers(1, 12), st.just(15))
)
money = st.none() | st.integers(0, 20 * YI)
projects = st.fixed_dictionaries(
    {
        "项目名称": st.just("某项目"),
        "总投资": money,
        "签约时间": signed,
        "阶段": st.sampled_from([None, "策划", "洽谈", "签约", "开工", "投产"]),
        "合同类型": st.sampled_from([None, "合同", "框架", "意向"]),
        "建设性质": st.sampled_from([None, "新建", "续建"]),
        "本年到位资金": money,
        "其中省际": money,
        "是否返乡创业": st.sampled_from([None, True, False]),
    }
)


def is_new_contract(row: Row) -> bool:
    when = row["签约时间"]
    return (
        isinstance(when, PartialDate)
        and (when.year, when.month or 0) >= (2020, 1)
        and (when.year, when.month or 0) <= (2020, 9)
        and row["阶段"] not in ("策划", "洽谈")
        and row["合同类型"] not in ("框架", "意向")
    )


def amount(row: Row, column: str) -> int:
    value = row[column]
    return value if isinstance(value, int) else 0


@given(st.lists(projects, max_size=8))
def test_sums_equal_sums_made_without_the_catalogue(rows: list[Row]) -> None:
    observations, issues = post(make_return("projects", rows, period=Period(2020, 9)), CATALOGUE)

    def total(code: str) -> int:
        return sum(o.value for o in observations if o.indicator == code)

    new = [row for row in rows if is_new_contract(row)]
    big = [row for row in new if amount(row, "总投资") >= 5 * YI]
    returned = [row for row in new if row["是否返乡创业"] is True]
    assert total("contract_count") == len(new)
    assert total("contract_total") == sum(amount(row, "总投资") for row in new)
    assert (total("big_count"), total("big_total")) == (
        len(big),
        sum(amount(row, "总投资") for row in big),
    )
    assert total("return_count") == len(returned)
    assert total("active_count") == sum(amount(row, "本年到位资金") > 0 for row in rows)
    assert total("funds_total") == sum(amount(row, "本年到位资金") for row in rows)
    assert total("funds_interprov") == sum(amount(row, "其中省际") for row in rows)
    judged = [row for row in rows if row["建设性质"] or row["签约时间"]]
    assert total("funds_new") + total("funds_continued") == sum(
        amount(row, "本年到位资金") for row in judged
    )
    asked = [issue.cells[0].cell[1:] for issue in issues]
    assert len(asked) == len(set(asked)), "one question a row"
    assert all(o.value != 0 for o in observations)
