"""The bulletin: a template of the office, the figures of a period, and out comes a document.

:func:`compose` is pure: figures come from a :class:`~zsstat.figures.FigureBuilder`, everything else
in a :class:`Material`, and the result is made of ``str | Figure`` parts in which no digit stands
outside a figure. The template's language is described in docs/bulletin.md.
"""

from __future__ import annotations

from zsstat.bulletin.closing import notes_said_once
from zsstat.bulletin.exhibits import table_names
from zsstat.bulletin.explanation import Explanation, Source, explain, listing
from zsstat.bulletin.grammar import Flaw
from zsstat.bulletin.material import Item, Maker, Material
from zsstat.bulletin.narrative import Narrative, Passage, parse_narrative, unused_sections
from zsstat.bulletin.proofing import Proof, proofread
from zsstat.bulletin.prose import document
from zsstat.bulletin.template import render
from zsstat.bulletin.vocabulary import indicator_names, vocabulary
from zsstat.bulletin.words import Gap, Scribe
from zsstat.figures import FigureBuilder
from zsstat.model import Document

__all__ = [
    "Explanation",
    "Flaw",
    "Gap",
    "Item",
    "Maker",
    "Material",
    "Narrative",
    "Passage",
    "Proof",
    "Scribe",
    "Source",
    "compose",
    "explain",
    "indicator_names",
    "listing",
    "parse_narrative",
    "proofread",
    "table_names",
]


def compose(template: str, name: str, builder: FigureBuilder, material: Material) -> Document:
    """The bulletin that ``template`` (called ``name`` in messages) makes of a period's figures.

    TemplateError, naming line and nearest match, for a template that uses what there is not or
    what it must not; and for a section of the narrative that the template would drop silently.
    A value that is missing and that the template prints without asking becomes 【缺：…】."""
    scribe = Scribe(builder, material, indicator_names(builder.catalogue))
    rendered = render(template, name, scribe, vocabulary(scribe))
    if material.narrative is not None:
        for refused in unused_sections(material.narrative, rendered.chapters, name):
            raise refused
    return notes_said_once(document(rendered.text, scribe.marks))
