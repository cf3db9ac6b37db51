"""The condition language: what it gives, what it leaves unknown, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsstat.catalog import load_catalogue
from zsstat.declarations import Region, Unit
from zsstat.errors import ExpressionError
from zsstat.expressions import (
    FUNCTIONS,
    PERIOD_NAMES,
    Comparison,
    Scope,
    Value,
    compile_expression,
    period_environment,
    row_environment,
)
from zsstat.model import CellRef, Field, PartialDate, Period, Record

CATALOGUE = load_catalogue()
SCOPE = Scope.of(CATALOGUE)
DOCUMENT = Path(__file__).parents[1] / "docs" / "catalog.md"
LANGUAGE = DOCUMENT.read_text(encoding="utf-8").split("## The condition language")[1]


def value_of(text: str, scope: Scope = SCOPE, /, **names: object) -> Value:
    return compile_expression(text, scope).evaluate(names)


def refusal(text: str, scope: Scope = SCOPE, /, **names: object) -> str:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, scope).evaluate(names)
    return caught.value.message


# --- the documentation ------------------------------------------------------------------------

_VALUE = re.compile(r'"(?P<text>[^"]*)"|(?P<date>\d{4}-\d\d(?:-\d\d)?)|(?P<number>\d+)')
_EXAMPLE = re.compile(
    r"^\| `(?P<expression>[^|]+)` \|(?P<names>[^|]*)\| (?P<result>[^|]+) \|$", re.MULTILINE
)
_RESULTS: Mapping[str, Value] = {"true": True, "false": False, "unknown": None}


def documented_value(written: str) -> Value:
    match = _VALUE.fullmatch(written)
    assert match, written
    if match["date"]:
        return PartialDate(*map(int, match["date"].split("-")))
    return int(match["number"]) if match["number"] else match["text"]


def documented_examples() -> list[tuple[str, dict[str, Value], Value]]:
    examples = []
    for match in _EXAMPLE.finditer(LANGUAGE.split("### Examples")[1].split("\n## ")[0]):
        pairs = [pair.split(" = ") for pair in re.findall("`([^`]+)`", match["names"])]
        result = match["result"]
        names = {name: documented_value(value) for name, value in pairs}
        expected = _RESULTS[result] if result in _RESULTS else documented_value(result)
        examples.append((match["expression"], names, expected))
    return examples


def test_there_are_documented_examples() -> None:
    assert len(documented_examples()) >= 20


@pytest.mark.parametrize(("expression", "names", "expected"), documented_examples())
def test_documented_example(expression: str, names: dict[str, Value], expected: Value) -> None:
    result = value_of(expression, **names)
    assert result == expected
    assert type(result) is type(expected)


def test_every_function_and_period_name_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)\(", LANGUAGE, re.MULTILINE))
    assert documented == set(FUNCTIONS)
    assert all(f"`{name}`" in LANGUAGE for name in PERIOD_NAMES)


# --- the catalogue that ships -----------------------------------------------------------------


def test_everything_in_the_catalogue_compiles_and_knows_its_columns() -> None:
    for indicator in CATALOGUE.indicators.values():
        for posting in indicator.post:
            if posting.when:
                columns = {c.name for c in CATALOGUE.returns[posting.table].columns}
                names = compile_expression(posting.when, SCOPE).names
                assert names <= columns | PERIOD_NAMES, posting.when
    for rule in CATALOGUE.rules.values():
        for text in filter(None, (rule.when, rule.holds)):
            assert compile_expression(text, SCOPE).names


def test_a_scope_is_made_once_for_each_catalogue() -> None:
    assert Scope.of(CATALOGUE) is SCOPE
    other = replace(CATALOGUE, constants={"大项目门槛": "1亿元"})
    assert value_of("大项目门槛", Scope.of(other)) == 10**8
    assert value_of("大项目门槛") == 5 * 10**8


def test_a_text_is_compiled_once() -> None:
    assert compile_expression("总投资 > 0", SCOPE) is compile_expression("总投资 > 0", SCOPE)


# --- values -----------------------------------------------------------------------------------


def test_quantities_are_exact_and_untouched_inside_texts() -> None:
    assert value_of("0.1亿元 * 3") == 30_000_000
    assert value_of("300万美元") == 3_000_000
    assert value_of("'5亿元以上'") == "5亿元以上"
    assert value_of('"5亿元" == x', x="5亿元") is True


def test_decimals_are_exact() -> None:
    assert value_of("0.1 + 0.2") == Fraction(3, 10)
    assert value_of("同比 <= 7.82", 同比=Decimal("7.82")) is True
    assert value_of("同比 < 7.82", 同比=Decimal("7.82")) is False


def test_a_quantity_finer_than_the_base_unit_is_refused() -> None:
    assert "不是整数" in refusal("总投资 > 0.00001万元")


def test_an_unknown_unit_is_named() -> None:
    assert "5英镑" in refusal("总投资 > 5英镑")


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(-(10**6), 10**6))
def test_arithmetic_is_integer_arithmetic(a: int, b: int, c: int) -> None:
    assert value_of("a + b * c - -a", a=a, b=b, c=c) == a + b * c + a


def test_names_come_from_definitions_too() -> None:
    names = compile_expression("新签合同 and 总投资 >= 大项目门槛", SCOPE).names
    assert names == {"签约时间", "阶段", "合同类型", "总投资", "期初", "期末"}


def test_the_environment_may_be_a_function() -> None:
    expression = compile_expression("funds_new + funds_continued == funds_total", SCOPE)
    sums = {"funds_new": 1, "funds_continued": 2, "funds_total": 3}
    assert expression.evaluate(lambda name: sums[name]) is True


def test_lists_are_names_of_texts() -> None:
    scope = Scope(lists={"早期": ("策划", "洽谈")})
    assert value_of("阶段 in 早期", scope, 阶段="洽谈") is True
    assert value_of("阶段 in 早期", scope, 阶段="开工") is False
    assert value_of("含(备注, 早期)", scope, 备注="尚在策划") is True


def test_a_row_has_its_columns_and_the_period() -> None:
    ref = CellRef("0" * 64, "a.xlsx", "表", "B2")
    fields = {"总投资": Field(5, "5", ref), "阶段": Field(None, "", ref)}
    row = row_environment(Record("projects", "表", 2, fields), Period(2020, 2))
    assert dict(row) == {
        "总投资": 5,
        "阶段": None,
        "本年": 2020,
        "期初": PartialDate(2020, 1, 1),
        "期末": PartialDate(2020, 2, 29),
    }


# --- what is unknown --------------------------------------------------------------------------

TERNARY = st.sampled_from([True, False, None])


@given(TERNARY, TERNARY)
def test_logic_is_kleenes(a: bool | None, b: bool | None) -> None:
    """A result is what all ways of filling in the unknown agree on."""

    def agreed(operation: str) -> bool | None:
        results = {
            {"and": x and y, "or": x or y}[operation]
            for x in ((True, False) if a is None else (a,))
            for y in ((True, False) if b is None else (b,))
        }
        return results.pop() if len(results) == 1 else None

    assert value_of("a and b", a=a, b=b) is agreed("and")
    assert value_of("a or b", a=a, b=b) is agreed("or")
    assert value_of("not a", a=a) is (None if a is None else not a)


@pytest.mark.parametrize(
    "text",
    [
        "x + 1",
        "-x",
        "x < 1",
        "1 >= x",
        "x == 1",
        "x != 1",
        "x in (1, 2)",
        "x not in (1, 2)",
        "年(x)",
        "本期(x)",
        "含(x, 'a')",
        "省内(x)",
        "境外(x)",
        "多处(x)",
        "合计(x, x)",
    ],
)
def test_a_missing_operand_is_unknown(text: str) -> None:
    assert value_of(text) is None


def test_membership_with_an_unknown_member() -> None:
    assert value_of("1 in (1, x)") is True
    assert value_of("2 in (1, x)") is None
    assert value_of("2 not in (1, 3)") is True


def test_a_choice_without_condition_is_unknown_unless_both_agree() -> None:
    assert value_of("1 if x else 2") is None
    assert value_of("1 if x else 1") == 1


def test_a_chain_is_false_when_one_link_is() -> None:
    assert value_of("1 <= x <= 3", x=2) is True
    assert value_of("x <= 3 <= 2") is False
    assert value_of("x <= 3 <= 4") is None


# --- dates ------------------------------------------------------------------------------------

DATES = st.builds(
    lambda y, m, d: PartialDate(y, m, d if m else None),
    st.integers(2019, 2021),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 28),
)


@given(DATES, DATES)
def test_a_date_comparison_is_false_only_when_no_days_make_it_true(
    a: PartialDate, b: PartialDate
) -> None:
    ends = [(x, y) for x in (a.earliest, a.latest) for y in (b.earliest, b.latest)]
    assert value_of("a < b", a=a, b=b) is any(x < y for x, y in ends)
    assert value_of("a <= b", a=a, b=b) is any(x <= y for x, y in ends)
    assert value_of("a > b", a=a, b=b) is value_of("b < a", a=a, b=b)
    assert value_of("a >= b", a=a, b=b) is value_of("b <= a", a=a, b=b)
    overlap = max(a.earliest, b.earliest) <= min(a.latest, b.latest)
    assert value_of("a == b", a=a, b=b) is overlap
    assert value_of("a != b", a=a, b=b) is any(x != y for x, y in ends)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (PartialDate(2020, 5, 31), True),
        (PartialDate(2020, 5), True),
        (PartialDate(2020, 6, 1), False),
        (PartialDate(2020, 6), False),
        (PartialDate(2019, 12), False),
        (PartialDate(2019), False),
        (PartialDate(2020), None),
        (PartialDate(2021), False),
    ],
)
def test_in_the_period(when: PartialDate, expected: bool | None) -> None:
    assert value_of("本期(x)", x=when, **period_environment(Period(2020, 5))) is expected


def test_a_whole_year_is_inside_the_yearly_period() -> None:
    assert value_of("本期(x)", x=PartialDate(2020), **period_environment(Period(2020))) is True


# --- places -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("西安", "陕西"),
        ("西安市", "陕西"),
        (" 西 安 ", "陕西"),
        ("陕西省西安市", "陕西"),
        ("西安高新区", "陕西"),
        ("西安市中山路", "陕西"),
        ("西安北京路", "陕西"),
        ("南京", "江苏"),
        ("北京", "北京"),
        ("吉林省吉林市", "吉林"),
        ("吉安", "江西"),
        ("中山", "广东"),
        ("孙中山故里", "孙中山故里"),
        ("中山路1号", "中山路1号"),
        ("呼和浩特", "内蒙古"),
        ("江苏（南京、苏州）", "江苏"),
        ("中国香港", "香港"),
        ("中国台湾省", "台湾"),
        ("西安、江苏", "多地"),
        ("上海江苏", "多地"),
        ("浙江和江苏", "多地"),
        ("西安/某地", "多地"),
        ("英属维尔京群岛", "英属维尔京群岛"),
        ("", "未注明"),
        (None, "未注明"),
    ],
)
def test_region_of_a_text(text: str | None, region: str) -> None:
    assert value_of("地区(x)", x=text) == region


@pytest.mark.parametrize(
    ("text", "home", "overseas", "several"),
    [
        ("西安", True, False, False),
        ("西安、咸阳", True, False, False),
        ("西安、江苏", True, False, True),
        ("西安、某地", True, None, True),
        ("江苏", False, False, False),
        ("江苏和香港", False, True, True),
        ("香港", False, True, False),
        ("某地", None, None, False),
    ],
)
def test_kinds_of_places(
    text: str, home: bool | None, overseas: bool | None, several: bool
) -> None:
    assert value_of("省内(x)", x=text) is home
    assert value_of("境外(x)", x=text) is overseas
    assert value_of("多处(x)", x=text) is several


def test_the_longest_name_wins() -> None:
    regions = [Region("南", "domestic"), Region("南京", "home")]
    scope = Scope(regions={region.id: region for region in regions})
    assert value_of("地区('南京市')", scope) == "南京"
    assert value_of("地区('南某')", scope) == "南"


@given(st.text())
def test_no_text_breaks_the_gazetteer(text: str) -> None:
    assert isinstance(value_of("地区(x)", x=text), str)
    assert value_of("多处(x)", x=text) in (True, False)


# --- what the check engine prints -------------------------------------------------------------


def comparison(text: str, **names: object) -> Comparison | None:
    return compile_expression(text, SCOPE).comparison(names)


def test_a_comparison_shows_both_sides() -> None:
    found = comparison("合计(a, b) <= c + 1", a=5, b=None, c=3)
    assert found == Comparison(5, "<=", 4)
    assert comparison("a in (1, 2)", a=3) == Comparison(3, "in", (1, 2))
    assert comparison("a <= b", a=3) == Comparison(3, "<=", None)


def test_a_comparison_is_found_in_the_branch_that_applies() -> None:
    text = '(年(签约时间) == 本年) if 建设性质 == "新建" else (年(签约时间) < 本年)'
    names = {"签约时间": PartialDate(2019, 3), "本年": 2020}
    assert comparison(text, 建设性质="新建", **names) == Comparison(2019, "==", 2020)
    assert comparison(text, 建设性质="续建", **names) == Comparison(2019, "<", 2020)
    assert comparison(text, **names) is None


def test_a_comparison_is_found_in_a_definition() -> None:
    names = {"签约时间": PartialDate(2019), "本年": 2020}
    assert comparison("新建项目", **names) == Comparison(2019, "==", 2020)


def test_of_a_chain_the_link_that_fails_is_shown() -> None:
    assert comparison("1 <= a <= 3", a=4) == Comparison(4, "<=", 3)
    assert comparison("1 <= a <= 3", a=0) == Comparison(1, "<=", 0)
    assert comparison("1 <= a <= 3", a=2) == Comparison(2, "<=", 3)


def test_other_conditions_are_no_comparison() -> None:
    assert comparison("有(a)", a=1) is None
    assert comparison("a > 1 and a < 3", a=4) is None


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "总投资 >",
        "总投资.real",
        "总投资[0]",
        "__import__('os')",
        "eval('1')",
        "(lambda: 1)()",
        "[x for x in (1,)]",
        "f'{总投资}'",
        "总投资 / 2",
        "2 ** 9",
        "1 // 2",
        "1 % 2",
        "1 | 2",
        "~1",
        "+1",
        "x is y",
        "有(x=1)",
        "有(*x)",
        "1if x else 2",
        "x == '\\d'",
        "有()",
        "有(x, y)",
        "取(x)",
        "有",
        "有(有)",
        "None",
        "...",
        "b'x'",
        "1j",
        "1e5",
        "{1, 2}",
        "{}",
        "x := 1",
        "x; y",
        "x = 1",
        "import os",
        "await x",
        "yield",
        "总投资 > 5亿元 5",
        "'a' < 'b'",
        "'a' + 'b'",
        "1 == 'a'",
        "1 < 有(x)",
        "not 1",
        "1 and 2",
        "1 if 2 else 3",
        "年(1)",
        "年('2020')",
        "合计('a')",
        "省内(1)",
        "年(x) == '2020'",
        "1 in 2",
        "1 in '123'",
        "(1, 2) in (1, 2)",
        "-'a'",
    ],
)
def test_refused_when_compiled(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, SCOPE)
    assert f"“{text}”" in caught.value.message or "没有尽头" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x < y", {"x": 1, "y": "a"}),
        ("x < y", {"x": "a", "y": "b"}),
        ("x < y", {"x": True, "y": False}),
        ("x == y", {"x": PartialDate(2020), "y": 2020}),
        ("x == y", {"x": True, "y": 1}),
        ("x + 1", {"x": "a"}),
        ("x + 1", {"x": True}),
        ("x and y", {"x": 1, "y": True}),
        ("not x", {"x": "a"}),
        ("1 if x else 2", {"x": 3}),
        ("年(x)", {"x": 2020}),
        ("地区(x)", {"x": 5}),
        ("x in y", {"x": 1, "y": 2}),
        ("含(x, y)", {"x": "a", "y": 2}),
        ("x == 1", {"x": 0.5}),
        ("-x", {"x": PartialDate(2020)}),
    ],
)
def test_a_mistake_of_the_catalogue_is_no_unknown(text: str, names: dict[str, object]) -> None:
    assert f"“{text}”" in refusal(text, **names)


def test_a_false_conjunct_does_not_hide_a_mistake_in_the_one_before() -> None:
    assert "条件" in refusal("x and False", x=1)


def test_length_and_depth_are_limited() -> None:
    assert "最多" in refusal("1 + " * 400 + "1")
    assert "嵌套" in refusal("not " * 60 + "x")
    assert "表达式" in refusal("(" * 400 + "1" + ")" * 400)
    assert value_of("not " * 30 + "x", x=True) is True


def test_definitions_must_come_to_an_end() -> None:
    scope = Scope(definitions={"甲": "乙 or x", "乙": "not 甲"})
    assert "甲 → 乙 → 甲" in refusal("甲", scope)
    assert "丙 → 丙" in refusal("丙", Scope(definitions={"丙": "丙"}))


def test_a_mistake_in_a_definition_is_named() -> None:
    assert "“x /”" in refusal("甲", Scope(definitions={"甲": "x /"}))


@pytest.mark.parametrize("written", ["许多", "5英镑", "", "5亿元多"])
def test_a_constant_must_be_a_quantity(written: str) -> None:
    scope = Scope(units={"亿元": Unit("亿元", "元", 10**8)}, constants={"门槛": written})
    assert "门槛" in refusal("门槛 > 0", scope)


@pytest.mark.parametrize(("written", "value"), [("5 亿元", 5 * 10**8), ("-12", -12), ("0.6", 0.6)])
def test_constants(written: str, value: float) -> None:
    scope = Scope(units={"亿元": Unit("亿元", "元", 10**8)}, constants={"门槛": written})
    assert value_of("门槛", scope) == Fraction(str(value))


ALPHABET = "有缺取合计年本期含地区省内境外多处总投资亿元万 0123456789.()<>=!+-*/,'\"andorifelsnot"


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_a_text_compiles_or_is_refused(text: str) -> None:
    try:
        expression = compile_expression(text, Scope.of(CATALOGUE))
        expression.evaluate({})
    except ExpressionError:
        pass
