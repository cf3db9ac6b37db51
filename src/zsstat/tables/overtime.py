"""What the tables of views over time share: their declarations and the order of their rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from zsstat.declarations import TableSpec
from zsstat.figures import FigureBuilder
from zsstat.figures.single import SingleFigures
from zsstat.model import Figure

Row: TypeAlias = tuple[str, tuple[Figure | None, ...]]
"""A label and the figures beside it."""


def specs(builder: FigureBuilder | SingleFigures, rows: str) -> tuple[TableSpec, ...]:
    """The declared tables of one layout."""
    return tuple(spec for spec in builder.catalogue.tables.values() if spec.rows == rows)


def ordered(rows: list[Row], column: int | None) -> list[Row]:
    """Rows by the exact values of a column, largest first, those without one last."""
    if column is None:
        return rows

    def key(row: Row) -> tuple[bool, Fraction]:
        figure = row[1][column]
        value = figure.value if figure else None
        return (value is None, -(value or Fraction(0)))

    return sorted(rows, key=key)
