"""What follows from what is known: spans of linear forms, worked out in a prime field.

A form that a combination of known forms gives over the fractions gives it here, too, and with a
prime of 127 bits none is taken for such a combination by accident. Only what cannot be recomputed
matters, so a field is enough, and its numbers do not grow as fractions would.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

PRIME = 2**127 - 1

Variable = TypeVar("Variable", bound=Hashable)
Tag = TypeVar("Tag", bound=Hashable)
Row: TypeAlias = dict[int, int]
"""Variable number → coefficient, none of them 0."""


class Numbering(Generic[Variable]):
    """Variables by number, in the order in which they were first met."""

    def __init__(self) -> None:
        self._numbers: dict[Variable, int] = {}

    def row(self, form: Mapping[Variable, Fraction]) -> Row:
        numbers = self._numbers
        return {
            numbers.setdefault(variable, len(numbers)): _in_field(coefficient)
            for variable, coefficient in form.items()
            if coefficient
        }


class Span(Generic[Tag]):
    """Everything that combinations of the added forms give; each form has a tag, or none where
    nobody can take it away."""

    def __init__(self) -> None:
        self._basis: dict[int, tuple[Row, dict[Tag, int]]] = {}

    def add(self, row: Row, tag: Tag | None = None) -> None:
        """Whatever follows already is not added: its tag is then in no combination."""
        rest, used = self._rest(row)
        if not rest:
            return
        if tag is not None:
            used[tag] = (used.get(tag, 0) + 1) % PRIME
        lead = min(rest)
        scale = pow(rest[lead], -1, PRIME)
        self._basis[lead] = _scaled(rest, scale), _scaled(used, scale)

    def holds(self, row: Row) -> bool:
        """Whether a form follows."""
        return not self._rest(row)[0]

    def combination(self, row: Row) -> frozenset[Tag] | None:
        """The tags of forms that together give this one; None where it does not follow."""
        rest, used = self._rest(row)
        return None if rest else frozenset(tag for tag, factor in used.items() if factor)

    def copy(self) -> Span[Tag]:
        made: Span[Tag] = Span()
        made._basis = dict(self._basis)
        return made

    def _rest(self, row: Row) -> tuple[Row, dict[Tag, int]]:
        """What is left of a row when the basis is taken off it, and what was taken off."""
        rest, used = dict(row), dict[Tag, int]()
        while rest:
            lead = min(rest)
            found = self._basis.get(lead)
            if found is None:
                break
            factor = -rest[lead] % PRIME
            _accumulate(rest, found[0], factor)
            _accumulate(used, found[1], factor)
        return rest, used


def connected(groups: Iterable[Iterable[Variable]]) -> Iterator[frozenset[Variable]]:
    """The sets of variables that are joined by groups of them, directly or by others."""
    home: dict[Variable, Variable] = {}

    def root(variable: Variable) -> Variable:
        home.setdefault(variable, variable)
        while home[variable] != variable:
            home[variable] = home[home[variable]]
            variable = home[variable]
        return variable

    for group in groups:
        first, *others = group
        for other in others:
            home[root(other)] = root(first)
        root(first)
    joined: dict[Variable, set[Variable]] = {}
    for variable in home:
        joined.setdefault(root(variable), set()).add(variable)
    return (frozenset(variables) for variables in joined.values())


def _in_field(value: Fraction) -> int:
    return value.numerator * pow(value.denominator, -1, PRIME) % PRIME


Key = TypeVar("Key", bound=Hashable)


def _accumulate(into: dict[Key, int], what: Mapping[Key, int], factor: int) -> None:
    for key, coefficient in what.items():
        total = (into.get(key, 0) + factor * coefficient) % PRIME
        if total:
            into[key] = total
        else:
            into.pop(key, None)


def _scaled(row: Mapping[Key, int], factor: int) -> dict[Key, int]:
    return {key: coefficient * factor % PRIME for key, coefficient in row.items()}
