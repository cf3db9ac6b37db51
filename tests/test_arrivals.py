"""Returns as they really arrive: each file says exactly what is written down beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_data._arrivals import ARRIVALS as CASES
from sample_data._arrivals import generate_arrivals
from tests.arrivals_oracles import foreign_cells, same
from tests.arrivals_support import (
    ARRIVALS,
    DESCRIPTION,
    Judged,
    catalogue,
    description,
    expected_findings,
    expected_tables,
    files,
    findings,
    in_base_units,
    judge,
    ordered,
    recognised,
    slugs,
    verdict,
)
from tests.sample_support import SAMPLE
from zsstat.model import Outcome, Role

FILES = [(slug, file.name) for slug in slugs() for file in files(slug)]
EVERY_FILE = pytest.mark.parametrize(("slug", "name"), FILES, ids=["/".join(f) for f in FILES])
BY_SLUG = {case.slug: case for case in CASES}


@EVERY_FILE
def test_a_file_says_what_is_written_down(slug: str, name: str, tmp_path: Path) -> None:
    said = description(slug)
    judged = judge(slug, ARRIVALS / slug / name, tmp_path)
    fails = findings(judged, Outcome.FAIL)
    assert fails == expected_findings(said, name, sheets=judged.sheets)
    assert verdict(judged) == tuple(said[key] for key in ("status", "reporter", "year", "month"))
    _same_tables(slug, judged)
    _same_store(slug, judged)
    for rule, words in said.get("messages", {}).items():
        messages = [f.message + f.action for f in judged.result.findings if f.rule == rule]
        assert all(word in "".join(messages) for word in words), messages


def _same_tables(slug: str, judged: Judged) -> None:
    """Tables, records and claims are those that are described, and stand where it is said."""
    said = description(slug)
    wanted = expected_tables(said, sheets=judged.sheets)
    found = recognised(judged, catalogue(said.get("config")))
    assert found.keys() == wanted.keys()
    for key, (records, claims) in wanted.items():
        assert ordered(found[key][0]) == ordered(records)
        assert ordered(found[key][1]) == ordered(claims)
        for row in (*records, *claims):
            places = [
                {column: other.cells[column] for column in row.cells}
                for other in (*found[key][0], *found[key][1])
                if (other.label, other.values) == (row.label, row.values)
            ]
            assert dict(row.cells) in places


def _same_store(slug: str, judged: Judged) -> None:
    """What was accepted is stored as it was read, and adds up to what is described."""
    said = description(slug)
    assert judged.integrity == []
    accepted = said["status"] == "accepted"
    read = [record for table in judged.subject.tables for record in table.records]
    assert sorted(map(repr, judged.stored)) == (sorted(map(repr, read)) if accepted else [])
    for area, figures in said.get("figures", {}).items():
        for code, text in figures.items():
            found = judged.figures.get((area, code, Role.ACTUAL), 0)
            assert found == in_base_units(text), (area, code)


@EVERY_FILE
def test_another_reader_sees_the_same_at_those_places(slug: str, name: str) -> None:
    """The description is checked against the file without our own reader."""
    said = description(slug)
    seen = foreign_cells(ARRIVALS / slug / name)
    for table in said["tables"]:
        cells = seen.get(table["sheet"]) or next(iter(seen.values()))
        columns = table.get("columns", {})
        for row in (*table["records"], *table["claims"]):
            places = row.get("@") or {c: f"{columns[c]}{row['row']}" for c in row if c in columns}
            assert places
            for column, place in places.items():
                assert same(row[column], cells.get(place)), (column, place)


# --- the collection ---------------------------------------------------------------------------


def test_every_case_is_described_and_nothing_else_lies_about() -> None:
    assert set(slugs()) == set(BY_SLUG)
    for case in CASES:
        there = {path.name for path in files(case.slug)}
        assert there == {*case.files, *case.kept}, case.slug


def test_generating_again_gives_the_committed_files(tmp_path: Path) -> None:
    for written in generate_arrivals(tmp_path):
        kept = ARRIVALS / written.relative_to(tmp_path / "arrivals")
        # Other versions of the libraries may write other bytes, but never other cells.
        same_bytes = written.read_bytes() == kept.read_bytes()
        assert same_bytes or foreign_cells(written) == foreign_cells(kept), kept.name


def test_the_readme_lists_every_case() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for case in CASES:
        assert f"| `{case.slug}` | {case.shows} |" in readme


def test_the_files_stay_small() -> None:
    sizes = {p: p.stat().st_size for p in ARRIVALS.rglob("*") if p.is_file()}
    assert max(sizes.values()) < 30_000
    assert sum(sizes.values()) < 1_000_000
    assert DESCRIPTION in {path.name for path in sizes}
