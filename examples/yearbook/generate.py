"""The two workbooks of the yearbook example, made up from a seed: no figure in them is real.

``python examples/yearbook/generate.py`` writes them again. One is an .xlsx with five header rows
(merged groups, a line in English, the years), group rows and an 其中 row; the other an .xls with
two stacked blocks, the second under 续表 with a header of its own.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlwt  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
RETURNS = HERE / "returns"
YEARS = (2019, 2020)
MADE = datetime(2021, 9, 1)  # noqa: DTZ001  a workbook's own date has no zone

Value = str | int | Decimal | None
Row = list[Value]


@dataclass(frozen=True)
class Place:
    """A province with its groups' names as tables print them."""

    id: str
    short: str
    full: str


def places() -> dict[str, Place]:
    """The provinces of the example's own areas.toml, in its order."""
    return {
        area["id"]: Place(area["id"], area["names"][0]["value"], area["aliases"][0])
        for area in _areas()
        if area["kind"] == "reporter"
    }


def groups() -> dict[str, list[str]]:
    """东部地区 … with their members."""
    return {
        area["names"][0]["value"]: area["members"]
        for area in _areas()
        if area["kind"] == "group" and area.get("members")
    }


def _areas() -> list[dict[str, Any]]:
    text = (HERE / "config" / "areas.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["area"])


def amounts(seed: int, low: int, high: int, decimals: int) -> dict[str, tuple[Decimal, Decimal]]:
    """Two years of an indicator: the second within a tenth below and a quarter above the first."""
    source = random.Random(seed)  # noqa: S311  made-up figures need no secrecy
    step = 10**decimals
    found = {}
    for place in places():
        before = source.randint(low * step, high * step)
        now = before * source.randint(90, 125) // 100
        found[place] = (Decimal(before) / step, Decimal(now) / step)
    return found


def total(of: dict[str, tuple[Decimal, Decimal]], members: list[str] | None = None) -> Row:
    """The sum of the provinces, or of a group's members, for both years."""
    chosen = [of[place] for place in members or of]
    return [sum((pair[year] for pair in chosen), Decimal(0)) for year in (0, 1)]


def spaced(name: str) -> str:
    """Two characters are set as wide as three: 北 京."""
    return f"{name[0]} {name[1]}" if len(name) == 2 else name


# --- the .xlsx --------------------------------------------------------------------------------


def science() -> openpyxl.Workbook:
    """2-1: R&D经费, of which basic research, and intensity; with groups and the corps."""
    rd, intensity = amounts(1, 5, 3000, 2), amounts(3, 1, 6, 2)
    basic = {
        place: (round(before * 6 / 100, 2), round(now * 7 / 100, 2))
        for place, (before, now) in rd.items()
    }
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "2-1"
    book.properties.created = book.properties.modified = MADE
    heads: list[Row] = [
        ["2-1  各地区科技投入（虚构数据）"],
        ["单位：亿元"],
        ["地 区\nRegion", "科 技 投 入"],
        [None, "R&D经费\n内部支出", None, None, None, "R&D经费\n投入强度（%）"],
        [None, "合 计", None, "#基础研究"],
        [None, "Total", None, "Basic Research", None, "Intensity"],
        [None, *(f"{year}年" for _ in range(3) for year in YEARS)],
    ]
    rows = [*heads, ["全 国", *total(rd), *total(basic), Decimal("2.24"), Decimal("2.41")]]
    for name, members in groups().items():
        rows.append([name, *total(rd, members), *total(basic, members), None, None])
        for member in members:
            label = spaced(places()[member].short)
            rows.append([label, *rd[member], *basic[member], *intensity[member]])
    rows.append(["新疆建\n设兵团", Decimal("1.52"), Decimal("1.66"), None, None, None, None])
    rows.append(["注：1.本表数据为举例而编造。2.新疆生产建设兵团的数已包括在新疆内。"])
    for row in rows:
        sheet.append(row)
    for merged in ("A1:G1", "A3:A7", "B3:G3", "B4:E4", "F4:G5", "B5:C5", "D5:E5", "B6:C6", "D6:E6"):
        sheet.merge_cells(merged)
    sheet.merge_cells("F6:G6")
    _dress(sheet, len(rows))
    return book


def _dress(sheet: Worksheet, last: int) -> None:
    line = Side(style="thin")
    for row in sheet.iter_rows(min_row=3, max_row=last - 1, max_col=7):
        for cell in row:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment("center", "center", wrap_text=True)
            if cell.row and cell.row > 7:
                cell.number_format = "0.00"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment("center")
    sheet.column_dimensions["A"].width = 14
    for letter in "BCDEFG":
        sheet.column_dimensions[letter].width = 12
    for number in (3, 4, 5):
        sheet.row_dimensions[number].height = 30


# --- the .xls ---------------------------------------------------------------------------------


def trade() -> xlwt.Workbook:
    """2-2 and, under 续表, its second half: 出口额; 粮食产量 and 居民人均可支配收入."""
    exports, grain = amounts(4, 5, 6000, 2), amounts(5, 40, 7000, 1)
    income = amounts(6, 20000, 60000, 0)
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("2-2")
    years: Row = [f"{year}年" for year in YEARS]
    first: list[Row] = [[p.full, *exports[p.id]] for p in places().values()]
    lower: list[Row] = [[p.full, *grain[p.id], *income[p.id]] for p in places().values()]
    rows: list[Row] = [
        ["2-2  各地区对外贸易和农业（虚构数据）"],
        ["地区", "货物出口总额（亿美元）"],
        [None, *years],
        ["全国", *total(exports)],
        *first,
        [],
        ["续表"],
        ["地区", "粮食产量（万吨）", None, "居民人均可支配收入（元）"],
        [None, *years, *years],
        ["全国", *total(grain), 30733, 32189],
        *lower,
        ["注：本表数据为举例而编造。"],
    ]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                written = float(value) if isinstance(value, Decimal) else value
                sheet.write(number, column, written)
    second = 7 + len(places())
    for top, left, right in ((1, 1, 2), (second - 1, 1, 2), (second - 1, 3, 4)):
        sheet.merge(top, top, left, right)
    for top in (1, second - 1):
        sheet.merge(top, top + 1, 0, 0)
    return book


def main() -> None:
    """Writes both workbooks."""
    RETURNS.mkdir(exist_ok=True)
    science().save(RETURNS / "2-1科技投入.xlsx")
    trade().save(str(RETURNS / "2-2贸易和农业.xls"))


if __name__ == "__main__":
    main()
