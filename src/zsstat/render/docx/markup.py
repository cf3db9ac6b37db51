"""Pieces of WordprocessingML: elements, runs, paragraphs. Text goes in as text and never as markup.

What a user wrote cannot become an element, a field or an invisible character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_SPACES = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Control characters, halves of characters, and those that turn the direction of writing, by
which a text would read other than it is."""


def printable(text: str) -> str:
    """The text as a run can hold it, on one line."""
    return _UNPRINTABLE.sub("", _SPACES.sub(" ", text))


def node(tag: str, *children: BaseOxmlElement | None, **attributes: str | int) -> BaseOxmlElement:
    """An element such as ``w:jc`` with its children (None is left out) and its attributes, which
    are of the namespace w."""
    element: Any = OxmlElement(
        tag, {qn(f"w:{name}"): str(said) for name, said in attributes.items()}
    )
    element.extend(child for child in children if child is not None)
    made: BaseOxmlElement = element
    return made


def run(text: str, *, bold: bool = False, size: float | None = None) -> BaseOxmlElement:
    """A run of text; ``size`` in points where it is not the style's."""
    words: Any = OxmlElement("w:t")
    words.text = printable(text)
    words.set(qn("xml:space"), "preserve")
    return node("w:r", _look(bold=bold, size=size), words)


def _look(*, bold: bool, size: float | None) -> BaseOxmlElement | None:
    if not bold and size is None:
        return None
    halves = "" if size is None else str(round(size * 2))
    return node(
        "w:rPr",
        node("w:b") if bold else None,
        node("w:sz", val=halves) if halves else None,
        node("w:szCs", val=halves) if halves else None,
    )


def line_break() -> BaseOxmlElement:
    return node("w:r", node("w:br"))


def tab() -> BaseOxmlElement:
    return node("w:r", node("w:tab"))


def page_number() -> tuple[BaseOxmlElement, ...]:
    """The field that prints the number of the page."""
    instruction: Any = OxmlElement("w:instrText")
    instruction.text = " PAGE "
    instruction.set(qn("xml:space"), "preserve")
    return (
        node("w:r", node("w:fldChar", fldCharType="begin")),
        node("w:r", instruction),
        node("w:r", node("w:fldChar", fldCharType="separate")),
        run("1"),
        node("w:r", node("w:fldChar", fldCharType="end")),
    )


def paragraph(
    style: str,
    runs: Iterable[BaseOxmlElement] = (),
    *,
    keep: bool = False,
    align: str = "",
    unnumbered: bool = False,
) -> BaseOxmlElement:
    """A paragraph in the style of that id. ``keep``: on the page of what follows. ``unnumbered``:
    without the number that its style would give it."""
    numbers = node("w:numPr", node("w:ilvl", val=0), node("w:numId", val=0)) if unnumbered else None
    properties = node(
        "w:pPr",
        node("w:pStyle", val=style),
        node("w:keepNext") if keep else None,
        numbers,
        node("w:jc", val=align) if align else None,
    )
    return node("w:p", properties, *runs)
