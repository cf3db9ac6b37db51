"""What an expression works with, and how two such values are compared."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from zsstat.model import PartialDate

Value: TypeAlias = "int | Fraction | str | bool | PartialDate | tuple[Value, ...] | None"
"""None is unknown. Rates (``Decimal`` percent) enter as the equal ``Fraction``."""

Environment: TypeAlias = Mapping[str, object] | Callable[[str], object]
"""Where names get their values: a mapping (an absent name is unknown) or a function."""

Lookup: TypeAlias = Callable[[str], object]


class Mismatch(Exception):  # noqa: N818 - not an error of its own: becomes an ExpressionError
    """Values of kinds that do not go together; the compiler adds the expression's text."""


class Kind(StrEnum):
    """The kinds of values, as messages call them."""

    NUMBER = "数"
    TEXT = "文字"
    DATE = "日期"
    FLAG = "是否"
    LIST = "列表"


def kind_of(value: Value) -> Kind | None:
    """The kind of a value; None when it is unknown."""
    match value:
        case None:
            return None
        case bool():
            return Kind.FLAG
        case int():
            return Kind.NUMBER
        case str():
            return Kind.TEXT
        case PartialDate():
            return Kind.DATE
        case Fraction():  # last: the test for an abstract number is slow
            return Kind.NUMBER
    return Kind.LIST


def admit(name: str, value: object) -> Value:
    """A value of the environment as the language knows it."""
    match value:
        case None | bool() | int() | str() | PartialDate() | tuple() | Fraction():
            return value
        case Decimal():
            return Fraction(value)
    raise Mismatch(f"“{name}”的值不能用在表达式里")


def _earlier(left: PartialDate, right: PartialDate) -> bool:
    return left.earliest < right.latest


def _not_later(left: PartialDate, right: PartialDate) -> bool:
    return left.earliest <= right.latest


def _may_be_equal(left: PartialDate, right: PartialDate) -> bool:
    return left.earliest <= right.latest and right.earliest <= left.latest


def _may_differ(left: PartialDate, right: PartialDate) -> bool:
    return not (left == right and left.day is not None)


_DATES: Mapping[str, Callable[[PartialDate, PartialDate], bool]] = {
    "<": _earlier,
    "<=": _not_later,
    ">": lambda left, right: _earlier(right, left),
    ">=": lambda left, right: _not_later(right, left),
    "==": _may_be_equal,
    "!=": _may_differ,
}
_OTHERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_EQUALITY = frozenset({"==", "!="})


def comparable(sign: str, left: Kind | None, right: Kind | None) -> bool:
    """Whether ``left sign right`` makes sense for these kinds; an unknown kind may be anything."""
    if left is not None and right is not None and left is not right:
        return False
    if sign in _EQUALITY:
        return True
    return {left, right} <= {Kind.NUMBER, Kind.DATE, None}


def compare(sign: str, left: Value, right: Value) -> bool | None:
    """``left sign right``; unknown when a side is.

    Dates of unequal precision are compared by possibility: False only when the comparison is
    certainly false.
    """
    if left is None or right is None:
        return None
    if type(left) is type(right) is int:
        return _OTHERS[sign](left, right)
    if not comparable(sign, kind_of(left), kind_of(right)):
        raise Mismatch(f"{kind_of(left)}和{kind_of(right)}不能用 {sign} 比较")
    if isinstance(left, PartialDate) and isinstance(right, PartialDate):
        return _DATES[sign](left, right)
    return _OTHERS[sign](left, right)


def truth(value: Value) -> bool | None:
    """A condition's value; anything but true, false and unknown is a mistake of the catalogue."""
    if value is None or isinstance(value, bool):
        return value
    raise Mismatch(f"这里要的是条件，不是{kind_of(value)}")


def negation(value: bool | None) -> bool | None:
    """Not, in three values."""
    return None if value is None else not value


def number(value: Value) -> int | Fraction | None:
    """A number's value, or unknown."""
    if value is None or (isinstance(value, int | Fraction) and not isinstance(value, bool)):
        return value
    raise Mismatch(f"这里要的是数，不是{kind_of(value)}")


def text(value: Value) -> str | None:
    """A text's value, or unknown."""
    if value is None or isinstance(value, str):
        return value
    raise Mismatch(f"这里要的是文字，不是{kind_of(value)}")


def moment(value: Value) -> PartialDate | None:
    """A date's value, or unknown."""
    if value is None or isinstance(value, PartialDate):
        return value
    raise Mismatch(f"这里要的是日期，不是{kind_of(value)}")
