"""Phone and identity-card numbers, which have no business in statistics."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?<!\d)(?P<lead>[1１][3-9３-９]\d)[- ]?\d{4}[- ]?(?P<tail>\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(?:\d{17}[\dXxＸｘ]|\d{15})(?!\d)")

# GB/T 2260: the first two digits of every division. With the birth date this tells an identity
# number from a credit code or a project code of the same length.
_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PERSON = re.compile(
    rf"(?:{_PROVINCES})\d{{4}}(?:(?:19|20)\d\d{_MONTH_DAY}\d{{3}}.|\d\d{_MONTH_DAY}\d{{3}})"
)


def mask_personal(text: str) -> str:
    """``text`` with mainland mobile numbers and identity numbers (18 or 15 digits) masked.

    ``13812340000`` → ``138****0000``; of an identity number the first three and the last four
    characters stay. Full-width digits count as digits. Other digits are left alone.
    """
    if sum(character.isdigit() for character in text) < 11:
        return text
    masked = _MOBILE.sub(r"\g<lead>****\g<tail>", text)
    return _IDENTITY.sub(_mask_identity, masked)


def _mask_identity(match: re.Match[str]) -> str:
    number = match.group()
    digits = "".join(str(int(c)) if c.isdigit() else "X" for c in number)
    if not _PERSON.fullmatch(digits):
        return number
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
