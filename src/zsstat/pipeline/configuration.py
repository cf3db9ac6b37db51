"""The user's own configuration: examined whole, and started from what ships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from zsstat.bulletin import Material, compose
from zsstat.catalog.examination import Examination, examine
from zsstat.catalog.problems import Problem
from zsstat.catalog.sources import TEMPLATE
from zsstat.compute import Book
from zsstat.declarations import Catalogue
from zsstat.errors import CatalogueError, TemplateError
from zsstat.figures import FigureBuilder
from zsstat.model import Period
from zsstat.pipeline.ledger import area_ids
from zsstat.pipeline.parsing import reading_limits


def check_configuration(directory: Path | None, year: int) -> Examination:
    """Everything that is wrong with a configuration (None: with what ships), the limits and the
    bulletin's template included, which is composed once for a ``year`` without any return. Who
    keeps the template that ships may do without bulletins: that it does not fit is a note.

    Raises :class:`~zsstat.errors.UsageError` when there is no such directory."""
    examined = examine(directory)
    if examined.catalogue is None or examined.problems:
        return examined  # a template cannot be composed with a catalogue that does not hold
    wrong = [*_limits(examined.catalogue)]
    refused = _template(examined.catalogue, year)
    if refused and (directory is None or TEMPLATE in examined.files):
        wrong.append(refused)
    elif refused:
        note = f"自带的通报模板不合用：{refused.message}要写通报，请在配置目录里放自己的 {TEMPLATE}"
        return replace(examined, problems=tuple(wrong), notes=(note,))
    return replace(examined, problems=tuple(wrong))


def _limits(catalogue: Catalogue) -> Iterator[Problem]:
    try:
        reading_limits(catalogue)
    except CatalogueError as error:
        yield Problem("returns.toml", "limits", error.message, error.hint)


def _template(catalogue: Catalogue, year: int) -> Problem | None:
    book = Book(
        period=Period(year),
        city=catalogue.city,
        reporters=area_ids(catalogue.reporters(year)),
        actual={},
        members=area_ids(catalogue.members(year)),
    )
    try:
        compose(catalogue.template, TEMPLATE, FigureBuilder(catalogue, book), Material())
    except (TemplateError, CatalogueError) as error:
        return Problem(TEMPLATE, "", error.message, error.hint)
    return None
