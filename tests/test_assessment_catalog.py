"""The assessment as catalogue data: what ships, what an overlay makes of it, what is wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli_support import run
from zsstat.catalog import load_catalogue
from zsstat.catalog.examination import examine
from zsstat.catalog.problems import Problem
from zsstat.errors import CatalogueError

ITEM = '{ name = "资金", indicator = "funds_total", weight = 40, full_at = 9 }'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "配置"
    made.mkdir()
    return made


def write(folder: Path, text: str, name: str = "tables.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def declared(items: str, more: str = "") -> str:
    head = '[[assessment]]\nid = "own"\nname = "评比"\ntitle = "评比"'
    return f"{head}\n{more}\nitems = [\n{items}\n]\n"


def found(folder: Path, text: str) -> list[Problem]:
    return list(examine(write(folder, text)).problems)


def test_the_weights_that_ship_make_the_full_score() -> None:
    assessment = load_catalogue().assessments["county"]
    assert assessment.full == 100
    assert sum(item.weight for item in assessment.items if item.counts) == 100


def test_weights_are_exact_however_they_are_written(folder: Path) -> None:
    text = declared(ITEM.replace("40", "12.3")) + "full = 12.3\n"
    write(folder, text)
    assert load_catalogue(folder).assessments["own"].items[0].weight == Decimal("12.3")
    assert examine(folder).problems == ()


def test_an_overlay_changes_items_by_name_and_says_so(folder: Path) -> None:
    text = (
        '[[assessment]]\nid = "county"\nitems = [\n'
        '{ name = "资金到位率", weight = 10 },\n{ name = "开工率", enabled = false },\n'
        '{ name = "外资", indicator = "fdi_actual", weight = 20, full_at = 5 },\n]\n'
    )
    write(folder, text)
    items = {i.name: i for i in load_catalogue(folder).assessments["county"].items}
    assert "开工率" not in items
    assert items["资金到位率"].weight == 10
    assert items["资金到位率"].full_at == 80
    assert items["外资"].indicator == "fdi_actual"
    done = run("catalog", "check", folder)
    assert done.status == 0
    said = "".join(done.out.split())
    assert "assessment[county]" in said
    assert "items[资金到位率]weight15→10" in said
    assert "items[开工率]去掉" in said
    assert "items[外资]新增" in said


def test_an_assessment_can_be_switched_off(folder: Path) -> None:
    write(folder, '[[assessment]]\nid = "county"\nenabled = false\n')
    assert load_catalogue(folder).assessments == {}
    (change,) = examine(folder).changes
    assert change.entry == "assessment[county]"


def test_what_ships_goes_where_its_indicators_were_dropped(folder: Path) -> None:
    write(folder, '[[indicator]]\ncode = "start_rate"\nenabled = false\n', "indicators.toml")
    assert load_catalogue(folder).assessments == {}
    assert examine(folder).problems == ()
    write(folder, '[[assessment]]\nid = "county"\ndecimals = 1\n')
    (problem,) = examine(folder).problems
    assert problem.key == "assessment[county].items[开工率].indicator"


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        (declared(ITEM.replace("funds_total", "fund_total")), "indicator", "没有指标 fund_total"),
        (declared(ITEM.replace(", full_at = 9", "")), "full_at", "缺少"),
        (declared(ITEM.replace("9", "0")), "full_at", "与 zero_at 相同"),
        (declared(ITEM.replace("40", "0")), "weight", "0 不对"),
        (declared(ITEM.replace("9", "9, cap = 30")), "items[资金]", "不在其中"),
        (declared(ITEM.replace("9", "9, step = 1")), "step", "没有用处"),
        (declared(ITEM.replace("9", '9, points = "span"')), "full_at", "没有用处"),
        (declared(ITEM.replace("9", '9, measure = "base"')), "measure", "不能用来计分"),
        (declared(ITEM.replace("full_at = 9", 'points = "rank"')), "step", "不大于零"),
        (declared(ITEM.replace("40", "-4").replace("full_at = 9", 'points = "relative"')),
         "points", "扣分项只能用 linear"),
        (declared(ITEM.replace("40", "-4")), "items", "只有加分项和扣分项"),
        (declared(""), "items", "一项都没有"),
        (declared(ITEM, "full = 50"), "full", "各项分值合计 40，与满分 50 不符"),
        (declared(ITEM, 'exclude = ["hanbing"]'), "exclude", "没有填报单位 hanbing"),
        (declared(ITEM, 'exclude = ["ankang"]'), "exclude", "没有填报单位 ankang"),
        (declared(ITEM, 'groups = [{ name = "东", areas = ["hanbin", "hanbin"] }]'),
         "groups[东].areas", "已经列在"),
        (declared(ITEM, 'exclude = ["hanbin"]\ngroups = [{ name = "东", areas = ["hanbin"] }]'),
         "groups[东].areas", "hanbin 已经列在 exclude"),
        (declared(ITEM, "decimals = 9"), "decimals", "9 不对"),
        (declared(ITEM).replace('"评比"', '"省际到位资金"', 1), "name", "已经是"),
        (declared(ITEM).replace('"评比"', '"考核"', 1), "name", "已经是 county 的名称"),
        (declared(ITEM).replace('"评比"', '"评.比"', 1), "name", "点号"),
        (declared(ITEM).replace('title = "', 'title = "{年}'), "title", "没有可以填入的项目"),
        (declared(ITEM, 'notes = ["{门槛}"]'), "notes", "没有可以填入的项目"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_said_with_its_key(
    folder: Path, text: str, key: str, said: str
) -> None:
    problems = [p for p in found(folder, text) if "assessment[own]" in p.key]
    assert any(p.key.endswith(key) and said in p.message for p in problems), problems
    assert all(p.file == "tables.toml" and p.line for p in problems)
    with pytest.raises(CatalogueError):
        load_catalogue(folder)


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        (declared(ITEM.replace("weight", "weigth")), "weigth", "不认识的键"),
        (declared(ITEM.replace("40", '"四十"')), "weight", "应为数字"),
        (declared(ITEM.replace("40", "nan")), "weight", "应为数字"),
        (declared(ITEM.replace("9", '9, points = "best"')), "points", "linear、rank"),
        (declared(ITEM.replace("9", '9, missing = "none"')), "missing", "zero、skip"),
    ],
)  # fmt: skip
def test_what_is_miswritten_is_said_in_words(folder: Path, text: str, key: str, said: str) -> None:
    (problem, *_) = [p for p in found(folder, text) if p.key.endswith(f"items[资金].{key}")]
    assert said in problem.message
