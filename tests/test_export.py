"""The data package: valid by Frictionless, whole by its own sums, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from frictionless import Package, system

from tests.cli_support import SAMPLE_CONFIG, Done, run
from tests.export_support import broken_sums, descriptor, rows
from tests.rounds_support import Bureau, project

CITY = "ankang"


def export(db: Path, folder: Path, *words: object) -> Done:
    return run("export", folder, "--year", 2020, *words, db=db, config=SAMPLE_CONFIG)


@pytest.fixture(scope="module")
def exported(sample_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both years of the sample."""
    folder = tmp_path_factory.mktemp("export") / "package"
    done = run("export", folder, "--years", "2019-2020", db=sample_db, config=SAMPLE_CONFIG)
    assert done.status == 0, done.err
    return folder


def test_frictionless_finds_nothing_wrong(exported: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(exported / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "note"])[:5]
    assert len(report.tasks) == 10


def test_frictionless_would_find_a_broken_reference(exported: Path, tmp_path: Path) -> None:
    for path in exported.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    kept = (exported / "areas.csv").read_text(encoding="utf-8").replace("hanbin", "nowhere")
    (tmp_path / "areas.csv").write_text(kept, encoding="utf-8", newline="")
    with system.use_context(trusted=True):
        assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_the_lines_come_to_the_figures(exported: Path) -> None:
    assert list(broken_sums(exported, CITY)) == []
    figures = rows(exported, "figures")
    assert len(figures) == 2 * 375
    assert len(rows(exported, "deductions")) > 0
    (funds,) = (
        row
        for row in figures
        if (row["year"], row["area"], row["indicator"]) == ("2020", CITY, "funds_interprov")
    )
    assert (funds["value"], funds["growth_percent"], funds["growth_place"]) == (
        "817.996843",
        "7.82",
        "3",
    )


def test_the_figures_are_those_of_the_summary(exported: Path, sample_db: Path) -> None:
    done = run("summary", "--year", 2020, "--format", "json", db=sample_db, config=SAMPLE_CONFIG)
    told = {(row["area"], row["indicator"]): row for row in done.json["rows"]}
    for row in rows(exported, "figures"):
        if row["year"] == "2020":
            other = told[row["area"], row["indicator"]]
            for name in ("value", "base", "unit", "growth_percent", "target", "share_percent"):
                assert row[name] == (other[name] or ""), (row["area"], row["indicator"], name)


def test_every_line_says_where_it_stands(exported: Path) -> None:
    files = {row["submission"]: row for row in rows(exported, "files")}
    for row in rows(exported, "observations"):
        assert files[row["submission"]]["sha256"] == row["sha256"]
        assert row["cell"]
        assert row["text"]


def test_adjusted_restated_shared_and_partial_periods_add_up(tmp_path: Path) -> None:
    office = Bureau(tmp_path)
    office.accept("汉滨区", 2020, 3, project(签约时间="2020-01-15", 开工时间="2020-02-01"))
    office.accept(
        "汉滨区", 2021, 3, project(建设性质="续建", 签约时间="2020-01-15", 本年到位资金=3000)
    )
    decide = ("--by", "王", "--reason", "=核实")
    where = ("--area", "汉滨区", "--year", 2021, "--month", 3)
    office.must("adjust", "funds_total", "500万元", *where, *decide)
    folder = tmp_path / "out"
    done = office.must("export", folder, "--year", 2021, "--month", 3)
    assert "初步统计数" in done.err
    assert list(broken_sums(folder, CITY)) == []
    (line,) = rows(folder, "adjustments")
    assert (line["value"], line["reason"], line["who"]) == ("5000000", "'=核实", "王")
    assert [row["preliminary"] for row in rows(folder, "periods")] == ["true"]
    assert descriptor(folder)["name"] == "zsstat-2021-03"


def test_the_same_database_gives_the_same_bytes(
    exported: Path, sample_db: Path, tmp_path: Path
) -> None:
    words = ("--years", "2019-2020")
    assert run("export", tmp_path / "x", *words, db=sample_db, config=SAMPLE_CONFIG).status == 0
    for path in sorted(exported.iterdir()):
        assert (tmp_path / "x" / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_descriptor_says_size_hash_and_moment(exported: Path) -> None:
    said = descriptor(exported)
    for resource in said["resources"]:
        content = (exported / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for field in resource["schema"]["fields"]:
            assert field["title"], field
    assert said["created"] == max(row["received"] for row in rows(exported, "files"))
    assert "licenses" not in said


def test_the_public_is_told_the_city_alone(sample_db: Path, tmp_path: Path) -> None:
    assert export(sample_db, tmp_path / "x").status == 0
    done = export(sample_db, tmp_path / "x", "--audience", "public")
    assert done.status == 0
    assert "已删去上次导出的 observations.csv" in done.err
    names = {path.name for path in (tmp_path / "x").iterdir()}
    assert names == {
        "areas.csv",
        "indicators.csv",
        "periods.csv",
        "figures.csv",
        "datapackage.json",
    }
    for name in ("areas", "figures"):
        assert {row["area"] for row in rows(tmp_path / "x", name)} == {CITY}
    with system.use_context(trusted=True):
        assert Package(str(tmp_path / "x" / "datapackage.json")).validate().valid


def test_parquet_holds_the_same_exactly(exported: Path, sample_db: Path, tmp_path: Path) -> None:
    words = ("--years", "2019-2020", "--format", "parquet")
    assert run("export", tmp_path / "x", *words, db=sample_db, config=SAMPLE_CONFIG).status == 0
    table = pq.read_table(tmp_path / "x" / "figures.parquet")
    assert not {"float", "double", "halffloat"} & {str(field.type) for field in table.schema}
    for found, written in zip(table.to_pylist(), rows(exported, "figures"), strict=True):
        assert found["area"] == written["area"]
        assert found["value"] == (Decimal(written["value"]) if written["value"] else None)
    lines = pq.read_table(tmp_path / "x" / "observations.parquet", columns=["value", "text"])
    assert lines.num_rows == len(rows(exported, "observations"))


# --- the folder -------------------------------------------------------------------------------


def test_a_folder_of_somebody_else_is_left_alone(sample_db: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "datapackage.json").write_text('{"name": "other"}', encoding="utf-8")
    done = export(sample_db, mine)
    assert done.status == 2
    assert "--force" in done.err
    assert [path.name for path in mine.iterdir()] == ["datapackage.json"]
    (mine / "论文.docx").write_bytes(b"x")
    assert export(sample_db, mine, "--force").status == 0
    assert (mine / "论文.docx").read_bytes() == b"x"


def test_what_a_person_wrote_into_the_descriptor_stays(sample_db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    assert export(sample_db, folder).status == 0
    said = descriptor(folder) | {"licenses": [{"name": "CC-BY-4.0"}], "title": "别的"}
    said["resources"].append({"name": "evil", "path": "../keep.txt"})
    (tmp_path / "keep.txt").write_text("x", encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
    assert export(sample_db, folder).status == 0
    assert descriptor(folder)["licenses"] == [{"name": "CC-BY-4.0"}]
    assert descriptor(folder)["title"] == "2020年全市统计数据"
    assert (tmp_path / "keep.txt").exists(), "nothing outside the folder is ours"


def test_a_file_in_the_place_of_the_folder_is_refused(sample_db: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    done = export(sample_db, tmp_path / "x")
    assert done.status == 2
    assert "Traceback" not in done.err


def test_periods_that_there_are_not(sample_db: Path, tmp_path: Path) -> None:
    done = run("export", tmp_path / "x", "--years", "2018-2019", db=sample_db, config=SAMPLE_CONFIG)
    assert done.status == 0
    assert "没有2018年的已接收报表" in done.err
    done = run("export", tmp_path / "x", "--years", "2010", db=sample_db, config=SAMPLE_CONFIG)
    assert done.status == 2
    assert "2019年、2020年" in done.err
    assert export(sample_db, tmp_path / "x", "--years", "2019").status == 2
