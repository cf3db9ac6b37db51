"""What a case of the collection of arrivals is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sample_data._pages import Page

File = tuple[str, Sequence[Page]]
"""The form of file, as :func:`sample_data._pages.packed` names it, and its sheets."""


@dataclass(frozen=True)
class Arrival:
    """Files as they arrive, each of them by itself the whole of what is sent.

    ``shows`` is what the case is there for. ``kept`` are files of writers that are no library of
    ours (LibreOffice); they are committed and never written again."""

    slug: str
    shows: str
    files: Mapping[str, File]
    kept: tuple[str, ...] = ()


def everywhere(name: str, pages: Sequence[Page]) -> dict[str, File]:
    """The same sheets as .xlsx, .xls, SpreadsheetML 2003 and a web page."""
    return {
        f"{name}.xlsx": ("openpyxl", pages),
        f"{name}.xls": ("xls", pages),
        f"{name}.xml": ("xml", pages),
        f"{name}.html": ("html utf-8", pages),
    }
