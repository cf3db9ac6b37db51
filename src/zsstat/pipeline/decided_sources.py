"""What of a figure comes from decisions of the office and not from a return."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from zsstat.declarations import Catalogue
from zsstat.model import Adjustment, CellRef, FigureKey, Period, TracedArea, TracedCell
from zsstat.pipeline.ledger import adjustments
from zsstat.store import Store

ADJUSTMENT = "adjustment"
"""The id under which the office's entries stand beside the reporters."""


def adjusted_sources(
    store: Store,
    catalogue: Catalogue,
    indicator: str,
    period: Period,
    area: str | None,
    shown: Callable[[int, str], str],
    without: Container[str] = (),
) -> Iterator[TracedArea]:
    """The entries for an indicator, of one area or (None) of all but ``without``; one area of the
    trace for each whose figure they change."""
    lines: dict[str, list[Adjustment]] = {}
    for line in adjustments(store, catalogue, period):
        if line.indicator == indicator and area in (None, line.area) and line.area not in without:
            lines.setdefault(line.area, []).append(line)
    phrases = catalogue.wording.phrases
    for of, found in lines.items():
        name = phrases["label_adjustment"]
        if of != catalogue.city:
            name = f"{catalogue.area_name(of, period)}{phrases['measure_adjustment']}"
        total = sum(line.value for line in found)
        cells = tuple(_cell(line) for line in found)
        yield TracedArea(ADJUSTMENT, name, total, cells, shown(total, indicator))


def _cell(line: Adjustment) -> TracedCell:
    """The cell that an entry refers to; without one the entry in the log."""
    ref = line.refs[0] if line.refs else _in_the_log(line.decision)
    more = f"等{len(line.refs)}格" if len(line.refs) > 1 else ""
    return TracedCell(ref, line.reason, line.value, f"第{line.decision}号决定 {line.who}{more}")


def _in_the_log(decision: int) -> CellRef:
    return CellRef("", f"第{decision}号决定", "", "")


def restated_source(
    store: Store, catalogue: Catalogue, key: FigureKey, period: Period
) -> TracedArea | None:
    """Where a restated base was published; None where what was reported holds."""
    if key.dimension is not None or key.record is not None:
        return None
    found = store.office.restatements(period).get((key.area, key.indicator))
    if found is None:
        return None
    ref = found.ref or _in_the_log(found.decision)
    label = f"修订数，第{found.decision}号决定 {found.who}"
    cell = TracedCell(ref, found.source, found.value, label)
    name = catalogue.area_name(key.area, period)
    return TracedArea(key.area, name, found.value, (cell,))
