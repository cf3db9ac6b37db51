"""Placements in words: with basis, ties, the field and the change against last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from zsstat.compute import Place, Placement, ranking
from zsstat.figures.core import Core, missing
from zsstat.figures.rounding import chinese_number, trimmed
from zsstat.model import CellRef, Figure, FigureKey, Measure

PLACEMENT_MISSING = "placement_missing"

_RANK_CELLS = {Measure.GROWTH_RANK: "growth", Measure.COMPLETION_RANK: "completion"}


class Placements(Core):
    """Figures about our city's place in the province."""

    def placement(self, indicator: str, basis: Measure) -> Figure:
        """Our city's place in the province by growth or by completion (``basis``), over the
        province's printed rates: 增速位列全省第三, 暂列 while members are missing."""
        found = self.book.placement(indicator, basis)
        return self._placement(indicator, basis, found, previous=False)

    def previous_placement(self, indicator: str, basis: Measure) -> Figure:
        """The same for last year."""
        found = self.book.previous_placement(indicator, basis)
        return self._placement(indicator, basis, found, previous=True)

    def placement_change(self, indicator: str, basis: Measure) -> Figure:
        """Places gained against last year on the same basis: 较上年前进2位. Missing while one of
        the two is unknown or provisional."""
        key = self._key(basis, self._where(indicator, None))
        now = self.book.placement(indicator, basis)
        before = self.book.previous_placement(indicator, basis)
        gained = self.book.places_gained(indicator, basis)
        if now is None or before is None or gained is None:
            return missing(key, "位", PLACEMENT_MISSING)
        phrase = "rank_up" if gained > 0 else "rank_down" if gained < 0 else "rank_same"
        return Figure(
            key=key,
            value=Fraction(gained),
            unit="位",
            decimals=0,
            number=str(gained),
            display=self.say(phrase, number=str(abs(gained))),
            formula=f"上年第{before.place.place}位（共{before.place.field}个）"
            f" − 本年第{now.place.place}位（共{now.place.field}个）",
        )

    def field(self, indicator: str, basis: Measure) -> Figure:
        """The size of the field that the placement is in: members with a printed rate."""
        key = self._key(basis, self._where(indicator, None))
        found = self.book.placement(indicator, basis)
        if found is None:
            return missing(key, "个", PLACEMENT_MISSING)
        size = str(found.place.field)
        formula = "全省位次表中列有该项数据的市（区）个数"
        return Figure(key, Fraction(found.place.field), "个", 0, size, size + "个", formula)

    def tier(self, indicator: str, basis: Measure) -> str | None:
        """第一方阵, where the wording declares it and our place is in it; else None. A provisional
        place is never in it."""
        tier, found = self.wording.tier, self.book.placement(indicator, basis)
        if tier is None or found is None or found.provisional:
            return None
        limit = tier.growth if basis is Measure.GROWTH_RANK else tier.completion
        return tier.name if found.place.place <= limit else None

    def printed(
        self,
        indicator: str,
        basis: Measure,
        member: str,
        rate: Decimal | None,
        ref: CellRef | None = None,
    ) -> Figure:
        """A rate as the province printed it for a member: never rounded again."""
        key = FigureKey(Measure.QUOTE, indicator, member, self.book.period)
        if rate is None:
            return missing(key, "%", PLACEMENT_MISSING)
        number = trimmed(rate)
        decimals = len(number.partition(".")[2])
        return Figure(
            key=key,
            value=Fraction(rate),
            unit="%",
            decimals=decimals,
            number=number,
            display=self.say("percent", number=number),
            formula="全省位次表公布的" + self.say(f"basis_{basis.value}"),
            cells=(ref,) if ref else (),
        )

    def league(self, indicator: str, basis: Measure) -> dict[str, Figure]:
        """Reporter → its place among the reporters, over our own exact rates. A reporter without
        a rate has no place; ties share one."""
        places = self.reporter_places(indicator, basis)
        return {
            area: self._league_place(indicator, basis, area, places.get(area))
            for area in self.book.reporters
        }

    def reporter_places(self, indicator: str, basis: Measure) -> Mapping[str, Place]:
        """Reporter → its place among those that have a rate."""
        rate = self.book.growth if basis is Measure.GROWTH_RANK else self.book.completion
        return ranking(
            {
                area: value
                for area in self.book.reporters
                if (value := rate(area, indicator).value) is not None
            }
        )

    def reporter_place(
        self, indicator: str, basis: Measure, area: str, place: Place | None
    ) -> Figure:
        """A reporter's place (of :meth:`reporter_places`) in words: 增速居各县区第三, 暂列 while
        the return of one that would have a place is missing."""
        figure = self._league_place(indicator, basis, area, place)
        if place is None:
            return figure
        suffix = "_provisional" if self.reporters_unsettled(indicator, basis) else ""
        said = self.say(f"reporter_{basis.value}{suffix}", ordinal=self._ordinal(place))
        return replace(figure, display=said)

    def reporters_unsettled(self, indicator: str, basis: Measure) -> bool:
        """Whether places among the reporters may still change: somebody's return is missing, by
        growth last year's, too."""
        before = self.book.base_lacking(indicator) if basis is Measure.GROWTH_RANK else ()
        return bool(self.book.lacking(indicator) or before)

    def _league_place(
        self, indicator: str, basis: Measure, area: str, place: Place | None
    ) -> Figure:
        key = self._key(basis, self._where(indicator, area))
        if place is None:
            return missing(key, "位", PLACEMENT_MISSING)
        number = str(place.place)
        number = self.say("cell_tied", number=number) if place.tied else number
        formula = f"在{place.field}个有数的填报单位中由高到低排位"
        return Figure(key, Fraction(place.place), "位", 0, number, number, formula)

    def _placement(
        self, indicator: str, basis: Measure, found: Placement | None, *, previous: bool
    ) -> Figure:
        period = self.book.period.previous_year if previous else self.book.period
        lines = self.book.previous_province if previous else self.book.province
        key = replace(self._key(basis, self._where(indicator, None)), period=period)
        if found is None:
            return missing(key, "位", PLACEMENT_MISSING)
        attribute = _RANK_CELLS[basis]
        cells = tuple(
            line.cells[attribute]
            for line in lines
            if line.indicator == indicator and attribute in line.cells
        )
        number = str(found.place.place)
        if found.place.tied:
            number = self.say("cell_tied", number=number)
        if found.provisional:
            number = self.say("cell_provisional", number=number)
        suffix = "_provisional" if found.provisional else ""
        return Figure(
            key=key,
            value=Fraction(found.place.place),
            unit="位",
            decimals=0,
            number=number,
            display=self.say(f"{basis.value}{suffix}", ordinal=self._ordinal(found.place)),
            formula=f"{found.rate:f}% 在全省{found.place.field}个市（区）的公布数中由高到低排位",
            cells=cells,
        )

    def _ordinal(self, found: Place) -> str:
        place = found.place
        listed = self.wording.ordinals
        number = listed[place - 1] if place <= len(listed) else chinese_number(place)
        ordinal = self.say("ordinal", number=number)
        return self.say("ordinal_tied", ordinal=ordinal) if found.tied else ordinal
