"""Statistical disclosure control: what of a document the public may see.

A figure that rests on fewer enterprises than the catalogue asks for is withheld, and so is what it
could be recomputed from: totals of its row, column and table, parts of a whole, growth and share
with what they are computed from, the same number elsewhere in the document
(:mod:`zsstat.disclosure.suppression` says what is not looked at). Sentences are the template's:
nothing is taken out of them, but what they give away is told. Single projects that the template
names stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from zsstat.disclosure.quantities import Grounds, Quantity
from zsstat.disclosure.suppression import Statement, Suppression, suppressed
from zsstat.figures import FigureBuilder
from zsstat.model import (
    Block,
    Chart,
    ChartKind,
    ChartMark,
    Document,
    Exhibit,
    Figure,
    FigureKey,
    Headline,
    Paragraph,
    Part,
    Parts,
    Table,
)

__all__ = ["WITHHELD", "Grounds", "Guarded", "Quantity", "Told", "withheld"]

WITHHELD = "withheld"
"""The note of a figure that is withheld."""
_STOPS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that a sentence tells though too few enterprises stand behind it."""

    sentence: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Guarded:
    """A document for the public. ``told``: what its sentences tell all the same; ``exposed``: what
    can be recomputed from sentences alone, though no table says it."""

    document: Document
    told: tuple[Told, ...]
    exposed: tuple[Quantity, ...]


def withheld(document: Document, grounds: Grounds) -> Guarded:
    """The document without what would show a single enterprise's figures.

    A large figure that is withheld is left out, a mark of a chart and a cell of a table stay with
    no value, and a note says so. Formulas are left out where they would name a sum that the
    document does not print, and of every indicator of which something is withheld: they are exact
    where the document is rounded, and an enterprise that takes its own part off an exact remainder
    would have the other's."""
    found = suppressed(_statements(document, grounds), grounds.relations(), grounds.sensitive)
    editor = _Editor(document, grounds, found)
    told = tuple(_told(document, found.primary))
    direct = {q for each in told for q in grounds.about(each.figure)}
    exposed = sorted(found.exposed - direct, key=str)
    return Guarded(Document(tuple(editor.blocks())), told, tuple(exposed))


def _statements(document: Document, grounds: Grounds) -> tuple[Statement[FigureKey, Quantity], ...]:
    """Each figure once, wherever it stands; one that a sentence tells is fixed."""
    texts = {f.key for block in document.paragraphs for f in block.figures()}
    made: dict[FigureKey, Statement[FigureKey, Quantity]] = {}
    for figure in document.figures():
        key = figure.key
        if key not in made and figure.value is not None:
            fixed = key in texts or grounds.printed(figure)
            city = key.area == grounds.book.city and key.member is None
            made[key] = Statement(
                key,
                grounds.forms(figure),
                grounds.about(figure),
                (city, not figure.value, abs(figure.value)),
                (key.area, key.dimension, key.member),
                fixed=fixed,
            )
    return tuple(made.values())


def _told(document: Document, primary: frozenset[FigureKey]) -> Iterator[Told]:
    for paragraph in document.paragraphs:
        for at, part in enumerate(paragraph.parts):
            if isinstance(part, Figure) and part.key in primary:
                yield Told(_sentence(paragraph.parts, at), part)


def _sentence(parts: Parts, at: int) -> str:
    """The sentence around a part."""
    before = "".join(map(str, parts[:at]))
    after = "".join(map(str, parts[at + 1 :]))
    start = max(before.rfind(stop) for stop in _STOPS) + 1
    ends = [end for stop in _STOPS if (end := after.find(stop)) >= 0]
    return (before[start:] + str(parts[at]) + after[: min(ends, default=len(after))]).strip()


class _Editor:
    """Makes the blocks anew, without what is withheld."""

    def __init__(
        self, document: Document, grounds: Grounds, found: Suppression[FigureKey, Quantity]
    ) -> None:
        self._document = document
        self._grounds = grounds
        self._hidden = found.primary | found.secondary
        self._say = FigureBuilder(grounds.catalogue, grounds.book).say
        self._printed = frozenset(
            quantity
            for figure in document.figures()
            if figure.key not in self._hidden
            for quantity in _single(grounds.forms(figure))
        )

    @cached_property
    def _beside_withheld(self) -> frozenset[Quantity]:
        """The sums of every indicator of which something is withheld, and of those that it adds up
        with."""
        hidden = (figure for figure in self._document.figures() if self._hides(figure))
        codes = {
            quantity.indicator for figure in hidden for quantity in self._grounds.about(figure)
        }
        for whole, parts in self._grounds.publication.sums.items():
            if codes & {whole, *parts}:
                codes |= {whole, *parts}
        return frozenset(q for q in self._grounds.shares if q.indicator in codes)

    def blocks(self) -> Iterator[Block]:
        for block in self._document.blocks:
            match block:
                case Paragraph():
                    yield Paragraph(block.style, tuple(map(self._told, block.parts)))
                case Headline() if not self._hides(block.figure):
                    yield self._headline(block)
                case Exhibit(caption, Table() as table):
                    yield Exhibit(self._parts(caption), self._table(table))
                case Exhibit(caption, Chart() as chart) if self._shows(chart):
                    yield Exhibit(self._parts(caption), self._chart(chart))

    def _hides(self, part: Part | None) -> bool:
        return isinstance(part, Figure) and part.value is not None and part.key in self._hidden

    def _headline(self, headline: Headline) -> Headline:
        remarks = tuple(f for f in headline.remarks if not self._hides(f))
        figure = self._kept(headline.figure)
        return Headline(headline.label, figure, tuple(map(self._kept, remarks)))

    def _table(self, table: Table) -> Table:
        rows = tuple(replace(row, cells=tuple(map(self._cell, row.cells))) for row in table.rows)
        notes = tuple(map(self._parts, table.notes))
        hides = any(self._hides(cell) for row in table.rows for cell in row.cells)
        return replace(table, rows=rows, notes=(*self._note(hides=hides), *notes))

    def _chart(self, chart: Chart) -> Chart:
        hides = any(self._hides(f) for mark in chart.marks for f in mark.figures)
        notes = tuple(self._parts(note) for note in chart.notes if not self._tells(note))
        return replace(
            chart,
            marks=tuple(map(self._mark, self._ordered(chart))),
            said=() if self._tells(chart.said) else self._parts(chart.said),
            notes=(*self._note(hides=hides), *notes),
        )

    def _ordered(self, chart: Chart) -> Iterable[ChartMark]:
        """Bars stand by size: one that is withheld would be known to lie between its neighbours."""
        if chart.kind is ChartKind.LINES:
            return chart.marks
        return sorted(chart.marks, key=lambda mark: any(map(self._hides, mark.figures)))

    def _shows(self, chart: Chart) -> bool:
        """Whether there is anything left to draw."""
        return any(f and not self._hides(f) for mark in chart.marks for f in mark.figures)

    def _tells(self, parts: Parts) -> bool:
        return any(map(self._hides, parts))

    def _mark(self, mark: ChartMark) -> ChartMark:
        return replace(mark, figures=tuple(f and self._figure(f) for f in mark.figures))

    def _note(self, *, hides: bool) -> tuple[Parts, ...]:
        return ((self._say("note_withheld"),),) if hides else ()

    def _parts(self, parts: Parts) -> Parts:
        return tuple(self._figure(part) if isinstance(part, Figure) else part for part in parts)

    def _cell(self, cell: Part | None) -> Part | None:
        return self._figure(cell) if isinstance(cell, Figure) else cell

    def _told(self, part: Part) -> Part:
        return self._kept(part) if isinstance(part, Figure) else part

    def _figure(self, figure: Figure) -> Figure:
        if not self._hides(figure):
            return self._kept(figure)
        return Figure(
            key=figure.key,
            value=None,
            unit=figure.unit,
            decimals=0,
            number=self._say("cell_withheld"),
            display=self._say("withheld"),
            formula="",
            note=WITHHELD,
        )

    def _kept(self, figure: Figure) -> Figure:
        """A figure with its formula, if that names nothing that is not printed anyway, more exactly
        than what is withheld beside it can bear."""
        about = self._grounds.about(figure)
        known = about <= self._printed and not about & self._beside_withheld
        return figure if known else replace(figure, formula="")


def _single(forms: Iterable[dict[Quantity, Fraction]]) -> Iterator[Quantity]:
    """The quantities that forms tell by themselves."""
    for form in forms:
        if len(form) == 1:
            yield from form
