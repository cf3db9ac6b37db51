"""Administrative divisions of China by their GB/T 2260 codes, with the years in which they held.

The names come with python-stdnum; no copy of them is kept here. They are loaded when a text names a
place that the catalogue does not know, or a code, which few returns do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from zsstat.declarations import in_years

CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
"""What may be a code: six digits, beside a name or instead of one."""
_BESIDE = " -—:：、,，()（）"
_DATED = re.compile(r"(?:\[(\d*)-(\d*)\])?(.+)")
_SUFFIX = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|[省市县区旗盟])$")
_PROVINCE, _PREFECTURE = 2, 4
"""So many digits of a code name the province, and the prefecture in it."""
_SHORTEST_STEM = 2
_NO_NAME = re.compile(r"市辖区|[市县]|.*直辖(?:县级)?行政(?:单位|区划)")
"""What heads a group of codes and is the name of no place."""


class Division(NamedTuple):
    """A name that a code had from ``since`` to ``until``, years inclusive; None: open."""

    code: str
    name: str
    since: int | None
    until: int | None

    def holds_in(self, year: int) -> bool:
        return in_years(year, self.since, self.until)

    @property
    def stem(self) -> str:
        """The name without what kind of division it is, where enough is left: 汉阴县 → 汉阴."""
        stem = _SUFFIX.sub("", self.name)
        return stem if len(stem) >= _SHORTEST_STEM else self.name


def split_code(text: str) -> tuple[str, str]:
    """``610921 汉阴县`` → 汉阴县, 610921: what stands beside a six-digit code, and the code; the
    text itself and nothing where there is none."""
    code = CODE.search(text)
    if code is None:
        return text, ""
    return (text[: code.start()] + text[code.end() :]).strip(_BESIDE), code[0]


def divisions(code: str) -> tuple[Division, ...]:
    """The names that a six-digit code has had, the oldest first; none for a code that never was."""
    return _by_code().get(code, ())


def division_in(code: str, year: int) -> Division | None:
    """What a code means in ``year``; None where it does not exist then."""
    return next((d for d in reversed(divisions(code)) if d.holds_in(year)), None)


def province_code(code: str) -> str:
    """``610921`` → ``610000``."""
    return code[:_PROVINCE] + "0000"


def chain(code: str) -> tuple[Division, ...]:
    """All names of the division, of its prefecture and of its province, the finest first."""
    codes = (code, code[:_PREFECTURE] + "00", province_code(code))
    return tuple(d for each in dict.fromkeys(codes) for d in divisions(each))


def named_first(text: str) -> tuple[str, tuple[Division, ...]]:
    """The longest name of a division that ``text`` begins with, and all divisions that bear it;
    an empty name where it begins with none. A name may lack its 县 or 市 (汉阴, 深圳市)."""
    names = _by_name()
    for length in range(min(len(text), _longest()), _SHORTEST_STEM - 1, -1):
        if found := names.get(text[:length]):
            return text[:length], found
    return "", ()


def are_related(one: str, other: str) -> bool:
    """Whether two codes are of the same place or one lies within the other."""
    short, long = sorted((_significant(one), _significant(other)), key=len)
    return long.startswith(short)


def _significant(code: str) -> str:
    """``610900`` → ``6109``: the digits that say something."""
    if code.endswith("0000"):
        return code[:_PROVINCE]
    return code[:_PREFECTURE] if code.endswith("00") else code


@cache
def _by_code() -> Mapping[str, tuple[Division, ...]]:
    from stdnum import numdb  # loads a file of seven thousand lines: only for those who ask

    found: dict[str, list[Division]] = {}
    for _, province, _, _, below in numdb.get("cn/loc").prefixes:
        for _, rest, _, properties, _ in below:
            code = province + rest
            found.setdefault(code, []).extend(_dated(code, properties.get("county", "")))
    return {code: tuple(names) for code, names in found.items() if names}


def _dated(code: str, text: str) -> Iterator[Division]:
    """``[-1991]东郊区,[1992-]东丽区`` → two."""
    for part in filter(None, text.split(",")):
        match = _DATED.fullmatch(part)
        if match and not _NO_NAME.fullmatch(match[3]):
            since, until = (int(year) if year else None for year in match.group(1, 2))
            yield Division(code, match[3], since, until)


@cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    """Name, with and without its suffix → the divisions that bear or bore it."""
    found: dict[str, list[Division]] = {}
    for names in _by_code().values():
        for division in names:
            for name in {division.name, division.stem}:
                found.setdefault(name, []).append(division)
    return {name: tuple(bearers) for name, bearers in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _by_name()))
