"""Compiled pieces, and the expression that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from zsstat.errors import ExpressionError
from zsstat.expressions.values import Environment, Kind, Lookup, Mismatch, Value

HINT = "可用的写法见 docs/catalog.md"


class Comparison(NamedTuple):
    """The two sides of a comparison as they were evaluated, None for an unknown side."""

    left: Value
    operator: str
    right: Value


Run: TypeAlias = Callable[[Lookup], Value]
Compared: TypeAlias = Callable[[Lookup], Comparison | None]


class Node(NamedTuple):
    """A compiled piece: how it is evaluated, the kind of its value where that is certain, and how
    its comparison is found when it is one."""

    run: Run
    kind: Kind | None = None
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. ``names`` are the names it looks up in the environment, those of the
    definitions it uses included."""

    text: str
    names: frozenset[str]
    node: Node

    def evaluate(self, environment: Environment) -> Value:
        """The value, None when it is unknown. Kinds that do not go together are a mistake of the
        catalogue and raise :class:`ExpressionError`."""
        try:
            return self.node.run(_lookup(environment))
        except Mismatch as mismatch:
            raise self._refusal(mismatch) from mismatch

    def comparison(self, environment: Environment) -> Comparison | None:
        """The two sides of the comparison that decides, None when the expression is none.

        Looked for through definitions and the branch of ``… if … else …`` that applies; of a chain
        the first link that does not hold, or the last one.
        """
        if self.node.compared is None:
            return None
        try:
            return self.node.compared(_lookup(environment))
        except Mismatch as mismatch:
            raise self._refusal(mismatch) from mismatch

    def _refusal(self, mismatch: Mismatch) -> ExpressionError:
        return ExpressionError(f"表达式“{self.text}”：{mismatch}", HINT)


def _lookup(environment: Environment) -> Lookup:
    return environment.get if isinstance(environment, Mapping) else environment
