"""Faults in matrices: a whole that is not the sum of its areas, a figure quietly revised.

The tables that ship count the rows of returns; here an overlay adds a table that states values.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sample_data._cells import Value
from sample_data._faults_files import Files
from sample_data._sheets import Cell, Sheet
from sample_data._write import packed
from zsstat.catalog import load_catalogue

CONFIG = {
    "indicators.toml": """\
[[indicator]]
code = "grain"
name = "粮食产量"
kind = "F"
unit = "万吨"
decimals = 2

[[unit]]
id = "吨"
base = "吨"
factor = 1

[[unit]]
id = "万吨"
base = "吨"
factor = 10000
""",
    "returns.toml": """\
[[table]]
id = "stated"
name = "分县区主要指标"
layout = "matrix"
label = "地区"
sender = "province"
identity = [["地区", "指标"]]
matrix = { value = "本年累计" }
facts = { area = "地区", indicator = "指标", value = "本年累计" }
columns = [
    { name = "地区", type = "area", aliases = ["县区"] },
    { name = "指标", type = "indicator" },
    { name = "本年累计", type = "measure", aliases = ["绝对数"] },
]
""",
}
_AREAS = tuple(area.name(2020) for area in load_catalogue().reporters(2020))
_TENTHS = tuple(range(101, 101 + len(_AREAS)))
"""The grain of each area, in 0.1万吨: no two alike."""


def areas_do_not_add_up() -> Files:
    """全市 leaves out one of the areas."""
    return {"2020年粮食产量.xlsx": _book(sum(_TENTHS) - _TENTHS[3], _TENTHS)}


def quietly_revised() -> Files:
    """The same table twice; in the second one figure has changed, and the sum with it."""
    revised = (_TENTHS[0] + 5, *_TENTHS[1:])
    return {
        "1-初报.xlsx": _book(sum(_TENTHS), _TENTHS),
        "2-再报.xlsx": _book(sum(revised), revised),
    }


def _book(whole: int, parts: Sequence[int]) -> bytes:
    areas: list[list[Value]] = [
        [name, Decimal(tenths) / 10] for name, tenths in zip(_AREAS, parts, strict=True)
    ]
    rows: list[list[Value]] = [
        ["2020年全省统计资料：安康市各县区粮食产量"],
        ["单位：万吨"],
        ["县区", "粮食产量"],
        [None, "绝对数"],
        ["全市", Decimal(whole) / 10],
        *areas,
    ]
    cells = {
        (row, column): Cell(value)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return packed([Sheet("粮食", cells)], "openpyxl")
