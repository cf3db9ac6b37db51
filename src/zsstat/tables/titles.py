"""Titles of declared tables."""

from __future__ import annotations

import string

from zsstat.declarations import TableSpec
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder
from zsstat.model import Part, Parts
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


def title_parts(builder: FigureBuilder, text: str, spec: str, **fields: str) -> Parts:
    """The title of a table or chart ``spec`` in a document: the period in it is a figure.

    Raises :class:`CatalogueError` for a field that there is not."""
    known = {"city": notes.area_names(builder, (builder.book.city,))} | fields
    parts: list[Part] = []
    for words, name, _, _ in string.Formatter().parse(text):
        parts += [words] if words else []
        if name is None:
            continue
        if name != "period" and name not in known:
            raise CatalogueError(
                f"tables.toml 中 {spec} 的标题不对：{name}",
                f"标题里可以用 {{period}}、{'、'.join(f'{{{n}}}' for n in known)}",
            )
        parts.append(builder.period() if name == "period" else known[name])
    return tuple(parts)
