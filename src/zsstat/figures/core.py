"""What every kind of figure is made with: the exact values, the key, the phrase, the rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from zsstat import compute
from zsstat.compute import Book, Rate
from zsstat.declarations import Catalogue, IndicatorKind, Ratio
from zsstat.errors import CatalogueError
from zsstat.figures.rounding import exact_text, round_half, trimmed
from zsstat.model import Dimension, Figure, FigureKey, Measure


class Where(NamedTuple):
    """What a figure is about: an indicator in an area, perhaps of one member of a dimension."""

    indicator: str
    area: str
    dimension: Dimension | None
    member: str | None


class Core:
    """The catalogue, the book and the ways to ask them."""

    def __init__(self, catalogue: Catalogue, book: Book) -> None:
        self.catalogue = catalogue
        self.book = book
        self.wording = catalogue.wording

    def say(self, phrase: str, **fields: str) -> str:
        """A phrase of the wording with its fields filled in.

        Raises :class:`CatalogueError` for a phrase that is missing or names an unknown field."""
        try:
            return self.wording.phrases[phrase].format(**fields)
        except (KeyError, IndexError, ValueError) as error:
            raise CatalogueError(
                f"wording.toml 的 phrases.{phrase} 不对：{error}",
                f"这一句可以用的字段是：{'、'.join(fields) or '（无）'}",
            ) from error

    def _where(
        self,
        indicator: str,
        area: str | None,
        dimension: Dimension | None = None,
        member: str | None = None,
    ) -> Where:
        return Where(indicator, area or self.book.city, dimension, member)

    def _key(self, measure: Measure, where: Where) -> FigureKey:
        return FigureKey(
            measure,
            where.indicator,
            where.area,
            self.book.period,
            where.dimension,
            where.member,
        )

    def _ratio(self, indicator: str) -> Ratio | None:
        return self.catalogue.indicators[indicator].ratio

    def _in_points(self, indicator: str) -> bool:
        """Whether it is a percentage, computed or stated, and so changes in percentage points."""
        found = self.catalogue.indicators[indicator]
        return found.kind is IndicatorKind.RATE and found.unit == "%"

    def _unit(self, indicator: str) -> str:
        return self.catalogue.indicators[indicator].unit

    def _decimals(self, indicator: str) -> int:
        return self.catalogue.indicators[indicator].decimals

    def _round(self, value: Fraction, decimals: int) -> Decimal:
        return round_half(value, decimals, self.wording.rounding)

    def percentage(self, value: Fraction) -> str:
        """A percentage in words. One that would print as 0 and is none is said with as many
        decimals as show it (0.003%), for nobody may read that there was nothing."""
        decimals = self.wording.rate_decimals
        while not (rounded := self._round(value, decimals)) and value:
            decimals += 1
        return self.say("percent", number=trimmed(rounded))

    def _shown(self, indicator: str, value: int | None) -> Fraction | None:
        """Base units → the indicator's display unit, exactly."""
        unit = self.catalogue.units[self._unit(indicator)]
        return None if value is None else Fraction(value, unit.factor)

    def _sum(self, where: Where, indicator: str, *, base: bool) -> int | None:
        book = self.book
        if where.dimension is None or where.member is None:
            return (book.base_value if base else book.value)(where.area, indicator)
        of_group = book.group_base if base else book.group_value
        return of_group(indicator, where.dimension, where.member)

    def _exact(self, where: Where, *, base: bool = False) -> Rate:
        """The value in the display unit, from one sum or, for a rate, from two."""
        of = self._ratio(where.indicator)
        if of is not None:
            return compute.ratio(
                self._sum(where, of.numerator, base=base),
                self._sum(where, of.denominator, base=base),
            )
        value = self._sum(where, where.indicator, base=base)
        missing = compute.BASE_MISSING if base else compute.VALUE_MISSING
        return Rate(self._shown(where.indicator, value), missing if value is None else None)

    def _origin(self, where: Where, measure: Measure, value: Fraction) -> str:
        """How an amount came about: a sum's exact value, or the quotient of two sums."""
        base = measure is Measure.BASE
        of = self._ratio(where.indicator)
        if of is None or measure is Measure.TARGET:
            return f"{exact_text(value)}{self._unit(where.indicator)}"
        parts = [self._sum(where, name, base=base) for name in (of.numerator, of.denominator)]
        above, below = (
            operand(shown) if (shown := self._shown(name, part)) is not None else ""
            for name, part in zip((of.numerator, of.denominator), parts, strict=True)
        )
        return f"{above} ÷ {below} × 100"

    def _growth(self, where: Where) -> Rate:
        if where.dimension is None or where.member is None:
            return self.book.growth(where.area, where.indicator)
        return self.book.group_growth(where.indicator, where.dimension, where.member)


def operand(value: Fraction) -> str:
    text = exact_text(value)
    return f"({text})" if text.startswith("-") else text


def by_sign(value: Fraction, printed: Decimal, phrases: tuple[str, str, str]) -> str:
    """The phrase for up, none or down; a change that prints as 0 is none."""
    up, none, down = phrases
    if not printed:
        return none
    return up if value > 0 else down


def missing(key: FigureKey, unit: str, note: str, display: str = "") -> Figure:
    return Figure(key, None, unit, 0, "", display, "", note=note)
