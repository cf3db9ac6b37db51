"""Running a template in a sandbox.

The template has been checked (:mod:`zsstat.bulletin.grammar`), and still the sandbox does not rely
on it: only words give attributes, only requests can be called, loops are counted and the output is
limited.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from zsstat.bulletin.conditions import TESTS
from zsstat.bulletin.grammar import LOOP, MANUAL, PAGE, Checker, Flaw
from zsstat.bulletin.prose import PARAGRAPH
from zsstat.bulletin.words import Request, Scribe, Series, Word
from zsstat.errors import TemplateError, ZsstatError

MOST_TEMPLATE = 50_000
"""Characters that a template may have."""
DEEPEST = 200
"""Depth beyond which nothing is looked at: Python itself would give up on it. What is too deep for
people (:data:`~zsstat.bulletin.grammar.MOST_NESTING`) is told with its line."""
MOST_OUTPUT = 200_000
"""Characters that a template may produce."""


class Rendered(NamedTuple):
    """The text of a bulletin with marks in it, and the sections of the narrative that the template
    names, with the line on which it first does."""

    text: str
    chapters: Mapping[str, int]


class Sandbox(ImmutableSandboxedEnvironment):
    """Gives templates words and nothing of Python; what they ask is counted by ``scribe``."""

    def __init__(self, scribe: Scribe | None = None) -> None:
        super().__init__(
            undefined=StrictUndefined,
            finalize=_printable,
            lstrip_blocks=True,
            autoescape=False,
            cache_size=0,
        )
        self.globals.clear()
        self.filters = {"join": _join, "逐个": _rounds}
        self.tests = {name: _counted(test, scribe) for name, test in TESTS.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Word) and isinstance(argument, str):
            return obj.ask(argument)
        if isinstance(obj, LoopContext) and argument in LOOP:
            return obj.first if argument == "first" else obj.last
        raise TemplateError(f"没有“{argument}”这一项。", f"可用的项目见 {PAGE}。")

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, Request)


def _counted(test: Callable[[object], bool], scribe: Scribe | None) -> Callable[[object], bool]:
    def counted(word: object) -> bool:
        if scribe is not None:
            scribe.question()
        return test(word)

    return counted


def _printable(value: object) -> object:
    """Only words and the template's own text are printed. Numbers never are."""
    if isinstance(value, str | Word):
        return value
    raise TemplateError("这里没有可以写入公报的内容。", "请写指标或其他名称。")


def _join(series: object, separator: str) -> Word:
    if not isinstance(series, Series):
        raise TemplateError("join 只能用于成串的内容。", '例如：推介活动.目的地 | join("和")')
    return series.joined_by(separator)


def _rounds(series: object) -> Series:
    """What a loop goes through: only what counts its rounds."""
    if not isinstance(series, Series):
        raise TemplateError(
            "循环只能用于成串的内容。", "例如：{% for 项目 in 大项目总投资.最大(3) %}"
        )
    return series


def render(template: str, name: str, scribe: Scribe, words: Mapping[str, Word]) -> Rendered:
    """What a template says of a period.

    TemplateError, naming the line, for whatever the template may not do."""
    tree = parsed(template, name)
    checker = Checker(words)
    checker.check(tree)
    if checker.flaws:
        raise checker.flaws[0].error(name)
    return run(tree, name, scribe, words, checker.chapters)


def parsed(template: str, name: str) -> nodes.Template:
    """A template in its parsed form; TemplateError, naming the line, where it has none."""
    try:
        return syntax(template)
    except TemplateSyntaxError as error:
        flaw = Flaw(error.lineno, f"{complaint(template, error)}。", MANUAL)
        raise flaw.error(name) from error
    except TemplateError as error:
        raise TemplateError(f"模板 {name} {error.message}", error.hint) from error


def syntax(template: str) -> nodes.Template:
    """The same as the parser has it: jinja's own TemplateSyntaxError."""
    if len(template) > MOST_TEMPLATE:
        raise TemplateError(f"过长（超过{MOST_TEMPLATE}字）。", "请删减模板。")
    try:
        tree = Sandbox().parse(_with_paragraphs(template.removeprefix("\ufeff")))
    except RecursionError as error:
        raise _too_deep() from error
    if _depth(tree) > DEEPEST:
        raise _too_deep()
    return tree


_TAG_OR_BLANK = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|(?P<blank>^[^\S\n]*$)", re.DOTALL | re.MULTILINE
)


def _with_paragraphs(template: str) -> str:
    """The template with its blank lines marked. What is a paragraph is seen in the template, where
    no if and no loop has put lines together yet or left one empty."""
    return _TAG_OR_BLANK.sub(
        lambda found: found[0] if found["blank"] is None else PARAGRAPH, template
    )


def _too_deep() -> TemplateError:
    return TemplateError("嵌套层数过多。", "请拆成几个较短的句子。")


def _depth(tree: nodes.Template) -> int:
    """How deep the parsed form is, found without recursion. A row of elif is compiled as so many
    choices within each other."""
    deepest, waiting = 0, list[tuple[nodes.Node, int]]([(tree, 0)])
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        rows = node.elif_ if isinstance(node, nodes.If) else []
        further = {id(choice): number for number, choice in enumerate(rows)}
        waiting += (
            (child, depth + 1 + further.get(id(child), 0)) for child in node.iter_child_nodes()
        )
    return deepest


_TAG = re.compile(r"\{%[-+]?\s*(if|for|endif|endfor)\b|\{#.*?#\}", re.DOTALL)


def unclosed(template: str) -> list[tuple[str, int]]:
    """The blocks that are opened and not closed (if, for), with their lines, the last one first."""
    open_: list[tuple[str, int]] = []
    for found in _TAG.finditer(template):
        tag = found[1]
        if tag in ("if", "for"):
            open_.append((tag, template.count("\n", 0, found.start()) + 1))
        elif tag and open_:
            open_.pop()
    return open_[::-1]


def complaint(template: str, error: TemplateSyntaxError) -> str:
    """The parser's complaint in words that a clerk can act on."""
    message = error.message or ""
    if "end of template" in message and (open_ := unclosed(template)):
        tag, line = open_[0]
        return f"{{% {tag} %}} 没有结束，少了 {{% end{tag} %}}（{{% {tag} %}} 在第{line}行）"
    if unknown := re.search(r"unknown tag '(.*?)'", message):
        return f"没有 {{% {unknown[1]} %}} 这种标记，或它与前面的 {{% if %}}、{{% for %}} 不配对"
    if wide := _WIDE.search(template.split("\n")[error.lineno - 1]):
        return f"写法有误，“{wide[1]}”应当用英文（半角）符号，也请检查括号、引号是否配对"
    return "写法有误，请检查这一行的括号、引号和 {{ }}、{% %} 是否配对"


_WIDE = re.compile(r"(?:\{[{%][^}]*?)([（）“”‘’，．｜｛｝％])")


def run(
    tree: nodes.Template,
    name: str,
    scribe: Scribe,
    words: Mapping[str, Word],
    chapters: Mapping[str, int],
) -> Rendered:
    """Carries a checked template out; TemplateError for what only shows then."""
    sandbox = Sandbox(scribe)
    _prepare(tree, sandbox)
    compiled = Template.from_code(sandbox, sandbox.compile(tree), {})
    scribe.line = partial(_current_line, compiled)
    return Rendered(_run(compiled, name, words), chapters)


def _prepare(tree: nodes.Template, sandbox: Sandbox) -> None:
    """An if without else gives nothing, and a loop goes only through what counts its rounds."""
    for choice in list(tree.find_all(nodes.CondExpr)):
        if choice.expr2 is None:
            choice.expr2 = nodes.Const("", lineno=choice.lineno)
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(loop.iter, "逐个", [], [], None, None, lineno=loop.iter.lineno)
    tree.set_environment(sandbox)


def _run(compiled: Template, name: str, words: Mapping[str, Word]) -> str:
    try:
        return _limited(compiled.root_render_func(compiled.new_context(dict(words))), name)
    except TemplateError as error:
        line = _line(compiled, error.__traceback__)
        if line is None:
            raise
        raise TemplateError(f"模板 {name} 第{line}行：{error.message}", error.hint) from error
    except ZsstatError:
        raise
    except (UndefinedError, SecurityError) as error:
        line = _line(compiled, error.__traceback__)
        raise TemplateError(f"模板 {name} 第{line}行：这里的写法不被允许。", MANUAL) from error


def _limited(pieces: Iterable[str], name: str) -> str:
    collected, length = [], 0
    for piece in pieces:
        collected.append(piece)
        length += len(piece)
        if length > MOST_OUTPUT:
            raise TemplateError(
                f"模板 {name} 生成的内容超过{MOST_OUTPUT}字，已停止。", "请检查模板中的循环。"
            )
    return "".join(collected)


def _line(compiled: Template, trace: TracebackType | None) -> int | None:
    """The line of the template in which an exception arose."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_globals.get("__jinja_template__") is compiled:
            line = compiled.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


def _current_line(compiled: Template) -> int | None:
    """The line of the template that is being carried out just now."""
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_globals.get("__jinja_template__") is compiled:
            return int(compiled.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return None
