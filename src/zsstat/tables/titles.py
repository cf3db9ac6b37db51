"""Titles of declared tables."""

from __future__ import annotations

from zsstat.declarations import TableSpec
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder
from zsstat.tables import notes


def title(
    builder: FigureBuilder,
    spec: TableSpec,
    *,
    dimension: str = "",
    indicator: str = "",
    period: str = "",
) -> str:
    """The spec's title with its fields filled in; ``period`` is the book's where none is given.

    Raises :class:`CatalogueError` for a field that there is not."""
    fields = {
        "period": period or builder.period().display,
        "city": notes.area_names(builder, (builder.book.city,)),
        "dimension": dimension,
        "indicator": indicator,
    }
    try:
        return spec.title.format(**fields)
    except (KeyError, IndexError, ValueError) as error:
        raise CatalogueError(
            f"tables.toml 的表 {spec.id} 的标题不对：{error}",
            "标题里可以用 {period}、{city}、{dimension}、{indicator}",
        ) from error
