"""What cannot be seen in one catalogue file alone: names that must exist elsewhere, conditions
that must parse, fields that a sentence does not have. Every problem names file, entry and key.

What is found here makes a catalogue unusable and is refused on loading. Names that merely mean two
things are found in :mod:`zsstat.catalog.ambiguities`: a return says whether they ever matter.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from zsstat.catalog.assessments import assessment_problems
from zsstat.catalog.charting import chart_problems, name_problems
from zsstat.catalog.problems import Problem, nearest
from zsstat.catalog.publications import publication_problems
from zsstat.checks import READING, RULES
from zsstat.declarations import (
    AreaKind,
    Assessment,
    Catalogue,
    Column,
    ColumnType,
    Indicator,
    Layout,
    Posting,
    ReturnTable,
    Rule,
    Sector,
    TableSpec,
)
from zsstat.errors import CatalogueError, ExpressionError
from zsstat.expressions import PERIOD_NAMES, Scope, compile_expression
from zsstat.model import SINGLE_MEASURES

_MOST = 5
"""So many problems are named at once; mending those often mends the rest."""
NAMES = "indicator.names"
"""The key of the one problem about names that the bulletin cannot tell apart."""
_DIVISION = re.compile(r"\d{2}(?:-\d{2})?")
_TITLE_FIELDS = ("period", "city", "dimension", "indicator")
_TABLE_ROWS = (
    "indicators",
    "areas",
    "league",
    "dimension",
    "cross",
    "single",
    "single_areas",
    "years",
    "years_areas",
)
_SINGLE_ROWS = ("single", "single_areas")
_ABOUT_COLUMNS = frozenset(
    {"optional", "area", "indicator", "value", "growth", "completion", "rank", "target"}
    | {"code", "industry", "place", "base"}
)
"""The parameters of a rule that name columns of its table."""


def require_consistent(catalogue: Catalogue) -> None:
    """Raises :class:`CatalogueError` naming the first problems, each by file, entry and key."""
    found = list(problems(catalogue))
    if found:
        raise CatalogueError(
            f"目录配置有 {len(found)} 处不一致：" + "；".join(map(str, found[:_MOST])),
            "写法见 docs/catalog.md；zsstat catalog check 会列出全部问题和改法",
        )


def without_idle_rules(catalogue: Catalogue, shipped: Iterable[Rule]) -> Catalogue:
    """The catalogue with the rules switched off that ship, that the user's files leave as they are,
    and that speak of a table, column or indicator which those files have dropped: they have
    nothing to look at. A rule of the user's own that does so is a problem."""
    scope = Scope.of(catalogue)
    idle = {
        rule.id: replace(rule, enabled=False)
        for rule in shipped
        if rule.enabled
        and catalogue.rules.get(rule.id) == rule
        and any(_rule(rule, catalogue, scope))
    }
    return replace(catalogue, rules={**catalogue.rules, **idle}) if idle else catalogue


class _Place(NamedTuple):
    """File and key, from which the keys of parts are made."""

    file: str
    key: str

    def at(self, part: str) -> _Place:
        return _Place(self.file, f"{self.key}.{part}")

    def says(self, message: str, advice: str = "") -> Problem:
        return Problem(self.file, self.key, message, advice)


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Every inconsistency, in the order of the files. A rule that is switched off has none."""
    scope = Scope.of(catalogue)
    yield from _areas(catalogue)
    yield from _template_names(catalogue)
    yield from _units(catalogue)
    for name in catalogue.constants:
        yield from _constant(name, scope)
    for name, text in catalogue.definitions.items():
        yield from _compiles(text, scope, _Place("indicators.toml", f"definitions.{name}"))
    for indicator in catalogue.indicators.values():
        yield from _indicator(indicator, catalogue, scope)
    for table in catalogue.returns.values():
        yield from _return(table, catalogue, scope)
    for sector in catalogue.sectors.values():
        yield from _sector(sector)
    for rule in catalogue.rules.values():
        if rule.enabled:
            yield from _rule(rule, catalogue, scope)
    yield from _printed(catalogue)


# --- areas.toml -------------------------------------------------------------------------------


def _areas(catalogue: Catalogue) -> Iterator[Problem]:
    for key, kind in (("city", AreaKind.CITY), ("province", AreaKind.PROVINCE)):
        area = catalogue.areas.get(getattr(catalogue, key))
        if area is None or area.kind is not kind:
            fitting = [a.id for a in catalogue.areas.values() if a.kind is kind]
            yield Problem(
                "areas.toml",
                key,
                f"没有 kind 为 {kind.value} 的地区 {getattr(catalogue, key)}",
                nearest(getattr(catalogue, key), fitting) or f"请加上 kind 为 {kind.value} 的地区",
            )
    for area in catalogue.areas.values():
        where = _Place("areas.toml", f"area[{area.id}]")
        if area.same_as is not None:
            yield from _missing([area.same_as], catalogue.areas, where.at("same_as"), "地区")
        yield from _missing(area.members, catalogue.areas, where.at("members"), "地区")


def _template_names(catalogue: Catalogue) -> Iterator[Problem]:
    """Two indicators must not share a name of the bulletin's vocabulary."""
    from zsstat.bulletin import indicator_names

    try:
        indicator_names(catalogue)
    except CatalogueError as error:
        yield Problem("indicators.toml", NAMES, error.message, error.hint)


# --- indicators.toml --------------------------------------------------------------------------


def _units(catalogue: Catalogue) -> Iterator[Problem]:
    for unit in catalogue.units.values():
        where = _Place("indicators.toml", f"unit[{unit.id}]")
        if unit.factor < 1:
            yield where.at("factor").says(f"{unit.factor} 不对，要大于零")
        base = catalogue.units.get(unit.base)
        if base is None:
            yield from _missing([unit.base], catalogue.units, where.at("base"), "单位")
        elif base.base != base.id:
            yield where.at("base").says(
                f"{unit.base} 自己又以 {base.base} 为基本单位", f"请直接写 {base.base}"
            )


def _constant(name: str, scope: Scope) -> Iterator[Problem]:
    try:
        scope.constant(name)
    except ExpressionError as error:
        yield Problem("indicators.toml", f"constants.{name}", error.message, error.hint)


def _indicator(indicator: Indicator, catalogue: Catalogue, scope: Scope) -> Iterator[Problem]:
    where = _Place("indicators.toml", f"indicator[{indicator.code}]")
    yield from _missing([indicator.unit], catalogue.units, where.at("unit"), "单位")
    if indicator.ratio:
        codes = [indicator.ratio.numerator, indicator.ratio.denominator]
        yield from _missing(codes, catalogue.indicators, where.at("ratio"), "指标")
    for posting in indicator.post:
        yield from _posting(posting, catalogue, scope, where.at("post"))


def _posting(
    posting: Posting, catalogue: Catalogue, scope: Scope, where: _Place
) -> Iterator[Problem]:
    table = catalogue.returns.get(posting.table)
    if table is None:
        yield from _missing([posting.table], catalogue.returns, where.at("table"), "报表")
        return
    if (posting.count is None) == (posting.value is None):
        yield where.says(
            "count 和 value 要写一个，且只能写一个",
            "按行数统计写 count，把某一列的数加起来写 value",
        )
    columns = [c for c in (posting.count, posting.value, posting.otherwise) if c]
    yield from _missing(columns, _columns(table), where, f"{table.name}的列")
    if posting.when:
        yield from _compiles(posting.when, scope, where.at("when"), _columns(table))


# --- returns.toml -----------------------------------------------------------------------------


def _return(table: ReturnTable, catalogue: Catalogue, scope: Scope) -> Iterator[Problem]:
    where = _Place("returns.toml", f"table[{table.id}]")
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
        yield from _missing(senders, catalogue.areas, where.at("targets.city_senders"), "地区")
    if table.placements:
        placed = table.placements
        named += [placed.member, placed.indicator]
        optional = (placed.value, placed.growth, placed.target, placed.completion, placed.rank)
        named += [column for column in optional if column]
    named += _stated_columns(table)
    if table.layout is Layout.MATRIX and table.matrix is None:
        yield where.at("matrix").says(
            "layout 是 matrix 的表没有写 matrix", '请写 matrix = { value = "列名" }'
        )
    yield from _missing(dict.fromkeys(named), columns, where, "列")
    bases = {unit.base for unit in catalogue.units.values()}
    for column in table.columns:
        if column.type in (ColumnType.AMOUNT, ColumnType.COUNT):
            base = where.at(f"columns[{column.name}].base")
            yield from _missing([column.base or ""], bases, base, "单位")
            asked = where.at(f"columns[{column.name}].unit")
            yield from _form_unit(column, catalogue, asked)
    for dimension, text in table.dimensions.items():
        yield from _compiles(text, scope, where.at(f"dimensions.{dimension}"), columns)
    yield from _prefilled(table, columns, scope, where)


def _prefilled(
    table: ReturnTable, columns: set[str], scope: Scope, where: _Place
) -> Iterator[Problem]:
    """What a blank form is filled in with from the return before."""
    if table.tracking is None:
        return
    yield from _missing(table.tracking.carried, columns, where.at("tracking.carried"), "列")
    for name, text in table.tracking.derived.items():
        derived = where.at(f"tracking.derived.{name}")
        yield from _missing([name], columns, derived, "列")
        yield from _compiles(text, scope, derived, columns)


def _form_unit(column: Column, catalogue: Catalogue, where: _Place) -> Iterator[Problem]:
    """The unit that a form asks in counts what the column holds."""
    if column.unit is None:
        return
    yield from _missing([column.unit], catalogue.units, where, "单位")
    unit = catalogue.units.get(column.unit)
    if unit and unit.base != column.base:
        yield where.says(f"单位{unit.id}以{unit.base}计，列以{column.base}计", "请换成同一类的单位")


def _stated_columns(table: ReturnTable) -> Iterator[str]:
    """The columns that facts and matrices speak of."""
    if table.facts:
        yield from (table.facts.indicator, table.facts.value)
        if table.facts.area:
            yield table.facts.area
    if table.matrix:
        yield table.matrix.value
        if table.matrix.base:
            yield table.matrix.base


# --- rules.toml -------------------------------------------------------------------------------


def _sector(sector: Sector) -> Iterator[Problem]:
    where = _Place("rules.toml", f"sector[{sector.id}].divisions")
    for written in sector.divisions:
        first, _, last = written.partition("-")
        if not (_DIVISION.fullmatch(written) and first <= (last or first)):
            yield where.says(f"“{written}”不是大类代码", "请写成 70 或 13-43 的形式，小的在前")


def _rule(rule: Rule, catalogue: Catalogue, scope: Scope) -> Iterator[Problem]:
    where = _Place("rules.toml", f"rule[{rule.id}]")
    if rule.check != READING:
        yield from _missing([rule.check], RULES, where.at("check"), "核对方法")
    table = catalogue.returns.get(rule.table or "")
    if rule.table is not None and table is None:
        for problem in _missing([rule.table], catalogue.returns, where.at("table"), "报表"):
            off = "这条规则不用时写 enabled = false"
            yield problem._replace(advice="；".join(filter(None, (problem.advice, off))))
        return
    for key, text in (("when", rule.when), ("holds", rule.holds)):
        if text:
            known = {*(_columns(table) if table else ()), *catalogue.indicators}
            yield from _compiles(text, scope, where.at(key), known)
    if table:
        yield from _parameters(rule, table, where)


def _parameters(rule: Rule, table: ReturnTable, where: _Place) -> Iterator[Problem]:
    for key, value in rule.parameters.items():
        if key in _ABOUT_COLUMNS:
            columns = (value,) if isinstance(value, str | int) else value
            place = where.at(f"parameters.{key}")
            yield from _missing(map(str, columns), _columns(table), place, f"{table.name}的列")


# --- tables.toml ------------------------------------------------------------------------------


def _printed(catalogue: Catalogue) -> Iterator[Problem]:
    for spec in catalogue.tables.values():
        yield from _table(spec, catalogue)
    for chart in catalogue.charts.values():
        yield from chart_problems(chart, catalogue)
        title = f"chart[{chart.id}].title"
        yield from unknown_fields(chart.title, ("period", "city"), "tables.toml", title)
    yield from name_problems(catalogue)
    yield from publication_problems(catalogue)
    for assessment in catalogue.assessments.values():
        yield from _assessment(assessment, catalogue)


def _table(spec: TableSpec, catalogue: Catalogue) -> Iterator[Problem]:
    where = _Place("tables.toml", f"table[{spec.id}]")
    yield from _missing([spec.rows], _TABLE_ROWS, where.at("rows"), "这种排法")
    codes = [*spec.indicators, *(c.indicator for c in spec.columns if c.indicator)]
    yield from _missing(codes, catalogue.indicators, where, "指标")
    if spec.sort is not None and not 0 <= spec.sort < len(spec.columns):
        yield where.at("sort").says(
            f"{spec.sort} 不对，没有这一栏", f"从 0 数起，最后一栏是 {len(spec.columns) - 1}"
        )
    if spec.rows not in _SINGLE_ROWS and any(c.measure in SINGLE_MEASURES for c in spec.columns):
        rows = "、".join(_SINGLE_ROWS)
        yield where.at("columns").says("当月数不能放在这种表里", f"只能放在 rows 为 {rows} 的表里")
    yield from unknown_fields(spec.title, _TITLE_FIELDS, where.file, where.at("title").key)
    for note in spec.notes:
        yield from unknown_fields(note, catalogue.constants, where.file, where.at("notes").key)


def _assessment(assessment: Assessment, catalogue: Catalogue) -> Iterator[Problem]:
    where = _Place("tables.toml", f"assessment[{assessment.id}]")
    yield from unknown_fields(
        assessment.title, ("period", "city"), where.file, where.at("title").key
    )
    for note in assessment.notes:
        yield from unknown_fields(note, catalogue.constants, where.file, where.at("notes").key)
    yield from assessment_problems(assessment, catalogue)


# --- what they share --------------------------------------------------------------------------


def unknown_fields(text: str, known: Iterable[str], file: str, key: str) -> Iterator[Problem]:
    """``{…}`` in a sentence that nothing is filled in for, and brackets that do not match."""
    where = _Place(file, key)
    try:
        used = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        yield where.says(f"“{text}”里的大括号不配对", "花括号要成对，写成 {名称}")
        return
    yield from _missing(dict.fromkeys(used), known, where, "可以填入的项目")


def _columns(table: ReturnTable) -> set[str]:
    return {column.name for column in table.columns}


def _missing(
    names: Iterable[str], known: Iterable[str], where: _Place, what: str
) -> Iterator[Problem]:
    known = dict.fromkeys(known)
    for name in names:
        if name not in known:
            yield where.says(f"没有{what} {name}", nearest(name, known))


def _compiles(
    text: str, scope: Scope, where: _Place, known: Iterable[str] | None = None
) -> Iterator[Problem]:
    """Whether a condition parses and, where ``known`` is given, uses no other names."""
    try:
        expression = compile_expression(text, scope)
    except ExpressionError as error:
        yield where.says(error.message, error.hint)
        return
    if known is not None:
        yield from _missing(sorted(expression.names - set(PERIOD_NAMES)), known, where, "名称")
