"""How each reporter lays out its return: headers, units, dates, totals, footers.

A column is written ``field heading [unit]``; ``>`` separates a parent heading from what stands
under it, ``|`` is a line break inside a heading.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

AMOUNTS = frozenset(("total", "funds", "interprov", "intraprov", "cumulative")).union(
    ("contracted", "actual", "direct", "other")
)
DATES = frozenset(("signed", "started", "produced", "founded", "day"))
FLAGS = frozenset(("returnee", "joint"))

NAMES = {
    "contract_count": ("新签订招商引资合同项目", "个"),
    "contract_total": ("合同项目总投资", "亿元"),
    "funds_total": ("到位资金合计", "亿元"),
    "funds_new": ("新建项目到位资金", "亿元"),
    "funds_continued": ("续建项目到位资金", "亿元"),
    "funds_interprov": ("实际引进内资(省际)", "亿元"),
    "big_count": ("投资5亿元以上项目", "个"),
    "big_total": ("投资5亿元以上项目总投资", "亿元"),
    "return_count": ("返乡创业项目", "个"),
    "return_total": ("返乡创业项目总投资", "亿元"),
    "fdi_actual": ("实际利用外资", "万美元"),
    "fdi_direct": ("外商直接投资", "万美元"),
    "fdi_other": ("外商其他投资", "万美元"),
    "fie_new": ("新设外商投资企业", "家"),
    "promo_events": ("市级重点招商推介活动", "场"),
    "squad_trips": ("“小分队”精准招商活动", "次"),
    "leader_trips": ("领导外出招商", "次"),
    "guest_batches": ("接待客商批次", "批次"),
    "guest_persons": ("接待客商人次", "人次"),
}
# What some counties call the same things, and the units they prefer.
OTHER_NAMES = {
    **NAMES,
    "contract_total": ("签约金额", "万元"),
    "funds_total": ("到位资金合计", "万元"),
    "funds_new": ("新建项目到位资金", "万元"),
    "funds_continued": ("续建项目到位资金", "万元"),
    "funds_interprov": ("省际到位资金", "万元"),
}


@dataclass(frozen=True, slots=True)
class Column:
    field: str
    path: tuple[str, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """``totals``: above, below or none; ``label_in``: the column that says 合计; ``units`` of a
    table with an indicator in each row: in a column, behind the value (cell) or the name."""

    table: str
    sheet: str
    title: str
    columns: tuple[Column, ...]
    unit_line: str = ""
    unit_left: bool = False
    totals: str = ""
    total_label: str = "合计"
    label_in: str = ""
    formulas: bool = False
    subtotals: bool = False
    dates: str = "cell"
    numbers: str = "plain"
    blank: str | None = None
    blank_zeros: tuple[str, ...] = ()
    flags: str = "yes"
    footer: str = ""
    notes: tuple[str, ...] = ()
    units: str = "column"
    rates: str = "plain"
    naming: dict[str, tuple[str, str]] = field(default_factory=lambda: NAMES)
    keeps_empty: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """One file of a reporter. ``people`` sign it (invented)."""

    reporter: str
    name: str
    office: str
    file: str
    writer: str
    sheets: tuple[SheetLayout, ...]
    people: tuple[str, str] = ("陶明远", "姜雨桐")
    cover: bool = False


def columns(text: str, unit: str) -> tuple[Column, ...]:
    """Columns written one a line; ``unit`` holds where a line names none."""
    made = []
    for line in text.split("\n"):
        parts = line.split()
        if parts:
            made.append(
                Column(parts[0], tuple(parts[1].split(">")), parts[2] if parts[2:] else unit)
            )
    return tuple(made)


# --- the smaller tables, in the forms that most use ---------------------------------------------

ACTIVITIES = """
ordinal 序号
day 日期
kind 类型
level 级别
leader 带队领导
place 目的地
times 次数
batches 批次
persons 人次
joint 是否联合
"""
ACTIVITIES_GROUPED = """
ordinal 序号
day 活动日期
kind 活动类型
level 级别
leader 带队领导
place 目的地
times 外出情况>次数
joint 外出情况>是否联合
batches 接待情况>批次
persons 接待情况>人次
"""
_FOREIGN = """
ordinal 序号
name 企业名称
country 国别(地区)
founded 设立时间
contracted 合同外资
actual 实际利用外资
direct 其中外商直接投资
other 其中外商其他投资
"""
FOREIGN_GROUPED = """
name 企业名称
country 国别（地区）
founded 设立时间
contracted 合同外资（万美元）
actual 利用外资（万美元）>实际利用外资
direct 利用外资（万美元）>其中外商直接投资
other 利用外资（万美元）>其中外商其他投资
"""
_TARGETS = "indicator 指标\nunit 计量单位\nissuer 下达单位\nvalue 年度目标"
_TARGETS_PLAIN = "indicator 指标\nissuer 下达单位\nvalue 年度目标"
_SUMMARY = "indicator 指标\nunit 计量单位\nvalue 本年累计\nbase 上年同期\ngrowth 同比（%）"
SUMMARY_PLAIN = "indicator 指标\nvalue 本年累计\nbase 上年同期\ngrowth 同比"


def activities(sheet: str = "招商活动", **how: object) -> SheetLayout:
    layout = SheetLayout(
        "activities", sheet, "{name}{year}年招商活动统计表", columns(ACTIVITIES, "个")
    )
    return replace(layout, **how)  # type: ignore[arg-type]


def foreign(sheet: str = "外资企业", unit: str = "万美元", **how: object) -> SheetLayout:
    layout = SheetLayout(
        "foreign",
        sheet,
        "{name}{year}年外商投资企业情况表",
        columns(_FOREIGN, unit),
        unit_line=f"单位：{unit}",
        totals="below",
        label_in="name",
    )
    return replace(layout, **how)  # type: ignore[arg-type]


def targets(sheet: str = "目标任务", units: str = "column", **how: object) -> SheetLayout:
    text = _TARGETS if units == "column" else _TARGETS_PLAIN
    layout = SheetLayout(
        "targets", sheet, "{name}{year}年目标任务表", columns(text, ""), units=units
    )
    return replace(layout, **how)  # type: ignore[arg-type]


def summary(sheet: str = "汇总表", units: str = "column", **how: object) -> SheetLayout:
    text = _SUMMARY if units == "column" else SUMMARY_PLAIN
    layout = SheetLayout(
        "summary",
        sheet,
        "{name}{year}年主要指标汇总表",
        columns(text, ""),
        units=units,
        rates="plain" if units == "column" else "text",
        blank="—",
    )
    return replace(layout, **how)  # type: ignore[arg-type]


def ledger(text: str, unit: str, **how: object) -> SheetLayout:
    layout = SheetLayout(
        "projects", "项目台账", "{name}{year}年招商引资项目台账", columns(text, unit)
    )
    return replace(layout, **{"label_in": "name", **how})  # type: ignore[arg-type]
