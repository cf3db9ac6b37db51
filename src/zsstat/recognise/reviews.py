"""The list of findings that went back with an earlier return, when a sender leaves it in the file.

A sender who corrects the review copy sends the office's own words back with it: what they quote
(other names, other years) is no evidence of anything. The sheet is known by its heading row, which
no return has; its name proves nothing. What the sender wrote into it is read by
:mod:`zsstat.recognise.answers`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from zsstat.model import Grid, Workbook
from zsstat.recognise.guides import is_guide

LEVEL = "级别"
ANSWER = "填报单位说明"
CODE = "核对码"
HEADINGS = (
    *("序号", LEVEL, "工作表", "单元格", "问题", "填报内容", "应为", "相差", "办法"),
    *(ANSWER, CODE),
)
"""The heading row of the list of findings."""
NO_SUBSTITUTE = "须更正，不能以说明代替"
NOT_ASKED = "不需说明"
"""What stands in the column of answers where none is asked for."""
_KNOWN_BY = frozenset({LEVEL, "问题", ANSWER})
"""Headings that are together in no return; the others may have been deleted or renamed."""
_LOOKED_AT = 40
"""Rows from the top among which the heading row must be."""


def without_reviews(workbook: Workbook) -> Workbook:
    """The workbook without its lists of findings and without the instructions that a form begins
    with, as long as that leaves a sheet."""
    own = (grid for grid in workbook.grids if review_list(grid) is None)
    kept = tuple(grid for grid in own if not is_guide(grid))
    if not kept or len(kept) == len(workbook.grids):
        return workbook
    return replace(workbook, grids=kept)


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Where the list stands on its sheet: its heading row, and heading → column."""

    head: int
    columns: Mapping[str, int]


def review_list(grid: Grid) -> ReviewList | None:
    """The list of findings of a sheet; None for a sheet that is none."""
    for number, cells in grid.by_row.items():
        if number > _LOOKED_AT:
            break
        columns = {"".join(cell.text.split()): cell.column for cell in reversed(cells)}
        if columns.keys() >= _KNOWN_BY:
            return ReviewList(number, columns)
    return None


# --- the code of a finding --------------------------------------------------------------------

_TAIL = re.compile(r"(?P<fingerprint>[0-9a-z]+)-(?P<check>[0-9a-f]{4})")


def code_of(rule: str, fingerprint: str) -> str:
    """What stands in a row of the list so that its finding is found again: rule, fingerprint and
    four check characters. It is never a number, so that no program changes how it is written."""
    return f"{rule}\n#{fingerprint}-{_check(rule, fingerprint)}"


def decoded(text: str) -> tuple[str, str] | None:
    """Rule and fingerprint of a code; None for one that is incomplete or was changed.

    Blanks, line breaks, and letters that an input method widened or capitalised do no harm."""
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    for written in (text, narrow, narrow.lower()):
        rule, _, tail = written.rpartition("#")
        match = _TAIL.fullmatch("".join(tail.split()).lower())
        if match and _check(rule.strip(), match["fingerprint"]) == match["check"]:
            return rule.strip(), match["fingerprint"]
    return None


def _check(rule: str, fingerprint: str) -> str:
    return hashlib.sha256(f"{rule}#{fingerprint}".encode()).hexdigest()[:4]
