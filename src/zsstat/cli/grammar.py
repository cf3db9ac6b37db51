"""typer's commands with Chinese where typer has no word of ours to use: usage line and --help."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup


class _Chinese:
    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage: ", "用法：", 1)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示用法后退出"
        return option


class ChineseCommand(_Chinese, TyperCommand):
    """A command whose help is Chinese."""


class ChineseGroup(_Chinese, TyperGroup):
    """The group of commands whose help is Chinese."""
