"""What recognition leaves behind for those who ask how it came to its result. It costs an import
nothing: these are references to what was made anyhow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zsstat.model import RecognisedTable
from zsstat.recognise.fits import Fit
from zsstat.recognise.layout import Block
from zsstat.recognise.matrix import Matrix
from zsstat.recognise.rows import Read
from zsstat.recognise.sender import Evidence
from zsstat.recognise.units import UnitRow


@dataclass(frozen=True, slots=True)
class TracedList:
    """A block whose rows were read, complete or not."""

    block: Block
    units: UnitRow
    read: Read


@dataclass(frozen=True, slots=True)
class TracedMatrix:
    """A matrix that was read: as a block, and the tables that it gave."""

    matrix: Matrix
    block: Block
    units: UnitRow
    tables: Sequence[RecognisedTable]


@dataclass(slots=True)
class Traces:
    """``ambiguous``: blocks that fit several tables equally well."""

    lists: list[TracedList] = field(default_factory=list)
    matrices: list[TracedMatrix] = field(default_factory=list)
    ambiguous: list[tuple[Block, Sequence[Fit]]] = field(default_factory=list)
    evidence: Sequence[Evidence] = ()
