"""Number formats: which of them show a number as a date."""

from __future__ import annotations

import re
from typing import NamedTuple

# ECMA-376 part 1, 18.8.30; 27–36 and 50–58 as Chinese (PRC) editions of Excel define them.
BUILT_IN: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;\\-#,##0",
    38: "#,##0;[Red]\\-#,##0",
    39: "#,##0.00;\\-#,##0.00",
    40: "#,##0.00;[Red]\\-#,##0.00",
    41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

_LONGEST_CODE = 1024
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# Quoted text, escaped, padding and fill characters, then colours, conditions and locales.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]')
_FRACTION_OF_SECOND = re.compile(r"s[.,]0+", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]|a{3,4}", re.IGNORECASE)


class NumberFormat(NamedTuple):
    """``code`` is None for General, the format of a cell that has none."""

    code: str | None
    is_date: bool


GENERAL = NumberFormat(None, is_date=False)


def is_date_format(code: str) -> bool:
    """Whether a number under this format is shown as a date or a time of day.

    The first section decides. Elapsed time (``[h]:mm``) is a duration and stays a number.
    """
    if len(code) > _LONGEST_CODE or _ELAPSED.search(code):
        return False
    section = _LITERAL.sub("", code).split(";", 1)[0]
    if section.lower().startswith("general"):
        return False
    section = _FRACTION_OF_SECOND.sub("s", section)
    return bool(_DATE_LETTER.search(section)) and not re.search(r"[0#?]", section)


def number_format(code: str | None) -> NumberFormat:
    if code is None or code.lower() == "general":
        return GENERAL
    return NumberFormat(code, is_date_format(code))
