"""What a name that nobody knows may be meant for: the names of the catalogue that are spelt most
alike. An offer to a person, never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from zsstat.declarations import AreaKind, Catalogue, ReturnTable
from zsstat.model.understanding import Kind, Suggestion
from zsstat.values import normalise

ALIKE = 0.5
"""Two names of four characters that share two are offered for each other; fewer would puzzle."""
MOST = 3


def columns_like(
    names: Iterable[str], written: str, table: ReturnTable, found: Iterable[str]
) -> tuple[Suggestion, ...]:
    """The columns of ``table`` that are not found yet and are called much as ``names``."""
    taken = set(found)
    spellings = {
        column.name: (column.name, *column.aliases)
        for column in table.columns
        if column.name not in taken
    }
    return tuple(
        Suggestion(Kind.COLUMN, written, name, table=table.id)
        for name in _nearest(names, spellings)
    )


def indicators_like(written: str, catalogue: Catalogue) -> tuple[Suggestion, ...]:
    spellings = {code: i.all_names for code, i in catalogue.listed.items()}
    return tuple(
        Suggestion(Kind.INDICATOR, written, catalogue.indicators[code].name, code)
        for code in _nearest([written], spellings)
    )


def areas_like(
    written: str, catalogue: Catalogue, kinds: Iterable[AreaKind]
) -> tuple[Suggestion, ...]:
    wanted = tuple(kinds)
    spellings = {
        area.id: area.all_names for area in catalogue.areas.values() if area.kind in wanted
    }
    return tuple(
        Suggestion(Kind.AREA, written, catalogue.areas[area].names[-1].value, area)
        for area in _nearest([written], spellings)
    )


def _nearest(names: Iterable[str], spellings: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys whose spellings are most like one of ``names``, the nearest first."""
    wanted = [plain for name in names if (plain := normalise(name))]
    ratios = {
        key: max(
            (_likeness(name, normalise(known)) for name in wanted for known in spelt), default=0.0
        )
        for key, spelt in spellings.items()
    }
    near = sorted((key for key in ratios if ratios[key] >= ALIKE), key=lambda k: -ratios[k])
    return near[:MOST]


def _likeness(name: str, known: str) -> float:
    return SequenceMatcher(None, name, known, autojunk=False).ratio()
