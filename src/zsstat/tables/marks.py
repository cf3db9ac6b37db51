"""Where a note under a table is about one row or column alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zsstat.declarations import TableSpec
from zsstat.figures import FigureBuilder
from zsstat.model import Mark, Parts
from zsstat.tables import notes


def of_rows(builder: FigureBuilder, codes: Sequence[str], under: Sequence[Parts]) -> Iterator[Mark]:
    """The calibers of the indicators that stand in the rows, at their names."""
    for row, code in enumerate(codes):
        for note in _calibers(builder, code, under):
            yield Mark(note, column=0, row=row)


def of_columns(builder: FigureBuilder, spec: TableSpec, under: Sequence[Parts]) -> Iterator[Mark]:
    """The calibers of the indicators that columns are about, at the first heading of each."""
    first: dict[str, int] = {}
    for column, declared in enumerate(spec.columns, start=1):
        if declared.indicator:
            first.setdefault(declared.indicator, column)
    for code, column in first.items():
        for note in _calibers(builder, code, under):
            yield Mark(note, column)


def _calibers(builder: FigureBuilder, code: str, under: Sequence[Parts]) -> Iterable[int]:
    """Which of the notes say what an indicator's caliber is."""
    said = list(notes.calibers(builder, (code,)))
    return (number for number, note in enumerate(under) if note in said)
