"""Rules about a single row, written as conditions in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zsstat.checks import lines, precision, wording
from zsstat.checks.context import Context
from zsstat.declarations import Catalogue, ColumnType, ReturnTable, Rule, Unit
from zsstat.expressions import (
    Comparison,
    Expression,
    Scope,
    compile_expression,
    period_environment,
)
from zsstat.model import Field, Issue, RecognisedTable, Record

NUMBERS = frozenset({ColumnType.AMOUNT, ColumnType.COUNT})
SIGNS = {
    "<=": "≤",
    "<": "＜",
    ">=": "≥",
    ">": "＞",
    "==": "=",
    "!=": "≠",
    "in": "应为",
    "not in": "不应为",
}


def row(rule: Rule, context: Context) -> Iterator[Issue]:
    """逐行核对规则的条件：when 成立的行，holds 也应成立。

    条件用到的单元格空白、或日期不够精确而判断不出时，这一行不核对；单元格读不出时由读取规则提示，这里不再
    重复。表里没有条件用到的列时无法核对（parameters 的 optional 列出可以没有的列）。
    规则有 tolerance 时，两边相差在允许范围之内算成立。
    """
    if rule.table is None or rule.holds is None:
        return
    condition = _Condition.of(rule, context.catalogue)
    for found in lines.tables(rule, context):
        lacking = list(lines.undecided_without(rule, found, condition.indispensable(rule), context))
        yield from lacking
        if not lacking:
            yield from _failing(rule, condition, found, context)


@dataclass(frozen=True, slots=True)
class _Condition:
    """A row rule made ready: its expressions and the columns that they look at, in sheet order."""

    table: ReturnTable
    when: Expression | None
    holds: Expression
    columns: tuple[str, ...]
    catalogue: Catalogue

    @classmethod
    def of(cls, rule: Rule, catalogue: Catalogue) -> _Condition:
        table = catalogue.returns[rule.table or ""]
        scope = Scope.of(catalogue)
        when = compile_expression(rule.when, scope) if rule.when else None
        holds = compile_expression(rule.holds or "", scope)
        used = holds.names | (when.names if when else frozenset())
        columns = tuple(column.name for column in table.columns if column.name in used)
        return cls(table, when, holds, columns, catalogue)

    def indispensable(self, rule: Rule) -> list[str]:
        """The columns without which nothing can be said; the rule may name some as optional."""
        optional = rule.parameters.get("optional", ())
        spared = (optional,) if isinstance(optional, str | int) else optional
        return [column for column in self.columns if column not in spared]

    def fails(self, record: Record, environment: Mapping[str, object]) -> bool:
        """Whether the row breaks the rule for certain. Unknown is not a failure."""
        if self.when is not None and self.when.evaluate(environment) is not True:
            return False
        if self.holds.evaluate(environment) is not False:
            return False
        fields = record.fields
        return all(fields[name].readable for name in self.columns if name in fields)

    def fields(self, record: Record) -> list[tuple[str, Field]]:
        """The cells that the finding is about: those compared, and the filled ones that made the
        rule apply."""
        return [
            (name, record.fields[name])
            for name in self.columns
            if name in record.fields
            and (name in self.holds.names or record.fields[name].value is not None)
        ]

    def numbers(self, record: Record) -> list[Field]:
        """The amounts and counts that are compared."""
        return [
            record.fields[column.name]
            for column in self.table.columns
            if column.type in NUMBERS
            and column.name in self.holds.names
            and column.name in record.fields
        ]

    def unit(self, record: Record) -> Unit | None:
        """The finest unit among the numbers that are compared, when they count the same thing."""
        units = (wording.unit_of(field, self.catalogue) for field in self.numbers(record))
        return wording.finest(unit for unit in units if unit)


def _failing(
    rule: Rule, condition: _Condition, found: RecognisedTable, context: Context
) -> Iterator[Issue]:
    for record, environment in context.rows(found):
        if condition.fails(record, environment):
            comparison = condition.holds.comparison(environment)
            if not _tolerated(rule, condition, record, comparison):
                yield _issue(rule, condition, record, comparison, context)


def _tolerated(
    rule: Rule, condition: _Condition, record: Record, comparison: Comparison | None
) -> bool:
    sides = numbers_of(comparison)
    if sides is None:
        return False
    unit = condition.unit(record)
    accepted = precision.allowed(rule, sides[1], unit.base if unit else None, condition.catalogue)
    return accepted > 0 and abs(sides[0] - sides[1]) <= accepted


def _issue(
    rule: Rule,
    condition: _Condition,
    record: Record,
    comparison: Comparison | None,
    context: Context,
) -> Issue:
    fields, unit = condition.fields(record), condition.unit(record)
    sides = numbers_of(comparison)
    derived = sides is not None and not condition.numbers(record)  # years of dates, say
    return Issue(
        rule.id,
        f"{wording.label_of(record, condition.table.label)}：{_sentence(rule, record, context)}",
        wording.refs(field for _, field in fields),
        shown="，".join(f"{name} {wording.written(field)}" for name, field in fields),
        expected=rule.title if derived else expectation(comparison, unit) or rule.title,
        difference=wording.amount(abs(sides[0] - sides[1]), unit) if sides and not derived else "",
    )


def _sentence(rule: Rule, record: Record, context: Context) -> str:
    """The rule's message filled in; without one, that its title does not hold."""
    if not rule.message:
        return f"不符合“{rule.title}”"
    columns = context.catalogue.returns[record.table].columns
    values = {c.name: wording.said(record.fields.get(c.name), context.catalogue) for c in columns}
    named = {name: str(value) for name, value in period_environment(context.period).items()}
    return wording.filled(rule.message, {**named, **values}, rule)


def numbers_of(comparison: Comparison | None) -> tuple[Fraction, Fraction] | None:
    """Both sides of a comparison of numbers."""
    if comparison is None:
        return None
    left, right = comparison.left, comparison.right
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return Fraction(left), Fraction(right)
    return None


def expectation(comparison: Comparison | None, unit: Unit | None) -> str:
    """``≤ 5000万元``: what the compared value should have been, empty where that cannot be said."""
    match comparison:
        case None | (_, _, None) | (_, _, bool()):
            return ""
        case (_, sign, tuple(members)):
            return f"{SIGNS[sign]}{'、'.join(str(member) for member in members)}"
        case (_, sign, int() | Fraction() as right):
            return f"{SIGNS[sign]} {wording.amount(right, unit)}"
    return f"{SIGNS[comparison.operator]} {comparison.right}"
