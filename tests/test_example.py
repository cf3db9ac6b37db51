"""The worked example of the documentation, run as it says and compared with its own cells."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
import xlrd

from tests.cli_support import ROOT, Done, run

EXAMPLE = ROOT / "examples" / "yearbook"
CONFIG = EXAMPLE / "config"
RETURNS = EXAMPLE / "returns"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database after the import of the example."""
    db = tmp_path_factory.mktemp("example") / "yearbook.db"
    done = run("import", RETURNS, "--format", "json", db=db, config=CONFIG)
    assert done.status == 0, done.err
    assert [f["status"] for f in done.json["files"]] == ["accepted", "accepted"]
    assert not [f for file in done.json["files"] for f in file["findings"]]
    return db


def asked(books: Path, *words: object) -> Done:
    done = run(*words, db=books, config=CONFIG)
    assert done.status == 0, done.err
    return done


def printed() -> Iterator[tuple[str, str, Decimal, Decimal]]:
    """(indicator, label, 2019, 2020) by the places of the cells, read with other libraries."""
    sheet = openpyxl.load_workbook(RETURNS / "2-1科技投入.xlsx").worksheets[0]
    for row in sheet.iter_rows(min_row=8, values_only=True):
        for indicator, column in (("rd", 1), ("rd_basic", 3), ("rd_intensity", 5)):
            if row[column] is not None:
                label = re.sub(r"\s", "", str(row[0]))
                yield indicator, label, _exact(row[column]), _exact(row[column + 1])
    page = xlrd.open_workbook(str(RETURNS / "2-2贸易和农业.xls")).sheet_by_index(0)
    blocks = (("exports", 1, 3, 35), ("grain", 1, 39, 71), ("income", 3, 39, 71))
    for indicator, column, first, last in blocks:
        for number in range(first, last):
            cells = page.row_values(number)
            yield indicator, str(cells[0]), _exact(cells[column]), _exact(cells[column + 1])


def _exact(value: object) -> Decimal:
    return Decimal(str(value))


def test_every_figure_is_the_cell_of_another_reader(books: Path) -> None:
    rows = asked(books, "summary", "--year", "2020", "--format", "json").json["rows"]
    ours = {(r["indicator"], r["area_name"]): (r["base"], r["value"]) for r in rows}
    names = {a["full"]: a["short"] for a in _provinces()}
    expected = {(code, names.get(label, label)): (b, v) for code, label, b, v in printed()}
    groups = {"东部地区", "中部地区", "西部地区", "东北地区", "新疆建设兵团"}
    compared = {key: pair for key, pair in expected.items() if key[1] not in groups}
    assert len(compared) == 6 * 32
    assert {
        key: tuple(Decimal(text) for text in ours[key] if text is not None) for key in compared
    } == compared


def _provinces() -> list[dict[str, str]]:
    made = generator()
    return [{"full": p.full, "short": p.short} for p in made.places().values()]


def test_the_whole_is_the_sum_and_its_row_agrees(books: Path) -> None:
    rows = asked(books, "summary", "--year", "2020", "--format", "json").json["rows"]
    of = {(r["indicator"], r["area"]): r for r in rows}
    for code in ("rd", "rd_basic", "exports", "grain"):
        parts = [Decimal(r["value"]) for (c, a), r in of.items() if c == code and a != "china"]
        assert len(parts) == 31
        assert sum(parts) == Decimal(of[code, "china"]["value"])
    assert of["income", "china"]["value"] == "32189"
    assert of["income", "china"]["share_percent"] is None


def test_growth_and_ranks_are_printed(books: Path) -> None:
    told = asked(books, "summary", "--year", "2020").out
    assert "2020年全国主要指标" in told
    assert re.search(r"R&D经费\s+亿元\s+[\d.]+\s+[\d.]+\s+[\d.]+", told)
    league = asked(books, "rank", "--year", "2020").out
    assert "R&D经费排名" in league
    assert "在全省的位次" not in league


def test_each_figure_says_its_cell(books: Path) -> None:
    traced = asked(books, "trace", "出口额", "--area", "广东", "--format", "json").json
    (area,) = traced["areas"]
    assert area["area"] == "guangdong"
    (cell,) = area["cells"]
    assert cell["file"] == "2-2贸易和农业.xls"
    page = xlrd.open_workbook(str(RETURNS / "2-2贸易和农业.xls")).sheet_by_index(0)
    row = int(cell["cell"].lstrip("C")) - 1
    assert page.cell_value(row, 0) == "广东省"
    assert Decimal(cell["text"]) == _exact(page.cell_value(row, 2))


def test_the_configuration_is_sound() -> None:
    assert run("catalog", "check", CONFIG).status == 0


def test_who_has_sent_names_the_only_sender_and_no_province(books: Path) -> None:
    said = asked(books, "status", "--year", "2020").out
    assert "示例统计资料编辑部" in said
    assert "已接收" in said
    assert "分省主要指标" in said
    assert "北京" not in said


def test_the_same_workbooks_again_are_unchanged_and_nothing_else(books: Path) -> None:
    done = asked(books, "import", RETURNS, "--dry-run")
    assert "（示例统计资料编辑部 2020年）" in done.out
    assert "未变2件" in done.out
    assert "0行）" not in done.out
    assert "--details" not in done.out


def test_figures_that_a_table_states_say_where_they_come_from() -> None:
    assert "报表所列的数" in run("catalog", "indicator", config=CONFIG).out


def test_a_sender_that_no_cell_names_is_explained() -> None:
    done = run("inspect", RETURNS / "2-1科技投入.xlsx", config=CONFIG)
    assert "有几个地区的数，只有上级能报" in done.out


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("yearbook_example", EXAMPLE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_workbooks_are_what_the_generator_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = generator()
    monkeypatch.setattr(made, "RETURNS", tmp_path)
    made.main()
    name = "2-1科技投入.xlsx"
    assert _values(tmp_path / name) == _values(RETURNS / name)
    (xls,) = tmp_path.glob("*.xls")
    assert xls.read_bytes() == (RETURNS / xls.name).read_bytes()


def _values(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
