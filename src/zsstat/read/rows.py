"""A sheet's rows as they are kept: their values, and cells made of them when somebody looks.

The rows of a ledger have the same columns, formats and kinds, so these are kept once for all of
them. A large sheet takes a fraction of the memory that way until its cells are asked for.
"""

from __future__ import annotations

import gc
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from contextlib import contextmanager
from itertools import repeat
from typing import Any, NamedTuple

from zsstat.model import Cell, CellKind, CellValue

_new: Any = tuple.__new__


@contextmanager
def collector_resting() -> Iterator[None]:
    """Python's garbage collector rests: many objects are made, and no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Frame(NamedTuple):
    """What rows of one shape have in common, from left to right."""

    columns: tuple[int, ...]
    kinds: tuple[CellKind, ...]
    codes: tuple[str | None, ...]
    hidden: tuple[bool, ...]


class PackedRow(NamedTuple):
    """A row's own part. ``formulas`` is None for a row without any."""

    frame: Frame
    values: tuple[CellValue, ...]
    formulas: tuple[str | None, ...] | None

    def cells(self, row: int) -> tuple[Cell, ...]:
        columns, kinds, codes, hidden = self.frame
        formulas = self.formulas or repeat(None)
        fields: Any = (repeat(row), columns, kinds, self.values, formulas, codes, hidden)
        return tuple(map(_new, repeat(Cell), zip(*fields, repeat(None), strict=False)))


class Packer:
    """Makes rows of texts; those of one shape have one frame."""

    def __init__(self) -> None:
        self._frames: dict[Frame, Frame] = {}

    def texts(self, fields: Sequence[str]) -> PackedRow | None:
        """A row of text cells, empty ones left out; None for a row of nothing else."""
        values = tuple(filter(None, fields))
        count = len(values)
        if not count:
            return None
        whole = count == len(fields)
        columns = range(1, count + 1) if whole else (n for n, f in enumerate(fields, 1) if f)
        frame = Frame(tuple(columns), (CellKind.TEXT,) * count, (None,) * count, (False,) * count)
        return PackedRow(self._frames.setdefault(frame, frame), values, None)


class Rows(Mapping[int, tuple[Cell, ...]]):
    """Row number → its cells from left to right; rows in ascending order, no row empty."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[int, tuple[Cell, ...] | PackedRow]) -> None:
        self._rows = dict(rows)

    def replaced(self, rows: Mapping[int, tuple[Cell, ...]]) -> Rows:
        """The same with other cells in some of the rows."""
        return Rows({**self._rows, **rows})

    def __getitem__(self, number: int) -> tuple[Cell, ...]:
        row = self._rows[number]
        if isinstance(row, PackedRow):
            row = self._rows[number] = row.cells(number)
        return row

    def items(self) -> ItemsView[int, tuple[Cell, ...]]:
        self._make_all()
        return super().items()

    def values(self) -> ValuesView[tuple[Cell, ...]]:
        self._make_all()
        return super().values()

    def _make_all(self) -> None:
        """Who goes through a whole sheet gets its cells at once, which is quicker."""
        with collector_resting():
            for number in self._rows:
                self[number]

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
