"""The tables and charts that a bulletin's template can ask for, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial

from zsstat.bulletin import Maker, table_names
from zsstat.charts import Books, chart
from zsstat.declarations import Catalogue, TableSpec
from zsstat.figures import FigureBuilder
from zsstat.model import Dimension, Exhibit, Period, Table
from zsstat.pipeline.ledger import load_book
from zsstat.store import Store
from zsstat.tables import by_name
from zsstat.tables.titles import title_parts


def exhibits(
    store: Store, catalogue: Catalogue, builder: FigureBuilder
) -> tuple[Mapping[str, Maker], Mapping[str, Maker]]:
    """Makers of the declared tables and charts of a period, by the names that templates use."""
    period = builder.book.period

    @cache
    def grouped(dimension: Dimension) -> FigureBuilder:
        return FigureBuilder(catalogue, load_book(store, catalogue, period, (dimension,)))

    @cache
    def months() -> tuple[FigureBuilder, ...]:
        return tuple(_months(store, catalogue, period))

    books = Books(grouped, months)
    charts = {spec.name: partial(chart, builder, spec, books) for spec in catalogue.charts.values()}
    return dict(_tables(builder, books)), charts


def _months(store: Store, catalogue: Catalogue, period: Period) -> Iterator[FigureBuilder]:
    """The months of the year up to the period's for which anything was received."""
    for month in range(1, period.month + 1):
        of = Period(period.year, month)
        if store.received(of, catalogue.fact_tables):
            yield FigureBuilder(catalogue, load_book(store, catalogue, of))


def _tables(builder: FigureBuilder, books: Books) -> Iterator[tuple[str, Maker]]:
    for name, (spec, dimension) in table_names(builder.catalogue).items():
        if dimension is None:
            yield name, partial(_plain, builder, spec)
        else:
            yield name, partial(_grouped, spec, dimension, books)


def _plain(builder: FigureBuilder, spec: TableSpec) -> Exhibit | None:
    return _exhibit(builder, spec, by_name(builder, spec))


def _grouped(spec: TableSpec, dimension: Dimension, books: Books) -> Exhibit | None:
    builder = books.grouped(dimension)
    said = builder.say(f"dimension_{dimension.value}")
    return _exhibit(builder, spec, by_name(builder, spec, dimension), said)


def _exhibit(
    builder: FigureBuilder, spec: TableSpec, table: Table, dimension: str = ""
) -> Exhibit | None:
    """The table with its title as a caption; None where it has no rows."""
    caption = title_parts(builder, spec.title, f"表 {spec.id}", dimension=dimension)
    return Exhibit(caption, replace(table, title="")) if table.rows else None
