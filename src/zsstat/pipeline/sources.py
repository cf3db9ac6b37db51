"""From a figure to the cells it came from."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, partial

from zsstat.compute import Book
from zsstat.declarations import Catalogue
from zsstat.figures import FigureBuilder, exact_text
from zsstat.model import (
    SINGLE_MEASURES,
    CellRef,
    Figure,
    Measure,
    Period,
    Role,
    Trace,
    TracedArea,
    TracedCell,
)
from zsstat.pipeline.assessing import assessed_title, assessed_trace
from zsstat.pipeline.decided_sources import adjusted_sources, restated_source
from zsstat.pipeline.ledger import deductions, load_book
from zsstat.pipeline.single_sources import MonthTracer
from zsstat.store import SourceRow, Store
from zsstat.tracing import machine_form

PLACEMENTS = (Measure.GROWTH_RANK, Measure.COMPLETION_RANK)
DEDUCTION = "joint_deduction"
"""The id under which the city's line for joint activities stands beside the reporters."""


class Tracer:
    """Looks up what the ledger holds behind the figures of one period."""

    def __init__(self, store: Store, catalogue: Catalogue, book: Book) -> None:
        self.store = store
        self.catalogue = catalogue
        self.book = book
        self.builder = FigureBuilder(catalogue, book)
        self._traced: dict[Figure, Trace] = {}

    def trace(self, figure: Figure) -> Trace:
        """The cells of a sum, the operands of a rate, the province's cells of a placement.

        Looked up once: in a document many figures have the same operands."""
        if figure not in self._traced:
            self._traced[figure] = self._looked_up(figure)
        return self._traced[figure]

    def _looked_up(self, figure: Figure) -> Trace:
        key = figure.key
        match key.measure:
            case Measure.VALUE | Measure.BASE | Measure.TARGET:
                return self._sum(figure)
            case Measure.DEDUCTION:
                return self._deducted(figure)
            case Measure.ADJUSTMENT:
                return self._adjusted(figure)
            case Measure.GROWTH | Measure.CHANGE:
                return self._computed(figure, Measure.VALUE, Measure.BASE)
            case Measure.COMPLETION | Measure.PACE:
                return self._computed(figure, Measure.VALUE, Measure.TARGET)
            case Measure.SHARE:
                part = self._computed(figure, Measure.VALUE)
                whole = self.trace(self.builder.value(key.indicator))
                return replace(part, operands=(*part.operands, whole))
            case Measure.GROWTH_RANK | Measure.COMPLETION_RANK if key.area == self.book.city:
                return self._placement(figure)
            case Measure.GROWTH_RANK | Measure.COMPLETION_RANK:
                return self._league(figure)
            case Measure.POINTS | Measure.SCORE | Measure.SCORE_RANK:
                return assessed_trace(self, figure)
            case _:
                return self._of_a_view(figure)

    def _of_a_view(self, figure: Figure) -> Trace:
        """A figure of a single month or like for like; whatever else there is brings its cells."""
        key = figure.key
        match key.measure:
            case Measure.LIKE_FOR_LIKE:
                operands = self.builder.comparable(key.indicator)
                return self._of(figure, operands=map(self.trace, operands))
            case Measure.COMPARABLE | Measure.COMPARABLE_BASE:
                return self._comparable(figure)
            case measure if measure in SINGLE_MEASURES:
                return self.months.trace(figure)
        return self._quoted(figure)

    @cached_property
    def months(self) -> MonthTracer:
        """What traces the figures of the period's last month alone."""
        return MonthTracer(self.store, self.catalogue, self.book.period, Tracer)

    def _comparable(self, figure: Figure) -> Trace:
        """The sum over the reporters of both years, without deductions."""
        key = figure.key
        base = key.measure is Measure.COMPARABLE_BASE
        _, both = self.book.like_for_like(key.indicator)
        make = self.builder.base if base else self.builder.value
        areas = (area for of in both for area in self._areas(make(key.indicator, of)))
        return self._of(figure, self.catalogue.base_unit(key.indicator), areas)

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
        return self._of(figure, operands=operands)

    def _of(
        self,
        figure: Figure,
        unit: str | None = None,
        areas: Iterable[TracedArea] = (),
        operands: Iterable[Trace] = (),
    ) -> Trace:
        return Trace(
            figure,
            self.title(figure),
            figure.unit if unit is None else unit,
            tuple(areas),
            tuple(operands),
            reason=self._reason(figure.note),
        )

    def _reason(self, note: str | None) -> str:
        """Why a figure has no value, in words."""
        return self.catalogue.wording.phrases.get(note, note) if note else ""

    def _sum(self, figure: Figure) -> Trace:
        key = figure.key
        ratio = self.catalogue.indicators[key.indicator].ratio
        if ratio:
            make = self.builder.base if key.measure is Measure.BASE else self.builder.value
            parts = (
                make(code, key.area, key.dimension, key.member)
                for code in (ratio.numerator, ratio.denominator)
            )
            return self._of(figure, operands=(self.trace(part) for part in parts))
        return self._of(figure, self.catalogue.base_unit(key.indicator), self._areas(figure))

    def _areas(self, figure: Figure) -> Iterator[TracedArea]:
        key = figure.key
        period = self.book.period
        if key.measure is Measure.BASE:
            before = period.previous_year
            if official := restated_source(self.store, self.catalogue, key, before):
                yield official
                return
            period = period.previous_year
        target = key.measure is Measure.TARGET
        role = Role.TARGET if target else Role.ACTUAL
        of_city = key.area == self.catalogue.city
        of_city = of_city and key.indicator not in self.book.unsummed
        absent: set[str] = set()
        rows = self.store.sources(
            key.indicator,
            period,
            None if of_city and not target else key.area,
            role,
            key.dimension,
            key.member,
            key.record,
        )
        if of_city and not target:
            value = key.measure is Measure.VALUE
            present = (self.book.present if value else self.book.base_present)(key.indicator)
            absent = {row.area for row in rows if row.area not in present}
            rows = tuple(row for row in rows if row.area in present)
        if key.indicator in self.book.stated:
            rows = tuple({row.area: row for row in rows}.values())  # the last that was accepted
        restated = self._restated(figure) if of_city else {}
        rows = tuple(row for row in rows if row.area not in restated)
        yield from self._by_area(rows, period, key.indicator)
        yield from restated.values()
        if not target and key.dimension is None and key.record is None:
            area = None if of_city else key.area
            yield from self._adjustments(key.indicator, period, area, without={*restated, *absent})
        if of_city and not target and key.dimension is None and key.record is None:
            yield from self._deduction(key.indicator, period)

    def _by_area(
        self, rows: Iterable[SourceRow], period: Period, indicator: str
    ) -> Iterator[TracedArea]:
        areas: dict[str, list[TracedCell]] = {}
        for row in rows:
            cell = TracedCell(row.ref, row.text, row.value, self._label(row))
            areas.setdefault(row.area, []).append(cell)
        order = {area.id: number for number, area in enumerate(self.catalogue.areas.values())}
        for area in sorted(areas, key=lambda a: order.get(a, len(order))):
            cells = areas[area]
            total = sum(int(cell.value) for cell in cells)
            name = self.catalogue.area_name(area, period)
            yield TracedArea(area, name, total, tuple(cells), self._shown(total, indicator))

    def _shown(self, total: int, indicator: str) -> str:
        """A sum of whole base units, exact in the unit in which people read the indicator."""
        unit = self.catalogue.units[self.catalogue.indicators[indicator].unit]
        return f"{exact_text(Fraction(total, unit.factor))}{unit.id}"

    def _label(self, row: SourceRow) -> str:
        """What a row is known by, where the traced cell does not say it already."""
        table = self.catalogue.returns[row.record.table]
        fields = (row.fields.get(column) for column in table.describe or (table.label,))
        return " ".join(f.text for f in fields if f and f.text and f.ref != row.ref)

    def _restated(self, figure: Figure) -> Mapping[str, TracedArea]:
        """The reporters whose base is a restated figure, in a base of the city."""
        key = figure.key
        if key.measure is not Measure.BASE or key.dimension is not None:
            return {}
        period = self.book.period.previous_year
        keys = (replace(key, area=area) for area in self.book.base_present(key.indicator))
        found = (restated_source(self.store, self.catalogue, of, period) for of in keys)
        return {source.area: source for source in found if source}

    def _adjustments(
        self, indicator: str, period: Period, area: str | None, without: Container[str] = ()
    ) -> Iterator[TracedArea]:
        """The office's own entries for an area, for all of them where it is None."""
        return adjusted_sources(
            self.store, self.catalogue, indicator, period, area, self._shown, without
        )

    def _adjusted(self, figure: Figure) -> Trace:
        """The office's entries on their own."""
        key = figure.key
        areas = self._adjustments(key.indicator, key.period or self.book.period, key.area)
        return self._of(figure, self.catalogue.base_unit(key.indicator), areas)

    def _deducted(self, figure: Figure) -> Trace:
        """The city's deduction line on its own."""
        key = figure.key
        areas = self._deduction(key.indicator, key.period or self.book.period)
        return self._of(figure, self.catalogue.base_unit(key.indicator), areas)

    def _league(self, figure: Figure) -> Trace:
        """The rates of all reporters that a place among them is given by, the highest first."""
        key = figure.key
        growth = key.measure is Measure.GROWTH_RANK
        make = self.builder.growth if growth else self.builder.completion
        rates = [make(key.indicator, area) for area in self.book.reporters]
        known = [rate for rate in rates if rate.value is not None]
        ordered = sorted(known, key=lambda rate: rate.value or 0, reverse=True)
        return self._of(figure, operands=(self.trace(rate) for rate in ordered))

    def _deduction(self, indicator: str, period: Period) -> Iterator[TracedArea]:
        """The city's line for joint activities: the cells that another reporter has counted."""
        last_year = period == self.book.period.previous_year
        among = self.book.base_received if last_year else self.book.received
        found = deductions(self.store, self.catalogue, period, among)
        taken = [d for d in found if d.indicator == indicator]
        if not taken:
            return
        by_cell = {row.ref: row for row in self.store.sources(indicator, period)}
        cells = tuple(
            TracedCell(
                ref,
                by_cell[ref].text,
                -by_cell[ref].value,
                " ".join(
                    filter(
                        None,
                        (
                            self._label(by_cell[ref]),
                            f"{self.catalogue.area_name(d.kept, period)}已计",
                        ),
                    )
                ),
            )
            for d in taken
            for ref in d.cells
        )
        name = self.catalogue.wording.phrases["label_deduction"]
        total = sum(d.value for d in taken)
        yield TracedArea(DEDUCTION, name, total, cells, self._shown(total, indicator))

    def _placement(self, figure: Figure) -> Trace:
        """The rates that the province printed for the members of the field, the highest first."""
        growth = figure.key.measure is Measure.GROWTH_RANK
        attribute = "growth" if growth else "completion"
        texts = self._printed_texts()
        areas = [
            TracedArea(
                line.member,
                self.catalogue.area_name(line.member, self.book.period),
                None,
                (TracedCell(ref, texts[ref], rate),),
            )
            for line in self.book.province
            if line.indicator == figure.key.indicator
            and (rate := line.rate(figure.key.measure)) is not None
            and (ref := line.cells.get(attribute)) is not None
        ]
        ranked = sorted(areas, key=lambda area: area.cells[0].value, reverse=True)
        return self._of(figure, "%", ranked)

    def _printed_texts(self) -> dict[CellRef, str]:
        """The cells of the province's tables as they are written."""
        return {
            field.ref: field.text
            for table in self.catalogue.returns.values()
            if table.placements
            for stored in self.store.table_records(table.id, self.book.period)
            for field in stored.record.fields.values()
        }

    def _quoted(self, figure: Figure) -> Trace:
        """A figure that carries its own cells: a single project, a quotation, a constant."""
        cells = tuple(TracedCell(ref, figure.number, 0) for ref in figure.cells)
        areas = (TracedArea("", "", None, cells),) if cells else ()
        return self._of(figure, areas=areas)

    def title(self, figure: Figure) -> str:
        """What a figure is about, in words."""
        key = figure.key
        if key.assessment:
            return assessed_title(self, figure)
        if not key.indicator or key.indicator not in self.catalogue.indicators:
            return ""
        period = self.book.period
        name = self.catalogue.indicators[key.indicator].name
        area = self.catalogue.area_name(key.area, period) if key.area else ""
        member = f"·{key.member}" if key.member else ""
        return f"{area}{member}{name}{self.measure_name(key.measure)}"

    def operand_name(self, figure: Figure, operand: Figure) -> str:
        """What an operand is beside the figure that it is an operand of: 上年同期, 目标任务, the
        name of another indicator. What both share is not said again."""
        of, key = figure.key, operand.key
        parts = []
        if key.area != of.area:
            parts.append(self.catalogue.area_name(key.area, self.book.period) if key.area else "")
        if key.indicator != of.indicator:
            parts.append(self.catalogue.indicators[key.indicator].name)
        if key.measure is not of.measure and (key.indicator == of.indicator):
            parts.append(self.catalogue.wording.phrases.get(f"measure_{key.measure}", ""))
        return "".join(parts)

    def measure_name(self, measure: Measure) -> str:
        """What a figure says about its indicator: 同比, 完成比例; nothing for the value itself."""
        if measure is Measure.VALUE:
            return ""
        return self.catalogue.wording.phrases.get(f"measure_{measure}", "")

    def makers(self, indicator: str, area: str) -> Mapping[Measure, Callable[[], Figure]]:
        """The figures of an indicator that can be asked for by name or by their number."""
        build = self.builder
        made: dict[Measure, Callable[[], Figure]] = {
            Measure.VALUE: lambda: build.value(indicator, area),
            Measure.GROWTH: lambda: build.growth(indicator, area),
            Measure.BASE: lambda: build.base(indicator, area),
            Measure.TARGET: lambda: build.target(indicator, area),
            Measure.COMPLETION: lambda: build.completion(indicator, area),
            Measure.PACE: lambda: build.pace(indicator, area),
            Measure.CHANGE: lambda: build.change(indicator, area),
        }
        if area != self.catalogue.city:
            made |= {Measure.SHARE: lambda: build.share(indicator, area)}
            made |= {basis: partial(_placed, build, indicator, basis, area) for basis in PLACEMENTS}
        elif build.compared_reporters(indicator) is not None:
            made |= {Measure.LIKE_FOR_LIKE: lambda: build.like_for_like(indicator)}
        if area == self.catalogue.city and self.catalogue.indicators[indicator].ranked:
            made |= {basis: partial(build.placement, indicator, basis) for basis in PLACEMENTS}
        return made


def _placed(build: FigureBuilder, indicator: str, basis: Measure, area: str) -> Figure:
    """The place of one area among its league."""
    return build.league(indicator, basis)[area]


def tracer_for(store: Store, catalogue: Catalogue, period: Period) -> Tracer:
    """A tracer over the books of a period."""
    return Tracer(store, catalogue, load_book(store, catalogue, period))


def machine_trace(trace: Trace) -> dict[str, object]:
    """The stable machine form: exact values as decimal strings."""
    return machine_form(trace, exact_text)
