"""A whole period looked at again: the number of processes and the way of asking change nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.rounds_support import Bureau, project
from zsstat.catalog import load_catalogue
from zsstat.model import Period
from zsstat.pipeline.whole_period import Crowd, recheck
from zsstat.store import open_store

MARCH = Period(2021, 3)
AT = datetime(2021, 4, 8, tzinfo=UTC)
COUNTIES = ("汉滨区", "汉阴县", "石泉县", "宁陕县", "紫阳县")


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """Five counties, one investor in all of them, two projects under one number."""
    bureau = Bureau(tmp_path)
    for number, county in enumerate(COUNTIES):
        own = project(f"{county}的富硒茶加工项目", 总投资=20000 + 3000 * number)
        other = project(f"{county}的石材项目", 投资方=f"{county}石材公司", 项目编号=f"K{number}")
        bureau.accept(county, 2021, 3, own, other)
    return bureau


def without_findings(bureau: Bureau) -> Path:
    """The database as if nobody had compared anything yet."""
    copy = bureau.folder / "copy.db"
    shutil.copyfile(bureau.db, copy)
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute("DELETE FROM finding WHERE rule LIKE 'elsewhere.%'")
        raw.execute("UPDATE entity SET code = 'k9' WHERE label LIKE '紫阳县的石材%'")
        raw.execute("UPDATE entity SET code = 'k9' WHERE label LIKE '汉滨区的石材%'")
        raw.commit()
    return copy


def looked_at(path: Path, jobs: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """(file, rule and message of what is opened), as found and as it then stands in the store."""
    with open_store(path) as store:
        changes = recheck(store, load_catalogue(), MARCH, AT, "复核", jobs=jobs)
        found = [(c.row.file, [(f.rule, f.message) for f in c.opened]) for c in changes]
        kept = {
            (s.file, s.finding.rule, s.finding.message)
            for s in store.findings(period=MARCH)
            if s.finding.rule.startswith("elsewhere.")
        }
    assert kept == {(file, *said) for file, opened in found for said in opened}
    return found


def test_the_number_of_processes_changes_nothing(bureau: Bureau) -> None:
    alone = looked_at(without_findings(bureau), 1)
    together = looked_at(without_findings(bureau), 2)
    assert alone == together
    rules = [rule for _, opened in alone for rule, _ in opened]
    assert rules.count("elsewhere.same_project") == 2
    assert "elsewhere.similar_project" in rules


def test_a_second_look_finds_nothing_new(bureau: Bureau) -> None:
    path = without_findings(bureau)
    assert looked_at(path, 1)
    with open_store(path) as store:
        assert recheck(store, load_catalogue(), MARCH, AT, "复核", jobs=1) == ()


def test_the_crowd_answers_as_the_database_does(bureau: Bureau) -> None:
    with open_store(without_findings(bureau)) as store:
        shared = store.followed.shared(MARCH)
        assert "汉阴县的石材项目" not in {e.label for e in shared}, "nobody else has it"
        crowd = Crowd(shared)
        for area in ("hanbin", "hanyin", "shiquan", "ningshan", "ziyang"):
            own = store.followed.of(area, MARCH)
            asked = set(store.followed.sharing(own, MARCH))
            assert set(crowd.sharing(own, MARCH)) == asked
            assert len(asked) >= 4
