"""Marks of footnotes beside names and units, wherever names are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import matrix_support
from tests.recognise_support import known, sheet
from zsstat.values import without_footnotes

MARKS = ["①", "*", "＊", "[1]", "（注1）", "(2)", "注1", "¹", "①②", "［注］"]
UNITS = ["", "（亿元）", "\n（亿 元）", "/亿元", "，亿元", " 亿元", "\n亿元"]


@given(mark=st.sampled_from(MARKS), unit=st.sampled_from(UNITS))
def test_a_mark_behind_a_name_falls_away_and_what_follows_stays(mark: str, unit: str) -> None:
    assert without_footnotes(f"总投资{mark}{unit}") == f"总投资{unit}"


@pytest.mark.parametrize(
    "text",
    [
        "国别(地区)",
        "备注1",
        "R&D",
        "3.5",
        "1、总投资",
        "①总投资",
        "单价*数量",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert without_footnotes(text) == text


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("unit", ["（亿元）", "\n（亿元）", "（亿元{}）"])
def test_an_indicator_with_a_mark_is_that_indicator(mark: str, unit: str) -> None:
    name = "到位资金合计" + (unit.format("①") if "{}" in unit else mark + unit)
    found = known(sheet([["指标", "计量单位", "本年累计"], [name, None, 5]]))
    (record,) = found.records("summary")
    assert (record.value("指标"), record.value("本年累计")) == ("funds_total", 500_000_000)
    assert found.issues == ()


@pytest.mark.parametrize("heading", [f"粮食产量{mark}（万吨）" for mark in MARKS])
def test_a_mark_in_the_heading_of_a_matrix(heading: str) -> None:
    subject = matrix_support.understood(
        [["2020年主要指标"], ["地区", heading], ["北京①", 1], ["天津", 2]]
    )
    assert matrix_support.facts(subject) == {
        ("beijing", "grain", 2020): 10_000,
        ("tianjin", "grain", 2020): 20_000,
    }
    assert matrix_support.rules(subject) == []
