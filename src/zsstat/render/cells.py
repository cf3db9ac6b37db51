"""A table's cell as text."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from zsstat.model import Figure, Heading, Part, Parts

NO_VALUE = "—"
"""What stands where there should be a value and is none."""


def cell_text(part: Part | None) -> str:
    """A figure's bare number (its unit stands elsewhere in the table); a dash where it has none."""
    match part:
        case None:
            return ""
        case Figure():
            return part.number or NO_VALUE
    return part


def cell_number(part: Part | None) -> Decimal | None:
    """The printed number, where a cell is a figure that is one (and not 并列3)."""
    if not isinstance(part, Figure) or part.value is None:
        return None
    try:
        return Decimal(part.number)
    except InvalidOperation:
        return None


def heading_text(heading: Heading, *, gap: str = "") -> str:
    """A heading with its unit in brackets; ``gap`` stands between them (a line break)."""
    return f"{heading.text}{gap}（{heading.unit}）" if heading.unit else heading.text


def parts_text(parts: Parts) -> str:
    """Running text: figures as they are read."""
    return "".join(str(part) for part in parts)
