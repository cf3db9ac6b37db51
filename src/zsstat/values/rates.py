"""Rates in percent."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from zsstat.declarations import Column
from zsstat.model import Cell
from zsstat.values.names import normalise
from zsstat.values.numerals import arabic
from zsstat.values.problems import Problem, Reading, converted, quoted, unreadable
from zsstat.values.quantities import without_footnotes

_RISE = "增长|上升|提高|增加|增|升|↑|▲|△"
_FALL = "下降|降低|减少|回落|下滑|降|减|↓|▼|▽|负增长"
_RATE = re.compile(
    rf"(?:同比|比上年(?:同期)?|较上年(?:同期)?)?(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))?"
    r"(?P<sign>[+-]?)(?P<number>[\d.,]+(?:e[+-]?\d+)?)(?P<unit>%|个百分点|倍)?(?P<arrow>[↑↓])?"
)
_APART = re.compile(r"\d\s+\d")
"""7 82 may be 7.82, 782 or two numbers."""
_UNCHANGED = re.compile(r"(?:与上年(?:同期)?|同比)?持平")
_WIDE = re.compile(r"[０-９．，－＋％]")
_LARGEST_RATE = 10**9
_LONGEST = 60
_EXACT = Context(prec=1000)


def read_rate(cell: Cell, column: Column) -> Reading:
    """A rate as ``Decimal`` percent: 7.82, 7.82%, 0.0782 shown as a percentage, 下降3.1% (−3.1).

    持平 is 0. A number of percentage points is no rate; 倍 and a fall with a minus sign (下降-3.1%)
    are ambiguous.
    """
    value = cell.value
    if isinstance(value, Decimal) and value.is_finite():
        return _of_number(value, cell.number_format)
    found = _of_text(value, column) if isinstance(value, str) else None
    if found is not None:
        return found
    message = f"“{column.name}”填{quoted(cell.text)}，看不出是百分之几"
    return unreadable("cell.not_number", message, "百分数，如 7.82")


def shows_percent(number_format: str | None) -> bool:
    """Whether a number of this format is shown a hundredfold with % behind: 0.25 as 25%."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format or "")


def _of_number(value: Decimal, number_format: str | None) -> Reading:
    if not shows_percent(number_format):
        return Reading(value, "%")
    return Reading(_hundredfold(value), "%", ("percent_format",))


def _hundredfold(value: Decimal) -> Decimal:
    """Exact, whatever the number of digits."""
    return Decimal(format(_EXACT.scaleb(value, 2), "f"))


def _of_text(text: str, column: Column) -> Reading | None:
    if len(text) > _LONGEST or _APART.search(text):
        return None
    bare, marked = without_footnotes(text)
    form = normalise(bare)
    conversions = ("full_width",) if _WIDE.search(text) else ()
    if _UNCHANGED.fullmatch(form):
        return _converted(Decimal(0), (*conversions, "words"), column)
    match = _RATE.fullmatch(form)
    if match is None or match["unit"] == "个百分点":
        return None
    number = arabic(match["number"])
    if number is None or number > _LARGEST_RATE:
        return None
    value = Decimal(match["number"].replace(",", ""))
    if match["unit"] == "倍":
        value = _hundredfold(value)
    falls = bool(match["fall"]) or match["arrow"] == "↓"
    negative = falls != (match["sign"] == "-")
    doubt = marked or _doubt(match, falls=falls)
    if doubt:
        value = -value if match["sign"] == "-" or falls else value
        message = f"“{column.name}”填{quoted(text)}，{doubt}；暂按 {value:f}% 统计"
        problem = Problem("cell.ambiguous_number", message, "百分数，如 7.82")
        return Reading(value, "%", conversions, (problem,))
    value = -value if negative else value
    if conversions:
        return _converted(value, conversions, column)
    return Reading(value, "%", ("words",) if match["rise"] or match["fall"] else ())


def _doubt(match: re.Match[str], *, falls: bool) -> str:
    if match["unit"] == "倍":
        return "分不清是增长几倍还是达到几倍"
    rises = bool(match["rise"]) or match["arrow"] == "↑"
    if rises and falls:
        return "又升又降"
    if match["sign"] == "-" and (rises or falls):
        return "升降与正负号重复"
    if match["rise"] == "△":
        return "“△”可能表示增长，也可能表示负数"
    return ""


def _converted(value: Decimal, conversions: tuple[str, ...], column: Column) -> Reading:
    return Reading(value, "%", conversions, (converted(column.name, f"{value:f}%"),))
