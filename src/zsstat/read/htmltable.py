"""Where the cells of a web page's table stand: the table model of HTML with row and column spans.

As in the standard a cell takes the first free place of its row, and a span ends with its group of
rows. Unlike there, a span also ends where the table's cells end, and at a place that is taken: the
merged ranges of a sheet cannot overlap. What a browser does not show (``display:none``) takes no
place in its row; it stands, hidden, to the right of the table, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zsstat.model import Cell, Grid, Range
from zsstat.read.htmlcell import Content
from zsstat.read.limits import Limits
from zsstat.read.merges import mark_covered
from zsstat.read.refusals import too_large, unsafe

WIDEST_SPAN = 1000
"""What HTML allows; more is read as this."""
_MOST_STEPS = 10_000_000
_ROW_OF_DATA = 2
_LINE_OF_DATA = 4


class TextRow(NamedTuple):
    """A row that stands above or below a table: texts of the page, rows of a layout table."""

    cells: tuple[tuple[int, Content], ...]
    hidden: bool = False


@dataclass(slots=True)
class _Span:
    """A cell that covers more than its own place; ``rows`` is 0 when it goes to its group's end."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class _Row:
    number: int
    hidden: bool
    shown: list[tuple[int, Content]] = field(default_factory=list)
    unseen: list[Content] = field(default_factory=list)


class TableBuilder:
    """Takes the cells of a table in the order of the page."""

    def __init__(self, limits: Limits, *, hidden: bool) -> None:
        self.hidden = hidden
        self._limits = limits
        self._rows: list[_Row] = []
        self._count = 0
        self._column = 0
        self.columns_named = 0
        self._hidden_columns: set[int] = set()
        self._spans: list[_Span] = []
        self._of_group: list[_Span] = []
        self._taken: dict[int, int] = {}  # column → the last row in which a span from above has it
        self._steps = 0

    def add_columns(self, span: int, *, hidden: bool) -> None:
        """``col`` elements: which columns are hidden."""
        first = self.columns_named + 1
        self.columns_named += min(max(span, 1), WIDEST_SPAN)
        if hidden and self.columns_named <= self._limits.columns:
            self._hidden_columns.update(range(first, self.columns_named + 1))

    def start_row(self, *, hidden: bool) -> None:
        self._count += 1
        self._column = 0
        self._check(self._count, 1)
        self._rows.append(_Row(self._count, hidden))

    def end_group(self) -> None:
        """The end of a ``tbody`` and the like, over which no span reaches."""
        for span in self._of_group:
            span.last_row = min(span.last_row, self._count)
        self._of_group.clear()
        self._taken.clear()

    def add(
        self, content: Content, rows: int = 1, columns: int = 1, *, hidden: bool = False
    ) -> None:
        """``rows`` and ``columns`` are the spans as the page says them, not negative."""
        if hidden:
            self._rows[-1].unseen.append(content)
            return
        first = self._free_column()
        last = self._last_free(first, min(max(columns, 1), WIDEST_SPAN))
        self._check(self._count, last)
        self._column = last
        self._rows[-1].shown.append((first, content))
        bottom = self._count + rows - 1 if rows else self._limits.rows
        if last > first or bottom > self._count:
            self._cover(_Span(self._count, first, min(bottom, self._limits.rows), last))

    def _free_column(self) -> int:
        column, start = self._column + 1, self._column
        while self._taken.get(column, 0) >= self._count:
            column += 1
        self._spend(column - start)
        return column

    def _last_free(self, first: int, width: int) -> int:
        """How far a cell may reach before it meets a span from above."""
        if not self._taken:
            return first + width - 1
        self._spend(width)
        for column in range(first + 1, first + width):
            if self._taken.get(column, 0) >= self._count:
                return column - 1
        return first + width - 1

    def _cover(self, span: _Span) -> None:
        self._spans.append(span)
        if len(self._spans) > self._limits.merges:
            raise too_large(f"一张网页表格的合并单元格超过 {self._limits.merges} 处")
        if span.last_row > self._count:
            self._of_group.append(span)
            columns = range(span.column, span.last_column + 1)
            self._spend(len(columns))
            self._taken.update(dict.fromkeys(columns, span.last_row))

    def _spend(self, steps: int) -> None:
        self._steps += steps
        if self._steps > _MOST_STEPS:
            raise unsafe("网页表格的合并单元格过多、过大")

    def _check(self, row: int, column: int) -> None:
        limits = self._limits
        if row > limits.rows or column > limits.columns:
            raise too_large(f"一张网页表格超过 {limits.rows} 行或 {limits.columns} 列")

    @property
    def is_data(self) -> bool:
        """Whether the table is more than a frame for texts: two rows with something beside
        something, or one row of many cells, as the header of an empty table is."""
        filled = [len(row.cells) for row in self.text_rows()]
        return sum(n >= _ROW_OF_DATA for n in filled) > 1 or max(filled, default=0) >= _LINE_OF_DATA

    def text_rows(self) -> Iterator[TextRow]:
        """The rows with something in them; what stands hidden in them last."""
        for row in self._rows:
            unseen = enumerate(row.unseen, start=row.shown[-1][0] + 1 if row.shown else 1)
            cells = tuple(item for item in (*row.shown, *unseen) if item[1].value is not None)
            if cells:
                yield TextRow(cells, row.hidden or self.hidden)

    def drained(self) -> list[TextRow]:
        """The rows so far, which are then no longer the table's."""
        rows = list(self.text_rows())
        self._rows = [_Row(row.number, row.hidden) for row in self._rows[-1:]]
        return rows

    def grid(
        self, sheet: str, above: Sequence[TextRow], below: Sequence[TextRow], *, epoch_1904: bool
    ) -> Grid:
        """The table as a sheet, with the texts that stand above and below it.

        Raises UnreadableError."""
        self.end_group()
        shift = len(above)
        self._check(shift + self._count + len(below), 1)
        width = max((column for row in self._rows for column, _ in row.shown), default=0)
        hidden_columns = self._hidden_columns | set(self._unseen_columns(width))
        hidden_rows = {row.number + shift for row in self._rows if row.hidden}
        hidden_rows |= {n for n, row in enumerate(above, start=1) if row.hidden}
        below_from = shift + self._count + 1
        hidden_rows |= {n for n, row in enumerate(below, start=below_from) if row.hidden}
        cells = {}
        placed = [*enumerate(above, start=1), *self._placed(width, shift)]
        for number, row in (*placed, *enumerate(below, start=below_from)):
            for column, (kind, value, formula, code) in row.cells:
                if value is not None or formula is not None:
                    hidden = row.hidden or self.hidden or column in hidden_columns
                    place = (number, column)
                    cells[place] = Cell(*place, kind, value, formula, code, hidden)
        merges = tuple(self._merges(width, shift))
        return Grid(
            sheet,
            mark_covered(cells, merges),
            merges,
            self.hidden,
            frozenset(hidden_rows),
            frozenset(hidden_columns),
            epoch_1904,
        )

    def _placed(self, width: int, shift: int) -> Iterator[tuple[int, TextRow]]:
        for row in self._rows:
            unseen = enumerate(row.unseen, start=width + 1)
            yield row.number + shift, TextRow((*row.shown, *unseen), row.hidden)

    def _unseen_columns(self, width: int) -> range:
        most = max((len(row.unseen) for row in self._rows), default=0)
        if most:
            self._check(1, width + most)
        return range(width + 1, width + most + 1)

    def _merges(self, width: int, shift: int) -> Iterator[Range]:
        for span in self._spans:
            last_row, last_column = min(span.last_row, self._count), min(span.last_column, width)
            if last_row > span.row or last_column > span.column:
                yield Range(span.row + shift, span.column, last_row + shift, last_column)
