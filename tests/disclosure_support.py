"""An attacker who reads everything that a document prints and solves for what it does not."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias, TypeVar

from zsstat.disclosure import WITHHELD, Grounds, Quantity
from zsstat.model import Document, Figure, Measure

Variable = TypeVar("Variable", bound=Hashable)
Equation: TypeAlias = Mapping[Variable, Fraction]


def solved(equations: Iterable[Equation[Variable]]) -> dict[Variable, dict[Variable, Fraction]]:
    """The reduced echelon form over the fractions: pivot → its row."""
    rows: dict[Variable, dict[Variable, Fraction]] = {}
    for equation in equations:
        row = _reduced({v: Fraction(c) for v, c in equation.items() if c}, rows)
        if not row:
            continue
        pivot = next(iter(row))
        row = {v: c / row[pivot] for v, c in row.items()}
        for other, of in list(rows.items()):
            if factor := of.get(pivot):
                rows[other] = _sum(of, row, -factor)
        rows[pivot] = row
    return rows


def _reduced(
    row: dict[Variable, Fraction], rows: Mapping[Variable, Mapping[Variable, Fraction]]
) -> dict[Variable, Fraction]:
    for pivot in [v for v in row if v in rows]:
        row = _sum(row, rows[pivot], -row[pivot])
    return row


def _sum(
    one: Mapping[Variable, Fraction], other: Mapping[Variable, Fraction], factor: Fraction
) -> dict[Variable, Fraction]:
    total = {
        v: one.get(v, Fraction(0)) + factor * other.get(v, Fraction(0)) for v in {**one, **other}
    }
    return {v: c for v, c in total.items() if c}


def follows(
    equation: Equation[Variable], rows: Mapping[Variable, Mapping[Variable, Fraction]]
) -> bool:
    """Whether an equation's left side is known to who has solved ``rows``."""
    return not _reduced({v: Fraction(c) for v, c in equation.items() if c}, rows)


# --- documents --------------------------------------------------------------------------------


def read(document: Document, grounds: Grounds) -> Iterator[Equation[Quantity]]:
    """What every figure that is printed says, written down from the definitions."""
    for figure in document.figures():
        if figure.value is not None and figure.note != WITHHELD:
            equation = says(figure, grounds)
            if equation:
                yield equation


def says(figure: Figure, grounds: Grounds) -> Equation[Quantity] | None:
    """The equation of a figure about sums of returns; None for others."""
    key, value = figure.key, figure.value
    city = grounds.book.city
    if value is None or key.record is not None or key.indicator not in grounds.catalogue.indicators:
        return None
    if key.area not in (city, *grounds.book.reporters):
        return None
    at = Quantity(
        key.indicator, key.area, key.period or grounds.book.period, key.dimension, key.member
    )
    before = replace(at, period=at.period.previous_year)
    ratio = grounds.catalogue.indicators[key.indicator].ratio
    if ratio and key.measure in (Measure.VALUE, Measure.BASE):
        of = at if key.measure is Measure.VALUE else before
        above = replace(of, indicator=ratio.numerator)
        return {above: Fraction(100), replace(of, indicator=ratio.denominator): -value}
    if ratio:
        return None
    match key.measure:
        case Measure.VALUE:
            return {at: Fraction(1)}
        case Measure.BASE:
            return {before: Fraction(1)}
        case Measure.GROWTH:
            return {at: Fraction(100), before: -100 - value}
        case Measure.SHARE if key.area != city or key.member:
            return {at: Fraction(100), replace(at, area=city, dimension=None, member=None): -value}
    return None


def known(grounds: Grounds) -> Iterator[Equation[Quantity]]:
    """That areas add up to the city and declared parts to their whole; what nobody gives anything
    to is 0, and known."""
    quantities = set(grounds.shares)
    city = grounds.book.city
    for quantity in quantities:
        if quantity.area == city and not quantity.adjusted:
            areas = [
                q for q in quantities
                if q.area != city and replace(q, area=city) == quantity and not q.adjusted
            ]  # fmt: skip
            if areas:
                yield {quantity: Fraction(1), **dict.fromkeys(areas, Fraction(-1))}
        parts = grounds.publication.sums.get(quantity.indicator, ())
        there = [p for code in parts if (p := replace(quantity, indicator=code)) in quantities]
        if there:
            yield {quantity: Fraction(1), **dict.fromkeys(there, Fraction(-1))}
    members: dict[tuple[Quantity, object], list[Quantity]] = {}
    for quantity in quantities:
        if quantity.dimension is not None:
            whole = replace(quantity, dimension=None, member=None)
            members.setdefault((whole, quantity.dimension), []).append(quantity)
    for (whole, _), of in members.items():
        yield {whole: Fraction(1), **dict.fromkeys(of, Fraction(-1))}


def only_known(
    equations: Iterable[Equation[Quantity]], grounds: Grounds
) -> Iterator[Equation[Quantity]]:
    """The equations in what is not 0."""
    for equation in equations:
        yield {q: c for q, c in equation.items() if q in grounds.shares}


def secrets(grounds: Grounds) -> list[Quantity]:
    """The sums that one or two enterprises stand behind."""
    return [q for q, of in grounds.shares.items() if 0 < len(of) < 3]


def attacked(document: Document, grounds: Grounds) -> dict[Quantity, dict[Quantity, Fraction]]:
    """Everything that follows from a document."""
    return solved(only_known([*known(grounds), *read(document, grounds)], grounds))


def found_out(document: Document, grounds: Grounds) -> list[Quantity]:
    """The secrets that a reader of the document can compute."""
    rows = attacked(document, grounds)
    return [q for q in secrets(grounds) if follows({q: Fraction(1)}, rows)]
