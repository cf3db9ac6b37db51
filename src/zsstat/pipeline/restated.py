"""Facts that a return states again: equal ones are no news, other ones are a revision.

A yearbook repeats the years before its own. What was accepted last holds, so that a figure that
changes quietly would be the worst of all: it is a finding that the office must accept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from zsstat.declarations import Catalogue
from zsstat.figures.rounding import exact_text
from zsstat.model import Issue, Observation, Period, Role
from zsstat.pipeline.ledger import actual_sums, describe
from zsstat.store import Store

RESTATES = "file.restates"
_NAMED = 3
"""So many areas of an indicator are quoted with both values."""


def restated(
    store: Store, catalogue: Catalogue, observations: Iterable[Observation]
) -> Iterator[Issue]:
    """One issue for each indicator and period of which the store holds other values."""
    changed: dict[tuple[Period, str], list[tuple[Observation, int]]] = {}
    stored: dict[Period, Mapping[tuple[str, str], int]] = {}
    for line in observations:
        if line.role is not Role.ACTUAL or line.indicator not in catalogue.stated:
            continue
        if line.period not in stored:
            stored[line.period] = actual_sums(store, catalogue, line.period)
        known = stored[line.period].get((line.area, line.indicator))
        if known is not None and known != line.value:
            changed.setdefault((line.period, line.indicator), []).append((line, known))
    for (period, code), lines in changed.items():
        yield _issue(catalogue, period, code, lines)


def _issue(
    catalogue: Catalogue, period: Period, code: str, lines: list[tuple[Observation, int]]
) -> Issue:
    indicator = catalogue.indicators[code]
    unit = catalogue.units[indicator.unit]

    def said(value: int) -> str:
        return f"{exact_text(Fraction(value, unit.factor))}{unit.id}"

    quoted = "；".join(
        f"{catalogue.area_name(line.area, period)}原为{said(known)}，现为{said(line.value)}"
        for line, known in lines[:_NAMED]
    )
    more = f"等{len(lines)}个地区" if len(lines) > _NAMED else ""
    return Issue(
        RESTATES,
        f"{describe(period)}“{indicator.name}”与已接收的不同：{quoted}{more}",
        tuple(line.ref for line, _ in lines),
        shown="；".join(said(line.value) for line, _ in lines[:_NAMED]),
        expected="；".join(said(known) for _, known in lines[:_NAMED]),
    )
