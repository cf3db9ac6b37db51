"""What the rows of one workbook give: raw cells read with openpyxl, added up by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.sample_support import RawRow, RawTable, date_key, is_blank, number, tables, text
from tests.year.world import Month

Sums = dict[str, Fraction]
"""Indicator → whole 元, US dollars or things; ``investment`` and ``started`` are for rates."""
CODES = {
    "实际引进内资(省际)": "funds_interprov",
    "实际利用外资": "fdi_actual",
    "新签订招商引资合同项目": "contract_count",
}
"""Indicators by the names that targets and the province's table give them."""


@cache
def tables_of(path: Path) -> tuple[RawTable, ...]:
    return tuple(tables(path))


def add(sums: Sums, more: Mapping[str, Fraction]) -> None:
    for code, amount in more.items():
        sums[code] = sums.get(code, Fraction(0)) + amount


def _nothing(_table: RawTable, _month: Month) -> Sums:
    return {}


def _within(written: object, month: Month) -> bool:
    day = date_key(written)
    return bool(day) and f"{month.year}01" <= day[:6] <= f"{month.year}{month.month:02}"


def _amount(table: RawTable, row: RawRow, column: str) -> Fraction:
    return Fraction(0) if is_blank(row[column]) else number(row[column], table.units[column])


def _projects(table: RawTable, month: Month) -> Sums:
    found: Sums = {}
    for row in table.rows:
        add(found, project(table, row, month))
    return found


def project(table: RawTable, row: RawRow, month: Month) -> Sums:
    """What one row of 项目台账 gives."""
    total, funds = _amount(table, row, "总投资"), _amount(table, row, "本年")
    found = {
        "funds_total": funds,
        "funds_new" if text(row["建设性质"]) == "新建" else "funds_continued": funds,
        "active_count": Fraction(funds > 0),
        "funds_interprov": _amount(table, row, "省际"),
        "funds_intraprov": _amount(table, row, "省内"),
        "funds_cumulative": _amount(table, row, "累计"),
        "investment": total,
    }
    return found | (_contract(row, total) if _is_contract(row, month) else {})


def _is_contract(row: RawRow, month: Month) -> bool:
    return (
        _within(row["签约"], month)
        and text(row["阶段"]) not in ("策划", "洽谈")
        and text(row["合同类型"]) not in ("框架", "意向")
    )


def _contract(row: RawRow, total: Fraction) -> Sums:
    found = {"contract_count": Fraction(1), "contract_total": total}
    if total >= 5 * 10**8:
        found |= {"big_count": Fraction(1), "big_total": total}
    if text(row["返乡"]) == "是":
        found |= {"return_count": Fraction(1), "return_total": total}
    if text(row["阶段"]) in ("开工", "投产"):
        found["started"] = Fraction(1)
    return found


def _foreign(table: RawTable, month: Month) -> Sums:
    found: Sums = defaultdict(Fraction)
    for row in table.rows:
        found["fdi_actual"] += _amount(table, row, "实际")
        found["fdi_direct"] += _amount(table, row, "直接")
        found["fdi_other"] += _amount(table, row, "其他")
        found["fdi_contract"] += _amount(table, row, "合同外资")
        found["fie_new"] += _within(row["设立"], month)
    return found


def _activities(table: RawTable, month: Month) -> Sums:
    found: Sums = {}
    for row in table.rows:
        add(found, _activity(row, month))
    return found


def _activity(row: RawRow, month: Month) -> Sums:
    if not _within(row["日期"], month):
        return {}
    times = Fraction(1) if is_blank(row["次数"]) else number(row["次数"])
    match text(row["类型"]):
        case "推介活动":
            return {"promo_events": Fraction(1)} if text(row["级别"]) == "市级" else {}
        case "小分队":
            return {"squad_trips": times}
        case "领导外出":
            return {"leader_trips": times}
    return {"guest_batches": number(row["批次"]), "guest_persons": number(row["人次"])}


def joint(table: RawTable, month: Month) -> Iterator[tuple[tuple[str, ...], Sums]]:
    """The joint activities of a table: by what they are known, and what each gives."""
    for row in table.rows if table.kind == "activities" else ():
        if text(row["联合"]) == "是":
            key = (date_key(row["日期"]), text(row["类型"]), text(row["目的地"]), text(row["领导"]))
            yield key, _activity(row, month)


_SUMS: dict[str, Callable[[RawTable, Month], Sums]] = {
    "projects": _projects,
    "foreign": _foreign,
    "activities": _activities,
}


def of_table(table: RawTable, month: Month) -> Sums:
    """What a table gives; targets and 汇总表 give nothing."""
    return _SUMS.get(table.kind, _nothing)(table, month)


# --- placements -------------------------------------------------------------------------------


def places(path: Path) -> dict[tuple[str, str], tuple[int, int, bool]]:
    """(indicator, basis) → our city's place, the field, whether it is shared."""
    (table,) = tables(path)
    found = {}
    for name, code in CODES.items():
        rows = [row for row in table.rows if text(row["指标"]) == name]
        for basis, column in (("growth", "同比"), ("completion", "完成")):
            rates = {text(row["地区"]): number(row[column]) for row in rows}
            if not rates:
                continue
            own = rates["安康"]
            place = 1 + sum(rate > own for rate in rates.values())
            shared = sum(rate == own for rate in rates.values()) > 1
            found[code, basis] = (place, len(rates), shared)
    return found
