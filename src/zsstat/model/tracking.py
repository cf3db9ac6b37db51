"""What is remembered of a row by which it is known again: next month, and at another reporter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zsstat.model.places import CellRef, Period


class Trait(StrEnum):
    """What a column says about a thing that is followed over time (a project)."""

    CODE = "code"
    CREDIT = "credit"
    NAME = "name"
    PARTY = "party"
    TOTAL = "total"
    FLOW = "flow"
    BALANCE = "balance"
    STAGE = "stage"
    REMARK = "remark"


_NOWHERE = "-"


def placed(cells: Mapping[Trait, str]) -> str:
    """The cells of traits in the order of :class:`Trait`, a dash for what the table lacks."""
    return " ".join(cells.get(trait, _NOWHERE) for trait in Trait)


@dataclass(frozen=True, slots=True)
class Entity:
    """A row of a tracked table. ``code``, ``credit``, ``name`` and ``party`` are normalised for
    comparing, None where the cell is blank; ``label`` and ``holder`` are name and party as they are
    written. ``total``, ``flow`` (of the year) and ``balance`` (since the contract) are whole base
    units. ``places`` are the cells of its traits as :func:`placed` writes them, for a year has many
    rows and few are ever pointed at; ``home`` is the sheet that they stand on."""

    table: str
    reporter: str
    period: Period
    row: int
    home: CellRef
    label: str
    holder: str = ""
    code: str | None = None
    credit: str | None = None
    name: str | None = None
    party: str | None = None
    total: int | None = None
    flow: int | None = None
    balance: int | None = None
    stage: str | None = None
    remark: str = ""
    places: str = ""

    @property
    def cells(self) -> Mapping[Trait, str]:
        """The cells of those traits that the table has."""
        named = zip(Trait, self.places.split(" "), strict=False)
        return {trait: cell for trait, cell in named if cell not in ("", _NOWHERE)}

    def refs(self, *traits: Trait) -> tuple[CellRef, ...]:
        """The cells of those of ``traits`` that the table has."""
        home, cells = self.home, self.cells
        return tuple(
            CellRef(home.sha256, home.file, home.sheet, cells[trait])
            for trait in traits
            if trait in cells
        )

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """By what it is the same thing within a reporter, the one that decides first: its code,
        then its name and party."""
        named = (Trait.NAME, self.name, self.party or "") if self.name else None
        coded = (Trait.CODE, self.code) if self.code else None
        return tuple(key for key in (coded, named) if key)

    @property
    def where(self) -> str:
        """文件 and row, for messages about rows of other workbooks."""
        return f"{self.home.file} 工作表“{self.home.sheet}”第{self.row}行"
