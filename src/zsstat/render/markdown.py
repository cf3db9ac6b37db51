"""Tables as Markdown (pipe tables), in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zsstat.model import Align, Report, Table
from zsstat.render.cells import cell_text, heading_text, parts_text

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown_bytes(report: Report) -> bytes:
    """All tables of the report, each under its title."""
    return ("\n".join(table_markdown(table) for table in report.tables)).encode()


def table_markdown(table: Table, title: str = "", level: int = 2) -> str:
    """One table: title (its own where none is given), unit line, pipe table, notes. Total rows are
    bold."""
    lines = [f"{'#' * level} {escaped(title or table.title)}", ""]
    if table.unit_line:
        lines += [escaped(table.unit_line), ""]
    lines.append(_line(heading_text(heading) for heading in table.headings))
    lines.append(_rule(table))
    for row in table.rows:
        cells = [escaped(cell_text(cell)) for cell in row.cells]
        lines.append(_joined(f"**{c}**" if row.total and c else c for c in cells))
    lines.append("")
    for note in table.notes:
        lines += [f"注：{escaped(parts_text(note))}", ""]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line: nobody's project name makes a new column."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _line(cells: Iterable[str]) -> str:
    return _joined(escaped(cell) for cell in cells)


def _joined(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(table: Table) -> str:
    return _joined("---:" if h.align is Align.RIGHT else "---" for h in table.headings)
