"""The collection of returns as they really arrive: every format, header and layout.

One folder a case under ``arrivals/``: files, and ``expected.json``, which is written by hand from
what the workbook means. ``python sample_data/generate.py --arrivals`` writes the files again;
those that LibreOffice made (``kept``) and the descriptions are never written by a program.
"""

from __future__ import annotations

from pathlib import Path

from sample_data import (
    _arrivals_blocks,
    _arrivals_formats,
    _arrivals_headers,
    _arrivals_matrix,
    _arrivals_totals,
)
from sample_data._arrivals_case import Arrival
from sample_data._pages import packed

ARRIVALS: tuple[Arrival, ...] = (
    *_arrivals_formats.ARRIVALS,
    *_arrivals_headers.ARRIVALS,
    *_arrivals_blocks.ARRIVALS,
    *_arrivals_totals.ARRIVALS,
    *_arrivals_matrix.ARRIVALS,
)
EXPECTED = "expected.json"


def generate_arrivals(target: Path) -> list[Path]:
    """Writes the files of every case under ``target/arrivals``; returns what was written."""
    written = []
    for arrival in ARRIVALS:
        folder = target / "arrivals" / arrival.slug
        folder.mkdir(parents=True, exist_ok=True)
        for name, (form, pages) in arrival.files.items():
            (folder / name).write_bytes(packed(pages, form))
            written.append(folder / name)
    return written
