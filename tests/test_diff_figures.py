"""The books with another version in them, against adding everything up anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks_support import PERIOD, SHA, catalogue, table
from tests.diff_support import Row, project_tables, projects, records
from zsstat.compute import Book
from zsstat.compute.exchange import exchanged
from zsstat.compute.versions import CellChange, row_changes
from zsstat.joint import JointLine, joint_deductions
from zsstat.model import CellRef, Observation, Period, Return, Role
from zsstat.post import post

AREAS = ("hanbin", "ziyang", "langao")
CODES = ("funds_total", "leader_trips")
POSTED = {"本年到位资金": "funds_total", "自签约累计到位": "funds_cumulative"}
"""Columns whose amounts are posted whatever else stands in the row."""


def posted(rows: Sequence[Row]) -> Counter[str]:
    found = table("projects", *rows)
    lines, _ = post(Return("报表.xlsx", SHA, "ziyang", PERIOD, (found,), ()), catalogue())
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line.indicator] += line.value
    return sums


def moved(cell: CellChange) -> int:
    """What a cell adds to a sum: nothing where it holds no number."""
    before, after = (f.value if f else None for f in (cell.before, cell.after))
    return (after if isinstance(after, int) else 0) - (before if isinstance(before, int) else 0)


@given(project_tables, project_tables)
def test_figures_differ_by_the_sum_of_what_the_cells_differ(
    before: list[Row], after: list[Row]
) -> None:
    was, now = posted(before), posted(after)
    changes = row_changes(projects(), records(before), records(after), PERIOD.year)
    for column, code in POSTED.items():
        cells = [c for row in changes for c in row.cells if c.column == column]
        assert now[code] - was[code] == sum(map(moved, cells))
        for cell in cells:
            assert cell.difference in (None, moved(cell))


# --- exchanged lines --------------------------------------------------------------------------


def line(
    area: str,
    code: str,
    value: int,
    joint: str | None = None,
    *,
    cell: str = "A1",
    period: Period = PERIOD,
    role: Role = Role.ACTUAL,
) -> Observation:
    ref = CellRef(SHA, "报表.xlsx", "表", cell)
    return Observation(area, code, period, value, ref, "activities", "表", 1, role, joint=joint)


lines = st.builds(
    line,
    st.just("ziyang"),
    st.sampled_from(CODES),
    st.integers(-9, 9).filter(bool),
    st.sampled_from([None, "甲", "乙"]),
    cell=st.sampled_from(["A1", "B2", "C3"]),
    period=st.sampled_from([PERIOD, PERIOD.previous_year]),
)
others = st.builds(
    line,
    st.sampled_from(AREAS),
    st.sampled_from(CODES),
    st.integers(1, 9),
    st.sampled_from([None, "甲", "乙"]),
    cell=st.sampled_from(["D4", "E5"]),
)


def joint_lines(found: Iterable[Observation]) -> tuple[JointLine, ...]:
    return tuple(
        JointLine(o.area, o.indicator, o.joint, o.value, o.ref)
        for o in found
        if o.joint and o.period == PERIOD
    )


def book_of(found: Sequence[Observation]) -> Book:
    """The books of exactly these lines, added up from the start."""
    sums: dict[Period, Counter[tuple[str, str]]] = {
        PERIOD: Counter(),
        PERIOD.previous_year: Counter(),
    }
    for o in found:
        sums[o.period][o.area, o.indicator] += o.value
    deductions: Counter[str] = Counter()
    for deduction in joint_deductions(joint_lines(found), AREAS):
        deductions[deduction.indicator] += deduction.value
    everybody = frozenset(AREAS)
    return Book(
        PERIOD, "ankang", AREAS, sums[PERIOD], sums[PERIOD.previous_year], deductions,
        received=everybody, base_received=everybody,
    )  # fmt: skip


def values(book: Book) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    return {
        (area, code): (book.value(area, code), book.base_value(area, code))
        for area in (*AREAS, book.city)
        for code in CODES
    }


@given(st.lists(others, max_size=6), st.lists(lines, max_size=5), st.lists(lines, max_size=5))
def test_exchanging_lines_is_adding_up_anew(
    rest: list[Observation], out: list[Observation], into: list[Observation]
) -> None:
    book = book_of([*rest, *out])
    made = exchanged(book, out, into, joint_lines([*rest, *out]))
    assert values(made) == values(book_of([*rest, *into]))


@given(st.lists(others, max_size=6), st.lists(lines, max_size=5))
def test_exchanging_lines_for_themselves_changes_nothing(
    rest: list[Observation], own: list[Observation]
) -> None:
    book = book_of([*rest, *own])
    assert values(exchanged(book, own, own, joint_lines([*rest, *own]))) == values(book)


def test_what_the_office_added_to_a_sum_stays() -> None:
    book = replace(book_of([]), actual={("ziyang", "funds_total"): 107}, deductions={"x": -3})
    made = exchanged(book, [line("ziyang", "funds_total", 7)], [])
    assert made.value("ziyang", "funds_total") == 100
    assert made.deductions["x"] == -3


@pytest.mark.parametrize(
    ("known", "out", "into", "then"),
    [
        (5, 5, 8, 8),  # the version said it
        (5, 5, None, None),  # only the version said it
        (6, 5, 8, 6),  # somebody stated it again since
        (None, None, 8, 8),
        (6, None, 8, 6),
    ],
)
def test_of_a_stated_value_the_last_holds(
    known: int | None, out: int | None, into: int | None, then: int | None
) -> None:
    sums = {} if known is None else {("ziyang", "funds_total"): known}
    book = replace(book_of([]), actual=sums, stated=frozenset({"funds_total"}))
    made = exchanged(
        book,
        [] if out is None else [line("ziyang", "funds_total", out)],
        [] if into is None else [line("ziyang", "funds_total", into)],
    )
    assert made.value("ziyang", "funds_total") == then


def test_targets_are_exchanged_too() -> None:
    def target(value: int, area: str = "ziyang") -> Observation:
        return line(area, "funds_total", value, role=Role.TARGET)

    book = replace(book_of([]), targets={("ziyang", "funds_total"): 50, ("x", "y"): 1})
    made = exchanged(book, [target(50)], [target(40), target(9, "hanbin")])
    assert made.targets == {
        ("ziyang", "funds_total"): 40, ("hanbin", "funds_total"): 9, ("x", "y"): 1,
    }  # fmt: skip
    assert exchanged(book, [target(50)], []).targets == {("x", "y"): 1}
    assert made.value("ziyang", "funds_total") == 0
