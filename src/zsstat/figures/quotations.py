"""Figures that nothing is computed for: the period, declared quantities, quoted words."""

from __future__ import annotations

import re
from fractions import Fraction

from zsstat.errors import CatalogueError
from zsstat.figures.core import Core
from zsstat.model import CellRef, Figure, FigureKey, Measure

_QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?)(.*)", re.DOTALL)


class Quotations(Core):
    """Digits of a text that are no statistics and still must not be typed in."""

    def period(self) -> Figure:
        """The period in words: 2020年, 2020年1—9月."""
        year, month = self.book.period.year, self.book.period.month
        phrase = {12: "period_year", 1: "period_january"}.get(month, "period_months")
        text = self.say(phrase, year=str(year), month=str(month))
        key = FigureKey(Measure.PERIOD, period=self.book.period)
        return Figure(key, Fraction(year), "年", 0, str(year), text, "统计期")

    def constant(self, name: str) -> Figure:
        """A quantity of the catalogue, such as a threshold, as it is declared: 5亿元."""
        text = self.catalogue.constants[name]
        match = _QUANTITY.fullmatch(text)
        if match is None:
            raise CatalogueError(
                f"常量 {name} 的值 {text} 不是带单位的数", "请写成 5亿元 这样的形式"
            )
        number, unit = match.groups()
        decimals = len(number.partition(".")[2])
        key = FigureKey(Measure.CONSTANT, indicator=name, period=self.book.period)
        formula = f"配置中的常量 {name}"
        return Figure(key, Fraction(number), unit, decimals, number, text, formula)

    def quote(self, text: str, ref: CellRef, record: int | None = None) -> Figure:
        """Words taken from a cell, such as a project's name: they may hold digits."""
        key = FigureKey(Measure.QUOTE, period=self.book.period, record=record)
        formula = f"引自 {ref.file} {ref.sheet} {ref.cell}"
        return Figure(key, None, "", 0, text, text, formula, cells=(ref,))

    def narrative(self, text: str, where: str) -> Figure:
        """Words that the clerk supplied in a file; ``where`` names file and line."""
        key = FigureKey(Measure.NARRATIVE, period=self.book.period)
        return Figure(key, None, "", 0, text, text, f"引自 {where}")
