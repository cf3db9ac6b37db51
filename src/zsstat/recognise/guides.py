"""The sheet of instructions that the office's own forms begin with.

It quotes rules, examples and names, none of which is evidence of who reports and for when. It is
known by the heading row of its lists of columns, which no return has; its name proves nothing.
"""

from __future__ import annotations

from zsstat.model import Grid

HEADINGS = ("列名", "必填", "单位", "怎样填", "可选内容")
"""The heading row over the columns of each table."""


def is_guide(grid: Grid) -> bool:
    """Whether a sheet is the instructions of a form."""
    return any(
        tuple("".join(cell.text.split()) for cell in cells) == HEADINGS
        for cells in grid.by_row.values()
        if len(cells) == len(HEADINGS)
    )
