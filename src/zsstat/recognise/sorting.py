"""What the rows of a sheet are: titles, headers, data, totals, furniture.

Under a header everything down to the next one (less that one's titles) belongs to the table. A row
is data when it holds something in a column of the table, with these exceptions:

- a 合计 or 小计 row, also one without a label whose amounts are all ``SUM`` formulas: a claim;
- a line that has a name and amounts and nothing else, where it is named like a class of rows
  (续建项目, （一）…) or its amounts are the sums of its group: a 小计 without its word;
- a line of 其中: without particulars a heading, else one of the ``parts`` of the row above;
- a row that shows how to fill in (例：…): an example;
- a row of column numbers (1 2 3, 甲 乙), a group heading (一、新建项目), a note, a signature line;
- a line that goes on with the parts below 其中: one of them (``parts.py``);
- a row of nothing but blank marks or of template formulas that give zero: nothing was reported;
- a row that vertical merges make part of the row above (its label and all its required cells are
  covered): ``continued``;
- a single cell outside the label column (a date or a number under the table), or a single cell
  after three or more empty rows: ``stray``.

After the first signature line or note a row must fill its label and half of the required columns to
be data: neither footers nor scribbles become records, and a row below a note is not lost.
"""

from __future__ import annotations

import re
from bisect import insort
from itertools import pairwise

from zsstat.declarations import ColumnType, Layout
from zsstat.model import Cell, CellKind
from zsstat.recognise.areanames import sums_of_areas
from zsstat.recognise.depth import depth_of, depth_of_ordinal, indent_of, without_numbering
from zsstat.recognise.layout import ADDED, NUMERIC, Block, ClaimRow, ordinal_column, signs
from zsstat.recognise.parts import PartColumns, Parts, says_of_which
from zsstat.recognise.phrases import beginning_with, classes_of, containing
from zsstat.recognise.sums import Sums, doubtful, told_apart
from zsstat.recognise.words import OF_WHICH, LabelKind, Words, filled
from zsstat.values import normalise, without_translation

STRAY_AFTER = 3
"""A lone cell after this many empty rows is no record."""
LONG_TEXT = 30
_LATIN = re.compile(r"[a-z][a-z0-9 .,&()/%'\-]*")
"""An English line below the Chinese one, once normalised."""
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[甲乙丙丁戊己庚辛壬癸])\)?(?:=.*)?")
_COUNTED = re.compile(r":?共?\d+[个项户家](?:项目|企业)?$")
"""合计12个项目: how many rows there are."""
_COUNT = re.compile(r"共?\d{1,4}[个项户家]?(?:项目|企业)?")
CHAPTERS = 2
"""Numbered 一、 or （一）: a group. Projects are numbered 1. and (1), too."""
_SUM = re.compile(r"(?:SUM|SUBTOTAL)\(", re.IGNORECASE)


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
        self.item = table.layout is not Layout.LIST
        label = block.columns.get(table.label)
        self.label = label.column if label else min(self.columns)
        numeric = [column for column, kind in self.kinds.items() if kind in NUMERIC]
        self.last_label = max(self.label, min(numeric, default=self.label) - 1)
        self.ordinal = ordinal_column(block.header, words)
        vocabulary = words.catalogue.vocabulary
        self.classes = classes_of(table) | frozenset(map(normalise, vocabulary.group_labels))
        areal = self.kinds.get(self.label) is ColumnType.AREA
        self.areas = sums_of_areas(words.catalogue) if areal else {}
        self.parts = Parts(self.grid, PartColumns(self.label, self.ordinal))
        self.example = beginning_with(vocabulary.example_labels)
        self.last_filled = block.header.last
        self.closed = False
        self.plain: dict[int, tuple[Cell, ...]] = {}
        """The data rows of a list without date, choice or place: they may be sums."""
        self.running = frozenset(map(normalise, vocabulary.running_labels))
        self.total_words = containing(words.totals | words.subtotals | self.running)
        self.wide = frozenset(
            (m.first_row, m.first_column)
            for m in self.grid.merges
            if sum(m.first_column <= c <= m.last_column for c in self.columns) > 1
        )

    def sort(self, end: int) -> None:
        block = self.block
        block.header_rows += range(block.header.first, block.header.last + 1)
        block.last = block.header.last
        for row, all_cells in self.grid.rows_between(block.header.last + 1, end):
            cells = tuple(cell for cell in all_cells if filled(cell))
            if cells:
                self._sort_row(row, cells)
                self.last_filled = row
        if not self.item:
            sums = Sums(self.grid, [c for c, kind in self.kinds.items() if kind in ADDED])
            self._parts_completed(sums)
            self._sums_told_apart(sums)

    def _sort_row(self, row: int, cells: tuple[Cell, ...]) -> None:
        block = self.block
        if not block.data and not block.claims and self._is_column_numbers(cells):
            block.header_rows.append(row)
            return
        if self._goes_on_with_parts(row, cells):
            block.parts.append(row)
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
            heads = len(cells) == 1 and self._is_chapter(cells[0])
            (block.headings if heads else block.free).append(row)
        elif (aside := self._aside(row, cells, mine)) is not None:
            aside.append(row)
        elif self._is_stray(row, mine):
            block.strays.append(mine[0])
        else:
            block.data.append(row)
            block.last = row
            if not self.item and not self._has_particulars(cells):
                self.plain[row] = cells

    def _aside(self, row: int, cells: tuple[Cell, ...], mine: list[Cell]) -> list[int] | None:
        """The list of the block to which a row belongs that is no record; None for a record."""
        block = self.block
        if self._is_heading(cells, mine):
            return block.headings
        if self._is_example(cells):
            return block.examples
        if self._is_of_which(cells):
            return block.parts
        if self._is_continued(row, mine):
            return block.continued
        return block.free if self.closed and not self._is_whole_record(mine) else None

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
            kind = self._total_kind(cell, cells)
            if kind:
                label = "".join(cell.text.split())
                depth, indent = self._depth(cell.text, cells), indent_of(cell.text)
                total, running = kind == "total", kind == "running"
                return ClaimRow(row, label, total, depth, indent, worded=True, running=running)
            if cell.column == self.label:
                break
        if not self._is_of_which(cells) and (
            self._is_group_sum(cells)
            or self._is_bare_sum(cells)
            or self._is_group_line(cells)
            or self._is_group_of_areas(cells)
        ):
            name = self._name_cell(cells)
            written = name.text if name else ""
            depth, indent = self._depth(written, cells), indent_of(written)
            group = self.areas.get(without_numbering(written))
            total = not written.strip() or group == self.words.catalogue.city
            own = None if total else group
            return ClaimRow(row, written.strip(), total, depth, indent, group=own)
        return None

    def _total_kind(self, cell: Cell, cells: tuple[Cell, ...]) -> str | None:
        """An exact 合计 always; 新建项目小计 only where no date or choice makes it a project."""
        text = normalise(cell.text)
        if not self.total_words.search(text):
            return None
        text = _COUNTED.sub("", without_translation(text))
        if text.rstrip(":") in self.running and not self.item:
            return "running"
        exact = self.words.total_kind(text, exact=True)
        if exact or self.item or cell.column > self.label or self._has_particulars(cells):
            return exact
        return self.words.total_kind(text, exact=False)

    def _depth(self, text: str, cells: tuple[Cell, ...]) -> int | None:
        """By the numbering of the name, else by a Chinese numeral under 序号."""
        ordinal = next((c for c in cells if c.column == self.ordinal), None)
        return depth_of(text) or (depth_of_ordinal(ordinal.text) if ordinal else None)

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
        if ordinal is None or depth_of_ordinal(ordinal.text) is None:
            return False
        return any(self.kinds.get(c.column) in NUMERIC for c in cells)

    def _is_group_line(self, cells: tuple[Cell, ...]) -> bool:
        """``（一）新建项目 | 5000``, ``续建项目 | 3000``: a group's name and its sums, no more."""
        label = self._bare_line(cells)
        return label is not None and self._names_group(label.text)

    def _is_group_of_areas(self, cells: tuple[Cell, ...]) -> bool:
        """陕南 in the column of areas of a table whose rows are indicators."""
        label = next((c for c in cells if c.column == self.label), None)
        areas = self.kinds.get(self.label) is ColumnType.AREA
        return self.item and areas and label is not None and self._names_group(label.text)

    def _names_group(self, text: str) -> bool:
        """（一）新建项目, 续建项目, 东部地区, 市辖区: numbered, or a name that groups have."""
        name = without_numbering(text)
        return (depth_of(text) or CHAPTERS + 1) <= CHAPTERS or (
            name in self.classes or name in self.areas
        )

    def _bare_line(self, cells: tuple[Cell, ...]) -> Cell | None:
        """The label of a row of amounts that says nothing else about what it is; else None."""
        if self.item or self.kinds.get(self.label) not in (ColumnType.TEXT, ColumnType.AREA):
            return None
        own = {c.column: c for c in cells if c.column != self.ordinal and not self._counts(c)}
        label = self._name_cell(cells)
        if label is not None:
            own.pop(label.column, None)
        numeric = [self.kinds.get(column) in NUMERIC for column in own]
        return label if label and label.kind is CellKind.TEXT and numeric and all(numeric) else None

    def _name_cell(self, cells: tuple[Cell, ...]) -> Cell | None:
        """The name of a row, or what stands before the column of names where that is blank."""
        before = [c for c in cells if c.column <= self.label and c.kind is CellKind.TEXT]
        return before[-1] if before else None

    def _counts(self, cell: Cell) -> bool:
        """12个, 共3家 or a bare number where a text belongs: how many rows a sum is of."""
        words = self.kinds.get(cell.column) is ColumnType.TEXT and cell.column != self.label
        return words and _COUNT.fullmatch(normalise(cell.text)) is not None

    def _parts_completed(self, sums: Sums) -> None:
        """Rows that complete the parts of a row are none of their own."""
        block = self.block
        edges = sorted([*(claim.row for claim in block.claims), *block.headings, *block.parts])
        for row in self.parts.completed(block.data, self.plain, edges, sums):
            block.data.remove(row)
            self.plain.pop(row, None)
            insort(block.parts, row)
        block.certain_parts = self.parts.certain(sums)

    def _sums_told_apart(self, sums: Sums) -> None:
        """A bare line whose amounts are the sums of the rows of its group is no row of its own:
        counting it would double the group."""
        block = self.block
        edges = sorted([*(claim.row for claim in block.claims), *block.headings])
        bare = frozenset(row for row, cells in self.plain.items() if self._bare_line(cells))
        told = told_apart(block.data, edges, bare, sums)
        if counted := frozenset(doubt.row for doubt in told):
            block.claims += [self._told(doubt.row) for doubt in told]
            block.claims.sort(key=lambda claim: claim.row)
            block.data = [row for row in block.data if row not in counted]
        named = [
            row
            for row, cells in self.plain.items()
            if any(c.column == self.label and c.kind is CellKind.TEXT for c in cells)
        ]
        block.doubts += [*told, *doubtful(block.data, named, sums)]

    def _told(self, row: int) -> ClaimRow:
        cell = self._name_cell(self.plain[row])
        text = cell.text if cell else ""
        return ClaimRow(row, "".join(text.split()), False, depth_of(text), indent_of(text))

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
        return any(signs(c.text, self.words) for c in cells if c.kind is CellKind.TEXT) and not (
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
        if len(mine) > 1:
            return self._is_of_which(cells) and not self._has_particulars(cells)
        ordinal = next((c for c in cells if c.column == self.ordinal), None)
        return len(cells) - bool(ordinal) == 1 and (
            self._is_group_name(first)
            or len(normalise(first.text)) > LONG_TEXT
            or (first.row, first.column) in self.wide
            or bool(ordinal and depth_of_ordinal(ordinal.text))
            or (ordinal is None and _LATIN.fullmatch(normalise(first.text)) is not None)
        )

    def _is_group_name(self, cell: Cell) -> bool:
        named = cell.column == self.label and not self.item and self._names_group(cell.text)
        return named or self._is_chapter(cell)

    def _is_chapter(self, cell: Cell) -> bool:
        return (depth_of(cell.text) or CHAPTERS + 1) <= CHAPTERS

    def _is_of_which(self, cells: tuple[Cell, ...]) -> bool:
        """其中 before the name, or alone before the column of names."""
        return not self.item and any(
            OF_WHICH in cell.text
            and says_of_which(cell.text, particulars=self._has_particulars(cells))
            for cell in cells
            if cell.column <= self.label and cell.kind is CellKind.TEXT
        )

    def _goes_on_with_parts(self, row: int, cells: tuple[Cell, ...]) -> bool:
        """``　　二期工程 | 2500`` below ``其中：一期工程 | 1500``, which opens the run of parts."""
        block = self.block
        if self._is_of_which(cells):
            if block.last > block.header.last:
                self.parts.of_which(row, block.last)
            return False
        if not self.parts.is_open:
            return False
        total = any(self._total_kind(c, cells) for c in cells if c.column == self.label)
        return self.parts.goes_on(row, total=total, particulars=self._has_particulars(cells))

    def _is_example(self, cells: tuple[Cell, ...]) -> bool:
        """例 under 序号, a name that begins with 例： or （示例）: it shows how to fill in."""
        return any(
            cell.kind is CellKind.TEXT
            and cell.column <= self.label
            and self.example.match(normalise(cell.text)) is not None
            for cell in cells
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
