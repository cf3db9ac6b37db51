"""What was published, frozen: the text, every figure with where it came from, what counted then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from zsstat.choices import Audience
from zsstat.model.figures import Figure
from zsstat.model.places import Period
from zsstat.model.traces import Trace


@dataclass(frozen=True, slots=True)
class Written:
    """A text that somebody wrote, with the name of its file."""

    name: str
    text: str


class PassageKind(StrEnum):
    """What a passage is in the document. ``row`` is one of a table, ``mark`` one of a chart."""

    TITLE = "title"
    HEADING = "heading"
    SUBHEADING = "subheading"
    BODY = "body"
    NOTE = "note"
    HEADLINE = "headline"
    CAPTION = "caption"
    ROW = "row"
    MARK = "mark"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """A single row that a figure is about, by what it is found again when its return is replaced:
    ``keys`` are those of an :class:`~zsstat.model.Entity`; ``label`` is its name as written."""

    reporter: str
    table: str
    label: str
    keys: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure at its place in the document. ``anchor`` is its name there; ``printed`` the text
    that stands there (in a table the bare number); ``title`` says what it is about; ``way`` names
    how it can be made again from its key ("" where only the template makes it); ``row`` is set of
    a single row; ``trace`` is None where it comes from no return."""

    anchor: str
    figure: Figure
    printed: str
    title: str = ""
    way: str = ""
    row: RowIdentity | None = None
    trace: Trace | None = None


PublishedPart: TypeAlias = str | PublishedFigure


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, or what stands in its place: a large figure, a row of a table, a mark of a
    chart. ``block`` counts the blocks of the document from 0."""

    block: int
    kind: PassageKind
    parts: tuple[PublishedPart, ...]

    @property
    def text(self) -> str:
        """The passage as printed."""
        return "".join(p if isinstance(p, str) else p.printed for p in self.parts)

    def figures(self) -> Iterator[PublishedFigure]:
        return (part for part in self.parts if isinstance(part, PublishedFigure))


@dataclass(frozen=True, slots=True)
class CountingPart:
    """A table of an accepted workbook that counted: ``seal`` is the digest of its rows."""

    submission: int
    table: str
    reporter: str
    period: Period
    addition: int
    seal: str
    sha256: str
    file: str


@dataclass(frozen=True, slots=True)
class StandingDecision:
    """A decision of the office by which figures are computed, in force at the time."""

    number: int
    kind: str
    subject: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """What the figures of a period rest on: ``digest`` is over all that counts up to the period's
    year, ``parts`` those of its year and the year before."""

    digest: str
    parts: tuple[CountingPart, ...]
    decisions: tuple[StandingDecision, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """The document as it went out: its format, the file's name, the SHA-256 of its bytes."""

    format: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A document as it was published, never changed afterwards. ``number`` counts from 1 in the
    order of publishing (0 before it is entered); ``corrects`` is the number of the one that it
    corrects, which stands beside it unchanged. ``area`` is None for the city's. ``previous`` is the
    seal of the publication before it; ``seal`` the SHA-256 of all this."""

    period: Period
    period_text: str
    title: str
    office: str
    audience: Audience
    who: str
    reason: str
    at: datetime
    program: str
    catalogue: str
    template: Written
    state: DatabaseState
    text: str
    passages: tuple[Passage, ...]
    area: str | None = None
    narrative: Written | None = None
    missing: tuple[str, ...] = ()
    corrects: int | None = None
    output: Output | None = None
    number: int = 0
    previous: str = ""
    seal: str = ""

    def figures(self) -> Iterator[PublishedFigure]:
        """Its figures in the order in which they are printed."""
        for passage in self.passages:
            yield from passage.figures()


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A publication as the register lists it; ``figures`` is how many it has."""

    number: int
    period: Period
    area: str | None
    title: str
    audience: Audience
    who: str
    reason: str
    at: datetime
    corrects: int | None
    figures: int
    program: str
    catalogue: str
    state: str
    file: str | None
    seal: str
