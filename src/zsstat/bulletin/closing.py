"""What the notes at the end of a bulletin say for all of it."""

from __future__ import annotations

import re
from dataclasses import replace

from zsstat.model import Block, Document, Exhibit, Paragraph, Parts, Style, Table

_LABEL = re.compile(r"^注(释)?\s*\d*\s*[：:.．、]\s*")


def notes_said_once(document: Document) -> Document:
    """The document without those notes under its tables and charts that its own notes repeat word
    for word; a note that a mark in the table points at stays."""
    said = {
        _LABEL.sub("", _text(block.parts))
        for block in document.blocks
        if isinstance(block, Paragraph) and block.style is Style.NOTE
    }
    return Document(tuple(_relieved(block, said) for block in document.blocks))


def _relieved(block: Block, said: set[str]) -> Block:
    if not isinstance(block, Exhibit):
        return block
    body = block.body
    last = max((mark.note for mark in body.marks), default=-1) if isinstance(body, Table) else -1
    kept = tuple(n for at, n in enumerate(body.notes) if at <= last or _text(n) not in said)
    return replace(block, body=replace(body, notes=kept))


def _text(parts: Parts) -> str:
    return "".join(map(str, parts))
