"""The bulletin: a template, the figures, and what else it needs from the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from zsstat.catalog import TEMPLATE
from zsstat.declarations import Catalogue
from zsstat.errors import UsageError, why
from zsstat.figures import FigureBuilder
from zsstat.model import (
    Audience,
    CellRef,
    Document,
    Edition,
    Figure,
    Measure,
    Period,
    Trace,
)
from zsstat.pipeline.exhibits import exhibits
from zsstat.pipeline.ledger import load_book
from zsstat.pipeline.sources import Tracer
from zsstat.store import Store


@dataclass(frozen=True)
class Draft:
    """A bulletin and the means to say where its figures come from."""

    document: Document
    tracer: Tracer

    def edition(self, audience: Audience = Audience.INTERNAL) -> Edition:
        """The bulletin as it goes out."""
        builder = self.tracer.builder
        catalogue, book = self.tracer.catalogue, self.tracer.book
        return Edition(
            document=self.document,
            period=book.period,
            period_text=builder.period().display,
            office=builder.say("letter_office"),
            audience=audience,
            missing=tuple(catalogue.area_name(area, book.period) for area in book.missing),
            trace=self._traced,
        )

    def _traced(self, figure: Figure) -> Trace | None:
        return None if figure.key.measure is Measure.NARRATIVE else self.tracer.trace(figure)

    def explained(self) -> Edition:
        """The list of every figure with its formula, values and cells, for people."""
        return replace(self.edition(), document=listing(self.explanations()))

    def explanations(self) -> tuple[Explanation, ...]:
        """Every figure with formula, values and cells."""
        return explain(self.document, self._sources, self.tracer.title)

    def _sources(self, figure: Figure) -> tuple[Source, ...]:
        return tuple(self._contributions(self.tracer.trace(figure)))

    def _contributions(self, trace: Trace, said: tuple[str, ...] = ()) -> Iterator[Source]:
        """What each area gives to a figure, and in turn to whatever that is computed from."""
        for area in trace.areas:
            cells = tuple(cell.ref for cell in area.cells)
            yield Source("·".join(filter(None, (*said, area.name))), area.shown, cells)
        for operand in trace.operands:
            name = self.tracer.operand_name(trace.figure, operand.figure)
            yield from self._contributions(operand, (*said, name))


def draft(
    store: Store,
    catalogue: Catalogue,
    period: Period,
    template: Path | None = None,
    narrative: Path | None = None,
) -> Draft:
    """The bulletin of a period by the catalogue's template or the clerk's own.

    Raises :class:`~zsstat.errors.TemplateError` for a wrong template or narrative and
    :class:`UsageError` for a file that cannot be read."""
    book = load_book(store, catalogue, period)
    tracer = Tracer(store, catalogue, book)
    text = _text(template) if template else catalogue.template
    name = template.name if template else TEMPLATE
    material = _material(store, catalogue, tracer.builder, _narrative(narrative))
    return Draft(compose(text, name, tracer.builder, material), tracer)


def _narrative(path: Path | None) -> Narrative | None:
    return parse_narrative(_text(path), path.name) if path else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"文件 {path} 打不开：{why(error)}", "请核对文件名") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"文件 {path} 不是 UTF-8 编码", "请另存为 UTF-8 编码的文本") from error


def _material(
    store: Store, catalogue: Catalogue, builder: FigureBuilder, narrative: Narrative | None
) -> Material:
    period = builder.book.period

    def largest(indicator: str, count: int) -> tuple[Item, ...]:
        items = []
        for row in store.largest(indicator, period, count):
            label = row.fields[catalogue.returns[row.record.table].label]
            items.append(
                Item(
                    builder.quote(label.text, label.ref, row.record_id),
                    builder.amount(indicator, row.value, ref=row.ref, record=row.record_id),
                    catalogue.area_name(row.area, period),
                )
            )
        return tuple(items)

    def places(indicator: str) -> tuple[tuple[str, CellRef], ...]:
        columns = {t.id: t.place for t in catalogue.returns.values() if t.place}
        rows = store.sources(indicator, period)
        found = (row.fields.get(columns.get(row.record.table, "")) for row in rows)
        return tuple((field.text, field.ref) for field in found if field and field.value)

    missing = tuple(catalogue.area_name(area, period) for area in builder.book.missing)
    tables, charts = exhibits(store, catalogue, builder)
    return Material(largest, places, missing, tables, charts, narrative)
