"""Comparisons, single and in chains, and membership."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from zsstat.expressions.nodes import Comparison, Node, Run
from zsstat.expressions.values import (
    Kind,
    Lookup,
    Mismatch,
    Value,
    compare,
    kind_of,
    negation,
)

MEMBERSHIP = frozenset({"in", "not in"})
SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
}


def _relation(sign: str, left: Value, right: Value) -> bool | None:
    if sign not in MEMBERSHIP:
        return compare(sign, left, right)
    found = _among(left, right)
    return found if sign == "in" else negation(found)


def _among(value: Value, members: Value) -> bool | None:
    """Membership; unknown when the value is, or when it is not among the known members and some
    are unknown."""
    if value is None or members is None:
        return None
    if not isinstance(members, tuple):
        raise Mismatch(f"in 后面应当是列表，却是{kind_of(members)}")
    results = [compare("==", value, member) for member in members]
    if True in results:
        return True
    return None if None in results else False


def single(left: Run, sign: str, right: Run) -> Node:
    def run(lookup: Lookup) -> Value:
        return _relation(sign, left(lookup), right(lookup))

    def compared(lookup: Lookup) -> Comparison:
        return Comparison(left(lookup), sign, right(lookup))

    return Node(run, Kind.FLAG, compared)


def chain(runs: Sequence[Run], signs: Sequence[str]) -> Node:
    def links(lookup: Lookup) -> list[tuple[Comparison, bool | None]]:
        values = [run(lookup) for run in runs]
        pairs = zip(values, signs, values[1:], strict=False)
        return [(Comparison(*pair), _relation(pair[1], pair[0], pair[2])) for pair in pairs]

    def run(lookup: Lookup) -> Value:
        results = [result for _, result in links(lookup)]
        if False in results:
            return False
        return None if None in results else True

    def compared(lookup: Lookup) -> Comparison:
        found = links(lookup)
        for wanted in (False, None):
            for link, result in found:
                if result is wanted:
                    return link
        return found[-1][0]

    return Node(run, Kind.FLAG, compared)
