"""Frames hold whole numbers, never floats."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zsstat.frames import crosstab

BIG = 2**70 + 1


def test_a_cross_tabulation_is_exact_and_keeps_what_is_missing() -> None:
    sums = {("a", "x"): BIG, ("b", "x"): 1, ("b", "y"): 3}
    frame = crosstab(sums, rows=("a", "b", "c"), received={"a", "b"})
    assert list(frame.columns) == ["x", "y"]
    assert [list(row) for row in frame.to_numpy()] == [[BIG, 0], [1, 3], [None, None]]
    assert frame["x"].map(type).tolist() == [int, int, type(None)]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(-(2**80), 2**80)
    )
)
def test_a_cross_tabulation_adds_up(sums: dict[tuple[str, str], int]) -> None:
    frame = crosstab(sums, rows=("a", "b", "c"), received={"a", "b", "c"})
    assert sum(value for row in frame.to_numpy() for value in row) == sum(sums.values())
    totals = [sum(frame[member]) for member in frame.columns]
    assert totals == sorted(totals, reverse=True)


def test_small_and_missing_numbers_are_never_floats() -> None:
    frame = crosstab({("a", "x"): 1}, rows=("a", "b"), received={"a"})
    assert list(frame["x"]) == [1, None]
