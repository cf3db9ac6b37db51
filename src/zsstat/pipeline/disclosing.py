"""Who stands behind the sums of a document: what disclosure control is told from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from zsstat.compute import Book
from zsstat.declarations import Catalogue
from zsstat.disclosure import Grounds, Guarded, Quantity, withheld
from zsstat.model import (
    Dimension,
    Document,
    Figure,
    FigureKey,
    Period,
    Record,
    Role,
    Trace,
)
from zsstat.pipeline.ledger import adjustments, area_ids, received_reporters
from zsstat.store import Store
from zsstat.values import normalise

UNNAMED = "?"
"""Rows that name nobody are taken to be one enterprise's, reporter by reporter."""
OFFICE = "="
"""Who stands behind an entry of the office is not known: it is taken to be one enterprise."""

Shares = dict[Quantity, dict[str, int]]
_Place = tuple[str, str, str]
"""A cell: the checksum of its file, its sheet, its address."""


def guarded(store: Store, catalogue: Catalogue, book: Book, document: Document) -> Guarded:
    """The document as the public may see it."""
    return withheld(document, grounds(store, catalogue, book, document))


def without_amounts(trace: Trace, told: Mapping[FigureKey, Figure]) -> Trace:
    """A trace for the public: the areas by name, and those operands alone that are told anyway. No
    cell, and no amount that is not printed."""
    return replace(
        trace,
        areas=tuple(replace(a, value=None, shown="", cells=()) for a in trace.areas),
        operands=tuple(
            without_amounts(replace(operand, figure=shown), told)
            for operand in trace.operands
            if (shown := told.get(operand.figure.key)) and shown.value is not None
        ),
    )


def grounds(store: Store, catalogue: Catalogue, book: Book, document: Document) -> Grounds:
    """The shares of every enterprise in the sums that the document is about, and in those that
    they could be recomputed from."""
    asked = _Asked.of(catalogue, book, document)
    shares: Shares = {}
    named: Shares = {}
    for period in asked.periods:
        for quantity, respondent, value, by_itself in _lines(store, catalogue, period, asked):
            for told in (shares, named) if by_itself else (shares,):
                of = told.setdefault(quantity, {})
                of[respondent] = of.get(respondent, 0) + value
        _add_entries(shares, store, catalogue, period, asked)
    known = {
        quantity: {who: value for who, value in of.items() if value}
        for quantity, of in shares.items()
    }
    return Grounds(catalogue, book, {quantity: of for quantity, of in known.items() if of}, named)


@dataclass(frozen=True)
class _Asked:
    """What of the ledger matters: indicators, periods, and the dimensions by area."""

    indicators: frozenset[str]
    periods: tuple[Period, ...]
    dimensions: frozenset[tuple[str, Dimension]]
    named: frozenset[_Place]
    """The cells of single projects whose amounts the document tells."""

    @classmethod
    def of(cls, catalogue: Catalogue, book: Book, document: Document) -> _Asked:
        figures = list(document.figures())
        keys = {figure.key for figure in figures}
        codes = {key.indicator for key in keys if key.indicator in catalogue.indicators}
        periods = {key.period or book.period for key in keys} | {book.period}
        periods |= {period.previous_year for period in periods}
        return cls(
            frozenset(_with_parts(catalogue, codes)),
            tuple(sorted(periods, key=lambda period: (period.year, period.month))),
            frozenset(
                (key.area or book.city, Dimension(key.dimension)) for key in keys if key.dimension
            ),
            frozenset(
                (ref.sha256, ref.sheet, ref.cell)
                for figure in figures
                if figure.key.record is not None and figure.value is not None
                for ref in figure.cells
            ),
        )


def _with_parts(catalogue: Catalogue, codes: Iterable[str]) -> set[str]:
    """Indicators with those that they are computed from, and those that they add up with."""
    found = set(codes)
    while more := {
        code
        for known in found
        for code in _beside(catalogue, known)
        if code in catalogue.indicators and code not in found
    }:
        found |= more
    return found


def _beside(catalogue: Catalogue, code: str) -> Iterator[str]:
    if ratio := catalogue.indicators[code].ratio:
        yield from (ratio.numerator, ratio.denominator)
    for whole, parts in catalogue.publication.sums.items():
        if code == whole or code in parts:
            yield from (whole, *parts)


# --- ledger lines -----------------------------------------------------------------------------


def _lines(
    store: Store, catalogue: Catalogue, period: Period, asked: _Asked
) -> Iterator[tuple[Quantity, str, int, bool]]:
    """(quantity, respondent, what it adds, whether the document tells that by itself) for every sum
    that a line of the ledger is part of."""
    declared = catalogue.publication.respondents
    received = received_reporters(store, catalogue, period)
    names = _respondents(store, catalogue, period)
    for line in store.lines.of(period, {}, Role.ACTUAL):
        if line.table in declared and line.indicator in asked.indicators and line.area in received:
            place = (line.sha256, line.table, line.sheet, line.row)
            who = names.get(place, f"{UNNAMED}{line.area}")
            by_itself = (line.sha256, line.sheet, line.cell) in asked.named
            members = dict(zip(Dimension, line.dimensions, strict=True))
            for quantity in _quantities(
                catalogue, period, asked, line.indicator, line.area, members
            ):
                yield quantity, who, line.value, by_itself


def _quantities(
    catalogue: Catalogue,
    period: Period,
    asked: _Asked,
    indicator: str,
    area: str,
    members: Mapping[Dimension, str | None],
) -> Iterator[Quantity]:
    for of in (area, catalogue.city):
        whole = Quantity(indicator, of, period)
        yield whole
        for dimension, member in members.items():
            if member is not None and (of, dimension) in asked.dimensions:
                yield replace(whole, dimension=dimension, member=member)


def _respondents(
    store: Store, catalogue: Catalogue, period: Period
) -> Mapping[tuple[str, str, str, int], str]:
    """(file, table, sheet, row) → the enterprise, by the first declared column that is filled. One
    that another row names together with what goes before it is known by that."""
    rows: dict[tuple[str, str, str, int], list[str]] = {}
    aliases: dict[str, str] = {}
    for table, columns in catalogue.publication.respondents.items():
        for stored in store.table_records(table, period):
            named = list(_named(stored.record, columns))
            sha256 = next((field.ref.sha256 for field in stored.record.fields.values()), "")
            rows[sha256, table, stored.record.sheet, stored.record.row] = named
            for earlier, later in product(named[:1], named[1:-1] or named[1:]):
                aliases.setdefault(later, earlier)
    return {place: aliases.get(named[0], named[0]) for place, named in rows.items() if named}


def _named(record: Record, columns: Iterable[str]) -> Iterator[str]:
    for column in columns:
        field = record.fields.get(column)
        if field and field.value is not None and (text := normalise(str(field.value))):
            yield f"{column} {text}"


# --- the office's entries ---------------------------------------------------------------------


def _add_entries(
    shares: Shares, store: Store, catalogue: Catalogue, period: Period, asked: _Asked
) -> None:
    """Adjustments are quantities of their own; a sum that is nothing but one is as secret."""
    declared = catalogue.publication.respondents
    known = {*area_ids(catalogue.reporters(period.year)), catalogue.city}
    for line in adjustments(store, catalogue, period):
        posted = catalogue.indicators[line.indicator].post
        counted = line.indicator in asked.indicators and any(p.table in declared for p in posted)
        if counted and line.area in known:
            whole = Quantity(line.indicator, line.area, period)
            entered = shares.setdefault(replace(whole, adjusted=True), {})
            entered[OFFICE] = entered.get(OFFICE, 0) + line.value
            shares.setdefault(whole, {OFFICE: line.value})
