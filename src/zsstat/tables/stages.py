"""Projects by stage, for the city or by reporter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zsstat.compute.stages import shared_codes
from zsstat.figures import FigureBuilder
from zsstat.model import Align, Entity, Heading, Part, Parts, Report, Table, TableRow
from zsstat.tables import notes
from zsstat.tables.about import about
from zsstat.tables.deferred import Deferred
from zsstat.tables.pipelines import Measured, Pipeline, View, by_reporter
from zsstat.tables.stage_data import stages_data
from zsstat.tables.transitions import comparison_tables


def stages_report(builder: FigureBuilder, made: Sequence[Pipeline], *, by_area: bool) -> Report:
    """Where the projects stand and, where there is a comparison, how they came there; for the city
    or by reporter (``by_area``)."""
    views = [View(builder, pipeline) for pipeline in made]
    tables = tuple(table for view in views for table in _tables(view, by_area=by_area))
    data = Deferred(lambda: stages_data(builder, views, by_area=by_area))
    return Report(tables, data, about(builder, "about_title_stages"))


def _tables(view: View, *, by_area: bool) -> Iterator[Table]:
    if by_area:
        yield from (_by_area(view, measured) for measured in view.measures)
    else:
        yield _distribution(view)
    if compared := view.pipeline.comparison:
        yield from comparison_tables(view, compared, by_area=by_area)


def _distribution(view: View) -> Table:
    entities = view.pipeline.entities
    rows = [_share_row(view, name, view.at(entities, name)) for name in view.names(entities)]
    whole = _share_row(view, view.say("label_all"), entities, total=True)
    headings = [Heading(view.stage, Align.LEFT)]
    for measured in view.measures:
        name = view.say("head_count") if measured.name == "count" else view.total
        headings.append(Heading(name, unit=measured.unit))
        headings.append(Heading(view.say(f"head_{measured.name}_share"), unit="%"))
    return Table(
        view.title("title_stages"), tuple(headings), (*rows, whole), notes=tuple(_notes(view))
    )


def _share_row(view: View, label: str, part: Sequence[Entity], *, total: bool = False) -> TableRow:
    whole = view.pipeline.entities
    cells: list[Part | None] = [label]
    for measured in view.measures:
        cells += [measured.make(part), measured.share(part, whole)]
    return TableRow(tuple(cells), total)


def _by_area(view: View, measured: Measured) -> Table:
    entities = view.pipeline.entities
    names = view.names(entities)

    def row(label: str, own: Sequence[Entity], *, total: bool = False) -> TableRow:
        cells = (measured.make(view.at(own, name)) for name in names)
        return TableRow((label, *cells, measured.make(own)), total)

    own = by_reporter(entities)
    areas = [row(view.area(area), own[area]) for area in view.pipeline.senders]
    first = measured.name == "count"
    return Table(
        view.title(f"title_stages_{measured.name}"),
        (
            Heading(view.say("head_area"), Align.LEFT),
            *(Heading(name) for name in names),
            Heading(view.say("label_all")),
        ),
        (*areas, row(view.say("label_all"), entities, total=True)),
        view.say("unit_line", unit=measured.unit),
        tuple(_notes(view) if first else _amount_notes(view)),
    )


def _notes(view: View) -> Iterator[Parts]:
    pipeline = view.pipeline
    yield from notes.completeness(view.builder)
    said = {"table": pipeline.table.name, "stage": view.stage, "unknown": view.unknown}
    yield (view.say("note_stages", **said),)
    if unnamed := pipeline.rows - len(pipeline.entities):
        name = pipeline.tracking.name
        yield (view.say("note_stages_unnamed", number=str(unnamed), name=name),)
    yield from _amount_notes(view)
    if twice := shared_codes(pipeline.entities):
        yield (view.say("note_stages_twice", number=str(twice)),)


def _amount_notes(view: View) -> Iterator[Parts]:
    without = sum(entity.total is None for entity in view.pipeline.entities)
    if view.total and without:
        yield (view.say("note_stages_amount", number=str(without), total=view.total),)
