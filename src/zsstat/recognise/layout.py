"""What the rows of a sheet are: titles, headers, data, totals, furniture.

Under a header everything down to the next one (less that one's titles) belongs to the table. A row
is data when it holds something in a column of the table, with these exceptions:

- a 合计 or 小计 row, also one without a label whose amounts are all ``SUM`` formulas: a claim;
- a line that has a name and amounts and nothing else, where it is named like a class of rows
  (续建项目, （一）…) or its amounts are the sums of its group: a 小计 without its word;
- a row of column numbers (1 2 3, 甲 乙), a group heading (一、新建项目), a note, a signature line;
- a row of nothing but blank marks or of template formulas that give zero: nothing was reported;
- a row that vertical merges make part of the row above (its label and all its required cells are
  covered): ``continued``;
- a single cell outside the label column (a date or a number under the table), or a single cell
  after three or more empty rows: ``stray``.

After the first signature line or note a row must fill its label and half of the required columns to
be data, so that neither footers nor scribbles become records and a row that stands below
a note is still not lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from zsstat.declarations import ColumnType, ReturnTable
from zsstat.model import Cell, CellKind, Grid
from zsstat.recognise.headers import Fit, Header, Heading
from zsstat.recognise.words import LabelKind, Words, filled
from zsstat.values import normalise

NUMERIC = (ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.MEASURE, ColumnType.RATE)
FEWEST_SUMMED = 2
"""A line that equals one other row may be a row like it."""
STRAY_AFTER = 3
"""A lone cell after this many empty rows is no record."""
LONG_TEXT = 30
OF_WHICH = "其中"
TITLE_ROWS = 15

_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[甲乙丙丁戊己庚辛壬癸])\)?(?:=.*)?")
_CHINESE_ORDINAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.,]?")
_GROUP = re.compile(r"(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,])")
_SUM = re.compile(r"(?:SUM|SUBTOTAL)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A 合计 (``total``) or 小计 row."""

    row: int
    label: str
    total: bool


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
    free: list[int] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.header.first

    @property
    def columns(self) -> Mapping[str, Heading]:
        """Canonical name → the heading that is used for it, the leftmost."""
        return {name: headings[0] for name, headings in self.fit.found.items()}

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
        if cells and _like_title(cells, words):
            rows.append(row)
        elif after and (cells or blank > 1):
            break
    return tuple(reversed(rows))


def _like_title(cells: list[Cell], words: Words) -> bool:
    texts = [cell for cell in cells if cell.kind is CellKind.TEXT]
    if any(_states_unit(cell.text, words) for cell in texts):
        return True  # 填报日期：… 单位：万元 signs and still heads a table
    if any(_signs(cell.text, words) or words.total_kind(cell.text, exact=True) for cell in texts):
        return False
    labelled = any(words.labels(c.text) or words.bare_label(c.text) for c in texts)
    return labelled or (len(texts) == len(cells) and len(cells) <= 2)


def _states_unit(text: str, words: Words) -> bool:
    return any(label.kind is LabelKind.UNIT for label in words.labels(text))


def _signs(text: str, words: Words) -> bool:
    """Whether the text is a signature line or a note: it belongs below a table."""
    kinds = {label.kind for label in words.labels(text)}
    return words.is_note(text) or not kinds.isdisjoint((LabelKind.SIGNATURE, LabelKind.NOTE))


def sort_rows(block: Block, end: int, words: Words) -> None:
    """Sort the rows below the header of ``block``, down to ``end``, into its lists."""
    _Sorter(block, words).sort(end)


class _Sorter:
    def __init__(self, block: Block, words: Words) -> None:
        self.block = block
        self.words = words
        self.grid = block.grid
        table = block.fit.table
        self.columns = {h.column: name for name, h in block.columns.items()}
        self.kinds = {
            heading.column: column.type
            for name, heading in block.columns.items()
            if (column := table.column(name)) is not None
        }
        required = {c.name for c in table.columns if c.required} | set(table.one_of)
        self.required = frozenset(c for c, name in self.columns.items() if name in required)
        self.item = table.layout == "item"
        label = block.columns.get(table.label)
        self.label = label.column if label else min(self.columns)
        numeric = [column for column, kind in self.kinds.items() if kind in NUMERIC]
        self.last_label = max(self.label, min(numeric, default=self.label) - 1)
        self.ordinal = ordinal_column(block.header, words)
        self.classes = _classes(table)
        self.last_filled = block.header.last
        self.closed = False
        self.wide = frozenset(
            (m.first_row, m.first_column)
            for m in self.grid.merges
            if sum(m.first_column <= c <= m.last_column for c in self.columns) > 1
        )

    def sort(self, end: int) -> None:
        block = self.block
        block.header_rows += range(block.header.first, block.header.last + 1)
        block.last = block.header.last
        for row, all_cells in self.grid.by_row.items():
            if not block.header.last < row <= end:
                continue
            cells = tuple(cell for cell in all_cells if filled(cell))
            if cells:
                self._sort_row(row, cells)
                self.last_filled = row
        self._sums_told_apart()

    def _sort_row(self, row: int, cells: tuple[Cell, ...]) -> None:
        block = self.block
        if not block.data and not block.claims and self._is_column_numbers(cells):
            block.header_rows.append(row)
            return
        claim = self._claim(row, cells)
        if claim is not None:
            block.claims.append(claim)
            block.last = row
            return
        mine = [cell for cell in cells if cell.column in self.columns]
        if self._is_furniture(cells):
            self.closed = True
            block.free.append(row)
        elif not mine or self._reports_nothing(mine):
            block.free.append(row)
        elif self._is_heading(cells, mine):
            block.headings.append(row)
        elif self._is_continued(row, mine):
            block.continued.append(row)
        elif self.closed and not self._is_whole_record(mine):
            block.free.append(row)
        elif self._is_stray(row, mine):
            block.strays.append(mine[0])
        else:
            block.data.append(row)
            block.last = row

    def _is_column_numbers(self, cells: tuple[Cell, ...]) -> bool:
        signs = [_COLUMN_NUMBER.fullmatch(normalise(cell.text)) for cell in cells]
        if not all(signs):
            return False
        numbers = [int(m[1]) for m in signs if m and m[1].isdigit()]
        steps = {b - a for a, b in pairwise(numbers)}
        lettered = len(numbers) < len(cells)
        return steps <= {1} and (lettered or (len(cells) > 2 and numbers[0] == 1))

    def _claim(self, row: int, cells: tuple[Cell, ...]) -> ClaimRow | None:
        for cell in cells:
            if cell.kind is not CellKind.TEXT or cell.column > self.last_label:
                break
            beyond = cell.column > self.label
            kind = self.words.total_kind(cell.text, exact=self.item or beyond)
            if kind and self._may_be_total(cell, cells):
                return ClaimRow(row, "".join(cell.text.split()), kind == "total")
            if cell.column == self.label:
                break
        if self._is_group_sum(cells) or self._is_bare_sum(cells) or self._is_group_line(cells):
            text = next((c.text.strip() for c in cells if c.column == self.label), "")
            return ClaimRow(row, text, not text)
        return None

    def _may_be_total(self, cell: Cell, cells: tuple[Cell, ...]) -> bool:
        """An exact 合计 always; 新建项目小计 only where no date or choice makes it a project."""
        if self.words.total_kind(cell.text, exact=True):
            return True
        return not self._has_particulars(cells)

    def _has_particulars(self, cells: tuple[Cell, ...]) -> bool:
        """Whether a date, choice or place stands in the row: sums have none."""
        particular = (ColumnType.DATE, ColumnType.CHOICE, ColumnType.PLACE, ColumnType.FLAG)
        return any(
            self.kinds.get(c.column) in particular
            and normalise(c.text) not in self.words.blank_marks
            for c in cells
        )

    def _is_bare_sum(self, cells: tuple[Cell, ...]) -> bool:
        """Amounts that are all ``SUM`` formulas, and no label: a total without its word."""
        numeric = [c for c in cells if self.kinds.get(c.column) in NUMERIC]
        return (
            bool(numeric)
            and len(numeric) == sum(c.column in self.columns for c in cells)
            and all(c.formula and _SUM.match(c.formula) for c in numeric)
        )

    def _is_group_sum(self, cells: tuple[Cell, ...]) -> bool:
        """``一 | 新建项目 | … 5000``: a numbered group with its sums and no particulars."""
        if self.item or self.ordinal is None or self._has_particulars(cells):
            return False
        ordinal = next((c for c in cells if c.column == self.ordinal), None)
        if ordinal is None or not _CHINESE_ORDINAL.fullmatch(normalise(ordinal.text)):
            return False
        return any(self.kinds.get(c.column) in NUMERIC for c in cells)

    def _is_group_line(self, cells: tuple[Cell, ...]) -> bool:
        """``（一）新建项目 | 5000``, ``续建项目 | 3000``: a group's name and its sums, no more."""
        label = self._bare_line(cells)
        if label is None:
            return False
        name = normalise(label.text)
        return bool(_GROUP.match(name)) or name in self.classes

    def _bare_line(self, cells: tuple[Cell, ...]) -> Cell | None:
        """The label of a row of amounts that says nothing else about what it is; else None."""
        if self.item or self.kinds.get(self.label) is not ColumnType.TEXT:
            return None
        own = {cell.column: cell for cell in cells if cell.column != self.ordinal}
        label = own.pop(self.label, None)
        numeric = [self.kinds.get(column) in NUMERIC for column in own]
        return label if label and label.kind is CellKind.TEXT and numeric and all(numeric) else None

    def _sums_told_apart(self) -> None:
        """A bare line whose amounts are the sums of the rows of its group is no row of its own:
        counting it would double the group."""
        data = self.block.data
        marks = [at for at, row in enumerate(data) if self._bare_line(self._filled(row))]
        edges = [-1, *marks, len(data)]
        sums = [
            data[at]
            for number, at in enumerate(marks, 1)
            if self._adds_up(data[at], data[at + 1 : edges[number + 1]])
            or self._adds_up(data[at], data[edges[number - 1] + 1 : at])
        ]
        if counted := frozenset(sums):
            self.block.claims += [ClaimRow(row, self._label_at(row), total=False) for row in sums]
            self.block.claims.sort(key=lambda claim: claim.row)
            self.block.data = [row for row in data if row not in counted]

    def _label_at(self, row: int) -> str:
        cell = self.grid.cell(row, self.label)
        return "".join(cell.text.split()) if cell else ""

    def _adds_up(self, row: int, group: list[int]) -> bool:
        """Whether every amount of ``row`` is the sum of its column over two rows or more."""
        if len(group) < FEWEST_SUMMED:
            return False
        cells = [c for c in self._filled(row) if self.kinds.get(c.column) in NUMERIC]
        return any(cell.value for cell in cells) and all(
            isinstance(cell.value, Decimal) and cell.value == self._sum(cell.column, group)
            for cell in cells
        )

    def _sum(self, column: int, rows: list[int]) -> Decimal:
        values = (cell.value for row in rows if (cell := self.grid.cell(row, column)))
        return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))

    def _filled(self, row: int) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.grid.by_row[row] if filled(cell))

    def _is_furniture(self, cells: tuple[Cell, ...]) -> bool:
        """A footer line or a note."""
        first = cells[0]
        if first.kind is not CellKind.TEXT:
            return False
        if self.words.labels(first.text) or self.words.is_note(first.text):
            return True
        if len(cells) <= 2 and self.words.is_office(first.text):
            return True
        bare = self.words.bare_label(first.text)
        if bare is not None and bare.kind is not LabelKind.UNIT:
            return first.column != self.label or len(cells) <= 2
        return any(_signs(c.text, self.words) for c in cells if c.kind is CellKind.TEXT) and not (
            self._is_whole_record([c for c in cells if c.column in self.columns])
        )

    def _reports_nothing(self, mine: list[Cell]) -> bool:
        """Blank marks only (a nil return says 无), or formulas over an empty row."""
        return all(
            normalise(c.text) in self.words.blank_marks
            or (c.formula is not None and normalise(c.text) in ("0", "", '""'))
            for c in mine
        )

    def _is_heading(self, cells: tuple[Cell, ...], mine: list[Cell]) -> bool:
        """一、新建项目, a long line, a line merged across columns; also 其中：… with sums only."""
        first = mine[0]
        if first.kind is not CellKind.TEXT:
            return False
        text = normalise(first.text)
        if len(mine) > 1:
            return not self.item and text.startswith(OF_WHICH) and not self._has_particulars(cells)
        ordinal = next((c for c in cells if c.column == self.ordinal), None)
        return len(cells) - bool(ordinal) == 1 and (
            bool(_GROUP.match(text))
            or len(text) > LONG_TEXT
            or (first.row, first.column) in self.wide
            or bool(ordinal and _CHINESE_ORDINAL.fullmatch(normalise(ordinal.text)))
        )

    def _is_stray(self, row: int, mine: list[Cell]) -> bool:
        if len(mine) > 1:
            return False
        return mine[0].column != self.label or row - self.last_filled > STRAY_AFTER

    def _is_continued(self, row: int, mine: list[Cell]) -> bool:
        if not self.block.data or {c.column for c in mine} & self.required:
            return False
        above = self.grid.seen_at(row, self.label)
        return above is not None and self.block.header.last < above.row < row

    def _is_whole_record(self, mine: list[Cell]) -> bool:
        places = {cell.column for cell in mine}
        if self.label not in places or 2 * len(places & self.required) < len(self.required):
            return False
        return len(places) > 1 and any(self.kinds[c.column] is not ColumnType.TEXT for c in mine)


def _classes(table: ReturnTable) -> frozenset[str]:
    """The words by which rows are classed; a line that is called so is a group and no row."""
    words = {
        word
        for column in table.columns
        if column.type is ColumnType.CHOICE
        for choice, synonyms in column.choices.items()
        for word in (choice, f"{choice}项目", *synonyms)
    }
    return frozenset(map(normalise, words))


def ordinal_column(header: Header, words: Words) -> int | None:
    """The sheet column of 序号, if the header has one."""
    for heading in header.headings:
        if any(name in words.ordinals for name in heading.names):
            return heading.column
    return None
