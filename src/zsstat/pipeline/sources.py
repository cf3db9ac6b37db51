"""From a figure to the cells it came from."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from zsstat.compute import Book
from zsstat.declarations import Catalogue, Indicator
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder, exact_text
from zsstat.model import CellRef, Figure, Measure, Period, Role
from zsstat.pipeline.ledger import deductions, load_book
from zsstat.store import SourceRow, Store
from zsstat.tracing import Trace, TracedArea, TracedCell, machine_form
from zsstat.values import normalise

_PLACEMENTS = (Measure.GROWTH_RANK, Measure.COMPLETION_RANK)
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
        yield from self._by_area(rows, period, key.indicator)
        if of_city and not target and key.dimension is None:
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
        return Trace(figure, self.title(figure), "%", areas=tuple(ranked))

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
        return f"{area}{member}{name}{self.measure_name(key.measure)}"

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
        }
        if area == self.catalogue.city and self.catalogue.indicators[indicator].ranked:
            made |= {
                basis: lambda basis=basis: build.placement(indicator, basis)  # type: ignore[misc]
                for basis in _PLACEMENTS
            }
        return made


def find_figure(what: str, tracer: Tracer, area: str | None) -> Figure:
    """The figure that ``what`` means: an indicator by code or name (``省际到位资金``), what is said
    of it (``省际到位资金.同比``), or a printed number, looked for in the city and only where it has
    none such in the reporters.

    Raises :class:`UsageError` with the nearest names when it means nothing, and with what it may
    mean when that is more than one thing: only the person knows."""
    if figure := _named(what, tracer, area or tracer.catalogue.city):
        return figure
    for areas in [(area,)] if area else [(tracer.catalogue.city,), tracer.book.reporters]:
        found = [
            figure
            for candidate in areas
            for figure in _figures_of(tracer, candidate)
            if _means(what, figure)
        ]
        if len(found) > 1:
            raise UsageError(f"“{what}”不止一个数", _choices(found, tracer))
        if found:
            return found[0]
    raise UsageError(f"没有找到“{what}”", _suggestion(what, tracer.catalogue))


def _named(what: str, tracer: Tracer, area: str) -> Figure | None:
    name, _, said = what.partition(".")
    wanted = normalise(name)
    for indicator in tracer.catalogue.indicators.values():
        names = (indicator.code, indicator.name, indicator.short or "", *indicator.aliases)
        if wanted in {normalise(name) for name in names if name}:
            return _said(indicator, said, tracer, area)
    return None


def _said(indicator: Indicator, said: str, tracer: Tracer, area: str) -> Figure:
    makers = tracer.makers(indicator.code, area)
    names = {tracer.measure_name(measure): make for measure, make in makers.items()}
    if said not in names:
        known = "、".join(f"{indicator.name}.{name}" for name in names if name)
        raise UsageError(f"“{indicator.name}”没有“{said}”", f"可以写：{known}")
    return names[said]()


def _figures_of(tracer: Tracer, area: str) -> Iterator[Figure]:
    for indicator in tracer.catalogue.indicators.values():
        if not indicator.hidden:
            for make in tracer.makers(indicator.code, area).values():
                yield make()


def _choices(figures: Iterable[Figure], tracer: Tracer) -> str:
    """Each figure with the command that asks for it alone."""
    asked = []
    for figure in figures:
        key = figure.key
        said = tracer.measure_name(key.measure)
        area = "" if key.area == tracer.catalogue.city else f" --area {key.area}"
        command = f"zsstat trace {key.indicator}{'.' if said else ''}{said}{area}"
        asked.append(f"{tracer.title(figure)}（{command}）")
    return f"请写明是哪一个：{'；'.join(asked)}"


def _means(what: str, figure: Figure) -> bool:
    """Whether a printed text is this figure: in full, as number and unit, or as the bare number;
    a placement also by its end (第三)."""
    if figure.value is None:
        return False
    wanted = normalise(what)
    if figure.key.measure in _PLACEMENTS and wanted.startswith("第"):
        return normalise(figure.display).endswith(wanted)
    forms = (figure.display, f"{figure.number}{figure.unit}", figure.number)
    return wanted in {normalise(form) for form in forms}


def _suggestion(what: str, catalogue: Catalogue) -> str:
    shown = [indicator for indicator in catalogue.indicators.values() if not indicator.hidden]
    names = [n for i in shown for n in (i.code, i.name, i.short or "", *i.aliases) if n]
    near = difflib.get_close_matches(what, dict.fromkeys(names), n=3, cutoff=0.5)
    if near:
        return "是不是：" + "、".join(near)
    return "可以写指标名称或代码，或通报里的数（如 818亿元、7.82%）；指标见 zsstat catalog"


def tracer_for(store: Store, catalogue: Catalogue, period: Period) -> Tracer:
    """A tracer over the books of a period."""
    return Tracer(store, catalogue, load_book(store, catalogue, period))


def machine_trace(trace: Trace) -> dict[str, object]:
    """The stable machine form: exact values as decimal strings."""
    return machine_form(trace, exact_text)
