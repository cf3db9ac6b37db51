"""The figures of a month, computed from the raw cells of the workbooks that count, without zsstat.

Amounts are whole 元 or whole US dollars in fractions; what is said is compared in the unit shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.sample_support import number, text
from tests.year.cells import CODES, Sums, add, joint, of_table, project, tables_of
from tests.year.world import Month

CITY = "ankang"

SHOWN = {
    "contract_count": 1, "contract_total": 10**8, "big_count": 1, "big_total": 10**8,
    "return_count": 1, "return_total": 10**8, "active_count": 1, "funds_total": 10**8,
    "funds_new": 10**8, "funds_continued": 10**8, "funds_interprov": 10**8,
    "funds_intraprov": 10**8, "funds_cumulative": 10**8, "fdi_actual": 10**4, "fdi_direct": 10**4,
    "fdi_other": 10**4, "fdi_contract": 10**4, "fie_new": 1, "promo_events": 1, "squad_trips": 1,
    "leader_trips": 1, "guest_batches": 1, "guest_persons": 10**4,
}  # fmt: skip
"""Indicator → base units in the unit it is shown in."""
RATIOS = {
    "funds_rate": ("funds_cumulative", "investment"),
    "start_rate": ("started", "contract_count"),
}
"""Rates → numerator and denominator. Every row has both amounts: the balance is the numerator."""
Books = Mapping[tuple[str, Month], tuple[Path, ...]]
"""Reporter and month → the workbooks of it that count."""


COUNTED = frozenset(code for code, unit in SHOWN.items() if unit == 1) | {
    "guest_persons",
    "started",
}
"""What cannot be divided among reporters."""
BALANCES = ("funds_cumulative",)
"""What does not go on to the months after."""


@dataclass(frozen=True)
class Decided:
    """What the office entered, in base units: amounts that an area's sum is changed by from a month
    on, and bases that were officially restated; and how many percent each reporter has of a project
    (by its number) that several of them send."""

    adjusted: Mapping[tuple[str, str, Month], Fraction] = field(default_factory=dict)
    restated: Mapping[tuple[str, str, Month], Fraction] = field(default_factory=dict)
    divided: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out for an area and an indicator. Exact and in the unit shown; a rate's value
    and base, growth and completion as they are printed."""

    value: Fraction | str | None
    base: Fraction | str | None
    growth: str | None
    note: str | None
    target: Fraction | None
    completion: str | None


class Oracle:
    """All the figures of a month and its comparison with last year."""

    def __init__(self, books: Books, decided: Decided, reporters: Iterable[str]) -> None:
        self._books = books
        self._decided = decided
        self._reporters = tuple(reporters)
        self._known: dict[Month, dict[str, Sums]] = {}

    def figures(self, month: Month) -> dict[tuple[str, str], Expected]:
        """(area, indicator) → what must be said."""
        now, then = self._sums(month), self._bases(month.last_year)
        targets = self._targets(month)
        found = {}
        for area in (CITY, *self._reporters):
            whole = area != CITY or self._complete(month)
            base_whole = area != CITY or self._complete(month.last_year)
            for code in (*SHOWN, *RATIOS):
                restated = (area, code, month.last_year) in self._decided.restated
                known = restated or area in self._sums(month.last_year)
                found[area, code] = _expected(
                    code,
                    _value(now.get(area), code),
                    _value(then[area], code) if known else None,
                    (whole, base_whole or restated),
                    targets.get((area, code)),
                )
        return found

    def _bases(self, month: Month) -> dict[str, Sums]:
        """The sums of a month of last year with what was restated of it. The city has what was
        restated of its areas, unless it was restated itself."""
        found = {area: dict(sums) for area, sums in self._sums(month).items()}
        restated = {k[:2]: v for k, v in self._decided.restated.items() if k[2] == month}
        for (area, code), value in restated.items():
            former = found.setdefault(area, {}).get(code, Fraction(0))
            if area != CITY and (CITY, code) not in restated:
                city = found.setdefault(CITY, {})
                city[code] = city.get(code, Fraction(0)) + value - former
            found[area][code] = value
        return found

    def _complete(self, month: Month) -> bool:
        return all((reporter, month) in self._books for reporter in self._reporters)

    def _sums(self, month: Month) -> dict[str, Sums]:
        """Area → indicator → sum: the reporters whose return counts, and the city if there are
        any."""
        if month in self._known:
            return self._known[month]
        found: dict[str, Sums] = {}
        together: list[tuple[str, tuple[str, ...], Sums]] = []
        for reporter in self._reporters:
            sums: Sums = defaultdict(Fraction)
            for path in self._books.get((reporter, month), ()):
                for table in tables_of(path):
                    add(sums, of_table(table, month))
                    together += [(reporter, *one) for one in joint(table, month)]
            if (reporter, month) in self._books:
                found[reporter] = sums
        self._divide(month, found)
        self._adjust(month, found)
        if found:
            found[CITY] = self._city(found, together)
            self._adjust(month, found, CITY)
        self._known[month] = found
        return found

    def _adjust(self, month: Month, found: Mapping[str, Sums], city: str = "") -> None:
        """Flows and counts are cumulative, and so is what they are adjusted by."""
        for (area, code, since), amount in self._decided.adjusted.items():
            goes_on = since.year == month.year and since <= month and code not in BALANCES
            if area in found and (area == CITY) == bool(city) and (goes_on or since == month):
                found[area][code] += amount

    def _divide(self, month: Month, found: Mapping[str, Sums]) -> None:
        """Gives each reporter its part of the projects that several of them send."""
        for known_as, percent in self._decided.divided.items():
            rows = {area: row for area in percent if (row := self._row(area, month, known_as))}
            if len(rows) > 1:
                for code in dict.fromkeys(code for row in rows.values() for code in row):
                    own = {area: row.get(code, Fraction(0)) for area, row in rows.items()}
                    for area, part in _parts(own, percent, code).items():
                        found[area][code] += part - own[area]

    def _row(self, area: str, month: Month, code: str) -> Sums:
        """What one project gives in the return of one reporter."""
        found: Sums = {}
        for path in self._books.get((area, month), ()):
            for table in tables_of(path):
                for row in table.rows if table.kind == "projects" else ():
                    if text(row["编号"]) == code:
                        add(found, project(table, row, month))
        return found

    def _city(
        self, areas: Mapping[str, Sums], joint_ones: Iterable[tuple[str, tuple[str, ...], Sums]]
    ) -> Sums:
        """All areas together; of what several of them did together the largest count, once."""
        city: Sums = defaultdict(Fraction)
        for sums in areas.values():
            add(city, sums)
        together: dict[tuple[tuple[str, ...], str], dict[str, Fraction]] = {}
        for reporter, key, counted in joint_ones:
            for code, amount in counted.items():
                by_area = together.setdefault((key, code), {})
                by_area[reporter] = by_area.get(reporter, Fraction(0)) + amount
        for (_, code), amounts in together.items():
            city[code] -= sum(amounts.values()) - max(amounts.values())
        return city

    def _targets(self, month: Month) -> dict[tuple[str, str], Fraction]:
        """The targets of the year that were sent last, up to the month."""
        found: dict[tuple[str, str], Fraction] = {}
        for at in range(1, month.month + 1):
            for reporter in self._reporters:
                for path in self._books.get((reporter, Month(month.year, at)), ()):
                    for table in tables_of(path):
                        for row in table.rows if table.kind == "targets" else ():
                            area = CITY if text(row["下达"]) == "省" else reporter
                            found[area, CODES[text(row["指标"])]] = number(row["目标"])
        return found


def _expected(
    code: str,
    value: Fraction | None,
    base: Fraction | None,
    complete: tuple[bool, bool],
    target: Fraction | None,
) -> Expected:
    note = _note(value, base, complete)
    if code in RATIOS:  # a change in points needs no base above zero
        points = note in (None, "base_zero", "base_negative")
        return Expected(
            _printed(value), _printed(base), None, "points" if points else note, None, None
        )
    growth = None
    if not note and value is not None and base is not None:
        growth = _printed((value / base - 1) * 100)
    factor = SHOWN[code]
    completion = None if target is None or value is None else value / factor / target * 100
    return Expected(
        None if value is None else value / factor,
        None if base is None else base / factor,
        growth,
        note,
        target,
        _printed(completion),
    )


def _note(value: Fraction | None, base: Fraction | None, complete: tuple[bool, bool]) -> str | None:
    """Why there is no growth rate, the first reason that there is."""
    if base is None:
        return "base_missing"
    if value is None or not complete[0]:
        return "current_incomplete"
    if not complete[1]:
        return "base_incomplete"
    return "base_zero" if base == 0 else "base_negative" if base < 0 else None


def _value(sums: Sums | None, code: str) -> Fraction | None:
    """Base units; of a rate percent."""
    if sums is None:
        return None
    if code not in RATIOS:
        return sums.get(code, Fraction(0))
    above, below = (sums.get(part, Fraction(0)) for part in RATIOS[code])
    return above / below * 100 if below else None


def _printed(value: Fraction | None) -> str | None:
    """Two decimals, half up and away from zero, without padded zeros."""
    if value is None:
        return None
    exact = abs(value) * 100
    whole = int(exact) + (exact - int(exact) >= Fraction(1, 2))
    plain = format(Decimal(whole if value >= 0 else -whole).scaleb(-2), "f")
    short = plain.rstrip("0").rstrip(".")
    return "0" if short in ("", "-0") else short


def _parts(own: Sums, percent: Mapping[str, int], code: str) -> Sums:
    """All of it to its owner; else the largest that anybody says, divided, or where it is counted
    given to who has the most. The script's amounts divide without a remainder."""
    owner = next((area for area in own if percent[area] == 100), None)
    if owner is not None:
        return {area: amount if area == owner else Fraction(0) for area, amount in own.items()}
    whole, most = max(own.values()), max(own, key=lambda area: percent[area])
    if code in COUNTED:
        return {area: whole if area == most else Fraction(0) for area in own}
    parts = {area: whole * percent[area] / 100 for area in own}
    assert all(part.denominator == 1 for part in parts.values()), parts
    return parts
