"""A figure's road back to the cells as lines for people and plain values for machines.

A :class:`~zsstat.model.Trace` is made by the pipeline from the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

from zsstat.model import Measure, Trace, TracedArea

_OF_LAST_YEAR = (Measure.BASE, Measure.SINGLE_BASE, Measure.COMPARABLE_BASE)


def machine_form(trace: Trace, exact: Callable[[Fraction], str]) -> dict[str, Any]:
    """The trace as plain values; ``exact`` writes a value as an exact decimal string."""
    key = trace.figure.key
    value = trace.figure.value
    period = key.period
    if period and key.measure in _OF_LAST_YEAR:
        period = period.previous_year  # the key's is the period that it is the base of
    if period and key.measure is Measure.SINGLE_PREVIOUS:
        period = period.previous_month
    return {
        "figure": {
            "indicator": key.indicator,
            "area": key.area,
            "year": period.year if period else None,
            "month": period.month if period else None,
            "value": None if value is None else exact(value),
            "unit": trace.figure.unit,
            "display": trace.figure.display,
            "formula": trace.figure.formula,
            **({"assessment": key.assessment, "item": key.item} if key.assessment else {}),
        },
        "areas": [_machine_area(area) for area in trace.areas],
        "operands": [machine_form(operand, exact) for operand in trace.operands],
    }


def _machine_area(area: TracedArea) -> dict[str, Any]:
    return {
        "area": area.area,
        "value": None if area.value is None else str(area.value),
        "cells": [
            {
                "file": cell.ref.file,
                "sha256": cell.ref.sha256,
                "sheet": cell.ref.sheet,
                "cell": cell.ref.cell,
                "text": cell.text,
                "value": str(cell.value),
            }
            for cell in area.cells
        ],
    }


def lines(trace: Trace, limit: int) -> Iterator[str]:
    """The trace for people, indented by what belongs to what; of an area with more than ``limit``
    cells only the first are listed and the number of the others is said."""
    figure = trace.figure
    yield f"{trace.name}　{figure}"
    if figure.note:
        why = trace.reason or figure.note
        yield f"{_INDENT}{'没有数值' if figure.value is None else '说明'}：{why}"
    if figure.formula:
        yield f"{_INDENT}算法：{figure.formula}"
    for area in trace.areas:
        yield from _area_lines(area, trace.unit, limit)
    for operand in trace.operands:
        yield ""
        yield from lines(operand, limit)


_INDENT = "\u3000\u3000"


def _area_lines(area: TracedArea, unit: str, limit: int) -> Iterator[str]:
    total = f"　{area.shown}" if area.shown else ""
    written = all(cell.ref.cell for cell in area.cells)
    yield f"{_INDENT}{area.name}{total}（{len(area.cells)}{'个单元格' if written else '笔'}）"
    sheets = groupby(area.cells[:limit], key=lambda cell: (cell.ref.file, cell.ref.sheet))
    for (file, sheet), cells in sheets:
        yield f"{_INDENT * 2}{file}" + (f"〔{sheet}〕" if sheet else "")
        for cell in cells:
            where = f"{cell.ref.cell}　" if cell.ref.cell else ""
            label = f"　{cell.label}" if cell.label else ""
            yield f"{_INDENT * 3}{where}“{cell.text}”　计{cell.value}{unit}{label}"
    if (rest := len(area.cells) - limit) > 0:
        yield f"{_INDENT * 3}另有{rest}个单元格，用 --all 列出全部"
