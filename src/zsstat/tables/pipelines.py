"""A table of projects on their way through the stages, seen for printing: which projects, which
figures, which words. The tables are in :mod:`zsstat.tables.stages` and
:mod:`zsstat.tables.transitions`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from zsstat.compute.stages import Fate, Move, Stages, matched
from zsstat.declarations import ReturnTable, Tracking
from zsstat.figures import FigureBuilder
from zsstat.figures.stages import StageFigures
from zsstat.model import Entity, Figure, Period
from zsstat.tables import notes

ASTRAY = (Fate.BACK, Fate.REVIVED)
"""What is marked in the matrix and listed: nobody expects it of a project."""


@dataclass(frozen=True)
class Comparison:
    """The same table of an earlier period. ``both`` are the senders of the two, ``one_only`` those
    of one alone: nothing is said of theirs, for what a missing return would have held is unknown.
    """

    period: Period
    both: tuple[str, ...]
    one_only: tuple[str, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True)
class Pipeline:
    """A table whose rows have stages. ``entities`` are its rows as projects; ``rows`` counts all of
    them, those without a name too."""

    table: ReturnTable
    tracking: Tracking
    stages: Stages
    senders: tuple[str, ...]
    entities: tuple[Entity, ...]
    rows: int
    comparison: Comparison | None = None

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """What became of each project of the senders of both periods."""
        compared = self.comparison
        if compared is None:
            return ()
        before = (e for e in compared.entities if e.reporter in compared.both)
        now = (e for e in self.entities if e.reporter in compared.both)
        return matched(before, now)


class View:
    """One pipeline with the figures and the words of a period."""

    def __init__(self, builder: FigureBuilder, pipeline: Pipeline) -> None:
        self.builder = builder
        self.pipeline = pipeline
        self.figures = StageFigures(builder, pipeline.table, pipeline.tracking)
        self.stages = pipeline.stages
        self.stage = pipeline.tracking.stage or ""
        self.total = pipeline.tracking.total or ""
        self.unknown = builder.say("stage_unknown")

    @property
    def measures(self) -> tuple[Measured, ...]:
        """Projects are counted and, where the table has a column of totals, added up."""
        figures = self.figures
        counted = Measured("count", figures.counted, figures.count, figures.count_share)
        added = Measured("amount", figures.unit, figures.amount, figures.amount_share)
        return (counted, added) if self.total else (counted,)

    def stage_of(self, entity: Entity) -> str:
        """Its stage; 未注明 where the cell is blank: never guessed."""
        return entity.stage if entity.stage in self.stages.names else self.unknown

    def at(self, entities: Iterable[Entity], stage: str) -> list[Entity]:
        return [entity for entity in entities if self.stage_of(entity) == stage]

    def may_go_on(self, entity: Entity) -> bool:
        """Whether it is on its way and not finished."""
        return entity.stage in self.stages.way and entity.stage not in self.stages.finished

    def names(self, entities: Iterable[Entity]) -> tuple[str, ...]:
        """The stages, and 未注明 where it occurs."""
        blank = any(self.stage_of(entity) == self.unknown for entity in entities)
        return (*self.stages.names, self.unknown) if blank else self.stages.names

    def fated(self, moves: Iterable[Move], *fates: Fate) -> list[Move]:
        """Those that had one of these fates."""
        return [move for move in moves if move.fate(self.stages) in fates]

    def say(self, phrase: str, **fields: str) -> str:
        return self.builder.say(phrase, **fields)

    def area(self, area: str) -> str:
        return self.builder.catalogue.area_name(area, self.builder.book.period)

    def title(self, phrase: str) -> str:
        """A title with those of its fields filled in that it has."""
        fields = {
            "period": self.builder.period().display,
            "city": notes.area_names(self.builder, (self.builder.book.city,)),
            "table": self.pipeline.table.name,
            "stage": self.stage,
            "total": self.total,
        }
        if compared := self.pipeline.comparison:
            earlier = replace(self.builder.book, period=compared.period)
            fields["before"] = FigureBuilder(self.builder.catalogue, earlier).period().display
        return self.say(phrase, **fields)


@dataclass(frozen=True)
class Measured:
    """One way to say how much projects are: ``make`` gives the figure of some, ``share`` that of a
    part of a whole; ``name`` is what phrases about it end in."""

    name: str
    unit: str
    make: Callable[[Sequence[Entity]], Figure]
    share: Callable[[Sequence[Entity], Sequence[Entity]], Figure]


def by_reporter(projects: Iterable[Entity]) -> defaultdict[str, list[Entity]]:
    """The projects of each reporter; none for one that has none."""
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for project in projects:
        found[project.reporter].append(project)
    return found


def earlier(moves: Iterable[Move]) -> list[Entity]:
    """The projects as they were, those that were there."""
    return [move.before for move in moves if move.before]


def later(moves: Iterable[Move]) -> list[Entity]:
    """The projects as they are, those that are there."""
    return [move.now for move in moves if move.now]
