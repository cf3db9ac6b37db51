"""Findings as a person reads them: what is the same is said once, with every place it was found in.

Used wherever findings of several workbooks stand together. The level's letter is always there, so
that colour is never the only sign of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zsstat.cli.paper import Toned, Verbatim
from zsstat.model import CellRef, Finding, Outcome

CELLS_SHOWN = 12
"""So many cells of one finding are named in the terminal; JSON names all."""
ENTRIES_SHOWN = 8
"""So many entries of one rule stand in a list of everything; a column that somebody forgot would
else push what is left out of the window."""
_UNDER = "　　"


@dataclass(frozen=True, slots=True)
class Case:
    """A finding, where it was found (``label``: a file, or a number and a reporter; empty where
    there is but one file), how urgent it is (the smaller ``rank``, the more), what is to be said
    of it alone (``remarks``), and who sent it (``sender``)."""

    finding: Finding
    label: str
    rank: tuple[int, ...]
    state: str = ""
    remarks: tuple[str, ...] = ()
    sender: str = ""


Elsewhere = Callable[[str], str]
"""From the id of a rule to what lists everything that it found: a command, or what to do."""


def entry_lines(cases: Iterable[Case], elsewhere: Elsewhere | None = None) -> Iterator[str]:
    """Equal findings as one entry each, the most urgent first, of these the most frequent; others
    stay in their order, so that what is about one file stands together. With ``elsewhere`` a rule
    has at most :data:`ENTRIES_SHOWN` entries in a state, and then a line that says how many more
    there are, whose they are and what lists them."""
    groups = _grouped(cases)
    alike: dict[tuple[object, ...], list[list[Case]]] = {}
    for members in groups:
        alike.setdefault(_kind(members), []).append(members)
    told: Counter[tuple[object, ...]] = Counter()
    for members in groups:
        kind = _kind(members)
        told[kind] += 1
        if elsewhere is None or told[kind] <= ENTRIES_SHOWN:
            yield from _entry(members)
        if elsewhere is not None and told[kind] == ENTRIES_SHOWN + 1:
            left = [case for entry in alike[kind][ENTRIES_SHOWN:] for case in entry]
            yield from _rest_lines(left, elsewhere)


def _kind(members: Sequence[Case]) -> tuple[object, ...]:
    first = members[0]
    return (first.rank, first.state, first.finding.rule, first.finding.outcome)


def _rest_lines(cases: Sequence[Case], elsewhere: Elsewhere) -> Iterator[str]:
    """What is left out: 同类的还有58条没有列出：汉滨区50条、汉阴县8条."""
    counts = Counter(case.sender for case in cases if case.sender)
    whose = "、".join(f"{sender}{number}条" for sender, number in counts.items())
    rule = cases[0].finding.rule
    yield f"{_UNDER}同类的还有{len(cases)}条没有列出{'：' if whose else ''}{whose}；全部列出："
    yield Verbatim(f"{_UNDER * 2}{elsewhere(rule)}")


def _grouped(cases: Iterable[Case]) -> list[list[Case]]:
    groups: dict[tuple[object, ...], list[Case]] = {}
    for case in cases:
        finding = case.finding
        said = (finding.rule, finding.message, finding.outcome, finding.action)
        groups.setdefault((case.rank, case.state, *said), []).append(case)
    return sorted(groups.values(), key=lambda members: (members[0].rank, -len(members)))


def _entry(members: Sequence[Case]) -> Iterator[str]:
    """What is wrong, where, and what to do; values that differ stand beside their places."""
    first = members[0].finding
    alike = len({facts(case.finding) for case in members}) == 1
    count = f"（共{len(members)}条）" if len(members) > 1 else ""
    yield head_line(first, members[0].state, count=count)
    for case in members:
        if where := _where(case):
            yield _UNDER + where
        if not alike and (said := facts(case.finding)):
            yield f"{_UNDER}{_UNDER}{said}"
        yield from (f"{_UNDER}{_UNDER}{remark}" for remark in case.remarks)
    if alike and (said := facts(first)):
        yield f"{_UNDER}{said}"
    if first.action and first.outcome is Outcome.FAIL:
        yield f"{_UNDER}办法：{first.action}"


def _where(case: Case) -> str:
    places = "；".join(_places(case.finding.cells))
    return "：".join(filter(None, (case.label or (places and "位置"), places)))


def head_line(finding: Finding, state: str = "", *, indent: str = "", count: str = "") -> Toned:
    """A（待改正）　“总投资”填“待定”，看不出是多少　〔cell.not_number〕."""
    said = f"（{state}）" if state else ""
    level = finding.level
    return Toned(f"{indent}{level}{said}　{finding.message}　〔{finding.rule}〕{count}", level)


def place_lines(cells: Iterable[CellRef]) -> Iterator[str]:
    """位置：工作表“台账” F12、F13, one line a sheet."""
    for place in _places(cells):
        yield f"位置：{place}"


def _places(cells: Iterable[CellRef]) -> Iterator[str]:
    for sheet, refs in groupby(cells, key=lambda ref: ref.sheet):
        if sheet:
            named = cells_named([ref.cell for ref in refs if ref.cell])
            yield f"工作表“{sheet}” {named}".rstrip()


def cells_named(names: Sequence[str]) -> str:
    """F12、F13; of many cells the first, and how many there are."""
    more = f" 等{len(names)}格" if len(names) > CELLS_SHOWN else ""
    return f"{'、'.join(names[:CELLS_SHOWN])}{more}"


def facts(finding: Finding) -> str:
    """填报：3.5　应为：整数, as far as it is known."""
    told = (
        ("填报", finding.shown),
        ("应为", finding.expected),
        ("相差", finding.difference),
    )
    return "　".join(f"{label}：{text}" for label, text in told if text)
