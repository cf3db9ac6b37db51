"""Where the figures of a page come from, as the data that its dialog reads.

Areas, cells, files and names are each written once and referred to by their place in a list, for
the same ledger line stands behind many figures. What goes to the public has titles, the names of
areas and formulas of published figures alone: nothing of a file, a sheet, a cell or its text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from zsstat.model import Audience, Edition, Figure, Measure, Trace, TracedArea, TracedCell

Item = TypeVar("Item")

NARRATIVE = "撰稿人所写，数据库中没有依据。"
UNKNOWN = "没有可以追溯的出处。"
WITHHELD = "算法中用到本页没有公布的数，不列出。"
_WORDS = frozenset({Measure.NARRATIVE, Measure.QUOTE})
"""Figures whose formula says nothing but where the words stand."""


@dataclass
class Pool(Generic[Item]):
    """Things by the order in which they were first asked for."""

    numbers: dict[Item, int] = field(default_factory=dict)

    def number(self, item: Item) -> int:
        return self.numbers.setdefault(item, len(self.numbers))

    def __iter__(self) -> Iterator[Item]:
        return iter(self.numbers)


class Sources:
    """The sources of an edition's figures, looked up once each."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._public = edition.audience is Audience.PUBLIC
        self._published = frozenset(edition.document.figures())
        self._numbers: dict[Figure, int] = {}
        self._traces: list[dict[str, object]] = []
        self._areas: Pool[TracedArea] = Pool()
        self._cells: Pool[TracedCell] = Pool()
        self._files: Pool[tuple[str, str]] = Pool()
        self._sheets: Pool[tuple[int, str]] = Pool()
        self._labels: Pool[str] = Pool()

    def number(self, figure: Figure) -> int:
        """The place of a figure's sources in the data."""
        if figure not in self._numbers:
            self._add(figure, self._edition.trace(figure))
        return self._numbers[figure]

    def data(self) -> str:
        """All that was asked for, as JSON that may stand in a script element."""
        areas = [self._area(area) for area in self._areas]
        cells = [self._cell(cell) for cell in self._cells]
        data = {
            "traces": self._traces,
            "areas": areas,
            "cells": cells,
            "labels": list(self._labels),
            "sheets": list(self._sheets),
            "files": list(self._files),
        }
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return written.replace("<", "\\u003c").replace("&", "\\u0026")

    def _add(self, figure: Figure, trace: Trace | None) -> int:
        if figure in self._numbers:
            return self._numbers[figure]
        number = self._numbers[figure] = len(self._traces)
        made: dict[str, object] = {"shown": figure.display or figure.number}
        self._traces.append(made)
        said = self._outline(figure, trace) if self._public else self._whole(figure, trace)
        made.update({key: value for key, value in said.items() if value})
        return number

    # --- inside the office --------------------------------------------------------------------

    def _whole(self, figure: Figure, trace: Trace | None) -> dict[str, object]:
        if trace is None:
            return {"formula": figure.formula, "said": _unfounded(figure)}
        return {
            "name": trace.name,
            "formula": figure.formula,
            "said": trace.reason,
            "unit": trace.unit,
            "areas": [self._areas.number(area) for area in trace.areas],
            "operands": [self._add(operand.figure, operand) for operand in trace.operands],
        }

    def _area(self, area: TracedArea) -> list[object]:
        """Name, share as people read it, cells."""
        return [area.name, area.shown, [self._cells.number(cell) for cell in area.cells]]

    def _cell(self, cell: TracedCell) -> list[object]:
        """Sheet, cell, text as written, what it adds, what its row is known by."""
        file = self._files.number((cell.ref.file, cell.ref.sha256[:8]))
        sheet = self._sheets.number((file, cell.ref.sheet))
        return [sheet, cell.ref.cell, cell.text, str(cell.value), self._labels.number(cell.label)]

    # --- for the public -----------------------------------------------------------------------

    def _outline(self, figure: Figure, trace: Trace | None) -> dict[str, object]:
        if trace is None or figure.key.measure in _WORDS:
            return {"name": trace.name if trace else "", "said": _unfounded(figure, trace)}
        formula = "" if figure.key.record is not None else figure.formula
        said = trace.reason
        if formula and not self._may_be_said(formula, trace):
            formula, said = "", said or WITHHELD
        operands = [o for o in trace.operands if o.figure in self._published]
        return {
            "name": trace.name,
            "formula": formula,
            "said": said,
            "among": list(dict.fromkeys(area.name for area in trace.areas if area.name)),
            "operands": [self._add(operand.figure, operand) for operand in operands],
        }

    def _may_be_said(self, formula: str, trace: Trace) -> bool:
        """Whether all that a formula computes with is published, and it names no file or sheet."""
        if any(operand.figure not in self._published for operand in trace.operands):
            return False
        refs = {cell.ref for cell in trace.cells()} | set(trace.figure.cells)
        names = {name for ref in refs for name in (ref.file, ref.sheet) if name}
        return not any(name in formula for name in names)


def _unfounded(figure: Figure, trace: Trace | None = None) -> str:
    if figure.key.measure is Measure.NARRATIVE:
        return NARRATIVE
    return "引自报表中的文字。" if trace else UNKNOWN
