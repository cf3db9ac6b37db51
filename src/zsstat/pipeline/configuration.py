"""The user's own configuration: examined whole, and started from what ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from zsstat.bulletin import Material, compose
from zsstat.catalog import load_catalogue
from zsstat.catalog.examination import Examination, examine
from zsstat.catalog.problems import Problem
from zsstat.catalog.sources import COUNTY_TEMPLATE, TEMPLATE, TEMPLATES
from zsstat.checks.files import DEADLINE, due_on
from zsstat.compute import Book
from zsstat.declarations import Catalogue
from zsstat.errors import CatalogueError, TemplateError
from zsstat.figures import FigureBuilder
from zsstat.model import Period
from zsstat.pipeline.ledger import area_ids
from zsstat.pipeline.parsing import reading_limits

_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
"""A period as rules.toml writes it."""
_LETTERHEAD = ("letter_office", "letter_title", "letter_title_unread")
"""The phrases of a letter that name an office and its subject."""
_LATER = "要等这些问题改好以后才能核对"
_CALLED = {TEMPLATE: "通报", COUNTY_TEMPLATE: "县区通报"}


def check_configuration(directory: Path | None, year: int) -> Examination:
    """Everything that is wrong with a configuration (None: with what ships), the limits and the
    templates of bulletins included, which are composed once for a ``year`` without any return. Who
    keeps the template that ships may do without bulletins: that it does not fit is a note.

    Raises :class:`~zsstat.errors.UsageError` when there is no such directory."""
    examined = examine(directory)
    catalogue = examined.catalogue
    if catalogue is None:
        return examined
    wrong = [*examined.problems, *_limits(catalogue), *_deadlines(catalogue)]
    notes = [*examined.notes, *_signed_by_others(catalogue)]
    if examined.problems:  # a template cannot be composed with a catalogue that does not hold
        notes += [f"{name} {_LATER}" for name in TEMPLATES if name in examined.files]
        return replace(examined, problems=tuple(wrong), notes=tuple(notes))
    for refused in _templates(catalogue, year):
        if directory is None or refused.file in examined.files:
            wrong.append(refused)
        else:
            notes.append(
                f"自带的{_CALLED[refused.file]}模板不合用：{refused.message}"
                f"要写{_CALLED[refused.file]}，请在配置目录里放自己的 {refused.file}"
            )
    return replace(examined, problems=tuple(wrong), notes=tuple(notes))


def _signed_by_others(catalogue: Catalogue) -> Iterator[str]:
    """A whole of one's own, and letters that the office of the catalogue that ships would sign."""
    shipped = load_catalogue()
    said, before = catalogue.wording.phrases, shipped.wording.phrases
    same = [phrase for phrase in _LETTERHEAD if said.get(phrase) == before[phrase]]
    if catalogue.city != shipped.city and same:
        head = "、".join(f"“{before[phrase]}”" for phrase in same)
        yield (
            f"退回函用的还是自带的{head}，"
            f"请在 wording.toml 的 [phrases] 里写自己的 {'、'.join(same)}"
        )


def _limits(catalogue: Catalogue) -> Iterator[Problem]:
    try:
        reading_limits(catalogue)
    except CatalogueError as error:
        yield Problem("returns.toml", "limits", error.message, error.hint)


def _deadlines(catalogue: Catalogue) -> Iterator[Problem]:
    for rule in catalogue.rules.values():
        for written in rule.parameters if rule.check == DEADLINE else ():
            key = f"rule[{rule.id}].parameters.{written}"
            period = _PERIOD.fullmatch(written)
            if period is None:
                said = f"“{written}”不是一个报告期，没有一份报表会用到这个截止日"
                yield Problem("rules.toml", key, said, "请写成年和月，例如 2020-09；全年写 12 月")
                continue
            try:
                due_on(rule, Period(int(period[1]), int(period[2])))
            except CatalogueError as error:
                said = error.message.removeprefix(f"rules.toml 里 {rule.id} 的")
                yield Problem("rules.toml", key, said, error.hint)


def _templates(catalogue: Catalogue, year: int) -> Iterator[Problem]:
    """Each template composed once, the reporters' for the first of them."""
    book = Book(
        period=Period(year),
        city=catalogue.city,
        reporters=area_ids(catalogue.reporters(year)),
        actual={},
        members=area_ids(catalogue.members(year)),
    )
    abouts = {TEMPLATE: None, COUNTY_TEMPLATE: next(iter(book.reporters), None)}
    for name, about in abouts.items():
        if name == COUNTY_TEMPLATE and about is None:
            continue  # nobody reports, so nobody has a page
        builder = FigureBuilder(catalogue, book)
        try:
            compose(catalogue.templates[name], name, builder, Material(area=about))
        except (TemplateError, CatalogueError) as error:
            yield Problem(name, "", error.message, error.hint)
