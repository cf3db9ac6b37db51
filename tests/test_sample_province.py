"""The sample's table of placements: consistent in itself and with the returns."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from sample_data._returns import printed
from tests.sample_support import YEARS, city_sums, text, year_tables


def _standings(year: int, indicator: str) -> dict[str, dict[str, Decimal]]:
    table = next(t for t in year_tables(year) if t.kind == "province")
    return {
        text(row["地区"]): {
            name: Decimal(text(row[name])) for name in ("本年", "同比", "目标", "完成", "位次")
        }
        for row in table.rows
        if text(row["指标"]) == indicator
    }


_DOMESTIC, _FOREIGN = "实际引进内资(省际)", "实际利用外资"


@pytest.mark.parametrize("indicator", [_DOMESTIC, _FOREIGN])
@pytest.mark.parametrize("year", YEARS)
def test_the_provinces_table_is_consistent(year: int, indicator: str) -> None:
    rows = _standings(year, indicator)
    assert len(rows) == 11
    rates = [row["同比"] for row in rows.values()]
    for row in rows.values():
        assert row["位次"] == 1 + sum(rate > row["同比"] for rate in rates)
        done = (row["本年"] * 100 / row["目标"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert row["完成"] == done
    if year == 2020:
        for city, row in rows.items():
            base = _standings(2019, indicator)[city]["本年"]
            rate = (row["本年"] - base) * 100 / base
            assert row["同比"] == rate.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("year", "indicator", "place", "rate"),
    [
        (2020, _DOMESTIC, 3, "7.82"),
        (2020, _FOREIGN, 2, "25.8"),
        (2019, _DOMESTIC, 5, "9.35"),
        (2019, _FOREIGN, 4, "14.62"),
    ],
)
def test_our_city_has_its_place(year: int, indicator: str, place: int, rate: str) -> None:
    rows = _standings(year, indicator)
    own = rows["安康"]
    assert (own["位次"], own["同比"]) == (Decimal(place), Decimal(rate))
    code = {_DOMESTIC: "funds_interprov", _FOREIGN: "fdi_actual"}[indicator]
    factor, decimals = {_DOMESTIC: (10**8, 2), _FOREIGN: (10**4, 0)}[indicator]
    assert printed(int(city_sums(year)[code]), factor, decimals) == f"{own['本年']:f}"
    # 第一方阵 of the sample: the first four by growth and by completion.
    by_completion = 1 + sum(row["完成"] > own["完成"] for row in rows.values())
    assert year == 2019 or (by_completion <= 4 and own["位次"] <= 4)


def test_a_shared_place_skips_the_next() -> None:
    places = sorted(int(row["位次"]) for row in _standings(2019, _DOMESTIC).values())
    assert places[:4] == [1, 2, 2, 4]


@pytest.mark.parametrize("year", YEARS)
def test_the_citys_targets_are_those_of_the_provinces_table(year: int) -> None:
    table = next(t for t in year_tables(year) if t.kind == "targets" and t.area == "bureau")
    found = {text(r["指标"]): (text(r["下达"]), text(r["目标"])) for r in table.rows}
    for indicator in (_DOMESTIC, _FOREIGN):
        assert found[indicator] == ("省", f"{_standings(year, indicator)['安康']['目标']:f}")
