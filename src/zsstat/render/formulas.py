"""What a spreadsheet that opens a csv takes for a formula where a text was meant."""

from __future__ import annotations

import re

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def reads_as_formula(text: str) -> bool:
    """Whether a text begins as formulas do and is no number."""
    return text.startswith(_BEGINNINGS) and not _NUMBER.fullmatch(text)
