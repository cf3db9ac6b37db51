"""What a template may say: checked on its parsed form, before anything runs.

Allowed is what is listed: the node types of :data:`_ALLOWED`, the names of the vocabulary, the
tests of :data:`TESTS` and the filter ``join``. Everything else is refused with its line. A digit
in the template's own text or in a string of it is refused, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from jinja2 import nodes

from zsstat.bulletin.prose import has_digit, is_digit, is_mark
from zsstat.bulletin.subjects import CALLED, PARTS, Counties, County, Story
from zsstat.bulletin.words import Word, nearest
from zsstat.errors import TemplateError

MOST_NESTING = 40
"""Depth of blocks and expressions in a template."""
MOST_LOOPS = 3
"""Depth of loops within loops."""

MANUAL = "可以使用 {{ 名称 }}、{% if %}、{% for %}、~ 和 join，写法见 docs/bulletin.md。"

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Call,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Test,
    nodes.Filter,
    nodes.Concat,
)
_FORBIDDEN = {
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% from … import %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.Macro: "{% macro %}",
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.With: "{% with %}",
    nodes.Scope: "{% autoescape %}",
    nodes.Compare: "比较符号（请用 is 增长 这样的条件）",
    nodes.BinExpr: "算术（数字由程序计算）",
    nodes.UnaryExpr: "算术（数字由程序计算）",
}
LOOP = ("first", "last")
_ADVICE = "数字请用名称写出，如 {{ 年 }}、{{ 期 }}、{{ 大项目门槛 }} 或指标名称。"


# --- tests ------------------------------------------------------------------------------------


def _known(word: object) -> bool:
    return isinstance(word, Word) and word.known


def _sign(word: object) -> int | None:
    """1, 0 or −1 for growth, none and decline; None where nothing can be said. Two zeros have no
    rate and are said all the same: 与上年持平."""
    figure = word.growing if isinstance(word, Word) else None
    if figure is None or not figure.display:
        return None
    if figure.value is None:
        return 0
    return (figure.value > 0) - (figure.value < 0)


def _zero(word: object) -> bool:
    figure = word.measured if isinstance(word, Word) else None
    return figure is not None and figure.value == 0


def _has(part: str) -> Callable[[object], bool]:
    def test(word: object) -> bool:
        return isinstance(word, Word) and part in word.names and word.ask(part).known

    return test


TESTS: Mapping[str, Callable[[object], bool]] = {
    "有值": _known,
    "为零": _zero,
    "增长": lambda word: _sign(word) == 1,
    "下降": lambda word: _sign(word) == -1,
    "持平": lambda word: _sign(word) == 0,
    "有同比": _has("同比"),
    "有位次": _has("增速位次"),
    "有完成位次": _has("完成位次"),
}
"""Tests by name. 增长, 下降 and 持平 go by the exact rate, never by the printed one."""


# --- checking ---------------------------------------------------------------------------------


def _forbidden(node: nodes.Node) -> str:
    """What a clerk would call a construct that templates do not have."""
    kinds = (name for kind, name in _FORBIDDEN.items() if isinstance(node, kind))
    return next(kinds, f"这种写法（{type(node).__name__}）")


class Checker:
    """Walks the parsed template once, before anything runs."""

    def __init__(self, name: str, words: Mapping[str, Word]) -> None:
        self.name = name
        self.words = words
        self.chapters: set[str] = set()
        self._loops = 0

    def check(self, node: nodes.Node, scope: frozenset[str] = frozenset(), depth: int = 0) -> None:
        if depth > MOST_NESTING:
            self._refuse(node, "嵌套层数过多。", "请拆成几个较短的句子。")
        if not isinstance(node, _ALLOWED):
            self._refuse(node, f"公报模板不能使用{_forbidden(node)}。", MANUAL)
        if isinstance(node, nodes.For):
            self._loop(node, scope, depth)
            return
        self._look_at(node, scope)
        children = [node.node] if isinstance(node, nodes.Call) else node.iter_child_nodes()
        for child in children:
            self.check(child, scope, depth + 1)

    def _look_at(self, node: nodes.Node, scope: frozenset[str]) -> None:
        match node:
            case nodes.Call():
                self._call(node)
            case nodes.TemplateData():
                self._data(node)
            case nodes.Const():
                self._constant(node)
            case nodes.Name():
                self._name(node, scope)
            case nodes.Getattr() | nodes.Getitem():
                self._part(node, scope)
            case nodes.Filter():
                self._filter(node)
            case nodes.Test():
                self._test(node)

    def _loop(self, node: nodes.For, scope: frozenset[str], depth: int) -> None:
        if node.recursive or not isinstance(node.target, nodes.Name):
            self._refuse(node, "循环只能写成 {% for 名称 in … %}。", "")
        self.check(node.iter, scope, depth + 1)
        self._loops += 1
        if self._loops > MOST_LOOPS:
            self._refuse(node, f"循环嵌套超过{MOST_LOOPS}层。", "请减少循环的层数。")
        inner = scope | {node.target.name, "loop"}
        for child in (*node.body, *([node.test] if node.test else [])):
            self.check(child, inner, depth + 1)
        self._loops -= 1
        for child in node.else_:
            self.check(child, scope, depth + 1)

    def _call(self, node: nodes.Call) -> None:
        if not isinstance(node.node, nodes.Getattr) or node.node.attr != CALLED:
            self._refuse(node, f"只有“{CALLED}”后面可以写括号。", "例如：大项目总投资.最大(3)")
        plain = all(isinstance(a, nodes.Const) and isinstance(a.value, int) for a in node.args)
        if not plain or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._refuse(node, "括号里只能写个数。", "例如：大项目总投资.最大(3)")

    def _data(self, node: nodes.TemplateData) -> None:
        for position, character in enumerate(node.data):
            if is_digit(character) or is_mark(character):
                line = node.lineno + node.data.count("\n", 0, position)
                what = node.data[: position + 8].splitlines()[-1][-16:]
                if is_mark(character):
                    self._refuse_line(
                        line, "含有不能使用的专用字符。", "请删去后重新输入该处文字。"
                    )
                self._refuse_line(line, f"模板文字里有手写的数字：“{what}”。", _ADVICE)

    def _constant(self, node: nodes.Const) -> None:
        if isinstance(node.value, str) and not any(map(is_mark, node.value)):
            if has_digit(node.value):
                self._refuse(node, f"引号里有手写的数字：“{node.value}”。", _ADVICE)
        elif node.value is not None and not isinstance(node.value, bool):
            self._refuse(node, f"不能直接写数字 {node.value}。", _ADVICE)

    def _name(self, node: nodes.Name, scope: frozenset[str]) -> None:
        if node.name not in scope and node.name not in self.words:
            near = nearest(node.name, [*self.words, *scope])
            hint = f"是否应为“{near}”？" if near else "可用的名称见 docs/bulletin.md。"
            self._refuse(node, f"没有“{node.name}”这个名称。", hint)

    def _part(self, node: nodes.Getattr | nodes.Getitem, scope: frozenset[str]) -> None:
        part = self._part_name(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and "loop" in scope:
            known, near = part in LOOP, nearest(part, LOOP)
        else:
            owner = self._word(node.node, scope)
            if owner is not None:
                self._ask(node, owner, part)
                return
            known, near = self._anyones(part), nearest(part, PARTS)
        if not known:
            hint = f"是否应为“{near}”？" if near else "可用的项目见 docs/bulletin.md。"
            self._refuse(node, f"没有“{part}”这一项。", hint)

    def _anyones(self, part: str) -> bool:
        return part in PARTS or part in self.words

    def _part_name(self, node: nodes.Getattr | nodes.Getitem) -> str:
        if isinstance(node, nodes.Getattr):
            return node.attr
        if not isinstance(node.arg, nodes.Const) or not isinstance(node.arg.value, str):
            self._refuse(node, "方括号里只能写带引号的名称。", '例如：县区["紫阳县"].省际到位资金')
        return node.arg.value

    def _word(self, node: nodes.Node, scope: frozenset[str]) -> Word | None:
        """The word that an expression stands for, as far as it can be known without running."""
        match node:
            case nodes.Name():
                return None if node.name in scope else self.words.get(node.name)
            case nodes.Getattr() | nodes.Getitem():
                owner = self._word(node.node, scope)
                if isinstance(owner, Counties | County):
                    return self._ask(node, owner, self._part_name(node))
        return None

    def _ask(self, node: nodes.Node, owner: Word, part: str) -> Word | None:
        if isinstance(owner, Story):
            self.chapters.add(part)
            return None
        if part in owner.names and not isinstance(owner, Counties | County):
            return None
        try:
            return owner.ask(part)
        except TemplateError as error:
            self._refuse(node, error.message, error.hint)

    def _filter(self, node: nodes.Filter) -> None:
        if node.name != "join":
            near = "join" if nearest(node.name, ["join"]) else None
            hint = f"是否应为“{near}”？" if near else "模板里只有 join 一种过滤器。"
            self._refuse(node, f"没有“{node.name}”这个过滤器。", hint)
        plain = all(isinstance(a, nodes.Const) and isinstance(a.value, str) for a in node.args)
        if node.node is None or len(node.args) != 1 or not plain or node.kwargs:
            self._refuse(
                node, "join 的括号里要写连接用的文字。", '例如：推介活动.目的地 | join("和")'
            )

    def _test(self, node: nodes.Test) -> None:
        if node.name not in TESTS:
            near = nearest(node.name, TESTS)
            hint = f"是否应为“{near}”？" if near else ""
            listed = "可用：" + "、".join(TESTS) + "。"
            self._refuse(node, f"没有“{node.name}”这个条件。", hint + listed)
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._refuse(node, f"条件“{node.name}”后面不能再写参数。", "")

    def _refuse(self, node: nodes.Node, message: str, hint: str) -> NoReturn:
        lines = (n.lineno for n in (node, *node.find_all(nodes.Node)) if n.lineno)
        self._refuse_line(next(lines, 1), message, hint)

    def _refuse_line(self, line: int, message: str, hint: str) -> NoReturn:
        raise TemplateError(f"模板 {self.name} 第{line}行：{message}", hint)
