"""LibreOffice as another hand that opens and saves workbooks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML"}


def soffice() -> str:
    """LibreOffice's program. Without it the test is skipped here and fails in CI."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        said = "LibreOffice (soffice) is not installed: NOTHING is tested through it"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    return str(found)


def resaved(files: Sequence[Path], folder: Path, profile: Path, form: str = "xlsx") -> list[Path]:
    """Workbooks loaded and saved in one run of LibreOffice; the new files, in the same order."""
    command = [soffice(), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", FILTERS.get(form, form), "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [folder / f"{path.stem}.{form}" for path in files]
