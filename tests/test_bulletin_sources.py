"""The clerk's narrative, and where every figure comes from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bulletin_support import (
    NARRATIVE,
    builder,
    cell,
    composed,
    draft,
    lines,
    material,
    words,
)
from zsstat.bulletin import (
    Source,
    compose,
    explain,
    listing,
    parse_narrative,
)
from zsstat.bulletin.explanation import ranges
from zsstat.bulletin.narrative import spoken
from zsstat.bulletin.prose import has_digit
from zsstat.errors import TemplateError
from zsstat.model import Figure, Measure

# --- the narrative ----------------------------------------------------------------------------


def test_a_narrative_is_sections_of_paragraphs() -> None:
    narrative = parse_narrative(
        "\ufeff# 2020年文稿\n<!-- 说明\n两行 -->\n## 大事记\n一，\n二。\n\n- 三\n- 四\n"
        "## 展望\n\n五\n",
        "x.md",
    )
    assert {name: [(p.text, p.line) for p in ps] for name, ps in narrative.sections.items()} == {
        "大事记": [("一，二。", 5), ("三", 8), ("四", 9)],
        "展望": [("五", 12)],
    }


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("没有标题", 1, "第一节之前"),
        ("## 甲\n\n乙\n### 丙\n丁", 4, "层级"),
        ("## 甲\n乙\n# 丙\n", 3, "层级"),
        ("##\n乙", 1, "层级"),
        ("## 甲\n乙\n\n## 甲\n丙", 4, "第1行重复"),
        ("## 甲\n\n## 乙\n丙", 1, "没有内容"),
        ("", 1, "没有任何一节"),
        ("## 甲\n| 表 |", 2, "表格"),
        ("## 甲\n```\n码", 2, "代码块"),
    ],
)
def test_a_narrative_of_another_structure_is_refused(text: str, line: int, what: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse_narrative(text, "文稿.md")
    assert f"文稿.md 第{line}行" in caught.value.message
    assert what in caught.value.message


def test_digits_of_the_narrative_are_figures_that_say_so() -> None:
    build = builder()
    document = compose("{{ 叙述.大事记 }}{{ '' if 叙述.展望 }}", "b", build, material(build))
    figures = list(document.figures())
    assert [f.display for f in figures] == ["2", "8", "99.5%"]
    assert {f.key.measure for f in figures} == {Measure.NARRATIVE}
    assert all("2020.md:5" in f.formula for f in figures)
    assert [words(p) for p in document.paragraphs] == [
        "2月8日，全市率先开工；签约率达99.5%。",
        "率团赴长三角招商。",
    ]


@given(st.text("甲乙，。.,%５50½ ", min_size=1, max_size=30))
def test_a_spoken_passage_reads_as_written(text: str) -> None:
    build = builder()
    passage = parse_narrative(f"## 甲\n{text}甲", "x").sections["甲"][0]
    parts = spoken(passage, "x", build.narrative)
    assert "".join(map(str, parts)) == passage.text
    assert not any(has_digit(p) for p in parts if isinstance(p, str))


def test_a_section_that_the_template_would_drop_is_refused() -> None:
    build = builder()
    stuff = material(build, narrative=NARRATIVE.replace("## 大事记", "## 大事纪"))
    with pytest.raises(TemplateError) as caught:
        compose(build.catalogue.template, "bulletin.md", build, stuff)
    assert "2020.md 第3行" in caught.value.message
    assert "“大事纪”" in caught.value.message
    assert "是否应为“大事记”" in caught.value.hint


def test_an_outlook_alone_is_enough() -> None:
    build = builder()
    stuff = material(build, narrative="## 展望\n再出发。")
    text = "\n".join(lines(compose(build.catalogue.template, "b", build, stuff)))
    assert "再出发。" in text
    assert "工作回顾" not in text


# --- where figures come from ------------------------------------------------------------------


def _sources(figure: Figure) -> tuple[Source, ...]:
    if figure.key.measure is not Measure.VALUE or figure.key.record is not None:
        return ()
    cells = tuple(cell(name) for name in ("H5", "H6", "H7", "H9", "AB5"))
    return (
        Source("汉滨区", "545.33亿元", cells),
        Source("紫阳县", "272.67亿元", (cell("H4", "紫阳.xlsx", "表1"),)),
    )


def test_every_distinct_figure_is_explained_once_in_order() -> None:
    document = draft()
    explanations = explain(document, _sources)
    displays = [e.figure.display for e in explanations]
    assert displays[:6] == [
        "2020年",
        "818亿元",
        "同比增长7.82%",
        "增速位列全省第三",
        "6076万美元",
        "同比增长25.8%",
    ]
    assert displays.count("818亿元") == 1
    assert set(document.figures()) == {e.figure for e in explanations}


def test_an_explanation_has_formula_values_and_all_cells() -> None:
    document = composed("{{ 省际到位资金 }}{{ 省际到位资金.同比 }}")
    value, growth = explain(document, _sources)
    assert growth.figure.formula == "(818.001 − 758.67) ÷ 758.67 × 100"
    assert [c.cell for c in value.cells] == ["H5", "H6", "H7", "H9", "AB5", "H4"]


def test_a_quote_is_explained_by_its_own_cell() -> None:
    document = composed(
        "{% for 项目 in 大项目总投资.最大(1) %}{{ 项目.名称 }}{{ 项目.金额 }}{% endfor %}"
    )
    name, amount = explain(document, _sources)
    assert name.cells == (cell("B5"),)
    assert amount.cells == (cell("F5"),)


def test_origins_tell_the_returns_from_the_rest() -> None:
    build = builder()
    template = "{{ 叙述.大事记 }}{{ 期 }}{{ 大项目门槛 }}{{ 大项目 }}{{ '' if 叙述.展望 }}"
    explanations = explain(compose(template, "b", build, material(build)), _sources)
    origins = {e.figure.display: e.origin for e in explanations}
    assert origins == {
        "2": "文稿",
        "8": "文稿",
        "99.5%": "文稿",
        "2020年": "统计期",
        "5亿元": "配置",
        "32个": "报表",
    }


def test_cells_are_grouped_by_file_and_sheet_as_ranges() -> None:
    refs = [cell(n) for n in ("H9", "H5", "H7", "H6", "AB5", "H5", "名称")]
    assert ranges([*refs, cell("A1", "b.xlsx", "二")]) == (
        ("汉滨区2020.xlsx", "项目台账", "H5:H7、H9、AB5、名称"),
        ("b.xlsx", "二", "A1"),
    )


def test_a_figure_is_called_by_its_title() -> None:
    explanations = explain(composed("{{ 大项目 }}"), _sources, lambda f: f"甲{f.display}")
    assert lines(listing(explanations))[1] == "32个　甲32个"


def test_digits_of_the_narrative_are_not_looked_up() -> None:
    build = builder()
    document = compose("{{ 叙述.展望 }}{{ '' if 叙述.大事记 }}", "b", build, material(build))
    (only,) = explain(document, lambda _figure: [Source("库", "", (cell("A1"),))], str)
    assert (only.figure.display, only.sources, only.title) == ("44520", (), "")


def test_the_listing_is_a_document() -> None:
    build = builder()
    document = compose(
        "{{ 大项目 }}{{ 叙述.展望 }}{{ '' if 叙述.大事记 }}", "b", build, material(build)
    )
    assert lines(listing(explain(document, _sources))) == [
        "数据出处",
        "32个",
        "来源：报表。",
        "算法：32个",
        "汉滨区 545.33亿元：汉滨区2020.xlsx〔项目台账〕H5:H7、H9、AB5（共5格）",
        "紫阳县 272.67亿元：紫阳.xlsx〔表1〕H4",
        "44520",
        "来源：文稿，为撰稿人所写，数据库中没有依据。",
        "算法：引自 2020.md:11",
    ]
