"""Places over the rates that the province printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from zsstat.model import CellRef, Measure


@dataclass(frozen=True, slots=True)
class Place:
    """``place`` of ``field``; ``tied``: another one shares it."""

    place: int
    field: int
    tied: bool


def ranking(values: Mapping[str, Fraction | Decimal | int]) -> dict[str, Place]:
    """Places by descending value; equal values share one and the next is skipped (1, 2, 2, 4)."""
    ordered = sorted(values.values(), reverse=True)
    first: dict[Fraction | Decimal | int, int] = {}
    count: dict[Fraction | Decimal | int, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
        count[value] = count.get(value, 0) + 1
    return {
        name: Place(first[value], len(ordered), count[value] > 1) for name, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """What the province printed for one member and indicator. ``value`` and ``target`` are in the
    base unit, the rates in percent with the digits that were printed. ``cells`` maps the names of
    these attributes (``growth``, ``completion`` …) to where they stand."""

    member: str
    indicator: str
    value: int | None = None
    growth: Decimal | None = None
    target: int | None = None
    completion: Decimal | None = None
    printed_rank: int | None = None
    cells: Mapping[str, CellRef] = field(default_factory=dict)

    def rate(self, basis: Measure) -> Decimal | None:
        """The printed rate that places are given by."""
        match basis:
            case Measure.GROWTH_RANK:
                return self.growth
            case Measure.COMPLETION_RANK:
                return self.completion
        raise ValueError(f"not a basis of placement: {basis}")


def printed_rates(
    lines: Iterable[ProvinceLine], indicator: str, basis: Measure
) -> dict[str, Decimal]:
    """Member → its printed rate. A member printed twice with different rates has none: which of
    them holds is not for us to choose."""
    seen: dict[str, set[Decimal]] = {}
    for line in lines:
        rate = line.rate(basis)
        if line.indicator == indicator and rate is not None:
            seen.setdefault(line.member, set()).add(rate)
    return {member: rates.pop() for member, rates in seen.items() if len(rates) == 1}


@dataclass(frozen=True, slots=True)
class Placement:
    """A member's place over the printed rates. ``missing`` are members of the field without a
    rate: while there are any, the place is provisional (暂列)."""

    place: Place
    rate: Decimal
    missing: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        return bool(self.missing)


def placement(
    lines: Iterable[ProvinceLine],
    indicator: str,
    basis: Measure,
    member: str | None,
    members: Iterable[str] = (),
) -> Placement | None:
    """Where ``member`` stands; None when the table has no rate for it.

    The field is the number of members that have a rate; ``members`` are those that should have."""
    rates = printed_rates(lines, indicator, basis)
    if member is None or member not in rates:
        return None
    missing = tuple(m for m in members if m not in rates)
    return Placement(ranking(rates)[member], rates[member], missing)
