"""What the template's language has for a writer: conditions of growth and placement, orders of
counties, quarters, a county's own page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bulletin_support import (
    FIRST_TIER,
    YI,
    book,
    builder,
    composed,
    lines,
    material,
    refusal,
    said,
)
from zsstat.bulletin import compose, explain
from zsstat.compute import Book, ProvinceLine
from zsstat.errors import TemplateError
from zsstat.model import Measure, Period

TURN = (
    "{{ '增' if 到位资金 is 增长 }}{{ '降' if 到位资金 is 下降 }}"
    "{{ '平' if 到位资金 is 持平 }}{{ '约' if 到位资金 is 基本持平 }}"
)
FUNDS, CODE = "省际到位资金", "funds_interprov"


def funds(now: int, before: int) -> Book:
    return book(actual={("hanbin", "funds_total"): now}, base={("hanbin", "funds_total"): before})


@pytest.mark.parametrize(
    ("now", "before", "turn"),
    [
        (100_005, 100_000, "增"),
        (100_004, 100_000, "约"),
        (100_000, 100_000, "平"),
        (99_996, 100_000, "约"),
        (99_995, 100_000, "降"),
        (0, 0, "平"),
        (1, 0, ""),
        (0, 100_000, "降"),
    ],
)
def test_exactly_one_condition_of_growth_holds(now: int, before: int, turn: str) -> None:
    assert said(TURN + "完", funds(now, before)) == f"{turn}完"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_condition_is_what_is_printed(now: int, before: int) -> None:
    turn = said(TURN, funds(now, before))
    printed = said("{{ 到位资金.同比 }}", funds(now, before))
    begins = {"增": "同比增长", "降": "同比下降", "平": "与上年持平", "约": "与上年基本持平"}
    assert printed.startswith(begins[turn])
    assert (turn == "增") <= (Fraction(now - before, before) > 0)


# --- placements -------------------------------------------------------------------------------


def field(*rates: str | None) -> Book:
    """The province by growth: ours first, then the others."""
    members = ("m_ankang", "m_xian", "m_baoji", "m_hanzhong")
    return book(
        province=tuple(
            ProvinceLine(member, CODE, growth=None if rate is None else Decimal(rate), cells={})
            for member, rate in zip(members, rates, strict=True)
        ),
        members=members,
    )


@pytest.mark.parametrize(
    ("rates", "holds"),
    [
        (("9", "8", "7", "6"), "居首"),
        (("9", "9", "7", "6"), "居首并列"),
        (("8", "9", "7", "6"), ""),
        (("8", "9", "8", "6"), "并列"),
        (("8", "9", "7", None), "暂列"),
        (("9", "8", "7", None), "暂列"),
        ((None, "9", "7", "6"), ""),
    ],
)
def test_conditions_of_a_placement(rates: tuple[str | None, ...], holds: str) -> None:
    template = "".join(
        f"{{{{ '{name}' if {FUNDS}.增速位次 is {name} }}}}" for name in ("居首", "并列", "暂列")
    )
    assert said(template + "完", field(*rates)) == f"{holds}完"


@pytest.mark.parametrize("word", [FUNDS, f"{FUNDS}.同比", "年"])
def test_what_is_no_placement_is_not_asked_for_one(word: str) -> None:
    error = refusal(f"好\n{{{{ '好' if {word} is 并列 }}}}")
    assert "第2行" in error.message
    assert "不是位次" in error.message
    assert "增速位次 is 并列" in error.hint


# --- counties in an order ---------------------------------------------------------------------


def three(bureau: int, hanbin: int, ziyang: int, **changes: object) -> Book:
    now = {"bureau": bureau, "hanbin": hanbin, "ziyang": ziyang}
    actual = {(area, CODE): value * YI for area, value in now.items()}
    return book(actual=actual, base={(area, CODE): 10 * YI for area in now}, **changes)


EACH = "{% for 县 in 县区.%s %}{{ 县 }}、{% endfor %}。"


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (f"由高到低.{FUNDS}", "紫阳县、汉滨区、市本级。"),
        (f"由低到高.{FUNDS}", "市本级、汉滨区、紫阳县。"),
        (f"由高到低.{FUNDS}.前(1)", "紫阳县。"),
        (f"由高到低.{FUNDS}.同比.前(2)", "紫阳县、汉滨区。"),
    ],
)
def test_counties_come_in_the_order_of_a_figure(order: str, names: str) -> None:
    assert said(EACH.replace("%s", order), three(1, 20, 30)) == names


def test_none_of_two_equal_counties_is_left_out() -> None:
    template = EACH.replace("%s", f"由高到低.{FUNDS}.前(1)")
    assert said(template, three(1, 30, 30)) == "汉滨区、紫阳县。"
    assert said(EACH.replace("%s", f"由高到低.{FUNDS}.前(9)"), three(3, 2, 1)).count("、") == 2


def test_a_county_without_a_value_has_no_place_in_an_order() -> None:
    missing = three(1, 20, 30, received=frozenset({"bureau", "hanbin"}))
    assert said(EACH.replace("%s", f"由高到低.{FUNDS}"), missing) == "汉滨区、市本级。"
    nothing = three(1, 2, 3, base_received=frozenset())
    growing = f"县区.由高到低.{FUNDS}.同比.前(3)"
    assert said(f"{{{{ '有' if {growing} is 有值 }}}}无", nothing) == "无"


def test_an_order_by_an_unknown_name_is_refused_before_anything_runs() -> None:
    error = refusal("{% if 全年 is 增长 %}\n{{ 县区.由高到低.省际到位资.前(3) }}{% endif %}")
    assert "第2行" in error.message
    assert FUNDS in error.hint


# --- periods ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "text"),
    [
        (1, "2020年1月，2019年1月，无"),
        (3, "2020年1—3月，2019年1—3月，一季度"),
        (6, "2020年1—6月，2019年1—6月，上半年"),
        (9, "2020年1—9月，2019年1—9月，前三季度"),
        (10, "2020年1—10月，2019年1—10月，无"),
        (12, "2020年，2019年，全年"),
    ],
)
def test_periods_and_quarters_in_words(month: int, text: str) -> None:
    template = "{{ 期 }}，{{ 上年期 }}，{{ 季度 if 季度 is 有值 else '无' }}"
    assert said(template, book(period=Period(2020, month))) == text


# --- a county's own page ----------------------------------------------------------------------


def page(template: str, subject: Book | None = None, area: str = "ziyang") -> str:
    build = builder(subject, tier=FIRST_TIER)
    stuff = replace(material(build, narrative=None), area=area)
    return "\n".join(lines(compose(template, "试.md", build, stuff)))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ 地区 }}{{ 省际到位资金 }}", "紫阳县30亿元"),
        ("{{ 全市.省际到位资金 }}", "51亿元"),
        ("{{ 全市 }}", "全市"),
        ("{{ 省际到位资金.占比 }}", "58.82%"),
        ("{{ 省际到位资金.增速名次 }}", "增速居各县区第一"),
        ("{{ 县区['汉滨区'].省际到位资金.增速名次 }}", "增速居各县区第二"),
        ("{{ '首' if 省际到位资金.增速名次 is 居首 }}", "首"),
        ("{{ 全市.省际到位资金.增速位次 }}", "增速位列全省第三"),
        (
            "{% for 项 in 大项目总投资.最大(1) %}{{ 项.名称 }}{% endfor %}",
            "安康无水港5号多式联运项目",
        ),
    ],
)
def test_bare_names_are_the_countys_on_its_own_page(template: str, text: str) -> None:
    assert page(template, three(1, 20, 30)) == text


def test_places_among_the_counties_are_shared_and_provisional() -> None:
    place = "{{ 省际到位资金.增速名次 }}"
    assert page(place, three(1, 30, 30)) == "增速居各县区并列第一"
    late = three(1, 20, 30, received=frozenset({"hanbin", "ziyang"}))
    assert page(place, late) == "增速暂列各县区第一"
    assert page("{{ '暂' if 省际到位资金.增速名次 is 暂列 }}", late) == "暂"
    none = three(1, 20, 30, base_received=frozenset())
    assert page(place, none) == "【缺：省际到位资金.增速名次】"


def test_the_citys_and_the_countys_parts_are_told_apart() -> None:
    with pytest.raises(TemplateError) as caught:
        page("{{ 省际到位资金.增速位次 }}")
    assert "全市.省际到位资金.增速位次" in caught.value.hint
    assert "--area" in refusal("{{ 省际到位资金.占比 }}").hint


def test_the_figures_of_a_page_are_the_countys() -> None:
    build = builder(three(1, 20, 30))
    stuff = replace(material(build, narrative=None), area="ziyang")
    document = compose("{{ 要点.省际到位资金 }}\n\n{{ 省际到位资金.增速名次 }}", "试", build, stuff)
    keys = [figure.key for figure in document.figures()]
    assert {key.area for key in keys} == {"ziyang"}
    assert [key.measure for key in keys] == [
        Measure.VALUE, Measure.GROWTH, Measure.GROWTH_RANK, Measure.GROWTH_RANK,
    ]  # fmt: skip


# --- the narrative ----------------------------------------------------------------------------


def test_digits_of_the_narrative_are_the_clerks_and_never_a_quote() -> None:
    build = builder()
    story = "## 大事记\n\n安康无水港5号多式联运项目投产，新增岗位１２００个，占３.５%。\n"
    stuff = material(build, narrative=story)
    document = compose("{{ 叙述.大事记 }}", "试.md", build, stuff)
    figures = list(document.figures())
    assert [figure.display for figure in figures] == ["5", "１２００", "３.５%"]
    assert {figure.key.measure for figure in figures} == {Measure.NARRATIVE}
    assert not any(figure.cells for figure in figures)
    told = explain(document, lambda _figure: ())
    assert {explanation.origin for explanation in told} == {"文稿"}


# --- what the shipped templates claim ---------------------------------------------------------


CASES = {
    "complete": book(),
    "missing": book(received=frozenset({"hanbin"})),
    "nobody last year": book(base={}, base_received=frozenset()),
    "zero base": book(base={}),
    "no province": book(province=(), previous_province=()),
    "no targets": book(targets={}),
    "zero": book(actual={}),
    "nothing at all": book(actual={}, base={}, targets={}, province=(), previous_province=()),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("month", [1, 9, 12])
@pytest.mark.parametrize("name", ["bulletin.md", "county.md"])
def test_shipped_templates_leave_no_hole_in_any_case(case: str, month: int, name: str) -> None:
    build = builder(replace(CASES[case], period=Period(2020, month)), tier=FIRST_TIER)
    missing = tuple(build.book.missing)
    stuff = replace(
        material(build, narrative=None),
        missing=missing,
        area="ziyang" if name == "county.md" else None,
    )
    text = "\n".join(lines(compose(build.catalogue.templates[name], name, build, stuff)))
    for hole in ("【缺", "，，", "，。", "；。", "：。", "（）", "。。", "，；", "None"):
        assert hole not in text, text
    assert ("初步统计" in text) == bool(missing)
    if not build.book.province:
        assert "全省第" not in text
    if build.book.missing or not build.book.base_received:
        assert "全市省际到位资金818亿元，同比" not in text


def test_the_lead_says_that_figures_are_preliminary() -> None:
    build = builder(book(received=frozenset({"hanbin"})))
    stuff = replace(material(build, narrative=None), missing=("市本级", "紫阳县"))
    text = lines(compose(build.catalogue.template, "b", build, stuff))
    assert any(line.startswith("据初步统计，2020年，全市") for line in text)
    assert any("市本级、紫阳县的报表尚未收齐" in line for line in text)
    assert not any("据初步统计" in line for line in lines(composed(build.catalogue.template)))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("省际到位资金.增速", "同比"),
        ("省际到位资金.增幅", "同比"),
        ("省际到位资金.去年", "上年"),
        ("省际到位资金.同期", "上年"),
        ("省际到位资金.排名", "增速位次"),
        ("去年", "上年"),
    ],
)
def test_an_everyday_word_is_answered_by_what_it_means(asked: str, meant: str) -> None:
    assert refusal(f"{{{{ {asked} }}}}").hint.startswith(f"是否应为“{meant}”？")
