"""What the hard cases of decisions need beside projects: targets, activities, a law."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from tests.rounds_support import Bureau, project

WHY = ("--reason", "经核实", "--by", "王科长")
REPLACING = ("--replace", "--reason", "更正")
ADDING = ("--add", "--reason", "补充")


def sheet_of(bureau: Bureau, name: str, *rows: tuple[object, ...]) -> Path:
    """A workbook of one sheet with these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    path = bureau.folder / name
    book.save(path)
    return path


def send_file(bureau: Bureau, path: Path, *more: object) -> dict[str, Any]:
    """Imports a workbook; what became of it."""
    (entry,) = bureau.do("import", path, *more, "--format", "json").json["files"]
    return dict(entry)


def targets(
    bureau: Bureau, who: str, year: int, month: int, amount: int, *more: object, name: str = ""
) -> dict[str, Any]:
    """Sends the year's target of 到位资金 in 万元 with the return of a month."""
    period = f"{year}年" if month == 12 else f"{year}年1—{month}月"
    path = sheet_of(
        bureau,
        name or f"目标{who}{year}-{month}.xlsx",
        (f"{period}招商引资目标任务",),
        (f"填报单位：{who}",),
        ("指标", "下达单位", "年度目标(万元)"),
        ("到位资金合计", "市", amount),
    )
    return send_file(bureau, path, *more)


def activities(bureau: Bureau, who: str, year: int, month: int, *days: str) -> dict[str, Any]:
    """Sends joint trips of these days, led by the same person to the same place."""
    rows = [(day, "小分队", "县级", "李市长", "深圳", 1, "是") for day in days]
    path = sheet_of(
        bureau,
        f"活动{who}{year}-{month}.xlsx",
        (f"{year}年1—{month}月招商活动",),
        (f"填报单位：{who}",),
        ("日期", "类型", "级别", "带队领导", "目的地", "次数", "是否联合"),
        *rows,
    )
    return send_file(bureau, path)


def shared(**changed: Any) -> dict[str, Any]:
    return project(**{"项目编号": "AK-2021-001", **changed})


def rows_of(bureau: Bureau, year: int, month: int) -> list[dict[str, Any]]:
    asked = ("summary", "--year", year, "--month", month, "--format", "json")
    return list(bureau.must(*asked).json["rows"])


def unbalanced(bureau: Bureau, year: int, month: int) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Indicators whose areas, deduction and the city's entries are not the city's figure."""
    rows = rows_of(bureau, year, month)
    for city in (row for row in rows if row["area"] == "ankang" and row["value"] is not None):
        areas = [r for r in rows if r["indicator"] == city["indicator"] and r is not city]
        parts = [r["value"] for r in areas] + [city.get("adjustment")]
        total = sum((Fraction(part) for part in parts if part), Fraction(0))
        if areas and total != Fraction(city["value"]) and "rate" not in city["indicator"]:
            total += _deduction(bureau, city["indicator"], year, month)
        if areas and total != Fraction(city["value"]) and "rate" not in city["indicator"]:
            yield city["indicator"], total, Fraction(city["value"])


def traced(bureau: Bureau, what: str, year: int, month: int, *more: object) -> Fraction:
    """The sum of all cells that a figure is traced to, in base units."""
    asked = ("trace", what, "--year", year, "--month", month, *more, "--format", "json")
    areas = bureau.must(*asked).json["areas"]
    return sum((Fraction(c["value"]) for a in areas for c in a["cells"]), Fraction(0))


def _deduction(bureau: Bureau, code: str, year: int, month: int) -> Fraction:
    """What the trace says was taken off for joint activities; those are counts."""
    asked = ("trace", code, "--year", year, "--month", month, "--format", "json")
    areas = bureau.must(*asked).json["areas"]
    return sum((Fraction(a["value"]) for a in areas if a["area"] == "joint_deduction"), Fraction(0))
