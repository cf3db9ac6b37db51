"""What a reader of a foreign format hands over: sheets, their rows one at a time.

A reader that stands on a library runs apart from the program (:mod:`zsstat.read.apart`). It yields
sheets in this form, so that a large one is on its way while it is still being read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from zsstat.model import Cell, CellKind, CellValue, Range
from zsstat.read.limits import Limits
from zsstat.read.numbers import from_serial, parse_number
from zsstat.read.numfmt import GENERAL, NumberFormat
from zsstat.read.refusals import too_large


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows``: the cells of each row from left to right, rows in ascending order, none empty; they
    may be gone through once. Covered cells are not marked yet."""

    name: str
    rows: Iterable[tuple[Cell, ...]]
    merges: Collection[Range] = ()
    hidden: bool = False
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    epoch_1904: bool = False


def numeric(
    value: float, shown_as: NumberFormat = GENERAL, *, epoch_1904: bool = False
) -> tuple[CellKind, CellValue]:
    """Kind and value of a double: the decimal of at most 15 digits, or the moment that a date
    format makes of it. What is no finite number is an ERROR cell."""
    text = repr(value)
    number = parse_number(text)
    if number is None:
        return CellKind.ERROR, text
    if shown_as.is_date:
        moment = from_serial(number, epoch_1904=epoch_1904)
        if moment is not None:
            return CellKind.DATE, moment
    return CellKind.NUMBER, number


def within_limits(
    sheet: str, rows: Iterable[tuple[Cell, ...]], limits: Limits
) -> Iterator[tuple[Cell, ...]]:
    """The rows, as long as they keep to the limits. Raises UnreadableError."""
    count = 0
    for cells in rows:
        count += len(cells)
        if count > limits.cells:
            raise too_large(f"工作表“{sheet}”的单元格超过 {limits.cells} 个")
        last = cells[-1]
        if last.row > limits.rows or last.column > limits.columns:
            raise too_large(
                f"工作表“{sheet}”用到了第 {last.row} 行第 {last.column} 列，"
                f"最多可读 {limits.rows} 行 {limits.columns} 列"
            )
        yield cells


def check_merges(sheet: str, merges: Collection[Range], limits: Limits) -> None:
    """Raises UnreadableError where there are too many of them."""
    if len(merges) > limits.merges:
        raise too_large(f"工作表“{sheet}”的合并单元格超过 {limits.merges} 处")


def check_sheets(count: int, limits: Limits) -> None:
    """Raises UnreadableError where there are too many of them."""
    if count > limits.sheets:
        raise too_large(f"工作表超过 {limits.sheets} 个")
