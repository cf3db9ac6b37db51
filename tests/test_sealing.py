"""The seal of a part is the digest of its rows as JSON, however many are written at a time."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsstat.store import sealing
from zsstat.store.sealing import Seal, portions, seal

ROW = st.lists(st.none() | st.integers() | st.text(), max_size=4)
ROWS = st.lists(ROW, max_size=8)


def written_out(records: object, observations: object) -> str:
    text = json.dumps([records, observations], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@given(ROWS, ROWS, st.integers(1, 9))
def test_the_seal_is_that_of_all_rows_at_once(
    records: list[list[object]], observations: list[list[object]], at_a_time: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "AT_A_TIME", at_a_time)
        assert seal(iter(records), iter(observations)) == written_out(records, observations)


def test_records_cannot_follow_observations() -> None:
    made = Seal()
    made.observations([])
    with pytest.raises(ValueError, match="before"):
        made.records([["x"]])


def test_portions_leave_nothing_out() -> None:
    cut = list(portions(range(2 * sealing.AT_A_TIME + 1)))
    assert [len(portion) for portion in cut] == [sealing.AT_A_TIME, sealing.AT_A_TIME, 1]
    assert [number for portion in cut for number in portion] == list(range(2001))
