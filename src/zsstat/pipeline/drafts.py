"""The bulletin: a template, the figures, and what else it needs from the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from zsstat.bulletin import (
    Explanation,
    Item,
    Material,
    Narrative,
    Source,
    compose,
    explain,
    listing,
    parse_narrative,
)
from zsstat.catalog import COUNTY_TEMPLATE, TEMPLATE
from zsstat.declarations import Catalogue
from zsstat.disclosure import WITHHELD, Guarded
from zsstat.errors import UsageError, why
from zsstat.figures import FigureBuilder
from zsstat.model import (
    Audience,
    CellRef,
    Document,
    Edition,
    Figure,
    FigureKey,
    Measure,
    Period,
    Trace,
)
from zsstat.model.publications import Written
from zsstat.pipeline.disclosing import guarded, without_amounts
from zsstat.pipeline.exhibits import exhibits
from zsstat.pipeline.ledger import area_id, load_book
from zsstat.pipeline.sources import Tracer
from zsstat.pipeline.tracers import Tracers
from zsstat.store import SourceRow, Store


@dataclass(frozen=True)
class Draft:
    """A bulletin, the texts that it was made by, and the means to say where its figures come
    from. ``area`` is the reporter that it is about; None for the city."""

    document: Document
    tracer: Tracer
    template: Written
    narrative: Written | None = None
    area: str | None = None

    def edition(self, audience: Audience = Audience.INTERNAL) -> Edition:
        """The bulletin as it goes out. What goes to the public withholds what would show a single
        enterprise's figures, and names no more than the areas that a figure comes from."""
        builder = self.tracer.builder
        catalogue, book = self.tracer.catalogue, self.tracer.book
        internal = audience is Audience.INTERNAL
        return Edition(
            document=self.document if internal else self.guarded.document,
            period=book.period,
            period_text=builder.period().display,
            office=builder.say("letter_office"),
            audience=audience,
            missing=tuple(catalogue.area_name(area, book.period) for area in book.missing),
            trace=self._traced if internal else self._named,
        )

    @cached_property
    def guarded(self) -> Guarded:
        """The bulletin for the public, and what its sentences give away all the same."""
        return guarded(self.tracer.store, self.tracer.catalogue, self.tracer.book, self.document)

    def _traced(self, figure: Figure) -> Trace | None:
        return None if figure.key.measure is Measure.NARRATIVE else self._trace(figure)

    def _trace(self, figure: Figure) -> Trace:
        """By the book of the figure's own period: a chart shows other months, too."""
        return self._tracers.of(figure.key).trace(figure)

    @cached_property
    def _tracers(self) -> Tracers:
        return Tracers(self.tracer)

    def _named(self, figure: Figure) -> Trace | None:
        traced = None if figure.note == WITHHELD else self._traced(figure)
        return traced and without_amounts(traced, self._told)

    @cached_property
    def _told(self) -> Mapping[FigureKey, Figure]:
        """What the public is told anyway."""
        return {figure.key: figure for figure in self.guarded.document.figures()}

    def explained(self) -> Edition:
        """The list of every figure with its formula, values and cells, for people."""
        return replace(self.edition(), document=listing(self.explanations()))

    def explanations(self) -> tuple[Explanation, ...]:
        """Every figure with formula, values and cells."""
        return explain(self.document, self._sources, self._title)

    def _title(self, figure: Figure) -> str:
        return self._tracers.of(figure.key).title(figure)

    def _sources(self, figure: Figure) -> tuple[Source, ...]:
        return tuple(self._contributions(self._trace(figure)))

    def _contributions(self, trace: Trace, said: tuple[str, ...] = ()) -> Iterator[Source]:
        """What each area gives to a figure, and in turn to whatever that is computed from."""
        for area in trace.areas:
            cells = tuple(cell.ref for cell in area.cells)
            yield Source("·".join(filter(None, (*said, area.name))), area.shown, cells)
        for operand in trace.operands:
            tracer = self._tracers.of(trace.figure.key)
            name = tracer.operand_name(trace.figure, operand.figure)
            yield from self._contributions(operand, (*said, name))


def draft(
    store: Store,
    catalogue: Catalogue,
    period: Period,
    template: Path | None = None,
    narrative: Path | None = None,
    area: str | None = None,
) -> Draft:
    """The bulletin of a period by the catalogue's template or the clerk's own: the city's, or a
    reporter's own page (``area``).

    Raises :class:`~zsstat.errors.TemplateError` for a wrong template or narrative and
    :class:`UsageError` for a file that cannot be read or an ``area`` that does not report."""
    about = reporter_of(catalogue, period, area) if area else None
    name = COUNTY_TEMPLATE if about else TEMPLATE
    written = written_in(template) if template else Written(name, catalogue.templates[name])
    story = written_in(narrative) if narrative else None
    return drafted(store, catalogue, period, written, story, about)


def reporter_of(catalogue: Catalogue, period: Period, name: str) -> str | None:
    """The reporter that a person names for a page of its own; None where it is the city.

    Raises :class:`UsageError` for an area that does not report in that year."""
    area = area_id(catalogue, name)
    if area == catalogue.city:
        return None
    reporters = catalogue.reporters(period.year)
    if area not in {reporter.id for reporter in reporters}:
        listed = "、".join(reporter.name(period.year) for reporter in reporters)
        raise UsageError(
            f"{catalogue.area_name(area, period)}在{period.year}年不是填报单位，没有自己的通报",
            f"填报单位有：{listed}",
        )
    return area


def drafted(
    store: Store,
    catalogue: Catalogue,
    period: Period,
    template: Written,
    narrative: Written | None = None,
    area: str | None = None,
) -> Draft:
    """The bulletin that texts make which were read already; ``area`` is the id of the reporter that
    it is about."""
    tracer = Tracer(store, catalogue, load_book(store, catalogue, period))
    story = parse_narrative(narrative.text, narrative.name) if narrative else None
    material = material_for(store, tracer.builder, story, area)
    document = compose(template.text, template.name, tracer.builder, material)
    return Draft(document, tracer, template, narrative, area)


def written_in(path: Path) -> Written:
    """A template or a narrative as it stands in a file. Raises :class:`UsageError`."""
    return Written(path.name, _text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"文件 {path} 打不开：{why(error)}", "请核对文件名") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"文件 {path} 不是 UTF-8 编码", "请另存为 UTF-8 编码的文本") from error


def material_for(
    store: Store, builder: FigureBuilder, narrative: Narrative | None, area: str | None
) -> Material:
    """What a bulletin about ``area`` (None: the city) needs besides the figures of the period."""
    period, catalogue = builder.book.period, builder.catalogue

    def largest(indicator: str, count: int) -> tuple[Item, ...]:
        rows = _largest(store, indicator, period, count, area)
        return tuple(_item(builder, indicator, row) for row in rows)

    def places(indicator: str) -> tuple[tuple[str, CellRef], ...]:
        columns = {t.id: t.place for t in catalogue.returns.values() if t.place}
        rows = store.sources(indicator, period, area)
        found = (row.fields.get(columns.get(row.record.table, "")) for row in rows)
        return tuple((field.text, field.ref) for field in found if field and field.value)

    missing = tuple(catalogue.area_name(area, period) for area in builder.book.missing)
    tables, charts = exhibits(store, catalogue, builder)
    return Material(largest, places, missing, tables, charts, narrative, area)


def _largest(
    store: Store, indicator: str, period: Period, count: int, area: str | None
) -> Sequence[SourceRow]:
    if area is None:
        return store.largest(indicator, period, count)
    rows = store.sources(indicator, period, area)
    return sorted(rows, key=lambda row: row.value, reverse=True)[:count]


def _item(builder: FigureBuilder, indicator: str, row: SourceRow) -> Item:
    label = row.fields[builder.catalogue.returns[row.record.table].label]
    return Item(
        builder.quote(label.text, label.ref, row.record_id),
        builder.amount(indicator, row.value, ref=row.ref, record=row.record_id),
        builder.catalogue.area_name(row.area, builder.book.period),
    )
