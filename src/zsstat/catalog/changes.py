"""What a configuration changes against the catalogue that ships: ids added, changed, removed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from zsstat.catalog.sources import COUNTY_TEMPLATE, FILES, TEMPLATE
from zsstat.declarations import AssessmentGroup, AssessmentItem, Catalogue, Column


class Kind(StrEnum):
    """What became of an entry. A rule that was switched off is removed."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs: ``group`` is what it is one of (``indicator``, ``constants``; empty
    for a key that stands alone), ``id`` which; ``keys`` are the keys that differ, a list that only
    grew with what it grew by (``aliases +到账资金``)."""

    file: str
    kind: Kind
    group: str
    id: str
    keys: tuple[str, ...] = ()

    @property
    def entry(self) -> str:
        """``indicator[fie_new]``, ``constants.大项目门槛``, ``city``: as problems name it."""
        if not self.group:
            return self.id
        return f"{self.group}.{self.id}" if self.group in _PLAIN else f"{self.group}[{self.id}]"


_ENTRIES = (
    ("areas.toml", "area", "areas"),
    ("areas.toml", "region", "regions"),
    ("indicators.toml", "unit", "units"),
    ("indicators.toml", "constants", "constants"),
    ("indicators.toml", "definitions", "definitions"),
    ("indicators.toml", "indicator", "indicators"),
    ("returns.toml", "table", "returns"),
    ("returns.toml", "limits", "limits"),
    ("rules.toml", "lists", "lists"),
    ("rules.toml", "sector", "sectors"),
    ("rules.toml", "rule", "rules"),
    ("tables.toml", "table", "tables"),
    ("tables.toml", "assessment", "assessments"),
)
"""File, name of its entries in it, and where the catalogue keeps them."""
_PLAIN = ("constants", "definitions", "limits", "lists", "phrases", "vocabulary")
"""The groups that are tables of keys and no lists of entries."""


_TEMPLATES = {TEMPLATE: "通报模板", COUNTY_TEMPLATE: "县区通报模板"}


def changes(before: Catalogue, after: Catalogue) -> tuple[Change, ...]:
    """Every difference, file by file; nothing for two equal catalogues."""
    return tuple(sorted(_changes(before, after), key=lambda change: FILES.index(change.file)))


def _changes(before: Catalogue, after: Catalogue) -> Iterator[Change]:
    for key in ("city", "province"):
        if (old := getattr(before, key)) != (new := getattr(after, key)):
            yield Change("areas.toml", Kind.CHANGED, "", key, (_turned(old, new),))
    for file, name, attribute in _ENTRIES:
        pairs = _running(getattr(before, attribute)), _running(getattr(after, attribute))
        for kind, entry, keys in _compared(*pairs):
            yield Change(file, kind, name, entry, keys)
    for key, said in _fields(before.vocabulary, after.vocabulary):
        yield Change("returns.toml", Kind.CHANGED, "vocabulary", key, (said,) if said else ())
    yield from _wording(before, after)
    for name, called in _TEMPLATES.items():
        if before.templates[name] != after.templates[name]:
            yield Change(name, Kind.CHANGED, "", called)


def _running(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Without the entries that are switched off."""
    return {key: entry for key, entry in entries.items() if getattr(entry, "enabled", True)}


def _compared(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[Kind, str, tuple[str, ...]]]:
    for key, entry in after.items():
        if key not in before:
            yield Kind.ADDED, key, ()
        elif entry != before[key]:
            yield Kind.CHANGED, key, tuple(_differences(before[key], entry))
    for key in before:
        if key not in after:
            yield Kind.REMOVED, key, ()


def _differences(before: Any, after: Any) -> Iterator[str]:
    if dataclasses.is_dataclass(before):
        for key, said in _fields(before, after):
            yield f"{key} {said}".strip()
    elif isinstance(before, str | int):
        yield _turned(before, after)


def _fields(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    """The keys that differ, and what can be said in a few words about how."""
    for field in dataclasses.fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if _are_members(old) and _are_members(new):
            yield from _members(field.name, old, new)
        else:
            yield field.name, _said(old, new)


def _said(old: Any, new: Any) -> str:
    """``亿元 → 万元`` for a plain value, ``+甲、乙`` for words that only grew; else ""."""
    if _is_plain(old) and _is_plain(new):
        return _turned(old, new)
    words = isinstance(old, tuple) and isinstance(new, tuple) and new[: len(old)] == old
    added = new[len(old) :] if words else ()
    return f"+{'、'.join(added)}" if all(isinstance(word, str) for word in added) and added else ""


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | Decimal)


def _turned(old: object, new: object) -> str:
    return f"{_written(old)} → {_written(new)}"


def _written(value: object) -> str:
    match value:
        case None | "":
            return "（空）"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


_Member = Column | AssessmentItem | AssessmentGroup
"""What stands by its name in a list inside an entry."""


def _are_members(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], _Member)


def _members(
    key: str, old: tuple[_Member, ...], new: tuple[_Member, ...]
) -> Iterator[tuple[str, str]]:
    words = {Kind.ADDED: "新增", Kind.REMOVED: "去掉"}
    compared = _compared({m.name: m for m in old}, {m.name: m for m in new})
    for kind, name, keys in compared:
        yield f"{key}[{name}]", "，".join(keys) if kind is Kind.CHANGED else words[kind]


def _wording(before: Catalogue, after: Catalogue) -> Iterator[Change]:
    old, new = before.wording, after.wording
    for kind, phrase, keys in _compared(old.phrases, new.phrases):
        yield Change("wording.toml", kind, "phrases", phrase, keys)
    apart = (dataclasses.replace(wording, phrases={}) for wording in (old, new))
    for key, said in _fields(*apart):
        yield Change("wording.toml", Kind.CHANGED, "", key, (said,) if said else ())
