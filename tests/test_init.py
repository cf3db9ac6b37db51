"""``zsstat init``: a configuration to start from, and what becomes of it when it is filled in."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.cli_support import ROOT, run
from zsstat.catalog import FILES, TOML_FILES, load_catalogue
from zsstat.catalog.examination import examine

EXAMPLE = re.compile(r"^#(?=\S)", re.MULTILINE)
"""What the files say is to be removed from an example to make it hold."""


@pytest.fixture
def started(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "配置").status == 0
    return tmp_path / "配置"


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "另起", "--blank").status == 0
    return tmp_path / "另起"


def test_every_file_is_written_and_nothing_is_changed(started: Path) -> None:
    assert {path.name for path in started.iterdir()} == set(TOML_FILES)
    examined = examine(started)
    assert (examined.problems, examined.changes) == ((), ())
    assert load_catalogue(started) == load_catalogue()


def test_the_default_folder_is_named_in_the_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("init")
    assert done.status == 0
    assert (tmp_path / "zsstat-config" / "areas.toml").is_file()
    assert "zsstat catalog check zsstat-config" in done.out
    assert "zsstat-config" in run("init", "--help").out


def test_every_file_explains_itself_in_chinese(started: Path, blank: Path) -> None:
    for path in (*started.iterdir(), *blank.iterdir()):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert re.match(r"(# |\{# )[^\x00-\x7f]{2,4}", first), path


@pytest.mark.parametrize("name", TOML_FILES)
def test_the_examples_of_each_file_hold_when_their_marks_are_removed(
    started: Path, name: str
) -> None:
    path = started / name
    text = path.read_text(encoding="utf-8")
    path.write_text(EXAMPLE.sub("", text), encoding="utf-8")
    examined = examine(started)
    assert examined.problems == ()
    assert len(examined.changes) >= 2
    assert {change.file for change in examined.changes} == {name}


def test_all_examples_hold_together(started: Path) -> None:
    for path in started.iterdir():
        path.write_text(EXAMPLE.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    done = run("catalog", "check", started)
    assert done.status == 0, done.out
    catalogue = load_catalogue(started)
    assert catalogue.areas["shiquan"].name(2026) == "石泉市"
    assert "terminated_count" in catalogue.indicators
    assert catalogue.rules["local.investor_missing"].table == "projects"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("options", [(), ("--blank",)])
def test_an_existing_file_is_never_overwritten(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    (tmp_path / name).write_text("自己写的", encoding="utf-8")
    (tmp_path / "别的.txt").write_text("", encoding="utf-8")
    done = run("init", tmp_path, *options)
    assert done.status == 2
    assert name in done.err
    assert "没有写入任何文件" in done.err
    assert {path.name for path in tmp_path.iterdir()} == {name, "别的.txt"}
    assert (tmp_path / name).read_text(encoding="utf-8") == "自己写的"


def test_a_second_time_names_all_files(started: Path) -> None:
    before = {path: path.read_bytes() for path in started.iterdir()}
    done = run("init", started)
    assert all(name in done.err for name in TOML_FILES)
    assert {path: path.read_bytes() for path in started.iterdir()} == before


def test_a_folder_with_other_files_is_taken(tmp_path: Path) -> None:
    (tmp_path / "别的.txt").write_text("", encoding="utf-8")
    assert run("init", tmp_path).status == 0


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "配置").write_text("", encoding="utf-8")
    done = run("init", tmp_path / "配置")
    assert done.status == 2
    assert "是一个文件，不是目录" in done.err
    deeper = run("init", tmp_path / "配置" / "里面")
    assert deeper.status == 2
    assert "写不进" in deeper.err


def test_what_cannot_be_written_whole_is_not_written_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def full(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "rules.toml" and "x" in args:
            raise OSError(28, "No space left on device")
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", full)
    done = run("init", tmp_path / "配置")
    assert done.status == 2
    assert "写不进" in done.err
    assert list((tmp_path / "配置").iterdir()) == []


# --- a subject of one's own -------------------------------------------------------------------


def test_a_blank_configuration_knows_nothing_of_what_ships(blank: Path) -> None:
    assert {path.name for path in blank.iterdir()} == set(FILES)
    done = run("catalog", "check", blank)
    assert done.status == 0, done.out
    shipped, catalogue = load_catalogue(), load_catalogue(blank)
    for kind in ("areas", "indicators", "returns", "constants", "definitions", "regions"):
        assert not set(getattr(catalogue, kind)) & set(getattr(shipped, kind)), kind
    assert set(catalogue.units) >= set(shipped.units)
    assert catalogue.vocabulary.office_prefixes == ()
    assert catalogue.vocabulary.total_labels == shipped.vocabulary.total_labels
    running = {rule.id for rule in catalogue.rules.values() if rule.enabled}
    assert running - {"exports.unusual_growth"} == {
        rule.id for rule in shipped.rules.values() if rule.table is None and rule.enabled
    }


def ledger(path: Path, title: str, rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    head: list[Any] = [[title], ["单位：万元"], ["企业名称", "主要产品", "出口额", "去年同期"]]
    for row in head + rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_blank_configuration_filled_in_does_the_whole_job(blank: Path, tmp_path: Path) -> None:
    """Another place and a new indicator, as its comments say; then imported, summed and written."""
    areas = blank / "areas.toml"
    text = areas.read_text(encoding="utf-8").replace("东城县", "清河县").replace("东城", "清河")
    areas.write_text(text, encoding="utf-8")
    with (blank / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[indicator]]\ncode = "export_large"\nname = "出口额百万元以上企业"\nkind = "C"\n'
            'unit = "家"\npost = [{ table = "exports", count = "企业名称", '
            'when = "本年出口额 >= 100万元" }]\n'
        )
    assert run("catalog", "check", blank).status == 0

    returns = tmp_path / "returns"
    returns.mkdir()
    ledger(
        returns / "a.xlsx",
        "清河县2026年出口台账",
        [["清河茶业有限公司", "茶叶", 120, 100], ["清河机电有限公司", "电机", 30.5, 30]],
    )
    ledger(returns / "b.xlsx", "西山市2026年出口台账", [["西山丝绸有限公司", "丝绸", 200, 10]])
    db = tmp_path / "x.db"
    imported = run("import", returns, "--details", db=db, config=blank)
    assert imported.status == 0, imported.out
    assert "本年出口额200万元，是上年同期10万元的十倍以上" in imported.out

    summary = run("summary", "--year", 2026, "--format", "json", db=db, config=blank).json
    values = {(row["area"], row["indicator"]): row["value"] for row in summary["rows"]}
    assert values["whole", "export_total"] == "0.03505"
    assert values["east", "export_total"] == "0.01505"
    assert values["whole", "export_large"] == "2"
    assert "西山市" in run("rank", "--year", 2026, db=db, config=blank).out
    bulletin = run("bulletin", "--year", 2026, db=db, config=blank).out
    assert "全市出口额0.04亿元" in bulletin


def test_the_texts_are_part_of_the_package() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = declared["tool"]["setuptools"]["package-data"]["zsstat"]
    package = ROOT / "src" / "zsstat"
    packed = {path for pattern in patterns for path in package.glob(pattern)}
    texts = {path for path in (package / "catalog" / "starter").rglob("*") if path.is_file()}
    assert len(texts) == len(TOML_FILES) + len(FILES) + 1  # and the template of a month
    assert texts <= packed
