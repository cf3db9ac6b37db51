"""What a single month adds: the difference of two cumulative books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from zsstat.compute.book import Book
from zsstat.compute.rates import Rate, growth

OPENING_MISSING = "opening_missing"
"""There is a return up to this month and none up to the month before: what of it belongs to this
month alone is unknown, whatever earlier month there may be."""
NOT_MONTHLY = "not_monthly"
"""A rate: cumulative ones have no difference that would be the month's."""
BASE_RESTATED = "base_restated"
"""Last year's figure was officially restated up to this month or up to the one before, not both."""

Ends: TypeAlias = tuple[int | None, int | None]


@dataclass(frozen=True)
class SingleMonth:
    """One month by itself, in base units.

    ``whole`` is the cumulative book to the end of the month; ``closing`` is the same and
    ``opening`` the book to the end of the month before, both :func:`narrowed` to what the two of
    them have. In January there is no opening: what was counted so far is the month's. ``balances``
    are the indicators that stand at a point of time: of those the value is the balance at the
    month's end, and nothing is taken off it."""

    whole: Book
    closing: Book
    opening: Book | None
    balances: frozenset[str] = frozenset()

    @property
    def without_opening(self) -> tuple[str, ...]:
        """Reporters with a return up to this month and none up to the month before."""
        return tuple(
            r
            for r in self.whole.reporters
            if r in self.whole.received and r not in self.closing.received
        )

    def value(self, area: str, indicator: str) -> int | None:
        """What the month added, perhaps less than nothing; a balance as it stands at its end."""
        if indicator in self.balances:
            return self.whole.value(area, indicator)
        return self._added(self.ends(area, indicator))

    def base_value(self, area: str, indicator: str) -> int | None:
        """The same for the same month last year; unknown where one end alone was restated."""
        if indicator in self.balances:
            return self.whole.base_value(area, indicator)
        if self.base_restated(area, indicator):
            return None
        return self._added(self.base_ends(area, indicator))

    def base_restated(self, area: str, indicator: str) -> bool:
        """Whether last year's cumulative figure was officially restated at one end of the month
        alone: the difference would then be the revision and not the month."""
        if self.opening is None or indicator in self.balances:
            return False
        return _restated(self.closing, area, indicator) != _restated(self.opening, area, indicator)

    def ends(self, area: str, indicator: str) -> Ends:
        """The cumulative values that the month lies between; January has but the closing one."""
        opening = self.opening
        return (
            self.closing.value(area, indicator),
            None if opening is None else opening.value(area, indicator),
        )

    def base_ends(self, area: str, indicator: str) -> Ends:
        """The same for the same month last year."""
        opening = self.opening
        return (
            self.closing.base_value(area, indicator),
            None if opening is None else opening.base_value(area, indicator),
        )

    def deduction(self, indicator: str, *, base: bool = False) -> int:
        """What the city took off for joint activities in this month (or the same last year)."""
        closing, opening = self.closing, self.opening
        if base:
            before = opening.base_deductions if opening else {}
            return closing.base_deductions.get(indicator, 0) - before.get(indicator, 0)
        before = opening.deductions if opening else {}
        return closing.deductions.get(indicator, 0) - before.get(indicator, 0)

    def adjustment(self, indicator: str, *, base: bool = False) -> int:
        """What the office entered for the city itself in this month (or the same last year)."""
        key, closing, opening = (self.whole.city, indicator), self.closing, self.opening
        if base:
            before = opening.base_adjustments if opening else {}
            return closing.base_adjustments.get(key, 0) - before.get(key, 0)
        before = opening.adjustments if opening else {}
        return closing.adjustments.get(key, 0) - before.get(key, 0)

    def _added(self, ends: Ends) -> int | None:
        closing, opening = ends
        if self.opening is None or closing is None:
            return closing
        return None if opening is None else closing - opening

    def lacking(self, indicator: str) -> tuple[str, ...]:
        """The reporters that the city's value of the month is without."""
        return self._of(indicator).lacking(indicator)

    def growth(self, area: str, indicator: str) -> Rate:
        """Growth over the same month last year; the city's needs all reporters in both."""
        city = area == self.whole.city
        return growth(
            self.value(area, indicator),
            self.base_value(area, indicator),
            current_complete=not (city and self.lacking(indicator)),
            base_complete=not (city and self._of(indicator).base_lacking(indicator)),
        )

    def month_on_month(self, before: SingleMonth, area: str, indicator: str) -> Rate:
        """Growth over the month ``before``; the city's needs all reporters in both."""
        city = area == self.whole.city
        return growth(
            self.value(area, indicator),
            before.value(area, indicator),
            current_complete=not (city and self.lacking(indicator)),
            base_complete=not (city and before.lacking(indicator)),
        )

    def _of(self, indicator: str) -> Book:
        return self.whole if indicator in self.balances else self.closing


def narrowed(
    book: Book,
    other: Book,
    deductions: Mapping[str, int] | None = None,
    base_deductions: Mapping[str, int] | None = None,
) -> Book:
    """``book`` with the reporters and stated values alone that ``other`` has, too, in each of the
    two years, so that their difference compares like with like. ``deductions`` are the joint
    activities among those reporters, where they are other than the book's."""
    return replace(
        book,
        received=book.received & other.received,
        base_received=book.base_received & other.base_received,
        actual=_shared(book, book.actual, other.actual),
        base=_shared(book, book.base, other.base),
        deductions=book.deductions if deductions is None else deductions,
        base_deductions=book.base_deductions if base_deductions is None else base_deductions,
    )


def _restated(book: Book, area: str, indicator: str) -> frozenset[str]:
    """Whose restated figure of last year an area's base rests on."""
    areas = frozenset(each for each, code in book.restated if code == indicator)
    return areas & {area} if area in areas or area != book.city else areas


def _shared(
    book: Book, sums: Mapping[tuple[str, str], int], others: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], int]:
    """Of what is stated only what both state; what is counted has 0 where there is no row."""
    return {key: v for key, v in sums.items() if key[1] not in book.stated or key in others}
