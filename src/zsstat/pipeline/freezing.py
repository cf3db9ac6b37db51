"""A bulletin frozen: its sentences, and every figure at its place with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zsstat.model import (
    Anchors,
    Block,
    Chart,
    Document,
    Exhibit,
    Figure,
    Headline,
    Measure,
    Paragraph,
    Part,
    Parts,
    Style,
    Table,
    Trace,
)
from zsstat.model.publications import Passage, PassageKind, PublishedFigure, PublishedPart
from zsstat.pipeline.remaking import OF_A_ROW, Remaker
from zsstat.render.cells import cell_text

NOT_FROM_RETURNS = frozenset({Measure.NARRATIVE, Measure.CONSTANT, Measure.PERIOD})
"""What the clerk wrote, what the catalogue declares, the period: none of it comes from a return."""

_SENTENCE = re.compile(r"(?<=[。！？])")
_STYLES = {
    Style.TITLE: PassageKind.TITLE,
    Style.HEADING: PassageKind.HEADING,
    Style.SUBHEADING: PassageKind.SUBHEADING,
    Style.BODY: PassageKind.BODY,
    Style.NOTE: PassageKind.NOTE,
}
_GAP = "\u3000"


def frozen(document: Document, remaker: Remaker) -> tuple[Passage, ...]:
    """The passages of a document; its figures in the order of :meth:`Document.figures`, by whose
    anchors they can be found in whatever was made of it."""
    freezer = _Freezer(remaker)
    return tuple(
        Passage(number, kind, tuple(freezer.part(part, kind) for part in parts))
        for number, block in enumerate(document.blocks)
        for kind, parts in _passages(block)
    )


def untraced(figure: Figure) -> bool:
    """Whether there is no return that a figure comes from."""
    return figure.key.measure in NOT_FROM_RETURNS


class _Freezer:
    """Gives figures their anchors, one after the other."""

    def __init__(self, remaker: Remaker) -> None:
        self.remaker = remaker
        self.anchors = Anchors()
        self._known: dict[Figure, PublishedFigure] = {}

    def part(self, part: Part, kind: PassageKind) -> PublishedPart:
        if isinstance(part, str):
            return part
        in_table = kind in (PassageKind.ROW, PassageKind.MARK)
        known = self._frozen(part)
        return PublishedFigure(
            self.anchors.next(part),
            part,
            cell_text(part) if in_table else part.display,
            known.title,
            known.way,
            known.row,
            known.trace,
        )

    def _frozen(self, figure: Figure) -> PublishedFigure:
        """What is the same of a figure wherever it stands."""
        if figure not in self._known:
            self._known[figure] = self._found(figure)
        return self._known[figure]

    def _found(self, figure: Figure) -> PublishedFigure:
        if untraced(figure):
            return PublishedFigure("", figure, "")
        tracer = self.remaker.tracer(figure.key)
        row = self.remaker.identity(figure.key) if figure.key.record is not None else None
        way = OF_A_ROW if row else self.remaker.way_of(figure)
        trace: Trace = tracer.trace(figure)
        return PublishedFigure("", figure, "", tracer.title(figure), way, row, trace)


def _passages(block: Block) -> Iterator[tuple[PassageKind, Parts]]:
    match block:
        case Paragraph(style, parts):
            sentences = _sentences(parts) if style in (Style.BODY, Style.NOTE) else [parts]
            yield from ((_STYLES[style], sentence) for sentence in sentences)
        case Headline(label, figure, remarks):
            said = (part for remark in remarks for part in ("，", remark))
            yield PassageKind.HEADLINE, (f"{label}：", figure, *said)
        case Exhibit(caption, Table() as table):
            yield PassageKind.CAPTION, caption
            rows = (_joined(row.cells) for row in table.rows)
            yield from ((PassageKind.ROW, row) for row in rows)
            yield from ((PassageKind.REMARK, note) for note in table.notes)
        case Exhibit(caption, Chart() as chart):
            yield PassageKind.CAPTION, caption
            marks = (_joined((mark.label, *mark.figures)) for mark in chart.marks)
            yield from ((PassageKind.MARK, mark) for mark in marks)
            said_of = (parts for parts in (chart.said, *chart.notes) if parts)
            yield from ((PassageKind.REMARK, parts) for parts in said_of)


def _sentences(parts: Parts) -> Iterator[Parts]:
    """A paragraph in its sentences: each with the full stop that ends it."""
    sentence: list[Part] = []
    for part in parts:
        pieces = _SENTENCE.split(part) if isinstance(part, str) else [part]
        for number, piece in enumerate(pieces):
            if number and sentence:
                yield tuple(sentence)
                sentence = []
            if piece != "":
                sentence.append(piece)
    if sentence:
        yield tuple(sentence)


def _joined(cells: Iterable[Part | None]) -> Parts:
    """The cells of a row with a space between them; an empty one is left out."""
    parts: list[Part] = []
    for cell in cells:
        if cell is None or cell == "":
            continue
        parts += [_GAP] if parts else []
        parts.append(cell)
    return tuple(parts)
