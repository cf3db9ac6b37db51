"""What figures let a reader know: linear forms of the sums behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from zsstat.compute import Book
from zsstat.declarations import Catalogue, Publication
from zsstat.model import Dimension, Figure, FigureKey, Measure, Period


@dataclass(frozen=True, slots=True)
class Quantity:
    """A sum: of an indicator, an area and a period, perhaps of one member of a dimension.
    ``adjusted``: not the sum but what the office's own entries add to it."""

    indicator: str
    area: str
    period: Period
    dimension: Dimension | None = None
    member: str | None = None
    adjusted: bool = False


QuantityForm: TypeAlias = dict[Quantity, Fraction]

_PUBLIC = frozenset(
    {
        Measure.TARGET,
        Measure.DEDUCTION,
        Measure.PERIOD,
        Measure.CONSTANT,
        Measure.QUOTE,
        Measure.NARRATIVE,
    }
)
"""What rests on no enterprise's own figures, or was written by hand."""
_OF_LAST_YEAR = (Measure.BASE, Measure.SINGLE_BASE, Measure.COMPARABLE_BASE)
_PLACES = (Measure.GROWTH_RANK, Measure.COMPLETION_RANK)
_COMPARED = (Measure.CHANGE, Measure.GROWTH, Measure.SHARE, Measure.LIKE_FOR_LIKE)
_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Grounds:
    """What is known of who stands behind the sums. ``shares``: quantity → respondent → what it
    gives to it, in base units; a quantity that nobody has a share in is no secret. ``named``: what
    of that the document tells by itself, project by project. ``book`` says who reports and which
    figures are official."""

    catalogue: Catalogue
    book: Book
    shares: Mapping[Quantity, Mapping[str, int]]
    named: Mapping[Quantity, Mapping[str, int]] = field(default_factory=dict)

    @property
    def publication(self) -> Publication:
        return self.catalogue.publication

    def sensitive(self, quantity: Quantity) -> bool:
        """Whether a quantity would show what a single respondent reported, by itself or when the
        projects that the document names are taken off it."""
        shares, named = self.shares.get(quantity, {}), self.named.get(quantity, {})
        rest = [left for who, share in shares.items() if (left := share - named.get(who, 0))]
        return any(map(self.publication.reveals, ([s for s in shares.values() if s], rest)))

    # --- figures ----------------------------------------------------------------------------

    def about(self, figure: Figure) -> frozenset[Quantity]:
        """The quantities that a figure rests on; none for what is public anyway: targets, what
        the province printed, and single projects, which only the template names."""
        counted = self._counted(figure.key)
        return frozenset(self._known(self._about(figure.key))) if counted else frozenset()

    def forms(self, figure: Figure) -> tuple[QuantityForm, ...]:
        """What a figure lets a reader know, if it has a value. A place tells no number; of a
        measure that is not known here the quantity itself is taken to be known."""
        if figure.value is None:
            return ()
        if self.printed(figure):
            made = self._printed(figure.key, figure.value)
        elif self._counted(figure.key) and figure.key.measure not in _PLACES:
            made = self._forms(figure.key, figure.value)
        else:
            return ()
        return tuple(form for form in map(self._reduced, made) if form)

    def printed(self, figure: Figure) -> bool:
        """Whether it is a rate of our city that the province has printed."""
        key = figure.key
        own = key.area == self.book.own_member and key.indicator in self.catalogue.indicators
        return own and key.measure is Measure.QUOTE

    def _counted(self, key: FigureKey) -> bool:
        """Whether it is about a sum of returns. The province's other members have sent none, and
        our city's place among them is the province's."""
        if key.measure in _PUBLIC or key.record is not None:
            return False
        if key.measure in _PLACES and key.area == self.book.city:
            return False
        ours = (self.book.city, *self.book.reporters, *(self.book.base_reporters or ()))
        return key.indicator in self.catalogue.indicators and key.area in ours

    def _printed(self, key: FigureKey, value: Fraction) -> Iterator[QuantityForm]:
        """The province's rate may be one of growth or of completion: both are taken to be known."""
        at, before = self._at(key), self._before(key)
        yield {at: Fraction(1)}
        yield {at: Fraction(1), before: -1 - value / _HUNDRED}

    def _about(self, key: FigureKey) -> Iterator[Quantity]:
        at, before = self._at(key), self._before(key)
        match key.measure:
            case measure if measure in _OF_LAST_YEAR:
                yield from self._parts(before)
            case Measure.VALUE | Measure.COMPLETION | Measure.PACE | Measure.COMPLETION_RANK:
                yield from self._parts(at)
            case Measure.SHARE:
                yield from (*self._parts(at), *self._parts(self._whole(at)))
            case Measure.ADJUSTMENT:
                yield replace(at, adjusted=True)
            case _:
                yield from (*self._parts(at), *self._parts(before))

    def _forms(self, key: FigureKey, value: Fraction) -> Iterator[QuantityForm]:
        at, before = self._at(key), self._before(key)
        of_last_year = key.measure in _OF_LAST_YEAR
        if self.catalogue.indicators[key.indicator].ratio:
            yield from self._of_ratio(key.measure, at, before, value)
        elif key.measure in _COMPARED:
            yield from self._compared(key.measure, at, before, value)
        elif key.measure is Measure.ADJUSTMENT:
            yield {replace(at, adjusted=True): Fraction(1)}
        else:
            yield {before if of_last_year else at: Fraction(1)}

    def _of_ratio(
        self, measure: Measure, at: Quantity, before: Quantity, value: Fraction
    ) -> Iterator[QuantityForm]:
        """The two sums of a ratio stand in that proportion. Its change in points is taken to tell
        the proportions of both years."""
        match measure:
            case Measure.VALUE:
                yield self._quotient(at, value)
            case Measure.BASE:
                yield self._quotient(before, value)
            case _:
                yield from (self._quotient(at), self._quotient(before))

    def _compared(
        self, measure: Measure, at: Quantity, before: Quantity, value: Fraction
    ) -> Iterator[QuantityForm]:
        """Two sums whose difference or quotient is said."""
        one, grown = Fraction(1), -1 - value / _HUNDRED
        match measure:
            case Measure.CHANGE:
                yield {at: one, before: -one}
            case Measure.GROWTH:
                yield {at: one, before: grown}
            case Measure.SHARE:
                if at != self._whole(at):
                    yield {at: one, self._whole(at): -value / _HUNDRED}
            case _:
                _, both = self.book.like_for_like(at.indicator)
                yield {replace(at, area=area): one for area in both} | {
                    replace(before, area=area): grown for area in both
                }

    def _at(self, key: FigureKey) -> Quantity:
        area = self.book.city if key.area == self.book.own_member else key.area
        period = key.period or self.book.period
        return Quantity(key.indicator, area, period, key.dimension, key.member)

    def _before(self, key: FigureKey) -> Quantity:
        at = self._at(key)
        return replace(at, period=at.period.previous_year)

    def _whole(self, quantity: Quantity) -> Quantity:
        """What a share is one of: the city's sum."""
        return Quantity(quantity.indicator, self.book.city, quantity.period)

    def _parts(self, quantity: Quantity) -> tuple[Quantity, ...]:
        """A sum, or the two sums of a ratio."""
        ratio = self.catalogue.indicators[quantity.indicator].ratio
        if ratio is None:
            return (quantity,)
        return tuple(
            replace(quantity, indicator=code) for code in (ratio.numerator, ratio.denominator)
        )

    def _quotient(self, quantity: Quantity, percent: Fraction | None = None) -> QuantityForm:
        above, below = self._parts(quantity)
        if percent is None:
            sums = [self._sum(part) for part in (above, below)]
            percent = Fraction(sums[0], sums[1]) * _HUNDRED if sums[1] else Fraction(0)
        return {above: Fraction(1), below: -percent / _HUNDRED}

    def _known(self, quantities: Iterable[Quantity]) -> Iterator[Quantity]:
        return (quantity for quantity in quantities if quantity in self.shares)

    def _reduced(self, form: QuantityForm) -> QuantityForm:
        """Without what is no secret: everybody knows it."""
        return {quantity: form[quantity] for quantity in self._known(form) if form[quantity]}

    # --- what everybody knows ---------------------------------------------------------------

    def relations(self) -> Iterator[QuantityForm]:
        """Areas add up to the city, members of a dimension to the whole, parts as declared."""
        for quantity in self.shares:
            if quantity.adjusted:
                continue
            made = [*self._wholes(quantity), *self._declared(quantity)]
            yield from (reduced for form in made if (reduced := self._reduced(form)))

    def _wholes(self, whole: Quantity) -> Iterator[QuantityForm]:
        one = Fraction(1)
        city = whole.area == self.book.city
        if city:
            areas = self.catalogue.reporters(whole.period.year)
            parts = [replace(whole, area=area.id) for area in areas]
            if any(part in self.shares for part in parts):
                own = replace(whole, adjusted=True)
                yield {whole: one, own: -one, **dict.fromkeys(parts, -one)}
        if whole.dimension is None:
            adjusted = [q for q in self._adjustments(whole) if city or q.area == whole.area]
            for dimension in Dimension:
                if members := self._members.get((whole, dimension)):
                    yield {whole: one, **dict.fromkeys((*members, *adjusted), -one)}

    def _adjustments(self, whole: Quantity) -> Iterator[Quantity]:
        areas = [self.book.city, *(a.id for a in self.catalogue.reporters(whole.period.year))]
        return (replace(whole, area=area, adjusted=True) for area in areas)

    @cached_property
    def _members(self) -> Mapping[tuple[Quantity, Dimension], list[Quantity]]:
        found: dict[tuple[Quantity, Dimension], list[Quantity]] = {}
        for quantity in self.shares:
            if quantity.dimension is not None:
                whole = replace(quantity, dimension=None, member=None)
                found.setdefault((whole, quantity.dimension), []).append(quantity)
        return found

    def _declared(self, whole: Quantity) -> Iterator[QuantityForm]:
        """Parts as they are declared, where they do add up: of one that is left blank nobody
        concludes anything."""
        parts = [
            replace(whole, indicator=code)
            for code in self.publication.sums.get(whole.indicator, ())
        ]
        if parts and self._sum(whole) == sum(map(self._sum, parts)):
            yield {whole: Fraction(1), **dict.fromkeys(parts, Fraction(-1))}

    def _sum(self, quantity: Quantity) -> int:
        return sum(self.shares.get(quantity, {}).values())
