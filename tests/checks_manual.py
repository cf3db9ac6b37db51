"""Writes docs/rules.md from the catalogue: ``python -m tests.checks_manual``."""

from __future__ import annotations

from pathlib import Path

from zsstat.catalog import load_catalogue
from zsstat.checks.manual import manual

if __name__ == "__main__":
    page = Path(__file__).parent.parent / "docs" / "rules.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(manual(load_catalogue()), encoding="utf-8", newline="\n")
