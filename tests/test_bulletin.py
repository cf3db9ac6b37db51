"""The bulletin: the default draft, where its digits come from, the vocabulary, structure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bulletin_support import (
    FIRST_TIER,
    YI,
    book,
    builder,
    cell,
    composed,
    draft,
    lines,
    material,
    refusal,
    said,
    words,
)
from zsstat.bulletin import (
    Material,
    compose,
    indicator_names,
)
from zsstat.bulletin.grammar import TESTS
from zsstat.bulletin.prose import PARAGRAPH, Marks, document, has_digit, is_digit
from zsstat.bulletin.subjects import PARTS
from zsstat.bulletin.vocabulary import RESERVED, vocabulary
from zsstat.bulletin.words import Scribe
from zsstat.catalog import load_catalogue
from zsstat.declarations import Tier
from zsstat.errors import CatalogueError, TemplateError
from zsstat.model import Figure, Measure, Period, Style
from zsstat.render.text import render_txt

# --- the default draft ------------------------------------------------------------------------


def test_the_default_draft_says_every_figure_of_the_year() -> None:
    golden = Path(__file__).with_name("bulletin_2020.txt").read_text(encoding="utf-8")
    assert render_txt(draft()) == golden


def test_what_is_missing_leaves_no_trace_in_the_sentences() -> None:
    build = builder(
        book(received=frozenset({"hanbin"}), province=(), base={}, base_received=frozenset())
    )
    template = build.catalogue.template
    stuff = Material(missing=("市本级", "紫阳县"))
    document = compose(template, "bulletin.md", build, stuff)
    text = "\n".join(lines(document))
    for absent in (
        "同比",
        "位列",
        "方阵",
        "全省位次",
        "工作回顾",
        "展望",
        "居前",
        "举办地点",
        "【缺",
    ):
        assert absent not in text
    assert "本文为初步统计数，市本级、紫阳县的报表尚未收齐" in text
    for mangled in ("，。", "，，", "；。", "。。", "（）", "、。", "，；"):
        assert mangled not in text
    assert all(not words(p).startswith(("，", "；", "。")) for p in document.paragraphs)


def test_a_part_of_the_year_is_called_by_its_months() -> None:
    text = "\n".join(lines(draft(period=Period(2020, 9))))
    assert text.startswith("数说2020年1—9月：")
    assert "下一步工作" in text
    assert "展望2021" not in text


def test_the_first_tier_is_said_only_when_declared_and_reached() -> None:
    phrase = "第一方阵"
    narrow = Tier(phrase, growth=2, completion=4)
    template = load_catalogue().template
    for tier, expected in ((None, False), (narrow, False), (FIRST_TIER, True)):
        build = builder(tier=tier)
        document = compose(template, "b", build, material(build))
        assert (phrase in "\n".join(lines(document))) is expected


def test_growth_alone_in_the_first_tier_claims_nothing_about_completion() -> None:
    narrow = Tier("第一方阵", growth=4, completion=1)
    build = builder(tier=narrow)
    text = "\n".join(lines(compose(build.catalogue.template, "b", build, material(build))))
    assert "内资、外资增速均居全省第一方阵。" in text
    assert "完成比例均居" not in text


# --- no digit from elsewhere ------------------------------------------------------------------


def test_no_digit_of_the_draft_stands_outside_a_figure() -> None:
    for made in (draft(), draft(period=Period(2020, 9)), draft(province=())):
        plain = [p for par in made.paragraphs for p in par.parts if isinstance(p, str)]
        assert plain
        assert not any(is_digit(character) for part in plain for character in part)


def test_every_figure_of_the_draft_is_the_one_that_the_builder_makes() -> None:
    build = builder(tier=FIRST_TIER)
    document = compose(build.catalogue.template, "b", build, material(build))
    makers = {Measure.VALUE: build.value, Measure.GROWTH: build.growth}
    checked = [f for f in document.figures() if f.key.measure in makers and f.key.record is None]
    assert len(checked) >= 18
    for figure in checked:
        assert figure == makers[figure.key.measure](figure.key.indicator)


def test_figures_follow_the_books() -> None:
    changed = draft(actual={("hanbin", "funds_interprov"): 123 * YI})
    assert "实际引进省际到位资金123亿元" in lines(changed)[1]


_LITERALS = st.text("全市，。（）、 \n#>5８⑨Ⅲ½項", max_size=12)
_PIECES = st.sampled_from(
    [
        "{{ 省际到位资金 }}",
        "{{ 年 ~ '年' ~ 期 }}",
        "{{ 推介活动.目的地 | join('和') }}",
        "{% for 项目 in 大项目总投资.最大(3) %}{{ 项目.名称 }}，{% endfor %}",
        "{{ 县区['紫阳'].省际到位资金.占比 }}",
        "{{ '5' }}",
        "{{ 年 ~ 7 }}",
    ]
)


@given(st.lists(st.one_of(_LITERALS, _PIECES), max_size=8).map("".join))
@settings(max_examples=80, deadline=None)
def test_a_template_gives_no_digit_of_its_own(template: str) -> None:
    """Either a digit written by hand is refused, or all digits are in figures."""
    by_hand = any(is_digit(c) for c in template.replace("最大(3)", ""))
    if by_hand:
        assert "数字" in refusal(template).message
    else:
        parts = [p for par in composed(template).paragraphs for p in par.parts]
        assert not any(has_digit(part) for part in parts if isinstance(part, str))


@pytest.mark.parametrize(
    ("template", "line", "seen"),
    [
        ("共5个", 1, "共5个"),
        ("好\n\n{% if 全年 %}\n好\n第８个{% endif %}", 5, "第８个"),
        ("{# 注释里的 5 可以 #}\n{{ 年 ~ '5亿' }}", 2, "5亿"),
        ("好\n{{ 5 }}", 2, "5"),
        ("{{ 年 ~ 1.5 }}", 1, "1.5"),
        ("{% raw %}\n⑤{% endraw %}", 2, "⑤"),
        ("{{ 推介活动.目的地 | join('2') }}", 1, "2"),
    ],
)
def test_a_digit_written_by_hand_is_refused_with_its_line(
    template: str, line: int, seen: str
) -> None:
    error = refusal(template)
    assert f"第{line}行" in error.message
    assert seen in error.message
    assert "{{ 大项目门槛 }}" in error.hint


def test_a_digit_that_got_past_every_check_is_refused_at_the_end() -> None:
    with pytest.raises(TemplateError, match="没有出处的数字：“共５个”"):
        document(f"好。{PARAGRAPH}共５个", Marks())


def test_chinese_numerals_are_words() -> None:
    assert (
        said("落实四个亲自，二〇二〇年进入第一方阵。") == "落实四个亲自，二〇二〇年进入第一方阵。"
    )


def test_a_name_with_digits_is_a_quote_with_its_cell() -> None:
    document = composed("{% for 项目 in 大项目总投资.最大(1) %}{{ 项目.名称 }}{% endfor %}")
    (figure,) = document.figures()
    assert (figure.key.measure, figure.display) == (Measure.QUOTE, "安康无水港5号多式联运项目")
    assert figure.cells == (cell("B5"),)


def test_concatenation_and_joining_keep_figures() -> None:
    document = composed("{{ '（' ~ 省际到位资金 ~ '）' }}{{ 推介活动.目的地 | join('和') }}")
    (paragraph,) = document.paragraphs
    assert [type(p) for p in paragraph.parts] == [
        str,
        Figure,
        str,
        Figure,
        str,
        Figure,
        str,
        Figure,
    ]
    assert words(paragraph) == "（818亿元）西安和天津和上海"


# --- the vocabulary ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ 省际到位资金 }}", "818亿元"),
        ("{{ 省外境内资金 }}", "818亿元"),
        ("{{ 省际到位资金.同比 }}", "同比增长7.82%"),
        ("{{ 省际到位资金.上年 }}", "758.67亿元"),
        ("{{ 省际到位资金.增量 }}", "比上年增加59.33亿元"),
        ("{{ 省际到位资金.目标 }}", "800亿元"),
        ("{{ 省际到位资金.完成比例 }}", "102.25%"),
        ("{{ 省际到位资金.时序进度 }}", "超时序进度2.25个百分点"),
        ("{{ 省际到位资金.增速位次 }}", "增速位列全省第三"),
        ("{{ 省际到位资金.完成位次 }}", "完成比例位列全省第二"),
        ("{{ 省际到位资金.位次变化 }}", "较上年后退2位"),
        ("{{ 省际到位资金.完成位次变化 }}", "较上年前进1位"),
        ("{{ 实际利用外资.位次变化 }}", "较上年位次不变"),
        ("{{ 年 }}、{{ 上年 }}、{{ 下年 }}、{{ 期 }}", "2020、2019、2021、2020年"),
        ("{{ 大项目门槛 }}", "5亿元"),
        ("{{ 县区['紫阳县'].省际到位资金 }}", "272.67亿元"),
        ("{{ 县区.紫阳.省际到位资金.占比 }}", "33.33%"),
        ("{{ 县区['紫阳'].名称 }}", "紫阳县"),
        ("{{ 县区 }}", "市本级、汉滨区、紫阳县"),
        (
            "{% for 县 in 县区 %}{{ 县.名称 }}{{ 县.大项目 }}、{% endfor %}。",
            "市本级0个、汉滨区22个、紫阳县10个。",
        ),
        ("{% for 县 in 县区 if 县.大项目 is not 为零 %}{{ 县 }}{% endfor %}", "汉滨区紫阳县"),
        (
            "{% for 县 in 县区 %}{{ 县 }}{{ '，' if not loop.last }}{% endfor %}",
            "市本级，汉滨区，紫阳县",
        ),
        (
            "{% for 项目 in 大项目总投资.最大(2) %}{{ 项目.地区 }}{{ 项目.金额 }}，{% endfor %}完",
            "汉滨区30亿元，汉滨区29亿元，完",
        ),
        ("{{ 推介活动.目的地 }}", "西安、天津、上海"),
        (
            "{% if 实际利用外资 is 增长 %}增{% endif %}{% if 实际利用外资 is 下降 %}降{% endif %}",
            "增",
        ),
        ("{{ '降' if 推介活动 is 下降 else '不降' }}", "降"),
        ("{{ '平' if 推介活动 is 持平 else '不平' }}", "不平"),
        ("{{ '有' if 省际到位资金 is 有位次 }}{{ '无' if 到位资金 is not 有位次 }}", "有无"),
        (
            "{{ '有' if 省际到位资金 is 有完成位次 }}{{ '无' if 到位资金 is not 有完成位次 }}",
            "有无",
        ),
        ("{{ '有' if 省际到位资金 is 有同比 }}", "有"),
        ("{{ '平' if 外商直接投资 is 持平 }}{{ 外商直接投资.同比 }}", "平与上年持平"),
        ("{{ '零' if 外商直接投资 is 为零 }}{{ '有' if 外商直接投资 is 有值 }}", "零有"),
        ("{{ '无' if 到位资金.目标 is not 有值 }}", "无"),
        ("{{ '齐' if not 缺报 }}{{ '全年' if 全年 }}", "齐全年"),
        ("{{ 省际到位资金.增速方阵 }}", "【缺：省际到位资金.增速方阵】"),
        ("{{ 到位资金.目标 }}", "【缺：到位资金.目标】"),
        ("{{ 省际到位资金.增速排位总数 }}、{{ 省际到位资金.完成排位总数 }}", "4个、3个"),
        ("{{ 方阵.增速位数 if 方阵 }}无", "无"),
    ],
)
def test_what_names_print(template: str, text: str) -> None:
    assert said(template) == text


def test_the_tier_is_a_figure_that_knows_its_placement() -> None:
    document = composed("{{ 省际到位资金.增速方阵 }}", tier=FIRST_TIER)
    (figure,) = document.figures()
    assert figure.display == "第一方阵"
    assert figure.value == 3
    assert figure.cells == (cell("D9", "全省.xlsx", "位次"),)
    assert "增速位列全省第三" in figure.formula


def test_a_tier_says_how_far_it_goes() -> None:
    tier = Tier("第一梯队", growth=3, completion=5)
    document = composed("{{ 方阵 }}：{{ 方阵.增速位数 }}、{{ 方阵.完成位数 }}", tier=tier)
    assert lines(document) == ["第一梯队：3位、5位"]
    assert {f.key.measure for f in document.figures()} == {Measure.CONSTANT}


def test_no_growth_is_neither_growth_nor_decline() -> None:
    template = (
        "{{ '增' if 大项目 is 增长 }}{{ '降' if 大项目 is 下降 }}{{ '平' if 大项目 is 持平 }}无"
    )
    assert said(template, book(base={}, base_received=frozenset())) == "无"


def test_equal_years_are_neither_growth_nor_decline() -> None:
    same = {("hanbin", "big_count"): 5}
    template = (
        "{{ '增' if 大项目 is 增长 }}{{ '降' if 大项目 is 下降 }}{{ '平' if 大项目 is 持平 }}"
    )
    assert said(template, book(actual=same, base=same)) == "平"


def test_a_place_named_by_several_rows_is_one_quote_with_all_cells() -> None:
    document = composed("{{ 推介活动.目的地 }}")
    first = next(document.figures())
    assert first.display == "西安"
    assert first.cells == (cell("E4"), cell("E6"))


def test_the_parts_of_words_are_all_declared() -> None:
    """The check before running knows every part that any word has while running."""
    build = builder()
    scribe = Scribe(build, material(build), indicator_names(build.catalogue))
    all_words = vocabulary(scribe)
    city, county = all_words["大项目"], all_words["县区"].ask("紫阳县").ask("大项目")
    loop = "{% for 项目 in 大项目总投资.最大(1) %}{{ 项目.名称 }}{{ 项目.金额 }}{{ 项目.地区 }}"
    assert composed(loop + "{% endfor %}").paragraphs
    assert city.names.keys() | county.names.keys() | {"名称", "金额", "地区"} == PARTS


def test_hidden_indicators_have_no_name() -> None:
    names = indicator_names(load_catalogue())
    assert not any(indicator.hidden for indicator in names.values())
    assert names["省际到位资金"].code == "funds_interprov"


@pytest.mark.parametrize("name", ["省际到位资金", "年", "大项目门槛"])
def test_a_name_of_two_owners_is_refused(name: str) -> None:
    catalogue = load_catalogue()
    other = replace(catalogue.indicators["fie_new"], aliases=(name,))
    indicators = {**catalogue.indicators, "fie_new": other}
    with pytest.raises(CatalogueError) as caught:
        indicator_names(replace(catalogue, indicators=indicators))
    assert name in caught.value.message
    assert "fie_new" in caught.value.message


def test_reserved_names_are_the_words_of_the_template() -> None:
    build = builder()
    catalogue = build.catalogue
    indicators = indicator_names(catalogue)
    own = vocabulary(Scribe(build, Material(), indicators)).keys()
    assert own - indicators.keys() - catalogue.constants.keys() <= RESERVED


# --- structure --------------------------------------------------------------------------------


def test_markdown_becomes_paragraphs() -> None:
    document = composed(
        "# 题目\n正文一，\n正文二。\n\n## 小标题\n- 甲\n- 乙\n继续\n"
        "> 注一\n> 续\n\n> 注二\nAB\nCD\n"
    )
    assert [(p.style, words(p)) for p in document.paragraphs] == [
        (Style.TITLE, "题目"),
        (Style.BODY, "正文一，正文二。"),
        (Style.HEADING, "小标题"),
        (Style.BODY, "甲"),
        (Style.BODY, "乙继续"),
        (Style.NOTE, "注一续"),
        (Style.NOTE, "注二"),
        (Style.BODY, "AB CD"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("甲，，乙", "甲，乙"),
        ("甲，。乙", "甲。乙"),
        ("甲；。", "甲。"),
        ("，甲", "甲"),
        ("甲。，乙", "甲。乙"),
        ("甲（，乙，）", "甲（乙）"),
        ("甲（）乙", "甲乙"),
        ("甲，", "甲。"),
        ("甲：、乙、。", "甲：乙。"),
        ("甲，；乙", "甲；乙"),
        ("甲（乙）。", "甲（乙）。"),
        ("甲……乙——丙", "甲……乙——丙"),
        ("，。", ""),
    ],
)
def test_punctuation_of_dropped_clauses_goes(written: str, read: str) -> None:
    assert said(written) == read


def test_headings_that_remain_are_numbered_anew() -> None:
    template = "## 一、甲\n文\n## 二、空\n## 三、{{ 下年 }}年\n文\n## 无号\n文\n## 四、乙\n一、文"
    headings = [words(p) for p in composed(template).paragraphs]
    assert headings == ["一、甲", "文", "二、2021年", "文", "无号", "文", "三、乙", "一、文"]


def test_a_heading_without_a_body_goes() -> None:
    document = composed("## 空\n\n## 实\n正文\n\n## 末\n\n> 注")
    assert [words(p) for p in document.paragraphs] == ["实", "正文", "注"]


def test_a_rate_indicator_is_said_in_points() -> None:
    sums = {("hanbin", "rate_funds"): 60, ("hanbin", "rate_investment"): 80}
    before = {("hanbin", "rate_funds"): 50, ("hanbin", "rate_investment"): 100}
    text = said("{{ 资金到位率 }}{{ 资金到位率.同比 }}", book(actual=sums, base=before))
    assert text == "75%同比提高25个百分点"


# --- documentation ----------------------------------------------------------------------------


def test_the_manual_names_every_word_part_and_condition() -> None:
    manual = (Path(__file__).parents[1] / "docs" / "bulletin.md").read_text(encoding="utf-8")
    own = RESERVED - {"loop", "名称"}
    expected = {*own, *PARTS, *TESTS, "增速位数", "完成位数", "join", "loop.first", "loop.last"}
    assert [name for name in sorted(expected) if f"`{name}`" not in manual] == []
