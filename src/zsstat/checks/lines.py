"""Tables whose rows are indicators, as checks read them: one line, one indicator, one number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zsstat.checks import precision, wording
from zsstat.checks.context import Context
from zsstat.compute import Interval, ratio
from zsstat.declarations import Catalogue, Indicator, Rule
from zsstat.errors import CatalogueError
from zsstat.model import Field, Issue, Outcome, RecognisedTable, Record


@dataclass(frozen=True, slots=True)
class Line:
    """What a row states for an indicator. ``value``: base units, or percent for a rate;
    ``decimals``: how finely the lines around it are written."""

    indicator: Indicator
    field: Field
    value: Fraction
    record: Record
    decimals: precision.Decimals

    def said(self, value: Fraction, catalogue: Catalogue) -> str:
        """A quantity of this indicator in the unit that the line was written in."""
        if isinstance(self.field.value, Decimal):
            return wording.percent(value)
        return wording.amount(value, wording.unit_of(self.field, catalogue))

    def interval(self, catalogue: Catalogue) -> Interval:
        """What the exact value may be that is written like this."""
        half = precision.slack(self.field, catalogue, self.decimals)
        return Interval(self.value - half, self.value + half)

    def agrees(self, exact: Fraction, rule: Rule, catalogue: Catalogue) -> bool:
        """Whether the stated value is what ``exact`` rounds to as written, or within tolerance."""
        unit = wording.unit_of(self.field, catalogue)
        base = unit.base if unit else None
        accepted = precision.allowed(rule, exact, base, catalogue)
        return abs(exact - self.value) <= accepted or precision.rounds_to(
            exact, self.value, precision.step(self.field, catalogue, self.decimals)
        )


def parameter(rule: Rule, name: str) -> str:
    """A column name that the rule's entry must give. Raises :class:`CatalogueError`."""
    value = rule.parameters.get(name)
    if not isinstance(value, str) or not value:
        raise CatalogueError(
            f"rules.toml 里 {rule.id} 的 parameters 缺少 {name}",
            f'请写成 parameters = {{ {name} = "列名" }}',
        )
    return value


def tables(rule: Rule, context: Context) -> Iterator[RecognisedTable]:
    """The tables that the rule is about, those without rows left out: they state nothing."""
    for found in context.subject.tables:
        if found.records and rule.table in (None, found.table):
            yield found


def lacks(found: RecognisedTable, column: str) -> bool:
    """Whether neither the header nor the rows have the column."""
    return column not in found.columns and column not in found.records[0].fields


def undecided_without(
    rule: Rule, found: RecognisedTable, columns: Iterable[str], context: Context
) -> Iterator[Issue]:
    """One undecided issue when the table lacks columns that the rule needs; else nothing."""
    missing = [column for column in columns if lacks(found, column)]
    if missing:
        name = context.catalogue.returns[found.table].name
        yield Issue(
            rule.id,
            f"{name}没有“{'”“'.join(missing)}”列，无法核对：{rule.title}",
            outcome=Outcome.UNDECIDED,
        )


def indicator_of(record: Record, column: str, catalogue: Catalogue) -> Indicator | None:
    """The indicator that the row is about, None when it was not recognised."""
    code = record.value(column)
    return catalogue.indicators.get(code) if isinstance(code, str) else None


class Statements:
    """The numbers that the rows of one table state. How finely a column is written is looked up
    once for all its rows."""

    def __init__(self, found: RecognisedTable, catalogue: Catalogue) -> None:
        self._found = found
        self._catalogue = catalogue
        self._decimals: dict[str, precision.Decimals] = {}

    def line(self, record: Record, indicator: Indicator, column: str) -> Line | None:
        """The number that the row states in ``column``, None when blank or unreadable."""
        field = record.fields.get(column)
        if (
            field is None
            or isinstance(field.value, bool)
            or not isinstance(field.value, int | Decimal)
        ):
            return None
        return Line(indicator, field, Fraction(field.value), record, self._of(column))

    def _of(self, column: str) -> precision.Decimals:
        if column not in self._decimals:
            fields = (r.fields[column] for r in self._found.records if column in r.fields)
            self._decimals[column] = precision.decimals_of(fields, self._catalogue)
        return self._decimals[column]


def lines(rule: Rule, found: RecognisedTable, context: Context) -> Iterator[Line]:
    """The lines of a table by the rule's ``indicator`` and ``value`` columns."""
    about, value = parameter(rule, "indicator"), parameter(rule, "value")
    statements = Statements(found, context.catalogue)
    for record in found.records:
        indicator = indicator_of(record, about, context.catalogue)
        if indicator and (line := statements.line(record, indicator, value)):
            yield line


def total(indicator: Indicator, sums: Callable[[str], int | None]) -> Fraction | None:
    """The indicator's exact value: a sum, or for a rate the ratio of two sums in percent."""
    if indicator.ratio:
        return ratio(sums(indicator.ratio.numerator), sums(indicator.ratio.denominator)).value
    value = sums(indicator.code)
    return None if value is None else Fraction(value)


def computable(indicator: Indicator) -> bool:
    """Whether returns are added up to it at all."""
    return bool(indicator.post or indicator.ratio)


def summands(indicator: Indicator, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators whose sums it is made of: itself, or the two of a ratio."""
    if indicator.ratio is None:
        return (indicator,)
    codes = (indicator.ratio.numerator, indicator.ratio.denominator)
    return tuple(catalogue.indicators[code] for code in codes)


def differs(rule: Rule, line: Line, exact: Fraction, sentence: str, context: Context) -> Issue:
    """The issue that ``line`` should say ``exact``; ``sentence`` has {shown} and {expected}."""
    catalogue = context.catalogue
    shown, expected, difference = (
        line.said(value, catalogue) for value in (line.value, exact, abs(exact - line.value))
    )
    if isinstance(line.field.value, Decimal):
        difference = difference.removesuffix(wording.PERCENT) + "个百分点"
    values = {"shown": shown, "expected": expected, "difference": difference}
    return Issue(
        rule.id,
        wording.filled(sentence, values, rule),
        (line.field.ref,),
        shown=line.field.text.strip(),
        expected=expected,
        difference=difference,
    )
