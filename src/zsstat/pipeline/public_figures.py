"""The figures of a data package as the public may see them: the city's, by the rule by which a
bulletin for the public is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from zsstat.disclosure import WITHHELD
from zsstat.figures import FigureBuilder
from zsstat.model import Align, Document, Exhibit, Figure, Heading, Period, Table, TableRow
from zsstat.pipeline import contents
from zsstat.pipeline.contents import Contents, places_of
from zsstat.pipeline.disclosing import guarded
from zsstat.pipeline.flat import FIGURES, text
from zsstat.render.resources import Resource

NOT_TOLD = frozenset({"base_reported", "adjustment", "like_for_like_percent"})
"""Columns that are left out: what was replaced, what is the office's own, and a rate that rests on
some of the reporters."""

_WITHHELD = text("withheld", "不公布的列", "为不泄露单个企业的数据，本行里没有公布的列，用空格隔开")
_KEPT = tuple(column for column in FIGURES if column.name not in NOT_TOLD)

_Place = tuple[Period, str]
"""A period and an indicator's code."""


def public_figures(of: Contents) -> Resource:
    """The table of figures with the city's rows alone. What would show a single enterprise's
    figures is empty, and the row says which columns are."""
    whole, places = contents.figures(of), places_of(FIGURES)
    withheld = _withheld(of)
    rows = []
    for row in whole.rows:
        said = {name: row[number] for name, number in places.items()}
        if said["area"] != of.catalogue.city:
            continue
        at = (Period(int(str(said["year"])), int(str(said["month"]))), str(said["indicator"]))
        hidden = [column.name for column in _KEPT if column.name in withheld.get(at, ())]
        shown = (None if c.name in hidden else said[c.name] for c in _KEPT)
        rows.append((*shown, " ".join(hidden) or None))
    return replace(whole, columns=(*_KEPT, _WITHHELD), rows=rows)


def _withheld(of: Contents) -> Mapping[_Place, set[str]]:
    """The columns of the city's rows that the public may not see."""
    named = [each for builder in of.builders for each in _told(builder)]
    row = TableRow(tuple(figure for _, _, figure in named))
    table = Table("", tuple(Heading("", Align.RIGHT) for _ in named), (row,), "")
    document = Document((Exhibit((), table),))
    public = guarded(of.store, of.catalogue, of.books[-1], document).document
    found: dict[_Place, set[str]] = {}
    for (at, column, _), figure in zip(named, public.figures(), strict=True):
        if figure.note == WITHHELD:
            found.setdefault(at, set()).add(column)
    return found


def _told(builder: FigureBuilder) -> Iterator[tuple[_Place, str, Figure]]:
    """Every figure of the city that rests on returns, with its column."""
    for code in builder.catalogue.listed:
        at = (builder.book.period, code)
        yield at, "value", builder.value(code)
        yield at, "base", builder.base(code)
        yield at, "growth_percent", builder.growth(code)
        yield at, "share_percent", builder.share(code)
        yield at, "completion_percent", builder.completion(code)
