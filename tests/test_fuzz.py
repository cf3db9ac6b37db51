"""A bounded run of the fuzzer: whatever a file is, an import ends with a true and clear result."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fuzzing.cases import case
from tests.fuzzing.judging import Desk
from tests.fuzzing.seeds import WRITERS, all_seeds, seed_file
from zsstat.catalog import load_catalogue

CASES = 360
"""Some ten seconds of it; ``make fuzz`` goes on for longer."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("fuzz"), load_catalogue(None))


@pytest.mark.parametrize("seed", WRITERS)
def test_the_return_that_all_cases_are_made_of_is_accepted(seed: str, desk: Desk) -> None:
    verdict = desk.judge(seed_file(seed), seed)
    assert (verdict.outcome, verdict.problems) == ("accepted", ())


def test_a_case_is_made_of_its_number_alone() -> None:
    numbers = range(0, CASES, 7)
    assert [case(number) for number in numbers] == [case(number) for number in numbers]
    assert {case(number).seed for number in range(len(all_seeds()))} == set(all_seeds())


def test_altered_files_are_accepted_returned_or_refused_and_nothing_else(desk: Desk) -> None:
    outcomes: Counter[str] = Counter()
    offending = {}
    for number in range(CASES):
        current = case(number)
        verdict = desk.judge(current.data, current.seed)
        outcomes[verdict.outcome] += 1
        if verdict.problems:
            offending[current.name] = verdict.problems
    assert not offending
    assert set(outcomes) == {"accepted", "returned", "refused"}, "all three ways are tried"
