"""From a figure to the cells it came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from zsstat.compute import Book, ProvinceLine
from zsstat.declarations import Catalogue, Indicator
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder, exact_text
from zsstat.model import Figure, Measure, Period, Role
from zsstat.pipeline.ledger import deductions, load_book
from zsstat.store import SourceRow, Store
from zsstat.tracing import Trace, TracedArea, TracedCell, machine_form
from zsstat.values import normalise

DEDUCTION = "joint_deduction"
"""The id under which the city's line for joint activities stands beside the reporters."""


class Tracer:
    """Looks up what the ledger holds behind the figures of one period."""

    def __init__(self, store: Store, catalogue: Catalogue, book: Book) -> None:
        self.store = store
        self.catalogue = catalogue
        self.book = book
        self.builder = FigureBuilder(catalogue, book)

    def trace(self, figure: Figure) -> Trace:
        """The cells of a sum, the operands of a rate, the province's cells of a placement."""
        key = figure.key
        match key.measure:
            case Measure.VALUE | Measure.BASE | Measure.TARGET if key.record is None:
                return self._sum(figure)
            case Measure.GROWTH | Measure.CHANGE:
                return self._computed(figure, Measure.VALUE, Measure.BASE)
            case Measure.COMPLETION | Measure.PACE:
                return self._computed(figure, Measure.VALUE, Measure.TARGET)
            case Measure.SHARE:
                part = self._computed(figure, Measure.VALUE)
                whole = self.trace(self.builder.value(key.indicator))
                return replace(part, operands=(*part.operands, whole))
            case Measure.GROWTH_RANK | Measure.COMPLETION_RANK:
                return self._placement(figure)
            case _:
                return self._quoted(figure)

    def _computed(self, figure: Figure, *measures: Measure) -> Trace:
        key = figure.key
        makers = {
            Measure.VALUE: lambda: self.builder.value(
                key.indicator, key.area, key.dimension, key.member
            ),
            Measure.BASE: lambda: self.builder.base(
                key.indicator, key.area, key.dimension, key.member
            ),
            Measure.TARGET: lambda: self.builder.target(key.indicator, key.area),
        }
        operands = tuple(self.trace(makers[measure]()) for measure in measures)
        return Trace(figure, self.title(figure), figure.unit, operands=operands)

    def _sum(self, figure: Figure) -> Trace:
        key = figure.key
        ratio = self.catalogue.indicators[key.indicator].ratio
        if ratio:
            make = self.builder.base if key.measure is Measure.BASE else self.builder.value
            parts = (
                make(code, key.area, key.dimension, key.member)
                for code in (ratio.numerator, ratio.denominator)
            )
            operands = tuple(self.trace(part) for part in parts)
            return Trace(figure, self.title(figure), figure.unit, operands=operands)
        return Trace(
            figure,
            self.title(figure),
            self.catalogue.base_unit(key.indicator),
            areas=tuple(self._areas(figure)),
        )

    def _areas(self, figure: Figure) -> Iterator[TracedArea]:
        key = figure.key
        period = self.book.period
        if key.measure is Measure.BASE:
            period = period.previous_year
        target = key.measure is Measure.TARGET
        role = Role.TARGET if target else Role.ACTUAL
        of_city = key.area == self.catalogue.city
        rows = self.store.sources(
            key.indicator,
            period,
            None if of_city and not target else key.area,
            role,
            key.dimension,
            key.member,
        )
        if of_city and not target:
            received = (
                self.book.received if key.measure is Measure.VALUE else self.book.base_received
            )
            rows = tuple(row for row in rows if row.area in received)
        yield from self._by_area(rows, period)
        if of_city and not target and key.dimension is None:
            yield from self._deduction(key.indicator, period)

    def _by_area(self, rows: Iterable[SourceRow], period: Period) -> Iterator[TracedArea]:
        areas: dict[str, list[TracedCell]] = {}
        for row in rows:
            cell = TracedCell(row.ref, row.text, row.value, self._label(row))
            areas.setdefault(row.area, []).append(cell)
        order = {area.id: number for number, area in enumerate(self.catalogue.areas.values())}
        for area in sorted(areas, key=lambda a: order.get(a, len(order))):
            cells = areas[area]
            total = sum(int(cell.value) for cell in cells)
            yield TracedArea(area, self.catalogue.area_name(area, period), total, tuple(cells))

    def _label(self, row: SourceRow) -> str:
        column = self.catalogue.returns[row.record.table].label
        field = row.fields.get(column)
        return field.text if field and field.ref != row.ref else ""

    def _deduction(self, indicator: str, period: Period) -> Iterator[TracedArea]:
        """The city's line for joint activities: the cells that another reporter has counted."""
        taken = [
            d for d in deductions(self.store, self.catalogue, period) if d.indicator == indicator
        ]
        if not taken:
            return
        by_cell = {row.ref: row for row in self.store.sources(indicator, period)}
        cells = tuple(
            TracedCell(
                ref,
                by_cell[ref].text,
                -by_cell[ref].value,
                f"{self.catalogue.area_name(d.kept, period)}已计",
            )
            for d in taken
            for ref in d.cells
        )
        name = self.catalogue.wording.phrases["deduction_line"]
        yield TracedArea(DEDUCTION, name, sum(d.value for d in taken), cells)

    def _placement(self, figure: Figure) -> Trace:
        growth = figure.key.measure is Measure.GROWTH_RANK
        attribute = "growth" if growth else "completion"
        lines = [line for line in self.book.province if line.indicator == figure.key.indicator]
        areas = tuple(
            area for line in lines if (area := self._member(line, attribute, figure)) is not None
        )
        ranked = sorted(areas, key=lambda area: area.cells[0].value, reverse=True)
        return Trace(figure, self.title(figure), "%", areas=tuple(ranked))

    def _member(self, line: ProvinceLine, attribute: str, figure: Figure) -> TracedArea | None:
        rate = line.rate(figure.key.measure)
        ref = line.cells.get(attribute)
        if rate is None or ref is None:
            return None
        name = self.catalogue.area_name(line.member, self.book.period)
        return TracedArea(line.member, name, None, (TracedCell(ref, str(rate), rate),))

    def _quoted(self, figure: Figure) -> Trace:
        """A figure that carries its own cells: a single project, a quotation, a constant."""
        cells = tuple(TracedCell(ref, figure.number, 0) for ref in figure.cells)
        areas = (TracedArea("", "", None, cells),) if cells else ()
        return Trace(figure, self.title(figure), figure.unit, areas=areas)

    def title(self, figure: Figure) -> str:
        """What a figure is about, in words."""
        key = figure.key
        if not key.indicator or key.indicator not in self.catalogue.indicators:
            return ""
        period = self.book.period
        name = self.catalogue.indicators[key.indicator].name
        area = self.catalogue.area_name(key.area, period) if key.area else ""
        member = f"·{key.member}" if key.member else ""
        last_year = "上年同期" if key.measure is Measure.BASE else ""
        return f"{area}{member}{name}{last_year}"


def find_figures(what: str, tracer: Tracer, area: str | None) -> tuple[Figure, ...]:
    """The figures that ``what`` may mean: an indicator by code or name, or a printed number.

    Raises :class:`UsageError` with the nearest names when it means nothing."""
    named = _named(what, tracer.catalogue)
    if named:
        figure = tracer.builder.value(named.code, area)
        return (figure,)
    areas = (area,) if area else (tracer.catalogue.city, *tracer.book.reporters)
    found = tuple(
        figure
        for candidate in areas
        for figure in _figures_of(tracer, candidate)
        if _means(what, figure)
    )
    if not found:
        raise UsageError(f"没有找到“{what}”", _suggestion(what, tracer.catalogue))
    return found


def _named(what: str, catalogue: Catalogue) -> Indicator | None:
    wanted = normalise(what)
    for indicator in catalogue.indicators.values():
        names = (indicator.code, indicator.name, indicator.short or "", *indicator.aliases)
        if wanted in {normalise(name) for name in names if name}:
            return indicator
    return None


def _figures_of(tracer: Tracer, area: str) -> Iterator[Figure]:
    builder = tracer.builder
    for indicator in tracer.catalogue.indicators.values():
        if indicator.hidden:
            continue
        yield builder.value(indicator.code, area)
        yield builder.growth(indicator.code, area)
        yield builder.base(indicator.code, area)
        yield builder.completion(indicator.code, area)
        if area == tracer.catalogue.city and indicator.ranked:
            yield builder.placement(indicator.code, Measure.GROWTH_RANK)
            yield builder.placement(indicator.code, Measure.COMPLETION_RANK)


def _means(what: str, figure: Figure) -> bool:
    """Whether a printed text is this figure: in full, as number and unit, or as the bare number."""
    if figure.value is None:
        return False
    wanted = normalise(what)
    forms = (figure.display, f"{figure.number}{figure.unit}", figure.number)
    return wanted in {normalise(form) for form in forms}


def _suggestion(what: str, catalogue: Catalogue) -> str:
    names = [i.name for i in catalogue.indicators.values() if not i.hidden]
    codes = [i.code for i in catalogue.indicators.values() if not i.hidden]
    near = difflib.get_close_matches(what, [*names, *codes], n=3, cutoff=0.4)
    if near:
        return "是不是：" + "、".join(near)
    return "可以写指标名称或代码，或通报里的数（如 818亿元、7.82%）；指标见 zsstat catalog"


def tracer_for(store: Store, catalogue: Catalogue, period: Period) -> Tracer:
    """A tracer over the books of a period."""
    return Tracer(store, catalogue, load_book(store, catalogue, period))


def machine_trace(trace: Trace) -> dict[str, object]:
    """The stable machine form: exact values as decimal strings."""
    return machine_form(trace, exact_text)
