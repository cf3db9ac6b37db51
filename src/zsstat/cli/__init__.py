"""The command line: options, one pipeline call, its result shown, an exit status. No logic.

Heavy modules are imported inside the command that needs them: ``--help`` loads none.
"""

from __future__ import annotations

import sys

import typer

from zsstat.cli import commands
from zsstat.cli.boundary import INTERRUPTED, guarded, refuse_command_line
from zsstat.cli.grammar import ChineseGroup


def make_app(asked: str = "") -> typer.Typer:
    """The command line: all of it, or what it takes to run the command ``asked`` for."""
    app = typer.Typer(
        cls=ChineseGroup,
        add_completion=False,
        help="招商引资统计与通报：收报表、核数据、出汇总、写通报，每个数都能查到单元格。",
        context_settings={"help_option_names": ["--help", "-h"]},
        subcommand_metavar="命令 [参数]…",
    )
    commands.register(app, asked)
    return app


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line ``arguments`` (default: the process's own); gives the exit status."""
    commands.prepare_output()
    return guarded(lambda: _invoke(sys.argv[1:] if arguments is None else arguments))


def _invoke(arguments: list[str]) -> int:
    app = make_app(arguments[0] if arguments else "")
    try:
        status = app(args=arguments, prog_name="zsstat", standalone_mode=False)
    except SystemExit as ended:
        # typer turns a pipe that was closed into a bare exit; the boundary knows better.
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        raise
    except typer.TyperException as problem:
        refuse_command_line(problem)
    if status == INTERRUPTED:  # typer's answer to Ctrl-C
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0
