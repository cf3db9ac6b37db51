"""The sample returns: reproducible, exact, and without a fault that nobody put there."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from sample_data._describe import Project, ReturnData
from sample_data._returns import PRINTED_2020, growth, printed, returns
from sample_data.generate import generate
from tests.sample_support import (
    RETURNS,
    SAMPLE,
    YEARS,
    city_sums,
    is_blank,
    joint_deductions,
    number,
    raw_sums,
    text,
    year_tables,
)


@cache
def _expected() -> dict[str, dict[str, dict[str, str]]]:
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads(
        (SAMPLE / "expected.json").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _made() -> dict[int, dict[str, ReturnData]]:
    return returns()


# --- the files --------------------------------------------------------------------------------


def _cells(path: Path) -> object:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    return [
        (s.title, [[c.value for c in row] for row in s.iter_rows()], str(s.merged_cells))
        for cached in (True, False)
        for s in openpyxl.load_workbook(path, data_only=cached).worksheets
    ]


def test_generating_again_gives_the_committed_cells(tmp_path: Path) -> None:
    written = {p.relative_to(tmp_path) for p in generate(tmp_path)}
    committed = {p.relative_to(SAMPLE) for p in RETURNS.rglob("*.*")} | {Path("expected.json")}
    assert written == committed
    for name in sorted(written):
        made, kept = tmp_path / name, SAMPLE / name
        # Other versions of the libraries may write other bytes, but never other cells.
        assert made.read_bytes() == kept.read_bytes() or _cells(made) == _cells(kept), name


def test_generating_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = {p.name: p.read_bytes() for p in generate(tmp_path / "a")}
    second = {p.name: p.read_bytes() for p in generate(tmp_path / "b")}
    assert first == second


def test_the_folder_stays_small() -> None:
    assert sum(p.stat().st_size for p in RETURNS.rglob("*.*")) < 1_500_000


@pytest.mark.parametrize("year", YEARS)
def test_every_sheet_says_whose_it_is_and_of_which_year(year: int) -> None:
    for table in year_tables(year):
        # One county has a cover that says it for all its sheets.
        assert table.area == "ningshan" or str(year) in table.title
    covered = openpyxl.load_workbook(RETURNS / str(year) / f"宁陕县报表（{year}年）.xlsx")
    cover = [str(c.value) for row in covered["封面"].iter_rows() for c in row if c.value]
    assert "填报单位：宁陕县招商局" in cover
    assert f"报告期：{year}年1—12月" in cover


def test_no_formula_is_without_its_value() -> None:
    for path in RETURNS.rglob("*.xlsx"):
        formulas = openpyxl.load_workbook(path)
        values = openpyxl.load_workbook(path, data_only=True)
        for sheet in formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        cached = values[sheet.title][cell.coordinate].value
                        assert cached is not None, (path.name, cell.coordinate)


def test_layouts_differ_as_counties_differ() -> None:
    headers = {t.header for t in year_tables(2020) if t.kind == "projects"}
    assert len(headers) == 13


# --- the sums ---------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_raw_cells_add_up_to_the_expected_figures_of_every_area(year: int) -> None:
    expected = _expected()[str(year)]["areas"]
    for area, values in expected.items():
        for code, value in values.items():  # type: ignore[attr-defined]
            assert raw_sums(year)[area].get(code, Fraction(0)) == Fraction(value), (area, code)
    assert len(expected) == 14


@pytest.mark.parametrize("year", YEARS)
def test_raw_cells_add_up_to_the_expected_figures_of_the_city(year: int) -> None:
    expected = _expected()[str(year)]
    assert {c: Fraction(v) for c, v in expected["city"].items()} == city_sums(year)
    assert {c: Fraction(v) for c, v in expected["deductions"].items()} == {
        c: v for c, v in joint_deductions(year).items() if v
    }
    assert set(expected["deductions"]) == {"promo_events", "squad_trips", "leader_trips"}


@pytest.mark.parametrize("code", sorted(PRINTED_2020))
def test_the_figures_of_2020_print_as_the_article_printed_them(code: str) -> None:
    unit, decimals, shown = PRINTED_2020[code]
    value = city_sums(2020)[code]
    assert value.denominator == 1
    assert printed(int(value), unit, decimals) == shown


def test_the_growth_of_2020_prints_as_the_article_printed_it() -> None:
    for code, shown in (("funds_interprov", "7.82"), ("fdi_actual", "25.8")):
        now, then = city_sums(2020)[code], city_sums(2019)[code]
        rate = (now - then) * 100 / then
        assert growth(int(now), int(then)) == shown
        # The second decimal is rounded up: cutting the rate off would print another figure.
        assert Fraction(shown) > rate > Fraction(shown) - Fraction(1, 200)


@pytest.mark.parametrize(
    "code", ["contract_total", "funds_total", "funds_interprov", "big_total", "return_total"]
)
def test_the_unrounded_sums_are_not_round(code: str) -> None:
    assert city_sums(2020)[code] % 10**6 != 0


@pytest.mark.parametrize("year", YEARS)
def test_totals_on_the_sheets_are_the_sums_of_their_rows(year: int) -> None:
    seen = 0
    for table in year_tables(year):
        if not any(label != "小计" for label, _ in table.totals):
            continue
        labels = Counter(label for label, _ in table.totals)
        assert labels["合计"] + labels["总计"] == 1
        for name in ("总投资", "本年", "省际", "省内", "累计", "实际", "直接", "其他", "合同外资"):
            if name not in table.units:
                continue
            unit = table.units[name]
            rows = sum((number(r[name], unit) for r in table.rows if not is_blank(r[name])), 0)
            for label, claim in table.totals:
                if label != "小计":
                    assert number(claim[name], unit) == rows, (table.title, name)
            parts = [number(c[name], unit) for label, c in table.totals if label == "小计"]
            assert not parts or sum(parts) == rows
        seen += 1
    assert seen > 13


_CODES = {
    "新签订招商引资合同项目": "contract_count",
    "合同项目总投资": "contract_total",
    "签约金额": "contract_total",
    "到位资金合计": "funds_total",
    "新建项目到位资金": "funds_new",
    "续建项目到位资金": "funds_continued",
    "实际引进内资(省际)": "funds_interprov",
    "省际到位资金": "funds_interprov",
    "投资5亿元以上项目": "big_count",
    "投资5亿元以上项目总投资": "big_total",
    "返乡创业项目": "return_count",
    "返乡创业项目总投资": "return_total",
    "外商直接投资": "fdi_direct",
    "外商其他投资": "fdi_other",
    "实际利用外资": "fdi_actual",
    "新设外商投资企业": "fie_new",
    "市级重点招商推介活动": "promo_events",
    "“小分队”精准招商活动": "squad_trips",
    "领导外出招商": "leader_trips",
    "接待客商批次": "guest_batches",
    "接待客商人次": "guest_persons",
}


def _item(written: str) -> tuple[str, str]:
    """An indicator as a sheet calls it → its code and the unit that stands behind the name."""
    name = text(written)
    if name in _CODES:
        return _CODES[name], ""
    found = re.fullmatch(r"(.*)\((.*?)\)", name)
    assert found, name
    return _CODES[found[1]], found[2]


@pytest.mark.parametrize("year", YEARS)
def test_summaries_say_what_the_ledgers_add_up_to(year: int) -> None:
    seen = 0
    for table in year_tables(year):
        for row in table.rows if table.kind == "summary" else ():
            code, unit = _item(str(row["指标"]))
            unit = text(row.get("单位")) or unit
            value = number(row["本年"], unit)
            assert value == raw_sums(year)[table.area][code], (table.area, code)
            base = row.get("上年")
            if year == 2020:
                assert number(base, unit) == raw_sums(2019)[table.area][code], (table.area, code)
            if not is_blank(base) and not is_blank(row.get("同比")):
                rate = Decimal(text(row["同比"]).rstrip("%"))
                assert printed(int(rate * 10**4), 10**4, 2) == growth(
                    int(value), int(number(base, unit))
                )
            seen += 1
    assert seen > 100


# --- what stands in the rows ------------------------------------------------------------------


def _projects(year: int) -> list[tuple[str, Project]]:
    return [(a, p) for a, data in _made()[year].items() for p in data.projects or ()]


@pytest.mark.parametrize("year", YEARS)
def test_amounts_of_a_project_hold_together(year: int) -> None:
    for _, p in _projects(year):
        assert p.interprov + p.intraprov <= p.funds <= p.cumulative <= p.total
        if p.capital == "外资":
            assert p.interprov == p.intraprov == 0
        elif p.source.startswith("陕西"):
            assert (p.interprov, p.intraprov) == (0, p.funds)
        else:
            assert (p.interprov, p.intraprov) == (p.funds, 0)


@pytest.mark.parametrize("year", YEARS)
def test_dates_and_stage_of_a_project_hold_together(year: int) -> None:
    for _, p in _projects(year):
        if p.signed is None:
            assert p.stage in ("策划", "洽谈", "终止")
            assert p.funds == p.cumulative == 0
            continue
        assert p.construction == ("新建" if p.signed.year == year else "续建")
        dates = [d for d in (p.signed, p.started, p.produced) if d]
        assert dates == sorted(dates)
        assert dates[-1].year <= year
        assert (p.produced is not None) == (p.stage == "投产")
        assert (p.started is not None) >= (p.stage in ("开工", "投产"))
        assert p.started is None or p.stage in ("开工", "投产", "终止")


def test_no_month_has_two_steps_of_a_project() -> None:
    """Counties that write months only must still show the steps in order."""
    for year in YEARS:
        for _, p in _projects(year):
            months = [(d.year, d.month) for d in (p.signed, p.started, p.produced) if d]
            assert len(set(months)) == len(months)


def test_projects_going_on_are_carried_over() -> None:
    later = {(a, p.number): p for a, p in _projects(2020)}
    for area, before in _projects(2019):
        after = later.get((area, before.number))
        if before.stage in ("投产", "终止"):
            assert after is None
            continue
        assert after is not None, before
        for kept in ("name", "investor", "credit_code", "source", "total", "signed", "returnee"):
            assert getattr(after, kept) == getattr(before, kept)
        assert after.cumulative == before.cumulative + after.funds
        assert after.funds == 0 or after.funds != before.funds


@pytest.mark.parametrize("year", YEARS)
def test_nothing_looks_like_a_duplicate(year: int) -> None:
    rows = _projects(year)
    for chosen in (
        [p.number for _, p in rows],
        [p.name for _, p in rows],
        [p.investor for _, p in rows],
        [p.credit_code for _, p in rows if p.credit_code],
    ):
        assert len(set(chosen)) == len(chosen)


def test_credit_codes_are_valid_and_belong_to_nobody() -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    codes = [p.credit_code for year in YEARS for _, p in _projects(year) if p.credit_code]
    assert len(codes) > 900
    for code in codes:
        stem = sum(alphabet.index(c) * w for c, w in zip(code[:17], weights, strict=True))
        assert alphabet[-stem % 31] == code[17]
        assert code.startswith("91990000")


@pytest.mark.parametrize("year", YEARS)
def test_enterprises_and_activities_hold_together(year: int) -> None:
    for data in _made()[year].values():
        for firm in data.enterprises or ():
            assert firm.actual == firm.direct + firm.other
            assert firm.founded.year <= year
        for act in data.activities or ():
            assert act.day.year == year
            assert (act.persons or 0) >= (act.batches or 0)


def test_the_names_of_the_article_are_there() -> None:
    rows = {p.name: p for _, p in _projects(2020)}
    named = ["安康无水港多式联运项目", "正安康达特种车辆及零部件生产项目", "苏陕捷明乐科创园项目"]
    contracts = [p for p in rows.values() if p.construction == "新建" and p.contract_type == "合同"]
    largest = sorted(contracts, key=lambda p: -p.total)[:3]
    assert [p.name for p in largest] == named
    assert any(p.investor == "安康苏陕源杰电子有限公司" for p in rows.values())
    ziyang = _made()[2020]["ziyang"].enterprises or ()
    assert "紫阳县陆鑫运动制品有限公司" in {firm.name for firm in ziyang}


def test_there_are_decoys_that_must_not_count() -> None:
    rows = [p for _, p in _projects(2020)]
    signed = [p for p in rows if p.construction == "新建"]
    assert {p.contract_type for p in signed} == {"合同", "框架", "意向"}
    assert any(p.stage == "洽谈" for p in signed)
    assert any(p.contract_type == "框架" and p.total >= 5 * 10**8 for p in signed)
    assert any(p.contract_type == "框架" and p.returnee for p in signed)
    assert any(p.total == 5 * 10**8 for p in signed)
