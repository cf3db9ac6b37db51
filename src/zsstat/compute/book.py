"""The sums of a period and of last year, and every rate that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zsstat.compute.placement import Placement, ProvinceLine, placement
from zsstat.compute.rates import BASE_MISSING, Rate, completion, growth, pace_gap, share
from zsstat.model import Dimension, Measure, Period


@dataclass(frozen=True)
class Book:
    """The sums of one period and of the same period last year, in base units.

    ``reporters`` (``base_reporters``) are the areas expected to report, in order; ``received``
    those with an accepted return. A received reporter without a sum has 0, one that was not
    received has no value. ``deductions`` (≤ 0) take joint activities off the city's sum; they
    are a line of their own. ``province`` holds what the province printed, ``own_member`` is our
    city's id in its field, ``members`` and ``previous_members`` are the fields of the two years.
    ``groups`` are the city's sums by a dimension's member.

    ``stated`` are the indicators whose values returns state and no rows are counted for: an area
    has a value where one was stated, whoever sent it, and a city that lacks one of its areas' is
    incomplete in this indicator. ``unsummed`` are those of them that are rates: the city's is what
    was stated for the city itself.

    ``adjustments`` are the office's own ledger lines by area and indicator: those of reporters are
    in ``actual`` already and are kept here to be shown, those of the city are added to its sum
    (``base_adjustments``: the same for last year). ``restated`` are official figures of last year
    that take the place of what was reported."""

    period: Period
    city: str
    reporters: tuple[str, ...]
    actual: Mapping[tuple[str, str], int]
    base: Mapping[tuple[str, str], int] = field(default_factory=dict)
    deductions: Mapping[str, int] = field(default_factory=dict)
    base_deductions: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[tuple[str, str], int] = field(default_factory=dict)
    received: frozenset[str] = frozenset()
    base_received: frozenset[str] = frozenset()
    base_reporters: tuple[str, ...] | None = None
    province: tuple[ProvinceLine, ...] = ()
    previous_province: tuple[ProvinceLine, ...] = ()
    own_member: str | None = None
    members: tuple[str, ...] = ()
    previous_members: tuple[str, ...] = ()
    groups: Mapping[tuple[str, Dimension, str], int] = field(default_factory=dict)
    base_groups: Mapping[tuple[str, Dimension, str], int] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()
    unsummed: frozenset[str] = frozenset()
    adjustments: Mapping[tuple[str, str], int] = field(default_factory=dict)
    base_adjustments: Mapping[tuple[str, str], int] = field(default_factory=dict)
    restated: Mapping[tuple[str, str], int] = field(default_factory=dict)

    # who is there

    @property
    def missing(self) -> tuple[str, ...]:
        """Reporters without an accepted return for the period."""
        return tuple(r for r in self.reporters if r not in self.received)

    @property
    def base_missing(self) -> tuple[str, ...]:
        """Reporters of last year without an accepted return for the same period."""
        return tuple(r for r in self._base_reporters if r not in self.base_received)

    @property
    def joined(self) -> tuple[str, ...]:
        """Reporters of this year that were none last year."""
        return tuple(r for r in self.reporters if r not in self._base_reporters)

    @property
    def left(self) -> tuple[str, ...]:
        """Reporters of last year that are none this year."""
        return tuple(r for r in self._base_reporters if r not in self.reporters)

    @property
    def _base_reporters(self) -> tuple[str, ...]:
        return self.reporters if self.base_reporters is None else self.base_reporters

    # sums

    def value(self, area: str, indicator: str) -> int | None:
        """The sum of an area; for the city, of all received reporters, plus the deduction line and
        the office's adjustments."""
        if area != self.city or indicator in self.unsummed:
            return self._of_area(area, indicator, self.actual, self.received)
        total = _total(self.present(indicator), self.actual, indicator, self.deductions)
        return None if total is None else total + self.adjustments.get((area, indicator), 0)

    def base_value(self, area: str, indicator: str) -> int | None:
        """The figure of last year that counts: the restated one, else what was reported."""
        restated = self.restated.get((area, indicator))
        return self.reported_base(area, indicator) if restated is None else restated

    def reported_base(self, area: str, indicator: str) -> int | None:
        """The same sum for last year; of the city with what was restated of its reporters."""
        if area != self.city or indicator in self.unsummed:
            return self._of_area(area, indicator, self.base, self.base_received)
        present = self.base_present(indicator)
        sums = {(r, indicator): self.base_value(r, indicator) or 0 for r in present}
        total = _total(present, sums, indicator, self.base_deductions)
        return None if total is None else total + self.base_adjustments.get((area, indicator), 0)

    def _of_area(
        self,
        area: str,
        indicator: str,
        sums: Mapping[tuple[str, str], int],
        received: frozenset[str],
    ) -> int | None:
        if indicator in self.stated:
            return sums.get((area, indicator))
        return sums.get((area, indicator), 0) if area in received else None

    def present(self, indicator: str) -> tuple[str, ...]:
        """The reporters that have a value of the indicator."""
        if indicator in self.stated:
            return tuple(r for r in self.reporters if (r, indicator) in self.actual)
        return tuple(r for r in self.reporters if r in self.received)

    def base_present(self, indicator: str) -> tuple[str, ...]:
        """The same for last year."""
        if indicator in self.stated:
            known = frozenset(r for r in self._base_reporters if (r, indicator) in self.base)
        else:
            known = self.base_received
        restated = {area for area, code in self.restated if code == indicator}
        return tuple(r for r in self._base_reporters if r in known | restated)

    def lacking(self, indicator: str) -> tuple[str, ...]:
        """The reporters without a value of an indicator that some others have: its sum for the
        city is incomplete."""
        present = self.present(indicator)
        if not present or indicator in self.unsummed:
            return ()
        return tuple(r for r in self.reporters if r not in present)

    def base_lacking(self, indicator: str) -> tuple[str, ...]:
        """The same for last year."""
        present = self.base_present(indicator)
        if not present or indicator in self.unsummed:
            return ()
        return tuple(r for r in self._base_reporters if r not in present)

    def group_value(self, indicator: str, dimension: Dimension, member: str) -> int | None:
        """The city's sum of one member of a dimension, 0 where nothing falls under it."""
        if not any(r in self.received for r in self.reporters):
            return None
        return self.groups.get((indicator, dimension, member), 0)

    def group_base(self, indicator: str, dimension: Dimension, member: str) -> int | None:
        """The same for last year."""
        if not any(r in self.base_received for r in self._base_reporters):
            return None
        return self.base_groups.get((indicator, dimension, member), 0)

    def group_members(self, dimension: Dimension) -> tuple[str, ...]:
        """The members that occur in a dimension this year or last, sorted by name."""
        keys = [*self.groups, *self.base_groups]
        return tuple(sorted({member for _, which, member in keys if which == dimension}))

    def target(self, area: str, indicator: str) -> int | None:
        """The year's target set for an area. The city's is never guessed from the counties'."""
        return self.targets.get((area, indicator))

    # rates

    def growth(self, area: str, indicator: str) -> Rate:
        """Growth over the same period last year; the city's needs all reporters in both years."""
        city = area == self.city
        settled = (area, indicator) in self.restated
        return growth(
            self.value(area, indicator),
            self.base_value(area, indicator),
            current_complete=not (city and self.lacking(indicator)),
            base_complete=settled or not (city and self.base_lacking(indicator)),
        )

    def group_growth(self, indicator: str, dimension: Dimension, member: str) -> Rate:
        """Growth of one member of a dimension for the city."""
        return growth(
            self.group_value(indicator, dimension, member),
            self.group_base(indicator, dimension, member),
            current_complete=not self.missing,
            base_complete=not self.base_missing,
        )

    def like_for_like(self, indicator: str) -> tuple[Rate, tuple[str, ...]]:
        """Growth over the reporters received in both years, and who they are.

        Joint deductions are left out: they cannot be divided among reporters."""
        before = self.base_present(indicator)
        both = tuple(r for r in self.present(indicator) if r in before)
        if not both:
            return Rate(None, BASE_MISSING), both
        current = sum(self.actual.get((r, indicator), 0) for r in both)
        base = sum(self.base_value(r, indicator) or 0 for r in both)
        return growth(current, base), both

    def share(self, area: str, indicator: str) -> Rate:
        """An area's share of the city, in percent."""
        return share(self.value(area, indicator), self.value(self.city, indicator))

    def completion(self, area: str, indicator: str) -> Rate:
        """How much of the year's target is done."""
        return completion(self.value(area, indicator), self.target(area, indicator))

    def pace_gap(self, area: str, indicator: str) -> Rate:
        """How far completion is ahead of the calendar, in percentage points."""
        return pace_gap(self.completion(area, indicator), self.period.month)

    # placement

    def placement(self, indicator: str, basis: Measure) -> Placement | None:
        """Our city's place this year over the province's printed rates."""
        return placement(self.province, indicator, basis, self.own_member, self.members)

    def previous_placement(self, indicator: str, basis: Measure) -> Placement | None:
        """Our city's place last year on the same basis."""
        return placement(
            self.previous_province, indicator, basis, self.own_member, self.previous_members
        )

    def places_gained(self, indicator: str, basis: Measure) -> int | None:
        """Places gained (negative: lost) against last year; None unless both are known and final.

        The fields of the two years may differ in size; the difference is of the places alone."""
        now = self.placement(indicator, basis)
        before = self.previous_placement(indicator, basis)
        if now is None or before is None or now.provisional or before.provisional:
            return None
        return before.place.place - now.place.place

    def own_line(self, indicator: str) -> ProvinceLine | None:
        """What the province printed for our city; None when it printed nothing, or two things."""
        lines = [
            line
            for line in self.province
            if line.member == self.own_member and line.indicator == indicator
        ]
        return lines[0] if len(lines) == 1 else None


def _total(
    present: tuple[str, ...],
    sums: Mapping[tuple[str, str], int],
    indicator: str,
    deductions: Mapping[str, int],
) -> int | None:
    if not present:
        return None
    return sum(sums.get((r, indicator), 0) for r in present) + deductions.get(indicator, 0)
