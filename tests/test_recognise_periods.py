"""Every way to write the months of a year, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recognise_support import PROJECTS, UNITS, issues, project, rules, sheet, understood
from zsstat.model import Period
from zsstat.recognise.periods import (
    Mention,
    Precision,
    any_mention,
    mention,
    months_only,
    without_periods,
)

QUARTERS = "一二三四"


def chinese(number: int) -> str:
    """1 to 12."""
    return "一二三四五六七八九十"[number - 1] if number <= 10 else f"十{'一二'[number - 11]}"


def years(year: int) -> st.SearchStrategy[str]:
    wide = str(year).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    words = {
        "".join(zero if d == "0" else "一二三四五六七八九"[int(d) - 1] for d in str(year))
        for zero in "〇○零Oo0"
    }
    written = [str(year), wide, *sorted(words), str(year)[2:]]
    return st.builds("{}年{}".format, st.sampled_from(written), st.sampled_from(["", "度"]))


@st.composite
def months_of_a_year(draw: st.DrawFn) -> tuple[str, Period]:
    """A text that names January to some month of a year, and the period."""
    year, month = draw(st.integers(2010, 2029)), draw(st.integers(1, 12))
    number = draw(st.sampled_from([str(month), f"{month:02}", chinese(month)]))
    dash = draw(st.sampled_from(["—", "-", "－", "–", "~", "～", "——", "--", "至", "到"]))
    first = draw(st.sampled_from(["1", "01", "一", "元"])) + draw(st.sampled_from(["", "月"]))
    last = number + draw(st.sampled_from(["月", "月份"]))
    ways = [f"{first}{dash}{last}", f"{first}{dash}{last}累计", last, f"（{first}{dash}{last}）"]
    ways += [f"前{number}个月", f"1月1日{dash}{month}月30日"]
    if month % 3 == 0:
        quarter = draw(st.sampled_from([str(month // 3), chinese(month // 3)]))
        one = "1" if quarter.isdigit() else "一"
        ways += [f"{sign}{quarter}季度" for sign in ("", "第", "前")]
        ways += [
            f"{one}{dash}{quarter}季度",
            f"第{one}{dash}第{quarter}季度",
            f"{one}{dash}{quarter}季",
        ]
        ways += [f"Q{month // 3}", f"Q1-Q{month // 3}", f"q1-{month // 3}"]
    if month == 6:
        ways += ["上半年"]
    return draw(years(year)) + draw(st.sampled_from(ways)), Period(year, month)


@st.composite
def months_in_numbers(draw: st.DrawFn) -> tuple[str, Period]:
    year, month = draw(st.integers(2010, 2029)), draw(st.integers(1, 12))
    mark = draw(st.sampled_from(".-/"))
    dash = draw(st.sampled_from(["—", "~", "至"]))
    ways = [
        f"{year}{mark}{month:02}",
        f"{year}{mark}1{dash}{year}{mark}{month}",
        f"{year}{mark}01{mark}01{dash}{year}{mark}{month:02}{mark}28",
        f"{year}01{dash}{year}{month:02}",
        f"{year}{month:02}",
    ]
    if mark != "-":  # 2020-1-9 is a day
        ways += [f"{year}{mark}1{dash}{month}", f"{year}{mark}{month}月"]
    return draw(st.sampled_from(ways)), Period(year, month)


@settings(max_examples=100)
@given(months_of_a_year())
def test_however_months_are_written_they_are_read(said: tuple[str, Period]) -> None:
    text, period = said
    expected = Mention(period, Precision.MONTH)
    assert mention(f"旬阳县{text}招商引资项目台账") == expected
    assert mention(text, labelled=True) == expected


@given(months_in_numbers())
def test_months_in_nothing_but_numbers(said: tuple[str, Period]) -> None:
    text, period = said
    expected = Mention(period, Precision.MONTH)
    assert mention(f"旬阳县{text}招商引资项目台账") == expected
    assert mention(text, labelled=True) == expected
    assert without_periods(f"旬阳县{text}招商引资") == "旬阳县招商引资"


@settings(max_examples=80)
@given(months_of_a_year(), st.sampled_from("第前共约各每、，_—-()（0"), st.integers(0, 12))
def test_a_slip_makes_no_whole_year(said: tuple[str, Period], slip: str, at: int) -> None:
    """A character too many behind the year: other months, something to ask about or no period,
    but never the whole year."""
    text, period = said
    head, tail = text[: text.index("年") + 1], text[text.index("年") + 1 :].removeprefix("度")
    if last := max(tail.rfind("月"), tail.rfind("季")) + 1:
        place = min(at, last - 1)
        found = any_mention(f"{head}{tail[:place]}{slip}{tail[place:]}")
        assert found is None or found.precision is not Precision.YEAR, period


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2020年（截至9月底）", 9),
        ("2020年截止9月30日", 9),
        ("2020年至9月", 9),
        ("2020年1——9月", 9),
        ("2020年度1—3季度", 9),
        ("2020年Q1-3", 9),
        ("2020年前三季", 9),
        ("20年1-9月", 9),
        ("20年上半年", 6),
        ("2020年半年", 6),
        ("二O二O年", 12),
        ("二0二0年", 12),
    ],
)
def test_periods_of_titles(text: str, month: int) -> None:
    found = understood(
        sheet([[f"旬阳县{text}招商引资项目台账"], UNITS, PROJECTS, project(1, "甲茶厂项目")])
    )
    assert (found.reporter, found.period, found.issues) == ("xunyang", Period(2020, month), ())


@pytest.mark.parametrize(
    "text",
    [
        "2020年度13月",
        "2020年09",
        "2020年1—5季度",
        "2019年10月至2020年9月",
        "2020年每月",
        "2020年Q5",
    ],
)
def test_what_is_not_understood_is_asked_about(text: str) -> None:
    title = f"旬阳县{text}招商引资项目台账"
    found = understood(sheet([[title], UNITS, PROJECTS, project(1, "甲茶厂项目")]))
    assert (found.period, rules(found)) == (None, ["file.period_missing"])
    assert title in issues(found, "file.period_missing")[0].message


@pytest.mark.parametrize(
    "text",
    [
        "总投资2020.5万元的项目",
        "文号2020-09号",
        "项目编号202009",
        "2020-1-9",
        "2020.10.12",
        "近20年9月开工项目",
        "运行周期20年第三批",
        "1202009",
        "2020-2022",
    ],
)
def test_numbers_that_are_no_period(text: str) -> None:
    assert mention(text) is None


@pytest.mark.parametrize(
    "text", ["2020年12个重点项目", "2020年四季花海项目", "2020年元旦活动", "2020年月亮湾项目"]
)
def test_a_year_before_other_words(text: str) -> None:
    assert mention(text) == Mention(Period(2020), Precision.YEAR)


def test_a_line_of_nothing_but_a_number_says_when_it_was_printed() -> None:
    assert mention("2020.10") == Mention(Period(2020, 10), Precision.PRINTED)
    rows = [["旬阳县2020年1—9月项目台账"], ["2020.10"], UNITS, PROJECTS, project(1, "甲茶厂项目")]
    assert understood(sheet(rows)).period == Period(2020, 9)


@given(st.integers(1, 12), st.sampled_from(["1—{}月", "（1至{}月）", "前{}个月", "截至{}月底"]))
def test_months_beside_a_year(month: int, form: str) -> None:
    assert months_only(form.format(month)) == month


@pytest.mark.parametrize("text", ["2020年7-9月", "2020年7月—9月", "2020年9月当月", "2020年4—6月份"])
def test_months_that_do_not_begin_with_january_are_asked_about(text: str) -> None:
    assert mention(f"旬阳县{text}招商引资项目台账") is None
    found = any_mention(f"旬阳县{text}招商引资项目台账")
    assert found is not None
    assert found.precision is Precision.UNCLEAR
