"""What every test stands on: folders of its own, and the sample imported once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import sample_data  # noqa: F401 - before openpyxl is imported: says how that writes
from tests.cli_support import SAMPLE_CONFIG, SAMPLE_RETURNS, Done, run
from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue
from zsstat.errors import FontError
from zsstat.render.fonts import for_text
from zsstat.store import Store, open_store

# A loaded machine is no fault of the code. CI draws the same examples each time (hypothesis's own
# profile of that name), so that what it finds is found where it can be looked into: here.
settings.register_profile("zsstat", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "zsstat")

OWN = (
    "ZSSTAT_DB", "ZSSTAT_CONFIG", "ZSSTAT_COLOUR", "ZSSTAT_FONT",
    "COLUMNS", "NO_COLOR", "FORCE_COLOR",
)  # fmt: skip
"""Variables of the developer's shell that would change what a test sees."""


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Cache and log of the tests, apart from those of whoever runs them."""
    folder = tmp_path_factory.mktemp("zsstat")
    patch = pytest.MonkeyPatch()
    patch.setenv("ZSSTAT_CACHE_DIR", str(folder / "cache"))
    patch.setenv("ZSSTAT_LOG_DIR", str(folder / "log"))
    for name in OWN:
        patch.delenv(name, raising=False)
    yield folder
    patch.undo()


@pytest.fixture(scope="session")
def sample_import(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """The import of the whole sample, both years: its database and what the command said."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    return path, run("import", SAMPLE_RETURNS, "--format", "json", db=path, config=SAMPLE_CONFIG)


@pytest.fixture(scope="session")
def sample_db(sample_import: tuple[Path, Done]) -> Path:
    """The database of the sample; not to be written to."""
    path, done = sample_import
    assert done.status == 0, done.err
    return path


@pytest.fixture(scope="session")
def sample_catalogue() -> Catalogue:
    return load_catalogue(SAMPLE_CONFIG)


@pytest.fixture
def sample_store(sample_db: Path, sample_catalogue: Catalogue) -> Iterator[Store]:
    with open_store(sample_db, catalogue_fingerprint=sample_catalogue.fingerprint) as store:
        yield store


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """Where no font has Chinese glyphs, what is drawn as PNG cannot be tested: it is skipped here
    and fails in CI."""
    try:
        for_text("安康市招商引资")
    except FontError as error:
        said = f"{error.message}: NOTHING that draws a PNG is tested"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
