"""Chromium as the reader of a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No window, and nothing that the browser would fetch for itself."""


def chromium() -> str:
    """The browser's program: what CHROMIUM names, or chromium on the path. Without it the test is
    skipped here and fails in CI."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        said = "Chromium is not installed: NO page is tested in a browser"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    return str(found)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    program = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            yield opened
        finally:
            opened.close()
