"""From exact values to figures that people read: the one rounding, the units and the wording.

Nothing else in the program rounds a statistic. Which phrase of ``wording.toml`` applies is decided
on the exact value. A figure that does not exist (no base, no target, no table of the province) has
``value`` None, an empty ``display`` and a ``note`` that says why.

``Figure.number`` is the bare number as tables print it: rates in percent with their sign (-3.1),
also where the text says 倍 or 下降.
"""

from zsstat.figures.amounts import Amounts
from zsstat.figures.comparisons import TIMES_FROM, Comparisons
from zsstat.figures.placements import PLACEMENT_MISSING, Placements
from zsstat.figures.quotations import Quotations
from zsstat.figures.rounding import chinese_number, exact_text, round_half, trimmed

__all__ = [
    "PLACEMENT_MISSING",
    "TIMES_FROM",
    "FigureBuilder",
    "chinese_number",
    "exact_text",
    "round_half",
    "trimmed",
]


class FigureBuilder(Amounts, Comparisons, Placements, Quotations):
    """Makes every figure of one period. ``area`` left out means the city; ``dimension`` with
    ``member`` narrows a city figure to one industry, source, stage … of it."""
