"""Which statements must not be made so that nothing sensitive can be recomputed from the others.

A statement lets a reader know some linear forms of quantities; relations are forms that everybody
knows (areas add up to the city). What is sensitive is safe where it is no combination of what is
known. Statements are withheld one by one, the least costly of those that give something sensitive
away; in the end every statement is made after all that can be without harm, so that none is
withheld for nothing, and none that is withheld follows from the others.

An attacker who knows bounds (that no amount is negative) can still narrow a withheld quantity
down: only exact recomputation is excluded. So is not what one respondent learns about another by
taking off its own part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from zsstat.disclosure.spans import Numbering, Row, Span, connected

Key = TypeVar("Key", bound=Hashable)
Variable = TypeVar("Variable", bound=Hashable)
Form: TypeAlias = Mapping[Variable, Fraction]
Cost: TypeAlias = tuple[Fraction | int | bool, ...]


@dataclass(frozen=True)
class Statement(Generic[Key, Variable]):
    """``forms`` are what it tells, ``about`` the quantities it rests on. One that is ``fixed`` is
    made whatever it reveals. ``cost``: how much would be lost without it; ``place`` is the row that
    it belongs to, for what is withheld had better be withheld together."""

    key: Key
    forms: tuple[Form[Variable], ...]
    about: frozenset[Variable]
    cost: Cost = ()
    place: Hashable = None
    fixed: bool = False


@dataclass(frozen=True)
class Suppression(Generic[Key, Variable]):
    """``primary`` rest on something sensitive, ``secondary`` would give it away; ``exposed`` is
    what fixed statements give away all the same."""

    primary: frozenset[Key]
    secondary: frozenset[Key]
    exposed: frozenset[Variable]


def suppressed(
    statements: Collection[Statement[Key, Variable]],
    relations: Iterable[Form[Variable]],
    sensitive: Callable[[Variable], bool],
) -> Suppression[Key, Variable]:
    """The statements to withhold."""
    known = tuple(relations)
    forms = (*known, *(form for statement in statements for form in statement.forms))
    secondary: set[Key] = set()
    exposed: set[Variable] = set()
    for variables in connected(form for form in forms if form):
        secret = frozenset(filter(sensitive, variables))
        if secret:
            part = _Part(
                [s for s in statements if any(form.keys() & variables for form in s.forms)],
                [form for form in known if form.keys() & variables],
                secret,
            )
            part.protect()
            secondary |= part.hidden
            exposed |= part.exposed
    primary = {s.key for s in statements if any(map(sensitive, s.about))}
    return Suppression(frozenset(primary), frozenset(secondary - primary), frozenset(exposed))


class _Part(Generic[Key, Variable]):
    """The statements and relations of quantities that hang together."""

    def __init__(
        self,
        statements: Sequence[Statement[Key, Variable]],
        relations: Iterable[Form[Variable]],
        sensitive: frozenset[Variable],
    ) -> None:
        self._numbers: Numbering[Variable] = Numbering()
        self._relations = [self._numbers.row(form) for form in relations]
        self._primary = {s.key for s in statements if s.about & sensitive}
        self._known = [s for s in statements if s.fixed]
        self._open = [s for s in statements if not s.fixed and s.key not in self._primary]
        self._targets: list[tuple[Row, Variable | None]] = [
            (self._numbers.row({variable: Fraction(1)}), variable)
            for variable in sorted(sensitive, key=str)
        ]
        self._targets += [
            (self._numbers.row(form), None)
            for s in statements
            if s.key in self._primary and not s.fixed
            for form in s.forms
        ]
        self.hidden: set[Key] = set()
        self.exposed: set[Variable] = set()
        self._rows = {s.key: [self._numbers.row(form) for form in s.forms] for s in statements}

    def protect(self) -> None:
        self._drop_what_is_lost()
        while self._hide_some():
            pass
        self._show_what_can_be()

    def _drop_what_is_lost(self) -> None:
        """What follows from relations and fixed statements alone cannot be protected."""
        span = self._span(visible=())
        self.exposed = {v for row, v in self._targets if v is not None and span.holds(row)}
        self._targets = [(row, v) for row, v in self._targets if not span.holds(row)]

    def _hide_some(self) -> bool:
        """Looks at every target once; whether anything more had to be withheld."""
        visible = [s for s in self._open if s.key not in self.hidden]
        by_key = {s.key: s for s in visible}
        span = self._span(visible)
        before = len(self.hidden)
        for row, _ in self._targets:
            used = span.combination(row)
            if used is not None and not used & self.hidden:
                self.hidden.add(self._cheapest([by_key[key] for key in used]))
        return len(self.hidden) > before

    def _cheapest(self, statements: Iterable[Statement[Key, Variable]]) -> Key:
        """What is about a quantity, or stands in a row, of which something is withheld already goes
        before what does not; then what costs less."""
        lost = [s for s in self._open if s.key in self.hidden]
        touched = frozenset(v for s in lost for v in s.about)
        places = {s.place for s in lost}

        def cost(statement: Statement[Key, Variable]) -> tuple[object, ...]:
            whole, *rest = statement.cost or (False,)
            fresh = not statement.about & touched
            return (whole, fresh, statement.place not in places, *rest, str(statement.key))

        return min(statements, key=cost).key

    def _show_what_can_be(self) -> None:
        """What was withheld for something that is withheld anyway by now is made again, the most
        costly first."""
        hidden = [s for s in self._open if s.key in self.hidden]
        span = self._span([s for s in self._open if s.key not in self.hidden])
        for statement in sorted(hidden, key=lambda s: s.cost, reverse=True):
            tried = span.copy()
            for row in self._rows[statement.key]:
                tried.add(row)
            if not any(tried.holds(row) for row, _ in self._targets):
                span = tried
                self.hidden.discard(statement.key)

    def _span(self, visible: Iterable[Statement[Key, Variable]]) -> Span[Key]:
        span: Span[Key] = Span()
        for row in self._relations:
            span.add(row)
        for statement in self._known:
            for row in self._rows[statement.key]:
                span.add(row)
        for statement in visible:
            for row in self._rows[statement.key]:
                span.add(row, statement.key)
        return span
