"""What a command loads: the heavy libraries only where they earn their time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli_support import SAMPLE_CONFIG, arguments, environment

READERS = {"xlrd", "msoffcrypto", "python_calamine"}
HEAVY = {"pandas", "numpy", "openpyxl", "jinja2", "sqlite3", "aiosql", "docx", "lxml"} | READERS

_LISTING = """
import json, runpy, sys
sys.argv = ["zsstat", *{words!r}]
try:
    runpy.run_module("zsstat", run_name="__main__")
except SystemExit as ended:
    assert not ended.code, ended.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(*words: str) -> set[str]:
    """The top-level packages in memory when a command has ended."""
    done = subprocess.run(
        [sys.executable, "-c", _LISTING.format(words=words)],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    modules = json.loads(done.stderr.splitlines()[-1])
    return {name.partition(".")[0] for name in modules} | set(modules)


@pytest.fixture(scope="module")
def of_typer() -> set[str]:
    """What the smallest typer application loads for its help."""
    application = (
        "import json, sys, typer\n"
        "app = typer.Typer()\n"
        "@app.command()\n"
        "def hello(name: str): print(name)\n"
        "try: app(['--help'])\n"
        "except SystemExit: print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", application],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


@pytest.mark.parametrize("words", [(), ("--help",), ("import", "--help"), ("bulletin", "--help")])
def test_help_loads_no_heavy_library(words: tuple[str, ...], of_typer: set[str]) -> None:
    here = loaded(*words)
    assert not here & HEAVY
    for name in ("rich", "pydantic"):
        assert name not in here or name in of_typer
    own = {name for name in here if name.startswith("zsstat.")}
    assert not [name for name in own if name.startswith(("zsstat.store", "zsstat.read"))]


@pytest.mark.parametrize("command", ["summary", "rank", "status", "trace"])
def test_daily_commands_load_no_pandas_and_no_reader(command: str, sample_db: Path) -> None:
    words = [command, "funds_interprov"] if command == "trace" else [command]
    words = arguments(*words, db=sample_db, config=SAMPLE_CONFIG)
    loaded(*words)  # the first command after a change of the catalogue checks it, others recall it
    here = loaded(*words)
    assert not here & {"pandas", "numpy", "openpyxl", "jinja2", "docx"}
    if command in ("summary", "rank"):
        assert "zsstat.read" not in here
    assert "sqlite3" in here, "the listing does list"


def test_a_bulletin_and_an_import_load_no_pandas(sample_db: Path, tmp_path: Path) -> None:
    assert not loaded(*arguments("bulletin", db=sample_db)) & {"pandas", "numpy", "openpyxl"}
    returns = tmp_path / "returns"
    returns.mkdir()
    here = loaded(*arguments("import", returns, db=tmp_path / "x.db"))
    assert not here & {"pandas", "numpy", "openpyxl", "jinja2"}
    assert not here & READERS, "they are loaded in the process that reads with them"
