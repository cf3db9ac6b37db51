"""The faulty returns: each gives exactly the findings that are written down beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sample_data._faults import CASES, GOLDEN, Case, generate_faulty
from sample_data._goldens import judge, make_bases
from tests.sample_support import SAMPLE
from zsstat.catalog import load_catalogue

FAULTY = SAMPLE / "faulty"
BY_SLUG = {case.slug: case for case in CASES}


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A database for every state that a case starts from."""
    return make_bases(SAMPLE, tmp_path_factory.mktemp("bases"))


def _golden(case: Case) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FAULTY / case.slug / GOLDEN).read_text(encoding="utf-8"))
    return loaded


def _findings(case: Case) -> Iterator[dict[str, Any]]:
    for file in _golden(case)["files"]:
        yield from file["findings"]


def _failing(case: Case) -> set[str]:
    return {found["rule"] for found in _findings(case) if found["outcome"] == "fail"}


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_faulty_return_gives_its_findings(
    slug: str, bases: Mapping[str, Path], tmp_path: Path
) -> None:
    database = tmp_path / "zsstat.db"
    shutil.copy(bases[BY_SLUG[slug].base], database)
    assert judge(FAULTY / slug, database) == _golden(BY_SLUG[slug])


@pytest.mark.parametrize("slug", BY_SLUG)
def test_nothing_else_is_wrong_with_it(slug: str) -> None:
    assert _failing(BY_SLUG[slug]) == set(BY_SLUG[slug].rules)


def test_every_rule_has_a_return_that_breaks_it() -> None:
    broken = set().union(*(_failing(case) for case in CASES))
    assert broken == set(load_catalogue().rules)


def test_what_blocks_is_not_accepted() -> None:
    for case in CASES:
        for file in _golden(case)["files"]:
            blocking = [
                found
                for found in file["findings"]
                if found["outcome"] == "fail" and found["level"] in ("A", "B")
            ]
            assert bool(blocking) == (file["status"] in ("returned", "refused")), case.slug


def test_every_finding_says_what_to_do() -> None:
    for case in CASES:
        for found in _findings(case):
            assert found["message"], case.slug
            assert found["action"] or found["outcome"] == "undecided", case.slug


def test_no_personal_number_comes_out() -> None:
    for case in CASES:
        text = json.dumps(_golden(case), ensure_ascii=False)
        assert not any(number in text for number in ("13900001234", "13900005678", "19000101"))


# --- the files --------------------------------------------------------------------------------


def _cells(path: Path) -> object:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    return [
        (s.title, s.sheet_state, [[c.value for c in row] for row in s.iter_rows()])
        for s in openpyxl.load_workbook(path).worksheets
    ]


def test_generating_again_gives_the_committed_files(tmp_path: Path) -> None:
    written = {p.relative_to(tmp_path) for p in generate_faulty(tmp_path)}
    committed = {p.relative_to(SAMPLE) for p in FAULTY.rglob("*.*") if p.is_file()}
    assert written == {name for name in committed if name.name != GOLDEN}
    for name in sorted(written):
        made, kept = tmp_path / name, SAMPLE / name
        # Other versions of the libraries may write other bytes, but never other cells.
        assert made.read_bytes() == kept.read_bytes() or _cells(made) == _cells(kept), name


def test_every_case_has_its_golden_and_no_golden_is_left_over() -> None:
    assert {path.parent.name for path in FAULTY.rglob(GOLDEN)} == set(BY_SLUG)


def test_the_readme_lists_every_case() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for case in CASES:
        rules = ", ".join(f"`{rule}`" for rule in case.rules)
        assert f"| `{case.slug}` | {case.fault} | {rules} |" in readme


def test_the_folder_stays_small() -> None:
    assert sum(p.stat().st_size for p in FAULTY.rglob("*.*") if p.is_file()) < 900_000
