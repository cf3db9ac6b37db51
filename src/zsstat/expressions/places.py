"""Which regions a free text such as ``西安、江苏`` names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from zsstat.declarations import Region
from zsstat.values import divisions, normalise

HOME, OVERSEAS = "home", "overseas"
"""The kinds of :class:`Region` that conditions ask about."""

_SEPARATORS = re.compile(r"[、,;/|()+&。:-]+")
_CONNECTOR = re.compile(r"以及|[和与及]")
_SUFFIX = re.compile(r"特别行政区|自治区|地区|[省市县区]")
_STREET = re.compile(r"[东西南北中]?[路街巷]|大[道街]")
_BEFORE = re.compile(r"(?:来自|我国|中国(?=.))+")


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: known regions in order, each once, and pieces that are no known place."""

    regions: tuple[Region, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        return len(self.regions) + len(self.unknown)


@dataclass
class Gazetteer:
    """Finds regions by the names of the catalogue.

    A text is cut at separators. Each piece must begin with a name; the longest wins, and what
    follows is taken for a finer place (江苏南京, 西安高新区). Another region named directly behind
    counts as a second place. A name that belongs to a street (中山路) is no place, and a name in
    the middle of other words is none either. Where the catalogue has no name for a piece, the
    divisions of GB/T 2260 are asked, by name (昆山市) or by code (320583), for their province.
    """

    regions: Iterable[Region]
    _by_name: dict[str, Region] = field(init=False)
    _longest: int = field(init=False)
    _found: dict[str, Named] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {
            normalise(name): region
            for region in self.regions
            for name in (region.id, *region.aliases)
        }
        self._longest = max(map(len, self._by_name), default=0)

    def find(self, text: str) -> Named:
        """All that ``text`` names; remembered, because sources repeat from row to row."""
        known = self._found.get(text)
        if known is None:
            if len(self._found) > 10_000:
                self._found.clear()
            known = self._found[text] = self._find(text)
        return known

    def _find(self, text: str) -> Named:
        regions: dict[str, Region] = {}
        unknown: list[str] = []
        for piece in filter(None, _SEPARATORS.split(normalise(text))):
            found, rest = self._in_piece(divisions.CODE.sub("", piece) or piece)
            for region in found:
                regions.setdefault(region.id, region)
            if rest and rest not in unknown:
                unknown.append(rest)
        return Named(tuple(regions.values()), tuple(unknown))

    def _in_piece(self, piece: str) -> tuple[list[Region], str]:
        """The regions named one after the other, and the part that begins with no place: the whole
        piece, or what stands behind 和. (呼和浩特 is why 和 does not simply separate.)"""
        found: list[Region] = []
        position = 0
        fresh = True
        while (step := self._at(piece, position, first=fresh)) is not None:
            region, position = step
            found.append(region)
            connector = _CONNECTOR.match(piece, position)
            fresh = connector is not None
            if connector:
                position = connector.end()
        return found, piece[position:] if fresh else ""

    def _at(self, piece: str, position: int, *, first: bool) -> tuple[Region, int] | None:
        """The region named at this very place and where its name ends, its suffix included.

        Names of later regions must be complete: 西安市中山路 does not speak of 中山."""
        start = position
        if first and (before := _BEFORE.match(piece, position)):
            start = before.end()
        for length in range(min(self._longest, len(piece) - start), 0, -1):
            region = self._by_name.get(piece[start : start + length])
            if region is None:
                continue
            end = start + length
            if _STREET.match(piece, end):
                return None
            suffix = _SUFFIX.match(piece, end)
            after = suffix.end() if suffix else end
            if first or suffix or after == len(piece):
                return region, after
            return None
        return self._in_division(piece, start) if first else None

    def _in_division(self, piece: str, start: int) -> tuple[Region, int] | None:
        """The region of the division that is named there, or whose code the piece is.

        A name without its 县 or 市 must be the whole piece; one of several provinces is nobody's.
        """
        rest = piece[start:]
        name, bearers = divisions.named_first(rest)
        if divisions.CODE.fullmatch(rest):
            name, bearers = rest, divisions.divisions(rest)
        provinces = {divisions.province_code(bearer.code) for bearer in bearers}
        whole = name == rest or any(bearer.name == name for bearer in bearers)
        end = start + len(name)
        if len(provinces) != 1 or not whole or _STREET.match(piece, end):
            return None
        region = self._of_province(provinces.pop())
        return (region, end) if region else None

    def _of_province(self, code: str) -> Region | None:
        names = (name for each in divisions.divisions(code) for name in (each.name, each.stem))
        return next((self._by_name[name] for name in names if name in self._by_name), None)
