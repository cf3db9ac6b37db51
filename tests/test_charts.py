"""Charts made of figures: what is drawn in which order, what is said of it, and what is left out;
and which declarations of charts cannot be right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.figures_support import BASE, COMPLETION, FUNDS, PROVINCE, REPORTERS, YI, builder
from zsstat.catalog import load_catalogue
from zsstat.catalog.examination import examine
from zsstat.charts import Books, chart
from zsstat.declarations import ChartOf, ChartSpec
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder
from zsstat.model import Chart, ChartKind, Dimension, Exhibit, Parts, Period


def spec(of: ChartOf, **changes: Any) -> ChartSpec:
    return ChartSpec(
        **({"id": "c", "name": "图", "title": "{period}图", "of": of, "indicator": FUNDS} | changes)
    )


def drawn(
    what: ChartSpec, of: FigureBuilder | None = None, months: tuple[FigureBuilder, ...] = ()
) -> Chart:
    exhibit = made(what, of, months)
    assert exhibit
    assert isinstance(exhibit.body, Chart)
    return exhibit.body


def made(
    what: ChartSpec, of: FigureBuilder | None = None, months: tuple[FigureBuilder, ...] = ()
) -> Exhibit | None:
    by = of or builder()
    return chart(by, what, Books(lambda _: by, lambda: months))


def text(parts: Parts) -> str:
    return "".join(map(str, parts))


def numbers(what: Chart) -> list[tuple[str, tuple[str | None, ...]]]:
    return [(m.label, tuple(f.number if f else None for f in m.figures)) for m in what.marks]


def funds(**values: int | None) -> dict[tuple[str, str], int]:
    """This year's or last year's sums in 亿元."""
    return {(area, FUNDS): value * YI for area, value in values.items() if value is not None}


# --- the province's field ---------------------------------------------------------------------


def test_the_field_stands_in_order_with_our_city_set_apart() -> None:
    what = drawn(spec(ChartOf.FIELD))
    assert numbers(what) == [
        ("西安", ("9.1",)),
        ("安康（我市）", ("8.47",)),
        ("铜川", ("8",)),
        ("宝鸡", ("3.5",)),
    ]
    assert [m.own for m in what.marks] == [False, True, False, False]
    assert (what.kind, what.unit, what.series) == (ChartKind.BARS, "%", ("增速",))
    assert text(what.said) == "全市省际到位资金增速位列全省第二"
    assert what.notes == ()


def test_the_field_by_completion() -> None:
    what = drawn(spec(ChartOf.FIELD, measure=COMPLETION))
    assert [label for label, _ in numbers(what)] == ["西安", "安康（我市）", "铜川", "宝鸡"]
    assert what.series == ("完成比例",)
    assert text(what.said) == "全市省际到位资金完成比例位列全省第二"


def test_while_a_member_is_missing_the_place_is_provisional_and_a_note_says_who() -> None:
    members = ("field-xian", "field-tongchuan", "field-baoji", "field-ankang", "field-yulin")
    what = drawn(spec(ChartOf.FIELD), builder(members=members))
    assert text(what.said) == "全市省际到位资金增速暂列全省第二"
    assert text(what.notes[0]) == "省际到位资金增速位次为暂列：榆林尚未公布。"


def test_a_field_without_our_city_places_nothing_and_says_so() -> None:
    what = drawn(spec(ChartOf.FIELD), builder(province=PROVINCE[:3]))
    assert len(what.marks) == 3
    assert not any(mark.own for mark in what.marks)
    assert what.said == ()
    assert "没有公布我市的数" in text(what.notes[0])


def test_without_a_table_of_the_province_there_is_no_chart() -> None:
    assert made(spec(ChartOf.FIELD), builder(province=())) is None


# --- the reporters ----------------------------------------------------------------------------


def test_the_reporters_stand_by_size_with_last_year_beside() -> None:
    what = drawn(spec(ChartOf.AREAS))
    assert numbers(what) == [
        ("汉滨区", ("500", "450")),
        ("紫阳县", ("317.99", "308.66")),
        ("旬阳县", ("5", "0")),
    ]
    assert what.series == ("2020年", "2019年")
    assert text(what.said) == "汉滨区最多，为500亿元，占全市60.75%"


def test_who_has_nothing_this_year_and_had_last_year_is_not_left_out() -> None:
    base = BASE | {("bureau", FUNDS): 7 * YI}
    what = drawn(spec(ChartOf.AREAS), builder(base=base))
    assert numbers(what)[-1] == ("市本级", ("0", "7"))


def test_without_any_last_year_there_is_one_series() -> None:
    what = drawn(spec(ChartOf.AREAS), builder(base={}, base_received=frozenset()))
    assert what.series == ("2020年",)
    assert {len(mark.figures) for mark in what.marks} == {1}


def test_a_base_that_one_reporter_lacks_leaves_its_place_empty() -> None:
    what = drawn(spec(ChartOf.AREAS), builder(base_received=frozenset({"hanbin", "xunyang"})))
    assert dict(numbers(what))["紫阳县"] == ("317.99", None)


def test_of_equals_none_is_the_largest_alone() -> None:
    tied = funds(hanbin=9, ziyang=9, xunyang=1)
    assert text(drawn(spec(ChartOf.AREAS), builder(actual=tied)).said) == (
        "汉滨区、紫阳县并列最多，均为9亿元"
    )


def test_what_only_prints_alike_is_no_tie() -> None:
    near = {("hanbin", FUNDS): 9 * YI, ("ziyang", FUNDS): 9 * YI + 1, ("xunyang", FUNDS): YI}
    assert text(drawn(spec(ChartOf.AREAS), builder(actual=near)).said).startswith("紫阳县最多")


def test_a_share_is_not_said_beside_negative_values() -> None:
    what = drawn(spec(ChartOf.AREAS), builder(actual=funds(hanbin=9, ziyang=-4)))
    assert text(what.said) == "汉滨区最多，为9亿元"
    assert numbers(what)[-1][1][0] == "-4"


def test_nothing_is_the_largest_where_nothing_is_above_zero() -> None:
    assert drawn(spec(ChartOf.AREAS), builder(actual=funds(hanbin=-9, ziyang=-4))).said == ()


def test_a_reporter_that_is_missing_is_named_under_the_chart() -> None:
    received = frozenset(REPORTERS) - {"xunyang"}
    what = drawn(spec(ChartOf.AREAS), builder(received=received))
    assert "尚缺旬阳县" in text(what.notes[0])
    assert "旬阳县" not in dict(numbers(what))


def test_what_is_cut_off_is_said() -> None:
    what = drawn(spec(ChartOf.AREAS, most=2))
    assert len(what.marks) == 2
    assert text(what.notes[0]) == "图中只列最多的二个。"


# --- growth -----------------------------------------------------------------------------------


def test_the_reporters_by_growth_have_the_city_among_them() -> None:
    what = drawn(spec(ChartOf.GROWTHS))
    assert numbers(what) == [
        ("汉滨区", ("11.11",)),
        ("全市", ("8.48",)),
        ("紫阳县", ("3.02",)),
    ]
    assert [mark.own for mark in what.marks] == [False, True, False]
    assert text(what.said) == "全市省际到位资金同比增长8.48%"
    assert [text(note) for note in what.notes] == ["无同比：上年同期为零（市本级、旬阳县）。"]


# --- members and months -----------------------------------------------------------------------


def test_the_members_of_a_dimension_stand_by_size() -> None:
    groups = {
        (FUNDS, Dimension.INDUSTRY, name): size * YI
        for name, size in (("农业", 60), ("物流", 150), ("旅游", 0), ("制造", 90))
    }
    what = drawn(
        spec(ChartOf.MEMBERS, dimension=Dimension.INDUSTRY, most=2), builder(groups=groups)
    )
    assert numbers(what) == [("物流", ("150",)), ("制造", ("90",))]
    assert text(what.said).startswith("物流最多，为150亿元，占全市")
    assert what.series == ("省际到位资金",)
    assert text(what.notes[0]).startswith("图中只列最多的二个")


def test_members_of_no_dimension_are_refused() -> None:
    with pytest.raises(CatalogueError, match="没有写按什么分类"):
        made(spec(ChartOf.MEMBERS))


def month(number: int, value: int, base: int | None, **changes: Any) -> FigureBuilder:
    of: dict[str, Any] = {"period": Period(2020, number), "actual": funds(hanbin=value)}
    if base is None:
        of["base_received"] = frozenset()
    else:
        of["base"] = funds(hanbin=base)
    return builder(**(of | changes))


def test_a_month_that_nothing_came_for_is_an_empty_place() -> None:
    months = (month(1, 3, 2), month(2, 8, 6), month(4, 20, 25))
    what = drawn(spec(ChartOf.MONTHS), months=months)
    assert numbers(what) == [
        ("1月", ("3", "2")),
        ("2月", ("8", "6")),
        ("3月", (None, None)),
        ("4月", ("20", "25")),
    ]
    assert what.kind is ChartKind.LINES
    assert what.series == ("2020年", "2019年")
    assert text(what.said) == "2020年1—4月省际到位资金20亿元，同比下降20%"


def test_months_without_last_year_have_one_line_and_no_growth() -> None:
    what = drawn(spec(ChartOf.MONTHS), months=(month(1, 3, None), month(2, 8, None)))
    assert what.series == ("2020年",)
    assert text(what.said) == "2020年1—2月省际到位资金8亿元"


def test_a_month_with_a_reporter_missing_is_named() -> None:
    missing = frozenset(REPORTERS) - {"ziyang"}
    months = (month(1, 3, 2), month(2, 8, 6, received=missing))
    what = drawn(spec(ChartOf.MONTHS), months=months)
    assert [text(note) for note in what.notes] == ["2月有单位没有报送，数不全。"]


def test_one_month_is_no_chart_nor_is_none() -> None:
    assert made(spec(ChartOf.MONTHS), months=(month(7, 3, 2),)) is None
    assert made(spec(ChartOf.MONTHS)) is None


# --- wording ----------------------------------------------------------------------------------


def test_every_figure_in_words_is_a_figure_and_no_digit_is_typed() -> None:
    for of in (ChartOf.FIELD, ChartOf.AREAS, ChartOf.GROWTHS):
        said = drawn(spec(of)).said
        typed = "".join(part for part in said if isinstance(part, str))
        assert not any(c.isdigit() for c in typed)


def test_a_phrase_of_the_wording_can_be_changed() -> None:
    plain = load_catalogue()
    phrases = {**plain.wording.phrases, "chart_most_share": "居首的是{names}（{value}）"}
    own = replace(plain, wording=replace(plain.wording, phrases=phrases))
    assert text(drawn(spec(ChartOf.AREAS), builder(own)).said) == "居首的是汉滨区（500亿元）"


def test_a_title_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(CatalogueError, match="图 c 的标题不对：where"):
        made(spec(ChartOf.AREAS, title="{where}"))


def test_the_caption_has_the_period_as_a_figure() -> None:
    exhibit = made(spec(ChartOf.AREAS))
    assert exhibit
    assert text(exhibit.caption) == "2020年图"
    assert not isinstance(exhibit.caption[0], str)


# --- what the catalogue refuses ---------------------------------------------------------------

CHART = """
[[chart]]
id = "mine"
name = "我的图"
title = "{period}我的图"
of = "areas"
indicator = "funds_interprov"
"""


def found(folder: Path, written: str) -> list[tuple[str, str]]:
    (folder / "tables.toml").write_text(written, encoding="utf-8")
    return [(p.key, p.message + p.advice) for p in examine(folder).problems]


def test_a_sound_chart_is_accepted(tmp_path: Path) -> None:
    assert found(tmp_path, CHART) == []


@pytest.mark.parametrize(
    ("changed", "key", "says"),
    [
        (("funds_interprov", "funds_interpro"), "indicator", "是不是 funds_interprov"),
        (("{period}", "{when}"), "title", "没有可以填入的项目 when"),
        (('"我的图"', '"我的 图"'), "name", "不能用"),
        (('"我的图"', '""'), "name", "不能用"),
        (('"我的图"', '"产业投向"'), "name", "已经用于 industries"),
        (('"areas"', '"members"'), "dimension", "没有写按什么分类"),
        (('"areas"', '"areas"\ndimension = "industry"'), "dimension", "不能分类"),
        (('"areas"', '"members"\ndimension = "issuer"'), "dimension", "没有报表按 issuer 分类"),
        (('"areas"', '"months"\nmeasure = "completion_rank"'), "measure", "不用 measure"),
        (('"areas"', '"field"\nmeasure = "share"'), "measure", "share 不是排位依据"),
        (('"areas"\nindicator = "funds_interprov"', '"field"\nindicator = "big_count"'),
         "indicator", "不在全省排位"),
        (('"areas"', '"areas"\nmost = 2'), "most", "写 3 到 99"),
        (('"areas"', '"areas"\nmost = 100'), "most", "写 3 到 99"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_about_a_chart(
    tmp_path: Path, changed: tuple[str, str], key: str, says: str
) -> None:
    written = CHART.replace(*changed)
    assert written != CHART
    problems = found(tmp_path, written)
    assert [k for k, _ in problems] == [f"chart[mine].{key}"]
    assert says in problems[0][1]


@pytest.mark.parametrize("name", ["按产业类别", "主要指标"])
def test_two_tables_cannot_be_asked_for_by_one_name(tmp_path: Path, name: str) -> None:
    written = f"""
[[table]]
id = "mine"
name = "{name}"
title = "{{period}}"
rows = "indicators"
columns = [{{ measure = "value" }}]
"""
    assert [key for key, _ in found(tmp_path, written)] == ["table[mine].name"]
