"""The command line run for tests: in this process, and as a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zsstat.cli import run as run_command_line

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
SAMPLE_RETURNS = SAMPLE / "returns"
SAMPLE_CONFIG = SAMPLE / "config"
NARRATIVE = SAMPLE / "narrative" / "2020.md"


@dataclass(frozen=True)
class Done:
    """What a command left: exit status, results, remarks."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def arguments(
    *words: object, db: Path | None = None, config: Path | None = SAMPLE_CONFIG
) -> list[str]:
    """The words of a command line, with database and configuration where given."""
    options = (("--db", db), ("--config", config))
    given = [str(part) for name, value in options if value for part in (name, value)]
    return [*map(str, words), *given]


def run(*words: object, db: Path | None = None, config: Path | None = None) -> Done:
    """Runs a command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = run_command_line(arguments(*words, db=db, config=config))
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
    return Done(status, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def spawn(
    *words: object,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    encoding: str = "utf-8",
) -> Done:
    """Runs ``python -m zsstat`` as a process of its own, its output in a pipe.

    ``env`` is laid over the environment; ``encoding`` is what its output is read as."""
    done = subprocess.run(
        [sys.executable, "-m", "zsstat", *map(str, words)],
        env=environment(env),
        cwd=cwd,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child process: UTF-8 unless ``more`` says otherwise."""
    return {**os.environ, "PYTHONUTF8": "1", **(more or {})}
