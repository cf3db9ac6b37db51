"""The store at its public face: what was saved comes back, and only what counts is added up."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store_support import (
    CATALOGUE,
    NOW,
    YEAR,
    make_finding,
    make_observation,
    make_record,
    make_submission,
    make_table,
    with_finding,
)
from zsstat.errors import DecisionError, StoreError
from zsstat.joint import joint_deductions
from zsstat.model import (
    CellRef,
    Dimension,
    Field,
    Level,
    Observation,
    Outcome,
    PartialDate,
    Period,
    Record,
    Role,
)
from zsstat.store import Decided, Status, Store, codec, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "z.db", create=True, catalogue_fingerprint=CATALOGUE) as opened:
        yield opened


# --- round trip -------------------------------------------------------------------------------

dates = st.builds(PartialDate, st.integers(1900, 2100)) | st.builds(
    PartialDate, st.integers(1900, 2100), st.integers(1, 12), st.none() | st.integers(1, 28)
)
values = (
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | dates
)
fields = st.builds(
    Field,
    value=values,
    text=st.text(max_size=8),
    ref=st.builds(CellRef, st.just("h"), st.just("f.xlsx"), st.sampled_from(["表1", "表 2"]),
                  st.sampled_from(["A1", "F12", "XFD1048576"])),
    unit=st.none() | st.sampled_from(["万元", "亿元"]),
    conversions=st.lists(st.sampled_from(["full_width", "unit:万元"])).map(tuple),
    readable=st.booleans(),
)  # fmt: skip


@given(st.dictionaries(st.text(min_size=1, max_size=6), fields, max_size=5))
def test_fields_come_back_as_they_were(given_fields: dict[str, Field]) -> None:
    record = Record("projects", "表1", 7, given_fields)
    decoded = codec.decode_fields(codec.encode_fields(record), "表1", "h", "f.xlsx")
    assert decoded == given_fields
    assert list(decoded) == list(given_fields)
    for name, field in given_fields.items():
        assert type(decoded[name].value) is type(field.value)
        if isinstance(field.value, Decimal):
            assert str(decoded[name].value) == str(field.value)


cell_lists = st.lists(
    st.builds(
        CellRef,
        st.sampled_from(["h", "other"]),
        st.sampled_from(["f.xlsx", "g.xlsx"]),
        st.text(max_size=4) | st.just("表1"),
        st.just("B2"),
    )
)


@given(cell_lists)
def test_cells_come_back_as_they_were(cells: list[CellRef]) -> None:
    home = CellRef("h", "f.xlsx", "表1", "A1")
    assert codec.decode_cells(codec.encode_cells(cells, home), home) == tuple(cells)


def test_a_submission_comes_back_as_it_was(store: Store) -> None:
    submission = make_submission([3, -5], joint="同一活动")
    targets = make_record(submission.sha256, submission.file, 3, {"指标": "funds", "目标": 80}, "t")
    target = make_observation(
        targets,
        "目标",
        "funds",
        area="ankang",
        role=Role.TARGET,
        dimensions={d: f"某{d}" for d in Dimension},
        conditions=["指标", "目标"],
    )
    submission = replace(
        with_finding(submission, level=Level.C),
        tables=(*submission.tables, make_table([targets], "t"), make_table([], "foreign")),
        observations=(*submission.observations, target),
    )
    number = store.save(submission)

    assert store.observations(number) == submission.observations
    assert [r.record for r in store.records(number)] == [
        record for table in submission.tables for record in table.records
    ]
    assert [f.finding for f in store.findings(number)] == list(submission.findings)
    assert store.original(submission.sha256) == (submission.file, submission.content)
    row = store.submission(number)
    assert (row.reporter, row.period, row.status) == ("ziyang", YEAR, Status.ACCEPTED)
    assert (row.received_at, row.who, row.catalogue_fingerprint) == (NOW, "张三", CATALOGUE)
    assert row.tables == row.active_tables == ("projects", "t", "foreign")
    assert store.integrity() == []


# --- sums -------------------------------------------------------------------------------------

amounts = st.lists(st.integers(-(10**14), 10**14), max_size=6)
returns = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from([YEAR, Period(2020, 6)])),
    amounts,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(returns)
def test_every_sum_is_the_sum_of_its_sources(
    tmp_path_factory: pytest.TempPathFactory, given_returns: dict[tuple[str, Period], list[int]]
) -> None:
    path = tmp_path_factory.mktemp("sums") / "z.db"
    with open_store(path, create=True) as store:
        for (reporter, period), values in given_returns.items():
            store.save(make_submission(values, reporter=reporter, period=period))
        for period in (YEAR, Period(2020, 6)):
            expected = {
                (reporter, "funds", Role.ACTUAL): sum(values)
                for (reporter, when), values in given_returns.items()
                if when == period and values
            }
            sums = store.sums(period)
            assert {k: v for k, v in sums.items() if k[1] == "funds"} == expected
            for (area, indicator, role), value in sums.items():
                rows = store.sources(indicator, period, area, role)
                assert sum(row.value for row in rows) == value
            for indicator in ("funds", "projects"):
                groups = store.groups_by_area(period, Dimension.INDUSTRY)
                total = sum(v for (_, i, _), v in sums.items() if i == indicator)
                assert sum(v for (_, i, _), v in groups.items() if i == indicator) == total
            assert store.received(period) == {r for r, when in given_returns if when == period}
        assert store.periods() == tuple(sorted({period for _, period in given_returns}))
        assert store.integrity() == []


def test_sources_show_the_cell_its_text_and_its_conditions(store: Store) -> None:
    store.save(make_submission([3], reporter="b"))
    submission = make_submission([5, 7], reporter="a")
    store.save(submission)

    rows = store.sources("funds", YEAR)
    assert [(r.area, r.value, r.ref.cell, r.text) for r in rows] == [
        ("a", 5, "B4", "5"),
        ("a", 7, "B5", "7"),
        ("b", 3, "B4", "3"),
    ]
    assert rows[0].ref == CellRef(submission.sha256, "a.xlsx", "表1", "B4")
    assert [c.cell for c in rows[1].conditions] == ["A5"]
    assert rows[0].fields["名称"].value == "a项目4"
    counted = store.sources("projects", YEAR, "b")
    assert [(r.value, r.ref.cell, r.text) for r in counted] == [(1, "A4", "b项目4")]


def test_sources_by_dimension_and_by_record(store: Store) -> None:
    store.save(make_submission([3, 5, 7], industries=("甲", "乙")))
    rows = store.sources("funds", YEAR, dimension=Dimension.INDUSTRY, member="甲")
    assert [r.value for r in rows] == [3, 7]
    only = store.sources("funds", YEAR, record=rows[1].record_id)
    assert [r.value for r in only] == [7]


def test_groups_and_largest(store: Store) -> None:
    store.save(make_submission([3, 9], reporter="a", industries=("甲", "乙")))
    store.save(make_submission([5, 9, 1], reporter="b", industries=("甲", "丙")))
    assert store.groups_by_area(YEAR, Dimension.INDUSTRY) == {
        ("a", "funds", "甲"): 3, ("a", "funds", "乙"): 9,
        ("b", "funds", "甲"): 6, ("b", "funds", "丙"): 9,
        ("a", "projects", "甲"): 1, ("a", "projects", "乙"): 1,
        ("b", "projects", "甲"): 2, ("b", "projects", "丙"): 1,
    }  # fmt: skip
    assert store.groups_by_area(YEAR, Dimension.PLACE) == {}
    assert [(r.area, r.value) for r in store.largest("funds", YEAR, 3)] == [
        ("a", 9),
        ("b", 9),
        ("b", 5),
    ]


def test_targets_of_the_year_as_last_sent(store: Store) -> None:
    def send(period: Period, amount: int) -> None:
        submission = make_submission([], period=period, content=repr(period).encode())
        record = make_record(submission.sha256, submission.file, 3, {"目标": amount}, "targets")
        target = make_observation(
            record, "目标", "funds", area="ankang", role=Role.TARGET, period=period
        )
        table = make_table([record], "targets")
        store.save(replace(submission, tables=(table,), observations=(target,)))

    send(Period(2020, 1), 80)
    send(Period(2020, 6), 90)
    assert store.targets(Period(2020, 5)) == {("ankang", "funds"): 80}
    assert store.targets(Period(2020, 9)) == {("ankang", "funds"): 90}
    assert store.targets(Period(2021, 9)) == {}
    for month, amount in ((5, 80), (9, 90)):
        rows = store.sources("funds", Period(2020, month), "ankang", Role.TARGET)
        assert [row.value for row in rows] == [amount]
    assert store.sources("funds", Period(2021, 9), "ankang", Role.TARGET) == ()
    assert store.sums(Period(2020, 6)) == {("ankang", "funds", Role.TARGET): 90}


def test_a_joint_activity_is_deducted_once(store: Store) -> None:
    store.save(make_submission([3], reporter="a", joint="推介"))
    store.save(make_submission([5], reporter="b", joint="推介"))
    store.save(make_submission([9], reporter="c"))
    lines = store.joint(YEAR)
    assert {(x.area, x.indicator, x.value) for x in lines} == {
        ("a", "funds", 3), ("b", "funds", 5), ("a", "projects", 1), ("b", "projects", 1),
    }  # fmt: skip
    deductions = joint_deductions(lines, ["b", "a", "c"])
    assert [(d.indicator, d.area, d.value, d.kept) for d in deductions] == [
        ("funds", "a", -3, "b"),
        ("projects", "a", -1, "b"),
    ]
    assert deductions[0].cells == (store.sources("funds", YEAR, "a")[0].ref,)


def test_the_sums_of_a_year_are_read_through_indexes(store: Store) -> None:
    store.save(make_submission())
    text = (Path(codec.__file__).parent / "queries.sql").read_text(encoding="utf-8")
    query = text.split("-- name: sums(year, month)\n")[1].split(";")[0]
    with closing(sqlite3.connect(store.path)) as raw:
        plan = raw.execute("EXPLAIN QUERY PLAN " + query, {"year": 2020, "month": 12}).fetchall()
    steps = [row[3] for row in plan]
    assert any("SEARCH o USING COVERING INDEX observation_sums (part_id=?)" in s for s in steps)
    assert any("SEARCH p USING INDEX part_that_counts (year=? AND month=?)" in s for s in steps)
    assert not any(s.startswith("SCAN") for s in steps)


def test_an_amount_beyond_what_can_be_added_exactly_is_refused(store: Store) -> None:
    store.save(make_submission([2**63 - 1], reporter="a"))
    with pytest.raises(StoreError, match="数值过大"):
        store.save(make_submission([2**63], reporter="b"))
    assert store.received(YEAR) == {"a"}
    store.save(make_submission([2**63 - 1, 1], reporter="c"))
    with pytest.raises(StoreError, match="准确保存的范围"):
        store.sums(YEAR)


# --- what counts ------------------------------------------------------------------------------


def test_the_same_bytes_are_known_only_while_they_count(store: Store) -> None:
    first = make_submission([3])
    assert store.accepted_copy(first.sha256) is None
    number = store.save(first)
    copy = store.accepted_copy(first.sha256)
    assert copy is not None
    assert (copy.id, copy.superseded) == (number, False)

    store.save(make_submission([4], replaced={"projects"}))
    assert store.accepted_copy(first.sha256) is None
    assert store.submission(number).superseded


def test_the_same_bytes_that_were_returned_are_judged_afresh(store: Store) -> None:
    bad = make_submission([3], status=Status.RETURNED)
    store.save(bad)
    assert store.accepted_copy(bad.sha256) is None
    number = store.save(replace(bad, status=Status.ACCEPTED))
    copy = store.accepted_copy(bad.sha256)
    assert copy is not None
    assert copy.id == number
    assert [name for _, name, _ in store.originals()] == ["ziyang.xlsx"]


def test_a_second_return_without_replacing_is_refused_whole(store: Store) -> None:
    store.save(make_submission([3]))
    with pytest.raises(DecisionError, match="已经接受过"):
        store.save(make_submission([4]))
    assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 3
    assert len(store.submissions()) == 1
    assert len(list(store.originals())) == 1
    store.save(make_submission([4], period=Period(2020, 6)))
    store.save(make_submission([4], table="foreign"))


def test_a_table_may_add_to_the_accepted_one_and_both_be_replaced(store: Store) -> None:
    store.save(make_submission([3]))
    second = replace(make_submission([4]), added_tables=frozenset({"projects"}))
    number = store.save(second)
    assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 7
    assert store.active_parts("ziyang", YEAR) == {"projects": number}
    store.save(replace(make_submission([5]), added_tables=frozenset({"projects"})))
    assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 12
    store.save(make_submission([6], replaced={"projects"}))
    assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 6
    assert store.integrity() == []


def test_a_replaced_return_stays_readable_and_does_not_count(store: Store) -> None:
    first = make_submission([3])
    number = store.save(first)
    second = store.save(make_submission([4, 1], replaced={"projects"}))
    assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 5
    assert store.active_parts("ziyang", YEAR) == {"projects": second}
    assert store.observations(number) == first.observations
    assert [r.record for r in store.records(number)] == list(first.tables[0].records)
    assert store.original(first.sha256)[1] == first.content
    assert [r.value for r in store.sources("funds", YEAR)] == [4, 1]
    assert len(store.table_records("projects", YEAR)) == 2
    assert store.submission(second).reason == "更正"
    assert store.integrity() == []


def test_replacing_one_table_leaves_the_others(store: Store) -> None:
    first = make_submission([3])
    both = replace(first, tables=(*first.tables, make_table([], "foreign")))
    number = store.save(both)
    second = store.save(make_submission([4], replaced={"projects"}))
    assert store.active_parts("ziyang", YEAR) == {"foreign": number, "projects": second}
    assert store.submission(number).active_tables == ("foreign",)
    assert not store.submission(number).superseded
    assert store.accepted_copy(first.sha256) is None


def test_a_returned_workbook_leaves_its_bytes_and_findings_only(store: Store) -> None:
    bad = with_finding(make_submission([3], status=Status.RETURNED), level=Level.A)
    number = store.save(bad)
    nowhere = replace(make_submission([9], status=Status.RETURNED), reporter=None, period=None)
    store.save(nowhere)
    assert store.sums(YEAR) == {}
    assert store.received(YEAR) == frozenset()
    assert store.observations(number) == ()
    assert store.records(number) == ()
    assert store.latest_period() is None
    assert [f.finding for f in store.findings(reporter="ziyang")] == list(bad.findings)
    assert store.original(bad.sha256)[1] == bad.content
    rows = store.submissions()
    assert [(r.reporter, r.status, r.tables) for r in rows] == [
        ("ziyang", Status.RETURNED, ()),
        (None, Status.RETURNED, ()),
    ]
    assert rows[1].period is None
    assert store.integrity() == []


def test_an_accepted_return_that_is_replaced_by_a_returned_one_goes_on_counting(
    store: Store,
) -> None:
    store.save(make_submission([3]))
    store.save(make_submission([4], status=Status.RETURNED, replaced={"projects"}))
    assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 3


def test_a_nil_return_is_received(store: Store) -> None:
    store.save(make_submission([], content=b"nil"))
    assert store.received(YEAR) == {"ziyang"}
    assert store.sums(YEAR) == {}


def test_periods_and_submissions_by_year(store: Store) -> None:
    for period in (Period(2020, 6), Period(2019), YEAR, Period(2021, 1)):
        store.save(make_submission(period=period))
    store.save(make_submission(period=Period(2022), status=Status.RETURNED))
    assert store.latest_period() == Period(2021, 1)
    assert store.periods() == (Period(2019), Period(2020, 6), YEAR, Period(2021, 1))
    assert [s.period for s in store.submissions(2020)] == [Period(2020, 6), YEAR]
    assert store.submissions(reporter="nobody") == ()


def test_two_tables_of_a_kind_are_one_part(store: Store) -> None:
    one = make_submission([3])
    other = make_record(one.sha256, one.file, 40, {"名称": "其他项目", "金额": 8})
    posted = make_observation(other, "金额", "funds", area="ziyang")
    number = store.save(
        replace(
            one,
            tables=(*one.tables, make_table([other])),
            observations=(*one.observations, posted),
        )
    )
    assert store.active_parts("ziyang", YEAR) == {"projects": number}
    assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 11
    assert store.integrity() == []


@pytest.mark.parametrize(
    "change",
    [
        {"received_at": datetime(2021, 1, 5)},  # noqa: DTZ001 -- that is the mistake
        {"reporter": None},
        {"period": None},
        {"content": b"other"},
        {"file": "other.xlsx"},
    ],
)
def test_a_contradiction_of_the_caller_is_a_bug_and_saves_nothing(
    store: Store, change: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        store.save(replace(make_submission(), **change))  # type: ignore[arg-type]
    assert store.submissions() == ()
    assert list(store.originals()) == []


def test_an_observation_without_its_record_is_a_bug(store: Store) -> None:
    submission = make_submission([3])
    stray: Observation = replace(submission.observations[0], row=99)
    with pytest.raises(KeyError):
        store.save(replace(submission, observations=(stray,)))
    assert store.submissions() == ()


# --- decisions --------------------------------------------------------------------------------


def waive(store: Store, finding: int, who: str, reason: str, at: datetime) -> int:
    return store.office.waive(store.finding(finding), Decided(who, reason, at))


def test_a_waiver_is_bound_to_rule_sender_period_and_values(store: Store) -> None:
    bad = with_finding(make_submission([3], status=Status.RETURNED))
    number = store.save(bad)
    finding = store.findings(number)[0]
    waiver = waive(store, finding.id, "李四", "已核实", NOW)

    assert store.office.waivers("ziyang", YEAR) == {("row.example", "f1"): str(waiver)}
    assert store.office.waivers("ziyang", Period(2020, 6)) == {}
    assert store.office.waivers("hanbin", YEAR) == {}
    decision = store.office.waived("ziyang", YEAR)[0]
    assert (decision.who, decision.reason, decision.decided_at) == ("李四", "已核实", NOW)
    assert decision.finding_id == finding.id

    waived = replace(make_finding(bad), waiver=str(waiver))
    again = store.save(replace(bad, status=Status.ACCEPTED, findings=(waived,)))
    assert store.findings(again)[0].finding == waived
    with pytest.raises(DecisionError, match="已经核销"):
        waive(store, store.findings(again)[0].id, "李四", "已核实", NOW)


@pytest.mark.parametrize("level", [Level.A, Level.D])
def test_only_a_b_or_c_finding_can_be_waived(store: Store, level: Level) -> None:
    number = store.save(with_finding(make_submission(status=Status.RETURNED), level=level))
    with pytest.raises(DecisionError, match="B 级"):
        waive(store, store.findings(number)[0].id, "李四", "已核实", NOW)
    assert store.office.waivers("ziyang", YEAR) == {}


def test_what_else_cannot_be_waived(store: Store) -> None:
    bad = make_submission(status=Status.RETURNED)
    undecided = replace(make_finding(bad), outcome=Outcome.UNDECIDED)
    number = store.save(replace(bad, findings=(undecided, make_finding(bad))))
    first, second = store.findings(number)
    with pytest.raises(DecisionError, match="B 级"):
        waive(store, first.id, "李四", "已核实", NOW)
    with pytest.raises(DecisionError, match="没有编号"):
        waive(store, 999, "李四", "已核实", NOW)
    for who, reason in (("", "已核实"), ("李四", " ")):
        with pytest.raises(DecisionError, match="由谁"):
            waive(store, second.id, who, reason, NOW)
    unknown = store.save(with_finding(replace(bad, reporter=None)))
    with pytest.raises(DecisionError, match="哪个单位"):
        waive(store, store.findings(unknown)[0].id, "李四", "已核实", NOW)


def test_findings_are_found_by_sender_and_period(store: Store) -> None:
    store.save(with_finding(make_submission(reporter="a")))
    store.save(with_finding(make_submission(reporter="b", period=Period(2020, 6))))
    assert [f.reporter for f in store.findings(period=Period(2020, 6))] == ["b"]
    assert [f.period for f in store.findings(reporter="a")] == [YEAR]
    assert len({f.id for f in store.findings()}) == 2


def test_values_are_counted_once_whatever_the_order(store: Store) -> None:
    """Ids given out by the writer never collide between parts."""
    for number in range(5):
        store.save(make_submission([number] * (number + 1), reporter=f"r{number}"))
    ids = Counter(r.id for n in range(1, 6) for r in store.records(n))
    assert set(ids.values()) == {1}
    assert sum(ids.values()) == 15
