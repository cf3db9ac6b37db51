"""The one rounding, and figures in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures_support import (
    COMPLETION,
    FDI,
    FUNDS,
    GROWTH,
    MEMBERS,
    PROVINCE,
    YI,
    book,
    builder,
    city_builder,
    line,
    ref,
)
from zsstat.catalog import load_catalogue
from zsstat.declarations import Rounding, Tier
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder, chinese_number, exact_text, round_half, trimmed
from zsstat.model import Dimension, FigureKey, Measure, Period

# --- rounding ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "up", "even"),
    [
        ("7.815", "7.82", "7.82"),
        ("2.675", "2.68", "2.68"),
        ("1.005", "1.01", "1.00"),
        ("0.125", "0.13", "0.12"),
        ("-0.125", "-0.13", "-0.12"),
        ("0.1250001", "0.13", "0.13"),
        ("0.1249999", "0.12", "0.12"),
        ("-0.004", "0.00", "0.00"),
        ("0.995", "1.00", "1.00"),
        ("818", "818.00", "818.00"),
    ],
)
def test_ties(exact: str, up: str, even: str) -> None:
    assert str(round_half(Fraction(exact), 2)) == up
    assert str(round_half(Fraction(exact), 2, Rounding.HALF_EVEN)) == even


@given(st.fractions(), st.integers(0, 6))
def test_half_up_is_the_nearest_and_the_larger_of_two(exact: Fraction, decimals: int) -> None:
    rounded = Fraction(round_half(exact, decimals))
    step = Fraction(1, 10**decimals)
    assert (rounded / step).denominator == 1
    assert abs(rounded - exact) <= step / 2
    if abs(rounded - exact) == step / 2:
        assert abs(rounded) > abs(exact)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_half_even_of_a_constructed_tie(odd: int, decimals: int) -> None:
    tie = Fraction(2 * odd + 1, 2 * 10**decimals)
    rounded = round_half(tie, decimals, Rounding.HALF_EVEN)
    assert int(rounded.scaleb(decimals)) % 2 == 0
    assert abs(Fraction(rounded) - tie) == Fraction(1, 2 * 10**decimals)


@given(st.integers(-(10**20), 10**20), st.integers(0, 9))
def test_exact_text_reads_back(whole: int, power: int) -> None:
    exact = Fraction(whole, 10**power)
    text = exact_text(exact)
    assert Fraction(text) == exact
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


def test_exact_text_of_what_has_no_decimal() -> None:
    assert exact_text(Fraction(1, 3)) == "1/3"
    assert exact_text(Fraction(1, 8)) == "0.125"
    assert trimmed(Decimal("1E+3")) == "1000"


def test_chinese_places() -> None:
    said = [chinese_number(n) for n in (1, 3, 10, 11, 20, 99)]
    assert said == ["一", "三", "十", "十一", "二十", "九十九"]
    assert len({chinese_number(n) for n in range(1, 100)}) == 99
    with pytest.raises(ValueError, match="no Chinese place"):
        chinese_number(0)


# --- amounts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "value", "display"),
    [
        (FUNDS, 81_799_876_543, "818亿元"),
        ("contract_total", 95_317_000_000, "953.17亿元"),
        ("return_total", 12_061_500_000, "120.62亿元"),
        (FDI, 60_764_999, "6076万美元"),
        ("guest_persons", 13_800, "1.38万人次"),
        ("contract_count", 518, "518个"),
        ("fdi_contract", -15_000, "-2万美元"),
        ("contract_total", 12_345_678_000_000, "123456.78亿元"),
    ],
)
def test_amounts_are_said_in_their_unit(indicator: str, value: int, display: str) -> None:
    figure = city_builder(indicator, value, 0).value(indicator)
    assert figure.display == str(figure) == display
    assert display == figure.number + figure.unit
    factor = load_catalogue().units[figure.unit].factor
    assert figure.value == Fraction(value, factor)


def test_a_figure_knows_what_it_is_about() -> None:
    figure = builder().value(FUNDS, "ziyang")
    assert figure.key == FigureKey(Measure.VALUE, FUNDS, "ziyang", Period(2020))
    assert figure.formula == "317.99亿元"
    group = builder().value(FUNDS, None, Dimension.INDUSTRY, "装备制造")
    assert (group.key.area, group.key.member, group.number) == ("ankang", "装备制造", "60")
    project = builder().amount(FUNDS, 5 * YI, ref=ref("F12"), record=7)
    assert (project.display, project.cells, project.key.record) == ("5亿元", (ref("F12"),), 7)
    assert builder().base(FUNDS, "hanbin").display == "450亿元"
    assert builder().target(FUNDS).display == "800亿元"


def test_what_is_missing_says_why_and_nothing_else() -> None:
    made = builder(received=frozenset({"hanbin"}), targets={}, province=())
    for figure, note in (
        (made.value(FUNDS, "ziyang"), "value_missing"),
        (made.growth(FUNDS, "ziyang"), "current_incomplete"),
        (made.growth(FUNDS), "current_incomplete"),
        (made.target(FUNDS), "target_missing"),
        (made.completion(FUNDS), "target_missing"),
        (made.pace(FUNDS), "target_missing"),
        (made.share(FUNDS, "ziyang"), "value_missing"),
        (made.placement(FUNDS, GROWTH), "placement_missing"),
        (made.placement_change(FUNDS, GROWTH), "placement_missing"),
        (made.field(FUNDS, GROWTH), "placement_missing"),
    ):
        assert (figure.value, figure.display, figure.number, figure.note) == (None, "", "", note)


def test_the_deduction_is_a_line_of_its_own() -> None:
    made = builder(deductions={"promo_events": -2}, base_deductions={"promo_events": -1})
    assert made.deduction("promo_events").number == "-2"
    assert made.deduction("promo_events").key.measure is Measure.DEDUCTION
    assert made.deduction("promo_events", base=True).key.period == Period(2019)
    assert made.deduction(FUNDS).value == 0


# --- growth and its like ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "base", "said", "number"),
    [
        (107_820, 100_000, "同比增长7.82%", "7.82"),
        (107_815, 100_000, "同比增长7.82%", "7.82"),
        (96_900, 100_000, "同比下降3.1%", "-3.1"),
        (100_000, 100_000, "与上年持平", "0"),
        (100_004, 100_000, "与上年基本持平", "0"),
        (99_996, 100_000, "与上年基本持平", "0"),
        (100_005, 100_000, "同比增长0.01%", "0.01"),
        (200_000, 100_000, "同比增长100%", "100"),
        (299_999, 100_000, "同比增长200%", "200"),
        (300_000, 100_000, "同比增长2倍", "200"),
        (350_000, 100_000, "同比增长2.5倍", "250"),
        (0, 100_000, "同比下降100%", "-100"),
        (0, 0, "与上年持平", ""),
        (1, 0, "", ""),
        (1, -1, "", ""),
    ],
)
def test_growth_in_words(current: int, base: int, said: str, number: str) -> None:
    figure = city_builder(FUNDS, current, base).growth(FUNDS)
    assert (figure.display, figure.number) == (said, number)


def test_growth_shows_its_operands() -> None:
    figure = builder().growth(FUNDS)
    assert figure.formula == "(822.99123456 − 758.66) ÷ 758.66 × 100"
    assert figure.value == Fraction(82_299_123_456 - 75_866_000_000, 75_866_000_000) * 100
    assert figure.display == "同比增长8.48%"


def test_rounding_is_the_offices_choice() -> None:
    even = city_builder(FUNDS, 100_125, 100_000, rounding=Rounding.HALF_EVEN).growth(FUNDS)
    up = city_builder(FUNDS, 100_125, 100_000).growth(FUNDS)
    one = city_builder(FUNDS, 107_820, 100_000, rate_decimals=1).growth(FUNDS)
    assert (even.number, up.number, one.number) == ("0.12", "0.13", "7.8")


def test_change_in_the_display_unit() -> None:
    assert builder().change(FUNDS).display == "比上年增加64.33亿元"
    assert city_builder(FUNDS, YI, 3 * YI).change(FUNDS).display == "比上年减少2亿元"
    assert city_builder(FUNDS, YI, 0).change(FUNDS).display == "比上年增加1亿元"
    assert city_builder(FUNDS, YI, YI).change(FUNDS).display == "与上年持平"
    assert builder(base_received=frozenset()).change(FUNDS).note == "base_missing"


def test_a_rate_changes_in_points() -> None:
    made = builder(
        base={("hanbin", "rate_funds"): 90, ("hanbin", "rate_investment"): 100},
    )
    rate = made.value("funds_rate")
    assert (rate.display, rate.formula) == (
        "99.66%",
        "0.00000291 ÷ 0.00000292 × 100",
    )
    assert made.base("funds_rate").display == "90%"
    for figure in (made.growth("funds_rate"), made.change("funds_rate")):
        assert (figure.display, figure.unit) == ("同比提高9.66个百分点", "个百分点")
    assert made.growth("funds_rate", "hanbin").note == "current_incomplete"
    assert made.share("funds_rate", "ziyang").note == "points"


def test_share_completion_and_pace() -> None:
    made = builder()
    assert made.share(FUNDS).display == "100%"
    assert made.share(FUNDS, "ziyang").display == "38.64%"
    assert made.share(FUNDS, None, Dimension.INDUSTRY, "装备制造").number == "7.29"
    assert made.completion(FUNDS).display == "102.87%"
    assert made.pace(FUNDS).display == "超时序进度2.87个百分点"
    nine = builder(period=Period(2020, 9), targets={("ankang", FUNDS): 2000 * YI})
    assert nine.pace(FUNDS).display == "欠时序进度33.85个百分点"
    assert nine.pace(FUNDS).formula == "822.99123456 ÷ 2000 × 100 − 9 ÷ 12 × 100"


def test_a_rate_that_prints_as_0_and_is_none_is_said_with_more_decimals() -> None:
    sums = {("hanbin", FUNDS): 400 * YI, ("ziyang", FUNDS): 10_000}
    made = builder(actual=sums, targets={("ziyang", FUNDS): YI})
    share = made.share(FUNDS, "ziyang")
    assert (share.number, share.display) == ("0", "0.00002%")
    assert made.completion(FUNDS, "ziyang").display == "0.01%"
    small = {("hanbin", "rate_funds"): -1, ("hanbin", "rate_investment"): 1_439_549_347}
    assert made.share(FUNDS, "xunyang").display == "0%"
    assert builder(actual=small).value("funds_rate").display == "-0.0000001%"


def test_like_for_like_is_said_to_be_so() -> None:
    made = builder(received=frozenset({"hanbin"}))
    assert made.growth(FUNDS).value is None
    figure = made.like_for_like(FUNDS)
    assert (figure.display, figure.note) == ("同比增长11.11%", "like_for_like")
    assert "1个单位" in figure.formula


# --- placement --------------------------------------------------------------------------------


def field(*rates: str | None) -> tuple[object, ...]:
    return tuple(line(m, FUNDS, rate, rate) for m, rate in zip(MEMBERS, rates, strict=True))


@pytest.mark.parametrize(
    ("rates", "said", "number"),
    [
        (("9", "8", "1", "7"), "增速位列全省第三", "3"),
        (("9", "7", "1", "7"), "增速位列全省并列第二", "并列2"),
        (("9", "8", None, "7"), "增速暂列全省第三", "暂列3"),
        (("9", "7", None, "7"), "增速暂列全省并列第二", "暂列并列2"),
        (("9", "8", "1", None), "", ""),
    ],
)
def test_growth_placement_in_words(rates: tuple[str | None, ...], said: str, number: str) -> None:
    figure = builder(province=field(*rates)).placement(FUNDS, GROWTH)
    assert (figure.display, figure.number) == (said, number)


def test_placement_by_completion_has_its_own_words_and_cells() -> None:
    figure = builder().placement(FUNDS, COMPLETION)
    assert figure.display == "完成比例位列全省第二"
    assert figure.cells == (ref("F4"),) * 4
    assert builder().placement(FUNDS, GROWTH).cells == (ref("D4"),) * 4
    assert builder().field(FUNDS, COMPLETION).display == "4个"
    assert "102.25%" in figure.formula


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (("9", "8", "7", "6"), "较上年前进2位"),
        (("5", "4", "3", "6"), "较上年后退1位"),
        (("7", "1", "2", "6"), "较上年位次不变"),
        (("7", None, "2", "6"), ""),
    ],
)
def test_placement_against_last_year(before: tuple[str | None, ...], said: str) -> None:
    made = builder(previous_province=field(*before))
    assert made.placement_change(FUNDS, GROWTH).display == said
    assert made.previous_placement(FUNDS, GROWTH).key.period == Period(2019)


def test_the_tier_is_said_only_where_it_is_declared() -> None:
    plain = load_catalogue()
    tier = replace(plain.wording, tier=Tier("第一方阵", growth=1, completion=2))
    declared = FigureBuilder(replace(plain, wording=tier), book())
    assert builder().tier(FUNDS, GROWTH) is None
    assert declared.tier(FUNDS, GROWTH) is None
    assert declared.tier(FUNDS, COMPLETION) == "第一方阵"
    provisional = FigureBuilder(replace(plain, wording=tier), book(province=PROVINCE[1:]))
    assert provisional.tier(FUNDS, COMPLETION) is None


def test_the_league_ranks_reporters_by_exact_rates() -> None:
    made = builder(targets={(area, FUNDS): 500 * YI for area in ("hanbin", "ziyang")})
    growth = {area: f.number for area, f in made.league(FUNDS, GROWTH).items()}
    assert growth == {"bureau": "", "hanbin": "1", "ziyang": "2", "xunyang": ""}
    done = {area: f.number for area, f in made.league(FUNDS, COMPLETION).items()}
    assert done == {"bureau": "", "hanbin": "1", "ziyang": "2", "xunyang": ""}
    equal = builder(targets={}, actual={}, base={(a, FUNDS): 5 for a in ("hanbin", "ziyang")})
    assert equal.league(FUNDS, GROWTH)["hanbin"].display == "并列1"


# --- words that nothing is computed for -------------------------------------------------------


@pytest.mark.parametrize(("month", "said"), [(12, "2020年"), (9, "2020年1—9月"), (1, "2020年1月")])
def test_periods(month: int, said: str) -> None:
    assert builder(period=Period(2020, month)).period().display == said


def test_quotations_keep_their_source() -> None:
    made = builder()
    assert made.constant("大项目门槛").display == "5亿元"
    assert made.constant("大项目门槛").value == 5
    assert made.quote("2号厂房", ref("B7"), 3).cells == (ref("B7"),)
    assert "位次 B7" in made.quote("2号厂房", ref("B7")).formula
    assert made.narrative("6项", "2020.md:3").formula == "引自 2020.md:3"


def test_a_phrase_that_is_wrong_is_refused_by_name() -> None:
    for phrases in ({}, {"amount": "{zahl}"}, {"amount": "{}"}, {"amount": "{number"}):
        made = city_builder(FUNDS, 1, 1, phrases=phrases)
        with pytest.raises(CatalogueError, match=r"phrases\.amount"):
            made.value(FUNDS)


def test_a_constant_that_is_no_quantity_is_refused() -> None:
    plain = load_catalogue()
    made = FigureBuilder(replace(plain, constants={"门槛": "五亿"}), book())
    with pytest.raises(CatalogueError, match="门槛"):
        made.constant("门槛")


@pytest.mark.parametrize(
    ("indicator", "value", "said"),
    [
        ("guest_persons", 3, "3人次"),
        ("guest_persons", 50, "0.01万人次"),
        ("guest_persons", 0, "0万人次"),
        (FUNDS, 400_000, "40万元"),
        (FUNDS, 9_999, "9999元"),
        (FUNDS, 500_000, "0.01亿元"),
        ("fdi_contract", -4_000, "-4000美元"),
    ],
)
def test_what_is_there_is_never_said_to_be_none(indicator: str, value: int, said: str) -> None:
    figure = city_builder(indicator, value, 0).value(indicator)
    assert figure.display == said
    assert (figure.number == "0") == ("0." not in said)  # in a table the column's unit holds


def test_a_change_or_a_pace_that_prints_as_none_is_about_none() -> None:
    build = city_builder(FUNDS, 10**8 + 1, 10**8)
    assert build.change(FUNDS).display == "与上年基本持平"
    assert city_builder(FUNDS, 10**8, 10**8).change(FUNDS).display == "与上年持平"
    targets = {("ankang", FUNDS): 10**8}
    about = replace(build.book, targets=targets)
    assert FigureBuilder(build.catalogue, about).pace(FUNDS).display == "与时序进度基本持平"
    exact = replace(about, actual={("hanbin", FUNDS): 10**8})
    assert FigureBuilder(build.catalogue, exact).pace(FUNDS).display == "与时序进度持平"


def test_the_change_of_a_rate_is_explained_by_its_sums() -> None:
    build = city_builder("rate_funds", 291, 146)
    book = replace(
        build.book,
        actual={("hanbin", "started_count"): 3, ("hanbin", "contract_count"): 7},
        base={("hanbin", "started_count"): 1, ("hanbin", "contract_count"): 3},
    )
    figure = FigureBuilder(build.catalogue, book).growth("start_rate")
    assert figure.formula == "3 ÷ 7 × 100 − 1 ÷ 3 × 100"
