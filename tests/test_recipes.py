"""The five recipes of CONTRIBUTING.md, each performed on a temporary catalogue."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from zsstat import checks, render
from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue, Rule
from zsstat.model import Issue, Period, Report, Role
from zsstat.pipeline import reports
from zsstat.pipeline.asked import find_figure
from zsstat.pipeline.drafts import draft
from zsstat.pipeline.files import Source
from zsstat.pipeline.ledger import settled_period
from zsstat.pipeline.returns import FileResult, ImportOptions, import_returns
from zsstat.pipeline.sources import tracer_for
from zsstat.render.text import render_txt
from zsstat.store import Store, open_store

HEADER = [
    "序号",
    "项目名称",
    "产业类别",
    "总投资（万元）",
    "签约时间",
    "本年到位资金（万元）",
    "其中省际（万元）",
]
ROWS = [
    [1, "云雾茶旅融合示范项目", "旅游", 8000, "2020年3月6日", 2500, 2500],
    [2, "山泉饮用水生产线项目", "食品", 6000, "2020年5月8日", 1200, 1000],
    [3, "古镇民宿集群建设项目", "旅游", 9000, "2020年7月1日", 3000.5, 3000.5],
]


def a_return(path: Path, header: list[str] | None = None) -> Source:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["紫阳县2020年招商引资项目台账"])
    sheet.append(header or HEADER)
    for row in ROWS:
        sheet.append(row)
    book.save(path / "紫阳.xlsx")
    return Source("紫阳.xlsx", (path / "紫阳.xlsx").read_bytes())


def overlay(directory: Path, name: str, text: str) -> Catalogue:
    config = directory / "config"
    config.mkdir(exist_ok=True)
    (config / name).write_text(text, encoding="utf-8")
    return load_catalogue(config)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "recipes.db", create=True) as opened:
        yield opened


def imported(store: Store, catalogue: Catalogue, source: Source) -> FileResult:
    options = ImportOptions(now=datetime(2021, 1, 5, tzinfo=UTC), who="测试")
    (result,) = import_returns(store, catalogue, [source], options)
    return result


def test_an_indicator_is_one_block(tmp_path: Path, store: Store) -> None:
    catalogue = overlay(
        tmp_path,
        "indicators.toml",
        """
        [[indicator]]
        code = "funds_tourism"
        name = "旅游项目到位资金"
        kind = "F"
        unit = "万元"
        decimals = 1
        post = [{ table = "projects", value = "本年到位资金", when = '产业类别 == "旅游"' }]
        """,
    )
    assert imported(store, catalogue, a_return(tmp_path)).status == "accepted"
    period = settled_period(store, 2020, None)

    rows = reports.summary(store, catalogue, period).data["rows"]
    assert isinstance(rows, list)
    (row,) = (r for r in rows if (r["area"], r["indicator"]) == ("ziyang", "funds_tourism"))
    assert (row["value"], row["display"]) == ("5500.5", "5500.5万元")

    tracer = tracer_for(store, catalogue, period)
    figure = find_figure("旅游项目到位资金", tracer, "ziyang")
    assert [(c.ref.cell, c.value) for c in tracer.trace(figure).cells()] == [
        ("F3", 25_000_000),
        ("F5", 30_005_000),
    ]

    template = tmp_path / "own.md"
    template.write_text('# {{ 县区["紫阳县"].旅游项目到位资金 }}\n', encoding="utf-8")
    document = draft(store, catalogue, period, template).document
    assert render_txt(document).strip() == "5500.5万元"


def test_a_column_alias_is_one_line(tmp_path: Path, store: Store) -> None:
    header = [h.replace("本年到位资金", "今年落实的钱") for h in HEADER]
    source = a_return(tmp_path, header)
    before = imported(store, load_catalogue(), source)
    assert (before.status, before.findings[0].rule) == ("returned", "file.required_column")

    catalogue = overlay(
        tmp_path,
        "returns.toml",
        """
        [[table]]
        id = "projects"
        [[table.columns]]
        name = "本年到位资金"
        aliases = ["今年落实的钱"]
        """,
    )
    assert imported(store, catalogue, source).status == "accepted"
    assert store.sums(Period(2020))["ziyang", "funds_total", Role.ACTUAL] == 67_005_000


def test_a_rule_of_a_known_kind_is_one_block(tmp_path: Path, store: Store) -> None:
    catalogue = overlay(
        tmp_path,
        "rules.toml",
        """
        [[rule]]
        id = "row.small_project"
        title = "总投资不小于七千万元"
        level = "A"
        check = "row"
        table = "projects"
        holds = "总投资 >= 7000万元"
        action = "小项目请不要列入台账"
        """,
    )
    result = imported(store, catalogue, a_return(tmp_path))
    assert result.status == "returned"
    (finding,) = (f for f in result.findings if f.rule == "row.small_project")
    assert [ref.cell for ref in finding.cells] == ["D4"]
    assert finding.action == "小项目请不要列入台账"


def test_a_new_kind_of_rule_is_one_generator(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_most(rule: Rule, context: checks.Context) -> Iterator[Issue]:
        """A table has no more rows than the rule allows."""
        for table in context.subject.tables:
            if len(table.records) > int(str(rule.parameters["rows"])):
                yield Issue(rule.id, f"行数{len(table.records)}太多")

    monkeypatch.setitem(checks.RULES, "at_most", at_most)
    catalogue = overlay(
        tmp_path,
        "rules.toml",
        """
        [[rule]]
        id = "table.too_long"
        title = "表不超过两行"
        level = "C"
        check = "at_most"
        parameters = { rows = 2 }
        """,
    )
    result = imported(store, catalogue, a_return(tmp_path))
    assert [f.message for f in result.findings if f.rule == "table.too_long"] == ["行数3太多"]


def test_a_sentence_of_the_bulletin_is_one_line(tmp_path: Path, store: Store) -> None:
    shipped = load_catalogue().template
    catalogue = overlay(
        tmp_path,
        "bulletin.md",
        shipped + "\n\n县区亮点：紫阳县到位{{ 县区['紫阳县'].到位资金 }}。\n",
    )
    imported(store, catalogue, a_return(tmp_path))
    text = render_txt(draft(store, catalogue, Period(2020)).document)
    assert text.rstrip().endswith("县区亮点：紫阳县到位0.67亿元。")


def test_an_output_medium_is_one_module_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shouting.py").write_text(
        "def shout(report):\n    return '、'.join(t.title for t in report.tables).encode()\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(render.RENDERERS, "shout", "shouting:shout")
    assert render.renderer("shout")(Report(())) == b""
    sys.modules.pop("shouting")


def test_every_recipe_is_written_down() -> None:
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipes: Mapping[str, str] = {
        "An indicator": "indicators.toml",
        "A column alias": "returns.toml",
        "A rule": "rules.toml",
        "A sentence": "bulletin.md",
        "An output medium": "RENDERERS",
    }
    for title, place in recipes.items():
        section = text.split(f"### {title}", 1)[1].split("###", 1)[0]
        assert place in section
