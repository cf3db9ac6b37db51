"""The Python API: exact frames, provenance, nothing written."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
import pytest

import zsstat
from tests.cli_support import NARRATIVE, ROOT, SAMPLE_CONFIG, run
from zsstat.api import Database, text
from zsstat.model import Period
from zsstat.pipeline.flat import FIGURES, OBSERVATIONS


@pytest.fixture
def database(sample_db: Path) -> Iterator[Database]:
    with zsstat.open(sample_db, SAMPLE_CONFIG) as opened:
        yield opened


def test_a_summary_is_exact_and_says_what_it_is(database: Database) -> None:
    frame = database.summary(2020)
    assert list(frame.columns) == [column.name for column in FIGURES]
    assert frame.attrs == {"year": 2020, "month": 12, "preliminary": False, "missing": []}
    assert set(map(str, frame.dtypes)) == {"object"}
    (row,) = frame[(frame.area == "ankang") & (frame.indicator == "contract_total")].to_dict(
        "records"
    )
    assert row["value"] == Decimal("953.172846")
    assert type(row["growth_percent"]) is Decimal
    assert row["growth_place"] is None
    kinds = {type(value) for column in frame for value in frame[column]}
    assert kinds <= {str, int, bool, Decimal, type(None)}


def test_facts_add_up_to_the_summary(database: Database) -> None:
    facts, summary = database.facts(2020), database.summary(2020)
    assert list(facts.columns) == [column.name for column in OBSERVATIONS]
    lines = facts[facts.counts.astype(bool) & (facts.role == "actual")]
    sums = lines.groupby(["area", "indicator"])["value"].sum()
    hanbin = summary[(summary.area == "hanbin") & (summary.indicator == "funds_total")]
    assert sums["hanbin", "funds_total"] == hanbin["value"].iloc[0] * 10**8
    assert {type(written) for written in facts["text"]} == {str}


def test_without_a_year_it_is_the_latest_period(database: Database) -> None:
    assert database.periods == (Period(2019), Period(2020))
    assert database.summary().attrs["year"] == 2020


def test_a_figure_is_traced_and_a_bulletin_written(database: Database, sample_db: Path) -> None:
    traced = database.trace("省际到位资金", 2020)
    assert traced.figure.display == "818亿元"
    assert sum(area.value or 0 for area in traced.areas) == 81_799_684_300
    edition = database.bulletin(2020, narrative=NARRATIVE)
    words = ("bulletin", "--year", 2020, "--narrative", NARRATIVE)
    assert text(edition) == run(*words, db=sample_db, config=SAMPLE_CONFIG).out
    figure = next(f for f in edition.document.figures() if f.display == "818亿元")
    assert edition.trace(figure) is not None
    assert text(edition, "md").startswith("# ")
    with pytest.raises(zsstat.ZsstatError, match="不是文本格式"):
        text(edition, "docx")
    with pytest.raises(zsstat.ZsstatError, match="没有这种读者"):
        database.bulletin(2020, audience="all")


def test_nothing_is_written(sample_db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "x.db"
    copy.write_bytes(sample_db.read_bytes())
    before = hashlib.sha256(copy.read_bytes()).hexdigest()
    with zsstat.open(copy, SAMPLE_CONFIG) as database:
        database.summary(2020)
        database.facts(2020)
        with pytest.raises(zsstat.ZsstatError, match="只读"):
            database._store.remember_catalogue("x")
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]


def test_an_older_database_is_not_brought_up_to_date(sample_db: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(sample_db.read_bytes())
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("PRAGMA user_version = 2")
    with pytest.raises(zsstat.ZsstatError, match="旧版本"):
        zsstat.open(old)
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (2,)


def test_refusals_are_of_one_kind_and_say_what_to_do(database: Database, tmp_path: Path) -> None:
    with pytest.raises(zsstat.ZsstatError, match="找不到数据库") as refusal:
        zsstat.open(tmp_path / "none.db")
    assert refusal.value.hint
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(zsstat.ZsstatError, match="没有2018年"):
        database.summary(2018)
    with pytest.raises(zsstat.ZsstatError, match="没有找到"):
        database.trace("没有的指标", 2020)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ((2020.0, None), "年份"),
        (("2020", None), "年份"),
        ((True, None), "年份"),
        ((0, None), "年份"),
        ((2020, 0), "月份"),
        ((2020, 13), "月份"),
        ((2020, 12.0), "月份"),
    ],
)
def test_what_is_no_year_or_month_is_refused(
    database: Database, asked: tuple[Any, Any], what: str
) -> None:
    with pytest.raises(zsstat.ZsstatError, match=f"{what}不对") as refusal:
        database.summary(*asked)
    assert "整数" in (refusal.value.hint or "")


def test_a_year_out_of_numpy_is_a_year(database: Database) -> None:
    year: Any = numpy.int64(2020)
    found = database.summary(year)
    assert type(found.attrs["year"]) is int
    assert {type(one) for one in found["year"]} == {int}


def test_a_closed_database_and_another_thread_are_refused_in_words(sample_db: Path) -> None:
    database = zsstat.open(sample_db, SAMPLE_CONFIG)
    edition = database.bulletin(2020)
    figure = next(f for f in edition.document.figures() if f.display == "818亿元")
    with ThreadPoolExecutor(1) as other:
        elsewhere = other.submit(database.summary, 2020).exception()
    assert isinstance(elsewhere, zsstat.ZsstatError)
    assert "线程" in elsewhere.message
    database.close()
    database.close()
    asked: tuple[Callable[[], object], ...] = (
        lambda: database.periods,
        lambda: database.facts(2020),
        lambda: edition.trace(figure),
    )
    for ask in asked:
        with pytest.raises(zsstat.ZsstatError, match="已经关闭"):
            ask()


def test_a_reporters_own_page_is_had_by_its_name(database: Database, sample_db: Path) -> None:
    words = ("bulletin", "--year", 2020, "--area", "汉滨区")
    page = text(database.bulletin(2020, area="汉滨区"))
    assert page == run(*words, db=sample_db, config=SAMPLE_CONFIG).out
    with pytest.raises(zsstat.ZsstatError, match="没有地区"):
        database.bulletin(2020, area="火星")


def test_importing_the_package_stays_light() -> None:
    code = (
        "import sys, zsstat; print([m for m in sys.modules if m.partition('.')[0] in "
        "('pandas', 'numpy', 'sqlite3', 'typer', 'pydantic', 'aiosql')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


PAGE = ROOT / "docs" / "api.md"


def test_the_examples_of_the_documentation_run(
    sample_db: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "zsstat.db").write_bytes(sample_db.read_bytes())
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", page, re.DOTALL)
    assert len(blocks) >= 5
    names: dict[str, object] = {"CONFIG": SAMPLE_CONFIG}
    for code, shown in blocks:
        exec(code.replace('"my-config"', "CONFIG"), names)  # noqa: S102 - our own page
        assert capsys.readouterr().out == shown, code


def test_every_column_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for column in (*FIGURES, *OBSERVATIONS):
        assert f"`{column.name}`" in page, column.name
