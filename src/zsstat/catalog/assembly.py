"""From parsed files to declarations: each file checked against its shape, then put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from zsstat.catalog.keys import keys_beside
from zsstat.catalog.overlay import identity
from zsstat.catalog.problems import Problem, nearest
from zsstat.catalog.shapes import SHAPES
from zsstat.catalog.sources import TEMPLATES, Sources, digest
from zsstat.declarations import Assessment, Catalogue, Rule
from zsstat.errors import CatalogueError

_MOST = 5
"""So many wrong keys of a file are named when it is loaded."""


def checked(sources: Sources, name: str) -> Any:
    """One file in its shape. Raises :class:`CatalogueError` naming file and keys."""
    data = sources.merged(name)
    made, problems = shaped(data, name)
    if problems:
        lines = [f"{problem.key}：{problem.message}" for problem in problems[:_MOST]]
        raise CatalogueError(
            f"配置文件 {sources.where(name)} 有 {len(problems)} 处不对：" + "；".join(lines),
            "可用的键见 docs/catalog.md",
        )
    return made


def shaped(data: Mapping[str, Any], name: str) -> tuple[Any, tuple[Problem, ...]]:
    """A parsed file in its shape, or None and everything that is wrong with it."""
    shape = SHAPES[name]
    try:
        return TypeAdapter(shape).validate_python(data), ()
    except ValidationError as error:
        return None, tuple(
            Problem(name, _key_path(data, d["loc"]), *_in_chinese(d, keys_beside(shape, d["loc"])))
            for d in error.errors()
        )


def assembled(parts: Mapping[str, Any], sources: Sources) -> Catalogue:
    """The catalogue that the checked files make together.

    Raises :class:`CatalogueError` for an id that occurs twice."""
    areas, indicators = parts["areas.toml"], parts["indicators.toml"]
    returns, rules = parts["returns.toml"], parts["rules.toml"]
    return Catalogue(
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
        sectors=_by_id(rules.sector, "rules.toml"),
        rules=_by_id(rules.rule, "rules.toml", keep_disabled=True),
        tables=_by_id(parts["tables.toml"].table, "tables.toml"),
        charts=_by_id(parts["tables.toml"].chart, "tables.toml"),
        publication=parts["tables.toml"].publication,
        assessments={
            assessment.id: _in_use(assessment)
            for assessment in _by_id(parts["tables.toml"].assessment, "tables.toml").values()
        },
        wording=parts["wording.toml"],
        templates={name: sources.overlay.get(name) or sources.own[name] for name in TEMPLATES},
        fingerprint=digest(repr((areas, indicators, returns))),
    )


def shipped_rules(sources: Sources) -> tuple[Rule, ...]:
    """The rules as they ship, whatever the overlay makes of them."""
    made = checked(replace(sources, overlay={}), "rules.toml")
    return tuple(made.rule)


def shipped_assessments(sources: Sources) -> tuple[Assessment, ...]:
    """The assessments as they ship."""
    made = checked(replace(sources, overlay={}), "tables.toml")
    return tuple(_in_use(assessment) for assessment in made.assessment)


def _in_use(assessment: Assessment) -> Assessment:
    """Without the items and groups that are switched off."""
    return replace(
        assessment,
        items=tuple(_by_id(assessment.items, "tables.toml").values()),
        groups=tuple(_by_id(assessment.groups, "tables.toml").values()),
    )


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
    ("decimal", "应为数字"),
    ("finite", "应为数字"),
    ("literal", "可以写的是 {expected}"),
    ("tuple", "应为列表，写成 [ … ]"),
    ("dict", "应为表，写成 { … }"),
    ("mapping", "应为表，写成 { … }"),
    ("dataclass", "应为表，写成 { … }"),
)
"""What pydantic's kinds of error begin with, and what the user is told of them."""


def _in_chinese(detail: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, str]:
    """What is wrong, and what to do about it; ``keys`` are those that may stand there."""
    kind = str(detail["type"])
    match kind:
        case "unexpected_keyword_argument":
            advice = nearest(str(detail["loc"][-1]), keys)
            return "不认识的键", advice or "可用的键见 docs/catalog.md"
        case "missing" | "missing_argument":
            return "缺少这个键", "请补上，写法见 docs/catalog.md"
    told = next((text for start, text in _EXPECTATIONS if kind.startswith(start)), detail["msg"])
    choices = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    return (
        f"值 {_written(detail['input'])} 不对，{told.replace('{expected}', '、'.join(choices))}",
        "",
    )


def _written(value: Any) -> str:
    """A value much as it stands in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


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
