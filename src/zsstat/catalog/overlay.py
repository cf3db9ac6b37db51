"""Merging a user's catalogue file over the program's: pure, on parsed TOML.

- ``replace = true`` at the top of a file starts it from nothing.
- Tables merge key by key. Lists of entries merge by id (``id``, ``code`` or ``name``): a known
  entry is merged, a new one is added at the end.
- ``enabled = false`` drops an entry.
- ``aliases`` and the word lists of the vocabulary grow, since what a user wants there
  is one more word; any other list is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from zsstat.errors import CatalogueError

_GROWING = frozenset({"aliases"})
_GROWING_TABLES = frozenset({"vocabulary", "choices"})


def merge(base: Mapping[str, Any], overlay: Mapping[str, Any], where: str) -> dict[str, Any]:
    """``base`` with ``overlay`` laid over it; ``where`` names the overlay in errors."""
    laid = dict(overlay)
    replace = laid.pop("replace", False)
    if not isinstance(replace, bool):
        raise CatalogueError(
            f"配置文件 {where} 的 replace 只能是 true 或 false", "true 表示整个文件不用自带的内容"
        )
    return laid if replace else _merged(base, laid, where, growing=False)


def _merged(
    base: Mapping[str, Any], overlay: Mapping[str, Any], where: str, *, growing: bool
) -> dict[str, Any]:
    result = dict(base)
    for key, value in overlay.items():
        before = result.get(key)
        grows = growing or key in _GROWING
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            result[key] = _merged(before, value, where, growing=key in _GROWING_TABLES)
        elif _are_entries(before) and _may_be_entries(value):
            _ask_for_names(key, value, where)
            result[key] = _merged_entries(before, value, where)
        elif grows and isinstance(before, list) and isinstance(value, list):
            result[key] = before + [word for word in value if word not in before]
        else:
            result[key] = value
    return result


def _merged_entries(
    base: list[dict[str, Any]], overlay: list[dict[str, Any]], where: str
) -> list[dict[str, Any]]:
    entries = {identity(entry): entry for entry in base}
    seen = set()
    for entry in overlay:
        key = identity(entry)
        if key in seen:
            raise CatalogueError(
                f"配置文件 {where} 里 {key} 出现了两次", "请合并成一个或删去其中一个"
            )
        seen.add(key)
        known = entries.get(key)
        entries[key] = _merged(known, entry, where, growing=False) if known else entry
    return list(entries.values())


def _are_entries(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(e, dict) and identity(e) is not None for e in value)
    )


def _may_be_entries(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Entries, of which some may have been left without a name."""
    return (
        isinstance(value, list)
        and all(isinstance(entry, dict) for entry in value)
        and any(identity(entry) is not None for entry in value)
    )


def _ask_for_names(key: str, entries: list[dict[str, Any]], where: str) -> None:
    for number, entry in enumerate(entries, start=1):
        if identity(entry) is None:
            raise CatalogueError(
                f"配置文件 {where} 里第{number}段 {key} 没有写明是哪一个",
                "请补上 id（指标写 code，列写 name），文字要加引号",
            )


def identity(entry: Mapping[str, Any]) -> str | None:
    """What an entry is merged by, or None for a table that is no entry."""
    for key in ("id", "code", "name"):
        if isinstance(value := entry.get(key), str):
            return value
    return None
