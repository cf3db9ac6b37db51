"""The months of a year at a glance: a bar of text for each, beside the headline figures.

A month's value is what it added to the cumulative one; of a balance it is the balance. The city's
month is known where the same reporters are in both books: else they would be compared with others,
and a gap stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zsstat.compute import Book
from zsstat.declarations import TableSpec
from zsstat.figures import FigureBuilder
from zsstat.figures.single import Taken, taken
from zsstat.model import Heading, Table

FEWEST = 3
"""With fewer months there is nothing to see."""
BARS = "▁▂▃▄▅▆▇█"
GAP = "□"
BELOW = "▼"
"""A month below zero: it took back what earlier months had reported. All signs are of one width,
whatever a terminal makes of it."""


@dataclass(frozen=True)
class Trends:
    """The cumulative books of a year's months so far, by month, those alone that were received."""

    builder: FigureBuilder
    books: Mapping[int, Book]

    @property
    def shown(self) -> bool:
        return len(self.books) >= FEWEST

    def months(self, indicator: str) -> tuple[int | None, ...]:
        """What each month from January on added for the city, in base units."""
        how = taken(self.builder.catalogue, indicator)
        if how is Taken.NOTHING or self.builder.catalogue.indicators[indicator].ratio:
            return ()
        balance = how is Taken.BALANCE
        last = self.builder.book.period.month
        return tuple(self._month(indicator, month, balance=balance) for month in range(1, last + 1))

    def _month(self, indicator: str, month: int, *, balance: bool) -> int | None:
        book, before = self.books.get(month), self.books.get(month - 1)
        value = book.value(book.city, indicator) if book else None
        if book is None or value is None or balance or month == 1:
            return value
        if before is None or before.present(indicator) != book.present(indicator):
            return None
        opening = before.value(before.city, indicator)
        return None if opening is None else value - opening

    def exact(self, indicator: str) -> list[str | None]:
        """The same as exact decimals in the unit in which people read the indicator."""
        values = self.months(indicator)
        return [None if v is None else self.builder.exact(indicator, v) for v in values]


def sparkline(values: Sequence[int | None]) -> str:
    """A bar for each value, from 0 to the largest; a gap where there is none, a sign for one below
    zero. Nothing where there are too few to see anything."""
    known = [value for value in values if value is not None]
    if len(known) < FEWEST:
        return ""
    most = max(known)
    return "".join(_bar(value, most) for value in values)


def _bar(value: int | None, most: int) -> str:
    if value is None:
        return GAP
    if value < 0:
        return BELOW
    steps = len(BARS) - 1
    return BARS[-(-value * steps // most)] if most else BARS[0]


def with_trends(table: Table, spec: TableSpec, trends: Trends) -> Table:
    """A headline table with the months in a last column, which is the first to go where there is
    no room."""
    codes = spec.indicators or tuple(trends.builder.catalogue.listed)
    heading = Heading(trends.builder.say("head_trend"), keep=False)
    rows = tuple(
        replace(row, cells=(*row.cells, sparkline(trends.months(code))))
        for row, code in zip(table.rows, codes, strict=True)
    )
    note = (trends.builder.say("note_trend"),)
    return replace(
        table, headings=(*table.headings, heading), rows=rows, notes=(*table.notes, note)
    )
