"""Sums, bases, targets and single amounts, in the indicator's display unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from zsstat import compute
from zsstat.compute import Rate
from zsstat.figures.core import Core, Where, missing
from zsstat.figures.rounding import exact_text, trimmed
from zsstat.model import CellRef, Dimension, Figure, Measure

_MYRIADS = (1, 10**4, 10**8)
"""The steps in which Chinese counts: 元, 万元, 亿元. Nobody says 千元 in a bulletin."""


class Amounts(Core):
    """What there is, this year and last."""

    def value(
        self,
        indicator: str,
        area: str | None = None,
        dimension: Dimension | None = None,
        member: str | None = None,
    ) -> Figure:
        """The sum of the period, in the indicator's display unit; a rate in percent."""
        where = self._where(indicator, area, dimension, member)
        return self._amount(where, Measure.VALUE, self._exact(where))

    def base(
        self,
        indicator: str,
        area: str | None = None,
        dimension: Dimension | None = None,
        member: str | None = None,
    ) -> Figure:
        """The same for the same period last year."""
        where = self._where(indicator, area, dimension, member)
        return self._amount(where, Measure.BASE, self._exact(where, base=True))

    def target(self, indicator: str, area: str | None = None) -> Figure:
        """The year's target."""
        where = self._where(indicator, area)
        target = self.book.target(where.area, indicator)
        rate = Rate(self._shown(indicator, target), None if target else compute.TARGET_MISSING)
        return self._amount(where, Measure.TARGET, rate)

    def amount(
        self,
        indicator: str,
        value: int,
        *,
        ref: CellRef | None = None,
        record: int | None = None,
        area: str | None = None,
        dimension: Dimension | None = None,
        member: str | None = None,
    ) -> Figure:
        """A given whole number of the indicator's base unit: a single project, a cross-tabulated
        sum. ``ref`` is its cell, ``record`` its row in the ledger."""
        where = self._where(indicator, area, dimension, member)
        cells = (ref,) if ref else ()
        rate = Rate(self._shown(indicator, value))
        return self._amount(where, Measure.VALUE, rate, record=record, cells=cells)

    def exact(self, indicator: str, value: int) -> str:
        """Base units as an exact decimal in the display unit, unrounded."""
        return exact_text(Fraction(value, self.catalogue.units[self._unit(indicator)].factor))

    def deduction(self, indicator: str, *, base: bool = False) -> Figure:
        """The city's line that takes joint activities off the sum (0 or negative), this year's or
        last year's (``base``)."""
        lines = self.book.base_deductions if base else self.book.deductions
        rate = Rate(self._shown(indicator, lines.get(indicator, 0)))
        figure = self._amount(self._where(indicator, None), Measure.DEDUCTION, rate)
        if not base:
            return figure
        return replace(figure, key=replace(figure.key, period=self.book.period.previous_year))

    def adjustment(self, indicator: str, area: str | None = None, *, base: bool = False) -> Figure:
        """What the office adjusted of an area (None: of the city itself) by entries of its own,
        this year or last (``base``); 0 where it did not."""
        lines = self.book.base_adjustments if base else self.book.adjustments
        where = self._where(indicator, area)
        rate = Rate(self._shown(indicator, lines.get((where.area, indicator), 0)))
        figure = self._amount(where, Measure.ADJUSTMENT, rate)
        if not base:
            return figure
        return replace(figure, key=replace(figure.key, period=self.book.period.previous_year))

    def reported_base(self, indicator: str, area: str | None = None) -> Figure:
        """Last year's figure as it was reported, whatever it was restated to."""
        where = self._where(indicator, area)
        value = self.book.reported_base(where.area, indicator)
        missing_note = compute.BASE_MISSING if value is None else None
        return self._amount(where, Measure.BASE, Rate(self._shown(indicator, value), missing_note))

    def _amount(
        self,
        where: Where,
        measure: Measure,
        rate: Rate,
        *,
        record: int | None = None,
        cells: tuple[CellRef, ...] = (),
    ) -> Figure:
        unit, decimals = self._unit(where.indicator), self._decimals(where.indicator)
        key = replace(self._key(measure, where), record=record)
        if rate.value is None:
            return missing(key, unit, rate.note or compute.VALUE_MISSING)
        number = trimmed(self._round(rate.value, decimals))
        return Figure(
            key=key,
            value=rate.value,
            unit=unit,
            decimals=decimals,
            number=number,
            display=self._said(where.indicator, rate.value, number),
            formula=self._origin(where, measure, rate.value),
            cells=cells,
        )

    def _said(self, indicator: str, value: Fraction, number: str) -> str:
        """An amount in words; one that its unit would print as 0 is said exactly in a smaller one
        (3人次, 10万元), for nobody may read that there was none."""
        if number == "0" and self._in_points(indicator):
            return self.percentage(value)
        units = self.catalogue.units
        unit = units[self._unit(indicator)]
        if number == "0" and value and unit.factor > 1:
            amount = value * unit.factor
            fitting = [
                u
                for u in units.values()
                if u.base == unit.base and u.factor in _MYRIADS and u.factor <= abs(amount)
            ]
            unit = max(fitting, key=lambda u: u.factor, default=unit)
            number = exact_text(amount / unit.factor)
        return self.say("amount", number=number, unit=unit.id)
