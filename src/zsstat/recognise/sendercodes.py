"""The GB/T 2260 code that stands beside the sender's name: whether it is the sender's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zsstat.model import Issue
from zsstat.recognise.areanames import AreaNames
from zsstat.recognise.sender import Evidence
from zsstat.values import divisions

UNKNOWN, CONTRADICTS = "row.area_code_unknown", "row.area_code_contradicts"


def code_issues(
    evidence: Iterable[Evidence], reporter: str | None, names: AreaNames, year: int | None
) -> Iterator[Issue]:
    """Codes behind 填报单位 that the ``reporter`` has in no year.

    The name decides who it is; a zone has no code, so any beside its name is another place's."""
    if reporter is None:
        return
    own = {code.value for code in names.catalogue.areas[reporter].codes}
    for item in evidence:
        if not item.code or item.area != reporter or item.code in own:
            continue
        known = divisions.divisions(item.code)
        name = names.name(reporter, year)
        if not known:
            message = f"“{item.text}”里的{item.code}不是行政区划代码"
            yield Issue(UNKNOWN, message, (item.ref,), shown=item.text, expected=name)
            continue
        message = f"“{item.text}”的代码{item.code}是{known[-1].name}，与填报单位{name}不符"
        expected = f"{name} {'、'.join(sorted(own))}" if own else f"{name}（没有代码）"
        yield Issue(CONTRADICTS, message, (item.ref,), shown=item.text, expected=expected)
