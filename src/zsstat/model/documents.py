"""What renderers take: tables, charts, documents, and the edition in which a document goes out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from zsstat.choices import Audience, Layout
from zsstat.model.figures import Figure, Measure, Part, Parts
from zsstat.model.places import Period
from zsstat.model.traces import Trace


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's column heading; ``unit`` is printed beside it, ``keep`` says that it must not be
    the one to go when the terminal is narrow. In a workbook texts that are wider than ``widest``
    (a Chinese character takes two) are folded to it. ``levels`` is the same heading in two lines
    (同比, 2019年), where neighbours share the upper one; empty where it has one line."""

    text: str
    align: Align = Align.RIGHT
    unit: str = ""
    keep: bool = True
    widest: int | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One cell a heading; ``total`` rows are set apart. ``own`` is one that is set apart and no
    total: our city among the members of the province."""

    cells: tuple[Part | None, ...]
    total: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a note is about one place of its table and not about all of it: ``note`` counts the
    table's notes from 0, ``column`` its headings; ``row`` is None for a mark at the heading."""

    note: int
    column: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What renderers take. ``unit_line`` stands above the header at the right (单位：亿元);
    ``marks`` say which notes are about single cells or headings."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    unit_line: str = ""
    notes: tuple[Parts, ...] = ()
    marks: tuple[Mark, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """The figures of the cells, row by row, then those of the notes."""
        for row in self.rows:
            yield from (cell for cell in row.cells if isinstance(cell, Figure))
        for note in self.notes:
            yield from _figures(note)


@dataclass(frozen=True, slots=True)
class About:
    """What the cover of a statistical workbook says. ``period`` as printed; ``source`` where the
    figures come from, in a line; ``status`` who is counted, ``preliminary`` the word for figures
    that still lack a return (empty where none is lacking); ``method`` how they were made."""

    title: str
    office: str
    period: str
    source: str
    status: tuple[str, ...] = ()
    preliminary: str = ""
    method: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a command prints: tables for people, and the same as plain data for machines.

    ``data`` holds only mappings, sequences, strings, ints, bools and None; ``data["rows"]``, where
    there is one, is the sequence of mappings that makes a flat csv. Statistics say what they are
    ``about``; a list for people (who owes what) does not, and its workbook is a plain one."""

    tables: tuple[Table, ...]
    data: Mapping[str, object] = field(default_factory=dict)
    about: About | None = None
    layout: Layout = Layout.STATISTICAL


class ChartKind(StrEnum):
    """``bars``: one bar a mark, ours set apart. ``pairs``: this year beside last year at each mark.
    ``lines``: the marks are months, a line a series."""

    BARS = "bars"
    PAIRS = "pairs"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class ChartMark:
    """What stands at one place of the axis: a figure a series, None where there is none. ``own``
    is set apart from the others: our city among the province's members."""

    label: str
    figures: tuple[Figure | None, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """``series`` names what each mark has a figure of (2020年, 2019年). ``said`` is what the chart
    shows, in the words in which the text would say it: for who cannot see it."""

    id: str
    kind: ChartKind
    unit: str
    series: tuple[str, ...]
    marks: tuple[ChartMark, ...]
    said: Parts = ()
    notes: tuple[Parts, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """The figures of the marks, mark by mark, then those in words."""
        for mark in self.marks:
            yield from (figure for figure in mark.figures if figure)
        for parts in (self.said, *self.notes):
            yield from _figures(parts)


class Style(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    SUBHEADING = "subheading"
    BODY = "body"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text and figures in one style."""

    style: Style
    parts: Parts

    def figures(self) -> Iterator[Figure]:
        yield from _figures(self.parts)


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the large figures of a page: what it is, the figure, and what is said beside it
    (growth, placement)."""

    label: str
    figure: Figure
    remarks: tuple[Figure, ...] = ()

    def figures(self) -> Iterator[Figure]:
        yield self.figure
        yield from self.remarks


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table or a chart in a document. ``caption`` takes the place of the table's own title."""

    caption: Parts
    body: Table | Chart

    def figures(self) -> Iterator[Figure]:
        yield from _figures(self.caption)
        yield from self.body.figures()


Block: TypeAlias = Paragraph | Headline | Exhibit


@dataclass(frozen=True, slots=True)
class Document:
    """What document renderers take, in the order in which it is read."""

    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The running text alone."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    def figures(self) -> Iterator[Figure]:
        """Every figure in the order in which renderers print them."""
        for block in self.blocks:
            yield from block.figures()


class Anchors:
    """Names by which the figures of a document can be found again in what was made of it.

    A name is made of what a figure is about and of how often that has come before, and not of its
    value: after a correction of the data the same place has the same name. It is a letter, then
    letters, digits and underscores, short enough for a bookmark of a word processor (40)."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def next(self, figure: Figure) -> str:
        """The name of this figure's next place; asked for in the order of Document.figures."""
        name = _subject(figure)
        self._seen[name] += 1
        return f"zs_{name}_{self._seen[name]}"


_BY_TEXT = frozenset({Measure.NARRATIVE, Measure.QUOTE, Measure.CONSTANT})
"""What such a figure is about is nothing but its text."""


def _subject(figure: Figure) -> str:
    key = figure.key
    period = f"{key.period.year}-{key.period.month}" if key.period else ""
    text = figure.display if key.measure in _BY_TEXT else ""
    about = (
        key.measure, key.indicator, key.area, period, key.dimension or "", key.member or "",
        "" if key.record is None else key.record, key.assessment, key.item, text,
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(map(str, about)).encode()).hexdigest()[:12]


def _untraced(_figure: Figure) -> Trace | None:
    return None


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as it goes out. ``period`` as printed, ``office`` who issues it, ``missing`` the
    reporters whose return is not in it (then it is preliminary). ``trace`` looks up where a figure
    comes from; None where the document does not say it or there is nothing to say."""

    document: Document
    period: Period
    period_text: str
    office: str
    audience: Audience = Audience.INTERNAL
    missing: tuple[str, ...] = ()
    trace: Callable[[Figure], Trace | None] = _untraced


def _figures(parts: Parts) -> Iterator[Figure]:
    return (part for part in parts if isinstance(part, Figure))
