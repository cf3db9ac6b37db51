"""Figures of a single month: what it added, beside the same month last year and the one before."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from zsstat import compute
from zsstat.compute.single import BASE_RESTATED, NOT_MONTHLY, OPENING_MISSING, Ends, SingleMonth
from zsstat.declarations import Catalogue, IndicatorKind
from zsstat.figures.amounts import Amounts
from zsstat.figures.comparisons import Comparisons
from zsstat.figures.core import Where, missing, operand
from zsstat.figures.rounding import exact_text, trimmed
from zsstat.model import Figure, FigureKey, Measure


class Taken(StrEnum):
    """What a single month means for an indicator: what the month added (flows and counts), what
    there was at its end (balances, and rates of two balances), or nothing (other rates)."""

    MONTH = "month"
    BALANCE = "balance"
    NOTHING = "nothing"


def taken(catalogue: Catalogue, indicator: str) -> Taken:
    """How an indicator is taken for a single month, by its kind. A rate of two flows is left out:
    its parts may be of different months' rows (contracts signed in May that start in June)."""
    found = catalogue.indicators[indicator]
    if found.kind is IndicatorKind.STOCK:
        return Taken.BALANCE
    if found.ratio is not None:
        parts = (found.ratio.numerator, found.ratio.denominator)
        stocks = all(catalogue.indicators[part].kind is IndicatorKind.STOCK for part in parts)
        return Taken.BALANCE if stocks else Taken.NOTHING
    return Taken.NOTHING if found.kind is IndicatorKind.RATE else Taken.MONTH


class _Whole(Amounts, Comparisons):
    """The ordinary figures of a cumulative book."""


class SingleFigures(_Whole):
    """Makes the figures of one month; those of the cumulative book are at hand, too.

    ``previous`` is the month before, which 环比 compares with."""

    def __init__(self, catalogue: Catalogue, month: SingleMonth, previous: SingleMonth) -> None:
        super().__init__(catalogue, month.whole)
        self.month = month
        self.earlier = previous
        self._before = _Whole(catalogue, previous.whole)

    def taken(self, indicator: str) -> Taken:
        """How the indicator is taken for a single month."""
        return taken(self.catalogue, indicator)

    def single(self, indicator: str, area: str | None = None) -> Figure:
        """What the month added, or the balance at its end."""
        where = self._where(indicator, area)
        key = self._key(Measure.SINGLE, where)
        match self.taken(indicator):
            case Taken.BALANCE:
                return replace(self.value(indicator, area), key=key)
            case Taken.NOTHING:
                return missing(key, self._unit(indicator), NOT_MONTHLY)
        return self._added(key, where, self.month)

    def single_base(self, indicator: str, area: str | None = None) -> Figure:
        """The same for the same month last year."""
        where = self._where(indicator, area)
        key = self._key(Measure.SINGLE_BASE, where)
        match self.taken(indicator):
            case Taken.BALANCE:
                return replace(self.base(indicator, area), key=key)
            case Taken.NOTHING:
                return missing(key, self._unit(indicator), NOT_MONTHLY)
        value = self.month.base_value(where.area, indicator)
        if value is None:
            restated = self.month.base_restated(where.area, indicator)
            note = BASE_RESTATED if restated else compute.BASE_MISSING
            return missing(key, self._unit(indicator), note)
        return self._between(key, value, self.month.base_ends(where.area, indicator))

    def single_previous(self, indicator: str, area: str | None = None) -> Figure:
        """The same for the month before."""
        where = self._where(indicator, area)
        key = self._key(Measure.SINGLE_PREVIOUS, where)
        match self.taken(indicator):
            case Taken.BALANCE:
                return replace(self._before.value(indicator, area), key=key)
            case Taken.NOTHING:
                return missing(key, self._unit(indicator), NOT_MONTHLY)
        return self._added(key, where, self.earlier)

    def single_growth(self, indicator: str, area: str | None = None) -> Figure:
        """Growth over the same month last year; of a rate of balances its change in points."""
        where = self._where(indicator, area)
        key = self._key(Measure.SINGLE_GROWTH, where)
        match self.taken(indicator):
            case Taken.BALANCE:
                return replace(self.growth(indicator, area), key=key)
            case Taken.NOTHING:
                return missing(key, "%", NOT_MONTHLY)
        if self.month.base_restated(where.area, indicator):
            return missing(key, "%", BASE_RESTATED)
        current = self._shown(indicator, self.month.value(where.area, indicator))
        base = self._shown(indicator, self.month.base_value(where.area, indicator))
        return self._grown(key, self.month.growth(where.area, indicator), current, base)

    def month_on_month(self, indicator: str, area: str | None = None) -> Figure:
        """环比, growth over the month before. The notes of those without a rate begin with
        ``month_`` so that they are said of last month and not of last year."""
        where = self._where(indicator, area)
        key = self._key(Measure.MONTH_ON_MONTH, where)
        if self.taken(indicator) is Taken.NOTHING:
            return missing(key, "%", NOT_MONTHLY)
        if self._ratio(indicator):
            return self._month_points(key, where)
        rate = self.month.month_on_month(self.earlier, where.area, indicator)
        current = self._shown(indicator, self.month.value(where.area, indicator))
        before = self._shown(indicator, self.earlier.value(where.area, indicator))
        figure = self._grown(key, rate, current, before, "month")
        return figure if figure.note is None else replace(figure, note=f"month_{figure.note}")

    def balance_change(self, indicator: str, area: str | None = None) -> Figure:
        """A balance at the month's end minus that at the end of the month before; without a value
        for what is no balance, and for the city where a reporter is missing in one of the two."""
        where = self._where(indicator, area)
        key, unit = self._key(Measure.BALANCE_CHANGE, where), self._unit(indicator)
        now = self._shown(indicator, self.month.whole.value(where.area, indicator))
        before = self._shown(indicator, self.earlier.whole.value(where.area, indicator))
        if self._ratio(indicator) or self.taken(indicator) is not Taken.BALANCE:
            return missing(key, unit, NOT_MONTHLY)
        note = self.month.month_on_month(self.earlier, where.area, indicator).note
        hindered = note not in (None, compute.BASE_ZERO, compute.BASE_NEGATIVE)
        if now is None or before is None or hindered:
            return missing(key, unit, f"month_{note}")
        formula = f"{operand(now)} − {operand(before)}"
        return self._change(key, now - before, formula, "balance", "month")

    def single_deduction(self, indicator: str, of: Measure = Measure.SINGLE) -> Figure:
        """The month's part of the city's line for joint activities: this month's, that of the
        month before (``SINGLE_PREVIOUS``) or of the same month last year (``SINGLE_BASE``)."""
        month, base = self._month_of(of), of is Measure.SINGLE_BASE
        value = month.deduction(indicator, base=base)
        return self._line(Measure.SINGLE_DEDUCTION, indicator, month, value, base=base)

    def single_adjustment(self, indicator: str, of: Measure = Measure.SINGLE) -> Figure:
        """The month's part of the office's own entries for the city, of the same three months."""
        month, base = self._month_of(of), of is Measure.SINGLE_BASE
        value = month.adjustment(indicator, base=base)
        return self._line(Measure.SINGLE_ADJUSTMENT, indicator, month, value, base=base)

    def _month_of(self, measure: Measure) -> SingleMonth:
        return self.earlier if measure is Measure.SINGLE_PREVIOUS else self.month

    def _line(
        self, measure: Measure, indicator: str, month: SingleMonth, value: int, *, base: bool
    ) -> Figure:
        period = month.whole.period.previous_year if base else month.whole.period
        key = replace(self._key(measure, self._where(indicator, None)), period=period)
        return self._between(key, value, (None, None))

    def _added(self, key: FigureKey, where: Where, month: SingleMonth) -> Figure:
        value = month.value(where.area, where.indicator)
        if value is None:
            there = month.whole.value(where.area, where.indicator) is not None
            note = OPENING_MISSING if there else compute.VALUE_MISSING
            return missing(key, self._unit(where.indicator), note)
        return self._between(key, value, month.ends(where.area, where.indicator))

    def _between(self, key: FigureKey, value: int, ends: Ends) -> Figure:
        """An amount with the two cumulative ones that it lies between; January has but one."""
        unit, decimals = self._unit(key.indicator), self._decimals(key.indicator)
        shown = self._in_unit(key.indicator, value)
        number = trimmed(self._round(shown, decimals))
        formula = f"{exact_text(shown)}{unit}"
        known = [self._in_unit(key.indicator, end) for end in ends if end is not None]
        if len(known) > 1:
            formula = " − ".join(operand(each) for each in known)
        said = self._said(key.indicator, shown, number)
        return Figure(key, shown, unit, decimals, number, said, formula)

    def _in_unit(self, indicator: str, value: int) -> Fraction:
        return Fraction(value, self.catalogue.units[self._unit(indicator)].factor)

    def _month_points(self, key: FigureKey, where: Where) -> Figure:
        """The change of a rate of balances against the end of the month before, in points."""
        current = self.value(where.indicator, where.area).value
        before = self._before.value(where.indicator, where.area).value
        city = where.area == self.book.city
        note = compute.growth(
            None if current is None else 1,
            None if before is None else 1,
            current_complete=not (city and self.month.whole.missing),
            base_complete=not (city and self.earlier.whole.missing),
        ).note
        if current is None or before is None or note:
            return missing(key, "个百分点", f"month_{note}")
        formula = f"{operand(current)} − {operand(before)}"
        return self._change_in_points(key, current - before, formula, "month_points", "month")
