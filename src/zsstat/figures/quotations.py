"""Figures that nothing is computed for: the period, declared quantities, quoted words."""

from __future__ import annotations

import re
from fractions import Fraction

from zsstat.errors import CatalogueError
from zsstat.figures.core import Core
from zsstat.model import CellRef, Figure, FigureKey, Measure, Period

QUARTER_ENDS = (3, 6, 9, 12)

_QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?)(.*)", re.DOTALL)


class Quotations(Core):
    """Digits of a text that are no statistics and still must not be typed in."""

    def period(self) -> Figure:
        """The period in words: 2020年, 2020年1—9月."""
        return self._in_words(self.book.period, "统计期")

    def previous_period(self) -> Figure:
        """The same months of last year: 2019年1—9月."""
        return self._in_words(self.book.period.previous_year, "上年同期")

    def _in_words(self, period: Period, formula: str) -> Figure:
        year, month = period.year, period.month
        phrase = {12: "period_year", 1: "period_january"}.get(month, "period_months")
        text = self.say(phrase, year=str(year), month=str(month))
        key = FigureKey(Measure.PERIOD, period=period)
        return Figure(key, Fraction(year), "年", 0, str(year), text, formula)

    def quarter(self) -> str:
        """一季度, 上半年, 前三季度, 全年; empty for months that end none of them."""
        month = self.book.period.month
        return self.say(f"period_to_{month}") if month in QUARTER_ENDS else ""

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
