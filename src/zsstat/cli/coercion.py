"""From the text of the command line to the values of our commands, and what is wrong with it.

typer leaves this to pydantic, whose loading alone takes longer than a summary's arithmetic, and
which explains itself in English. Our options are texts, whole numbers with bounds, paths, choices
and lists of these; click's own hook for a parameter's value (``process_value``) serves for them.
"""

from __future__ import annotations

from enum import Enum
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from zsstat.errors import UsageError


def coerce_here(parameter: Any) -> None:
    """Makes a parameter turn its text into its value here."""
    # Looked up on the instance, so this is found before the class's own.
    parameter.process_value = partial(_processed, parameter)


def _processed(parameter: Any, context: Any, text: Any) -> Any:
    value = _value(parameter, context, text)
    return parameter.callback(context, parameter, value) if parameter.callback else value


def _value(parameter: Any, context: Any, value: Any) -> Any:
    if value is None or value == ():
        if parameter.required:
            raise UsageError(f"缺少{label(parameter)}{_meaning(parameter)}", help_hint(context))
        return [] if value == () else None
    try:
        return _coerced(value, parameter.type_descriptor.annotation, parameter)
    except _WrongError as wrong:
        raise UsageError(f"{label(parameter)} 的值不对：{wrong}", help_hint(context)) from wrong


class _WrongError(Exception):
    """What is wrong with a value, in Chinese."""


def _coerced(value: Any, annotation: Any, parameter: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (a for a in get_args(annotation) if a is not type(None))
    if get_origin(annotation) is list:
        (member,) = get_args(annotation)
        return [_coerced(each, member, parameter) for each in value]
    if isinstance(value, annotation):
        return value
    if annotation is int:
        return _whole(value, parameter.type_descriptor.parameter_info)
    if annotation is Path:
        return Path(value)
    if issubclass(annotation, Enum):
        return _chosen(value, annotation)
    raise TypeError(f"no way from {value!r} to {annotation}")


def _whole(text: str, bounds: Any) -> int:
    try:
        number = int(text)
    except ValueError:
        raise _WrongError(f"{text}，应为整数") from None
    if bounds.min is not None and number < bounds.min:
        raise _WrongError(f"{text}，不能小于{bounds.min}")
    if bounds.max is not None and number > bounds.max:
        raise _WrongError(f"{text}，不能大于{bounds.max}")
    return number


def _chosen(text: str, choices: type[Enum]) -> Enum:
    try:
        return choices(text)
    except ValueError:
        offered = "、".join(str(choice.value) for choice in choices)
        raise _WrongError(f"{text}，可以用的是 {offered}") from None


def label(parameter: Any) -> str:
    """选项 --year, 参数 编号."""
    name = parameter.opts[-1]
    return f"选项 {name}" if name.startswith("-") else f"参数 {parameter.metavar or name}"


def _meaning(parameter: Any) -> str:
    """（由谁何时核定、公布）: what the value is, as the help text says it."""
    return f"（{parameter.help}）" if parameter.help else ""


def help_hint(context: Any) -> str:
    """Where the usage can be read."""
    return f"运行 {context.command_path if context else 'zsstat'} --help 查看用法"
