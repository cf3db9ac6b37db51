"""Blank numbers of a format that cannot tell a blank cell from a broken one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from zsstat.declarations import Column, ReturnTable
from zsstat.model import CellRef, Issue


@dataclass(slots=True)
class _Column:
    filled: int = 0
    blank: list[CellRef] = field(default_factory=list)


class Blanks:
    """Counts the blank numbers of one table and says each column once.

    What the table cannot do without is asked about (file.degraded_blank). In any other column a
    blank is no more than worth a look (file.degraded), and where most cells are blank, nothing at
    all.
    """

    def __init__(self, table: ReturnTable) -> None:
        self._table = table
        self._columns: dict[str, _Column] = {}

    def note(self, column: Column, ref: CellRef, *, filled: bool) -> None:
        seen = self._columns.setdefault(column.name, _Column())
        if filled:
            seen.filled += 1
        else:
            seen.blank.append(ref)

    def issues(self) -> Iterator[Issue]:
        for name, seen in self._columns.items():
            wanted = self._is_wanted(name)
            if seen.blank and (wanted or len(seen.blank) <= seen.filled):
                message = f"“{name}”是空白：这种格式看不出是没有填，还是错误值或没有计算的公式"
                rule = "file.degraded_blank" if wanted else "file.degraded"
                yield Issue(rule, message, tuple(seen.blank), expected="数值")

    def _is_wanted(self, name: str) -> bool:
        column = self._table.column(name)
        required = column is not None and (column.required or column.needed)
        return required or name in self._table.one_of
