"""Cell contents → values: every form that real returns hold, and what is said about each."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zsstat.catalog import load_catalogue
from zsstat.declarations import Column, ColumnType, Unit
from zsstat.model import Cell, CellKind, CellValue, FieldValue, PartialDate
from zsstat.values import (
    Reading,
    find_units,
    mask_personal,
    normalise,
    read_value,
    split_unit,
    written,
)

CATALOGUE = load_catalogue()
UNITS = CATALOGUE.units
KINDS = {
    Decimal: CellKind.NUMBER,
    str: CellKind.TEXT,
    datetime: CellKind.DATE,
    time: CellKind.DATE,
    bool: CellKind.BOOL,
    type(None): CellKind.BLANK,
}


def column(table: str, name: str) -> Column:
    found = CATALOGUE.returns[table].column(name)
    assert found, name
    return found


AMOUNT = column("projects", "总投资")
DOLLARS = column("foreign", "实际利用外资")
REDUCIBLE = column("foreign", "合同外资")
DATE = column("projects", "签约时间")
FLAG = column("projects", "是否返乡创业")
STAGE = column("projects", "阶段")
REMARK = column("projects", "备注")
PHONE = column("projects", "联系电话")
PERSONS = column("activities", "人次")
TRIPS = column("activities", "次数")
RANK = column("province", "位次")
RATE = column("province", "同比")
AREA = column("province", "地区")
INDICATOR = column("summary", "指标")
UNIT = column("summary", "计量单位")
MEASURE = column("summary", "本年累计")


def cell(value: CellValue, number_format: str | None = None) -> Cell:
    return Cell(2, 3, KINDS[type(value)], value, number_format=number_format)


def read(
    value: CellValue,
    of: Column = AMOUNT,
    unit: str | None = None,
    number_format: str | None = None,
    *,
    epoch_1904: bool = False,
    indicator: str | None = None,
) -> Reading:
    return read_value(
        cell(value, number_format),
        of,
        UNITS[unit] if unit else None,
        CATALOGUE,
        epoch_1904=epoch_1904,
        indicator=CATALOGUE.indicators[indicator] if indicator else None,
    )


def rules(reading: Reading) -> list[str]:
    return [problem.rule for problem in reading.problems]


# --- amounts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (Decimal(3500), "万元", 35_000_000),
        (Decimal("1.2"), "亿元", 120_000_000),
        (Decimal("0.1234"), "万元", 1234),
        (Decimal(0), "万元", 0),
        ("3500", "万元", 35_000_000),
        (" 3500 ", "万元", 35_000_000),
        ("　3500", "万元", 35_000_000),
        ("1,234.5", "万元", 12_345_000),
        ("1,234,567", "元", 1_234_567),
        ("3500万元", "万元", 35_000_000),
        ("3500 万元", "万元", 35_000_000),
        ("3500万", "万元", 35_000_000),
        ("3500（万元）", "万元", 35_000_000),
        ("1.2亿", "亿元", 120_000_000),
        ("1.2亿", "元", 120_000_000),
        ("3千元", "元", 3000),
        ("1亿2000万元", "元", 120_000_000),
        ("1.2亿元", None, 120_000_000),
        ("1.2亿", None, 120_000_000),
        ("3千万", "万元", 30_000_000),
        ("3千万元", "万元", 30_000_000),
        ("3千万元", "千万元", 30_000_000),
        ("1亿2000万元", "万元", 120_000_000),
        ("5个亿", "亿元", 500_000_000),
        ("1.2E+05", "元", 120_000),
        ("+5", "元", 5),
        ("¥500", "元", 500),
        ("￥1,500万元", "万元", 15_000_000),
        (".5", "元", 1),
    ],
)
def test_amounts(value: CellValue, unit: str | None, expected: int) -> None:
    reading = read(value, AMOUNT, unit)
    assert reading.value == expected
    assert type(reading.value) is int
    assert reading.readable
    assert [rule for rule in rules(reading) if rule != "cell.rounded"] == []


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("１２３４．５", "万元", 12_345_000),
        ("＋５", "元", 5),
        ("１，２３４", "元", 1234),
        ("五亿", "亿元", 500_000_000),
        ("五亿元", "亿元", 500_000_000),
        ("三千五百万", "万元", 35_000_000),
        ("三千五百万元", "万元", 35_000_000),
        ("一百二十三万四千", "元", 1_234_000),
        ("五点二亿", "亿元", 520_000_000),
        ("壹仟贰佰万元", "万元", 12_000_000),
        ("两千", "万元", 20_000_000),
        ("三千元", "元", 3000),
        ("五百", "万元", 5_000_000),
    ],
)
def test_converted_amounts(value: str, unit: str, expected: int) -> None:
    reading = read(value, AMOUNT, unit)
    assert reading.value == expected
    assert rules(reading) == ["cell.converted"]
    assert "总投资" in reading.problems[0].message
    factor = {"元": 1, "万元": 10**4, "亿元": 10**8}[reading.unit or ""]
    said = reading.problems[0].expected.removesuffix(reading.unit or "")
    assert Decimal(said) * factor == expected
    assert {"full_width", "chinese_numeral"} & set(reading.conversions)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("约5000", 5000),
        ("5000+", 5000),
        ("5000以上", 5000),
        ("5000左右", 5000),
        ("近5000", 5000),
        (">5000", 5000),
        ("5000余", 5000),
        ("5000多万元", 5000),
        ("约5000万元以上", 5000),
        ("8000（一期）", 8000),
        ("8000(一期4000)", 8000),
        ("5000/6000", 5000),
        ("5000-6000", 5000),
        ("5000—6000万元", 5000),
        ("5000~6000", 5000),
        ("5000至6000", 5000),
        ("5000万-6000万", 5000),
        ("(123)", 123),
        ("1 234", 1234),
    ],
)
def test_ambiguous_amounts_are_read_literally(value: str, expected: int) -> None:
    reading = read(value, AMOUNT, "万元")
    assert reading.value == expected * 10_000
    assert reading.readable
    assert rules(reading) == ["cell.ambiguous_number"]
    assert normalise(value) in normalise(reading.problems[0].message)


@pytest.mark.parametrize(
    "value",
    [
        "abc",
        "1,23",
        "1234,567",
        "1,2345",
        "1.2.3",
        "万元",
        "约",
        "+",
        "一百五",
        "一万二",
        "万亿",
        "百",
        "一千零五百",
        "三百五百",
        "一百二百三",
        "一万零五千",
        "5000万元万元",
        "1 23",
        "12e3456",
        "1e99",
        "第三",
        "三位",
        "是",
        "2020年5月",
        "9" * 61,
        True,
        datetime(2020, 5, 6),  # noqa: DTZ001 - cells know no zone
        time(1, 2),
        Decimal("NaN"),
        Decimal("1e300"),
    ],
)
def test_what_is_no_number(value: CellValue) -> None:
    reading = read(value, AMOUNT, "元")
    assert reading.value is None
    assert not reading.readable
    assert rules(reading) == ["cell.not_number"]


@pytest.mark.parametrize(
    ("value", "column_unit", "expected", "unit"),
    [
        ("1.2亿元", "万元", 120_000_000, "亿元"),
        ("1.2亿", "万元", 120_000_000, "亿元"),
        ("3500万元", "亿元", 35_000_000, "万元"),
        ("3500万元", "元", 35_000_000, "万元"),
        ("3千元", "万元", 3000, "千元"),
        ("500元", "万元", 500, "元"),
    ],
)
def test_a_clash_is_read_by_the_cells_own_unit(
    value: str, column_unit: str, expected: int, unit: str
) -> None:
    reading = read(value, AMOUNT, column_unit)
    assert (reading.value, reading.unit) == (expected, unit)
    assert rules(reading) == ["file.unit_clash"]
    assert unit in reading.problems[0].message
    assert column_unit in reading.problems[0].message


def test_the_unit_behind_a_range_holds_for_both_numbers() -> None:
    for value in ("1-2亿元", "1-2亿"):
        reading = read(value, AMOUNT, "万元")
        assert reading.value == 100_000_000
        assert rules(reading) == ["file.unit_clash", "cell.ambiguous_number"]


def test_without_any_unit_an_amount_is_unreadable() -> None:
    for value in (Decimal(5), "5"):
        reading = read(value, AMOUNT)
        assert (reading.value, reading.readable) == (None, False)
        assert rules(reading) == ["file.unit_unknown"]


@pytest.mark.parametrize(
    ("value", "unit"),
    [(Decimal(5), "万元"), ("5万元", None), ("5万元", "万美元"), ("¥5", "万美元"), ("5个", "美元")],
)
def test_a_unit_of_another_dimension_is_no_unit(value: CellValue, unit: str | None) -> None:
    reading = read(value, DOLLARS, unit)
    assert (reading.value, reading.readable) == (None, False)
    assert rules(reading) == ["file.unit_unknown"]
    assert "美元" in reading.problems[0].message


def test_dollars() -> None:
    assert read(Decimal(6076), DOLLARS, "万美元").value == 60_760_000
    assert read("$100", DOLLARS, "万美元").value == 1_000_000
    assert read("1.2亿", DOLLARS, "亿美元").value == 120_000_000
    assert rules(read("1.2亿", DOLLARS, "万美元")) == ["file.unit_clash"]


def test_a_unit_shown_by_the_number_format() -> None:
    assert read(Decimal(3500), AMOUNT, None, '0"万元"').value == 35_000_000
    assert rules(read(Decimal(3500), AMOUNT, "亿元", '0"万元"')) == ["file.unit_clash"]
    assert read(Decimal(3500), AMOUNT, "元", '0!.0,"万"').value == 3500
    assert read(Decimal(3500), AMOUNT, "万元", '"¥"#,##0').value == 35_000_000


def test_negative_amounts() -> None:
    reading = read(Decimal(-5), AMOUNT, "万元")
    assert rules(reading) == ["cell.negative"]
    assert reading.value == -50_000
    assert rules(read("负500", AMOUNT, "万元")) == ["cell.negative"]
    assert rules(read("－５", REDUCIBLE, "万美元")) == ["cell.converted"]
    assert read("－５", REDUCIBLE, "万美元").value == -50_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.00004", 0), ("0.00005", 1), ("12.34565", 123_457), ("12.34564", 123_456)],
)
def test_finer_than_one_base_unit_is_rounded_half_up(value: str, expected: int) -> None:
    for form in (Decimal(value), value):
        reading = read(form, AMOUNT, "万元")
        assert reading.value == expected
        assert reading.conversions == ("rounded",)
        assert rules(reading) == ["cell.rounded"]


def test_a_half_below_zero_is_rounded_away_from_zero() -> None:
    assert read(Decimal("-0.00005"), REDUCIBLE, "万美元").value == -1


@given(st.decimals(-(10**6), 10**6, places=8), st.sampled_from(["元", "万元", "亿元"]))
def test_rounding_is_decimals_half_up(number: Decimal, unit: str) -> None:
    with localcontext(prec=60):
        exact = number * UNITS[unit].factor
        expected = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert read(number, AMOUNT, unit).value == expected


# --- amounts: what was formatted is read back -------------------------------------------------

DIGITS = "零一二三四五六七八九"
SECTIONS = ("", "万", "亿", "万亿")


def section(number: int) -> str:
    """A number below ten thousand in Chinese."""
    text = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += DIGITS[digit] + name
        elif text and number % place:
            text += "" if text.endswith("零") else "零"
    return text


def chinese_numeral(number: int) -> str:
    """The standard Chinese numeral of a whole number below 10^16."""
    if number == 0:
        return "零"
    high, low = divmod(number, 10**8)
    if high:
        gap = "零" if 0 < low < 10**7 else ""
        return chinese_numeral(high) + "亿" + gap + (chinese_numeral(low) if low else "")
    high, low = divmod(number, 10**4)
    if high:
        gap = "零" if 0 < low < 1000 else ""
        return section(high) + "万" + gap + section(low)
    return section(low)


@pytest.mark.parametrize("unit", ["元", "万元", "亿元"])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百零四亿六千八百二十五万元", 10_468_250_000),
        ("一亿零三十万元", 100_300_000),
        ("三千万元", 30_000_000),
        ("五亿元", 500_000_000),
    ],
)
def test_a_trailing_magnitude_counts_once_in_any_column(text: str, value: int, unit: str) -> None:
    assert read(text, AMOUNT, unit).value == value


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_nobody_counts_one_magnitude_by_another(unit: str) -> None:
    assert not read("三亿万元", AMOUNT, unit).readable


@given(st.integers(0, 10**12))
@example(10)
@example(10_468_250_000)
@example(100_000_001)
@example(20_000_300)
@example(1_010_010)
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert read(chinese_numeral(number) + "元", AMOUNT, "元").value == number
    short = chinese_numeral(number).replace("一十", "十", 1)
    if short.startswith("十"):
        assert read(short + "元", AMOUNT, "元").value == number


FULL_WIDTH = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")


@given(
    number=st.integers(-(10**15), 10**15),
    unit=st.sampled_from(["元", "千元", "万元", "百万元", "千万元", "亿元"]),
    grouped=st.booleans(),
    wide=st.booleans(),
    own=st.booleans(),
    padding=st.sampled_from(["", " ", "　", "\n"]),
)
def test_any_amount_in_any_unit_and_width_is_read_back(
    number: int, unit: str, grouped: bool, wide: bool, own: bool, padding: str
) -> None:
    signed = Column("金额", ColumnType.AMOUNT, base="元", negative=True)
    with localcontext(prec=40):
        shown = Decimal(number) / UNITS[unit].factor
    text = format(shown, ",f" if grouped else "f")
    text = text.translate(FULL_WIDTH) if wide else text
    reading = read(padding + text + (unit if own else "") + padding, signed, unit)
    assert reading.value == number
    assert set(rules(reading)) <= {"cell.converted"}
    assert reading.unit == unit


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9),
    unit=st.sampled_from(["元", "万元"]),
)
def test_a_number_and_its_text_read_alike(number: Decimal, unit: str) -> None:
    text = format(number, "f")
    if len(text) <= 40:
        assert read(text, AMOUNT, unit).value == read(number, AMOUNT, unit).value


@given(st.text(max_size=80), st.sampled_from([AMOUNT, PERSONS, DATE, RATE, INDICATOR, REMARK]))
@example("(" * 60, AMOUNT)
@example("+" * 60, AMOUNT)
@example("-" * 59 + "1", AMOUNT)
@example("²", AMOUNT)
@example("٣", AMOUNT)
@example("1" + " " * 50 + ":", DATE)
@example("①", RATE)
def test_no_text_makes_it_fail(text: str, of: Column) -> None:
    reading = read(text, of, "万元" if of is AMOUNT else None)
    assert reading.readable or reading.value is None
    assert reading.readable or reading.problems


@given(
    st.text(alphabet="0123456789一二三十百千万亿零点元约以上,.+-/()（）~至Ee 负¥个", max_size=14)
)
def test_what_looks_like_an_amount_never_fails_and_is_whole(text: str) -> None:
    for of in (AMOUNT, TRIPS):
        value = read(text, of, "万元" if of is AMOUNT else None).value
        assert value is None or (type(value) is int and abs(value) <= 10**18)


# --- blanks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["/", "-", "—", "－", "——", "无", " 无 ", "／", "N/A", "n/a", "…"])
@pytest.mark.parametrize("of", [AMOUNT, DATE, RATE, STAGE, PERSONS, INDICATOR, REMARK])
def test_a_blank_mark_is_a_missing_value_and_never_zero(mark: str, of: Column) -> None:
    reading = read(mark, of, None)
    assert (reading.value, reading.readable) == (None, True)
    assert reading.conversions == ("blank_mark",)
    assert rules(reading) == ["cell.blank_mark"]


@pytest.mark.parametrize("value", [None, "", "  ", "　", "\n", "\u200b"])
def test_an_empty_cell_says_nothing(value: str | None) -> None:
    assert read(value) == Reading()
    assert read_value(None, AMOUNT, None, CATALOGUE) == Reading()


def test_zero_is_a_value() -> None:
    assert read("0", AMOUNT, "万元").value == 0
    assert read(Decimal(0), AMOUNT, "万元").value == 0


def test_error_cells_and_formulas_without_result_are_unreadable() -> None:
    error = read_value(Cell(1, 1, CellKind.ERROR, "#REF!"), AMOUNT, UNITS["元"], CATALOGUE)
    assert (rules(error), error.readable) == (["file.error_cell"], False)
    assert "#REF!" in error.problems[0].message
    formula = Cell(1, 1, CellKind.UNCACHED, None, formula="SUM(A1:A9)")
    uncached = read_value(formula, AMOUNT, UNITS["元"], CATALOGUE)
    assert (rules(uncached), uncached.readable) == (["file.uncached"], False)
    assert "SUM(A1:A9)" in uncached.problems[0].message


# --- counts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "of", "unit", "expected"),
    [
        (Decimal(3), TRIPS, None, 3),
        ("3", TRIPS, None, 3),
        ("3次", TRIPS, None, 3),
        ("1,234", PERSONS, None, 1234),
        ("28人", PERSONS, None, 28),
        ("1.2万人次", PERSONS, None, 12_000),
        ("1.2万", PERSONS, None, 12_000),
        (Decimal("1.2"), PERSONS, "万人次", 12_000),
        ("第3", RANK, None, 3),
        ("第3名", RANK, None, 3),
        ("3位", RANK, None, 3),
    ],
)
def test_counts(value: CellValue, of: Column, unit: str | None, expected: int) -> None:
    reading = read(value, of, unit)
    assert reading.value == expected
    assert rules(reading) == []


def test_a_count_is_whole() -> None:
    for value in (Decimal("2.5"), "2.5", "1.00005万人次"):
        reading = read(value, PERSONS)
        assert (reading.value, reading.readable) == (None, False)
        assert rules(reading) == ["cell.not_whole"]


def test_a_count_is_not_negative_nor_ambiguous() -> None:
    assert rules(read(Decimal(-1), TRIPS)) == ["cell.negative"]
    assert rules(read("约30", TRIPS)) == ["cell.ambiguous_number"]
    assert rules(read("三", TRIPS)) == ["cell.converted"]
    assert rules(read("第三", RANK)) == ["cell.converted"]


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020.5.6", (2020, 5, 6)),
        ("2020.05.06", (2020, 5, 6)),
        ("2020/5/6", (2020, 5, 6)),
        ("2020-05-06", (2020, 5, 6)),
        ("2020-05-06 00:00:00", (2020, 5, 6)),
        ("2020/5/6 8:30", (2020, 5, 6)),
        ("2020-05-06T08:30:00.000Z", (2020, 5, 6)),
        ("2020年5月6日", (2020, 5, 6)),
        ("2020年5月6号", (2020, 5, 6)),
        ("2020 年 5 月 6 日", (2020, 5, 6)),
        ("2020年\n5月", (2020, 5, None)),
        ("2020年5月", (2020, 5, None)),
        ("2020年5月份", (2020, 5, None)),
        ("2020年5月底", (2020, 5, None)),
        ("2020.05", (2020, 5, None)),
        ("2020.10", (2020, 10, None)),
        ("2020.1", (2020, 1, None)),
        ("2020/10", (2020, 10, None)),
        ("202005", (2020, 5, None)),
        ("20200506", (2020, 5, 6)),
        ("2020.0506", (2020, 5, 6)),
        ("2020.5.", (2020, 5, None)),
        (Decimal(202005), (2020, 5, None)),
        (Decimal(20200506), (2020, 5, 6)),
        (Decimal("2020.5"), (2020, 5, None)),
        (Decimal("2020.11"), (2020, 11, None)),
        (Decimal("2020.01"), (2020, 1, None)),
        (Decimal("2020.12"), (2020, 12, None)),
        (datetime(2020, 5, 6), (2020, 5, 6)),  # noqa: DTZ001
        (datetime(2020, 5, 6, 8, 30), (2020, 5, 6)),  # noqa: DTZ001
    ],
)
def test_dates(value: CellValue, expected: tuple[int, int, int | None]) -> None:
    reading = read(value, DATE)
    assert reading.value == PartialDate(*expected)
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("43957", (2020, 5, 6)),
        (Decimal(43957), (2020, 5, 6)),
        (Decimal("43957.75"), (2020, 5, 6)),
        ("二〇二〇年五月", (2020, 5, None)),
        ("二○二○年十二月三十一日", (2020, 12, 31)),
        ("２０２０年５月６日", (2020, 5, 6)),
        ("２０２０．５．６", (2020, 5, 6)),
    ],
)
def test_converted_dates(value: CellValue, expected: tuple[int, int, int | None]) -> None:
    reading = read(value, DATE)
    assert reading.value == PartialDate(*expected)
    assert rules(reading) == ["cell.converted"]
    assert reading.problems[0].expected == str(PartialDate(*expected))


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("2020.5.6-8", True),
        ("2020年5月6日-8日", True),
        ("2020年5月6日至5月8日", True),
        ("2020.5.6～2020.5.8", True),
        ("2020.5.6-6.8", False),
        ("2020.5.6-2021.5.8", False),
        ("2020.5.6-4", False),
        ("2020.5.6-40", False),
        ("2020年5月6日、8日", False),
        ("2020年5月6日和8日", False),
        ("2020年5月至6月", False),
    ],
)
def test_some_days_of_one_month_begin_with_the_first(text: str, settled: bool) -> None:
    reading = read(text, DATE)
    assert reading.value in (PartialDate(2020, 5, 6), PartialDate(2020, 5))
    assert rules(reading) == ["cell.converted" if settled else "cell.ambiguous_date"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("2020.1"), (2020, 1, None)),
        (Decimal("2020.10"), (2020, 1, None)),
        (Decimal(2020), (2020, None, None)),
        ("2020", (2020, None, None)),
        ("2020年", (2020, None, None)),
        ("2020年底", (2020, None, None)),
        ("20.5.6", (2020, 5, 6)),
        ("20年5月", (2020, 5, None)),
        ("6/5/2020", (2020, 6, 5)),
        ("2020年5月左右", (2020, 5, None)),
        ("预计2021年3月", (2021, 3, None)),
        ("2020.5-2020.8", (2020, 5, None)),
        ("2020.5-8", (2020, 5, None)),
        ("2020年5月至8月", (2020, 5, None)),
        ("2020年5—8月", (2020, 5, None)),
        ("2020.5.6、2020.7.8", (2020, 5, 6)),
    ],
)
def test_ambiguous_dates_are_read_literally(
    value: CellValue, expected: tuple[int, int | None, int | None]
) -> None:
    reading = read(value, DATE)
    assert reading.value == PartialDate(*expected)
    assert reading.readable
    assert rules(reading) == ["cell.ambiguous_date"]


def test_january_or_october_is_said() -> None:
    message = read(Decimal("2020.1"), DATE).problems[0].message
    assert "1月" in message
    assert "10月" in message


@pytest.mark.parametrize(
    "value",
    [
        "2020年13月",
        "2020年0月",
        "2020年2月30日",
        "2019-02-29",
        "2020-13-01",
        "2020.13",
        "20201301",
        "5月6日",
        "1905年7月",
        "2101年1月",
        "20205",
        "99999",
        "2020.5.6.7",
        "待定",
        "2020年5月6日" * 10,
        Decimal("2020.13"),
        Decimal(12),
        Decimal(1),
        Decimal(-43957),
        datetime(1905, 7, 12),  # noqa: DTZ001
        time(8, 30),
        True,
    ],
)
def test_what_is_no_date(value: CellValue) -> None:
    reading = read(value, DATE)
    assert (reading.value, reading.readable) == (None, False)
    assert rules(reading) == ["cell.not_date"]


def test_serials_of_the_other_date_system() -> None:
    reading = read(Decimal(43957 - 1462), DATE, epoch_1904=True)
    assert reading.value == PartialDate(2020, 5, 6)


def test_a_date_cell_that_shows_no_day_has_none() -> None:
    first, sixth = datetime(2020, 5, 1), datetime(2020, 5, 6)  # noqa: DTZ001
    assert read(first, DATE, None, 'yyyy"年"m"月"').value == PartialDate(2020, 5)
    assert read(sixth, DATE, None, 'yyyy"年"m"月"').value == PartialDate(2020, 5, 6)
    assert read(first, DATE, None, 'yyyy"年"m"月"d"日"').value == PartialDate(2020, 5, 1)
    assert read(first, DATE, None, "yyyy/m/d").value == PartialDate(2020, 5, 1)


def chinese_date(day: date) -> str:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_numeral(day.month)}月{chinese_numeral(day.day)}日"


@given(st.dates(date(1980, 1, 1), date(2100, 12, 31)))
def test_any_day_in_any_form_is_read_back(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    whole = PartialDate(y, m, d)
    forms: list[CellValue] = [
        f"{y}.{m}.{d}",
        f"{y}/{m:02}/{d:02}",
        f"{y}-{m:02}-{d:02}",
        f"{y}年{m}月{d}日",
        f"{y}{m:02}{d:02}",
        unicodedata.normalize("NFC", f"{y}年{m}月{d}日".translate(FULL_WIDTH)),
        chinese_date(day),
        str((day - date(1899, 12, 30)).days),
        Decimal((day - date(1899, 12, 30)).days),
        Decimal(day.strftime("%Y%m%d")),
        datetime(y, m, d),  # noqa: DTZ001
    ]
    for form in forms:
        assert read(form, DATE).value == whole, form
    for form in (f"{y}年{m}月", f"{y}.{m:02}", f"{y}{m:02}", Decimal(f"{y}{m:02}")):
        assert read(form, DATE).value == PartialDate(y, m), form


# --- flags and choices ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("是", True),
        ("√", True),
        ("有", True),
        ("Ｙ", True),
        (Decimal(1), True),
        (True, True),
        ("否", False),
        ("×", False),
        ("无", False),
        (Decimal(0), False),
        (False, False),
    ],
)
def test_flags(value: CellValue, expected: bool) -> None:
    assert read(value, FLAG) == Reading(expected)


def test_an_answer_that_is_neither_yes_nor_no() -> None:
    reading = read("可能", FLAG)
    assert (rules(reading), reading.readable) == (["cell.not_in_list"], False)
    assert reading.problems[0].expected == "是、否"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("开工", "开工"), ("已开工", "开工"), ("在 建", "开工"), ("投产", "投产"), ("中止", "终止")],
)
def test_choices(value: str, expected: str) -> None:
    assert read(value, STAGE) == Reading(expected)


def test_an_unknown_choice_lists_the_allowed_ones() -> None:
    reading = read("快好了", STAGE)
    assert (reading.value, reading.readable) == (None, False)
    assert rules(reading) == ["cell.not_in_list"]
    assert "快好了" in reading.problems[0].message
    assert "策划、洽谈、签约、落地、开工、投产、终止" in reading.problems[0].message


# --- rates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (Decimal("7.82"), None, "7.82"),
        (Decimal("7.82"), "0.00", "7.82"),
        (Decimal("0.0782"), "0.00%", "7.82"),
        (Decimal(1), "0%", "100"),
        (Decimal("7.82"), '0.00"%"', "7.82"),
        ("7.82", None, "7.82"),
        ("7.82%", None, "7.82"),
        ("-3.1%", None, "-3.1"),
        ("↑7.82", None, "7.82"),
        ("↓3.1", None, "-3.1"),
        ("下降3.1%", None, "-3.1"),
        ("同比下降 3.1%", None, "-3.1"),
        ("负增长3.1%", None, "-3.1"),
        ("增长7.82%", None, "7.82"),
        ("1,234.5%", None, "1234.5"),
    ],
)
def test_rates(value: CellValue, number_format: str | None, expected: str) -> None:
    reading = read(value, RATE, None, number_format)
    assert reading.value == Decimal(expected)
    assert isinstance(reading.value, Decimal)
    assert format(reading.value, "f") == str(reading.value)
    assert reading.problems == ()


def test_rates_that_need_a_word() -> None:
    assert read("持平", RATE).value == Decimal(0)
    assert rules(read("持平", RATE)) == ["cell.converted"]
    assert rules(read("７．８２％", RATE)) == ["cell.converted"]
    assert read("７．８２％", RATE).value == Decimal("7.82")
    assert rules(read("增长-3.1%", RATE)) == ["cell.ambiguous_number"]
    assert read("增长-3.1%", RATE).value == Decimal("-3.1")
    assert rules(read("2.3倍", RATE)) == ["cell.ambiguous_number"]
    assert rules(read("7.82个百分点", RATE)) == ["cell.not_number"]
    assert rules(read("很多", RATE)) == ["cell.not_number"]


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("合同项目总投资", "contract_total"),
        ("合同项目总投资(亿元)", "contract_total"),
        ("一、合同项目总投资（亿元）", "contract_total"),
        ("（一）实际利用外资（万美元）", "fdi_actual"),
        ("1.实际利用外资", "fdi_actual"),
        ("1、实际利用外资", "fdi_actual"),
        ("①实际利用外资", "fdi_actual"),
        ("#其中：省际到位资金", "funds_interprov"),
        ("其中：新建项目到位资金", "funds_new"),
        ("实际引进内资（省际）", "funds_interprov"),
        ("5亿元以上项目", "big_count"),
        ("“小分队”精准招商活动", "squad_trips"),
        (" 到位 资金\n合计 ", "funds_total"),
    ],
)
def test_indicators(value: str, code: str) -> None:
    assert read(value, INDICATOR) == Reading(code)


@pytest.mark.parametrize("value", ["到位", "总投资额之比", "资金到位率之分子", "一、"])
def test_an_indicator_is_known_by_its_whole_name_only(value: str) -> None:
    reading = read(value, INDICATOR)
    assert (reading.value, reading.readable) == (None, False)
    assert rules(reading) == ["cell.unknown_indicator"]


def test_a_name_that_two_indicators_share_is_not_decided() -> None:
    twin = replace(CATALOGUE.indicators["fdi_direct"], aliases=("合同外资",))
    twins = replace(CATALOGUE, indicators={**CATALOGUE.indicators, "fdi_direct": twin})
    reading = read_value(cell("合同外资"), INDICATOR, None, twins)
    assert rules(reading) == ["cell.unknown_indicator"]


def test_areas_of_the_field_come_first() -> None:
    assert read("安康", AREA).value == "field-ankang"
    assert read("安康市", AREA).value == "field-ankang"
    assert read("1.杨凌", AREA).value == "field-yangling"
    assert read("汉滨区", AREA).value == "hanbin"
    assert rules(read("安", AREA)) == ["cell.unknown_area"]


def test_units_as_values() -> None:
    assert read("万 元", UNIT).value == "万元"
    assert read("（亿元）", UNIT).value == "亿元"
    assert rules(read("英镑", UNIT)) == ["file.unit_unknown"]


@pytest.mark.parametrize(
    ("indicator", "unit", "value", "expected"),
    [
        ("contract_total", "亿元", Decimal("1.5"), 150_000_000),
        ("fdi_actual", "万美元", Decimal("1.5"), 15_000),
        ("contract_count", "个", Decimal(3), 3),
        ("contract_count", None, Decimal(3), 3),
        ("contract_count", "万元", Decimal(3), 3),
        ("guest_persons", "万人次", Decimal("0.12"), 1200),
        ("funds_rate", "%", "35.6%", Decimal("35.6")),
        (None, "万元", Decimal(3), None),
    ],
)
def test_a_measure_is_what_the_rows_indicator_is(
    indicator: str | None, unit: str | None, value: CellValue, expected: FieldValue
) -> None:
    reading = read(value, MEASURE, unit, indicator=indicator)
    assert (reading.value, rules(reading)) == (expected, [])


def test_a_measure_with_the_wrong_unit() -> None:
    assert rules(read(Decimal(3), MEASURE, "万元", indicator="fdi_actual")) == ["file.unit_unknown"]
    assert rules(read(Decimal(3), MEASURE, None, indicator="fdi_actual")) == ["file.unit_unknown"]
    assert rules(read("2.5", MEASURE, "个", indicator="contract_count")) == ["cell.not_whole"]


# --- texts and personal numbers ---------------------------------------------------------------


def test_texts_are_trimmed_and_numbers_are_texts() -> None:
    assert read("  某 某 \n公司 ", REMARK).value == "某 某公司"
    assert read(Decimal("12.5"), REMARK).value == "12.5"


@pytest.mark.parametrize(
    ("written_text", "name"),
    [
        ("平利县恒达电子\n有限公司", "平利县恒达电子有限公司"),
        ("平利县恒达电子 \r\n\r\n　（集团）", "平利县恒达电子（集团）"),
        ("Hengda Electronics\nCo., Ltd.", "Hengda Electronics Co., Ltd."),
        ("恒达电子\nHengda Electronics", "恒达电子 Hengda Electronics"),
        ("1、甲公司\n2、乙公司", "1、甲公司 2、乙公司"),
        ("恒达 电子", "恒达 电子"),
    ],
)
def test_a_break_between_chinese_characters_means_nothing(written_text: str, name: str) -> None:
    assert read(written_text, REMARK).value == name
    assert read(written_text, column("foreign", "企业名称")).value == name


MOBILE = "13812345678"
IDENTITY = "610900199001011234"


@pytest.mark.parametrize("value", [MOBILE, Decimal(MOBILE), "张三 0915-3212345", IDENTITY])
def test_a_personal_column_is_never_kept(value: CellValue) -> None:
    reading = read(value, PHONE)
    assert reading.value is None
    assert reading.conversions == ("masked",)
    assert rules(reading) == ["cell.personal"]
    assert not any(digits in repr(reading) for digits in ("1381", "3212345", "6109", "张三"))
    assert "1" not in written(cell(value), PHONE)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (MOBILE, "138****5678"),
        ("电话13812345678。", "电话138****5678。"),
        ("+86-138 1234 5678", "+86-138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        (IDENTITY, "610***********1234"),
        ("61090019900101123X", "610***********123X"),
        ("610900900101123", "610********1123"),
        ("916109005637921234", "916109005637921234"),
        ("91610900MA70TEST1X", "91610900MA70TEST1X"),
        ("1381234567", "1381234567"),
        ("138123456789", "138123456789"),
        ("12345678901", "12345678901"),
        ("2020-61-0902-0012", "2020-61-0902-0012"),
    ],
)
def test_masking(text: str, masked: str) -> None:
    assert mask_personal(text) == masked
    assert mask_personal(masked) == masked


def test_free_text_is_masked_and_said() -> None:
    reading = read(f"联系张三{MOBILE}", REMARK)
    assert reading.value == "联系张三138****5678"
    assert rules(reading) == ["cell.personal"]
    assert written(cell(f"联系张三{MOBILE}"), REMARK) == "联系张三138****5678"
    assert written(None, REMARK) == ""


@pytest.mark.parametrize("of", [AMOUNT, DATE, FLAG, STAGE, RATE, INDICATOR, AREA, UNIT, PERSONS])
@pytest.mark.parametrize("value", [f"张三{MOBILE}", f"张三{IDENTITY}"])
def test_no_message_repeats_a_personal_number(of: Column, value: str) -> None:
    reading = read(value, of)
    assert MOBILE not in repr(reading)
    assert IDENTITY not in repr(reading)


def test_a_message_cuts_a_long_text() -> None:
    assert len(read("很" * 5000, AMOUNT, "元").problems[0].message) < 100


# --- normalisation and units beside names -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("其中：\n省际", "其中:省际"),
        ("总 投 资（万元）", "总投资(万元)"),
        ("【总投资】", "(总投资)"),
        ("ＡＢＣ", "abc"),
        ("—－-", "---"),
        ("“小分队”", '"小分队"'),
        ("\ufeff序号\u200b", "序号"),
    ],
)
def test_normalised_form(text: str, form: str) -> None:
    assert normalise(text) == form


@given(st.text())
@example("a\u200b\u0301")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("总投资(亿元)", "总投资", "亿元"),
        ("总投资\n（万元）", "总投资", "万元"),
        ("总投资\n万元", "总投资", "万元"),
        ("总投资（单位：万元）", "总投资", "万元"),
        ("总投资/万元", "总投资", "万元"),
        ("到位资金（万元）合计", "到位资金合计", "万元"),
        ("同比（%）", "同比", "%"),
        ("实际引进内资(省际)", "实际引进内资(省际)", None),
        ("新建/续建", "新建/续建", None),
        ("批次", "批次", None),
        ("人次", "人次", None),
        ("总投资(万元)(亿元)", "总投资(万元)(亿元)", None),
        ("万元", "万元", None),
        ("", "", None),
    ],
)
def test_split_unit(text: str, name: str, unit: str | None) -> None:
    found, found_unit = split_unit(text, CATALOGUE)
    assert (found, found_unit.id if found_unit else None) == (name, unit)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：万元", ["万元"]),
        ("单 位：万 元", ["万元"]),
        ("（金额单位：人民币万元）", ["万元"]),
        ("单位：亿元、万美元、个、%", ["亿元", "万美元", "个", "%"]),
        ("填报单位：汉滨区    单位：亿元", ["亿元"]),
        ("单位：万元   2020年12月", ["万元"]),
        ("填报单位：个人商会", []),
        ("单位：万元/万美元/万元", ["万元", "万美元"]),
        ("", []),
    ],
)
def test_find_units(text: str, units: list[str]) -> None:
    assert [unit.id for unit in find_units(text, CATALOGUE)] == units


def test_exactness_beyond_the_precision_of_decimal() -> None:
    number = Decimal("123456789012345678.0000000000001")
    expected = Fraction(number)
    huge = Unit("十", "元", 1)
    reading = read_value(cell(number), AMOUNT, huge, CATALOGUE)
    assert reading.value == expected.numerator // expected.denominator
    assert reading.conversions == ("rounded",)
