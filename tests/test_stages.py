"""The same project in two periods, what became of it, and how many went on how far."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stages_support import entity
from zsstat.compute.stages import Fate, Move, Stages, conversions, matched, shared_codes
from zsstat.model import Entity

WAY = ("策划", "洽谈", "签约", "落地", "开工", "投产")
STAGES = Stages((*WAY, "终止"), ended=("终止",), finished=("投产", "终止"))

entities = st.builds(
    entity,
    st.sampled_from(["东", "西", "南"]),
    st.sampled_from([*STAGES.names, None]),
    reporter=st.sampled_from(["hanbin", "ziyang"]),
    code=st.none() | st.sampled_from(["1", "2", "3"]),
    party=st.none() | st.sampled_from(["甲", "乙"]),
    total=st.none() | st.integers(0, 50),
    row=st.integers(1, 9),
)
ledgers = st.lists(entities, max_size=12)


def pairs(before: list[Entity], now: list[Entity]) -> list[tuple[int | None, int | None]]:
    """Row before and row now of each project."""
    return [
        (m.before.row if m.before else None, m.now.row if m.now else None)
        for m in matched(before, now)
    ]


# --- the same project -------------------------------------------------------------------------


def test_a_code_decides_whatever_else_changed() -> None:
    before = [entity("东", code="1", row=1), entity("西", code="2", row=2)]
    now = [entity("西", code="1", party="乙", row=3), entity("东", code="2", row=4)]
    assert pairs(before, now) == [(1, 3), (2, 4)]


def test_without_a_code_name_and_party_decide_within_a_reporter() -> None:
    before = [entity("东", party="甲", row=1), entity("东", party="乙", row=2)]
    now = [entity("东", party="乙", row=3), entity("东", party="甲", reporter="ziyang", row=4)]
    assert pairs(before, now) == [(2, 3), (None, 4), (1, None)]


def test_a_row_that_got_its_code_only_now_is_known_by_its_name() -> None:
    assert pairs([entity("东", row=1)], [entity("东", code="1", row=2)]) == [(1, 2)]
    assert pairs([entity("东", code="1", row=1)], [entity("东", row=2)]) == [(1, 2)]


def test_two_different_codes_are_two_projects_though_they_bear_one_name() -> None:
    before = [entity("东", code="1", row=1)]
    assert pairs(before, [entity("东", code="2", row=2)]) == [(None, 2), (1, None)]


def test_a_code_is_followed_to_another_reporter_but_the_own_one_goes_first() -> None:
    before = [entity("东", code="1", row=1)]
    other = entity("东", code="1", reporter="ziyang", row=2)
    assert pairs(before, [other]) == [(1, 2)]
    assert pairs(before, [other, entity("东", code="1", row=3)]) == [(None, 2), (1, 3)]


def test_a_project_that_is_listed_twice_is_paired_row_by_row() -> None:
    twice = [entity("东", code="1", row=1), entity("东", code="1", row=2)]
    again = [entity("东", code="1", row=3), entity("东", code="1", row=4)]
    assert pairs(twice, again) == [(1, 3), (2, 4)]
    assert pairs(twice, again[:1]) == [(1, 3), (2, None)]


@given(ledgers, ledgers)
def test_every_row_is_in_exactly_one_move(before: list[Entity], now: list[Entity]) -> None:
    moves = matched(before, now)
    assert [m.now for m in moves if m.now] == now
    assert Counter(map(id, (m.before for m in moves if m.before))) == Counter(map(id, before))
    for move in moves:
        assert move.entity is (move.now or move.before)


@given(ledgers)
def test_a_ledger_is_the_same_as_itself(ledger: list[Entity]) -> None:
    for move in matched(ledger, ledger):
        assert move.before is not None
        assert move.now is not None
        assert (move.before.code, move.before.name) == (move.now.code, move.now.name)


@given(ledgers, ledgers)
def test_what_is_paired_is_alike_and_nothing_alike_is_left(
    before: list[Entity], now: list[Entity]
) -> None:
    moves = matched(before, now)
    for move in moves:
        if move.before and move.now:
            assert alike(move.before, move.now)
    gone = [m.before for m in moves if m.before and not m.now]
    new = [m.now for m in moves if m.now and not m.before]
    assert not any(alike(one, other) for one in gone for other in new)


def alike(one: Entity, other: Entity) -> bool:
    """The definition: by code where both have one, else by name and party within a reporter."""
    if one.code and other.code:
        return one.code == other.code
    own = one.reporter == other.reporter
    return own and (one.name, one.party or "") == (other.name, other.party or "")


# --- what became of it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "fate"),
    [
        ("签约", "开工", Fate.FORWARD),
        ("开工", "开工", Fate.SAME),
        ("开工", "落地", Fate.BACK),
        ("投产", "策划", Fate.BACK),
        ("洽谈", "终止", Fate.ENDED),
        ("投产", "终止", Fate.ENDED),
        ("终止", "终止", Fate.SAME),
        ("终止", "开工", Fate.REVIVED),
        (None, "开工", Fate.UNKNOWN),
        ("开工", None, Fate.UNKNOWN),
        ("开工", "停工", Fate.UNKNOWN),
        (None, None, Fate.UNKNOWN),
    ],
)
def test_the_order_of_the_stages_says_what_became_of_a_project(
    before: str | None, now: str | None, fate: Fate
) -> None:
    later = entity("东", now)
    assert Move(entity("东", before), later, later).fate(STAGES) is fate


@pytest.mark.parametrize(
    ("stage", "fate"),
    [("开工", Fate.GONE), (None, Fate.GONE), ("投产", Fate.CLOSED), ("终止", Fate.CLOSED)],
)
def test_only_what_was_not_finished_is_gone(stage: str | None, fate: Fate) -> None:
    known = entity("东", stage)
    assert Move(known, None, known).fate(STAGES) is fate
    assert Move(None, known, known).fate(STAGES) is Fate.NEW


def test_the_order_is_the_one_declared_and_not_one_of_ours() -> None:
    turned = Stages(tuple(reversed(WAY)))
    later = entity("东", "签约")
    assert Move(entity("东", "开工"), later, later).fate(turned) is Fate.FORWARD


# --- how many went on -------------------------------------------------------------------------


def test_a_conversion_counts_who_arrived_there_or_beyond() -> None:
    before = [entity(str(n), "签约", row=n) for n in range(5)]
    stages = ["签约", "落地", "投产", "终止", None]
    now = [entity(str(n), stage, row=n) for n, stage in enumerate(stages)]
    moves = matched([*before, entity("消失", "签约")], now)
    found = {(c.start, c.goal): (len(c.reached), len(c.all)) for c in conversions(moves, STAGES)}
    assert found["签约", "落地"] == (2, 6)
    assert found["签约", "开工"] == found["签约", "投产"] == (1, 6)
    assert found["策划", "洽谈"] == (0, 0)
    assert ("签约", "签约") not in found
    assert not any("终止" in pair for pair in found)
    assert len(found) == len(WAY) * (len(WAY) - 1) // 2


@given(ledgers, ledgers)
def test_conversions_fall_from_stage_to_stage(before: list[Entity], now: list[Entity]) -> None:
    moves = matched(before, now)
    for start in WAY:
        made = [c for c in conversions(moves, STAGES) if c.start == start]
        counts = [len(c.reached) for c in made]
        assert counts == sorted(counts, reverse=True)
        for found in made:
            assert len(found.all) == sum(e.stage == start for e in before)
            brute = [m for m in moves if m.before and m.before.stage == start and m.now]
            goals = WAY[WAY.index(found.goal) :]
            assert len(found.reached) == sum(
                m.now is not None and m.now.stage in goals for m in brute
            )


def test_codes_that_several_reporters_have_are_counted() -> None:
    ledger = [
        entity("东", code="1"),
        entity("东", code="1"),
        entity("西", code="2"),
        entity("西", code="2", reporter="ziyang"),
        entity("南"),
        entity("南", reporter="ziyang"),
    ]
    assert shared_codes(ledger) == 1
