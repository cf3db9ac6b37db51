"""What must hold between the indicators of one 汇总表."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zsstat.checks import lines, precision, wording
from zsstat.checks.context import Context
from zsstat.checks.lines import Line
from zsstat.checks.rows import expectation, numbers_of
from zsstat.declarations import Catalogue, Rule, Unit
from zsstat.expressions import Expression, Scope, compile_expression, period_environment
from zsstat.model import Issue, Outcome, RecognisedTable


def stated(rule: Rule, context: Context) -> Iterator[Issue]:
    """汇总表各指标之间的关系应当成立。

    四舍五入造成的差异不算：每个数按所写的小数位留半个单位的余地，写到基本单位（元、美元、个）的不留；
    同一列、同一单位的各行按小数位最多的一行看，Excel 会省去末尾的零。条件用到的
    指标没有列出、空白或重复填写时无法核对；读不出的单元格由读取规则提示，这里不再重复。
    """
    if rule.holds is None:
        return
    holds = compile_expression(rule.holds, Scope.of(context.catalogue))
    used = [code for code in context.catalogue.indicators if code in holds.names]
    columns = [lines.parameter(rule, name) for name in ("indicator", "value")]
    for found in lines.tables(rule, context):
        lacking = list(lines.undecided_without(rule, found, columns, context))
        yield from lacking
        if not lacking and not _unreadable(rule, found, used):
            yield from _judge(rule, holds, used, found, context)


def _unreadable(rule: Rule, found: RecognisedTable, used: list[str]) -> bool:
    """Whether a value that is needed could not be read, which is another finding already."""
    about, value = lines.parameter(rule, "indicator"), lines.parameter(rule, "value")
    return any(
        record.value(about) in used and (field := record.fields.get(value)) and not field.readable
        for record in found.records
    )


def _judge(
    rule: Rule, holds: Expression, used: list[str], found: RecognisedTable, context: Context
) -> Iterator[Issue]:
    listed: dict[str, list[Line]] = {}
    for line in lines.lines(rule, found, context):
        listed.setdefault(line.indicator.code, []).append(line)
    missing = [code for code in used if len(listed.get(code, ())) != 1]
    if missing:
        names = "”“".join(context.catalogue.indicators[code].name for code in missing)
        table = context.catalogue.returns[found.table].name
        message = f"{table}没有填“{names}”，或填了不止一次，无法核对：{rule.title}"
        yield Issue(rule.id, message, outcome=Outcome.UNDECIDED)
        return
    relation = _Relation(rule, holds, {code: listed[code][0] for code in used}, context)
    if relation.fails():
        yield relation.issue()


@dataclass(frozen=True, slots=True)
class _Relation:
    """A condition over indicators together with the lines that state them, in catalogue order."""

    rule: Rule
    holds: Expression
    lines: Mapping[str, Line]
    context: Context

    @property
    def environment(self) -> dict[str, object]:
        values = {code: line.value for code, line in self.lines.items()}
        return {**values, **period_environment(self.context.period)}

    @property
    def catalogue(self) -> Catalogue:
        return self.context.catalogue

    @property
    def sides(self) -> tuple[Fraction, Fraction] | None:
        return numbers_of(self.holds.comparison(self.environment))

    def fails(self) -> bool:
        if self.holds.evaluate(self.environment) is not False:
            return False
        if (sides := self.sides) is None:
            return True
        rounding = sum(
            precision.slack(x.field, self.catalogue, x.decimals) for x in self.lines.values()
        )
        base = self.unit.base if self.unit else None
        own = precision.allowed(self.rule, sides[1], base, self.catalogue)
        margin = max(rounding, own)
        return not margin or abs(sides[0] - sides[1]) > margin

    @property
    def unit(self) -> Unit | None:
        """The finest unit of the kind that is compared: an amount wherever one takes part."""
        units = [wording.unit_of(line.field, self.catalogue) for line in self.lines.values()]
        known = [unit for unit in units if unit]
        amounts = [unit for unit in known if unit.base in _bases_of_amounts(self.catalogue)]
        return wording.finest(amounts or known)

    def issue(self) -> Issue:
        comparison, sides, unit = self.holds.comparison(self.environment), self.sides, self.unit
        fields = [line.field for line in self.lines.values()]
        values = {c: line.said(line.value, self.catalogue) for c, line in self.lines.items()}
        return Issue(
            self.rule.id,
            wording.filled(self.rule.message, values, self.rule) or f"不符合“{self.rule.title}”",
            wording.refs(fields),
            shown="，".join(
                f"{line.indicator.name} {wording.written(line.field)}"
                for line in self.lines.values()
            ),
            expected=expectation(comparison, unit) or self.rule.title,
            difference=wording.amount(abs(sides[0] - sides[1]), unit) if sides else "",
        )


def _bases_of_amounts(catalogue: Catalogue) -> frozenset[str]:
    """The bases that flows and stocks are counted in (元, 美元), as against counted things."""
    return frozenset(
        catalogue.base_unit(code)
        for code, indicator in catalogue.indicators.items()
        if indicator.kind in ("F", "S")
    )
