"""Findings as a person reads them: what is the same is said once, with every place it was found in.

Used wherever findings of several workbooks stand together. The level's letter is always there, so
that colour is never the only sign of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zsstat.cli.paper import Toned
from zsstat.model import CellRef, Finding, Outcome

CELLS_SHOWN = 12
"""So many cells of one finding are named in the terminal; JSON names all."""
_UNDER = "　　"


@dataclass(frozen=True, slots=True)
class Case:
    """A finding, where it was found (``label``: a file, or a number and a reporter; empty where
    there is but one file), how urgent it is (the smaller ``rank``, the more), and what is to be
    said of it alone (``remarks``)."""

    finding: Finding
    label: str
    rank: tuple[int, ...]
    state: str = ""
    remarks: tuple[str, ...] = ()


def entry_lines(cases: Iterable[Case]) -> Iterator[str]:
    """Equal findings as one entry each, the most urgent first, of these the most frequent; others
    stay in their order, so that what is about one file stands together."""
    for members in _grouped(cases):
        yield from _entry(members)


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
