"""Text → closures. Only the listed kinds of syntax exist; all else is refused by name."""

from __future__ import annotations

import ast
import operator
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from zsstat.errors import ExpressionError
from zsstat.expressions.functions import FUNCTIONS
from zsstat.expressions.nodes import HINT, Comparison, Expression, Node, Run
from zsstat.expressions.relations import MEMBERSHIP, SIGNS, chain, single
from zsstat.expressions.scope import Scope
from zsstat.expressions.values import (
    Kind,
    Lookup,
    Mismatch,
    Value,
    admit,
    comparable,
    kind_of,
    negation,
    number,
    truth,
)

LONGEST_TEXT = 1000
DEEPEST = 40

_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_QUANTITY = r"(?<![\w.])(\d+(?:\.\d+)?)\s*({units})(?!\w)"
_NUMBER_WITH_WORD = re.compile(r"(?<![\w.])\d+(?:\.\d+)?[^\W\d]\w*")


def compile_expression(text: str, scope: Scope) -> Expression:
    """The expression of a text, compiled once for each scope.

    Raises :class:`ExpressionError`, naming the expression and the place in it, for anything that
    is not in the language, too long or nested too deeply.
    """
    found = scope.compiled.get(text)
    if found is None:
        found = scope.compiled[text] = _compile(text, scope, ())
    if not isinstance(found, Expression):
        raise TypeError(found)
    return found


def _compile(text: str, scope: Scope, within: tuple[str, ...]) -> Expression:
    compiler = _Compiler(text, scope, within)
    try:
        node = compiler.compile(compiler.parse(), 0)
    except Mismatch as mismatch:
        raise ExpressionError(f"表达式“{text}”：{mismatch}", HINT) from mismatch
    return Expression(text, frozenset(compiler.names), node)


class _Compiler:
    """Compiles one text; ``within`` are the definitions it is part of."""

    def __init__(self, text: str, scope: Scope, within: tuple[str, ...]) -> None:
        self.text = text
        self.scope = scope
        self.within = within
        self.names: set[str] = set()
        self.plain = ""

    def parse(self) -> ast.expr:
        if len(self.text) > LONGEST_TEXT:
            raise ExpressionError(
                f"表达式“{self.text[:30]}…”长达 {len(self.text)} 字，最多 {LONGEST_TEXT} 字", HINT
            )
        self.plain = self._with_plain_quantities(self.text.strip())
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # what Python only warns of is not in the language
                return ast.parse(self.plain, mode="eval").body
        except SyntaxError as error:
            raise self._syntax_error(error) from error
        except (ValueError, MemoryError, RecursionError) as error:
            raise ExpressionError(f"表达式“{self.text}”无法解析", HINT) from error

    def _with_plain_quantities(self, text: str) -> str:
        """``5亿元`` outside strings → ``500000000``."""

        def replaced(match: re.Match[str]) -> str:
            return str(self.scope.quantity(match[1], match[2])) if match[1] else match[0]

        units = self.scope.unit_pattern or "(?!)"
        return re.sub(f"{_STRING}|{_QUANTITY.format(units=units)}", replaced, text)

    def _syntax_error(self, error: SyntaxError) -> ExpressionError:
        strange = _NUMBER_WITH_WORD.search(self.plain)
        if strange:
            return ExpressionError(f"表达式“{self.text}”里的“{strange[0]}”单位不明", HINT)
        place = f"第 {error.offset} 个字附近" if error.offset else "某处"
        return ExpressionError(f"表达式“{self.text}”{place}写法不对", HINT)

    def refuse(self, node: ast.AST, why: str) -> Mismatch:
        piece = ast.get_source_segment(self.plain, node) if isinstance(node, ast.expr) else None
        return Mismatch(f"“{piece}”{why}" if piece else why)

    def compile(self, node: ast.expr, depth: int) -> Node:
        if depth > DEEPEST:
            raise Mismatch(f"嵌套超过 {DEEPEST} 层")
        match node:
            case ast.BoolOp():
                return self._junction(node, depth)
            case ast.UnaryOp():
                return self._unary(node, depth)
            case ast.BinOp():
                return self._arithmetic(node, depth)
            case ast.Compare():
                return self._comparison(node, depth)
            case ast.IfExp():
                return self._choice(node, depth)
            case ast.Call():
                return self._call(node, depth)
            case ast.Tuple() | ast.List():
                return self._list(node, depth)
        return self._leaf(node)

    def _leaf(self, node: ast.expr) -> Node:
        match node:
            case ast.Name():
                return self._name(node.id)
            case ast.Constant():
                return self._constant(node)
        raise self.refuse(node, "不是允许的写法")

    # --- leaves ---------------------------------------------------------------------------

    def _constant(self, node: ast.Constant) -> Node:
        if isinstance(node.value, float):
            return _fixed(self._exact(node))
        if isinstance(node.value, bool | int | str):
            return _fixed(node.value)
        raise self.refuse(node, "不是允许的值")

    def _exact(self, node: ast.Constant) -> Fraction:
        """A decimal as it is written; the double that ``ast`` made of it is not used."""
        written = ast.get_source_segment(self.plain, node) or ""
        if not re.fullmatch(r"\d+\.\d+", written):
            raise self.refuse(node, "不是允许的数，小数请写成 0.5 的形式")
        return Fraction(written)

    def _name(self, name: str) -> Node:
        if name in self.scope.constants:
            return _fixed(self.scope.constant(name))
        if name in self.scope.definitions:
            return self._definition(name)
        if name in self.scope.lists:
            return _fixed(tuple(self.scope.lists[name]))
        if name in FUNCTIONS:
            raise Mismatch(f"函数“{name}”后面要有括号")
        self.names.add(name)
        return Node(lambda lookup: admit(name, lookup(name)))

    def _definition(self, name: str) -> Node:
        if name in self.within:
            circle = " → ".join((*self.within[self.within.index(name) :], name))
            raise ExpressionError(f"定义互相引用，没有尽头：{circle}", HINT)
        inner = _compile(self.scope.definitions[name], self.scope, (*self.within, name))
        self.names |= inner.names
        return inner.node

    def _list(self, node: ast.Tuple | ast.List, depth: int) -> Node:
        members = [self.compile(element, depth + 1).run for element in node.elts]
        return Node(lambda lookup: tuple(run(lookup) for run in members), Kind.LIST)

    # --- logic ----------------------------------------------------------------------------

    def _condition(self, node: ast.expr, depth: int) -> Node:
        compiled = self.compile(node, depth + 1)
        if compiled.kind not in (Kind.FLAG, None):
            raise self.refuse(node, f"应当是条件，却是{compiled.kind}")
        return compiled

    def _junction(self, node: ast.BoolOp, depth: int) -> Node:
        runs = [self._condition(value, depth).run for value in node.values]
        decisive = isinstance(node.op, ast.Or)

        def run(lookup: Lookup) -> Value:
            unknown = False
            for part in runs:
                value = truth(part(lookup))
                if value is decisive:
                    return decisive
                unknown = unknown or value is None
            return None if unknown else not decisive

        return Node(run, Kind.FLAG)

    def _unary(self, node: ast.UnaryOp, depth: int) -> Node:
        match node.op:
            case ast.Not():
                condition = self._condition(node.operand, depth).run
                return Node(lambda lookup: negation(truth(condition(lookup))), Kind.FLAG)
            case ast.USub():
                amount = self._number(node.operand, depth)
                return Node(lambda lookup: _minus(number(amount(lookup))), Kind.NUMBER)
        raise self.refuse(node, "不是允许的运算")

    def _choice(self, node: ast.IfExp, depth: int) -> Node:
        condition = self._condition(node.test, depth).run
        yes, no = self.compile(node.body, depth + 1), self.compile(node.orelse, depth + 1)

        def run(lookup: Lookup) -> Value:
            decided = truth(condition(lookup))
            if decided is not None:
                return yes.run(lookup) if decided else no.run(lookup)
            first, second = yes.run(lookup), no.run(lookup)
            return first if first == second else None

        def compared(lookup: Lookup) -> Comparison | None:
            decided = truth(condition(lookup))
            branch = {True: yes.compared, False: no.compared, None: None}[decided]
            return branch(lookup) if branch else None

        kind = yes.kind if yes.kind is no.kind else None
        return Node(run, kind, compared if yes.compared or no.compared else None)

    # --- arithmetic and comparison --------------------------------------------------------

    def _number(self, node: ast.expr, depth: int) -> Run:
        compiled = self.compile(node, depth + 1)
        if compiled.kind not in (Kind.NUMBER, None):
            raise self.refuse(node, f"应当是数，却是{compiled.kind}")
        return compiled.run

    def _arithmetic(self, node: ast.BinOp, depth: int) -> Node:
        apply = _ARITHMETIC.get(type(node.op))
        if apply is None:
            raise self.refuse(node, "不是允许的运算，只有加、减、乘")
        left, right = self._number(node.left, depth), self._number(node.right, depth)

        def run(lookup: Lookup) -> Value:
            first, second = number(left(lookup)), number(right(lookup))
            return None if first is None or second is None else apply(first, second)

        return Node(run, Kind.NUMBER)

    def _comparison(self, node: ast.Compare, depth: int) -> Node:
        operands = [self.compile(o, depth + 1) for o in (node.left, *node.comparators)]
        signs = [self._sign(sign, node) for sign in node.ops]
        for left, sign, right in zip(operands, signs, operands[1:], strict=False):
            self._check_kinds(node, left.kind, sign, right.kind)
        runs = [operand.run for operand in operands]
        if len(signs) == 1:
            return single(runs[0], signs[0], runs[1])
        return chain(runs, signs)

    def _sign(self, sign: ast.cmpop, node: ast.Compare) -> str:
        found = SIGNS.get(type(sign))
        if found is None:
            raise self.refuse(node, "不是允许的比较")
        return found

    def _check_kinds(
        self, node: ast.Compare, left: Kind | None, sign: str, right: Kind | None
    ) -> None:
        if sign in MEMBERSHIP:
            if right not in (Kind.LIST, None) or left is Kind.LIST:
                raise self.refuse(node, "的 in 后面应当是列表")
        elif not comparable(sign, left, right):
            raise self.refuse(node, f"拿{left or '值'}和{right or '值'}用 {sign} 比较")

    # --- calls ----------------------------------------------------------------------------

    def _call(self, node: ast.Call, depth: int) -> Node:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            raise self.refuse(node.func, f"不是已有的函数；可用的有：{'、'.join(FUNCTIONS)}")
        name = node.func.id
        function = FUNCTIONS[name]
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise self.refuse(node, "的参数只能依次写出")
        count = len(node.args)
        if count < function.least or (function.most is not None and count > function.most):
            raise self.refuse(node, f"的参数个数不对（写了 {count} 个）")
        arguments = [self.compile(argument, depth + 1) for argument in node.args]
        for argument, compiled in zip(node.args, arguments, strict=True):
            if function.takes and compiled.kind not in (function.takes, None):
                raise self.refuse(argument, f"应当是{function.takes}，却是{compiled.kind}")
        needed = [self._name(name) for name in function.needs]
        kind = function.gives
        return Node(_called(function.make(self.scope.gazetteer), (*needed, *arguments)), kind)


_ARITHMETIC: Mapping[
    type[ast.operator], Callable[[int | Fraction, int | Fraction], int | Fraction]
] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}


def _fixed(value: Value) -> Node:
    return Node(lambda _: value, kind_of(value))


def _minus(value: int | Fraction | None) -> int | Fraction | None:
    return None if value is None else -value


def _called(call: Callable[[tuple[Value, ...]], Value], arguments: Sequence[Node]) -> Run:
    runs = [argument.run for argument in arguments]
    return lambda lookup: call(tuple([run(lookup) for run in runs]))
