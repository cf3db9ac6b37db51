"""The projects by stage, and what became of them, as plain data for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zsstat.compute.stages import Fate, Move, conversions
from zsstat.figures import FigureBuilder
from zsstat.model import Entity
from zsstat.tables.machine import Data, head
from zsstat.tables.pipelines import View, by_reporter, earlier, later


def stages_data(builder: FigureBuilder, views: Sequence[View], *, by_area: bool) -> Data:
    """``rows``: area, stage, count and amount. With a comparison also ``from``, ``transitions``
    (the matrix), ``conversions`` and ``moves`` (every project that is not where it was). Amounts
    are exact decimals in ``unit``."""
    compared = next((view.pipeline.comparison for view in views if view.pipeline.comparison), None)
    made: Data = {**head(builder), "from": None}
    if compared:
        made["from"] = {
            "year": compared.period.year,
            "month": compared.period.month,
            "compared": list(compared.both),
            "left_out": list(compared.one_only),
        }
    made["rows"] = [row for view in views for row in _stage_rows(view, by_area=by_area)]
    if compared:
        made["transitions"] = [row for view in views for row in _transition_rows(view)]
        made["conversions"] = [row for view in views for row in _conversion_rows(view)]
        made["moves"] = [row for view in views for row in _move_rows(view)]
    return made


def _stage_rows(view: View, *, by_area: bool) -> Iterator[Data]:
    """The city, then with ``by_area`` each sender."""
    entities, city = view.pipeline.entities, view.builder.book.city
    of_area = {city: entities}
    if by_area:
        own_of = by_reporter(entities)
        of_area |= {area: tuple(own_of[area]) for area in view.pipeline.senders}
    for area, own in of_area.items():
        for name in view.names(entities):
            at = view.at(own, name)
            yield {
                "table": view.pipeline.table.id,
                "area": area,
                "area_name": view.area(area),
                "stage": name,
                "count": len(at),
                "amount": view.figures.exact(at),
                "unit": view.figures.unit or None,
            }


def _transition_rows(view: View) -> Iterator[Data]:
    """Every pair of stages that occurs; null stands for a project that is not there."""
    pairs: dict[tuple[str | None, str | None], list[Move]] = {}
    for move in view.pipeline.moves:
        pairs.setdefault((_stage(view, move.before), _stage(view, move.now)), []).append(move)
    for (start, goal), moves in pairs.items():
        yield {
            "table": view.pipeline.table.id,
            "from_stage": start,
            "to_stage": goal,
            "fate": moves[0].fate(view.stages).value,
            "count": len(moves),
            "amount_before": view.figures.exact(earlier(moves)),
            "amount": view.figures.exact(later(moves)),
            "unit": view.figures.unit or None,
        }


def _conversion_rows(view: View) -> Iterator[Data]:
    for found in conversions(view.pipeline.moves, view.stages):
        count = view.figures.count_share(found.reached, found.all)
        amount = view.figures.amount_share(found.reached, found.all)
        yield {
            "table": view.pipeline.table.id,
            "from_stage": found.start,
            "to_stage": found.goal,
            "of": len(found.all),
            "reached": len(found.reached),
            "count_percent": count.number or None,
            "amount_percent": amount.number or None,
        }


def _move_rows(view: View) -> Iterator[Data]:
    for move in view.pipeline.moves:
        fate = move.fate(view.stages)
        if fate is Fate.SAME:
            continue
        yield {
            "table": view.pipeline.table.id,
            "area": move.entity.reporter,
            "area_name": view.area(move.entity.reporter),
            "name": move.entity.label,
            "party": move.entity.holder or None,
            "fate": fate.value,
            "from_stage": _stage(view, move.before),
            "to_stage": _stage(view, move.now),
            "amount_before": view.figures.exact(earlier([move])) if move.before else None,
            "amount": view.figures.exact(later([move])) if move.now else None,
            "unit": view.figures.unit or None,
            "places": [_place(entity) for entity in (move.before, move.now) if entity],
        }


def _stage(view: View, entity: Entity | None) -> str | None:
    return view.stage_of(entity) if entity else None


def _place(entity: Entity) -> Data:
    home = entity.home
    return {"file": home.file, "sha256": home.sha256, "sheet": home.sheet, "row": entity.row}
