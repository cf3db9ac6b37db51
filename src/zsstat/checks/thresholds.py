"""Thresholds and words among the parameters of a rule's entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from zsstat.declarations import Catalogue, Rule
from zsstat.errors import CatalogueError

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)\s*(\D+)")


def number(rule: Rule, name: str) -> Fraction:
    """A number not below zero: ``20``, ``"0.60"``. Raises :class:`CatalogueError`."""
    written = rule.parameters.get(name)
    if isinstance(written, tuple) or not _NUMBER.fullmatch(str(written)):
        raise _wrong(rule, name, "一个数", f"{name} = 20")
    return Fraction(str(written))


def whole(rule: Rule, name: str) -> int:
    """A whole number from 1 on. Raises :class:`CatalogueError`."""
    written = rule.parameters.get(name)
    if not isinstance(written, int) or written < 1:
        raise _wrong(rule, name, "一个正整数", f"{name} = 3")
    return written


def words(rule: Rule, name: str) -> tuple[str, ...]:
    """A list of words. Raises :class:`CatalogueError`."""
    written = rule.parameters.get(name)
    if not isinstance(written, tuple):
        raise _wrong(rule, name, "一串词", f'{name} = ["更正"]')
    return written


def by_base(rule: Rule, name: str, catalogue: Catalogue) -> Mapping[str, int]:
    """Quantities such as ``["5000万元", "20个"]``, by the base unit that they are of, in base
    units.

    One in a unit that the catalogue does not have serves no indicator of it and is passed over.
    Raises :class:`CatalogueError` for what is no quantity."""
    known = {n: unit for unit in catalogue.units.values() for n in (unit.id, *unit.aliases)}
    found: dict[str, int] = {}
    for written in words(rule, name):
        match = _QUANTITY.fullmatch(written.strip())
        if match is None:
            raise _wrong(rule, name, "数量", f'{name} = ["5000万元", "20个"]')
        if unit := known.get(match[2].strip()):
            found[unit.base] = int(Fraction(match[1]) * unit.factor)
    return found


def _wrong(rule: Rule, name: str, what: str, example: str) -> CatalogueError:
    written = rule.parameters.get(name)
    said = "没有写" if written is None else f"写作“{written}”"
    return CatalogueError(
        f"rules.toml 里 {rule.id} 的 parameters.{name} {said}，应是{what}",
        f"请写成 parameters = {{ {example} }} 这样的形式",
    )
