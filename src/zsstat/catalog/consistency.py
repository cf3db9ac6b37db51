"""What cannot be seen in one catalogue file alone: names that must exist elsewhere, conditions
that must parse. Every problem names file, entry and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zsstat.checks import READING, RULES
from zsstat.declarations import (
    AreaKind,
    Catalogue,
    ColumnType,
    Indicator,
    Posting,
    ReturnTable,
    Rule,
)
from zsstat.errors import CatalogueError, ExpressionError
from zsstat.expressions import PERIOD_NAMES, Scope, compile_expression

_MOST = 5
"""So many problems are named at once; mending those often mends the rest."""


def require_consistent(catalogue: Catalogue) -> None:
    """Raises :class:`CatalogueError` naming the first problems, each by file, entry and key."""
    found = list(problems(catalogue))
    if found:
        raise CatalogueError(
            f"目录配置有 {len(found)} 处不一致：" + "；".join(found[:_MOST]),
            "写法见 docs/catalog.md",
        )


def problems(catalogue: Catalogue) -> Iterator[str]:
    """Every inconsistency, in the order of the files."""
    scope = Scope.of(catalogue)
    yield from _areas(catalogue)
    yield from _template_names(catalogue)
    for unit in catalogue.units.values():
        if unit.factor < 1:
            yield f"indicators.toml 的 unit[{unit.id}].factor 要大于零"
        if unit.base not in catalogue.units:
            yield f"indicators.toml 的 unit[{unit.id}].base：没有单位 {unit.base}"
    for name, text in catalogue.definitions.items():
        yield from _compiles(text, scope, f"indicators.toml 的 definitions.{name}")
    for indicator in catalogue.indicators.values():
        yield from _indicator(indicator, catalogue, scope)
    for table in catalogue.returns.values():
        yield from _return(table, catalogue, scope)
    for rule in catalogue.rules.values():
        yield from _rule(rule, catalogue, scope)
    for spec in catalogue.tables.values():
        codes = [*spec.indicators, *(c.indicator for c in spec.columns if c.indicator)]
        yield from _missing(codes, catalogue.indicators, f"tables.toml 的 table[{spec.id}]", "指标")


def _areas(catalogue: Catalogue) -> Iterator[str]:
    for key, kind in (("city", AreaKind.CITY), ("province", AreaKind.PROVINCE)):
        area = catalogue.areas.get(getattr(catalogue, key))
        if area is None or area.kind is not kind:
            yield f"areas.toml 的 {key}：没有 kind 为 {kind.value} 的地区 {getattr(catalogue, key)}"


def _template_names(catalogue: Catalogue) -> Iterator[str]:
    """Two indicators must not share a name of the bulletin's vocabulary."""
    from zsstat.bulletin import indicator_names

    try:
        indicator_names(catalogue)
    except CatalogueError as error:
        yield error.message


def _indicator(indicator: Indicator, catalogue: Catalogue, scope: Scope) -> Iterator[str]:
    where = f"indicators.toml 的 indicator[{indicator.code}]"
    yield from _missing([indicator.unit], catalogue.units, f"{where}.unit", "单位")
    if indicator.ratio:
        codes = [indicator.ratio.numerator, indicator.ratio.denominator]
        yield from _missing(codes, catalogue.indicators, f"{where}.ratio", "指标")
    for posting in indicator.post:
        yield from _posting(posting, catalogue, scope, f"{where}.post")


def _posting(posting: Posting, catalogue: Catalogue, scope: Scope, where: str) -> Iterator[str]:
    table = catalogue.returns.get(posting.table)
    if table is None:
        yield f"{where}.table：没有报表 {posting.table}"
        return
    if (posting.count is None) == (posting.value is None):
        yield f"{where}：count 和 value 要写一个，且只能写一个"
    columns = [c for c in (posting.count, posting.value, posting.otherwise) if c]
    yield from _missing(columns, _columns(table), where, f"{table.name}的列")
    if posting.when:
        yield from _compiles(posting.when, scope, f"{where}.when", _columns(table))


def _return(table: ReturnTable, catalogue: Catalogue, scope: Scope) -> Iterator[str]:
    where = f"returns.toml 的 table[{table.id}]"
    columns = _columns(table)
    named = [table.label, *table.describe, *table.one_of]
    named += [column for group in table.identity for column in group]
    if table.place:
        named.append(table.place)
    if table.joint:
        named += [table.joint.flag, *table.joint.key]
    if table.targets:
        named += [table.targets.indicator, table.targets.value, table.targets.issuer]
        senders = table.targets.city_senders
        yield from _missing(senders, catalogue.areas, f"{where}.targets.city_senders", "地区")
    yield from _missing(named, columns, where, "列")
    for column in table.columns:
        if column.type in (ColumnType.AMOUNT, ColumnType.COUNT):
            bases = {unit.base for unit in catalogue.units.values()}
            yield from _missing([column.base or ""], bases, f"{where}.{column.name}.base", "单位")
    for dimension, text in table.dimensions.items():
        yield from _compiles(text, scope, f"{where}.dimensions.{dimension}", columns)


def _rule(rule: Rule, catalogue: Catalogue, scope: Scope) -> Iterator[str]:
    where = f"rules.toml 的 rule[{rule.id}]"
    if rule.check != READING:
        yield from _missing([rule.check], RULES, f"{where}.check", "核对方法")
    if rule.table is not None and rule.table not in catalogue.returns:
        yield f"{where}.table：没有报表 {rule.table}"
        return
    for key, text in (("when", rule.when), ("holds", rule.holds)):
        if text:
            table = catalogue.returns.get(rule.table or "")
            known = {*(_columns(table) if table else ()), *catalogue.indicators}
            yield from _compiles(text, scope, f"{where}.{key}", known)


def _columns(table: ReturnTable) -> set[str]:
    return {column.name for column in table.columns}


def _missing(names: Iterable[str], known: Iterable[str], where: str, what: str) -> Iterator[str]:
    known = set(known)
    for name in names:
        if name not in known:
            yield f"{where}：没有{what} {name}"


def _compiles(
    text: str, scope: Scope, where: str, known: Iterable[str] | None = None
) -> Iterator[str]:
    """Whether a condition parses and, where ``known`` is given, uses no other names."""
    try:
        expression = compile_expression(text, scope)
    except ExpressionError as error:
        yield f"{where}：{error.message}"
        return
    if known is not None:
        yield from _missing(sorted(expression.names - set(PERIOD_NAMES)), known, where, "名称")
