"""Reads the sample workbooks with openpyxl and adds their raw cells up.

Knows nothing of zsstat and nothing of how the sample was made: only headings, units and rows.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeAlias

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Raw: TypeAlias = object
RawRow: TypeAlias = dict[str, Raw]

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
RETURNS = SAMPLE / "returns"
YEARS = (2019, 2020)

HEADINGS = {
    "projects": {
        "编号": "项目编号",
        "名称": "项目名称",
        "投资方": "投资方 投资主体 客商 投资单位",
        "来源地": "来源地 资金来源 投资方所在地",
        "合同类型": "合同类型",
        "总投资": "总投资 计划总投资 投资总额 合同金额",
        "签约": "签约时间 签订时间",
        "建设性质": "建设性质",
        "阶段": "阶段 项目进展 项目状态",
        "本年": "本年到位资金 当年到位 本年累计到位",
        "省际": "其中省际 省际到位 省外资金 其中:省际",
        "省内": "其中省内 其中:省内",
        "累计": "自签约累计到位 累计到位",
        "返乡": "是否返乡创业",
    },
    "foreign": {
        "名称": "企业名称",
        "设立": "设立时间",
        "合同外资": "合同外资",
        "实际": "实际利用外资",
        "直接": "其中外商直接投资",
        "其他": "其中外商其他投资",
    },
    "activities": {
        "日期": "日期 活动日期",
        "类型": "类型 活动类型",
        "级别": "级别",
        "领导": "带队领导",
        "目的地": "目的地",
        "次数": "次数",
        "批次": "批次",
        "人次": "人次",
        "联合": "是否联合",
    },
    "province": {
        "地区": "地区",
        "指标": "指标",
        "本年": "本年累计",
        "同比": "同比",
        "目标": "目标",
        "完成": "完成比例",
        "位次": "位次",
    },
    "targets": {"指标": "指标", "单位": "计量单位", "下达": "下达单位", "目标": "年度目标"},
    "summary": {
        "指标": "指标",
        "单位": "计量单位",
        "本年": "本年累计",
        "上年": "上年同期",
        "同比": "同比",
    },
}
_KEYS = {
    "projects": "项目名称",
    "foreign": "企业名称",
    "activities": "带队领导",
    "province": "位次",
    "targets": "年度目标",
    "summary": "本年累计",
}
_MUST = {
    "projects": ("名称", "阶段"),
    "foreign": ("名称", "设立"),
    "activities": ("类型", "级别"),
    "province": ("指标", "位次"),
    "targets": ("指标", "目标"),
    "summary": ("指标", "本年"),
}
FACTORS = {"元": 1, "万元": 10**4, "亿元": 10**8, "美元": 1, "万美元": 10**4}
_COUNTED = ("个", "家", "场", "次", "批次", "人次")
_BLANK = ("", "/", "-", "—", "无")
AREAS = {
    "市招商局": "bureau", "汉滨": "hanbin", "汉阴": "hanyin", "石泉": "shiquan", "宁陕": "ningshan",
    "紫阳": "ziyang", "岚皋": "langao", "平利": "pingli", "镇坪": "zhenping", "旬阳": "xunyang",
    "白河": "baihe", "高新": "gaoxin", "恒口": "hengkou", "瀛湖": "yinghu", "全省": "shaanxi",
}  # fmt: skip


@dataclass(frozen=True)
class RawTable:
    """One table of one sheet: its rows, its totals, the unit of each column."""

    area: str
    kind: str
    title: str
    header: tuple[str, ...]
    rows: tuple[RawRow, ...]
    totals: tuple[tuple[str, RawRow], ...]
    units: dict[str, str]


def text(value: Raw) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""


def is_blank(value: Raw) -> bool:
    return text(value) in _BLANK


def number(value: Raw, unit: str = "") -> Fraction:
    """A cell as an exact number of base units; its own unit wins over the column's."""
    written = text(repr(value) if isinstance(value, float) else value).replace(",", "")
    found = re.fullmatch(r"(-?[\d.]+)(\D*)", written)
    if not found:
        raise AssertionError(f"not a number: {value!r}")
    factor = FACTORS.get(found[2] or unit, 1)
    return Fraction(Decimal(found[1])) * factor


def date_key(value: Raw) -> str:
    """Year, month and day as far as written, in one form for all ways of writing."""
    if isinstance(value, datetime):
        return value.strftime("%Y%m%d")
    written = text(value)
    if re.fullmatch(r"\d{6}|\d{8}", written):
        return written
    return "".join(part.zfill(2) for part in re.findall(r"\d+", written))


def tables(path: Path) -> Iterator[RawTable]:
    """Every table of a file, without its cover."""
    area = next(area for name, area in AREAS.items() if path.name.startswith(name))
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            yield _table(area, [list(row) for row in csv.reader(file)])
        return
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        if sheet.title != "封面":
            yield _table(area, _grid(sheet))


def _grid(sheet: Worksheet) -> list[list[Raw]]:
    """The cells; in titles and headers, merged ones hold what a person sees there."""
    grid: list[list[Raw]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for merge in sheet.merged_cells.ranges:
        if merge.min_row > 6:
            continue
        for row in range(merge.min_row, merge.max_row + 1):
            for column in range(merge.min_col, merge.max_col + 1):
                grid[row - 1][column - 1] = grid[merge.min_row - 1][merge.min_col - 1]
    return grid


def _heading(value: Raw) -> tuple[str, str]:
    """A heading without its unit, and the unit."""
    plain = re.sub(r"\s", "", text(value))
    found = re.fullmatch(r"(.*)\((元|万元|亿元|美元|万美元|%)\)", plain)
    return (found[1], found[2]) if found else (plain, "")


def _table(area: str, grid: list[list[Raw]]) -> RawTable:
    top, kind = next(
        (i, kind)
        for i, row in enumerate(grid)
        for kind, key in _KEYS.items()
        if any(_heading(c)[0] == key for c in row)
    )
    names = {alias: name for name, all_ in HEADINGS[kind].items() for alias in all_.split()}
    bottom = max(
        i for i, row in enumerate(grid[: top + 3]) if any(_heading(c)[0] in names for c in row)
    )
    first = min(
        i for i, row in enumerate(grid[: top + 1]) if len({text(c) for c in row} - {""}) > 1
    )
    above = " ".join(text(c) for row in grid[:first] for c in row)
    found = re.search(r"单位[:：]\s*(\S*元)", above)
    default = found[1] if found else ""
    columns, units = {}, {}
    for column, leaf in enumerate(grid[bottom]):
        name = names.get(_heading(leaf)[0])
        if name:
            columns[name] = column
            own = [_heading(grid[r][column])[1] for r in range(first, bottom + 1)]
            units[name] = next((unit for unit in reversed(own) if unit), default)
    rows, totals = [], []
    for line in grid[bottom + 1 :]:
        if any(text(c).startswith("填报单位") for c in line):
            break
        row = {name: line[column] for name, column in columns.items()}
        label = next((text(c) for c in line if text(c) in ("合计", "总计", "小计")), "")
        if label:
            totals.append((label, row))
        elif all(text(row[name]) for name in _MUST[kind]):
            rows.append(row)
    header = tuple(text(c) for c in grid[bottom])
    return RawTable(area, kind, text(grid[0][0]), header, tuple(rows), tuple(totals), units)


def _amount(table: RawTable, row: RawRow, column: str) -> Fraction:
    value = row[column]
    return Fraction(0) if is_blank(value) else number(value, table.units[column])


def sums(table: RawTable, year: int) -> dict[str, Fraction]:
    """The indicators that a table gives, straight from its rows."""
    match table.kind:
        case "projects":
            return _project_sums(table, year)
        case "foreign":
            actual = {
                "fdi_actual": "实际",
                "fdi_direct": "直接",
                "fdi_other": "其他",
                "fdi_contract": "合同外资",
            }
            found = {
                code: sum((_amount(table, r, name) for r in table.rows), Fraction(0))
                for code, name in actual.items()
            }
            new = sum(date_key(r["设立"]).startswith(str(year)) for r in table.rows)
            return {**found, "fie_new": Fraction(new)}
        case "activities":
            return _activity_sums(table.rows)
    return {}


def _project_sums(table: RawTable, year: int) -> dict[str, Fraction]:
    contracts = [
        r
        for r in table.rows
        if date_key(r["签约"]).startswith(str(year))
        and text(r["阶段"]) not in ("策划", "洽谈")
        and text(r.get("合同类型", "合同")) == "合同"
    ]
    new = [r for r in table.rows if date_key(r["签约"]).startswith(str(year))]
    big = [r for r in contracts if _amount(table, r, "总投资") >= 5 * 10**8]
    home = [r for r in contracts if text(r["返乡"]) in ("是", "√")]

    def total(rows: list[RawRow], column: str) -> Fraction:
        return sum((_amount(table, r, column) for r in rows), Fraction(0))

    everything = list(table.rows)
    return {
        "contract_count": Fraction(len(contracts)),
        "contract_total": total(contracts, "总投资"),
        "active_count": Fraction(sum(_amount(table, r, "本年") > 0 for r in everything)),
        "funds_total": total(everything, "本年"),
        "funds_new": total(new, "本年"),
        "funds_continued": total(everything, "本年") - total(new, "本年"),
        "funds_interprov": total(everything, "省际"),
        "funds_intraprov": total(everything, "省内"),
        "funds_cumulative": total(everything, "累计"),
        "big_count": Fraction(len(big)),
        "big_total": total(big, "总投资"),
        "return_count": Fraction(len(home)),
        "return_total": total(home, "总投资"),
    }


def _activity_sums(rows: tuple[RawRow, ...]) -> dict[str, Fraction]:
    found = dict.fromkeys(
        ("promo_events", "squad_trips", "leader_trips", "guest_batches", "guest_persons"),
        Fraction(0),
    )
    for row in rows:
        for code, value in activity_value(row).items():
            found[code] += value
    return found


def activity_value(row: RawRow) -> dict[str, Fraction]:
    times = Fraction(1) if is_blank(row["次数"]) else number(row["次数"])
    match text(row["类型"]):
        case "推介活动":
            return {"promo_events": Fraction(text(row["级别"]) == "市级")}
        case "小分队":
            return {"squad_trips": times}
        case "领导外出":
            return {"leader_trips": times}
    return {"guest_batches": number(row["批次"]), "guest_persons": number(row["人次"])}


@cache
def year_tables(year: int) -> tuple[RawTable, ...]:
    return tuple(t for path in sorted((RETURNS / str(year)).iterdir()) for t in tables(path))


@cache
def raw_sums(year: int) -> dict[str, dict[str, Fraction]]:
    """Area → indicator → sum of the raw cells."""
    found: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for table in year_tables(year):
        for code, value in sums(table, year).items():
            found[table.area][code] += value
    return found


def joint_deductions(year: int) -> dict[str, Fraction]:
    """What several reporters list as the same joint activity, counted beyond the first."""
    seen: set[tuple[str, ...]] = set()
    surplus: dict[str, Fraction] = defaultdict(Fraction)
    for table in year_tables(year):
        for row in table.rows if table.kind == "activities" else ():
            if text(row["联合"]) not in ("是", "√"):
                continue
            key = (
                date_key(row["日期"]),
                text(row["类型"]),
                text(row["目的地"]),
                text(row["领导"]),
            )
            if key in seen:
                for code, value in activity_value(row).items():
                    surplus[code] -= value
            seen.add(key)
    return surplus


def city_sums(year: int) -> dict[str, Fraction]:
    total: dict[str, Fraction] = defaultdict(Fraction)
    for values in (*raw_sums(year).values(), joint_deductions(year)):
        for code, value in values.items():
            total[code] += value
    return total
