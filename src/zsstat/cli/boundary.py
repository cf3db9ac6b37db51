"""The one place where exceptions become sentences and exit statuses.

0 done; 1 done, and something needs a person; 2 could not do it; 70 a bug, with a log.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from zsstat import __version__
from zsstat.cli.coercion import help_hint
from zsstat.errors import ZsstatError

BUG = 70
INTERRUPTED = 130


def guarded(command: Callable[[], int]) -> int:
    """Runs a command and gives its exit status; nothing but an exit status leaves here."""
    try:
        status = command()
        sys.stdout.flush()  # here, where a reader that went away can still be noticed
    except ZsstatError as refusal:
        say(f"错误：{refusal.message}", refusal.hint)
        return refusal.exit_code
    except KeyboardInterrupt:
        say("已中断；已经入库的报表保持完整")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong, and nothing more can
        # be said; closing stdout here keeps the interpreter from trying again at exit.
        _forget_stdout()
        return 0
    except Exception:
        say(
            f"程序出错了（这是 zsstat 的缺陷，不是您的操作问题）。{_reported()}",
            "请把它交给维护人员；数据库里的数据没有受到影响",
        )
        return BUG
    return status


def refuse_command_line(problem: Exception) -> NoReturn:
    """Says in Chinese what typer found wrong with the command line; ends with status 2."""
    say(f"错误：{_usage_problem(problem)}", help_hint(getattr(problem, "ctx", None)))
    raise SystemExit(2)


def say(message: str, hint: str = "") -> None:
    """One sentence, and a hint below it, on stderr."""
    lines = [message, *([f"提示：{hint}"] if hint else [])]
    print("\n".join(lines), file=sys.stderr, flush=True)  # noqa: T201


def _usage_problem(problem: Exception) -> str:
    name = getattr(problem, "option_name", None)
    text = str(getattr(problem, "message", problem))
    match type(problem).__name__:
        case "NoSuchOption":
            near = "、".join(getattr(problem, "possibilities", None) or ())
            return f"没有选项 {name}" + (f"，是不是 {near}" if near else "")
        case "BadOptionUsage":
            return f"选项 {name} 的用法不对（需要一个值，或不应有值）"
        case _ if found := re.match(r"No such command '([^']*)'", text):
            near = "、".join(re.findall(r"'([^']*)'", text)[1:])
            return f"没有命令 {found[1]}" + (f"，是不是 {near}" if near else "")
        case _ if text.startswith("Missing command"):
            return "缺少命令"
        case _ if "unexpected extra argument" in text:
            return f"多出的参数：{text[text.rfind('(') + 1 : text.rfind(')')]}"
        case _:
            return f"命令行不对：{text}"


def _reported() -> str:
    """Where the traceback was written; where nothing can be written, the traceback itself."""
    try:
        return f"详情已写入：{_log()}"
    except OSError:
        return f"日志写不进去，详情如下：\n{traceback.format_exc()}"


def _log() -> Path:
    """Writes the traceback where the user may write, and says where that is."""
    path = _log_directory() / "zsstat-error.log"
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    entry = f"{stamp} zsstat {__version__} {sys.argv[1:]}\n{traceback.format_exc()}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.write(entry)
    return path


def _log_directory() -> Path:
    if chosen := os.environ.get("ZSSTAT_LOG_DIR"):
        return Path(chosen)
    import typer

    return Path(typer.get_app_dir("zsstat"))


def _forget_stdout() -> None:
    """Points stdout at nothing, so that the flush at exit does not fail again."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
