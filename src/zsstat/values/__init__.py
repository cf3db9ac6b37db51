"""Cell contents → exact values, with the list of conversions that were made and every doubt.

Nothing is guessed silently: what was converted is recorded, what is ambiguous is said, what cannot
be read has no value. Amounts become whole base units (元, 美元) without a float on the way.
"""

from zsstat.values.names import find_units, normalise, split_unit
from zsstat.values.personal import mask_personal
from zsstat.values.problems import Problem, Reading
from zsstat.values.reading import read_value, written

__all__ = [
    "Problem",
    "Reading",
    "find_units",
    "mask_personal",
    "normalise",
    "read_value",
    "split_unit",
    "written",
]
