"""What reading a cell results in."""

from __future__ import annotations

from dataclasses import dataclass

from zsstat.model import FieldValue
from zsstat.values.personal import mask_personal

_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Something noticed in a cell: the rule's id, one Chinese sentence, and what was expected."""

    rule: str
    message: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as understood.

    ``value``: None for a blank and for what could not be read; an ambiguous cell carries its
    literal reading. ``unit``: the id of the unit that the number was read in. ``conversions``: ids
    of what was done to the text. ``readable`` is False when there was something and it could not be
    understood; ``problems`` then say why.
    """

    value: FieldValue = None
    unit: str | None = None
    conversions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    readable: bool = True


def unreadable(rule: str, message: str, expected: str = "") -> Reading:
    """The reading of a cell that holds something nobody can use."""
    return Reading(problems=(Problem(rule, message, expected),), readable=False)


def quoted(text: str) -> str:
    """``text`` as a message quotes it: masked, on one line, cut when it is long."""
    shown = " ".join(mask_personal(text).split())
    if len(shown) > _LONGEST_QUOTE:
        shown = shown[: _LONGEST_QUOTE - 1] + "…"
    return f"“{shown}”"


def converted(column: str, result: str) -> Problem:
    """The remark on a value not written in plain half-width digits. The value itself is left out
    of the sentence, so that a column's remarks are one finding with all its cells."""
    return Problem("cell.converted", f"“{column}”没有按规定的写法填，已换算后统计", result)
