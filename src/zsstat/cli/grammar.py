"""typer's commands with a help page of our own: Chinese, plain, folded by the width of characters.

typer's page is drawn in English words and type names (``<int range>``), and cuts Chinese help texts
short. Ours names a value by the metavar of its option, and loads nothing for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from zsstat.cli.coercion import coerce_here
from zsstat.cli.paper import folded, width
from zsstat.render.lines import display_width

_NEGATIVE = re.compile(r"^-(?=[\d.])")
"""A minus sign at the head of a number; the mathematical one is no sign of an option."""
_GAP = "  "
_NAME_WIDTH = 30
"""Names longer than this have their explanation on the next line."""


class _Chinese:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in self.params:  # type: ignore[attr-defined]
            coerce_here(parameter)

    def get_usage(self, ctx: Any) -> str:
        command: Any = self
        pieces = ["[选项]", *map(_usage, _arguments(command, ctx))]
        if isinstance(self, TyperGroup):
            pieces.append(self.subcommand_metavar)
        return f"用法：{ctx.command_path} {' '.join(pieces)}"

    def get_help(self, ctx: Any) -> str:
        return "\n".join(_page(self, ctx, width()))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示用法后退出"
            coerce_here(option)
        return option


class ChineseCommand(_Chinese, TyperCommand):
    """A command whose help is Chinese. A negative amount (-1200万元) is a value and no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_NEGATIVE.sub("−", arg) for arg in args])


class ChineseGroup(_Chinese, TyperGroup):
    """The group of commands whose help is Chinese; without a command it shows it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ["--help"])


def _page(command: Any, ctx: Any, columns: int) -> Iterator[str]:
    yield from folded(command.get_usage(ctx), columns)
    yield ""
    yield from folded(command.help or "", columns, "")
    arguments = [(_metavar(p), _explained(p, ctx)) for p in _arguments(command, ctx)]
    options = [
        (_option(p), _explained(p, ctx))
        for p in command.get_params(ctx)
        if p.param_type_name == "option" and not p.hidden
    ]
    commands = _commands(command, ctx) if isinstance(command, TyperGroup) else {}
    for title, entries in {"参数": arguments, "选项": options, **commands}.items():
        yield from _section(title, entries, columns)


def _section(title: str, entries: Sequence[tuple[str, str]], columns: int) -> Iterator[str]:
    """Names at the left, explanations in one column beside them."""
    if not entries:
        return
    yield ""
    yield f"{title}："
    short = (display_width(name) for name, _ in entries)
    size = max((w for w in short if w <= _NAME_WIDTH), default=_NAME_WIDTH)
    blank = " " * (len(_GAP) + size + len(_GAP))
    for name, explanation in entries:
        lines = folded(explanation, columns - len(blank), "")
        if display_width(name) > size:
            yield _GAP + name
        else:
            yield f"{_GAP}{name}{' ' * (size - display_width(name))}{_GAP}{lines.pop(0)}"
        yield from (blank + line for line in lines)


def _commands(group: Any, ctx: Any) -> dict[str, list[tuple[str, str]]]:
    """The commands with their first sentences, under what they are for."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        title = f"命令（{command.rich_help_panel}）"
        found.setdefault(title, []).append((name, command.help or ""))
    return found


def _arguments(command: Any, ctx: Any) -> list[Any]:
    return [p for p in command.get_params(ctx) if p.param_type_name == "argument"]


def _usage(argument: Any) -> str:
    text = _metavar(argument)
    if not argument.required:
        text = f"[{text}]"
    return text if argument.nargs == 1 else f"{text}…"


def _metavar(parameter: Any) -> str:
    """How the value is called; a parameter that nobody named keeps typer's name for it."""
    return str(parameter.metavar or parameter.name)


def _option(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {_metavar(option)}"


def _explained(parameter: Any, ctx: Any) -> str:
    """The help text, then whether it is needed, its default and its environment variable."""
    default = parameter.get_default(ctx)
    extras = [
        "必填" if parameter.required else "",
        f"默认：{default}" if parameter.show_default is True and default else "",
        f"环境变量：{parameter.envvar}" if parameter.envvar else "",
    ]
    said = "；".join(extra for extra in extras if extra)
    return f"{parameter.help or ''}〔{said}〕" if said else parameter.help or ""
