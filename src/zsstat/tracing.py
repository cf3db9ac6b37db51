"""A figure's road back to the cells: areas, lines, cells, and the operands of a rate.

A :class:`Trace` is made by the pipeline from the store; here it becomes a document for people and
plain values for machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zsstat.model import CellRef, Document, Figure, Paragraph, Style


@dataclass(frozen=True, slots=True)
class TracedCell:
    """One summand: where it stands, the text as written, and what it adds (base unit; 1 for a
    counted row, below zero in a deduction line; a printed rate where places are computed)."""

    ref: CellRef
    text: str
    value: int | Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class TracedArea:
    """A reporter or an adjustment line of the city, and its cells. ``value`` is their sum (None
    for the members of a provincial field, which are not summed)."""

    area: str
    name: str
    value: int | None
    cells: tuple[TracedCell, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """``areas`` for a sum, ``operands`` for what is computed from sums. ``unit`` is the base unit
    of the cells' values."""

    figure: Figure
    name: str
    unit: str
    areas: tuple[TracedArea, ...] = ()
    operands: tuple[Trace, ...] = ()

    def cells(self) -> Iterator[TracedCell]:
        for area in self.areas:
            yield from area.cells
        for operand in self.operands:
            yield from operand.cells()


def machine_form(trace: Trace, exact: Callable[[Fraction], str]) -> dict[str, Any]:
    """The trace as plain values; ``exact`` writes a value as an exact decimal string."""
    key = trace.figure.key
    value = trace.figure.value
    return {
        "figure": {
            "indicator": key.indicator,
            "area": key.area,
            "year": key.period.year if key.period else None,
            "month": key.period.month if key.period else None,
            "value": None if value is None else exact(value),
            "unit": trace.figure.unit,
            "display": trace.figure.display,
            "formula": trace.figure.formula,
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


def listing(trace: Trace, limit: int) -> Document:
    """The trace for people; of an area with more than ``limit`` cells only the first are listed
    and the number of the others is said."""
    return Document(tuple(_paragraphs(trace, limit)))


def _paragraphs(trace: Trace, limit: int) -> Iterator[Paragraph]:
    figure = trace.figure
    yield Paragraph(Style.HEADING, (f"{trace.name}　", figure))
    if figure.note:
        yield Paragraph(Style.NOTE, (f"没有数值：{figure.note}",))
    if figure.formula:
        yield Paragraph(Style.BODY, (f"算法：{figure.formula}",))
    for area in trace.areas:
        yield from _area_paragraphs(area, trace.unit, limit)
    for operand in trace.operands:
        yield from _paragraphs(operand, limit)


def _area_paragraphs(area: TracedArea, unit: str, limit: int) -> Iterator[Paragraph]:
    total = "" if area.value is None else f"　{area.value}{unit}"
    yield Paragraph(Style.BODY, (f"{area.name}{total}（{len(area.cells)}个单元格）",))
    for cell in area.cells[:limit]:
        label = f"　{cell.label}" if cell.label else ""
        place = f"{cell.ref.file}〔{cell.ref.sheet}〕{cell.ref.cell}"
        yield Paragraph(Style.NOTE, (f"{place}{label}　原文“{cell.text}”　计 {cell.value}",))
    if (rest := len(area.cells) - limit) > 0:
        yield Paragraph(Style.NOTE, (f"……另有{rest}个单元格，用 --all 列出全部",))
