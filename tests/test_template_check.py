"""`zsstat template`: a template read over whole, and one to start from."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bulletin_support import builder, material, refusal
from tests.cli_support import SAMPLE_CONFIG, Done, run
from tests.rounds_support import Bureau, project
from zsstat.bulletin import Proof, Scribe, compose, indicator_names, proofread
from zsstat.errors import TemplateError
from zsstat.model import Exhibit, Heading, Table, TableRow

FAULTY = """# {{ 期 }}情况，共3个
{{ 省际到位资 }}增长
{% if 实际利用外资 is 增涨 %}好{% endif %}
见{{ 图.产业投向 }}
{{ 年 if }}
{% for 县 in 县区 %}{{ 县.名字 }}
{% set 甲 = 年 %}
{{ 省际到位资金 | 四舍五入 }}
{{ 省际到位资金（） }}
{{ 省际到位资金.同币 }}又是7、8
"""


def proof(template: str) -> Proof:
    build = builder()
    stuff = material(build, narrative=None)
    return proofread(template, "试.md", Scribe(build, stuff, indicator_names(build.catalogue)))


def test_all_that_is_wrong_is_found_at_once_with_its_line() -> None:
    found = [(flaw.line, flaw.message) for flaw in proof(FAULTY).flaws]
    expected = [
        (1, "手写的数字"),
        (2, "省际到位资"),
        (3, "增涨"),
        (4, "不能写在句子中间"),
        (5, "写法有误"),
        (6, "没有结束"),
        (6, "名字"),
        (7, "{% set %}"),
        (8, "四舍五入"),
        (9, "半角"),
        (10, "同币"),
        (10, "手写的数字"),
    ]
    assert [line for line, _ in found] == [line for line, _ in expected]
    for line, what in expected:
        assert any(line == at and what in message for at, message in found), (line, what, found)
    assert all(flaw.hint for flaw in proof(FAULTY).flaws)


def test_a_right_template_has_no_flaw_and_makes_its_document() -> None:
    made = proof("# {{ 期 }}\n\n全市{{ 省际到位资金 }}。")
    assert (made.flaws, made.gaps) == ((), ())
    assert made.document is not None
    assert "省际到位资金" not in made.unused["指标"]
    assert "实际利用外资" in made.unused["指标"]
    assert "产业投向" in made.unused["图"]


def test_what_would_be_printed_as_missing_is_named_with_its_line() -> None:
    made = proof("好\n{{ 到位资金.目标 }}\n{{ 到位资金.目标 if 到位资金.目标 is 有值 }}")
    assert [(gap.line, gap.called) for gap in made.gaps] == [(2, "到位资金.目标")]


def test_what_only_shows_in_carrying_it_out_is_a_flaw_with_its_line() -> None:
    (flaw,) = proof("好\n{{ 县区['紫阳县'].大项目 }}{% for 甲 in 年 %}{% endfor %}").flaws
    assert (flaw.line, "循环" in flaw.message) == (2, True)


@pytest.mark.parametrize(
    "template", ["{{ 年", "{% if 年 %}" * 80, "{{" * 500, "{% for", "好" * 60_000]
)
def test_a_template_beyond_repair_is_still_read_quickly(template: str) -> None:
    started = time.monotonic()
    made = proof(template)
    assert made.flaws
    assert made.document is None
    assert time.monotonic() - started < 5


# --- the command ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    made = Bureau(tmp_path_factory.mktemp("template"))
    made.accept("汉滨区", 2021, 9, project(总投资=90000))
    return made


def check(bureau: Bureau, text: str, *words: object) -> Done:
    path = bureau.folder / "我的.md"
    path.write_text(text, encoding="utf-8")
    return bureau.do("template", "check", path, *words)


def test_a_fine_template_is_previewed(bureau: Bureau) -> None:
    done = check(bureau, "# {{ 期 }}\n\n全市新签{{ 新签合同项目 }}。\n")
    assert done.status == 0
    assert "没有发现问题" in done.out
    assert "预览：2021年1—9月" in done.out
    assert "全市新签1个。" in done.out


def test_a_faulty_one_needs_a_person(bureau: Bureau) -> None:
    done = check(bureau, FAULTY, "--format", "json")
    assert done.status == 1
    assert len(done.json["problems"]) == 12
    assert done.json["problems"][1] == {
        "line": 2, "message": "没有“省际到位资”这个名称。", "advice": "是否应为“省际到位资金”？",
    }  # fmt: skip
    assert done.json["preview"] is None


def test_a_missing_value_needs_a_person(bureau: Bureau) -> None:
    done = check(bureau, "{{ 省际到位资金.目标 }}\n", "--format", "json")
    assert done.status == 1
    assert done.json["gaps"] == [{"line": 1, "name": "省际到位资金.目标"}]
    assert "【缺：省际到位资金.目标】" in done.json["preview"]


def test_the_sections_of_a_narrative_are_compared(bureau: Bureau) -> None:
    story = bureau.folder / "文稿.md"
    story.write_text("## 大事际\n\n好。\n", encoding="utf-8")
    done = check(bureau, "{{ 叙述.大事记 if 叙述.大事记 is 有值 }}好\n", "--narrative", story)
    assert done.status == 1
    assert "大事际" in done.out
    assert "是否应为“大事记”" in done.out
    assert "大事记（第1行，文稿里没有）" in done.out


def test_a_countys_template_is_checked_for_a_county(bureau: Bureau) -> None:
    text = "{{ 地区 }}占{{ 到位资金.占比 }}。\n"
    assert check(bureau, text).status == 1
    done = check(bureau, text, "--area", "汉滨")
    assert done.status == 0
    assert "汉滨区占100%。" in done.out
    assert check(bureau, text, "--area", "西安市").status == 2


def test_without_a_database_the_writing_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("{{ 省际到位资金.目标 }}\n", encoding="utf-8")
    done = run("template", "check", path, db=tmp_path / "none.db")
    assert done.status == 0
    assert "只核对了写法" in done.out
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [None, "好".encode("gb18030")])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.md"
    if content is not None:
        path.write_bytes(content)
    done = run("template", "check", path, db=tmp_path / "none.db")
    assert done.status == 2
    assert "a.md" in done.err


@pytest.mark.parametrize("kind", ["bulletin", "county", "month"])
@pytest.mark.parametrize("config", [None, SAMPLE_CONFIG])
def test_a_template_to_start_from_is_fine_as_it_is(
    bureau: Bureau, tmp_path: Path, kind: str, config: Path | None
) -> None:
    path = tmp_path / "新.md"
    done = run("template", "new", path, "--for", kind, config=config)
    assert done.status == 0
    assert str(path) in done.out.replace("\n　　　", "").replace("\n", "")
    again = run("template", "new", path, "--for", kind)
    assert again.status == 2
    assert "已经有" in again.err
    area = ("--area", "汉滨区") if kind == "county" else ()
    checked = bureau.do("template", "check", path, *area, "--format", "json")
    assert (checked.status, checked.json["problems"], checked.json["gaps"]) == (0, [], [])


def test_a_countys_page_is_a_bulletin(bureau: Bureau) -> None:
    text = bureau.must("bulletin", "--area", "汉滨区").out
    assert "汉滨区2021年1—9月招商引资工作情况" in text
    assert "富硒茶饮料生产线项目（9亿元）" in text
    assert "西安" in bureau.refused("bulletin", "--area", "西安市")
    explained = bureau.must("bulletin", "--area", "汉滨区", "--explain").out
    assert "汉滨区2021-9.xlsx" in explained


def test_an_unknown_action_is_refused(tmp_path: Path) -> None:
    assert "check" in run("template", "chek", tmp_path / "a.md").err


# --- limits -----------------------------------------------------------------------------------


def limited(template: str) -> float:
    started = time.monotonic()
    refusal(template)
    return time.monotonic() - started


NESTED = "{% for 甲 in 县区 %}{% for 乙 in 县区 %}{% for 丙 in 县区 %}"
ENDS = "{% endfor %}" * 3


@pytest.mark.parametrize(
    "template",
    [
        (NESTED + "{% if 甲.大项目 is 持平 or 乙.大项目 is 持平 %}{% endif %}" * 600 + ENDS),
        (NESTED + "{% if 全年 %}{% endif %}" * 2100 + ENDS),
        (NESTED + "{{ 县区 | join('" + "好" * 9000 + "') }}" + ENDS),
        (NESTED + "{% for 丁 in 县区.由高到低.大项目 %}{% endfor %}" + ENDS),
        (NESTED + "{{ 要点.大项目 }}\n\n" * 4 + ENDS),
    ],
    ids=["conditions", "flags", "separators", "depth", "headlines"],
)
def test_what_takes_too_long_or_gets_too_big_is_stopped(template: str) -> None:
    assert limited(template) < 8


def test_tables_in_a_loop_are_made_once_and_not_without_end() -> None:
    made = []

    def maker() -> Exhibit:
        made.append(1)
        return Exhibit(("表",), Table("", (Heading("甲"),), (TableRow(("乙",)),)))

    build = builder()
    stuff = replace(material(build, narrative=None), tables={"主要指标": maker})
    once = "{% for 甲 in 县区 %}\n{{ 表.主要指标 }}\n\n{% endfor %}"
    assert len(compose(once, "试", build, stuff).blocks) == 3
    assert len(made) == 1
    with pytest.raises(TemplateError, match="超过100个"):
        compose(once * 40, "试", build, stuff)
    with pytest.raises(TemplateError, match="第3行：要点、图和表"):
        compose("甲\n\n好{{ 表.主要指标 }}", "试", build, stuff)


def test_a_name_left_open_is_said_of_its_own_line_and_hides_nothing_below() -> None:
    found = proof("# 题\n\n到位资金{{ 到位资金\n外资{{ 实际利用外资 }}。\n\n{{ 到位资京 }}\n")
    assert [flaw.line for flaw in found.flaws] == [3, 6]
