"""What the table of the rules consists of: a return that passes, one that fails, one left open."""

from __future__ import annotations

from dataclasses import dataclass

from tests.every_rule import papers
from tests.every_rule.edits import Edit, only
from tests.every_rule.office import EMPTY, NOVEMBER, YEAR, Arrival
from tests.every_rule.papers import SUMMARY

DETAILS = Arrival(papers.details, base=NOVEMBER)
"""The clean return row by row."""
FIRST_TIME = DETAILS.but(base=EMPTY)
"""The same when nothing was ever received: no earlier figures that an edit could contradict."""
WHOLE = Arrival(papers.whole, base=NOVEMBER)
"""The clean return with its total and its 汇总表."""
SUMS = WHOLE.but(only(SUMMARY))
"""The 汇总表 alone: rows that are not there cannot contradict it."""
PROVINCE = Arrival(papers.province, base=YEAR)
"""The clean table of the province, when all the returns are in."""


@dataclass(frozen=True)
class Said:
    """What the findings of a rule say: ``cells`` as ``sheet!A1 B1``, the value as it was written,
    what it should have been. Blank where the rule has no such thing to say."""

    cells: str = ""
    shown: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Never:
    """Why a rule is never undecided."""

    because: str


FILE = Never("a file is such or it is not")
SEEN = Never("what is looked for stands in the workbook, or it does not")
READ = Never("a cell that is filled is read in one way or another; a blank one says nothing")
BLANK = Never("without the column, or where it is blank, nothing was said that could be wrong")
KNOWN = Never("what the office has received and decided is known")
Open = Arrival | Never


@dataclass(frozen=True)
class Entry:
    """One rule. ``beside``: other rules that the failing return breaks as well, since what is wrong
    with it is wrong in two ways; ``open_beside``: the same of the undecided one."""

    passes: Arrival
    fails: Arrival
    said: Said
    undecided: Open
    beside: tuple[str, ...] = ()
    open_beside: tuple[str, ...] = ()


def breaks(
    clean: Arrival,
    *edits: Edit,
    said: Said,
    undecided: Open | Edit | tuple[Edit, ...],
    beside: tuple[str, ...] = (),
    open_beside: tuple[str, ...] = (),
) -> Entry:
    """A clean return, what breaks the rule in it, and what keeps the rule from being judged."""
    match undecided:
        case Arrival() | Never():
            left_open: Open = undecided
        case tuple():
            left_open = clean.but(*undecided)
        case _:
            left_open = clean.but(undecided)
    return Entry(clean, clean.but(*edits), said, left_open, beside, open_beside)
