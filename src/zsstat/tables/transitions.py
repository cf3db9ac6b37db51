"""What became of the same projects between two periods: the matrix of stages, the rates at which
they went on, and the projects that somebody should ask about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zsstat.compute.stages import Fate, Move, conversions
from zsstat.model import Align, Figure, Heading, Part, Parts, Table, TableRow
from zsstat.tables import notes
from zsstat.tables.pipelines import ASTRAY, Comparison, Measured, View, earlier, later

LISTED = 30
"""So many projects that went back or are gone are listed; JSON has all."""
_FATES = (
    ("head_forward", (Fate.FORWARD,)),
    ("head_same", (Fate.SAME,)),
    ("head_back", ASTRAY),
    ("head_ended", (Fate.ENDED,)),
    ("head_other", (Fate.UNKNOWN,)),
    ("head_closed", (Fate.CLOSED,)),
    ("head_gone", (Fate.GONE,)),
    ("head_new", (Fate.NEW,)),
)
"""The columns of a reporter's line: together they are all its projects of both periods. One for
stages that are not said is there only where it is needed."""


def comparison_tables(view: View, compared: Comparison, *, by_area: bool) -> Iterator[Table]:
    """The matrices and rates of the city, or a line for each reporter; then the exceptions."""
    if by_area:
        yield _moves_by_area(view, compared)
    else:
        yield from (_matrix(view, compared, measured) for measured in view.measures)
        yield from (_rates(view, measured) for measured in view.measures)
    yield from _listed(view, "title_backward", ASTRAY)
    yield from _listed(view, "title_vanished", (Fate.GONE,))


# --- the matrix -------------------------------------------------------------------------------


def _matrix(view: View, compared: Comparison, measured: Measured) -> Table:
    """Stage before × stage now of the same projects. Amounts are those of before; a line for what
    they changed by makes the columns add up to what they are now."""
    moves = view.pipeline.moves
    columns = view.names(later(moves))
    rows = [_matrix_row(view, measured, name, columns) for name in view.names(earlier(moves))]
    return Table(
        view.title(f"title_moves_{measured.name}"),
        (
            Heading(view.say("head_before_stage", stage=view.stage), Align.LEFT),
            *(Heading(column) for column in columns),
            Heading(view.say("head_vanished")),
            Heading(view.say("head_before_total")),
        ),
        (*rows, *_closing(view, measured, columns)),
        view.say("unit_line", unit=measured.unit),
        tuple(_matrix_notes(view, compared, measured)),
    )


def _matrix_row(view: View, measured: Measured, name: str, columns: Sequence[str]) -> TableRow:
    own = [m for m in view.pipeline.moves if m.before and view.stage_of(m.before) == name]
    cells: list[Part | None] = []
    for column in columns:
        there = [m for m in own if m.now and view.stage_of(m.now) == column]
        figure = measured.make(earlier(there))
        cells.append(_marked(view, figure) if view.fated(there, *ASTRAY) else figure)
    gone = view.fated(own, Fate.CLOSED, Fate.GONE)
    return TableRow((name, *cells, measured.make(earlier(gone)), measured.make(earlier(own))))


def _marked(view: View, figure: Figure) -> Figure:
    return replace(figure, number=view.say("cell_backward", number=figure.number))


def _closing(view: View, measured: Measured, columns: Sequence[str]) -> Iterator[TableRow]:
    """What is new, by how much the amounts of the others changed, and what there is now."""
    moves = view.pipeline.moves
    new = later(view.fated(moves, Fate.NEW))
    yield _line(view, "label_new", [measured.make(view.at(new, column)) for column in columns])
    if measured.name == "amount":
        stayed = [(m, view.stage_of(m.now)) for m in moves if m.before and m.now]
        changed = [
            view.figures.difference([m for m, stage in stayed if stage == column])
            for column in columns
        ]
        yield _line(view, "label_changed", changed)
    now = [measured.make(view.at(later(moves), column)) for column in columns]
    yield _line(view, "label_now_total", now, total=True)


def _line(view: View, label: str, cells: Sequence[Figure], *, total: bool = False) -> TableRow:
    """A line of this period alone: nothing can be gone from it, and it has no sum before."""
    return TableRow((view.say(label, total=view.total), *cells, None, None), total)


def _matrix_notes(view: View, compared: Comparison, measured: Measured) -> Iterator[Parts]:
    if measured.name == "amount":
        fields = {
            "changed": view.say("label_changed", total=view.total),
            "new": view.say("label_new"),
        }
        yield (view.say("note_moves_amount", total=view.total, **fields),)
    else:
        yield from _compared_notes(view, compared)
    if view.fated(view.pipeline.moves, *ASTRAY):
        yield (view.say("note_backward", stage=view.stage),)


def _compared_notes(view: View, compared: Comparison) -> Iterator[Parts]:
    said = {"table": view.pipeline.table.name, "count": str(len(compared.both))}
    if compared.one_only:
        names = notes.area_names(view.builder, compared.one_only)
        yield (view.say("note_stages_compared", names=names, **said),)
    else:
        yield (view.say("note_stages_compared_all", **said),)
    yield (view.say("note_same_project"),)


# --- rates ------------------------------------------------------------------------------------


def _rates(view: View, measured: Measured) -> Table:
    """From each stage on the way to each later one."""
    way = view.stages.way
    made = {(c.start, c.goal): c for c in conversions(view.pipeline.moves, view.stages)}
    rows = []
    for start in way[:-1]:
        rates = (made.get((start, goal)) for goal in way[1:])
        cells = (measured.share(found.reached, found.all) if found else None for found in rates)
        rows.append(TableRow((start, measured.make(made[start, way[-1]].all), *cells)))
    said = [(view.say("note_rates", stage=view.stage),)]
    if measured.name == "amount":
        said.append((view.say("note_rates_amount", total=view.total),))
    return Table(
        view.title(f"title_rates_{measured.name}"),
        (
            Heading(view.say("head_before_stage", stage=view.stage), Align.LEFT),
            Heading(view.say("head_before"), unit=measured.unit),
            *(Heading(goal, unit="%") for goal in way[1:]),
        ),
        tuple(rows),
        notes=tuple(said),
    )


# --- by reporter ------------------------------------------------------------------------------


def _moves_by_area(view: View, compared: Comparison) -> Table:
    moves = view.pipeline.moves
    own: dict[str, list[Move]] = {area: [] for area in compared.both}
    for move in moves:
        own[move.entity.reporter].append(move)
    areas = [_area_row(view, view.area(area), of_area) for area, of_area in own.items()]
    return Table(
        view.title("title_moves_area"),
        (
            Heading(view.say("head_area"), Align.LEFT),
            Heading(view.say("head_before")),
            *(Heading(view.say(name)) for name, _ in _fates(view)),
            Heading(view.say("head_now")),
            Heading(view.say("head_forward_rate"), unit="%"),
        ),
        (*areas, _area_row(view, view.say("label_all"), moves, total=True)),
        view.say("unit_line", unit=view.figures.counted),
        (*_compared_notes(view, compared), *_forward_notes(view)),
    )


def _fates(view: View) -> tuple[tuple[str, tuple[Fate, ...]], ...]:
    unsaid = view.fated(view.pipeline.moves, Fate.UNKNOWN)
    return tuple(pair for pair in _FATES if unsaid or Fate.UNKNOWN not in pair[1])


def _forward_notes(view: View) -> Iterator[Parts]:
    finished = "、".join(view.stages.finished)
    if finished:
        yield (view.say("note_forward", stage=view.stage, finished=finished),)


def _area_row(view: View, label: str, own: Sequence[Move], *, total: bool = False) -> TableRow:
    count = view.figures.count
    fates = (count([m.entity for m in view.fated(own, *fates)]) for _, fates in _fates(view))
    before, forward = earlier(own), earlier(view.fated(own, Fate.FORWARD))
    rate = view.figures.count_share(forward, [e for e in before if view.may_go_on(e)])
    return TableRow((label, count(before), *fates, count(later(own)), rate), total)


# --- projects ---------------------------------------------------------------------------------


def _listed(view: View, title: str, fates: tuple[Fate, ...]) -> Iterator[Table]:
    """The projects that somebody should ask about; no table where there are none."""
    senders = view.pipeline.senders
    moves = sorted(
        view.fated(view.pipeline.moves, *fates), key=lambda m: senders.index(m.entity.reporter)
    )
    if not moves:
        return
    more = (view.say("note_listed", shown=str(LISTED), number=str(len(moves))),)
    yield Table(
        view.title(title),
        (
            Heading(view.say("head_area"), Align.LEFT),
            Heading(view.pipeline.tracking.name, Align.LEFT),
            Heading(view.say("head_before_stage", stage=view.stage), Align.LEFT),
            Heading(view.say("head_now_stage", stage=view.stage), Align.LEFT),
            *([Heading(view.total, unit=view.figures.unit)] if view.total else ()),
        ),
        tuple(_listed_row(view, move) for move in moves[:LISTED]),
        notes=(more,) if len(moves) > LISTED else (),
    )


def _listed_row(view: View, move: Move) -> TableRow:
    cells: list[Part | None] = [
        view.area(move.entity.reporter),
        move.entity.label,
        view.stage_of(move.before) if move.before else "",
        view.stage_of(move.now) if move.now else "",
    ]
    if view.total:
        cells.append(view.figures.amount([move.entity]))
    return TableRow(tuple(cells))
