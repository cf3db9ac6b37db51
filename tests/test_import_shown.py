"""Long output stays readable: many findings of one rule, many unchanged files, many areas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rounds_support import Bureau, Row, project
from zsstat.cli.entries import ENTRIES_SHOWN
from zsstat.cli.views import UNCHANGED_SHOWN

RULE = "row.cumulative_exceeds_total"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def overpaid(count: int) -> list[Row]:
    """Projects to which more was paid than they cost: as many findings of level B."""
    return [
        project(f"第{number}个富硒茶项目", 投资方=f"第{number}公司", 自签约累计到位=90000 + number)
        for number in range(1, count + 1)
    ]


def test_of_a_rule_that_finds_much_the_first_are_listed_and_the_rest_counted(
    bureau: Bureau,
) -> None:
    extra = 3
    here = bureau.write("汉滨区", 2021, 3, *overpaid(ENTRIES_SHOWN + extra))
    rehearsed = bureau.do("import", here, "--dry-run").out
    assert rehearsed.count(f"〔{RULE}〕") == ENTRIES_SHOWN
    assert "加 --details 再核对一次" in rehearsed.split(f"还有{extra}条没有列出")[1]
    whole = bureau.do("import", here, "--dry-run", "--details").out
    assert whole.count(f"〔{RULE}〕") == ENTRIES_SHOWN + extra
    said = bureau.do("import", here).out
    assert said.count(f"〔{RULE}〕") == ENTRIES_SHOWN
    listed = bureau.must("findings").out
    assert listed.count(f"〔{RULE}〕") == ENTRIES_SHOWN
    for text in (said, listed):
        assert f"同类的还有{extra}条没有列出：汉滨区{extra}条；全部列出：" in text
        assert f"zsstat findings --year 2021 --month 3 --rule {RULE}\n" in text
    command = ("findings", "--year", 2021, "--month", 3, "--rule", RULE)
    assert bureau.must(*command).out.count(f"〔{RULE}〕") == ENTRIES_SHOWN + extra


def test_few_findings_of_a_rule_are_all_listed(bureau: Bureau) -> None:
    said = bureau.do("import", bureau.write("汉滨区", 2021, 3, *overpaid(ENTRIES_SHOWN))).out
    assert said.count(f"〔{RULE}〕") == ENTRIES_SHOWN
    assert "没有列出" not in said


def test_a_backtest_that_finds_much_says_how_much(bureau: Bureau) -> None:
    rows = [project(f"第{n}个富硒茶项目", 投资方=f"第{n}公司") for n in range(1, ENTRIES_SHOWN + 3)]
    bureau.accept("汉滨区", 2021, 3, *rows)
    config = bureau.folder / "config"
    config.mkdir()
    (config / "rules.toml").write_text(
        '[[rule]]\nid = "local.much"\ntitle = "总投资不小于三亿元"\nlevel = "B"\ncheck = "row"\n'
        'table = "projects"\nholds = "总投资 >= 30000万元"\naction = "请核对"\n',
        encoding="utf-8",
    )
    said = bureau.must("backtest", "local.much", "--config", config).out
    assert said.count("〔local.much〕") == ENTRIES_SHOWN
    assert "同类的还有2条没有列出：汉滨区2条" in said
    assert f"会指出{ENTRIES_SHOWN + 2}条" in said


@pytest.mark.parametrize("more", [0, 1])
def test_many_unchanged_files_are_one_line(bureau: Bureau, more: int) -> None:
    months = range(1, UNCHANGED_SHOWN + more + 1)
    for month in months:
        funds = 1000 + month
        bureau.accept("汉滨区", 2021, month, project(本年到位资金=funds))
    again = bureau.must("import", bureau.folder).out
    each = re.findall(r"^未变　汉滨区2021-\d", again, re.MULTILINE)
    assert len(each) == (0 if more else UNCHANGED_SHOWN)
    assert (f"未变　{len(months)}件早已接收" in again) is bool(more)
    assert f"共{len(months)}件：未变{len(months)}件" in again
    detailed = bureau.must("import", bureau.folder, "--details").out
    assert len(re.findall(r"^未变　汉滨区2021-\d", detailed, re.MULTILINE)) == len(months)


def test_what_a_correction_replaced_is_one_line(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    later = bureau.write("汉滨区", 2021, 3, project(本年到位资金=1200), name="更正.xlsx")
    said = bureau.must("import", later, "--replace", "--reason", "少报").out
    assert "　　替换了先前接收的项目台账\n" in said


def test_a_waiver_without_a_reason_says_what_is_missing(bureau: Bureau) -> None:
    bureau.send("汉滨区", 2021, 3, *overpaid(1))
    said = bureau.refused("waive", bureau.finding(RULE))
    assert "核销要有理由" in said
    assert "--reason" in said
    assert "--by" not in said


def test_the_command_for_a_second_return_names_a_file_that_is_there(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bureau.folder)
    month = bureau.folder / "returns" / "三月"
    month.mkdir(parents=True)
    bureau.accept("汉滨区", 2021, 3, project())
    later = bureau.write(
        "汉滨区", 2021, 3, project(本年到位资金=1200), name="returns/三月/再报.xlsx"
    )
    assert bureau.do("import").status == 1
    told = f"zsstat import {Path('returns', '三月', '再报.xlsx')} --replace"
    assert told in bureau.must("findings").out
    later.rename(bureau.folder / "别处.xlsx")
    assert "zsstat import 三月/再报.xlsx --replace" in bureau.must("findings").out


def test_a_missing_option_says_what_it_is_for(bureau: Bureau) -> None:
    said = bureau.refused("restate", "省际到位资金", "18亿元", "--year", 2020)
    assert "缺少选项 --source（由谁何时核定、公布）" in said


def test_a_decision_without_a_cell_is_traced_without_empty_places(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    bureau.must(
        "adjust", "省际到位资金", "-120万元", "--year", 2021, "--month", 3, "--reason", "重复"
    )
    said = bureau.must("trace", "省际到位资金", "--year", 2021, "--month", 3).out
    assert "市级调整　-0.012亿元（1笔）\n" in said
    assert "〔〕" not in said
    assert "　　　　　　“重复”　计-1200000元" in said


@pytest.mark.parametrize(("reporters", "shown"), [(3, 8), (4, 5)])
def test_a_trace_of_many_areas_lists_fewer_cells_of_each(
    bureau: Bureau, reporters: int, shown: int
) -> None:
    for who in ("汉滨区", "紫阳县", "平利县", "岚皋县")[:reporters]:
        rows = [project(f"{who}第{n}个茶项目", 投资方=f"{who}{n}公司") for n in range(1, 9)]
        bureau.accept(who, 2021, 3, *rows)
    said = bureau.must("trace", "到位资金合计", "--year", 2021, "--month", 3).out
    assert said.count("计10000000元") == reporters * shown
    assert ("另有3个单元格，用 --all 列出全部" in said) is (reporters == 4)
