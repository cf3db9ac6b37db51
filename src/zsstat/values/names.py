"""Names as they are compared, and the units that stand beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from zsstat.declarations import AreaKind, Catalogue, Unit
from zsstat.values.memory import once_per_catalogue

_DASHES = "‐‑‒–—―─━－﹣−"
_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("[{〔【〖「『<〈《", "("),
        **dict.fromkeys("]}〕】〗」』>〉》", ")"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys("“”„‟＂", '"'),
        **dict.fromkeys("‘’‚‛＇", "'"),
        **dict.fromkeys("〜～∼", "~"),
        **dict.fromkeys("·•・‧", "·"),
    }
)
_DROPPED = {"Zs", "Zl", "Zp", "Cc", "Cf"}


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """The form in which all names are compared: half width, no white space, one kind of brackets,
    dashes and quotes, letters in lower case. Applying it twice changes nothing."""
    while (simpler := _simplified(text)) != text:
        text = simpler
    return text


def _simplified(text: str) -> str:
    """One pass; dropping a character can bring two together that make one."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UNIFIED)
    return "".join(c for c in folded if unicodedata.category(c) not in _DROPPED)


def half_width(text: str) -> str:
    """Half-width characters and one kind of dash; white space inside stays, at the ends it goes."""
    return unicodedata.normalize("NFKC", text).translate(_DASH_ONLY).strip()


def one_line(text: str) -> str:
    """The text on one line, each run of white space a single space. A break between two Chinese
    characters only made the text fit its cell, and nothing is left of it."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    whole = ""
    for line in filter(None, lines):
        broken = whole and not (_is_wide(whole[-1]) and _is_wide(line[0]))
        whole += f" {line}" if broken else line
    return whole


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


_DASH_ONLY = str.maketrans(dict.fromkeys(_DASHES, "-"))


@dataclass(frozen=True)
class Lexicon:
    """The catalogue's words, by normalised form. A word that means two things maps to both."""

    units: Mapping[str, Unit]
    unit_by_id: Mapping[str, Unit]
    blank_marks: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    approximate: tuple[str, ...]
    indicators: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, tuple[str, ...]]


@once_per_catalogue
def lexicon(catalogue: Catalogue) -> Lexicon:
    """The catalogue's words; made once for each catalogue object."""
    words = catalogue.vocabulary
    return Lexicon(
        units={
            normalise(name): unit
            for unit in catalogue.units.values()
            for name in (unit.id, *unit.aliases)
        },
        unit_by_id=catalogue.units,
        blank_marks=_forms(words.blank_marks),
        yes=_forms(words.yes),
        no=_forms(words.no),
        approximate=tuple(
            sorted((half_width(m) for m in words.approximate_marks), key=len, reverse=True)
        ),
        indicators=_grouped(
            (name, indicator.code)
            for indicator in catalogue.listed.values()
            for name in indicator.all_names
        ),
        areas=_area_names(catalogue),
    )


def _forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name, meaning in pairs:
        meanings = groups.setdefault(normalise(name), [])
        if meaning not in meanings:
            meanings.append(meaning)
    return {name: tuple(meanings) for name, meanings in groups.items()}


def _area_names(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Members of the field come first: where areas are listed in a column, it is the field."""

    def names_of(*kinds: AreaKind) -> Iterator[tuple[str, str]]:
        for area in catalogue.areas.values():
            if area.kind in kinds:
                yield from ((name, area.id) for name in area.all_names)

    others = _grouped(names_of(AreaKind.CITY, AreaKind.REPORTER, AreaKind.PROVINCE))
    return {**others, **_grouped(names_of(AreaKind.MEMBER))}


# --- units beside names -----------------------------------------------------------------------

_BRACKETED = re.compile(r"\(([^()]*)\)")
_AFTER_LABEL = re.compile(r"[:,;、]")
_TOKEN_BREAK = re.compile(r"[:,;、/|()\[\]。]+|和|与|及")


_PERCENT_AFTER = re.compile(r"[^\W\d]%$")


def split_unit(text: str, catalogue: Catalogue) -> tuple[str, Unit | None]:
    """A header's name (normalised) and the unit written beside it.

    ``总投资(亿元)`` → ``总投资``, 亿元. The unit stands in brackets (``(单位：万元)`` too), after a
    slash, or alone on the last line; a percent sign needs none of that (``同比%``). Brackets that
    hold no unit stay part of the name; where two different units stand in brackets neither is
    taken.
    """
    units = lexicon(catalogue).units
    name = normalise(text)
    found = {
        match.group(): unit
        for match in _BRACKETED.finditer(name)
        if (unit := _unit_in_brackets(match.group(1), units)) is not None
    }
    if found and len({unit.id for unit in found.values()}) == 1:
        for brackets in found:
            name = name.replace(brackets, "")
        return name, next(iter(found.values()))
    return _split_after_break(text, name, units)


def _unit_in_brackets(inside: str, units: Mapping[str, Unit]) -> Unit | None:
    """The unit that brackets hold, alone or after a label such as ``单位:``."""
    return units.get(inside) or units.get(_AFTER_LABEL.split(inside)[-1])


def _split_after_break(text: str, name: str, units: Mapping[str, Unit]) -> tuple[str, Unit | None]:
    lines = [line for line in map(normalise, text.splitlines()) if line]
    if len(lines) > 1 and lines[-1] in units:
        return "".join(lines[:-1]), units[lines[-1]]
    head, slash, tail = name.rpartition("/")
    if slash and head and tail in units and head not in units:
        return head, units[tail]
    if _PERCENT_AFTER.search(name) and "%" in units:
        return name[:-1], units["%"]
    return name, None


def find_units(text: str, catalogue: Catalogue) -> tuple[Unit, ...]:
    """The units that a unit row names (``单位：万元、万美元``), in order, each once.

    Only whole words count; a unit written with spaces (``万 元``) is one word.
    """
    units = lexicon(catalogue).units
    found: dict[str, Unit] = {}
    for token in _TOKEN_BREAK.split(half_width(text)):
        for unit in _units_of(token.split(), units):
            found.setdefault(unit.id, unit)
    return tuple(found.values())


def _units_of(pieces: list[str], units: Mapping[str, Unit]) -> Iterator[Unit]:
    """Units among blank-separated pieces, the longest run of pieces first."""
    start = 0
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            unit = units.get(normalise("".join(pieces[start:end])))
            if unit is not None:
                yield unit
                start = end - 1
                break
        start += 1
