"""The returns of a month and of those before it, invented, with what goes wrong in a usual month.

    python -m tests.month_support DIRECTORY

writes them as the clerk has them when the round begins: what the documents show can be tried there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.year.books import write
from tests.year.events import Change, bigger_contract, more_funds, truth, wrong_total
from tests.year.world import REPORTERS, WAN, Content, Month

MAY = Month(2021, 5)
BEFORE = (Month(2020, 5), Month(2020, 12), *(Month(2021, month) for month in range(1, 5)))
"""The month of the year before, and those from which this year's projects go on."""
LATE = "yinghu"
"""Sends its return when it has been urged."""
FIRST: Mapping[str, Change] = {
    "ziyang": wrong_total,
    "pingli": bigger_contract(4, 800 * WAN),
    "xunyang": more_funds(4, -40 * WAN),
}
"""What is sent at first and is not the truth; in 平利's case it is."""


def month(folder: Path) -> None:
    """Writes 以前 (accepted long ago), returns (what arrives), 更正 (what is sent again in this
    round) and 六月更正 (what is corrected when the month is locked already)."""
    for before in BEFORE:
        for reporter in REPORTERS:
            write(truth(reporter, before), folder / "以前" / f"{before.year}年{before.month}月")
    for reporter in REPORTERS:
        said = truth(reporter, MAY)
        if reporter != LATE:
            write(FIRST.get(reporter, _as_it_is)(said), folder / "returns" / "2021年5月")
    for reporter in (LATE, "ziyang"):
        write(truth(reporter, MAY), folder / "更正")
    write(truth("xunyang", MAY), folder / "六月更正", "更正")


def _as_it_is(said: Content) -> Content:
    return said


if __name__ == "__main__":
    month(Path(sys.argv[1]))
