"""What a block is made of: its titles, its header, and its rows by kind (sorted in ``sorting``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zsstat.declarations import ColumnType
from zsstat.model import Cell, CellKind, Grid
from zsstat.recognise.headers import Fit, Header, Heading
from zsstat.recognise.sums import Doubt
from zsstat.recognise.words import LabelKind, Words, filled

ADDED = (ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.MEASURE)
NUMERIC = (*ADDED, ColumnType.RATE)
TITLE_ROWS = 15


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A 合计 (``total``) or 小计 row. ``depth`` and ``indent`` say how deep its name stands,
    ``worded`` that the name has the word; ``group`` is the declared group of areas that it is;
    ``running``: it is the sum of all rows above it (累计, 承前页)."""

    row: int
    label: str
    total: bool
    depth: int | None = None
    indent: int = 0
    worded: bool = False
    group: str | None = None
    running: bool = False


@dataclass(slots=True)
class Block:
    """One table on a sheet, its rows sorted out. ``cells`` is sheet column → canonical column."""

    grid: Grid
    header: Header
    fit: Fit
    titles: tuple[Cell, ...] = ()
    last: int = 0
    data: list[int] = field(default_factory=list)
    claims: list[ClaimRow] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    continued: list[int] = field(default_factory=list)
    strays: list[Cell] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    """Rows of 其中 with particulars of their own and rows that go on with 其中: parts of the row
    above, not counted again."""
    certain_parts: frozenset[int] = frozenset()
    """Parts that together are the row above: there is nothing to ask."""
    doubts: list[Doubt] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.header.first

    @property
    def columns(self) -> Mapping[str, Heading]:
        """Canonical name → the heading that is used for it, the leftmost."""
        return {name: headings[0] for name, headings in self.fit.found.items()}

    def take_in(self, following: Block) -> None:
        """Adds the rows of a block that only continues this one below a repeated header."""
        self.header_rows += following.header_rows
        self.data += following.data
        self.claims += following.claims
        self.headings += following.headings
        self.continued += following.continued
        self.strays += following.strays
        self.examples += following.examples
        self.parts += following.parts
        self.certain_parts |= following.certain_parts
        self.doubts += following.doubts
        self.last = max(self.last, following.last)

    @property
    def title(self) -> str:
        """The longest line above the header; empty when there is none."""
        return max((" ".join(cell.text.split()) for cell in self.titles), key=len, default="")


def title_rows(grid: Grid, header: Header, after: int, words: Words) -> tuple[int, ...]:
    """The rows above a header that are its titles: text only, one or two cells, or labels.

    Above the first header of a sheet all such rows are titles, below another table (which ends in
    row ``after`` at the earliest) those that no other row and no gap separates from the header.
    """
    rows: list[int] = []
    blank = 0
    for row in range(header.first - 1, max(after, header.first - TITLE_ROWS - 1), -1):
        cells = [cell for cell in grid.by_row.get(row, ()) if filled(cell)]
        blank = 0 if cells else blank + 1
        if cells and like_title(cells, words):
            rows.append(row)
        elif after and (cells or blank > 1):
            break
    return tuple(reversed(rows))


def like_title(cells: list[Cell], words: Words) -> bool:
    texts = [cell for cell in cells if cell.kind is CellKind.TEXT]
    if any(_states_unit(cell.text, words) for cell in texts):
        return True  # 填报日期：… 单位：万元 signs and still heads a table
    if any(signs(cell.text, words) or words.total_kind(cell.text, exact=True) for cell in texts):
        return False
    labelled = any(words.labels(c.text) or words.bare_label(c.text) for c in texts)
    return labelled or (len(texts) == len(cells) and len(cells) <= 2)


def _states_unit(text: str, words: Words) -> bool:
    return any(label.kind is LabelKind.UNIT for label in words.labels(text))


def signs(text: str, words: Words) -> bool:
    """Whether the text is a signature line or a note: it belongs below a table."""
    kinds = {label.kind for label in words.labels(text)}
    return words.is_note(text) or not kinds.isdisjoint((LabelKind.SIGNATURE, LabelKind.NOTE))


def ordinal_column(header: Header, words: Words) -> int | None:
    """The sheet column of 序号, if the header has one."""
    for heading in header.headings:
        if any(name in words.ordinals for name in heading.names):
            return heading.column
    return None
