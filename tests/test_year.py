"""A year of the bureau's work, at the end of which every figure is what the raw cells add up to."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from tests.year.cells import places
from tests.year.events import (
    ADJUSTED,
    FAULTS,
    LATE,
    LOCKED_AFTER,
    MISFILED,
    QUIET,
    RESTATED,
    SHARED,
    YEAR,
    Ends,
    sends,
)
from tests.year.office import Office
from tests.year.oracle import CITY, RATIOS, SHOWN, Expected, Oracle
from tests.year.play import RELOCKED, Year
from tests.year.world import REPORTERS, Month

MONTHS = tuple(range(1, 13))
DUPLICATE = "elsewhere.same_project"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year, played once."""
    folder = tmp_path_factory.mktemp("year")
    played = Year(Office(folder / "office.db"), folder)
    played.last_year()
    for number in MONTHS:
        played.round(number)
    return played


@pytest.fixture(scope="module")
def oracle(year: Year) -> Oracle:
    return Oracle(year.counting, year.decided, REPORTERS)


@pytest.mark.parametrize("number", MONTHS)
def test_every_figure_is_what_the_raw_cells_add_up_to(
    year: Year, oracle: Oracle, number: int
) -> None:
    month = Month(YEAR, number)
    said = {key: _said(row) for key, row in year.office.summary(month).items()}
    expected = oracle.figures(month)
    assert said.keys() == expected.keys()
    assert {key: (said[key], expected[key]) for key in said if said[key] != expected[key]} == {}


def _said(row: dict[str, Any]) -> Expected:
    rate = row["indicator"] in RATIOS

    def exact(written: str | None) -> Fraction | None:
        return None if written is None else Fraction(written)

    return Expected(
        row["value"] if rate else exact(row["value"]),
        row["base"] if rate else exact(row["base"]),
        row["growth_percent"],
        row["growth_note"],
        exact(row["target"]),
        row["completion_percent"],
    )


def test_places_are_those_of_the_printed_rates(year: Year) -> None:
    shared = False
    for month, path in year.province.items():
        if month.year == YEAR:
            rows = year.office.summary(month)
            for (code, basis), (place, field, tied) in places(path).items():
                said = rows["ankang", code]["rank"][basis]
                assert said == {"place": place, "field": field, "tied": tied}, (month, code, basis)
                shared |= tied
    assert shared, "in some month our city shares its place"


def test_the_books_are_sound(year: Year) -> None:
    done = year.office.do("verify")
    assert done.status == 0, done.out


def test_what_was_wrong_went_back_and_nothing_else(year: Year) -> None:
    """Of two that report the same project the second is asked whose it is."""
    asked = {(sorted(s.increments, key=REPORTERS.index)[1], s.since): DUPLICATE for s in SHARED}
    wrong = {(f.reporter, f.month): f.rule for f in FAULTS} | asked
    found = {(reporter, month.month): rules for (reporter, month), rules in year.went_back.items()}
    assert found.keys() == wrong.keys()
    assert {key: rule for key, rule in wrong.items() if rule not in found[key]} == {}


@pytest.mark.parametrize("number", MONTHS)
def test_everybody_is_accepted_who_sent_something(year: Year, number: int) -> None:
    month = Month(YEAR, number)
    said = year.office.status(month)
    missing = [reporter for reporter in REPORTERS if not sends(reporter, month)]
    counted = said["reporters"]
    assert (counted["expected"], counted["accepted"]) == (14, 14 - len(missing))
    rows = {row["area"]: row for row in said["rows"] if row["area"] in REPORTERS}
    assert [area for area, row in rows.items() if row["status"] == "missing"] == missing
    back = {area for area, row in rows.items() if row["times_returned"]}
    late = {LATE.reporter} if LATE.month == number else set()
    assert back == {area for area, of in year.went_back if of == month} | late


def test_every_decision_stands_in_the_log(year: Year) -> None:
    """With who and why; nothing was decided that is not in the script."""
    entries = year.office.log(YEAR)
    assert {entry["who"] for entry in entries} == {"王科长"}
    reasons = Counter((entry["kind"], entry["reason"]) for entry in entries)
    assert reasons["lock", "上半年数据已公布"] == LOCKED_AFTER
    assert (reasons["unlock", LATE.reason], reasons["lock", RELOCKED]) == (2, 2)
    assert reasons["withdraw", MISFILED.reason] == 2, "projects and activities came apart"
    assert {reason for kind, reason in reasons if kind == "adjust"} == {e.reason for e in ADJUSTED}
    waived = {f.reason for f in FAULTS if f.ends is Ends.WAIVED}
    assert {reason for kind, reason in reasons if kind == "waive"} == waived
    resolved = [entry for entry in entries if entry["kind"] == "resolve"]
    assert len(resolved) == len(SHARED)
    last = [entry for entry in year.office.log(YEAR - 1) if entry["kind"] == "restate"]
    assert len(last) == len(RESTATED)


def test_a_late_correction_tells_what_it_contradicts_now(year: Year) -> None:
    """March is given higher than April: April stays accepted, and that is said. The province's
    table of March is compared with another figure of the city."""
    opened = {
        entry["file"]: {finding["rule"] for finding in entry["opened"]}
        for entry in year.affected[QUIET.reporter]
    }
    april = year.counting[QUIET.reporter, Month(YEAR, QUIET.month + 1)][0]
    assert opened == {
        april.name: {"history.cumulative_fell"},
        year.province[QUIET.of].name: {"province.value_differs"},
    }
    assert year.affected[LATE.reporter] == []


@pytest.mark.parametrize("code", ["funds_interprov", "funds_total", "leader_trips", "big_count"])
def test_what_trace_lists_adds_up_to_the_figure(year: Year, oracle: Oracle, code: str) -> None:
    """Cells, joint deductions, shares of divided projects and the office's own entries."""
    month = Month(YEAR, 12)
    made = year.office.trace(code, month)
    lines = [Fraction(line["value"]) for line in made["areas"] if line["value"] is not None]
    assert sum(lines) / SHOWN[code] == oracle.figures(month)[CITY, code].value
    for line in made["areas"]:
        assert sum(Fraction(cell["value"]) for cell in line["cells"]) == Fraction(line["value"])
