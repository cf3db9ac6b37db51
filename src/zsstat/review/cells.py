"""A worksheet part, changed by cutting and inserting: every other byte of it stays as it is.

Only rows that are asked for are looked at cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from zsstat.model import cell_name
from zsstat.review.layout import (
    ATTRIBUTE,
    RANK,
    TRUE,
    Layout,
    Place,
    Row,
    address,
    start_tag,
    whole,
)
from zsstat.review.parts import UnpatchableError

Restyle = Callable[[int, str], int]
"""From a cell's style and the background wanted to the style it gets."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes from ``start`` up to ``end`` give way to ``content``."""

    start: int
    end: int
    content: bytes


def edited(data: bytes, edits: list[Edit]) -> bytes:
    """The part with all edits made; what is inserted at the same byte, in the order given."""
    pieces, position = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [data[position : edit.start], edit.content]
        position = edit.end
    return b"".join([*pieces, data[position:]])


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with an attribute set, or taken away (None)."""
    for match in ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            made = b"" if value is None else f' {name}="{value}"'.encode()
            return tag[: match.start()] + made + tag[match.end() :]
    if value is None:
        return tag
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + f' {name}="{value}"'.encode() + tag[end:]


def styling(
    data: bytes, layout: Layout, styles: Mapping[Place, str], restyle: Restyle
) -> list[Edit]:
    """The edits that give each place its style: ``restyle(old number, what is asked)``.

    A cell that the part does not hold is made, in its row and between its neighbours; so is a row.
    A made cell has had the style of its row, else of its column."""
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), wanted in sorted(styles.items()):
        by_row.setdefault(row, {})[column] = wanted
    known = {row.number: row for row in layout.rows}
    edits, missing = [], []
    for number, columns in by_row.items():
        if number in known:
            edits += _in_row(data, layout, known[number], columns, restyle)
        else:
            missing.append((number, columns))
    return edits + _new_rows(data, layout, missing, restyle)


def _in_row(
    data: bytes, layout: Layout, row: Row, columns: dict[int, str], restyle: Restyle
) -> list[Edit]:
    tag = start_tag(data, row.start)
    cells = {} if tag.endswith(b"/>") else _cells(data, row, layout)
    edits = []
    missing = []
    for column, wanted in columns.items():
        if column in cells:
            start, style = cells[column]
            old = start_tag(data, start)
            new = with_attribute(old, "s", str(restyle(style, wanted)))
            edits.append(Edit(start, start + len(old), new))
        else:
            style = _style_of(layout, row.attributes, column)
            missing.append((column, _cell(layout, row.number, column, restyle(style, wanted))))
    if not missing:
        return edits
    bare = with_attribute(tag, "spans", None)
    if tag.endswith(b"/>"):
        content = b"".join(cell for _, cell in missing)
        opened = bare[:-2].rstrip() + b">" + content + f"</{layout.prefix}row>".encode()
        return [Edit(row.start, row.start + len(tag), opened)]
    edits.append(Edit(row.start, row.start + len(tag), bare))
    for column, cell in missing:
        start = next((cells[c][0] for c in sorted(cells) if c > column), row.end)
        edits.append(Edit(start, start, cell))
    return edits


def _cells(data: bytes, row: Row, layout: Layout) -> dict[int, tuple[int, int]]:
    """Column → where its cell begins and which style it has."""
    found: dict[int, tuple[int, int]] = {}
    depth = 0
    parser = expat.ParserCreate()

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth != 2:
            return
        last = max(found, default=0)
        at = address(attributes["r"]) if "r" in attributes else (row.number, last + 1)
        if at[0] != row.number or at[1] <= last:
            raise UnpatchableError(f"第 {row.number} 行的单元格没有按次序排列")
        style = whole(attributes.get("s", "0"))
        found[at[1]] = (row.start + parser.CurrentByteIndex, style)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data[row.start : row.end] + f"</{layout.prefix}row>".encode(), True)
    return found


def _style_of(layout: Layout, row: Mapping[str, str], column: int) -> int:
    if row.get("customFormat") in TRUE:
        return whole(row.get("s", "0"))
    return next((c.style for c in layout.columns if c.first <= column <= c.last), 0)


def _cell(layout: Layout, row: int, column: int, style: int) -> bytes:
    return f'<{layout.prefix}c r="{cell_name(row, column)}" s="{style}"/>'.encode()


def _new_rows(
    data: bytes, layout: Layout, missing: list[tuple[int, dict[int, str]]], restyle: Restyle
) -> list[Edit]:
    made: dict[int, list[bytes]] = {}
    place = layout.data
    for number, columns in missing:
        start = next((row.start for row in layout.rows if row.number > number), place.end)
        cells = b"".join(
            _cell(layout, number, column, restyle(_style_of(layout, {}, column), wanted))
            for column, wanted in columns.items()
        )
        row = f'<{layout.prefix}row r="{number}">'.encode() + cells
        made.setdefault(start, []).append(row + f"</{layout.prefix}row>".encode())
    tag = start_tag(data, place.start)
    if made and tag.endswith(b"/>"):
        rows = b"".join(b"".join(rows) for rows in made.values())
        opened = tag[:-2].rstrip() + b">" + rows + f"</{layout.prefix}sheetData>".encode()
        return [Edit(place.start, place.start + len(tag), opened)]
    return [Edit(start, start, b"".join(rows)) for start, rows in made.items()]


def unselecting(data: bytes, layout: Layout) -> list[Edit]:
    """The edits after which the sheet is not selected: two selected sheets are edited as one."""
    edits = []
    for start in layout.views:
        tag = start_tag(data, start)
        edits.append(Edit(start, start + len(tag), with_attribute(tag, "tabSelected", None)))
    return edits


def drawing_link(layout: Layout, identifier: str, namespace: str) -> Edit:
    """The edit that ties the comments' shapes to the sheet, in the place that the order asks."""
    rank = RANK["legacyDrawing"]
    start = next((start for other, start in layout.children if other > rank), layout.end)
    made = f'<{layout.prefix}legacyDrawing xmlns:r="{namespace}" r:id="{identifier}"/>'
    return Edit(start, start, made.encode())
