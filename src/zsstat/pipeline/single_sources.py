"""From a figure of a single month to the cumulative ones that it is the difference of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from zsstat.compute import Book
from zsstat.compute.single import SingleMonth
from zsstat.declarations import Catalogue
from zsstat.figures import FigureBuilder
from zsstat.figures.single import SingleFigures, Taken
from zsstat.model import Figure, Measure, Period, Trace
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.overtime import single_figures
from zsstat.store import Store

Maker = Callable[[], Figure]


class BookTracer(Protocol):
    """What traces the figures of one cumulative book."""

    def trace(self, figure: Figure) -> Trace: ...

    def title(self, figure: Figure) -> str: ...


class MonthTracer:
    """Traces what a single month added; ``tracing`` makes the tracer of a cumulative book."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        period: Period,
        tracing: Callable[[Store, Catalogue, Book], BookTracer],
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._period = period
        self._tracing = tracing

    @cached_property
    def figures(self) -> SingleFigures:
        """The month's figures; its books are read when they are first asked for."""
        return single_figures(self._store, self._catalogue, self._period)

    def makers(self, indicator: str, area: str) -> Mapping[Measure, Maker]:
        """The month's figures of an indicator that can be asked for by name or by their number."""
        return {
            Measure.SINGLE: lambda: self.figures.single(indicator, area),
            Measure.SINGLE_BASE: lambda: self.figures.single_base(indicator, area),
            Measure.SINGLE_GROWTH: lambda: self.figures.single_growth(indicator, area),
            Measure.SINGLE_PREVIOUS: lambda: self.figures.single_previous(indicator, area),
            Measure.MONTH_ON_MONTH: lambda: self.figures.month_on_month(indicator, area),
            Measure.BALANCE_CHANGE: lambda: self.figures.balance_change(indicator, area),
        }

    def trace(self, figure: Figure) -> Trace:
        """A month's amount from its two cumulative ones, a rate from two amounts."""
        return Trace(
            figure,
            self._tracer(self.figures.book).title(figure),
            figure.unit,
            operands=() if figure.value is None else tuple(self._operands(figure)),
            reason=self._catalogue.wording.phrases.get(figure.note or "", ""),
        )

    def _operands(self, figure: Figure) -> Iterator[Trace]:
        key, of = figure.key, self.figures
        match key.measure:
            case Measure.SINGLE:
                yield from self._ends(figure, of.month)
            case Measure.SINGLE_BASE:
                yield from self._ends(figure, of.month, base=True)
            case Measure.SINGLE_PREVIOUS:
                yield from self._ends(figure, of.earlier)
            case Measure.SINGLE_DEDUCTION | Measure.SINGLE_ADJUSTMENT:
                yield from self._lines(figure)
            case Measure.SINGLE_GROWTH:
                yield self.trace(of.single(key.indicator, key.area))
                yield self.trace(of.single_base(key.indicator, key.area))
            case Measure.MONTH_ON_MONTH | Measure.BALANCE_CHANGE:
                yield self.trace(of.single(key.indicator, key.area))
                yield self.trace(of.single_previous(key.indicator, key.area))

    def _ends(self, figure: Figure, month: SingleMonth, *, base: bool = False) -> Iterator[Trace]:
        """The cumulative amounts at both ends of a month; of a balance the one at its end."""
        key = figure.key
        balance = self.figures.taken(key.indicator) is Taken.BALANCE
        for book in (month.whole,) if balance else _books(month):
            builder = FigureBuilder(self._catalogue, book)
            make = builder.base if base else builder.value
            yield self._dated(book, make(key.indicator, key.area), base=base)

    def _lines(self, figure: Figure) -> Iterator[Trace]:
        """A line of the city's own up to either end of the month that it is of."""
        month, of = self.figures.month, figure.key.period
        base = of == month.whole.period.previous_year
        if of == self.figures.earlier.whole.period:
            month = self.figures.earlier
        for book in _books(month):
            builder = FigureBuilder(self._catalogue, book)
            adjusted = figure.key.measure is Measure.SINGLE_ADJUSTMENT
            line = (
                builder.adjustment(figure.key.indicator, base=base)
                if adjusted
                else builder.deduction(figure.key.indicator, base=base)
            )
            yield self._dated(book, line, base=base)

    def _dated(self, book: Book, figure: Figure, *, base: bool) -> Trace:
        """An operand under a name that says up to when it is counted."""
        tracer = self._tracer(book)
        period = book.period.previous_year if base else book.period
        plain = replace(figure, key=replace(figure.key, measure=Measure.VALUE))
        name = f"{describe(period)}{tracer.title(plain)}"
        return replace(tracer.trace(figure), name=name)

    def _tracer(self, book: Book) -> BookTracer:
        return self._tracing(self._store, self._catalogue, book)


def _books(month: SingleMonth) -> Iterable[Book]:
    return (month.closing,) if month.opening is None else (month.closing, month.opening)
