"""Cell contents → exact values, with the list of conversions that were made and every doubt.

Nothing is guessed silently: what was converted is recorded, what is ambiguous is said, what cannot
be read has no value. Amounts become whole base units (元, 美元) without a float on the way.
"""

from zsstat.values.labels import (
    indicator_under,
    look_up,
    without_footnotes,
    without_numbering,
    without_translation,
)
from zsstat.values.names import find_units, lexicon, normalise, one_line, split_unit
from zsstat.values.personal import mask_personal
from zsstat.values.problems import Problem, Reading
from zsstat.values.quantities import parse_quantity
from zsstat.values.reading import read_value, written

__all__ = [
    "Problem",
    "Reading",
    "find_units",
    "indicator_under",
    "lexicon",
    "look_up",
    "mask_personal",
    "normalise",
    "one_line",
    "parse_quantity",
    "read_value",
    "split_unit",
    "without_footnotes",
    "without_numbering",
    "without_translation",
    "written",
]
