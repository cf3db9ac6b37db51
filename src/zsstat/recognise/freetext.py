"""The text of a workbook that is neither header nor data: titles, labels, footers, covers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zsstat.model import Cell, CellKind, CellRef, Grid, Workbook
from zsstat.recognise.depth import depth_of
from zsstat.recognise.layout import Block
from zsstat.recognise.periods import without_periods
from zsstat.recognise.words import Label, LabelKind, Words, filled
from zsstat.values import one_line

COVER_ROWS = 40
"""How far down a sheet without a table is read as a cover."""
MOST_CELLS = 3
"""A row with more cells than this, labels aside, is no title."""
LONGEST_LINE = 60
"""A longer text is no title."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_GOES_ON = ("；", "，", "、", ";", ",")
"""A line that ends so is the first of several remarks."""


@dataclass(frozen=True, slots=True)
class FreeLine:
    """One text cell outside header and data; ``text`` is what stands before its labels.

    ``values`` are its labels, each with the cell to the right where the label's value is not in the
    same cell. ``speaks``: its text is a title or a cover's line, so that it says who and when
    even without a label. ``cover``: its sheet has no table."""

    text: str
    ref: CellRef
    values: tuple[tuple[Label, Cell | None], ...]
    speaks: bool
    cover: bool

    @property
    def period_texts(self) -> tuple[str, ...]:
        """Where the months may stand when the title has only the year."""
        labelled = tuple(
            label.value or (cell.text if cell else "")
            for label, cell in self.values
            if label.kind is LabelKind.PERIOD
        )
        return (*labelled, self.text) if self.speaks and not self.cover else labelled


def free_lines(
    workbook: Workbook, blocks: dict[str, list[Block]], words: Words
) -> Iterator[FreeLine]:
    """Every line of free text, sheet by sheet, from top to bottom."""
    for grid in workbook.grids:
        own = blocks.get(grid.sheet, [])
        if own:
            yield from _beside_tables(workbook, grid, own, words)
        elif len(grid.by_row) <= 4 * COVER_ROWS:
            rows = [row for row in grid.by_row if row <= COVER_ROWS]
            for row in rows:
                yield from _lines(workbook, grid, row, words, cover=True, above=True)


def _beside_tables(
    workbook: Workbook, grid: Grid, blocks: list[Block], words: Words
) -> Iterator[FreeLine]:
    """The rows above all tables, and of each table its titles and what it left free: of tables side
    by side only the cells that stand in its own columns."""
    first = min(block.first for block in blocks)
    rows = [(row, True, grid) for row in grid.by_row if row < first]
    for block in blocks:
        titles = {cell.row for cell in block.titles}
        own = sorted({row for row in (*titles, *block.free) if row >= first})
        rows += [(row, row in titles, block.grid) for row in own]
    rows.sort(key=lambda found: found[0])
    seen: set[CellRef] = set()
    for row, above, view in rows:
        for line in _lines(workbook, view, row, words, cover=False, above=above):
            if line.ref not in seen:
                seen.add(line.ref)
                yield line


def _lines(
    workbook: Workbook, grid: Grid, row: int, words: Words, *, cover: bool, above: bool
) -> Iterator[FreeLine]:
    cells = [cell for cell in grid.by_row.get(row, ()) if filled(cell)]
    lone = sum(not _labels(cell, words) for cell in cells) <= MOST_CELLS
    taken: set[int] = set()
    for position, cell in enumerate(cells):
        if cell.kind is not CellKind.TEXT or position in taken:
            continue
        right = cells[position + 1] if position + 1 < len(cells) else None
        values = _labels(cell, words)
        if right is not None and (_labels(right, words) or _passes_by(values, right)):
            right = None
        paired = tuple(
            (label, None if label.value or label is not values[-1] else right) for label in values
        )
        if paired and paired[-1][1] is not None:
            taken.add(position + 1)
        text = _title_in(words.before_labels(cell.text))
        speaks = above and lone and bool(text) and not _says_nothing(text, values, words)
        yield FreeLine(text, workbook.ref(grid, cell.name), paired, speaks, cover)


def _title_in(text: str) -> str:
    """The text on one line; where that is no title, but its first line is one, that line."""
    whole = in_chinese(text)
    first = in_chinese(next(iter(text.strip().splitlines()), ""))
    remarks_follow = not _is_title(whole) and depth_of(first) is None and _is_title(first)
    return first if remarks_follow and not first.endswith(_GOES_ON) else whole


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST_LINE and "。" not in text


def in_chinese(text: str) -> str:
    """The text on one line, less the lines of another language beside the Chinese ones."""
    lines = text.splitlines()
    return one_line("\n".join(list(filter(_CHINESE.search, lines)) or lines))


def _passes_by(labels: tuple[Label, ...], right: Cell) -> bool:
    """填报单位：____ with the period in the middle of the line: that is not who reports."""
    return (
        bool(labels)
        and labels[-1].kind is LabelKind.REPORTER
        and not without_periods(right.text).strip("()")
    )


def _labels(cell: Cell, words: Words) -> tuple[Label, ...]:
    if cell.kind is not CellKind.TEXT:
        return ()
    found = words.labels(cell.text)
    if found:
        return found
    bare = words.bare_label(cell.text)
    return (bare,) if bare else ()


def _says_nothing(text: str, labels: tuple[Label, ...], words: Words) -> bool:
    """A bare label, a note or a sentence is no title."""
    bare = len(labels) == 1 and words.bare_label(text) is not None
    return bare or words.is_note(text) or "。" in text or text.startswith(("例", "如"))
