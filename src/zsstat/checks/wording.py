"""How values are said in findings: exact, in the unit of the sheet, without padding zeros.

A finding quotes what a sheet says and what would have been right, so nothing is rounded here
except a rate that has no finite decimal form, and that is said with 约.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from zsstat.declarations import Catalogue, Rule, Unit
from zsstat.errors import CatalogueError
from zsstat.figures.rounding import exact_text, round_half, trimmed
from zsstat.model import CellRef, Field, PartialDate, Record
from zsstat.values import mask_personal

BLANK = "（未填）"
PERCENT = "%"
_FINEST = 10**18
_SHOWN_PLACES = 4
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def number(value: int | Decimal | Fraction) -> str:
    """``Fraction(25, 2)`` → ``12.5``. A value without finite decimals is given to four places,
    half up, with 约 before it."""
    exact = Fraction(value)
    if (exact * _FINEST).denominator == 1:
        return exact_text(exact)
    return "约" + trimmed(round_half(exact, _SHOWN_PLACES))


def amount(value: int | Fraction, unit: Unit | None) -> str:
    """A quantity of base units said in ``unit``: ``amount(50000000, 万元)`` → ``5000万元``."""
    return number(value) if unit is None else f"{number(Fraction(value) / unit.factor)}{unit.id}"


def percent(value: Decimal | Fraction) -> str:
    """``Decimal("87.4")`` → ``87.4%``."""
    return number(value) + PERCENT


def unit_of(field: Field, catalogue: Catalogue) -> Unit | None:
    """The unit that the field was written in."""
    return catalogue.units.get(field.unit) if field.unit else None


def finest(units: Iterable[Unit]) -> Unit | None:
    """The smallest of the units; None when there is none, or when they count different things."""
    known = list(units)
    if len({unit.base for unit in known}) != 1:
        return None
    return min(known, key=lambda unit: unit.factor)


def said(field: Field | None, catalogue: Catalogue) -> str:
    """A field as messages quote it: numbers with their unit, dates in one form, text as it is."""
    match field.value if field else None:
        case None:
            return written(field) if field and not field.readable else BLANK
        case bool(yes):
            return "是" if yes else "否"
        case int(value) if field:
            return amount(value, unit_of(field, catalogue))
        case Decimal() as rate:
            return percent(rate)
        case PartialDate() as day:
            return str(day)
        case _:
            return written(field) if field else BLANK


def written(field: Field) -> str:
    """The cell's own text on one line, personal numbers masked; 未填 for an empty one."""
    text = " ".join(field.text.split())
    return (mask_personal(text) if isinstance(field.value, str) else text) or BLANK


def as_written(fields: Iterable[Field]) -> str:
    """The cells' own texts, in order: what a finding shows."""
    return "、".join(map(written, fields))


def label_of(record: Record, label: str) -> str:
    """How a row is named in messages: by its label column, without one by its row number."""
    field = record.fields.get(label)
    return f"“{written(field)}”" if field and field.text.strip() else f"第{record.row}行"


def rows_named(rows: Iterable[int]) -> str:
    """``第5、9行``."""
    return f"第{'、'.join(str(row) for row in rows)}行"


def refs(fields: Iterable[Field]) -> tuple[CellRef, ...]:
    return tuple(field.ref for field in fields)


def filled(template: str, values: Mapping[str, str], rule: Rule) -> str:
    """The rule's message with ``{列名}`` replaced by that column's value.

    Raises :class:`CatalogueError` for a name that the message has no business with."""

    def value(match: re.Match[str]) -> str:
        if (name := match[1]) not in values:
            raise CatalogueError(
                f"rules.toml 里 {rule.id} 的 message 用了不认识的名称“{name}”",
                f"可以用的名称：{'、'.join(values)}",
            )
        return values[name]

    return _PLACEHOLDER.sub(value, template)
