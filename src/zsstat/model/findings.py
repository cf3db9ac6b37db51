"""What is wrong with a return, before and after it is stamped with its rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zsstat.choices import Level
from zsstat.model.places import CellRef


class Outcome(StrEnum):
    """A rule that passes leaves nothing behind; one that lacks its data is undecided."""

    FAIL = "fail"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something noticed, before the check engine stamps it with the level of its rule.

    ``message`` is one Chinese sentence that makes sense without the cells beside it; ``shown`` is
    the value as written, ``expected`` what would have been right, ``difference`` by how much it is
    off. ``action`` is empty when the rule's own advice serves."""

    rule: str
    message: str
    cells: tuple[CellRef, ...] = ()
    shown: str = ""
    expected: str = ""
    difference: str = ""
    action: str = ""
    outcome: Outcome = Outcome.FAIL


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue stamped with its rule's level and version. Equal messages are one finding whose
    cells are joined. ``fingerprint`` binds a waiver to the values it was given for."""

    rule: str
    level: Level
    message: str
    cells: tuple[CellRef, ...]
    shown: str
    expected: str
    difference: str
    action: str
    outcome: Outcome
    version: int
    fingerprint: str
    waiver: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether the workbook goes back because of this."""
        return (
            self.outcome is Outcome.FAIL
            and self.level in (Level.A, Level.B)
            and self.waiver is None
        )
