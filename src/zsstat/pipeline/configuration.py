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
from zsstat.catalog.sources import TEMPLATE
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
_LATER = f"{TEMPLATE} 要等这些问题改好以后才能核对"


def check_configuration(directory: Path | None, year: int) -> Examination:
    """Everything that is wrong with a configuration (None: with what ships), the limits and the
    bulletin's template included, which is composed once for a ``year`` without any return. Who
    keeps the template that ships may do without bulletins: that it does not fit is a note.

    Raises :class:`~zsstat.errors.UsageError` when there is no such directory."""
    examined = examine(directory)
    catalogue = examined.catalogue
    if catalogue is None:
        return examined
    wrong = [*examined.problems, *_limits(catalogue), *_deadlines(catalogue)]
    notes = [*examined.notes, *_signed_by_others(catalogue)]
    if examined.problems:  # a template cannot be composed with a catalogue that does not hold
        notes += [_LATER] if TEMPLATE in examined.files else []
    elif refused := _template(catalogue, year):
        if directory is None or TEMPLATE in examined.files:
            wrong.append(refused)
        else:
            notes.append(
                f"自带的通报模板不合用：{refused.message}"
                f"要写通报，请在配置目录里放自己的 {TEMPLATE}"
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
