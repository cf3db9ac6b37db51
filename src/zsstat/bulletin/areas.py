"""The areas of a bulletin: the city, its reporters, and reporters in the order of a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial

from zsstat.bulletin.prose import as_parts
from zsstat.bulletin.subjects import FIRST, Indicated
from zsstat.bulletin.words import Request, Scribe, Series, Text, Word
from zsstat.declarations import Indicator
from zsstat.model import Parts

ORDERS = {"由高到低": True, "由低到高": False}
"""The orders that reporters can be had in, and whether the largest goes first."""
_BY = ("同比", "完成比例")
"""What reporters can be ordered by besides the value."""


class County(Word):
    """A reporter, with every indicator by name."""

    def __init__(self, scribe: Scribe, called: str, area: str) -> None:
        super().__init__(scribe, called)
        self.area = area

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {"名称": lambda: Text(self.scribe, "名称", self._name)} | {
            name: partial(Indicated, self.scribe, f"{self._name}{name}", indicator, self.area)
            for name, indicator in self.scribe.indicators.items()
        }

    @property
    def _name(self) -> str:
        return self.scribe.catalogue.area_name(self.area, self.scribe.builder.book.period)

    @property
    def parts(self) -> Parts:
        return as_parts(self._name)


class City(Word):
    """The city as a whole, with every indicator by name, whomever the text is about."""

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {"名称": lambda: Text(self.scribe, "名称", self._name)} | {
            name: partial(Indicated, self.scribe, f"{self.called}.{name}", indicator)
            for name, indicator in self.scribe.indicators.items()
        }

    @property
    def _name(self) -> str:
        book = self.scribe.builder.book
        return self.scribe.catalogue.area_name(book.city, book.period)

    @property
    def parts(self) -> Parts:
        return as_parts(self._name)


class Counties(Series):
    """All reporters of the period in order; one of them by any of its names; or all of them in the
    order of a figure."""

    def __init__(self, scribe: Scribe, called: str) -> None:
        book, name = scribe.builder.book, scribe.catalogue.area_name
        counties = tuple(County(scribe, name(a, book.period), a) for a in book.reporters)
        super().__init__(scribe, called, counties)
        self.by_name = {
            name: County(scribe, name, county.area)
            for county in counties
            for name in (county.called, *scribe.catalogue.areas[county.area].all_names)
        }

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        orders = {
            order: partial(Ordering, self.scribe, f"{self.called}.{order}", downward)
            for order, downward in ORDERS.items()
        }
        return orders | {
            name: partial(County, self.scribe, name, c.area) for name, c in self.by_name.items()
        }


class Ordering(Word):
    """The reporters in an order that has still to be told what it goes by."""

    def __init__(self, scribe: Scribe, called: str, downward: bool) -> None:
        super().__init__(scribe, called)
        self.downward = downward

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {
            name: partial(
                Ordered, self.scribe, f"{self.called}.{name}", indicator, "", self.downward
            )
            for name, indicator in self.scribe.indicators.items()
        }


class Ordered(Series):
    """The reporters in the order of an indicator (``by`` "": its value; else 同比 or 完成比例),
    equal ones as the catalogue has them. One without such a value is left out: it has no place."""

    def __init__(
        self, scribe: Scribe, called: str, indicator: Indicator, by: str, downward: bool
    ) -> None:
        super().__init__(scribe, called, ())
        self.indicator = indicator
        self.by = by
        self.downward = downward

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(county for county, _ in self._valued())

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        scribe, called = self.scribe, self.called
        first = {FIRST: lambda: Request(scribe, f"{called}.{FIRST}", "县", self._first)}
        if self.by:
            return first
        return first | {
            by: partial(Ordered, scribe, f"{called}.{by}", self.indicator, by, self.downward)
            for by in _BY
        }

    def _first(self, count: int) -> Series:
        """The first ones; whoever equals the last of them is among them, for none of two that are
        equal may be left out."""
        valued = self._valued()
        last = valued[min(count, len(valued)) - 1][1] if valued else None
        kept = (county for n, (county, value) in enumerate(valued) if n < count or value == last)
        return Series(self.scribe, f"{self.called}.{FIRST}", tuple(kept))

    def _valued(self) -> list[tuple[Word, Fraction]]:
        reporters: Iterable[str] = self.scribe.builder.book.reporters
        name, period = self.scribe.catalogue.area_name, self.scribe.builder.book.period
        found = ((area, self._value(area)) for area in reporters)
        valued = [
            (County(self.scribe, name(area, period), area), value)
            for area, value in found
            if value is not None
        ]
        return sorted(valued, key=lambda pair: pair[1], reverse=self.downward)

    def _value(self, area: str) -> Fraction | None:
        build, code = self.scribe.builder, self.indicator.code
        match self.by:
            case "同比":
                return build.growth(code, area).value
            case "完成比例":
                return build.completion(code, area).value
        return build.value(code, area).value
