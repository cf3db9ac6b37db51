"""What a template may say: checked on its parsed form, before anything runs.

Allowed is what is listed: the node types of :data:`_ALLOWED`, the names of the vocabulary, the
conditions of :data:`TESTS` and the filter ``join``. Everything else is a :class:`Flaw` with its
line, and so is a digit in the template's own text or in a string of it. All flaws are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from zsstat.bulletin.areas import City, Counties, County, Ordered, Ordering
from zsstat.bulletin.conditions import PLACING
from zsstat.bulletin.conditions import TESTS as TESTS
from zsstat.bulletin.names import nearest
from zsstat.bulletin.prose import PARAGRAPH, has_digit, is_digit, is_mark
from zsstat.bulletin.subjects import CALLED, PARTS, Story
from zsstat.bulletin.words import Word
from zsstat.errors import TemplateError

MOST_NESTING = 40
"""Depth of blocks and expressions in a template."""
MOST_LOOPS = 3
"""Depth of loops within loops."""

PAGE = "docs/zh/通报模板.md"
MANUAL = f"可以使用 {{{{ 名称 }}}}、{{% if %}}、{{% for %}}、~ 和 join，写法见 {PAGE}。"

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


# --- checking ---------------------------------------------------------------------------------


def _forbidden(node: nodes.Node) -> str:
    """What a clerk would call a construct that templates do not have."""
    kinds = (name for kind, name in _FORBIDDEN.items() if isinstance(node, kind))
    return next(kinds, f"这种写法（{type(node).__name__}）")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a template: its line (None where not known), what, and what to do."""

    line: int | None
    message: str
    hint: str

    def error(self, template: str) -> TemplateError:
        """The same as a refusal of ``template``."""
        place = f"第{self.line}行：" if self.line else ""
        return TemplateError(f"模板 {template} {place}{self.message}", self.hint)


_WALKED = (Counties, County, City, Ordering, Ordered)
"""Words whose parts are known without any figure."""
_CALL_EXAMPLE = "例如：大项目总投资.最大(3)"


class Checker:
    """Walks the parsed template once, before anything runs, and notes all that is wrong with it."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        self.words = words
        self.flaws: list[Flaw] = []
        self.chapters: dict[str, int] = {}
        self._loops = 0
        self._deep = False

    def check(self, node: nodes.Node, scope: frozenset[str] = frozenset(), depth: int = 0) -> None:
        if depth > MOST_NESTING:
            if not self._deep:
                self._note(node, "嵌套层数过多。", "请拆成几个较短的句子。")
            self._deep = True
        elif isinstance(node, nodes.For):
            self._loop(node, scope, depth)
        elif isinstance(node, _ALLOWED):
            self._look_at(node, scope)
            children = [node.node] if isinstance(node, nodes.Call) else node.iter_child_nodes()
            for child in children:
                self.check(child, scope, depth + 1)
        else:
            self._note(node, f"公报模板不能使用{_forbidden(node)}。", MANUAL)
            self._look_inside(node, scope, depth)

    def _look_inside(self, node: nodes.Node, scope: frozenset[str], depth: int) -> None:
        """What stands between the tags of something that templates do not have."""
        inner = scope | {name.name for name in node.find_all(nodes.Name) if name.ctx == "store"}
        for child in getattr(node, "body", ()):
            self.check(child, inner, depth + 1)

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
            self._note(node, "循环只能写成 {% for 名称 in … %}。", "例如：{% for 县 in 县区 %}")
            return
        self.check(node.iter, scope, depth + 1)
        self._loops += 1
        if self._loops == MOST_LOOPS + 1:
            self._note(node, f"循环嵌套超过{MOST_LOOPS}层。", "请减少循环的层数。")
        inner = scope | {node.target.name, "loop"}
        for child in (*node.body, *([node.test] if node.test else [])):
            self.check(child, inner, depth + 1)
        self._loops -= 1
        for child in node.else_:
            self.check(child, scope, depth + 1)

    def _call(self, node: nodes.Call) -> None:
        if not isinstance(node.node, nodes.Getattr) or node.node.attr not in CALLED:
            named = "、".join(f"“{name}”" for name in CALLED)
            self._note(node, f"只有{named}后面可以写括号。", _CALL_EXAMPLE)
            return
        plain = all(isinstance(a, nodes.Const) and isinstance(a.value, int) for a in node.args)
        if not plain or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._note(node, "括号里只能写个数。", _CALL_EXAMPLE)

    def _data(self, node: nodes.TemplateData) -> None:
        for number, text in enumerate(node.data.split("\n")):
            line = node.lineno + number
            text = text.replace(PARAGRAPH, "")
            if any(map(is_mark, text)):
                self._add(line, "含有不能使用的专用字符。", "请删去后重新输入该处文字。")
            first = next((n for n, character in enumerate(text) if is_digit(character)), None)
            if first is not None:
                what = text[: first + 8][-16:].strip()
                self._add(line, f"模板文字里有手写的数字：“{what}”。", _ADVICE)

    def _constant(self, node: nodes.Const) -> None:
        if isinstance(node.value, str) and not any(map(is_mark, node.value)):
            if has_digit(node.value):
                self._note(node, f"引号里有手写的数字：“{node.value}”。", _ADVICE)
        elif node.value is not None and not isinstance(node.value, bool):
            self._note(node, f"不能直接写数字 {node.value}。", _ADVICE)

    def _name(self, node: nodes.Name, scope: frozenset[str]) -> None:
        if node.name not in scope and node.name not in self.words:
            near = nearest(node.name, [*self.words, *scope])
            hint = f"是否应为“{near}”？" if near else f"可用的名称见 {PAGE}。"
            self._note(node, f"没有“{node.name}”这个名称。", hint)

    def _part(self, node: nodes.Getattr | nodes.Getitem, scope: frozenset[str]) -> None:
        part = self._part_name(node)
        if part is None:
            self._note(node, "方括号里只能写带引号的名称。", '例如：县区["紫阳县"].省际到位资金')
            return
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and "loop" in scope:
            known, near = part in LOOP, nearest(part, LOOP)
        else:
            owner = self._word(node.node, scope)
            if owner is not None:
                self._ask(node, owner, part)
                return
            known, near = self._anyones(part), nearest(part, PARTS)
        if not known:
            hint = f"是否应为“{near}”？" if near else f"可用的项目见 {PAGE}。"
            self._note(node, f"没有“{part}”这一项。", hint)

    def _anyones(self, part: str) -> bool:
        return part in PARTS or part in self.words or part in CALLED

    @staticmethod
    def _part_name(node: nodes.Getattr | nodes.Getitem) -> str | None:
        if isinstance(node, nodes.Getattr):
            return node.attr
        if not isinstance(node.arg, nodes.Const) or not isinstance(node.arg.value, str):
            return None
        return node.arg.value

    def _word(self, node: nodes.Node, scope: frozenset[str]) -> Word | None:
        """The word that an expression stands for, as far as it can be known without running."""
        match node:
            case nodes.Name():
                return None if node.name in scope else self.words.get(node.name)
            case nodes.Getattr() | nodes.Getitem():
                owner, part = self._word(node.node, scope), self._part_name(node)
                if isinstance(owner, _WALKED) and part is not None and part in owner.names:
                    return owner.ask(part)
        return None

    def _ask(self, node: nodes.Node, owner: Word, part: str) -> None:
        if isinstance(owner, Story):
            self.chapters.setdefault(part, _line_of(node))
        elif part not in owner.names:
            try:
                owner.ask(part)
            except TemplateError as error:
                self._note(node, error.message, error.hint)

    def _filter(self, node: nodes.Filter) -> None:
        if node.name != "join":
            near = "join" if nearest(node.name, ["join"]) else None
            hint = f"是否应为“{near}”？" if near else "模板里只有 join 一种过滤器。"
            self._note(node, f"没有“{node.name}”这个过滤器。", hint)
            return
        plain = all(isinstance(a, nodes.Const) and isinstance(a.value, str) for a in node.args)
        if node.node is None or len(node.args) != 1 or not plain or node.kwargs:
            self._note(
                node, "join 的括号里要写连接用的文字。", '例如：推介活动.目的地 | join("和")'
            )

    def _test(self, node: nodes.Test) -> None:
        if node.name not in TESTS:
            near = nearest(node.name, TESTS)
            hint = f"是否应为“{near}”？" if near else ""
            listed = "可用：" + "、".join(TESTS) + "。"
            self._note(node, f"没有“{node.name}”这个条件。", hint + listed)
        elif node.name in PLACING and isinstance(node.node, nodes.Name):
            self._note(
                node,
                f"“{node.node.name}”不是位次，不能问是否{node.name}。",
                f"请写明哪一个位次，例如：省际到位资金.增速位次 is {node.name}",
            )
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._note(node, f"条件“{node.name}”后面不能再写参数。", "请删去后面的内容。")

    def _note(self, node: nodes.Node, message: str, hint: str) -> None:
        self._add(_line_of(node), message, hint)

    def _add(self, line: int | None, message: str, hint: str) -> None:
        flaw = Flaw(line, message, hint)
        if flaw not in self.flaws:
            self.flaws.append(flaw)


def names_said(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """Every name that a template says, with what it is asked of ("" where it stands by itself)."""
    for name in tree.find_all(nodes.Name):
        yield "", name.name
    for part in tree.find_all(nodes.Getattr):
        yield _owner(part.node), part.attr
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.arg, nodes.Const):
            yield _owner(item.node), str(item.arg.value)


def _owner(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else ""


def _line_of(node: nodes.Node) -> int:
    return next((n.lineno for n in (node, *node.find_all(nodes.Node)) if n.lineno), 1)
