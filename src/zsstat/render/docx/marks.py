"""Marks by which every figure of a document is found again: a bookmark around its text, named by
the anchor.

A bookmark is no obstacle to who edits the text around it or in it, looks like nothing, prints like
nothing, and is kept by Word, WPS and LibreOffice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from zsstat.model import Anchors, Figure, Parts
from zsstat.render.docx.markup import node, run
from zsstat.render.docx.package import opened

_PREFIX = "zs_"
_FIRST_ID = 10_000
"""Headers of a clerk's document may have bookmarks of their own, with low numbers."""

_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
_TEXT, _BREAKS = qn("w:t"), {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}
_PARAGRAPH = qn("w:p")
_NOT_THERE = {
    qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
"""What stands in the file and not on the page: text that was moved away, a drawing's double."""


class Marks:
    """Puts the figures of a document between bookmarks. A name is drawn when a figure is written,
    so figures are written in the order of Document.figures; :meth:`skip` those that are drawn."""

    def __init__(self) -> None:
        self._anchors = Anchors()
        self._ids = count(_FIRST_ID)

    def marked(
        self, figure: Figure, text: str, *, bold: bool = False, size: float | None = None
    ) -> tuple[BaseOxmlElement, ...]:
        """A figure's text between its marks."""
        number = next(self._ids)
        return (
            node("w:bookmarkStart", id=number, name=self._anchors.next(figure)),
            run(text, bold=bold, size=size),
            node("w:bookmarkEnd", id=number),
        )

    def runs(self, parts: Parts) -> list[BaseOxmlElement]:
        """Running text, its figures marked."""
        made: list[BaseOxmlElement] = []
        for part in parts:
            if isinstance(part, Figure):
                made += self.marked(part, part.display)
            elif part:
                made.append(run(part))
        return made

    def skip(self, figure: Figure) -> None:
        """A figure that is in a picture, where nothing can be marked, takes its name along."""
        self._anchors.next(figure)


def read_anchors(data: bytes) -> Mapping[str, str]:
    """Every anchor of a docx that zsstat wrote and others may have edited since, with the text that
    now stands there; in the order of the document.

    Text of tracked insertions, text boxes and content controls counts, deleted text does not. An
    anchor that is missing was deleted with its figure; one with no text had its text taken out.
    Raises :class:`~zsstat.errors.UsageError` for what is no docx or is unsafe."""
    reading = _Reading()
    for event in _walk(opened(data, "文稿").element.body):
        reading.take(event)
    return {name: "".join(words) for name, words in reading.found.items()}


@dataclass(slots=True)
class _Reading:
    """Which marks are open, and what has been read within each."""

    found: dict[str, list[str]] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)

    def take(self, element: BaseOxmlElement) -> None:
        if element.tag == _START and (name := _named(element)).startswith(_PREFIX):
            self.found[name] = []
            self.open[str(element.get(qn("w:id")))] = name
        elif element.tag == _END:
            self.open.pop(str(element.get(qn("w:id"))), None)
        elif element.tag == _TEXT or element.tag in _BREAKS:
            for name in self.open.values():
                self.found[name].append(_BREAKS.get(element.tag, element.text or ""))


def _named(element: BaseOxmlElement) -> str:
    return str(element.get(qn("w:name"), ""))


def _walk(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The element and what is in it, as it stands on the page."""
    stack = [element]
    while stack:
        now = stack.pop()
        if now.tag not in _NOT_THERE:
            yield now
            stack.extend(reversed(now))
