"""Findings as the sender is told of them: numbered, level first, cells named and joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from zsstat.declarations import Rule
from zsstat.model import CellRef, Finding, Level, Outcome, cell_name, cell_place
from zsstat.review.layout import Place
from zsstat.review.texts import shortened

LEVELS = {
    Level.A: "强制性",
    Level.B: "准强制性",
    Level.C: "核实性",
    Level.D: "提示性",
}
EXPLAINED = "已说明"
UNDECIDED = "未能判定"

_MOST_TEXT = 300
"""Characters of one fact in a comment or a letter; the list has more."""
_FOR_THE_OFFICE = re.compile(r"[；：，][^；：，。]*(?<![\w-])--[a-z][^；。]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """The cells of one sheet that an item is about; ``sheet`` is empty for the whole file."""

    sheet: str
    places: tuple[Place, ...]

    def said(self, most: int) -> str:
        """``F12、H3—H9``: runs down a column are joined; of many, the first ``most`` runs."""
        runs = [f"{a}—{b}" if a != b else a for a, b in _runs(self.places)]
        more = f" 等{len(self.places)}格" if len(runs) > most else ""
        return "、".join(runs[:most]) + more

    @property
    def link(self) -> str:
        """Where a click leads: all cells where they stand together, else the first."""
        runs = list(_runs(self.places))
        if not runs:
            return "A1"
        first, last = runs[0]
        return f"{first}:{last}" if len(runs) == 1 and first != last else first


@dataclass(frozen=True, slots=True)
class Item:
    """One finding. ``counts``: it is to be answered, neither explained nor undecided; ``action``
    is what the sender is asked to do."""

    number: int
    finding: Finding
    action: str
    spots: tuple[Spot, ...]

    @property
    def message(self) -> str:
        """The finding's sentence without what it says to the office alone: a clause that names an
        option of the command line."""
        return _FOR_THE_OFFICE.sub("", self.finding.message)

    @property
    def level(self) -> Level:
        return self.finding.level

    @property
    def counts(self) -> bool:
        return self.finding.outcome is Outcome.FAIL and self.finding.waiver is None

    @property
    def asks(self) -> bool:
        """Whether an answer of the sender is asked for and can settle it."""
        return self.counts and self.level in (Level.B, Level.C)

    @property
    def must_change(self) -> bool:
        """Whether only a correction settles it."""
        return self.counts and self.level is Level.A

    @property
    def word(self) -> str:
        """强制性, 准强制性（已说明）, 未能判定."""
        if self.finding.outcome is Outcome.UNDECIDED:
            return UNDECIDED
        explained = f"（{EXPLAINED}）" if self.finding.waiver else ""
        return LEVELS[self.level] + explained

    @property
    def facts(self) -> Iterator[tuple[str, str]]:
        """What is said beside the message, each with its label."""
        said = (
            ("填报", self.finding.shown),
            ("应为", self.finding.expected),
            ("相差", self.finding.difference),
            ("办法", self.action),
        )
        return ((label, shortened(text, _MOST_TEXT)) for label, text in said if text)


def items_of(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> tuple[Item, ...]:
    """The findings by level; what is explained and what could not be decided goes last."""
    ordered = sorted(findings, key=_order)
    return tuple(
        Item(number, finding, _asked(finding, rules), tuple(_spots(finding.cells)))
        for number, finding in enumerate(ordered, start=1)
    )


def _order(finding: Finding) -> tuple[bool, bool, Level]:
    return finding.outcome is Outcome.UNDECIDED, finding.waiver is not None, finding.level


def _asked(finding: Finding, rules: Mapping[str, Rule]) -> str:
    """What the rule says to the sender; where it says nothing apart, what the finding says."""
    if finding.outcome is Outcome.UNDECIDED:
        return ""
    rule = rules.get(finding.rule)
    return (rule.reply if rule else "") or finding.action


def _spots(cells: Iterable[CellRef]) -> Iterator[Spot]:
    by_sheet: dict[str, list[Place]] = {}
    for ref in cells:
        places = by_sheet.setdefault(ref.sheet, [])
        if place := cell_place(ref.cell):
            places.append(place)
    for sheet, places in by_sheet.items():
        yield Spot(sheet, tuple(dict.fromkeys(places)))


def _runs(places: Iterable[Place]) -> Iterator[tuple[str, str]]:
    """First and last cell of each run down a column, in the order of the first cells."""
    ordered = sorted(places, key=lambda place: (place[1], place[0]))
    runs = [
        [place for _, place in run]
        for _, run in groupby(
            enumerate(ordered), key=lambda each: (each[1][1], each[1][0] - each[0])
        )
    ]
    for run in sorted(runs):
        yield cell_name(*run[0]), cell_name(*run[-1])
