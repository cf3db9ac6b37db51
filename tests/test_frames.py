"""Frames hold whole numbers, never floats."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.figures_support import ref
from zsstat.frames import crosstab, observation_frame, sum_frame
from zsstat.model import Dimension, Observation, Period

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


def test_observations_as_a_frame() -> None:
    seen = Observation(
        "hanbin",
        "funds_total",
        Period(2020, 9),
        BIG,
        ref("F4"),
        "projects",
        "台账",
        4,
        dimensions={Dimension.INDUSTRY: "装备制造"},
    )
    frame = observation_frame([seen, seen])
    assert frame["value"].sum() == 2 * BIG
    row = frame.iloc[0]
    assert (row["area"], row["year"], row["month"], row["cell"]) == ("hanbin", 2020, 9, "F4")
    assert (row["industry"], row["source"], row["role"]) == ("装备制造", None, "actual")
    assert observation_frame([]).empty
    by_area = frame.groupby("area")["value"].sum()
    assert by_area["hanbin"] == 2 * BIG


def test_small_and_missing_numbers_are_never_floats() -> None:
    frame = crosstab({("a", "x"): 1}, rows=("a", "b"), received={"a"})
    assert list(frame["x"]) == [1, None]
    seen = Observation("a", "i", Period(2020), 5, ref("F4"), "t", "s", 4)
    assert str(observation_frame([seen]).dtypes["value"]) == "object"
    assert str(sum_frame({("a", "x"): 1}).dtypes["x"]) == "object"


def test_sums_as_a_frame() -> None:
    frame = sum_frame({("a", "x"): 1, ("b", "y"): BIG})
    assert frame.at["b", "y"] == BIG
    assert frame.at["a", "y"] is None
