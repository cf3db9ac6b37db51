"""A publication as canonical JSON and back, without loss: what is decoded equals what was encoded.

Cells, areas and traces that several figures share stand once, in pools, and are referred to by
their numbers; runs of numbers are written as ``[first, last]``. A value is an exact fraction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from zsstat.model import (
    Audience,
    CellRef,
    Dimension,
    Figure,
    FigureKey,
    Measure,
    Period,
    Trace,
    TracedArea,
    TracedCell,
)
from zsstat.model.publications import (
    CountingPart,
    DatabaseState,
    Output,
    Passage,
    PassageKind,
    Publication,
    PublishedFigure,
    PublishedPart,
    RowIdentity,
    StandingDecision,
    Written,
)

FORM = 1
"""The version of this form: said in every content, so that later ones can still read it."""

Data = dict[str, Any]
T = TypeVar("T")


def encoded(publication: Publication) -> str:
    """The canonical form: keys in order, no spaces. The seal is not part of it."""
    data = _Writer().publication(publication)
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def seal_of(content: str) -> str:
    """The SHA-256 of a content."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def decoded(content: str, seal: str) -> Publication:
    """The publication that a content describes. Raises ValueError, KeyError or TypeError for what
    is none."""
    data = json.loads(content)
    if data["form"] != FORM:
        raise ValueError(f"unknown form of a publication: {data['form']!r}")
    return replace(_Reader(data).publication(), seal=seal)


# --- writing ----------------------------------------------------------------------------------


class _Pool(Generic[T]):
    """Things that stand once, by number."""

    def __init__(self) -> None:
        self.numbers: dict[T, int] = {}

    def number(self, thing: T) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


class _Writer:
    def __init__(self) -> None:
        self.files = _Pool[tuple[str, str]]()
        self.cells = _Pool[TracedCell]()
        self.areas = _Pool[TracedArea]()
        self.area_rows: list[Data] = []
        self.traces: dict[Trace, int] = {}
        self.trace_rows: list[Data] = []
        self.figures: list[Data] = []

    def publication(self, of: Publication) -> Data:
        passages = [self._passage(passage) for passage in of.passages]
        return {
            "form": FORM,
            "number": of.number,
            "previous": of.previous,
            "year": of.period.year,
            "month": of.period.month,
            "period": of.period_text,
            "area": of.area,
            "title": of.title,
            "office": of.office,
            "audience": of.audience.value,
            "who": of.who,
            "reason": of.reason,
            "at": of.at.isoformat(),
            "corrects": of.corrects,
            "program": of.program,
            "catalogue": of.catalogue,
            "missing": list(of.missing),
            "template": _written(of.template),
            "narrative": _written(of.narrative),
            "output": _plain(of.output),
            "state": _state(of.state),
            "text": of.text,
            "passages": passages,
            "figures": self.figures,
            "traces": self.trace_rows,
            "areas": self.area_rows,
            "cells": [self._cell(cell) for cell in self.cells.numbers],
            "files": [list(file) for file in self.files.numbers],
        }

    def _passage(self, passage: Passage) -> Data:
        parts = [part if isinstance(part, str) else self._placed(part) for part in passage.parts]
        return {"block": passage.block, "kind": passage.kind.value, "parts": parts}

    def _placed(self, placed: PublishedFigure) -> int:
        data = self._figure(placed.figure) | {"anchor": placed.anchor, "printed": placed.printed}
        if placed.title:
            data["title"] = placed.title
        if placed.way:
            data["way"] = placed.way
        if placed.row:
            data["row"] = _plain(placed.row)
        if placed.trace:
            data["trace"] = self._trace(placed.trace)
        self.figures.append(data)
        return len(self.figures) - 1

    def _figure(self, figure: Figure) -> Data:
        data: Data = {
            "key": _key(figure.key),
            "value": None if figure.value is None else str(figure.value),
            "unit": figure.unit,
            "decimals": figure.decimals,
            "number": figure.number,
            "display": figure.display,
            "formula": figure.formula,
        }
        if figure.note is not None:
            data["note"] = figure.note
        if figure.cells:
            data["cells"] = [self._ref(ref) for ref in figure.cells]
        return data

    def _trace(self, trace: Trace) -> int:
        if trace in self.traces:
            return self.traces[trace]
        row: Data = {"figure": self._figure(trace.figure), "name": trace.name, "unit": trace.unit}
        if trace.areas:
            row["areas"] = [self._area(area) for area in trace.areas]
        if trace.operands:
            row["operands"] = [self._trace(operand) for operand in trace.operands]
        if trace.reason:
            row["reason"] = trace.reason
        self.trace_rows.append(row)
        self.traces[trace] = len(self.trace_rows) - 1
        return self.traces[trace]

    def _area(self, area: TracedArea) -> int:
        number = self.areas.number(area)
        if number == len(self.area_rows):
            numbers = [self.cells.number(cell) for cell in area.cells]
            self.area_rows.append(
                {
                    "area": area.area,
                    "name": area.name,
                    "value": area.value,
                    "shown": area.shown,
                    "cells": list(_runs(numbers)),
                }
            )
        return number

    def _cell(self, cell: TracedCell) -> list[object]:
        value = cell.value if isinstance(cell.value, int) else {"rate": str(cell.value)}
        return [*self._ref(cell.ref), cell.text, value, cell.label]

    def _ref(self, ref: CellRef) -> list[object]:
        return [self.files.number((ref.sha256, ref.file)), ref.sheet, ref.cell]


def _runs(numbers: Sequence[int]) -> Iterator[int | list[int]]:
    """Numbers that follow each other as ``[first, last]``, the others as they are."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            first, last = numbers[start], numbers[place - 1]
            yield first if first == last else [first, last]
            start = place


def _key(key: FigureKey) -> Data:
    """What a figure is about; what is not said is left out."""
    data: Data = {"measure": key.measure.value}
    if key.period:
        data |= {"year": key.period.year, "month": key.period.month}
    if key.dimension:
        data["dimension"] = key.dimension.value
    for name in ("indicator", "area", "member", "assessment", "item"):
        if text := getattr(key, name):
            data[name] = text
    if key.record is not None:
        data["record"] = key.record
    return data


def _written(written: Written | None) -> Data | None:
    return None if written is None else {"name": written.name, "text": written.text}


def _plain(record: RowIdentity | Output | None) -> Data | None:
    if record is None:
        return None
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _state(state: DatabaseState) -> Data:
    return {
        "digest": state.digest,
        "parts": [
            [p.submission, p.table, p.reporter, p.period.year, p.period.month, p.addition, p.seal,
             p.sha256, p.file]
            for p in state.parts
        ],
        "decisions": [[d.number, d.kind, d.subject, d.who, d.reason] for d in state.decisions],
    }  # fmt: skip


# --- reading ----------------------------------------------------------------------------------


class _Reader:
    def __init__(self, data: Data) -> None:
        self.data = data
        self.files = [tuple(file) for file in data["files"]]
        self.cells = [self._cell(cell) for cell in data["cells"]]
        self.areas = [self._area(area) for area in data["areas"]]
        self.traces: list[Trace] = []
        for row in data["traces"]:  # an operand stands before what it is an operand of
            self.traces.append(self._trace(row))
        self.figures = [self._placed(figure) for figure in data["figures"]]

    def publication(self) -> Publication:
        data = self.data
        return Publication(
            period=Period(data["year"], data["month"]),
            period_text=data["period"],
            title=data["title"],
            office=data["office"],
            audience=Audience(data["audience"]),
            who=data["who"],
            reason=data["reason"],
            at=datetime.fromisoformat(data["at"]),
            program=data["program"],
            catalogue=data["catalogue"],
            template=Written(**data["template"]),
            state=_state_read(data["state"]),
            text=data["text"],
            passages=tuple(map(self._passage, data["passages"])),
            area=data["area"],
            narrative=None if data["narrative"] is None else Written(**data["narrative"]),
            missing=tuple(data["missing"]),
            corrects=data["corrects"],
            output=None if data["output"] is None else Output(**data["output"]),
            number=data["number"],
            previous=data["previous"],
        )

    def _passage(self, data: Data) -> Passage:
        parts: Iterable[PublishedPart] = (
            part if isinstance(part, str) else self.figures[part] for part in data["parts"]
        )
        return Passage(data["block"], PassageKind(data["kind"]), tuple(parts))

    def _placed(self, data: Data) -> PublishedFigure:
        return PublishedFigure(
            anchor=data["anchor"],
            figure=self._figure(data),
            printed=data["printed"],
            title=data.get("title", ""),
            way=data.get("way", ""),
            row=_row_read(data.get("row")),
            trace=self.traces[data["trace"]] if "trace" in data else None,
        )

    def _figure(self, data: Data) -> Figure:
        value = data["value"]
        return Figure(
            key=_key_read(data["key"]),
            value=None if value is None else Fraction(value),
            unit=data["unit"],
            decimals=data["decimals"],
            number=data["number"],
            display=data["display"],
            formula=data["formula"],
            note=data.get("note"),
            cells=tuple(self._ref(*ref) for ref in data.get("cells", ())),
        )

    def _trace(self, row: Data) -> Trace:
        return Trace(
            figure=self._figure(row["figure"]),
            name=row["name"],
            unit=row["unit"],
            areas=tuple(self.areas[number] for number in row.get("areas", ())),
            operands=tuple(self.traces[number] for number in row.get("operands", ())),
            reason=row.get("reason", ""),
        )

    def _area(self, data: Data) -> TracedArea:
        cells = tuple(self.cells[number] for number in _numbers(data["cells"]))
        return TracedArea(data["area"], data["name"], data["value"], cells, data["shown"])

    def _cell(self, row: Sequence[Any]) -> TracedCell:
        file, sheet, cell, text, value, label = row
        number = Decimal(value["rate"]) if isinstance(value, dict) else value
        return TracedCell(self._ref(file, sheet, cell), text, number, label)

    def _ref(self, file: int, sheet: str, cell: str) -> CellRef:
        sha256, name = self.files[file]
        return CellRef(sha256, name, sheet, cell)


def _numbers(runs: Iterable[int | list[int]]) -> Iterator[int]:
    for run in runs:
        if isinstance(run, int):
            yield run
        else:
            yield from range(run[0], run[1] + 1)


def _key_read(data: Mapping[str, Any]) -> FigureKey:
    return FigureKey(
        measure=Measure(data["measure"]),
        indicator=data.get("indicator", ""),
        area=data.get("area", ""),
        period=Period(data["year"], data["month"]) if "year" in data else None,
        dimension=Dimension(data["dimension"]) if "dimension" in data else None,
        member=data.get("member"),
        record=data.get("record"),
        assessment=data.get("assessment", ""),
        item=data.get("item", ""),
    )


def _row_read(data: Data | None) -> RowIdentity | None:
    if data is None:
        return None
    keys = tuple(map(tuple, data["keys"]))
    return RowIdentity(data["reporter"], data["table"], data["label"], keys)


def _state_read(data: Data) -> DatabaseState:
    parts = (
        CountingPart(submission, table, reporter, Period(year, month), addition, seal, sha256, file)
        for submission, table, reporter, year, month, addition, seal, sha256, file in data["parts"]
    )
    decisions = (StandingDecision(*row) for row in data["decisions"])
    return DatabaseState(data["digest"], tuple(parts), tuple(decisions))
