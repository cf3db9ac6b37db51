"""The tracers of one document: its own period's, and those of whatever else it has figures of."""

from __future__ import annotations

from zsstat.model import Dimension, FigureKey, Period
from zsstat.pipeline.ledger import load_book
from zsstat.pipeline.sources import Tracer


class Tracers:
    """Gives each figure the tracer over the book that it is of: a chart has figures of other months
    and of the members of a dimension. A book is loaded when it is first asked for."""

    def __init__(self, own: Tracer) -> None:
        self._own = own
        self._made: dict[tuple[Period, Dimension | None], Tracer] = {(own.book.period, None): own}

    def of(self, key: FigureKey) -> Tracer:
        """The tracer over the book of a figure's period, with the sums by its dimension."""
        period = key.period or self._own.book.period
        of = (period, key.dimension)
        if of not in self._made:
            store, catalogue = self._own.store, self._own.catalogue
            dimensions = (key.dimension,) if key.dimension else ()
            book = load_book(store, catalogue, period, dimensions)
            self._made[of] = Tracer(store, catalogue, book)
        return self._made[of]
