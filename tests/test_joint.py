"""Joint activities are counted once in the city and by every reporter in its own figure."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from zsstat.joint import JointLine, joint_deductions
from zsstat.model import CellRef


def line(area: str, value: int, *, joint: str = "k", indicator: str = "trips") -> JointLine:
    return JointLine(area, indicator, joint, value, CellRef("h", f"{area}.xlsx", "活动", "B4"))


def test_the_largest_is_kept_and_the_others_are_deducted() -> None:
    found = joint_deductions([line("a", 1), line("b", 3), line("c", 2)], ["a", "b", "c"])
    assert [(d.area, d.value, d.kept) for d in found] == [("a", -1, "b"), ("c", -2, "b")]
    assert found[0].cells == (CellRef("h", "a.xlsx", "活动", "B4"),)


def test_of_equals_the_first_in_order_is_kept() -> None:
    lines = [line("a", 1), line("b", 1), line("c", 1)]
    kept = {d.kept for d in joint_deductions(lines, ["c", "a", "b"])}
    assert kept == {"c"}
    assert {d.kept for d in joint_deductions(lines, [])} == {"a"}
    assert {d.kept for d in joint_deductions(lines, ["b"])} == {"b"}


def test_the_lines_of_one_reporter_belong_together() -> None:
    found = joint_deductions([line("a", 2), line("a", 2), line("b", 3)], ["b", "a"])
    assert [(d.area, d.value) for d in found] == [("b", -3)]
    assert len(joint_deductions([line("b", 3), line("a", 1), line("a", 1)], [])[0].cells) == 2


def test_an_activity_of_one_reporter_is_not_deducted() -> None:
    assert joint_deductions([line("a", 1), line("a", 1)], ["a"]) == ()
    assert joint_deductions([line("a", 1), line("b", 1, joint="other")], ["a"]) == ()
    assert joint_deductions([line("a", 1), line("b", 1, indicator="other")], ["a"]) == ()


lines = st.lists(
    st.builds(
        lambda area, value, joint, indicator: line(area, value, joint=joint, indicator=indicator),
        st.sampled_from("abcd"),
        st.integers(0, 9),
        st.sampled_from(["k", "l"]),
        st.sampled_from(["trips", "events"]),
    )
)


@given(lines, st.permutations("abcd"))
def test_areas_and_deductions_add_up_to_the_largest_of_each(
    given_lines: list[JointLine], order: list[str]
) -> None:
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for found in given_lines:
        sums[found.indicator, found.joint][found.area] += found.value
    deductions = joint_deductions(given_lines, order)
    for key, by_area in sums.items():
        off = sum(d.value for d in deductions if (d.indicator, d.joint) == key)
        assert sum(by_area.values()) + off == max(by_area.values())
    assert all(d.value < 0 and d.area != d.kept for d in deductions)
