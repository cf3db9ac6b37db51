"""The catalogue: TOML files, an overlay merged over them, checked and made into declarations.

``load_catalogue()`` gives what ships with the program; ``load_catalogue(directory)`` the same with
the user's own directory merged over it (:mod:`zsstat.catalog.overlay`). Every file is checked
against :mod:`zsstat.declarations` by pydantic: an unknown key, a missing key or a wrong type is a
:class:`~zsstat.errors.CatalogueError` naming file and key. What cannot be seen in one file alone
(a posting from a table that does not exist, a condition that does not parse) is checked by
:mod:`zsstat.catalog.consistency` whenever an overlay takes part; for the catalogue that ships the
tests have done it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from zsstat.catalog.memo import recall, remember
from zsstat.catalog.overlay import identity, merge
from zsstat.declarations import Catalogue
from zsstat.errors import CatalogueError

TEMPLATE = "bulletin.md"
TOML_FILES = (
    "areas.toml",
    "indicators.toml",
    "returns.toml",
    "rules.toml",
    "tables.toml",
    "wording.toml",
)
FILES = (*TOML_FILES, TEMPLATE)

__all__ = ["TEMPLATE", "load_catalogue"]

Shape = TypeVar("Shape")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class _Sources:
    """The text of every catalogue file: the program's own and, where there is one, the user's."""

    directory: Path | None
    own: Mapping[str, str]
    overlay: Mapping[str, str]

    @classmethod
    def read(cls, directory: Path | None) -> _Sources:
        own = {name: (_HERE / name).read_text(encoding="utf-8") for name in FILES}
        overlay = {
            name: text
            for name in FILES
            if directory is not None and (text := _overlay_text(directory / name)) is not None
        }
        return cls(directory, own, overlay)

    @property
    def digest(self) -> str:
        """Changes with any character of any file."""
        return _digest(repr((self.own, self.overlay)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _overlay_text(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(
            f"配置文件 {path} 无法读取：{error}", "请另存为 UTF-8 编码的文本文件"
        ) from error


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """The catalogue with the overlay in ``directory`` merged over it.

    Raises :class:`CatalogueError` naming file and key."""
    return _load(directory.resolve() if directory else None)


@cache
def _load(directory: Path | None) -> Catalogue:
    if directory is not None:
        _refuse_strangers(directory)
    sources = _Sources.read(directory)
    if known := recall(sources.digest):
        return known
    catalogue = _made(sources)
    remember(sources.digest, catalogue)
    return catalogue


def _made(sources: _Sources) -> Catalogue:
    from zsstat.catalog.shapes import (
        AreasFile,
        IndicatorsFile,
        ReturnsFile,
        RulesFile,
        TablesFile,
        WordingFile,
    )

    areas = _read(sources, "areas.toml", AreasFile)
    indicators = _read(sources, "indicators.toml", IndicatorsFile)
    returns = _read(sources, "returns.toml", ReturnsFile)
    rules = _read(sources, "rules.toml", RulesFile)
    tables = _read(sources, "tables.toml", TablesFile)
    wording = _read(sources, "wording.toml", WordingFile)
    catalogue = Catalogue(
        city=areas.city,
        province=areas.province,
        areas=_by_id(areas.area, "areas.toml"),
        regions=_by_id(areas.region, "areas.toml"),
        units=_by_id(indicators.unit, "indicators.toml"),
        constants=indicators.constants,
        definitions=indicators.definitions,
        indicators=_by_id(indicators.indicator, "indicators.toml"),
        vocabulary=returns.vocabulary,
        returns={
            table.id: replace(table, columns=tuple(_by_id(table.columns, "returns.toml").values()))
            for table in _by_id(returns.table, "returns.toml").values()
        },
        limits=returns.limits,
        lists=rules.lists,
        rules=_by_id(rules.rule, "rules.toml", keep_disabled=True),
        tables=_by_id(tables.table, "tables.toml"),
        wording=wording,
        template=sources.overlay.get(TEMPLATE) or sources.own[TEMPLATE],
        fingerprint=_digest(repr((areas, indicators, returns))),
    )
    if sources.overlay:
        from zsstat.catalog.consistency import require_consistent

        require_consistent(catalogue)
    return catalogue


def _refuse_strangers(directory: Path) -> None:
    """A misspelt file name would silently do nothing, so it is refused."""
    if not directory.is_dir():
        raise CatalogueError(f"找不到配置目录 {directory}", "请核对 --config 或 ZSSTAT_CONFIG")
    strangers = sorted(p.name for p in directory.glob("*.toml") if p.name not in TOML_FILES)
    if strangers:
        raise CatalogueError(
            f"配置目录 {directory} 里有不认识的文件：{'、'.join(strangers)}",
            f"可以放的文件是：{'、'.join(TOML_FILES)}、{TEMPLATE}",
        )


def _read(sources: _Sources, name: str, shape: type[Shape]) -> Shape:
    data = _parse(sources.own[name], name)
    overlay = sources.overlay.get(name)
    where = name
    if overlay is not None and sources.directory is not None:
        where = str(sources.directory / name)
        data = merge(data, _parse(overlay, where), where)
    return _checked(data, shape, where)


def _parse(text: str, where: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(
            f"配置文件 {where} 不是正确的 TOML：{error}",
            '中文的键要加引号，例如 "大项目门槛" = "5亿元"',
        ) from error


def _checked(data: Mapping[str, Any], shape: type[Shape], where: str) -> Shape:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        details = error.errors()
        lines = [f"{_key_path(data, d['loc'])}：{_in_chinese(d)}" for d in details[:5]]
        raise CatalogueError(
            f"配置文件 {where} 有 {len(details)} 处不对：" + "；".join(lines),
            "可用的键见 docs/catalog.md",
        ) from error


def _key_path(data: Any, location: Iterable[int | str]) -> str:
    """``("indicator", 3, "post")`` → ``indicator[funds_total].post``: with ids, not numbers."""
    path = ""
    for step in location:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(step, int):
            name = identity(data) if isinstance(data, Mapping) else None
            path += f"[{name or step}]"
        else:
            path += f".{step}" if path else str(step)
    return path


_EXPECTATIONS = (
    ("int", "应为整数"),
    ("string", "应为加引号的文字"),
    ("bool", "应为 true 或 false"),
    ("enum", "可以写的是 {expected}"),
    ("literal", "可以写的是 {expected}"),
    ("tuple", "应为列表，写成 [ … ]"),
    ("dict", "应为表，写成 { … }"),
    ("mapping", "应为表，写成 { … }"),
    ("dataclass", "应为表，写成 { … }"),
)
"""What pydantic's kinds of error begin with, and what the user is told of them."""


def _in_chinese(detail: Mapping[str, Any]) -> str:
    kind = str(detail["type"])
    match kind:
        case "unexpected_keyword_argument":
            return "不认识的键"
        case "missing" | "missing_argument":
            return "缺少这个键"
    told = next((text for start, text in _EXPECTATIONS if kind.startswith(start)), detail["msg"])
    choices = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    return f"值 {detail['input']!r} 不对，{told.replace('{expected}', '、'.join(choices))}"


def _by_id(entries: Iterable[Any], where: str, *, keep_disabled: bool = False) -> dict[str, Any]:
    """Entries by id in the order declared, without those switched off.

    Rules that are switched off are kept: whoever notices something must know that its rule is
    switched off, and not missing."""
    found: dict[str, Any] = {}
    for entry in entries:
        if entry.id in found:
            raise CatalogueError(f"配置文件 {where} 里 {entry.id} 出现了两次", "请删去其中一个")
        found[entry.id] = entry
    return {key: entry for key, entry in found.items() if keep_disabled or entry.enabled}
