"""Points, totals and places of an assessment as figures that say how they came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from zsstat.compute.assessment import Standing, full_weight, league
from zsstat.declarations import Assessment, AssessmentItem, PointsBy, WithoutValue
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder
from zsstat.figures.core import missing
from zsstat.figures.rounding import exact_text, round_half, trimmed
from zsstat.model import Figure, FigureKey, Measure

NOT_ASSESSED = "not_assessed"
"""The note of a total where nothing that counts has a value."""


class Scores:
    """The league of one group of an assessment: ``areas`` are compared with each other alone.
    ``group`` is its name, empty where the assessment has no groups."""

    def __init__(
        self, builder: FigureBuilder, assessment: Assessment, areas: Iterable[str], group: str = ""
    ) -> None:
        self.builder = builder
        self.assessment = assessment
        self.areas = tuple(areas)
        self.group = group

    @cached_property
    def _values(self) -> dict[str, dict[str, Figure]]:
        return {
            item.name: {area: _value(self.builder, item, area) for area in self.areas}
            for item in self.assessment.items
        }

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Area → exact points, total and place."""
        exact = {
            name: {area: figure.value for area, figure in figures.items()}
            for name, figures in self._values.items()
        }
        return league(self.assessment.items, exact)

    @property
    def ordered(self) -> tuple[str, ...]:
        """The areas by their exact totals, the best first; ties in the catalogue's order, those
        without a total last."""

        def key(area: str) -> tuple[bool, Fraction]:
            total = self.standings[area].total
            return (total is None, -(total or Fraction(0)))

        return tuple(sorted(self.areas, key=key))

    # --- figures ----------------------------------------------------------------------------

    def value(self, area: str, item: AssessmentItem) -> Figure:
        """What the points are given for."""
        return self._values[item.name][area]

    def points(self, area: str, item: AssessmentItem) -> Figure:
        """The points of one area for one item. Without a value they are 0 or there are none, as the
        item says; the note then has the value's reason."""
        value, points = self.value(area, item), self.standings[area].points[item.name]
        key = self._key(Measure.POINTS, area, item.name)
        if value.value is None:
            return self._without(key, value, item)
        return self._figure(key, points, f"{self._how(area, item)}，得{self._said(points)}分")

    def score(self, area: str) -> Figure:
        """The total of one area, in points."""
        standing = self.standings[area]
        key = self._key(Measure.SCORE, area)
        if standing.total is None:
            return missing(key, "分", NOT_ASSESSED)
        return self._figure(key, standing.total, self._sum(standing))

    def place(self, area: str) -> Figure:
        """The place of one area by the exact totals; ties share one."""
        key, place = self._key(Measure.SCORE_RANK, area), self.standings[area].place
        if place is None:
            return missing(key, "位", NOT_ASSESSED)
        number = str(place.place)
        number = self.builder.say("cell_tied", number=number) if place.tied else number
        of_group = f"{self.group}的" if self.group else ""
        formula = f"在{of_group}{place.field}个单位中按未经四舍五入的总分由高到低排位"
        return Figure(key, Fraction(place.place), "位", 0, number, number, formula)

    # --- what a point is compared with ------------------------------------------------------

    def compared(self, area: str, item: AssessmentItem) -> tuple[Figure, ...]:
        """The values of other areas that the points of this one hang on: the field of a rank, the
        best, the least; none where points are given between two levels."""
        known = [f for f in self._values[item.name].values() if f.value is not None]
        known.sort(key=lambda figure: figure.value or 0, reverse=True)
        looked_at: dict[PointsBy, list[Figure]] = {
            PointsBy.LINEAR: [],
            PointsBy.RANK: known,
            PointsBy.RELATIVE: known[:1],
            PointsBy.SPAN: [*known[:1], *known[-1:]],
        }
        own = self.value(area, item)
        return tuple(figure for figure in looked_at[item.points] if figure != own)

    # --- in words ---------------------------------------------------------------------------

    def item_of(self, name: str) -> AssessmentItem:
        """An item by its name. Raises :class:`UsageError` naming the items there are."""
        found = self.assessment.item(name)
        if found is None:
            known = "、".join(f"{self.assessment.name}.{i.name}" for i in self.assessment.items)
            raise UsageError(f"“{self.assessment.name}”没有“{name}”", f"可以写：{known}")
        return found

    def method(self, item: AssessmentItem) -> str:
        """How points are given for an item, for the note under the table."""
        weight, floor = _plain(item.weight), _plain(item.least)
        unit = self.unit(item)
        match item.points:
            case PointsBy.LINEAR:
                return f"{self._levels(item, unit)}，其间按比例{_bounds(item)}"
            case PointsBy.RANK:
                least = f"，最少{floor}分" if item.least else ""
                return f"第1名得{weight}分，每后1名少{_plain(item.step)}分{least}"
            case PointsBy.RELATIVE:
                least = f"，最少{floor}分" if item.least else ""
                return f"最高的得{weight}分，其余按与最高值之比{least}"
            case PointsBy.SPAN:
                return f"最高的得{weight}分，最低的得{floor}分，其间按比例（功效系数法）"

    def unit(self, item: AssessmentItem) -> str:
        """The unit of an item's values."""
        return next((f.unit for f in self._values[item.name].values()), "")

    def _levels(self, item: AssessmentItem, unit: str) -> str:
        zero, full = _plain(item.zero_at), _plain(item.full_at)
        if item.weight < 0:
            return f"{zero}{unit}不扣分，{full}{unit}扣{_plain(-item.weight)}分"
        return f"{zero}{unit}得0分，{full}{unit}得{_plain(item.weight)}分"

    def _how(self, area: str, item: AssessmentItem) -> str:
        """The sentence that leads from the value to the points, with its operands."""
        own = self.value(area, item)
        known = {a: f for a, f in self._values[item.name].items() if f.value is not None}
        said = self._value_said(own, item)
        match item.points:
            case PointsBy.LINEAR:
                return f"{said}；{self.method(item)}"
            case PointsBy.RANK:
                place = 1 + sum((f.value or 0) > (own.value or 0) for f in known.values())
                tied = sum(f.value == own.value for f in known.values()) > 1
                number = f"{'并列' if tied else ''}第{place}"
                return f"{said}，在{len(known)}个有数的单位中{number}；{self.method(item)}"
            case PointsBy.RELATIVE:
                return f"{said}，{self._against_best(own, item, known)}"
            case PointsBy.SPAN:
                return f"{said}，{self._between(own, item, known)}"

    def _against_best(self, own: Figure, item: AssessmentItem, known: Mapping[str, Figure]) -> str:
        area, best = max(known.items(), key=lambda pair: pair[1].value or 0)
        if (best.value or 0) <= 0:
            return "各单位都不大于零"
        quotient = f"{_operand(own)} ÷ {_operand(best)} × {_plain(item.weight)}"
        return f"最高的是{self._named(area, best)}；{quotient}"

    def _between(self, own: Figure, item: AssessmentItem, known: Mapping[str, Figure]) -> str:
        first, best = max(known.items(), key=lambda pair: pair[1].value or 0)
        last, least = min(known.items(), key=lambda pair: pair[1].value or 0)
        if best.value == least.value:
            return "各单位相同"
        weight, floor = _plain(item.weight), _plain(item.least)
        part = f"({_operand(own)} − {_operand(least)}) ÷ ({_operand(best)} − {_operand(least)})"
        return (
            f"最高的是{self._named(first, best)}，最低的是{self._named(last, least)}；"
            f"{floor} + {part} × ({weight} − {floor})"
        )

    def _named(self, area: str, figure: Figure) -> str:
        name = self.builder.catalogue.area_name(area, self.builder.book.period)
        return f"{name}{figure.number}{figure.unit}"

    def _value_said(self, figure: Figure, item: AssessmentItem) -> str:
        """省际到位资金完成比例104.87%, 省际到位资金同比增长7.82%, 大项目3个."""
        indicator = self.builder.catalogue.indicators[item.indicator]
        name = indicator.short or indicator.name
        if item.measure in (Measure.VALUE, Measure.GROWTH, Measure.PACE):
            return f"{name}{figure.display}"
        return f"{name}{self.builder.say(f'measure_{item.measure}')}{figure.display}"

    def _without(self, key: FigureKey, value: Figure, item: AssessmentItem) -> Figure:
        reason = self.builder.wording.phrases.get(value.note or "", value.note or "")
        if item.missing is WithoutValue.SKIP:
            return missing(key, "分", value.note or "")
        return self._figure(key, Fraction(0), f"没有数（{reason}），计0分", value.note)

    def _sum(self, standing: Standing) -> str:
        items = self.assessment.items
        given = {i.name: p for i in items if (p := standing.points[i.name]) is not None}
        counted = [item for item in items if item.counts]
        left = [item for item in counted if item.name in given]
        own = " + ".join(f"{item.name}{self._said(given[item.name])}分" for item in left)
        if len(left) < len(counted):
            whole, rest = full_weight(counted), full_weight(left)
            own = f"({own}) × {exact_text(whole)} ÷ {exact_text(rest)}"
        apart = ""
        for item in items:
            if not item.counts and item.name in given:
                points = given[item.name]
                apart += f" {'−' if points < 0 else '+'} {item.name}{self._said(abs(points))}分"
        return own + apart + "（按未经四舍五入的得分计算）"

    def _said(self, points: Fraction | None) -> str:
        rounding = self.builder.wording.rounding
        return trimmed(round_half(points or Fraction(0), self.assessment.decimals, rounding))

    def _figure(
        self, key: FigureKey, value: Fraction | None, formula: str, note: str | None = None
    ) -> Figure:
        number, decimals = self._said(value), self.assessment.decimals
        return Figure(key, value, "分", decimals, number, f"{number}分", formula, note=note)

    def _key(self, measure: Measure, area: str, item: str = "") -> FigureKey:
        period = self.builder.book.period
        return FigureKey(
            measure, area=area, period=period, assessment=self.assessment.id, item=item
        )


def leagues(builder: FigureBuilder, assessment: Assessment) -> tuple[Scores, ...]:
    """The leagues of an assessment: one for each group, or one of all reporters of the year that
    are not excluded, in the catalogue's order."""
    reporters = [r for r in builder.book.reporters if r not in assessment.exclude]
    if not assessment.groups:
        return (Scores(builder, assessment, reporters),)
    return tuple(
        Scores(builder, assessment, [r for r in reporters if r in group.areas], group.name)
        for group in assessment.groups
    )


def _value(builder: FigureBuilder, item: AssessmentItem, area: str) -> Figure:
    match item.measure:
        case Measure.GROWTH:
            return builder.growth(item.indicator, area)
        case Measure.SHARE:
            return builder.share(item.indicator, area)
        case Measure.COMPLETION:
            return builder.completion(item.indicator, area)
        case Measure.PACE:
            return builder.pace(item.indicator, area)
        case _:
            return builder.value(item.indicator, area)


def _bounds(item: AssessmentItem) -> str:
    """Where the points go on beyond the weight, or stop above zero."""
    beyond = f"，超过的继续按比例加，最多{_plain(item.most)}分" if item.cap is not None else ""
    return beyond + (f"，最少{_plain(item.least)}分" if item.floor is not None else "")


def _operand(figure: Figure) -> str:
    return f"({figure.number})" if figure.number.startswith("-") else figure.number


def _plain(level: Decimal | None) -> str:
    return "" if level is None else trimmed(level)
