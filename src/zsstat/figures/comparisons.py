"""Growth, change, share, completion and pace, as rates and in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from zsstat import compute
from zsstat.compute import Rate
from zsstat.figures.core import Core, Where, by_sign, missing, operand
from zsstat.figures.rounding import exact_text, trimmed
from zsstat.model import Dimension, Figure, FigureKey, Measure

TIMES_FROM = 200
"""From this growth on (percent, exact) it is said as 倍."""


LIKE_FOR_LIKE = "like_for_like"


class Comparisons(Core):
    """What a value is beside last year, the city, the target or the calendar."""

    def change(
        self,
        indicator: str,
        area: str | None = None,
        dimension: Dimension | None = None,
        member: str | None = None,
    ) -> Figure:
        """This year minus last year in the display unit (percentage points for a rate).

        Missing for the same reasons as a growth rate, except that a zero or negative base does."""
        where = self._where(indicator, area, dimension, member)
        if self._in_points(indicator):
            return self._points(where, Measure.CHANGE)
        current, base = self._exact(where).value, self._exact(where, base=True).value
        note = self._growth(where).note
        key, unit = self._key(Measure.CHANGE, where), self._unit(indicator)
        hindered = note not in (None, compute.BASE_ZERO, compute.BASE_NEGATIVE)
        if current is None or base is None or hindered:
            return missing(key, unit, note or compute.VALUE_MISSING)
        formula = f"{operand(current)} − {operand(base)}"
        return self._change(key, current - base, formula, "change", "growth")

    def growth(
        self,
        indicator: str,
        area: str | None = None,
        dimension: Dimension | None = None,
        member: str | None = None,
    ) -> Figure:
        """Growth over the same period last year, in percent; of a rate, its change in points.

        No value and a note where :func:`zsstat.compute.growth` gives none; two zeros have a note
        and are still said as 与上年持平."""
        where = self._where(indicator, area, dimension, member)
        if self._in_points(indicator):
            return self._points(where, Measure.GROWTH)
        key = self._key(Measure.GROWTH, where)
        current, base = self._exact(where).value, self._exact(where, base=True).value
        return self._grown(key, self._growth(where), current, base)

    def like_for_like(self, indicator: str) -> Figure:
        """The city's growth over the reporters received in both years, for use where the true
        growth is missing because one is incomplete; always to be said with that caliber.

        Joint deductions are left out: they cannot be divided among reporters."""
        rate, both = self.book.like_for_like(indicator)
        key = self._key(Measure.LIKE_FOR_LIKE, self._where(indicator, None))
        now, before = (f.value for f in self.comparable(indicator))
        figure = self._grown(key, rate, now, before)
        if figure.value is None:
            return figure
        formula = f"可比口径（{len(both)}个单位）：{figure.formula}"
        return replace(figure, formula=formula, note=LIKE_FOR_LIKE)

    def comparable(self, indicator: str) -> tuple[Figure, Figure]:
        """What the reporters of both years sum up to, this year and last, without deductions."""
        _, both = self.book.like_for_like(indicator)
        where = self._where(indicator, None)
        return (
            self._comparable(Measure.COMPARABLE, where, both, self.book.value),
            self._comparable(Measure.COMPARABLE_BASE, where, both, self.book.base_value),
        )

    def compared_reporters(self, indicator: str) -> tuple[str, ...] | None:
        """Over whom the like-for-like growth is; None where the ordinary one needs no such caliber
        (nobody is missing in either year), where nobody is in both, and for rates."""
        book = self.book
        if self._ratio(indicator) or indicator in book.unsummed:
            return None
        _, both = book.like_for_like(indicator)
        settled = (book.city, indicator) in book.restated
        base_uneven = book.joined or book.left or book.base_lacking(indicator)
        uneven = book.lacking(indicator) or (base_uneven and not settled)
        return both if both and uneven else None

    def _comparable(
        self,
        measure: Measure,
        where: Where,
        reporters: tuple[str, ...],
        value_of: Callable[[str, str], int | None],
    ) -> Figure:
        key, unit = self._key(measure, where), self._unit(where.indicator)
        if not reporters:
            return missing(key, unit, compute.BASE_MISSING)
        total = sum(value_of(r, where.indicator) or 0 for r in reporters)
        value = Fraction(total, self.catalogue.units[unit].factor)
        decimals = self._decimals(where.indicator)
        number = trimmed(self._round(value, decimals))
        display = self.say("amount", number=number, unit=unit)
        formula = f"{exact_text(value)}{unit}"
        return Figure(key, value, unit, decimals, number, display, formula)

    def share(
        self,
        indicator: str,
        area: str | None = None,
        dimension: Dimension | None = None,
        member: str | None = None,
    ) -> Figure:
        """The share of the city's sum, in percent. A rate has none."""
        where = self._where(indicator, area, dimension, member)
        part = self._exact(where).value
        whole = self._exact(self._where(indicator, None)).value
        key = self._key(Measure.SHARE, where)
        if self._ratio(indicator) or indicator in self.book.unsummed:
            return missing(key, "%", compute.POINTS)
        if part is None or whole is None:
            return missing(key, "%", compute.VALUE_MISSING)
        if whole == 0:
            return missing(key, "%", compute.DENOMINATOR_ZERO)
        return self._percent(key, part / whole * 100, part, whole)

    def completion(self, indicator: str, area: str | None = None) -> Figure:
        """How much of the year's target is done, in percent."""
        where = self._where(indicator, area)
        rate = self.book.completion(where.area, indicator)
        key = self._key(Measure.COMPLETION, where)
        value = self._exact(where).value
        target = self._shown(indicator, self.book.target(where.area, indicator))
        if rate.value is None or value is None or target is None:
            return missing(key, "%", rate.note or compute.TARGET_MISSING)
        return self._percent(key, rate.value, value, target)

    def pace(self, indicator: str, area: str | None = None) -> Figure:
        """Completion minus month ÷ 12, in percentage points."""
        where = self._where(indicator, area)
        rate = self.book.pace_gap(where.area, indicator)
        key = self._key(Measure.PACE, where)
        if rate.value is None:
            return missing(key, "个百分点", rate.note or compute.TARGET_MISSING)
        printed = self._round(rate.value, self.wording.rate_decimals)
        completed = self.completion(indicator, area)
        phrase = by_sign(rate.value, printed, ("pace_ahead", "pace_equal", "pace_behind"))
        phrase = "pace_about" if rate.value and not printed else phrase
        return Figure(
            key=key,
            value=rate.value,
            unit="个百分点",
            decimals=self.wording.rate_decimals,
            number=trimmed(printed),
            display=self.say(phrase, number=trimmed(abs(printed))),
            formula=f"{completed.formula} − {self.book.period.month} ÷ 12 × 100",
        )

    def _change(
        self, key: FigureKey, change: Fraction, formula: str, said: str, same: str
    ) -> Figure:
        """A difference of two amounts. ``said`` begins the names of the phrases for more and less,
        ``same`` of those for equal and for what is printed as 0."""
        unit, decimals = self._unit(key.indicator), self._decimals(key.indicator)
        return self._difference(key, change, unit, decimals, formula, (said, same))

    def _change_in_points(
        self, key: FigureKey, change: Fraction, formula: str, said: str, same: str
    ) -> Figure:
        """The same of two rates, in percentage points."""
        decimals = self.wording.rate_decimals
        return self._difference(key, change, "个百分点", decimals, formula, (said, same))

    def _difference(
        self,
        key: FigureKey,
        change: Fraction,
        unit: str,
        decimals: int,
        formula: str,
        said: tuple[str, str],
    ) -> Figure:
        moved, same = said
        printed = self._round(change, decimals)
        phrases = (f"{moved}_up", f"{same}_equal", f"{moved}_down")
        phrase = f"{same}_about" if change and not printed else by_sign(change, printed, phrases)
        return Figure(
            key=key,
            value=change,
            unit=unit,
            decimals=decimals,
            number=trimmed(printed),
            display=self.say(phrase, number=trimmed(abs(printed)), unit=unit),
            formula=formula,
        )

    def _grown(
        self,
        key: FigureKey,
        rate: Rate,
        current: Fraction | None,
        base: Fraction | None,
        said: str = "growth",
    ) -> Figure:
        """A growth rate of two amounts; ``said`` begins the names of its phrases. Two zeros have
        no rate and are still said as equal."""
        if rate.value is None or current is None or base is None:
            both_zero = rate.note == compute.BASE_ZERO and current == 0
            equal = self.say(f"{said}_equal") if both_zero else ""
            return missing(key, "%", rate.note or compute.VALUE_MISSING, equal)
        printed = self._round(rate.value, self.wording.rate_decimals)
        return Figure(
            key=key,
            value=rate.value,
            unit="%",
            decimals=self.wording.rate_decimals,
            number=trimmed(printed),
            display=self._growth_text(rate.value, printed, said),
            formula=f"({operand(current)} − {operand(base)}) ÷ {operand(base)} × 100",
        )

    def _growth_text(self, rate: Fraction, printed: Decimal, said: str = "growth") -> str:
        if rate >= TIMES_FROM:
            times = self._round(rate / 100, self.wording.rate_decimals)
            return self.say(f"{said}_times", number=trimmed(times))
        if rate and not printed:
            return self.say(f"{said}_about")
        phrase = by_sign(rate, printed, (f"{said}_up", f"{said}_equal", f"{said}_down"))
        return self.say(phrase, number=trimmed(abs(printed)))

    def _points(self, where: Where, measure: Measure) -> Figure:
        """The change of an indicator that is a rate, in percentage points."""
        current, base = self._exact(where), self._exact(where, base=True)
        key = self._key(measure, where)
        of_sums = where.area == self.book.city and self._ratio(where.indicator)
        note = compute.growth(
            None if current.value is None else 1,
            None if base.value is None else 1,
            current_complete=not (of_sums and self.book.missing),
            base_complete=not (of_sums and self.book.base_missing),
        ).note
        if current.value is None or base.value is None or note:
            return missing(key, "个百分点", note or compute.POINTS)
        change = current.value - base.value
        now = self._origin(where, Measure.VALUE, current.value)
        before = self._origin(where, Measure.BASE, base.value)
        return self._change_in_points(key, change, f"{now} − {before}", "points", "growth")

    def _percent(self, key: FigureKey, value: Fraction, part: Fraction, whole: Fraction) -> Figure:
        return Figure(
            key=key,
            value=value,
            unit="%",
            decimals=self.wording.rate_decimals,
            number=trimmed(self._round(value, self.wording.rate_decimals)),
            display=self.percentage(value),
            formula=f"{operand(part)} ÷ {operand(whole)} × 100",
        )
