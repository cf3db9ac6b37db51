"""The main job on the sample: every return accepted, every figure exact and traced to its cells."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli_support import NARRATIVE, SAMPLE, SAMPLE_CONFIG, SAMPLE_RETURNS, Done, run
from tests.sample_support import FACTORS, is_blank, number, text
from zsstat.declarations import Catalogue
from zsstat.model import Period, Role
from zsstat.pipeline.ledger import deductions_by_indicator
from zsstat.store import Store

EXPECTED: dict[str, Any] = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
CITY = "ankang"

PRINTED = {
    "contract_count": "518个",
    "contract_total": "953.17亿元",
    "funds_total": "835亿元",
    "funds_interprov": "818亿元",
    "fdi_actual": "6076万美元",
    "fie_new": "13家",
    "big_count": "32个",
    "big_total": "443亿元",
    "return_count": "118个",
    "return_total": "120.62亿元",
    "promo_events": "7场",
    "squad_trips": "17次",
    "leader_trips": "233次",
    "guest_batches": "840批次",
    "guest_persons": "1.38万人次",
}
PLACES = {"funds_interprov": ("7.82", 3), "fdi_actual": ("25.8", 2)}
ROW = {
    "area": str,
    "area_name": str,
    "indicator": str,
    "indicator_name": str,
    "unit": str,
    "value": str,
    "display": str,
    "base": str,
    "base_source": str,
    "base_reported": str,
    "adjustment": str,
    "growth_percent": str,
    "growth_note": str,
    "like_for_like": dict,
    "share_percent": str,
    "target": str,
    "completion_percent": str,
    "rank": dict,
}
"""The keys of a row in their order, and what each holds where it is not null."""


@pytest.fixture(scope="module")
def summary(sample_db: Path) -> dict[str, Any]:
    done = run("summary", "--year", 2020, "--format", "json", db=sample_db, config=SAMPLE_CONFIG)
    assert done.status == 0
    assert done.err == ""
    return dict(done.json)


@pytest.fixture(scope="module")
def city(summary: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["indicator"]: row for row in summary["rows"] if row["area"] == CITY}


def ask(db: Path, *words: object) -> Done:
    return run("trace", *words, "--year", 2020, "--format", "json", db=db, config=SAMPLE_CONFIG)


# --- in ---------------------------------------------------------------------------------------


def test_every_return_of_the_sample_is_accepted(sample_import: tuple[Path, Done]) -> None:
    _, done = sample_import
    assert done.status == 0
    files = done.json["files"]
    assert Counter(entry["status"] for entry in files) == {"accepted": 32}
    assert [entry["file"] for entry in files] == sorted(
        path.relative_to(SAMPLE_RETURNS).as_posix() for path in SAMPLE_RETURNS.glob("*/*")
    )
    for entry in files:
        content = (SAMPLE_RETURNS / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert not any(
            finding["level"] in "AB" and finding["outcome"] == "fail"
            for finding in entry["findings"]
        )


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_ledger_holds_exactly_the_expected_sums(
    year: int, sample_store: Store, sample_catalogue: Catalogue
) -> None:
    sums = sample_store.sums(Period(year))
    expected = EXPECTED[str(year)]
    for area, values in expected["areas"].items():
        found = {code: sums.get((area, code, Role.ACTUAL), 0) for code in values}
        assert found == {code: int(value) for code, value in values.items()}, area
    taken = deductions_by_indicator(sample_store, sample_catalogue, Period(year))
    assert dict(taken) == {code: int(value) for code, value in expected["deductions"].items()}
    for code, value in expected["city"].items():
        reporters = sum(sums.get((area, code, Role.ACTUAL), 0) for area in expected["areas"])
        assert reporters + taken.get(code, 0) == int(value), code


def test_the_provinces_table_is_judged_after_the_returns_it_is_compared_with(
    sample_import: tuple[Path, Done],
) -> None:
    files = sample_import[1].json["files"]
    place, entry = next((n, e) for n, e in enumerate(files) if e["file"].startswith("2020/全省"))
    assert place < len(files) - 1, "it was not given last"
    assert entry["findings"] == [], "nothing differs, and nothing is left undecided"


# --- out --------------------------------------------------------------------------------------


def test_the_summary_has_exactly_the_agreed_shape(
    summary: dict[str, Any], sample_catalogue: Catalogue
) -> None:
    assert list(summary) == ["year", "month", "reporters", "rows"]
    assert (summary["year"], summary["month"]) == (2020, 12)
    assert summary["reporters"] == {"expected": 14, "counted": 14, "missing": []}
    for row in summary["rows"]:
        assert list(row) == list(ROW)
        for key, kind in ROW.items():
            assert row[key] is None or type(row[key]) is kind, (key, row)
    codes = [i.code for i in sample_catalogue.indicators.values() if not i.hidden]
    areas = [CITY, *(area.id for area in sample_catalogue.reporters(2020))]
    pairs = [(row["area"], row["indicator"]) for row in summary["rows"]]
    assert pairs == [(area, code) for area in areas for code in codes]


def test_a_row_of_the_summary_to_the_letter(city: dict[str, dict[str, Any]]) -> None:
    assert city["funds_interprov"] == {
        "area": "ankang",
        "area_name": "全市",
        "indicator": "funds_interprov",
        "indicator_name": "实际引进内资(省际)",
        "unit": "亿元",
        "value": "817.996843",
        "display": "818亿元",
        "base": "758.674632",
        "base_source": "stored",
        "base_reported": None,
        "adjustment": None,
        "growth_percent": "7.82",
        "growth_note": None,
        "like_for_like": None,
        "share_percent": "100",
        "target": "780",
        "completion_percent": "104.87",
        "rank": {
            "growth": {"place": 3, "field": 11, "tied": False},
            "completion": {"place": 3, "field": 11, "tied": False},
        },
    }


@pytest.mark.parametrize("code", PRINTED)
def test_the_printed_figures(code: str, city: dict[str, dict[str, Any]]) -> None:
    row = city[code]
    assert row["display"] == PRINTED[code]
    exact = Fraction(EXPECTED["2020"]["city"][code])
    factor = {"亿元": 10**8, "万美元": 10**4, "万人次": 10**4}.get(row["unit"], 1)
    assert Fraction(row["value"]) * factor == exact
    assert Fraction(row["base"]) * factor == int(EXPECTED["2019"]["city"][code])


@pytest.mark.parametrize("code", PLACES)
def test_growth_and_placement(code: str, city: dict[str, dict[str, Any]]) -> None:
    growth, place = PLACES[code]
    assert city[code]["growth_percent"] == growth
    assert city[code]["rank"]["growth"] == {"place": place, "field": 11, "tied": False}


def test_areas_of_the_summary_add_up_to_the_city(summary: dict[str, Any]) -> None:
    deductions = EXPECTED["2020"]["deductions"]
    for code in PRINTED:
        rows = [row for row in summary["rows"] if row["indicator"] == code]
        own, *areas = (Fraction(row["value"]) for row in rows)
        assert sum(areas) + Fraction(deductions.get(code, 0)) == own


# --- back to the cells ------------------------------------------------------------------------


@cache
def _sheets(file: str) -> dict[str, Any]:
    """A sample file as a person opens it: sheet → cell → what stands there."""
    path = SAMPLE_RETURNS / file
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as opened:
            rows = list(csv.reader(opened))
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        cells = {
            f"{letters[c]}{r}": value
            for r, row in enumerate(rows, start=1)
            for c, value in enumerate(row)
        }
        return {"": cells}
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
        for sheet in book.worksheets
    }


def _raw(cell: dict[str, Any]) -> Any:
    content = (SAMPLE_RETURNS / cell["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == cell["sha256"]
    sheets = _sheets(cell["file"])
    (of_csv,) = (sheets[""],) if "" in sheets else (sheets[cell["sheet"]],)
    return of_csv[cell["cell"]]


def _holds(raw: Any, value: Decimal) -> bool:
    """Whether the cell holds the summand, in whatever unit its column is; or decides a count."""
    if is_blank(raw):
        return False
    if abs(value) == 1:
        return True  # a counted row: its deciding cell may hold anything but nothing
    try:
        written = number(raw)
    except AssertionError:
        return False
    return any(written * factor == abs(value) for factor in {1, *FACTORS.values()})


def _cells(areas: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for area in areas:
        yield from area["cells"]


@pytest.mark.parametrize("code", PRINTED)
def test_every_printed_figure_ends_at_cells_that_hold_its_summands(
    code: str, sample_db: Path
) -> None:
    done = ask(sample_db, code)
    assert done.status == 0
    traced = done.json
    assert list(traced["figure"]) == [
        "indicator", "area", "year", "month", "value", "unit", "display", "formula",
    ]  # fmt: skip
    assert (traced["figure"]["indicator"], traced["figure"]["display"]) == (code, PRINTED[code])
    expected = EXPECTED["2020"]
    sums = {area["area"]: int(area["value"]) for area in traced["areas"]}
    by_area = {a: int(v[code]) for a, v in expected["areas"].items() if int(v[code])}
    if code in expected["deductions"]:
        by_area["joint_deduction"] = int(expected["deductions"][code])
    assert {area: value for area, value in sums.items() if value} == by_area
    assert sum(sums.values()) == int(expected["city"][code])
    for area in traced["areas"]:
        assert sum(Decimal(cell["value"]) for cell in area["cells"]) == int(area["value"])
        negative = area["area"] == "joint_deduction"
        assert all((Decimal(cell["value"]) < 0) == negative for cell in area["cells"])
    for cell in _cells(traced["areas"]):
        assert _holds(_raw(cell), Decimal(cell["value"])), cell
    places = Counter(
        (cell["sha256"], cell["sheet"], cell["cell"])
        for area in traced["areas"]
        if area["area"] != "joint_deduction"
        for cell in area["cells"]
    )
    assert set(places.values()) == {1}, "a cell was counted twice"


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_number_finds_its_indicator(code: str, sample_db: Path) -> None:
    traced = ask(sample_db, PRINTED[code]).json
    assert traced["figure"]["indicator"] == code
    assert traced["figure"]["area"] == CITY


@pytest.mark.parametrize(("code", "rate"), [(code, growth) for code, (growth, _) in PLACES.items()])
def test_a_growth_carries_its_operands(code: str, rate: str, sample_db: Path) -> None:
    traced = ask(sample_db, f"{rate}%").json
    assert traced["figure"]["indicator"] == code
    assert traced["areas"] == []
    current, base = traced["operands"]
    assert [sum(int(a["value"]) for a in part["areas"]) for part in (current, base)] == [
        int(EXPECTED[year]["city"][code]) for year in ("2020", "2019")
    ]
    assert {cell["file"][:5] for cell in _cells(current["areas"])} == {"2020/"}
    assert {cell["file"][:5] for cell in _cells(base["areas"])} == {"2019/"}
    for cell in _cells([*current["areas"], *base["areas"]]):
        assert _holds(_raw(cell), Decimal(cell["value"])), cell


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize("basis", ["增速位次", "完成位次"])
def test_a_placement_ends_at_the_provinces_cells(code: str, basis: str, sample_db: Path) -> None:
    traced = ask(sample_db, f"{code}.{basis}").json
    assert len(traced["areas"]) == 11
    rates = []
    for area in traced["areas"]:
        assert area["value"] is None
        (cell,) = area["cells"]
        assert cell["file"] == "2020/全省招商引资位次表2020年.xlsx"
        raw = _raw(cell)
        assert text(raw).rstrip("%") == text(cell["text"]).rstrip("%")
        assert Fraction(cell["value"]) == number(str(raw).rstrip("%"))
        rates.append(Decimal(cell["value"]))
    assert rates == sorted(rates, reverse=True)
    place = 1 + [area["area"] for area in traced["areas"]].index("field-ankang")
    assert traced["figure"]["value"] == str(place)


def test_a_county_is_traced_by_any_of_its_names(sample_db: Path) -> None:
    by_id = ask(sample_db, "funds_interprov", "--area", "ziyang").json
    by_name = ask(sample_db, "省际到位资金", "--area", "紫阳县").json
    assert by_id == by_name
    assert [area["area"] for area in by_id["areas"]] == ["ziyang"]
    expected = EXPECTED["2020"]["areas"]["ziyang"]["funds_interprov"]
    assert by_id["areas"][0]["value"] == expected


# --- the bulletin -----------------------------------------------------------------------------


def test_the_bulletin_says_every_printed_figure(sample_db: Path) -> None:
    draft = run("bulletin", "--narrative", NARRATIVE, db=sample_db, config=SAMPLE_CONFIG)
    assert draft.status == 0
    for printed in PRINTED.values():
        assert printed in draft.out
    for said in ("同比增长7.82%", "同比增长25.8%", "全省第三", "全省第二", "第一方阵"):
        assert said in draft.out


def test_the_explanation_lists_every_figure_with_its_cells(sample_db: Path) -> None:
    words = ("bulletin", "--narrative", NARRATIVE, "--explain", "--format", "md")
    explained = run(*words, db=sample_db, config=SAMPLE_CONFIG).out
    sections = {part.split(maxsplit=1)[0]: part for part in explained.split("\n## ")[1:]}
    for printed in (*PRINTED.values(), "同比增长7.82%", "同比增长25.8%"):
        assert "算法：" in sections[printed]
        assert ".xlsx〔" in sections[printed]
