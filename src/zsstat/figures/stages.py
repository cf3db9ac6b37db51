"""Counts, amounts and shares of projects as figures that carry the cells they were made of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zsstat.compute import DENOMINATOR_ZERO
from zsstat.compute.stages import Move
from zsstat.declarations import Catalogue, ReturnTable, Tracking, Unit
from zsstat.figures import FigureBuilder
from zsstat.figures.core import missing
from zsstat.figures.rounding import exact_text, round_half, trimmed
from zsstat.model import CellRef, Dimension, Entity, Figure, FigureKey, Measure, Trait

COUNTED = "个"


class StageFigures:
    """Makes the figures of one table of projects. Amounts are printed as the first indicator is
    that is posted from the table's column of totals, else in its base unit."""

    counted = COUNTED
    """What a count of projects is printed in."""

    def __init__(self, builder: FigureBuilder, table: ReturnTable, tracking: Tracking) -> None:
        self.builder = builder
        self.tracking = tracking
        self._unit, self._decimals = _printed_in(builder.catalogue, table, tracking)

    @property
    def unit(self) -> str:
        """What amounts are printed in; empty where the table has no column of totals."""
        return self._unit.id if self._unit else ""

    def count(self, entities: Sequence[Entity]) -> Figure:
        """How many projects."""
        number = str(len(entities))
        cells = _cells(entities, Trait.STAGE, Trait.NAME)
        formula = f"{number}行"
        return Figure(
            self._key(), Fraction(len(entities)), COUNTED, 0, number, number + COUNTED, formula,
            cells=cells,
        )  # fmt: skip

    def amount(self, entities: Sequence[Entity]) -> Figure:
        """The sum of their totals; those without one add nothing."""
        known = [entity.total for entity in entities if entity.total is not None]
        cells = _cells([e for e in entities if e.total is not None], Trait.TOTAL)
        return self._amount(sum(known), f"{len(known)}行相加", cells)

    def difference(self, moves: Sequence[Move]) -> Figure:
        """By what the totals of the same projects changed."""
        before = sum(m.before.total or 0 for m in moves if m.before)
        now = sum(m.now.total or 0 for m in moves if m.now)
        said = f"{self._exact(now)} − {self._exact(before)}"
        return self._amount(now - before, said, ())

    def count_share(self, part: Sequence[Entity], whole: Sequence[Entity]) -> Figure:
        """The part's share of the projects, in percent."""
        return self._share(len(part), len(whole), f"{len(part)} ÷ {len(whole)} × 100")

    def amount_share(self, part: Sequence[Entity], whole: Sequence[Entity]) -> Figure:
        """The part's share of the totals, in percent."""
        above, below = (sum(e.total or 0 for e in entities) for entities in (part, whole))
        return self._share(above, below, f"{self._exact(above)} ÷ {self._exact(below)} × 100")

    def exact(self, entities: Sequence[Entity]) -> str | None:
        """The sum of the totals as an exact decimal; None for a table without totals."""
        if self._unit is None:
            return None
        return self._exact(sum(e.total or 0 for e in entities))

    def _exact(self, amount: int) -> str:
        return exact_text(Fraction(amount, self._unit.factor if self._unit else 1))

    def _amount(self, amount: int, formula: str, cells: tuple[CellRef, ...]) -> Figure:
        value = Fraction(amount, self._unit.factor if self._unit else 1)
        number = self._rounded(value, self._decimals)
        display = self.builder.say("amount", number=number, unit=self.unit)
        return Figure(
            self._key(), value, self.unit, self._decimals, number, display, formula, cells=cells
        )

    def _share(self, part: int, whole: int, formula: str) -> Figure:
        if not whole:
            return missing(self._key(), "%", DENOMINATOR_ZERO)
        value, decimals = Fraction(part, whole) * 100, self.builder.wording.rate_decimals
        number = self._rounded(value, decimals)
        display = self.builder.percentage(value)
        return Figure(self._key(), value, "%", decimals, number, display, formula)

    def _rounded(self, value: Fraction, decimals: int) -> str:
        return trimmed(round_half(value, decimals, self.builder.wording.rounding))

    def _key(self) -> FigureKey:
        return FigureKey(Measure.STAGE, period=self.builder.book.period, dimension=Dimension.STAGE)


def _cells(entities: Sequence[Entity], *traits: Trait) -> tuple[CellRef, ...]:
    """Of each project the first of the cells that its table has."""
    return tuple(ref for entity in entities for ref in entity.refs(*traits)[:1])


def _printed_in(
    catalogue: Catalogue, table: ReturnTable, tracking: Tracking
) -> tuple[Unit | None, int]:
    column = table.column(tracking.total) if tracking.total else None
    if column is None or column.base is None:
        return None, 0
    for indicator in catalogue.indicators.values():
        if any(p.table == table.id and p.value == column.name for p in indicator.post):
            return catalogue.units[indicator.unit], indicator.decimals
    return catalogue.units[column.base], 0
