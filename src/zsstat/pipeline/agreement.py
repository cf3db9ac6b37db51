"""Whether what was published still agrees with the data, and what has changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from zsstat.declarations import Catalogue
from zsstat.errors import ZsstatError
from zsstat.model import Anchors, Document, Figure, FigureKey, Trace, TracedCell
from zsstat.model.publications import (
    CountingPart,
    DatabaseState,
    Passage,
    PassageKind,
    Publication,
    PublishedFigure,
    StandingDecision,
)
from zsstat.pipeline.drafts import drafted
from zsstat.pipeline.freezing import untraced
from zsstat.pipeline.remaking import OF_A_ROW, Remaker
from zsstat.render.cells import cell_text
from zsstat.store import Store


class Verdict(StrEnum):
    """How a published figure stands to the data of today.

    ``same_print``: the exact value is another one, and it prints the same. ``reworded``: the value
    is the same, and the catalogue now has it said in other words. ``unlisted``: the value is the
    same, and the template would not list this row any more. ``gone``: it cannot be computed any
    more. ``own``: no return says it, so that it is not judged."""

    AGREES = "agrees"
    SAME_PRINT = "same_print"
    REWORDED = "reworded"
    DIFFERS = "differs"
    UNLISTED = "unlisted"
    GONE = "gone"
    OWN = "own"


BROKEN = frozenset({Verdict.DIFFERS, Verdict.UNLISTED, Verdict.GONE})
"""What was published does not hold any more."""
CHANGED = BROKEN | {Verdict.SAME_PRINT, Verdict.REWORDED}


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a figure rests on that is other than it was: None where there was, or is, no such cell.
    ``area`` is the name of the reporter or of the line."""

    area: str
    before: TracedCell | None
    after: TracedCell | None


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """A published figure, what it would be now (None where it cannot be computed), and why."""

    published: PublishedFigure
    verdict: Verdict
    now: Figure | None = None
    printed: str = ""
    reason: str = ""
    changes: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A sentence with those of its figures that changed. ``context`` says which table or chart a
    row stands in."""

    passage: Passage
    context: str
    figures: tuple[JudgedFigure, ...]


@dataclass(frozen=True, slots=True)
class StateChange:
    """What counted and does not any more, and what has come."""

    gone: tuple[CountingPart, ...] = ()
    come: tuple[CountingPart, ...] = ()
    revoked: tuple[StandingDecision, ...] = ()
    decided: tuple[StandingDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A publication against the data of today. ``catalogue`` and ``program`` say whether those are
    others now."""

    publication: Publication
    passages: tuple[JudgedPassage, ...]
    state: StateChange
    judged: int
    own: int
    catalogue: bool
    program: bool

    @property
    def figures(self) -> tuple[JudgedFigure, ...]:
        """Those that changed, in the order in which they are printed."""
        return tuple(figure for passage in self.passages for figure in passage.figures)

    @property
    def broken(self) -> int:
        """How many figures do not hold any more."""
        return sum(figure.verdict in BROKEN for figure in self.figures)


def judged(store: Store, catalogue: Catalogue, publication: Publication, program: str) -> Agreement:
    """Every figure of a publication made again and compared with what was printed."""
    judge = _Judge(store, catalogue, publication)
    state = store.publications.state(publication.period)
    catalogue_other = publication.catalogue != catalogue.fingerprint
    same = state.digest == publication.state.digest
    found: tuple[JudgedPassage, ...] = ()
    if not same or catalogue_other or publication.program != program:
        found = tuple(judge.passages())
    figures = list(publication.figures())
    own = sum(untraced(figure.figure) for figure in figures)
    return Agreement(
        publication,
        found,
        _state_change(publication.state, state),
        len(figures) - own,
        own,
        catalogue_other,
        publication.program != program,
    )


class _Judge:
    """Judges the figures of one publication."""

    def __init__(self, store: Store, catalogue: Catalogue, publication: Publication) -> None:
        self.store = store
        self.catalogue = catalogue
        self.publication = publication
        self.remaker = Remaker(store, catalogue, publication.period)

    def passages(self) -> Iterator[JudgedPassage]:
        """The passages with a figure that changed."""
        context = ""
        for passage in self.publication.passages:
            in_exhibit = passage.kind in (PassageKind.ROW, PassageKind.MARK, PassageKind.REMARK)
            if passage.kind is PassageKind.CAPTION:
                context = passage.text
            judged = [self._judged(figure) for figure in passage.figures()]
            changed = tuple(figure for figure in judged if figure.verdict in CHANGED)
            if changed:
                yield JudgedPassage(passage, context if in_exhibit else "", changed)

    def _judged(self, published: PublishedFigure) -> JudgedFigure:
        if untraced(published.figure):
            return JudgedFigure(published, Verdict.OWN)
        now, reason = self._now(published)
        if now is None or (now.value is None and published.figure.value is not None):
            why = reason or self._why_missing(now)
            changes = tuple(self._changes(published, now)) if now else self._lost(published)
            return JudgedFigure(published, Verdict.GONE, now, "", why, changes)
        printed = cell_text(now) if published.printed == cell_text(published.figure) else str(now)
        verdict = self._verdict(published, now, printed)
        changes = () if verdict is Verdict.AGREES else tuple(self._changes(published, now))
        return JudgedFigure(published, verdict, now, printed, "", changes)

    def _verdict(self, published: PublishedFigure, now: Figure, printed: str) -> Verdict:
        then = published.figure
        if now.value != then.value:
            return Verdict.SAME_PRINT if printed == published.printed else Verdict.DIFFERS
        if printed != published.printed:
            # words of a cell have no value but themselves
            return Verdict.DIFFERS if then.value is None else Verdict.REWORDED
        if published.row and not self._listed(now):
            return Verdict.UNLISTED
        return Verdict.AGREES

    # --- what it would be now ---------------------------------------------------------------

    def _now(self, published: PublishedFigure) -> tuple[Figure | None, str]:
        """The figure of today, or why there is none."""
        key = published.figure.key
        if key.indicator and key.indicator not in self.catalogue.indicators:
            return None, f"目录里已经没有指标“{key.indicator}”"
        if published.row and published.way == OF_A_ROW:
            row = self.remaker.row_of(published.row, key.record)
            if row is None:
                return None, f"计入的报表里已经找不到“{published.row.label}”这一行"
            found = self.remaker.of_row(key, row)
            return found, "" if found else f"“{published.row.label}”这一行已经不计入这个指标"
        if make := self.remaker.ways(key).get(published.way):
            return make(), ""
        return self._as_the_template_says(published)

    def _as_the_template_says(self, published: PublishedFigure) -> tuple[Figure | None, str]:
        if isinstance(self._rewritten, str):
            return None, f"原来的模板现在写不出来：{self._rewritten}"
        found = self._rewritten.get(published.anchor)
        return found, "" if found else "照原来的模板重写，已不再写出这个数"

    @cached_property
    def _rewritten(self) -> Mapping[str, Figure] | str:
        """The figures that the published template makes of today's data, by anchor; the reason
        where it makes nothing."""
        of = self.publication
        try:
            made = drafted(
                self.store, self.catalogue, of.period, of.template, of.narrative, of.area
            )
        except ZsstatError as error:
            return error.message
        return _anchored(made.edition(of.audience).document)

    def _listed(self, now: Figure) -> bool:
        """Whether the template would still list a row."""
        if isinstance(self._rewritten, str):
            return True
        return any(figure.key == now.key for figure in self._rewritten.values())

    def _why_missing(self, now: Figure | None) -> str:
        note = now.note if now else None
        return self.catalogue.wording.phrases.get(note, note) if note else ""

    # --- what changed it --------------------------------------------------------------------

    def _changes(self, published: PublishedFigure, now: Figure) -> Iterator[CellChange]:
        if published.trace is None:
            return
        today = self.remaker.tracer(now.key).trace(now)
        yield from cell_changes(published.trace, today)

    def _lost(self, published: PublishedFigure) -> tuple[CellChange, ...]:
        """The cells of a single row that is not there any more; of a sum they would be too many to
        tell anything."""
        if published.row is None or published.trace is None:
            return ()
        return tuple(CellChange("", cell, None) for cell in published.trace.cells())


def _anchored(document: Document) -> Mapping[str, Figure]:
    anchors = Anchors()
    return {anchors.next(figure): figure for figure in document.figures()}


# --- cells ------------------------------------------------------------------------------------

_Place: TypeAlias = tuple[FigureKey, str, str]


def cell_changes(before: Trace, after: Trace) -> tuple[CellChange, ...]:
    """What two traces of one figure rest on that is not the same, each once.

    A cell of a workbook that was sent again is the same where it says the same of the same thing,
    whatever file it stands in. What is left is paired by the thing that it is about, then by
    place."""
    then, now = _placed(before), _placed(after)
    found: dict[CellChange, None] = {}
    for place in dict.fromkeys((*then, *now)):
        for change in _paired(place[2], then.get(place, ()), now.get(place, ())):
            found[change] = None
    return tuple(found)


def _placed(trace: Trace) -> dict[_Place, list[TracedCell]]:
    """The cells by the figure and the area that they are of."""
    cells: dict[_Place, list[TracedCell]] = {}
    key = trace.figure.key
    about = FigureKey(key.measure, key.indicator, "", key.period, key.dimension, key.member)
    for area in trace.areas:
        cells.setdefault((about, area.area, area.name), []).extend(area.cells)
    for operand in trace.operands:
        for place, found in _placed(operand).items():
            cells.setdefault(place, []).extend(found)
    return cells


def _paired(
    area: str, before: Sequence[TracedCell], after: Sequence[TracedCell]
) -> Iterator[CellChange]:
    gone, come = _unlike(before, after), _unlike(after, before)
    for same in (_about, _where):
        waiting: dict[object, list[TracedCell]] = {}
        for cell in come:
            waiting.setdefault(same(cell), []).append(cell)
        left = []
        for cell in gone:
            mates = waiting.get(same(cell)) if same(cell) else None
            if not mates:
                left.append(cell)
                continue
            mate = mates.pop(0)
            come.remove(mate)
            yield CellChange(area, cell, mate)
        gone = left
    yield from (CellChange(area, cell, None) for cell in gone)
    yield from (CellChange(area, None, cell) for cell in come)


def _unlike(cells: Iterable[TracedCell], others: Iterable[TracedCell]) -> list[TracedCell]:
    """The cells that say what none of the others does, as often as they are more."""
    known = Counter((cell.label, cell.value) for cell in others)
    left = []
    for cell in cells:
        if known[cell.label, cell.value]:
            known[cell.label, cell.value] -= 1
        else:
            left.append(cell)
    return left


def _about(cell: TracedCell) -> object:
    return cell.label


def _where(cell: TracedCell) -> object:
    return (cell.ref.sheet, cell.ref.cell) if cell.ref.cell else None


# --- the database -----------------------------------------------------------------------------


def _state_change(then: DatabaseState, now: DatabaseState) -> StateChange:
    """Tables and decisions of one and not of the other."""
    before, after = set(then.parts), set(now.parts)
    decided = {decision.number for decision in then.decisions}
    standing = {decision.number for decision in now.decisions}
    return StateChange(
        tuple(part for part in then.parts if part not in after),
        tuple(part for part in now.parts if part not in before),
        tuple(decision for decision in then.decisions if decision.number not in standing),
        tuple(decision for decision in now.decisions if decision.number not in decided),
    )
