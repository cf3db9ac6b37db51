"""Number formats by the names that Excel's own HTML and XML files call them, and in CSS.

The codes are those that the Chinese edition of Excel shows for the names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zsstat.read.numfmt import GENERAL, NumberFormat, number_format

_NAMED = {
    "general": "General",
    "general number": "General",
    "general date": "yyyy/m/d h:mm",
    "long date": 'yyyy"年"m"月"d"日"',
    "medium date": "d-mmm-yy",
    "short date": "yyyy/m/d",
    "long time": "h:mm:ss",
    "medium time": "h:mm AM/PM",
    "short time": "h:mm",
    "currency": '"¥"#,##0.00',
    "euro currency": "[$€-2] #,##0.00",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "percent": "0.00%",
    "scientific": "0.00E+00",
    "yes/no": '"Yes";"Yes";"No"',
    "true/false": '"True";"True";"False"',
    "on/off": '"On";"On";"Off"',
    "text": "@",
}

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,8000})\}")
_CLASS = re.compile(r"[A-Za-z]*\.([\w-]{1,80})")
_FORMAT = re.compile(
    r"mso-number-format\s*:\s*(\"(?:[^\"\\]|\\.){0,1024}\"|'(?:[^'\\]|\\.){0,1024}'|[^;\"']{0,200})",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_NO_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)


def named_format(name: str) -> NumberFormat:
    """The format of a name (``Short Date``), or of a code as it is; General for none."""
    return number_format(_NAMED.get(name.strip().lower(), name)) if name.strip() else GENERAL


def is_hidden_style(style: str) -> bool:
    """Whether a ``style`` attribute takes the element away from the page."""
    return "display" in style.lower() and _NO_DISPLAY.search(style) is not None


def format_of_style(style: str) -> NumberFormat | None:
    r"""The format of a CSS ``mso-number-format:"\@"``; None where there is none."""
    found = _FORMAT.search(style) if "mso-number-format" in style else None
    if found is None:
        return None
    code = found[1].strip()
    if code[:1] in ("'", '"'):
        code = code[1:-1]
    return named_format(_ESCAPE.sub(_unescaped, code))


def _unescaped(match: re.Match[str]) -> str:
    return match[2] if match[1] is None else chr(int(match[1], 16))


def formats_of_sheet(css: str) -> Mapping[str, NumberFormat]:
    """Class name → number format, from a style sheet. Other kinds of selectors are passed over."""
    formats: dict[str, NumberFormat] = {}
    for selectors, declarations in _RULE.findall(css.replace("<!--", " ").replace("-->", " ")):
        shown_as = format_of_style(declarations)
        if shown_as is not None:
            names = map(_CLASS.fullmatch, map(str.strip, selectors.split(",")))
            formats.update((name[1], shown_as) for name in names if name)
    return formats
