"""The list of findings that went back with an earlier return, when a sender leaves it in the file.

A sender who corrects the review copy sends the office's own words back with it: what they quote
(other names, other years) is no evidence of anything. The sheet is known by its heading row, which
no return has; its name proves nothing.
"""

from __future__ import annotations

from dataclasses import replace

from zsstat.model import Grid, Workbook

HEADINGS = (
    *("序号", "级别", "工作表", "单元格", "问题", "填报内容", "应为", "相差", "办法"),
    "填报单位说明",
)
"""The heading row of the list of findings."""
_LOOKED_AT = 40
"""Rows from the top among which the heading row must be."""


def without_reviews(workbook: Workbook) -> Workbook:
    """The workbook without its lists of findings, as long as that leaves a sheet."""
    kept = tuple(grid for grid in workbook.grids if not _is_review(grid))
    if not kept or len(kept) == len(workbook.grids):
        return workbook
    return replace(workbook, grids=kept)


def _is_review(grid: Grid) -> bool:
    return any(
        tuple(cell.text for cell in cells) == HEADINGS
        for number, cells in grid.by_row.items()
        if number <= _LOOKED_AT
    )
