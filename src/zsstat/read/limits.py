"""How large a file may be, and in what shape it may come, before it is refused.

The limits protect the clerk's machine: a few kilobytes can claim a billion cells. They are far
above what a return needs and can be set by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may hold; what is above is refused before it costs memory.

    ``file_bytes``: the file as it lies on disk. ``uncompressed_bytes``: all parts of a package
    together. ``ratio``: uncompressed ÷ compressed bytes of one part, looked at from
    ``ratio_from_bytes`` on. ``frame_bytes``: each part that holds no cells and no strings (styles,
    relationships …). ``entries``: parts of a package. ``cells``: cell elements of one sheet, blank
    formatted ones included; also shared strings of a workbook. ``rows``, ``columns``: the last row
    and column that may hold a cell. ``merges``: merged ranges of a sheet. ``formula_characters``:
    what a sheet's shared formulas unfold to. ``depth``: nesting of XML elements.
    """

    file_bytes: int = 64 * MEBIBYTE
    uncompressed_bytes: int = 256 * MEBIBYTE
    ratio: int = 200
    ratio_from_bytes: int = 4 * MEBIBYTE
    frame_bytes: int = 32 * MEBIBYTE
    entries: int = 10_000
    sheets: int = 512
    cells: int = 5_000_000
    rows: int = 1_048_576
    columns: int = 16_384
    merges: int = 100_000
    formula_characters: int = 4_000_000
    depth: int = 64
