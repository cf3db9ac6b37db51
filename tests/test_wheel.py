"""The wheel holds everything: installed into an empty environment, it imports and sums up."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli_support import ROOT, SAMPLE_CONFIG, SAMPLE_RETURNS
from zsstat.catalog import FILES

SOURCES = ("pyproject.toml", "README.md", "LICENSE", "src")
SENDERS = ("镇坪县", "岚皋", "瀛湖")


def call(*words: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [*map(str, words)],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that the working tree stays as it is."""
    folder = tmp_path_factory.mktemp("build")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder)
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", cwd=folder)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the pinned requirements, the wheel and no more."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    call(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    windows = folder / "Scripts" / "python.exe"
    made = windows if windows.exists() else folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", made, "install", "--quiet", "--no-compile")
    call(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=folder)
    call(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    return made


def test_the_wheel_holds_catalogue_and_queries(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {f"zsstat/catalog/{name}" for name in FILES} <= held
    sources = {
        path.relative_to(ROOT / "src").as_posix()
        for path in ROOT.glob("src/zsstat/**/*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in held if name.startswith("zsstat/")} == sources


def test_the_installed_command_does_the_main_job(python: Path, tmp_path: Path) -> None:
    for year in ("2019", "2020"):
        (tmp_path / "returns" / year).mkdir(parents=True)
        for path in (SAMPLE_RETURNS / year).iterdir():
            if path.name.startswith(SENDERS):
                shutil.copy(path, tmp_path / "returns" / year)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ZSSTAT_DB"))}
    env = {**kept, "PYTHONUTF8": "1", "ZSSTAT_CONFIG": str(SAMPLE_CONFIG)}
    where = call(
        python, "-c", "import zsstat; print(zsstat.__file__)", cwd=tmp_path, env=env
    ).strip()
    assert Path(where).is_relative_to(python.parent.parent)

    zsstat = python.with_name("zsstat.exe" if python.suffix else "zsstat")
    imported = call(zsstat, "import", cwd=tmp_path, env=env)
    assert "共8件：接收8件" in imported
    made = json.loads(call(zsstat, "summary", "--format", "json", cwd=tmp_path, env=env))
    assert made["year"] == 2020
    assert made["reporters"]["counted"] == 3
    shown = {(r["area"], r["indicator"]): r["display"] for r in made["rows"]}
    expected = json.loads((ROOT / "sample_data" / "expected.json").read_text(encoding="utf-8"))
    count = expected["2020"]["areas"]["zhenping"]["contract_count"]
    assert shown["zhenping", "contract_count"] == f"{count}个"
