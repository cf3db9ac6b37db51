"""Documents as plain text and Markdown: the parts as they are, for a figure's display text was made
with the figure."""

from __future__ import annotations

import re

from zsstat.model import Document, Paragraph, Style
from zsstat.render.cells import parts_text
from zsstat.render.lines import display_width
from zsstat.render.markdown import escaped

TITLE_WIDTH = 72
"""Columns in which a title is centred; a Chinese character takes two."""
INDENT = "\u3000\u3000"
"""Two characters, as official documents indent a paragraph."""

_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")


def render_txt(document: Document) -> str:
    """Plain text: title centred, body with a two-character indent, one paragraph a line.

    Headings stand as the template wrote them, with an empty line before; so do the notes."""
    lines: list[str] = []
    before: Style | None = None
    for paragraph in document.paragraphs:
        if before is not None and _apart(before, paragraph.style):
            lines.append("")
        lines.append(_txt(paragraph))
        before = paragraph.style
    return "\n".join(lines) + "\n"


def render_md(document: Document) -> str:
    """Markdown that reads back as the same document; characters that would be markup escaped."""
    return "\n\n".join(map(_md, document.paragraphs)) + "\n"


def _apart(before: Style, style: Style) -> bool:
    """Whether an empty line goes between two paragraphs."""
    if style is Style.HEADING or before is Style.TITLE:
        return style is not before
    return style is Style.NOTE and before is not Style.NOTE


def _txt(paragraph: Paragraph) -> str:
    text = parts_text(paragraph.parts)
    if paragraph.style is Style.TITLE:
        return " " * (max(TITLE_WIDTH - display_width(text), 0) // 2) + text
    return INDENT + text


def _md(paragraph: Paragraph) -> str:
    text = escaped(parts_text(paragraph.parts))
    match paragraph.style:
        case Style.TITLE:
            return f"# {text}"
        case Style.HEADING:
            return f"## {text}"
        case Style.NOTE:
            return f"> {text}"
        case Style.BODY:
            return _plain_start(text)


def _plain_start(text: str) -> str:
    """A body text that must not be taken for a heading or a list item."""
    if text.startswith(("+", "-", "=")):
        return "\\" + text
    return _NUMBERED.sub(r"\1\\\2", text, count=1) if _NUMBERED.match(text) else text
