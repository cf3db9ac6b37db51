"""The log of decisions as people and machines get it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zsstat.declarations import Catalogue
from zsstat.model import Period
from zsstat.store import Kind, LogEntry

_SAID = {
    Kind.WAIVE: "核销",
    Kind.ANSWER: "说明",
    Kind.ADJUST: "调整",
    Kind.RESOLVE: "认定",
    Kind.LOCK: "锁定",
    Kind.UNLOCK: "解锁",
    Kind.RESTATE: "修订数",
    Kind.WITHDRAW: "撤回",
    Kind.REVOKE: "撤销",
    Kind.REPOST: "重新统计",
    Kind.IMPORT: "替换或补充",
    Kind.PUBLISH: "印发",
}
_NUMBERED = frozenset(Kind) - {Kind.WAIVE, Kind.IMPORT, Kind.PUBLISH}


def log_lines(entries: Iterable[LogEntry], catalogue: Catalogue) -> Iterator[str]:
    """An entry in two lines: what was decided, then who, when and why."""
    empty = True
    for entry in entries:
        empty = False
        kind = Kind(entry.kind)
        number = f"第{entry.number}号　" if kind in _NUMBERED else ""
        revoked = f"（已由第{entry.revoked_by}号撤销）" if entry.revoked_by else ""
        about = f"（{sender}）" if (sender := _sender(entry, catalogue)) else ""
        yield f"{_SAID[kind]}　{number}{entry.subject}{about}{revoked}"
        why = "说明" if kind is Kind.ANSWER else "理由"
        yield f"　　{entry.at:%Y-%m-%d %H:%M}　{entry.who}　{why}：{entry.reason}"
    if empty:
        yield "还没有决定"


def _sender(entry: LogEntry, catalogue: Catalogue) -> str:
    """Whose return it is about, where what was decided does not say it."""
    area = catalogue.areas.get(entry.reporter or "")
    if area is None or entry.year is None:
        return ""
    name = catalogue.area_name(area.id, Period(entry.year, entry.month or 12))
    return "" if name in entry.subject else name


def log_machine(entries: Iterable[LogEntry]) -> dict[str, Any]:
    """The stable machine form of the log."""
    return {
        "entries": [
            {
                "kind": entry.kind,
                "number": entry.number,
                "year": entry.year,
                "month": entry.month,
                "reporter": entry.reporter,
                "subject": entry.subject,
                "who": entry.who,
                "reason": entry.reason,
                "at": entry.at.isoformat(),
                "revoked_by": entry.revoked_by,
                "finding": entry.finding,
            }
            for entry in entries
        ]
    }
