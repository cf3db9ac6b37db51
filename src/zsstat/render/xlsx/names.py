"""Names of sheets, and texts as a workbook may hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

LONGEST = 31
"""Characters; Excel takes no longer name of a sheet."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def clean(text: str) -> str:
    """The text without control characters, which no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """A sheet name out of a title: what Excel forbids goes, 31 characters, unique."""
    used = {name.casefold() for name in taken}
    plain = _FORBIDDEN.sub(" ", clean(title)).strip(" '") or "Sheet"
    name, number = plain[:LONGEST].strip(" '"), 2
    while name.casefold() in used:
        suffix = f" ({number})"
        name, number = plain[: LONGEST - len(suffix)] + suffix, number + 1
    return name


def numbered_name(number: int, title: str, period: str) -> str:
    """表1全市招商引资主要指标: number and title, without the period and whatever is no letter or
    digit, so that it reads well aloud and needs no escape in a link."""
    said = title.replace(period, "", 1) if period else title
    return (f"表{number}" + "".join(c for c in said if c.isalnum()))[:LONGEST]
