"""What templates may not ask, and what is too deep for Python, told in words."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.bulletin_support import builder, composed, lines, material, refusal, said
from zsstat.bulletin import Proof, Scribe, indicator_names, proofread
from zsstat.model import Exhibit, Heading, Table, TableRow

NO_GROWTH = [
    "省际到位资金.上年",
    "省际到位资金.完成比例",
    "实际利用外资.位次变化",
    "县区.汉滨区.到位资金.占比",
    "县区.汉滨区",
    "大项目门槛",
    "要点.到位资金",
]


@pytest.mark.parametrize("asked", NO_GROWTH)
@pytest.mark.parametrize("turn", ["增长", "下降", "持平", "not 增长"])
def test_only_growth_is_asked_whether_it_grows(asked: str, turn: str) -> None:
    """The sign of a level is no growth: 上年 is positive in nearly every year."""
    error = refusal(f"好\n{{% if {asked} is {turn} %}}保持增长{{% endif %}}")
    assert "第2行" in error.message
    assert "不是增速或增量" in error.message
    assert "is " in (error.hint or "")


@pytest.mark.parametrize("asked", ["实际利用外资", "实际利用外资.同比", "实际利用外资.增量"])
def test_growth_and_increase_are_asked(asked: str) -> None:
    assert said(f"{{{{ '增' if {asked} is 增长 }}}}{{{{ '降' if {asked} is 下降 }}}}") == "增"


TOO_DEEP = {
    "elif": "{% if 全年 %}好" + "{% elif 全年 %}好" * 3500 + "{% endif %}",
    "parts": "{{ 年" + ".名称" * 3000 + " }}",
    "brackets": "{{ " + "(" * 8000 + "年" + ")" * 8000 + " }}",
}


@pytest.mark.parametrize("template", TOO_DEEP.values(), ids=TOO_DEEP)
def test_what_python_itself_would_give_up_on_is_refused(template: str) -> None:
    assert "嵌套层数过多" in refusal(template).message
    (flaw,) = proof(template).flaws
    assert "嵌套层数过多" in flaw.message


def test_a_long_row_of_choices_is_carried_out() -> None:
    template = "{% if 缺报 %}缺" + "{% elif 缺报 %}缺" * 150 + "{% else %}齐{% endif %}"
    assert said(template) == "齐"


def test_a_template_full_of_names_takes_no_time() -> None:
    started = time.monotonic()
    assert lines(composed("{{ " + "~".join(["年"] * 12_000) + " }}")) == ["2020" * 12_000]
    assert time.monotonic() - started < 6


def proof(template: str, shown: Exhibit | None = None) -> Proof:
    build = builder()
    stuff = replace(material(build, narrative=None), tables={"主要指标": lambda: shown})
    return proofread(template, "试", Scribe(build, stuff, indicator_names(build.catalogue)))


def test_reading_over_takes_no_time_for_a_template_full_of_brackets() -> None:
    started = time.monotonic()
    assert proof('{{ "' + "{#" * 24_000 + '" }}').flaws == ()
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("opening", ["", "- ", "> ", "  * "])
def test_reading_over_takes_a_table_as_the_bulletin_does(opening: str) -> None:
    """Neither calls the mark of a list words beside a table."""
    shown = Exhibit(("表",), Table("", (Heading("甲"),), (TableRow(("乙",)),)))
    read = proof(f"{opening}{{{{ 表.主要指标 }}}}", shown)
    assert read.flaws == ()
    assert read.document is not None
    assert read.document.blocks == (shown,)
    (flaw,) = proof(f"{opening}见 {{{{ 表.主要指标 }}}}", shown).flaws
    assert "单独占一行" in flaw.hint
