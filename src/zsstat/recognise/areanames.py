"""How sheets name the city, its reporters and the province: whole, loosely, as an office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from zsstat.declarations import AreaKind, Catalogue
from zsstat.recognise.periods import without_periods
from zsstat.values import normalise

SHORT_NAME = 2
"""A name of two characters (旬阳) may be part of other words: it counts at the start only."""


class AreaNames:
    """The names of the city, its reporters and the province, and how sheets vary them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        words = catalogue.vocabulary
        self._prefixes = tuple(normalise(p) for p in words.office_prefixes)
        self._suffixes = tuple(
            sorted((normalise(s) for s in words.office_suffixes), key=len, reverse=True)
        )

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Normalised name → area; a reporter's name comes before a city's or the province's."""
        kinds = (AreaKind.PROVINCE, AreaKind.CITY, AreaKind.REPORTER)
        return {
            normalise(name): area.id
            for kind in kinds
            for area in self.catalogue.areas.values()
            if area.kind is kind
            for name in area.all_names
        }

    @cached_property
    def _place_names(self) -> frozenset[str]:
        return frozenset(
            normalise(dated.value) for area in self.catalogue.areas.values() for dated in area.names
        )

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self._by_name, key=lambda name: (-len(name), name)))

    def of_code(self, code: str) -> str | None:
        """The reporter whose GB/T 2260 code this is or was; None where it is nobody's, or that of
        the whole city, too."""
        bearers = [
            area.id
            for area in self.catalogue.areas.values()
            if area.kind in (AreaKind.REPORTER, AreaKind.CITY)
            and code in (dated.value for dated in area.codes)
        ]
        return bearers[0] if len(bearers) == 1 and self._sends(bearers[0]) else None

    def kind(self, area: str) -> AreaKind:
        return self.catalogue.areas[area].kind

    def name(self, area: str, year: int | None) -> str:
        """The name of the year; the latest where no year is known."""
        known = self.catalogue.areas[area]
        return known.name(year) if year else known.names[-1].value

    def behind_label(self, text: str) -> str | None:
        """The sender that the value of a label names: whole, with office words taken off, or at
        its start. The city is no sender."""
        name = normalise(text).split("(")[0] or normalise(text)
        found = [v for v in self._variants(name) if self._sends(self._by_name.get(v))]
        if found:
            return self._by_name[max(found, key=len)]
        return next((self._at_start(bare) for bare in self._without_prefix(name)), None)

    def _variants(self, name: str) -> set[str]:
        return {
            form for head in self._without_prefix(name) for form in self._without_suffixes(head)
        }

    def _without_prefix(self, name: str) -> Iterator[str]:
        """The name with all leading province and city names taken off, then with fewer."""
        forms = [name]
        while prefix := next((p for p in self._prefixes if forms[-1].startswith(p)), ""):
            forms.append(forms[-1].removeprefix(prefix))
        yield from reversed(forms)

    def _without_suffixes(self, name: str) -> Iterator[str]:
        yield name
        while suffix := next((s for s in self._suffixes if name.endswith(s)), ""):
            name = name.removesuffix(suffix)
            yield name

    def _sends(self, area: str | None) -> bool:
        return area is not None and self.kind(area) is not AreaKind.CITY

    def _at_start(self, name: str) -> str | None:
        found = next((n for n in self._longest_first if name.startswith(n)), "")
        if len(found) <= SHORT_NAME:
            return None
        area = self._by_name[found]
        return area if self.kind(area) is AreaKind.REPORTER else None

    def in_title(self, text: str) -> str | None:
        """The sender that a title names: a reporter before an office of the province. The mere
        name of the province says where, not who."""
        rest = without_periods(text)
        found: list[str] = []
        offices: list[str] = []
        starts = {len(rest) - len(form) for form in self._without_prefix(rest)}
        for name in self._longest_first:
            at = rest.find(name)
            if at < 0 or (len(name) <= SHORT_NAME and at not in starts):
                continue
            found.append(self._by_name[name])
            if name not in self._place_names:
                offices.append(found[-1])
            rest = rest.replace(name, "\0" * len(name))
        reporters = [a for a in found if self.kind(a) is AreaKind.REPORTER]
        provinces = [a for a in offices if self.kind(a) is AreaKind.PROVINCE]
        return next(iter(reporters or provinces), None)

    def in_words(self, text: str) -> bool:
        """Whether a title or the value of a label names the city itself, at its start or whole."""
        rest = without_periods(text)
        return any(
            rest.startswith(name) or rest == name
            for name, area in self._by_name.items()
            if self.kind(area) is AreaKind.CITY
        )

    def own_of_city(self, year: int | None) -> str:
        """The reporter that bears the city's own code and reports the city's own business (市本级);
        empty when there is none."""
        catalogue = self.catalogue
        codes = {code.value for code in catalogue.areas[catalogue.city].codes}
        own = (
            area.id
            for area in catalogue.areas.values()
            if area.kind is AreaKind.REPORTER and codes & {code.value for code in area.codes}
        )
        return next((self.name(area, year) for area in own), "")

    def says_whole_province(self, text: str) -> bool:
        """``全省`` and the province's own name in a title."""
        name = normalise(self.catalogue.areas[self.catalogue.province].names[-1].value)
        return any(word in normalise(text) for word in (name, "全" + name[-1]))


def sums_of_areas(catalogue: Catalogue) -> Mapping[str, str]:
    """Normalised name → the city or the declared group of areas that is called so. A name that a
    member of the field has, too, is a row of the field's table (安康) and no sum."""
    names: dict[str, str] = {}
    members: set[str] = set()
    for area in catalogue.areas.values():
        own = [normalise(n) for n in area.all_names]
        if area.kind in (AreaKind.GROUP, AreaKind.CITY):
            names.update(dict.fromkeys(own, area.id))
        elif area.kind is AreaKind.MEMBER:
            members.update(own)
    return {name: area for name, area in names.items() if name not in members}
