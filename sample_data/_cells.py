"""How values are written into cells: every form that counties use, exactly."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

Value: TypeAlias = int | Decimal | str | date | None

FACTORS = {
    "元": 1, "万元": 10_000, "亿元": 100_000_000, "美元": 1, "万美元": 10_000,
    "个": 1, "家": 1, "场": 1, "次": 1, "批次": 1, "人次": 1,
}  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def number(value: int, unit: str) -> int | Decimal:
    """``value`` base units in ``unit``, exactly; no more digits than a double can hold."""
    exact = Decimal(value) / FACTORS[unit]
    if exact == exact.to_integral_value():
        return int(exact)
    exact = exact.normalize()
    if len(exact.as_tuple().digits) > 15:
        raise ValueError(f"{exact} has too many digits for a cell")
    return exact


def amount(value: int, unit: str, form: str, ordinal: int) -> Value:
    """An amount as a number, as text, with thousands separators, full width, or with its unit."""
    if form == "unit":
        own = "亿元" if value >= 100_000_000 and value % 1_000_000 == 0 else "万元"
        return f"{number(value, own)}{own}"
    exact = number(value, unit)
    match form:
        case "text":
            return f"{exact}"
        case "comma":
            return f"{exact:,}"
        case "fullwidth" if ordinal % 3 == 0:
            return f"{exact}".translate(_FULL_WIDTH)
    return exact


_MIXED = ("dot", "cn", "slash", "dash")


def day(value: date, form: str, ordinal: int) -> Value:
    """A date as a real date, as text in one of the usual forms, or as a bare number."""
    y, m, d = value.year, value.month, value.day
    if form == "mixed":
        form = _MIXED[ordinal % len(_MIXED)]
    written: dict[str, Value] = {
        "cell": value,
        "dot": f"{y}.{m}.{d}",
        "slash": f"{y}/{m}/{d}",
        "dash": f"{y}-{m:02d}-{d:02d}",
        "cn": f"{y}年{m}月{d}日",
        "cn_month": f"{y}年{m}月",
        "compact": f"{y}{m:02d}{d:02d}",
        "yyyymm": y * 100 + m,
        "yyyymmdd": y * 10_000 + m * 100 + d,
    }
    return written[form]


def flag(value: bool, form: str) -> Value:
    """是/否, or a tick and nothing."""
    if form == "tick":
        return "√" if value else None
    if form == "only":
        return "是" if value else None
    return "是" if value else "否"


def measure(value: int, unit: str, form: str) -> Value:
    """A value of a table with an indicator in each row; ``cell`` writes the unit behind it."""
    exact = number(value, unit)
    return f"{exact}{unit}" if form == "cell" else exact


def share_of_change(value: object, base: object) -> Decimal | None:
    """Growth in percent, two decimals half up; None where there is no base to compare with."""
    if not isinstance(value, int) or not isinstance(base, int) or base == 0:
        return None
    return (Decimal(value - base) * 100 / base).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rate(value: Decimal | None, form: str, blank: str | None) -> Value:
    """A rate in percent as a number, or as text with its sign."""
    if value is None:
        return blank
    if form == "text":
        return f"{value}%"
    return int(value) if value == value.to_integral_value() else value.normalize()
