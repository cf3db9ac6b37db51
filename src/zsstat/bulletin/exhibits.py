"""What stands in a bulletin beside its sentences: large figures, tables and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, partial

from zsstat.bulletin.subjects import Indicated
from zsstat.bulletin.words import Said, Scribe, Word
from zsstat.declarations import Catalogue, Indicator, TableSpec
from zsstat.model import Dimension, Exhibit, Headline

DIMENSIONS = (Dimension.INDUSTRY, Dimension.SOURCE, Dimension.STAGE, Dimension.SIZE)
"""What the tables of documents are broken down by."""


def table_names(catalogue: Catalogue) -> Mapping[str, tuple[TableSpec, Dimension | None]]:
    """The tables that a template can ask for, by name: the declared ones that have one, and those
    by a dimension as 按产业类别."""
    names: dict[str, tuple[TableSpec, Dimension | None]] = {}
    for spec in catalogue.tables.values():
        if spec.rows == "dimension":
            phrases = catalogue.wording.phrases
            names |= {f"按{phrases[f'dimension_{d.value}']}": (spec, d) for d in DIMENSIONS}
        elif spec.name:
            names[spec.name] = (spec, None)
    return names


def chart_names(catalogue: Catalogue) -> tuple[str, ...]:
    """The charts that a template can ask for."""
    return tuple(spec.name for spec in catalogue.charts.values())


def _nothing() -> Exhibit | None:
    return None


class Shown(Word):
    """A table or a chart, made when it is asked for; unknown where there is nothing to show."""

    def __init__(self, scribe: Scribe, called: str, make: Callable[[], Exhibit | None]) -> None:
        super().__init__(scribe, called)
        self._make = make

    @cached_property
    def _exhibit(self) -> Exhibit | None:
        return self._make()

    @property
    def known(self) -> bool:
        return self._exhibit is not None

    def __str__(self) -> str:
        return self.scribe.mark(self._exhibit or self._gap())

    __html__ = __str__


class Exhibits(Word):
    """All tables, or all charts, by name; one that there is no maker of has nothing to show."""

    def __init__(
        self,
        scribe: Scribe,
        called: str,
        known: Iterable[str],
        makers: Mapping[str, Callable[[], Exhibit | None]],
    ) -> None:
        super().__init__(scribe, called)
        self._makers = {name: cache(makers.get(name, _nothing)) for name in known}

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {
            name: partial(Shown, self.scribe, f"{self.called}.{name}", make)
            for name, make in self._makers.items()
        }


_REMARKS = ("同比", "增速位次", "增速名次")
"""What is said beside a large figure, of the city and of a reporter."""


class Point(Word):
    """An indicator as one of the large figures of a page."""

    def __init__(self, scribe: Scribe, called: str, indicator: Indicator, area: str | None) -> None:
        super().__init__(scribe, called)
        self.subject = Indicated(scribe, called, indicator, area)
        self.label = indicator.short or indicator.name

    @property
    def known(self) -> bool:
        return self.subject.known

    def __str__(self) -> str:
        if not self.known:
            return self.scribe.mark(self._gap())
        asked = (self.subject.names.get(name) for name in _REMARKS)
        said = (make() for make in asked if make)
        remarks = tuple(word.figure for word in said if isinstance(word, Said) and word.figure)
        shown = tuple(figure for figure in remarks if figure.display)
        (figure,) = (part for part in self.subject.parts if not isinstance(part, str))
        return self.scribe.mark(Headline(self.label, figure, shown))

    __html__ = __str__


class Points(Word):
    """The indicators as large figures, by name."""

    @property
    def names(self) -> Mapping[str, Callable[[], Word]]:
        return {
            name: partial(Point, self.scribe, f"{self.called}.{name}", indicator, self.scribe.area)
            for name, indicator in self.scribe.indicators.items()
        }
