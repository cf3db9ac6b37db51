"""What went wrong with a total: one slip at a time, and never the wrong one with confidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recognise_support import Entry, Formula, book, catalogue, sheet
from zsstat.checks import Context, History, check
from zsstat.checks.causes import MOST_SAID, UNIT_SLIPS, nearest_cause
from zsstat.checks.formulas import added
from zsstat.model import Finding, Period
from zsstat.recognise import Expected, recognise

TOTAL = "table.total_mismatch"

# --- the difference alone ---------------------------------------------------------------------


def cause(stated: int, *rows: int, within: Sequence[int] = ()) -> str:
    return nearest_cause(stated, {f"第{n}行": value for n, value in enumerate(rows, 5)}, within)


@pytest.mark.parametrize(
    ("stated", "rows", "said"),
    [
        (10 - 23 + 45, (10, 23, 45), "；正好差第6行的数的两倍，可能是正负号弄反了"),
        (10 + 23 + 45, (10, -23, 45), "；正好差第6行的数的两倍，可能是正负号弄反了"),
        (17 + 23000 + 451, (17, 23, 451), "；第6行的数扩大1000倍就正好相符，请核对它的单位"),
        (17 + 230000 + 451, (17, 23, 451), "；第6行的数扩大10000倍就正好相符，请核对它的单位"),
        (17 + 23 + 451, (17, 230000, 451), "；第6行的数缩小10000倍就正好相符，请核对它的单位"),
        (17 + 23 + 451, (17, 23000, 451), ""),
        (17 + 230 + 451, (17, 23, 451), ""),
        (23000, (23,), "；两者正好相差1000倍，请核对单位和小数点"),
        (23000, (0, 23), "；两者正好相差1000倍，请核对单位和小数点"),
        (-23, (23,), ""),
        (0, (10, 23), ""),
    ],
)
def test_one_row_with_another_sign_or_in_another_unit(
    stated: int, rows: tuple[int, ...], said: str
) -> None:
    assert cause(stated, *rows) == said


def test_two_causes_that_fit_are_both_said() -> None:
    assert cause(300, 100, 200, 200) == (
        "；正好漏了第6行或第7行的数；或者正好差第5行的数的两倍，可能是正负号弄反了"
    )


def test_of_three_causes_that_fit_none_is_said() -> None:
    rows = (180, 90, 1150)  # 第5行 left out, 第6行 subtracted, or 1240 written for 1420
    assert cause(1240, *rows) == ""
    assert cause(1340, 180, 90, 1250).count("；") == MOST_SAID == 2


def test_more_than_three_rows_that_fit_are_not_all_named() -> None:
    assert cause(8 * 7, *([7] * 9)) == "；正好漏了第5行或第6行或第7行等的数"


AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=7)


@st.composite
def faults(draw: st.DrawFn) -> tuple[int, list[int], list[int], str]:
    """What is stated, the rows, the 小计 among them, and what was done to the total: a pattern."""
    rows = draw(AMOUNTS)
    at = draw(st.integers(0, len(rows) - 1))
    total, value, row = sum(rows), rows[at], f"(?:第{at + 5}行|等)"
    within = [sum(rows[: at + 1]), sum(rows[at + 1 :])] if draw(st.booleans()) else []
    tens = draw(st.sampled_from([k for k in UNIT_SLIPS if k > 0 or not value % 10**4]))
    scaled = value * 10**tens if tens > 0 else value // 10**-tens
    in_unit = f"{row}[^；]*{'扩大' if tens > 0 else '缩小'}{10 ** abs(tens)}倍"
    digits = str(abs(total))
    swap = draw(st.integers(0, max(0, len(digits) - 2)))
    swapped = digits[:swap] + digits[swap : swap + 2][::-1] + digits[swap + 2 :]
    kinds = [
        (total - value, f"漏了[^；]*{row}"),
        (total + value, f"多计了[^；]*{row}"),
        (total - 2 * value, f"差[^；]*{row}[^；]*两倍"),
        (total - value + scaled, in_unit if total != value else "相差10*倍"),
        (total + sum(within), "各小计之和"),
        (total * 10 ** draw(st.integers(1, 8)), "相差10*倍"),
        (int(swapped) if total >= 0 else -int(swapped), "写颠倒了"),
    ]
    if swapped.startswith("0"):  # nobody writes a total that begins with a nought
        kinds.pop()
    stated, pattern = draw(st.sampled_from(kinds))
    return stated, rows, within, pattern


@given(faults())
def test_what_is_named_contains_what_was_done(
    fault: tuple[int, list[int], list[int], str],
) -> None:
    stated, rows, within, pattern = fault
    said = cause(stated, *rows, within=within)
    if stated != sum(rows) and said:
        assert re.search(pattern, said), said
    assert said.count("；") <= MOST_SAID


@given(AMOUNTS)
def test_a_total_that_nobody_filled_in_has_no_cause(rows: list[int]) -> None:
    assert cause(0, *rows) == ""


# --- the formula ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "counts"),
    [
        ("SUM(F5:F7)", {"F5": 1, "F7": 1, "F8": 0, "E5": 0}),
        ("SUM(F5:F6,F8:F9)", {"F5": 1, "F7": 0, "F9": 1}),
        ("=SUM($F$5:$F$6, F6)", {"F5": 1, "F6": 2}),
        ("SUM(F5:F6)+SUM(F8:F9)-F9", {"F5": 1, "F8": 1, "F9": 0}),
        ("F5+F6-F7", {"F5": 1, "F6": 1, "F7": -1}),
        ("+F5", {"F5": 1}),
        ("-F5", {"F5": -1}),
        ("SUM(F7:E5)", {"E5": 1, "F6": 1}),
        ("SUM(E5:G5)", {"F5": 1}),
    ],
)
def test_what_a_formula_adds(formula: str, counts: Mapping[str, int]) -> None:
    found = added(formula)
    assert found is not None
    assert {cell: found.times(cell) for cell in counts} == counts


@pytest.mark.parametrize(
    "formula",
    ["", "SUM(F5:F6)+1", "F5*2", "ROUND(SUM(F5:F6),2)", "SUM(别的表!F5:F6)", "F5F6", "SUM()",
     "SUM(F5:F6)F7", "SUBTOTAL(9,F5:F9)", "SUM(F:F)", "IF(F5>0,F5,0)"],
)  # fmt: skip
def test_what_is_no_sum_of_cells_is_not_judged(formula: str) -> None:
    assert added(formula) is None


def totals(*rows: Sequence[Entry]) -> list[Finding]:
    """The findings on a ledger with these rows below its header (row 3), in 万元."""
    head = ("项目名称", "投资方", "总投资", "签约时间", "本年到位资金", "其中省际")
    made = [["汉阴县2020年招商引资项目台账"], ["单位：万元"], head, *rows]
    subject = recognise(book(sheet(made)), catalogue(), Expected("hanyin", 2020, 12))
    context = Context(subject, Period(2020), (), catalogue(), History(), date(2021, 1, 8))
    return [finding for finding in check(context) if finding.rule == TOTAL]


def project(name: str, total: int) -> list[Entry]:
    return [f"汉阴{name}产业园项目", "江苏某某公司", total, "2020年3月", None, None]


def summed(label: str, formula: str, value: int) -> list[Entry]:
    return [label, None, Formula(formula, value), None, None, None]


GROUPS = (
    project("甲", 1200),  # row 4
    project("乙", 2300),
    summed("小计", "SUM(C4:C5)", 3500),
    project("丙", 4700),
    project("丁", 5900),  # row 8
    summed("小计", "SUM(C7:C8)", 10600),
)


@pytest.mark.parametrize(
    ("formula", "value"), [("C6+C9", 14100), ("SUM(C6,C9)", 14100), ("SUM(C4:C5,C7:C8)", 14100)]
)
def test_a_total_of_subtotals_passes(formula: str, value: int) -> None:
    assert totals(*GROUPS, summed("合计", formula, value)) == []


@pytest.mark.parametrize(
    ("formula", "value", "said"),
    [
        ("C6", 3500, "没有包括第7、8行"),
        ("SUM(C4:C9)", 28200, "把第6、9行的小计又加了一遍"),
        ("SUM(C4:C8)", 17600, "把第6行的小计又加了一遍"),
        ("SUM(C4:C5,C8:C8)", 9400, "没有包括第7行"),
        ("C6+C9-C8", 8200, "没有包括第8行"),
        ("C4+C5-C7-C8", -7100, "减去了第7、8行"),
        ("C6+C9+C7", 18800, "把第9行的小计又加了一遍"),
        ("C4+C4+C5+C9", 15300, "把第4行加了不止一遍"),
        ("SUM(C4:C6)", 7000, "没有包括第7、8行，把第6行的小计又加了一遍"),
    ],
)
def test_a_formula_says_itself_what_is_wrong(formula: str, value: int, said: str) -> None:
    (finding,) = totals(*GROUPS, summed("合计", formula, value))
    assert finding.message.endswith(f"；合计公式{said}")


def test_a_formula_that_covers_all_leaves_the_difference_to_speak() -> None:
    rows = (project("甲", 1200), project("乙", 2300), project("丙", 4700))
    (finding,) = totals(*rows, summed("合计", "SUM(C4:C6)", 3500))
    assert finding.message.endswith("；正好漏了第6行的数")
