"""What the office's resolutions come to: ledger lines that give each reporter its share of a thing
that several of them sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zsstat.model import WHOLE, Adjustment, CellRef, Party, Period, Resolution


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A ledger line of one party's row, in base units."""

    area: str
    indicator: str
    value: int
    ref: CellRef


def shared_out(
    resolution: Resolution,
    lines: Mapping[Party, Sequence[SharedLine]],
    period: Period,
    counted: frozenset[str],
) -> tuple[Adjustment, ...]:
    """The adjustments by which a resolution takes effect in a period.

    Nothing is adjusted where all rows stand, or where only one of the reporters has sent its row.
    The whole of an indicator is what the reporter says that owns all of it, else the largest of
    what the reporters say, each with all its rows of the thing. It is divided by the method of
    largest remainders, so that the shares are whole base units and make up the whole; an indicator
    of ``counted`` cannot be divided and goes to the reporter with the largest share. Equal claims
    go by the order of the parties."""
    own = _claims(resolution, lines)
    if not resolution.divides or sum(bool(found) for found in own.values()) < 2:
        return ()
    percent = {party.reporter: party.percent or Fraction(0) for party in resolution.parties}
    adjustments: list[Adjustment] = []
    for indicator in dict.fromkeys(line.indicator for found in own.values() for line in found):
        claims = {of: _sum(found, indicator) for of, found in own.items()}
        shares = _shares(claims, percent, single=indicator in counted)
        for reporter, share in shares.items():
            if share != claims[reporter]:
                refs = (line.ref for line in own[reporter] if line.indicator == indicator)
                adjustments.append(
                    Adjustment(
                        resolution.decision,
                        reporter,
                        indicator,
                        period,
                        share - claims[reporter],
                        resolution.reason,
                        resolution.who,
                        tuple(refs),
                    )
                )
    return tuple(adjustments)


def _claims(
    resolution: Resolution, lines: Mapping[Party, Sequence[SharedLine]]
) -> dict[str, tuple[SharedLine, ...]]:
    """Reporter → what it says of the thing, in the order of the parties. It may have entered it in
    several rows; a line that more than one of them is known by counts once."""
    found: dict[str, dict[SharedLine, None]] = {}
    for party in resolution.parties:
        found.setdefault(party.reporter, {}).update(dict.fromkeys(lines.get(party, ())))
    return {reporter: tuple(own) for reporter, own in found.items()}


def _sum(lines: Iterable[SharedLine], indicator: str) -> int:
    return sum(line.value for line in lines if line.indicator == indicator)


def _shares(
    claims: Mapping[str, int], percent: Mapping[str, Fraction], *, single: bool
) -> dict[str, int]:
    """What each reporter gets of an indicator."""
    owner = next((reporter for reporter in claims if percent[reporter] == WHOLE), None)
    if owner is not None:
        return {reporter: claims[owner] if reporter == owner else 0 for reporter in claims}
    whole = max(claims.values(), key=abs)
    if single:
        first = max(claims, key=lambda reporter: percent[reporter])
        return {reporter: whole if reporter == first else 0 for reporter in claims}
    exact = {reporter: Fraction(whole) * percent[reporter] / WHOLE for reporter in claims}
    shares = {reporter: share.numerator // share.denominator for reporter, share in exact.items()}
    left = whole - sum(shares.values())
    by_remainder = sorted(claims, key=lambda reporter: shares[reporter] - exact[reporter])
    for reporter in by_remainder[:left]:
        shares[reporter] += 1
    return shares
