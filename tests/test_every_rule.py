"""Every rule of the catalogue passes, fails and, where it can be, is undecided.

An entry of the tables in ``tests/every_rule`` says how a clean return is edited to break a rule,
what the finding then says, and what leaves the rule open, or why nothing does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import pytest

from tests.every_rule import rules_between, rules_of_files, rules_of_rows
from tests.every_rule.entries import Entry, Never, Said
from tests.every_rule.office import Arrival, bases, judged
from tests.sample_support import SAMPLE
from zsstat.catalog import load_catalogue
from zsstat.model import CellRef, Finding, Outcome
from zsstat.pipeline.outcomes import FileResult, Status

GROUPS: tuple[Mapping[str, Entry], ...] = (
    rules_of_files.FILES,
    rules_of_rows.CELLS,
    rules_of_rows.ROWS,
    rules_between.TABLES,
    rules_between.PRINTED,
    rules_between.OVER_TIME,
    rules_between.ELSEWHERE,
)
TABLE = {rule: entry for group in GROUPS for rule, entry in group.items()}
NEVER = {rule for rule, entry in TABLE.items() if isinstance(entry.undecided, Never)}
LEFT_OPEN = {
    rule: entry.undecided for rule, entry in TABLE.items() if isinstance(entry.undecided, Arrival)
}
RULES = load_catalogue().rules

Judge: TypeAlias = Callable[[Arrival], FileResult]


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """What an arrival gives; each is imported once."""
    folder = tmp_path_factory.mktemp("office")
    known = bases(folder)
    results: dict[Arrival, FileResult] = {}

    def result(arrival: Arrival) -> FileResult:
        if arrival not in results:
            results[arrival] = judged(arrival, known, folder)
        return results[arrival]

    return result


def test_every_rule_stands_in_the_tables_once() -> None:
    assert set(TABLE) == set(RULES)
    assert sum(map(len, GROUPS)) == len(TABLE)


@pytest.mark.parametrize("rule", TABLE)
def test_a_rule_passes(rule: str, judge: Judge) -> None:
    result = judge(TABLE[rule].passes)
    assert result.status is Status.ACCEPTED
    assert _failing(result.findings) == set()
    assert [f for f in result.findings if f.rule == rule and f.waiver is None] == []


@pytest.mark.parametrize("rule", TABLE)
def test_a_rule_fails(rule: str, judge: Judge) -> None:
    entry = TABLE[rule]
    result = judge(entry.fails)
    found = [f for f in result.findings if f.rule == rule]
    assert _failing(result.findings) == {rule, *entry.beside}
    assert {f.outcome for f in found} == {Outcome.FAIL}
    assert _said(found) == entry.said
    assert all(f.message and f.level is RULES[rule].level for f in found)
    accepted = result.status in (Status.ACCEPTED, Status.UNCHANGED)
    assert accepted == (not any(f.blocks for f in result.findings))


@pytest.mark.parametrize("rule", LEFT_OPEN)
def test_a_rule_is_undecided(rule: str, judge: Judge) -> None:
    """It says so, and what cannot be judged sends nothing back."""
    result = judge(LEFT_OPEN[rule])
    found = [f for f in result.findings if f.rule == rule]
    assert {f.outcome for f in found} == {Outcome.UNDECIDED}
    assert all("无法" in f.message or "看不出" in f.message for f in found)
    assert not any(f.blocks for f in found)
    beside = TABLE[rule].open_beside
    assert _failing(result.findings) == set(beside)
    if not beside:
        assert result.status is Status.ACCEPTED


def test_what_is_said_never_to_be_undecided_never_is(judge: Judge) -> None:
    """Neither with any return of these tables nor with any of the sample's, odd and faulty."""
    arrivals = {a for e in TABLE.values() for a in (e.passes, e.fails, e.undecided)}
    here = {
        f.rule
        for arrival in arrivals
        if isinstance(arrival, Arrival)
        for f in judge(arrival).findings
        if f.outcome is Outcome.UNDECIDED
    }
    assert here.isdisjoint(NEVER)
    assert set(_undecided_in_the_sample()).isdisjoint(NEVER)


def test_it_is_said_why_a_rule_is_never_undecided() -> None:
    for entry in TABLE.values():
        if isinstance(entry.undecided, Never):
            assert len(entry.undecided.because.split()) > 5


def _failing(findings: Iterable[Finding]) -> set[str]:
    return {f.rule for f in findings if f.outcome is Outcome.FAIL and f.waiver is None}


def _said(findings: Iterable[Finding]) -> Said:
    found = tuple(findings)
    cells = dict.fromkeys(ref for f in found for ref in f.cells)
    return Said(
        " ".join(_places(cells)),
        "；".join(f.shown for f in found if f.shown),
        "；".join(f.expected for f in found if f.expected),
    )


def _places(cells: Iterable[CellRef]) -> Iterator[str]:
    """``sheet!A1 B1``: the sheet once, with the cells that follow on it."""
    sheet = ""
    for ref in cells:
        yield ref.cell if ref.sheet == sheet else f"{ref.sheet}!{ref.cell}"
        sheet = ref.sheet


def _undecided_in_the_sample() -> Iterator[str]:
    for path in SAMPLE.glob("*/*/expected.json"):
        for file in json.loads(path.read_text(encoding="utf-8")).get("files", ()):
            for found in file.get("findings", ()):
                if found["outcome"] == "undecided":
                    yield found["rule"]
